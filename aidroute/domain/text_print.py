"""A fingerprint of a text that stays near itself when little changes (Charikar's simhash, 64 bits)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice, pairwise

MAX_WORDS = 3000
FEWEST_WORDS = 8
BITS = 64
LANE = 16
"""Bits of one counter; 2 x 3000 features fit."""

# For each byte the number that adds one to the counters of its set bits: eight counters are added at once.
_LANES = tuple(sum(1 << (bit * LANE) for bit in range(8) if byte >> bit & 1) for byte in range(256))


def text_print(words: Iterable[str]) -> int | None:
    """The fingerprint of the first 3000 words and their pairs; None for fewer than 8 words."""
    listed = list(islice(words, MAX_WORDS))
    if len(listed) < FEWEST_WORDS:
        return None
    sums = [0] * (BITS // 8)
    features = 0
    for feature in _features(listed):
        features += 1
        for place, byte in enumerate(blake2b(feature.encode("utf-8", "replace"), digest_size=BITS // 8).digest()):
            sums[place] += _LANES[byte]
    print_bits = 0
    for place, total in enumerate(sums):
        for bit in range(8):
            if 2 * (total >> (bit * LANE) & ((1 << LANE) - 1)) > features:
                print_bits |= 1 << (place * 8 + bit)
    return print_bits


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ: near 32 for unrelated texts, under 10 for one text slightly edited."""
    return (one ^ other).bit_count()


def _features(words: Sequence[str]) -> Iterable[str]:
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
