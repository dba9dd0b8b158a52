"""Fingerprints that stay near themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.text_print import distance, text_print
from tests.support.judged_pages import TEXT

WORDS = (TEXT * 3).lower().split()


def test_one_text_has_one_fingerprint_of_64_bits() -> None:
    found = text_print(WORDS)
    assert found == text_print(list(WORDS))
    assert found is not None
    assert 0 <= found < 2**64


def test_a_small_edit_moves_it_little_and_another_text_far() -> None:
    before = text_print(WORDS)
    edited = text_print([*WORDS[:20], "today", "only", *WORDS[22:]])
    other = text_print(["roulette", "bonus", "casino", "spin", "win", "jackpot", "slots", "poker", "odds"] * 9)
    assert before is not None
    assert edited is not None
    assert other is not None
    assert distance(before, edited) < 10
    assert distance(before, other) > 18


def test_few_words_have_none() -> None:
    assert text_print(["only", "seven", "words", "are", "not", "yet", "enough"]) is None


def test_only_the_first_words_count() -> None:
    many = [f"word{number}" for number in range(5000)]
    assert text_print(many) == text_print(many[:3000])


@given(st.lists(st.text(min_size=1, max_size=6), min_size=8, max_size=40))
def test_any_words_have_one(words: list[str]) -> None:
    found = text_print(words)
    assert found is not None
    assert distance(found, found) == 0
