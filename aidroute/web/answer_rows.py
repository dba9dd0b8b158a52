"""An answer as a table: one row for each channel, with the members of its JSON form as columns.

Columns and hashtags are described in docs/api.md. Hashtags: the Humanitarian Exchange Language (HXL) 1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from aidroute.domain.directory import Directory
from aidroute.domain.matching import Answer
from aidroute.web import filters, present
from aidroute.web.present import Json
from aidroute.web.spreadsheets import BETWEEN

HASHTAGS = "hxl"
"""``hxl=1`` adds a row of HXL hashtags below the header."""

Column = tuple[str, str, Callable[[Json], Any]]


def _member(name: str, within: str = "") -> Callable[[Json], Any]:
    return lambda row: (row[within] or {}).get(name) if within else row[name]


def _texts(name: str) -> Callable[[Json], Any]:
    return lambda row: [each["text"] for each in row[name]]


COLUMNS: tuple[Column, ...] = (
    ("channel", "#meta+channel+code", _member("channel")),
    ("organization", "#org+name", _member("name", "organization")),
    ("organization_slug", "#org+code", _member("slug", "organization")),
    ("level", "#status+level", _member("level")),
    ("open", "#meta+url", _member("open")),
    ("host", "#meta+host", _member("host")),
    ("kind", "#modality+kind", _member("kind")),
    ("support", "#modality+support", _member("support")),
    ("needs", "#sector+need", _member("needs")),
    ("countries", "#country+donor+code", _member("countries")),
    ("methods", "#modality+payment", _member("methods")),
    ("currencies", "#currency+code", _member("currencies")),
    ("receipts", "#meta+receipt", lambda row: [f"{each['country']}: {each['issuer']}" for each in row["receipts"]]),
    ("operator", "#org+operator+type", _member("operator")),
    ("operator_name", "#org+operator+name", _member("operator_name")),
    ("emergencies", "#crisis+code", _member("emergencies")),
    ("valid_from", "#date+start", _member("valid_from")),
    ("valid_to", "#date+end", _member("valid_to")),
    ("stated_on", "#date+stated", _member("stated_on")),
    # The host alone: an address in a cell is something to click, and nobody looks again at that click.
    ("source", "#meta+source", lambda row: filters.site_of(row["source"] or "")),
    ("confirmed_at", "#date+confirmed", _member("confirmed_at")),
    ("state", "#status+link", _member("state", "link")),
    ("checked_at", "#date+checked", _member("checked_at", "link")),
    ("worked_at", "#date+worked", _member("worked_at", "link")),
    ("reasons", "#description+reasons", _texts("reasons")),
    ("cautions", "#description+cautions", _texts("cautions")),
    ("answered_at", "#date+answered", _member("answered_at")),
)


def rows_of(directory: Directory, answer: Answer, now: datetime, *, with_hashtags: bool) -> Iterator[list[str]]:
    """The header, the hashtags if wanted, and a row for each channel. What is not known is an empty cell."""
    yield [name for name, _, _ in COLUMNS]
    if with_hashtags:
        yield [hashtag for _, hashtag, _ in COLUMNS]
    answered_at = {"answered_at": filters.machine_instant(now)}
    for found in answer.matches:
        row = present.match(directory, found) | answered_at
        yield [_cell(value_of(row)) for _, _, value_of in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return BETWEEN.join(map(str, value))
    return "" if value is None else str(value)
