# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names of an inventory are free for hosts and groups of ours, and that none of ours takes another's place.

Names of our hosts and groups come from servers, and there from customers; an inventory has one host for a name,
whatever its source, and files of variables for it. So a name that anybody else has is not for us, in whatever order the
sources are read: one that is added by another source later takes ours away. Must not know servers. Called by the
inventory plugin and for its groups.
"""

from __future__ import annotations

import re
import sys
import typing as t
import weakref

from ansible import constants as C  # noqa: N812 - the name that Ansible gives it everywhere
from ansible.errors import AnsibleError

# What a pattern for hosts, a path of host_vars or a command line could not take for anything else.
_HOST = re.compile(r"[A-Za-z0-9_:][A-Za-z0-9_.@:+-]{0,252}", re.ASCII)
# Ansible looks for host_vars/NAME as it is, too: alice.yml would get the variables of alice.
_FILES = (".yml", ".yaml", ".json")
_NUMBER = re.compile(r"[\d._:+-]+(?:e[+-]?\d+)?|0[xob][\da-f]+", re.ASCII | re.IGNORECASE)
_GROUPS = frozenset(["all", "ungrouped"])
_LOCAL = frozenset(["localhost.localdomain", "ip6-localhost", "ip6-loopback", *C.LOCALHOST])
LONGEST_GROUP = 200

Warn = t.Callable[[str], None]


def unsafe(name: str) -> str | None:
    """Why no host can have the name, whatever else there is; None if one can."""
    if _HOST.fullmatch(name) is None:
        return "its name is unsafe"
    return "its name is that of a variable file" if name.lower().endswith(_FILES) else None


class Places:
    """The hosts of ours in one inventory, by name, and what another source of it may do with these names."""

    def __init__(self, inventory: t.Any) -> None:
        self._inventory = inventory
        self._add_host, self._add_group = inventory.add_host, inventory.add_group
        self.hosts: dict[str, str] = {}
        self.groups: set[str] = set()
        self._named_by_servers: set[str] = set()
        self._spare: dict[str, str] = {}
        self._warn: Warn = _silent
        inventory.add_host, inventory.add_group = self._host_of_another, self._group_of_another

    def begin(self, warn: Warn) -> None:
        self._warn = warn

    def taken(self, name: str, chosen: bool = False) -> str | None:
        """Who has the name already: text for people, or None. One that the user has chosen may be an address."""
        if name in self.hosts:
            return "%s has" % self.hosts[name]
        local = name.lower() in _LOCAL or _NUMBER.fullmatch(name)
        if name.lower() in _GROUPS or (local and not chosen):
            return "Ansible reserves"
        if name in self._inventory.groups:
            return "a group has"
        return "a host of another inventory source has" if name in self._inventory.hosts else None

    def add(self, name: str, title: str, spare: str | None = None) -> t.Any:
        """A host of ours, as an object; ``spare`` is its name if another source wants this one."""
        self._add_host(name)
        self.hosts[name] = title
        if spare is not None:
            self._spare[name] = spare
        return self._inventory.hosts[name]

    def join(self, group: str, name: str | None = None, keyed: bool = False) -> None:
        """Makes a group of ours, with a host of ours in it if one is named; ``keyed`` if a server named the group."""
        self.groups.add(self._add_group(group))
        if keyed:
            self._named_by_servers.add(group)
        if name is not None:
            self._inventory.add_child(group, name)

    def nest(self, parent: str, group: str) -> None:
        self._add_group(parent)
        if parent != group:
            self._inventory.add_child(parent, group)

    def strange(self, group: str) -> str | None:
        """Why a group whose name comes from a server cannot be: text for people, or None."""
        if group.lower() in _GROUPS or len(group) > LONGEST_GROUP:
            return "its name is unsafe"
        if group in self._inventory.hosts:
            return "a host has its name"
        there = self._inventory.groups.get(group)
        if there is None or group in self.groups:
            return None
        # One that is only named, to be a child of another, is meant for us.
        return "another inventory source has it" if there.hosts or there.vars or there.child_groups else None

    # What other sources do later

    def _host_of_another(self, host: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        # Inventories that are constructed from others add hosts that are there to groups of theirs by this method.
        constructed = sys._getframe(1).f_code.co_name == "_add_host_to_keyed_groups"
        if not constructed:
            self._leave(host, "a host of another inventory source")
            self._give_up(args[0] if args else kwargs.get("group"))
        return self._add_host(host, *args, **kwargs)

    def _group_of_another(self, group: t.Any) -> t.Any:
        self._leave(group, "a group")
        return self._add_group(group)

    def _give_up(self, group: t.Any) -> None:
        """Leaves a group that a server has named to another source that puts hosts of its own into it."""
        if group not in self._named_by_servers or self._inventory.current_source is None:
            return
        self._named_by_servers.discard(group)
        self.groups.discard(group)
        for host in list(self._inventory.groups[group].hosts):
            if host.name in self.hosts:
                self._inventory.groups[group].remove_host(host)
        self._warn("the group %s is not created: another inventory source has it" % group)

    def _leave(self, name: t.Any, whose: str) -> None:
        # Once all sources are read, as in a play that adds hosts and groups, nothing is taken away any more.
        if not isinstance(name, str) or name not in self.hosts or self._inventory.current_source is None:
            return
        name = str(name)
        title = self.hosts.pop(name)
        old = self._inventory.hosts[name]
        groups = [group.name for group in self._inventory.groups.values() if old in group.hosts]
        self._inventory.remove_host(old)
        spare = self._spare.pop(name, None)
        if spare is None or self.taken(spare):
            self._warn("%s is left out: %s has its name %s" % (title, whose, name))
            return
        self._warn("%s becomes the host %s: %s has its name %s" % (title, spare, whose, name))
        new = self.add(spare, title)
        for key, value in old.vars.items():
            new.set_variable(key, value)
        for group in groups:
            self._inventory.add_child(group, spare)


_places: weakref.WeakKeyDictionary[t.Any, Places] = weakref.WeakKeyDictionary()


def places_of(inventory: t.Any) -> Places:
    """The places of an inventory, which all files of ours share."""
    if inventory not in _places:
        _places[inventory] = Places(inventory)
    return _places[inventory]


class Collected:
    """Stands in for an inventory while Ansible makes keyed groups, so that they can be looked at before they are."""

    def __init__(self) -> None:
        self.groups: list[str] = []
        self.parents: list[tuple[str, str]] = []

    def add_group(self, group: str) -> str:
        if not group:
            raise AnsibleError("a group without a name")
        return group

    def add_host(self, _host: str, group: str) -> None:
        self.groups.append(group)

    def add_child(self, parent: str, group: str) -> None:
        self.parents.append((parent, group))


def _silent(_text: str) -> None:
    """Nobody listens."""
