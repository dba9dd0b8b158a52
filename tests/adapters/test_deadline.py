import socket
import threading
import time

from aidroute.adapters.deadline import Deadline, Watchdog


def connected() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair()


def test_a_reader_is_woken_at_the_deadline() -> None:
    ours, theirs = connected()
    with ours, theirs:
        Watchdog().watch(ours, Deadline(0.2))
        began = time.monotonic()
        assert ours.recv(1) == b""
        assert time.monotonic() - began < 0.7


def test_a_released_connection_stays_open() -> None:
    ours, theirs = connected()
    with ours, theirs:
        Watchdog().watch(ours, Deadline(0.05)).release()
        time.sleep(0.15)
        theirs.send(b"x")
        assert ours.recv(1) == b"x"


def test_a_sooner_deadline_that_comes_later_is_not_waited_past() -> None:
    watchdog = Watchdog()
    first, first_peer = connected()
    second, second_peer = connected()
    with first, first_peer, second, second_peer:
        watchdog.watch(first, Deadline(30))
        time.sleep(0.05)  # the watchdog sleeps towards the late one now
        watchdog.watch(second, Deadline(0.1))
        began = time.monotonic()
        assert second.recv(1) == b""
        assert time.monotonic() - began < 1


def test_many_connections_end_each_at_its_own_time() -> None:
    watchdog = Watchdog()
    pairs = [connected() for _ in range(50)]
    ended: list[int] = []

    def wait(number: int) -> None:
        pairs[number][0].recv(1)
        ended.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(50)]
    for number, thread in enumerate(threads):
        watchdog.watch(pairs[number][0], Deadline(0.05 + (49 - number) * 0.01))
        thread.start()
    for thread in threads:
        thread.join(timeout=3)
    assert len(ended) == 50
    assert ended[0] > ended[-1]
    for ours, theirs in pairs:
        ours.close()
        theirs.close()


def test_ending_twice_is_harmless() -> None:
    ours, theirs = connected()
    with ours, theirs:
        guard = Watchdog().watch(ours, Deadline(30))
        guard.shut()
        guard.release()
        guard.shut()
        assert ours.recv(1) == b""


def test_a_part_never_lasts_longer_than_the_whole() -> None:
    whole = Deadline(1)
    assert whole.sooner(60).remaining() <= 1
    assert whole.at_most(60) <= 1
    assert Deadline(0).at_most(5) > 0
    assert Deadline(0).is_over()
