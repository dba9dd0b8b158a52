"""Tracking numbers: how somebody without an account finds again what they told us. Nobody can guess another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

REPORT = "R"
SUGGESTION = "S"

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, no 1, I and L, no U: they are told apart badly on paper and on the phone."""

LENGTH = 10
"""30 letters to the tenth are about 49 bits: guessing one of a million numbers takes half a billion questions."""


def tracking_number(prefix: str, choose: Callable[[Sequence[str]], str]) -> str:
    """A new number such as 'R-7K3FP-9QXM2'. ``choose`` picks one letter, unpredictably."""
    letters = "".join(choose(LETTERS) for _ in range(LENGTH))
    return _written(prefix, letters)


def read_number(typed: str) -> str | None:
    """A number in its one spelling, None for what is none. Case, spaces and hyphens do not matter."""
    compact = "".join(character for character in typed.upper() if character not in " -\u2010\u2011\u2013")
    prefix, letters = compact[:1], compact[1:]
    if prefix not in {REPORT, SUGGESTION} or len(letters) != LENGTH or set(letters) - set(LETTERS):
        return None
    return _written(prefix, letters)


def _written(prefix: str, letters: str) -> str:
    half = LENGTH // 2
    return f"{prefix}-{letters[:half]}-{letters[half:]}"
