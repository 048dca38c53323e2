# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one exception: its categories and what it carries."""

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.module_utils import _errors
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError


def test_an_error_has_a_known_category_and_eight_more_facts():
    error = _errors.usage("host is missing", "Give host.")
    assert (error.category, error.code, error.sent, str(error)) == ("usage", "usage", False, "host is missing")
    assert list(error.as_dict()) == "category code http_status service function errors messages retryable hint".split()
    assert not error.refuses_credential
    assert [category for category in _errors.CATEGORIES if CpanelError(category, "").refuses_credential] == [
        "auth_invalid",
        "auth_locked",
    ]


def test_an_unknown_name_is_compared_with_the_known_ones():
    known = {"quota_mb": 1, "email": 2}
    assert _errors.closest_name("qouta_mb", known) == "quota_mb"
    assert _errors.did_you_mean("qouta_mb", known, "Options are few.") == "Did you mean quota_mb?"
    assert _errors.did_you_mean("zzz", known, "Options are few.") == "Options are few."
    assert _errors.did_you_mean(7, known) is None
