# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _accounts, _calls, _report, _selection
from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._command import Interrupted, Invocation
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._lanes import Job, Lane, Pool
from ansible_collections.hostops.cpanel.plugins.module_utils._link import Link
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import Server, servers_of
from ansible_collections.hostops.cpanel.plugins.module_utils._targets import Target, has_placeholder

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
        self._check()
        self._template = self._steps(self._params["calls"])
        self._fixed = not has_placeholder(self._params["calls"])
        self._writes = any(step.call.changes for step in self._template)
        self._results: dict[tuple[str, str], dict[str, t.Any]] = {}
        self._started: set[tuple[str, str]] = set()
        self._begun: dict[tuple[str, str], dict[str, t.Any]] = {}
        self._unasked: dict[str, CpanelError] = {}
        self._over = False
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
        chosen = _selection.choose(self._params, servers, self._invocation.warn)
        self._targets, self._unasked, self._requests = chosen.targets, chosen.unasked, chosen.requests
        lost = [_report.record(name, None, error=error) for name, error in chosen.unasked.items() if chosen.by_server]
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
            with self._lock:
                self._over = True
            self._requests += sum(client.requests for client in list(self._clients))
            for link in self._links:
                self._requests += link.transport.requests
                link.transport.close()
        return self._report(lost, earlier, reason, time.monotonic() - started)

    def _check(self) -> None:
        """What the spec cannot say of the options. Raises ``usage``."""
        for name, least, most in (("forks", 1, None), ("per_host", 1, None), ("max_fail_percentage", 0, 100)):
            value = self._params[name]
            if value < least or (most is not None and value > most):
                raise usage(
                    "%s: %d is out of range" % (name, value), "Give %d%s." % (least, " to 100" if most else " or more")
                )
        _accounts.check(self._params.get("select") or {})

    def _resume(self) -> list[dict[str, t.Any]]:
        """Leaves only what failed or was skipped in an earlier run; returns what is kept of it, done or in doubt.

        An account that failed after some of its calls had succeeded goes on behind them: no write is made twice.
        """
        wanted = {target.key for target in self._targets}
        kept = []
        for item in _report.earlier(self._params.get("resume_from")):
            key = (item["host"], item["account"])
            if item["ok"] or (item.get("error") or {}).get("category") in ("ambiguous", "partial"):
                kept.append({**item, "resumed": True})
                wanted.discard(key)
            elif key in wanted:
                self._begin(key, item)
        self._targets = [target for target in self._targets if target.key in wanted]
        return kept

    def _begin(self, key: tuple[str, str], item: dict[str, t.Any]) -> None:
        made = list(itertools.takewhile(lambda call: call.get("status") == 1, item.get("calls") or ()))
        names = [step.name for step in self._template[: len(made)]]
        if [call.get("name") for call in made] != names or len(made) >= len(self._template):
            raise usage(
                "resume_from: the calls of %s are not those of this task" % key[1], "Resume with the same calls."
            )
        if made:
            self._begun[key] = {"calls": made, "changed": bool(item.get("changed"))}

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
        if self._params["max_fail_percentage"] < 100:  # so that not much more is under way when the limit is reached
            allowed = len(self._targets) * self._params["max_fail_percentage"] // 100
            size = min(size, max(1, allowed // self._params["forks"]))
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
                if todo and self._pool is not None:
                    lane.via = "session"
                    self._pool.split(lane, todo)
            elif len(todo) > 1 and self._pool is not None:
                self._pool.split(lane, todo)
            else:
                self._over_session(lane, todo[0])
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
            steps = self._steps_of(target)
            base = None if target.own else self._base(lane)
            client = Client(
                target.options("session" if lane.via == "session" else "auto"),
                check_mode=self._invocation.check_mode,
                warn=self._invocation.warn,
                base=base,
                trouble=lambda: self._trouble(lane),
            )
            with self._lock:
                self._clients.add(client)
                self._started.add(target.key)
            with client:
                outcome = _calls.perform(client, steps, "uapi", self._params["batch"], self._invocation.check_mode)
        except CpanelError as exc:
            outcome = _calls.Outcome([], exc.changed, exc)
        finally:
            if client is not None:
                with self._lock:
                    self._clients.discard(client)
                    self._requests += client.requests
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
                steps = self._steps_of(target)
            except CpanelError as exc:
                self._finish(target, error=exc)
                continue
            check_mode = self._invocation.check_mode
            todo.append((target, steps, [step for step in steps if not (check_mode and step.call.changes)]))
        options = dataclasses.replace(lane.server.options, account=job[0].account, via="whm")
        client = Client(options, base=self._base(lane), trouble=lambda: self._trouble(lane))
        wanted = [(target.account, [step.call for step in sent]) for target, _steps, sent in todo if sent]
        with self._lock:
            self._started.update(target.key for target, _steps, sent in todo if sent)
        try:
            answers = client.accounts_batch(wanted, strict=self._strict()) if wanted else {}
            self._judge(lane, None)
        except CpanelError as exc:
            self._judge(lane, exc)
            if exc.category in ("permission", "unsupported") and self._params["via"] == "auto":
                return self._not_started([target for target, _steps, _sent in todo])
            exc.changed = exc.category == "ambiguous"
            for target, _steps, _sent in todo:
                self._finish(target, error=exc, via="whm", seconds=time.monotonic() - started)
            return []
        again: Job = []
        for target, steps, sent in todo:
            results, error = answers.get(target.account, ([], None))
            if error is not None and not results and self._params["via"] == "auto" and _closes_way(error):
                again.append(target)
                continue
            if error is not None and error.code == "missing_acl":
                self._judge(lane, error)
            outcome = _calls.outcome_of(steps, sent, results, error)
            self._finish(target, outcome, via="whm", seconds=time.monotonic() - started)
        return self._not_started(again)

    def _not_started(self, targets: Job) -> Job:
        """Accounts whose calls were all turned away, which is as if they had not been made."""
        with self._lock:
            self._started.difference_update(target.key for target in targets)
        return targets

    def _steps_of(self, target: Target) -> list[_calls.Step]:
        """What is left to do for an account, placeholders filled. Raises ``usage``, or why its domain is not known."""
        if target.domain is None and target.server.name in self._unasked:
            raise self._unasked[target.server.name]
        steps = self._template if self._fixed else self._steps(target.fill(self._params["calls"]))
        return steps[len(self._begun[target.key]["calls"]) :] if target.key in self._begun else steps

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

    def _trouble(self, lane: Lane) -> bool:
        """Slows the lane down; False if it is given up, and nothing need be tried again."""
        with self._lock:
            lane.trouble()
            return lane.closed is None

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
        if target.key in self._begun:
            begun = self._begun[target.key]
            record.update(calls=[*begun["calls"], *record["calls"]], changed=record["changed"] or begun["changed"])
        with self._lock:
            if self._over:
                return
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
        if self._invocation.progress is not None and self._params["progress"]:
            self._invocation.progress("%s; interrupted" % self._line(0.0).partition(", 0.0/s")[0])

    def _report(
        self, lost: list[dict[str, t.Any]], earlier: list[dict[str, t.Any]], reason: str | None, seconds: float
    ) -> dict[str, t.Any]:
        mine = [self._results.get(target.key) or self._unfinished(target) for target in self._targets]
        return _report.whole([*lost, *earlier, *mine], reason, self._requests, seconds)

    def _unfinished(self, target: Target) -> dict[str, t.Any]:
        """An account without an outcome: not started, or under way when all was broken off."""
        if target.key not in self._started:
            return _report.record(target.server.name, target.account, skipped=True)
        writes = self._writes and not self._invocation.check_mode
        error = CpanelError(
            "ambiguous" if writes else "connection",
            "%s was under way when the task was interrupted" % target.account,
            code="interrupted",
            hint="Read its state before you repeat it." if writes else None,
        )
        error.changed = writes
        return _report.record(target.server.name, target.account, error=error)


def _closes_way(error: CpanelError) -> bool:
    """Whether a refusal says that WHM's way is closed to all accounts, before anything was done."""
    absent = error.category == "unsupported" and error.function in ("uapi_cpanel", "Batch::strict")
    return error.code == "missing_acl" or absent
