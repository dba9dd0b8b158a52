from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from aidroute.domain.change import CHANNEL
from aidroute.domain.channel_level import channel_level
from aidroute.domain.directory import Channel as ListedChannel
from aidroute.domain.field_values import BadValue
from aidroute.domain.routing_level import REPORTS_FOR_CAUTION
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.visitor_reports import MAX_NOTE, Outcome, ReportKind, WrongReason
from aidroute.domain.vocabulary import ChannelKind, RoutingLevel
from aidroute.services.applying import read_subject
from aidroute.services.confirming import Look, confirm
from aidroute.services.measuring import false_alarms
from aidroute.services.people import NotMaintainer
from aidroute.services.reporting import (
    ALARM_DOUBTED,
    LINK_LOWERED,
    LINK_REPORTED,
    Told,
    UnknownNumber,
    outcome_of_report,
    take_report,
)
from aidroute.services.routing import UnknownChannel
from aidroute.services.settling import AlreadySettled, Settlement, settle, waiting
from aidroute.storage import directory_version
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.link import Flip, Link
from aidroute.storage.link_rows import directory_link
from aidroute.storage.notice import Notice
from aidroute.storage.report import Report, VisitorKey
from tests.support.desk_world import NOW, DeskWorld, add_person

PAGE = "example-fund-page"
ONE, OTHER = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def world(database: Database) -> DeskWorld:
    return DeskWorld(database)


def wrong(address: str = ONE, note: str = "") -> Told:
    return Told(PAGE, ReportKind.WRONG, WrongReason.NOT_THEIRS, note, address)


def works(address: str = ONE) -> Told:
    return Told(PAGE, ReportKind.WORKS, address=address)


def link_of(world: DeskWorld) -> Link:
    with world.database.read() as session:
        return session.scalars(select(Link)).one()


def level(world: DeskWorld) -> RoutingLevel:
    channel = ListedChannel(PAGE, "example-fund", ChannelKind.DONATION_PAGE, link=1)
    return channel_level(channel, directory_link(link_of(world)), NOW).level


def notices(world: DeskWorld) -> list[str]:
    with world.database.read() as session:
        return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


def close_link(world: DeskWorld) -> None:
    with world.database.write() as session:
        link = session.scalars(select(Link)).one()
        session.add(Flip(link_id=link.id, flipped_at=NOW - timedelta(hours=3), from_state="suspect", to_state="down"))
        link.state = LinkState.DOWN.value


def test_one_report_alone_changes_nothing_for_visitors(world: DeskWorld) -> None:
    take_report(world.database, wrong(), NOW)
    assert level(world) is RoutingLevel.GO
    assert notices(world) == [LINK_REPORTED]


def test_two_independent_reports_lower_the_link_to_caution_at_once(world: DeskWorld) -> None:
    with world.database.read() as session:
        before = directory_version.current(session)[1]
    take_report(world.database, wrong(ONE), NOW)
    take_report(world.database, wrong(OTHER), NOW)
    assert link_of(world).wrong_reports == REPORTS_FOR_CAUTION
    assert level(world) is RoutingLevel.CAUTION
    assert notices(world) == [LINK_REPORTED, LINK_LOWERED]
    with world.database.read() as session:
        assert link_of(world).revision == directory_version.current(session)[1] > before


def test_one_visitor_cannot_lower_a_link_by_reporting_twice(world: DeskWorld) -> None:
    for _ in range(3):
        take_report(world.database, wrong(ONE), NOW)
    assert link_of(world).wrong_reports == 1
    assert level(world) is RoutingLevel.GO
    assert notices(world) == [LINK_REPORTED]


def test_a_check_that_is_under_way_is_not_disturbed_by_a_report(world: DeskWorld) -> None:
    take_report(world.database, wrong(ONE), NOW)
    assert link_of(world).lease_token == "t:1"


def test_the_address_of_a_visitor_is_stored_nowhere(world: DeskWorld) -> None:
    take_report(world.database, wrong(ONE, "seen on my phone"), NOW)
    with world.database.read() as session:
        stored = session.scalars(select(Report)).one()
        told = session.scalars(select(Notice)).one()
    assert ONE not in str({name: value for name, value in vars(stored).items() if name[0] != "_"})
    assert ONE not in str(told.body)
    assert len(stored.visitor) == 32


def test_the_key_of_a_day_is_gone_on_the_next_so_hashes_can_be_tied_to_nobody(world: DeskWorld) -> None:
    take_report(world.database, wrong(ONE), NOW)
    take_report(world.database, wrong(ONE), NOW + timedelta(days=1))
    with world.database.read() as session:
        assert list(session.scalars(select(VisitorKey.day))) == [(NOW + timedelta(days=1)).date()]
        assert session.scalar(select(func.count(Report.visitor.distinct()))) == 2


def test_a_channel_that_is_not_in_the_list_cannot_be_reported(world: DeskWorld) -> None:
    with pytest.raises(UnknownChannel):
        take_report(world.database, Told("no-such", ReportKind.WRONG), NOW)
    with world.database.write() as session:
        session.scalars(select(Channel)).one().status = "retired"
    with pytest.raises(UnknownChannel):
        take_report(world.database, wrong(), NOW)
    assert notices(world) == []


def test_a_note_that_is_too_long_is_refused_and_nothing_is_stored(world: DeskWorld) -> None:
    with pytest.raises(BadValue):
        take_report(world.database, wrong(note="x" * (MAX_NOTE + 1)), NOW)
    with world.database.read() as session:
        assert session.scalar(select(func.count(Report.id))) == 0


