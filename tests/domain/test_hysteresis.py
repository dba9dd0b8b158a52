"""How much confirmation verdicts need, and when links are looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aidroute.domain.hysteresis import Urgency, confirm_in, first_wait, is_held_danger, jittered, urgency_of, watch_in
from aidroute.domain.verdict_names import CLASS_OF, Verdict, VerdictClass

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("verdict", "reason", "urgency"),
    [
        (Verdict.DNS_DEAD, "", Urgency.AT_ONCE),
        (Verdict.GONE, "status_410", Urgency.AT_ONCE),
        (Verdict.GONE, "status_404", Urgency.AFTER_ONE_CONFIRMATION),
        (Verdict.TLS_INVALID, "certificate_expired", Urgency.AT_ONCE),
        (Verdict.TLS_INVALID, "downgrade", Urgency.AFTER_THREE),
        (Verdict.TIMEOUT, "", Urgency.AFTER_THREE),
        (Verdict.UNSAFE_TARGET, "redirect_port", Urgency.AFTER_THREE),
        (Verdict.UNSAFE_TARGET, "address", Urgency.AT_ONCE),
    ],
)
def test_urgency_follows_verdict_and_reason(verdict: Verdict, reason: str, urgency: Urgency) -> None:
    assert urgency_of(verdict, reason) is urgency


def test_every_danger_but_one_is_urgent() -> None:
    for verdict in Verdict:
        if CLASS_OF[verdict] is VerdictClass.DANGER:
            assert urgency_of(verdict, "") is Urgency.AT_ONCE
        assert not is_held_danger(verdict, "")


def test_confirmations_come_after_half_a_minute_and_five_minutes() -> None:
    assert confirm_in(Verdict.TIMEOUT, 1, timedelta()) == MINUTE / 2
    assert confirm_in(Verdict.TIMEOUT, 2, MINUTE) == 5 * MINUTE
    assert confirm_in(Verdict.TIMEOUT, 3, MINUTE) == 4 * MINUTE
    assert confirm_in(Verdict.TIMEOUT, 9, HOUR) == MINUTE / 2
    assert confirm_in(Verdict.GONE, 1, timedelta()) == MINUTE
    assert confirm_in(Verdict.CONTENT_CHANGED, 1, timedelta()) == HOUR


def test_waits_are_positive_and_jitter_moves_them_by_a_tenth_at_most() -> None:
    for verdict in Verdict:
        assert first_wait(verdict) >= HOUR
        assert watch_in(verdict) >= HOUR
    assert jittered(10 * HOUR, 1) == 11 * HOUR
    assert jittered(10 * HOUR, -1) == 9 * HOUR
    assert jittered(10 * HOUR, -7) == 9 * HOUR
