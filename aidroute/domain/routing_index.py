"""The directory arranged for matching: for every word a visitor can ask with, the set of channels it keeps.

Built once per version of the directory and valid until ``valid_until_at``, when time alone (freshness
running out, a campaign ending) moves a channel to another routing level or in or out of its dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from aidroute.domain import bitset
from aidroute.domain.channel_level import MAIL_RETURNED, TAKES_NO_MAIL, ChannelLevel, channel_level, is_in_season
from aidroute.domain.directory import Channel, Directory
from aidroute.domain.mail import MailAnswer
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.vocabulary import (
    UNEARMARKED,
    ChannelStatus,
    Operator,
    Purpose,
    Role,
    RoutingLevel,
)

ANY_EMERGENCY = ""
NAMING_ROLES = (Role.RECOMMENDED_RECIPIENT, Role.ISSUER)
"""How an appeal may name an organization, best first; any other role counts alike, after these."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Channels by what they say they take; ``unstated`` are those that do not say, and so are not excluded."""

    stated: Mapping[str, int]
    unstated: int

    def allowing(self, value: str) -> int:
        """Channels that take ``value`` or do not say."""
        return self.stated.get(value, 0) | self.unstated


@dataclass(frozen=True)
class RoutingIndex:
    """Sets of positions into ``channels`` (see ``bitset``)."""

    directory: Directory
    channels: tuple[Channel, ...]
    everything: int
    approved: int
    humanitarian: int
    in_season: int
    """Channels whose valid dates contain today."""
    countries: Facet
    currencies: Facet
    methods: Facet
    support: Facet
    emergencies: Facet
    needs: Mapping[str, int]
    general: int
    """Channels that serve where most needed."""
    levels: Mapping[RoutingLevel, int]
    decisions: tuple[ChannelLevel, ...]
    named: Mapping[str, Mapping[Role, int]]
    """By emergency slug ('' for any), then by role."""
    receipts: Mapping[str, int]
    own: int
    confirmed: tuple[int, ...]
    """Sets by calendar month of the newest confirmation, newest month first."""
    positions_of_link: Mapping[int, tuple[int, ...]]
    valid_until_at: datetime

    def closed_sites(self) -> frozenset[str]:
        """Registrable domains of ways to give that are not approved, taken out, withheld or under suspicion.

        A source that lies there is told and not linked, lest it become the way to a page where nobody is led.
        """
        open_ways = self.approved & ~self.levels[RoutingLevel.WITHHELD]
        closed = set()
        for position in bitset.members(self.everything & ~(self.approved & self.levels[RoutingLevel.GO])):
            link = self.directory.link_of(self.channels[position])
            if link and (not open_ways >> position & 1 or link.status.state is LinkState.SUSPECT):
                closed.add(link.registrable_domain)
        return frozenset(closed)

    def decision_of(self, slug: str) -> ChannelLevel:
        """The level of the channel with this slug. Raises KeyError for a channel that is not there."""
        return self.decisions[self._position_of[slug]]

    @cached_property
    def _position_of(self) -> Mapping[str, int]:
        return {channel.slug: position for position, channel in enumerate(self.channels)}


def build_index(directory: Directory, now: datetime) -> RoutingIndex:
    """Arrange a directory for matching at ``now``. Channels stand in the order of their slugs."""
    channels = tuple(directory.channels[slug] for slug in sorted(directory.channels))
    size = len(channels)
    decisions = tuple(_decide(directory, channel, now) for channel in channels)

    def keep(test: Iterable[bool]) -> int:
        return bitset.of((position for position, kept in enumerate(test) if kept), size)

    organizations = directory.organizations
    return RoutingIndex(
        directory=directory,
        channels=channels,
        everything=(1 << size) - 1,
        approved=keep(channel.status is ChannelStatus.APPROVED for channel in channels),
        humanitarian=keep(organizations[channel.organization].purpose is Purpose.HUMANITARIAN for channel in channels),
        in_season=keep(is_in_season(channel, now) for channel in channels),
        countries=_facet((channel.countries for channel in channels), size),
        currencies=_facet((channel.currencies for channel in channels), size),
        methods=_facet((channel.methods for channel in channels), size),
        support=_facet((channel.support for channel in channels), size),
        emergencies=_facet((channel.emergencies for channel in channels), size),
        needs=_facet((channel.needs for channel in channels), size).stated,
        general=keep(not channel.needs or UNEARMARKED in channel.needs for channel in channels),
        levels={level: keep(decision.level is level for decision in decisions) for level in RoutingLevel},
        decisions=decisions,
        named=_named(directory, channels),
        receipts=_facet(((receipt.country for receipt in channel.receipts) for channel in channels), size).stated,
        own=keep(channel.operator is Operator.ORGANIZATION for channel in channels),
        confirmed=_by_month(channels),
        positions_of_link=_positions_of_link(channels),
        valid_until_at=_next_change(channels, decisions, now),
    )


