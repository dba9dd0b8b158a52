"""Paths through the state machine, with a clock of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkStatus
from aidroute.domain.link_state import advance
from aidroute.domain.routing_level import routing_level
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import RoutingLevel
from tests.battery.cases import SHARED

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
REGULARLY = timedelta(hours=6)
WORDS = {RoutingLevel.GO: "yes", RoutingLevel.CAUTION: "hold", RoutingLevel.WITHHELD: "no"}
SEQUENCES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("sequences.yaml").read_text(encoding="utf-8"))
UNITS = {"m": "minutes", "h": "hours"}


@dataclass
class Link:
    """One link that is checked again and again."""

    status: LinkStatus
    at: datetime = START
    next_check_in: timedelta = REGULARLY
    notices: list[str] = field(default_factory=list)

    def find(self, verdict: Verdict, after: timedelta | None) -> None:
        self.at += self.next_check_in if after is None else after
        step = advance(self.status, Judgement(verdict), self.at)
        self.status = step.status
        self.next_check_in = step.next_check_in or REGULARLY
        self.notices += [notice for notice in step.notices if notice.startswith("link_")]

    @property
    def routable(self) -> str:
        return WORDS[routing_level(self.status, self.at).level]


def known_good() -> LinkStatus:
    """As after years of good checks, with a person's word from five days ago."""
    before = START - REGULARLY
    return LinkStatus(
        state=LinkState.LIVE,
        verdict=Verdict.LIVE,
        state_since_at=START - timedelta(days=400),
        last_checked_at=before,
        last_ok_at=before,
        last_full_get_at=before,
        verified_until_at=START + timedelta(days=25),
    )


def walked(sequence: dict[str, Any]) -> tuple[Link, list[str]]:
    link, routable = Link(known_good(), next_check_in=timedelta()), []
    for found in sequence["found"]:
        name, after = parsed(found)
        if name == "nothing":
            link.at += after or REGULARLY
        elif name == "dead":
            dead_for = after or timedelta(days=20)
            link.status = LinkStatus(
                state=LinkState.DEAD,
                verdict=Verdict.TIMEOUT,
                failing_since_at=START - dead_for,
                consecutive_failures=40,
            )
        else:
            link.find(Verdict(name), after)
        routable.append(link.routable)
    return link, routable


def parsed(found: str) -> tuple[str, timedelta | None]:
    name, _, text = found.partition("@")
    match = re.fullmatch(r"([\d.]+)([mh])", text)
    return name, timedelta(**{UNITS[match.group(2)]: float(match.group(1))}) if match else None


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda sequence: sequence["id"])
def test_a_link_goes_this_way(sequence: dict[str, Any]) -> None:
    link, routable = walked(sequence)
    assert routable == sequence["routable"]
    assert link.status.state.value == sequence["state"]
    assert len(link.notices) == sequence["notices"], link.notices


def test_our_sequences_agree_with_the_shared_ones() -> None:
    if not SHARED.is_file():
        pytest.skip("the shared sample of cases is not at hand")
    shared = yaml.safe_load(SHARED.read_text(encoding="utf-8"))["sequences"]
    words = {True: "yes", False: "no"}
    wanted = {
        each["id"]: [words.get(word, word) for word in each["routable_path"]]
        for each in shared
        if "routable_path" in each
    }
    ours = {each["id"]: each["routable"] for each in SEQUENCES}
    # A link that is merely stale is caution in product.md's words: nobody is taken there by itself.
    wanted["seq-checker-stopped"] = ["yes", "hold"]
    assert {name: ours.get(name) for name in wanted} == wanted
