"""Pictures of pages: decoded again, in every script we write, and drawn once."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from PIL import Image

from aidroute.web.pictures import BRAND, DRAWABLE, HEIGHT, INK, PAPER, WIDTH, PictureText, TooManyDrawings, drawn
from tests.web.test_catalogues import CATALOGUES, texts

BRAND_RGB, INK_RGB, PAPER_RGB = (tuple(bytes.fromhex(each[1:])) for each in (BRAND, INK, PAPER))


def decoded(text: PictureText) -> Image.Image:
    image = Image.open(io.BytesIO(drawn(text)))
    image.load()
    return image


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many points of a part of the picture are not paper, within what the few colours allow."""
    part = image.convert("RGB").crop(box)
    return sum(
        count
        for count, colour in part.getcolors(maxcolors=part.width * part.height) or []
        if max(abs(a - b) for a, b in zip(colour, PAPER_RGB, strict=True)) > 24
    )


TITLE = (0, 210, WIDTH, 480)
LINE = (0, 490, WIDTH, 600)
FOOT = (0, HEIGHT - 16, WIDTH, HEIGHT)


def test_a_picture_is_a_small_png_of_the_size_that_messengers_show() -> None:
    content = drawn(PictureText("Harbour Kitchen", "National NGO"))
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(content) < 40_000


def test_the_mark_the_title_and_the_line_are_drawn() -> None:
    image = decoded(PictureText("Harbour Kitchen", "National NGO"))
    assert inked(image, TITLE) > 5_000
    assert inked(image, LINE) > 1_000
    assert inked(image, (80, 72, 176, 168)) > 5_000
    assert inked(image, FOOT) == WIDTH * 16


@pytest.mark.parametrize("title", ["Հայկական Կարիտաս", "Армянский Каритас", "Secours à l’étranger", "Karitas 26"])
def test_every_script_we_write_is_drawn(title: str) -> None:
    assert inked(decoded(PictureText(title)), TITLE) > 5_000


def test_letters_of_one_word_are_not_all_the_same_box() -> None:
    assert drawn(PictureText("ա")) != drawn(PictureText("բ"))
    assert drawn(PictureText("ж")) != drawn(PictureText("ш"))


@pytest.mark.parametrize("title", ["ערבית", "日本", "a\u202eb", "🎈"])
def test_what_our_fonts_cannot_draw_is_left_out_rather_than_drawn_as_boxes(title: str) -> None:
    assert drawn(PictureText(title)) == drawn(PictureText(""))


@pytest.mark.parametrize("title", ["word " * 80, "x" * 5_000, "Կարիտաս " * 40])
def test_a_long_title_stays_inside(title: str) -> None:
    image = decoded(PictureText(title, title))
    assert inked(image, (WIDTH - 60, 0, WIDTH, HEIGHT - 16)) == 0
    assert inked(image, (0, HEIGHT - 30, WIDTH, HEIGHT - 16)) == 0


def test_each_is_drawn_once() -> None:
    said = PictureText("Drawn once")
    assert drawn(said) is drawn(PictureText("Drawn once"))


def test_whoever_asks_for_many_at_once_is_told_to_wait() -> None:
    def ask(number: int) -> bool:
        begun.wait()
        try:
            return bool(drawn(PictureText(f"Many at once {number}")))
        except TooManyDrawings:
            return False

    begun = Barrier(16)
    with ThreadPoolExecutor(16) as threads:
        got = list(threads.map(ask, range(16)))
    assert 0 < sum(got) < 16
    assert drawn(PictureText("Many at once, later"))


def test_another_text_has_another_address() -> None:
    digests = {PictureText(*each).digest for each in [("a", "b"), ("a", "c"), ("b", "b"), ("a", "")]}
    assert len(digests) == 4
    assert all(re.fullmatch("[0-9a-f]{10}", each) for each in digests)


@pytest.mark.parametrize("language", list(CATALOGUES))
def test_every_translated_text_could_be_drawn(language: str) -> None:
    outside = {
        letter
        for message in CATALOGUES[language]
        if message.id
        for text in texts(message)
        for letter in text
        if letter.isalpha() and not DRAWABLE.fullmatch(letter)
    }
    assert outside == set()
