# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which functions exist, and how a call is written, batched, paged, repeated and sent: as whom, and which way.

Owns the function tables, calls and requests, batches, pages, and the ``Client``. Must not know Ansible, tasks, or the
desired state of anything. Called by ``_task``, ``_state`` and ``_fleet``, by lookups and by the inventory.

Private to this collection: nothing here is a public interface.
"""
