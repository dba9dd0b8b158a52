from __future__ import annotations

from tests.support.page_checker import Visitor
from tests.web.public.conftest import Listed

KARABAKH = "/en/emergencies/nagorno-karabakh-2022-2023"


def test_every_event_says_according_to_whom_in_neutral_words(shipped: Listed) -> None:
    events = shipped.visitor.get(KARABAKH).tree.with_class("timeline")[0].all("li")
    assert len(events) == 17
    assert all("According to:" in event.text for event in events)
    assert events[4].text.startswith("12 December 2022")
    assert "Letter, 26 September 2023" in events[4].text
    assert not [event for event in events if "ethnic cleansing" in event.text or "Genocide" in event.text]


def test_dates_can_be_read_by_machines_as_exact_as_they_are(shipped: Listed) -> None:
    events = shipped.visitor.get(KARABAKH).tree.with_class("timeline")[0].all("li")
    assert events[0].one("time").attributes["datetime"] == "1988"
    assert events[1].one("time").attributes["datetime"] == "2020-09-27"


def test_status_places_appeals_and_gaps_stand_on_the_page(shipped: Listed) -> None:
    page = shipped.visitor.get(KARABAKH)
    assert "recovering" in page.text
    assert len(page.tree.with_class("card")) == 5
    assert (
        "13 of 13 needs that money can meet have no channel of their own of which we know for certain that it works."
        in page.text
    )
    assert page.links()["See where to give"] == "/en/give?emergency=nagorno-karabakh-2022-2023"


def test_emergencies_are_listed(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/emergencies")
    assert page.links()["Nagorno-Karabakh (Artsakh), 2022-2023"] == KARABAKH


def test_an_unknown_emergency_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/en/emergencies/no-such").status == 404
