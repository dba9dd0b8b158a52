"""Reads a YAML file as plain data, with the line of every value.

Only the plain part of YAML is taken: one document of mappings, lists, texts, whole numbers, true, false and null.
Anchors, aliases, tags and keys given twice are refused while the events are scanned, before anything is built, so
that a small file cannot become a large value and no line silently overrides another. Dates stay texts, and so does
everything YAML 1.1 would take for something else (``no`` is a word, ``1:30`` is a time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12
"""A file of ours has six levels; the parser itself recurses, so depth is bounded."""

Path = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top."""

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


class BadYaml(Exception):
    """The file cannot be read. ``line`` counts from 1; ``where`` is the key the trouble stands at, '' at the top."""

    def __init__(self, line: int, reason: str, where: str = "") -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
        self.where = where


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data, and the line (from 1) of every key and list item in it."""

    data: Any
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of a value; of what encloses it when the value itself is not there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_document(content: bytes) -> Document:
    """The one document in ``content`` (UTF-8). Raises BadYaml."""
    if len(content) > MAX_BYTES:
        raise BadYaml(1, f"the file is larger than {MAX_BYTES // 1024} KiB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadYaml(content[: error.start].count(b"\n") + 1, "this is not UTF-8 text") from error
    try:
        return _Builder(yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(mark.line + 1 if mark else 1, f"this is not YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text[: int(error.position)].count("\n") + 1
        raise BadYaml(line, "a character that may not stand in a text file") from error


class _Builder:
    """Builds data from parse events, one pass, refusing what is not plain."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._lines: dict[Path, int] = {}

    def document(self) -> Document:
        self._expect(StreamStartEvent)
        first = next(self._events)
        if isinstance(first, StreamEndEvent):
            return Document(None)
        self._check(first, DocumentStartEvent)
        data = self._value(next(self._events), ())
        self._expect(DocumentEndEvent)
        last = next(self._events)
        if not isinstance(last, StreamEndEvent):
            self._refuse(last, (), "only one document may stand in a file")
        return Document(data, self._lines)

    def _value(self, event: Event, path: Path) -> Any:
        self._lines.setdefault(path, _line(event))
        if isinstance(event, AliasEvent):
            self._refuse(event, path, "aliases (*name) are not allowed: write the value again")
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self._refuse(event, path, "anchors (&name) are not allowed")
        if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent) and event.tag is not None:
            self._refuse(event, path, "tags (!name) are not allowed")
        if len(path) > MAX_DEPTH:
            self._refuse(event, path, f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, SequenceStartEvent):
            return self._list(path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        self._check(event, ScalarEvent)
        return _scalar(event)

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            if not isinstance(event, ScalarEvent) or event.anchor is not None or event.tag is not None:
                self._refuse(event, path, "a key must be a plain word")
            key = str(event.value)
            if key in members:
                self._refuse(event, (*path, key), "this key was given before: one of the two would be lost")
            self._lines[(*path, key)] = _line(event)
            members[key] = self._value(next(self._events), (*path, key))
        return members

    def _expect(self, kind: type[Event]) -> None:
        self._check(next(self._events), kind)

    def _check(self, event: Event, kind: type[Event]) -> None:
        if not isinstance(event, kind):
            self._refuse(event, (), "this is not one plain document")

    def _refuse(self, event: Event, path: Path, reason: str) -> NoReturn:
        raise BadYaml(_line(event), reason, dotted(path))


def dotted(path: Path) -> str:
    """A path as people write it: ``facts[2].citations[0].source``, list items counted from 0."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _scalar(event: Any) -> Any:
    text = str(event.value)
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.match(text) else text


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
