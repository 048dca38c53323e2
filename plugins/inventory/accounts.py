# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory accounts: options of its file, the cache, and which hosts, groups and variables there are.

Servers are asked in plugin_utils/account_hosts; names and groups are checked in host_names and host_groups. Must not
know requests. Called by Ansible.
"""

from __future__ import annotations

DOCUMENTATION = r"""
name: accounts
short_description: Inventory of the accounts on cPanel & WHM servers
version_added: 0.1.0
description:
  - Adds a host for every account on one or several servers, for every server, or for both.
  - Tasks on these hosts need no connection options. M(hostops.cpanel.cpanel_uapi) and the other modules take them from
    the variables C(hostops_cpanel_OPTION), which this inventory sets. Options of a task take precedence.
  - Credentials are never stored in variables or in the cache. Tasks of the same run get them from the inventory plugin.
    If the inventory was saved to a file or database, as in AWX, tasks get them from the file that E(CPANEL_FLEET_FILE)
    names, by server, or from E(CPANEL_API_TOKEN) or E(CPANEL_PASSWORD).
  - The name of the configuration file has to end in C(cpanel.yml) or C(cpanel.yaml).
author:
  - hostops developers (@hostops)
seealso:
  - ref: ansible_collections.hostops.cpanel.docsite.inventory_guide
    description: Inventory guide
  - module: hostops.cpanel.cpanel_uapi
  - module: hostops.cpanel.cpanel_session
  - module: hostops.cpanel.cpanel_fleet
requirements:
  - requests
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - hostops.cpanel.servers
options:
  plugin:
    description: Name of this plugin.
    type: str
    required: true
    choices: [hostops.cpanel.accounts]
  hosts:
    description: What to add as hosts.
    type: str
    choices: [accounts, servers, both]
    default: accounts
  hostname:
    description:
      - Name of an account's host, in which C({account}), C({domain}), C({server}) or any other variable without its
        prefix is replaced.
      - Alternatively, a Jinja template over the host's variables, which is slower for thousands of accounts.
      - The default is C({account}), or C({account}@{server}) if more than one server is configured. Use the latter if
        servers with accounts of the same name are configured in different files.
      - Host names consist of letters, digits and C(_.@:+-), start with a letter, a digit or C(_), and do not end in
        C(.yml), C(.yaml) or C(.json), as they also name variable files. Accounts without such a name are left out with
        a warning. Hosts of servers have the server's name.
    type: str
  hostname_collisions:
    description:
      - What to do with an account whose host name is not available. Domains and account names are chosen by customers
        and servers, so they cannot take the name of a host or group in this or another inventory source, whichever is
        read first, or a name that Ansible treats specially, such as C(localhost), C(all) or a number.
      - V(refuse) leaves the account out. V(prefix) names its host SERVER-NAME, and leaves it out if that is taken, too.
        Both warn. Of two accounts with the same host name, the first one keeps it.
    type: str
    choices: [refuse, prefix]
    default: refuse
  prefix:
    description: Prefix of the variables that contain data from the server, and of O(automatic_groups).
    type: str
    default: cpanel_
  filters:
    description:
      - Conditions over the host's variables that decide whether the host is included. The first one that is true
        decides; a host that matches none is included.
    type: list
    elements: dict
    default: []
    suboptions:
      include:
        description: A Jinja condition. If it is true, the host is included.
        type: str
      exclude:
        description: A Jinja condition. If it is true, the host is left out.
        type: str
  automatic_groups:
    description:
      - Groups to create, named C(cpanel_server_NAME), C(cpanel_package_NAME), C(cpanel_owner_NAME) and
        C(cpanel_suspended). The last one exists even if no account is suspended. Characters that are not allowed in
        group names are replaced by C(_); if two packages or owners would get the same group, only the first one does.
      - O(keyed_groups) without a C(prefix) get O(prefix), as servers and customers choose their names. A keyed group is
        not created if it has the name of an automatic group, of one in O(groups), or of one that another inventory
        source has filled.
    type: list
    elements: str
    choices: [server, package, owner, suspended]
    default: [server, package, owner, suspended]
  on_server_error:
    description:
      - What to do if a server cannot list its accounts. V(fail) adds no hosts at all, V(warn) adds those of the other
        servers. In both cases, nothing is cached.
    type: str
    choices: [fail, warn]
    default: fail
  forks:
    description: Maximum number of servers to query in parallel.
    type: int
    default: 8
"""

EXAMPLES = r"""
---
# fleet.cpanel.yml: the configuration, and the variables of each host
plugin: hostops.cpanel.accounts
servers:
  - host: server1.example.net
    name: server1
    api_token: "{{ lookup('ansible.builtin.env', 'SERVER1_TOKEN') }}"
