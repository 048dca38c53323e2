# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where mail goes: what forwarders and default addresses have in common (protocol.md 6.2).

For us it is an action and a destination, for a server one text: an address, the name of an account, ``:fail: text``,
``:blackhole:`` or ``|/home/alice/program``, at times in double quotes. Called by both declarations.
"""

from __future__ import annotations

import re
import typing as t

from ... import values
from ...kind import Field
from ...placeholders import ACCOUNT
from ...scope import Item, Scope

FIELDS: t.Mapping[str, Field] = {
    "action": Field(choices=("fwd", "fail", "blackhole", "pipe", "system")),
    "destination": Field(aliases=("text",)),
}
# The server's own default for the text of a failure.
_NO_SUCH_PERSON = "No such person at this address"
_PARAMETERS = {"fwd": "fwdemail", "fail": "failmsgs", "pipe": "pipefwd", "system": "fwdsystem"}
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9_.-]*")
# How a file or an instruction begins that somebody wrote by hand, such as /dev/null: it can be kept and removed.
_ODD = ("/", ":")


def check(item: Item) -> None:
    """What the user gave, in one form; what is still empty then has a default. A bare name is that of an account."""
    action, text = str(item.get("action") or "fwd"), str(item.get("destination") or "").strip()
    if not text and action in ("fwd", "pipe"):
        raise ValueError("destination: needed with action: %s" % action)
    if text and action == "blackhole":
        raise ValueError("destination: not used with action: blackhole; leave it out")
    if any(ord(char) < 32 for char in text):
        raise ValueError("destination: it has more than one line; give one")
    if action == "fwd" and "@" not in text and not text.startswith(_ODD):
        action = "system"
    try:
        if action == "fwd":
            text = ",".join(values.address(part) for part in text.split(","))
        elif action == "pipe" and not values.home_path(text.lstrip("|").strip().partition(" ")[0]):
            raise ValueError("%r does not name a program; give its path in the account's home" % text)
        elif action == "system" and not text.startswith(_ODD):
            text = text.lower()
            if text and not _ACCOUNT.fullmatch(text):
                raise ValueError("%r is neither an email address nor the name of an account" % text)
    except ValueError as exc:
        raise ValueError("destination: %s" % exc) from None
    item.update(action=action, destination=text)


def complete(item: Item, scope: Scope) -> None:
    """What depends on the account: its name is the default of ``system``, and programs are in its home."""
    if item.get("action") == "pipe":
        item["destination"] = _program(item["destination"], scope.account)
    elif item.get("action") in ("fail", "system") and not item["destination"]:
        item["destination"] = _NO_SUCH_PERSON if item["action"] == "fail" else scope.account


def portable(item: Item, scope: Scope) -> Item:
    """Mail for the account itself goes to whatever account it is."""
    own = item["action"] == "system" and item["destination"] == scope.account
    return {**item, "destination": ACCOUNT} if own else item


def check_reachable(item: Item) -> None:
    """Raises ValueError for what a server may have, but nobody can ask it for."""
    text = str(item.get("destination") or "")
    if is_foreign(item):
        raise ValueError("destination: %s is not in the account's home, where programs have to be" % text)
    if item.get("action") == "system" and text.startswith(_ODD):
        raise ValueError("destination: %r is not the name of an account" % text)


def is_foreign(item: Item) -> bool:
    """Whether it goes to a program outside of the home: the server's own, such as that of a mailing list."""
    return item.get("action") == "pipe" and str(item["destination"]).startswith("/")


def parse(wire: t.Any, account: str) -> dict[str, str]:
    """Action and destination of a server's text. A comma is part of the text of a failure."""
    text = str(wire or "").strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    word = text.lower()
    if word.startswith(":fail:"):
        return {"action": "fail", "destination": text[len(":fail:") :].strip() or _NO_SUCH_PERSON}
    if word.startswith(":blackhole:"):
        return {"action": "blackhole", "destination": ""}
    if text.startswith("|"):
        return {"action": "pipe", "destination": _program(text, account)}
    if "@" in text and not text.startswith(_ODD):
        return {"action": "fwd", "destination": ",".join(values.server_address(part) for part in word.split(","))}
    return {"action": "system", "destination": text or account}


def wire(item: Item) -> dict[str, str]:
    """The parameters that ask for it."""
    named = _PARAMETERS.get(item["action"])
    return {"fwdopt": item["action"], **({named: item["destination"]} if named else {})}


def _program(text: str, account: str) -> str:
    """A program and its arguments, relative to the home if it is in there; else as it is."""
    name, space, arguments = text.lstrip("|").strip().partition(" ")
    if ".." in name.split("/") or (name.startswith("/") and "/%s/" % account not in name):
        return name + space + arguments
    return values.home_path(values.path_in_home(name, account)) + space + arguments
