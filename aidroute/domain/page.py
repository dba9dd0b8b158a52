"""What a page says, as plain facts: read once, within fixed bounds, however hostile it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aidroute.domain.observation import Body

MAX_INPUT = 262_144
MAX_TITLE = 300


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
    """One form. ``action`` is absolute, resolved against <base href>; ``fields`` are lower-case names and types."""

    action: str
    host: str
    method: str = "get"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link or button with what it says."""

    url: str
    host: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """An inline frame. ``is_hidden`` for frames nobody sees (no size, display none)."""

    url: str
    host: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of one page. All texts are bounded; hosts are lower-case ASCII where they could be read."""

    kind: ContentKind = ContentKind.EMPTY
    charset: str = ""
    language: str = ""
    title: str = ""
    headings: tuple[str, ...] = ()
    """The first h1 texts."""
    text: str = ""
    """What a reader sees, one block per line."""
    hidden_text: str = ""
    """What stands in attributes (alt, title, value, data-*): payment addresses hide there."""
    text_simhash: int | None = None
    forms: tuple[Form, ...] = ()
    links: tuple[PageLink, ...] = ()
    frames: tuple[Frame, ...] = ()
    script_origins: tuple[str, ...] = ()
    payment_targets: tuple[str, ...] = ()
    """Typed strings as in ``Baseline.payment_targets``."""
    redirects: tuple[tuple[str, str], ...] = ()
    """(kind, absolute URL) of meta refreshes and literal script redirects that run by themselves."""
    is_cut: bool = False
    """True when a bound (bytes, tokens) ended the reading."""


def inspect(body: Body, url: str) -> Page:
    """The facts of ``body`` as served from ``url``. Never raises; at most 0.5 s and 8 MB for 256 KiB of anything."""
    raise NotImplementedError


def literal_redirect(body: Body, url: str) -> tuple[str, str] | None:
    """(kind, absolute URL) where the page sends a browser by itself, None when it does not.

    ``kind`` is ``meta_refresh`` or ``script``, as in ``Hop.kind``. Scripts are read, never run: only addresses that
    stand literally in code that runs on load are found.
    """
    raise NotImplementedError
