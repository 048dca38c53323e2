# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret in any output: every function that the tables know to return one, and all that tasks are given.

The playbook secrets.yml runs with each callback that shows results of tasks, in both runners. Every secret, those that
the server makes included, holds one word, and nothing that a run prints or leaves behind may hold it, in any encoding.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.hostops.cpanel.plugins.module_utils._api import functions as _functions
from ansible_collections.hostops.cpanel.tests.integration.harness import LOCAL, playbook, target_variables
from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.simulator.api import registry
from ansible_collections.hostops.cpanel.tests.simulator.errors import ApiError

PLAYBOOK = Path(__file__).parent / "playbooks" / "secrets.yml"
WORD = "Canary"
MADE = WORD + "-made-"
#: What is needed to open and close sessions, and cpanel_session returns it by itself.
LEFT_AS_THEY_ARE = {"create_user_session"}
#: Makes a callback that writes to the screen one of those that go beside it: five callbacks take one run.
BESIDE = """
DOCUMENTATION = '''
name: {name}_beside
type: notification
short_description: What {name} shows, beside another callback
description: [For tests.]
extends_documentation_fragment: [result_format_callback]
'''
from ansible.plugins.callback.{name} import CallbackModule as Shown

class CallbackModule(Shown):
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "{name}_beside"
"""
NUMBERED = [f"{WORD}-{number}-{kind}" for number, kind in enumerate(("looped", "of loops"), 17)]
WORDS = {
    "disguised": WORD + '-"&\u00e4+%-4711',
    "key": WORD + "-key-4711",
    "vaulted": WORD + "-vaulted-4711",
    "mysql": WORD + "-mysql-4711",
    "document": WORD + "-document-4711",
    "server": WORD + "-server-4711",
    "token": WORD.upper() + "TOKEN4711TOKEN4711TOKEN",
    "encoded": WORD + '-"<\u00e4 %+\\-4711',
}
PEM = "-----BEGIN RSA PRIVATE KEY-----\n%sabcdefghijklmnop\n-----END RSA PRIVATE KEY-----\n" % MADE


def secret_functions(api: str) -> list[str]:
    names = _functions._names(api)
    lookup = _functions.whm if api == "whm" else _functions.uapi
    return sorted(name for name in names if lookup(name).returns_secret and name not in LEFT_AS_THEY_ARE)


@pytest.fixture
def canaries() -> Iterator[Simulator]:
    """A server whose functions make secrets of which nothing but the table tells that they are some."""
    tables = (registry.UAPI, registry.WHM)
    before = [dict(table) for table in tables]

    def answer(data: Any) -> registry.Handler:
        return lambda call: data

    def tell(call: registry.Call) -> Any:
        raise ApiError("The password `[_1]` is bad: " + json.dumps(call.params["password"]), "?")

    for name in secret_functions("uapi"):
        registry.uapi(name)(answer({"field": MADE + name, "text": f"see {MADE}{name}"}))
    for name in secret_functions("whm"):
        registry.whm(name)(answer({"field": MADE + name}))
    registry.uapi("Canaries::list_things")(answer([{"name": "thing", "private_key": MADE + "thing"}]))
    registry.uapi("Canaries::list_pems")(answer([PEM]))
    registry.uapi("Canaries::list_plain")(answer([{"name": "plain-as-day"}]))
    registry.uapi("Canaries::tell")(tell)
    try:
        with Simulator(servers=1, accounts=3, seed=7) as running:
            yield running
    finally:
        for table, content in zip(tables, before, strict=True):
            table.clear()
            table.update(content)


