from __future__ import annotations

import csv
import io

import pytest

from aidroute.web.spreadsheets import csv_document, safe_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", " =1", "\uff1d1", "\uff20x", "a;=1", "a, @x", "a | =1"],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    safe = safe_cell(text)
    sign = next(each for each in text if each in "=+-@\uff1d\uff20")
    assert safe[safe.index(sign) - 1] == "'"
    assert not set(safe) & set("\t\r\n\x00")


@pytest.mark.parametrize("text", ["Harbour Kitchen", "2023-07", "https://example.org/?a=b", "ԿԱՐԻՏԱՍ", "a - b", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_a_cell_is_one_line_whatever_is_in_it() -> None:
    assert safe_cell("a\r\nb\u2028c\x85d") == "a b c d"


def test_every_text_comes_back_from_the_document() -> None:
    rows = [["name", "note"], ['a "quoted", thing', "Կարիտաս; Каритас"]]
    document = csv_document(rows)
    assert document.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(document.decode("utf-8-sig")))) == rows


def test_half_a_letter_does_not_break_the_document() -> None:
    assert b"a?b" in csv_document([["a\ud800b"]])
