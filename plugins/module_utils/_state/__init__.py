# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desired state: what should be there, read, planned, applied, and read back.

Owns the language of declarations (``kind``, ``scope``, ``reading``, ``values``), the engine that follows them,
documents, and the kinds themselves (``account``).
Must not know how a call travels, or that several accounts are worked on at once.
Called by the modules of resources and by ``_fleet``.

Private to this collection: nothing here is a public interface.
"""
