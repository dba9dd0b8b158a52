"""Country and currency codes a visitor may ask with, from CLDR as Babel ships it."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.numbers import list_currencies

NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Two-letter codes in CLDR's territory list that name groupings, tests or 'unknown'."""


@cache
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, upper case."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)


@cache
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes CLDR knows, upper case."""
    return frozenset(list_currencies())