def test_a_channel_without_a_link_is_reported_to_the_maintainers(world: DeskWorld) -> None:
    with world.database.write() as session:
        page = session.scalars(select(Channel)).one()
        page.link_id, page.address, page.kind = None, "gifts@example.org", "email"
    number = take_report(world.database, wrong(), NOW)
    assert outcome_of_report(world.database, number).outcome is Outcome.WAITING
    assert notices(world) == [LINK_REPORTED]


def test_whoever_reported_finds_the_outcome_by_the_number(world: DeskWorld) -> None:
    number = take_report(world.database, wrong(note="my words"), NOW)
    told = outcome_of_report(world.database, number)
    assert (told.channel, told.kind, told.reason) == (PAGE, ReportKind.WRONG, WrongReason.NOT_THEIRS)
    assert "my words" not in str(told)
    with pytest.raises(UnknownNumber):
        outcome_of_report(world.database, "R-22222-22222")


def test_rejected_reports_give_the_link_back_its_level(world: DeskWorld) -> None:
    numbers = [take_report(world.database, wrong(address), NOW) for address in (ONE, OTHER)]
    for number in numbers:
        settle(world.database, world.ani, Settlement(number, Outcome.REJECTED, "Looked: it is theirs."), NOW)
    assert level(world) is RoutingLevel.GO
    assert outcome_of_report(world.database, numbers[0]).decision_note == "Looked: it is theirs."


def test_accepted_reports_go_on_counting_until_somebody_releases_the_link(world: DeskWorld) -> None:
    for address in (ONE, OTHER):
        number = take_report(world.database, wrong(address), NOW)
        settle(world.database, world.ani, Settlement(number, Outcome.ACCEPTED), NOW)
    assert level(world) is RoutingLevel.CAUTION
    with world.database.write() as session:
        link = session.scalars(select(Link)).one()
        link.approved_at, link.wrong_reports = NOW + timedelta(hours=1), 0
    take_report(world.database, wrong("192.0.2.5"), NOW + timedelta(hours=2))
    assert link_of(world).wrong_reports == 1


def confirmed(world: DeskWorld, at: datetime) -> None:
    """A maintainer opens the page and says that it is right."""
    with world.database.read() as session:
        version = read_subject(session, CHANNEL, PAGE).version
    confirm(world.database, world.bob, Look(CHANNEL, PAGE, version, link_state=link_of(world).state), at)


def test_accepted_reports_count_until_a_person_has_looked_again(world: DeskWorld) -> None:
    for address in (ONE, OTHER):
        number = take_report(world.database, wrong(address), NOW)
        settle(world.database, world.ani, Settlement(number, Outcome.ACCEPTED), NOW)
    assert level(world) is RoutingLevel.CAUTION
    confirmed(world, NOW + timedelta(hours=1))
    assert (link_of(world).wrong_reports, level(world)) == (0, RoutingLevel.GO)
    take_report(world.database, wrong("192.0.2.5"), NOW + timedelta(hours=2))
    assert link_of(world).wrong_reports == 1


def test_a_look_does_not_silence_reports_that_nobody_has_decided(world: DeskWorld) -> None:
    for address in (ONE, OTHER):
        take_report(world.database, wrong(address), NOW)
    confirmed(world, NOW + timedelta(hours=1))
    assert (link_of(world).wrong_reports, level(world)) == (2, RoutingLevel.CAUTION)


def test_an_older_look_does_not_silence_a_report_that_was_accepted_after_it(world: DeskWorld) -> None:
    confirmed(world, NOW - timedelta(hours=1))
    for address in (ONE, OTHER):
        number = take_report(world.database, wrong(address), NOW)
        settle(world.database, world.ani, Settlement(number, Outcome.ACCEPTED), NOW)
    assert level(world) is RoutingLevel.CAUTION


def test_a_settlement_stands(world: DeskWorld) -> None:
    number = take_report(world.database, wrong(), NOW)
    settle(world.database, world.ani, Settlement(number, Outcome.ACCEPTED), NOW)
    with pytest.raises(AlreadySettled) as refused:
        settle(world.database, world.bob, Settlement(number, Outcome.REJECTED), NOW)
    assert refused.value.outcome is Outcome.ACCEPTED


def test_only_a_maintainer_settles(world: DeskWorld) -> None:
    number = take_report(world.database, wrong(), NOW)
    with world.database.write() as session:
        stranger = add_person(session, "Eve", "reader")
    with pytest.raises(NotMaintainer):
        settle(world.database, stranger, Settlement(number, Outcome.REJECTED), NOW)
    assert [each.number for each in waiting(world.database)] == [number]


def test_a_word_against_an_alarm_is_tied_to_it_and_told_once(world: DeskWorld) -> None:
    close_link(world)
    take_report(world.database, works(ONE), NOW)
    take_report(world.database, works(OTHER), NOW)
    assert notices(world) == [ALARM_DOUBTED]
    assert link_of(world).state == LinkState.DOWN
    found = false_alarms(world.database, NOW)
    assert (found.alarms, found.doubted, found.found_false, found.share) == (1, 1, 0, 0.0)


def test_an_alarm_is_false_when_a_maintainer_agrees_with_the_visitor(world: DeskWorld) -> None:
    close_link(world)
    number = take_report(world.database, works(), NOW)
    settle(world.database, world.ani, Settlement(number, Outcome.ACCEPTED), NOW)
    assert false_alarms(world.database, NOW).share == 1.0


def test_without_alarms_there_is_no_rate(world: DeskWorld) -> None:
    take_report(world.database, works(), NOW)
    found = false_alarms(world.database, NOW)
    assert (found.alarms, found.doubted, found.share) == (0, 0, None)
