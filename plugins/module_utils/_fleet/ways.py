# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to the accounts of a fleet: several in one batch of WHM's, or one over a session or its own credential.

Owns the links and clients of a fleet, and the decision that WHM's way is closed. Must not know which jobs there are
next, nor how batches are written. Called by the threads of ``lanes``.
"""

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
from ansible_collections.hostops.cpanel.plugins.module_utils._state.drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._state.plan import Program
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Invocation

from .lanes import Job, Lane
from .report import Results
from .targets import Target
from .work import Done, Work

Asked = dict[Target, t.Sequence[Call]]


class Ways:
    """Does the work of a fleet in the accounts of a job, over the cheapest way that is open. For several threads."""

    def __init__(self, invocation: Invocation, work: Work, results: Results) -> None:
        self._invocation = invocation
        self._via: str = invocation.params["via"]
        self._batch: str = invocation.params["batch"]
        self._work = work
        self._results = results
        self._of_thread = threading.local()
        self._links: list[Link] = []
        self._clients: set[Client] = set()  # those that work
        self._requests = 0  # of those that have
        self._lock = threading.Lock()

    def first(self) -> str:
        """The way to begin with: whm or session. Raises ``usage`` if ``via`` cannot do the work."""
        if self._work.session_only is None:
            return "session" if self._via == "session" else "whm"
        if self._via == "whm":
            raise usage("via: %s works only over a session" % self._work.session_only, "Set via to session or auto.")
        return "session"

    def do(self, lane: Lane, job: Job) -> Job:
        """Does a job. Returns the accounts that are to be done one by one instead."""
        left = [target for target in job if not self._given_up(lane, target)]
        try:
            if left and lane.via == "whm" and not left[0].own:
                left = self._over_whm(lane, left)
                if left:
                    lane.via = "session"
            elif len(left) == 1:
                self._over_client(lane, left[0])
                left = []
        except Exception as exc:  # noqa: BLE001 - one account's surprise must not end the others
            error = exc if isinstance(exc, CpanelError) else internal(exc)
            for target in left:
                if target.key not in self._results:
                    self._results.finish(target.key, Done(False, error))
            return []
        return left

    def abandon(self) -> None:
        """Ends the sessions of clients that are stuck in a call, from another thread."""
        for client in list(self._clients):
            client.sessions.abandon()

    def close(self) -> int:
        """Closes the connections to WHM. Returns how many requests were sent over all ways."""
        for link in self._links:
            link.transport.close()
        with self._lock:
            working = sum(client.links.requests for client in list(self._clients))
            return self._requests + working + sum(link.transport.requests for link in self._links)

    def _given_up(self, lane: Lane, target: Target) -> bool:
        """An account whose server's lane is closed fails without a request."""
        if lane.closed is None or target.own:
            return False
        first = lane.closed
        error = CpanelError(
            first.category,
            "%s was not tried, because %s failed before: %s" % (target.account, lane.server.name, first.msg),
            code="server_given_up",
            http_status=first.http_status,
            hint=first.hint,
            sent=False,
        )
        self._results.finish(target.key, Done(False, error))
        return True

    # One account

    def _over_client(self, lane: Lane, target: Target) -> None:
        """One account with a client of its own: a session that is opened and closed, or the account's credential."""
        started = time.monotonic()
        client = None
        try:
            if target.trouble is not None:
                raise target.trouble
            client = Client(
                target.options("session" if lane.via == "session" else "auto"),
                check_mode=self._invocation.check_mode,
                warn=self._invocation.warn,
                shared=None if target.own else self._link(lane),
                trouble=lane.trouble,
            )
            self._clients.add(client)
            self._results.begin([target.key])
            with client:
                done = drive(client, self._work.program(target), self._batch)
        except CpanelError as exc:
            done = Done(exc.changed, exc)
        finally:
            if client is not None:
                with self._lock:
                    self._clients.discard(client)
                    self._requests += client.links.requests
        if not target.own:
            lane.answered(done.error)
        via = client.routes.via if client is not None else None
        self._results.finish(target.key, done, via, time.monotonic() - started)

    # Several accounts

    def _over_whm(self, lane: Lane, job: Job) -> Job:
        """Several accounts at the same time, their calls in one WHM batch. Returns those that take another way."""
        started = time.monotonic()
        programs = {target: self._work.program(target) for target in job}
        asked: Asked = {}
        for target, program in programs.items():
            self._advance(target, program, None, asked, started)
        refused: Job = []
        first = True
        while asked:
            self._results.begin([target.key for target in asked])
            answers = self._answers(lane, asked)
            asked = {}
            for target, answer in answers.items():
                if first and answer.error is not None and not answer.results and self._closed(answer.error):
                    refused.append(target)
                else:
                    self._advance(target, programs[target], answer, asked, started)
            first = False
        self._results.take_back([target.key for target in refused])  # it is as if nothing had been asked
        return refused

    def _advance(
        self, target: Target, program: Program[Done], answers: Answers | None, asked: Asked, started: float
    ) -> None:
        """Sends an account's program its answers: it asks more, or is done."""
        try:
            if target.trouble is not None:
                raise target.trouble
            asked[target] = program.send(answers)  # type: ignore[arg-type]
            return
        except StopIteration as stop:
            done = t.cast(Done, stop.value)
        except CpanelError as exc:
            done = Done(exc.changed, exc)
        except Exception as exc:  # noqa: BLE001 - one account's surprise must not end the others
            done = Done(False, internal(exc))
        self._results.finish(target.key, done, "whm", time.monotonic() - started)

    def _answers(self, lane: Lane, asked: Asked) -> dict[Target, Answers]:
        """What WHM answers to the calls of several accounts; those that no batch takes go one account after another."""
        answers = dict.fromkeys(asked, Answers([]))
        packed = []
        for target, calls in asked.items():
            if any(call.function.alone for call in calls):
                client = Client(target.options("whm"), shared=self._link(lane), trouble=lane.trouble)
                answers[target] = batches.run(client, calls, self._batch)
                lane.answered(answers[target].error)
            else:
                packed.append(target)
        if not packed:
            return answers
        calls_of = [(target.account, asked[target]) for target in packed]
        try:
            by_account = batches.run_in_accounts(self._link(lane), calls_of, strict=self._work.strict)
            lane.answered(None)
        except CpanelError as exc:
            if not self._closed(exc):
                lane.answered(exc)
            exc.changed = exc.category == "ambiguous"
            answers.update(dict.fromkeys(packed, Answers([], exc)))
            return answers
        for target in packed:
            answers[target] = by_account[target.account]
            error = answers[target].error
            if error is not None and error.code == "missing_acl" and not self._closed(error):
                lane.answered(error)
        return answers

    def _closed(self, error: CpanelError) -> bool:
        """Whether a refusal says that WHM's way is closed, before anything was done, and another may be taken."""
        absent = error.category == "unsupported" and error.function in ("uapi_cpanel", "Batch::strict")
        no_batch = error.category in ("permission", "unsupported") and error.function == "batch"
        return self._via == "auto" and (error.code == "missing_acl" or absent or no_batch)

    def _link(self, lane: Lane) -> Link:
        """This thread's own connection to WHM, kept for the next account: the identity is the same."""
        links = t.cast("dict[str, Link]", self._of_thread.__dict__.setdefault("links", {}))
        if lane.server.name not in links:
            client = Client(lane.server.options, check_mode=self._invocation.check_mode, trouble=lane.trouble)
            links[lane.server.name] = client.links.with_credential()
            self._links.append(links[lane.server.name])
        return links[lane.server.name]
