"""Atom feeds (RFC 4287), made with the standard library. Every text in one is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from aidroute.web.addresses import absolute
from aidroute.web.filters import machine_instant

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. ``number`` is what it is told apart by within its feed."""

    number: str
    title: str
    updated_at: datetime
    path: str
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, the path of its page and its own, and when it was made."""

    title: str
    language: str
    page_path: str
    own_path: str
    updated_at: datetime
    entries: tuple[FeedEntry, ...]


def atom(feed: Feed) -> bytes:
    """The feed as a document."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "title", feed.title)
    _add(root, "id", absolute(feed.own_path))
    _add(root, "updated", machine_instant(max((each.updated_at for each in feed.entries), default=feed.updated_at)))
    ET.SubElement(root, "link", {"rel": "self", "href": absolute(feed.own_path)})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": absolute(feed.page_path)})
    for entry in feed.entries:
        _add_entry(root, feed, entry)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(root: ET.Element, feed: Feed, entry: FeedEntry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "title", entry.title)
    _add(element, "id", f"{absolute(feed.own_path)}#{entry.number}")
    _add(element, "updated", machine_instant(entry.updated_at))
    ET.SubElement(element, "link", {"rel": "alternate", "href": absolute(entry.path)})
    _add(ET.SubElement(element, "author"), "name", entry.author or "aidroute")
    _add(element, "content", entry.text).set("type", "text")


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = "".join(filter(_may_stand_in_xml, text))
    return element


def _may_stand_in_xml(character: str) -> bool:
    """XML 1.0 has no way to write most control characters, nor lone surrogates."""
    code = ord(character)
    return code in {0x9, 0xA, 0xD} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
