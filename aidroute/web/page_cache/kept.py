"""One kept answer: its bytes in every form a browser may take, with the headers of each made beforehand."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from wsgiref.types import StartResponse, WSGIEnvironment

from aidroute.web.page_cache.codings import CODINGS, IDENTITY, best_coding, compressed, is_compressible

Headers = list[tuple[str, str]]

# About what Python takes for one kept answer beside its bytes.
OVERHEAD_BYTES = 4_000

KEEPABLE_STATUSES = frozenset({200, 301, 302, 308})
NEVER_KEPT = frozenset({"no-store", "no-cache", "private"})

# Said anew for each visitor, or true for one request only.
NOT_REPLAYED = frozenset({
    "age", "connection", "content-encoding", "content-length", "date", "etag", "keep-alive", "retry-after", "server",
    "transfer-encoding", "vary", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id",
})  # fmt: skip
IN_A_304 = frozenset({"cache-control", "content-location", "expires"})

# An answer younger than this many seconds finds its Age header ready.
AGES = tuple(("Age", str(seconds)) for seconds in range(3_601))


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer as the application gave it."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    def values(self, name: str) -> list[str]:
        """The values of one header, by its name in small letters."""
        return [value for key, value in self.headers if key.lower() == name]

    def words(self, name: str) -> set[str]:
        """The comma-separated words of a header, in small letters."""
        return {word.strip().lower() for value in self.values(name) for word in value.split(",") if word.strip()}

    @property
    def varies_with(self) -> set[str]:
        """The request headers, other than the coding, that this answer depends on; '*' is everything."""
        return self.words("vary") - {"accept-encoding"}

    @property
    def max_age(self) -> float:
        """For how many seconds a shared cache may use this answer; 0 when it must not."""
        words = self.words("cache-control")
        may = self.code in KEEPABLE_STATUSES and "public" in words and not words & NEVER_KEPT
        # A Set-Cookie is for one visitor; an answer that is a part or already encoded is not the whole.
        whole = not any(self.values(name) for name in ("set-cookie", "content-encoding", "content-range"))
        if not may or not whole or self.varies_with:
            return 0
        ages = {name: seconds for name, _, seconds in (word.partition("=") for word in words) if seconds.isdigit()}
        allowed = ages.get("s-maxage", ages.get("max-age"))
        return float("inf") if allowed is None else float(allowed)


@dataclass(frozen=True, slots=True)
class Form:
    """One coding of a kept answer. ``short`` are the headers of the 304 that says the visitor has it already."""

    etag: str
    headers: Headers
    short: Headers
    body: bytes

    def is_in(self, if_none_match: str) -> bool:
        """Whether an If-None-Match names this form (weak comparison: RFC 9110, section 13.1.2)."""
        return if_none_match.strip() == "*" or self.etag in (
            tag.strip().removeprefix("W/") for tag in if_none_match.split(",")
        )


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that many visitors get. Instants are seconds of a clock that never goes back.

    ``generation`` is the state of the directory it was rendered from. ``is_stale`` means that it is given because
    nothing newer could be had.
    """

    status: str
    forms: dict[str, Form]
    generation: Hashable
    rendered_at: float
    fresh_until: float
    is_stale: bool = False

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        # What is not worth compressing has one form under three names.
        different = {form.etag: len(form.body) for form in self.forms.values()}
        return OVERHEAD_BYTES + sum(different.values())

    def is_good(self, generation: Hashable, now: float) -> bool:
        """Whether this may be given at ``now`` without asking the application again."""
        return self.fresh_until > now and self.generation == generation

    def as_stale(self, until: float) -> KeptAnswer:
        """The same page for a while in which it cannot be rendered anew; the answer says so."""
        forms = {coding: _stale(form) for coding, form in self.forms.items()}
        return replace(self, forms=forms, fresh_until=until, is_stale=True)

    def send(self, environ: WSGIEnvironment, start_response: StartResponse, now: float) -> Iterable[bytes]:
        """Answer one request at ``now``."""
        form = self.forms[best_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        seconds = int(now - self.rendered_at)
        age = AGES[seconds] if seconds < len(AGES) else AGES[-1]
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted is not None and form.is_in(wanted) and self.status.startswith("200"):
            start_response("304 NOT MODIFIED", [*form.short, age])
            return []
        start_response(self.status, [*form.headers, age])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def keep(answer: Answer, generation: Hashable, rendered_at: float, fresh_until: float) -> KeptAnswer:
    """The answer in all its forms."""
    content_type = next(iter(answer.values("content-type")), "")
    can = is_compressible(content_type, len(answer.body))
    common = [(name, value) for name, value in answer.headers if name.lower() not in NOT_REPLAYED]
    tag = hashlib.sha256(answer.body).hexdigest()[:20]
    plain = _form(common, tag, answer.body, IDENTITY, varies=can)
    forms = dict.fromkeys(CODINGS, plain)
    if can:
        for coding in CODINGS[:-1]:
            forms[coding] = _form(common, tag, compressed(answer.body, coding), coding, varies=True)
    return KeptAnswer(answer.status, forms, generation, rendered_at, fresh_until)


def _form(common: Headers, tag: str, body: bytes, coding: str, *, varies: bool) -> Form:
    is_plain = coding == IDENTITY
    etag = f'"{tag}"' if is_plain else f'"{tag}-{coding}"'
    own = [("ETag", etag), *([("Vary", "Accept-Encoding")] if varies else [])]
    short = [*(pair for pair in common if pair[0].lower() in IN_A_304), *own]
    encoding = [] if is_plain else [("Content-Encoding", coding)]
    return Form(etag, [*common, *own, *encoding, ("Content-Length", str(len(body)))], short, body)


def _stale(form: Form) -> Form:
    return replace(form, headers=_marked(form.headers), short=_marked(form.short))


def _marked(headers: Sequence[tuple[str, str]]) -> Headers:
    # Source: RFC 9211 (Cache-Status). The old Warning header was withdrawn by RFC 9111, section 5.5.
    kept = [pair for pair in headers if pair[0].lower() not in ("cache-control", "cache-status")]
    return [*kept, ("Cache-Control", "no-cache"), ("Cache-Status", "aidroute; hit; detail=stale-on-error")]
