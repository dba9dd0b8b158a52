"""Every table, imported once, so that the metadata is complete for migrations and tests."""

from __future__ import annotations

from sqlalchemy import MetaData

from aidroute.storage import (
    appeal,
    change,
    channel,
    confirmation,
    day_counter,
    directory_version,
    domain_watch,
    emergency,
    link,
    mail_check,
    mention,
    need,
    need_statement,
    notice,
    organization,
    proposal,
    report,
    shipped_content,
    suggestion,
    user,
)
from aidroute.storage.db import Base

MODULES = (
    appeal,
    change,
    channel,
    confirmation,
    day_counter,
    directory_version,
    domain_watch,
    emergency,
    link,
    mail_check,
    mention,
    need,
    need_statement,
    notice,
    organization,
    proposal,
    report,
    shipped_content,
    suggestion,
    user,
)


def metadata() -> MetaData:
    """The complete metadata."""
    return Base.metadata
