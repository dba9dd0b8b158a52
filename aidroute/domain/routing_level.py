"""How far a visitor is taken for a link as it stands now: a stopped checker closes routing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aidroute.domain.link import LinkStatus
from aidroute.domain.vocabulary import RoutingLevel

FRESH_FOR = timedelta(hours=48)
"""A conclusive good check is believed this long (8 missed checks; liveness 2.2)."""


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """The level, why it is not better, and when time alone will change it."""

    level: RoutingLevel
    cautions: tuple[str, ...] = ()
    """Codes: never_checked, stale, waiting_for_confirmation, blocked_unverified, reported_wrong, ..."""
    next_change_at: datetime | None = None


def routing_level(status: LinkStatus, now: datetime) -> RoutingDecision:
    """Whether visitors may be led to a link at ``now``."""
    raise NotImplementedError
