"""What the maintainers' desk shows."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from aidroute.domain.change import CHANNEL
from aidroute.domain.risks import RiskCode
from aidroute.domain.verdict_names import LinkState
from aidroute.services import desk
from aidroute.services.channel_lines import channel_lines
from aidroute.services.confirming import CONFIRMED_FOR, Look, confirm
from aidroute.services.link_files import link_file
from aidroute.services.people import NoSuchSubject
from aidroute.storage.db import Database
from aidroute.storage.link import Check, Flip, Link
from aidroute.storage.user import User
from tests.support.desk_world import KNOWN, NEW_CHANNEL, NEW_URL, NOW, OLD_URL, DeskWorld

SLUG = "example-fund-page"


@pytest.fixture
def world(database: Database) -> DeskWorld:
    return DeskWorld(database)


def look(world: DeskWorld, days: int = 0) -> desk.Desk:
    return desk.overview(world.database, KNOWN.hosts, NOW + timedelta(days=days))


def set_link(world: DeskWorld, **values: object) -> None:
    with world.database.write() as session:
        session.execute(update(Link).values(**values))


def test_what_waits_is_shown_with_its_marks(world: DeskWorld) -> None:
    made = world.propose({"url": "https://give.sample.test/"})
    (waiting,) = look(world).waiting
    assert waiting.proposal == made
    assert [risk.code for risk in waiting.risks] == [RiskCode.DOMAIN_CHANGES, RiskCode.NEW_DOMAIN]
    assert desk.marks(world.database, made, KNOWN.hosts) == waiting.risks


def test_a_new_channel_on_the_organizations_own_domain_has_no_mark(world: DeskWorld) -> None:
    world.propose_new(CHANNEL, "second", NEW_CHANNEL)
    assert look(world).waiting[0].risks == ()


def test_what_was_decided_waits_no_more(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    assert look(world).waiting == ()


@pytest.mark.parametrize("state", ["quarantined", "dead", "down", "unstable", "blocked"])
def test_a_link_in_trouble_needs_a_person(world: DeskWorld, state: str) -> None:
    set_link(world, state=state, verdict="timeout")
    (troubled,) = look(world).links
    assert (troubled.channel.slug, troubled.status.state) == (SLUG, LinkState(state))


@pytest.mark.parametrize("state", ["live", "suspect", "unverified", "retired"])
def test_a_link_the_checker_handles_alone_does_not(world: DeskWorld, state: str) -> None:
    set_link(world, state=state)
    assert look(world).links == ()


def test_a_link_that_machines_cannot_read_comes_up_again_before_the_word_for_it_ends(world: DeskWorld) -> None:
    set_link(world, state="blocked", verified_until_at=NOW + timedelta(days=30))
    assert look(world).links == ()
    assert len(look(world, days=20).links) == 1


def test_one_link_of_two_channels_is_shown_once_and_quarantine_first(world: DeskWorld) -> None:
    world.accept(world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "url": OLD_URL}))
    world.accept(world.propose_new(CHANNEL, "third", NEW_CHANNEL))
    with world.database.write() as session:
        session.execute(update(Link).where(Link.url == OLD_URL).values(state="down"))
        session.execute(update(Link).where(Link.url != OLD_URL).values(state="quarantined"))
    assert [each.status.state for each in look(world).links] == [LinkState.QUARANTINED, LinkState.DOWN]


def test_a_channel_that_awaits_approval_is_listed(world: DeskWorld) -> None:
    world.propose({"status": "awaiting"})
    assert [line.slug for line in look(world).awaiting] == [SLUG]
    assert look(world).expiring == ()


def test_a_channel_nobody_confirmed_or_not_lately_is_listed(world: DeskWorld) -> None:
    (never,) = look(world).expiring
    assert (never.channel.slug, never.confirmed_at) == (SLUG, None)
    confirm(world.database, world.ani, Look(CHANNEL, SLUG, 1, "live"), NOW)
    assert look(world).expiring == ()
    (soon,) = look(world, days=80).expiring
    assert soon.expires_at == NOW + CONFIRMED_FOR


def test_a_channel_that_leads_elsewhere_since_it_was_confirmed_is_listed(world: DeskWorld) -> None:
    confirm(world.database, world.ani, Look(CHANNEL, SLUG, 1, "live"), NOW)
    world.accept(world.propose({"url": NEW_URL}))
    (moved,) = look(world).expiring
    assert moved.changed_since


def test_a_lone_maintainer_is_told_so(world: DeskWorld) -> None:
    assert (look(world).maintainers, look(world).is_lone) == (3, False)
    with world.database.write() as session:
        session.execute(update(User).where(User.id != world.ani.key).values(active=False))
    assert (look(world).maintainers, desk.is_lone(world.database)) == (1, True)


def test_the_channels_of_an_organization_are_listed_retired_ones_too(world: DeskWorld) -> None:
    world.propose({"status": "retired"})
    (line,) = channel_lines(world.database, "example-fund")
    assert (line.slug, line.status, line.host, line.version) == (SLUG, "retired", "give.example.org", 2)
    assert channel_lines(world.database, "nobody") == ()


def test_the_file_of_a_link_holds_its_checks_turns_and_other_channels(world: DeskWorld) -> None:
    world.accept(world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "url": OLD_URL}))
    with world.database.write() as session:
        link_id = session.scalars(select(Link.id)).one()
        for minute, verdict in ((1, "live"), (2, "timeout")):
            at = NOW + timedelta(minutes=minute)
            session.add(Check(link_id=link_id, started_at=at, ended_at=at, verdict=verdict, evidence={"hops": []}))
        session.add(Flip(link_id=link_id, flipped_at=NOW, from_state="live", to_state="suspect"))
    file = link_file(world.database, SLUG)
    assert [check.verdict for check in file.checks] == ["timeout", "live"]
    assert [flip.to_state for flip in file.flips] == ["suspect"]
    assert [line.slug for line in file.others] == ["second"]
    assert (file.url, file.baseline is not None) == (OLD_URL, True)


def test_a_channel_without_a_link_has_no_file(world: DeskWorld) -> None:
    world.accept(world.propose({"kind": "email", "url": "", "address": "give@example.org"}))
    for slug in (SLUG, "nobody"):
        with pytest.raises(NoSuchSubject):
            link_file(world.database, slug)
