"""A stored value in words: what was changed and what is stored, as a reader of the page's language reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.subjects import FIELDS, FieldKind
from aidroute.web.content_texts import language_name
from aidroute.web.filters import country, currency
from aidroute.web.translating import gettext
from aidroute.web.translating import lazy_gettext as _
from aidroute.web.wording.directory import CONTACT_KINDS, NAME_KINDS, topic_words
from aidroute.web.wording.words import (
    CHANNEL_STATUS,
    KINDS,
    METHODS,
    NEEDS,
    OPERATORS,
    PURPOSES,
    STRENGTHS,
    SUPPORT,
)

CLOSED: Mapping[tuple[str, str], Mapping[Any, str]] = {
    (CHANNEL, "kind"): KINDS,
    (CHANNEL, "status"): CHANNEL_STATUS,
    (CHANNEL, "support"): SUPPORT,
    (CHANNEL, "methods"): METHODS,
    (CHANNEL, "operator"): OPERATORS,
    (CHANNEL, "needs"): NEEDS,
    (ORGANIZATION, "purpose"): PURPOSES,
}
"""Fields whose values are of a closed list, with our words for them."""

PARTS: Mapping[str, str] = {
    "source": _("Document or address"),
    "stated_on": _("Stated"),
    "strength": _("Strength of the source"),
    "note": _("Note"),
    "value": _("What it says"),
    "language": _("Language"),
    "kind": _("Kind"),
    "citation": _("Source"),
    "citations": _("Sources"),
    "scheme": _("Register"),
    "topic": _("Topic"),
    "is_found": _("Found"),
    "as_of": _("As of"),
    "country": _("Country"),
    "issuer": _("Issuer"),
}
"""What the parts of a value are called."""


def in_words(subject_type: str, field: str, value: Any) -> Any:
    """The same value with our words for what is a code, in the same shape. What we have no word for stays."""
    known = FIELDS.get(subject_type, {}).get(field)
    kind = known.kind if known else None
    words = CLOSED.get((subject_type, field))
    if words:
        return _each(lambda code: str(words.get(code, code)), value)
    if kind in _CODES:
        return _each(_CODES[kind], value)
    if kind is FieldKind.TEXTS and isinstance(value, dict):
        return {language_name(str(code)): text for code, text in value.items()}
    return _parts(value)


def _each(word: Callable[[str], str], value: Any) -> Any:
    if isinstance(value, list):
        return [word(str(each)) for each in value]
    return word(value) if isinstance(value, str) else value


_CODES: Mapping[FieldKind | None, Callable[[str], str]] = {
    FieldKind.COUNTRIES: country,
    FieldKind.CURRENCIES: currency,
}


def _parts(value: Any) -> Any:
    if isinstance(value, list):
        return [_parts(each) for each in value]
    if isinstance(value, dict):
        return {str(PARTS.get(name, name)): _part(name, each) for name, each in value.items()}
    return value


def _part(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str) and name in _WORDS:
        return _WORDS[name](value) if value else value
    return _parts(value)


_KIND_WORDS = {**NAME_KINDS, **CONTACT_KINDS}

_WORDS: Mapping[str, Callable[[str], str]] = {
    "strength": lambda code: str({str(each): word for each, word in STRENGTHS.items()}.get(code, code)),
    "language": language_name,
    "country": country,
    "topic": topic_words,
    "kind": lambda code: str(_KIND_WORDS.get(code, code)),
}
