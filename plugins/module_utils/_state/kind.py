# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""The words in which a resource is declared: its fields, what it is told apart by, and its four calls.

A resource of a kind is an item: a dictionary of its fields in our names and types. Declarations are in ``account``,
one file each; ``_engine`` does everything else.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import itertools
import math
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import hostnames as _hostnames
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

Item = dict[str, t.Any]
Calls = list[Call]
# Calls that read are yielded in rounds, a list each; their results come back in the same order. Returns the items.
Reading = t.Generator[Calls, list[Result], list[Item]]
DomainOf = t.Callable[[Item], str]
UNLIMITED = ("unlimited", "none", "", "*unknown*")
FIRST, LATER = 0, 1
ACCOUNT = "{account}"  # the placeholder, in what is portable
LIST_DOMAINS = "DomainInfo::list_domains"
# The one form of names of hosts: of what a user gives, of a domain that a server tells, of an address that it tells.
to_ascii, told, told_address = _hostnames.to_ascii, _hostnames.told, _hostnames.told_address
# What no address has before the @: it would have to be quoted, and servers take it for something else.
_NO_LOCAL_PART = ',*"()<>[]:;\\@'
_DOMAINS = ("addon_domain", "domain_alias", "subdomain")


@dataclasses.dataclass(frozen=True)
class Field:
    """One field: its option in a module, and what its value means.

    ``normal`` makes the one form of a value that the user gave; it raises ValueError with a sentence for a bad one.
    ``secret``: sent, never read. ``fixed``: given when the resource is made, cannot be changed. ``helper``: no state
    of the resource, but used by the declaration. ``told``: only read, no option; says what it is. ``needed``: for a
    new resource. ``parts``: makes a dictionary of a value that has many parts; those that are not given are left alone.
    """

    type: str = "str"
    choices: tuple[str, ...] = ()
    elements: str | None = None
    options: t.Mapping[str, t.Any] | None = None
    aliases: tuple[str, ...] = ()
    normal: t.Callable[[t.Any], t.Any] | None = None
    secret: bool = False
    fixed: bool = False
    helper: bool = False
    told: str = ""
    needed: bool = False
    parts: t.Callable[[t.Any], t.Mapping[t.Any, t.Any]] | None = None
    default: t.Any = None

    def spec(self, required: bool) -> dict[str, t.Any]:
        """The option in the argument spec of a module."""
        found: dict[str, t.Any] = {"type": self.type}
        for name in ("choices", "elements", "options", "aliases", "default"):
            value = getattr(self, name)
            if value is not None and (value != () or name == "default"):
                found[name] = list(value) if isinstance(value, tuple) else value
        found.update({"required": True} if required else {})
        found.update({"no_log": True} if self.secret else {})
        return found


@dataclasses.dataclass
class Scope:
    """What a declaration may know: the account, what is wanted of its kind, and what was found out on the way.

    ``leaving`` are those of ``wanted`` that are to be absent. ``everything`` asks for all there is, as for a list, an
    export or a purge. ``coming`` are domains that are about to be made; ``making`` and ``going`` the kinds and keys of
    what is wanted and what is removed by the same plan; ``known`` are domains of which the server has said before that
    they are the account's. ``facts`` is the declaration's own notebook, filled by ``read`` and read by the others.
    """

    account: str
    wanted: list[Item]
    leaving: list[Item] = dataclasses.field(default_factory=list)
    everything: bool = False
    coming: frozenset[str] = frozenset()
    making: t.Collection[tuple[str, tuple[t.Any, ...]]] = ()
    going: t.Collection[tuple[str, tuple[t.Any, ...]]] = ()
    known: frozenset[str] = frozenset()
    facts: dict[t.Any, t.Any] = dataclasses.field(default_factory=dict)

    def expects(self, domain: str) -> bool:
        """Whether a domain is about to be made, or is the subdomain that an addon domain brings along."""
        labels = [name for name in self.coming if name.endswith(".") and domain.startswith(name)]
        return domain in self.coming or any(domain[len(name) :] in self.facts["domains"] for name in labels)

    def check_domain(self, option: str, domain: str, new: bool) -> None:
        """Raises ValueError for one that goes, or for something new in one that is neither there nor coming."""
        if domain not in self.coming and any((kind, (domain,)) in self.going for kind in _DOMAINS):
            raise ValueError("%s: %s is removed by the same task" % (option, domain))
        there = self.facts["domains"]
        if new and domain not in there and not self.expects(domain):
            raise ValueError("%s: the account has no domain %s; it has %s" % (option, domain, ", ".join(there)))


