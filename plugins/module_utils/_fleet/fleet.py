# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task of cpanel_fleet from its options to its result.

Owns the order of things: choose the accounts, leave out what an earlier run has done, queue the rest, watch the
threads, report. Must not know what is done in an account, nor over which way. Called by ``cpanel_fleet``.
"""

from __future__ import annotations

import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted, check_run
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Invocation

from . import accounts
from .lanes import Lane, Pool
from .report import Record, Results, earlier_results, record, report
from .selection import Chosen, choose
from .servers import servers_of
from .targets import Target
from .ways import Ways
from .work import Done, Key, Work, work_of

PROGRESS_EVERY = 5.0
GRACE = 3.0


def run(invocation: Invocation) -> dict[str, t.Any]:
    """Many accounts in one task: per account its work in order, its own error, and nothing that harms another.

    Returns ``results`` in the order of the accounts, ``failed_accounts`` and ``summary``; raises CpanelError with the
    same in ``partial`` if an account failed.
    """
    started = time.monotonic()
    params = invocation.params
    _check(params)
    work = work_of(params, invocation.check_mode)
    servers = servers_of(params)
    chosen = choose(invocation, servers)
    kept, left = _resume(params, chosen.targets, work)
    results = Results(work, len(left), params["keep"], params["max_fail_percentage"])
    ways = Ways(invocation, work, results)
    lanes = {server.name: Lane(server, params["per_host"], ways.first()) for server in servers}
    size = _accounts_of_a_job(params, len(left), work)
    for target in left:
        lanes[target.server.name].add(target, size)
    pool = Pool(list(lanes.values()), params["forks"], ways, results)
    reason = None
    try:
        pool.start()
        _watch(pool, results, invocation, started)
    except Interrupted as exc:
        reason = "interrupted by %s" % exc
        _break_off(pool, ways, results, invocation)
    finally:
        results.close()
        requests = chosen.requests + ways.close()
    records = [
        *_not_begun(chosen, work),
        *(kept.pop(target.key, {}) or results.of(target.key) for target in chosen.targets),
        *kept.values(),
    ]
    _warn_of_passwords(records, invocation)
    seconds = time.monotonic() - started
    return report(records, reason, requests, seconds, diff_mode=invocation.diff_mode, **chosen.more)


def _check(params: t.Mapping[str, t.Any]) -> None:
    """What the spec cannot say of the options. Raises ``usage``."""
    for name, least, most in (("forks", 1, None), ("per_host", 1, None), ("max_fail_percentage", 0, 100)):
        value = params[name]
        if value < least or (most is not None and value > most):
            bounds = "%d to %d" % (least, most) if most else "%d or more" % least
            raise usage("%s: %d is out of range" % (name, value), "Give %s." % bounds)
    accounts.check(params.get("select") or {})


def _resume(params: t.Mapping[str, t.Any], targets: list[Target], work: Work) -> tuple[dict[Key, Record], list[Target]]:
    """What is kept of an earlier run, done or in doubt, and the accounts that are left to do."""
    left = {target.key: target for target in targets}
    kept: dict[Key, Record] = {}
    for item in earlier_results(params.get("resume_from")):
        key = (item["host"], item["account"])
        if work.keeps(item):
            kept[key] = {**item, "changed": False, "resumed": True}
            left.pop(key, None)
        elif key in left:
            work.take_up(key, item)
    return kept, list(left.values())


def _accounts_of_a_job(params: t.Mapping[str, t.Any], accounts_left: int, work: Work) -> int:
    """How many accounts share a batch: fewer where many failures end the task, so that not much more is under way."""
    allowed = accounts_left * params["max_fail_percentage"] // 100
    return min(work.size, max(1, allowed // params["forks"])) if params["max_fail_percentage"] < 100 else work.size


def _watch(pool: Pool, results: Results, invocation: Invocation, started: float) -> None:
    """Waits for the end, with a line of progress every few seconds. Raises Interrupted if the run is gone."""
    following = started + PROGRESS_EVERY
    while pool.busy:
        check_run()
        now = time.monotonic()
        pool.join(0.05 if following - now < 0.2 else 0.1)
        if now > following:
            following = now + PROGRESS_EVERY
            _show(invocation, "%s, %s" % (results.progress(), results.pace(now - started)))


def _break_off(pool: Pool, ways: Ways, results: Results, invocation: Invocation) -> None:
    """After an interrupt: no new account, a moment for those that run, then their sessions are ended from here."""
    pool.stop()
    deadline = time.monotonic() + GRACE
    while pool.busy and time.monotonic() < deadline:
        pool.join(0.05)
    ways.abandon()
    _show(invocation, "%s; interrupted" % results.progress())


def _show(invocation: Invocation, text: str) -> None:
    if invocation.progress is not None and invocation.params["progress"]:
        invocation.progress(text)


def _not_begun(chosen: Chosen, work: Work) -> t.Iterator[Record]:
    """Servers that could not be asked for accounts, and accounts that were left out, with the reason."""
    reasons: list[tuple[str, str | None, CpanelError]] = [
        *((server, None, error) for server, error in chosen.lost.items()),
        *((server, item.title, item.error) for server, item in chosen.refused),
        *((server, account, error) for (server, account), error in chosen.strays.items()),
    ]
    for server, account, error in reasons:
        yield record(server, account, Done(False, error), work.nothing((server, "")))


def _warn_of_passwords(records: list[Record], invocation: Invocation) -> None:
    counts = [len(item.get("passwords_to_set") or ()) for item in records if not item.get("resumed")]
    if any(counts) and not invocation.check_mode:
        text = "%d resources in %d accounts have a random password that nobody knows: see passwords_to_set"
        invocation.warn(text % (sum(counts), sum(map(bool, counts))))
