"""How long a server wants to be left alone, by its RateLimit headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aidroute.domain.rate_limits import LONGEST, UNSAID, rest_asked_for

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}, timedelta(seconds=30)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH + 90)}, timedelta(seconds=90)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{(EPOCH + 90) * 1000}"}, timedelta(seconds=90)),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "12"}, timedelta(seconds=12)),
        ({"ratelimit": '"default";r=0;t=45'}, timedelta(seconds=45)),
        ({"ratelimit": "limit=100, remaining=0, reset=45"}, timedelta(seconds=45)),
        ({"x-ratelimit-remaining": "0"}, UNSAID),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, UNSAID),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999"}, LONGEST),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 15}, LONGEST),
    ],
)
def test_a_server_that_takes_no_further_question_is_left_alone_for_a_while(
    headers: dict[str, str], wait: timedelta
) -> None:
    assert rest_asked_for(headers, NOW) == wait


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "30"},
        {"x-ratelimit-remaining": "none"},
        {"x-ratelimit-remaining": "-1"},
        {"x-ratelimit-reset": "30"},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(EPOCH - 90)},
        {"ratelimit": '"default";r=3;t=45'},
        {"ratelimit": "0" * 5000},
    ],
)
def test_who_takes_questions_or_says_nothing_is_asked_as_always(headers: dict[str, str]) -> None:
    assert rest_asked_for(headers, NOW) is None
