#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: report
short_description: Write reports on many cPanel accounts, in JSON, CSV and HTML
version_added: 0.1.0
description:
  - Writes what M(hostops.cpanel.cpanel_fleet) returned for programs (JSON, which
    O(hostops.cpanel.cpanel_fleet#module:resume_from) takes), for spreadsheets (CSV) and for people (HTML). The role
    C(hostops.cpanel.fleet) makes its reports with it.
  - Always runs where Ansible runs, whatever the host of the task is, and writes in check mode, too. It is never a
    change.
  - The page is one file that needs nothing else, and no script to be read. It begins with what failed and what was
    found, by server; what is ok is folded away if there can be findings.
  - Texts of servers and customers stay texts. They are escaped, control characters are shown, and a cell that a
    spreadsheet would take for a formula begins with an apostrophe.
  - What functions return that return a secret is in no report, nor is an answer that is seen to hold one.
extends_documentation_fragment:
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.controller
attributes:
  check_mode:
    support: full
    details:
      - Reports are written, as they change no account.
  diff_mode:
    support: none
  idempotent:
    support: N/A
    details:
      - Every run writes a report of its own.
  async:
    support: none
options:
  result:
    description:
      - What M(hostops.cpanel.cpanel_fleet) returned, C(results) and C(summary).
      - An entry of C(results) may have more. C(cells) is a dictionary of columns in place of its calls. C(state) is
        V(failed), V(finding) or V(ok); it follows from the rest if it is not given. C(findings) is a list of texts or
        of dictionaries with C(text), C(kind), C(name), C(what) (V(differs), V(missing), V(unlisted), V(account) or
        V(document)) and C(changes), each with C(field), C(before) and C(after).
    type: dict
    required: true
  directory:
    description:
      - Where to write. It is made if it is missing.
    type: path
    required: true
  name:
    description:
      - Name of the files, without extension. Files of that name are replaced, each as a whole.
      - If empty, the name is C(fleet-), the time in UTC, the number of the job in AWX, if there is one, and a random
        part. No file is ever replaced then.
    type: str
    default: ""
  formats:
    description:
      - Which reports to write.
    type: list
    elements: str
    choices: [json, csv, html]
    default: [json, csv, html]
  title:
    description:
      - Title of the page.
    type: str
    default: cPanel fleet
  columns:
    description:
      - Names of the calls or cells that become columns, in this order. All, if empty.
    type: list
    elements: str
    default: []
  chart:
    description:
      - Name of the column whose numbers the second chart shows. There are charts of more than 20 accounts.
    type: str
    default: ""
  about:
    description:
      - What the reports say of this run, beside what is known. C(documents) is a directory, whose Git commit is found
        out; C(commit), C(servers), C(run_by) and C(job) replace what is known; further keys are shown as they are.
    type: dict
    default: {}
  planned:
    description:
      - Whether the result is that of check mode, which the reports then say.
    type: bool
    default: false
  mode:
    description:
      - Permissions of the files, in octal and in quotes. They hold data of accounts.
    type: raw
    default: "0600"
  directory_mode:
    description:
      - Permissions of a directory that is made.
    type: raw
    default: "0700"
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_fleet
"""

EXAMPLES = r"""
---
- name: Ask all accounts for their disk use
  hostops.cpanel.cpanel_fleet:
    host: server1.example.net
    api_token: "{{ whm_token }}"
    select: {}
    calls:
      - name: disk_mb
        function: Quota::get_quota_info
        query: megabytes_used
  register: fleet

- name: Write it down
  hostops.cpanel.report:
    result: "{{ fleet }}"
    directory: "{{ target_dir }}/reports"
    title: Disk use
    chart: disk_mb
  register: report

- name: Say where
  ansible.builtin.debug:
    var: report.files
"""

RETURN = r"""
files:
  description: The reports.
  returned: success
  type: list
  elements: str
  sample: ["/srv/reports/fleet-20261124T030012Z-job4711-9f86d081.html"]
counts:
  description: How many rows are C(failed), C(skipped) (not started), have a C(finding), or are C(ok).
  returned: success
  type: dict
lines:
  description: Failures and findings in one line each, at most 20 of them, and how many more there are.
  returned: success
  type: list
  elements: str
  sample: ["server1.example.net/alice: email_forwarder sales@example.com: not in Git"]
names:
  description: Names of accounts by C(failed), C(skipped) and C(finding), at most 50 of each.
  returned: success
  type: dict
error:
  description: What went wrong, see the errors guide.
  returned: failure
  type: dict
"""
