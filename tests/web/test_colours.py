"""The colours of the stylesheet can be read on each other in both schemes; docs/design.md gives their contrasts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aidroute.resources import folder

DARK = "@media screen and (prefers-color-scheme: dark)"
TEXT, EDGE = 4.5, 3.0
"""What WCAG 2.2 asks of text (1.4.3) and of the parts of controls (1.4.11)."""

PAIRS = [
    *((over, under, TEXT) for over in ("ink", "soft", "brand") for under in ("paper", "card")),
    *((over, f"{over}-tint", TEXT) for over in ("go", "caution", "withheld")),
    ("ink", "caution-tint", TEXT), ("ink", "withheld-tint", TEXT), ("brand-deep", "tint", TEXT),
    ("on-brand", "brand", TEXT), ("on-brand", "brand-deep", TEXT),
    ("field", "card", EDGE), ("focus", "paper", EDGE), ("focus", "card", EDGE),
]  # fmt: skip


def tokens(scheme: str) -> dict[str, str]:
    style = (folder("static") / "site.css").read_text("utf-8")
    before, after = style.split("@media (prefers-contrast", 1)[0].split(DARK, 1)
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", before))
    return light if scheme == "light" else light | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", after))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2 of '#abc' or '#aabbcc'."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("over", "under", "least"), PAIRS)
def test_a_colour_can_be_read_on_what_it_stands_on(scheme: str, over: str, under: str, least: float) -> None:
    colours = tokens(scheme)
    assert contrast(colours[over], colours[under]) >= least


def test_the_design_document_gives_the_contrasts_as_they_are() -> None:
    document = Path(__file__).parent.parent.parent / "docs" / "design.md"
    rows = re.findall(
        r"^\| `--([a-z-]+)`[^|]*\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \|$", document.read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 5
    for role, under, light, dark in rows:
        name = f"{role}-tint" if under == "its tint" else under.strip("`-")
        for scheme, told in (("light", light), ("dark", dark)):
            colours = tokens(scheme)
            assert f"{contrast(colours[role], colours[name]):.1f}" == told, (role, scheme)
