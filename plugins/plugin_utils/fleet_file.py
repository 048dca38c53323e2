# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet file that CPANEL_FLEET_FILE names, and lists of servers as people write them.

Owns reading and checking them: each mistake is ``usage`` that names the file and the key, and shows no value. Must not
know which of these servers a task means (``options``). Called for tasks, lookups and inventories.
"""

from __future__ import annotations

import os
import re
import typing as t

from ansible.errors import AnsibleError
from ansible.module_utils.common.parameters import DEFAULT_TYPE_VALIDATORS
from ansible.parsing.vault import AnsibleVaultError

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import did_you_mean, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._names import is_server, printable
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.checks import check_at
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import (
    SECRETS,
    gives_credential,
    misnamed_password,
)
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

VARIABLE = "CPANEL_FLEET_FILE"
_SHAPES = "It holds servers: [{host, api_token, ...}], the list alone, or a map of hosts to options."

Entry = dict[str, t.Any]


def read(loader: t.Any, path: str) -> list[Entry]:
    """The servers that a file names, YAML or JSON, also encrypted with Ansible's vault, as options of the right types.

    Options beside ``servers`` are common to all of them. Raises ``usage``, naming the file and the key.
    """
    path = os.path.abspath(os.path.expanduser(path))
    where = "%s %s" % (VARIABLE, printable(path))
    document = _load(loader, path, where)
    if document is None or document == "":
        raise usage("%s: the file is empty" % where, _SHAPES)
    _check_templates(document, where, "")
    if isinstance(document, dict) and "servers" in document:
        common = typed({name: value for name, value in document.items() if name != "servers"}, where)
        servers = [with_common(entry, common) for entry in entries(document["servers"], where, "servers")]
    elif isinstance(document, dict) and isinstance(document.get("host"), str):
        servers = entries([document], where, "")
    else:
        servers = entries(document, where, "")
    _check_names(servers, where)
    return servers


def _check_templates(value: t.Any, where: str, at: str) -> None:
    """The file is read by plugins that have no variables: a template in it would be sent as it stands."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "login_password":
                _check_templates(item, where, _at(at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _check_templates(item, where, "%s[%d]" % (at, number))
    elif isinstance(value, str) and "{{" in value and "}}" in value:
        hint = "Write the value itself; a secret can be encrypted with ansible-vault."
        raise usage("%s: %s: holds a template, but this file is not templated" % (where, printable(at)), hint)


def _check_names(servers: t.Sequence[Entry], where: str) -> None:
    """Accounts and tasks name servers: two of one name cannot be told apart."""
    seen: dict[str, int] = {}
    for number, entry in enumerate(servers):
        name = str(entry.get("name", entry["host"]))
        first = seen.setdefault(name.lower(), number)
        if first != number:
            text = "%s: the servers number %d and %d are both named %s" % (
                where,
                first + 1,
                number + 1,
                printable(name),
            )
            raise usage(text, "Give each a name of its own, with the key name.")


def entries(document: t.Any, where: str, key: str) -> list[Entry]:
    """The entries of a list, or of a map of names, each with its options typed. Raises ``usage``."""
    document = native(document)
    if isinstance(document, dict):
        listed = []
        for name, options in document.items():
            if not isinstance(options, dict) and options is not None:
                hint = did_you_mean(name, ["servers", *SERVER_SPEC], _SHAPES)
                raise usage("%s: %s: is not a dictionary of options" % (where, printable(_at(key, name))), hint)
            listed.append((_at(key, name), {"name": str(name), "host": str(name), **(options or {})}))
    elif isinstance(document, list):
        listed = [("%s[%d]" % (key, number), item) for number, item in enumerate(document)]
    else:
        raise usage("%s: %sis not a list of servers" % (where, key + ": " if key else ""), _SHAPES)
    if not listed:
        raise usage("%s: %slists no servers" % (where, key + ": " if key else ""), _SHAPES)
    servers = []
    for at, item in listed:
        if not isinstance(item, dict):
            raise usage("%s: %s: is not a dictionary of options" % (where, at), _SHAPES)
        entry = typed(item, where, at)
        if not entry.get("host"):
            raise usage("%s: %s: host is missing" % (where, at), "Give the name or address of the server.")
        servers.append(entry)
    return servers


def typed(item: t.Mapping[str, t.Any], where: str, at: str = "") -> Entry:
    """The options of one server with their types; those that are empty or null are left out. Raises ``usage``."""
    entry: Entry = {}
    misnamed = misnamed_password(item, SERVER_SPEC, ": ".join(filter(None, (where, at))))
    if misnamed is not None:
        raise misnamed
    for key, value in item.items():
        here = _at(at, key)
        rule = SERVER_SPEC.get(str(key))
        if rule is None:
            hint = did_you_mean(key, SERVER_SPEC, "Options are %s." % ", ".join(SERVER_SPEC))
            raise usage("%s: unknown option %s" % (where, printable(here)), hint)
        if value is None or value == "":
            continue
        if key == "name" and not is_server(value):
            raise usage("%s: %s: is not the name of a server" % (where, here), "Use letters, digits, and . _ - :")
        check_at(": ".join(filter(None, (where, at))), key, value)
        entry[key] = DEFAULT_TYPE_VALIDATORS[rule["type"]](value)
    return entry


def with_common(entry: t.Mapping[str, t.Any], common: t.Mapping[str, t.Any]) -> Entry:
    """The options of a server over common ones; a credential of its own replaces a common one altogether."""
    if gives_credential(entry):
        common = {name: value for name, value in common.items() if name not in SECRETS}
    return {**common, **entry}


def _at(key: str, name: t.Any) -> str:
    return "%s.%s" % (key, name) if key else str(name)


def _load(loader: t.Any, path: str, where: str) -> t.Any:
    """A parser's own message would show the line it stumbled over, which may hold a token."""
    if not os.path.isfile(path):
        what = "is not a file" if os.path.exists(path) else "does not exist"
        raise usage("%s: %s" % (where, what), "Set %s to a YAML or JSON file." % VARIABLE)
    try:
        with open(path, "rb") as file:
            encrypted = file.read(14) == b"$ANSIBLE_VAULT"
    except OSError as exc:
        hint = "The user who runs Ansible, %s, has to be able to read it." % (os.environ.get("USER") or os.getuid())
        raise usage("%s: cannot be read: %s" % (where, exc.strerror), hint) from None
    try:
        return native(loader.load_from_file(path))
    except RecursionError:
        raise usage("%s: the file is nested too deeply" % where, _SHAPES) from None
    except (AnsibleError, ValueError) as exc:
        if isinstance(exc, AnsibleVaultError) and not encrypted:
            hint = "Give the vault password, for example with --vault-password-file."
            raise usage("%s: it holds an encrypted value that cannot be decrypted" % where, hint) from None
        line = re.search(r"\bline (\d+)", str(exc)) if not encrypted else None
        if encrypted:
            hint = "Give the vault password, for example with --vault-password-file."
            raise usage("%s: the file is encrypted and cannot be decrypted" % where, hint) from None
        at = " (line %s)" % line.group(1) if line else ""
        raise usage("%s: the file is not valid YAML or JSON%s" % (where, at), _SHAPES) from None
