"""Politeness, on a clock of the tests' own."""

import heapq
import itertools
import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.pace import Lanes, Pace, address_group


@dataclass(frozen=True)
class Errand:
    number: int
    host: str
    lane: str = ""
    rank: int = 0


def start_times(errands: list[Errand], service: dict[int, float], slots: int, pace: Pace) -> dict[int, float]:
    """Play a whole run: who starts when, with this many slots."""
    lanes: Lanes[Errand] = Lanes(pace)
    for errand in errands:
        lanes.add(errand)
    now, free, started = 0.0, slots, {}
    busy: list[tuple[float, int, str]] = []
    while len(started) < len(errands) or busy:
        while free and (taken := lanes.take(now)):
            started[taken.number] = now
            free -= 1
            heapq.heappush(busy, (now + service[taken.number], taken.number, taken.host))
        moments = [busy[0][0]] if busy else []
        start = lanes.next_start()
        if free and start is not None:
            moments.append(start)
        now = max(now, min(moments))
        while busy and busy[0][0] <= now:
            lanes.finish(heapq.heappop(busy)[2])
            free += 1
    return started


def test_a_host_is_asked_once_per_gap_and_others_do_not_wait_for_it() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    for number, host in enumerate(("a.test", "a.test", "b.test")):
        lanes.add(Errand(number, host))
    first, second = lanes.take(0.0), lanes.take(0.0)
    assert first
    assert second
    assert (first.host, second.host) == ("a.test", "b.test")
    assert lanes.take(0.5) is None
    lanes.finish("a.test")
    assert lanes.take(0.9) is None
    assert lanes.next_start() == 1.0
    third = lanes.take(1.0)
    assert third
    assert third.number == 1


def test_a_slow_host_gets_no_second_connection_when_its_gap_is_over() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    for number in range(2):
        lanes.add(Errand(number, "slow.test"))
    assert lanes.take(0.0)
    assert lanes.take(5.0) is None
    assert lanes.next_start() is None
    lanes.finish("slow.test")
    assert lanes.take(5.0)


def test_hosts_on_one_server_share_its_gap_but_not_its_connection() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    for number, host in enumerate(("one.platform.test", "two.platform.test", "three.platform.test")):
        lanes.add(Errand(number, host, "at:203.0.113.9"))
    assert lanes.take(0.0)
    assert lanes.take(0.0) is None
    assert lanes.take(1.0)
    assert lanes.take(1.0) is None
    assert lanes.take(2.0)


def test_the_most_urgent_job_that_may_start_is_taken_first_then_the_longest_queue() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    for number, (host, rank) in enumerate((("a.test", 1), ("b.test", 1), ("c.test", 1), ("b.test", 1), ("d.test", 0))):
        lanes.add(Errand(number, host, rank=rank))
    order = [taken.number for _ in range(4) if (taken := lanes.take(0.0))]
    assert order == [4, 1, 0, 2]


def test_a_job_that_turns_out_to_live_on_a_busy_server_waits_there_without_running() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    lanes.add(Errand(0, "one.test"))
    lanes.add(Errand(1, "two.test"))
    one, two = lanes.take(0.0), lanes.take(0.0)
    assert one
    assert two
    assert not lanes.knows_lane_of(one)
    assert lanes.settle_in(one, "at:203.0.113.9", 0.1)
    assert not lanes.settle_in(two, "at:203.0.113.9", 0.2)
    assert lanes.knows_lane_of(two)
    assert lanes.take(0.5) is None
    assert lanes.take(1.1) == two


def test_a_host_that_wants_to_be_left_alone_leaves_the_others_of_its_server() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    for number, host in enumerate(("rude.test", "kind.test", "rude.test")):
        lanes.add(Errand(number, host, "at:203.0.113.9"))
    assert [job.number for job in lanes.drop_host("rude.test")] == [0, 2]
    taken = lanes.take(0.0)
    assert taken
    assert taken.host == "kind.test"
    assert len(lanes) == 0


def test_a_lane_that_was_emptied_can_be_filled_again() -> None:
    lanes: Lanes[Errand] = Lanes(Pace(gap_s=1.0))
    lanes.add(Errand(0, "a.test"))
    assert len(lanes.clear()) == 1
    assert lanes.take(0.0) is None
    lanes.add(Errand(1, "a.test"))
    assert lanes.take(0.0) == Errand(1, "a.test")


@given(
    hosts=st.lists(st.integers(0, 5), min_size=1, max_size=40),
    slots=st.integers(1, 6),
    gap=st.sampled_from([0.0, 0.5, 1.0]),
    seed=st.integers(0, 1000),
)
def test_every_job_starts_once_and_the_gap_always_holds(hosts: list[int], slots: int, gap: float, seed: int) -> None:
    chance = random.Random(seed)
    servers = ["", "", "at:203.0.113.1", "at:203.0.113.1", "at:203.0.113.2", ""]
    errands = [Errand(number, f"h{host}.test", servers[host]) for number, host in enumerate(hosts)]
    service = {errand.number: chance.uniform(0.0, 3.0) for errand in errands}
    started = start_times(errands, service, slots, Pace(gap_s=gap))
    assert sorted(started) == list(range(len(errands)))
    for lane in {errand.lane or errand.host for errand in errands}:
        times = sorted(started[errand.number] for errand in errands if (errand.lane or errand.host) == lane)
        assert all(later - earlier >= gap - 1e-9 for earlier, later in itertools.pairwise(times))
    for host in {errand.host for errand in errands}:
        own = sorted((started[e.number], service[e.number]) for e in errands if e.host == host)
        assert all(earlier + lasting <= later + 1e-9 for (earlier, lasting), (later, _) in itertools.pairwise(own))


@pytest.mark.parametrize("order", ["shuffled", "grouped by host", "largest host last"])
def test_two_thousand_links_end_within_a_tenth_of_the_lower_bound(order: str) -> None:
    chance = random.Random(7)
    hosts = ["platform.test"] * 150 + [f"h{chance.randrange(745)}.test" for _ in range(1850)]
    if order == "shuffled":
        chance.shuffle(hosts)
    elif order == "largest host last":
        hosts.reverse()
    errands = [Errand(number, host) for number, host in enumerate(hosts)]
    service = {e.number: 15.0 if chance.random() < 0.03 else chance.lognormvariate(-1.386, 0.7) for e in errands}
    started = start_times(errands, service, 32, Pace(gap_s=1.0))
    chains = {
        host: sum(max(1.0, service[e.number]) for e in errands if e.host == host) for host in {e.host for e in errands}
    }
    bound = max(*chains.values(), sum(service.values()) / 32)
    assert max(started[e.number] + service[e.number] for e in errands) <= 1.10 * bound


@pytest.mark.parametrize(
    ("addresses", "group"),
    [
        (["203.0.113.9"], "at:203.0.113.9"),
        (["203.0.113.10", "203.0.113.9"], "at:203.0.113.9"),
        (["2001:db8:1:2::5"], "at:2001:db8:1:2::"),
        (["2001:db8:1:2::5", "203.0.113.9"], "at:203.0.113.9"),
        (["nonsense"], ""),
        ([], ""),
    ],
)
def test_a_server_has_one_name_in_whatever_order_its_addresses_come(addresses: list[str], group: str) -> None:
    assert address_group(addresses) == group
