# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.module_utils._document import DOCUMENTED

Item = t.Mapping[str, t.Any]


def drift_report(result: t.Any, check_mode: bool = False) -> dict[str, t.Any]:
    """The result of cpanel_fleet with a document, with ``cells`` and ``findings`` for reports."""
    items = result.get("results") if isinstance(result, t.Mapping) else None
    if not isinstance(items, (list, tuple)) or any("plan" not in item for item in items):
        raise AnsibleFilterError(
            "hostops.cpanel.drift_report: this is no result of hostops.cpanel.cpanel_fleet with config"
        )
    drifted = {kind for item in items for kind in item["drift"]}
    kinds = [*(kind for kind in DOCUMENTED if kind in drifted), *sorted(drifted - set(DOCUMENTED))]
    return {
        **result,
        "check_mode": check_mode,
        "columns": ["changes", *kinds],
        "results": [{**item, "cells": _cells(item, kinds), "findings": _findings(item)} for item in items],
    }


def _cells(item: Item, kinds: t.Sequence[str]) -> dict[str, int]:
    """The numbers of changes; none for an account of which nobody knows them."""
    if not item["ok"]:
        return {}
    return {"changes": len(item["plan"]), **{kind: item["drift"].get(kind, 0) for kind in kinds}}


def _findings(item: Item) -> list[str]:
    """A line for each change; of an account that failed, also what was not made."""
    made = [*item["plan"], *(item.get("applied") or ())]
    return [*map(_line, made), *("not made: %s" % _line(change) for change in item.get("pending") or ())]


def _line(change: Item) -> str:
    before, after = change["before"] or {}, change["after"] or {}
    text = "%(kind)s %(name)s: %(action)s" % change
    if change["action"] != "update":
        return text
    return "%s %s" % (text, ", ".join(_field(name, before.get(name), after.get(name)) for name in {**before, **after}))


def _field(name: str, before: t.Any, after: t.Any) -> str:
    """The name of a field, of records and privileges also which of them. No values: they are nobody else's business."""
    changed: list[str] = []
    if name == "records":
        sides = [{"%(name)s %(type)s" % record: record for record in side or ()} for side in (before, after)]
        changed = [key for key in {**sides[0], **sides[1]} if sides[0].get(key) != sides[1].get(key)]
    elif isinstance(before, dict) and isinstance(after, dict):
        changed = [str(key) for key in {**before, **after} if before.get(key) != after.get(key)]
    return "%s (%s)" % (name, ", ".join(changed)) if changed else name


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"drift_report": drift_report}
