# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of accounts that are hosts: those made by themselves, and those of ``keyed_groups``.

Their names hold what servers and customers say. So they stay behind a prefix, and none is a group that means something
else: one of another kind, one that the user names, or one that another source has filled.
Must not know servers beyond their names. Called by the inventory plugin.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import Server
from ansible_collections.hostops.cpanel.plugins.plugin_utils.account_hosts import GROUPS, Host
from ansible_collections.hostops.cpanel.plugins.plugin_utils.host_names import LONGEST_GROUP, Collected, Places

Tell = t.Callable[[str], None]
_PREFIX = "cpanel_"  # where the option prefix is empty


class HostGroups:
    """Puts the hosts of one file into groups. ``plugin`` is the inventory plugin, as Ansible has loaded it."""

    def __init__(self, plugin: t.Any, places: Places, prefix: str, tell: Tell) -> None:
        self._plugin, self._places, self._prefix, self._warn = plugin, places, prefix, tell
        self._wanted: list[str] = list(plugin.get_option("automatic_groups") or ())
        self._named = {self._name(str(group)) for group in plugin.get_option("groups") or ()}
        self._raw: dict[str, str] = {}
        self._refused: set[str] = set()
        kinds = [kind for kind in GROUPS[:-1] if kind in self._wanted]
        self._reserved = tuple(self._name("%s%s_" % (prefix, kind)) for kind in kinds)
        self._suspended = self._name(prefix + GROUPS[-1]) if GROUPS[-1] in self._wanted else None
        self._keyed = [self._with_prefix(keyed) for keyed in plugin.get_option("keyed_groups") or ()]
        # A parent that is a template is up to the server, too.
        parents = [str(keyed.get("parent_group") or "") for keyed in self._keyed if isinstance(keyed, dict)]
        self._parents = {self._name(parent) for parent in parents if "{" not in parent}

    def begin(self, servers: t.Iterable[Server]) -> None:
        """Makes the groups that are there without any host, so that a pattern with them never fails to match."""
        if self._suspended is not None:
            self._places.join(self._suspended)
        for server in servers if "server" in self._wanted else ():
            self._automatic("%sserver_%s" % (self._prefix, server.name), None)

    def taken(self, name: str) -> str | None:
        """Whose the name is, if it is that of a group that there may be; None if it is none."""
        return "a group has" if self._means_something(name) else None

    def add(self, name: str, host: Host) -> None:
        """Puts a host into the groups that it belongs to by itself."""
        for group in host.groups(self._wanted, self._prefix):
            self._automatic(group, name)

    def add_keyed(self, name: str, host: Host, variables: dict[str, t.Any], strict: bool) -> None:
        """What ``keyed_groups`` makes of the host's variables. Raises AnsibleError."""
        if not self._keyed:
            return
        collected = Collected()
        inventory, self._plugin.inventory = self._plugin.inventory, collected
        try:
            self._plugin._add_host_to_keyed_groups(self._keyed, variables, name, strict=strict, fetch_hostvars=False)
        finally:
            self._plugin.inventory = inventory
        mine = {self._name(group) for group in host.groups(self._wanted, self._prefix)}
        made = {group for group in dict.fromkeys(collected.groups) if group in mine or self._is_free(group)}
        for group in collected.groups:
            if group in made:
                self._places.join(group, name, keyed=group not in mine)
        for parent, group in collected.parents:
            if group in made and (parent in self._parents or self._is_ours(parent)):
                self._places.nest(parent, group)

    def _automatic(self, raw: str, name: str | None) -> None:
        group = self._name(raw)
        if self._raw.setdefault(group, raw) != raw:
            self._refuse(group, "%s has the same name" % self._raw[group])
        elif len(group) > LONGEST_GROUP:
            self._refuse(group, "its name is too long")
        else:
            self._places.join(group, name)

    def _is_free(self, group: str) -> bool:
        reason = "the name is used for another group" if self._means_something(group) else self._places.strange(group)
        if reason is not None:
            self._refuse(group, reason)
        return reason is None

    def _is_ours(self, parent: str) -> bool:
        if parent.startswith(self._name(self._prefix or _PREFIX)):
            return self._is_free(parent)
        self._refuse(parent, "a parent_group that is a template begins with %s" % (self._prefix or _PREFIX))
        return False

    def _means_something(self, group: str) -> bool:
        return group in self._named or group == self._suspended or group.startswith(self._reserved)

    def _refuse(self, group: str, reason: str) -> None:
        if group not in self._refused:
            self._refused.add(group)
            self._warn("the group %s is not created: %s" % (group[:80], reason))

    def _name(self, group: str) -> str:
        return t.cast(str, self._plugin._sanitize_group_name(group))

    def _with_prefix(self, keyed: t.Any) -> t.Any:
        if not isinstance(keyed, dict) or keyed.get("prefix"):
            return keyed
        separator = keyed.get("separator", "_")
        prefix = self._prefix or _PREFIX
        return {**keyed, "prefix": prefix.rstrip("_") if separator else prefix}
