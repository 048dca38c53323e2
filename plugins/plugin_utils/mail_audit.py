# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the mail of an account goes, judged: forwarders, filters, default addresses, autoresponders, domain forwarders.

Texts are those of customers, in the many spellings that Exim understands: lists with commas, double quotes, pipes,
files, ``:include:``, any case, domains of other scripts. They are looked at, shown escaped, and never followed. Must
not know how accounts were read. Called by the filter ``fleet_audit``.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._state.values import server_domain
from ansible_collections.hostops.cpanel.plugins.plugin_utils import findings as f

Item = t.Mapping[str, t.Any]
Findings = list[f.Finding]
#: The kinds of resources that say where mail goes.
KINDS = ("email_forwarder", "email_filter", "email_default_address", "email_autoresponder", "email_domain_forwarder")
# Programs of the server's own: its mailing lists.
_OWN_PROGRAMS = ("/usr/local/cpanel/3rdparty/mailman/",)
_NOWHERE = (":fail:", ":blackhole:", ":defer:", ":unknown:")
# Commas between destinations, not those in double quotes.
_PARTS = re.compile(r'(?:"[^"]*"|[^,"]|")+')


class Home:
    """What counts as the account's own: its name, and domains that mail may go to."""

    def __init__(self, account: str, domains: t.Iterable[str]) -> None:
        self.account = account
        self.domains = frozenset(ascii_domain(domain) for domain in domains)

    def has(self, domain: str) -> bool:
        return ascii_domain(domain) in self.domains


def ascii_domain(domain: t.Any) -> str:
    """The one spelling of a domain: lower case, without the last dot, other scripts as they are in the DNS."""
    return server_domain(str(domain).strip().rstrip("."))


def leaving(text: t.Any, home: Home) -> list[tuple[str, str]]:
    """The destinations in a text that are not the account's own: what each is (mail, pipe, file, list), and itself."""
    destinations = []
    value = str(text or "").strip()
    alone = value.startswith("|") or value.lower().startswith(_NOWHERE)  # commas are part of these
    for part in [value] if alone else _PARTS.findall(value):
        bare = part.strip().strip('"').strip()
        what = _judged(bare, home)
        if what:
            destinations.append((what, bare))
    return destinations


def _judged(bare: str, home: Home) -> str:
    """What a destination is; empty for one that stays at home or goes nowhere."""
    word = bare.lower()
    if not bare or word.startswith(_NOWHERE) or word == "/dev/null":
        return ""
    if bare.startswith("|"):
        return "" if bare.lstrip("|").strip().startswith(_OWN_PROGRAMS) else "pipe"
    if word.startswith(":"):
        return "list"
    if bare.startswith("/"):
        return "file"
    if "@" in bare:
        return "" if home.has(bare.rpartition("@")[2].rstrip("> ")) else "mail"
    return "" if word == home.account.lower() else "mail"


def audit(config: Item, home: Home, default_account: bool = False, autoresponders: bool = True) -> Findings:
    """The findings about a document of the kinds of KINDS. Its values may be anything: a server said them."""
    findings: Findings = []
    for item in _items(config, "email_forwarder"):
        findings += _destinations("email_forwarder", "forwarder", _text(item, "address"), _wire(item), home)
    for item in _items(config, "email_filter"):
        findings += _filter(item, home)
    for item in _items(config, "email_default_address"):
        findings += _default_address(item, home, default_account)
    for item in _items(config, "email_domain_forwarder"):
        domain, to = _text(item, "domain"), _text(item, "destination")
        if to and not home.has(to):
            findings.append(_finding("email_domain_forwarder", "domain forwarder", domain, to, "mail"))
    for item in _items(config, "email_autoresponder") if autoresponders else ():
        email = _text(item, "email")
        text = "autoresponder: %s answers, %s" % (f.shown(email), f.shown(_text(item, "subject")))
        findings.append(f.finding(text, "autoresponder", "email_autoresponder", email))
    return findings


def program_names(not_exported: t.Any) -> list[str]:
    """The names of forwarders that no document can hold: those to programs outside of the home."""
    entries = not_exported if isinstance(not_exported, list) else []
    return [str(entry.get("name")) for entry in entries if _is(entry, "email_forwarder")]


def programs(names: t.Iterable[str], home: Home) -> Findings:
    """Findings about these, which are called ADDRESS pipe PROGRAM."""
    findings: Findings = []
    for address, _pipe, program in (name.partition(" pipe ") for name in names):
        findings += _destinations("email_forwarder", "forwarder", address, "|" + program, home)
    return findings


def _filter(item: Item, home: Home) -> Findings:
    """An account's own filter, or that of a mailbox: what it delivers to, pipes into, or saves outside of the home."""
    box = _text(item, "email")
    name = "%s of %s" % (_text(item, "name"), box) if box else _text(item, "name")
    findings: Findings = []
    actions = item.get("actions")
    for action in [one for one in (actions if isinstance(actions, list) else []) if isinstance(one, dict)]:
        verb, text = _text(action, "action").lower(), _text(action, "destination")
        if verb == "pipe":
            findings += _destinations(
                "email_filter", "filter", name, text if text.startswith("|") else "|" + text, home
            )
        elif verb == "save":
            if text != "/dev/null" and (text.startswith("/") or ".." in text.split("/")):
                findings.append(_finding("email_filter", "filter", name, text, "file"))
        elif verb not in ("fail", "finish"):  # deliver, and what newer servers may know
            findings += _destinations("email_filter", "filter", name, text, home)
    return findings


def _default_address(item: Item, home: Home, default_account: bool) -> Findings:
    """A default address takes all mail that has no mailbox: wherever it goes, it is worth a finding."""
    domain, text = _text(item, "domain"), _wire(item)
    bare = text.strip().strip('"').strip()
    usual = bare == home.account and not default_account
    if usual or not bare or bare.lower().startswith(_NOWHERE) or bare == "/dev/null":
        return []
    away = leaving(text, home) or [("mail", bare)]
    return [_finding("email_default_address", "catch-all", domain, to, what) for what, to in away]


def _destinations(kind: str, title: str, name: str, text: str, home: Home) -> Findings:
    return [_finding(kind, title, name, to, what) for what, to in leaving(text, home)]


def _finding(kind: str, title: str, name: str, to: str, what: str) -> f.Finding:
    word = {"pipe": " (program)", "file": " (file)", "list": " (list in a file)"}.get(what, "")
    text = "%s: %s to %s%s" % (title, f.shown(name), f.shown(to), word)
    return f.finding(text, what, kind, name, [f.change("destination", to, None)])


def _wire(item: Item) -> str:
    """The destination as the server holds it: programs have a pipe in front, what is refused its word."""
    action, text = _text(item, "action"), _text(item, "destination")
    if action == "pipe":
        return text if text.startswith("|") else "|" + text
    return ":%s:" % action if action in ("fail", "blackhole") else text


def _items(config: Item, kind: str) -> list[Item]:
    items = config.get(kind)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _is(entry: t.Any, kind: str) -> bool:
    return isinstance(entry, dict) and entry.get("kind") == kind


def _text(item: Item, name: str) -> str:
    value = item.get(name)
    return "" if value is None else str(value)
