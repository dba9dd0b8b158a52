"""What can be edited: the fields of an organization and of a channel, as data.

A value is plain JSON: texts, lists and mappings of texts. The same shapes stand in proposals, in the ledger and in
the forms, so nothing is translated between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.vocabulary import ChannelKind, ChannelStatus, Method, Operator, Purpose, Support


class FieldKind(StrEnum):
    """The shape of a field's value; ``field_values`` has one reader for each."""

    LINE = "line"
    TEXTS = "texts"
    """{language: text}."""
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    NEEDS = "needs"
    COUNTRIES = "countries"
    CURRENCIES = "currencies"
    SLUGS = "slugs"
    SLUG = "slug"
    URL = "url"
    PATH = "path"
    DOMAINS = "domains"
    DATE = "date"
    CITATION = "citation"
    NAMES = "names"
    IDENTIFIERS = "identifiers"
    CONTACTS = "contacts"
    FACTS = "facts"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a subject. ``empty`` is the value that means nothing was said."""

    name: str
    kind: FieldKind
    empty: Any = ""
    choices: frozenset[str] = frozenset()
    is_required: bool = False
    is_fixed: bool = False
    """True when it is said at creation and never edited."""


def _choices(*words: type[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for word in words for member in word)


def _named(*fields: Field) -> Mapping[str, Field]:
    return {field.name: field for field in fields}


NAME_KINDS = frozenset({"official", "alias", "abbreviation", "translation", "as_written"})
CONTACT_KINDS = frozenset({"email", "phone"})

FIELDS: Mapping[str, Mapping[str, Field]] = {
    ORGANIZATION: _named(
        Field("name", FieldKind.LINE, is_required=True),
        Field("names", FieldKind.NAMES, empty=[]),
        Field("summary", FieldKind.TEXTS, empty={}),
        Field("kind", FieldKind.LINE, is_required=True),
        Field("purpose", FieldKind.CHOICE, choices=_choices(Purpose), is_required=True),
        Field("places", FieldKind.LINES, empty=[]),
        Field("website", FieldKind.URL),
        Field("website_citation", FieldKind.CITATION, empty=None),
        Field("identifiers", FieldKind.IDENTIFIERS, empty=[]),
        Field("contacts", FieldKind.CONTACTS, empty=[]),
        Field("facts", FieldKind.FACTS, empty=[]),
        Field("confusable_with", FieldKind.LINES, empty=[]),
    ),
    CHANNEL: _named(
        Field("organization", FieldKind.SLUG, is_required=True, is_fixed=True),
        Field("kind", FieldKind.CHOICE, choices=_choices(ChannelKind), is_required=True),
        Field("status", FieldKind.CHOICE, choices=_choices(ChannelStatus), is_required=True),
        Field("url", FieldKind.URL),
        Field("tenant_prefix", FieldKind.PATH),
        Field("allowed_domains", FieldKind.DOMAINS, empty=[]),
        Field("address", FieldKind.LINE),
        Field("title", FieldKind.TEXTS, empty={}),
        Field("support", FieldKind.CHOICES, empty=[], choices=_choices(Support), is_required=True),
        Field("needs", FieldKind.NEEDS, empty=[]),
        Field("countries", FieldKind.COUNTRIES, empty=[]),
        Field("currencies", FieldKind.CURRENCIES, empty=[]),
        Field("methods", FieldKind.CHOICES, empty=[], choices=_choices(Method)),
        Field("receipts", FieldKind.RECEIPTS, empty=[]),
        Field("operator", FieldKind.CHOICE, choices=_choices(Operator), is_required=True),
        Field("operator_name", FieldKind.LINE),
        Field("emergencies", FieldKind.SLUGS, empty=[]),
        Field("valid_from", FieldKind.DATE),
        Field("valid_to", FieldKind.DATE),
        Field("citation", FieldKind.CITATION, empty=None),
        Field("note", FieldKind.TEXTS, empty={}),
    ),
}
"""What a person may propose for each subject. A field that is not here cannot be set by any form or request."""


def empty_values(subject_type: str) -> dict[str, Any]:
    """Every field of the subject with nothing said: what a new one is compared with."""
    return {name: field.empty for name, field in FIELDS[subject_type].items()}


def differences(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """{field: (old, new)} for every wanted value that is not there yet."""
    return {name: (before.get(name), value) for name, value in wanted.items() if before.get(name) != value}
