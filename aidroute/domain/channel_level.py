"""How far a visitor may be taken by one channel, and why no further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aidroute.domain.directory import Channel, Link
from aidroute.domain.routing_level import routing_level
from aidroute.domain.vocabulary import RoutingLevel

WRITE_FIRST = "write_first"
"""Caution of channels that are not web addresses: a visitor writes or calls, nobody is taken anywhere."""
NO_LINK = "no_link"
"""A web channel without a checked link: nothing is known, so nobody is sent."""


@dataclass(frozen=True, slots=True)
class ChannelLevel:
    """A routing level with the typed cautions that explain it. Time alone changes it at ``next_change_at``."""

    level: RoutingLevel
    cautions: tuple[str, ...] = ()
    next_change_at: datetime | None = None


def channel_level(channel: Channel, link: Link | None, now: datetime) -> ChannelLevel:
    """The level of a channel at ``now``: its link's level for web channels, caution for all others."""
    if not channel.kind.is_web:
        return ChannelLevel(RoutingLevel.CAUTION, (WRITE_FIRST,))
    if link is None:
        return ChannelLevel(RoutingLevel.WITHHELD, (NO_LINK,))
    decision = routing_level(link.status, now)
    return ChannelLevel(decision.level, decision.cautions, decision.next_change_at)
