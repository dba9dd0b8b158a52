"""Every table, imported once, so that the metadata is complete for migrations and tests."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import MetaData

from aidroute.storage.db import Base

WITH_TABLES = (
    "appeal", "change", "channel", "confirmation", "day_counter", "directory_version", "domain_watch",
    "emergency", "link", "mail_check", "mention", "need", "need_statement", "notice", "organization",
    "proposal", "report", "shipped_content", "suggestion", "user",
)  # fmt: skip
"""The modules of this package that hold tables."""

MODULES = tuple(import_module(f"{__package__}.{name}") for name in WITH_TABLES)


def metadata() -> MetaData:
    """The complete metadata."""
    return Base.metadata
