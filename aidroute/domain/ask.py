"""A visitor's question: what for, from where, how. Every part is optional; a wrong part is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from aidroute.domain.vocabulary import Method, Support, Vocabulary


class AskField(StrEnum):
    """The parts of a question, by the names they have in the address."""

    NEED = "need"
    FROM = "from"
    METHOD = "method"
    SUPPORT = "support"
    RECEIPT = "receipt"
    EMERGENCY = "emergency"
    CURRENCY = "currency"
    PURPOSE = "purpose"


ANY_PURPOSE = "any"
"""``purpose=any`` lifts the humanitarian filter."""

MAX_VALUE_LENGTH = 80
"""No word of ours is longer; a longer value is cut before it is shown again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose every part is known to be one of ours.

    ``country`` and ``receipt`` are ISO 3166-1 alpha-2, ``currency`` ISO 4217; '' means not asked.
    """

    needs: tuple[str, ...] = ()
    country: str = ""
    method: Method | None = None
    support: Support | None = None
    receipt: str = ""
    emergency: str = ""
    currency: str = ""
    any_purpose: bool = False

    @property
    def receipt_country(self) -> str:
        """Where a tax receipt would be of use: as asked, else the donor's own country."""
        return self.receipt or self.country

    @property
    def is_empty(self) -> bool:
        """True when nothing was asked for in particular."""
        return self == Ask()

    def without(self, part: AskField) -> Ask:
        """The same question with one part lifted."""
        return replace(self, **_LIFTED[part])

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The question as it stands in an address, in one fixed order: one question has one address."""
        pairs = [(AskField.NEED, need) for need in self.needs]
        pairs += [
            (AskField.FROM, self.country),
            (AskField.METHOD, self.method.value if self.method else ""),
            (AskField.SUPPORT, self.support.value if self.support else ""),
            (AskField.RECEIPT, self.receipt),
            (AskField.EMERGENCY, self.emergency),
            (AskField.CURRENCY, self.currency),
            (AskField.PURPOSE, ANY_PURPOSE if self.any_purpose else ""),
        ]
        return tuple((part.value, value) for part, value in pairs if value)


_LIFTED: dict[AskField, dict[str, Any]] = {
    AskField.NEED: {"needs": ()},
    AskField.FROM: {"country": ""},
    AskField.METHOD: {"method": None},
    AskField.SUPPORT: {"support": None},
    AskField.RECEIPT: {"receipt": ""},
    AskField.EMERGENCY: {"emergency": ""},
    AskField.CURRENCY: {"currency": ""},
    AskField.PURPOSE: {"any_purpose": True},
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of a question that is not one of our words, as it was typed, with the words it may be."""

    field: AskField
    value: str
    allowed: tuple[str, ...]


class BadAsk(ValueError):
    """The question has parts we do not know; ``problems`` names each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems for the page that explains them."""
        super().__init__(", ".join(f"{problem.field}={problem.value}" for problem in problems))
        self.problems = tuple(problems)


@dataclass
class _Reading:
    parameters: Mapping[str, Sequence[str]]
    problems: list[Problem] = field(default_factory=list)

    def many(self, part: AskField, allowed: Iterable[str]) -> tuple[str, ...]:
        known = tuple(allowed)
        found: dict[str, None] = {}
        for raw in self.parameters.get(part.value, ()):
            value = raw.strip()
            if not value:
                continue
            if value in known:
                found[value] = None
            else:
                self.problems.append(Problem(part, value[:MAX_VALUE_LENGTH], known))
        return tuple(found)

    def one(self, part: AskField, allowed: Iterable[str], *, upper: bool = False) -> str:
        """The single value of a part. Given twice with different values, the second is a problem too."""
        known = tuple(sorted(allowed)) if upper else tuple(allowed)
        typed = [raw.strip() for raw in self.parameters.get(part.value, ()) if raw.strip()]
        values: dict[str, str] = {}
        for raw in typed:
            values.setdefault(raw.upper() if upper else raw, raw)
        kept = ""
        for value in values:
            if value not in known or kept:
                self.problems.append(Problem(part, values[value][:MAX_VALUE_LENGTH], known))
            else:
                kept = value
        return kept


def parse_ask(parameters: Mapping[str, Sequence[str]], vocabulary: Vocabulary, emergencies: Iterable[str]) -> Ask:
    """Read a question from an address's parameters (name to list of values).

    Unknown parameter names are left alone: partners add their own. Raises :class:`BadAsk` naming every
    part that is not one of our words.
    """
    reading = _Reading(parameters)
    needs = reading.many(AskField.NEED, vocabulary.needs)
    country = reading.one(AskField.FROM, vocabulary.countries, upper=True)
    method = reading.one(AskField.METHOD, Method)
    support = reading.one(AskField.SUPPORT, Support)
    receipt = reading.one(AskField.RECEIPT, vocabulary.countries, upper=True)
    emergency = reading.one(AskField.EMERGENCY, emergencies)
    currency = reading.one(AskField.CURRENCY, vocabulary.currencies, upper=True)
    purpose = reading.one(AskField.PURPOSE, (ANY_PURPOSE,))
    if reading.problems:
        raise BadAsk(reading.problems)
    return Ask(
        needs=needs,
        country=country,
        method=Method(method) if method else None,
        support=Support(support) if support else None,
        receipt=receipt,
        emergency=emergency,
        currency=currency,
        any_purpose=purpose == ANY_PURPOSE,
    )
