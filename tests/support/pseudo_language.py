"""A language for tests that runs from right to left: our English texts in other letters, longer, and in brackets.

Whoever reads a page in it sees at once which text never went through the catalogue. It goes by the code of Hebrew, so
that dates, countries and currencies come in a right-to-left script too; nobody would take it for Hebrew, and it is
never offered to a visitor.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from aidroute.web.languages import TRANSLATIONS

CODE = "he"
OPENING, CLOSING = "⟦", "⟧"

# Any letter for any letter: what counts is the script and the length.
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "אבגדהוזחטיכלמנסעפצקרשתבגדה" + "אבגדהוזחטיכלמנסעפצקרשתבגדה"
)
# What must stay: names of values, tags, entities, and words that are the same in every language.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|</?\w+[^>]*>|&\w+;|\baidroute\b)")
LENGTHENED = re.compile("[אהטסש]")


def pseudo(text: str) -> str:
    """The text in the pseudo-language, about a third longer, with its names of values and its tags as they were."""
    parts = KEPT.split(text)
    turned = [part if place % 2 else _turned(part) for place, part in enumerate(parts)]
    return OPENING + "".join(turned) + CLOSING


def make_catalogue(folder: Path) -> Path:
    """Write the catalogue of every text there is, and give the folder of translations that it is in."""
    ours = TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po"
    with ours.open("rb") as file:
        texts = read_po(file)
    made = Catalog(locale=CODE)
    for message in texts:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            one, many = map(pseudo, message.id)
            forms = (one, *[many] * (made.num_plurals - 1))
            made.add(message.id, forms, context=message.context)
        else:
            made.add(message.id, pseudo(message.id), context=message.context)
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as compiled:
        write_mo(compiled, made)
    return folder


def _turned(text: str) -> str:
    return LENGTHENED.sub(lambda letter: letter[0] * 2, text.translate(LETTERS))
