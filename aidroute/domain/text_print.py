"""A fingerprint of a text that stays near itself when little changes (Charikar's simhash, 64 bits)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import islice, pairwise

MAX_WORDS = 3000
FEWEST_WORDS = 8
BYTES = 8
"""Of one fingerprint: 64 bits."""

ALL_BITS = 2**64 - 1
MIX = 0x9E3779B97F4A7C15
"""An odd number without pattern (2^64 over the golden ratio): a pair's hash depends on the order of its words."""


def text_print(words: Iterable[str]) -> int | None:
    """The fingerprint of the first 3000 words and their pairs; None for fewer than 8 words."""
    listed = list(islice(words, MAX_WORDS))
    if len(listed) < FEWEST_WORDS:
        return None
    hash_of = {word: _hash(word) for word in set(listed)}
    hashes = [hash_of[word] for word in listed]
    hashes += [(first * MIX + second) & ALL_BITS for first, second in pairwise(hashes)]
    digests = struct.pack(f"<{len(hashes)}Q", *hashes)
    masks = [int.from_bytes(bytes((1 << bit,)) * len(hashes), "little") for bit in range(8)]
    print_bits = 0
    for place in range(BYTES):
        # One long number holds the same byte of every hash, so that a bit is counted in all of them at once.
        column = int.from_bytes(digests[place::BYTES], "little")
        for bit, mask in enumerate(masks):
            if 2 * (column & mask).bit_count() > len(hashes):
                print_bits |= 1 << (place * 8 + bit)
    return print_bits


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ: near 32 for unrelated texts, under 10 for one text slightly edited."""
    return (one ^ other).bit_count()


@lru_cache(maxsize=16_384)
def _hash(word: str) -> int:
    """The same few thousand words make up most pages of a language."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=BYTES).digest(), "little")
