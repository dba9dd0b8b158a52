"""The fixtures themselves: fresh databases, a browser that cannot leave loopback."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from aidroute.storage.db import Database
from aidroute.storage.upgrading import is_current
from tests.support.browsing import Window
from tests.support.postgresql import free_port
from tests.support.serving import serve


def test_a_database_has_every_table_and_the_newest_revision(database: Database) -> None:
    assert is_current(database.write_engine)
    assert "organization" in inspect(database.write_engine).get_table_names()


def test_an_empty_database_has_no_table(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    assert inspect(database.write_engine).get_table_names() == []
    database.close()


@pytest.mark.parametrize("round_number", [1, 2])
def test_what_one_test_wrote_the_next_does_not_see(database: Database, round_number: int) -> None:
    assert "trace" not in inspect(database.write_engine).get_table_names()
    with database.write() as session:
        session.execute(text("CREATE TABLE trace (id INTEGER)"))


@pytest.fixture
def hello() -> Iterator[str]:
    app = Flask("hello")

    @app.get("/")
    def page() -> str:
        return "<script>document.title = 'ran'</script><img src='http://198.51.100.1/x.png'><h1>Hello</h1>"

    with serve(app, free_port()) as address:
        yield address


@pytest.mark.browser
def test_a_window_reaches_loopback_and_nothing_else(window: Callable[..., Window], hello: str) -> None:
    opened = window()
    opened.page.goto(hello)
    assert opened.page.inner_text("h1") == "Hello"
    assert opened.page.title() == "ran"
    assert opened.foreign == ["http://198.51.100.1/x.png"]


@pytest.mark.browser
def test_javascript_can_be_off(window: Callable[..., Window], hello: str) -> None:
    opened = window(javascript=False)
    opened.page.goto(hello)
    assert opened.page.title() == ""
