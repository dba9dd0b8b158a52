from __future__ import annotations

from dataclasses import replace

from flask import Flask, g

from aidroute.services import routing
from aidroute.web.cards import card_of_match
from aidroute.web.drawings import kept_drawing
from aidroute.web.reading import now, view

FILE = "macros/channels.html"


def test_a_kept_drawing_changes_with_whatever_it_shows(in_request: Flask) -> None:
    match = routing.find(view(), routing.read_ask(view(), {"need": ["food"]}), now()).matches[0]
    card = card_of_match(view().directory, match)
    drawn = kept_drawing(FILE, "drawn_card", card, 2, False, False)
    assert kept_drawing(FILE, "drawn_card", card, 2, False, False) is drawn
    later = replace(card, state="Worked 15 minutes ago")
    assert "Worked 15 minutes ago" in kept_drawing(FILE, "drawn_card", later, 2, False, False)
    assert "<h3>" in kept_drawing(FILE, "drawn_card", card, 3, False, False)


def test_a_kept_drawing_is_of_one_language(in_request: Flask) -> None:
    match = routing.find(view(), routing.read_ask(view(), {}), now()).matches[0]
    card = card_of_match(view().directory, match)
    english = kept_drawing(FILE, "drawn_card", card, 2, False, False)
    g.language = "hy"
    g.pop("catalogue", None)
    assert kept_drawing(FILE, "drawn_card", card, 2, False, False) is not english
