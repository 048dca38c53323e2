# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of hosts, whatever they are and in whatever order sources are read: none of ours is anybody else's."""

from __future__ import annotations

import os

from ansible.inventory.data import InventoryData
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.plugin_utils.host_names import places_of, unsafe

STATIC = ["web1", "db.example.net", "0", "localhost"]
GROUPS = ["web", "prod"]
NAMES = st.sampled_from([*STATIC, *GROUPS, "all", "ungrouped", "alice", "web1.yml", "../web1", "::1"]) | st.text(
    alphabet="ab./~$\\{}%\0\n 0é:@-", max_size=8
)


@given(names=st.lists(NAMES, max_size=8), before=st.sets(st.sampled_from(STATIC + GROUPS)))
def test_nothing_of_others_is_taken_whatever_the_order(names, before):
    inventory = InventoryData()

    def another(wanted):
        inventory.current_source = "hosts.ini"
        for group in GROUPS:
            if group in wanted:
                inventory.add_group(group)
        for host in STATIC:
            if host in wanted:
                inventory.add_host(host)

    another(before)
    places = places_of(inventory)
    places.begin(lambda _text: None)
    for name in names:
        if unsafe(name) is None and places.taken(name) is None:
            places.add(name, "account").set_variable("ours", True)
    another(set(STATIC + GROUPS) - before)
    inventory.reconcile_inventory()
    ours = {name for name, host in inventory.hosts.items() if "ours" in host.vars}
    assert ours == set(places.hosts)
    assert not ours & {*STATIC, *GROUPS, "all", "ungrouped"}
    assert set(STATIC) <= set(inventory.hosts)
    for name in ours:
        assert os.path.normpath(os.path.join("host_vars", name)) == "host_vars/" + name
        assert not name.endswith((".yml", ".yaml", ".json"))
