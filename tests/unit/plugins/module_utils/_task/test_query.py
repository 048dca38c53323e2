# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries that users write over the data of a call."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._task.query import Query

quick = settings(max_examples=150, deadline=None)


@quick
@given(st.text(max_size=20) | st.text(alphabet="abl.[]{}()*?&|@`'\":,<=!12 ", max_size=12))
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning:jmespath")
def test_any_query_is_an_answer_or_a_usage_error(expression):
    error = None
    try:
        Query(expression).apply([{"a": 1}])
    except CpanelError as exc:
        error = exc
    assert error is None or (error.category, error.msg[:7]) == ("usage", "query: ")
