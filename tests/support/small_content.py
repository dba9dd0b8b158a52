"""A small content folder of invented names, for tests that change one thing in it."""

from __future__ import annotations

from pathlib import Path

NEEDS = """\
needs:
  - {slug: food, label: Food, description: Meals., cluster: FSC, dac: 72040, reliefweb: 4593, match: exact, words: []}
  - {slug: water, label: Water, description: Water., cluster: null, dac: null, reliefweb: null, match: close, words: []}
"""

EMERGENCY = """\
position: 1
name: {en: Flood of the Sample}
summary: {en: A river rose.}
places: [Sample]
started_on: 2020-05-01
status: active
timeline:
  - happened_on: 2020-05-01
    appeals: [letter]
    text: {en: The river rose.}
"""

APPEAL = """\
position: 1
emergency: flood
title: A letter
document_kind: letter
language: en
stated_on: 2020-05-03
issuer: Harbour Club
publisher: ""
publisher_note: Not stated.
address: ""
sha256: "0000000000000000000000000000000000000000000000000000000000000000"
summary: {en: A club asks for help.}
mentions:
  - name_as_written: Harbour Club
    role: issuer
    organization: harbour-club
    quote: we of the Harbour Club
  - name_as_written: Sample Kitchen
    role: recommended_recipient
    organization: sample-kitchen
    quote: give to Sample Kitchen
  - name_as_written: Watchers
    role: cited_assessor
    organization: watchers
    quote: as Watchers say
statements:
  - need: food
    kind: requested
    quote: they need food
figures:
  - {what: people, value: "10", as_of: 2020-05-03, according_to: the club}
actions:
  - kind: tell_others
    text: {en: Readers are asked to tell others.}
"""

KITCHEN = """\
position: 1
name: Sample Kitchen
kind: other
purpose: humanitarian
summary: {en: Cooks meals.}
names:
  - value: Sample Kitchen
    language: en
    kind: official
    citation: {source: "https://kitchen.example.org/about", strength: own_site}
website: https://kitchen.example.org/
website_citation: {source: "https://kitchen.example.org/about", strength: own_site}
facts:
  - topic: need_served
    value: Hot meals
    needs: [food]
    citations:
      - {source: "https://kitchen.example.org/about", stated_on: 2020-04, strength: own_site}
  - topic: tax
    found: false
channels:
  - slug: sample-kitchen-page
    kind: donation_page
    status: approved
    url: https://kitchen.example.org/give
    title: {en: Give a meal}
    support: [money]
    needs: [food]
    operator: organization
    citation: {source: "https://kitchen.example.org/give", strength: own_site}
"""

CLUB = """\
position: 2
name: Harbour Club
kind: other
purpose: mixed
summary: {en: A club of sailors.}
names:
  - {value: Harbour Club, language: en, kind: official, citation: {source: The letter, strength: appeal}}
contacts:
  - {kind: email, value: crew@club.example.org, citation: {source: The letter, strength: appeal}}
channels:
  - slug: harbour-club-email
    kind: email
    status: approved
    address: crew@club.example.org
    title: {en: Write to the club}
    support: [money]
    operator: intermediary
    operator_name: Harbour Club
    emergencies: [flood]
    citation: {source: The letter, strength: appeal}
"""

WATCHERS = """\
position: 3
name: Watchers
kind: other
purpose: not_humanitarian
summary: {en: Write reports.}
names:
  - {value: Watchers, language: en, kind: official, citation: {source: The letter, strength: appeal}}
"""

FILES = {
    "needs.yaml": NEEDS,
    "emergencies/flood.yaml": EMERGENCY,
    "appeals/letter.yaml": APPEAL,
    "organizations/sample-kitchen.yaml": KITCHEN,
    "organizations/harbour-club.yaml": CLUB,
    "organizations/watchers.yaml": WATCHERS,
}


class SmallContent:
    """The folder, and ways to change it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Write a file anew."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def exchange(self, name: str, old: str, new: str) -> None:
        """Exchange one passage of a file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} must stand once in {name}"
        self.write(name, text.replace(old, new))

    def add(self, name: str, text: str) -> None:
        """Add lines at the end of a file."""
        self.write(name, (self.folder / name).read_text(encoding="utf-8") + text)


KITCHEN_FILE = "organizations/sample-kitchen.yaml"
CLUB_FILE = "organizations/harbour-club.yaml"
WATCHERS_FILE = "organizations/watchers.yaml"
LETTER_FILE = "appeals/letter.yaml"
