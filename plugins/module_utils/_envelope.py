# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import json
import typing as t

# Functions whose status is the answer and no verdict: 1 enabled, 0 not for this user, null not installed.
STATUS_IS_ANSWER = frozenset(["Features::has_feature"])


@dataclasses.dataclass
class Result:
    """One answer, whatever envelope it came in.

    ``status`` is 1 or 0 (None where the server said so); ``data`` is as the server typed it; ``errors``, ``messages``
    and ``warnings`` are lists of texts in the server's language. ``reason`` and ``output`` are WHM's.
    ``foreign`` marks a refusal in the form of another API: the request did not reach the API that was meant.
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

    @property
    def ok(self) -> bool:
        return self.status == 1 or self.function in STATUS_IS_ANSWER

    @property
    def first_error(self) -> str:
        return next(iter(self.errors), None) or self.reason or "the server gave no reason"


class Unreadable(Exception):
    """A body that is no answer of the API: ``code`` is html, empty, not_json or wrong_shape."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.code = code


def decode(body: bytes) -> tuple[t.Any, bool]:
    """The JSON value of a body, and whether it was clean UTF-8 (other bytes are replaced). Raises Unreadable."""
    stripped = body.lstrip().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not stripped:
        raise Unreadable("empty", "an empty answer")
    if stripped[:1] == b"<":
        raise Unreadable("html", "an HTML page")
    try:
        text, clean = stripped.decode("utf-8"), True
    except UnicodeDecodeError:
        text, clean = stripped.decode("utf-8", "replace"), False
    try:
        return json.loads(text), clean
    except ValueError as exc:
        raise Unreadable("not_json", "no valid JSON (%s)" % exc) from exc


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
            raise Unreadable("wrong_shape", "JSON that is no UAPI answer")
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
        raise Unreadable("wrong_shape", "JSON that is no API 2 answer")
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
            raise Unreadable("wrong_shape", "JSON that is no WHM API 1 answer")
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
        reason=None if reason is None else str(reason),
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


def parse_batch(data: t.Any, functions: t.Sequence[str], parse: t.Callable[[t.Any, str], Result]) -> list[Result]:
    """The results of a batch, as far as it got; ``data`` is Batch::strict's list or that of WHM's batch."""
    if isinstance(data, dict):
        data = data.get("result")
    if data is None:
        return []
    if not isinstance(data, list) or len(data) > len(functions):
        raise Unreadable("wrong_shape", "a batch answer that is no list of its results")
    return [parse(item, function) for item, function in zip(data, functions)]


def texts(value: t.Any) -> list[str]:
    """Texts come as a list, as one string with line breaks, or as null."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value if item is not None]
    return [str(value)]


def _dict(value: t.Any) -> dict[str, t.Any]:
    return value if isinstance(value, dict) else {}


def _flag(value: t.Any) -> int | None:
    """1 or 0, also from "1" and "0"; null stays null."""
    if value is None:
        return None
    try:
        return 1 if int(value) else 0
    except (TypeError, ValueError):
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
    said = str(inner.get("error") or inner.get("message") or "")
    if said == "see_login_log" or "permission denied" in said.lower() or "function not found" in said.lower():
        error = said
    return str(error or reason) if error or reason else None
