# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of resources inside a cPanel account (UAPI), a declaration each.

A declaration says what tells one item from another, which fields it has, and which calls list, make, change and remove
it. It must not send anything or know a task. Read by the engine through ``registry``.

Private to this collection: nothing here is a public interface.
"""
