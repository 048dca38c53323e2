# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removes secrets from what is shown: given values, in whatever way they are written, and what has a known shape.

Pure. Must not know where secrets come from: whoever makes a result, a message or a log gives them to a ``Redactor``.
Everything here takes time in proportion to the size of the text, whatever a server puts into it.
"""

from __future__ import annotations

import base64
import binascii
import functools
import html
import json
import re
import typing as t
from html.entities import html5
from urllib.parse import quote, quote_plus, unquote

MASK = "********"
HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"  # in place of a whole value, as AnsibleModule has it

# A shorter value is not a word of its own in a text: replacing it would mangle every text.
SHORTEST = 4
_LINE = 8  # of a secret of several lines, such as a key, each line from this length on is a secret, too
_MANY, _PART = 64, 1 << 18  # from how many secrets on texts are indexed, and in which parts
_ROUNDS, _READINGS = 3, 32  # how deep encodings are looked through, and how many readings of a text are made
_MOST_READ = 1 << 24  # characters of all these readings; beyond it a text is looked at as it is
_WORDY = 1 << 16  # a text up to here is masked by words, where that is the only way, and a longer one altogether

# Shapes of secrets that are recognised without knowing the value: the security token in a path, the
# session parameter of a login URL, the three session cookies (both encodings) and Authorization values.
_SHAPES = (
    (re.compile(r"/cpsess\d+"), "/cpsess" + MASK),
    (re.compile(r"(?i)([?&;\s]session=)[^&\s\"'<>]+"), r"\1" + MASK),
    (re.compile(r"(?i)\b((?:cpsession|whostmgrsession|webmailsession)(?:=|%3d|\W{1,4}))[^;,\s\"'}]+"), r"\1" + MASK),
    (
        re.compile(
            r"(?i)\b(authorization\W{1,4})?\b(basic|whm|cpanel)(\s+)([\w.@+-]+:[A-Z0-9]{16,}|[A-Za-z0-9+/]{16,}={0,2})"
        ),
        r"\1\2\3" + MASK,
    ),
    (re.compile(r"(?i)(://[^/\s:@]+:)[^@/\s]+(@)"), r"\1" + MASK + r"\2"),
)
_QUOTED = r"(?<=[\"'`\u201c\u2018\u00ab=\[(])%s(?=[\"'`\u201d\u2019\u00bb&\])])"
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([^uUx]))", re.DOTALL)
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "0": "\0"}


class Redactor:
    """Knows secrets, says whether something holds one of them, and removes them from texts and data.

    Values shorter than four characters are only removed from texts that quote them: elsewhere they are masked by the
    name of their option.
    """

    def __init__(self, secrets: t.Iterable[str | None] = ()) -> None:
        self._needles: dict[str, tuple[str, ...]] = {}  # what to look for in a reading of a text, by secret
        self._short: set[str] = set()
        self.add(*secrets)

    def add(self, *secrets: str | None) -> None:
        for secret in secrets:
            if secret and len(secret) >= SHORTEST:
                lines = secret.splitlines()
                parts = [line.strip() for line in lines if len(lines) > 1 and not line.startswith("-----")]
                for part in (secret, secret.strip(), *(part for part in parts if len(part) >= _LINE)):
                    if len(part) >= SHORTEST and part not in self._needles:
                        self._needles[part] = _needles(part)
            elif secret:
                self._short.add(secret)

    def holds(self, value: t.Any) -> bool:
        """Whether a secret is in it: in texts and keys however encoded, in numbers; short ones as a value of theirs."""
        texts = list(_texts(value))
        return not self._short.isdisjoint(texts) or bool(self._secrets_in("\n".join(texts)))

    def text(self, value: str) -> str:
        """A text without secrets and what has the shape of one."""
        return self._clean(value, self._secrets_in(value))

    def data(self, value: t.Any) -> t.Any:
        """The same for every text, number and key inside dicts and lists."""
        present = self._secrets_in("\n".join(_texts(value)))
        return _mapped(value, lambda text: self._clean(text, present), set(present))

    def _clean(self, text: str, present: t.Mapping[str, tuple[str, ...]]) -> str:
        text = _without(text, present, MASK)
        for short in self._short:
            text = re.sub(_QUOTED % re.escape(short), MASK, text)
        for shape, mask in _SHAPES:
            text = shape.sub(mask, text)
        return text

    def looks(self, value: t.Any) -> bool:
        """Whether something in it has the shape of a secret."""
        return any(shape.search(text) for text in _texts(value) for shape, _mask in _SHAPES)

    def values(self, value: t.Any) -> t.Any:
        """Data without the secrets that are known, but with what only looks like one."""
        present = self._secrets_in("\n".join(_texts(value)))
        if not present:
            return value
        return _mapped(value, lambda text: HIDDEN if text in present else _without(text, present, MASK), set(present))

    def _secrets_in(self, text: str) -> dict[str, tuple[str, ...]]:
        """The secrets that are in a text, with what to look for. Each text is decoded once for all secrets."""
        present: dict[str, tuple[str, ...]] = {}
        if self._needles:
            for reading in _all_readings(text, self._needles):
                grams = _grams(reading) if len(self._needles) > _MANY else None
                for secret, needles in self._needles.items():
                    if secret not in present and any(_stands_in(reading, grams, needle) for needle in needles):
                        present[secret] = needles
        return present


def _all_readings(text: str, secrets: t.Mapping[str, tuple[str, ...]]) -> t.Iterator[str]:
    """The readings of a text, made of one part of it after the other: as many, and as long, as they may be.

    The parts overlap, so that each needle is completely in one of them, also where it is encoded three times over.
    """
    overlap = 9 * max(len(needle) for needles in secrets.values() for needle in needles)
    step = max(_PART, 4 * overlap)
    left = _MOST_READ
    for start in range(0, max(len(text), 1), step):
        part = text[start : start + step + overlap]
        readings = _readings(part) if left > 0 else [part]
        left -= sum(map(len, readings[1:]))
        yield from readings


def _grams(text: str) -> set[str]:
    """Every four characters that follow each other: with many secrets, most are ruled out by them."""
    return {text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)}


def _stands_in(text: str, grams: set[str] | None, needle: str) -> bool:
    if grams is not None:
        if needle[:SHORTEST] not in grams:
            return False
        if any(needle[at : at + SHORTEST] not in grams for at in range(1, len(needle) - SHORTEST + 1)):
            return False
    return needle in text


def _without(text: str, secrets: t.Mapping[str, tuple[str, ...]], mask: str) -> str:
    """The text with a mask for each of the secrets; where an encoding leaves no other way, for whole words or all."""
    if not secrets:
        return text
    spellings = {spelling for secret in secrets for spelling in _spellings(secret)}
    for spelling in sorted(spellings, key=len, reverse=True):
        if spelling in text:
            text = text.replace(spelling, mask)
    if not _is_in(text, secrets):
        return text
    if len(text) > _WORDY:
        return mask
    words = [mask if _is_in(word, secrets) else word for word in re.split(r"(\s+)", text)]
    text = "".join(words)
    return mask if _is_in(text, secrets) else text


def _is_in(text: str, secrets: t.Mapping[str, tuple[str, ...]]) -> bool:
    # What a mask and its surroundings spell together was not there as a secret.
    readings = (reading.replace(MASK, "\0") for reading in _all_readings(text, secrets))
    return any(needle in reading for reading in readings for needles in secrets.values() for needle in needles)


def _mapped(value: t.Any, change: t.Callable[[str], str], numbers: set[str]) -> t.Any:
    """A copy in which every text and key is changed, and numbers that are secrets are masked."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {
            change(key) if isinstance(key, str) else key: _mapped(item, change, numbers) for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_mapped(item, change, numbers) for item in value]
    return HIDDEN if _is_number(value) and str(value) in numbers else value


