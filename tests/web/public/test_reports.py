from __future__ import annotations

import pytest
from sqlalchemy import func, select

from aidroute.domain.visitor_reports import MAX_NOTE, Outcome
from aidroute.services.settling import Settlement, settle
from aidroute.storage.db import Database
from aidroute.storage.report import Report
from tests.support.desk_world import add_person
from tests.support.directories import NOW
from tests.support.page_checker import checked
from tests.web.public.conftest import Listed

FORM = "/en/report/armenian-caritas-site"
GO = "/en/go/armenian-caritas-site"
ONE, OTHER = "198.51.100.7", "203.0.113.9"


def works(listed: Listed) -> None:
    listed.set_link("caritas.am", state="live", verdict="live", last_checked_at=NOW, last_ok_at=NOW, approved_at=None)


def reports(listed: Listed) -> int:
    with listed.database.read() as session:
        return session.scalar(select(func.count(Report.id))) or 0


def test_a_report_is_sent_without_an_account_and_leads_to_its_number(listed: Listed) -> None:
    page = listed.visitor.get(FORM)
    assert "Armenian Caritas" in page.text
    assert "caritas.am" in page.text
    answer = listed.post(FORM, what="not_theirs", note="Another name is on it.")
    assert answer.status_code == 303
    outcome = listed.visitor.get(answer.headers["Location"])
    assert "Waiting for a maintainer to look at it" in outcome.text
    assert "The page belongs to somebody else" in outcome.text
    assert "Another name" not in outcome.text
    assert outcome.response.headers["Cache-Control"] == "no-store"
    assert outcome.response.headers["X-Robots-Tag"] == "noindex"


def test_two_independent_reports_stop_the_link_from_being_opened_at_once(listed: Listed) -> None:
    works(listed)
    assert listed.client.get(GO).headers["Location"] == "https://caritas.am/"
    listed.post(FORM, ONE, what="not_theirs")
    listed.refresh()
    assert listed.client.get(GO).headers["Location"] == "https://caritas.am/"
    listed.post(FORM, OTHER, what="not_theirs")
    listed.refresh()
    page = listed.visitor.get(GO)
    assert page.status == 200
    assert "Visitors told us that this link is wrong." in page.text


def test_two_households_on_ipv6_are_two_voices_and_one_household_is_one(listed: Listed) -> None:
    works(listed)
    listed.post(FORM, "2001:db8:1:1::7", what="not_theirs")
    listed.post(FORM, "2001:db8:1:1::8", what="not_theirs")
    listed.refresh()
    assert listed.client.get(GO).headers["Location"] == "https://caritas.am/"
    listed.post(FORM, "2001:db8:2:2::7", what="not_theirs")
    listed.refresh()
    assert "Visitors told us that this link is wrong." in listed.visitor.get(GO).text


def test_one_address_reporting_twice_is_one_voice(listed: Listed) -> None:
    works(listed)
    listed.post(FORM, ONE, what="not_theirs")
    listed.post(FORM, ONE, what="broken")
    listed.refresh()
    assert listed.client.get(GO).headers["Location"] == "https://caritas.am/"


def test_an_address_in_a_header_is_not_believed(listed: Listed) -> None:
    works(listed)
    for forged in ("192.0.2.1", "192.0.2.2"):
        listed.client.post(FORM, data={"what": "not_theirs"}, headers={"X-Forwarded-For": forged})
    listed.refresh()
    assert reports(listed) == 2
    assert listed.client.get(GO).headers["Location"] == "https://caritas.am/"


def test_that_it_works_is_asked_only_where_we_say_that_it_does_not(listed: Listed) -> None:
    assert "It works for me" in listed.visitor.get(FORM).text
    works(listed)
    assert "It works for me" not in listed.visitor.get(FORM).text
    assert listed.post(FORM, what="works").status_code == 422


def test_what_is_wrong_is_said_and_what_was_typed_stays(listed: Listed) -> None:
    answer = listed.post(FORM, what="no-such", note="x" * (MAX_NOTE + 1) + "<b>")
    page = checked(answer)
    assert page.status == 422
    assert "Choose what you saw." in page.text
    assert f"{MAX_NOTE + 4} characters; {MAX_NOTE} are read." in page.text
    assert page.tree.one("textarea").text == "x" * (MAX_NOTE + 1) + "<b>"
    assert [link for link in page.links().values() if link.startswith("#")] == ["#content", "#what", "#note"]
    assert reports(listed) == 0


