# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents on disk: whatever servers and customers call things, a file is data and lies in its directory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.utils.yaml import from_yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.plugin_utils.documents import Documents, Written, document
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

CONFIG = {"email_account": [{"email": "info@example.com", "quota_mb": 10}]}
# The account of the field trial: a path, a line of YAML, and a template.
TAKEOVER = "../../group_vars/all/x\nansible_connection: \"{{ lookup('pipe', 'touch owned') }}\""
NAMES = [
    TAKEOVER,
    "..",
    ".",
    "../x",
    "/etc/x",
    "a/b",
    "$HOME",
    "~",
    "~root",
    ".hidden",
    "-rf",
    "Alice",
    "a\n",
    "",
    "x" * 65,
]
SPECIAL = [
    *("{{ 1 }}", "{% raw %}", "{# #}", "!vault", "!unsafe x", "&a", "*a", "yes", "null", "0o7", "1e3", "a: b", "# x"),
    *(
        "\x00\x1b[2J\x07",
        "a\u2028b\u2029c",
        "\x85x",
        "\u202eabc",
        "\ufeff",
        "\r\n",
        "\ttab",
        " lead",
        "trail ",
        "é",
        "😀",
    ),
]
TEXTS = st.lists(st.sampled_from(SPECIAL) | st.text(max_size=6), max_size=4).map("".join)
TEXTS = TEXTS.filter(lambda text: not any(0xD800 <= ord(char) <= 0xDFFF for char in text))
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def row(account: Any = "alice", host: Any = "server1", **more: Any) -> dict[str, Any]:
    return {"account": account, "host": host, "ok": True, "error": None, "config": CONFIG, **more}


def write(tmp_path: Path, *rows: Any, mode: int | None = None, check: bool = False) -> Written:
    return Documents(str(tmp_path / "docs"), mode, check).write(rows)


def files(tmp_path: Path) -> list[str]:
    return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if not path.is_dir())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["account", "host"])
def test_a_name_that_is_none_is_told_and_the_others_are_written(tmp_path, name, part):
    if part == "host" and name in ("Alice", "x" * 65):
        pytest.skip("a server may be called so")
    told = write(tmp_path, row(**{part: name}), row("bob"))
    assert files(tmp_path) == ["docs/server1/bob.yml"]
    assert len(told.failed) == 1
    assert "\n" not in told.failed[0]["msg"] and "\n" not in str(told.failed[0][part])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(config=st.dictionaries(TEXTS, VALUES, max_size=3), title=TEXTS, msg=st.text(max_size=8))
def test_what_is_written_is_read_again_as_it_was(config, title, msg):
    lacking = [{"kind": "mysql_user", "name": title, "fields": ["password"]}]
    text = document(row(config=config, not_exported=lacking, unreadable=[{"kind": "k", "msg": msg}]))
    assert native(from_yaml(text)) == config
    assert yaml.safe_load(text) == config
    comments = [line for line in text.split("\n") if line.startswith("#")]
    assert len(comments) == 3
    assert all(line.isprintable() for line in comments)


def test_a_text_that_no_file_can_hold_fails_its_account_only(tmp_path):
    told = write(tmp_path, row(config={"x": ["\ud800"]}), row("bob"))
    assert [item["msg"] for item in told.failed] == ["holds text that is not valid Unicode"]
    assert files(tmp_path) == ["docs/server1/bob.yml"]


def test_an_account_does_not_take_the_place_of_the_passwords_of_another(tmp_path):
    told = write(tmp_path, row("alice.vault"), row("alice"), row("alice"))
    assert [item["account"] for item in told.failed] == ["alice.vault", "alice"]
    assert files(tmp_path) == ["docs/server1/alice.yml"]


def test_accounts_that_failed_are_told_with_their_reason(tmp_path):
    failed = {"ok": False, "config": None}
    told = write(tmp_path, row(**failed, error={"msg": "no such account"}), row("bob", **failed))
    assert [item["msg"] for item in told.failed] == ["no such account", "was not read"]
    assert files(tmp_path) == []


def test_links_lead_nowhere(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "bob.yml").write_text("mine\n")
    (tmp_path / "docs" / "server1").mkdir(parents=True)
    (tmp_path / "docs" / "server2").symlink_to(outside)
    (tmp_path / "docs" / "server1" / "bob.yml").symlink_to(outside / "bob.yml")
    told = write(tmp_path, row("alice", "server2"), row("bob"), row("carol"))
    assert {item["account"] for item in told.failed} == {"alice", "bob"}
    assert (outside / "bob.yml").read_text() == "mine\n"
    assert sorted(os.listdir(outside)) == ["bob.yml"]
    assert (tmp_path / "docs" / "server1" / "carol.yml").exists()


def test_a_file_that_is_as_it_should_be_is_not_touched(tmp_path):
    first = write(tmp_path, row())
    path = Path(first.written[0])
    assert oct(path.stat().st_mode & 0o777) == "0o644"
    before = path.stat()
    again = write(tmp_path, row())
    assert (again.written, again.unchanged) == ([], [str(path)])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    path.chmod(0o600)
    changed = write(tmp_path, row(config={}))
    assert changed.written == [str(path)]
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert changed.diffs[0]["before"].count("info@example.com") == 1

    assert write(tmp_path, row(config={}), mode=0o640).written == [str(path)]
    assert oct(path.stat().st_mode & 0o777) == "0o640"
    assert write(tmp_path, row(config={}), mode=0o640).written == []


def test_check_mode_writes_nothing(tmp_path):
    told = write(tmp_path, row(), check=True)
    assert len(told.written) == len(told.diffs) == 1
    assert not (tmp_path / "docs").exists()


def test_what_cannot_be_replaced_fails_its_account_only(tmp_path):
    (tmp_path / "docs" / "server1" / "alice.yml").mkdir(parents=True)
    told = write(tmp_path, row(), row("bob"))
    assert [item["account"] for item in told.failed] == ["alice"]
    assert files(tmp_path) == ["docs/server1/bob.yml"]
