"""What a maintainer's password must be: long, and not one of those that everybody tries first.

No rules about digits and signs (NIST SP 800-63B 3.1.1.2, OWASP ASVS 5.0 6.2): they make passwords worse, not better.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5

_LOOKALIKES = str.maketrans("013457@$!|", "oleastasil")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "йцукенгшщзхъфывапролджэячсмитьбю",
)
_RUN = 4


class PasswordProblem(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_PLAIN = "too_plain"
    """One or a few characters over and over, or the keys in their order."""
    COMMON = "common"
    ABOUT_YOU = "about_you"


def normalized(password: str) -> str:
    """The one spelling in which a password is hashed, whatever keyboard typed it."""
    return unicodedata.normalize("NFKD", password)


def problem_of(password: str, about: Iterable[str], common: frozenset[str]) -> PasswordProblem | None:
    """Why this password is not taken, None when it is.

    ``about`` are words anybody can know about the person (name, e-mail address); ``common`` are stems of passwords
    that are tried first, in small letters.
    """
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    plain = normalized(password).lower()
    if len(set(plain)) < FEWEST_DIFFERENT or _without_runs(plain) < SHORTEST // 2:
        return PasswordProblem.TOO_PLAIN
    rest = _letters(plain)
    if not _left_after(rest, common):
        return PasswordProblem.COMMON
    if not _left_after(rest, frozenset(_words(about)) | common):
        return PasswordProblem.ABOUT_YOU
    return None


def _letters(plain: str) -> str:
    """The letters, with digits and signs that stand for letters put back and trailing numbers taken off."""
    core = plain.rstrip("0123456789!?.*#-_ ")
    return "".join(letter for letter in core.translate(_LOOKALIKES) if letter.isalpha())


def _left_after(letters: str, stems: frozenset[str]) -> bool:
    """True when taking out the stems leaves something that must be guessed."""
    for stem in sorted(stems, key=len, reverse=True):
        letters = letters.replace(stem, "")
    return len(letters) >= SHORTEST // 2


def _words(about: Iterable[str]) -> list[str]:
    text = " ".join(about).lower()
    parts = "".join(letter if letter.isalpha() else " " for letter in normalized(text)).split()
    return [part for part in parts if len(part) >= 3]


def _without_runs(plain: str) -> int:
    """How many characters there are when each run along a keyboard or the alphabet counts once."""
    kept, at = 0, 0
    while at < len(plain):
        kept += 1
        at += max(_run_length(plain, at), 1)
    return kept


def _run_length(plain: str, at: int) -> int:
    longest = 1
    for row in _ROWS:
        for line in (row, row[::-1]):
            length = 1
            while at + length < len(plain) and plain[at : at + length + 1] in line:
                length += 1
            longest = max(longest, length)
    same = 1
    while at + same < len(plain) and plain[at + same] == plain[at]:
        same += 1
    longest = max(longest, same)
    return longest if longest >= _RUN else 1
