"""Bank accounts in a text: IBANs by their check digits (ISO 13616, ISO 7064 mod 97-10).

At home two countries leave the letters out: Poland's NRB is an IBAN without "PL", Portugal's NIB one without "PT50".
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from aidroute.domain.phrases import visible

LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})([0-9]{2})",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 "
        "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 "
        "KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 "
        "PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 "
        "VA22 VG24 XK20 YE30",
    )
}
"""Characters of a whole IBAN by country, from the SWIFT registry of ISO 13616."""

MAX_CANDIDATES = 400
FEWEST_DIGITS = 8
"""Every country's account part has at least this many; words that happen to fit have none."""

_START = re.compile(
    r"(?<![A-Za-z0-9])(?:[Ii][Bb][Aa][Nn])?([A-Za-z]{2}[ .\-]{0,2}[0-9][ .\-]{0,2}[0-9])"
    r"(?=[ .\-:|/\u00b7\n]{0,3}[A-Za-z0-9])"
)
_SEPARATORS = frozenset(" .-\u00b7:|/\t\n")
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХІЅЈ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXISJ" + "ABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals that look Latin: a bank's form takes them for what they look like, after retyping."""
_ODD_SPACE = re.compile(r"[^\S\n ]")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad_]")

_AT_HOME = re.compile(
    r"(?<![\w.,])(?:[0-9]{2}(?P<nrb>[ -]?)[0-9]{4}(?:(?P=nrb)[0-9]{4}){5}"
    r"|[0-9]{4}(?P<nib>[ .-]?)[0-9]{4}(?P=nib)[0-9]{11}(?P=nib)[0-9]{2}"
    r"|[0-9]{4}(?P<four>[ .-])[0-9]{4}(?:(?P=four)[0-9]{4}){3}(?P=four)[0-9])(?!\w)"
)
"""The ways in which these are printed: whole, or in the groups that are usual there."""
_FRONT = {26: "PL", 21: "PT50"}
"""What is missing, by the number of digits. A NIB's own check digits give every IBAN of Portugal the same two."""


def ibans(text: str) -> tuple[str, ...]:
    """The valid IBANs of a text, in compact upper-case form, each once, in order; those without letters last.

    Spaces of any width, invisible characters, dashes, line breaks, digits of other scripts and look-alike letters
    between and instead of its characters do not hide one.
    """
    plain = visible(text).replace("\u2116", "#")
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", plain)).translate(_LOOKALIKES)
    plain = _ODD_SPACE.sub(" ", _FOREIGN_DIGIT.sub(_as_ascii_digit, plain))
    found: dict[str, None] = {}
    for count, match in enumerate(_START.finditer(plain)):
        if count >= MAX_CANDIDATES:
            break
        compact = _collected(plain, match.start(1))
        if compact and is_iban(compact):
            found[compact] = None
    for match in islice(_AT_HOME.finditer(plain), MAX_CANDIDATES):
        digits = "".join(character for character in match.group() if character.isdigit())
        if is_iban(_FRONT[len(digits)] + digits):
            found[_FRONT[len(digits)] + digits] = None
    return tuple(found)


def _as_ascii_digit(match: re.Match[str]) -> str:
    """Arabic, Persian, Indian and other digits: a bank's form takes them, or whoever retypes them does."""
    return str(unicodedata.decimal(match.group()))


def is_iban(compact: str) -> bool:
    """Whether a compact upper-case string is an IBAN: known country, its length, right check digits."""
    if len(compact) != LENGTHS.get(compact[:2], 0) or not compact.isascii() or not compact.isalnum():
        return False
    if sum(character.isdigit() for character in compact[4:]) < FEWEST_DIGITS or not compact[2:4].isdigit():
        return False
    number = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return int(number) % 97 == 1


def _collected(text: str, start: int) -> str:
    length = LENGTHS.get("".join(text[start : start + 2]).upper(), 0)
    if not length:
        return ""
    kept: list[str] = []
    gap = 0
    for character in text[start : start + length * 4]:
        if character.isascii() and character.isalnum():
            kept.append(character)
            gap = 0
        elif character not in _SEPARATORS or gap >= 3:
            break
        else:
            gap += 1
        if len(kept) == length:
            return "".join(kept).upper()
    return ""
