#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: report
short_description: Write reports on many cPanel accounts in JSON, CSV and HTML
version_added: 0.1.0
description:
  - Writes the result of M(hostops.cpanel.cpanel_fleet) as JSON for programs (and for
    O(hostops.cpanel.cpanel_fleet#module:resume_from)), as CSV for spreadsheets, and as HTML for people. The role
    C(hostops.cpanel.fleet) uses it for its reports.
  - Always runs on the controller, whatever the host of the task is, and also writes in check mode. Reports never count
    as a change.
  - The HTML report is a single, self-contained file that is readable without JavaScript. It starts with failures and
    findings by server; accounts that are ok are collapsed if there can be findings.
  - Texts from servers and customers are escaped, control characters are made visible, and a CSV cell that a spreadsheet
    would take for a formula starts with an apostrophe.
  - Results of functions that return a secret, and results that were found to contain one, are not in the reports.
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
      - Every run writes new reports.
  async:
    support: none
options:
  result:
    description:
      - The result of M(hostops.cpanel.cpanel_fleet), with C(results) and C(summary).
      - Entries of C(results) can have further keys. C(cells) is a dictionary of columns that replaces those of the
        calls. C(state) is V(failed), V(finding) or V(ok); the default is derived from the entry. C(findings) is a list
        of strings or of dictionaries with C(text), C(kind), C(name), C(what) (V(differs), V(missing), V(unlisted),
        V(account) or V(document)) and C(changes), each with C(field), C(before) and C(after).
    type: dict
    required: true
  directory:
    description:
      - Directory to write to. It is created if it does not exist.
    type: path
    required: true
  name:
    description:
      - Name of the files, without extension. Existing files of that name are replaced atomically.
      - If empty, the name consists of C(fleet-), the time in UTC, the number of the AWX job, if any, and a random part,
        so that no file is ever replaced.
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
      - Title of the HTML report.
    type: str
    default: cPanel fleet
  columns:
    description:
      - Names of the calls or cells to show as columns, in this order. If empty, all of them.
    type: list
    elements: str
    default: []
  chart:
    description:
      - Name of the column whose numbers the second chart shows. Reports on more than 20 accounts have charts.
    type: str
    default: ""
  about:
    description:
      - Information about this run to show in the reports. C(documents) is a directory whose Git commit is determined;
        C(commit), C(servers), C(run_by) and C(job) override detected values; further keys are shown as they are.
    type: dict
    default: {}
  planned:
    description:
      - Whether the result is from check mode; the reports then say so.
    type: bool
    default: false
  mode:
    description:
      - Permissions of the files, in octal and quoted. They contain data of accounts.
    type: raw
    default: "0600"
  directory_mode:
    description:
      - Permissions of a directory that is created.
    type: raw
    default: "0700"
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_fleet
"""

EXAMPLES = r"""
---
- name: Get the disk usage of all accounts
  hostops.cpanel.cpanel_fleet:
    host: server1.example.net
    api_token: "{{ whm_token }}"
    select: {}
    calls:
      - name: disk_mb
        function: Quota::get_quota_info
        query: megabytes_used
  register: fleet

- name: Write reports
  hostops.cpanel.report:
    result: "{{ fleet }}"
    directory: "{{ target_dir }}/reports"
    title: Disk usage
    chart: disk_mb
  register: report

- name: Show where they are
  ansible.builtin.debug:
    var: report.files
"""

RETURN = r"""
files:
  description: Paths of the reports.
  returned: success
  type: list
  elements: str
  sample: ["/srv/reports/fleet-20261124T030012Z-job4711-9f86d081.html"]
counts:
  description: Numbers of accounts that are C(failed), C(skipped), C(ok), or have a C(finding).
  returned: success
  type: dict
lines:
  description: Up to 20 failures and findings in one line each, and the number of further ones.
  returned: success
  type: list
  elements: str
  sample: ["server1.example.net/alice: email_forwarder sales@example.com: not in Git"]
names:
  description: Up to 50 names of accounts for each of C(failed), C(skipped) and C(finding).
  returned: success
  type: dict
error:
  description: Details of the error, see the errors guide.
  returned: failure
  type: dict
"""