validate_certs: true
select:
  suspended: false
hostname: "{domain}"
filters:
  - include: cpanel_owner == 'root'
  - exclude: cpanel_package is none
keyed_groups:
  - key: cpanel_theme
    prefix: theme
groups:
  nearly_full: cpanel_disklimit_mb is not none and cpanel_diskused_mb > 0.9 * cpanel_disklimit_mb
compose:
  contact: cpanel_email
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/cpanel-inventory
cache_timeout: 3600

# Variables of the host alice.example.com (besides these, all hosts have ansible_connection=local):
#   cpanel_account: alice          cpanel_domain: alice.example.com   cpanel_owner: root
#   cpanel_server: server1         cpanel_host: server1.example.net   cpanel_kind: account
#   cpanel_package: default        cpanel_theme: jupiter              cpanel_email: alice@example.org
#   cpanel_ip: 203.0.113.5         cpanel_ipv6: []                    cpanel_partition: home
#   cpanel_shell: /bin/bash        cpanel_uid: 1001                   cpanel_mailbox_format: maildir
#   cpanel_disklimit_mb: 1000      cpanel_diskused_mb: 61             cpanel_created_at: "2026-01-01T00:00:00Z"
#   cpanel_suspended: false        cpanel_suspendreason: null         cpanel_suspended_at: null
#   cpanel_is_locked: false        cpanel_outgoing_mail_suspended: false
#   cpanel_outgoing_mail_hold: false                                  cpanel_inodesused: 1234
#   cpanel_inodeslimit: null       cpanel_maxaddons: null             cpanel_maxftp: null
#   cpanel_maxlst: null            cpanel_maxparked: null             cpanel_maxpop: 50
#   cpanel_maxsql: null            cpanel_maxsub: null                cpanel_max_email_per_hour: null
#   cpanel_max_defer_fail_percentage: null                            cpanel_max_emailacct_quota: null
#   cpanel_min_defer_fail_to_trigger_protection: 5                    cpanel_backup: true
#   cpanel_legacy_backup: false    cpanel_has_backup: false           cpanel_temporary: false
#   cpanel_is_temporary_domain: false
# Variables of a server: cpanel_server, cpanel_host, cpanel_kind: server, cpanel_version, and cpanel_account_count if
# its accounts were listed.
"""

import json
import os
import typing as t

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.accounts import SELECT_SPEC, check
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC, Server, servers_of
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import (
    CONNECTION_SPEC,
    CREDENTIALS,
    gives_credential,
    other_credentials,
    refused,
)
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file, options
from ansible_collections.hostops.cpanel.plugins.plugin_utils.account_hosts import Host, Record, ask_servers, trusted
from ansible_collections.hostops.cpanel.plugins.plugin_utils.expressions import Expressions
from ansible_collections.hostops.cpanel.plugins.plugin_utils.host_groups import HostGroups
from ansible_collections.hostops.cpanel.plugins.plugin_utils.host_names import places_of, unsafe
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

_CONNECTION = [name for name in CONNECTION_SPEC if name in SERVER_SPEC]
_CONNECTION_SPEC = {
    **{name: CONNECTION_SPEC[name] for name in _CONNECTION},
    "servers": {"type": "list", "options": SERVER_SPEC},
}
_TEMPLATED = {*_CONNECTION, "servers", "fleet_file", "select"}
_FILE_NAMES = ("cpanel.yml", "cpanel.yaml")
_SHOWN_WARNINGS = 20


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    NAME = "hostops.cpanel.accounts"
    _warned = 0  # warnings of what is left out
    _left = 0  # accounts that are

    def verify_file(self, path: str) -> bool:
        if not super().verify_file(path):
            return False
        if path.endswith(_FILE_NAMES):
            return True
        self.display.vvv("%s: skipping %s: its name does not end in %s" % (self.NAME, path, " or ".join(_FILE_NAMES)))
        return False

    def set_options(self, task_keys: t.Any = None, var_options: t.Any = None, direct: t.Any = None) -> None:
        """Options of the file that may be templates are what comes of them; empty ones are not given.

        A credential in the file, or else in extra variables, keeps that of the environment from coming on top.
        """
        options.check_variables(var_options or {})
        given = {name: value for name, value in (var_options or {}).items() if value is not None and value != ""}
        if direct is not None:
            options.check_names(direct, self.option_definitions)
            direct = {name: self._filled(name, value) for name, value in direct.items()}
            error = refused(direct, _CONNECTION_SPEC)
            if error is not None:
                raise error
            direct = {name: value for name, value in direct.items() if value is not None and value != ""}
            variables = {name: given.get(options.PREFIX + name) for name in CREDENTIALS}
            direct.update(other_credentials(direct if gives_credential(direct) else variables))
        with options.without_empty_variables():
            super().set_options(task_keys, given, direct)

    def _filled(self, name: str, value: t.Any) -> t.Any:
        if name not in _TEMPLATED:
            return value
        self.templar.available_variables = self._vars or {}
        return native(self.templar.template(value))

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        redactor = Redactor()
        try:
            self._read_config_data(path)
            servers = self._servers(path)
            for server in servers:
                redactor.add(*server.options.secrets())
            options.remember(servers)
            self._populate(servers, self._records(servers, path, cache, redactor))
        except CpanelError as exc:
            raise AnsibleParserError(redactor.text("%s: %s" % (path, exc.with_hint))) from None
        except AnsibleError as exc:
            text = redactor.text(str(exc))
            raise AnsibleParserError(text if path in text else "%s: %s" % (path, text)) from None

    # Which servers, and what they say

    def _servers(self, path: str) -> list[Server]:
        given = options.plugin_options(self, _CONNECTION)
        params = options.validated({name: CONNECTION_SPEC[name] for name in [*_CONNECTION, "credential"]}, given)
        entries = None
        if self.get_option("servers"):
            entries = fleet_file.entries(self.get_option("servers"), "servers", "servers")
        elif self.get_option("fleet_file") and not given.get("host"):
            entries = fleet_file.read(self.loader, self._beside(path, str(self.get_option("fleet_file"))))
        elif not given.get("host"):
            raise usage("no servers are configured", "Give servers or host, or set CPANEL_FLEET_FILE or CPANEL_HOST.")
        return servers_of({**params, "servers": entries})

    def _beside(self, path: str, file: str) -> str:
        """A relative path is relative to the inventory if it stands there, else to the working directory."""
        file = os.path.expanduser(file)
        own = file != os.environ.get(fleet_file.VARIABLE)
        return os.path.join(os.path.dirname(os.path.abspath(path)), file) if own else file

    def _records(self, servers: list[Server], path: str, cache: bool, redactor: Redactor) -> list[Record]:
        """From the cache if it is used, there, and an answer to the same question; else from the servers."""
        select = {name: value for name, value in self._select().items() if value is not None}
        asked = [[server.name, server.options.host, server.options.port, server.options.username] for server in servers]
        question = json.dumps([asked, select, self.get_option("hosts")], sort_keys=True)
        cached = bool(self.get_option("cache"))
        self.load_cache_plugin()
        key = self.get_cache_key(path)
        if cached and cache:
            kept = self._cache.get(key)
            if isinstance(kept, dict) and kept.get("question") == question and trusted(kept.get("servers"), servers):
                return t.cast("list[Record]", kept["servers"])
        records, errors, warnings = ask_servers(
            servers, select, str(self.get_option("hosts")), int(self.get_option("forks"))
        )
        for text in dict.fromkeys(warnings):
            self.display.warning(redactor.text(text))
        self._report(errors, redactor)
        if cached and not errors:
            self._cache[key] = {"question": question, "servers": records}
        return records

    def _select(self) -> dict[str, t.Any]:
        select = options.validated(SELECT_SPEC, native(self.get_option("select")) or {})
        check(select)
        return select

    def _report(self, errors: dict[str, CpanelError], redactor: Redactor) -> None:
        for name, error in errors.items():
            error.msg = "server %s: %s" % (name, error.msg)
            if self.get_option("on_server_error") == "fail":
                raise error
            self.display.warning(redactor.text("%s: %s" % (self.NAME, error.with_hint)))

    # What becomes of it

    def _populate(self, servers: list[Server], records: list[Record]) -> None:
        by_name = {server.name: server for server in servers}
        hosts, prefix = str(self.get_option("hosts")), str(self.get_option("prefix"))
        template = self.get_option("hostname") or ("{account}" if len(servers) == 1 else "{account}@{server}")
        self._expressions = Expressions(self.templar)
        self._warned = self._left = 0
        self._places = places_of(self.inventory)
        self._places.begin(self._warn)
        self._groups = HostGroups(self, self._places, prefix, self._warn)
        self._groups.begin(servers)
        number = 0
        for record in records:
            server = by_name[record["name"]]
            if hosts != "accounts":
                self._add(server.name, Host.of_server(server, record, hosts, prefix))
            for title, reason in record["refused"]:
                self._leave_out("account %s of %s" % (title, server.name), reason)
            for account in record["accounts"]:
                self._add(template, Host.of_account(server, account, prefix))
            number += len(record["accounts"]) + len(record["refused"]) + (hosts != "accounts")
        if self._warned > _SHOWN_WARNINGS:
            self.display.warning("%s: %d more warnings like these" % (self.NAME, self._warned - _SHOWN_WARNINGS))
        if self._left:
            text = "%s: %d of %d have no host: their names are taken or unsafe"
            self.display.warning(text % (self.NAME, self._left, number))

    def _warn(self, text: str) -> None:
        """A warning, of which there may be one for every account that a server invents."""
        self._warned += 1
        if self._warned <= _SHOWN_WARNINGS:
            self.display.warning(printable("%s: %s" % (self.NAME, text)))

    def _leave_out(self, title: str, reason: str) -> None:
        self._left += 1
        self._warn("%s is left out: %s" % (title, reason))

    def _add(self, template: str, host: Host) -> None:
        variables = self._with_extra(host.variables)
        try:
            if not self._included(host, variables):
                return
            name = self._name(template, host, variables) if host.facts["kind"] == "account" else template
        except (CpanelError, AnsibleError):
            if not host.unreadable:
                raise
            self._leave_out(host.title, "its %s cannot be read" % ", ".join(host.unreadable))
            return
        spare = None
        if self.get_option("hostname_collisions") == "prefix" and name is not None:
            spare = "%s-%s" % (host.facts["server"], name)
        reason = "the server reports no name for it" if name is None else self._refusal(name, host)
        if reason is not None and spare is not None and self._refusal(spare, host) is None:
            self._warn("%s becomes the host %s: %s" % (host.title, spare, reason))
            name, spare, reason = spare, None, None
        if name is None or reason is not None:
            self._leave_out(host.title, str(reason))
            return
        added = self._places.add(name, host.title, spare)
        for key, value in host.variables.items():  # of the host itself: half a million of them add up
            added.set_variable(key, value)
        self._groups.add(name, host)
        try:
            self._construct(name, host, variables)
        except (CpanelError, AnsibleError):
            if not host.unreadable:
                raise
            self._warn("%s: its %s cannot be read" % (host.title, ", ".join(host.unreadable)))

    def _refusal(self, name: str, host: Host) -> str | None:
        """Why the host cannot have the name; None if it can."""
        who = self._places.taken(name, host.facts["kind"] == "server") or self._groups.taken(name)
        return unsafe(name) or (None if who is None else "%s its name %s" % (who, name))

    def _with_extra(self, variables: dict[str, t.Any]) -> dict[str, t.Any]:
        return {**variables, **(self._vars or {})} if self.get_option("use_extra_vars") else variables

    def _name(self, template: str, host: Host, variables: dict[str, t.Any]) -> str | None:
        if "{{" not in template and "{%" not in template:
            return host.name(template)
        self.templar.available_variables = variables
        return str(self.templar.template(template)).strip()

    def _included(self, host: Host, variables: dict[str, t.Any]) -> bool:
        for number, rule in enumerate(self.get_option("filters") or ()):
            if not isinstance(rule, dict) or len(rule) != 1 or not set(rule) <= {"include", "exclude"}:
                raise usage("filters[%d]: needs one of include and exclude, with a condition" % number)
            ((verdict, condition),) = rule.items()
            try:
                holds = self._expressions.condition(condition, variables)
            except Exception as exc:  # Ansible raises many kinds for an expression that is wrong
                what = "filters[%d].%s: cannot be evaluated for %s: %s" % (number, verdict, host.title, exc)
                raise usage(what, "Give variables that some hosts lack a default, such as x | default('').") from exc
            if holds:
                return bool(verdict == "include")
        return True

    def _construct(self, name: str, host: Host, variables: dict[str, t.Any]) -> None:
        strict = bool(self.get_option("strict"))
        compose, groups = self.get_option("compose"), self.get_option("groups")
        if compose:
            self._set_composite_vars(compose, variables, name, strict=strict)
            variables = self._with_extra(self.inventory.get_host(name).get_vars())
        if groups:
            self._add_to_groups(groups, variables, name, strict)
        self._groups.add_keyed(name, host, variables, strict)

    def _add_to_groups(self, groups: dict[str, t.Any], variables: dict[str, t.Any], name: str, strict: bool) -> None:
        for group, condition in groups.items():
            try:
                holds = self._expressions.condition(condition, variables)
            except Exception as exc:
                if strict:
                    raise usage("groups.%s: cannot be evaluated for host %s: %s" % (group, name, exc)) from exc
                continue
            if holds:
                self._places.join(self._sanitize_group_name(group), name)

    def _compose(self, template: t.Any, variables: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """As Ansible does it, but once for all hosts with the same values."""

        def compute() -> t.Any:
            return super(InventoryModule, self)._compose(template, variables, *args, **kwargs)

        return self._expressions.keep("compose", str(template), variables, compute)
