"""Handing out jobs to real threads."""

import threading
import time
from dataclasses import dataclass

from aidroute.domain.pace import Pace
from aidroute.services.pacing import Dispatcher


@dataclass(frozen=True)
class Errand:
    number: int
    host: str
    lane: str = ""
    rank: int = 0


def work(dispatcher: Dispatcher[Errand], threads: int, total: int) -> list[tuple[float, Errand]]:
    """Let threads do everything; gives (start, errand) for each."""
    done: list[tuple[float, Errand]] = []
    lock = threading.Lock()

    def run() -> None:
        while (job := dispatcher.take()) is not None:
            with lock:
                done.append((time.monotonic(), job))
                is_last = len(done) == total
            dispatcher.finish(job)
            if is_last:
                dispatcher.close()

    pool = [threading.Thread(target=run) for _ in range(threads)]
    for thread in pool:
        thread.start()
    for thread in pool:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in pool)
    return done


def test_many_threads_do_every_job_once_and_keep_the_gap_of_each_host() -> None:
    dispatcher: Dispatcher[Errand] = Dispatcher(Pace(gap_s=0.02))
    errands = [Errand(number, f"h{number % 20}.test") for number in range(400)]
    dispatcher.add(errands)
    done = work(dispatcher, threads=64, total=400)
    assert sorted(errand.number for _, errand in done) == list(range(400))
    for host in {errand.host for errand in errands}:
        starts = sorted(at for at, errand in done if errand.host == host)
        # A thread may note its start late, never early: twenty jobs take at least nineteen gaps.
        assert starts[-1] - starts[0] >= 19 * 0.02 - 0.02


def test_idle_threads_hear_of_jobs_that_come_later() -> None:
    dispatcher: Dispatcher[Errand] = Dispatcher(Pace(gap_s=0.0))
    later = threading.Timer(0.05, lambda: dispatcher.add([Errand(number, f"h{number}.test") for number in range(50)]))
    later.start()
    assert len(work(dispatcher, threads=16, total=50)) == 50


def test_a_watcher_that_waits_for_a_far_start_wakes_for_a_nearer_one() -> None:
    dispatcher: Dispatcher[Errand] = Dispatcher(Pace(gap_s=60.0))
    dispatcher.add([Errand(0, "a.test"), Errand(1, "a.test")])
    first = dispatcher.take()
    assert first
    dispatcher.finish(first)
    later = threading.Timer(0.05, lambda: dispatcher.add([Errand(2, "b.test")]))
    later.start()
    taken = dispatcher.take()
    assert taken
    assert taken.number == 2


def test_close_sends_waiting_threads_home() -> None:
    dispatcher: Dispatcher[Errand] = Dispatcher(Pace())
    threading.Timer(0.05, dispatcher.close).start()
    assert dispatcher.take() is None
