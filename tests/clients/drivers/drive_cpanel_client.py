# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in the environment of cpanel-client. A step: [method, arguments]."""

from __future__ import annotations

import json
import sys

from cpanel import ServerAPI


def main() -> None:
    job = json.load(sys.stdin)
    place = job["connection"]
    client = ServerAPI(place["username"], place["password"], place["url"], place["port"])
    answers = []
    for method, arguments in job["steps"]:
        try:
            answers.append({"result": getattr(client, method)(*arguments)})
        except Exception as exc:  # noqa: BLE001 - what a client raises is what the tests want to see
            answers.append({"error": type(exc).__name__, "text": str(exc)})
    json.dump(answers, sys.stdout)


main()
