# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How texts are noted: ``[_1]`` is the first argument, as in cPanel's own catalogues; backquotes stand for
typographic quotes. ``The `[_1]` argument is invalid.`` becomes a sentence with its argument in the server's quotes.

Must not know languages; ``locale_de.py`` does. Called wherever the server says something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ENGLISH = ("\u201c", "\u201d")
GERMAN = ("\u201e", "\u201c")
_ARGUMENT = re.compile(r"\[_(\d+)\]")
MB = 1024 * 1024
_QUOTES = re.compile(r"`([^`]*)`")


def quoted(text: object, quotes: tuple[str, str] = ENGLISH) -> str:
    """The text in typographic quotes."""
    return str(text).join(quotes)


def fill(template: str, values: Sequence[str], quotes: tuple[str, str] = ENGLISH) -> str:
    """The text of a template; what the arguments contain is left as it is."""
    text = _QUOTES.sub(lambda match: quoted(match[1], quotes), template)
    return _ARGUMENT.sub(lambda match: values[int(match[1]) - 1], text)


def human(size: float) -> str:
    """Bytes for people, with the non-breaking space the server puts in."""
    return f"{size / MB:.2f}\u00a0MB"