@dataclasses.dataclass(frozen=True, eq=False)  # there is one of each: identity is enough
class Kind:
    """A kind of resource inside an account.

    ``key`` names the fields that tell one from another; the first is required. The four calls: ``read`` finds items,
    ``create``, ``update`` (from, to, names of the changed fields) and ``remove`` return the calls that do so, in order;
    the item that they get has secrets and helpers too. ``update`` may be left out where there is nothing to change.

    ``prepare`` completes and checks what the user gave, before anything is sent; ``identify`` completes the key from
    what was read; ``settle`` combines what is given with what is there (None for a new one), in place. All three raise
    ValueError with a sentence that names the option. ``initial`` gives the fields of a new item that the user did not.

    ``without`` says what stays of one that is there if what is given is to go, None for nothing.
    ``reset``: the resource always exists, and being absent means these values. ``keep`` protects an item from a purge.
    ``provides`` gives the domains that an item brings along (one. is that subdomain of the main domain), ``stage`` is
    FIRST if others need it. ``order`` sorts within a stage. ``strength`` is the name of a service for PasswdStrength.
    ``verify`` is the call that answers 1 if a password is right. ``version`` is what an update relies on: if it changed
    meanwhile, it is planned again. ``inside`` is the helper that a purge sets, for kinds that hold many things and are
    never removed. ``domain`` is the option that says in which domain an item lies, and that domain: ``read`` has to
    note which ones there are. ``together`` are fields that mean something only with one another: who gives one gives
    all. ``in_documents`` is False for a kind that a document has under another name, ``removable`` for one without
    state. ``parted`` parts what an export writes down of an item from what the server writes by itself; ``portable``
    puts placeholders and names without a prefix where a field holds what is the account's own.
    """

    name: str
    fields: t.Mapping[str, Field]
    key: tuple[str, ...]
    read: t.Callable[[Scope], Reading]
    create: t.Callable[[Item, Scope], Calls]
    remove: t.Callable[[Item, Scope], Calls]
    update: t.Callable[[Item, Item, t.Collection[str], Scope], Calls] = lambda *_given: []
    prepare: t.Callable[[Item], None] = lambda _item: None
    identify: t.Callable[[Item, Scope], None] = lambda _item, _scope: None
    settle: t.Callable[[Item, Item | None, Scope], None] = lambda _item, _before, _scope: None
    initial: t.Callable[[Item, Scope], Item] = lambda _item, _scope: {}
    without: t.Callable[[Item, Item], Item | None] = lambda _before, _given: None
    reset: t.Callable[[Item], Item] | None = None
    keep: t.Callable[[Item], bool] = lambda _item: False
    provides: t.Callable[[Item], t.Iterable[str]] | None = None
    stage: int = LATER
    order: int = 50
    strength: str | None = None
    verify: t.Callable[[Item], Call] | None = None
    version: t.Callable[[Item, Scope], t.Any] | None = None
    inside: str | None = None
    domain: tuple[str, DomainOf] | None = None
    together: tuple[str, ...] = ()
    parted: t.Callable[[Item, Scope], tuple[Item, list[Item]]] = lambda item, _scope: (item, [])
    portable: t.Callable[[Item, Scope], Item] = lambda item, _scope: item
    plural: str = ""
    in_documents: bool = True
    removable: bool = True

    @property
    def many(self) -> str:
        """The name of a list of them."""
        return self.plural or self.name + "s"

    @functools.cached_property
    def secrets(self) -> list[str]:
        return [name for name, field in self.fields.items() if field.secret]

    @functools.cached_property
    def state(self) -> list[str]:
        """The fields that are compared: what is read and can be asked for."""
        return [name for name, field in self.fields.items() if not (field.secret or field.helper or field.told)]

    def identity(self, item: Item) -> tuple[t.Any, ...]:
        return tuple(item.get(name) for name in self.key)

    def check_domain(self, item: Item, scope: Scope, new: bool) -> None:
        """Raises ValueError if the domain in which an item lies is not there."""
        if self.domain is not None and self.domain[1](item):
            scope.check_domain(self.domain[0], self.domain[1](item), new)

    def title(self, item: Item) -> str:
        """How an item is called in a message."""
        return " ".join(str(item[name]) for name in self.key if item.get(name) not in (None, ""))

    def spec(self) -> dict[str, t.Any]:
        """The options of one resource in a module, or of an item in a document."""
        found = {
            name: field.spec(name == self.key[0] or (field.needed and name in self.key))
            for name, field in self.fields.items()
            if not field.told
        }
        if self.removable:
            found["state"] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
        if self.secrets:
            choices = ["on_create", "always"]
            found["update_password"] = {"type": "str", "choices": choices, "default": choices[0], "no_log": False}
        if self.verify is not None:
            found["verify"] = {"type": "bool", "default": False}
        return found


