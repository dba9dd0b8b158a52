"""Adding and changing entries in the maintainers' area."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.storage.organization import Organization
from aidroute.storage.proposal import Proposal
from tests.support.desk_world import NEW_URL, OLD_URL, DeskWorld
from tests.support.maintainers import Desk, filled_in
from tests.support.page_checker import Page

CHANNEL_FORM = "/maintain/channels/example-fund-page/edit"
ORGANIZATION_FORM = "/maintain/organizations/example-fund/edit"
NEW_CHANNEL_FORM = "/maintain/organizations/example-fund/channels/new"


def form_of(desk: Desk, path: str, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form at a path after these changes."""
    return {**filled_in(desk.get(path).tree), **changes}


def proposals(world: DeskWorld) -> list[Proposal]:
    with world.database.read() as session:
        return list(session.scalars(select(Proposal).order_by(Proposal.id)))


def problems(page: Page) -> list[str]:
    return [node.text for node in page.tree.with_class("why")]


@pytest.mark.parametrize("path", [CHANNEL_FORM, ORGANIZATION_FORM])
def test_a_form_sent_as_it_was_shown_changes_nothing(ani: Desk, world: DeskWorld, path: str) -> None:
    page = ani.send(path, form_of(ani, path), 422)
    assert "there is nothing to save" in page.text
    assert proposals(world) == []


def test_a_word_that_is_in_no_list_of_ours_survives_looking_at_the_form(ani: Desk, world: DeskWorld) -> None:
    with world.database.write() as session:
        session.execute(update(Organization).values(kind="association of cooks"))
    assert form_of(ani, ORGANIZATION_FORM)["kind"] == "association of cooks"


def test_a_small_edit_is_saved_at_once_and_said_so(ani: Desk, world: DeskWorld) -> None:
    page = ani.follow(CHANNEL_FORM, form_of(ani, CHANNEL_FORM, currencies="eur amd", reason="on their page"))
    assert "Saved, and recorded" in page.text
    assert world.values()["currencies"] == ["AMD", "EUR"]
    assert "on their page" in ani.get("/maintain/history").text


def test_a_new_address_waits_and_the_page_says_who_may_accept_it(ani: Desk, world: DeskWorld) -> None:
    page = ani.follow(CHANNEL_FORM, form_of(ani, CHANNEL_FORM, url=NEW_URL, reason="they moved"))
    assert page.heading.endswith(": example-fund-page")
    assert "Another person must accept it" in page.text
    assert world.values()["url"] == OLD_URL


def test_what_was_typed_is_still_there_beside_what_is_wrong(ani: Desk, world: DeskWorld) -> None:
    typed = {"url": "javascript:alert(1)", "countries": "FR Narnia", "title_en": "Give & take"}
    sent = form_of(ani, CHANNEL_FORM, **typed)
    page = ani.send(CHANNEL_FORM, sent, 422)
    assert "Nothing was saved yet" in page.text
    assert len(problems(page)) == 2
    assert "must begin with https://" in problems(page)[0]
    assert "NARNIA" in problems(page)[1]
    again = filled_in(page.tree)
    assert (again["url"], again["countries"], again["title_en"]) == ("javascript:alert(1)", "FR Narnia", "Give & take")
    assert proposals(world) == []


def test_a_reason_is_asked_for_what_moves_money(ani: Desk) -> None:
    page = ani.send(CHANNEL_FORM, form_of(ani, CHANNEL_FORM, url=NEW_URL), 422)
    assert any("Say why" in problem for problem in problems(page))


@pytest.mark.parametrize("name", ["id", "version", "decided_by", "approved_at", "is_payment_bearing", "names-99-value"])
def test_a_field_the_form_does_not_have_is_refused(ani: Desk, world: DeskWorld, name: str) -> None:
    for path in (CHANNEL_FORM, ORGANIZATION_FORM, NEW_CHANNEL_FORM):
        page = ani.send(path, {**form_of(ani, path, reason="x"), name: "1"}, 422)
        assert "names fields that our form does not have" in page.text
    assert proposals(world) == []


def test_hostile_text_is_shown_as_text(ani: Desk, world: DeskWorld) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    ani.follow(ORGANIZATION_FORM, form_of(ani, ORGANIZATION_FORM, name=hostile, places=hostile))
    for path in ("/maintain/organizations", "/maintain/organizations/example-fund", ORGANIZATION_FORM,
                 "/maintain/history", "/maintain/"):  # fmt: skip
        page = ani.get(path)
        assert page.tree.all("script") == page.tree.all("img") == []
    assert world.values("example-fund", ORGANIZATION)["name"] == hostile


