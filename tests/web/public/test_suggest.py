from __future__ import annotations

import pytest
from sqlalchemy import select

from aidroute.services.settling import waiting
from aidroute.storage.notice import Notice
from tests.support.page_checker import checked
from tests.web.public.conftest import Listed

FORM = "/en/suggest"
MISSING = {"kind": "organization", "organization": "Harbour Club", "source": "https://example.org/a", "text": "Helps."}


def test_a_suggestion_waits_for_a_maintainer_and_has_a_number(listed: Listed) -> None:
    answer = listed.post(FORM, **MISSING)
    assert answer.status_code == 303
    page = listed.visitor.get(answer.headers["Location"])
    assert "An organization is missing" in page.text
    assert "Harbour Club" not in page.text
    assert [each.about for each in waiting(listed.database)] == ["Harbour Club"]
    with listed.database.read() as session:
        assert session.scalars(select(Notice.kind)).all()[-1] == "suggestion_came"


def test_nothing_of_it_is_published(listed: Listed) -> None:
    listed.post(FORM, **MISSING)
    listed.refresh()
    assert "Harbour Club" not in listed.visitor.get("/en/organizations").text
    assert "Harbour Club" not in listed.visitor.get("/en/changes").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": ""}, "Choose what you suggest."),
        ({"organization": "  "}, "Give the name of the organization."),
        ({"source": ""}, "Say where we can see it"),
        ({"kind": "correction", "text": ""}, "Say what should change, and why."),
        ({"organization": "x" * 201}, "201 characters; 200 are read."),
        ({"homepage": "x"}, "This field must stay empty"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(listed: Listed, changed: dict[str, str], words: str) -> None:
    page = checked(listed.post(FORM, **{**MISSING, **changed}))
    assert page.status == 422
    assert words in page.text
    assert page.tree.with_class("wrong")
    typed = {node.attributes["name"]: node.attributes.get("value", "") for node in page.tree.all("input")}
    assert typed["source"] == {**MISSING, **changed}["source"]
    assert waiting(listed.database) == []


def test_a_page_of_an_organization_leads_here_with_its_name_filled_in(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/suggest?about=icrc")
    typed = {node.attributes.get("id"): node.attributes for node in page.tree.all("input")}
    assert typed["organization"]["value"] == "International Committee of the Red Cross (ICRC)"
    assert "checked" in typed["kind-2"]
    assert shipped.visitor.get("/en/suggest?about=<script>").status == 200


def test_a_form_that_another_site_sends_is_refused(listed: Listed) -> None:
    answer = listed.client.post(FORM, data=MISSING, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert waiting(listed.database) == []


def test_who_sends_too_often_waits(listed: Listed) -> None:
    assert [listed.post(FORM, **MISSING).status_code for _ in range(6)] == [303] * 5 + [429]


def test_more_than_any_form_holds_is_refused(listed: Listed) -> None:
    assert listed.post(FORM, **{**MISSING, "text": "x" * 1_100_000}).status_code == 413
