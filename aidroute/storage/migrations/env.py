"""Alembic's entry: runs revisions on the connection it is given (see ``storage.upgrading``)."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from aidroute.storage.db import UtcDateTime
from aidroute.storage.tables import metadata


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write instants as the plain column they are, so that old revisions never import today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
