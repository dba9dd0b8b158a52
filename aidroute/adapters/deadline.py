"""One deadline over everything a check does: name lookup, handshake, headers, body.

A socket timeout bounds one read, and a server that sends a byte now and then never meets it. So a watchdog
thread holds a duplicate of every open socket and shuts the connection down when its time is over; the thread
that reads then sees the end of the stream at once.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time


class Deadline:
    """The moment, on the monotonic clock, at which one check is over."""

    __slots__ = ("ends_at",)

    def __init__(self, seconds: float) -> None:
        self.ends_at = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.ends_at - time.monotonic())

    def is_over(self) -> bool:
        """True once the time is used up."""
        return time.monotonic() >= self.ends_at

    def at_most(self, seconds: float) -> float:
        """The smaller of these seconds and what is left, and never zero: zero would mean "do not block"."""
        return max(0.001, min(seconds, self.remaining()))

    def sooner(self, seconds: float) -> Deadline:
        """A deadline for a part of the check: these seconds from now, but never later than this one."""
        return Deadline(min(seconds, self.remaining()))


class Guard:
    """The watchdog's hold on one connection. ``release`` it when the connection is done with."""

    __slots__ = ("_duplicate", "_lock")

    def __init__(self, duplicate: socket.socket) -> None:
        self._duplicate: socket.socket | None = duplicate
        self._lock = threading.Lock()

    def release(self) -> None:
        """Let the connection go; harmless when it is already gone."""
        self._end(shut=False)

    def shut(self) -> None:
        """End the connection now, whoever is reading from it."""
        self._end(shut=True)

    def _end(self, *, shut: bool) -> None:
        with self._lock:
            duplicate, self._duplicate = self._duplicate, None
        if duplicate is None:
            return
        if shut:
            with contextlib.suppress(OSError):
                duplicate.shutdown(socket.SHUT_RDWR)
        duplicate.close()


class Watchdog:
    """One thread and a heap of deadlines for all connections of all checking threads.

    The duplicate (``sock.dup()``) matters: its descriptor belongs to the watchdog alone, so a connection that its
    owner closed at the same moment can never be confused with a newer one that got the same number.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._heap: list[tuple[float, int, Guard]] = []
        self._order = itertools.count()
        self._thread: threading.Thread | None = None

    def watch(self, connection: socket.socket, deadline: Deadline) -> Guard:
        """Shut this connection down at the deadline unless the guard is released before."""
        guard = Guard(connection.dup())
        with self._changed:
            heapq.heappush(self._heap, (deadline.ends_at, next(self._order), guard))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadline-watchdog", daemon=True)
                self._thread.start()
            elif self._heap[0][2] is guard:
                self._changed.notify()
        return guard

    def _run(self) -> None:
        while True:
            self._next_due().shut()

    def _next_due(self) -> Guard:
        with self._changed:
            while True:
                if not self._heap:
                    self._changed.wait()
                    continue
                wait = self._heap[0][0] - time.monotonic()
                if wait <= 0:
                    return heapq.heappop(self._heap)[2]
                self._changed.wait(wait)
