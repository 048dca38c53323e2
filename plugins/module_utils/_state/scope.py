# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a declaration may know of the account: its domains, what is planned in it, and what the declaration noted.

The reader makes one for each kind before it reads; the functions of a declaration get it and pass it on. It must not
know how anything is asked. Used by declarations and by all that reads and plans.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call

Item = dict[str, t.Any]  # one resource: its fields by our names, in our types
Calls = list[Call]
Name = tuple[str, tuple[t.Any, ...]]  # what tells a resource from all others: its kind, and the values of its key
Notes = t.TypeVar("Notes")

DOMAIN_KINDS = ("addon_domain", "domain_alias", "subdomain")


@dataclasses.dataclass(frozen=True, eq=False)
class Domains:
    """The domains of an account, or those among them that a kind is about."""

    names: t.Sequence[str] = ()  # all, the main domain first
    subdomains: t.Collection[str] = ()  # those that are subdomains, also if an addon domain belongs to them
    # What DomainInfo::domains_data alone says, which the kinds of domains and of zones ask:
    main: str = ""
    addons: t.Mapping[str, str] = dataclasses.field(default_factory=dict)  # the subdomain that each belongs to
    aliases: t.Sequence[str] = ()
    roots: t.Mapping[str, str] = dataclasses.field(default_factory=dict)  # document roots, below the home directory
    home: str = ""  # the home directory, without slashes at its ends
    ip: str = ""  # addresses of the main domain, if the server names them
    ipv6: str = ""

    def split(self, name: str, also: t.Iterable[str] = ()) -> tuple[str, str]:
        """A subdomain as its label and the longest domain it is below; both empty if there is none."""
        fits = [root for root in (self.main, *self.addons, *self.aliases, *also) if name.endswith("." + root)]
        root = max(fits, key=len, default="")
        return (name[: -len(root) - 1], root) if root else ("", "")


@dataclasses.dataclass
class Scope:
    """What the functions of one declaration share from the reading of an account to the calls that change it."""

    account: str
    desired: list[Item]  # what the task says of this kind
    everything: bool = False  # all there is has to be read, as for a list, an export or a purge
    new_domains: frozenset[str] = frozenset()  # about to be made; "one." is that subdomain of the main domain
    known_domains: frozenset[str] = frozenset()  # of which the server has said before that they are the account's
    present: t.Collection[Name] = ()  # everything that is to be there by this plan, of all kinds
    absent: t.Collection[Name] = ()  # everything that is to go by this plan
    domains: Domains = Domains()  # set while reading
    _notes: dict[type, t.Any] = dataclasses.field(default_factory=dict)

    def notes(self, form: type[Notes]) -> Notes:
        """The declaration's own notes of that class, such as ids by name: empty at first, the same ones later."""
        return t.cast(Notes, self._notes.setdefault(form, form()))

    def will_have(self, kind: str, *key: str) -> bool:
        return (kind, key) in self.present

    def will_remove(self, kind: str, *key: str) -> bool:
        return (kind, key) in self.absent

    def expects(self, domain: str) -> bool:
        """Whether a domain is about to be made, or is the subdomain that an addon domain brings along."""
        labels = [name for name in self.new_domains if name.endswith(".") and domain.startswith(name)]
        return domain in self.new_domains or any(domain[len(name) :] in self.domains.names for name in labels)

    def check_domain(self, option: str, domain: str, new: bool) -> None:
        """Raises ValueError for one that goes, or for something new in one that is neither there nor about to be."""
        if domain not in self.new_domains and any(self.will_remove(kind, domain) for kind in DOMAIN_KINDS):
            raise ValueError("%s: %s is removed by the same task" % (option, domain))
        names = self.domains.names
        if new and domain not in names and not self.expects(domain):
            raise ValueError("%s: the account has no domain %s; it has %s" % (option, domain, ", ".join(names)))
