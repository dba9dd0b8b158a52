from collections.abc import Sequence
from datetime import datetime, timedelta

from aidroute.domain.ground import FeedAnswer, FeedListing
from aidroute.services.listed_links import bring_forward
from aidroute.storage.db import Database
from aidroute.storage.link_queue import NEVER
from tests.support.checking import NOW, add_links, all_links, new_link

LATER = NOW + timedelta(hours=6)


def feeds(*entries: str, age: timedelta = timedelta()) -> object:
    def ask(urls: Sequence[str], now: datetime) -> FeedAnswer:
        return FeedAnswer(
            tuple(FeedListing("local", entry, now - age) for entry in entries if any(entry in url for url in urls))
        )

    return ask


def test_a_link_that_came_onto_a_list_is_due_at_once_and_its_check_under_way_does_not_count(database: Database) -> None:
    add_links(
        database,
        [
            new_link("https://a.evil.test/", next_check_at=LATER, lease_token="t", lease_until_at=NOW),
            new_link("https://good.test/", next_check_at=LATER),
            new_link("https://b.evil.test/", next_check_at=LATER, state="quarantined"),
            new_link("https://c.evil.test/", next_check_at=LATER, state="retired"),
            new_link("https://d.evil.test/", next_check_at=NEVER),
        ],
    )
    assert bring_forward(database, feeds("evil.test"), NOW) == 1  # type: ignore[arg-type]
    assert [link.next_check_at for link in all_links(database)] == [NOW, LATER, LATER, LATER, NEVER]
    listed, good, *_ = all_links(database)
    assert (listed.lease_token, listed.ground_is_clean, good.ground_is_clean) == (None, False, True)
    assert bring_forward(database, feeds("evil.test"), NOW) == 0  # type: ignore[arg-type]


def test_an_old_list_brings_nothing_forward(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link("https://a.evil.test/", next_check_at=LATER)])
    old = feeds("evil.test", age=timedelta(hours=1))
    assert bring_forward(sqlite_database, old, NOW) == 0  # type: ignore[arg-type]
