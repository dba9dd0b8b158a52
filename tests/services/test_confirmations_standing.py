"""A confirmation is of what the person saw: when that is changed, nobody has confirmed what stands there now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.services.applying import read_subject
from aidroute.services.confirming import Look, confirm
from aidroute.services.desk import overview
from aidroute.services.known_ground import grounds
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainTurnRow, DomainWatch
from aidroute.storage.link import Link
from aidroute.storage.snapshot import read_directory
from tests.support.desk_world import KNOWN, LATER, NEW_URL, NOW, OLD_URL, DeskWorld

SLUG = "example-fund-page"
SEEN_AT = NOW - timedelta(days=2)


@pytest.fixture
def world(database: Database) -> DeskWorld:
    made = DeskWorld(database)
    confirm(made.database, made.ani, Look(CHANNEL, SLUG, version=1, link_state="live"), SEEN_AT)
    confirm(made.database, made.ani, Look(ORGANIZATION, "example-fund", version=1), SEEN_AT)
    return made


def confirmed_at(world: DeskWorld) -> datetime | None:
    """When the channel was confirmed, as every page and export shows it."""
    with world.database.read() as session:
        confirmation = read_directory(session, frozenset(), frozenset()).channels[SLUG].confirmation
    return confirmation.confirmed_at if confirmation else None


def organization_confirmed_at(world: DeskWorld) -> datetime | None:
    with world.database.read() as session:
        confirmation = read_directory(session, frozenset(), frozenset()).organizations["example-fund"].confirmation
    return confirmation.confirmed_at if confirmation else None


@pytest.mark.parametrize(
    "change",
    [
        {"url": NEW_URL},
        {"operator": "intermediary", "operator_name": "Friends of Example Fund"},
        {"kind": "official_site"},
        {"allowed_domains": ["example.net"]},
    ],
)
def test_what_decides_where_a_gift_goes_was_confirmed_by_nobody_once_it_is_changed(
    world: DeskWorld, change: dict[str, object]
) -> None:
    assert confirmed_at(world) == SEEN_AT
    world.accept(world.propose(change))
    assert confirmed_at(world) is None


def test_another_change_leaves_a_confirmation_as_it_is(world: DeskWorld) -> None:
    world.propose({"currencies": ["AMD", "EUR"]})
    assert world.values()["currencies"] == ["AMD", "EUR"]
    assert confirmed_at(world) == SEEN_AT


def test_a_change_that_only_waits_leaves_a_confirmation_as_it_is(world: DeskWorld) -> None:
    world.propose({"url": NEW_URL})
    assert confirmed_at(world) == SEEN_AT


def test_going_back_to_the_old_address_does_not_bring_an_old_word_back(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    world.accept(world.propose({"url": OLD_URL}))
    assert confirmed_at(world) is None


def test_whoever_looks_at_the_new_address_confirms_it(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    with world.database.read() as session:
        link = session.scalars(select(Link).where(Link.url == NEW_URL)).one()
        version = read_subject(session, CHANNEL, SLUG).version
    confirm(world.database, world.bob, Look(CHANNEL, SLUG, version, link_state=link.state), LATER)
    assert confirmed_at(world) == LATER


def test_what_was_once_confirmed_stays_recorded_and_the_desk_asks_for_a_new_look(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    with world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Confirmation)) == 2
    (line,) = overview(world.database, KNOWN.hosts, LATER).expiring
    assert (line.channel.slug, line.confirmed_at, line.changed_since) == (SLUG, SEEN_AT, True)


def test_a_confirmed_organization_whose_website_is_changed_must_be_looked_at_anew(world: DeskWorld) -> None:
    assert organization_confirmed_at(world) == SEEN_AT
    world.accept(world.propose({"website": "https://example.org/"}, slug="example-fund", subject=ORGANIZATION))
    assert organization_confirmed_at(world) is None
    assert confirmed_at(world) == SEEN_AT


def test_a_look_at_the_old_address_says_nothing_about_the_ground_under_the_new_one(world: DeskWorld) -> None:
    long_ago, lately = NOW - timedelta(days=100), NOW - timedelta(days=10)
    with world.database.write() as session:
        session.add_all(
            [
                Link(
                    url=NEW_URL, url_as_typed=NEW_URL, host="new.example.org", registrable_domain="new.example",
                    approved_at=long_ago, state="live", last_checked_at=NOW, next_check_at=NOW,
                ),
                DomainWatch(
                    domain="new.example", registrar="Second Registrar", registry_answered_at=NOW, next_watch_at=NOW
                ),
                DomainTurnRow(domain="new.example", field="registrar", seen_at=long_ago, before="", after="First"),
                DomainTurnRow(domain="new.example", field="registrar", seen_at=lately, before="First", after="Second"),
            ]
        )  # fmt: skip
    world.accept(world.propose({"url": NEW_URL}))
    with world.database.read() as session:
        link = session.scalars(select(Link).where(Link.url == NEW_URL)).one()
        assert grounds(session, [link], LATER)[link.id].registrar_at_approval == "First"
