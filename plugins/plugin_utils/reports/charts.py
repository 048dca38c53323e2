# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Histograms of numbers, as SVG.

Must not know accounts or reports. Called by ``page``.
"""

from __future__ import annotations

import html
import math
import typing as t

BARS = 12
LEFT, RIGHT, TOP, BOTTOM = 56, 660, 20, 190


def histogram(identifier: str, title: str, unit: str, values: t.Iterable[float | None]) -> str:
    """A figure of bars as wide as 1, 2 or 5 times a power of ten, whole ones at least 1; "" if there are no numbers."""
    numbers = sorted(value for value in values if value is not None and math.isfinite(value))
    if not numbers:
        return ""
    width, first, counts = _bars(numbers)
    most = max(counts)
    middle = (
        len(numbers),
        _short(numbers[0]),
        _short(numbers[len(numbers) // 2]),
        _short(numbers[len(numbers) * 95 // 100]),
        _short(numbers[-1]),
    )
    summary = "%d accounts: least %s, median %s, 95th percentile %s, most %s." % middle
    return (
        '<figure><figcaption id="%(id)s">%(title)s</figcaption>'
        '<svg viewBox="0 0 680 230" role="img" aria-labelledby="%(id)s %(id)s-text">%(parts)s'
        '<text x="358" y="226" text-anchor="middle">%(unit)s</text></svg>'
        '<p class="note" id="%(id)s-text">%(summary)s</p></figure>'
    ) % {
        "id": identifier,
        "title": html.escape(title),
        "unit": html.escape(unit),
        "summary": summary,
        "parts": "".join([*_grid(most), *_columns(width, first, counts, most)]),
    }


def _bars(numbers: t.Sequence[float]) -> tuple[float, int, list[int]]:
    """How wide a bar is, the number of the first, and what is in each."""
    low, high = numbers[0], numbers[-1]
    raw = (high - low) / BARS or abs(high) / BARS or 1.0
    if all(float(number).is_integer() for number in numbers):
        raw = max(raw, 1.0)
    power = 10.0 ** math.floor(math.log10(raw))
    width = next(factor * power for factor in (1, 2, 5, 10) if raw <= factor * power * 1.0000001)
    first = math.floor(low / width)
    counts = [0] * (math.floor(high / width) - first + 1)
    for number in numbers:
        counts[min(math.floor(number / width) - first, len(counts) - 1)] += 1
    return width, first, counts


def _grid(most: int) -> t.Iterator[str]:
    for part in sorted({0, most // 2, most}):
        y = BOTTOM - (BOTTOM - TOP) * part / most
        yield '<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>' % (LEFT, RIGHT, y, y)
        yield '<text x="%d" y="%.1f" text-anchor="end">%d</text>' % (LEFT - 6, y + 4, part)


def _columns(width: float, first: int, counts: t.Sequence[int], most: int) -> t.Iterator[str]:
    step = (RIGHT - LEFT - 4) / len(counts)
    every = math.ceil(len(counts) / 8)
    for place, count in enumerate(counts):
        x, start = LEFT + 2 + place * step, (first + place) * width
        if count:
            height = max((BOTTOM - TOP) * count / most, 1.5)
            yield (
                '<rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s to %s: %d</title></rect>'
                % (x + 1, BOTTOM - height, step - 2, height, _short(start), _short(start + width), count)
            )
        if place % every == 0:
            yield '<text x="%.1f" y="208" text-anchor="middle">%s</text>' % (x, _short(start))


def _short(value: float) -> str:
    return "%.4g" % value if abs(value) < 10000 else "%.0f" % value