def test_the_second_of_two_editors_sees_what_the_first_did(ani: Desk, bob: Desk, world: DeskWorld) -> None:
    mine = form_of(ani, CHANNEL_FORM, currencies="AMD")
    bob.follow(CHANNEL_FORM, form_of(bob, CHANNEL_FORM, currencies=""))
    page = ani.send(CHANNEL_FORM, mine, 409)
    assert page.heading == "Somebody changed this meanwhile"
    (row,) = [node for node in page.tree.all("tr") if node.all("td")]
    assert [cell.text for cell in row.all("td")] == ["AMD (Armenian Dram)", "nothing"]
    assert world.values()["currencies"] == []


def test_names_keep_their_sources_and_a_new_row_begins_with_a_weak_one(ani: Desk, world: DeskWorld) -> None:
    kept = {"source": "https://example.org/about", "stated_on": "2021", "strength": "own_site", "note": "page 2"}
    named = world.propose({"names": [{"value": "EF", "citation": kept}]}, slug="example-fund", subject=ORGANIZATION)
    assert named.is_waiting
    world.accept(named)
    sent = form_of(ani, ORGANIZATION_FORM)
    assert sent["names-0-source"] == "https://example.org/about"
    sent |= {"names-1-value": "Օրինակ", "names-1-language": "hy", "names-1-source": "a leaflet"}
    ani.follow(ORGANIZATION_FORM, sent)
    first, second = world.values("example-fund", ORGANIZATION)["names"]
    assert first["citation"] == kept
    assert (second["value"], second["language"], second["citation"]["strength"]) == ("Օրինակ", "hy", "weak")


def test_texts_in_languages_the_form_does_not_offer_stay(ani: Desk, world: DeskWorld) -> None:
    world.propose({"title": {"en": "Give", "hy": "Տուր"}})
    ani.follow(CHANNEL_FORM, form_of(ani, CHANNEL_FORM, title_en="Give here"))
    assert world.values()["title"] == {"en": "Give here", "hy": "Տուր"}


def test_an_organization_is_added_with_a_name_in_its_address(ani: Desk, world: DeskWorld) -> None:
    path = "/maintain/organizations/new"
    page = ani.follow(path, form_of(ani, path, name="Sample Aid", summary_en="Cooks meals."))
    assert page.heading == "Sample Aid"
    assert world.values("sample-aid", ORGANIZATION)["summary"] == {"en": "Cooks meals."}
    assert "Sample Aid" in ani.get("/maintain/organizations").text
    again = ani.send(path, form_of(ani, path, name="Sample Aid"), 422)
    assert any("This name is taken" in problem for problem in problems(again))


def test_a_name_without_latin_letters_needs_one_for_the_address(ani: Desk) -> None:
    path = "/maintain/organizations/new"
    page = ani.send(path, form_of(ani, path, name="Օրինակ"), 422)
    assert any("small Latin letters" in problem for problem in problems(page))


def test_a_new_channel_waits(ani: Desk, world: DeskWorld) -> None:
    page = ani.follow(NEW_CHANNEL_FORM, form_of(ani, NEW_CHANNEL_FORM, url=NEW_URL, reason="named in an appeal"))
    assert "new.example.org" in page.text
    (made,) = proposals(world)
    assert (made.subject_type, made.subject_slug, made.status) == (CHANNEL, "example-fund-donation-page", "waiting")
    assert made.fields["organization"] == "example-fund"


def test_one_person_stops_a_channel_at_once(ani: Desk, world: DeskWorld) -> None:
    page = ani.follow("/maintain/channels/example-fund-page/stop", {"based_on": "1", "reason": "reported as false"})
    assert "taken out of the list" in page.text
    assert world.values()["status"] == "retired"
    late = ani.post("/maintain/channels/example-fund-page/stop", {"based_on": "1"})
    assert late.status_code == 409
    assert ani.post("/maintain/channels/example-fund-page/stop", {"based_on": "2", "status": "x"}).status_code == 422


def test_stopping_twice_says_that_nothing_changed(ani: Desk) -> None:
    ani.follow("/maintain/channels/example-fund-page/stop", {"based_on": "1"})
    page = ani.follow("/maintain/channels/example-fund-page/stop", {"based_on": "2"})
    assert "nothing to save" in page.text


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_no_number_is_no_version(ani: Desk, world: DeskWorld, based_on: str) -> None:
    ani.send(CHANNEL_FORM, form_of(ani, CHANNEL_FORM, currencies="AMD", based_on=based_on), 409)
    assert world.values()["currencies"] == ["EUR"]
