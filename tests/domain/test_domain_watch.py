from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.domain_watch import (
    Alarm,
    DomainAnswer,
    DomainFacts,
    DomainTurn,
    TurnField,
    alarms,
    expiry_steps,
    ground_of,
    have_moved,
    take_in,
    turns_of,
    unknown_sources,
    watch_in,
)
from aidroute.domain.ground import Registration
from aidroute.domain.rules import HostLists, Rules
from tests.support.checking import PlainHosts

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = Rules(PlainHosts(), host_lists=HostLists(parking_name_servers=frozenset({"parking.test"})))
SERVERS = ("a.host.test", "b.host.test")


def answer(at: datetime = NOW, *, servers: tuple[str, ...] = SERVERS, **registration: object) -> DomainAnswer:
    values = {"registrar": "A", "registered_at": NOW - 900 * DAY, "expires_at": NOW + 200 * DAY} | registration
    return DomainAnswer(at, Registration("charity.test", at, **values), servers)  # type: ignore[arg-type]


def silence(at: datetime = NOW) -> DomainAnswer:
    return DomainAnswer(at)


NEW = DomainFacts("charity.test")
KNOWN = take_in(NEW, answer())


def test_an_answer_becomes_facts_with_their_age() -> None:
    assert (KNOWN.registrar, KNOWN.name_servers, KNOWN.failures) == ("A", SERVERS, 0)
    assert KNOWN.asked_at == KNOWN.registry_answered_at == KNOWN.name_servers_answered_at == NOW


def test_silence_changes_no_fact_and_no_age() -> None:
    later = take_in(KNOWN, silence(NOW + 7 * DAY))
    assert later == replace(KNOWN, asked_at=NOW + 7 * DAY, failures=1)


def test_one_source_may_be_silent_while_the_other_speaks() -> None:
    later = take_in(KNOWN, DomainAnswer(NOW + 7 * DAY, name_servers=("c.host.test",)))
    assert (later.registry_answered_at, later.name_servers_answered_at) == (NOW, NOW + 7 * DAY)
    assert (later.registrar, later.name_servers, later.failures) == ("A", ("c.host.test",), 1)


def test_who_has_no_registry_and_no_name_servers_of_their_own_is_never_silent() -> None:
    tenant = take_in(NEW, DomainAnswer(NOW, has_registry=False, has_name_servers=False))
    assert tenant.failures == 0
    assert unknown_sources(tenant, NOW) == ()


# ------------------------------------------------------------------------------------------------------ when


def test_a_domain_is_asked_about_once_a_week_and_daily_when_it_is_about_to_end() -> None:
    assert watch_in(KNOWN, NOW) == 7 * DAY
    assert watch_in(KNOWN, NOW, 1.0) == 7.7 * DAY
    assert watch_in(KNOWN, NOW, -1.0) == 6.3 * DAY
    assert watch_in(replace(KNOWN, expires_at=NOW + 29 * DAY), NOW) == DAY
    assert watch_in(replace(KNOWN, expires_at=NOW - 3 * DAY), NOW) == DAY
    assert watch_in(replace(KNOWN, statuses=("redemption period",)), NOW) == DAY


def test_after_silence_the_wait_doubles_up_to_a_day() -> None:
    waits = [watch_in(replace(KNOWN, failures=number), NOW) for number in range(1, 8)]
    assert waits == [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24, 24)]
    assert watch_in(replace(KNOWN, failures=10**9), NOW) == DAY


# ---------------------------------------------------------------------------------------------- what is known


def test_what_was_never_asked_is_unknown() -> None:
    assert unknown_sources(None, NOW) == unknown_sources(NEW, NOW) == ("registry", "name_servers")
    ground = ground_of(None, [], NOW, NOW)
    assert (ground.registration, ground.name_servers) == (None, ())


def test_facts_of_the_last_thirty_days_are_believed_and_older_ones_are_unknown() -> None:
    young = ground_of(KNOWN, [], NOW, NOW + 30 * DAY)
    assert young.registration is not None
    assert (young.registration.registrar, young.name_servers, young.unknown) == ("A", SERVERS, ())
    old = ground_of(KNOWN, [], NOW, NOW + 31 * DAY)
    assert (old.registration, old.name_servers, old.unknown) == (None, (), ("registry", "name_servers"))


def test_no_registry_to_ask_is_not_the_same_as_a_silent_one() -> None:
    without = take_in(NEW, DomainAnswer(NOW, name_servers=SERVERS, has_registry=False))
    assert ground_of(without, [], NOW, NOW).unknown == ()
    silent = take_in(NEW, DomainAnswer(NOW, name_servers=SERVERS))
    assert ground_of(silent, [], NOW, NOW).unknown == ("registry",)


# ---------------------------------------------------------------------------------------------------- turns


def test_the_first_facts_are_turns_from_nothing() -> None:
    assert {(turn.field.value, turn.before) for turn in turns_of(KNOWN, [])} == {
        ("registrar", ""), ("name_servers", ""), ("registered_at", "")
    }  # fmt: skip


def test_what_is_as_it_was_makes_no_turn_and_what_is_not_said_neither() -> None:
    turns = turns_of(KNOWN, [])
    assert turns_of(KNOWN, turns) == []
    reticent = take_in(KNOWN, answer(NOW + DAY, registrar="", registered_at=None))
    assert turns_of(reticent, turns) == []
    assert turns_of(NEW, []) == []


