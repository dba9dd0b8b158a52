from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from aidroute.domain.directory import Citation, Directory, Fact, Mention, Name
from aidroute.domain.routing_index import build_index
from aidroute.domain.vocabulary import ChannelStatus, Purpose, Role, Strength
from aidroute.services.browsing import View
from aidroute.web.content_texts import is_on_closed_site
from tests.support.directories import NOW, channel, organization
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL, LETTER, QUARANTINED, with_status
from tests.web.public.conftest import Listed

KITCHEN = "/en/organizations/harbour-kitchen"


def with_organization(slug: str, **fields: object) -> Directory:
    kept = replace(FULL.organizations[slug], **fields)  # type: ignore[arg-type]
    return replace(FULL, organizations={**FULL.organizations, slug: kept})


def test_every_organization_of_an_appeal_is_listed_with_how_it_is_named(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations")
    assert page.heading == "Organizations"
    assert "Armenian Caritas" in page.links()
    assert "Հայկական Կարիտաս" in page.text
    assert "Recommended as a place to give in" in page.text
    assert page.text.count("Not a place to give") == 9


@pytest.mark.parametrize("typed", ["Կարիտաս", "Karitas", "Каритас", "caritaz"])
def test_a_name_is_found_in_any_alphabet_and_with_a_letter_wrong(shipped: Listed, typed: str) -> None:
    page = shipped.visitor.get(f"/en/organizations?q={typed}")
    first = page.tree.with_class("card")[0]
    assert first.one("h2").text == "Armenian Caritas"
    assert page.tree.one("form").all("input")[0].attributes["value"] == typed


def test_a_name_in_another_script_is_marked_with_its_language_and_direction(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/armenian-caritas")
    marked = [node for node in page.tree.all("bdi") if node.text == "Հայկական Կարիտաս"]
    assert marked[0].attributes == {"lang": "hy", "dir": "ltr"}


def test_filters_show_how_many_each_choice_would_leave(visitor: Visitor) -> None:
    page = visitor.get("/en/organizations?need=food")
    assert page.heading == "3 organizations found"
    options = [node.text for node in page.tree.all("option")]
    assert "Food (3)" in options
    assert "Medicine (1)" in options
    assert "Has a link that works now (2)" in options
    narrowed = visitor.get("/en/organizations?need=food&state=go")
    assert narrowed.heading == "2 organizations found"
    assert narrowed.links()["Remove: Helps with: Food"] == "/en/organizations?state=go"


def test_a_filter_that_nobody_fits_is_shown_and_can_be_taken_away(visitor: Visitor) -> None:
    page = visitor.get("/en/organizations?need=<b>x</b>")
    assert page.heading == "0 organizations found"
    assert page.links()["Remove: Helps with: <b>x</b>"] == "/en/organizations"
    assert "No organization in the list fits this" in page.text


def test_paging_by_the_last_slug_shows_everybody_once(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    many = {f"org-{number:03}": organization(f"org-{number:03}") for number in range(47)}
    show(replace(FULL, organizations={**FULL.organizations, **many}))
    seen: list[str] = []
    path = "/en/organizations"
    for _page in range(5):
        page = visitor.get(path)
        seen += [card.one("h2").text for card in page.tree.with_class("card")]
        path = page.links().get("More organizations", "")
        if not path:
            break
    assert len(seen) == len(set(seen)) == 47 + len(FULL.organizations)


def test_the_list_as_json_is_the_same_page(visitor: Visitor) -> None:
    answer = visitor.client.get("/en/organizations.json?need=food&state=go")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json["total"] == 2
    assert answer.json["organizations"][0]["slug"] == "harbour-kitchen"
    assert answer.json["organizations"][0]["best_level"] == "go"
    assert answer.json["filters"] == {"need": "food", "place": None, "purpose": None, "state": "go", "kind": None}
    assert answer.json["next"] is None


def test_every_fact_has_its_source_its_date_and_its_strength(shipped: Listed) -> None:
    text = shipped.visitor.get("/en/organizations/armenian-caritas").text
    assert "Executive director Gagik Tarasyan (as of 29 September 2023)" in text
    assert "Source: www.caritas.it · 29 September 2023 · an independent source" in text


def test_what_was_looked_for_and_not_found_is_said(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/armenian-caritas")
    missing = [node.text for node in page.tree.with_class("not-found")]
    assert "Looked for and not found. No donation page of the organization's own site was found." in missing


def test_a_channel_that_nobody_approved_is_shown_without_any_way_there(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/armenian-caritas")
    assert "Seen in a source, not yet confirmed by a person" in page.text
    assert "donazioni.caritasambrosiana.it" in page.text
    leading = [node.attributes.get("href", "") for node in page.tree.all("a")]
    assert not [href for href in leading if "donazioni.caritasambrosiana" in href]
    assert "/en/go/armenian-caritas-through-caritas-ambrosiana" not in leading


def test_sources_at_a_closed_site_are_text_and_no_links(listed: Listed) -> None:
    assert "https://www.icrc.org/en/support-us/where-does-your-money-go" in _hrefs(listed)
    listed.set_link("www.icrc.org", state="quarantined")
    page = listed.visitor.get("/en/organizations/icrc")
    assert not [href for href in _hrefs(listed) if "icrc.org" in href]
    assert "https://www.icrc.org/en/support-us/where-does-your-money-go" in page.text


def _hrefs(listed: Listed) -> list[str]:
    page = listed.visitor.get("/en/organizations/icrc")
    return [node.attributes.get("href", "") for node in page.tree.all("a")]


def test_sources_on_a_doubted_site_are_told_and_not_linked(listed: Listed) -> None:
    def led_to() -> set[str]:
        page = listed.visitor.get("/en/organizations/icrc")
        return {href for href in page.links().values() if "icrc.org" in href}

    assert led_to()
    listed.set_link("www.icrc.org", state="suspect", verdict="timeout", last_checked_at=NOW, last_ok_at=NOW)
    assert led_to() == set()


@pytest.mark.parametrize(
    ("address", "is_closed"),
    [
        ("https://caritas.am/a", True),
        ("https://www.CARITAS.am./a", True),
        ("https://հայ.test/", True),
        ("https://xn--y9a3aq.test/", True),
        ("https://ա" + "հ" * 70 + ".test/", True),
        ("https://[broken", True),
        ("https://notcaritas.am/", False),
        ("https://other.test/", False),
    ],
)
def test_however_a_source_spells_its_host_a_closed_site_is_known(address: str, is_closed: bool) -> None:
    closed = {
        number: replace(each, registrable_domain=domain)
        for (number, each), domain in zip(list(FULL.links.items())[:2], ("caritas.am", "xn--y9a3aq.test"), strict=True)
    }
    book = replace(FULL, links={**FULL.links, **closed})
    for number in closed:
        book = with_status(book, number, QUARANTINED)
    assert is_on_closed_site(View(book, build_index(book, NOW)), address) is is_closed


def test_the_website_is_text_and_no_link(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/freedom-house")
    assert "freedomhouse.org" in page.text
    assert "https://freedomhouse.org/" not in page.links().values()


def test_who_is_only_cited_is_said_to_be_no_place_to_give(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/freedom-house")
    assert "Not a place to give." in page.text
    assert "cited for its assessment" in page.text
    assert not [href for href in page.links().values() if "/go/" in href]


def test_similar_names_are_a_warning_on_top(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/armenian-caritas")
    warning = page.tree.with_class("box--caution")[0]
    assert "Armenian Red Cross; Armenia Round Table (WCC); Mission Armenia." in warning.text


def test_three_dates_a_host_and_one_button_stand_with_each_channel(visitor: Visitor) -> None:
    page = visitor.get(KITCHEN)
    card = page.tree.with_class("card")[0]
    assert [node.text for node in card.all("dt")][-3:] == ["Stated", "Checked", "Confirmed"]
    assert "Leads to give.harbour-kitchen.example.org" in card.text
    assert len([node for node in card.all("a") if "/go/" in node.attributes["href"]]) == 1


def test_where_it_is_named_tells_the_role_and_the_date(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    said = Mention(LETTER.slug, "harbour-kitchen", "The Kitchen", Role.RECOMMENDED_RECIPIENT, "give to the kitchen")
    show(replace(FULL, mentions=(said,)))
    text = visitor.get(KITCHEN).text
    assert "Letter, 5 March 2023: recommended as a place to give" in text
    assert "(written as “The Kitchen”)" in text
    assert "give to the kitchen" in text


def test_a_safety_note_stands_with_the_warnings(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    note = Fact("caution", "Copies of its page are about.", citations=(Citation("https://example.org/warning"),))
    show(with_organization("harbour-kitchen", facts=(note,)))
    warning = visitor.get(KITCHEN).tree.with_class("box--caution")[0]
    assert "Copies of its page are about." in warning.text


def test_a_retired_channel_is_history_and_no_offer(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    page = visitor.get("/en/organizations/harbour-women")
    assert "Taken out of the list" in page.text
    assert "/en/go/old-page" not in page.links().values()


def test_the_page_lives_on_while_the_database_is_away(visitor: Visitor) -> None:
    from aidroute.storage.db import Database

    visitor.client.application.extensions["database"] = Database.open("sqlite:////nonexistent-folder/x.sqlite")
    page = visitor.get(KITCHEN)
    assert page.status == 200
    assert "The history cannot be read at the moment." in page.text
    assert visitor.get("/en/organizations?q=kitchen").tree.with_class("card")


def test_an_unknown_organization_leads_to_names_that_are_near(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/armenian-karitas-xyz")
    assert page.status == 404
    assert "Armenian Caritas" in page.links()


def test_ninety_days_of_which_nothing_is_known_are_told_in_words_alone(listed: Listed) -> None:
    listed.set_link("caritas.am", state="live", last_checked_at=NOW, last_ok_at=NOW)
    page = listed.visitor.get("/en/organizations/armenian-caritas")
    block = page.tree.with_class("strip-block")[0]
    assert not block.all("svg")
    assert block.one("summary").text == "Nothing is known of the last 90 days."
    assert len(block.one("table").one("tbody").all("tr")) == 1


def test_what_was_changed_here_tells_when_it_entered(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/organizations/armenian-caritas")
    history = page.tree.with_class("changes")[0]
    assert "Entered in the list" in history.text
    assert "Came with aidroute" in history.text
    assert not history.all("details")
    entered = [node for node in history.all("a") if node.text.startswith("Entered in the list · ")]
    assert "/en/changes?subject=armenian-caritas-site" in {node.attributes["href"] for node in entered}


def test_confirmed_by_a_person_has_a_date_of_its_own(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    from aidroute.domain.directory import Confirmation

    assert "Confirmed by a person never" in visitor.get(KITCHEN).text
    show(with_organization("harbour-kitchen", confirmation=Confirmation(NOW - timedelta(days=40))))
    assert "Confirmed by a person 12 October 2026" in visitor.get(KITCHEN).text


def test_an_organization_without_humanitarian_work_says_so(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    show(replace(with_organization("harbour-women", purpose=Purpose.NOT_HUMANITARIAN), mentions=()))
    assert "It does not do humanitarian work." in visitor.get("/en/organizations/harbour-women").text


def test_names_with_their_kinds_and_sources(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    names = (
        Name("مطبخ المرفأ", "ar", "translation", Citation("https://names.test/kitchen", "2023", Strength.WEAK)),
        Name("HK", "", "abbreviation"),
    )
    show(with_organization("harbour-kitchen", names=names))
    page = visitor.get(KITCHEN)
    arabic = next(node for node in page.tree.all("bdi") if node.text == "مطبخ المرفأ")
    assert arabic.attributes == {"lang": "ar", "dir": "rtl"}
    assert "HK (abbreviation)" in page.text
    assert "(translation)Source: names.test · 2023 · a weak source" in page.text


def test_an_awaiting_channel_alone_is_no_way_to_give(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    only = channel("seen", "harbour-kitchen", 7, status=ChannelStatus.AWAITING)
    show(replace(FULL, channels={"seen": only}))
    page = visitor.get(KITCHEN)
    assert "There is no approved way to give to it here." in page.text


def test_a_name_of_a_kind_that_has_no_word_stands_last(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    names = (Name("Odd Kitchen", "en", "nickname"), Name("Harbour Kitchen Trust", "en", "official"))
    show(with_organization("harbour-kitchen", names=names))
    text = visitor.get(KITCHEN).text
    assert text.index("Harbour Kitchen Trust") < text.index("Odd Kitchen")
