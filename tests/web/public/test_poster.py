from __future__ import annotations

import segno

from aidroute.settings import Settings
from tests.support.page_checker import Visitor
from tests.web.public.test_answer_forms import drawn


def test_the_sheet_says_the_question_and_its_code_leads_straight_there(visitor: Visitor, settings: Settings) -> None:
    page = visitor.get("/en/give/poster?need=food&from=FR&method=card")
    straight = f"{settings.base_url}/en/give/now?need=food&from=FR&method=card"
    assert [chip.text for chip in page.tree.with_class("chip")] == ["Food", "from France", "Card"]
    (code,) = page.tree.with_class("qr")
    assert code.attributes["aria-label"] == f"QR code of {straight}"
    dark = sum(map(sum, segno.make_qr(straight, error="m").matrix))
    assert len(drawn(code.all("path")[0].attributes["d"])) == dark
    assert page.tree.with_class("address")[0].text == straight


def test_the_sheet_tells_its_date_and_where_the_code_must_lead(visitor: Visitor, settings: Settings) -> None:
    page = visitor.get("/en/give/poster")
    assert "Printed on 21 November 2026." in page.text
    assert f"see that the address begins with {settings.base_url}/." in page.text


def test_the_sheet_needs_no_script(visitor: Visitor) -> None:
    assert visitor.get("/en/give/poster").tree.all("script") == []


def test_the_answer_leads_to_its_sheet_and_back(visitor: Visitor) -> None:
    links = visitor.get("/en/give?need=food").links()
    assert links["Poster to print, with a code to scan"] == "/en/give/poster?need=food"
    assert visitor.get("/en/give/poster?need=food").links()["Back to the answer"] == "/en/give?need=food"


def test_a_wrong_question_is_asked_again(visitor: Visitor) -> None:
    assert visitor.get("/en/give/poster?need=shleter").status == 422
