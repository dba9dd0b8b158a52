from datetime import timedelta

from sqlalchemy import select

from aidroute.services.feed_alerting import tell
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice
from tests.support.checking import NOW

DAY = timedelta(days=1)


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.kind, row.body["feed"]) for row in session.scalars(select(Notice).order_by(Notice.id))]


def test_a_list_that_goes_out_of_date_is_told_once_and_again_when_it_is_back(database: Database) -> None:
    for hour, stale in enumerate([False, True, True, True, False, False, True]):
        tell(database, {"local": stale}, NOW + timedelta(hours=hour))
    assert told(database) == [("feed_stale", "local"), ("feed_renewed", "local"), ("feed_stale", "local")]


def test_a_list_that_stays_out_of_date_is_told_weekly(sqlite_database: Database) -> None:
    days = [day for day in range(15) if tell(sqlite_database, {"local": True}, NOW + day * DAY)]
    assert days == [0, 7, 14]


def test_each_list_is_told_of_by_itself(sqlite_database: Database) -> None:
    assert tell(sqlite_database, {"one": True, "two": False}, NOW) == 1
    assert tell(sqlite_database, {"one": False, "two": True}, NOW + DAY) == 2
    assert told(sqlite_database) == [("feed_stale", "one"), ("feed_renewed", "one"), ("feed_stale", "two")]


def test_without_lists_nothing_is_told(sqlite_database: Database) -> None:
    assert tell(sqlite_database, {}, NOW) == 0
