# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import stat
import tempfile
import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import Identity
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError

LIFETIME = 15 * 60
RUN_VARIABLE = "HOSTOPS_CPANEL_RUN"
_WAIT = 10.0
_memory: dict[str, dict[str, t.Any]] = {}


class Breaker:
    """Keeps a refused credential from being tried again by this process and by parallel workers of the same play.

    A file per run, host, port and credential (named by a hash, 0600, in a directory of our own) holds the verdict:
    ``ok``, ``open`` (no verdict, the server was not reached) or ``failed``. Until there is one, the first attempt is
    made alone and the others wait for it, so that fifty hosts with a wrong token make one failed attempt.
    """

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        run = os.environ.get(RUN_VARIABLE) or "pid-%d" % os.getpid()
        self._name = (
            hashlib.sha256(("%s\n%s" % (run, identity.key)).encode()).hexdigest()[:40] if identity.key else None
        )
        self._directory = _private_directory() if self._name else None
        self.proven = False

    @contextlib.contextmanager
    def attempt(self) -> t.Iterator[None]:
        """Around one request with the credential. Raises the first refusal instead, if there has been one."""
        if self._name is None or self.proven:
            with self._verdict():
                yield
            return
        with contextlib.ExitStack() as stack:
            if self._state() is None:
                self._wait_turn(stack)
            state = self._state()
            if state is not None and state.get("state") == "failed":
                raise self._first_refusal(state)
            self.proven = state is not None and state.get("state") == "ok"
            with self._verdict():
                yield

    @contextlib.contextmanager
    def _verdict(self) -> t.Iterator[None]:
        """Remembers how the request went."""
        try:
            yield
        except CpanelError as exc:
            if exc.refuses_credential or (not self.proven and _looks_refused(exc)):
                self.refuse(exc)
            elif exc.category in ("connection", "tls") and not exc.sent:
                self._remember("open")
            elif exc.category not in ("connection", "tls", "protocol", "wrong_port"):
                self._prove()
            raise
        self._prove()

    def refuse(self, error: CpanelError) -> CpanelError:
        """Remembers a refusal that someone else found out; returns it."""
        self.proven = False
        self._remember("failed", error)
        return error

    @contextlib.contextmanager
    def alone(self) -> t.Iterator[CpanelError | None]:
        """One worker at a time, for a question about the credential; gives the refusal if there is one by now."""
        with contextlib.ExitStack() as stack:
            if self._name is not None:
                self._wait_turn(stack, until_known=False)
            state = self._state() if self._name is not None else None
            refused = state is not None and state.get("state") == "failed"
            yield self._first_refusal(state) if state is not None and refused else None

    def _prove(self) -> None:
        if self._name and not self.proven:
            self.proven = True
            self._remember("ok")

    def _first_refusal(self, state: t.Mapping[str, t.Any]) -> CpanelError:
        error = CpanelError(
            state["category"],
            "%s was refused %d s ago and is not tried again in this run, to keep cPHulk from locking %s out. "
            "The first refusal: %s"
            % (self._identity.title, time.time() - state["time"], self._identity.username, state["msg"]),
            code="breaker_open",
            http_status=state["http_status"],
            service=self._identity.service,
            hint=state["hint"],
            sent=False,
        )
        return error

    def _wait_turn(self, stack: contextlib.ExitStack, *, until_known: bool = True) -> None:
        """Waits until no one else makes the first attempt, at most ten seconds; the lock goes with ``stack``."""
        if self._directory is None:
            return
        try:
            descriptor = os.open(os.path.join(self._directory, "%s.lock" % self._name), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return
        stack.callback(os.close, descriptor)
        deadline = time.monotonic() + _WAIT
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if until_known and self._state() is not None:
                    return
                time.sleep(0.01)

    def _state(self) -> dict[str, t.Any] | None:
        state = _memory.get(str(self._name))
        if self._directory is not None:
            try:
                with open(os.path.join(self._directory, "%s.json" % self._name), encoding="utf-8") as stream:
                    state = json.load(stream)
            except (OSError, ValueError):
                pass
        if not isinstance(state, dict) or not isinstance(state.get("time"), (int, float)):
            return None
        return state if 0 <= time.time() - state["time"] < LIFETIME else None

    def _remember(self, verdict: str, error: CpanelError | None = None) -> None:
        if self._name is None:
            return
        state: dict[str, t.Any] = {"state": verdict, "time": time.time()}
        if error is not None:
            state.update(category=error.category, msg=error.msg, http_status=error.http_status, hint=error.hint)
        _memory[self._name] = state
        if self._directory is None:
            return
        path = os.path.join(self._directory, "%s.json" % self._name)
        try:
            descriptor = os.open("%s.%d" % (path, os.getpid()), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as stream:
                json.dump(state, stream)
            os.replace("%s.%d" % (path, os.getpid()), path)
            _remove_old(self._directory)
        except OSError:
            self._directory = None


def _looks_refused(error: CpanelError) -> bool:
    """An answer that may be a refusal of the credential, whatever it was taken for: it is not asked for again."""
    return error.http_status in (200, 401, 403) and (error.category == "wrong_port" or error.code == "html")


def _private_directory() -> str | None:
    """Our own runtime directory, 0700; None where there is no safe one (then only this process remembers)."""
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    path = os.path.join(base, "hostops-cpanel-%d" % os.getuid())
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        found = os.lstat(path)
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return path if private and os.access(path, os.W_OK) else None


def _remove_old(directory: str) -> None:
    for entry in os.scandir(directory):
        with contextlib.suppress(OSError):
            if time.time() - entry.stat().st_mtime > LIFETIME:
                os.unlink(entry.path)
