"""Finds places to pay or to write to inside a free text.

A note that says "send it to this account" moves gifts as surely as a changed address does, so an edit that puts such
a thing into any text waits for a second person. A false alarm costs a second look; a miss costs a donor's money.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

_SOURCE_KEYS = frozenset({"source"})
"""Where a citation says its address: always shown as text that is no place to give."""

_TARGET = re.compile(
    r"""
      [a-z][a-z0-9+.-]*://\S                      # any address with a scheme
    | \bwww\.\w
    | \b[\w-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+      # an e-mail address, also a veiled one
    | (?<![\w.-])(?:[\w-]+\.)+[^\W\d_]{2,24}\b      # name.tld in any script; also a missing space, which is no harm
    | \b[a-z]{2}\d{2}(?:[\s-]?[a-z0-9]{2,5}){3,8}\b  # an IBAN (ISO 13616: country, check digits, account)
    | \b(?:bc1|0x)[0-9a-z]{20,}\b                  # a wallet
    | \b[13][a-km-z1-9]{25,34}\b
    | (?:\d[\s().\u2010-\u2015-]{0,2}){8,}           # eight digits in a row: account, card or phone
    """,
    re.VERBOSE,
)

_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}\s?[-\u2013/]\s?(?:19|20)?\d{2}(?!\d)")
"""Days and spans of years are eight digits too, and no account."""


def names_payment_target(text: str) -> bool:
    """True when the text carries something a gift could be sent to: an address, an account, a wallet, a number."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return bool(_TARGET.search(_DATE.sub(" ", plain)))


def new_targets(before: Any, after: Any) -> tuple[str, ...]:
    """The texts inside ``after`` that carry a payment target and did not stand inside ``before``."""
    known = set(_texts(before))
    return tuple(text for text in _texts(after) if text not in known and names_payment_target(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _SOURCE_KEYS:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
