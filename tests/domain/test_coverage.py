from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from aidroute.domain.coverage import Cover, Coverage, coverage
from aidroute.domain.directory import Directory, NeedStatement
from aidroute.domain.routing_index import build_index
from aidroute.domain.vocabulary import UNEARMARKED, ChannelStatus, Purpose, StatementKind
from tests.support.directories import NEVER_CHECKED, NOW, QUARANTINED, channel, directory, link, organization

SAID = (
    NeedStatement("letter-2023", "food", StatementKind.REQUESTED),
    NeedStatement("letter-2023", "hygiene", StatementKind.REPORTED),
    NeedStatement("notice-2024", "medicine", StatementKind.REQUESTED),
    NeedStatement("letter-2023", "safe-passage", StatementKind.REQUESTED),
    NeedStatement("letter-2023", "accommodation", StatementKind.DELIVERED),
)


def covered(book: Directory, emergency: str = "") -> Coverage:
    return coverage(build_index(replace(book, statements=SAID), NOW), emergency)


def test_gaps_come_first_and_only_needs_that_appeals_name_are_rows() -> None:
    book = directory(
        [channel("a", "o", 1, needs=frozenset({"food"})), channel("b", "p", 2, needs=frozenset({"hygiene"}))],
        [link(1), link(2, QUARANTINED)],
    )
    rows = covered(book).rows
    assert [(row.need.slug, row.best, row.is_gap) for row in rows] == [
        ("medicine", Cover.NONE, True),
        ("hygiene", Cover.WITHHELD, True),
        ("safe-passage", Cover.NONE, False),
        ("food", Cover.WORKS, False),
    ]


def test_the_best_channel_of_an_organization_counts() -> None:
    book = directory(
        [channel("a", "o", 1, needs=frozenset({"food"})), channel("b", "o", 2, needs=frozenset({"food"}))],
        [link(1, NEVER_CHECKED), link(2)],
    )
    row = next(row for row in covered(book).rows if row.need.slug == "food")
    assert row.by_organization == {"o": Cover.WORKS}


def test_a_channel_that_is_not_open_today_does_not_count_as_working() -> None:
    over = channel("a", "o", 1, needs=frozenset({"food"}), valid_to=NOW.date() - timedelta(days=1))
    row = next(row for row in covered(directory([over], [link(1)])).rows if row.need.slug == "food")
    assert (row.best, row.is_gap) == (Cover.UNSURE, True)


def test_one_emergency_shows_only_what_its_own_appeals_say() -> None:
    assert [row.need.slug for row in covered(directory([]), "hill-2024").rows] == ["medicine"]


def test_channels_nobody_is_offered_cover_nothing() -> None:
    book = directory(
        [
            channel("seen", "o", 1, needs=frozenset({"food"}), status=ChannelStatus.AWAITING),
            channel("press", "agency", 2, needs=frozenset({"food"})),
        ],
        [link(1), link(2)],
        [organization("agency", purpose=Purpose.NOT_HUMANITARIAN)],
    )
    found = covered(book)
    assert found.organizations == ()
    assert next(row for row in found.rows if row.need.slug == "food").best is Cover.NONE


def test_general_funds_stand_apart_because_they_may_reach_any_need() -> None:
    found = covered(directory([channel("g", "o", 1, needs=frozenset({UNEARMARKED}))], [link(1)]))
    assert found.general == {"o": Cover.WORKS}
    assert found.organizations == ("o",)
    assert all(row.by_organization == {} for row in found.rows)


def test_where_most_needed_is_covered_by_general_funds() -> None:
    book = directory([channel("g", "o", 1, needs=frozenset({UNEARMARKED})), channel("h", "p", 2)], [link(1), link(2)])
    said = (NeedStatement("letter-2023", UNEARMARKED, StatementKind.REQUESTED),)
    (row,) = coverage(build_index(replace(book, statements=said), NOW)).rows
    assert row.by_organization == {"o": Cover.WORKS, "p": Cover.WORKS}
    assert not row.is_gap
