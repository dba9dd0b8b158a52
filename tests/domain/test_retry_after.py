"""How long a host asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.retry_after import DEFAULT, LONGEST, retry_after

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", timedelta()),
        (" 120 ", timedelta(minutes=2)),
        ("86401", LONGEST),
        ("9" * 400, LONGEST),
        ("Tue, 10 Mar 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Tue, 10 Mar 2026 14:00:00 +0100", timedelta(hours=1)),
        ("Tue, 10 Mar 2026 11:00:00 GMT", timedelta()),
        ("Tue, 10 Mar 2099 11:00:00 GMT", LONGEST),
        ("soon", DEFAULT),
        ("-5", DEFAULT),
        ("1.5", DEFAULT),
        ("٣", DEFAULT),
        ("", DEFAULT),
        ("Tue, 99 Mar 2026 11:00:00 GMT", DEFAULT),
    ],
)
def test_seconds_and_dates_are_read_and_junk_is_an_hour(value: str, wait: timedelta) -> None:
    assert retry_after(value, NOW) == wait


@given(st.text(max_size=60))
def test_nothing_asks_for_more_than_a_day(value: str) -> None:
    assert timedelta() <= retry_after(value, NOW) <= LONGEST