def ask(function: str, /, **params: t.Any) -> Call:
    """A call of UAPI, such as ``ask("Email::list_pops")``."""
    return Call(uapi(function), params)


def rows(result: Result) -> list[Item]:
    """The rows of a list that may be null (protocol.md 8.18); the reader has looked at each (``_answers``)."""
    return list(result.data or ())


def listed(value: t.Any) -> list[str]:
    """A list of texts that may be null, or one text. Raises ValueError."""
    return [text(item) for item in (value if isinstance(value, (list, tuple)) else [value]) if item not in (None, "")]


def text(value: t.Any) -> str:
    """A single value that a server told, as a text; null is "". Raises ValueError."""
    if isinstance(value, (dict, list)):
        raise ValueError("%s where one value belongs" % ("an object" if isinstance(value, dict) else "a list"))
    return "" if value is None else str(value)


def note_domains(scope: Scope, answer: Result) -> list[str]:
    """All domains of the account, the main one first, from ``DomainInfo::list_domains`` (main_domain is a text, 6.7).

    Notes them as facts, those that are subdomains too.
    """
    names = ("main_domain", "addon_domains", "parked_domains", "sub_domains")
    found = [told(domain) for name in names for domain in listed(answer.data[name])]
    scope.facts["domains"] = found
    scope.facts["sub_domains"] = [told(domain) for domain in listed(answer.data["sub_domains"])]
    return found


def by_domain(
    scope: Scope, domain: DomainOf, each: t.Callable[[str], Calls], also: Calls | None = None
) -> t.Generator[Calls, list[Result], dict[str, list[Result]]]:
    """What the server says of each domain: of all, or of those of the wanted items that are there; notes all domains.

    ``each`` gives the questions about one. Of domains that are known beforehand they are asked in the first round, as
    are the questions ``also``, whose answers become the fact of that name.
    """
    named = list(dict.fromkeys(domain(item) for item in scope.wanted))
    first = [] if scope.everything else [name for name in named if name in scope.known]
    asked = {name: each(name) for name in first}
    also = also or []
    listing, *answers = yield [ask(LIST_DOMAINS), *also, *itertools.chain(*asked.values())]
    scope.facts["also"], answers = answers[: len(also)], answers[len(also) :]
    there = note_domains(scope, listing)
    later = {name: each(name) for name in (there if scope.everything else named) if name in there and name not in asked}
    more = (yield list(itertools.chain(*later.values()))) if any(later.values()) else []
    given = iter([*answers, *more])
    return {name: list(itertools.islice(given, len(calls))) for name, calls in {**asked, **later}.items()}


# The one form of values that servers and people spell in several ways


def megabytes(value: t.Any) -> int | float:
    """MB as a number, no limit as 0: "5120.00", "unlimited", 0 and null all occur (protocol.md 8.2, 8.4)."""
    word = text(value).strip().lower()
    if word in UNLIMITED:
        return 0
    try:
        number = float(word)
    except ValueError:
        raise ValueError("%r is not a size in MB; give a number, 0 or unlimited" % (value,)) from None
    if number < 0 or not math.isfinite(number):
        raise ValueError("%r is not a size in MB; give a number, 0 or unlimited" % (value,))
    return int(number) if number.is_integer() else round(number, 2)


def whole_megabytes(value: t.Any) -> int:
    """The same, for calls that take whole MB only."""
    number = megabytes(value)
    if not isinstance(number, int):
        raise ValueError("%r: give a whole number of MB" % (value,))
    return number


