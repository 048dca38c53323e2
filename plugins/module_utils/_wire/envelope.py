# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From bodies to results: JSON within bounds, and the envelopes of UAPI, API 2 and WHM API 1, each made a Result.

Pure. Must not know HTTP, or what a failed result means to the caller (``refusals`` and ``_api``). Whatever a server
says, the outcome is a Result or ``Unreadable``. ``Result`` is what all rooms above read.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import escaped, printable

# Functions whose status is the answer, not a success or failure: 1 enabled, 0 not for this user, null not installed.
STATUS_IS_ANSWER = frozenset(["Features::has_feature"])


@dataclasses.dataclass
class Result:
    """One answer, whatever envelope it came in.

    ``status`` is 1 or 0 (None where the server said so); ``data`` is as the server typed it; ``errors``, ``messages``
    and ``warnings`` are lists of texts in the server's language. ``reason`` and ``output`` are WHM's.
    ``foreign`` marks a refusal in the form of another API: the request did not reach the API that was meant.
    ``size`` is how many bytes the answer had.
    """

    function: str
    data: t.Any = None
    status: int | None = 1
    errors: list[str] = dataclasses.field(default_factory=list)
    messages: list[str] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    metadata: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    reason: str | None = None
    output: dict[str, t.Any] | None = None
    foreign: bool = False
    size: int = 0

    @property
    def ok(self) -> bool:
        return self.status == 1 or self.function in STATUS_IS_ANSWER

    @property
    def first_error(self) -> str:
        return next(iter(self.errors), None) or self.reason or "the server gave no reason"


# No answer that is documented nests deeper than a batch of batches; what reads one by recursion can rely on that.
DEEPEST = 100
# How many texts of one kind are kept of an answer.
_MOST_TEXTS = 100
# Bytes that a value takes in memory, for each character that makes it: see _weight.
_WEIGHTS = ((b"{", 240), (b"[", 90), (b":", 55), (b",", 62))
_LIGHT = 1024 * 1024
# What ``escaped`` would change, as bytes of JSON: looked for first, as hardly any answer has it.
_MAYBE_UNSAFE = re.compile(
    rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\x7f|\\u(?:00[789]|20[26]|[dD][89a-fA-F])"
)


class Unreadable(Exception):
    """A body that the API did not write: ``code`` is html, empty, not_json, wrong_shape, malformed or too_large."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.code = code


def decode(body: bytes, largest: int = 64 * 1024 * 1024) -> tuple[t.Any, bool]:
    """The JSON value of a body, and whether its texts are as they came: bytes that are not UTF-8 are replaced, control
    characters and halves of surrogate pairs are escaped.

    A value that would take more memory than four times ``largest`` is refused. Raises Unreadable.
    """
    stripped = body.strip().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not stripped:
        raise Unreadable("empty", "an empty answer")
    if stripped[:1] == b"<":
        raise Unreadable("html", "an HTML page")
    if len(stripped) > _LIGHT and _weight(stripped) > 4 * largest:
        raise Unreadable("too_large", "JSON that would take too much memory")
    try:
        text, clean = stripped.decode("utf-8"), True
    except UnicodeDecodeError:
        text, clean = stripped.decode("utf-8", "replace"), False
    try:
        value = json.loads(text, parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise Unreadable("malformed", "JSON that is nested too deeply") from None
    except ValueError as exc:
        raise Unreadable("not_json", "invalid JSON (%s)" % exc) from exc
    del text
    _check_depth(value)
    if _MAYBE_UNSAFE.search(stripped):
        value, safe = escaped(value), value
        clean = clean and value == safe
    return value, clean


def _weight(body: bytes) -> int:
    """About how much memory the text and the value of a JSON body take, at most."""
    wide = 1
    if not body.isascii():
        wide = 4 if re.search(rb"[\xf0-\xff]", body) else 2
    values = wide
    if b"\\u" in body:
        values = 4 if re.search(rb"\\u[dD][89a-bA-B]", body) else max(2, wide)
    return (wide + values) * len(body) + sum(weight * body.count(char) for char, weight in _WEIGHTS)


def _finite(text: str) -> float:
    """A number of JSON, which an infinity is not, nor a number that becomes one. Raises ValueError."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("%s is not a number" % text[:20])
    return number


def _check_depth(value: t.Any) -> None:
    level = [value] if isinstance(value, (dict, list)) else []
    for _depth in range(DEEPEST):
        if not level:
            return
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
    raise Unreadable("malformed", "JSON that is nested too deeply")


def parse_uapi(document: t.Any, function: str) -> Result:
    """UAPI: flat under /execute, in ``result`` elsewhere, ``cpanelresult`` around either (protocol.md 4.2)."""
    if isinstance(document, dict) and isinstance(document.get("cpanelresult"), dict):
        return (
            parse_uapi(document["cpanelresult"], function)
            if "result" in document["cpanelresult"]
            else parse_api2(document, function)
        )
    if isinstance(document, dict) and isinstance(document.get("result"), dict):
        document = document["result"]
    if not isinstance(document, dict) or "status" not in document:
        error = _refusal(document)
        if error is None:
            raise Unreadable("wrong_shape", "JSON that is not a UAPI answer")
        return Result(function, status=0, errors=[error], foreign=True)
    return Result(
        function,
        data=document.get("data"),
        status=_flag(document["status"]),
        errors=texts(document.get("errors")),
        messages=texts(document.get("messages")),
        warnings=texts(document.get("warnings")),
        metadata=_dict(document.get("metadata")),
    )


