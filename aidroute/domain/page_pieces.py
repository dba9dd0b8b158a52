"""The pieces that a page's reader collects, as written in the page, and what of it nobody sees."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from aidroute.domain.html_tokens import resolved

MAX_LINK_TEXT = 160

_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_NO_SIZE = re.compile(r"(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)|left\s*:\s*-\d{3,}")


@dataclass(slots=True)
class RawForm:
    """A form as written."""

    action: str
    method: str = "get"
    fields: list[str] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawLink:
    """A link as written, with the text collected so far."""

    href: str
    text: list[str] = field(default_factory=list)
    is_hidden: bool = False
    is_within_text: bool = False
    element: str = "a"
    """The element whose end tag ends the link's text."""


def data_text(source: str) -> str:
    """The text of a data: address, '' for one that can't be read."""
    head, _, data = source.partition(",")
    if head.lower().rstrip().endswith(";base64"):
        try:
            return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return unquote(data)


def plain_text(pieces: list[str]) -> str:
    """Collected pieces as one line."""
    return " ".join(resolved(" ".join(pieces)).split())[:MAX_LINK_TEXT]


def is_unseen(name: str, attributes: dict[str, str]) -> bool:
    """True for an element whose content browsers with scripts do not show."""
    if name == "template" or "hidden" in attributes:
        return True
    style = attributes.get("style", "")
    return bool(style) and bool(_HIDING_STYLE.search(style.lower()))


def has_no_size(attributes: dict[str, str]) -> bool:
    """True for a frame that takes no room on the page."""
    style = attributes.get("style", "").lower()
    sizes = {attributes.get("width", "").strip(), attributes.get("height", "").strip()}
    return (
        bool(sizes & {"0", "1", "0px", "1px"})
        or "hidden" in attributes
        or bool(_HIDING_STYLE.search(style))
        or bool(_NO_SIZE.search(style))
    )
