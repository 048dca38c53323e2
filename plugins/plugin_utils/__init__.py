# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Code of the controller: what actions, lookups, the inventory and filters share. Python 3.10+.

Owns what needs Ansible itself, or the files of the machine that runs it. Must not be imported by modules or by
module_utils, which are shipped to other machines.

Private to this collection: nothing here is a public interface.
"""
