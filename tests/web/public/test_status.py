from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from aidroute.adapters.fetch import FetchLimits
from aidroute.domain.verdict_names import LinkState
from aidroute.services.measuring import FalseAlarms
from aidroute.services.status_reading import NEVER_RAN, CheckerStanding
from aidroute.storage.db import Database
from aidroute.web.status_page import DEADLINE, StatusPage
from tests.support.directories import NOW
from tests.support.page_checker import Visitor
from tests.web.public.conftest import Listed


def test_a_checker_that_never_ran_is_told_as_that(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/status")
    assert page.heading == "Checks are paused"
    assert "The checker has never run here." in page.text
    assert "Last sign of lifenever" in page.text


def test_links_stand_by_state_and_none_is_called_good_unseen(shipped: Listed) -> None:
    table = shipped.visitor.get("/en/status").tree.one("table")
    counted = {row.one("th").text: int(row.one("td").text) for row in table.one("tbody").all("tr")}
    assert counted["works"] == 0
    assert counted["not checked yet"] == 5


def test_the_json_form_says_the_same(shipped: Listed) -> None:
    answer = shipped.client.get("/en/status.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["pause_reason"] == NEVER_RAN
    assert answer.json["links_by_state"]["unverified"] == answer.json["links"] == 5
    assert answer.json["last_run"] is None
    assert answer.json["false_alarms"]["share"] is None


def test_a_checker_that_runs_is_told_as_that(in_request: Flask) -> None:
    page = StatusPage(CheckerStanding(NOW, "", last_seen_at=NOW), None, looks_at_click=True)
    assert (page.heading, page.why) == ("Checks are running", "")


def test_findings_from_elsewhere_are_not_denied_where_the_checker_never_ran(in_request: Flask) -> None:
    standing = CheckerStanding(NOW, NEVER_RAN, links_by_state={LinkState.LIVE: 3}, never_checked=0)
    assert StatusPage(standing, None, looks_at_click=True).why.startswith("There is no sign that the checker ever ran")


@pytest.mark.parametrize(("looks", "bound"), [(True, "at most 60 minutes after"), (False, "at most 6 hours after")])
def test_the_bound_is_the_one_of_this_installation(in_request: Flask, looks: bool, bound: str) -> None:
    page = StatusPage(CheckerStanding(NOW, ""), None, looks_at_click=looks)
    assert any(bound in sentence for sentence in page.exposure)


def test_false_alarms_are_a_figure_only_when_there_was_something_to_measure(in_request: Flask) -> None:
    def told(*, alarms: int, false: int) -> str:
        measured = FalseAlarms(NOW - timedelta(days=90), alarms, false, false)
        return StatusPage(CheckerStanding(NOW, ""), measured, looks_at_click=True).false_alarms

    assert "nothing to measure yet" in told(alarms=0, false=0)
    assert "25%" in told(alarms=4, false=1)


def test_the_deadline_on_the_page_is_the_checkers_own() -> None:
    assert FetchLimits().total == DEADLINE


def test_without_the_database_the_page_says_what_it_cannot_know(visitor: Visitor) -> None:
    from aidroute.services.status_reading import StandingSource

    lost = Database.open("sqlite:////nonexistent-folder/x.sqlite")
    visitor.client.application.extensions.update(database=lost, standing=StandingSource(lost))
    page = visitor.get("/en/status")
    assert page.status == 200
    assert "The database cannot be read at the moment" in page.text
    assert "This cannot be read at the moment." in page.text


def test_visitors_words_against_an_alarm_are_counted(listed: Listed) -> None:
    listed.close_link("caritas.am")
    listed.post("/en/report/armenian-caritas-site", what="works")
    text = listed.visitor.get("/en/status").text
    assert "In the last 90 days 1 link was closed." in text
    assert "Visitors spoke against 1 of these alarms" in text
