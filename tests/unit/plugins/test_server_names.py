# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``host`` names a server of the fleet file or of an inventory, in modules of both kinds, lookups and fleets."""

from __future__ import annotations

import json

import pytest
import yaml

pytestmark = pytest.mark.slow

PLAY = """
- hosts: localhost
  gather_facts: false
  vars: {ansible_python_interpreter: "{{ ansible_playbook_python }}"}
  tasks:
    - hostops.cpanel.whm_api: {host: s2, function: listaccts, query: "acct[].user"}
      register: listed
      vars: {hostops_cpanel_in_process: "{{ item }}"}
      loop: [true, false]
    - hostops.cpanel.cpanel_uapi: {host: s2, account: "{{ account }}", function: "Quota::get_quota_info"}
      vars: {hostops_cpanel_in_process: "{{ item }}"}
      loop: [true, false]
    - hostops.cpanel.cpanel_fleet:
        host: s2
        accounts: [{account: "{{ account }}", host: s2}]
        calls: [{function: "Quota::get_quota_info"}]
      register: fleet
    - ansible.builtin.assert:
        that:
          - listed.results[0].result == listed.results[1].result
          - account in listed.results[0].result
          - fleet.results[0].host == 's2'
          - account in lookup('hostops.cpanel.whm', 'listaccts', host='s2', query='acct[].user')
- hosts: by_hand
  gather_facts: false
  tasks:
    - hostops.cpanel.cpanel_uapi: {function: "DomainInfo::list_domains", query: main_domain}
      register: asked
    - ansible.builtin.assert:
        that: asked.result == wanted
"""


@pytest.mark.parametrize("known_by", ["fleet_file", "inventory"])
def test_a_name_is_enough(controller, two, tmp_path, known_by):
    account = next(iter(two.servers[1].accounts.values()))
    (tmp_path / "play.yml").write_text(PLAY, encoding="utf-8")
    by_hand = {
        "vars": {"cpanel_kind": "account", "hostops_cpanel_host": "s2", "ansible_connection": "local"},
        "hosts": {account.name: {"wanted": account.main_domain}},
    }
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump({"by_hand": by_hand}), encoding="utf-8")
    environment, inventories = {}, ["-i", "hosts.yml"]
    if known_by == "fleet_file":
        (tmp_path / "fleet.json").write_text(json.dumps(controller.servers), encoding="utf-8")
        environment["CPANEL_FLEET_FILE"] = str(tmp_path / "fleet.json")
    else:
        controller.write(servers=controller.servers, hostname="{account}-of-{server}")
        inventories += ["-i", "x.cpanel.yml"]
    command = ["ansible-playbook", *inventories, "play.yml", "-e", "account=" + account.name, "-vvv"]
    done = controller.run(*command, **environment)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    for secret in controller.secrets:
        assert secret not in done.stdout + done.stderr
    asked = two.servers[0].journal.functions()
    assert set(asked) <= ({"listaccts"} if known_by == "inventory" else set()), "the other server is left alone"
