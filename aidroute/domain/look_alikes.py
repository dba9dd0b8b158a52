"""Warns about hosts that look like somebody else's: what a tired reader takes for the known name.

A warning never refuses anything. It stands beside the proposal, with the host in its plain ASCII form, so that the
second person looks twice. Letters that look alike were chosen by hand among the scripts our readers meet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from aidroute.domain.host_names import HostRules

_ALIKE = str.maketrans(
    {
        # Cyrillic
        "а": "a", "в": "b", "е": "e", "ѐ": "e", "ё": "e", "з": "e", "і": "l", "ї": "l", "ј": "j", "к": "k", "м": "m",
        "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y", "х": "x", "ѕ": "s", "һ": "h", "ԁ": "d", "ԛ": "q",
        "ԝ": "w", "ь": "b", "п": "n", "г": "r",
        # Armenian
        "օ": "o", "ո": "n", "ս": "u", "հ": "h", "ց": "g", "զ": "q", "լ": "l", "յ": "j", "ա": "w", "ռ": "n", "տ": "un",
        "ք": "p", "ի": "h", "խ": "lu", "ւ": "l",
        # Greek
        "α": "a", "γ": "y", "ε": "e", "η": "n", "ι": "l", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "σ": "o", "τ": "t",
        "υ": "u", "χ": "x", "ω": "w",
        # Latin and digits
        "ı": "l", "ɑ": "a", "ɡ": "g", "ł": "l", "ø": "o", "0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "8": "b",
        "-": "", "_": "", ".": "",
    }
)  # fmt: skip

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
_SHORTEST_NAME = 5
"""Shorter names are too near to too many others."""


class HostWarning(StrEnum):
    """Why a host deserves a second look."""

    PUNYCODE = "punycode"
    """Written in another script: the ASCII form is the true one."""
    MIXED_SCRIPTS = "mixed_scripts"
    LOOKS_LIKE = "looks_like"
    """Another domain with the same shape is known."""
    OTHER_ENDING = "other_ending"
    """The known name under another ending: example.net beside example.org."""
    KNOWN_NAME_INSIDE = "known_name_inside"
    """Begins like a known name and belongs to somebody else: example.org.thief.test."""


@dataclass(frozen=True, slots=True)
class HostRemark:
    """One warning; ``other`` is the known domain it reminds of, '' for none."""

    warning: HostWarning
    other: str = ""


def host_warnings(host: str, known_domains: Iterable[str], rules: HostRules) -> tuple[HostRemark, ...]:
    """What is odd about an ASCII host, beside the registrable domains that are known already."""
    own = rules.registrable_domain(host)
    known = set(known_domains)
    shown = [_decoded(label) for label in host.split(".")]
    remarks = []
    if any(label.startswith("xn--") for label in host.split(".")):
        remarks.append(HostRemark(HostWarning.PUNYCODE))
    if any(len(_scripts(label)) > 1 for label in shown):
        remarks.append(HostRemark(HostWarning.MIXED_SCRIPTS))
    if own not in known:
        remarks += _reminders(host, own, known)
    return tuple(remarks)


def shown_host(host: str) -> str:
    """The host in its own script; the same text when it is plain ASCII already."""
    return ".".join(map(_decoded, host.split(".")))


def skeleton(name: str) -> str:
    """One shape for all spellings that look the same."""
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(each for each in plain if not unicodedata.combining(each)).translate(_ALIKE)
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    return plain


def _reminders(host: str, own: str, known: set[str]) -> Iterator[HostRemark]:
    own_name = _decoded(own.partition(".")[0])
    before = host.removesuffix(own).rstrip(".")
    for other in sorted(known):
        name = _decoded(other.partition(".")[0])
        if len(name) < _SHORTEST_NAME:
            continue
        if own_name == name:
            yield HostRemark(HostWarning.OTHER_ENDING, other)
        elif _is_near(skeleton(own_name), skeleton(name)):
            yield HostRemark(HostWarning.LOOKS_LIKE, other)
        elif skeleton(name) in skeleton(before) or skeleton(name) in skeleton(own_name):
            yield HostRemark(HostWarning.KNOWN_NAME_INSIDE, other)


def _is_near(one: str, other: str) -> bool:
    """The same shape, or one letter added, missing, exchanged or swapped with its neighbour."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), None)
    if at is None:
        return True
    tails = (one[at + 1 :] == other[at + 1 :], one[at:] == other[at + 1 :], one[at + 1 :] == other[at:])
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return any(tails) or swapped


def _scripts(label: str) -> set[str]:
    return {unicodedata.name(letter, "UNKNOWN").partition(" ")[0] for letter in label if letter.isalpha()}


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
