# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several kinds of an account have in common: domains, zones, where mail goes, names in MySQL.

Pure functions over answers and items. Must not know the engine. Called by declarations.

Private to this collection: nothing here is a public interface.
"""
