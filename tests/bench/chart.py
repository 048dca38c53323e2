# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws a part of a result: seconds against accounts, both axes logarithmic.

    python tests/bench/chart.py build/bench/RESULT.json docs/images/fleet_bench.svg [config]

The bench calls it, too, and writes the charts beside the result: that of the fleet, and that of desired state.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 900, 480
LEFT, RIGHT, TOP, BOTTOM = 64, 340, 52, 52
LABEL = 15

#: The parts of a result: their titles, and the ways to show with colours that can be told apart on white and on black.
TITLES = {"fleet": "Two reading calls in each account", "config": "20 resources in each account"}
COLOURS = {
    "fleet": {
        "fleet_uri": "#d1495b",
        "fleet_loop": "#c77d1e",
        "fleet_hosts": "#8a63d2",
        "fleet_session": "#1f77b4",
        "fleet_asyncio": "#7f7f7f",
        "fleet_whm": "#2a9d5c",
    },
    "config": {
        "config_tasks": "#d1495b",
        "config_first": "#c77d1e",
        "config_session": "#1f77b4",
        "config_whm": "#2a9d5c",
    },
}

_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #222 } .title { font-size: 15px; font-weight: 600 }
.back { fill: #fff } .grid { stroke: #8884; stroke-width: 1 } .line { fill: none; stroke-width: 2 }
.rest { stroke-dasharray: 3 5 }
@media (prefers-color-scheme: dark) { .back { fill: #161616 } text { fill: #ddd } }
"""


@dataclass(frozen=True)
class Scale:
    """A logarithmic axis: from the lowest to the highest value, in pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.start + share * (self.end - self.start), 1)


def drawable(points: list[dict[str, Any]], part: str) -> bool:
    """Whether there is enough for a chart."""
    drawn = [point for point in points if point["name"] in COLOURS[part] and point["seconds"] > 0]
    return len({point["accounts"] for point in drawn}) > 1


def drawn(points: list[dict[str, Any]], subtitle: str = "", part: str = "fleet") -> str:
    """The chart of a part as SVG. Extrapolated parts are dotted."""
    colours = COLOURS[part]
    points = [point for point in points if point["name"] in colours and point["seconds"] > 0]
    counts = sorted({point["accounts"] for point in points})
    seconds = [point["seconds"] for point in points]
    x = Scale(counts[0], counts[-1], LEFT, WIDTH - RIGHT)
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    y = Scale(10.0**low, 10.0**high, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="title" x="{LEFT}" y="24">{TITLES[part]}</text>',
        f'<text x="{LEFT}" y="41">{escape(subtitle)}</text>',
    ]
    for power in range(low, high + 1):
        height = y.at(10.0**power)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height}" y2="{height}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{height + 4}" text-anchor="end">{10.0**power:g} s</text>')
    for count in counts:
        place = x.at(count)
        parts.append(f'<line class="grid" x1="{place}" x2="{place}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{place}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{count}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">accounts (dotted: extrapolated)</text>')
    parts += _lines(points, x, y, colours)
    body = "\n".join(parts)
    return (
        "<!-- Copyright (c) 2026 hostops developers (@hostops)\n"
        "GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)\n"
        "SPDX-License-Identifier: GPL-3.0-or-later -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="Seconds against accounts for each way">\n<style>{_STYLE}</style>\n{body}\n</svg>\n'
    )


def _lines(points: list[dict[str, Any]], x: Scale, y: Scale, colours: dict[str, str]) -> list[str]:
    """A line for each way, and its name at the end, with room to the next one."""
    parts: list[str] = []
    ends: list[tuple[float, str, str]] = []
    for name, colour in colours.items():
        mine = sorted((point for point in points if point["name"] == name), key=lambda point: point["accounts"])
        if not mine:
            continue
        places = [(x.at(point["accounts"]), y.at(point["seconds"])) for point in mine]
        known = sum(not point["extrapolated"] for point in mine)
        for kind, some in (("line", places[:known]), ("line rest", places[max(0, known - 1) :])):
            if len(some) > 1:
                track = " ".join(f"{left},{top}" for left, top in some)
                parts.append(f'<polyline class="{kind}" stroke="{colour}" points="{track}"/>')
        parts += [f'<circle cx="{left}" cy="{top}" r="3.5" fill="{colour}"/>' for left, top in places[:known]]
        each = mine[-1]["seconds"] / mine[-1]["accounts"] * 1000
        ends.append((places[-1][1], colour, f"{mine[0]['title']}: {each:.1f} ms each"))
    height = 0.0
    for top, colour, text in sorted(ends):
        height = max(top + 4, height + LABEL)
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{height}" style="fill: {colour}">{escape(text)}</text>')
    return parts


def subtitle_of(document: dict[str, Any]) -> str:
    machine = document["machine"]
    return f"{machine['cpus']} cores, shared with two simulated servers; Python {machine['python']}; start-up taken off"


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    part = sys.argv[3] if len(sys.argv) > 3 else "fleet"
    document = json.loads(source.read_text())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(drawn(document[part], subtitle_of(document), part))


if __name__ == "__main__":
    main()
