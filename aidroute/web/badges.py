"""How many channels work now, as a small picture for other sites. Words and a shape say it, never the colour alone."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from aidroute.web import filters
from aidroute.web.translating import gettext as _
from aidroute.web.translating import ngettext

HEIGHT = 48
BEFORE_TEXT = 46
AFTER_TEXT = 14
LETTER = 8.6
"""A generous width for one letter of the first line: a font is the reader's, so nothing here can measure it."""
SMALL_LETTER = 6.8

WORKS, DOUBT = "#155c36", "#734600"
TICK = "M15 24l6 6l11 -12"
EXCLAMATION = "M23 15v11M23 32v1"

DRAWING = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    ' role="img" aria-label="{said}"><title>{said}</title>'
    '<rect x=".5" y=".5" width="{inner}" height="{low}" rx="8" fill="#fffefb" stroke="{colour}"/>'
    '<path d="{mark}" fill="none" stroke="{colour}" stroke-width="3.5" stroke-linecap="round"'
    ' stroke-linejoin="round"/>'
    '<g font-family="system-ui, Roboto, Arial, sans-serif" fill="#1c2624">'
    '<text x="{x}" y="21" font-size="15" font-weight="600">{line}</text>'
    '<text x="{x}" y="38" font-size="12">{small}</text></g></svg>'
)


def badge(working: int, now: datetime) -> Markup:
    """The picture; it says the instant it speaks of, for who knows how long another site keeps it."""
    line = (
        ngettext("%(num)d channel works now", "%(num)d channels work now", working)
        if working
        else _("No channel works for certain now")
    )
    small = f"aidroute · {filters.minute(now)}"
    width = BEFORE_TEXT + AFTER_TEXT + round(max(len(line) * LETTER, len(small) * SMALL_LETTER))
    return DRAWING.format(
        width=width,
        height=HEIGHT,
        inner=width - 1,
        low=HEIGHT - 1,
        said=f"{line} ({small})",
        colour=WORKS if working else DOUBT,
        mark=TICK if working else EXCLAMATION,
        x=BEFORE_TEXT,
        line=line,
        small=small,
    )
