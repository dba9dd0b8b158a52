"""Code that a script carries packed and runs with eval, brought back to what it was. Nothing is run."""

from __future__ import annotations

import re

from aidroute.domain.script_tokens import QUOTES, unquoted

MAX_PACKED = 40_000
REACH = 500
"""Tokens after eval in which the packed text stands: the unpacking function is short."""
MAX_BASE = 62

_WORD = re.compile(r"\b\w{1,4}\b")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def unpacked(tokens: list[str], at: int) -> str:
    """What the widespread packer made of a script, '' where its shape is not there.

    Its shape: a text, a base, a count, and the list of words, '...|...'.split('|'); each word of the text is a number
    of that base and stands for an entry of the list.
    """
    for place in range(at, min(len(tokens) - 8, at + REACH)):
        text, _, base, _, count, _, words, dot, method = tokens[place : place + 9]
        is_shape = text[:1] in QUOTES and words[:1] in QUOTES and (dot, method) == (".", "split")
        if is_shape and base.isdecimal() and count.isdecimal() and 2 <= int(base[:4]) <= MAX_BASE:
            return _filled_in(unquoted(text[:MAX_PACKED]), int(base), unquoted(words[:MAX_PACKED]).split("|"))
    return ""


def _filled_in(text: str, base: int, words: list[str]) -> str:
    def word(match: re.Match[str]) -> str:
        number = 0
        for digit in match.group():
            value = _DIGITS.find(digit)
            if not 0 <= value < base:
                return match.group()
            number = number * base + value
        return (words[number] if number < len(words) else "") or match.group()

    return _WORD.sub(word, text)
