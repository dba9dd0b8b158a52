"""Pictures of our own pages for messengers: our mark, a title and a line, drawn as PNG.

Nothing in a picture speaks of the state of a link: whoever shows it keeps it for weeks.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import BoundedSemaphore, Lock

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
"""What Open Graph and messengers show whole."""

DESIGN = "1"
"""Part of every address: another drawing has another one."""

FONTS = Path(__file__).parent / "fonts"
PAPER, BRAND, INK, SOFT, WHITE = "#f7f6f1", "#0b5a53", "#1c2624", "#4f5d59", "#ffffff"
MARGIN = 80
SIZES = (84, 72, 60, 50)
"""Of a title, the largest that fits first."""
MOST_LINES = 3
LONGEST = 200
"""Characters of a text that are looked at: more would never fit."""
LINE_SIZE = 38
SMOOTH = 4
"""The mark is drawn this much larger and made smaller, so that its edges are smooth."""
COLOURS = 64
MOST_KEPT = 300
"""Pictures kept in one process; each is about ten kilobytes."""

ARMENIAN = re.compile("[\u0530-\u058f\ufb13-\ufb17]")
DRAWABLE = re.compile(
    "[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u02bc\u0400-\u045f\u0490\u0491\u0530-\u058f\u2010-\u2027\u2030"
    "\u2039\u203a\u20ac\u2116\ufb13-\ufb17]*"
)
"""Texts in letters that our fonts have, and that run from left to right."""


@dataclass(frozen=True, slots=True)
class PictureText:
    """What a picture says. A text in letters that our fonts do not have is left out of it."""

    title: str
    line: str = ""

    @property
    def digest(self) -> str:
        """Stands in the address, so that a picture that says something else has another one."""
        return hashlib.sha256(f"{DESIGN}\n{self.title}\n{self.line}".encode()).hexdigest()[:10]


_ONE_AT_A_TIME = Lock()
_PLACES = BoundedSemaphore(3)
"""Threads that draw or wait for it: whoever asks for more pictures than that must not hold up those who want pages."""
_KEPT: dict[PictureText, bytes] = {}


class TooManyDrawings(Exception):
    """Others are being drawn now; a moment later this one can be."""


def drawn(text: PictureText) -> bytes:
    """The picture as PNG. Each is drawn once and kept; only one is drawn at a time. Raises TooManyDrawings."""
    kept = _KEPT.get(text)
    if kept is not None:
        return kept
    if not _PLACES.acquire(blocking=False):
        raise TooManyDrawings
    try:
        with _ONE_AT_A_TIME:
            if text not in _KEPT:
                if len(_KEPT) >= MOST_KEPT:
                    del _KEPT[next(iter(_KEPT))]
                _KEPT[text] = _draw(text)
            return _KEPT[text]
    finally:
        _PLACES.release()


def _draw(text: PictureText) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    image.paste(_mark(96), (MARGIN, MARGIN - 8))
    _write(draw, (MARGIN + 120, MARGIN + 8), "aidroute", 56, BRAND)
    draw.rectangle((0, HEIGHT - 16, WIDTH, HEIGHT), fill=BRAND)
    size, lines = _fitted(_drawable(text.title))
    y = 235
    for each in lines:
        _write(draw, (MARGIN, y), each, size, INK)
        y += round(size * 1.25)
    below = _lines(_drawable(text.line), LINE_SIZE)
    first = f"{below[0]}…" if len(below) > 1 else "".join(below)
    _write(draw, (MARGIN, max(y + 12, 500)), first, LINE_SIZE, SOFT)
    file = io.BytesIO()
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT).save(file, "PNG", optimize=True)
    return file.getvalue()


def _drawable(text: str) -> str:
    """The text in one line, '' when a letter of it could not be drawn."""
    plain = " ".join(text[:LONGEST].split())
    return plain if DRAWABLE.fullmatch(plain) else ""


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; one that never fits is cut."""
    for size in SIZES:
        lines = _lines(title, size)
        if len(lines) <= MOST_LINES:
            return size, lines
    kept = lines[:MOST_LINES]
    return size, [*kept[:-1], f"{kept[-1].rsplit(' ', 1)[0]}…"]


def _lines(text: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, size) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(_cut(word, size))
    return lines


def _cut(word: str, size: int) -> str:
    """The word, or as much of it as a line takes."""
    while len(word) > 1 and _length(word, size) > WIDTH - 2 * MARGIN:
        word = f"{word[:-2]}…" if word.endswith("…") else f"{word[:-1]}…"
    return word


def _runs(text: str) -> list[tuple[bool, str]]:
    """The text in parts that one font can draw."""
    return [
        (is_armenian, "".join(part))
        for is_armenian, part in groupby(text, key=lambda letter: bool(ARMENIAN.match(letter)))
    ]


def _length(text: str, size: int) -> float:
    return sum(_font(is_armenian, size).getlength(part) for is_armenian, part in _runs(text))


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, colour: str) -> None:
    x: float = at[0]
    baseline = at[1] + size
    for is_armenian, part in _runs(text):
        font = _font(is_armenian, size)
        draw.text((x, baseline), part, fill=colour, font=font, anchor="ls")
        x += font.getlength(part)


@cache
def _font(is_armenian: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "NotoSansArmenian-Bold-part.ttf" if is_armenian else "NotoSans-Bold-part.ttf"
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _mark(size: int) -> Image.Image:
    """Our mark as static/mark.svg draws it: a way from one place to another, in 32 by 32 units."""
    unit = size * SMOOTH / 32
    image = Image.new("RGB", (size * SMOOTH, size * SMOOTH), PAPER)
    draw = ImageDraw.Draw(image)
    stroke = round(2.5 * unit)

    def box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return ((x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit)

    def line(*points: tuple[float, float]) -> None:
        draw.line([(x * unit, y * unit) for x, y in points], fill=WHITE, width=stroke)

    draw.rounded_rectangle((0, 0, size * SMOOTH - 1, size * SMOOTH - 1), radius=7 * unit, fill=BRAND)
    draw.ellipse(box(9, 23, 4.25), outline=WHITE, width=stroke)
    line((12, 23), (18.5, 23))
    draw.arc(box(18.5, 19, 5.25), 270, 90, fill=WHITE, width=stroke)
    line((18.5, 15), (13.5, 15))
    draw.arc(box(13.5, 11.5, 4.75), 90, 270, fill=WHITE, width=stroke)
    line((13.5, 8), (19, 8))
    draw.ellipse(box(22.5, 8, 3.5), fill=WHITE)
    return image.resize((size, size), Image.Resampling.LANCZOS)
