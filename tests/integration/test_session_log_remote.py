# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""whm_session_log_info on a host that is not this one: the log there is read, not one of the same name here."""

from __future__ import annotations

from pathlib import Path

import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import LOCAL, playbook

#: A host whose home directory is another one: what begins with ~ is there another file than here.
CONNECTION = '''
from ansible.plugins.connection.local import Connection as Local

DOCUMENTATION = """
name: elsewhere
short_description: A host with a home directory of its own
description: [Runs commands here, with another HOME.]
author: hostops developers (@hostops)
options:
  pipelining:
    default: false
    type: boolean
"""


class Connection(Local):
    transport = "elsewhere"

    def exec_command(self, cmd, in_data=None, sudoable=True):
        return super().exec_command("HOME=%s " % HOME + cmd, in_data, sudoable)
'''

PLAY = """
- name: Read the log of another host
  hosts: server
  gather_facts: false
  tasks:
    - name: Read it
      hostops.cpanel.whm_session_log_info:
        path: ~/session_log
      register: log

    - name: It is that of the host
      ansible.builtin.assert:
        that:
          - log.entries | map(attribute='user') | list == ['there']
          - log.files[0].path == expected

    - name: Read the one here
      hostops.cpanel.whm_session_log_info:
        path: ~/session_log
      delegate_to: localhost
      register: log
      failed_when: log.entries | map(attribute='user') | list != ['here']
"""


def test_the_log_of_another_host(tmp_path: Path) -> None:
    work, home = tmp_path / "work", tmp_path / "home"
    plugins = work / "connection_plugins"
    plugins.mkdir(parents=True)
    home.mkdir()
    (plugins / "elsewhere.py").write_text(f"HOME = {str(home)!r}\n{CONNECTION}")
    for folder, user in ((work, "here"), (home, "there")):
        line = f"192.0.2.9 [07/01/2026:10:00:00 +0000] PURGE {user}:Ab12Cd34Ef56Gh78 kill\n"
        (folder / "session_log").write_text(line)
    hosts = {
        "server": {**LOCAL, "ansible_connection": "elsewhere", "expected": str(home / "session_log")},
        "localhost": LOCAL,
    }
    (work / "inventory.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts}}))
    (work / "play.yml").write_text(PLAY)
    done = playbook(work, "-i", "inventory.yml", "play.yml", ANSIBLE_REMOTE_TEMP=str(tmp_path / "temp"))
    assert done.status == 0, done.printed
