# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a declaration reads: the calls it asks, in rounds, and which domains there are.

Owns what several declarations ask in the same way. Called by declarations; it must not know who makes the calls.
"""

from __future__ import annotations

import functools
import itertools
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from . import values
from .scope import Calls, Domains, Item, Scope

T = t.TypeVar("T")
# Yields calls that read, a list for each round, and gets their results in the same order.
Questions = t.Generator[Calls, list[Result], T]
Reading = Questions[list[Item]]


def ask(function: str, /, **params: t.Any) -> Call:
    """A call of UAPI, such as ``ask("Email::list_pops")``."""
    return Call(uapi(function), params) if params else _bare(function)


@functools.cache
def _bare(function: str) -> Call:
    """The calls without parameters are the same in every account."""
    return Call(uapi(function))


LIST_DOMAINS = ask("DomainInfo::list_domains")


def rows(*results: Result) -> list[Item]:
    """The rows of lists, each of which may be null (protocol.md 8.18); the reader has checked them (``answers``)."""
    return [row for result in results for row in result.data or ()]


def with_domains(scope: Scope, calls: Calls, also: t.Sequence[Call] = ()) -> Questions[list[Result]]:
    """Asks calls, and between them, if the task says anything of this kind, for the domains. Sets those in scope."""
    if not scope.desired:
        return (yield [*calls, *also])
    answers = yield [*calls, LIST_DOMAINS, *also]
    scope.domains = domains_of(answers.pop(len(calls)))
    return answers


def domains_of(answer: Result) -> Domains:
    """The answer of ``DomainInfo::list_domains``, in which ``main_domain`` is a text (protocol.md 6.7)."""
    lists = ("main_domain", "addon_domains", "parked_domains", "sub_domains")
    main, addons, aliases, subdomains = values.server_domains(*(answer.data[name] for name in lists))
    return Domains([*main, *addons, *aliases, *subdomains], subdomains)


def by_domain(
    scope: Scope, option: str, each: t.Callable[[str], Calls], also: t.Sequence[Call] = ()
) -> Questions[tuple[dict[str, list[Result]], list[Result]]]:
    """What the server says of each domain: of all, or of those that the ``option`` of desired items names.

    ``each`` gives the questions about one domain. Of domains that are known beforehand they are asked in the first
    round, as are the questions ``also``. Returns the answers by domain, and those to ``also``; sets the domains in
    scope.
    """
    named = list(dict.fromkeys(values.domain_part(item, option) for item in scope.desired))
    first = [] if scope.everything else [name for name in named if name in scope.known_domains]
    asked = {name: each(name) for name in first}
    listing, *answers = yield [LIST_DOMAINS, *also, *itertools.chain(*asked.values())]
    scope.domains = domains_of(listing)
    there = scope.domains.names
    later = {name: each(name) for name in (there if scope.everything else named) if name in there and name not in asked}
    more = (yield list(itertools.chain(*later.values()))) if any(later.values()) else []
    given = iter([*answers[len(also) :], *more])
    return (
        {name: list(itertools.islice(given, len(calls))) for name, calls in {**asked, **later}.items()},
        answers[: len(also)],
    )
