"""The real server with the real database, which is then taken away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import brotli
import pytest

from aidroute.storage import directory_version
from aidroute.storage.db import Database
from tests.support.databases import prepare
from tests.support.equipment import find_postgresql, require
from tests.support.filled import fill
from tests.support.postgresql import PostgresServer, free_port
from tests.support.running import aidroute, environ_of

pytestmark = pytest.mark.slow

PAGES = ("/en/", "/en/give?need=food", "/en/organizations/harbour-fund-1", "/en/give.json?need=food")
NOT_SEEN_YET = ("/en/give?need=hygiene", "/hy/give?need=medicine", "/en/give.json?need=water", "/hy/")


class Browser:
    """One kept-alive connection."""

    def __init__(self, port: int, database_url: str = "") -> None:
        self.port = port
        self.database_url = database_url
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        sent = {name.replace("_", "-"): text for name, text in headers.items()}
        self.connection.request(method, target, headers=sent)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@contextmanager
def installation(folder: Path, url: str) -> Iterator[Browser]:
    """A browser at a running installation with five made-up organizations."""
    database = Database.open(url)
    fill(database, datetime.now(UTC), organizations=5)
    database.close()
    environ = environ_of(folder / "instance", free_port(), url, languages="en,hy")
    with aidroute(environ, folder / "log"):
        browser = Browser(int(environ["AIDROUTE_PORT"]), url)
        with closing(browser.connection):
            yield browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("served")
    url = f"sqlite:///{folder / 'aidroute.sqlite'}"
    prepare(url)
    with installation(folder, url) as found:
        yield found


def take_away(database: Path) -> None:
    """What was in the file is nonsense, and then there is no file."""
    with database.open("r+b") as file:
        # The length stays: a mapped file that became shorter would kill the reader instead of failing it.
        file.write(b"\x00nonsense" * (database.stat().st_size // 9))
    for path in (database, *database.parent.glob(f"{database.name}-*")):
        path.unlink()


def assert_pages_outlive(browser: Browser, take_the_database_away: Callable[[], None]) -> None:
    before = {page: browser.ask(page) for page in PAGES}
    assert {status for status, _, _ in before.values()} == {200}
    take_the_database_away()
    for page, (_, _, body) in before.items():
        status, _, again = browser.ask(page)
        assert (status, again) == (200, body)
    for page in NOT_SEEN_YET:
        status, headers, body = browser.ask(page)
        assert (status, len(body) > 500) == (200, True), page
        assert headers["cache-control"] == "public, max-age=30"


def test_pages_are_served_when_the_database_file_is_gone(sqlite_url: str, tmp_path: Path) -> None:
    with installation(tmp_path, sqlite_url) as browser:
        assert_pages_outlive(browser, lambda: take_away(Path(sqlite_url.removeprefix("sqlite:///"))))


@pytest.mark.postgres
def test_pages_are_served_when_the_database_server_is_stopped(tmp_path: Path) -> None:
    server = PostgresServer(require(find_postgresql(), "PostgreSQL"))
    with ExitStack() as stop_at_the_end:
        stop_at_the_end.callback(server.stop)
        name = server.create()
        prepare(server.url(name))
        with installation(tmp_path, server.url(name)) as browser:
            assert_pages_outlive(browser, stop_at_the_end.close)
            time.sleep(1)  # the next look at the database
            browser.ask("/en/")
            assert b"cannot be read anew" in browser.ask("/en/give?need=accommodation")[2]


def test_the_real_server_speaks_http_well(browser: Browser) -> None:
    _, headers, plain = browser.ask("/en/")
    status, compressed_headers, body = browser.ask("/en/", accept_encoding="gzip;q=0.5, br")
    assert (status, brotli.decompress(body)) == (200, plain)
    assert compressed_headers["content-encoding"] == "br"
    assert compressed_headers["vary"] == "Accept-Encoding"
    assert headers["etag"] != compressed_headers["etag"]
    status, head, body = browser.ask("/en/", "HEAD", accept_encoding="br")
    assert (status, body) == (200, b"")
    for name in ("etag", "content-length", "content-encoding", "vary", "cache-control"):
        assert head[name] == compressed_headers[name]
    status, short, body = browser.ask("/en/", accept_encoding="br", if_none_match=head["etag"])
    assert (status, body, short["etag"]) == (304, b"", head["etag"])
    assert browser.ask("/en/", host="evil.example.org")[0] == 400


def test_a_rush_while_the_directory_changes_fails_nobody(browser: Browser) -> None:
    over = threading.Event()

    def visit(number: int) -> list[int]:
        statuses = []
        other = Browser(browser.port)
        with closing(other.connection):
            while not over.is_set():
                statuses.append(other.ask(f"/en/give?need=food&fbclid={number}")[0])
        return statuses

    database = Database.open(browser.database_url)
    with ThreadPoolExecutor(10) as visitors:
        visits = [visitors.submit(visit, number) for number in range(10)]
        try:
            for _ in range(3):
                over.wait(0.7)
                with database.write() as session:
                    directory_version.move(session, directory_version.CONTENT, datetime.now(UTC))
        finally:
            over.set()
        statuses = [status for visit in visits for status in visit.result(timeout=60)]
    database.close()
    assert len(statuses) > 30
    assert set(statuses) == {200}


def test_a_rush_for_one_page_gets_one_page(browser: Browser) -> None:
    def visit(number: int) -> tuple[int, str]:
        other = Browser(browser.port)
        with closing(other.connection):
            status, headers, _ = other.ask(f"/en/give?need=food&fbclid={number}")
        return status, headers["etag"]

    with ThreadPoolExecutor(30) as visitors:
        answers = list(visitors.map(visit, range(300)))
    assert {status for status, _ in answers} == {200}
    # One process has one kept page: a second one appears only when thirty seconds end in between.
    assert len({etag for _, etag in answers}) <= 2
