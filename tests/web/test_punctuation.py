"""A colon between two texts is a text of its own: French sets a space before it, Armenian has another sign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.support import Translations

from aidroute.resources import folder
from aidroute.web.languages import TRANSLATIONS

COLON_AFTER_A_VALUE = re.compile(r"(?:</\w+>|\}\})\s*:(?:\s|<)|>\s*: ")
COLON_IN_A_STYLE = re.compile(r'content:[^;}]*": "')


@pytest.mark.parametrize(
    "template",
    sorted((folder("templates") / "public").glob("*.html")) + sorted((folder("templates") / "macros").glob("*")),
)
def test_no_page_sets_a_colon_that_cannot_be_translated(template: Path) -> None:
    assert not COLON_AFTER_A_VALUE.findall(template.read_text("utf-8"))


@pytest.mark.parametrize(("language", "colon"), [("ru", ": "), ("fr", "\u00a0: "), ("hy", "՝ ")])
def test_each_language_has_its_own_colon(language: str, colon: str) -> None:
    assert Translations.load(TRANSLATIONS, [language]).gettext(": ") == colon


def test_a_style_that_sets_a_colon_sets_it_for_french_and_armenian_too() -> None:
    for sheet in folder("static").rglob("*.css"):
        style = sheet.read_text("utf-8")
        for found in COLON_IN_A_STYLE.finditer(style):
            following = style[found.end() : found.end() + 250]
            assert ":lang(fr)" in following, sheet
            assert "\\a0: " in following, sheet
            assert ":lang(hy)" in following, sheet
            assert '"՝ "' in following, sheet
