"""Phrases in many languages: one way to fold a text, one way to find what it says.

Both the lists and the pages go through :func:`folded`, so accents, capitals, Turkish dotless i, Arabic vowel signs,
the Armenian ligature and invisible characters make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

MAX_LINE_WORDS = 40
"""A notice is short. In a longer sentence two words that stand near each other prove nothing."""

_WORD = re.compile(r"[\w']+")
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a]"
)
"""Accents and vowel signs that stand alone after NFKD; a pattern, because a join over characters costs memory."""
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese, and Korean with its endings: words are found inside longer runs."""
_SAME = str.maketrans({"\u0131": "i", "\u2019": "'", "\u02bc": "'", "\u2018": "'", "`": "'", "\u055a": "'", "ł": "l"})


def visible(text: str) -> str:
    """The text without characters that take no room: joiners, direction marks, soft hyphens, tatweel."""
    return text if text.isascii() else _HIDDEN.sub("", text)


def folded(text: str) -> str:
    r"""The words of a text in one spelling: ' word word \n word ', blocks kept apart by line breaks."""
    plain = visible(text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.casefold())
        plain = _MARKS.sub("", plain).casefold().translate(_SAME).replace("եվ", "եւ")
    else:
        plain = plain.casefold().translate(_SAME)
    lines = (" ".join(_WORD.findall(line)) for line in plain.split("\n"))
    return " " + " \n ".join(line for line in lines if line) + " "


@lru_cache(maxsize=256)
def folded_line(text: str) -> str:
    """The same for a title, a heading, a host: one check asks a dozen times for the same few."""
    return folded(text)


@dataclass(frozen=True, slots=True)
class WordPair:
    """A statement made of two parts that stand near each other, in either order: 'campaign' ... 'has ended'.

    Words are beginnings of words, so that endings do not matter; ``unless`` are words that turn the meaning round.
    """

    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    within: int = 6
    unless: tuple[str, ...] = ()

    def find(self, lines: Iterable[list[str]]) -> str:
        """The words that say it, '' when no line does."""
        for words in lines:
            at_subject = [at for at, word in enumerate(words) if word.startswith(self.subjects)]
            if not at_subject:
                continue
            at_predicate = [at for at, word in enumerate(words) if word.startswith(self.predicates)]
            for subject in at_subject:
                for predicate in at_predicate:
                    if subject != predicate and abs(subject - predicate) <= self.within:
                        first, last = sorted((subject, predicate))
                        said = words[max(0, first - 2) : last + 2]
                        if not set(said).intersection(self.unless):
                            return " ".join(words[first : last + 1])
        return ""


@dataclass(frozen=True, slots=True)
class PhraseList:
    """What one kind of notice is said with. Phrases are whole words; a trailing '*' leaves the last word open."""

    phrases: tuple[str, ...] = ()
    pairs: tuple[WordPair, ...] = ()
    _at_word: Mapping[str, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Places of the phrases by their first word, which a text must have whole."""
    _first_words: frozenset[str] = field(default=frozenset(), init=False, repr=False, compare=False)
    """The same words as a set: of two sets the smaller one is gone through, and a page has more words than a list."""
    _open_words: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    """Places of phrases of one word that is left open: any word may begin with it."""

    def __post_init__(self) -> None:
        """Arrange the phrases by their first words: of hundreds, a page can hold only those few."""
        at_word: dict[str, list[int]] = {}
        open_words = []
        for place, phrase in enumerate(self.phrases):
            first, *others = phrase.split() or [""]
            if others or (first and phrase.endswith(" ") and phrase.startswith(" ")):
                at_word.setdefault(first, []).append(place)
            else:
                open_words.append(place)
        object.__setattr__(self, "_at_word", {word: tuple(places) for word, places in at_word.items()})
        object.__setattr__(self, "_first_words", frozenset(at_word))
        object.__setattr__(self, "_open_words", tuple(open_words))

    @staticmethod
    def from_table(table: Mapping[str, Any]) -> PhraseList:
        """Phrases of all languages of a table ``{language: [phrase, ...], pairs: [{subjects, predicates}, ...]}``."""
        phrases = [
            _pattern(phrase) for name, listed in table.items() if name not in {"pairs", "origin"} for phrase in listed
        ]
        pairs = [
            WordPair(
                subjects=_stems(pair["subjects"]),
                predicates=_stems(pair["predicates"]),
                within=int(pair.get("within", 6)),
                unless=_stems(pair.get("unless", ())),
            )
            for pair in table.get("pairs", ())
        ]
        return PhraseList(tuple(dict.fromkeys(phrases)), tuple(pairs))

    def find(self, folded_text: str) -> str:
        """The first phrase of the list that the folded text contains, '' when none."""
        first = min(self._places(folded_text), default=None)
        if first is not None:
            return self.phrases[first].strip()
        if not self.pairs:
            return ""
        return next((said for pair in self.pairs if (said := pair.find(_short_lines(folded_text)))), "")

    def count(self, folded_text: str) -> int:
        """How many different phrases of the list the folded text contains."""
        return sum(1 for _ in self._places(folded_text))

    def occurrences(self, folded_text: str) -> int:
        """How often the phrases of the list stand in the folded text, repetitions counted."""
        return sum(folded_text.count(self.phrases[at]) for at in self._places(folded_text))

    def places(self, folded_line: str) -> frozenset[int]:
        """Which words of a short folded text, counted from 0, belong to what the list knows."""
        words = folded_line.split()
        said = [self.phrases[at] for at in self._places(folded_line)]
        said += [f" {found} " for pair in self.pairs if (found := pair.find([words]))]
        return frozenset(place for phrase in said for place in _standing_at(phrase, words))

    @property
    def subjects(self) -> tuple[str, ...]:
        """Beginnings of the words that its statements are about."""
        return tuple(subject for pair in self.pairs for subject in pair.subjects)

    def _places(self, folded_text: str) -> Iterator[int]:
        """Where in the list the phrases stand that the text contains, in no order."""
        present = self._first_words & _words(folded_text)
        yield from (at for word in present for at in self._at_word[word] if self.phrases[at] in folded_text)
        yield from (at for at in self._open_words if self.phrases[at] in folded_text)


def _standing_at(phrase: str, words: list[str]) -> Iterator[int]:
    """The places of a phrase's words among the words of a line."""
    parts = phrase.split()
    begins, ends = phrase.startswith(" "), phrase.endswith(" ")
    for at in range(len(words) - len(parts) + 1):
        here = words[at : at + len(parts)]
        is_first = here[0] == parts[0] if begins and (ends or len(parts) > 1) else parts[0] in here[0]
        is_last = here[-1] == parts[-1] if ends else parts[-1] in here[-1]
        if is_first and is_last and here[1:-1] == parts[1:-1]:
            yield from range(at, at + len(parts))


@lru_cache(maxsize=16)
def _words(folded_text: str) -> frozenset[str]:
    """The different words of a text; a page is asked by a dozen lists one after the other."""
    return frozenset(folded_text.split())


@lru_cache(maxsize=16)
def _short_lines(folded_text: str) -> tuple[list[str], ...]:
    """The words of each line that is short enough to be a notice."""
    lines = (line.split() for line in folded_text.split("\n"))
    return tuple(words for words in lines if 1 < len(words) <= MAX_LINE_WORDS)


def _pattern(phrase: str) -> str:
    is_open = phrase.endswith("*")
    words = folded(phrase.removesuffix("*")).strip()
    if _WITHOUT_SPACES.search(words):
        return words
    return f" {words}" if is_open else f" {words} "


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(folded(word).strip() for word in words)
