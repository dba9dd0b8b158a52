"""A person looked and says: this is right."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.review import Person, SubjectMoved
from aidroute.services.confirming import CONFIRMED_FOR, SEEN_FOR, Look, confirm
from aidroute.services.people import NoSuchSubject, NotMaintainer
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.link import Flip, Link
from aidroute.storage.notice import Notice
from tests.support.desk_world import LATER, NEW_URL, NOW, DeskWorld

PAGE = Look(CHANNEL, "example-fund-page", version=1, link_state="live", note="opened it")


@pytest.fixture
def world(database: Database) -> DeskWorld:
    return DeskWorld(database)


def set_link(world: DeskWorld, **values: object) -> None:
    with world.database.write() as session:
        session.execute(update(Link).values(**values))


def link(world: DeskWorld) -> Link:
    with world.database.read() as session:
        return session.scalars(select(Link)).one()


def test_a_look_at_a_channel_is_kept_for_ninety_days_and_moves_the_version(world: DeskWorld) -> None:
    version = world.content_version()
    done = confirm(world.database, world.ani, PAGE, NOW)
    assert (done.expires_at, done.released_link) == (NOW + CONFIRMED_FOR, False)
    with world.database.read() as session:
        kept = session.scalars(select(Confirmation)).one()
        assert kept.channel_id == session.scalars(select(Channel.id)).one()
    assert (kept.confirmed_by, kept.confirmed_at, kept.note) == ("Ani", NOW, "opened it")
    assert world.content_version() == version + 1


def test_an_organization_is_confirmed_by_itself(world: DeskWorld) -> None:
    confirm(world.database, world.bob, Look(ORGANIZATION, "example-fund", version=1), NOW)
    with world.database.read() as session:
        kept = session.scalars(select(Confirmation)).one()
    assert kept.organization_id is not None
    assert kept.channel_id is None


def test_a_look_changes_no_state_and_no_date_of_a_check(world: DeskWorld) -> None:
    before = link(world)
    confirm(world.database, world.ani, PAGE, LATER)
    after = link(world)
    assert (after.state, after.last_checked_at, after.last_ok_at) == ("live", before.last_checked_at, before.last_ok_at)


def test_what_machines_cannot_read_is_open_thirty_days_on_a_persons_word(world: DeskWorld) -> None:
    set_link(world, state="blocked", verdict="blocked")
    confirm(world.database, world.ani, Look(CHANNEL, "example-fund-page", 1, "blocked"), NOW)
    assert (link(world).state, link(world).verified_until_at) == ("blocked", NOW + SEEN_FOR)


@pytest.mark.parametrize(("ground_is_clean", "is_due"), [(False, True), (True, False)])
def test_whether_a_persons_word_settles_a_moved_domain_is_found_out_at_once(
    world: DeskWorld, *, ground_is_clean: bool, is_due: bool
) -> None:
    set_link(world, next_check_at=LATER + timedelta(days=1), ground_is_clean=ground_is_clean)
    confirm(world.database, world.ani, PAGE, LATER)
    assert (link(world).next_check_at <= LATER) is is_due


@pytest.mark.parametrize("state", ["quarantined", "dead"])
def test_a_closed_link_stays_closed_unless_the_person_says_so(world: DeskWorld, state: str) -> None:
    set_link(world, state=state)
    done = confirm(world.database, world.ani, Look(CHANNEL, "example-fund-page", 1, state), NOW)
    assert not done.released_link
    assert link(world).state == state


@pytest.mark.parametrize("state", ["quarantined", "dead"])
def test_a_released_link_is_unverified_due_at_once_and_told(world: DeskWorld, state: str) -> None:
    set_link(world, state=state, verdict="hijack_suspect")
    done = confirm(world.database, world.ani, Look(CHANNEL, "example-fund-page", 1, state, releases_link=True), LATER)
    assert done.released_link
    after = link(world)
    assert (after.state, after.verdict, after.baseline, after.last_ok_at) == ("unverified", None, None, None)
    assert (after.next_check_at, after.lease_token) == (LATER, None)
    assert after.revision > 0
    with world.database.read() as session:
        flip = session.scalars(select(Flip)).one()
        notice = session.scalars(select(Notice)).one()
    assert (flip.from_state, flip.to_state, flip.verdict) == (state, "unverified", "hijack_suspect")
    assert (notice.kind, notice.body["released_by"]) == ("link_released", "Ani")


def test_nobody_confirms_an_entry_that_changed_since_the_page_was_shown(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    with pytest.raises(SubjectMoved):
        confirm(world.database, world.ani, PAGE, LATER)


def test_nobody_confirms_a_link_that_was_closed_meanwhile(world: DeskWorld) -> None:
    set_link(world, state="quarantined")
    with pytest.raises(SubjectMoved) as raised:
        confirm(world.database, world.ani, PAGE, LATER)
    assert raised.value.moved[0].now == "quarantined"


def test_only_maintainers_confirm_and_only_what_exists(world: DeskWorld) -> None:
    with pytest.raises(NotMaintainer):
        confirm(world.database, Person(99, "Nobody"), PAGE, NOW)
    with pytest.raises(NoSuchSubject):
        confirm(world.database, world.ani, Look(CHANNEL, "nothing", 1), NOW)
    with pytest.raises(NoSuchSubject):
        confirm(world.database, world.ani, Look(ORGANIZATION, "nothing", 1), NOW)


def test_the_newest_confirmation_is_the_one_that_counts(world: DeskWorld) -> None:
    for days in (0, 5):
        confirm(world.database, world.ani, PAGE, NOW + timedelta(days=days))
    with world.database.read() as session:
        assert len(session.scalars(select(Confirmation)).all()) == 2
