# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Controller only, Python 3.10+.

from __future__ import annotations

import os
import re
import typing as t

from ansible.errors import AnsibleError
from ansible.module_utils.common.parameters import DEFAULT_TYPE_VALIDATORS

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import (
    SECRETS,
    gives_credential,
    misnamed_password,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import SERVER_SPEC

VARIABLE = "CPANEL_FLEET_FILE"
_SHAPES = "It holds servers: [{host, api_token, ...}], the list alone, or a map of hosts to options."

Entry = dict[str, t.Any]


def read(loader: t.Any, path: str) -> list[Entry]:
    """The servers that a file names, YAML or JSON, also encrypted with Ansible's vault, as options of the right types.

    Options beside ``servers`` are common to all of them. Raises ``usage``, naming the file and the key.
    """
    path = os.path.abspath(os.path.expanduser(path))
    where = "%s %s" % (VARIABLE, path)
    document = _load(loader, path, where)
    if isinstance(document, dict) and "servers" in document:
        common = typed({name: value for name, value in document.items() if name != "servers"}, where)
        found = entries(document["servers"], where, "servers")
        return [with_common(entry, common) for entry in found]
    if isinstance(document, dict) and isinstance(document.get("host"), str):
        document = [document]
    return entries(document, where, "")


def entries(document: t.Any, where: str, key: str) -> list[Entry]:
    """The entries of a list, or of a map of names, each with its options typed. Raises ``usage``."""
    document = plain(document)
    if isinstance(document, dict):
        listed = []
        for name, options in document.items():
            if not isinstance(options, dict) and options is not None:
                raise usage("%s: %s: is no dictionary of options" % (where, _at(key, name)), _SHAPES)
            listed.append((_at(key, name), {"name": str(name), "host": str(name), **(options or {})}))
    elif isinstance(document, list):
        listed = [("%s[%d]" % (key, number), item) for number, item in enumerate(document)]
    else:
        raise usage("%s: %sholds no list of servers" % (where, key + ": " if key else ""), _SHAPES)
    if not listed:
        raise usage("%s: %sholds no servers" % (where, key + ": " if key else ""), _SHAPES)
    found = []
    for at, item in listed:
        if not isinstance(item, dict):
            raise usage("%s: %s: is no dictionary of options" % (where, at), _SHAPES)
        entry = typed(item, where, at)
        if not entry.get("host"):
            raise usage("%s: %s: host is missing" % (where, at), "Give the name or address of the server.")
        found.append(entry)
    return found


def typed(item: t.Mapping[str, t.Any], where: str, at: str = "") -> Entry:
    """The options of one server with their types; those that are empty or null are left out. Raises ``usage``."""
    found: Entry = {}
    misnamed = misnamed_password(item, SERVER_SPEC, ": ".join(filter(None, (where, at))))
    if misnamed is not None:
        raise misnamed
    for key, value in item.items():
        here = _at(at, key)
        rule = SERVER_SPEC.get(str(key))
        if rule is None:
            raise usage("%s: there is no option %s" % (where, here), "Options are %s." % ", ".join(SERVER_SPEC))
        if value is None or value == "":
            continue
        try:
            if isinstance(value, (list, dict)):
                raise TypeError("a %s" % type(value).__name__)
            found[key] = DEFAULT_TYPE_VALIDATORS[rule["type"]](value)
        except (TypeError, ValueError) as exc:
            shown = "its value" if rule.get("no_log") else repr(value)
            raise usage("%s: %s: %s is not of the type %s" % (where, here, shown, rule["type"])) from exc
    return found


def with_common(entry: t.Mapping[str, t.Any], common: t.Mapping[str, t.Any]) -> Entry:
    """The options of a server over common ones; a credential of its own replaces a common one altogether."""
    if gives_credential(entry):
        common = {name: value for name, value in common.items() if name not in SECRETS}
    return {**common, **entry}


def plain(value: t.Any) -> t.Any:
    """The same in Python's own types: what the vault encrypted and what Ansible has marked becomes plain text."""
    if isinstance(value, t.Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)


def _at(key: str, name: t.Any) -> str:
    return "%s.%s" % (key, name) if key else str(name)


def _load(loader: t.Any, path: str, where: str) -> t.Any:
    """A parser's own message would show the line it stumbled over, which may hold a token."""
    if not os.path.isfile(path):
        raise usage("%s: there is no such file" % where, "Set %s to a YAML or JSON file." % VARIABLE)
    try:
        with open(path, "rb") as file:
            encrypted = file.read(14) == b"$ANSIBLE_VAULT"
    except OSError as exc:
        raise usage("%s: cannot be read: %s" % (where, exc.strerror)) from exc
    try:
        return plain(loader.load_from_file(path))
    except (AnsibleError, ValueError) as exc:
        line = re.search(r"\bline (\d+)", str(exc)) if not encrypted else None
        if encrypted:
            hint = "Give its vault password, as with --vault-password-file."
            raise usage("%s: is encrypted and cannot be opened" % where, hint) from None
        at = " (line %s)" % line.group(1) if line else ""
        raise usage("%s: is neither YAML nor JSON%s" % (where, at), _SHAPES) from None
