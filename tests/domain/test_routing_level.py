"""How far visitors are taken, and when time alone changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aidroute.domain.link import LinkStatus
from aidroute.domain.routing_level import FRESH_FOR, routing_level
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import RoutingLevel

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIVE = LinkStatus(state=LinkState.LIVE, verdict=Verdict.LIVE, last_ok_at=NOW - HOUR, last_checked_at=NOW - HOUR)
BLOCKED = LinkStatus(
    state=LinkState.BLOCKED,
    verdict=Verdict.BLOCKED,
    last_checked_at=NOW - HOUR,
    verified_until_at=NOW + timedelta(days=20),
)


def test_a_link_never_checked_is_shown_with_caution() -> None:
    decision = routing_level(LinkStatus(), NOW)
    assert (decision.level, decision.cautions) == (RoutingLevel.CAUTION, ("never_checked",))


def test_a_live_link_goes_until_it_is_stale() -> None:
    decision = routing_level(LIVE, NOW)
    assert decision.level is RoutingLevel.GO
    assert decision.next_change_at is not None
    ends_at = NOW - HOUR + FRESH_FOR
    assert routing_level(LIVE, ends_at).level is RoutingLevel.GO
    assert routing_level(LIVE, decision.next_change_at).cautions == ("stale",)


@pytest.mark.parametrize("state", [LinkState.DOWN, LinkState.DEAD, LinkState.QUARANTINED, LinkState.RETIRED])
def test_closed_states_are_withheld_however_fresh(state: LinkState) -> None:
    decision = routing_level(replace(LIVE, state=state), NOW)
    assert (decision.level, decision.cautions) == (RoutingLevel.WITHHELD, (state.value,))


@pytest.mark.parametrize(
    ("state", "code"), [(LinkState.SUSPECT, "waiting_for_confirmation"), (LinkState.UNSTABLE, "unstable")]
)
def test_doubtful_states_are_caution(state: LinkState, code: str) -> None:
    assert routing_level(replace(LIVE, state=state), NOW).cautions == (code,)


def test_two_independent_reports_lower_a_link_and_one_does_not() -> None:
    assert routing_level(replace(LIVE, wrong_reports=1), NOW).level is RoutingLevel.GO
    assert routing_level(replace(LIVE, wrong_reports=2), NOW).cautions == ("reported_wrong",)
    down = replace(LIVE, state=LinkState.DOWN, wrong_reports=2)
    assert routing_level(down, NOW).level is RoutingLevel.WITHHELD


def test_a_blocked_link_goes_as_long_as_all_of_it_holds() -> None:
    assert routing_level(BLOCKED, NOW).level is RoutingLevel.GO
    assert routing_level(BLOCKED, NOW + timedelta(days=21)).cautions == ("blocked_unverified",)
    assert routing_level(replace(BLOCKED, verified_until_at=None), NOW).cautions == ("blocked_unverified",)
    assert routing_level(replace(BLOCKED, ground_is_clean=False), NOW).cautions == ("ground_not_clean",)
    assert routing_level(replace(BLOCKED, last_checked_at=NOW - 49 * HOUR), NOW).cautions == ("stale",)
    assert routing_level(replace(BLOCKED, held=True), NOW).cautions == ("held",)


def test_a_blocked_link_changes_when_the_word_or_the_check_runs_out() -> None:
    soon = replace(BLOCKED, verified_until_at=NOW + HOUR)
    assert routing_level(soon, NOW).next_change_at == NOW + HOUR
    later = routing_level(BLOCKED, NOW).next_change_at
    assert later is not None
    assert routing_level(BLOCKED, later).level is RoutingLevel.CAUTION
    assert routing_level(BLOCKED, later - timedelta(microseconds=1)).level is RoutingLevel.GO


def test_a_check_from_the_future_proves_nothing() -> None:
    ahead = replace(LIVE, last_ok_at=NOW + timedelta(days=400))
    assert routing_level(ahead, NOW).cautions == ("stale",)
    assert routing_level(replace(LIVE, last_ok_at=NOW + timedelta(minutes=5)), NOW).level is RoutingLevel.GO
