"""The state sequences that developers share, played with an injected clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkStatus
from aidroute.domain.link_state import advance
from aidroute.domain.routing_level import routing_level
from aidroute.domain.verdict_names import LinkState, Verdict
from tests.support.equipment import require_shared

START = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = {"go": "yes", "caution": "hold", "withheld": "no"}
NO_CHECK = re.compile(r"no check for (\d+)h")
LONG_DEAD = re.compile(r"dead for (\d+) days")
OBSERVED = re.compile(r"([a-z0-9_]+)(?:@([\d.]+)m)?")


def told() -> list[Any]:
    """Only the sequences that are about one link's state; the others are about workers and hosts."""
    path = require_shared() / "battery.yaml"
    return [each for each in yaml.safe_load(path.read_text(encoding="utf-8"))["sequences"] if "routable_path" in each]


@pytest.mark.parametrize(
    "name", ["blip", "down", "flap", "quarantine-sticky", "long-dead-returns", "checker-stopped", "blocked-then-gone"]
)
def test_a_told_sequence_ends_as_told(name: str) -> None:
    sequence = next(each for each in told() if each["id"] == f"seq-{name}")
    status = LinkStatus(verified_until_at=START + timedelta(days=25))
    at, path, notices = START, [], 0
    for words in sequence["obs"]:
        plain = words.partition(",")[0]
        if found := NO_CHECK.fullmatch(plain):
            at += timedelta(hours=int(found.group(1)))
        elif found := LONG_DEAD.fullmatch(plain):
            since_at = at - timedelta(days=int(found.group(1)))
            status = LinkStatus(state=LinkState.DEAD, verdict=Verdict.TIMEOUT, failing_since_at=since_at)
        else:
            found = OBSERVED.fullmatch(plain)
            assert found is not None, words
            at += timedelta(minutes=float(found.group(2))) if found.group(2) else timedelta(hours=1)
            reason = "status_404" if found.group(1) == "gone" else ""
            step = advance(status, Judgement(Verdict(found.group(1)), reason), at)
            status, notices = step.status, notices + len(step.notices)
        level = WORDS[routing_level(status, at).level.value]
        path.append(level)
    expected = ["yes" if word is True else "no" if word is False else word for word in sequence["routable_path"]]
    if sequence["state"] == "stale":
        # Stale is no state of its own: routing stops being automatic by the clock alone.
        assert routing_level(status, at).cautions == ("stale",)
        assert [word == "yes" for word in path] == [word == "yes" for word in expected]
        return
    assert (status.state.value, path) == (sequence["state"], expected)
    assert notices == sequence.get("notifications", notices)
