from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aidroute.domain.directory import Directory, Figure
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL, LETTER
from tests.web.public.conftest import Listed

QUEER_SISTA = "/en/appeals/queer-sista-platform-letter-2023-09-26"
UNDATED = "/en/appeals/lachin-corridor-petition-undated"


def test_all_appeals_are_listed_with_date_issuer_and_what_they_ask(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/appeals")
    cards = page.tree.with_class("card")
    assert len(cards) == 5
    assert "Petition · date not stated · issuer not stated" in cards[-1].text
    assert "Safe passage" in cards[-1].with_class("chips")[0].text


def test_an_appeal_is_its_issuers_word_of_a_date(shipped: Listed) -> None:
    warning = shipped.visitor.get(QUEER_SISTA).tree.with_class("box--caution")[0]
    assert "These are its issuer's words of 26 September 2023, not ours." in warning.text
    undated = shipped.visitor.get(UNDATED)
    assert "It is not dated" in undated.tree.with_class("box--caution")[0].text
    assert "on or after 2022-12-27 and probably before 2023-01-12" in undated.text


def test_its_archived_text_is_named_by_its_hash(shipped: Listed) -> None:
    page = shipped.visitor.get(QUEER_SISTA)
    assert page.tree.with_class("hash")[0].text == "edf0a902d90a233c3f8e1e8a3a53f5d7cfe7f905ddbef98c4bf7f0ecd9813699"


def test_needs_stand_by_kind_and_those_it_names_by_role(shipped: Listed) -> None:
    page = shipped.visitor.get(QUEER_SISTA)
    headings = [node.text for node in page.tree.all("h3")]
    assert headings[:2] == ["Asked for", "Reported as lacking"]
    assert headings.index("Recommended as a place to give") < headings.index("Cited for its assessment")
    assert page.links()["Armenian Caritas"] == "/en/organizations/armenian-caritas"
    assert "Azerbaijan" not in page.links()


def test_every_figure_has_its_date_and_who_gives_it_and_what_came_later(shipped: Listed) -> None:
    rows = shipped.visitor.get(QUEER_SISTA).tree.one("table").one("tbody").all("tr")
    assert len(rows) == 12
    assert all(row.all("td")[1].text and row.all("td")[2].text for row in rows)
    displaced = next(row for row in rows if row.one("th").text.startswith("displaced people"))
    assert displaced.all("td")[0].text == "more than 10,000"
    assert "Superseded:" in displaced.text
    assert "100,632" in displaced.text


def test_other_actions_are_passed_on_as_its_own_calls(shipped: Listed) -> None:
    text = shipped.visitor.get(QUEER_SISTA).text
    assert "Readers are asked to tell their community, their friends" in text
    assert "a petition is never a place to give" in text


def test_the_address_of_a_document_is_text(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    published = replace(LETTER, address="https://press.example.org/letter")
    show(replace(FULL, appeals={LETTER.slug: published}))
    page = visitor.get(f"/en/appeals/{LETTER.slug}")
    assert "press.example.org" in page.text
    assert not [href for href in page.links().values() if href.startswith("http")]


def test_a_title_in_another_language_is_marked(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    show(replace(FULL, appeals={LETTER.slug: replace(LETTER, title="Նամակ նավահանգստից", language="hy")}))
    heading = visitor.get(f"/en/appeals/{LETTER.slug}").tree.one("h1")
    assert heading.one("bdi").attributes == {"lang": "hy", "dir": "ltr"}


def test_a_figure_without_later_ones_says_no_more(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    figure = Figure("people", "about 40", "2023-03-05", "the Harbour Club")
    show(replace(FULL, appeals={LETTER.slug: replace(LETTER, figures=(figure,))}))
    row = visitor.get(f"/en/appeals/{LETTER.slug}").tree.one("tbody").one("tr")
    assert [cell.text for cell in row.all("td")] == ["about 40", "5 March 2023", "the Harbour Club"]


def test_an_unknown_appeal_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/en/appeals/no-such").status == 404


def test_a_description_of_ours_is_not_put_in_quotation_marks(shipped: Listed) -> None:
    headings = [each for each in shipped.visitor.get("/en/appeals").tree.all("h2") if each.all("a")]
    quoted = {each.text: bool(each.all("q")) for each in headings}
    assert quoted.pop("[Report of a petition on change.org]") is False
    assert all(quoted.values())


def test_the_newest_appeal_stands_first_and_one_without_a_date_last(shipped: Listed) -> None:
    for path in ("/en/appeals", "/en/emergencies/nagorno-karabakh-2022-2023"):
        listed = [node.all("a")[0].attributes["href"] for node in shipped.visitor.get(path).tree.with_class("card")]
        assert listed[0] == QUEER_SISTA
        assert listed[-1] == UNDATED
