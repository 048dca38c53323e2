# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import threading
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.hostops.cpanel.plugins.module_utils import _accounts, _calls, _report
from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._command import Interrupted, Invocation
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._lanes import Job, Lane, Pool
from ansible_collections.hostops.cpanel.plugins.module_utils._link import Link
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import Server, servers_of
from ansible_collections.hostops.cpanel.plugins.module_utils._targets import Target, has_placeholder, listed

# Commands in one WHM batch. Fewer where something is written: a lost answer leaves all of a batch in doubt.
READS_IN_BATCH = 25
WRITES_IN_BATCH = 10
PROGRESS_EVERY = 5.0
GRACE = 3.0


class Fleet:
    """Many accounts in one task: per account its calls in order, its own error, and nothing that harms another.

    ``run`` returns ``results`` in the order of the accounts, ``failed_accounts`` and ``summary``; it raises
    CpanelError with the same in ``partial`` if an account failed.
    """

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._params = invocation.params
        self._template = self._steps(self._params["calls"])
        self._fixed = not has_placeholder(self._params["calls"])
        self._writes = any(step.call.changes for step in self._template)
        self._results: dict[tuple[str, str], dict[str, t.Any]] = {}
        self._local = threading.local()
        self._links: list[Link] = []
        self._clients: set[Client] = set()
        self._lock = threading.Lock()
        self._requests = 0
        self._failed = 0
        self._lanes: dict[str, Lane] = {}
        self._targets: list[Target] = []
        self._pool: Pool | None = None

    def run(self) -> dict[str, t.Any]:
        started = time.monotonic()
        servers = servers_of(self._params)
        lost = self._choose(servers)
        earlier = self._resume()
        self._queue(servers)
        reason = None
        pool = self._pool = Pool(list(self._lanes.values()), self._params["forks"], self._work)
        try:
            pool.start()
            self._watch(pool, started)
        except Interrupted as exc:
            reason = "interrupted by %s" % exc
            self._break_off(pool)
        finally:
            for link in self._links:
                self._requests += link.transport.requests
                link.transport.close()
        return self._report(lost, earlier, reason, time.monotonic() - started)

    # Which accounts

    def _choose(self, servers: list[Server]) -> list[dict[str, t.Any]]:
        """Fills the list of targets; returns a failed result for each server that could not be asked."""
        if self._params.get("accounts") is not None:
            self._targets, twice = listed(self._params["accounts"], servers)
            if twice:
                self._invocation.warn("accounts: %d are listed twice and done once" % twice)
            if not has_placeholder(self._params["calls"], "domain"):
                return []
            without = {target.server.name for target in self._targets if not target.domain}
            servers = [server for server in servers if server.name in without]
        lost = []
        with ThreadPoolExecutor(max(1, min(len(servers), self._params["forks"]))) as executor:
            for server, found in zip(servers, executor.map(self._ask, servers)):
                if isinstance(found, CpanelError):
                    lost.append(_report.record(server.name, None, error=found))
                elif self._params.get("accounts") is None:
                    self._targets += [Target(server, str(row["user"]), row.get("domain")) for row in found]
                else:
                    domains = {str(row["user"]): row.get("domain") for row in found}
                    self._targets = [self._with_domain(target, server, domains) for target in self._targets]
        return lost if self._params.get("accounts") is None else []

    @staticmethod
    def _with_domain(target: Target, server: Server, domains: t.Mapping[str, t.Any]) -> Target:
        if target.server is not server or target.domain:
            return target
        return dataclasses.replace(target, domain=domains.get(target.account))

    def _ask(self, server: Server) -> list[dict[str, t.Any]] | CpanelError:
        select = {} if self._params.get("accounts") is not None else self._params.get("select") or {}
        try:
            with Client(server.options, warn=self._invocation.warn) as client:
                rows = _accounts.fetch(client, select, want=("user", "domain", "owner", "plan", "suspended"))
                self._count(client)
                return rows
        except CpanelError as exc:
            return exc

    def _resume(self) -> list[dict[str, t.Any]]:
        """Leaves only what failed or was skipped in an earlier run; returns what is kept of it, in doubt or done."""
        earlier = (self._params.get("resume_from") or {}).get("results") or []
        kept = []
        for item in earlier:
            in_doubt = (item.get("error") or {}).get("category") == "ambiguous"
            if item.get("ok") or in_doubt:
                kept.append({**item, "resumed": True})
        done = {(item["host"], item["account"]) for item in kept}
        self._targets = [target for target in self._targets if target.key not in done]
        return kept

    def _queue(self, servers: list[Server]) -> None:
        """Jobs per server: whole accounts packed into a batch for WHM's way, else an account each."""
        session_only = any(step.call.function.session_only for step in self._template)
        via = self._params["via"]
        way = "session" if via == "session" or session_only else "whm"
        if via == "whm" and session_only:
            raise usage("via: %s works only over a session" % self._template[0].name, "Set via to session or auto.")
        for server in servers:
            self._lanes[server.name] = Lane(server, self._params["per_host"], way)
        size = max(1, self._in_batch() // (1 if self._strict() else max(1, len(self._template))))
        for target in self._targets:
            lane = self._lanes[target.server.name]
            packed = lane.via == "whm" and not target.own
            if packed and lane.queue and len(lane.queue[-1]) < size and not lane.queue[-1][0].own:
                lane.queue[-1].append(target)
            else:
                lane.queue.append([target])

    def _in_batch(self) -> int:
        return WRITES_IN_BATCH if self._writes else READS_IN_BATCH

    def _strict(self) -> bool:
        """Whether the calls of an account have to stop at the first failure by the server's own means."""
        return self._writes and len(self._template) > 1 and not self._invocation.check_mode

    # The work of a thread

    def _work(self, lane: Lane, job: Job) -> None:
        todo = [target for target in job if not self._turned_away(lane, target)]
        if not todo:
            return
        try:
            if lane.via == "whm" and not job[0].own:
                todo = self._over_whm(lane, todo)
            for target in todo:
                if not self._turned_away(lane, target):
                    self._over_session(lane, target)
        except Exception as exc:  # noqa: BLE001 - one account's surprise must not end the others
            error = CpanelError("protocol", "%s: %s" % (type(exc).__name__, exc), code="internal")
            for target in todo:
                if target.key not in self._results:
                    self._finish(target, error=error)

    def _turned_away(self, lane: Lane, target: Target) -> bool:
        """An account whose server's lane is closed fails without a request."""
        if lane.closed is None or target.own:
            return False
        first = lane.closed
        error = CpanelError(
            first.category,
            "%s was not tried, as %s is given up: %s" % (target.account, lane.server.name, first.msg),
            code="server_given_up",
            http_status=first.http_status,
            hint=first.hint,
            sent=False,
        )
        self._finish(target, error=error)
        return True

    def _over_session(self, lane: Lane, target: Target) -> None:
        """One account with a client of its own: a session that is opened and closed, or the account's credential."""
        started = time.monotonic()
        client = None
        try:
            steps = self._template if self._fixed else self._steps(target.fill(self._params["calls"]))
            base = None if target.own else self._base(lane)
            client = Client(
                target.options("session" if lane.via == "session" else "auto"),
                check_mode=self._invocation.check_mode,
                warn=self._invocation.warn,
                base=base,
                trouble=lambda: self._trouble(lane),
            )
            self._clients.add(client)
            with client:
                outcome = _calls.perform(client, steps, "uapi", self._params["batch"], self._invocation.check_mode)
        except CpanelError as exc:
            outcome = _calls.Outcome([], exc.changed, exc)
        finally:
            if client is not None:
                self._clients.discard(client)
                self._count(client)
        if not target.own:
            self._judge(lane, outcome.error)
        via = client.via if client is not None else None
        self._finish(target, outcome, via=via, seconds=time.monotonic() - started)

    def _over_whm(self, lane: Lane, job: Job) -> Job:
        """Several accounts in one WHM batch. Returns those that have to take another way."""
        started = time.monotonic()
        todo: list[tuple[Target, list[_calls.Step], list[_calls.Step]]] = []
        for target in job:
            try:
                steps = self._template if self._fixed else self._steps(target.fill(self._params["calls"]))
            except CpanelError as exc:
                self._finish(target, error=exc)
                continue
            check_mode = self._invocation.check_mode
            todo.append((target, steps, [step for step in steps if not (check_mode and step.call.changes)]))
        options = dataclasses.replace(lane.server.options, account=job[0].account, via="whm")
        client = Client(options, base=self._base(lane), trouble=lambda: self._trouble(lane))
        wanted = [(target.account, [step.call for step in sent]) for target, _steps, sent in todo if sent]
        try:
            answers = client.accounts_batch(wanted, strict=self._strict()) if wanted else {}
            self._judge(lane, None)
        except CpanelError as exc:
            self._judge(lane, exc)
            if exc.category in ("permission", "unsupported") and self._params["via"] == "auto":
                lane.via = "session"
                return [target for target, _steps, _sent in todo]
            exc.changed = exc.category == "ambiguous"
            for target, _steps, _sent in todo:
                self._finish(target, error=exc, via="whm", seconds=time.monotonic() - started)
            return []
        again: Job = []
        for target, steps, sent in todo:
            results, error = answers.get(target.account, ([], None))
            if error is not None and not results and error.code == "missing_acl" and self._params["via"] == "auto":
                lane.via = "session"
                again.append(target)
                continue
            if error is not None and error.code == "missing_acl":
                self._judge(lane, error)
            outcome = _calls.outcome_of(steps, sent, results, error)
            self._finish(target, outcome, via="whm", seconds=time.monotonic() - started)
        return again

    def _steps(self, calls: t.Any) -> list[_calls.Step]:
        return _calls.steps({"calls": calls, "strict_params": self._params["strict_params"]}, "uapi")

    def _base(self, lane: Lane) -> Link:
        """This thread's own connection to WHM, kept for the next account: the identity is the same."""
        links = self._local.__dict__.setdefault("links", {})
        if lane.server.name not in links:
            check_mode = self._invocation.check_mode
            client = Client(lane.server.options, check_mode=check_mode, trouble=lambda: self._trouble(lane))
            links[lane.server.name] = client.credentials()
            with self._lock:
                self._links.append(links[lane.server.name])
        return t.cast(Link, links[lane.server.name])

    def _judge(self, lane: Lane, error: CpanelError | None) -> None:
        """Tells the lane how a job went."""
        with self._lock:
            if error is None:
                lane.success()
            else:
                lane.failure(error)

    def _trouble(self, lane: Lane) -> None:
        with self._lock:
            lane.trouble()

    def _count(self, client: Client) -> None:
        with self._lock:
            self._requests += client.requests

    # What came of it

    def _finish(
        self,
        target: Target,
        outcome: _calls.Outcome | None = None,
        *,
        error: CpanelError | None = None,
        via: str | None = None,
        seconds: float = 0.0,
    ) -> None:
        error = outcome.error if outcome is not None else error
        record = _report.record(
            target.server.name,
            target.account,
            outcome,
            error=error,
            via=via,
            seconds=seconds,
            keep=self._params["keep"],
        )
        with self._lock:
            self._results[target.key] = record
            self._failed += error is not None
        limit = self._params["max_fail_percentage"]
        if self._pool is not None and self._failed * 100 > limit * max(1, len(self._targets)):
            self._pool.stop()

    def _watch(self, pool: Pool, started: float) -> None:
        """Waits for the end, with a line of progress every few seconds."""
        following = started + PROGRESS_EVERY
        while pool.busy:
            pool.join(0.05 if following - time.monotonic() < 0.2 else 0.1)
            if self._invocation.progress is not None and self._params["progress"] and time.monotonic() > following:
                following = time.monotonic() + PROGRESS_EVERY
                self._invocation.progress(self._line(time.monotonic() - started))

    def _line(self, seconds: float) -> str:
        done, total = len(self._results), len(self._targets)
        rate = done / seconds if seconds else 0.0
        left = "%d s left" % ((total - done) / rate) if rate else "no end in sight"
        return "cpanel_fleet: %d of %d accounts, %d failed, %.1f/s, %s" % (done, total, self._failed, rate, left)

    def _break_off(self, pool: Pool) -> None:
        """After a signal: no new account, a moment for those that run, then their sessions are ended from here."""
        pool.stop()
        deadline = time.monotonic() + GRACE
        while pool.busy and time.monotonic() < deadline:
            pool.join(0.05)
        for client in list(self._clients):
            client.abandon()

    def _report(
        self, lost: list[dict[str, t.Any]], earlier: list[dict[str, t.Any]], reason: str | None, seconds: float
    ) -> dict[str, t.Any]:
        with self._lock:
            done = dict(self._results)
        mine = [
            done.get(target.key) or _report.record(target.server.name, target.account, skipped=True)
            for target in self._targets
        ]
        return _report.whole([*lost, *earlier, *mine], reason, self._requests, seconds)