def test_a_registrar_that_was_hidden_for_a_while_is_compared_with_the_last_known_one() -> None:
    turns = turns_of(KNOWN, [])
    hidden = take_in(KNOWN, answer(NOW + DAY, registrar=""))
    moved = take_in(hidden, answer(NOW + 2 * DAY, registrar="B"))
    assert turns_of(moved, turns) == [DomainTurn(TurnField.REGISTRAR, NOW + 2 * DAY, "A", "B")]


def history(*changes: tuple[int, str]) -> list[DomainTurn]:
    """Registrars by the day on which they were first seen."""
    before, turns = "", []
    for day, registrar in changes:
        turns.append(DomainTurn(TurnField.REGISTRAR, NOW + day * DAY, before, registrar))
        before = registrar
    return turns


@pytest.mark.parametrize(
    ("seen_on", "then"),
    [(-5, "A"), (0, "A"), (9, "A"), (10, "B"), (10 - 0.5 / 24, "B"), (10 - 2 / 24, "A"), (99, "C")],
)
def test_a_person_saw_what_was_true_when_they_looked(seen_on: float, then: str) -> None:
    turns = history((0, "A"), (10, "B"), (20, "C"))
    ground = ground_of(KNOWN, turns, NOW + seen_on * DAY, NOW)
    assert ground.registrar_at_approval == then


def test_what_nobody_looked_at_is_compared_with_nothing() -> None:
    assert ground_of(KNOWN, turns_of(KNOWN, []), None, NOW).registrar_at_approval == ""


@pytest.mark.parametrize(
    ("field", "before", "after", "moved"),
    [
        (TurnField.NAME_SERVERS, "a.host.test b.host.test", "ns.other.test", True),
        (TurnField.NAME_SERVERS, "a.host.test", "z.host.test", False),
        (TurnField.NAME_SERVERS, "a.host.test", "a.host.test ns.other.test", False),
        (TurnField.NAME_SERVERS, "", "a.host.test", False),
        (TurnField.REGISTRAR, "A", "B", True),
        (TurnField.REGISTRAR, "Example, Inc.", "EXAMPLE INC", False),
        (TurnField.REGISTRAR, "", "B", False),
        (TurnField.REGISTERED_AT, "2012-03-04T00:00:00+00:00", "2026-03-04T00:00:00+00:00", True),
        (TurnField.REGISTERED_AT, "2012-03-04T00:00:00+00:00", "2012-03-04T05:00:00+00:00", False),
        (TurnField.REGISTERED_AT, "2026-03-04T00:00:00+00:00", "2012-03-04T00:00:00+00:00", False),
    ],
)
def test_not_every_turn_is_a_move(field: TurnField, before: str, after: str, *, moved: bool) -> None:
    assert have_moved(DomainTurn(field, NOW, before, after), RULES) is moved


# --------------------------------------------------------------------------------------------------- alarms


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, set()),
        ({"registered_at": NOW - DAY}, {Alarm.REGISTERED_ANEW}),
        ({"statuses": ("Redemption Period",)}, {Alarm.LAPSED}),
        ({"statuses": ("server hold", "active")}, {Alarm.ON_HOLD}),
        ({"expires_at": NOW - DAY}, {Alarm.EXPIRED}),
        ({"name_servers": ("ns1.parking.test",)}, {Alarm.PARKED}),
        ({"registered_at": None, "expires_at": None, "name_servers": ()}, set()),
    ],
)
def test_what_facts_say_against_a_link(changes: dict[str, object], said: set[Alarm]) -> None:
    facts = replace(KNOWN, **changes)  # type: ignore[arg-type]
    assert alarms(facts, NOW - 2 * DAY, RULES, NOW) == said


def test_a_registration_is_never_new_for_a_link_nobody_approved() -> None:
    assert alarms(replace(KNOWN, registered_at=NOW), None, RULES, NOW) == frozenset()


def test_the_end_of_a_registration_is_told_in_three_steps_and_anew_after_a_renewal() -> None:
    def steps(left: timedelta) -> int:
        return expiry_steps(replace(KNOWN, expires_at=NOW + left), NOW)

    assert [steps(days * DAY) for days in (22, 20, 6, 0.1, -1)] == [0, 1, 2, 2, 3]
    assert expiry_steps(NEW, NOW) == 0
    told = replace(KNOWN, expiry_told=2)
    assert take_in(told, answer(NOW + DAY)).expiry_told == 2
    assert take_in(told, answer(NOW + DAY, expires_at=NOW + 565 * DAY)).expiry_told == 0


instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
answers = st.builds(
    DomainAnswer,
    instants,
    st.none() | st.builds(
        Registration, st.just("charity.test"), instants, st.none() | instants, st.none() | instants,
        st.sampled_from(["", "A", "B"]), st.sampled_from([(), ("redemption period",), ("active",)]),
    ),
    st.sampled_from([(), SERVERS, ("ns.other.test",)]),
    st.booleans(),
    st.booleans(),
)  # fmt: skip


@given(st.lists(answers, max_size=8), st.none() | instants)
def test_whatever_is_answered_a_fact_has_an_age_and_an_unknown_one_says_nothing(
    heard: list[DomainAnswer], approved_at: datetime | None
) -> None:
    facts = NEW
    turns: list[DomainTurn] = []
    for each in sorted(heard, key=lambda one: one.asked_at):
        facts = take_in(facts, each)
        turns += turns_of(facts, turns)
        ground = ground_of(facts, turns, approved_at, each.asked_at)
        assert timedelta() < watch_in(facts, each.asked_at, 1.0) <= 7.7 * DAY
        assert ground.registration is None or facts.registry_answered_at is not None
        assert not (ground.registration and "registry" in ground.unknown)
        assert not (ground.name_servers and "name_servers" in ground.unknown)
        assert turns_of(facts, turns) == []
