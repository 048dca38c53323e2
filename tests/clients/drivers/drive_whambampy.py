# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in the environment of whambampy, which mints a session as soon as it is made. A step: [function, parameters]."""

from __future__ import annotations

import json
import sys

from whambampy import whm


def main() -> None:
    job = json.load(sys.stdin)
    answers = []
    try:
        client = whm(**job["connection"])
        for function, params in job["steps"]:
            answers.append({"result": client.call(function, **params)})
    except Exception as exc:  # noqa: BLE001 - what a client raises is what the tests want to see
        answers.append({"error": type(exc).__name__, "text": str(exc)})
    json.dump(answers, sys.stdout)


main()
