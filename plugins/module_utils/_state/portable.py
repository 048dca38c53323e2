# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the account's own, so that a document fits another account: read from the server, put in as placeholders.

An export asks it for the form of values that fits any account, and who applies such a document to one account asks it
what the placeholders stand for there. Called by ``document``. Must not know fleets, where targets say it.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import address, is_domain

from .account.shared.domains import read_domains
from .kind import Field, Kind
from .placeholders import escape
from .reading import Reading
from .scope import Domains, Item, Scope


def _read(scope: Scope) -> Reading:
    return [{"domains": (yield from read_domains(scope))}]


# The account itself, read with whatever else is read of it. It is no resource that anybody can ask for.
ITSELF = Kind(
    name="account",
    fields={"domains": Field(read_only="The domains of the account.")},
    key=("domains",),
    read=_read,
    in_documents=False,
)


@dataclasses.dataclass(frozen=True)
class Own:
    """The names and the address that differ from account to account."""

    account: str
    domain: str
    ip: str
    host: str = ""

    @classmethod
    def of(cls, account: str, domains: Domains, host: str = "") -> Own:
        domain = domains.main if is_domain(domains.main) else ""
        return cls(account, domain, address(domains.ip) or "", host)

    def meaning(self, name: str) -> t.Any:
        """What a placeholder stands for. Raises ``usage`` for one of a fleet, ``protocol`` if the server owes it."""
        own = {"account": self.account, "domain": self.domain, "ip": self.ip, "host": self.host}
        if name not in own:
            hint = "cpanel_fleet fills it. A backslash in front says that the text itself is meant."
            raise usage("config: {%s} has no value in a single account" % name, hint)
        value = own[name]
        if not value:
            text = "the server does not say what {%s} is in account %s" % (name, self.account)
            raise CpanelError("protocol", text, code="malformed_answer", function="DomainInfo::domains_data")
        return value

    def portable(self, kind: Kind, item: Item, scope: Scope) -> Item:
        """A resource as it fits any account. What looks like a placeholder is escaped, what is sorted stays sorted."""
        return kind.portable(_sorted(escape(item, self._filled)), scope)

    def text(self, value: str) -> str:
        """A text for people, such as the name of a resource."""
        return str(escape(value, self._filled))

    def _filled(self, text: str) -> str:
        for pattern, placeholder in self._patterns:
            text = pattern.sub(placeholder, text)
        return text

    @functools.cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """What is replaced: a name where it stands alone. A backslash in front would make the text itself of it."""
        start, end = r"(?<![\w\\-])", r"(?![\w-])(?!\.[\w-])"
        patterns = [(re.compile(start + re.escape(self.domain) + end), "{domain}")] if self.domain else []
        if self.ip:
            patterns.append((re.compile(r"(?<![\w.\\-])" + re.escape(self.ip) + end), "{ip}"))
        home = r"(?<![\w.\\-])(/home\d*/)%s(?=/|\s|\"|'|$)" % re.escape(self.account)
        return [*patterns, (re.compile(home), r"\1{account}")]


def _sorted(value: t.Any) -> t.Any:
    """Sets of records keep their values in order, whatever the account's own names are."""
    if isinstance(value, list):
        value = [_sorted(item) for item in value]
    if isinstance(value, dict):
        items = {name: _sorted(item) for name, item in value.items()}
        if isinstance(items.get("value"), list):
            items["value"].sort()
        return items
    return value
