# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of the run that made it: documents and their commit, servers, who, and which job.

Reads Git's own files and AWX's variables. Must not know formats. Called by the action ``report``.
"""

from __future__ import annotations

import getpass
import os
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import words

Values = t.Mapping[str, t.Any]
_TITLES = {
    "documents": "Documents",
    "commit": "Git commit",
    "servers": "Servers asked",
    "run_by": "Run by",
    "job": "AWX job",
}
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_SERVERS = 8


def of_run(given: Values, hosts: t.Sequence[str], variables: Values, environ: t.Mapping[str, str]) -> dict[str, t.Any]:
    """What is known of this run, under the keys of ``_TITLES``; what is given comes first, under any keys."""
    known = {
        "documents": "",
        "commit": commit_of(str(given.get("documents") or "")) or _variable(variables, "project_revision"),
        "servers": list(hosts),
        "run_by": _variable(variables, "user_name") or _user(environ),
        "job": job_of(variables),
    }
    return {**known, **{str(key): value for key, value in given.items() if value not in ("", None)}}


def job_of(variables: Values) -> str:
    """The number of the job in AWX; "" outside of it."""
    return re.sub(r"\D", "", _variable(variables, "job_id"))


def titled(about: Values) -> dict[str, str]:
    """The same for people."""
    servers = about.get("servers")
    if isinstance(servers, list) and len(servers) > _SERVERS:
        more = "%s and %d more" % (", ".join(map(str, servers[:_SERVERS])), len(servers) - _SERVERS)
        about = {**about, "servers": more}
    if _COMMIT.fullmatch(str(about.get("commit"))):
        about = {**about, "commit": about["commit"][:12]}
    return {
        _TITLES.get(key) or words.title(key): printable(
            ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        )
        for key, value in about.items()
    }


def commit_of(directory: str) -> str:
    """The commit that is checked out where a directory lies, read from Git's own files; "" if there is none."""
    path = os.path.realpath(directory) if directory else ""
    while path and path != os.path.dirname(path):
        commit = _head(os.path.join(path, ".git"))
        if commit is not None:
            return commit
        path = os.path.dirname(path)
    return ""


def _head(git: str) -> str | None:
    """None if there is no repository there."""
    if os.path.isfile(git):  # of a worktree or a submodule
        target = _read(git).partition("gitdir: ")[2]
        git = os.path.join(os.path.dirname(git), target)
    head = _read(os.path.join(git, "HEAD"))
    if not head:
        return None
    if _COMMIT.fullmatch(head):
        return head
    name = head.partition("ref: ")[2]
    common = os.path.join(git, _read(os.path.join(git, "commondir")) or ".")
    if not re.fullmatch(r"refs/[\w./-]+", name) or ".." in name:
        return ""
    loose = next(filter(_COMMIT.fullmatch, (_read(os.path.join(place, name)) for place in (git, common))), "")
    packed = re.search(r"^([0-9a-f]{40,64}) %s$" % re.escape(name), _read(os.path.join(common, "packed-refs")), re.M)
    return loose or (packed[1] if packed else "")


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(10_000_000).strip()
    except OSError:
        return ""


def _variable(variables: Values, name: str) -> str:
    """What AWX says of a job, under its own prefix or that of Tower."""
    return next((str(variables[key]) for key in ("awx_" + name, "tower_" + name) if variables.get(key)), "")


def _user(environ: t.Mapping[str, str]) -> str:
    try:
        return environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):  # a container's user has no name
        return "uid %d" % os.getuid()
