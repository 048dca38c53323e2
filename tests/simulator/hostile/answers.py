# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile scenarios that are about what is said: names, login URLs, malformed values, endless lists, odd characters.

Must not send bytes, apart from the pages of ``texts-http-*``. Called by this folder's ``__init__``, which lists them.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .scenario import Connection, Play, Scenario, answers, head, rows_of
from .texts import CONTROLS, LITERALS, LOGIN_URLS, NAMES, VALUES

if TYPE_CHECKING:
    from ..wire.pages import Reply

_LISTS = r"listaccts|accountsummary|DomainInfo::.*"
_MARK = "hostile-literal"
Document = Callable[[Any], Any]


# Names


def _with_names(names: list[str], key: str) -> Document:
    """Rows of accounts with those names or domains beside the real ones, and a real account's domains likewise."""

    def change(document: Any) -> Any:
        for envelope in answers(document):
            data = envelope.get("data")
            if isinstance(data, dict) and isinstance(data.get("acct"), list):
                data["acct"] += [{**data["acct"][0], **one} for one in _rows(names, key) if data["acct"]]
            elif key == "domain" and isinstance(data, dict) and "addon_domains" in data:
                data["addon_domains"] = [*data["addon_domains"], *names]
        return document

    return change


def _rows(names: list[str], key: str) -> Iterator[dict[str, str]]:
    for number, name in enumerate(names):
        other = {"domain": f"h{number}.example.com"} if key == "user" else {"user": f"hostile{number}"}
        yield {key: name, **other}


def _with_hostname(name: str) -> Document:
    def change(document: Any) -> Any:
        for envelope in answers(document):
            data = envelope.get("data")
            if isinstance(data, dict) and "hostname" in data:
                data["hostname"] = name
        return document

    return change


def _names() -> Iterator[Scenario]:
    for group, names in NAMES.items():
        for key, title in (("user", "accounts"), ("domain", "domains")):
            invented = {one[what]: what for one in _rows(names, key) for what in ("user", "domain") if one[what]}
            about = f"{title} named like {names[0][:30]!r}"
            document = _with_names(names, key)
            yield Scenario(f"{title}-{group}", about, _LISTS, document=document, aliases=invented)
        about = f"a server that calls itself {names[0][:30]!r}"
        yield Scenario(f"hostname-{group}", about, "gethostname", document=_with_hostname(names[0]))


# Login URLs


def _with_login_url(template: str) -> Document:
    def change(document: Any) -> Any:
        for envelope in answers(document):
            data = envelope.get("data")
            if isinstance(data, dict) and isinstance(data.get("url"), str):
                parts = urlsplit(data["url"])
                data["url"] = template % {
                    "scheme": parts.scheme,
                    "host": parts.hostname,
                    "port": parts.port,
                    "path": parts.path,
                    "query": parts.query,
                    "token": data["cp_security_token"],
                }
        return document

    return change


def _with_login(**values: Any) -> Document:
    """Other keys of a minted session, the login URL left as it is."""

    def change(document: Any) -> Any:
        for envelope in answers(document):
            if isinstance(envelope.get("data"), dict):
                envelope["data"].update(values)
        return document

    return change


def _login_urls() -> Iterator[Scenario]:
    minting = r"create_user_session|Session::create_.*"
    for name, template in LOGIN_URLS.items():
        about = f"a login URL like {template[:60]!r}"
        yield Scenario(f"login-url-{name}", about, minting, document=_with_login_url(template))
    for name, value in {
        "text": "evil",
        "path": "/cpsess1/@evil.example",
        "double": "//evil.example/cpsess1",
        "superscript": "/cpsess\u00b2",
        "control": "/cpsess1\x1b[31m",
        "newline": "/cpsess1\r\nX-Evil: 1",
        "list": ["/cpsess1"],
        "number": 1,
        "huge": "/cpsess" + "1" * 1_000_000,
        "other": "/cpsess999999999",
    }.items():
        about = f"a security token like {str(value)[:30]!r}"
        document = _with_login(cp_security_token=value, token=value)
        yield Scenario(f"login-token-{name}", about, minting, document=document)
    for name, value in VALUES.items():
        about = f"a session that expires at {str(value)[:30]!r}"
        yield Scenario(f"login-expires-{name}", about, minting, document=_with_login(expires=value))


# Malformed


def _literal(value: str, place: Callable[[dict[str, Any]], None]) -> Document:
    """Text that json.dumps would not write, where ``place`` puts the mark."""

    def change(document: Any) -> bytes:
        for envelope in answers(document):
            place(envelope)
        return json.dumps(document).replace(f'"{_MARK}"', value).encode("ascii")

    return change


