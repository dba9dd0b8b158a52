"""Finds places to pay or to write to inside a free text.

A note that says "send it to this account" moves gifts as surely as a changed address does, so an edit that puts such
a thing into any text waits for a second person; so does a new address as the source of a claim, which pages link to.
A false alarm costs a second look; a miss costs a donor's money.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

_TARGET = re.compile(
    r"""
      [a-z][a-z0-9+.-]*://\S                      # any address with a scheme
    | \bwww\.\w
    | \b[\w-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+      # an e-mail address, also a veiled one
    | (?<![\w.-])(?:[\w-]+\.)+[^\W\d_]{2,24}\b      # name.tld in any script; also a missing space, which is no harm
    | \b[a-z]{2}\d{2}(?:[\s-]?[a-z0-9]{2,5}){3,8}\b  # an IBAN (ISO 13616: country, check digits, account)
    | \b(?:bc1|0x)[0-9a-z]{20,}\b                  # a wallet
    | \b[13][a-km-z1-9]{25,34}\b
    | (?:\d[\s().\u2010-\u2015/_:\u00b7\u2022-]{0,2}){8,}  # eight digits in a row: account, card or phone
    """,
    re.VERBOSE,
)

_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}\s?[-\u2013/]\s?(?:19|20)?\d{2}(?!\d)")
"""Days and spans of years are eight digits too, and no account."""


_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories of characters that take no room: joiners, soft hyphens, variation selectors, marks on a letter."""

_DOT = re.compile(r"\u3002|\s?[\[(]\s?(?:\.|dot)\s?[\])]\s?")
"""An ideographic full stop, which browsers read as a dot in a name, and a dot in brackets."""


def names_payment_target(text: str) -> bool:
    """True when the text carries something a gift could be sent to: an address, an account, a wallet, a number."""
    plain = unicodedata.normalize("NFKC", text).lower()
    seen = "".join(each for each in plain if unicodedata.category(each) not in _UNSEEN)
    return bool(_TARGET.search(_DATE.sub(" ", _DOT.sub(".", seen))))


def new_targets(before: Any, after: Any) -> tuple[str, ...]:
    """The texts inside ``after`` that carry a payment target and did not stand inside ``before``."""
    known = set(_texts(before))
    return tuple(text for text in _texts(after) if text not in known and names_payment_target(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
