"""The directory's own pages show whatever is stored as text, answer any address, and stay light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from aidroute.domain.directory import (
    Action,
    Citation,
    Contact,
    Directory,
    Fact,
    Figure,
    Identifier,
    Mention,
    Name,
    NeedStatement,
    TimelineEntry,
)
from aidroute.domain.vocabulary import Role, StatementKind
from tests.support.equipment import REPOSITORY
from tests.support.markup_payloads import PAYLOADS
from tests.support.page_checker import Page, Visitor
from tests.support.web_directories import FULL, LETTER
from tests.web.public.conftest import Listed
from tests.web.test_markup import OURS as ELEMENTS

ALL_AT_ONCE = " ".join(PAYLOADS)

OURS = ELEMENTS | {
    "caption", "code", "defs", "del", "ellipse", "h4", "ins", "line", "ol", "q", "table", "tbody", "td", "text", "th",
    "thead", "tr", "use",
}  # fmt: skip

PAGES = (
    "/en/organizations",
    "/en/organizations/harbour-kitchen",
    "/en/organizations/harbour-women",
    "/en/needs",
    "/en/needs/food",
    "/en/needs/safe-passage",
    "/en/appeals",
    "/en/appeals/letter-2023",
    "/en/emergencies",
    "/en/emergencies/harbour-2023",
    "/en/coverage",
    "/en/report/harbour-kitchen-donate",
    "/en/suggest?about=harbour-kitchen",
)


def tainted(text: str) -> Directory:
    """The full directory with one text in every field that the directory's own pages show."""
    texts = {"en": text}
    citation = Citation(text, text, note=text)
    organizations = {
        slug: replace(
            each,
            name=text,
            names=(Name(text, "hy", citation=citation), Name(text, "")),
            summary=texts,
            kind=text,
            places=(text,),
            website=f"https://{text}",
            website_citation=citation,
            identifiers=(Identifier(text, text, citation),),
            contacts=(Contact("email", text, citation),),
            facts=(
                Fact(text, text, as_of=text, citations=(citation,), note=text),
                Fact("caution", text, note=text),
                Fact("tax", "", is_found=False, note=text),
            ),
            confusable_with=(text,),
        )
        for slug, each in FULL.organizations.items()
    }
    letter = replace(
        LETTER,
        title=text,
        document_kind=text,
        stated_on=text,
        stated_on_note=text,
        issuer=text,
        issuer_note=text,
        publisher=text,
        address=f"https://{text}",
        sha256=text,
        summary=texts,
        figures=(Figure(text, text, text, text, text),),
        actions=(Action(text, texts),),
    )
    emergencies = {
        slug: replace(
            each,
            name=texts,
            summary=texts,
            places=(text,),
            started_on=text,
            timeline=(TimelineEntry(text, texts, (LETTER.slug,)),),
        )
        for slug, each in FULL.emergencies.items()
    }
    needs = {
        slug: replace(need, description=text, note=text, cluster=text) for slug, need in FULL.vocabulary.needs.items()
    }
    return replace(
        FULL,
        vocabulary=replace(FULL.vocabulary, needs=needs),
        organizations=organizations,
        appeals={LETTER.slug: letter},
        emergencies=emergencies,
        channels={
            slug: replace(each, title=texts, note=texts, citation=citation, operator_name=text)
            for slug, each in FULL.channels.items()
        },
        links={key: replace(link, host=text, registrable_domain=text) for key, link in FULL.links.items()},
        mentions=(
            Mention(LETTER.slug, "harbour-kitchen", text, Role.RECOMMENDED_RECIPIENT, text, text),
            Mention(LETTER.slug, None, text, Role.GOVERNMENT, text, text),
        ),
        statements=tuple(
            NeedStatement(LETTER.slug, need, kind, text, text, text)
            for need in ("food", "safe-passage")
            for kind in StatementKind
        ),
    )


def assert_is_text(page: Page, text: str) -> None:
    """The checker has refused handlers, styles, scripts and foreign addresses; here: nothing became an element."""
    assert {node.tag for node in page.tree.walk()} <= OURS
    assert not any({"autofocus", "srcdoc", "formaction"} & node.attributes.keys() for node in page.tree.walk())
    assert " ".join(text.split()) in page.text


