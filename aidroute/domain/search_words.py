"""Words as people type them, brought to one skeleton: any script, any usual transliteration, typos near by.

'Caritas', 'Karitas', 'Каритас' and 'Կարիտաս' have the same skeleton. The letter tables follow the usual
popular romanizations (ISO 9985 for Armenian and BGN/PCGN for Russian and Ukrainian without their accents).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_LETTERS = {
    # Armenian
    "ու": "u", "և": "ev", "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "", "թ": "t",
    "ժ": "zh", "ի": "i", "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh", "ճ": "ch", "մ": "m",
    "յ": "y", "ն": "n", "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t",
    "ր": "r", "ց": "ts", "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f",
    # Cyrillic
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    # Greek
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "kh", "ψ": "ps", "ω": "o",
    # Latin letters that no decomposition turns into plain ones
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
_LETTER = re.compile("|".join(sorted(map(re.escape, _LETTERS), key=len, reverse=True)))

_SOUNDS = (
    (re.compile(r"shch|sch"), "sh"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"dzh|dj"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<!s)(?<!c)[kg]h"), "h"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"y"), "i"),
    (re.compile(r"t[sz]"), "s"),
    (re.compile(r"c(?=[ei])"), "s"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=...[^aeiou])e$"), ""),
)
"""Spellings that sound alike in the languages names are written in, in the order they are applied."""

_APOSTROPHES = re.compile("['’‘ʼ՚`´]")
_WORD = re.compile(r"\w+")
SMALL_WORDS = frozenset({"of", "the", "for", "and", "de", "la", "le", "les", "des", "du", "in", "to", "a", "e", "i"})
"""Skeletons of words that carry no name; not counted when others were typed too."""

MAX_QUERY_WORDS = 8
MAX_WORD_LENGTH = 40
SHORTEST_WITH_TYPO = 4
"""In shorter words one wrong letter makes another word."""


def words(text: str) -> list[str]:
    """The words of a text, case and accents folded, in their own script."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return [word[:MAX_WORD_LENGTH] for word in _WORD.findall(plain.replace("_", " "))]


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The sound of one folded word in plain letters; a script we have no table for stays as it is."""
    plain = _LETTER.sub(lambda found: _LETTERS[found.group()], word)
    for spelling, sound in _SOUNDS:
        plain = spelling.sub(sound, plain)
    return plain or word


def skeletons(text: str) -> list[str]:
    """Skeletons of all words of a text, in their order."""
    return [skeleton(word) for word in words(text)]


def acronyms(name: str) -> set[str]:
    """The initials people use for a name of three words or more, with and without its small words."""
    sounds = words(name)
    if len(sounds) < 3:
        return set()
    spoken = [word for word in sounds if skeleton(word) not in SMALL_WORDS]
    initials = {"".join(word[0] for word in sounds), "".join(word[0] for word in spoken)}
    return {skeleton(text) for text in initials if len(text) > 2}


def near(sound: str) -> set[str]:
    """A skeleton and what is left of it without any one letter: two that are one typo apart share one of these."""
    if len(sound) < SHORTEST_WITH_TYPO:
        return {sound}
    return {sound} | {sound[:place] + sound[place + 1 :] for place in range(len(sound))}


def is_one_typo_apart(one: str, other: str) -> bool:
    """True when one letter is missing, too many, wrong or changed places with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, left = one[start:], other[start:]
    return (
        rest[1:] == left
        or rest == left[1:]
        or rest[1:] == left[1:]
        or (rest[:2] == left[1::-1] and rest[2:] == left[2:])
    )


def name_words(names: Iterable[str]) -> set[str]:
    """All that finds an organization: skeletons of its names' words, joined pairs, whole names, acronyms."""
    found: set[str] = set()
    for name in names:
        sounds = skeletons(name)
        found.update(sounds)
        found.update(one + two for one, two in pairwise(sounds))
        found.add("".join(sounds)[:MAX_WORD_LENGTH])
        found |= acronyms(name)
    return found - {""}
