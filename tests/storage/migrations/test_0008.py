"""A notice from before was taken by nobody whose name is known; what was sent stays sent."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import inspect, text

from aidroute.storage.db import Database
from aidroute.storage.upgrading import downgrade, upgrade

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_a_notice_from_before_is_kept_with_nobody_to_have_taken_it(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0007")
    with database.write_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO notice (id, kind, subject, body, created_at, send_after_at, attempts, last_error)"
                " VALUES (7, 'link_down', 'x', '{}', :now, :now, 0, '')"
            ),
            {"now": NOW},
        )
    upgrade(database.write_engine, "0008")
    with database.read() as session:
        assert session.scalars(text("SELECT subject FROM notice")).one() == "x"
        assert str(session.scalars(text("SELECT taken_by FROM notice")).one()) == "[]"
    downgrade(database.write_engine, "0007")
    assert "taken_by" not in {column["name"] for column in inspect(database.read_engine).get_columns("notice")}
    database.close()
