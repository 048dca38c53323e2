# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports on many accounts, in JSON, CSV and HTML, of one form for every caller.

This floor owns what a row is (rows), how values read (words), and what the three formats look like (table, charts,
page, look); writing puts them where no other run does. It knows nothing of servers or of Ansible. The action
``report`` calls it.
"""