def parse_api2(document: t.Any, function: str) -> Result:
    """API 2: ``cpanelresult`` with ``event.result`` and a result per row (protocol.md 4.8)."""
    inner = document.get("cpanelresult") if isinstance(document, dict) else None
    if not isinstance(inner, dict):
        raise Unreadable("wrong_shape", "JSON that is not an API 2 answer")
    rows = inner.get("data")
    errors = texts(inner.get("error"))
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and "result" in row and not _flag(row["result"]):
            errors.extend(texts(row.get("reason")))
    event = inner.get("event")
    failed = bool(errors) or (isinstance(event, dict) and not _flag(event.get("result", 1)))
    return Result(function, data=rows, status=0 if failed else 1, errors=errors)


def parse_whm(document: t.Any, function: str) -> Result:
    """WHM API 1: ``metadata.result`` and ``reason`` (protocol.md 5.1)."""
    metadata = document.get("metadata") if isinstance(document, dict) else None
    if not isinstance(metadata, dict) or "result" not in metadata:
        error = _refusal(document)
        if error is None:
            raise Unreadable("wrong_shape", "JSON that is not a WHM API 1 answer")
        return Result(function, status=0, errors=[error], foreign=True)
    output = _dict(metadata.get("output"))
    status = _flag(metadata["result"])
    reason = metadata.get("reason")
    return Result(
        function,
        data=document.get("data"),
        status=status,
        errors=[] if status else texts(reason),
        messages=texts(output.get("messages")),
        warnings=texts(output.get("warnings")),
        metadata=metadata,
        reason=None if reason is None else printable(str(reason)),
        output=output or None,
    )


def parse_uapi_cpanel(document: t.Any, function: str) -> Result:
    """UAPI inside WHM's ``uapi_cpanel``: the outer result and the inner status both have to be good (protocol.md 4.7).

    If WHM itself refused, the result is the one of the function uapi_cpanel.
    """
    outer = parse_whm(document, "uapi_cpanel")
    if not outer.ok:
        return outer
    inner = outer.data.get("uapi") if isinstance(outer.data, dict) else None
    if inner is None:
        raise Unreadable("wrong_shape", "a uapi_cpanel answer without data.uapi")
    return parse_uapi(inner, function)


def parse_whm_call(document: t.Any, function: str) -> Result:
    """WHM API 1, where the function may be one that calls UAPI or API 2: then what was called has to be good, too.

    ``cpanel`` answers in the envelope of what it calls; ``uapi_cpanel`` holds UAPI's (protocol.md 4.7).
    """
    if function == "cpanel" and isinstance(document, dict) and "metadata" not in document:
        answer = parse_uapi(document, function)
        answer.foreign = False
        return answer
    result = parse_whm(document, function)
    inner = result.data.get("uapi") if function == "uapi_cpanel" and isinstance(result.data, dict) else None
    if result.ok and isinstance(inner, dict) and _flag(inner.get("status", 1)) == 0:
        result.status, result.errors = 0, texts(inner.get("errors"))
        result.messages, result.warnings = texts(inner.get("messages")), texts(inner.get("warnings"))
    return result


def texts(value: t.Any) -> list[str]:
    """Texts come as a list, as one string with line breaks, or as null. They are cut, and can be shown."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        lines = [line for line in value.splitlines() if line.strip()]
    elif isinstance(value, (list, tuple)):
        lines = [str(item) for item in value[: _MOST_TEXTS + 1] if item is not None]
    else:
        lines = [str(value)]
    if len(lines) > _MOST_TEXTS:
        lines = [*lines[:_MOST_TEXTS], "..."]
    return [printable(text) for text in lines]


def _dict(value: t.Any) -> dict[str, t.Any]:
    return value if isinstance(value, dict) else {}


def _flag(value: t.Any) -> int | None:
    """1 or 0, also from "1" and "0"; null stays null."""
    if value is None:
        return None
    try:
        return 1 if int(value) else 0
    except (TypeError, ValueError, OverflowError):
        return 0


def _refusal(document: t.Any) -> str | None:
    """The error text of an answer that belongs to another API, such as the API 2 failure that WHM gives everywhere."""
    if not isinstance(document, dict):
        return None
    inner = document.get("cpanelresult")
    inner = inner if isinstance(inner, dict) else document
    data = inner.get("data")
    reason = data.get("reason") if isinstance(data, dict) and "result" in data else None
    error = inner.get("error") if inner is not document or reason or "type" in inner else None
    text = str(inner.get("error") or inner.get("message") or "")
    if text == "see_login_log" or "permission denied" in text.lower() or "function not found" in text.lower():
        error = text
    return printable(str(error or reason)) if error or reason else None
