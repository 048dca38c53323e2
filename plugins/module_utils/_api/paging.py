# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list in pages: as many requests as the rows that were promised need, and an end to it whatever the server says.

Owns how UAPI and WHM count pages (protocol: ``paginate`` and ``chunk`` of the metadata); how a page is asked for,
``requests`` knows. Called by ``client``.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import MEGABYTE
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from .call import Call
from .link import Link
from .requests import write

MOST_REQUESTS = 1000


def fetch(link: Link, call: Call, account: str | None) -> Result:
    """All rows of a list, asked for page by page.

    A server may give fewer rows than were asked for: the next page starts behind those that came. It has to give some,
    others than before, and in all no more bytes than an answer may have. Raises ``protocol`` if it does not.
    """
    function, largest = call.function.name, link.transport.endpoint.largest
    block = "paginate" if call.is_uapi else "chunk"
    pages: list[Result] = []
    start, size = 1, 0
    while True:
        page = link.call(write(call, link.identity, account, start))
        size += page.size
        if pages and size > largest:
            raise _too_large(function, largest)
        if pages and page.ok and _rows(page) > 1 and page.data == pages[-1].data:
            raise _endless(function, "the rows from %d on repeat those before them" % start)
        pages.append(page)
        count, total = _rows(page), _total(page.metadata.get(block))
        start += count
        if not page.ok or not count or start > total:
            break
        if len(pages) == MOST_REQUESTS:
            raise _endless(function, "%d requests did not return all of its %s rows" % (MOST_REQUESTS, _short(total)))
    joined = _joined(pages)
    if joined.ok and _rows(joined) < total:
        text = "%s: the server returned only %d of %s rows" % (function, _rows(joined), _short(total))
        raise CpanelError(
            "protocol", text, code="rows_missing", hint="The list may have changed in the meantime: run the task again."
        )
    return joined


def _joined(pages: t.Sequence[Result]) -> Result:
    """The last page with the rows of all: UAPI's data is the list, WHM's holds it under one key."""
    last = pages[-1]
    if isinstance(last.data, list):
        last.data = [row for page in pages if isinstance(page.data, list) for row in page.data]
    elif isinstance(last.data, dict):
        for key, rows in last.data.items():
            if isinstance(rows, list):
                lists = (page.data.get(key) for page in pages if isinstance(page.data, dict))
                last.data[key] = [row for part in lists if isinstance(part, list) for row in part]
    last.warnings = [text for page in pages for text in page.warnings]
    return last


def _rows(page: Result) -> int:
    """How many rows a page holds."""
    lists = page.data.values() if isinstance(page.data, dict) else [page.data]
    return max((len(rows) for rows in lists if isinstance(rows, list)), default=0)


def _total(block: t.Any) -> int:
    """How many rows there are in all; 0 if the server did not page."""
    block = block if isinstance(block, dict) else {}
    try:
        return int(block.get("total_results", block.get("records", 0)))
    except (TypeError, ValueError, OverflowError):
        return 0


def _short(total: int) -> str:
    return str(total) if total < 10**15 else "countless"


def _endless(function: str, what: str) -> CpanelError:
    hint = "The server announces more rows than it returns: filter the list, or leave page_size out."
    return CpanelError("protocol", "%s: %s" % (function, what), code="endless", function=function, hint=hint)


def _too_large(function: str, largest: int) -> CpanelError:
    return CpanelError(
        "protocol",
        "%s: its pages are larger than %d MB in total" % (function, largest // MEGABYTE),
        code="too_large",
        function=function,
        hint="Ask for less (filters, columns), or raise max_response_mb.",
    )
