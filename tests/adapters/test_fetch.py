"""What the fetcher promises beside the battery's cases."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest

from aidroute.adapters.addresses import PublicAddresses
from aidroute.adapters.fetch import WEB_PORTS, FetchLimits, production_fetcher
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.observation import Failure
from tests.world.answers import answer, by_header, redirect, silence, slowly
from tests.world.pages import BASELINE, good
from tests.world.server import World

URL = "http://charity.test/donate"


def plain(_body: object, _url: str) -> None:
    return None


def test_one_page_is_one_observation(world: World) -> None:
    world.serve("charity.test", "/donate", answer(200, "hello", [("Server", "x"), ("ETag", '"1"')]))
    observation = world.fetcher().fetch(FetchRequest(URL))
    assert (observation.status, observation.failure, observation.final_url) == (200, Failure.NONE, URL)
    assert observation.body.content == b"hello"
    assert dict(observation.hops[0].headers)["etag"] == '"1"'
    assert observation.hops[0].address == "127.0.0.11"
    assert observation.resolved_addresses == ("127.0.0.11",)
    assert observation.started_at <= observation.ended_at
    assert observation.checker_version


def test_a_name_is_asked_for_once_per_hop(world: World) -> None:
    world.serve("charity.test", "/donate", redirect("/give"))
    world.serve("charity.test", "/give", good())
    world.fetcher().fetch(FetchRequest(URL, follow_robots=False))
    assert world.resolver.asked == ["charity.test", "charity.test"]


def test_cookies_live_for_one_check(world: World) -> None:
    world.serve("charity.test", "/donate", answer(200, "x", [("Set-Cookie", "a=1; Path=/")]))
    fetcher = world.fetcher()
    for _ in range(2):
        assert fetcher.fetch(FetchRequest(URL)).hops[0].cookies_set == 1
    assert all("cookie" not in asked.headers for asked in world.asked)


def test_a_conditional_request_names_what_is_known(world: World) -> None:
    world.serve("charity.test", "/donate", answer(200, "x"))
    observation = world.fetcher().fetch(FetchRequest(URL, etag='"1"', last_modified="Sat, 21 Nov 2026 12:00:00 GMT"))
    asked = world.requests_to("charity.test")[0].headers
    assert asked["if-none-match"] == '"1"'
    assert asked["if-modified-since"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    assert observation.conditional
    assert not observation.not_modified


def test_what_is_known_of_one_address_is_not_told_to_another(world: World) -> None:
    world.serve("charity.test", "/donate", redirect("http://evil.test/"))
    world.fetcher().fetch(FetchRequest(URL, etag='"secret"', validators_for="http://charity.test/give"))
    assert all("if-none-match" not in asked.headers for asked in world.asked)


def test_the_bytes_that_are_known_well_are_told_and_their_redirects_not_followed_anew(world: World) -> None:
    body = b"<title>Give</title><meta http-equiv=refresh content='0; url=/elsewhere'>"
    world.serve("charity.test", "/donate", answer(200, body))
    known = sha256(body).hexdigest()
    observation = world.fetcher().fetch(FetchRequest(URL, page_sha256=known))
    assert observation.is_known_page
    assert observation.is_unchanged
    assert [hop.url for hop in observation.hops] == [URL]


@pytest.mark.parametrize("status", [201, 203, 404])
def test_a_page_is_known_only_with_the_status_of_a_page(world: World, status: int) -> None:
    world.serve("charity.test", "/donate", answer(status, b"<p>Give</p>"))
    known = sha256(b"<p>Give</p>").hexdigest()
    assert not world.fetcher().fetch(FetchRequest(URL, page_sha256=known)).is_known_page


def test_a_page_is_known_only_at_the_address_where_it_was_found_well(world: World) -> None:
    world.serve("charity.test", "/donate", redirect("http://evil.test/"))
    world.serve("evil.test", "/", answer(200, b"<p>Give</p>"))
    known = sha256(b"<p>Give</p>").hexdigest()
    observation = world.fetcher().fetch(FetchRequest(URL, page_sha256=known, validators_for="http://charity.test/give"))
    assert observation.final_url == "http://evil.test/"
    assert not observation.is_known_page


def test_robots_are_asked_for_once_a_day(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    fetcher = world.fetcher()
    for _ in range(3):
        fetcher.fetch(FetchRequest(URL))
    assert len(world.requests_to("charity.test", "/robots.txt")) == 1


def test_robots_need_not_be_asked_for(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    world.fetcher().fetch(FetchRequest(URL, follow_robots=False))
    assert world.requests_to("charity.test", "/robots.txt") == []


def test_a_shorter_deadline_is_kept(world: World) -> None:
    world.serve("charity.test", "/donate", silence)
    began = time.monotonic()
    observation = world.fetcher().fetch(FetchRequest(URL, within=timedelta(seconds=0.5)))
    assert observation.failure is Failure.RESPONSE_TIMEOUT
    assert time.monotonic() - began < 1


def test_a_longer_deadline_than_the_limits_is_not_given(world: World) -> None:
    world.serve("charity.test", "/donate", silence)
    fetcher = world.fetcher(limits=FetchLimits(total=timedelta(seconds=0.4)))
    began = time.monotonic()
    fetcher.fetch(FetchRequest(URL, within=timedelta(hours=1)))
    assert time.monotonic() - began < 1


def test_waiting_out_one_byte_is_bounded_too(world: World) -> None:
    world.serve("charity.test", "/donate", slowly(2, good()))
    observation = world.fetcher(limits=FetchLimits(read=timedelta(seconds=0.3))).fetch(FetchRequest(URL))
    assert observation.failure is Failure.RESPONSE_TIMEOUT


def test_an_error_of_ours_is_an_observation(world: World) -> None:
    def explode(_body: object, _url: str) -> None:
        raise RecursionError("a bug of ours")

    world.serve("charity.test", "/donate", good())
    observation = world.fetcher(find_redirect=explode).fetch(FetchRequest(URL))
    assert observation.failure is Failure.INTERNAL
    assert "RecursionError" in observation.exception_chain


def test_the_fetcher_works_on_after_an_error_of_ours(world: World) -> None:
    problems = iter([ValueError("once")])

    def explode_once(_body: object, _url: str) -> None:
        for problem in problems:
            raise problem

    world.serve("charity.test", "/donate", good())
    fetcher = world.fetcher(find_redirect=explode_once)
    assert fetcher.fetch(FetchRequest(URL)).failure is Failure.INTERNAL
    assert fetcher.fetch(FetchRequest(URL)).failure is Failure.NONE


def test_a_pages_own_redirect_stays_within_its_domains(world: World) -> None:
    targets = iter([("script", "http://payment.test/a"), None, ("script", "http://payment.test/a")])
    world.serve("charity.test", "/donate", good())
    world.serve("payment.test", "/a", good())
    fetcher = world.fetcher(find_redirect=lambda _body, _url: next(targets))
    followed = fetcher.fetch(FetchRequest(URL, follow_domains=("payment.test",)))
    assert followed.final_url == "http://payment.test/a"
    assert followed.hops[0].kind == "script"
    stayed = fetcher.fetch(FetchRequest(URL))
    assert stayed.final_url == URL
    assert stayed.body.content


def test_a_page_that_reloads_itself_is_no_loop(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    observation = world.fetcher(find_redirect=lambda _b, url: ("meta_refresh", url)).fetch(FetchRequest(URL))
    assert (observation.failure, observation.body.content) == (Failure.NONE, BASELINE.encode())


def test_a_server_sees_who_asks_and_that_a_browser_would_be_pleased(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    world.fetcher().fetch(FetchRequest(URL))
    headers = world.requests_to("charity.test")[0].headers
    assert headers["user-agent"] == "aidroute-linkcheck/1 (+https://aid.example.org/bot)"
    assert headers["accept"].startswith("text/html")
    assert headers["accept-encoding"] == "gzip"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "accept-language"}


def test_many_threads_share_one_fetcher(world: World) -> None:
    for number in range(60):
        world.serve(
            "charity.test", f"/{number}", answer(200, f"page {number}", [("Set-Cookie", f"n={number}; Path=/")])
        )
    fetcher = world.fetcher(find_redirect=plain)
    with ThreadPoolExecutor(20) as pool:
        pages = list(pool.map(lambda n: fetcher.fetch(FetchRequest(f"http://charity.test/{n}")), range(60)))
    assert [page.body.content for page in pages] == [f"page {number}".encode() for number in range(60)]
    assert all("cookie" not in asked.headers for asked in world.asked)


def test_no_connection_is_left_open(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    world.serve("charity.test", "/cut", answer(200, "x" * 500_000))
    fetcher = world.fetcher(find_redirect=plain)
    fetcher.fetch(FetchRequest(URL))
    before = open_files()
    for _ in range(20):
        fetcher.fetch(FetchRequest(URL))
        fetcher.fetch(FetchRequest("http://charity.test/cut"))
        fetcher.fetch(FetchRequest("https://charity.test/donate"))
    time.sleep(0.3)  # the world's own threads let go of their ends
    assert open_files() <= before + 3


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- only the count matters


def test_our_threads_do_not_grow(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    fetcher = world.fetcher()
    fetcher.fetch(FetchRequest(URL))
    names = {thread.name for thread in threading.enumerate() if thread.name.startswith(("deadline", "lookup"))}
    for _ in range(30):
        fetcher.fetch(FetchRequest(URL))
    after = {thread.name for thread in threading.enumerate() if thread.name.startswith(("deadline", "lookup"))}
    assert len(after) <= len(names) + 2


# ---- what runs in production


@pytest.fixture
def production() -> Iterator[object]:
    fetcher = production_fetcher("https://aid.example.org")
    yield fetcher
    fetcher.close()


def test_production_dials_the_public_internet_only(production: object) -> None:
    assert isinstance(production.address_policy, PublicAddresses)  # type: ignore[attr-defined]
    assert production.ports == WEB_PORTS == {80, 443}  # type: ignore[attr-defined]
    assert production.limits == FetchLimits()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["AIDROUTE_ALLOW_PRIVATE", "AIDROUTE_FETCH_PRIVATE", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE"]
)
def test_no_environment_variable_is_read(name: str, world: World) -> None:
    world.serve("charity.test", "/donate", by_header("host", "charity", good(), answer(500)))
    before = os.environ.get(name)
    os.environ[name] = "http://127.0.0.99:1/"
    try:
        assert world.fetcher().fetch(FetchRequest("https://charity.test/donate")).status == 200
        fetcher = production_fetcher("https://aid.example.org")
        assert fetcher.fetch(FetchRequest("http://127.0.0.99/")).failure is Failure.UNSAFE_ADDRESS
        fetcher.close()
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def test_an_installation_on_localhost_refuses_itself_by_address(world: World) -> None:
    fetcher = world.fetcher(base_url="http://127.0.0.1:8000")
    assert fetcher.fetch(FetchRequest("http://127.0.0.1:8000/go/x")).failure is Failure.UNSAFE_ADDRESS


@pytest.mark.parametrize(
    "url", ["https://aid.example.org", "https://AID.example.org./en/go/x", "http://aid.example.org:80/give/now"]
)
def test_our_own_routes_are_no_target(url: str, world: World) -> None:
    assert world.fetcher().fetch(FetchRequest(url)).failure is Failure.OWN_ROUTE
    assert world.resolver.asked == []


def test_a_neighbour_under_another_path_is_not_us(world: World) -> None:
    world.serve("charity.test", "/donate", good())
    fetcher = world.fetcher(base_url="https://charity.test/aidroute/")
    assert fetcher.fetch(FetchRequest("https://charity.test/donate")).failure is Failure.NONE
    assert fetcher.fetch(FetchRequest("https://charity.test/aidroute/go/x")).failure is Failure.OWN_ROUTE
