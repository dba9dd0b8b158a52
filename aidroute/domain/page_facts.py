"""The facts of one page as plain values, before anybody judges them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ContentKind(StrEnum):
    """What the bytes are, by magic first and by declared type second."""

    EMPTY = "empty"
    HTML = "html"
    TEXT = "text"
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"
    EXECUTABLE = "executable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Form:
    """One form, or a button with a target of its own. ``action`` is absolute, <base href> counted in."""

    action: str
    host: str
    method: str = "get"
    fields: tuple[str, ...] = ()
    """'type:name' of what a visitor fills in or chooses, lower case."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Name and value of hidden fields: payment buttons keep the payee there."""
    text: str = ""
    """What stands on and around its buttons."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link or button with what it says."""

    url: str
    host: str
    text: str = ""
    is_hidden: bool = False
    is_within_text: bool = False
    """True for a link in the middle of a line: a story's link rather than a button."""
    is_marked: bool = False
    """True when its class or id says that it asks for a gift."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame, embed or object. ``is_hidden`` for those nobody sees (no size, display none)."""

    url: str
    host: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """The page sends a browser elsewhere by itself. ``kind`` as in ``Hop.kind``: meta_refresh or script."""

    kind: str
    url: str
    host: str
    is_certain: bool = True
    """False when the script asks something first: a referrer, a device, a country."""


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of one page. All texts are bounded; hosts are lower-case ASCII where they could be read."""

    kind: ContentKind = ContentKind.EMPTY
    url: str = ""
    charset: str = ""
    language: str = ""
    title: str = ""
    headings: tuple[str, ...] = ()
    """The first h1 texts."""
    text: str = ""
    """What a reader sees, one block per line."""
    hidden_text: str = ""
    """What stands in attributes and hidden elements: payment addresses hide there."""
    words: str = ""
    """``text`` folded for phrase lists (``phrases.folded``)."""
    text_simhash: int | None = None
    forms: tuple[Form, ...] = ()
    links: tuple[PageLink, ...] = ()
    frames: tuple[Frame, ...] = ()
    script_origins: tuple[str, ...] = ()
    """Hosts of scripts, the page's own included."""
    script_urls: tuple[str, ...] = ()
    inline_scripts: str = ""
    """The start of the page's own scripts."""
    script_values: tuple[tuple[str, str, str], ...] = ()
    """Address of a script, and name and value of a data-* attribute that it is given."""
    base_url: str = ""
    """Where the page's relative addresses lead, when it says so itself."""
    named_values: tuple[tuple[str, str], ...] = ()
    """data-* attributes, and all attributes of elements that scripts define."""
    redirects: tuple[Redirect, ...] = ()
    image_count: int = 0
    is_cut: bool = False
    """True when the reading ended before the page did."""

    @property
    def word_count(self) -> int:
        """How many words a reader sees."""
        return len(self.words.split())
