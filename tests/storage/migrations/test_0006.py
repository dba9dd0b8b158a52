from __future__ import annotations

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from aidroute.domain.domain_watch import DomainFacts, DomainTurn, TurnField
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainWatch, add_turns, facts_by_domain, set_facts, turns_by_domain
from aidroute.storage.tables import metadata
from aidroute.storage.upgrading import downgrade, upgrade

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FACTS = DomainFacts(
    domain="example.org",
    registered_at=datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC),
    expires_at=datetime(2027, 3, 4, tzinfo=UTC),
    registrar="A Registrar",
    statuses=("active",),
    name_servers=("a.example.net", "b.example.net"),
    has_registry=False,
    asked_at=NOW,
    registry_answered_at=NOW,
    failures=2,
    expiry_told=1,
)
TURN = DomainTurn(TurnField.REGISTRAR, NOW, "", "A Registrar")


def test_facts_come_and_go_without_touching_links(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0005")
    with database.write_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO link (id, url, url_as_typed, host, registrable_domain, tenant_prefix, allowed_domains,"
                " state, held, reason, consecutive_failures, consecutive_successes, dns_failures, recent_changes,"
                " ground_is_clean, wrong_reports, etag, last_modified, validators_for, next_check_at, recent_clicks,"
                " revision) VALUES (7, 'https://give.example.org/', 'https://give.example.org/', 'give.example.org',"
                " 'example.org', '', '[]', 'live', :no, '', 0, 0, '[]', '[]', :no, 1, '', '', '', :now, 0, 0)"
            ),
            {"now": NOW, "no": False},
        )
    upgrade(database.write_engine, "0006")
    with database.write() as session:
        row = DomainWatch(next_watch_at=NOW)
        set_facts(row, FACTS)
        session.add(row)
        add_turns(session, "example.org", [TURN])
    with database.read() as session:
        assert facts_by_domain(session, ["example.org", "other.test"]) == {"example.org": FACTS}
        assert turns_by_domain(session, ["example.org"]) == {"example.org": [TURN]}
    downgrade(database.write_engine, "0005")
    assert not {"domain_watch", "domain_turn"} & set(inspect(database.read_engine).get_table_names())
    with database.read_engine.connect() as connection:
        found = connection.execute(text("SELECT registrable_domain, ground_is_clean FROM link")).one()
    assert (found[0], bool(found[1])) == ("example.org", False)
    database.close()


def test_the_new_tables_are_as_their_models_say(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0006")
    with database.read_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [str(each) for each in compare_metadata(context, metadata())]
    database.close()
    assert not [each for each in differences if "domain_watch" in each or "domain_turn" in each]
