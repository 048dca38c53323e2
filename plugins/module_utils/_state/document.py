# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents: the desired state of an account as a list of resources for each kind, applied and exported.

Owns what a document may say, its placeholders, and what is returned of applying one. Must not know that there are
several accounts. Called by the modules of documents, by the fleet and by filters.
"""

from __future__ import annotations

import collections
import copy
import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import secrets_in
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import shown
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Invocation

from .commands import desired_of, unknown_name, validated
from .drive import drive
from .engine import Engine
from .kind import Kind
from .passwords import unknown_passwords
from .placeholders import Meaning, escape, fill, is_template, may_change_type
from .placeholders import names as placeholders
from .plan import Converged, Desired, Program, diff_of, state_of
from .portable import ITSELF, Own
from .registry import KINDS
from .scope import Item, Scope
from .unlisted import unlisted

Params = t.Mapping[str, t.Any]
# Kinds in the order in which a document lists them: what others need comes first.
DOCUMENTED: dict[str, Kind] = {
    kind.name: kind
    for kind in sorted(KINDS.values(), key=lambda kind: (kind.provides is None, kind.order, kind.name))
    if kind.in_documents
}
# The options that say how a document is applied; cpanel_account_config and cpanel_fleet share them.
APPLY_SPEC: dict[str, t.Any] = {
    "purge": {"type": "list", "elements": "str", "default": []},
    "max_changes": {"type": "int"},
    "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
    "verify": {"type": "bool", "default": False},
    "missing_password": {"type": "str", "choices": ["random", "error"], "default": "random", "no_log": False},
    "unlisted": {"type": "str", "choices": ["ignore", "report"], "default": "ignore"},
}
EXPORT_SPEC: dict[str, t.Any] = {
    "kinds": {"type": "list", "elements": "str"},
    "portable": {"type": "bool", "default": True},
    "server_records": {"type": "bool", "default": False},
}


class _Entry:
    """One resource as it stands in a document. What can be checked for all accounts is checked once."""

    def __init__(self, params: Params, kind: Kind, given: t.Any, where: str) -> None:
        self._params, self._kind, self._given, self._where = params, kind, given, where
        self._validated: Params | None = None
        self._desired: Desired | None = None  # where it is the same one in every account
        template = is_template(given)
        try:
            self._validated = None if template and _fills_first(kind, given) else validated(kind, given, where)
        except CpanelError:
            if not template:
                raise
        if not template:
            self._desired = self._made(t.cast(Params, self._validated), given)

    def desired(self, meaning: Meaning | None) -> Desired:
        """What is desired where placeholders have that meaning. Raises ``usage``."""
        if self._desired is not None:
            return dataclasses.replace(self._desired, item=copy.deepcopy(self._desired.item))
        if self._validated is None:
            given = fill(self._given, meaning)
            return self._made(validated(self._kind, given, self._where), given)
        return self._made(fill(self._validated, meaning), self._given)

    def _made(self, checked: Params, given: Params) -> Desired:
        kind, params = self._kind, dict(checked)
        if kind.purge_option is not None and kind.name in self._params["purge"]:
            params[kind.purge_option] = True
        desired = desired_of(kind, params, self._where)
        desired.random_password = self._params["missing_password"] == "random"
        desired.verify = desired.verify or self._params["verify"]
        if "update_password" not in given:
            desired.update_password = self._params["update_password"]
        return desired


def _fills_first(kind: Kind, given: t.Any) -> bool:
    """Whether placeholders have to be filled before anything can be checked, as they may make a list or no text."""
    if not isinstance(given, dict) or may_change_type(given):
        return True
    return any(kind.fields[name].type in ("list", "dict") and isinstance(given.get(name), str) for name in kind.fields)


class Document:
    """The desired state of an account as it stands in a task: a list of resources under the name of each kind."""

    def __init__(self, params: Params, config: Params) -> None:
        """``params`` are the options of APPLY_SPEC. Raises ``usage`` for what can be seen without the network."""
        self._params = params
        self._config = config
        self._open = any(isinstance(items, str) and is_template(items) for items in config.values())
        self._entries: list[_Entry] = []
        if params.get("max_changes") is not None and params["max_changes"] < 0:
            raise usage("max_changes: %d is less than 0; give 0 or more" % params["max_changes"])
        for name in params["purge"]:
            if documented("purge", name).reset_to is not None:
                raise usage("purge: %s exists for every domain and cannot be purged; leave it out" % name)
        for name, items in config.items():
            kind = documented("config", str(name))
            if isinstance(items, str) and is_template(items):
                continue
            if not isinstance(items, (list, tuple)):
                raise usage("config.%s: not a list" % name, "Give a list of resources, each a dictionary.")
            for number, item in enumerate(items):
                self._entries.append(_Entry(params, kind, item, "config.%s[%d]" % (kind.name, number)))
        self._reports_unlisted = params["unlisted"] == "report"
        self._named = {name for name in DOCUMENTED if name in config or name in params["purge"]}
        self._kinds = [kind for kind in DOCUMENTED.values() if self._reports_unlisted or kind.name in self._named]

    def program(
        self, account: str, check_mode: bool, meaning: Meaning | None = None, known_domains: t.Collection[str] = ()
    ) -> Program[Converged]:
        """What makes an account so; ``meaning`` fills the placeholders, ``known_domains`` are the account's.

        Raises ``usage``, before it is begun.
        """
        if self._open:  # the list of a kind is a placeholder itself
            filled = Document(self._params, escape(fill(self._config, meaning)))
            return filled.program(account, check_mode, None, known_domains)
        return self._converge(account, check_mode, [entry.desired(meaning) for entry in self._entries], known_domains)

    def program_of_one(self, account: str, host: str, check_mode: bool) -> Program[Converged]:
        """The same for one account, of which the server says what the placeholders stand for."""
        if not placeholders(self._config):
            return (yield from self.program(account, check_mode))
        outcome = yield from Engine([ITSELF], account=account, everything=True).inspect()
        own = Own.of(account, outcome.items[ITSELF.name][0]["domains"], host)
        return (yield from self.program(account, check_mode, own.meaning, [own.domain]))

    def _converge(
        self, account: str, check_mode: bool, desired: list[Desired], known_domains: t.Collection[str]
    ) -> Program[Converged]:
        engine = Engine(
            self._kinds,
            desired,
            account=account,
            known_domains=known_domains,
            purge=self._params["purge"],
            everything=self._reports_unlisted,
            max_changes=self._params["max_changes"],
            check_mode=check_mode,
            spared=set(DOCUMENTED) - self._named,
        )
        outcome = yield from engine.converge()
        if self._reports_unlisted:
            if len(outcome.unreadable) == len(self._kinds):  # not an account without anything: one that cannot be read
                raise _first(outcome.unreadable)
            outcome.unlisted = unlisted(self._kinds, desired, outcome, engine.scopes)
        return outcome


def _first(errors: t.Mapping[str, CpanelError]) -> CpanelError:
    return next(iter(errors.values()))


def documented(option: str, name: str) -> Kind:
    """The kind of that name in a document. Raises ``usage``, with the name that may be meant."""
    if name not in DOCUMENTED:
        raise unknown_name("%s: %s is not a kind of resource" % (option, shown(name)), name, "Kinds", DOCUMENTED)
    return DOCUMENTED[name]


def joined(shared: Params, own: Params) -> dict[str, t.Any]:
    """Two documents as one: the resources of a kind in the first, then those in the second."""
    config = dict(shared)
    for name, items in own.items():
        both = isinstance(config.get(name), list) and isinstance(items, list)
        config[name] = [*config[name], *items] if both else items
    return config


def result_of(outcome: Converged) -> dict[str, t.Any]:
    """What is returned of an outcome: the plan, what drifted, and whose password nobody knows."""
    drift = collections.Counter(change.kind.name for change in outcome.changes)
    result: dict[str, t.Any] = {
        "plan": [change.shown() for change in outcome.changes],
        "drift": dict(sorted(drift.items())),
        "passwords_to_set": unknown_passwords(outcome.changes),
    }
    if outcome.unlisted is not None:
        result["unlisted"] = outcome.unlisted
        result["unreadable"] = _unreadable(outcome)
    return result


def _unreadable(outcome: Converged) -> list[dict[str, str]]:
    return [
        {"kind": name, "category": error.category, "msg": _why(name, error)}
        for name, error in outcome.unreadable.items()
    ]


def apply(invocation: Invocation) -> dict[str, t.Any]:
    """cpanel_account_config: one account made what a document says."""
    document = Document(invocation.params, invocation.params["config"])
    unknown: list[dict[str, t.Any]] = []
    try:
        with invocation.client() as client:
            program = document.program_of_one(client.account, str(client.options.host), invocation.check_mode)
            outcome = drive(client, program)
        result = result_of(outcome)
        unknown = result["passwords_to_set"]
    except CpanelError as exc:
        unknown = exc.partial.get("passwords_to_set", [])
        raise
    finally:
        for item in unknown if not invocation.check_mode else ():
            invocation.warn("%(kind)s %(name)s has a random password that nobody knows: set one." % item)
    return {"changed": bool(outcome.changes), **result, "diff": diff_of(result["plan"])}


def export(invocation: Invocation) -> dict[str, t.Any]:
    """cpanel_account_export: the document of an account as it is, in stable order, without secrets."""
    with invocation.client() as client:
        result = drive(client, Export(invocation.params).program(client.account))
    for item in result["unreadable"]:
        invocation.warn("%(kind)s could not be read and is not in config: %(msg)s" % item)
    return result


class Export:
    """What is to be read of accounts, to be written down as documents."""

    def __init__(self, params: Params) -> None:
        """``params`` are the options of EXPORT_SPEC. Raises ``usage``."""
        names = {documented("kinds", name).name for name in params["kinds"] or DOCUMENTED}
        self._kinds = [kind for kind in DOCUMENTED.values() if kind.name in names]
        self._portable = params["portable"]
        self._server_records = params["server_records"]

    def program(self, account: str) -> Program[dict[str, t.Any]]:
        """Reads an account: config and what is not in it. Raises CpanelError if nothing can be read."""
        kinds = [*self._kinds, *([ITSELF] if self._portable else [])]
        engine = Engine(kinds, account=account, everything=True, spared={kind.name for kind in kinds})
        outcome = yield from engine.inspect()
        if all(kind.name in outcome.unreadable for kind in self._kinds):  # an account that cannot be read, no empty one
            raise _first(outcome.unreadable)
        itself = outcome.items.get(ITSELF.name)
        own = Own.of(account, itself[0]["domains"]) if itself else None
        config: dict[str, list[Item]] = {}
        not_exported: list[dict[str, t.Any]] = []
        server_records: list[dict[str, t.Any]] = []
        for kind in self._kinds:
            scope, exported = engine.scopes[kind.name], []
            for item in outcome.items[kind.name]:
                own_part, left_out = (item, []) if self._server_records else kind.export(item, scope)
                fitting = _exported(kind, own_part, own, scope)
                title = kind.title(fitting if own else item)
                fields = kind.state if kind.protected(item) else kind.secrets  # the first: nobody can ask for it
                not_exported += [{"kind": kind.name, "name": title, "fields": fields}] if fields else []
                server_records += [{"zone": title, "name": one["name"], "type": one["type"]} for one in left_out]
                exported += [] if kind.protected(item) else [(title, fitting)]
            if exported:
                config[kind.name] = [item for _title, item in sorted(exported, key=lambda pair: pair[0])]
        order = {kind.name: number for number, kind in enumerate(self._kinds)}
        return {
            "config": config,
            "not_exported": sorted(not_exported, key=lambda entry: (order[entry["kind"]], entry["name"])),
            "server_records": sorted(server_records, key=lambda entry: (entry["zone"], entry["name"], entry["type"])),
            "unreadable": _unreadable(outcome),
        }


def _why(name: str, error: CpanelError) -> str:
    return error.msg + ("; names and addresses are literal in config" if name == ITSELF.name else "")


def _exported(kind: Kind, item: Item, own: Own | None, scope: Scope) -> Item:
    given = {name: value for name, value in (state_of(kind, item) or {}).items() if value is not None}
    return own.portable(kind, given, scope) if own is not None else t.cast(Item, escape(given))


def secrets_of(params: Params) -> set[str]:
    """The passwords in a document."""
    config = params.get("config") or {}
    own = [item.get("config") for item in params.get("accounts") or () if isinstance(item, dict)]
    return secrets_in(config) | secrets_in(fill(config, None)) | set().union(*map(misspelled, [config, *own]))


def misspelled(config: t.Any) -> set[str]:
    """The values under keys that no kind has, where a resource may have a password: one of them may be meant for it."""
    secrets: set[str] = set()
    for name, items in config.items() if isinstance(config, dict) else ():
        kinds = [DOCUMENTED[name]] if name in DOCUMENTED else list(DOCUMENTED.values())
        known = {"state", "update_password", "verify", *(key for kind in kinds for key in kind.spec)}
        known |= {alias for kind in kinds for field in kind.fields.values() for alias in field.aliases}
        for item in items if isinstance(items, list) and any(kind.secrets for kind in kinds) else ():
            odd = {key: value for key, value in item.items() if key not in known} if isinstance(item, dict) else {}
            texts = [value for value in odd.values() if isinstance(value, (str, int)) and value not in ("", True)]
            secrets.update(map(str, texts))
    return secrets
