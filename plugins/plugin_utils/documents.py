# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts as files, ``DIRECTORY/SERVER/ACCOUNT.yml``, written from what cpanel_fleet exported.

Everything in them is chosen by servers and customers. Names become paths by one check, values and comments become YAML
by a library: nothing of it is a template, a tag or a line of its own. Must not know kinds of resources. Called by the
action ``account_documents``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import stat
import typing as t

import yaml

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.plugin_utils import files
from ansible_collections.hostops.cpanel.plugins.plugin_utils.paths import account_files

Record = t.Mapping[str, t.Any]


@dataclasses.dataclass
class Written:
    """What came of all documents: paths that were or would be written, those that were as they should be, failures."""

    written: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    failed: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)
    diffs: list[dict[str, str]] = dataclasses.field(default_factory=list)


class Documents:
    """Writes documents below a directory. In check mode it only says what it would do."""

    def __init__(self, directory: str, mode: int | None, check_mode: bool) -> None:
        self._directory = directory
        self._mode = mode
        self._check_mode = check_mode
        self._places: set[str] = set()

    def write(self, results: t.Iterable[Record]) -> Written:
        """Writes the document of every account that has one; an account that has none, or whose name is none, fails."""
        outcome = Written()
        for item in results:
            try:
                self._write(item, outcome)
            except ValueError as exc:
                outcome.failed.append(_failure(item, str(exc)))
            except OSError as exc:
                outcome.failed.append(_failure(item, exc.strerror or str(exc)))
        return outcome

    def _write(self, item: Record, outcome: Written) -> None:
        error = item.get("error")
        if error or not isinstance(item.get("config"), dict):
            raise ValueError(str((error or {}).get("msg") or "was not read"))
        path = self._place(item)
        text = document(item)
        data = _encoded(item["config"], text)
        before = _read(path)
        if before == data and (self._mode is None or _mode(path) == self._mode):
            outcome.unchanged.append(path)
            return
        if not self._check_mode:
            files.directory(os.path.dirname(path), 0o755)
            files.replace(path, data, self._mode if self._mode is not None else _mode(path))
        outcome.written.append(path)
        shown = (before or b"").decode("utf-8", "backslashreplace")
        outcome.diffs.append({"before": shown, "after": text, "before_header": path, "after_header": path})

    def _place(self, item: Record) -> str:
        path, _vault = account_files(self._directory, item.get("account"), _names.server(item.get("host")))
        if path in self._places:
            raise ValueError("there are two accounts of this name on this server")
        self._places.add(path)
        return path


def document(item: Record) -> str:
    """The text of an account's file: comments that say what it is and what is not in it, and the document."""
    lines = ["%s on %s, as hostops.cpanel found it." % (item["account"], item["host"])]
    for lacking in item.get("not_exported") or ():
        fields = ", ".join(map(str, lacking.get("fields") or ()))
        lines.append("Not part of it: %s %s: %s" % (lacking.get("kind"), lacking.get("name"), fields))
    unread = item.get("unreadable") or ()
    lines += ["Could not be read: %s: %s" % (entry.get("kind"), entry.get("msg")) for entry in unread]
    comments = "".join("# %s\n" % _one_line(line) for line in lines)
    return "---\n%s%s" % (comments, _yaml(item["config"]))


def _encoded(config: Record, text: str) -> bytes:
    try:
        json.dumps(config, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # YAML could be written, and not be read again
        raise ValueError("holds text that is not valid Unicode") from None
    return text.encode()


def _one_line(text: str) -> str:
    """A text for a comment: no character in it may end the line, or keep the file from being read."""
    line = " ".join(_names.printable(text, 400).split())
    return line if line.isprintable() else line.encode("ascii", "backslashreplace").decode()


class _Dumper(yaml.SafeDumper):
    """Readable texts as they are; one with a character that cannot be seen in quotes, as ASCII."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        self.allow_unicode = False
        try:
            super().write_double_quoted(text, split)
        finally:
            self.allow_unicode = True

    def ignore_aliases(self, _data: t.Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    lines = text.split("\n")
    style = '"' if not all(map(str.isprintable, lines)) else "|" if len(lines) > 1 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


class _FastDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """The same for documents in which all can be seen, which are nearly all of them."""

    def ignore_aliases(self, _data: t.Any) -> bool:
        return True


def _yaml(config: Record) -> str:
    """No line is folded: a value is a line in a difference."""
    dumper = _FastDumper if _visible(config) else _Dumper
    return yaml.dump(config, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10**9)


def _visible(value: t.Any) -> bool:
    if isinstance(value, dict):
        return all(_visible(key) and _visible(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_visible, value))
    return not isinstance(value, str) or (value.isascii() and value.isprintable())


def _failure(item: Record, msg: str) -> dict[str, t.Any]:
    return {"host": _name(item.get("host")), "account": _name(item.get("account")), "msg": _names.printable(msg)}


def _name(name: t.Any) -> str | None:
    return None if name is None else _names.shown(str(name))[1:-1]


def _read(path: str) -> bytes | None:
    """What is there; None if there is nothing, or a link, which is not followed but replaced. Raises OSError."""
    if os.path.islink(path) or not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def _mode(path: str) -> int:
    """The permissions of a file, or those of a new one."""
    if os.path.islink(path) or not os.path.exists(path):
        return 0o644
    return stat.S_IMODE(os.lstat(path).st_mode)
