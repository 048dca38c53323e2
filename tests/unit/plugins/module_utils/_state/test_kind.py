# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of declarations: every word is explained where it stands, and says something in some declaration."""

from __future__ import annotations

import ast
import dataclasses
import inspect

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state import kind as language
from ansible_collections.hostops.cpanel.plugins.module_utils._state.kind import Field, Kind
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS


@pytest.mark.parametrize("part", [Field, Kind])
def test_every_word_has_a_comment(part):
    source = inspect.getsource(language)
    lines = source.splitlines()
    (body,) = [node.body for node in ast.parse(source).body if getattr(node, "name", "") == part.__name__]
    words = {node.target.id: node.lineno for node in body if isinstance(node, ast.AnnAssign)}
    assert set(words) == {field.name for field in dataclasses.fields(part)}
    assert [word for word, number in words.items() if not lines[number - 2].strip().startswith("#")] == []


@pytest.mark.parametrize(("part", "declared"), [(Kind, list(KINDS.values())), (Field, None)])
def test_every_word_is_used(part, declared):
    """A word that no declaration needs would only have to be read."""
    declared = declared or [field for kind in KINDS.values() for field in kind.fields.values()]
    for word in dataclasses.fields(part):
        assert any(getattr(one, word.name) != word.default for one in declared), word.name


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_one_needs_is_declared(kind):
    """The defaults of create and remove are for what comes and goes with something else."""
    fields = {field.name: field.default for field in dataclasses.fields(Kind)}
    given = {word for word in ("create", "remove") if getattr(kind, word) is not fields[word]}
    assert given == {"create", "remove"} or not kind.removable
    assert set(kind.key) <= set(kind.fields) and (kind.domain is None or kind.domain in kind.fields)
    assert set(kind.together) <= set(kind.fields) and kind.plural.endswith("s")


def test_creating_replaces_one_whole_where_there_is_no_update():
    """So nothing of an item may be lost on the way: what cannot change has no update at all."""
    assert {name for name, kind in KINDS.items() if kind.update is None and set(kind.state) - set(kind.key)} == {
        "dns_record",
        "email_autoresponder",
        "email_default_address",
        "email_filter",
        "email_routing",
        "php_version",
    }