def _texts(value: t.Any) -> t.Iterator[str]:
    """Every text, number and key in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, (list, tuple, set)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif _is_number(value):
        yield str(value)


def _is_number(value: t.Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# --- encodings -------------------------------------------------------------------------------------------------------


def _readings(text: str) -> list[str]:
    """The text itself and what it says when it is decoded, also several times over."""
    seen = {text: None}  # a dictionary keeps the order
    new = [text]
    for _round in range(_ROUNDS):
        new = [reading for given in new for reading in _decoded(given) if reading not in seen]
        seen.update(dict.fromkeys(new[: _READINGS - len(seen)]))
    return list(seen)


def _decoded(text: str) -> t.Iterator[str]:
    if "%" in text:
        reading = unquote(text)
        yield reading
        if "\ufffd" in reading:
            yield unquote(text, "latin-1")
    if "\\" in text:
        yield _unescaped(text)
    if "&" in text:
        yield _ENTITY.sub(_character, text)
    packed = [_unpacked(run.group()) for run in _BASE64.finditer(text)]
    unpacked = "\n".join(filter(None, packed))
    if unpacked:
        yield unpacked


def _unescaped(text: str) -> str:
    """Escapes of JSON, and of Python's repr."""

    def character(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2) or match.group(3)
        if code is None:
            return _CONTROLS.get(match.group(4), match.group(4))
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""

    text = _ESCAPE.sub(character, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes may be one character


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        return html5.get(name + ";", match.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF else ""


def _unpacked(run: str) -> str:
    """What a run of characters says as base64; nothing if it is not base64, as words of a language are not."""
    run = "".join(run.split()).translate({ord("-"): "+", ord("_"): "/"})
    try:
        return binascii.a2b_base64((run[:-1] if len(run) % 4 == 1 else run) + "===").decode("utf-8")
    except ValueError:
        return ""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@functools.lru_cache(maxsize=1 << 15)
def _needles(secret: str) -> tuple[str, ...]:
    """What stands in a reading that holds the secret: itself, and the middle of it in the alignments of base64."""
    needles = {secret, secret.replace(" ", "+")}  # as forms write it
    for offset, start in enumerate((0, 2, 3)):
        content = b"\0" * offset + _bytes(secret)
        core = base64.b64encode(content).decode("ascii")[start : len(content) * 8 // 6]
        if len(core) > SHORTEST:
            needles.update((core, core.translate({ord("+"): "-", ord("/"): "_"})))
    needles.update((_bytes(secret).hex(), _bytes(secret).hex().upper()))
    return tuple(needles)


@functools.lru_cache(maxsize=1 << 12)
def _spellings(secret: str) -> frozenset[str]:
    """How a secret is usually written, so that the mask takes its place and no more."""
    encoded = base64.b64encode(_bytes(secret)).decode("ascii").rstrip("=")
    content = _bytes(secret)
    spellings = (
        secret,
        quote(content, safe=""),
        quote_plus(content),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        html.escape(secret),
        encoded,
        encoded.translate({ord("+"): "-", ord("/"): "_"}),
        content.hex(),
    )
    return frozenset(spellings)
