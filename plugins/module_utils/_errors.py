# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CpanelError, the one exception of this collection, with its categories.

Below all other rooms: it knows what an error consists of, not what causes one. Every room raises it; only the outermost
reports it, as the return value ``error``.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable

# The longest message: one that lists accounts may be longer than one text of a server.
_LONGEST = 16384

CATEGORIES = (
    "usage",
    "connection",
    "tls",
    "auth_invalid",
    "auth_locked",
    "session_expired",
    "permission",
    "wrong_port",
    "not_found",
    "conflict",
    "limit",
    "unsupported",
    "api",
    "protocol",
    "ambiguous",
    "partial",
)


class CpanelError(Exception):
    """The one exception of this collection; every lower layer raises it, only the outermost layer reports it.

    ``category`` is one of CATEGORIES and says what to do about it; ``code`` is a finer, equally stable name.
    ``sent`` tells whether the request may have reached the server: False means that repeating it is harmless.
    ``changed`` and ``partial`` carry what had been done before the failure. Texts of a server become part of ``msg``,
    ``hint``, ``errors`` and ``messages``: whatever they hold, it can be shown on a terminal.
    """

    def __init__(
        self,
        category: str,
        msg: str,
        *,
        code: str | None = None,
        http_status: int | None = None,
        service: str | None = None,
        function: str | None = None,
        errors: t.Sequence[str] = (),
        messages: t.Sequence[str] = (),
        retryable: bool = False,
        hint: str | None = None,
        sent: bool = True,
    ) -> None:
        super().__init__(printable(msg, _LONGEST))
        self.category = category
        self.msg = msg
        self.code = code or category
        self.http_status = http_status
        self.service = service
        self.function = function
        self.errors = errors
        self.messages = messages
        self.retryable = retryable
        self.hint = hint
        self.sent = sent
        self.changed = False
        self.partial: dict[str, t.Any] = {}

    def __str__(self) -> str:
        return self.msg

    @property
    def with_hint(self) -> str:
        """The message and what to do about it, where both have to be one text."""
        return "%s. %s" % (self.msg.rstrip("."), self.hint) if self.hint else self.msg

    @property
    def msg(self) -> str:
        return self._msg

    @msg.setter
    def msg(self, text: str) -> None:
        self._msg = printable(text, _LONGEST)

    @property
    def hint(self) -> str | None:
        return self._hint

    @hint.setter
    def hint(self, text: str | None) -> None:
        self._hint = None if text is None else printable(text, _LONGEST)

    @property
    def errors(self) -> list[str]:
        return self._errors

    @errors.setter
    def errors(self, texts: t.Sequence[str]) -> None:
        self._errors = [printable(text) for text in texts]

    @property
    def messages(self) -> list[str]:
        return self._messages

    @messages.setter
    def messages(self, texts: t.Sequence[str]) -> None:
        self._messages = [printable(text) for text in texts]

    @property
    def refuses_credential(self) -> bool:
        """True if the server turned the credential away: no other attempt may follow, it would feed cPHulk."""
        return self.category in ("auth_invalid", "auth_locked")

    def as_dict(self) -> dict[str, t.Any]:
        """The ``error`` return value of every module."""
        return {
            "category": self.category,
            "code": self.code,
            "http_status": self.http_status,
            "service": self.service,
            "function": self.function,
            "errors": self.errors,
            "messages": self.messages,
            "retryable": self.retryable,
            "hint": self.hint,
        }


def usage(msg: str, hint: str | None = None, *, code: str | None = None, function: str | None = None) -> CpanelError:
    """An error in what the user asked for, found before anything was sent."""
    return CpanelError("usage", msg, code=code, hint=hint, function=function, sent=False)


def closest_name(name: t.Any, known: t.Iterable[str]) -> str | None:
    """The known name that an unknown one may be meant to be."""
    import difflib  # here, because only failures need it

    return next(iter(difflib.get_close_matches(str(name), list(known), n=1)), None)


def did_you_mean(name: t.Any, known: t.Iterable[str], otherwise: str | None = None) -> str | None:
    """The hint for an unknown name: the known one that may be meant, or what else there is to say."""
    near = closest_name(name, known)
    return "Did you mean %s?" % near if near else otherwise


def internal(surprise: Exception) -> CpanelError:
    """A bug of ours, reported like any failure."""
    hint = "This is a bug in the collection: please report it with the traceback."
    return CpanelError("protocol", "%s: %s" % (type(surprise).__name__, surprise), code="internal", hint=hint)
