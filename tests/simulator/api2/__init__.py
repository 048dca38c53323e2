# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of cPanel API 2: what UAPI lacks. A file put here is found by itself.

Must not know HTTP or envelopes. Called by ``api/execute.py``, by their names.
"""
