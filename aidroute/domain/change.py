"""What a change may touch alone, what needs a second person, and how the ledger's rows hold together.

The ledger is a chain: each row's hash covers the row and the hash before it, so that a row that was altered,
removed or slipped in breaks every hash after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CREATE = "create"
EDIT = "edit"
RETIRE = "retire"
"""The actions of a proposal."""

CHANNEL = "channel"
ORGANIZATION = "organization"
"""The subjects a person may propose changes of."""

FIRST_HASH = "0" * 64
"""What stands before the first row of the ledger."""

PAYMENT_BEARING: Mapping[str, frozenset[str]] = {
    CHANNEL: frozenset({"url", "tenant_prefix", "allowed_domains", "address", "kind", "operator", "operator_name"}),
    ORGANIZATION: frozenset({"website", "contacts"}),
}
"""Fields that decide where a gift goes, or that a donor may take for a place to give. They change only when a
second person accepts. A channel's ``status`` counts too when it becomes approved (:func:`is_payment_bearing`)."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One applied change as the ledger publishes it: everything that its hash covers."""

    applied_at: datetime
    subject_type: str
    subject_slug: str
    field: str
    before: Any
    after: Any
    proposed_by: str = ""
    decided_by: str = ""
    reason: str = ""
    sequence: int = 0
    """1, 2, 3, ... without a gap; 0 until the ledger numbers it."""


def is_payment_bearing(subject_type: str, action: str, fields: Mapping[str, Any]) -> bool:
    """True when one person alone may not decide this change.

    Creating a channel always is; retiring one never is, because it only stops sending people there.
    """
    if subject_type == CHANNEL and action == CREATE:
        return True
    if subject_type == CHANNEL and fields.get("status") == "approved":
        return True
    return bool(PAYMENT_BEARING.get(subject_type, frozenset()) & fields.keys())


def canonical_json(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, no escapes beyond JSON's own.

    Raises ValueError for NaN, infinities and, once hashed, lone surrogates: JSON in UTF-8 has no word for them.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def value_hash(fields: Mapping[str, Any]) -> str:
    """SHA-256 over proposed values, in hexadecimal: an acceptance names it, so that nothing is swapped in between."""
    return _sha256(canonical_json(dict(fields)))


def row_hash(previous_hash: str, row: LedgerRow) -> str:
    """SHA-256 over the row and the hash of the row before it (``FIRST_HASH`` for the first), in hexadecimal."""
    covered = {
        "previous_hash": previous_hash,
        "sequence": row.sequence,
        "applied_at": row.applied_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "subject_type": row.subject_type,
        "subject_slug": row.subject_slug,
        "field": row.field,
        "before": row.before,
        "after": row.after,
        "proposed_by": row.proposed_by,
        "decided_by": row.decided_by,
        "reason": row.reason,
    }
    return _sha256(canonical_json(covered))


def first_broken(rows: Iterable[tuple[LedgerRow, str, str]]) -> int | None:
    """The number of the first row that does not hold, None when the whole chain does.

    ``rows`` are (row, previous hash, hash) in ascending order from the first. A gap, a row whose hash is not its own
    and a row that does not follow the one before are all breaks.
    """
    previous, expected = FIRST_HASH, 1
    for row, previous_hash, own_hash in rows:
        if row.sequence != expected or previous_hash != previous or own_hash != row_hash(previous, row):
            return expected
        previous, expected = own_hash, expected + 1
    return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
