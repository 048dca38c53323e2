# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a simulated server for `ansible-test integration`, described in integration_config.yml, until interrupted."""

from __future__ import annotations

import signal
import sys

import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import ROOT, target_variables
from ansible_collections.hostops.cpanel.tests.simulator import Simulator


def main() -> int:
    config = ROOT / "tests" / "integration" / "integration_config.yml"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Simulator(servers=1, accounts=5, seed=7) as simulator:
        variables = {**target_variables(simulator), "cpanel_mode": "in_process", "hostops_cpanel_in_process": True}
        config.write_text(yaml.safe_dump(variables, sort_keys=False))
        print(f"serving; {config.relative_to(ROOT)} describes it; end with Ctrl-C", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
        finally:
            config.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
