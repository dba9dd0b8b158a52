"""Links: checked URLs. The table is also the queue: a row is due, leased to one worker, and done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Interval, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Link(Base):
    """One URL, whoever uses it. The first block is what a person approved, the second where it stands
    (the fields of ``domain.link.LinkStatus``), the third the queue.
    """

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_due", "next_check_at", "lease_until_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text, unique=True)
    url_as_typed: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(255), index=True)
    registrable_domain: Mapped[str] = mapped_column(String(255), index=True)
    tenant_prefix: Mapped[str] = mapped_column(Text, default="")
    allowed_domains: Mapped[list[str]] = mapped_column(default=list)
    approved_at: Mapped[datetime | None]
    baseline: Mapped[dict[str, Any] | None]

    state: Mapped[str] = mapped_column(String(16), default="unverified", index=True)
    verdict: Mapped[str | None] = mapped_column(String(24))
    held: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(64), default="")
    state_since_at: Mapped[datetime | None]
    last_checked_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    last_full_get_at: Mapped[datetime | None]
    failing_since_at: Mapped[datetime | None]
    last_failed_at: Mapped[datetime | None]
    consecutive_failures: Mapped[int] = mapped_column(default=0)
    consecutive_successes: Mapped[int] = mapped_column(default=0)
    success_since_at: Mapped[datetime | None]
    dns_failures: Mapped[list[str]] = mapped_column(default=list)
    """ISO instants."""
    recent_changes: Mapped[list[str]] = mapped_column(default=list)
    """ISO instants."""
    recheck_interval: Mapped[timedelta | None] = mapped_column(Interval())
    verified_until_at: Mapped[datetime | None]
    ground_is_clean: Mapped[bool] = mapped_column(default=True)
    wrong_reports: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str] = mapped_column(Text, default="")
    last_modified: Mapped[str] = mapped_column(Text, default="")
    validators_for: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The final URL that etag, last_modified and page_sha256 came from."""
    page_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Of the page that was last read in full and found well: the same bytes are not read again."""

    next_check_at: Mapped[datetime]
    lease_until_at: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(36))
    address_group: Mapped[str | None] = mapped_column(String(64))
    """The server that answered last, as ``domain.pace`` names it: hosts on one server are asked one after another."""
    recent_clicks: Mapped[int] = mapped_column(default=0)
    """Visitors led here in the last seven days: decides who is checked first."""
    revision: Mapped[int] = mapped_column(default=0, index=True)
    """The links version at which this row last moved."""


class Check(Base):
    """One observation and its verdict. Raw evidence is kept 90 days, state changes for ever."""

    __tablename__ = "check"
    __table_args__ = (Index("ix_check_link_started", "link_id", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"))
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(64), default="")
    status_code: Mapped[int] = mapped_column(default=0)
    final_url: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[dict[str, Any]]
    lease_token: Mapped[str | None] = mapped_column(String(36), unique=True)
    """The lease this check was done under: one lease can leave one check, whoever crashes when."""


class Flip(Base):
    """A link changed state: kept for ever, and told to people by notices."""

    __tablename__ = "flip"
    __table_args__ = (Index("ix_flip_link_at", "link_id", "flipped_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"))
    check_id: Mapped[int | None] = mapped_column(ForeignKey("check.id", ondelete="SET NULL"))
    flipped_at: Mapped[datetime] = mapped_column(index=True)
    from_state: Mapped[str] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    verdict: Mapped[str | None] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(String(64), default="")


class CheckRun(Base):
    """What one worker did since it found work, or how long it found none: the checker's own story.

    Ticks that find nothing due share one row with ``claimed`` 0, so ``seen_at`` is the checker's sign of life.
    """

    __tablename__ = "check_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(64), default="")
    claimed: Mapped[int] = mapped_column(default=0)
    finished: Mapped[int] = mapped_column(default=0)
    is_conclusive: Mapped[bool] = mapped_column(default=True)
    """False when our own network was down or could have been: no state moved."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Why a run is not conclusive, as a code of the run guard."""


class HostPause(Base):
    """When a host, or a server with several hosts, may next be asked; shared by all workers.

    ``next_start_at`` carries both politeness and Retry-After. While it is leased, one worker alone asks there.
    """

    __tablename__ = "host_pause"

    host: Mapped[str] = mapped_column(String(255), primary_key=True)
    next_start_at: Mapped[datetime]
    lease_until_at: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(36))
    pauses_in_row: Mapped[int] = mapped_column(default=0, server_default="0")
    """Times in a row that the host asked to be left alone without saying how long: each pause is twice the last."""
