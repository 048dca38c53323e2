# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of files to upload that hold placeholders: none leaves the folder that it names."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet import paths as _paths

TOLD = frozenset(["account", "domain", "ip"])
VALUES = {
    "account": "alice",
    "domain": "alice.example.com",
    "ip": "192.0.2.1",
    "host": "s1",
    "vars.up": "../up",
    "vars.logo": "~/logo.png",
    "vars.many": ["/a", "/b"],
    "vars.deep": "deep/x",
    "vars.text": "{domain}",
}


def filled(template: Any, told: Any = TOLD, **more: Any) -> Any:
    return _paths.filled(template, lambda name: {**VALUES, **more}[name], told)


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/srv/logos/{domain}.png", "/srv/logos/alice.example.com.png"),
        ("/srv/{host}/{account}.png", "/srv/s1/alice.png"),
        ("{account}.png", "alice.png"),
        ("~/logos/{domain}", "home/logos/alice.example.com"),
        ("{vars.logo}", "~/logo.png"),
        ("{vars.many}", ["/a", "/b"]),
        ("/srv/{vars.deep}/{account}", "/srv/deep/x/alice"),
        ("/srv/x.png", "/srv/x.png"),
        ("~/x.png", "~/x.png"),
        (["/srv/{account}", "/srv/b"], ["/srv/alice", "/srv/b"]),
        ("/srv/\\{domain}/{account}", "/srv/{domain}/alice"),
        ("/srv/{vars.text}.png", "/srv/{domain}.png"),
    ],
)
def test_good_ones(tmp_path, template, path):
    plain = path if isinstance(path, list) or path.startswith(("/", "~")) else str(tmp_path / path)
    assert filled(template) == plain


@pytest.mark.parametrize(
    "template", ["/srv/{domain}/logo.png", "/srv/{account}/{domain}.png", "{domain}/x", "/{ip}/x", "/srv/x{domain}/y"]
)
def test_no_folder_is_named_by_a_server(template):
    with pytest.raises(CpanelError, match="comes from the server and cannot name the folder") as caught:
        filled(template)
    assert caught.value.category == "usage"
    assert filled(template, told=frozenset()), "what the user gives with the account is the user's"


@pytest.mark.parametrize("template", ["/srv/logos/{vars.up}", "/srv/logos/{vars.up}/{account}", "/srv/a/{vars.up}.png"])
def test_variables_leave_no_folder_that_the_task_names(template):
    with pytest.raises(CpanelError, match="is outside the folder"):
        filled(template)


def test_links_in_the_folder_lead_nowhere_else(tmp_path):
    logos, secret = tmp_path / "logos", tmp_path / "secret"
    logos.mkdir()
    secret.write_text("x", encoding="utf-8")
    (logos / "alice.png").symlink_to(secret)
    (tmp_path / "link").symlink_to(logos)
    with pytest.raises(CpanelError, match="is outside the folder"):
        filled(str(logos / "{account}.png"))
    assert filled(str(tmp_path / "link" / "{account}.txt")) == str(tmp_path / "link" / "alice.txt")
    (logos / "bob.png").symlink_to(logos / "default.png")
    assert filled(str(logos / "{account}.png"), account="bob") == str(logos / "bob.png")


HOSTILE = st.text(alphabet="a./~$\\{}%\0\n", max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(value=HOSTILE, template=st.sampled_from(["{d}/{account}", "{d}/x{account}y", "~/logos/{account}", "{account}"]))
def test_whatever_a_server_says_the_folder_holds_it(tmp_path, value, template):
    """Even with names that have not passed the check, as if that were not there."""
    (tmp_path / "d").mkdir(exist_ok=True)
    template = template.replace("{d}", str(tmp_path / "d"))
    folder = os.path.dirname(os.path.expanduser(template)) or str(tmp_path)
    try:
        path = filled(template, account=value)
    except (CpanelError, ValueError):
        return
    assert os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)