def play(simulator: Simulator, work: Path, in_process: bool) -> str:
    """Runs the playbook. Returns all that was printed or stays behind."""
    uapi, whm = secret_functions("uapi"), secret_functions("whm")
    boxes = [
        {"name": f"{kind}{number}".replace(" ", ""), "word": word}
        for number, (kind, word) in enumerate((word.rpartition("-")[2], word) for word in NUMBERED)
    ]
    given = WORDS["disguised"]
    disguises = [
        {"text": json.dumps({"any": given})},
        {"text": base64.b64encode(f"xy{given}z".encode()).decode()},
        {"text": "".join(f"%{byte:02x}" for byte in given.encode())},
        {"text": "".join(f"\\u{ord(char):04x}" for char in given)},
        {"deep": [{"list": [["or", given]]}]},
    ]
    variables = {
        **target_variables(simulator),
        "made": MADE,
        "secret_uapi": uapi,
        "secret_whm": whm,
        "calls_uapi": [{"function": name} for name in uapi],
        "calls_whm": [{"function": name} for name in whm],
        "looped_uapi": uapi if in_process else ["Tokens::create_full_access", "SSL::generate_key"],
        "looped_whm": whm if in_process else ["api_token_create"],
        "words": WORDS,
        "boxes": boxes,
        "disguises": disguises,
    }
    inputs = work / "inputs"
    inputs.mkdir()
    (inputs / "variables.json").write_text(json.dumps(variables))
    secret = VaultSecret(b"of the vault")
    sealed = VaultLib([("default", secret)]).encrypt(WORDS["vaulted"], secret).decode()
    (inputs / "vault.yml").write_text("vaulted: !vault |\n" + "".join(f"  {line}\n" for line in sealed.splitlines()))
    for name in ("minimal", "oneline"):
        (inputs / f"{name}_beside.py").write_text(BESIDE.format(name=name))
    (inputs / "vault-password").write_text("of the vault")
    host = {**LOCAL, "hostops_cpanel_in_process": in_process}
    (work / "inventory.yml").write_text(yaml.safe_dump({"all": {"hosts": {"localhost": host}}}))
    done = playbook(
        work,
        *("-vvvvv", "--diff", "-i", "inventory.yml", "--vault-password-file", "inputs/vault-password"),
        *("-e", "@inputs/variables.json", "-e", "@inputs/vault.yml", str(PLAYBOOK)),
        ANSIBLE_CALLBACK_PLUGINS=str(inputs),
        ANSIBLE_CALLBACKS_ENABLED="ansible.builtin.junit,ansible.builtin.tree,minimal_beside,oneline_beside",
        ANSIBLE_CALLBACK_TREE_DIR=str(work / "tree"),
        JUNIT_OUTPUT_DIR=str(work / "junit"),
        ANSIBLE_RETRY_FILES_ENABLED="1",
        ANSIBLE_INJECT_INVOCATION="1",
        PWD=str(work),
    )
    left = [path for path in sorted(work.rglob("*")) if path.is_file() and inputs not in path.parents]
    texts = [done.stdout, done.stderr, *(path.read_text(errors="replace") for path in left)]
    assert (work / "tree" / "localhost").exists()
    assert list((work / "junit").glob("*.xml"))
    assert done.status or {path.suffix for path in (work / "reports").iterdir()} == {".csv", ".html", ".json"}
    printed = "\n".join(texts)
    if os.environ.get("HOSTOPS_KEEP"):
        Path(os.environ["HOSTOPS_KEEP"]).write_text(printed)
    assert done.status == 0, printed[-6000:]
    return printed


def leaks(printed: str) -> list[str]:
    """The lines that hold the word, as it is or in one of the encodings that secrets may pass through."""
    spellings = {WORD, WORD.upper(), WORD.encode().hex()}
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + WORD.encode()).decode()
        spellings.add(encoded[(0, 2, 3)[offset] : (offset + len(WORD)) * 8 // 6])
    spellings.add("".join(f"%{byte:02x}" for byte in WORD.encode()))
    spellings.add("".join(f"\\u{ord(char):04x}" for char in WORD))
    found = []
    for line in printed.splitlines():
        at = next((line.find(spelling) for spelling in spellings if spelling in line), -1)
        if at >= 0:
            found.append(line[max(0, at - 200) : at + 80])
    return found


@pytest.mark.parametrize("runner", ["in_process", "module"])
def test_no_output_shows_a_secret(canaries: Simulator, tmp_path: Path, runner: str) -> None:
    printed = play(canaries, tmp_path, runner == "in_process")
    assert leaks(printed) == []
    for shown in (r"^localhost \| SUCCESS => \{.+\}$", r"^localhost \| SUCCESS => \{$"):  # by oneline, by minimal
        assert re.search(shown, printed, re.MULTILINE)
    for readable in ("plain-as-day", "plain-item-1", "nowhere.invalid", "nobodyatall", "many", "pasword"):
        assert readable in printed
