"""How far a visitor may be taken by one channel, and why no further."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aidroute.domain.directory import Channel, Link
from aidroute.domain.routing_level import routing_level
from aidroute.domain.vocabulary import RoutingLevel

WRITE_FIRST = "write_first"
"""Caution of channels that are not web addresses: a visitor writes or calls, nobody is taken anywhere."""
NO_LINK = "no_link"
"""A web channel without a checked link: nothing is known, so nobody is sent."""

TAKES_NO_MAIL = "takes_no_mail"
"""Caution of e-mail channels whose domain takes no mail or is gone: nobody is told to write there."""
MAIL_RETURNED = "mail_returned"
"""Caution of e-mail channels whose domain was gone and is there again: nobody writes before a person looked."""
NOT_OPEN_TODAY = "not_open_today"
"""Caution of channels outside their valid dates: a page may work long after what it collected for is over."""


@dataclass(frozen=True, slots=True)
class ChannelLevel:
    """A routing level with the typed cautions that explain it. Time alone changes it at ``next_change_at``."""

    level: RoutingLevel
    cautions: tuple[str, ...] = ()
    next_change_at: datetime | None = None


def channel_level(channel: Channel, link: Link | None, now: datetime) -> ChannelLevel:
    """The level of a channel at ``now``: its link's level for web channels, caution for all others.

    Outside its valid dates no channel is better than caution. ``next_change_at`` is about the link alone.
    """
    level = _level(channel, link, now)
    if level.level is RoutingLevel.WITHHELD or is_in_season(channel, now):
        return level
    return replace(level, level=RoutingLevel.CAUTION, cautions=(NOT_OPEN_TODAY, *level.cautions))


def is_in_season(channel: Channel, now: datetime) -> bool:
    """Whether today (UTC) lies within the channel's valid dates; both ends count, and without dates every day does."""
    if channel.valid_from is None and channel.valid_to is None:
        return True
    today = now.astimezone(UTC).date()
    return (channel.valid_from is None or channel.valid_from <= today) and (
        channel.valid_to is None or today <= channel.valid_to
    )


def _level(channel: Channel, link: Link | None, now: datetime) -> ChannelLevel:
    if not channel.kind.is_web:
        return ChannelLevel(RoutingLevel.CAUTION, (WRITE_FIRST,))
    if link is None:
        return ChannelLevel(RoutingLevel.WITHHELD, (NO_LINK,))
    decision = routing_level(link.status, now)
    return ChannelLevel(decision.level, decision.cautions, decision.next_change_at)
