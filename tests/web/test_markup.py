"""Whatever is typed or stored is shown as text: no markup of a visitor's or a source's ever works in a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from aidroute.domain.ask import AskField
from aidroute.domain.directory import Action, Citation, Directory, Receipt
from tests.support.markup_payloads import PAYLOADS
from tests.support.page_checker import Page, Visitor
from tests.support.web_directories import FULL, LETTER

OURS = frozenset(
    [
        "a",
        "article",
        "aside",
        "b",
        "bdi",
        "body",
        "br",
        "button",
        "circle",
        "datalist",
        "dd",
        "details",
        "div",
        "dl",
        "document",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
        "input",
        "label",
        "legend",
        "li",
        "link",
        "main",
        "meta",
        "nav",
        "option",
        "p",
        "path",
        "pre",
        "rect",
        "script",
        "section",
        "select",
        "span",
        "summary",
        "svg",
        "textarea",
        "time",
        "title",
        "ul",
    ]
)


def assert_only_our_elements(page: Page) -> None:
    """The checker has already refused handlers, styles, scripts inside the page and foreign addresses."""
    scripts = [node.attributes["src"] for node in page.tree.all("script") if "src" in node.attributes]
    assert all(source.startswith("/static/public/share.") for source in scripts)
    assert {node.tag for node in page.tree.walk()} <= OURS
    assert not any("autofocus" in node.attributes or "srcdoc" in node.attributes for node in page.tree.walk())


def test_markup_in_any_part_of_a_question_stays_text(visitor: Visitor) -> None:
    for payload in PAYLOADS:
        page = visitor.get("/en/give", query_string={part.value: payload for part in AskField})
        assert page.status == 422
        assert page.text.count("not known") >= len(AskField) - 1
        assert_only_our_elements(page)


@pytest.mark.parametrize("path", ["/en/give/now", "/en/embed/give"])
def test_markup_in_a_question_stays_text_on_its_other_pages(visitor: Visitor, path: str) -> None:
    for payload in PAYLOADS[::7]:
        assert_only_our_elements(visitor.get(path, query_string={"need": payload}))


def test_markup_in_names_of_parameters_that_nobody_knows_is_dropped(visitor: Visitor) -> None:
    page = visitor.get("/en/give", query_string={payload: payload for payload in PAYLOADS} | {"page": PAYLOADS[0]})
    assert page.status == 200
    assert "alert" not in page.response.get_data(as_text=True)


def test_markup_in_a_question_stays_a_value_for_programs(client: FlaskClient, visitor: Visitor) -> None:
    for payload in PAYLOADS:
        answer = client.get("/en/give.json", query_string={"need": payload})
        assert answer.content_type == "application/problem+json"
        assert answer.json["errors"][0]["value"] == payload.strip()[:80]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def tainted(payload: str) -> Directory:
    """The full directory with one text in every field that a page shows."""
    texts = {"en": payload}
    slugs = FULL.channels
    citation = Citation(source=payload, stated_on=payload, note=payload)
    channels = {
        slug: replace(channel, title=texts, note=texts, citation=citation, operator_name=payload)
        for slug, channel in slugs.items()
    }
    kitchen = channels["harbour-kitchen-donate"]
    channels["harbour-kitchen-donate"] = replace(kitchen, receipts=(Receipt("FR", payload),))
    channels["club-email"] = replace(channels["club-email"], address=payload)
    return replace(
        FULL,
        channels=channels,
        organizations={slug: replace(each, name=payload, summary=texts) for slug, each in FULL.organizations.items()},
        appeals={LETTER.slug: replace(LETTER, title=payload, stated_on=payload, actions=(Action("petition", texts),))},
        emergencies={slug: replace(each, name=texts) for slug, each in FULL.emergencies.items()},
        links={key: replace(link, host=payload) for key, link in FULL.links.items()},
    )


SHOWING = (
    "/en/",
    "/en/give?need=food&from=FR&emergency=harbour-2023",
    "/en/give?need=safe-passage",
    "/en/embed/give",
    "/en/go/harbour-new-page",
    "/en/go/quay-stopped",
    "/en/go/club-email",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_stored_field_stays_text(visitor: Visitor, show: Callable[[Directory], None], payload: str) -> None:
    show(tainted(payload))
    words = " ".join(payload.split())
    for path in SHOWING:
        page = visitor.get(path)
        assert page.status == 200
        assert_only_our_elements(page)
        assert words in page.text
