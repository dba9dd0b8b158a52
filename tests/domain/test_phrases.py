"""One way to fold a text, one way to find what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.phrases import PhraseList, folded, visible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Page NOT found!", "page not found"),
        ("Página no ENCONTRADA", "pagina no encontrada"),
        ("SAYFA BULUNAMADI", "sayfa bulunamadı"),
        ("İSTANBUL", "istanbul"),
        ("страница НЕ найдена", "Страница не найдена"),
        ("Сбор завершён", "сбор завершен"),
        ("الصَّفْحَة", "الصفحة"),
        ("أُغلقت", "اغلقت"),
        ("բարև", "ԲԱՐԵՎ"),
        ("Straße", "STRASSE"),
        ("zażółć łódź", "ZAŻÓŁĆ ŁÓDŹ"),
        ("can’t", "can't"),
        ("pa\u00adge", "page"),
        ("p\u200bage", "page"),
        ("ｐａｇｅ", "page"),
        ("a\u00a0b", "a b"),
        ("a — b … c", "a b c"),
    ],
)
def test_spellings_of_one_text_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_blocks_stay_apart() -> None:
    assert folded("One.\n\nTwo!") == " one \n two "


def test_invisible_characters_take_no_room() -> None:
    assert visible("a\u200b\u202eb\ufeff") == "ab"


LIST = PhraseList.from_table(
    {
        "origin": "test",
        "en": ["Not found", "donat*"],
        "pairs": [{"subjects": ["campaign"], "predicates": ["end", "clos"], "within": 4, "unless": ["not"]}],
    }
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sorry: NOT FOUND.", "not found"),
        ("We found it", ""),
        ("cannot founder", ""),
        ("Please donate", "donat"),
        ("not\nfound", ""),
        ("This campaign has now ended", "campaign has now ended"),
        ("Closed: the winter campaign", "closed the winter campaign"),
        ("The campaign has not ended", ""),
        ("The campaign of the year before last is one that has ended", ""),
        ("campaign\nended", ""),
    ],
)
def test_a_list_finds_whole_words_and_pairs_of_them(text: str, said: str) -> None:
    assert LIST.find(folded(text)) == said


def test_a_pair_counts_in_short_lines_only() -> None:
    long = "word " * 41
    assert LIST.find(folded(f"campaign ended {long}")) == ""
    assert LIST.find(folded(f"campaign ended\n{long}")) == "campaign ended"


def test_different_phrases_are_counted_once_each() -> None:
    assert LIST.count(folded("donate, donation, not found")) == 2


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded(text)
    assert folded(once.strip(" ")) == once or not once.strip()
