# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import threading
import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api import batches
from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.link import Link
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, internal, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted, check_run
from ansible_collections.hostops.cpanel.plugins.module_utils._state.drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._state.plan import Program
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Invocation

from . import accounts as _accounts
from . import report as _report
from . import selection as _selection
from .lanes import Job, Lane, Pool
from .servers import Server, servers_of
from .targets import Target
from .work import Done, work_of

PROGRESS_EVERY = 5.0
GRACE = 3.0


class Fleet:
    """Many accounts in one task: per account its work in order, its own error, and nothing that harms another.

    ``run`` returns ``results`` in the order of the accounts, ``failed_accounts`` and ``summary``; it raises
    CpanelError with the same in ``partial`` if an account failed.
    """

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._params = invocation.params
        self._check()
        self._job = work_of(self._params, invocation.check_mode)
        self._results: dict[tuple[str, str], dict[str, t.Any]] = {}
        self._started: set[tuple[str, str]] = set()
        self._more: dict[str, t.Any] = {}  # what is returned beside the results
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
        self._targets, self._requests = chosen.targets, chosen.requests
        self._more.update(chosen.more)
        without: list[tuple[str, str | None, CpanelError]] = [
            *((name, None, error) for name, error in chosen.lost.items()),
            *((name, item.title, item.error) for name, item in chosen.refused),
            *((name, account, error) for (name, account), error in chosen.strays.items()),
        ]
        lost = [
            _report.record(name, account, Done(False, error), self._job.nothing((name, "")))
            for name, account, error in without
        ]
        everyone = list(self._targets)
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
            self._requests += sum(client.links.requests for client in list(self._clients))
            for link in self._links:
                self._requests += link.transport.requests
                link.transport.close()
        results = [earlier.pop(target.key, {}) or self._result(target) for target in everyone]
        return self._report([*lost, *results, *earlier.values()], reason, time.monotonic() - started)

    def _check(self) -> None:
        """What the spec cannot say of the options. Raises ``usage``."""
        for name, least, most in (("forks", 1, None), ("per_host", 1, None), ("max_fail_percentage", 0, 100)):
            value = self._params[name]
            if value < least or (most is not None and value > most):
                raise usage(
                    "%s: %d is out of range" % (name, value), "Give %d%s." % (least, " to 100" if most else " or more")
                )
        _accounts.check(self._params.get("select") or {})

    def _resume(self) -> dict[tuple[str, str], dict[str, t.Any]]:
        """Leaves only what failed or was skipped in an earlier run; returns what is kept of it, done or in doubt."""
        wanted = {target.key for target in self._targets}
        kept = {}
        for item in _report.earlier(self._params.get("resume_from")):
            key = (item["host"], item["account"])
            if self._job.keeps(item):
                kept[key] = {**item, "changed": False, "resumed": True}
                wanted.discard(key)
            elif key in wanted:
                self._job.take_up(key, item)
        self._targets = [target for target in self._targets if target.key in wanted]
        return kept

    def _queue(self, servers: list[Server]) -> None:
        """Jobs per server: whole accounts packed into a batch for WHM's way, else an account each."""
        only, via = self._job.session_only, self._params["via"]
        way = "session" if via == "session" or only else "whm"
        if via == "whm" and only:
            raise usage("via: %s works only over a session" % only, "Set via to session or auto.")
        for server in servers:
            self._lanes[server.name] = Lane(server, self._params["per_host"], way)
        size = self._job.size
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
            error = exc if isinstance(exc, CpanelError) else internal(exc)
            for target in todo:
                if target.key not in self._results:
                    self._finish(target, Done(False, error))

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
        self._finish(target, Done(False, error))
        return True

    def _over_session(self, lane: Lane, target: Target) -> None:
        """One account with a client of its own: a session that is opened and closed, or the account's credential."""
        started = time.monotonic()
        client = None
        try:
            program = self._program(target)
            shared = None if target.own else self._base(lane)
            client = Client(
                target.options("session" if lane.via == "session" else "auto"),
                check_mode=self._invocation.check_mode,
                warn=self._invocation.warn,
                shared=shared,
                trouble=lambda: self._trouble(lane),
            )
            with self._lock:
                self._clients.add(client)
                self._started.add(target.key)
            with client:
                done = drive(client, program, self._params["batch"])
        except CpanelError as exc:
            done = Done(exc.changed, exc)
        finally:
            if client is not None:
                with self._lock:
                    self._clients.discard(client)
                    self._requests += client.links.requests
        if not target.own:
            self._judge(lane, done.error)
        via = client.ways.via if client is not None else None
        self._finish(target, done, via=via, seconds=time.monotonic() - started)

    def _over_whm(self, lane: Lane, job: Job) -> Job:
        """Several accounts at the same time, their calls in one WHM batch. Returns those that take another way."""
        started = time.monotonic()
        running = {target: self._program(target) for target in job}
        waiting: dict[Target, list[Call]] = {}
        again: Job = []
        first = True
        for target in job:
            self._advance(target, running[target], None, waiting, started)
        while waiting:
            asked, waiting = waiting, {}
            with self._lock:
                self._started.update(target.key for target in asked)
            answers = self._ask(lane, asked)
            for target in asked:
                results, error = answers[target]
                if first and error is not None and not results and self._turns_away(error):
                    again.append(target)
                else:
                    self._advance(target, running[target], answers[target], waiting, started)
            first = False
        with self._lock:  # their calls were all turned away, which is as if they had not been made
            self._started.difference_update(target.key for target in again)
        return again

    def _ask(self, lane: Lane, asked: t.Mapping[Target, list[Call]]) -> dict[Target, Answers]:
        """What WHM answers to the calls of several accounts; those that no batch takes go one account after another."""
        packed = [target for target, calls in asked.items() if not any(call.function.alone for call in calls)]
        answers: dict[Target, Answers] = {}
        for target in asked:
            if target not in packed:
                client = Client(target.options("whm"), shared=self._base(lane), trouble=lambda: self._trouble(lane))
                answers[target] = batches.run(client, asked[target], self._params["batch"])
                self._judge(lane, answers[target].error)
        if not packed:
            return answers
        calls_of = [(target.account, asked[target]) for target in packed]
        try:
            by_account = batches.run_in_accounts(self._base(lane), calls_of, strict=self._job.strict)
            self._judge(lane, None)
        except CpanelError as exc:
            if not self._turns_away(exc):
                self._judge(lane, exc)
            exc.changed = exc.category == "ambiguous"
            return {**answers, **{target: Answers([], exc) for target in packed}}
        for target in packed:
            answers[target] = by_account.get(target.account, Answers([]))
            error = answers[target].error
            if error is not None and error.code == "missing_acl" and not self._turns_away(error):
                self._judge(lane, error)
        return answers

    def _advance(
        self,
        target: Target,
        program: Program[Done],
        answer: Answers | None,
        waiting: dict[Target, list[Call]],
        started: float,
    ) -> None:
        """Hands an account's program its answer: it asks more, or is done."""
        done = None
        try:
            waiting[target] = program.send(answer)  # type: ignore[arg-type]
        except StopIteration as stop:
            done = t.cast(Done, stop.value)
        except CpanelError as exc:
            done = Done(exc.changed, exc)
        except Exception as exc:  # noqa: BLE001 - one account's surprise must not end the others
            done = Done(False, internal(exc))
        if done is not None:
            self._finish(target, done, via="whm", seconds=time.monotonic() - started)

    def _turns_away(self, error: CpanelError) -> bool:
        """Whether a refusal says that WHM's way is closed, before anything was done, and another may be taken."""
        absent = error.category == "unsupported" and error.function in ("uapi_cpanel", "Batch::strict")
        no_batch = error.category in ("permission", "unsupported") and error.function == "batch"
        return self._params["via"] == "auto" and (error.code == "missing_acl" or absent or no_batch)

    def _program(self, target: Target) -> Program[Done]:
        """What is to be done in an account. Raises, when it is begun, ``usage``, or why its domain is not known."""
        if target.trouble is not None:
            raise target.trouble
        return (yield from self._job.program(target))

    def _base(self, lane: Lane) -> Link:
        """This thread's own connection to WHM, kept for the next account: the identity is the same."""
        links = self._local.__dict__.setdefault("links", {})
        if lane.server.name not in links:
            check_mode = self._invocation.check_mode
            client = Client(lane.server.options, check_mode=check_mode, trouble=lambda: self._trouble(lane))
            links[lane.server.name] = client.links.with_credential()
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

    def _finish(self, target: Target, done: Done, *, via: str | None = None, seconds: float = 0.0) -> None:
        shown, keep = done.shown or self._job.nothing(target.key), self._params["keep"]
        record = _report.record(*target.key, done, shown, via=via, seconds=seconds, keep=keep)
        with self._lock:
            if self._over:
                return
            self._results[target.key] = record
            self._failed += done.error is not None
        limit = self._params["max_fail_percentage"]
        if self._pool is not None and self._failed * 100 > limit * max(1, len(self._targets)):
            self._pool.stop()

    def _watch(self, pool: Pool, started: float) -> None:
        """Waits for the end, with a line of progress every few seconds. Raises Interrupted if the run is gone."""
        following = started + PROGRESS_EVERY
        while pool.busy:
            check_run()
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
        """After an interrupt: no new account, a moment for those that run, then their sessions are ended from here."""
        pool.stop()
        deadline = time.monotonic() + GRACE
        while pool.busy and time.monotonic() < deadline:
            pool.join(0.05)
        for client in list(self._clients):
            client.sessions.abandon()
        if self._invocation.progress is not None and self._params["progress"]:
            self._invocation.progress("%s; interrupted" % self._line(0.0).partition(", 0.0/s")[0])

    def _report(self, results: list[dict[str, t.Any]], reason: str | None, seconds: float) -> dict[str, t.Any]:
        unknown = [len(i["passwords_to_set"]) for i in results if i.get("passwords_to_set") and not i.get("resumed")]
        if unknown and not self._invocation.check_mode:
            text = "%d resources in %d accounts have a random password that nobody knows: see passwords_to_set"
            self._invocation.warn(text % (sum(unknown), len(unknown)))
        diff_mode = self._invocation.diff_mode
        return _report.whole(results, reason, self._requests, seconds, diff_mode=diff_mode, **self._more)

    def _result(self, target: Target) -> dict[str, t.Any]:
        return self._results.get(target.key) or self._unfinished(target)

    def _unfinished(self, target: Target) -> dict[str, t.Any]:
        """An account without an outcome: not started, or under way when all was broken off."""
        shown = self._job.nothing(target.key)
        if target.key not in self._started:
            return _report.record(*target.key, None, shown)
        writes = self._job.writes
        error = CpanelError(
            "ambiguous" if writes else "connection",
            "%s was under way when the task was interrupted" % target.account,
            code="interrupted",
            hint="Read its state before you repeat it." if writes else None,
        )
        return _report.record(*target.key, Done(writes, error), shown)
