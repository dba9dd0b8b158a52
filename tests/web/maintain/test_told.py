"""What visitors told us, on the desk."""

from __future__ import annotations

import pytest

from aidroute.domain.visitor_reports import Outcome, ReportKind, SuggestionKind, WrongReason
from aidroute.services import reporting, settling, suggesting
from aidroute.services.reporting import Told
from aidroute.services.suggesting import Suggested
from tests.support.desk_world import NOW, DeskWorld
from tests.support.maintainers import Desk

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def number(world: DeskWorld) -> str:
    """The number of a report that the donation page belongs to somebody else."""
    told = Told("example-fund-page", ReportKind.WRONG, WrongReason.NOT_THEIRS, HOSTILE, "192.0.2.1")
    return reporting.take_report(world.database, told, NOW)


def test_a_report_is_shown_in_the_visitors_own_words(ani: Desk, number: str) -> None:
    page = ani.get("/maintain/")
    assert f"{number}: The page belongs to somebody else" in page.text
    assert HOSTILE in page.text
    assert page.tree.all("script") == []


def test_a_suggestion_is_shown_with_where_it_was_seen(ani: Desk, world: DeskWorld) -> None:
    suggested = Suggested(SuggestionKind.ORGANIZATION, "Sample Aid", source="a leaflet", text="please add them")
    suggesting.take_suggestion(world.database, suggested, NOW)
    text = ani.get("/maintain/").text
    for part in ("An organization is missing", "Sample Aid", "please add them", "a leaflet"):
        assert part in text, part


@pytest.mark.parametrize(("decision", "outcome"), [("agree", Outcome.ACCEPTED), ("disagree", Outcome.REJECTED)])
def test_one_person_settles_a_report(ani: Desk, world: DeskWorld, number: str, decision: str, outcome: Outcome) -> None:
    page = ani.follow(f"/maintain/told/{number}/{decision}", {"note": "I looked"})
    assert number not in page.text
    settled = reporting.outcome_of_report(world.database, number)
    assert (settled.outcome, settled.decision_note) == (outcome, "I looked")
    assert settling.waiting(world.database) == []
    again = ani.follow(f"/maintain/told/{number}/agree", {"note": ""})
    assert "settled this before you" in again.text


def test_what_is_not_there_or_not_ours_settles_nothing(ani: Desk, world: DeskWorld, number: str) -> None:
    assert ani.post("/maintain/told/R-NOTHING/agree", {"note": ""}).status_code == 404
    assert ani.post(f"/maintain/told/{number}/agree", {"note": "", "outcome": "accepted"}).status_code == 422
    assert ani.post(f"/maintain/told/{number}/agree", {"note": "x" * 501}).status_code == 422
    assert len(settling.waiting(world.database)) == 1
