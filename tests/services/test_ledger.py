"""The public ledger: read page by page, and checked from end to end."""

import pytest
from sqlalchemy import delete, update

from aidroute.domain.change import FIRST_HASH
from aidroute.domain.change_sentences import SentenceCode
from aidroute.services import ledger
from aidroute.storage.change import Change
from aidroute.storage.db import Database
from tests.support.desk_world import NEW_URL, OLD_URL, DeskWorld

DAYS = [f"2026-06-{day:02d}" for day in range(1, 8)]


@pytest.fixture
def world(database: Database) -> DeskWorld:
    """Seven small edits, then a new address by two people: eight rows."""
    made = DeskWorld(database)
    for day in DAYS:
        made.propose({"valid_to": day})
    made.accept(made.propose({"url": NEW_URL}))
    return made


def test_an_empty_ledger_holds(database: Database) -> None:
    report = ledger.verify(database)
    assert (report.rows, report.head, report.holds) == (0, FIRST_HASH, True)
    assert ledger.page(database).entries == ()


def test_a_whole_ledger_holds_and_shows_its_head(world: DeskWorld) -> None:
    report = ledger.verify(world.database)
    assert (report.rows, report.holds) == (8, True)
    assert report.head == ledger.page(world.database, limit=1).entries[0].hash


def test_pages_run_from_the_newest_to_the_first_and_miss_none(world: DeskWorld) -> None:
    seen: list[int] = []
    older_than = None
    for _ in range(4):
        page = ledger.page(world.database, older_than=older_than, limit=3)
        seen += [entry.row.sequence for entry in page.entries]
        older_than = page.older_than
        if older_than is None:
            break
    assert seen == [8, 7, 6, 5, 4, 3, 2, 1]


def test_a_page_of_one_subject_has_no_other(world: DeskWorld) -> None:
    assert len(ledger.page(world.database, subject="example-fund-page").entries) == 8
    assert ledger.page(world.database, subject="example-fund").entries == ()


def test_an_entry_says_what_happened_and_by_which_proposal(world: DeskWorld) -> None:
    newest = ledger.page(world.database, limit=1).entries[0]
    assert (newest.said.code, newest.said.before, newest.said.after) == (SentenceCode.CHANGED, (OLD_URL,), (NEW_URL,))
    assert [entry.row.field for entry in ledger.of_proposal(world.database, newest.proposal).entries] == ["url"]


@pytest.mark.parametrize("number", [1, 4, 8])
def test_an_altered_row_is_named(world: DeskWorld, number: int) -> None:
    with world.database.write() as session:
        session.execute(update(Change).where(Change.sequence == number).values(decided_by="Nobody"))
    assert ledger.verify(world.database).broken_at == number


@pytest.mark.parametrize("number", [1, 4])
def test_a_removed_row_is_named(world: DeskWorld, number: int) -> None:
    with world.database.write() as session:
        session.execute(delete(Change).where(Change.sequence == number))
    assert ledger.verify(world.database).broken_at == number


def test_rows_cut_off_at_the_end_are_missed_by_the_proposals_that_made_them(world: DeskWorld) -> None:
    number = ledger.page(world.database, limit=1).entries[0].proposal
    with world.database.write() as session:
        session.execute(delete(Change).where(Change.sequence == 8))
    report = ledger.verify(world.database)
    assert (report.broken_at, report.untold, report.holds) == (None, (number,), False)
