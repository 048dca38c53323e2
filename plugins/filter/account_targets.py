# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleError, AnsibleFilterError
from ansible.parsing.utils.yaml import from_yaml

from ansible_collections.hostops.cpanel.plugins.filter.merge_config import VALUES, merge_config
from ansible_collections.hostops.cpanel.plugins.plugin_utils.fleet_file import plain

Item = dict[str, t.Any]
Documents = t.Optional[t.Mapping[str, t.Any]]
# What chooses the documents of an account, and is no key of cpanel_fleet.
_CHOOSING = ("package", "groups", "config", "files")
_TEMPLATE = ("{{", "{%")


def account_targets(
    entries: t.Any,
    defaults: Documents = None,
    packages: Documents = None,
    groups: Documents = None,
    files: t.Mapping[str, str] | None = None,
) -> list[Item]:
    """The accounts of cpanel_fleet, each with its one document. Raises AnsibleFilterError."""
    if not isinstance(entries, (list, tuple)):
        raise _error("needs a list of accounts")
    for name, documents in (("defaults", defaults), ("packages", packages), ("groups", groups)):
        if not isinstance(documents or {}, t.Mapping):
            raise _error("%s: is no dictionary" % name)
    shared = {"defaults": plain(defaults or {}), **_titled("package", packages), **_titled("group", groups)}
    texts = dict(files or {})
    return [_target(plain(entry), shared, list(groups or ()), texts) for entry in entries]


def _error(text: str) -> AnsibleFilterError:
    return AnsibleFilterError("hostops.cpanel.account_targets: %s" % text)


def _titled(what: str, documents: Documents) -> Item:
    return {"%s %s" % (what, name): document for name, document in plain(documents or {}).items()}


def _target(entry: t.Any, shared: Item, groups: list[str], texts: t.Mapping[str, str]) -> Item:
    if not isinstance(entry, dict):
        entry = {"account": entry}
    account = str(entry.get("account") or entry.get("user") or "")
    mine = [str(name) for name in entry.get("groups") or ()]
    chosen = ["defaults", "package %s" % entry.get("package"), *("group %s" % name for name in groups if name in mine)]
    documents = {name: shared[name] for name in chosen if name in shared}
    for path in entry.get("files") or ():
        documents[path] = _parsed(path, texts)
    documents["config of %s" % account] = _evaluated(entry.get("config"), "config of %s" % account)
    values = {name: entry[name] for name in VALUES if entry.get(name)}
    merged = merge_config(list(documents.values()), list(documents), {**values, "account": account})
    kept = {name: value for name, value in entry.items() if name not in _CHOOSING and value not in ("", None)}
    return {**kept, "config": merged}


def _parsed(path: str, texts: t.Mapping[str, str]) -> t.Any:
    """A document as text. It is data: an account's owner decides what is in what was exported."""
    if path not in texts:
        raise _error("%s: was not read" % path)
    try:
        return plain(from_yaml(str(texts[path]), file_name=path, show_content=False))
    except AnsibleError as exc:
        raise _error("%s: is no YAML: %s" % (path, exc)) from None


def _evaluated(document: t.Any, title: str) -> t.Any:
    """Variables of hosts in which something is not defined are left by some versions of Ansible as they stand."""
    if _has_template(document):
        raise _error("%s: holds a template that could not be evaluated" % title)
    return document


def _has_template(value: t.Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_template, value.values()))
    if isinstance(value, list):
        return any(map(_has_template, value))
    return isinstance(value, str) and any(sign in value for sign in _TEMPLATE)


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"account_targets": account_targets}