def flag(value: t.Any) -> bool:
    """1, "1", true; null is false (field.md: null, not 0, for "not suspended"). Raises ValueError for anything else."""
    word = text(value).lower()
    if word not in ("1", "true", "yes", "0", "false", "no", "", "1.0", "0.0"):
        raise ValueError("%r is neither yes nor no" % (value,))
    return word in ("1", "true", "yes", "1.0")


def moment(value: t.Any) -> str:
    """A time in UTC as 2026-12-24T00:00:00Z; unix seconds and ISO 8601 are taken. None is "", also for 0 and null."""
    word = text(value).strip()
    if word.lower() in ("", "0", "none"):
        return ""
    try:
        if word.isascii() and word.isdigit():
            found = datetime.datetime.fromtimestamp(int(word), datetime.timezone.utc)
        else:
            found = datetime.datetime.fromisoformat(re.sub("[zZ]$", "+00:00", word))
            found = found.replace(tzinfo=found.tzinfo or datetime.timezone.utc).astimezone(datetime.timezone.utc)
        if found.timestamp() <= 0:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise ValueError("%r is no time; give it as 2026-12-24T00:00:00Z or in unix seconds" % (value,)) from None
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def unix_seconds(time: str) -> int:
    """A time in that form as unix seconds."""
    found = datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ")
    return int(found.replace(tzinfo=datetime.timezone.utc).timestamp())


def one_line(value: t.Any) -> str:
    text = str(value).strip()
    if not text or "\n" in text:
        raise ValueError("%r: give one line of text" % (value,))
    return text


def hours(value: t.Any) -> int:
    if int(value) < 0:
        raise ValueError("%r is no number of hours; give 0 or more" % (value,))
    return int(value)


def domain_name(value: t.Any) -> str:
    """A domain in its one form, without the last dot. Raises ValueError for what cannot be one."""
    name = to_ascii(str(value).strip().rstrip("."))
    if not _hostnames.is_domain(name):
        raise ValueError("%r is no domain; give it as example.com" % (value,))
    return name


def address(value: t.Any) -> str:
    """An email address in lower case. Raises ValueError for what cannot be one, or servers take for something else."""
    local, _at, domain = str(value).strip().rpartition("@")
    odd = any(char.isspace() or not char.isprintable() or char in _NO_LOCAL_PART for char in local)
    if not local or "." not in domain or odd or local[0] in "|/":
        raise ValueError("%r is no email address; give it as info@example.com" % (value,))
    return "%s@%s" % (local.lower(), domain_name(domain))


def domain_part(item: Item, name: str) -> str:
    return str(item[name]).rpartition("@")[2]


def lies_in(option: str) -> tuple[str, DomainOf]:
    """A ``domain`` for kinds with an option that is an address or the domain itself."""
    return option, lambda item: domain_part(item, option)


def with_domain(name: str) -> t.Callable[[Item], None]:
    """A ``prepare`` for addresses: the option may hold the local part alone, with the helper ``domain`` beside it."""

    def prepare(item: Item) -> None:
        domain = item.pop("domain", None)
        given = str(item[name]).strip()
        if "@" not in given:
            if not domain:
                raise ValueError(
                    "%s: %r has no domain; give it as %s@example.com, or give domain" % (name, given, given)
                )
            given = "%s@%s" % (given, domain)
        elif domain and domain_name(domain) != told(given.rpartition("@")[2]):
            raise ValueError("domain: %s does not fit %s: %s" % (domain, name, given))
        try:
            item[name] = address(given)
        except ValueError as exc:
            raise ValueError("%s: %s" % (name, exc)) from None

    return prepare


def home_path(value: t.Any) -> str:
    """A path in the account's home, relative to it: $home/mail, ~/mail and /mail are all mail. Raises ValueError."""
    text = str(value or "").strip()
    for start in ("$home/", "~/"):
        text = text[len(start) :] if text.startswith(start) else text
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise ValueError("%r leaves the account's home" % (value,))
    return "/".join(parts)


def in_home(path: t.Any, account: str) -> str:
    """A path that the server gave, relative to the home directory of the account."""
    text = str(path or "").strip()
    home = "/%s/" % account
    if text.startswith("/") and home in text + "/":
        text = (text + "/").split(home, 1)[1]
    return "/".join(part for part in text.split("/") if part)
