"""The plain texts of the shipped content that are kept in English alone: notes, facts, figures, places, needs.

They go to the translators with the texts of the interface (`make messages` reads the files by this) and are looked up
by their English wording: a text that a maintainer changes is shown in English again, and never an old translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import yaml

TEXTS = frozenset(
    {
        "according_to", "description", "issuer_note", "note", "places", "publisher_note", "stated_on_note",
        "superseded_by", "what",
    }
)  # fmt: skip
"""Fields that hold words wherever they stand."""

TEXTS_OF = {"facts": frozenset({"value", "as_of"}), "figures": frozenset({"value", "as_of"})}
"""Further ones by the list they stand in; elsewhere a value is a name, a number or an address."""

NOT_SHOWN_OF = {"needs": frozenset({"note"})}
"""Fields that no page shows."""

WORD = re.compile(r"[^\W\d_]{2}")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")

BabelMessage = tuple[int, None, str, list[str]]


def extract(
    file: BinaryIO, _keywords: Sequence[str], _comment_tags: Sequence[str], **_options: Any
) -> Iterator[BabelMessage]:
    """The texts of one YAML file as Babel wants them from an extractor. Raises yaml.YAMLError."""
    for text in english_texts(yaml.safe_load(file)):
        yield 1, None, text, []


def english_texts(value: Any, field: str = "", listed_in: str = "") -> Iterator[str]:
    """Every text inside a value of the shipped content that has no other languages beside it."""
    if isinstance(value, dict):
        for name, each in value.items() if "en" not in value else ():
            yield from english_texts(each, name, field)
    elif isinstance(value, list):
        for each in value:
            yield from english_texts(each, field, listed_in)
    elif isinstance(value, str) and _is_shown(field, listed_in) and _has_words(value):
        yield value.strip()


def _is_shown(field: str, listed_in: str) -> bool:
    return field in (TEXTS | TEXTS_OF.get(listed_in, frozenset())) - NOT_SHOWN_OF.get(listed_in, frozenset())


def _has_words(text: str) -> bool:
    return bool(WORD.search(text)) and not ADDRESS.fullmatch(text.strip())
