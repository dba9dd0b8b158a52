"""Which of the organizations that a search came near to is meant: pure ordering, the best first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from aidroute.domain.search_words import (
    MAX_QUERY_WORDS,
    SHORTEST_WITH_TYPO,
    SMALL_WORDS,
    is_one_typo_apart,
    name_words,
    skeletons,
)

EXACT, BEGINNING, TYPO = 1.0, 0.75, 0.6
"""How much a typed word counts that is a name's word, begins it, or is one letter away from it."""
ENOUGH = 0.34
"""An organization that matches less than this share of what was typed is not what was meant."""


def query_words(query: str) -> list[str]:
    """The skeletons that are searched for: small words only when nothing else was typed."""
    typed = [sound for sound in skeletons(query) if sound]
    meant = [sound for sound in typed if sound not in SMALL_WORDS]
    return list(dict.fromkeys(meant or typed))[:MAX_QUERY_WORDS]


def rank(query: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Slugs in the order in which their names answer ``query``; those that do not are left out.

    ``names`` are the names of each candidate. Rare words weigh more than words that many candidates share.
    """
    typed = query_words(query)
    if not typed:
        return []
    lexicon = {slug: name_words(values) for slug, values in names.items()}
    quality = {slug: [_best(word, known) for word in typed] for slug, known in lexicon.items()}
    weights = [
        1 / (1 + math.log1p(sum(found[place] == EXACT for found in quality.values()))) for place in range(len(typed))
    ]
    whole = "".join(typed)
    scored = []
    for slug, found in quality.items():
        share = sum(weight * value for weight, value in zip(weights, found, strict=True)) / sum(weights)
        if share >= ENOUGH:
            scored.append((-share, _unspoken(whole, names[slug]), slug))
    return [slug for *_, slug in sorted(scored)]


def _best(word: str, known: set[str]) -> float:
    if word in known:
        return EXACT
    if len(word) >= 3 and any(name.startswith(word) for name in known):
        return BEGINNING
    if len(word) >= SHORTEST_WITH_TYPO and any(is_one_typo_apart(word, name) for name in known):
        return TYPO
    return 0.0


def _unspoken(whole: str, names: Sequence[str]) -> int:
    """How many letters of the nearest name were not typed: the shorter name is the likelier one."""
    return min((abs(len("".join(query_words(name))) - len(whole)) for name in names), default=0)
