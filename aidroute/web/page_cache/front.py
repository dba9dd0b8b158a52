"""The page cache: a WSGI application that answers before Flask is asked.

A page is kept for as long as it says it may be (`Cache-Control: public, max-age=...`), at most ``time_to_live``, and
only as long as the directory's generation stays the same: what was shown before the last known change is never
shown after it, not even when nothing else can be had.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog

from aidroute.web.page_cache.asking import Stream, ask, close
from aidroute.web.page_cache.codings import best_coding
from aidroute.web.page_cache.flights import Flights
from aidroute.web.page_cache.kept import Answer, KeptAnswer, keep
from aidroute.web.page_cache.keys import PageName, PageNames
from aidroute.web.page_cache.shelf import Shelf
from aidroute.web.page_cache.squeezing import squeeze

log = structlog.get_logger("aidroute.page_cache")


@dataclass(slots=True)
class Counts:
    """How requests were answered. Threads that count at the same instant may lose one: this is for looking at."""

    hits: int = 0
    rendered: int = 0
    waited: int = 0
    stale: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """What one server process has kept and how it answered since its start.

    ``hits`` from what was kept, ``rendered`` by the application for everybody, ``waited`` with another's rendering,
    ``stale`` with an older page because rendering failed (these are also hits when nothing was tried), ``passed``
    to the application; ``dropped`` answers made room for others.
    """

    hits: int
    rendered: int
    waited: int
    stale: int
    passed: int
    answers: int
    bytes: int
    dropped: int


@dataclass(frozen=True, slots=True)
class _Miss:
    """One request that nothing fresh is kept for."""

    name: PageName
    generation: Hashable
    older: KeptAnswer | None
    environ: WSGIEnvironment


class PageCache:
    """Answers from memory what it may, and asks ``application`` for the rest. Safe to use from many threads.

    ``generation`` tells the state of the directory, cheaply; None means that it is not known, and then nothing is kept.
    ``monotonic`` is a clock in seconds that never goes back.
    """

    def __init__(
        self,
        application: WSGIApplication,
        names: PageNames,
        shelf: Shelf,
        generation: Callable[[], Hashable | None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._application = application
        self._names = names
        self._shelf = shelf
        self._generation = generation
        self._patience = names.rules.patience
        self._monotonic = monotonic
        self._flights = Flights()
        self._counts = Counts()
        self._known: Hashable | None = None
        self._known_until = float("-inf")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        name = self._names.of(environ)
        if name is None:
            return self._pass(environ, start_response)
        now = self._monotonic()
        generation = self._known if now < self._known_until else self._look(now)
        if generation is None:
            return self._pass(environ, start_response)
        answer = self._shelf.take(name)
        if answer is not None and answer.is_good(generation, now):
            self._counts.hits += 1
            return answer.send(environ, start_response, now)
        if not self._names.may_keep(name):
            return self._pass(environ, start_response)
        return self._answer_anew(_Miss(name, generation, answer, environ), start_response)

    def figures(self) -> CacheFigures:
        """What is kept in this process, and how it answered since its start."""
        counts = self._counts
        answers, size, dropped = self._shelf.figures()
        return CacheFigures(
            hits=counts.hits,
            rendered=counts.rendered,
            waited=counts.waited,
            stale=counts.stale,
            passed=counts.passed,
            answers=answers,
            bytes=size,
            dropped=dropped,
        )

    def _look(self, now: float) -> Hashable | None:
        self._known = self._generation()
        self._known_until = now + self._patience.look_again_after.total_seconds()
        return self._known

    def _pass(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._counts.passed += 1
        return self._application(environ, start_response)

    def _answer_anew(self, miss: _Miss, start_response: StartResponse) -> Iterable[bytes]:
        what = (miss.generation, miss.name)
        flight, is_pilot = self._flights.join(what)
        if not is_pilot:
            if flight.landed.wait(self._patience.wait.total_seconds()) and flight.result is not None:
                self._counts.waited += 1
                return flight.result.send(miss.environ, start_response, self._monotonic())
            return self._send(self._render(miss), miss, start_response)
        shared = None
        try:
            answer = self._just_rendered(miss) or self._render(miss)
            shared = answer if isinstance(answer, KeptAnswer) else None
        finally:
            self._flights.land(what, shared)
        return self._send(answer, miss, start_response)

    def _just_rendered(self, miss: _Miss) -> KeptAnswer | None:
        # Another flight may have landed between this visitor's look at the shelf and boarding.
        answer = self._shelf.take(miss.name)
        return answer if answer is not None and answer.is_good(miss.generation, self._monotonic()) else None

    def _render(self, miss: _Miss) -> KeptAnswer | Answer | Stream:
        self._counts.rendered += 1
        now = self._monotonic()
        try:
            answer = ask(self._application, self._names.plain_request(miss.environ, miss.name))
        except Exception:
            older = self._older(miss, now)
            if older is None:
                raise
            log.exception("rendering_failed")
            return older
        if isinstance(answer, Stream):
            return answer
        if answer.code >= 500:
            return self._older(miss, now) or answer
        lives = min(answer.max_age, self._patience.time_to_live.total_seconds())
        if lives <= 0:
            return answer
        kept = keep(answer, miss.generation, now, now + lives)
        if self._generation() == miss.generation:
            self._shelf.put(miss.name, kept)
        return kept

    def _older(self, miss: _Miss, now: float) -> KeptAnswer | None:
        """The page as it was, when it is of this generation and not too old; it is then kept for a moment more."""
        older = miss.older
        if older is None or older.generation != miss.generation:
            return None
        if now - older.rendered_at > self._patience.longest_stale.total_seconds():
            return None
        stale = older.as_stale(now + self._patience.retry_after.total_seconds())
        self._shelf.put(miss.name, stale)
        self._counts.stale += 1
        return stale

    def _send(
        self, answer: KeptAnswer | Answer | Stream, miss: _Miss, start_response: StartResponse
    ) -> Iterable[bytes]:
        if isinstance(answer, KeptAnswer):
            return answer.send(miss.environ, start_response, self._monotonic())
        is_head = miss.environ["REQUEST_METHOD"] == "HEAD"
        if isinstance(answer, Stream):
            start_response(answer.status, answer.headers)
            if not is_head:
                return answer.pieces
            close(answer.pieces)
            return []
        if answer.varies_with:
            # It depends on a header that was held back, so this visitor's own answer may be another one.
            return self._application(miss.environ, start_response)
        # Made without any cookie, so it holds no secret that a length could betray.
        sent = squeeze(answer, best_coding(miss.environ.get("HTTP_ACCEPT_ENCODING", "")))
        start_response(sent.status, sent.headers)
        return [] if is_head else [sent.body]