def test_a_program_that_fills_every_field_is_told_and_a_person_loses_nothing(listed: Listed) -> None:
    page = checked(listed.post(FORM, what="broken", note="my words", homepage="https://spam.example"))
    assert page.status == 422
    assert "This field must stay empty" in page.text
    assert page.tree.one("textarea").text == "my words"
    assert reports(listed) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(listed: Listed, headers: dict[str, str]) -> None:
    assert listed.client.post(FORM, data={"what": "broken"}, headers=headers).status_code == 403
    assert reports(listed) == 0


def test_a_body_that_no_form_of_ours_makes_is_refused(listed: Listed) -> None:
    answer = listed.client.post(FORM, data="what=broken", content_type="text/plain")
    assert answer.status_code == 415


def test_our_own_form_is_taken(listed: Listed) -> None:
    origin = listed.app.config["SETTINGS"].base_url
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": origin}
    assert listed.client.post(FORM, data={"what": "broken"}, headers=headers).status_code == 303


def test_our_own_form_is_taken_at_every_host_that_is_ours(listed: Listed) -> None:
    headers = {"Host": "localhost:1", "Sec-Fetch-Site": "same-origin"}
    assert "localhost" in listed.app.config["TRUSTED_HOSTS"]
    own, foreign = (
        listed.client.post(FORM, data={"what": "broken"}, headers={**headers, "Origin": origin})
        for origin in ("http://localhost:1", "http://localhost:2")
    )
    assert (own.status_code, foreign.status_code) == (303, 403)


def test_who_is_told_to_wait_is_told_how_long_at_most(listed: Listed) -> None:
    answer = [listed.post(FORM, ONE, what="broken") for _ in range(6)][-1]
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "keep what you wrote" in answer.get_data(as_text=True)


def test_who_sends_too_often_waits_and_others_do_not(listed: Listed) -> None:
    answers = [listed.post(FORM, ONE, what="broken").status_code for _ in range(7)]
    assert answers == [303] * 5 + [429] * 2
    assert listed.post(FORM, OTHER, what="broken").status_code == 303
    assert reports(listed) == 6


def test_many_addresses_of_one_household_are_one_visitor(listed: Listed) -> None:
    answers = [listed.post(FORM, f"2001:db8:1:2::{number}", what="broken").status_code for number in range(1, 7)]
    assert answers[-1] == 429


@pytest.mark.parametrize("slug", ["no-such-channel", "<script>", "a" * 500])
def test_a_channel_that_is_not_listed_cannot_be_reported(listed: Listed, slug: str) -> None:
    assert listed.visitor.get(f"/en/report/{slug}").status == 404
    assert listed.post(f"/en/report/{slug}", what="broken").status_code == 404


def test_the_number_is_found_however_it_is_typed(listed: Listed) -> None:
    number = listed.post(FORM, what="broken").headers["Location"].rpartition("/")[2]
    typed = number.replace("-", " ").lower()
    answer = listed.client.get("/en/reports", query_string={"number": typed})
    assert answer.headers["Location"] == f"/en/reports/{number}"
    assert listed.client.get(f"/en/reports/{number.lower()}").headers["Location"] == f"/en/reports/{number}"


@pytest.mark.parametrize("number", ["R-22222-22222", "S-22222-22222", "x", "%00", "<b>x", "R" * 300])
def test_an_unknown_number_asks_to_look_again(shipped: Listed, number: str) -> None:
    page = shipped.visitor.get(f"/en/reports/{number}")
    assert page.status == 404
    assert "Nothing has this number." in page.text


def test_the_outcome_tells_what_a_maintainer_decided(listed: Listed) -> None:
    number = listed.post(FORM, what="broken").headers["Location"].rpartition("/")[2]
    with listed.database.write() as session:
        ani = add_person(session, "Ani")
    settle(listed.database, ani, Settlement(number, Outcome.REJECTED, "It opens <again>."), NOW)
    text = listed.visitor.get(f"/en/reports/{number}").text
    assert "A maintainer looked and does not agree" in text
    assert "It opens <again>." in text
    assert "Ani" not in text


def test_without_the_database_nothing_is_pretended(listed: Listed) -> None:
    listed.app.extensions["database"] = Database.open("sqlite:////nonexistent-folder/x.sqlite")
    answer = listed.post(FORM, what="broken")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
