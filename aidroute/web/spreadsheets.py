"""Rows as CSV (RFC 4180) that a spreadsheet shows and never runs.

A spreadsheet takes a cell that begins like a formula for one. Source: OWASP ASVS 5.0, 1.2.10.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

BETWEEN = " | "
"""Between several values in one cell."""

# A program set to another separator splits a cell at it, so what follows one is a beginning too. Wide forms of the
# signs are read like the signs themselves.
_BEGINS_A_FORMULA = re.compile("(^|[;,|])(\\s*)([=+\\-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                               "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}])")  # fmt: skip
_NOT_ONE_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

# Without it a spreadsheet reads UTF-8 as something else, and no Armenian name survives.
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def csv_document(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows, the header first, as UTF-8 with a byte order mark."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (_BYTE_ORDER_MARK + written.getvalue()).encode("utf-8", "replace")


def safe_cell(text: str) -> str:
    """The text in one line, with an apostrophe before everything that a spreadsheet could take for a formula."""
    return _BEGINS_A_FORMULA.sub(r"\1\2'\3", _NOT_ONE_LINE.sub(" ", text))
