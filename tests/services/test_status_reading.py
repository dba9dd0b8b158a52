"""What the status page tells about the checker."""

import threading
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import cast

from sqlalchemy.orm import Session

from aidroute.domain.verdict_names import LinkState
from aidroute.services.status_reading import StandingSource, read_standing
from aidroute.storage import notice
from aidroute.storage.db import Database
from aidroute.storage.link import CheckRun
from tests.support.checking import NOW, Page, Web, add_links, checker_of, many_links, new_link


def test_a_checker_that_never_ran_is_paused(database: Database) -> None:
    standing = read_standing(database, NOW)
    assert (standing.is_paused, standing.pause_reason, standing.links, standing.queue_age) == (
        True, "never_ran", 0, timedelta(),
    )  # fmt: skip


def test_after_a_run_the_page_has_its_numbers(database: Database) -> None:
    add_links(database, many_links(9, 9))
    add_links(database, [new_link("https://old.example.org/", state="retired")])
    web = Web(pages={"https://gone.example.org/": Page(410)})
    add_links(database, [new_link("https://gone.example.org/")])
    checker_of(database, web).run_due()
    standing = read_standing(database, web.clock.now())
    assert (standing.is_paused, standing.links, standing.due, standing.never_checked) == (False, 10, 0, 0)
    assert standing.links_by_state[LinkState.LIVE] == 9
    assert standing.links_by_state[LinkState.DOWN] == 1
    assert standing.links_by_state[LinkState.DEAD] == 0
    assert standing.stale == 1
    assert standing.checks_today == 10
    assert standing.notices_waiting == 1
    assert standing.oldest_check_at is not None
    assert standing.oldest_check_at >= NOW
    assert standing.last_run is not None
    assert (standing.last_run.claimed, standing.last_run.finished, standing.last_run.is_conclusive) == (10, 10, True)


def test_the_queue_is_as_old_as_the_link_that_waits_longest(database: Database) -> None:
    add_links(database, many_links(3, 3, next_check_at=NOW - timedelta(hours=2)))
    standing = read_standing(database, NOW)
    assert (standing.due, standing.queue_age, standing.never_checked, standing.stale) == (3, timedelta(hours=2), 3, 3)


def test_a_checker_without_a_sign_of_life_is_taken_for_stopped(database: Database) -> None:
    web = Web()
    checker_of(database, web).run_due()
    assert not read_standing(database, NOW + timedelta(minutes=2)).is_paused
    assert read_standing(database, NOW + timedelta(minutes=4)).pause_reason == "stopped"


def test_without_a_network_the_page_says_that_checks_are_paused_until_it_is_back(database: Database) -> None:
    add_links(database, many_links(3, 3))
    web = Web(is_unplugged=True)
    checker = checker_of(database, web)
    checker.run_due()
    assert read_standing(database, web.clock.now()).pause_reason == "canary_failed"
    web.is_unplugged = False
    checker.run_due()
    assert not read_standing(database, web.clock.now()).is_paused


def test_pages_keep_the_last_standing_while_the_database_is_away(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        session.add(CheckRun(started_at=NOW, seen_at=NOW, ended_at=NOW, worker="w", claimed=4, finished=4, note=""))
        notice.write(session, "link_down", "a", {}, NOW)
    seconds = [0.0]
    source = StandingSource(sqlite_database, lambda: seconds[0])
    assert not source.current(NOW).is_paused
    with sqlite_database.write_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE check_run RENAME TO away")
    assert not source.current(NOW).is_paused
    seconds[0] = 6.0
    standing = source.current(NOW)
    assert (standing.pause_reason, standing.notices_waiting) == ("database_unreadable", 1)


def test_without_any_database_the_page_says_so(sqlite_database: Database) -> None:
    source = StandingSource(Database.open("sqlite:////nonexistent/aidroute.sqlite"))
    assert source.current(NOW).pause_reason == "database_unreadable"


class SlowDatabase:
    """A database that does not answer until it is let."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def read(self) -> AbstractContextManager[Session]:
        self.is_asked.set()
        assert self.may_answer.wait(30)
        return self.database.read()


def test_while_one_page_waits_for_the_database_the_others_use_what_is_known(sqlite_database: Database) -> None:
    slow, seconds = SlowDatabase(sqlite_database), [0.0]
    slow.may_answer.set()
    source = StandingSource(cast("Database", slow), lambda: seconds[0])
    known = source.current(NOW)
    slow.may_answer.clear()
    slow.is_asked.clear()
    seconds[0] = 6.0
    waiting = threading.Thread(target=source.current, args=(NOW,))
    waiting.start()
    assert slow.is_asked.wait(30)
    other: list[object] = []
    meanwhile = threading.Thread(target=lambda: other.append(source.current(NOW)))
    meanwhile.start()
    meanwhile.join(5)
    was_answered = list(other)
    slow.may_answer.set()
    waiting.join(30)
    meanwhile.join(30)
    assert was_answered == [known]


def test_a_database_that_answers_late_is_left_alone_for_a_while_after_that(sqlite_database: Database) -> None:
    seconds, asked = [0.0], [0]

    class LateDatabase:
        def read(self) -> AbstractContextManager[Session]:
            asked[0] += 1
            seconds[0] += 6.0
            return sqlite_database.read()

    source = StandingSource(cast("Database", LateDatabase()), lambda: seconds[0])
    source.current(NOW)
    source.current(NOW)
    assert asked == [1]
