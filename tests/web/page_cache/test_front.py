"""The cache in front of a tiny application."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.web.page_cache.front import PageCache
from aidroute.web.page_cache.keys import PageNames
from aidroute.web.page_cache.rules import KeepRules, Patience
from aidroute.web.page_cache.shelf import Shelf
from tests.support.wsgi import Clock, Got, Pairs, Site, ask, page

RULES = KeepRules(
    base_url="https://aid.example.org",
    hosts=("aid.example.org", "127.0.0.1"),
    parameters=("need", "from", "page"),
    first_segments=frozenset({"en", "hy"}),
    never_segments=frozenset({"go", "maintain"}),
    cookies=("session",),
    patience=Patience(look_again_after=timedelta(0)),
)
AT_ONCE = timedelta(0)
PATIENT = Patience(wait=timedelta(seconds=20), look_again_after=AT_ONCE)
MEGABYTE = 1_000_000
Content = tuple[str, Pairs, bytes]


class World:
    """A cache before a site, with a clock and a generation that a test moves."""

    def __init__(
        self,
        view: Callable[[dict[str, Any]], Content] | None = None,
        rules: KeepRules = RULES,
        most_bytes: int = MEGABYTE,
    ) -> None:
        self.site = Site(view or self.numbered)
        self.clock = Clock()
        self.generation: object = 1
        self.cache = PageCache(self.site, PageNames(rules), Shelf(most_bytes), lambda: self.generation, self.clock)

    def numbered(self, environ: dict[str, Any]) -> Content:
        """A page that tells how often anything was rendered, and for what."""
        return page(f"{len(self.site.asked)} {environ['PATH_INFO']}?{environ['QUERY_STRING']} {'.' * 1000}")

    def ask(self, target: str = "/en/", method: str = "GET", **headers: str) -> Got:
        return ask(self.cache, target, method, **headers)

    @property
    def rendered(self) -> int:
        return len(self.site.asked)


def test_the_second_visitor_gets_what_the_first_one_got() -> None:
    world = World()
    first, second = world.ask("/en/give?need=food"), world.ask("/en/give?need=food")
    assert world.rendered == 1
    assert (first.status, first.body, first.headers) == (second.status, second.body, second.headers)
    assert first.body.startswith(b"1 /en/give?need=food ")


def test_one_question_written_in_many_ways_is_one_page() -> None:
    world = World()
    for query in (
        "need=food&from=FR",
        "from=FR&need=food",
        "from=FR&utm_source=x&need=food&page=",
        "need=%66ood&from=FR",
    ):
        assert world.ask(f"/en/give?{query}").body.startswith(b"1 /en/give?need=food&from=FR ")
    assert world.rendered == 1


def test_different_questions_are_different_pages() -> None:
    world = World()
    targets = ["/en/", "/hy/", "/en/give", "/en/give?need=food", "/en/give?need=hygiene", "/en/give?need=food&page=2"]
    assert len({world.ask(target).body for target in targets}) == len(targets)
    assert len({world.ask(target).body for target in targets}) == len(targets)
    assert world.rendered == len(targets)


POISON = {
    "host": "127.0.0.1:666",
    "x_forwarded_host": "evil.example.org",
    "x_forwarded_proto": "evil",
    "x_forwarded_for": "evil",
    "x_original_url": "/maintain",
    "x_rewrite_url": "/maintain",
    "x_http_method_override": "DELETE",
    "forwarded": "host=evil.example.org",
    "accept": "evil/evil",
    "accept_language": "ru",
    "origin": "https://evil.example.org",
    "referer": "https://evil.example.org",
    "user_agent": "evil",
    "cookie": "evil=1",
    "range": "bytes=0-1",
    "if_none_match": '"evil"',
    "if_modified_since": "Sat, 21 Nov 2026 12:00:00 GMT",
    "cache_control": "no-cache",
    "pragma": "no-cache",
    "purpose": "prefetch",
}


def everything_told(environ: dict[str, Any]) -> Content:
    return page(" ".join(f"{name}={value}" for name, value in sorted(environ.items()) if isinstance(value, str)))


@pytest.mark.parametrize("name", POISON)
def test_nothing_a_visitor_sends_reaches_the_next_one(name: str) -> None:
    clean = World(everything_told).ask("/en/give?need=food")
    world = World(everything_told)
    poisoned = world.ask("/en/give?need=food&evil=1#evil", **{name: POISON[name]})
    after = world.ask("/en/give?need=food")
    assert after.body == clean.body
    assert after.headers == clean.headers
    assert b"evil" not in poisoned.body + after.body
    assert world.rendered == 1


def test_a_page_is_rendered_for_the_configured_address_only() -> None:
    world = World(lambda environ: page(f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}/"))
    assert world.ask("/en/", host="127.0.0.1:8000").body == b"https://aid.example.org/"


def test_a_foreign_host_is_the_applications_business_even_when_the_page_is_kept() -> None:
    world = World(lambda environ: page(environ["HTTP_HOST"]))
    world.ask("/en/")
    assert world.ask("/en/", host="evil.example.org").body == b"evil.example.org"
    assert world.ask("/en/").body == b"aid.example.org"


def test_a_maintainer_always_gets_an_own_page() -> None:
    world = World()
    world.ask("/en/")
    bodies = [world.ask("/en/", cookie="a=b; session=secret").body for _ in range(2)]
    assert [body[:1] for body in bodies] == [b"2", b"3"]
    assert world.site.asked[-1]["HTTP_COOKIE"] == "a=b; session=secret"
    assert world.ask("/en/").body.startswith(b"1 ")


@pytest.mark.parametrize(
    "target", ["/go/channel", "/en/go/channel", "/maintain/", "/en/maintain", "/", "/give", "/healthz"]
)
def test_some_addresses_are_never_kept_whatever_they_answer(target: str) -> None:
    world = World()
    assert world.ask(target).body != world.ask(target).body
    assert world.cache.figures().answers == 0
    assert world.site.asked[-1].get("HTTP_HOST") == "aid.example.org"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_reach_the_application(method: str) -> None:
    world = World()
    world.ask("/en/")
    assert world.ask("/en/", method).body.startswith(b"2 ")
    assert world.site.asked[-1]["REQUEST_METHOD"] == method


@pytest.mark.parametrize(
    "headers",
    [
        {"cache_control": "no-store"},
        {"cache_control": ""},
        {"set_cookie": "a=b"},
        {"status": "404 NOT FOUND"},
        {"status": "422 UNPROCESSABLE"},
        {"length": False},
    ],
)
def test_what_does_not_say_that_it_may_be_kept_is_not(headers: dict[str, Any]) -> None:
    world = World(lambda _environ: page(str(world.rendered), **headers))
    assert [world.ask("/en/").body for _ in range(3)] == [b"1", b"2", b"3"]
    assert world.cache.figures().answers == 0


def test_what_is_not_kept_is_compressed_too() -> None:
    world = World(lambda _environ: page("not here " * 100, "404 NOT FOUND", cache_control="no-store"))
    got = world.ask("/en/", accept_encoding="br")
    assert (got.headers["content-encoding"], decoded(got)) == ("br", b"not here " * 100)
    head = world.ask("/en/", "HEAD", accept_encoding="br")
    assert (head.headers, head.body) == (got.headers, b"")


def test_an_answer_that_varies_is_made_for_each_visitor() -> None:
    world = World(lambda environ: page(environ.get("HTTP_ACCEPT_LANGUAGE", "none"), vary="Accept-Language"))
    assert world.ask("/en/", accept_language="hy").body == b"hy"
    assert world.ask("/en/", accept_language="fr").body == b"fr"


def test_a_large_answer_is_handed_on_and_not_kept() -> None:
    world = World(lambda _environ: page("x" * 1_100_000))
    assert len(world.ask("/en/").body) == 1_100_000
    head = world.ask("/en/", "HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", "1100000")
    assert world.cache.figures().answers == 0


def test_a_redirect_that_may_be_kept_is_kept() -> None:
    world = World(lambda _environ: page("", "301 MOVED", location="/en/give"))
    assert [world.ask("/en/old").headers["location"] for _ in range(3)] == ["/en/give"] * 3
    assert world.rendered == 1


def test_head_and_get_share_a_page() -> None:
    world = World()
    head = world.ask("/en/", "HEAD", accept_encoding="br")
    got = world.ask("/en/", accept_encoding="br")
    assert world.rendered == 1
    assert (head.body, head.headers) == (b"", got.headers)
    assert got.body


def test_a_browser_that_has_the_page_gets_a_304_from_the_first_visit_on() -> None:
    world = World()
    etag = world.ask("/en/").headers["etag"]
    for moved in (0, 31):
        world.clock.at += moved
        world.site.view = lambda _environ: page(f"1 /en/? {'.' * 1000}")
        got = world.ask("/en/", if_none_match=etag)
        assert (got.status, got.body) == (304, b"")


# ------------------------------------------------------------------------------------------- how long it is kept


def test_a_page_lives_thirty_seconds_and_not_longer() -> None:
    world = World()
    world.ask("/en/")
    world.clock.at += 29.9
    assert world.ask("/en/").body.startswith(b"1 ")
    world.clock.at += 0.1
    assert world.ask("/en/").body.startswith(b"2 ")


def test_a_page_that_wants_to_live_shorter_does() -> None:
    world = World(lambda _environ: page(str(world.rendered), cache_control="public, max-age=5"))
    world.ask("/en/")
    world.clock.at += 5
    assert world.ask("/en/").body == b"2"


def test_nothing_from_before_a_change_is_shown_after_it() -> None:
    world = World()
    world.ask("/en/")
    world.generation = 2
    assert world.ask("/en/").body.startswith(b"2 ")
    assert world.ask("/en/").body.startswith(b"2 ")


def test_the_state_of_the_directory_is_asked_for_a_few_times_a_second_and_not_more() -> None:
    asked = []
    world = World(rules=replace(RULES, patience=Patience()))
    world.cache = PageCache(
        world.site,
        PageNames(replace(RULES, patience=Patience())),
        Shelf(MEGABYTE),
        lambda: asked.append(1) or 1,
        world.clock,
    )
    world.ask("/en/")
    before = len(asked)
    for _ in range(100):
        world.ask("/en/")
        world.clock.at += 0.001
    assert 1 <= len(asked) - before <= 2


def test_a_page_rendered_while_the_directory_changed_is_not_kept() -> None:
    def view(_environ: dict[str, Any]) -> Content:
        world.generation = 2 if world.rendered == 1 else world.generation
        return page(str(world.rendered))

    world = World(view)
    assert world.ask("/en/").body == b"1"
    world.generation = 1
    assert world.ask("/en/").body == b"2"


def test_while_the_state_of_the_directory_is_not_known_nothing_is_kept() -> None:
    world = World()
    world.ask("/en/")
    world.generation = None
    assert world.ask("/en/").body.startswith(b"2 ")
    assert world.ask("/en/").body.startswith(b"3 ")


# -------------------------------------------------------------------------------------------------- when it fails


class Broken(Exception):
    """What the application raises in these tests."""


def failing(world: World, how: str) -> Callable[[dict[str, Any]], Content]:
    def view(_environ: dict[str, Any]) -> Content:
        if how == "raises":
            raise Broken
        return page("Something broke", how, cache_control="no-store")

    return view


FAILURES = ("raises", "500 ERROR", "503 UNAVAILABLE")


@pytest.mark.parametrize("how", FAILURES)
def test_a_page_that_fails_is_shown_as_it_was_and_says_so(how: str) -> None:
    world = World()
    fresh = world.ask("/en/", accept_encoding="br")
    world.site.view = failing(world, how)
    world.clock.at += 40
    for _ in range(3):
        old = world.ask("/en/", accept_encoding="br")
        assert (old.status, old.body) == (200, fresh.body)
        assert old.headers["cache-control"] == "no-cache"
        assert "stale" in old.headers["cache-status"]
        assert old.headers["age"] == "40"
    assert world.rendered == 2, "it is not tried again at once"


@pytest.mark.parametrize("how", FAILURES)
def test_it_is_tried_again_soon_and_heals_by_itself(how: str) -> None:
    world = World()
    world.ask("/en/")
    world.site.view = failing(world, how)
    world.clock.at += 40
    world.ask("/en/")
    world.site.view = world.numbered
    world.clock.at += 2
    healed = world.ask("/en/")
    assert healed.body.startswith(b"3 ")
    assert healed.headers["cache-control"] == "public, max-age=60"
    assert "cache-status" not in healed.headers


@pytest.mark.parametrize("how", FAILURES)
def test_an_old_page_is_shown_for_an_hour_at_most(how: str) -> None:
    world = World()
    world.ask("/en/")
    world.site.view = failing(world, how)
    for _ in range(9):
        world.clock.at += 400
        assert world.ask("/en/").status == 200
    world.clock.at += 10
    if how == "raises":
        with pytest.raises(Broken):
            world.ask("/en/")
    else:
        assert world.ask("/en/").status == int(how[:3])


def test_a_page_from_before_a_change_is_not_shown_even_when_the_new_one_fails() -> None:
    world = World()
    world.ask("/en/")
    world.generation = 2
    world.site.view = failing(world, "500 ERROR")
    assert world.ask("/en/").status == 500


def test_a_failure_without_an_older_page_is_a_failure() -> None:
    world = World()
    world.site.view = failing(world, "503 UNAVAILABLE")
    assert world.ask("/en/").status == 503
    world.site.view = failing(world, "raises")
    with pytest.raises(Broken):
        world.ask("/en/")
    world.site.view = world.numbered
    assert world.ask("/en/").status == 200


def test_a_page_that_is_gone_is_gone_and_not_stale() -> None:
    world = World()
    world.ask("/en/organizations/x")
    world.site.view = lambda _environ: page("There is no page here", "404 NOT FOUND", cache_control="no-store")
    world.clock.at += 31
    assert world.ask("/en/organizations/x").status == 404


# ------------------------------------------------------------------------------------------------- many at a time


class Gate:
    """A view that waits until it is opened, and tells how many are inside."""

    def __init__(self, answer: Callable[[], Content] = lambda: page("slow page")) -> None:
        self.entered = threading.Semaphore(0)
        self.open = threading.Event()
        self.answer = answer

    def __call__(self, _environ: dict[str, Any]) -> Content:
        self.entered.release()
        assert self.open.wait(20)
        return self.answer()


def wait_for(happens: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(2_000):
        if happens():
            return
        pause.wait(0.01)
    pytest.fail("it did not happen")


def test_one_rendering_serves_everybody_who_asks_meanwhile() -> None:
    gate = Gate()
    world = World(gate, replace(RULES, patience=PATIENT))
    with ThreadPoolExecutor(20) as visitors:
        answers = [visitors.submit(world.ask, "/en/give?need=food") for _ in range(20)]
        assert gate.entered.acquire(timeout=20)
        gate.open.set()
        bodies = {answer.result(timeout=20).body for answer in answers}
    assert bodies == {b"slow page"}
    assert world.rendered == 1
    figures = world.cache.figures()
    assert figures.waited + figures.hits + figures.rendered == 20


def test_a_kept_page_does_not_wait_for_another_page() -> None:
    gate = Gate()
    world = World()
    world.ask("/en/")
    world.site.view = gate
    with ThreadPoolExecutor(1) as visitor:
        slow = visitor.submit(world.ask, "/en/give")
        assert gate.entered.acquire(timeout=20)
        assert world.ask("/en/").body.startswith(b"1 ")
        gate.open.set()
        assert slow.result(timeout=20).body == b"slow page"


def test_who_has_waited_long_enough_renders_alone() -> None:
    gate = Gate()
    world = World(gate, replace(RULES, patience=Patience(wait=timedelta(milliseconds=50), look_again_after=AT_ONCE)))
    with ThreadPoolExecutor(2) as visitors:
        answers = [visitors.submit(world.ask, "/en/") for _ in range(2)]
        assert gate.entered.acquire(timeout=20)
        assert gate.entered.acquire(timeout=20), "the second visitor went in alone"
        gate.open.set()
        assert [answer.result(timeout=20).body for answer in answers] == [b"slow page"] * 2


def test_nobody_shares_an_answer_that_is_for_one_visitor() -> None:
    numbers = iter(range(100))
    gate = Gate(lambda: page(f"only for visitor {next(numbers)}", cache_control="no-store"))
    world = World(gate, replace(RULES, patience=PATIENT))
    with ThreadPoolExecutor(8) as visitors:
        answers = [visitors.submit(world.ask, "/en/") for _ in range(8)]
        assert gate.entered.acquire(timeout=20)
        gate.open.set()
        assert len({answer.result(timeout=20).body for answer in answers}) == 8


def test_who_waits_for_a_rendering_that_fails_gets_an_own_answer() -> None:
    gate = Gate()
    world = World(gate, replace(RULES, patience=PATIENT))
    failures = iter([True])

    def first_fails() -> Content:
        if next(failures, False):
            raise Broken
        return page("well again")

    gate.answer = first_fails
    with ThreadPoolExecutor(5) as visitors:
        answers = [visitors.submit(world.ask, "/en/") for _ in range(5)]
        assert gate.entered.acquire(timeout=20)
        gate.open.set()
        problems = [answer.exception(timeout=20) for answer in answers]
        assert [type(problem) for problem in problems if problem] == [Broken]
        assert {answer.result().body for answer in answers if not answer.exception()} == {b"well again"}


def test_a_change_during_a_rendering_begins_a_new_one() -> None:
    gate = Gate()
    world = World(gate, replace(RULES, patience=PATIENT))
    with ThreadPoolExecutor(2) as visitors:
        before = visitors.submit(world.ask, "/en/")
        assert gate.entered.acquire(timeout=20)
        world.generation = 2
        after = visitors.submit(world.ask, "/en/")
        assert gate.entered.acquire(timeout=20), "who asks after the change does not wait for the page from before it"
        gate.open.set()
        before.result(timeout=20)
        after.result(timeout=20)
    assert world.rendered == 2


def test_many_threads_never_see_a_page_from_before_a_change() -> None:
    world = World(lambda _environ: page(str(world.generation)))
    wrong: list[tuple[int, int]] = []

    def visit() -> None:
        for _ in range(300):
            known = world.generation
            shown = int(world.ask("/en/").body)
            if shown < known:
                wrong.append((known, shown))

    with ThreadPoolExecutor(4) as visitors:
        visits = [visitors.submit(visit) for _ in range(4)]
        for number in range(2, 60):
            world.generation = number
            threading.Event().wait(0.002)
        for each in visits:
            each.result(timeout=60)
    assert wrong == []


# ----------------------------------------------------------------------------------------------------- boundedness


def test_a_flood_of_addresses_does_not_grow_the_cache() -> None:
    world = World(most_bytes=200_000)
    for number in range(500):
        world.ask(f"/en/give?need=made-up-{number}")
    figures = world.cache.figures()
    assert figures.bytes <= 200_000
    assert figures.answers + figures.dropped == 500


def test_the_pages_that_are_asked_for_survive_a_flood() -> None:
    world = World(most_bytes=200_000)
    for number in range(300):
        world.ask("/en/")
        world.ask(f"/en/give?need=made-up-{number}")
    assert [environ["PATH_INFO"] for environ in world.site.asked].count("/en/") == 1


def test_stray_and_overlong_queries_take_no_room() -> None:
    world = World()
    for number in range(200):
        world.ask(f"/en/give?stray{number}={number}&fbclid={number}")
        world.ask(f"/en/give?need={'x' * 200}{number}")
        world.ask(f"/en/give?{'x' * 2000}{number}")
    assert world.cache.figures().answers == 1
    assert world.cache.figures().rendered == 1


def test_how_it_answered_is_counted() -> None:
    world = World()
    for _ in range(3):
        world.ask("/en/")
    world.ask("/go/x")
    figures = world.cache.figures()
    assert (figures.hits, figures.rendered, figures.passed, figures.answers) == (2, 1, 1, 1)
    assert figures.bytes > 1_000


# -------------------------------------------------------------------------------------------------------- property

PATHS = st.sampled_from(["/en/", "/en/give", "/hy/give", "/give", "/go/x", "/en/missing", "/en/private", "/en/moved"])
QUERIES = st.lists(
    st.tuples(st.sampled_from(["need", "from", "page", "stray"]), st.sampled_from(["food", "FR", "2", ""])), max_size=4
)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("ask"),
            PATHS,
            QUERIES,
            st.sampled_from(["GET", "HEAD", "POST"]),
            st.sampled_from(["", "br", "gzip"]),
            st.booleans(),
        ),
        st.tuples(st.just("change")),
        st.tuples(st.just("wait"), st.sampled_from([1, 20, 40])),
    ),
    max_size=40,
)


class Plain:
    """What a visitor should see: a page is a function of its address, the generation and nothing else."""

    def __init__(self) -> None:
        self.generation = 1

    def __call__(self, environ: dict[str, Any]) -> Content:
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        pairs = set(query.split("&"))
        read = sorted(pair for pair in pairs if pair[:4] in ("need", "from", "page") and pair[-1] != "=")
        text = f"{self.generation} {path} {read} " + "." * 500
        if path == "/en/missing":
            return page(text, "404 NOT FOUND", cache_control="no-store")
        if path == "/en/private":
            return page(text, cache_control="no-store")
        if path == "/en/moved":
            return page("", "302 FOUND", location=f"/en/{self.generation}")
        return page(text)


@given(STEPS)
def test_in_any_order_of_requests_the_cache_answers_what_the_application_would(steps: list[tuple[Any, ...]]) -> None:
    plain = Plain()
    world = World(plain, most_bytes=60_000)
    world.generation = plain.generation
    for step in steps:
        if step[0] == "change":
            plain.generation += 1
            world.generation = plain.generation
        elif step[0] == "wait":
            world.clock.at += step[1]
        else:
            _, path, pairs, method, accept, is_known = step
            target = f"{path}?" + "&".join(f"{name}={value}" for name, value in pairs)
            headers = {"cookie": "session=1"} if is_known else {}
            cached = world.ask(target, method, accept_encoding=accept, **headers)
            uncached = ask(Site(plain), target, method, **headers)
            assert cached.status == uncached.status
            assert decoded(cached) == uncached.body
            for name in ("content-type", "cache-control", "location"):
                assert cached.headers.get(name) == uncached.headers.get(name)


def decoded(got: Got) -> bytes:
    if not got.body:
        return got.body
    coding = got.headers.get("content-encoding", "")
    return {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding](got.body)
