"""Whether a number is an approved account written otherwise: the end of its IBAN, the phone with its country's code."""

from __future__ import annotations

from collections.abc import Iterable

FEWEST_DIGITS = 7
"""Banks give out account numbers; nobody opens accounts until this many digits agree by chance."""
FEWEST_OF_A_PHONE = 8
LONGEST_COUNTRY_CODE = 3
"""Digits of a country's telephone code at most (ITU-T E.164)."""
_COUNTRY = 2
_COUNTRY_AND_CHECK = 4
_KIND = "account:"


def is_same_account(target: str, approved: Iterable[str]) -> bool:
    """True when ``target`` ('account:<digits>') is one of the ``approved`` targets in another spelling.

    An account is the end of its IBAN, or all of it but the country or the check digits. A phone that takes transfers
    is the same with and without its country's code.
    """
    digits = target.removeprefix(_KIND)
    if not target.startswith(_KIND) or not digits.isdigit():
        return False
    return any(_is_in_iban(digits, each) or _is_same_phone(digits, each) for each in approved)


def _is_in_iban(digits: str, approved: str) -> bool:
    kind, _, iban = approved.partition(":")
    if kind != "iban" or len(digits) < FEWEST_DIGITS:
        return False
    return digits == iban[_COUNTRY:] or (len(digits) <= len(iban) - _COUNTRY_AND_CHECK and iban.endswith(digits))


def _is_same_phone(digits: str, approved: str) -> bool:
    other = approved.removeprefix(_KIND)
    if not approved.startswith(_KIND) or not other.isdigit():
        return False
    shorter, longer = sorted((digits.lstrip("0"), other.lstrip("0")), key=len)
    is_long_enough = len(shorter) >= FEWEST_OF_A_PHONE
    return is_long_enough and len(longer) - len(shorter) <= LONGEST_COUNTRY_CODE and longer.endswith(shorter)
