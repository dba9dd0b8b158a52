"""What was shipped last, and notes on who issued an appeal."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from aidroute.storage.db import Database
from aidroute.storage.upgrading import downgrade, upgrade


def an_appeal_with_a_mention(connection: Connection) -> None:
    connection.execute(
        text(
            "INSERT INTO emergency (id, slug, position, name, summary, places, started_on, status, timeline, version)"
            " VALUES (1, 'flood', 1, '{}', '{}', '[]', '2020', 'closed', '[]', 1)"
        )
    )
    connection.execute(
        text(
            "INSERT INTO appeal (id, slug, emergency_id, position, title, document_kind, language, stated_on,"
            " stated_on_note, issuer, publisher, address, sha256, summary, figures, actions, version)"
            " VALUES (1, 'letter', 1, 1, 'A letter', 'letter', 'en', '2020-05-01', '', 'Harbour Club', '', '', '',"
            " '{}', '[]', '[]', 3)"
        )
    )
    connection.execute(
        text(
            "INSERT INTO mention (id, appeal_id, position, name_as_written, role, quote, note)"
            " VALUES (1, 1, 0, 'Harbour Club', 'issuer', 'we of the Harbour Club', '')"
        )
    )


def test_an_appeal_keeps_its_words_and_its_mentions_on_the_way_up_and_down(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0003")
    with database.write_engine.begin() as connection:
        an_appeal_with_a_mention(connection)

    upgrade(database.write_engine, "0004")
    with database.write_engine.begin() as connection:
        row = connection.execute(text("SELECT issuer, issuer_note, publisher_note, version FROM appeal")).one()
        assert tuple(row) == ("Harbour Club", "", "", 3)
        connection.execute(text("UPDATE appeal SET issuer_note = 'a club of sailors'"))
        connection.execute(
            text(
                "INSERT INTO shipped_content (subject_type, subject_slug, fields, loaded_at)"
                " VALUES ('appeal', 'letter', '{}', '2026-01-01 00:00:00')"
            )
        )

    downgrade(database.write_engine, "0003")
    assert "shipped_content" not in inspect(database.read_engine).get_table_names()
    with database.read_engine.connect() as connection:
        assert connection.execute(text("SELECT issuer FROM appeal")).scalar_one() == "Harbour Club"
        assert connection.execute(text("SELECT quote FROM mention")).scalar_one() == "we of the Harbour Club"
    database.close()
