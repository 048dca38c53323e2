# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many accounts on many servers in one task.

Owns servers, targets, the selection of accounts, the lanes that work on them side by side, and the report.
Must not know how a call travels or how a kind is declared.
Called by ``cpanel_fleet``, the inventory, and the controller's plugins.

Private to this collection: nothing here is a public interface.
"""