def _put(value: Any, where: str) -> Callable[[dict[str, Any]], None]:
    """Puts a value at each documented place of a kind: the envelope's keys, data, the rows, or the values of rows."""

    def at_envelope(envelope: dict[str, Any]) -> None:
        for key in set(envelope) - {"data"}:
            envelope[key] = copy.deepcopy(value)

    def at_data(envelope: dict[str, Any]) -> None:
        envelope["data"] = copy.deepcopy(value)

    def at_lists(envelope: dict[str, Any]) -> None:
        place = rows_of(envelope)
        if place:
            holder, key = place
            holder[key] = copy.deepcopy(value)

    def at_rows(envelope: dict[str, Any]) -> None:
        place = rows_of(envelope)
        if place:
            holder, key = place
            holder[key] = [copy.deepcopy(value) for _row in holder[key]]

    def at_values(envelope: dict[str, Any]) -> None:
        holder, key = rows_of(envelope) or ({"": [envelope.get("data")]}, "")
        rows = holder[key]
        for row in rows:
            for key in row if isinstance(row, dict) else ():
                row[key] = copy.deepcopy(value)

    return {"envelope": at_envelope, "data": at_data, "list": at_lists, "rows": at_rows, "values": at_values}[where]


def _everywhere(place: Callable[[dict[str, Any]], None]) -> Document:
    def change(document: Any) -> Any:
        for envelope in list(answers(document)):
            place(envelope)
        return document

    return change


def _outer(value: Any) -> Document:
    return lambda _document: value


def _in_batches(change: Callable[[list[Any]], list[Any]]) -> Document:
    """The list of results in a batch's answer, changed."""

    def changed(document: Any) -> Any:
        inner = document
        while isinstance(inner, dict) and not isinstance(inner.get("data"), list):
            data = inner.get("data")
            if not isinstance(data, dict):
                return document
            if isinstance(data.get("result"), list):
                data["result"] = change(data["result"])
                return document
            inner = data.get("uapi")
        if isinstance(inner, dict):
            inner["data"] = change(inner["data"])
        return document

    return changed


def _doubled(document: Any) -> bytes:
    """Every key of the envelope twice, with another value."""
    text = json.dumps(document)
    return (text[:-1] + ',"status":0,"metadata":{"result":0,"reason":"twice"},"data":null}').encode("ascii")


