# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents laid over one another: of the items of a kind that are the same resource, later ones win field by field.

Owns what makes two items the same, also where placeholders are not filled yet. Must not know where documents are kept.
Called by merge_config and ``account_targets``.
"""

from __future__ import annotations

import types
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import Server
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.targets import Target
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import desired_of, validated
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import documented
from ansible_collections.hostops.cpanel.plugins.module_utils._state.kind import Kind
from ansible_collections.hostops.cpanel.plugins.module_utils._state.placeholders import fill, is_template
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

Item = dict[str, t.Any]
Name = tuple[t.Any, ...]
VALUES = ("account", "domain", "host", "vars")


class _Anything(dict[str, t.Any]):
    """Variables of which each has a value."""

    def get(self, name: str, _default: t.Any = None) -> str:
        return "vars-%s.placeholder" % name


# Names that stand in for placeholders whose meaning is not known.
_STAND_INS = Target(
    t.cast(Server, types.SimpleNamespace(name="host.placeholder")),
    "account.placeholder",
    "domain.placeholder",
    _Anything(),
    ip="192.0.2.1",
)


def merged(
    documents: t.Any, names: t.Sequence[t.Any] | None = None, values: t.Mapping[str, t.Any] | None = None
) -> dict[str, t.Any]:
    """One document of several, of which later ones win field by field. Raises ValueError."""
    if not isinstance(documents, (list, tuple)):
        raise ValueError("needs a list of documents")
    given = native(values or {})
    if set(given) - set(VALUES):
        raise ValueError("values: %s is not a key; keys are %s" % (min(set(given) - set(VALUES)), ", ".join(VALUES)))
    target = _target(given)
    merged_items: dict[str, dict[Name, Item]] = {}
    for number, document in enumerate(documents):
        title = str(names[number]) if names and number < len(names) else "documents[%d]" % number
        if document is None or document == "":
            continue
        if not isinstance(document, t.Mapping):
            raise ValueError("%s: not a dictionary" % title)
        for name, items in native(document).items():
            _lay(merged_items.setdefault(name, {}), _items(name, items, title, target))
    return {name: list(items.values()) for name, items in merged_items.items()}


def _target(values: t.Mapping[str, t.Any]) -> Target:
    """What fills placeholders: an account, of which only what was given is known."""
    server = t.cast(Server, types.SimpleNamespace(name=values.get("host")))
    account = t.cast(str, values.get("account"))  # None: not known, as a domain may be
    return Target(server, account, values.get("domain"), values.get("vars") or {})


def _filled(value: t.Any, target: Target) -> t.Any:
    """The value with the placeholders filled whose meaning is known; the others stay, to be filled by the fleet."""
    if isinstance(value, dict):
        return {_filled(key, target): _filled(item, target) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, target) for item in value]
    try:
        return fill(value, target.meaning, escapes=False)
    except CpanelError:
        return value


def _items(name: str, items: t.Any, title: str, target: Target) -> dict[Name, tuple[Kind, Item]]:
    """The items of a kind in one document, by what tells them apart."""
    try:
        kind = documented(title, str(name))
    except CpanelError as exc:
        raise ValueError(exc.msg if "did you mean" in exc.msg else "%s. %s" % (exc.msg, exc.hint)) from None
    if not isinstance(items, list):
        raise ValueError("%s: %s: not a list" % (title, name))
    by_identity: dict[Name, tuple[Kind, Item]] = {}
    places: dict[Name, int] = {}
    for number, given in enumerate(items):
        where = "%s[%d]" % (name, number)
        item = _filled(given, target)
        try:
            identity = _identity(kind, item, where, target.account)
        except CpanelError as exc:
            raise ValueError("%s: %s" % (title, exc.msg)) from None
        if identity in places:
            raise ValueError("%s: %s: listed twice, also as %s[%d]" % (title, where, name, places[identity]))
        places[identity] = number
        by_identity[identity] = (kind, _named(kind, item))
    return by_identity


def _identity(kind: Kind, item: t.Any, where: str, account: str) -> Name:
    """What tells an item apart, in the one form. Raises CpanelError.

    Where there are placeholders, only its key is looked at, and they are names like others.
    """
    if isinstance(item, dict) and is_template(item):
        own = _named(kind, item)
        telling = {name: own[name] for name in [*kind.key, "domain"] if name in own and name in kind.fields}
        try:
            return _identity(kind, _STAND_INS.fill(telling), where, account)
        except CpanelError:
            return tuple(str(own.get(name)) for name in kind.key)
    desired = desired_of(kind, validated(kind, item, where), where)
    desired.identify(Scope(account or "", []))  # without what has to be read from a server first
    return desired.name[1]


def _named(kind: Kind, item: Item) -> Item:
    """The item with the names of fields in place of their aliases."""
    aliases = {alias: name for name, field in kind.fields.items() for alias in field.aliases}
    return {aliases.get(name, name): value for name, value in item.items()}


def _lay(merged_items: dict[Name, Item], items: t.Mapping[Name, tuple[Kind, Item]]) -> None:
    """Lays items over others, in place."""
    for identity, (kind, item) in items.items():
        below = merged_items.setdefault(identity, {})
        if any(item.get(name) is not None for name in kind.together):
            for name in kind.together:
                below.pop(name, None)
        for name, value in item.items():
            old = below.get(name)
            field = kind.fields.get(name)
            if kind.name == "dns_zone" and name == "records":
                below[name] = _records(str(item["zone"]), [old or [], value or []])
            elif field is not None and field.entries and isinstance(old, dict) and isinstance(value, dict):
                below[name] = {**old, **value}
            elif value is not None or name not in below:
                below[name] = value


def _records(zone: str, parts: t.Iterable[list[Item]]) -> list[Item]:
    """Records of a zone, those of the same name and type as one."""
    by_name: dict[Name, Item] = {}
    for part in parts:
        for record in part:
            if not isinstance(record, dict):
                raise ValueError("dns_zone %s: records: %r is not a dictionary" % (zone, record))
            name = (_relative(str(record.get("name")), zone), str(record.get("type")).upper())
            by_name[name] = {**by_name.get(name, {}), **record}
    return list(by_name.values())


def _relative(name: str, zone: str) -> str:
    """The name of a record in its zone. A zone that is a placeholder is a text like another here."""
    text, apex = name.strip().lower().rstrip("."), zone.strip().lower().rstrip(".")
    return "@" if text in ("", "@", apex) else text.removesuffix("." + apex)
