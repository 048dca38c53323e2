# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of cpanel_fleet, each with the one document that its own and the shared ones make.

Owns the order of the documents of an account, and how its files are read. Must not know how documents are merged.
Called by the filter account_targets.
"""

from __future__ import annotations

import os.path
import typing as t

import yaml
from ansible.errors import AnsibleError
from ansible.parsing.utils.yaml import from_yaml

from ansible_collections.hostops.cpanel.plugins.plugin_utils.merging import VALUES, merged
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native
from ansible_collections.hostops.cpanel.plugins.plugin_utils.paths import account_files

Item = dict[str, t.Any]
Documents = t.Optional[t.Mapping[str, t.Any]]
# What chooses the documents of an account, and is no key of cpanel_fleet.
_CHOOSING = ("package", "groups", "config", "inventory_host")
_TEMPLATE = ("{{", "{%")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def targets_of(
    entries: t.Any,
    defaults: Documents = None,
    packages: Documents = None,
    groups: Documents = None,
    hosts: Documents = None,
    directory: str = "",
    files: t.Mapping[str, str] | None = None,
    server: str = "",
    only_files: bool = False,
) -> list[t.Any]:
    """The accounts of cpanel_fleet, each with its one document. Raises ValueError.

    With ``only_files`` the paths of the files that have to be read for it.
    """
    if not isinstance(entries, (list, tuple)):
        raise ValueError("needs a list of accounts")
    if only_files:
        places = [path for entry in entries for path in _places(_entry(native(entry)), directory, server)]
        return [path for path in dict.fromkeys(places) if os.path.isfile(path)]
    given = {"defaults": defaults, "packages": packages, "groups": groups, "hosts": hosts}
    for name, documents in given.items():
        if not isinstance(documents or {}, t.Mapping):
            raise ValueError("%s: not a dictionary" % name)
    shared = {"defaults": native(defaults or {}), **_titled("package", packages), **_titled("group", groups)}
    own = {name: _evaluated(document, name) for name, document in native(hosts or {}).items()}
    targets = []
    for entry in entries:
        target = _entry(native(entry))
        documents = _chosen(target, shared, list(groups or ()))
        if directory:
            documents.update(_in_files(target, directory, server, files or {}))
        if target.get("inventory_host") in own:
            documents["account_state_config of %(inventory_host)s" % target] = own[target["inventory_host"]]
        documents["config of %s" % target["account"]] = target.get("config")
        values = {name: target[name] for name in VALUES if target.get(name)}
        kept = {name: value for name, value in target.items() if name not in _CHOOSING and value not in ("", None)}
        targets.append({**kept, "config": merged(list(documents.values()), list(documents), values)})
    return targets


def _titled(what: str, documents: Documents) -> Item:
    return {"%s %s" % (what, name): document for name, document in native(documents or {}).items()}


def _entry(entry: t.Any) -> Item:
    target = dict(entry) if isinstance(entry, dict) else {"account": entry}
    account = str(target.get("account") or target.pop("user", None) or "")
    if not account:
        raise ValueError("account is missing in one of the accounts")
    return {**target, "account": account}


def _chosen(target: Item, shared: Item, groups: list[str]) -> Item:
    """What an account shares with others, in the order in which it is laid over one another."""
    mine = [str(name) for name in target.get("groups") or ()]
    names = ["defaults", "package %s" % target.get("package"), *("group %s" % name for name in groups if name in mine)]
    return {name: shared[name] for name in names if name in shared}


def _in_files(target: Item, directory: str, server: str, texts: t.Mapping[str, str]) -> Item:
    """The account's own files, as data: its owner decides what is in what was exported."""
    documents = {}
    for path in _places(target, directory, server):
        if path in texts:
            documents[path] = _parsed(path, texts[path])
        elif os.path.isfile(path):
            raise ValueError("%s: was not read" % path)
    return documents


def _places(target: Item, directory: str, server: str) -> list[str]:
    """Where an account's files are. Its name may come from a server, so it is looked at before it is a path."""
    if not directory:
        return []
    return list(account_files(directory, target["account"], str(target.get("host") or server)))


def _parsed(path: str, text: str) -> t.Any:
    text = f"{text}\n"  # a parser needs a text, not what Ansible has marked as unsafe
    try:
        document = native(from_yaml(text, file_name=path, show_content=False))
    except AnsibleError as exc:
        raise ValueError("%s: not YAML: %s" % (path, exc)) from None
    _see_that_keys_are_there_once(path, text)
    if document is None:  # half a checkout, or a disk that was full; nobody writes down an account in this way
        raise ValueError("%s: is empty; write {} if the account is to have nothing of its own" % path)
    return document


def _see_that_keys_are_there_once(path: str, text: str) -> None:
    """YAML lets the last of two win; a purge would then remove what the first lists."""
    nodes, seen = [yaml.compose(text, Loader=_Loader)], set()
    while nodes:
        node = nodes.pop()
        if id(node) in seen:  # an alias
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            names = set()
            for key, value in node.value:
                nodes.append(value)
                if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                    if key.value in names:
                        raise ValueError(
                            "%s: line %d: %s is written twice" % (path, key.start_mark.line + 1, key.value)
                        )
                    names.add(key.value)


def _evaluated(document: t.Any, host: str) -> t.Any:
    """Variables of hosts in which something is not defined are left by some versions of Ansible as they stand."""
    if _has_template(document):
        raise ValueError("account_state_config of %s: holds a template that could not be evaluated" % host)
    return document


def _has_template(value: t.Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_template, value.values()))
    if isinstance(value, list):
        return any(map(_has_template, value))
    return isinstance(value, str) and any(sign in value for sign in _TEMPLATE)
