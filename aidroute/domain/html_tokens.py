"""A small HTML tokenizer that takes time in proportion to its input, whatever the input.

The standard library's parser rescans unclosed comments and tags and so needs minutes for a quarter of a megabyte made
to hurt it. This one follows the WHATWG rules where they decide what a donor sees: an unclosed comment or attribute
swallows the rest, the text of scripts, styles, titles and frames is no markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from html.entities import html5

MAX_TOKENS = 60_000
MAX_ATTRIBUTES = 60_000
KEPT_ATTRIBUTES = 64
MAX_VALUE = 4096
"""Of one attribute; inline images are long and say nothing."""

RAW_ELEMENTS = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
"""Elements whose content is text up to their own end tag, in browsers that run scripts (WHATWG HTML 13.2.6.2)."""

_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_ELEMENTS}
_COMMENT_END = re.compile(r"--!?>")
_TAG_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*)"""
    r"""(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<open>["'])|(?P<bare>[^\s>"'][^\s>]*))?)?)"""
)
_UNENDED_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9;])(=?)")
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")


class Kind(Enum):
    """What a token is."""

    START = auto()
    END = auto()
    TEXT = auto()
    RAW = auto()
    """The whole content of a raw element; ``name`` says which."""


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of markup. Names are lower case; text and attribute values have their references resolved."""

    kind: Kind
    name: str = ""
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(source: str) -> Iterator[Token]:
    """The markup of ``source``, at most 60,000 tokens and attributes of it."""
    scanner = _Scanner(source)
    for _ in range(MAX_TOKENS):
        token = scanner.next_token()
        if token is None:
            return
        yield token


def resolved(text: str) -> str:
    """The text with its character references resolved; absurd numbers are left out."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _HUGE_REFERENCE.sub("\ufffd", text)
    return html.unescape(text)


def _attribute_text(value: str) -> str:
    """An attribute's value. There '&currency=EUR' is no reference to a currency sign (WHATWG HTML 13.2.5.73)."""
    if "&" not in value:
        return value
    return resolved(_UNENDED_REFERENCE.sub(_kept_unless_whole, value))


def _kept_unless_whole(match: re.Match[str]) -> str:
    is_reference = not match.group(2) and match.group(1) in html5
    return match.group() if is_reference else f"&amp;{match.group()[1:]}"


class _Scanner:
    """A position in the source that only moves forward."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.raw_name = ""
        self.attributes_left = MAX_ATTRIBUTES

    def next_token(self) -> Token | None:
        while self.at < len(self.source):
            if self.raw_name:
                return self._raw()
            opens = self.source.find("<", self.at)
            if opens != self.at:
                return self._text(opens if opens >= 0 else len(self.source))
            following = self.source[opens + 1 : opens + 2]
            if following.isascii() and following.isalpha():
                return self._tag(Kind.START, opens + 1)
            if following == "/" and self.source[opens + 2 : opens + 3].isalpha():
                return self._tag(Kind.END, opens + 2)
            if following and following in "!?/":
                self._skip_declaration(opens)
            else:
                return self._text(self.source.find("<", opens + 1))
        return None

    def _text(self, end: int) -> Token:
        end = end if end >= 0 else len(self.source)
        piece, self.at = self.source[self.at : end], end
        return Token(Kind.TEXT, text=resolved(piece))

    def _skip_declaration(self, opens: int) -> None:
        if self.source.startswith("<!--", opens):
            match = _COMMENT_END.search(self.source, opens + 2)
            self.at = match.end() if match else len(self.source)
        else:
            closes = self.source.find(">", opens + 1)
            self.at = closes + 1 if closes >= 0 else len(self.source)

    def _tag(self, kind: Kind, name_at: int) -> Token | None:
        match = _TAG_NAME.match(self.source, name_at)
        if match is None:
            self.at = name_at
            return Token(Kind.TEXT, text="<")
        self.at = match.end()
        attributes = self._attributes()
        if attributes is None:
            self.at = len(self.source)
            return None
        name = match.group().lower()
        if kind is Kind.START and name in _RAW_END:
            self.raw_name = name
        return Token(kind, name, attributes=attributes)

    def _attributes(self) -> dict[str, str] | None:
        """The attributes up to the '>', None when the source ends before it: such a tag does not exist."""
        found: dict[str, str] = {}
        while self.attributes_left > 0:
            self.attributes_left -= 1
            match = _ATTRIBUTE.match(self.source, self.at)
            if match is None or match.group("open"):
                return None
            self.at = match.end()
            if match.group("end"):
                return found
            name = match.group("name").lower()
            if len(found) < KEPT_ATTRIBUTES and name not in found:
                value = match.group("double") or match.group("single") or match.group("bare") or ""
                found[name] = _attribute_text(value[:MAX_VALUE])
        return None

    def _raw(self) -> Token:
        name, self.raw_name = self.raw_name, ""
        match = _RAW_END[name].search(self.source, self.at)
        end = match.start() if match else len(self.source)
        piece, self.at = self.source[self.at : end], end
        is_text = name in {"title", "textarea"}
        return Token(Kind.RAW, name, text=resolved(piece) if is_text else piece)
