from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy import table as quoted

from aidroute.storage.db import Database
from aidroute.storage.upgrading import downgrade, upgrade

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def before(empty_database_url: str) -> Iterator[Database]:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0001")
    with database.write_engine.begin() as connection:
        _insert_a_checked_link(connection)
    yield database
    database.close()


def _insert_a_checked_link(connection: Connection) -> None:
    connection.execute(
        text(
            "INSERT INTO link (id, url, url_as_typed, host, registrable_domain, tenant_prefix, allowed_domains, state,"
            " held, reason, consecutive_failures, consecutive_successes, dns_failures, recent_changes,"
            " ground_is_clean, wrong_reports, etag, last_modified, next_check_at, recent_clicks, revision)"
            " VALUES (7, 'https://give.example.org/', 'https://give.example.org/', 'give.example.org', 'example.org',"
            " '', '[]', 'live', :no, '', 0, 0, '[]', '[]', :yes, 0, '', '', :now, 0, 0)"
        ),
        {"now": NOW, "no": False, "yes": True},
    )
    connection.execute(
        text(
            'INSERT INTO "check" (id, link_id, started_at, ended_at, verdict, reason, status_code, final_url, evidence)'
            " VALUES (1, 7, :now, :now, 'live', '', 200, '', '{}')"
        ),
        {"now": NOW},
    )
    connection.execute(text("INSERT INTO host_pause (host, next_start_at) VALUES ('h.test', :now)"), {"now": NOW})
    for number, ended in ((1, NOW), (2, None)):
        connection.execute(
            text(
                "INSERT INTO check_run (id, started_at, ended_at, worker, claimed, finished, is_conclusive, note)"
                " VALUES (:number, :started, :ended, 'w', 1, 1, :yes, '')"
            ),
            {"number": number, "started": NOW.replace(hour=11), "ended": ended, "yes": True},
        )


def _count(database: Database, table: str) -> int:
    with database.read_engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(quoted(table))).scalar_one())


def test_links_checks_and_pauses_go_up_and_down_unharmed(before: Database) -> None:
    upgrade(before.write_engine, "0002")
    assert [_count(before, table) for table in ("link", "check", "host_pause", "check_run")] == [1, 1, 1, 2]
    downgrade(before.write_engine, "0001")
    assert [_count(before, table) for table in ("link", "check", "host_pause", "check_run")] == [1, 1, 1, 2]


def test_a_run_that_never_ended_was_last_seen_when_it_began(before: Database) -> None:
    upgrade(before.write_engine, "0002")
    with before.read_engine.connect() as connection:
        seen = connection.execute(text("SELECT seen_at, started_at, ended_at FROM check_run ORDER BY id")).all()
    assert seen[0].seen_at == seen[0].ended_at
    assert seen[1].seen_at == seen[1].started_at