_BODIES: dict[str, tuple[str, bytes]] = {
    "deep-list": ("a million [", b"[" * 10**6),
    "deep-object": ("a list in a list, 100,000 times", b"[" * 10**5 + b"]" * 10**5),
    "deep-in-data": ("data nested 100,000 times", b'{"status":1,"metadata":{"result":1},"data":' + b"[" * 10**5),
    "nothing": ("an empty body", b""),
    "space": ("a body of white space", b" \r\n\t" * 1000),
    "null": ("null", b"null"),
    "html": ("an HTML page", b"<html><title>\x1b[31m maintenance</title></html>"),
    "not-utf8": ("bytes that are no UTF-8", b'{"status":1,"metadata":{"result":1},"data":"\xff\xfe\x80"}'),
    "cut": ("JSON that stops", b'{"status":1,"metadata":{"result":1},"data":["a'),
    "two": ("two JSON values", b'{"status":1,"metadata":{"result":1},"data":[]}{"status":0}'),
    "number-huge": ("a number of 100,000 digits", b'{"status":1,"metadata":{"result":1},"data":' + b"9" * 10**5 + b"}"),
    "xml": ("XML with an entity", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'),
}


def _malformed() -> Iterator[Scenario]:
    for where in ("envelope", "data", "list", "rows", "values"):
        for name, value in VALUES.items():
            about = f"{str(value)[:20]!r} in place of the {where}"
            yield Scenario(f"malformed-{where}-{name}", about, document=_everywhere(_put(value, where)))
        for name, text in LITERALS.items():
            about = f"{text[:20]} in place of the {where}"
            yield Scenario(f"malformed-{where}-{name}", about, document=_literal(text, _put(_MARK, where)))
    for name, value in VALUES.items():
        yield Scenario(f"malformed-answer-{name}", f"{str(value)[:20]!r} as the whole answer", document=_outer(value))
    for name, (about, body) in _BODIES.items():
        yield Scenario(f"malformed-body-{name}", about, document=_outer(body))
    yield Scenario("malformed-keys-twice", "keys of the envelope twice", document=_doubled)
    for name, change in {
        "short": lambda results: results[:-1],
        "empty": lambda _results: [],
        "long": lambda results: results + results[-1:],
        "texts": lambda results: ["a text" for _result in results],
        "nulls": lambda results: [None for _result in results],
        "lists": lambda results: [[result] for result in results],
    }.items():
        document = _in_batches(change)
        yield Scenario(f"malformed-batch-{name}", f"the results of a batch: {name}", document=document)


# Endless


def _promising(total: Any, rows: Callable[[list[Any]], list[Any]] = lambda rows: rows) -> Document:
    """Promises so many rows in all, whatever there is, and gives what ``rows`` makes of a page."""

    def place(envelope: dict[str, Any]) -> None:
        metadata = envelope.get("metadata")
        place = rows_of(envelope)
        if not isinstance(metadata, dict) or place is None:
            return
        holder, rows_key = place
        for block, key in (("chunk", "records"), ("paginate", "total_results")):
            if block in metadata:
                metadata[block] = {**metadata[block], key: total}
                holder[rows_key] = rows(holder[rows_key])

    return _everywhere(place)


def _accounts(number: int) -> Document:
    def place(envelope: dict[str, Any]) -> None:
        data = envelope.get("data")
        if isinstance(data, dict) and data.get("acct"):
            row = data["acct"][0]
            data["acct"] = [{**row, "user": f"u{n}", "domain": f"d{n}.example.com"} for n in range(number)]

    return _everywhere(place)


def _endless() -> Iterator[Scenario]:
    total = 10**12
    yield Scenario("endless-promise", "10**12 rows promised, a page at a time", document=_promising(total))
    one = [{"user": "alice", "domain": "alice.example.com", "email": "a@alice.example.com"}]
    same = _promising(total, lambda _rows: one * 100)
    yield Scenario("endless-same", "the same 100 rows again and again, 10**12 promised", document=same)
    yield Scenario("endless-one", "one row a page, 10**12 promised", document=_promising(total, lambda _r: list(one)))
    yield Scenario("endless-empty", "no rows, 10**12 promised", document=_promising(total, lambda _r: []))
    yield Scenario("endless-nulls", "rows that are null", document=_promising(total, lambda _r: [None]))
    for name, value in VALUES.items():
        yield Scenario(f"endless-total-{name}", f"{str(value)[:20]!r} rows promised", document=_promising(value))
    many = _accounts(300_000)
    yield Scenario("endless-300000-accounts", "300,000 accounts in one answer", "listaccts", document=many)


# Control characters


def _failing(text: str) -> Document:
    def place(envelope: dict[str, Any]) -> None:
        if "status" in envelope:
            envelope.update(status=0, data=None, errors=[text, f"then {text}"], messages=[text], warnings=[text])
        if isinstance(envelope.get("metadata"), dict) and "result" in envelope["metadata"]:
            output = {"messages": [text], "warnings": [text]}
            envelope["metadata"].update(result=0, reason=text, output=output)

    return _everywhere(place)


def _warning(text: str) -> Document:
    def place(envelope: dict[str, Any]) -> None:
        if "status" in envelope:
            envelope.update(messages=[text], warnings=text)
        if isinstance(envelope.get("metadata"), dict) and "result" in envelope["metadata"]:
            envelope["metadata"].update(reason=text, output={"messages": text, "warnings": [text]})

    return _everywhere(place)


def _refusing(status: int, text: str) -> Play:
    """An error page whose title, headers and cookies hold the text; the status line, too, as far as HTTP allows."""
    line = "".join(char for char in text if char not in "\r\n")[:2000]
    body = f"<html><title>{text} WHM</title>{text}</html>".encode("utf-8", "surrogatepass")
    lines = [f"Location: /{line}", f"Set-Cookie: x={line}; path=/", f"Content-Language: {line}"]

    async def play(connection: Connection, _reply: Reply) -> None:
        await connection.send(head(len(body), *lines, status=f"HTTP/1.1 {status} {line}") + body)

    return play


def _controls() -> Iterator[Scenario]:
    for name, text in CONTROLS.items():
        yield Scenario(f"texts-errors-{name}", f"failures with {text[:15]!r}", document=_failing(text))
        yield Scenario(f"texts-warnings-{name}", f"warnings with {text[:15]!r}", document=_warning(text))
        rows = _everywhere(_put(text, "values"))
        yield Scenario(f"texts-values-{name}", f"{text[:15]!r} as every value", document=rows)
        for status in (301, 401, 403, 404, 500):
            about = f"HTTP {status} with {text[:15]!r} in reason, headers, cookies and page"
            yield Scenario(f"texts-http-{status}-{name}", about, play=_refusing(status, text))


SCENARIOS = [*_names(), *_login_urls(), *_malformed(), *_endless(), *_controls()]