def refreshed(index: RoutingIndex, directory: Directory, now: datetime) -> RoutingIndex:
    """The index for a directory whose link states may have moved; the same object when nothing did.

    Only the levels of channels whose link moved are decided again, so that a busy checker costs a
    reader little. A moved content version, or time past ``valid_until_at``, builds anew.
    """
    if directory.version != index.directory.version or now >= index.valid_until_at:
        return build_index(directory, now)
    if directory.links_version == index.directory.links_version:
        return index
    moved = [
        position
        for key, positions in index.positions_of_link.items()
        if directory.links.get(key) is not index.directory.links.get(key)
        for position in positions
    ]
    decisions = list(index.decisions)
    levels = dict(index.levels)
    for position in moved:
        decision = _decide(directory, index.channels[position], now)
        bit = 1 << position
        levels[decisions[position].level] &= ~bit
        levels[decision.level] |= bit
        decisions[position] = decision
    changes = [decisions[position].next_change_at for position in moved]
    return replace(
        index,
        directory=directory,
        decisions=tuple(decisions),
        levels=levels,
        valid_until_at=min([index.valid_until_at, *filter(None, changes)]),
    )


def _decide(directory: Directory, channel: Channel, now: datetime) -> ChannelLevel:
    mail = directory.mail_of(channel)
    if mail is not None and mail.refuses_mail:
        code = MAIL_RETURNED if mail.answer is MailAnswer.RETURNED else TAKES_NO_MAIL
        return ChannelLevel(RoutingLevel.WITHHELD, (code,))
    return channel_level(channel, directory.link_of(channel), now)


def _facet(values: Iterable[Iterable[str]], size: int) -> Facet:
    stated: dict[str, list[int]] = defaultdict(list)
    unstated: list[int] = []
    for position, words in enumerate(values):
        said = False
        for word in words:
            stated[str(word)].append(position)
            said = True
        if not said:
            unstated.append(position)
    return Facet(
        stated={word: bitset.of(positions, size) for word, positions in stated.items()},
        unstated=bitset.of(unstated, size),
    )


def _named(directory: Directory, channels: tuple[Channel, ...]) -> dict[str, dict[Role, int]]:
    size = len(channels)
    positions: dict[str, list[int]] = defaultdict(list)
    for position, channel in enumerate(channels):
        positions[channel.organization].append(position)
    found: dict[tuple[str, Role], list[int]] = defaultdict(list)
    for mention in directory.mentions:
        if mention.organization and mention.role in NAMING_ROLES:
            for emergency in (ANY_EMERGENCY, directory.appeals[mention.appeal].emergency):
                found[emergency, mention.role].extend(positions[mention.organization])
    named: dict[str, dict[Role, int]] = defaultdict(dict)
    for (emergency, role), where in found.items():
        named[emergency][role] = bitset.of(where, size)
    return dict(named)


def _by_month(channels: tuple[Channel, ...]) -> tuple[int, ...]:
    months: dict[tuple[int, int], list[int]] = defaultdict(list)
    for position, channel in enumerate(channels):
        if channel.confirmation:
            confirmed_at = channel.confirmation.confirmed_at.astimezone(UTC)
            months[confirmed_at.year, confirmed_at.month].append(position)
    return tuple(bitset.of(months[month], len(channels)) for month in sorted(months, reverse=True))


def _positions_of_link(channels: tuple[Channel, ...]) -> dict[int, tuple[int, ...]]:
    positions: dict[int, list[int]] = defaultdict(list)
    for position, channel in enumerate(channels):
        if channel.link is not None:
            positions[channel.link].append(position)
    return {key: tuple(where) for key, where in positions.items()}


def _next_change(channels: tuple[Channel, ...], decisions: tuple[ChannelLevel, ...], now: datetime) -> datetime:
    changes = [decision.next_change_at for decision in decisions if decision.next_change_at]
    if any(channel.valid_from or channel.valid_to for channel in channels):
        tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
        changes.append(datetime.combine(tomorrow, time(), UTC))
    return min([change for change in changes if change > now], default=now + timedelta(days=1))
