"""What is known of one link, for the person who must decide about it: where it stands, the checks, the turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from aidroute.domain.explanation import explain
from aidroute.domain.link import Baseline, LinkStatus
from aidroute.domain.verdict_names import Verdict
from aidroute.services.channel_lines import ChannelLine, line_of, lines
from aidroute.services.comparing import Row, compared
from aidroute.services.explaining import Sentences, sentences_for
from aidroute.services.people import NoSuchSubject
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.link import Check, Flip
from aidroute.storage.link_rows import baseline_of, status_of

CHECKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One stored check, with its evidence as ``services.evidence`` describes it."""

    started_at: datetime
    verdict: str
    reason: str
    status_code: int
    final_url: str
    evidence: Mapping[str, Any]
    said: Sentences
    compared: tuple[Row, ...]
    """The page beside the approved one; empty when none was read, or it was judged by an older baseline."""


@dataclass(frozen=True, slots=True)
class FlipLine:
    """One change of a link's state."""

    flipped_at: datetime
    from_state: str
    to_state: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkFile:
    """What is known of the link of a channel: where it stands, the newest checks, the newest turns."""

    channel: ChannelLine
    url: str
    status: LinkStatus
    approved_at: datetime | None
    allowed_domains: tuple[str, ...]
    tenant_prefix: str
    baseline: Baseline | None
    checks: tuple[CheckLine, ...]
    flips: tuple[FlipLine, ...]
    others: tuple[ChannelLine, ...]
    """Further channels that lead to the same address."""


def link_file(database: Database, slug: str) -> LinkFile:
    """The evidence about the link of the channel with this slug. Raises NoSuchSubject when it has none."""
    with database.read() as session:
        found = session.execute(lines().where(Channel.slug == slug)).first()
        if found is None or found[2] is None:
            raise NoSuchSubject(slug)
        channel, organization, link = found
        checks = select(Check).where(Check.link_id == link.id).order_by(Check.started_at.desc(), Check.id.desc())
        flips = select(Flip).where(Flip.link_id == link.id).order_by(Flip.flipped_at.desc(), Flip.id.desc())
        others = lines().where(Channel.link_id == link.id, Channel.id != channel.id).order_by(Channel.slug)
        return LinkFile(
            channel=line_of(channel, organization, link),
            url=link.url,
            status=status_of(link),
            approved_at=link.approved_at,
            allowed_domains=tuple(link.allowed_domains),
            tenant_prefix=link.tenant_prefix,
            baseline=baseline_of(link.baseline),
            checks=tuple(
                _check_line(row, baseline_of(link.baseline)) for row in session.scalars(checks.limit(CHECKS_SHOWN))
            ),
            flips=tuple(
                FlipLine(row.flipped_at, row.from_state, row.to_state, row.reason)
                for row in session.scalars(flips.limit(CHECKS_SHOWN))
            ),
            others=tuple(line_of(*row) for row in session.execute(others)),
        )


def _check_line(row: Check, baseline: Baseline | None) -> CheckLine:
    is_judged_by_it = baseline and (baseline.captured_at is None or baseline.captured_at <= row.started_at)
    return CheckLine(
        started_at=row.started_at,
        verdict=row.verdict,
        reason=row.reason,
        status_code=row.status_code,
        final_url=row.final_url,
        evidence=row.evidence,
        said=sentences_for(explain(Verdict(row.verdict), row.reason)),
        compared=compared(baseline, row.final_url, row.evidence) if baseline and is_judged_by_it else (),
    )
