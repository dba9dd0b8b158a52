"""The first tables: what they hold survives every later revision, and their own rules hold in the database itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, inspect, text
from sqlalchemy.exc import IntegrityError

from aidroute.storage.db import Database
from aidroute.storage.upgrading import current_revision, downgrade, upgrade

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

NOTHING_SAID: dict[str, Any] = {"stated_on": "", "stated_on_note": "", "issuer": "", "publisher": "", "address": ""}
EMPTY_LISTS: dict[str, Any] = {"needs": [], "countries": [], "currencies": [], "methods": [], "receipts": []}

ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("emergency", {"slug": "flood", "position": 1, "name": {"en": "Flood"}, "summary": {}, "places": [],
                   "started_on": "2020", "status": "closed", "timeline": [], "version": 1}),
    ("appeal", {"slug": "letter", "emergency_id": 1, "position": 1, "title": "A letter", "document_kind": "letter",
                "language": "en", "sha256": "", "summary": {}, "figures": [], "actions": [], "version": 1,
                **NOTHING_SAID}),
    ("organization", {"slug": "kitchen", "position": 1, "name": "Խոհանոց", "summary": {}, "kind": "other",
                      "purpose": "humanitarian", "places": [], "website": "", "confusable_with": [], "version": 4}),
    ("organization_name", {"organization_id": 1, "position": 0, "value": "Kitchen", "language": "en",
                           "kind": "alias"}),
    ("fact", {"organization_id": 1, "position": 0, "topic": "tax", "value": "", "is_found": False, "as_of": "",
              "citations": [], "note": "not found"}),
    ("need", {"slug": "food", "position": 1, "label": "Food", "description": "", "match": "exact", "donatable": True,
              "words": [], "note": "", "version": 1}),
    ("mention", {"appeal_id": 1, "organization_id": 1, "position": 0, "name_as_written": "Kitchen", "role": "issuer",
                 "quote": "the Kitchen", "note": ""}),
    ("need_statement", {"appeal_id": 1, "need_id": 1, "position": 0, "kind": "requested", "quote": "food",
                        "since": "", "note": ""}),
    ("link", {"url": "https://example.org/", "url_as_typed": "https://example.org", "host": "example.org",
              "registrable_domain": "example.org", "tenant_prefix": "", "allowed_domains": [], "state": "live",
              "held": False, "reason": "", "consecutive_failures": 0, "consecutive_successes": 3, "dns_failures": [],
              "recent_changes": [], "ground_is_clean": True, "wrong_reports": 0, "etag": "", "last_modified": "",
              "next_check_at": AT, "recent_clicks": 0, "revision": 2}),
    ("check", {"link_id": 1, "started_at": AT, "ended_at": AT, "verdict": "live", "reason": "", "status_code": 200,
               "final_url": "https://example.org/", "evidence": {}}),
    ("channel", {"slug": "page", "organization_id": 1, "position": 1, "kind": "official_site", "status": "approved",
                 "link_id": 1, "address": "", "title": {}, "support": ["money"], "operator": "organization",
                 "operator_name": "", "emergencies": [], "note": {}, "version": 2, **EMPTY_LISTS}),
    ("confirmation", {"channel_id": 1, "confirmed_by": "Ani", "confirmed_at": AT, "note": ""}),
    ("user", {"email": "ani@example.org", "name": "Ani", "active": True, "fs_uniquifier": "a", "created_at": AT}),
    ("user", {"email": "bob@example.org", "name": "Bob", "active": True, "fs_uniquifier": "b", "created_at": AT}),
)  # fmt: skip

KEPT = {
    "SELECT name, version FROM organization": ("Խոհանոց", 4),
    "SELECT value, language FROM organization_name": ("Kitchen", "en"),
    "SELECT topic, note FROM fact": ("tax", "not found"),
    "SELECT title FROM appeal": ("A letter",),
    "SELECT name_as_written, organization_id FROM mention": ("Kitchen", 1),
    "SELECT kind FROM need_statement": ("requested",),
    "SELECT url, state, consecutive_successes, revision FROM link": ("https://example.org/", "live", 3, 2),
    'SELECT verdict, status_code FROM "check"': ("live", 200),
    "SELECT link_id, version FROM channel": (1, 2),
    "SELECT confirmed_by FROM confirmation": ("Ani",),
}


def add(connection: Connection, name: str, values: dict[str, Any]) -> None:
    """One row by the table's own description: today's models know columns that the first tables have not."""
    table = Table(name, MetaData(), autoload_with=connection)
    connection.execute(table.insert().values(**values))


def fill(connection: Connection) -> None:
    for name, values in ROWS:
        add(connection, name, values)


def all_kept(database: Database) -> bool:
    with database.read_engine.connect() as connection:
        found = {query: tuple(connection.execute(text(query)).one()) for query in KEPT}
    assert found == KEPT
    return True


@pytest.fixture
def first(empty_database_url: str) -> Iterator[Database]:
    """A database at the first revision, with rows in it."""
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0001")
    with database.write_engine.begin() as connection:
        fill(connection)
    yield database
    database.close()


def test_what_the_first_version_held_comes_through_every_later_revision_and_back(first: Database) -> None:
    upgrade(first.write_engine)
    assert all_kept(first)
    downgrade(first.write_engine, "0001")
    assert current_revision(first.write_engine) == "0001"
    assert all_kept(first)


def test_going_back_to_nothing_leaves_nothing(first: Database) -> None:
    downgrade(first.write_engine, "base")
    assert set(inspect(first.write_engine).get_table_names()) <= {"alembic_version"}


def test_upgrading_again_changes_nothing(first: Database) -> None:
    upgrade(first.write_engine, "0001")
    assert all_kept(first)


PROPOSAL: dict[str, Any] = {
    "number": "P-1", "subject_type": "channel", "subject_slug": "page", "action": "edit", "fields": {}, "before": {},
    "value_sha256": "", "subject_version": 1, "reason": "", "proposed_by": "x", "proposed_at": AT, "decided_by": "y",
    "decision_note": "", "version": 1,
}  # fmt: skip


def decided(
    status: str, by: tuple[int | None, int | None], at: datetime | None, *, moves_money: bool
) -> dict[str, Any]:
    """A proposal made and decided by these two accounts."""
    proposed_by, decided_by = by
    return PROPOSAL | {
        "status": status,
        "proposed_by_id": proposed_by,
        "decided_by_id": decided_by,
        "decided_at": at,
        "is_payment_bearing": moves_money,
    }


@pytest.mark.parametrize(
    "proposal",
    [
        pytest.param(decided("accepted", (1, 1), AT, moves_money=True), id="alone"),
        pytest.param(decided("accepted", (1, None), AT, moves_money=True), id="by nobody"),
        pytest.param(decided("accepted", (None, None), AT, moves_money=True), id="between two nobodies"),
        pytest.param(decided("accepted", (1, 1), None, moves_money=False), id="at no time"),
        pytest.param(decided("waiting", (1, None), AT, moves_money=True), id="before it was decided"),
    ],
)
def test_the_database_itself_refuses_that_one_person_decides(first: Database, proposal: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), first.write_engine.begin() as connection:
        add(connection, "proposal", proposal)


@pytest.mark.parametrize(
    "proposal",
    [
        pytest.param(decided("accepted", (1, 2), AT, moves_money=True), id="two persons"),
        pytest.param(decided("accepted", (1, 1), AT, moves_money=False), id="no money moves"),
        pytest.param(decided("waiting", (1, None), None, moves_money=True), id="waiting"),
    ],
)
def test_the_database_takes_what_the_rule_allows(first: Database, proposal: dict[str, Any]) -> None:
    with first.write_engine.begin() as connection:
        add(connection, "proposal", proposal)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE channel SET address = 'a@example.org'",
        "UPDATE channel SET link_id = NULL",
        "UPDATE channel SET link_id = 9",
        "UPDATE confirmation SET organization_id = 1",
        "UPDATE confirmation SET channel_id = NULL",
        "DELETE FROM organization",
        "DELETE FROM link",
        "INSERT INTO channel SELECT * FROM channel",
    ],
)
def test_what_cannot_be_true_is_refused(first: Database, change: str) -> None:
    with pytest.raises(IntegrityError), first.write_engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert all_kept(first)
