"""Host names made to be misread: mixed scripts, letters that look like others, known names one letter off.

A warning is for the people who decide about a proposal; both spellings are shown to them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ACE_PREFIX = "xn--"


class HostWarningCode(StrEnum):
    """What is suspicious about a host name."""

    PUNYCODE = "punycode"
    """Not suspicious by itself; the reader should see both spellings."""
    MIXED_SCRIPT = "mixed_script"
    WHOLE_SCRIPT = "looks_latin"
    """All letters are of another script, and all look Latin."""
    INVISIBLE = "invisible_or_bidi"
    LOOKS_LIKE_KNOWN = "looks_like_known"
    ONE_LETTER_OFF = "one_letter_off"
    KNOWN_NAME_INSIDE = "known_name_inside"
    """A known name stands in front of or inside somebody else's domain: charity.org.example.net."""
    NEW_SUBDOMAIN = "new_subdomain"
    """Below a known host, but not known itself: on some platforms anybody can have one."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class HostWarning:
    """One suspicion. ``known_host`` is the host that could be mistaken for it, '' when it is not about one."""

    code: HostWarningCode
    known_host: str = ""


_CONFUSABLE = str.maketrans(
    {
        pair[0]: pair[1]
        for pair in (
            # Cyrillic
            *("аa", "еe", "оo", "рp", "сc", "уy", "хx", "іi", "јj", "ѕs", "ԁd", "һh", "ӏl", "ԛq", "ԝw", "ьb", "вb"),
            *("мm", "нh", "кk", "тt", "гr", "пn", "зe", "ѵv", "ҽe", "ғf"),
            # Greek
            *("οo", "αa", "ρp", "υu", "ιi", "νv", "τt", "κk", "εe", "ωw", "γy", "ηn", "χx", "βb", "ϲc"),
            # Armenian
            *("օo", "սu", "ոn", "հh", "ցg", "զq", "յj", "լl", "քp", "տm", "աw", "գq", "կu"),
            # Latin letters outside ASCII
            *("ıi", "ɑa", "ɡg", "łl", "øo", "đd", "ħh", "ʟl", "ɪi", "ᴏo"),
            # Digits
            *("0o", "1l", "3e", "5s", "8b"),
        )
    }
)
"""Letters and digits that most fonts draw alike, and the ASCII letter each is taken for."""

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("lj", "ij"))


def host_for_reading(host: str) -> str:
    """A host as people should see it: in its own script, unless that could be misread; then as it travels.

    ``host`` is lower-case ASCII. Names in one script of their own come back decoded.
    """
    decoded = _decoded(host)
    if decoded == host:
        return host
    return host if _script_warnings(decoded) else decoded


def host_warnings(host: str, known_hosts: Iterable[str] = ()) -> tuple[HostWarning, ...]:
    """Every suspicion about ``host`` (ASCII), among others against hosts that are known and trusted."""
    decoded = _decoded(host)
    found = [HostWarning(HostWarningCode.PUNYCODE)] if ACE_PREFIX in host else []
    found += [HostWarning(code) for code in _script_warnings(decoded)]
    known_list = tuple(dict.fromkeys(each.lower() for each in known_hosts))
    for known in known_list if host not in known_list else ():
        code = _against(host, decoded, known)
        if code is not None:
            found.append(HostWarning(code, known))
    return tuple(found)


def skeleton(host: str) -> str:
    """What a host looks like at a glance: accents dropped, look-alike letters made the same."""
    plain = unicodedata.normalize("NFKD", host.lower())
    text = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_CONFUSABLE)
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    return text.replace("-", "")


def _against(host: str, decoded: str, known: str) -> HostWarningCode | None:
    if host == known or known.endswith("." + host) or host == f"www.{known}":
        return None
    if host.endswith("." + known):
        return HostWarningCode.NEW_SUBDOMAIN
    ours, theirs = _bare(decoded), _bare(_decoded(known))
    if skeleton(ours) == skeleton(theirs):
        return HostWarningCode.LOOKS_LIKE_KNOWN
    if f".{known}." in f".{host}" or f".{known.replace('.', '-')}." in f".{host}.":
        return HostWarningCode.KNOWN_NAME_INSIDE
    if len(theirs) > 5 and _is_one_off(ours, theirs):
        return HostWarningCode.ONE_LETTER_OFF
    return None


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _decoded(host: str) -> str:
    labels = []
    for label in host.split("."):
        if not label.startswith(ACE_PREFIX):
            labels.append(label)
            continue
        try:
            labels.append(label.removeprefix(ACE_PREFIX)[:63].encode("ascii").decode("punycode"))
        except (UnicodeError, ValueError, OverflowError):
            labels.append(label)
    return ".".join(labels)


def _script_warnings(decoded: str) -> list[HostWarningCode]:
    found = []
    if any(unicodedata.category(letter) in {"Cf", "Cc", "Cn", "Co", "Cs", "Mn", "Zs"} for letter in decoded):
        found.append(HostWarningCode.INVISIBLE)
    if any(ACE_PREFIX in label for label in decoded.split(".")):
        found.append(HostWarningCode.UNREADABLE)
    for label in decoded.split("."):
        scripts = {_script(letter) for letter in label if letter.isalpha()}
        if len(scripts - {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}) > 1:
            found.append(HostWarningCode.MIXED_SCRIPT)
        elif scripts and "LATIN" not in scripts and skeleton(label).isascii() and not label.isascii():
            found.append(HostWarningCode.WHOLE_SCRIPT)
    return list(dict.fromkeys(found))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]


def _is_one_off(one: str, other: str) -> bool:
    """One letter more, fewer, different, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        is_swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or is_swapped
    shorter, longer = sorted((one, other), key=len)
    return shorter[start:] == longer[start + 1 :]
