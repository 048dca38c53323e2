# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action report: the files of one report, and what a run prints of it.

Owns the options, the order and the JSON document; rows, table and page are in plugin_utils/reports. Called by Ansible,
on the controller only: the module of this name is documentation.
"""

from __future__ import annotations

import datetime
import json
import os
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.plugin_utils import files
from ansible_collections.hostops.cpanel.plugins.plugin_utils.controller_action import ControllerAction
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import about, rows, table, words, writing
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.page import Page

FORMATS = ("json", "csv", "html")


class ActionModule(ControllerAction):
    spec = {
        "result": {"type": "dict", "required": True},
        "directory": {"type": "path", "required": True},
        "name": {"type": "str", "default": ""},
        "formats": {"type": "list", "elements": "str", "choices": list(FORMATS), "default": list(FORMATS)},
        "title": {"type": "str", "default": "cPanel fleet"},
        "columns": {"type": "list", "elements": "str", "default": []},
        "chart": {"type": "str", "default": ""},
        "about": {"type": "dict", "default": {}},
        "planned": {"type": "bool", "default": False},
        "mode": {"type": "raw", "default": "0600"},
        "directory_mode": {"type": "raw", "default": "0700"},
    }

    def write(
        self, params: t.Mapping[str, t.Any], _check_mode: bool, task_vars: t.Mapping[str, t.Any]
    ) -> dict[str, t.Any]:
        result = params["result"]
        if not isinstance(result.get("results"), list):
            raise usage("result: has no list of results", "Give the result of cpanel_fleet.")
        mode, name = files.mode_of("mode", params["mode"]), writing.checked(params["name"])
        directory_mode = files.mode_of("directory_mode", params["directory_mode"])
        now = datetime.datetime.now(datetime.timezone.utc)
        results = rows.without_secrets(result["results"])
        table_rows = [rows.row(item) for item in results]
        hosts = list(dict.fromkeys(row.host for row in table_rows))
        variables = {key: self._templar.template(value) for key, value in task_vars.items() if key in _OF_AWX}
        run = about.of_run(params["about"], hosts, variables, os.environ)
        page = Page(
            title=params["title"],
            generated_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            about=about.titled(run),
            rows=table_rows,
            columns=params["columns"] or rows.columns_of(table_rows),
            chart=params["chart"],
            judged=any("findings" in item or "state" in item for item in results),
            check_mode=params["planned"],
            summary=result.get("summary") or {},
        )
        document = {
            "title": page.title,
            "generated_at": page.generated_at,
            "about": run,
            "check_mode": page.check_mode,
            "summary": page.summary,
            "failed_accounts": result.get("failed_accounts") or [],
            "results": results,
        }
        formats = [kind for kind in FORMATS if kind in params["formats"]]
        contents = {kind: _content(kind, page, document) for kind in formats}
        directory = os.path.abspath(params["directory"])
        job = about.job_of(variables)
        own = "-".join(filter(None, ("fleet", now.strftime("%Y%m%dT%H%M%SZ"), job and "job" + job)))
        try:
            files.directory(directory, directory_mode)
            paths = writing.write(directory, name, own, contents, mode) if contents else []
        except OSError as exc:
            raise CpanelError("usage", "directory: %s" % exc, hint="Choose another directory.", sent=False) from exc
        counts = {state: sum(row.state == state for row in table_rows) for state in rows.STATES}
        return {
            "files": paths,
            "counts": counts,
            "lines": rows.lines(results, table_rows),
            "names": {state: rows.names(table_rows, state) for state in rows.STATES[:-1]},
        }


_OF_AWX = [prefix + name for prefix in ("awx_", "tower_") for name in ("job_id", "user_name", "project_revision")]


def _content(kind: str, page: Page, document: t.Mapping[str, t.Any]) -> bytes:
    if kind == "html":
        return page.html().encode("utf-8", "backslashreplace")
    if kind == "csv":
        return table.csv_text(page.rows, page.columns, page.judged).encode("utf-8", "backslashreplace")
    return json.dumps(words.finite(document), indent=1, default=str, allow_nan=False).encode() + b"\n"
