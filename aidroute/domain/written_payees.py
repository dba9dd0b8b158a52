"""Payees that stand written out where no link leads to them: addresses in a text, and what a code to scan holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MAX_FOUND = 200

_ADDRESS = re.compile(
    r"(?<![\w.@-])(?:https?://)?((?:[\w-]{1,63}\.){1,4}[a-z]{2,12}/[\w$@][\w@$./?=&%+-]{1,150})", re.IGNORECASE
)
_ENDING = re.compile(r"\.[a-z]{2,12}/", re.IGNORECASE)
"""In every address with a path; looking for it first spares the long pattern on most pages."""
_MERCHANT_CODE = re.compile(r"(?<![0-9A-Za-z])000201[0-9A-Za-z][\x21-\x7e \u00a0]{24,500}")
_ADDRESS_REST = re.compile(r"/\S*")
"""A code made for one gift holds an address with a number of its own; whose address it is stays."""
_FIELD = re.compile(r"(\d\d)(\d\d)")
_ACCOUNTS = range(26, 52)
"""Fields of EMVCo's merchant-presented codes that say who is paid; Pix, PromptPay, QRIS and PayNow fill them."""


def written_addresses(text: str) -> Iterator[str]:
    """Web addresses with a path that a text names, scheme or not, made absolute."""
    plain = text.replace("\\/", "/")
    found = islice(_ADDRESS.finditer(plain), MAX_FOUND) if _ENDING.search(plain) else ()
    yield from (f"https://{match.group(1).rstrip('.')}" for match in found)


def merchant_codes(text: str) -> Iterator[str]:
    """``emv:<accounts>`` of payment codes that people scan or paste; sums and names in them are left out."""
    for match in islice(_MERCHANT_CODE.finditer(text), MAX_FOUND):
        accounts = _accounts(match.group())
        if accounts:
            yield f"emv:{accounts}"


def _accounts(code: str) -> str:
    """The account fields of a code: two digits of number, two of length, the value, and so on to its end."""
    kept, at = [], 0
    while field := _FIELD.match(code, at):
        number, length = int(field.group(1)), int(field.group(2))
        at = field.end() + length
        if at > len(code) or length == 0:
            break
        if number in _ACCOUNTS:
            kept.append(_ADDRESS_REST.sub("", code[field.end() : at].strip().lower()))
    return " ".join(kept)
