"""The page cache around the whole application."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, Request, request
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import update
from werkzeug.datastructures import ImmutableMultiDict

from aidroute.app import create_app
from aidroute.settings import load_settings
from aidroute.storage import directory_version
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.web.page_cache.placing import NEVER, PARAMETERS
from tests.support.databases import prepare
from tests.support.directories import NOW
from tests.support.filled import fill
from tests.support.wsgi import Got, ask

HOST = "aid.example.org"
LANGUAGES = ("en", "hy")
MOST_PAGES = 150
ONLY_HERE = {"etag", "age", "date", "vary", "x-request-id", "content-length"}
"""Headers that a kept answer has of its own."""

FIRST = (
    "/en/",
    "/sitemap.xml",
    "/robots.txt",
    "/en/changes?subject=harbour-fund-1",
    "/en/give?need=food",
    "/en/give?need=food&from=FR&method=card&page=2",
    "/en/give.json?need=hygiene",
)
LINKED = re.compile(rb'(?:href|src|action)="(/[^"]*)"')


class Site:
    """An installation with a filled database, whose instant stands still."""

    def __init__(self, folder: Path, url: str, megabytes: int, **more: str) -> None:
        variables = {
            "AIDROUTE_DATABASE_URL": url,
            "AIDROUTE_BASE_URL": f"https://{HOST}",
            "AIDROUTE_LANGUAGES": ",".join(LANGUAGES),
            "AIDROUTE_LOG_LEVEL": "error",
            "AIDROUTE_SCHEDULER_INSIDE": "no",
            "AIDROUTE_PAGE_CACHE_MEGABYTES": str(megabytes),
            **more,
        }
        self.app: Flask = create_app(load_settings(folder / f"instance-{megabytes}", variables))
        self.app.extensions["clock"] = lambda: NOW
        self.database: Database = self.app.extensions["database"]

    def ask(self, target: str, method: str = "GET", **headers: str) -> Got:
        return ask(self.app.wsgi_app, target, method, **{"host": HOST, **headers})

    @property
    def cache(self) -> Any:
        return self.app.extensions["page_cache"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'aidroute.sqlite'}"
    prepare(made)
    database = Database.open(made)
    fill(database, NOW, organizations=30)
    database.close()
    return made


@pytest.fixture(scope="module")
def keeping(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("keeping"), url, megabytes=64)
    yield site
    site.database.close()


@pytest.fixture(scope="module")
def plain(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("plain"), url, megabytes=0)
    yield site
    site.database.close()


@pytest.fixture(scope="module")
def addresses(plain: Site) -> list[str]:
    """Every address of ours that can be reached by links, up to a number of them."""
    found = dict.fromkeys(FIRST)
    looked: set[str] = set()
    while len(looked) < MOST_PAGES and (left := [each for each in found if each not in looked]):
        for target in left[: MOST_PAGES - len(looked)]:
            looked.add(target)
            body = plain.ask(target).body
            links = [match.decode().replace("&amp;", "&").split("#")[0] for match in LINKED.findall(body)]
            found.update(dict.fromkeys(links))
    return list(found)[:MOST_PAGES]


def shown(got: Got) -> tuple[int, dict[str, str], bytes]:
    body = re.sub(rb"[0-9a-f]{16}", b"number", got.body) if got.status >= 400 else got.body
    return got.status, {name: value for name, value in got.headers.items() if name not in ONLY_HERE}, body


def test_every_page_is_the_same_with_the_cache_and_without(keeping: Site, plain: Site, addresses: list[str]) -> None:
    assert len(addresses) > 50
    for target in addresses:
        expected = shown(plain.ask(target))
        assert [shown(keeping.ask(target)) for _ in range(3)] == [expected] * 3, target


def test_public_pages_are_kept(keeping: Site, addresses: list[str]) -> None:
    public = [
        each for each in addresses if each.startswith("/en/") and NEVER.isdisjoint(urlsplit(each).path.split("/"))
    ]
    kept = []
    for target in public:
        keeping.ask(target)
        before = keeping.cache.figures()
        answer = keeping.ask(target)
        if answer.status == 200:
            kept.append((target, keeping.cache.figures().hits - before.hits))
    assert len(kept) > 20
    assert {target: hits for target, hits in kept if hits != 1} == {}


def test_ways_out_and_forms_are_not_kept(keeping: Site, addresses: list[str]) -> None:
    ways_out = [each for each in addresses if not NEVER.isdisjoint(urlsplit(each).path.split("/"))]
    assert any("/go/" in each for each in ways_out)
    for target in [*ways_out, "/", "/give", "/healthz", "/en/give/now?need=food", "/en/reports/1", "/en/suggest"]:
        before = keeping.cache.figures()
        for _ in range(2):
            keeping.ask(target)
        after = keeping.cache.figures()
        assert (after.hits, after.answers) == (before.hits, before.answers), target


requests = st.lists(
    st.tuples(
        st.integers(0, MOST_PAGES - 1),
        st.sampled_from(["GET", "HEAD"]),
        st.fixed_dictionaries(
            {},
            optional={
                "accept_language": st.sampled_from(["hy", "ru", "fr;q=0.5"]),
                "x_forwarded_host": st.just("evil.example.org"),
                "x_forwarded_proto": st.just("http"),
                "user_agent": st.just("evil"),
                "referer": st.just("https://evil.example.org/"),
                "cookie": st.sampled_from(["a=b", "__Host-aidroute=forged"]),
                "accept": st.just("application/json"),
            },
        ),
        st.sampled_from(["", "utm_source=evil", "fbclid=1&evil=2"]),
    ),
    max_size=8,
)


@given(requests)
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_order_with_any_headers_everybody_gets_the_page_of_the_address(
    keeping: Site, plain: Site, addresses: list[str], asked: list[tuple[int, str, dict[str, str], str]]
) -> None:
    for number, method, headers, stray in asked:
        target = addresses[number % len(addresses)]
        keeping.ask(target + ("&" if "?" in target else "?") + stray, method, **headers)
    for number, _, _, _ in asked:
        target = addresses[number % len(addresses)]
        assert shown(keeping.ask(target)) == shown(plain.ask(target))


def test_a_foreign_host_gets_a_400_for_a_kept_page_and_for_a_file(keeping: Site) -> None:
    sheet = re.search(rb'href="(/static/[^"]+\.css)"', keeping.ask("/en/").body)
    assert sheet
    for target in ("/en/", sheet.group(1).decode()):
        assert keeping.ask(target).status == 200
        assert keeping.ask(target, host="evil.example.org").status == 400
        assert keeping.ask(target).status == 200


def test_files_are_answered_before_flask(keeping: Site) -> None:
    sheet = re.search(rb'href="(/static/[^"]+\.css)"', keeping.ask("/en/").body)
    assert sheet
    target = sheet.group(1).decode()
    first, second = keeping.ask(target, accept_encoding="br"), keeping.ask(target, accept_encoding="br")
    assert first == second
    assert "x-request-id" not in second.headers
    assert second.headers["content-encoding"] == "br"
    assert second.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert second.headers["x-content-type-options"] == "nosniff"


def test_who_is_signed_in_gets_an_own_page_and_nothing_compressed(keeping: Site) -> None:
    keeping.ask("/en/")
    cookie = f"{keeping.app.config['SESSION_COOKIE_NAME']}=x"
    got = keeping.ask("/en/", accept_encoding="br", cookie=cookie)
    assert got.status == 200
    assert {"content-encoding", "age"}.isdisjoint(got.headers)
    assert keeping.ask("/en/no-such-page", accept_encoding="br").headers["content-encoding"] == "br"


def test_a_moved_link_is_seen_at_the_next_look(tmp_path: Path, url: str) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(Path(url.removeprefix("sqlite:///")).read_bytes())
    site = Site(tmp_path, f"sqlite:///{copy}", megabytes=64)
    target = "/en/give?need=food&from=FR"
    before = site.ask(target)
    assert site.ask(target).body == before.body
    with site.database.write() as session:
        number = directory_version.move(session, directory_version.LINKS, NOW)
        session.execute(
            update(Link).values(state="quarantined", verdict="hijack_suspect", state_since_at=NOW, revision=number)
        )
    site.app.extensions["directory"].forget()
    time.sleep(0.1)  # longer than the state of the directory is taken as known
    after = site.ask(target)
    assert b"badge--go" in before.body
    assert b"badge--go" not in after.body
    site.database.close()


def test_freshness_that_runs_out_is_seen_at_once(tmp_path: Path, url: str) -> None:
    site = Site(tmp_path, url, megabytes=64)
    assert b"badge--go" in site.ask("/en/give?need=food").body
    site.app.extensions["clock"] = lambda: NOW + timedelta(hours=49)
    time.sleep(0.1)  # longer than the state of the directory is taken as known
    assert b"badge--go" not in site.ask("/en/give?need=food").body
    site.database.close()


def test_each_visitor_keeps_an_own_address_behind_a_proxy(tmp_path: Path, url: str) -> None:
    site = Site(tmp_path, url, megabytes=64, AIDROUTE_TRUSTED_PROXIES="1")
    seen: list[str | None] = []
    site.app.before_request(lambda: seen.append(request.remote_addr))
    for number in (7, 8):
        site.ask(f"/en/give?page={number}", x_forwarded_for=f"198.51.100.{number}")
    assert seen == ["198.51.100.7", "198.51.100.8"]
    site.database.close()


def test_with_no_megabytes_nothing_is_kept(plain: Site) -> None:
    assert plain.cache is None
    assert "age" not in plain.ask("/en/").headers


def test_pages_read_no_parameter_that_the_cache_drops(tmp_path: Path, url: str, addresses: list[str]) -> None:
    read: dict[str, set[str]] = {}

    class Noting(ImmutableMultiDict[str, str]):
        """Parameters that note which of them a view asks for."""

        def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
            read.setdefault(key, set()).add(str(request.url_rule))
            return super().get(key, *args, **kwargs)

        def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
            read.setdefault(key, set()).add(str(request.url_rule))
            return super().getlist(key, *args, **kwargs)

        def __getitem__(self, key: str) -> Any:
            read.setdefault(key, set()).add(str(request.url_rule))
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            read.setdefault(str(key), set()).add(str(request.url_rule))
            return super().__contains__(key)

    class NotingRequest(Request):
        parameter_storage_class = Noting

    site = Site(tmp_path, url, megabytes=0)
    site.app.request_class = NotingRequest
    every = [*addresses, *(f"/en{rule.rule.split('>', 1)[1]}" for rule in site.app.url_map.iter_rules("public.home"))]
    for target in every:
        if NEVER.isdisjoint(urlsplit(target).path.split("/")):
            site.ask(target)
    dropped = {name: rules for name, rules in read.items() if name not in PARAMETERS}
    assert dropped == {}, "add these to PARAMETERS in aidroute/web/page_cache/placing.py"
    assert {"page", "q", "after", "place", "subject"} <= set(read)
    site.database.close()


def test_forms_that_ask_by_get_send_no_parameter_that_the_cache_drops(plain: Site, addresses: list[str]) -> None:
    dropped = {}
    for target in addresses:
        for opening, form in re.findall(rb"<form([^>]*)>(.*?)</form>", plain.ask(target).body, re.DOTALL):
            action = re.search(rb'action="([^"?#]*)', opening)
            asked = action.group(1).decode() if action else urlsplit(target).path
            if b'method="post"' not in opening.lower() and NEVER.isdisjoint(asked.split("/")):
                names = {name.decode() for name in re.findall(rb'<(?:input|select)[^>]* name="([^"]+)"', form)}
                dropped.update(dict.fromkeys(names - set(PARAMETERS), target))
    assert dropped == {}, "add these to PARAMETERS in aidroute/web/page_cache/placing.py"
