"""The state of a link over time, with an injected clock: told sequences, then properties of all sequences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidroute.domain.hysteresis import is_held_danger
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkStatus
from aidroute.domain.link_state import Policy, Step, advance, clear, may_ask_conditionally, verify
from aidroute.domain.routing_level import FRESH_FOR, routing_level
from aidroute.domain.verdict_names import CLASS_OF, LinkState, Verdict, VerdictClass
from aidroute.domain.vocabulary import RoutingLevel

START = datetime(2026, 3, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GO, HOLD, NO = "go", "caution", "withheld"

Seen = tuple[Verdict, str, timedelta]
"""Verdict, reason, and how long after the one before."""


def of(verdict: Verdict, reason: str = "", **facts: object) -> Judgement:
    return Judgement(verdict, reason, **facts)  # type: ignore[arg-type]


class Story:
    """A link that is checked again and again."""

    def __init__(self, status: LinkStatus | None = None) -> None:
        self.at = START
        self.status = status or LinkStatus(verified_until_at=START + 30 * DAY)
        self.notices: list[str] = []
        self.path: list[str] = []
        self.step = Step(self.status, None, None)

    def see(self, judgement: Judgement | Verdict, after: timedelta = 6 * HOUR, **policy: object) -> Story:
        self.at += after
        judgement = of(judgement) if isinstance(judgement, Verdict) else judgement
        self.step = advance(self.status, judgement, self.at, Policy(**policy))  # type: ignore[arg-type]
        self.status = self.step.status
        self.notices += self.step.notices
        self.path.append(self.level)
        return self

    @property
    def level(self) -> str:
        return routing_level(self.status, self.at).level.value

    @property
    def state(self) -> str:
        return self.status.state.value


LIVE, TIMEOUT, GONE = Verdict.LIVE, Verdict.TIMEOUT, of(Verdict.GONE, "status_404")


def down(verdict: Verdict = TIMEOUT) -> Story:
    return Story().see(LIVE).see(verdict).see(verdict, MINUTE / 2).see(verdict, 5 * MINUTE)


def test_a_blip_holds_the_link_for_half_a_minute_and_tells_nobody() -> None:
    story = Story().see(LIVE).see(TIMEOUT)
    assert story.step.next_check_in == timedelta(seconds=30)
    story.see(LIVE, MINUTE / 2)
    assert (story.state, story.path, story.notices) == ("live", [GO, HOLD, GO], [])


def test_three_failures_over_five_minutes_take_a_link_down_with_one_notice() -> None:
    story = Story().see(LIVE).see(TIMEOUT).see(TIMEOUT, MINUTE / 2)
    assert story.step.next_check_in == 5 * MINUTE
    story.see(TIMEOUT, 4.5 * MINUTE)
    assert (story.state, story.path, story.notices) == ("down", [GO, HOLD, HOLD, NO], ["link_down"])


def test_three_failures_in_one_minute_are_one_bad_minute() -> None:
    story = Story().see(LIVE).see(TIMEOUT).see(TIMEOUT, MINUTE / 2).see(TIMEOUT, MINUTE / 2)
    assert story.state == "suspect"
    assert story.step.next_check_in == 4 * MINUTE


def test_flapping_makes_a_link_unstable_and_held() -> None:
    story = Story().see(LIVE)
    for verdict in (Verdict.SERVER_ERROR, LIVE, Verdict.SERVER_ERROR, LIVE, Verdict.SERVER_ERROR):
        story.see(verdict, HOUR)
    assert (story.state, story.notices) == ("unstable", ["link_unstable"])
    assert story.path == [GO, HOLD, GO, HOLD, HOLD, HOLD]


def test_an_unstable_link_needs_three_successes_over_an_hour() -> None:
    story = Story().see(LIVE)
    for verdict in (TIMEOUT, LIVE, TIMEOUT, LIVE):
        story.see(verdict, HOUR)
    story.see(LIVE, 20 * MINUTE).see(LIVE, 20 * MINUTE)
    assert story.state == "unstable"
    assert story.see(LIVE, 20 * MINUTE).state == "live"


def test_four_changes_over_two_days_are_not_flapping() -> None:
    story = Story().see(LIVE)
    for verdict in (TIMEOUT, LIVE, TIMEOUT, LIVE):
        story.see(verdict, 12 * HOUR)
    assert story.state == "live"


def test_quarantine_does_not_end_by_itself() -> None:
    story = (
        Story().see(LIVE).see(of(Verdict.HIJACK_SUSPECT, "foreign_domain")).see(LIVE).see(LIVE).see(TIMEOUT).see(LIVE)
    )
    assert (story.state, story.notices) == ("quarantined", ["link_quarantined"])
    assert story.path == [GO, NO, NO, NO, NO, NO]
    assert (story.status.verdict, story.status.reason) == (Verdict.HIJACK_SUSPECT, "foreign_domain")


def test_a_person_ends_it_and_the_next_good_check_routes_again() -> None:
    story = Story().see(LIVE).see(Verdict.PARKED)
    step = clear(story.status, story.at)
    assert step.next_check_in == timedelta()
    assert step.flip is not None
    assert (step.flip.from_state, step.flip.to_state) == (LinkState.QUARANTINED, LinkState.UNVERIFIED)
    story.status = step.status
    assert story.level == HOLD
    assert story.see(LIVE, MINUTE).level == GO


@pytest.mark.parametrize(
    "judgement",
    [
        of(Verdict.GONE, "status_410"),
        of(Verdict.DNS_DEAD, "no_such_name"),
        of(Verdict.TLS_INVALID, "certificate_expired"),
        of(Verdict.TLS_INVALID, "certificate_other_host"),
    ],
)
def test_some_failures_need_no_confirmation(judgement: Judgement) -> None:
    story = Story().see(LIVE).see(judgement)
    assert (story.state, story.level, story.notices) == ("down", NO, ["link_down"])


@pytest.mark.parametrize(
    "judgement",
    [
        of(Verdict.TLS_INVALID, "certificate_not_yet_valid"),
        of(Verdict.TLS_INVALID, "tls_protocol"),
        of(Verdict.TLS_INVALID, "downgrade"),
        of(Verdict.SOFT_404, "not_found"),
        of(Verdict.CONTENT_CHANGED, "markers_gone"),
        of(Verdict.AUTH_REQUIRED),
        of(Verdict.REDIRECT_LOOP),
        of(Verdict.PROTOCOL_ERROR),
        of(Verdict.REFUSED),
        of(Verdict.UNSAFE_TARGET, "redirect_port"),
    ],
)
def test_the_others_are_held_first(judgement: Judgement) -> None:
    story = Story().see(LIVE).see(judgement)
    assert (story.state, story.level) == ("suspect", HOLD)
    story.see(judgement, MINUTE).see(judgement, 5 * MINUTE)
    assert story.level == NO


def test_a_404_is_confirmed_by_a_second_one_after_a_minute() -> None:
    story = Story().see(Verdict.BLOCKED).see(GONE)
    assert story.step.next_check_in == MINUTE
    story.see(GONE, MINUTE)
    assert (story.state, story.path) == ("down", [GO, HOLD, NO])


def test_a_404_after_a_timeout_is_not_yet_a_second_404() -> None:
    story = Story().see(LIVE).see(TIMEOUT).see(GONE, MINUTE)
    assert story.state == "suspect"


def test_a_down_link_needs_two_successes_five_minutes_apart() -> None:
    story = down().see(LIVE, HOUR)
    assert (story.state, story.step.next_check_in) == ("down", 5 * MINUTE)
    assert story.see(LIVE, 2 * MINUTE).state == "down"
    story.see(LIVE, 3 * MINUTE)
    assert (story.state, story.level, story.notices[-1]) == ("live", GO, "link_recovered")


def test_a_failure_between_them_starts_the_count_anew() -> None:
    story = down().see(LIVE, HOUR).see(TIMEOUT, 5 * MINUTE).see(LIVE, 5 * MINUTE)
    assert story.state == "down"


def test_three_days_down_and_seen_on_three_days_is_dead() -> None:
    story = down()
    for _ in range(3):
        story.see(TIMEOUT, DAY)
    assert (story.state, story.notices[-1]) == ("dead", "link_dead")
    assert story.see(TIMEOUT, DAY).step.next_check_in > DAY  # type: ignore[operator]


def test_three_days_without_checks_are_no_death() -> None:
    assert down().see(TIMEOUT, 4 * DAY).state == "down"


def test_the_dead_return_only_through_a_person() -> None:
    story = down()
    for _ in range(3):
        story.see(TIMEOUT, DAY)
    story.see(LIVE, DAY)
    assert (story.state, story.status.reason, story.notices[-1]) == (
        "quarantined",
        "returned_after_outage",
        "link_quarantined",
    )


@pytest.mark.parametrize("back", [LIVE, Verdict.DEGRADED, Verdict.MOVED, Verdict.BLOCKED])
def test_a_name_that_was_gone_for_a_day_returns_only_through_a_person(back: Verdict) -> None:
    story = Story().see(LIVE).see(Verdict.DNS_DEAD).see(Verdict.DNS_DEAD, 12 * HOUR).see(back, 13 * HOUR)
    assert story.state == "quarantined"


def test_the_gap_is_remembered_when_other_failures_follow_it() -> None:
    story = Story().see(LIVE).see(Verdict.DNS_DEAD).see(Verdict.DNS_DEAD, 25 * HOUR).see(TIMEOUT, HOUR).see(LIVE, HOUR)
    assert story.state == "quarantined"


def test_a_name_that_was_gone_for_an_hour_recovers() -> None:
    story = Story().see(LIVE).see(Verdict.DNS_DEAD).see(LIVE, HOUR).see(LIVE, 5 * MINUTE)
    assert story.state == "live"


def test_two_weeks_of_outage_need_a_person() -> None:
    story = down().see(TIMEOUT, 15 * DAY).see(LIVE, HOUR)
    assert story.state == "quarantined"


def test_a_name_that_fails_for_a_day_is_dead_whatever_the_resolver_calls_it() -> None:
    servfail = of(TIMEOUT, "dns_temporary")
    story = Story().see(LIVE).see(servfail)
    assert story.level == HOLD
    story.see(servfail, 12 * HOUR).see(servfail, 12 * HOUR)
    assert story.status.verdict is Verdict.DNS_DEAD


def test_a_rate_limit_changes_nothing_until_the_link_is_stale() -> None:
    story = Story().see(LIVE)
    before = story.status
    story.see(of(Verdict.RATE_LIMITED, retry_after=10 * MINUTE))
    assert (story.status, story.step.next_check_in, story.level) == (before, HOUR, GO)
    story.see(of(Verdict.RATE_LIMITED, retry_after=10 * HOUR))
    assert story.step.next_check_in == 10 * HOUR
    story.see(of(Verdict.RATE_LIMITED, retry_after=90 * DAY), 48 * HOUR)
    assert (story.step.next_check_in, story.level) == (DAY, HOLD)


def test_our_own_trouble_freezes_everything() -> None:
    for before in (Story().see(LIVE), down(), Story().see(Verdict.PARKED), Story()):
        status = before.status
        before.see(of(Verdict.INCONCLUSIVE, "canary_failed"))
        assert (before.status, before.step.next_check_in) == (status, 5 * MINUTE)


def test_an_ipv6_only_site_lives_on_a_persons_word() -> None:
    story = Story().see(LIVE)
    no_ipv6 = of(Verdict.INCONCLUSIVE, "no_ipv6_here")
    for _ in range(5):
        story.see(no_ipv6, DAY)
    assert story.path[-1] == GO
    story.see(no_ipv6, 30 * DAY)
    assert story.level == HOLD


def test_a_blocked_link_goes_while_a_persons_word_holds() -> None:
    story = Story().see(Verdict.BLOCKED)
    assert (story.state, story.level) == ("blocked", GO)
    story.see(Verdict.BLOCKED, 31 * DAY)
    assert story.level == HOLD
    story.status = verify(story.status, story.at + 30 * DAY)
    assert story.level == GO


def test_a_blocked_link_on_unclean_ground_is_held() -> None:
    assert Story().see(of(Verdict.BLOCKED, ground_is_clean=False)).level == HOLD


@pytest.mark.parametrize(
    "seen",
    [
        of(Verdict.CONTENT_CHANGED, "account_replaced"),
        of(Verdict.SOFT_404, "title_phrase"),
        GONE,
        of(Verdict.UNSAFE_TARGET, "redirect_port"),
    ],
)
def test_a_wall_after_a_page_that_spoke_against_the_link_needs_a_new_word(seen: Judgement) -> None:
    story = Story().see(LIVE).see(seen).see(TIMEOUT, MINUTE / 2).see(Verdict.BLOCKED, HOUR)
    assert (story.state, story.level) == ("blocked", HOLD)
    story.status = verify(story.status, story.at + 30 * DAY)
    assert story.level == GO


def test_a_hiccup_does_not_end_a_persons_word() -> None:
    assert Story().see(Verdict.BLOCKED).see(TIMEOUT).see(Verdict.BLOCKED, MINUTE / 2).level == GO


def test_a_legal_block_is_withheld() -> None:
    assert Story().see(of(Verdict.BLOCKED, "status_451")).level == NO


def test_a_down_link_that_answers_with_a_wall_waits_for_a_person() -> None:
    story = down().see(Verdict.BLOCKED, HOUR)
    assert (story.state, story.level) == ("down", NO)
    story.status = verify(story.status, story.at + 30 * DAY)
    assert (story.state, story.level) == ("blocked", GO)


def test_a_word_does_not_lift_a_quarantine_or_a_failing_link() -> None:
    for story in (Story().see(Verdict.PARKED), down()):
        story.status = verify(story.status, story.at + 30 * DAY)
        assert story.level == NO


def test_a_stranger_on_the_way_holds_a_working_link() -> None:
    story = Story().see(LIVE).see(of(Verdict.DEGRADED, "foreign_hop", notes=("foreign_hop",)))
    assert (story.state, story.level, story.notices) == ("live", HOLD, ["foreign_hop"])
    assert story.see(LIVE).level == GO


def test_a_note_is_told_once() -> None:
    expiring = of(Verdict.DEGRADED, "domain_expiring", notes=("domain_expiring",))
    story = Story().see(LIVE).see(expiring).see(expiring).see(expiring)
    assert story.notices == ["domain_expiring"]


def test_maintenance_keeps_its_own_time() -> None:
    story = Story().see(LIVE).see(of(Verdict.SERVER_ERROR, "maintenance", retry_after=HOUR))
    assert story.step.next_check_in == HOUR
    assert Story().see(of(Verdict.SERVER_ERROR, retry_after=99 * DAY)).step.next_check_in == DAY


def test_an_invalid_address_is_never_asked_again() -> None:
    story = Story().see(Verdict.INVALID_URL)
    assert (story.state, story.step.next_check_in) == ("quarantined", None)
    assert story.see(Verdict.INVALID_URL).step.next_check_in is None


def test_a_retired_link_stays_retired() -> None:
    retired = LinkStatus(state=LinkState.RETIRED)
    assert advance(retired, of(LIVE), START) == Step(retired, None, None)
    assert clear(retired, START) == Step(retired, None, None)


def test_a_released_link_keeps_no_word_from_before_it_was_closed() -> None:
    closed = LinkStatus(state=LinkState.QUARANTINED, verdict=Verdict.PARKED, verified_until_at=START + FRESH_FOR)
    assert clear(closed, START).status.verified_until_at is None


def test_the_back_off_doubles_to_a_day_and_for_the_dead_to_a_week() -> None:
    story = down()
    waits = [story.step.next_check_in]
    for _ in range(12):
        story.see(TIMEOUT, waits[-1])  # type: ignore[arg-type]
        waits.append(story.step.next_check_in)
    hours = [round(wait / HOUR) for wait in waits if wait is not None]
    assert hours[:6] == [1, 2, 4, 8, 16, 24]
    assert hours[-1] == 7 * 24


@pytest.mark.parametrize(("jitter", "hours"), [(-1, 5.4), (0, 6), (1, 6.6), (9, 6.6)])
def test_jitter_spreads_the_next_check_by_a_tenth(jitter: float, hours: float) -> None:
    assert Story().see(LIVE, jitter=jitter).step.next_check_in == timedelta(hours=hours)


def test_a_clicked_link_is_checked_hourly() -> None:
    assert Story().see(LIVE, interval=HOUR).step.next_check_in == HOUR


def test_a_full_reading_is_asked_for_weekly_and_after_any_trouble() -> None:
    story = Story().see(LIVE)
    assert may_ask_conditionally(story.status, story.at + 6 * DAY)
    assert not may_ask_conditionally(story.status, story.at + 7 * DAY)
    story.see(of(LIVE, is_full_read=False), 6 * DAY)
    assert not may_ask_conditionally(story.status, story.at + DAY)
    assert not may_ask_conditionally(Story().see(LIVE).see(TIMEOUT).status, START)
    assert not may_ask_conditionally(Story().see(Verdict.DEGRADED).status, START)


def test_a_flip_tells_where_from_where_to_when_and_why() -> None:
    flip = Story().see(LIVE).see(of(Verdict.PARKED, "for_sale")).step.flip
    assert flip is not None
    assert (flip.from_state, flip.to_state, flip.verdict, flip.reason) == (
        LinkState.LIVE,
        LinkState.QUARANTINED,
        Verdict.PARKED,
        "for_sale",
    )
    assert flip.flipped_at == START + 12 * HOUR


# ---- all sequences

REASONS = (
    *("", "status_404", "status_410", "status_451", "dns_temporary", "redirect_port", "foreign_hop", "no_ipv6_here"),
    *("canary_failed", "certificate_expired", "downgrade"),
)
JUDGEMENTS = st.builds(
    Judgement,
    verdict=st.sampled_from(list(Verdict)),
    reason=st.sampled_from(REASONS),
    retry_after=st.none() | st.timedeltas(timedelta(), 400 * DAY),
    ground_is_clean=st.booleans(),
    is_full_read=st.booleans(),
    notes=st.sampled_from([(), ("domain_expiring",)]),
)
GAPS = st.sampled_from([MINUTE / 2, MINUTE, 5 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 20 * DAY])
SEQUENCES = st.lists(st.tuples(JUDGEMENTS, GAPS, st.floats(-1, 1)), min_size=1, max_size=14)
INSTANT = st.timedeltas(-60 * DAY, 90 * DAY).map(lambda shift: START + shift)
INSTANTS = st.none() | INSTANT
STATUSES = st.builds(
    LinkStatus,
    state=st.sampled_from(list(LinkState)),
    verdict=st.none() | st.sampled_from(list(Verdict)),
    held=st.booleans(),
    reason=st.sampled_from(REASONS),
    state_since_at=INSTANTS,
    last_checked_at=INSTANTS,
    last_ok_at=INSTANTS,
    failing_since_at=INSTANTS,
    last_failed_at=INSTANTS,
    consecutive_failures=st.integers(0, 9),
    consecutive_successes=st.integers(0, 9),
    success_since_at=INSTANTS,
    dns_failures=st.lists(INSTANT, max_size=4).map(tuple),
    recent_changes=st.lists(INSTANT, max_size=5).map(tuple),
    recheck_interval=st.none() | st.timedeltas(timedelta(), 9 * DAY),
    verified_until_at=INSTANTS,
    ground_is_clean=st.booleans(),
    wrong_reports=st.integers(0, 3),
)


@given(STATUSES, JUDGEMENTS, st.floats(-2, 2))
@settings(max_examples=200)
def test_advance_is_total_and_the_next_check_lies_ahead_and_near(
    status: LinkStatus, judgement: Judgement, jitter: float
) -> None:
    step = advance(status, judgement, START, Policy(jitter=jitter))
    if step.next_check_in is not None:
        assert timedelta() < step.next_check_in <= 8 * DAY
    else:
        assert status.state is LinkState.RETIRED or judgement.verdict is Verdict.INVALID_URL
    assert (step.flip is not None) == (step.status.state is not status.state)
    decision = routing_level(step.status, START)
    assert decision.level in RoutingLevel
    assert (decision.level is RoutingLevel.GO) == (not decision.cautions)


@given(SEQUENCES)
@settings(max_examples=100)
def test_quarantine_never_ends_without_a_person(sequence: list[tuple[Judgement, timedelta, float]]) -> None:
    story = Story()
    was_quarantined = False
    for judgement, gap, jitter in sequence:
        story.see(judgement, gap, jitter=jitter)
        if was_quarantined:
            assert story.status.state is LinkState.QUARANTINED
            assert story.level == NO
        was_quarantined = story.status.state is LinkState.QUARANTINED


@given(SEQUENCES)
@settings(max_examples=100)
def test_after_a_danger_nobody_is_sent_without_a_person(sequence: list[tuple[Judgement, timedelta, float]]) -> None:
    story = Story()
    is_dangerous = False
    for judgement, gap, jitter in sequence:
        story.see(judgement, gap, jitter=jitter)
        is_danger = CLASS_OF[judgement.verdict] is VerdictClass.DANGER
        is_dangerous = is_dangerous or (is_danger and not is_held_danger(judgement.verdict, judgement.reason))
        if is_dangerous:
            assert story.level == NO


@given(SEQUENCES)
@settings(max_examples=100)
def test_go_means_a_good_check_within_two_days_or_a_persons_word(
    sequence: list[tuple[Judgement, timedelta, float]],
) -> None:
    story = Story()
    last_good: datetime | None = None
    for judgement, gap, jitter in sequence:
        story.see(judgement, gap, jitter=jitter)
        if CLASS_OF[judgement.verdict] in {VerdictClass.OK, VerdictClass.WARN}:
            last_good = story.at
        if story.level == GO:
            is_fresh = last_good is not None and story.at - last_good <= FRESH_FOR
            word = story.status.verified_until_at
            is_unreadable = story.status.verdict in {Verdict.BLOCKED, Verdict.INCONCLUSIVE}
            has_word = word is not None and word > story.at and story.status.ground_is_clean and is_unreadable
            assert is_fresh or has_word


@given(SEQUENCES)
@settings(max_examples=60)
def test_a_stopped_checker_closes_every_link(sequence: list[tuple[Judgement, timedelta, float]]) -> None:
    story = Story()
    for judgement, gap, jitter in sequence:
        story.see(judgement, gap, jitter=jitter)
    later = routing_level(story.status, story.at + FRESH_FOR + timedelta(seconds=1))
    assert later.level is not RoutingLevel.GO


@given(SEQUENCES)
@settings(max_examples=60)
def test_every_change_of_state_leaves_a_flip_and_every_bad_state_a_notice(
    sequence: list[tuple[Judgement, timedelta, float]],
) -> None:
    story = Story()
    for judgement, gap, jitter in sequence:
        before = story.status.state
        story.see(judgement, gap, jitter=jitter)
        if story.status.state is not before:
            assert story.step.flip is not None
            if story.status.state in {LinkState.DOWN, LinkState.DEAD, LinkState.QUARANTINED, LinkState.UNSTABLE}:
                assert f"link_{story.state}" in story.step.notices