@pytest.mark.parametrize("path", PAGES)
def test_markup_in_any_stored_field_stays_text(visitor: Visitor, show: Callable[[Directory], None], path: str) -> None:
    show(tainted(ALL_AT_ONCE))
    page = visitor.get(path)
    assert page.status == 200
    if path.startswith("/en/suggest"):
        assert [node for node in page.tree.all("input") if node.attributes.get("value") == ALL_AT_ONCE]
    else:
        assert_is_text(page, ALL_AT_ONCE)


@pytest.mark.parametrize("address", ["https://[", "https://[x]/", "//", "javascript:alert(1)", "https://a@b\\c/"])
def test_a_broken_address_in_the_directory_breaks_no_page(
    visitor: Visitor, show: Callable[[Directory], None], address: str
) -> None:
    kitchen = replace(FULL.organizations["harbour-kitchen"], website=address)
    letter = replace(LETTER, address=address)
    show(replace(FULL, organizations={**FULL.organizations, "harbour-kitchen": kitchen}, appeals={LETTER.slug: letter}))
    assert visitor.get("/en/organizations/harbour-kitchen").status == 200
    assert visitor.get("/en/appeals/letter-2023").status == 200


WHAT_PEOPLE_TYPE = (
    *PAYLOADS[:12],
    "' OR 1=1 --",
    '" NEAR/2 *',
    "words:*",
    "%00",
    "\x00\x07",
    "\u202eabc",
    "🎈" * 40,
    "a" * 4000,
    "../../etc/passwd",
    "%s%d%n",
    "Կարիտաս" * 30,
)


@pytest.mark.parametrize("name", ["q", "need", "place", "purpose", "state", "kind", "after"])
def test_any_text_in_the_search_is_a_page(shipped: Listed, name: str) -> None:
    for typed in WHAT_PEOPLE_TYPE:
        assert shipped.visitor.get("/en/organizations", query_string={name: typed}).status == 200
        assert shipped.client.get("/en/organizations.json", query_string={name: typed}).status_code == 200


@pytest.mark.parametrize("area", ["organizations", "needs", "appeals", "emergencies", "report", "reports"])
def test_any_text_as_a_slug_is_a_page_that_says_it_is_not_there(shipped: Listed, area: str) -> None:
    for typed in ("<script>alert(1)<", "' OR 1=1 --", "a" * 1000, "Կարիտաս", "%00", "%ff%fe", ".."):
        assert shipped.visitor.get(f"/en/{area}/{typed}").status == 404


@pytest.mark.parametrize("older", ["?emergency=<b>", "?emergency=" + "x" * 3000])
def test_an_unknown_emergency_in_the_address_is_not_found(shipped: Listed, older: str) -> None:
    assert shipped.visitor.get(f"/en/coverage{older}").status == 404
    assert shipped.client.get(f"/en/coverage.json{older}").content_type == "application/problem+json"


MOST_BYTES = 14 * 1024
STYLES = ("site.css", "public/directory.css")


@pytest.mark.parametrize(
    "path",
    [
        "/en/organizations",
        "/en/organizations/armenian-caritas",
        "/en/organizations/icrc",
        "/en/needs",
        "/en/needs/food",
        "/en/appeals",
        "/en/appeals/queer-sista-platform-letter-2023-09-26",
        "/en/emergencies/nagorno-karabakh-2022-2023",
        "/en/coverage",
        "/en/changes",
        "/en/status",
        "/en/about",
        "/en/bot",
        "/en/suggest",
        "/en/report/icrc-donate",
    ],
)
def test_all_that_is_needed_to_show_a_page_stays_under_fourteen_kilobytes(shipped: Listed, path: str) -> None:
    page = shipped.client.get(path)
    needed = [page.data, *((Path(REPOSITORY) / "static" / name).read_bytes() for name in STYLES)]
    assert sum(len(brotli.compress(each, quality=5)) for each in needed) < MOST_BYTES
