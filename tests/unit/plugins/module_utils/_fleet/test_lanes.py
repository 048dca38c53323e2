# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many jobs a server takes at a time, when it takes none any more, and that a pool does each job once."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.lanes import DEAD_AFTER, Lane, Pool
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.report import Results
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import Server
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.targets import Target
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.work import Done, Work
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

SERVER = Server("s", Options(host="s"))


def target(name, **own):
    return Target(SERVER, name, own=own)


def lane(via="whm", ceiling=8):
    return Lane(SERVER, ceiling, via)


def queued(lane):
    return [[target.account for target in job] for job in lane.queue]


def test_accounts_share_a_job_over_whm_but_those_with_a_credential_of_their_own():
    filled = lane()
    for item in (target("a"), target("b"), target("c"), target("d", api_token="x"), target("e"), target("f")):
        filled.add(item, 2)
    assert queued(filled) == [["a", "b"], ["c"], ["d"], ["e", "f"]]
    alone = lane("session")
    alone.add(target("a"), 2)
    alone.add(target("b"), 2)
    assert queued(alone) == [["a"], ["b"]]


def test_what_comes_back_is_done_one_by_one_before_those_that_wait():
    filled = lane()
    for name in "abc":
        filled.add(target(name), 3)
    filled.split([target("x"), target("y")])
    assert queued(filled) == [["x"], ["y"], ["a"], ["b"], ["c"]]


def test_the_limit_halves_with_trouble_and_grows_back_to_its_ceiling():
    slow = lane(ceiling=4)
    slow.add(target("a"), 1)
    limits = []
    for _number in range(4):
        assert slow.trouble()
        limits.append(slow.limit)
    assert limits == [2, 1, 1, 1] and slow.free, "one at a time is the least"
    slow.running = 1
    assert not slow.free
    for _number in range(9):
        slow.answered(None)
    assert slow.limit == 4


@pytest.mark.parametrize(
    ("error", "closes"),
    [
        (CpanelError("auth_invalid", "no"), True),
        (CpanelError("permission", "no", code="missing_acl"), True),
        (CpanelError("permission", "no"), False),
        (CpanelError("tls", "no", sent=False), True),
        (CpanelError("tls", "no", sent=True), False),
        (CpanelError("api", "no"), False),
        (CpanelError("ambiguous", "no"), False),
    ],
    ids=lambda value: "%s-%s" % (value.category, value.code) if isinstance(value, CpanelError) else str(value),
)
def test_what_will_happen_to_all_closes_the_lane_at_once(error, closes):
    asked = lane()
    asked.answered(error)
    assert (asked.closed is error) is closes
    assert asked.trouble() is (asked.closed is None)


def test_no_answer_closes_it_only_several_times_in_a_row():
    lost = CpanelError("connection", "no")
    asked = lane()
    for _number in range(DEAD_AFTER - 1):
        asked.answered(lost)
    asked.answered(CpanelError("ambiguous", "no"))  # says nothing of it
    asked.answered(CpanelError("api", "an answer, whatever it says"))
    for _number in range(DEAD_AFTER - 1):
        asked.answered(lost)
    assert asked.closed is None
    asked.answered(lost)
    assert asked.closed is lost
    asked.answered(CpanelError("connection", "another"))
    assert asked.closed is lost, "the first reason is told"


class Nothing(Work):
    def nothing(self, key):
        return {}


class Doing:
    """Notes what is done at the same time, and gives back what it is told to."""

    def __init__(self, results, back=(), fails=False):
        self.results, self.back, self.fails = results, set(back), fails
        self.done, self.most, self.running = [], 0, 0
        self.lock = threading.Lock()

    def do(self, lane, job):
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
            names = [target.account for target in job]
            left = [target for target in job if target.account in self.back]
            self.back -= set(names)
            self.done += [name for name in names if name not in {target.account for target in left}]
        for name in names:
            self.results.finish(("s", name), Done(False, CpanelError("api", "no") if self.fails else None))
        with self.lock:
            self.running -= 1
        return left


def run(lanes, forks, worker, results):
    pool = Pool(lanes, forks, worker, results)
    pool.start()
    pool.join(20)
    assert not pool.busy
    return worker


def test_every_account_is_done_once_and_never_more_than_the_limit_at_a_time():
    lanes = [lane("session", ceiling=1), lane("session", ceiling=1)]
    for number in range(20):
        lanes[number % 2].add(target("a%d" % number), 1)
    results = Results(Nothing(), 20, "all", 100)
    worker = run(lanes, 16, Doing(results), results)
    assert sorted(worker.done) == sorted("a%d" % number for number in range(20))
    assert worker.most <= 2


def test_what_a_worker_gives_back_is_done_as_well():
    shared = lane()
    for name in "abc":
        shared.add(target(name), 3)
    results = Results(Nothing(), 3, "all", 100)
    assert sorted(run([shared], 4, Doing(results, back="bc"), results).done) == ["a", "b", "c"]


def test_no_job_is_begun_after_too_many_failures_or_a_stop():
    filled = lane("session", ceiling=1)
    for name in "abc":
        filled.add(target(name), 1)
    results = Results(Nothing(), 3, "all", 0)
    assert run([filled], 4, Doing(results, fails=True), results).done == ["a"]
    results = Results(Nothing(), 3, "all", 100)
    worker = Doing(results)
    pool = Pool([filled], 4, worker, results)
    pool.stop()
    pool.start()
    pool.join(20)
    assert not pool.busy and worker.done == []
