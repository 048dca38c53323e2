# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords: whether one is strong enough, whether it is the one that is set, one that nobody knows, and who has one.

They are sent and never read. Must not know when one is due: the engine says so. Called by it and by documents.
"""

from __future__ import annotations

import secrets
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

from .plan import Change, Desired, Program
from .reading import ask


def random_password() -> str:
    """One that every server takes."""
    return secrets.token_urlsafe(24) + "-aZ9"


def unknown_passwords(changes: t.Iterable[Change]) -> list[dict[str, str]]:
    """The resources among new ones that got a random password, by kind and name: nobody knows it."""
    return [
        {"kind": change.kind.name, "name": change.kind.title(change.item)}
        for change in changes
        if change.action == "create" and set(change.secrets) - set(change.desired.item if change.desired else ())
    ]


def is_set(desired: Desired) -> Program[bool]:
    """Whether the server says that a password is the one that is set. It counts as a login attempt there."""
    if not desired.verify or desired.kind.verify_password is None:
        return False
    results, error = yield [desired.kind.verify_password(desired.item)]
    if error is not None:
        raise error
    return str(results[0].data) == "1"


def check_strength(plan: list[Change]) -> Program[None]:
    """Weak passwords fail late on the server (protocol.md 8.17): here before anything is done. Raises ``usage``."""
    apps = list(dict.fromkeys(str(change.kind.password_app) for change in plan if change.secrets))
    if not apps:
        return
    results, _error = yield [ask("PasswdStrength::get_required_strength", app=app) for app in apps]
    for app, result in zip(apps, results):
        answer = str(result.data.get("strength") if result.ok and isinstance(result.data, dict) else None)
        required = int(answer) if answer.isascii() and answer.isdigit() and len(answer) < 4 else 0
        for change in [change for change in plan if change.kind.password_app == app]:
            for name, value in change.secrets.items():
                if change.desired is not None and _best_rating(value) < required:
                    text = "%s: too weak for %s; the server asks for a strength of %d, give a longer one"
                    raise usage(text % (change.desired.option(name), change.title, required), code="weak_password")


def _best_rating(password: str) -> int:
    """No less than what a server gives a password, out of 100: none is refused here that a server would take."""
    classes = sum(any(test(char) for char in password) for test in (str.islower, str.isupper, str.isdigit))
    classes += any(not char.isalnum() for char in password)
    return min(100, 10 * len(password) + 10 * classes)
