"""Which channels fit a visitor's question, in what order, and why. See 'The main way' in product.md.

Hard filters first, then seven steps of order; the first difference decides. Each step splits the set
that is left into smaller sets, best first, and the walk stops as soon as the asked-for page is full.
Nothing here looks at one channel before it is known to be on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from aidroute.domain import bitset
from aidroute.domain.ask import Ask, AskField
from aidroute.domain.channel_level import ChannelLevel
from aidroute.domain.directory import Channel, Link
from aidroute.domain.explaining_matches import Caution, Reason, cautions_of, reasons_of
from aidroute.domain.routing_index import NAMING_ROLES, RoutingIndex
from aidroute.domain.vocabulary import RoutingLevel

PAGE = 20
"""Matches on one page of results."""


class Filter(StrEnum):
    """The hard filters, in the order in which they are applied and reported."""

    APPROVED = "approved"
    DATES = "dates"
    PURPOSE = "purpose"
    EMERGENCY = "emergency"
    SUPPORT = "support"
    COUNTRY = "country"
    METHOD = "method"
    CURRENCY = "currency"
    DONATABLE = "donatable"
    """Only needs that money does not buy were asked for."""


PART_OF = {
    Filter.CURRENCY: AskField.CURRENCY,
    Filter.METHOD: AskField.METHOD,
    Filter.COUNTRY: AskField.FROM,
    Filter.SUPPORT: AskField.SUPPORT,
    Filter.EMERGENCY: AskField.EMERGENCY,
    Filter.PURPOSE: AskField.PURPOSE,
    Filter.DONATABLE: AskField.NEED,
}
"""Filters a visitor can lift, the smallest sacrifice first, with the part of the question they come from."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One filter and how many channels it took away from those that were left before it."""

    filter: Filter
    removed: int


@dataclass(frozen=True, slots=True)
class Match:
    """One channel that fits, with every reason and every caution as typed codes."""

    channel: Channel
    link: Link | None
    level: RoutingLevel
    served: int
    """How many of the asked needs it serves by name."""
    is_general: bool
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]

    @property
    def fits(self) -> bool:
        """True when it serves an asked need, or where most needed, or nothing in particular was asked."""
        return self.served > 0 or self.is_general


@dataclass(frozen=True, slots=True)
class Nearest:
    """The answer that lifting as little of the question as possible would give."""

    lifted: tuple[AskField, ...]
    ask: Ask
    total: int
    """How many channels it offers: withheld ones are not counted."""
    best: Match


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of matches, in order, and what became of the rest."""

    ask: Ask
    matches: tuple[Match, ...]
    total: int
    """How many channels match, on all pages, withheld ones among them."""
    exclusions: tuple[Exclusion, ...]
    not_donatable: tuple[str, ...] = ()
    """Asked needs that money does not buy: their appeals' other actions are shown instead."""
    equals: int = 0
    """How many of the matches share the first place and take turns by day."""
    nearest: Nearest | None = None
    offered: int = 0
    """How many of the matches visitors may be led to: none of them is withheld."""


def match(index: RoutingIndex, ask: Ask, now: datetime, *, limit: int = PAGE, offset: int = 0) -> Answer:
    """Answer a question: the page of matches from ``offset``, at most ``limit`` of them.

    The order is total, and stable within one UTC day. With no match that visitors may be led to, the answer names the
    filters that excluded channels and the nearest question that has one.
    """
    left, exclusions = _filtered(index, ask)
    groups = _Order(index, ask, now).groups(left)
    page, equals = _page(groups, now, limit, offset)
    offered = _not_withheld(index, left).bit_count()
    return Answer(
        ask=ask,
        matches=tuple(_explained(index, ask, position, now) for position in page),
        total=left.bit_count(),
        exclusions=exclusions,
        not_donatable=tuple(need for need in ask.needs if not index.directory.vocabulary.needs[need].donatable),
        equals=equals,
        nearest=None if offered else _nearest(index, ask, now),
        offered=offered,
    )


def first_go(index: RoutingIndex, ask: Ask, now: datetime) -> Match | None:
    """The match a visitor may be taken to at once: the best that works now and serves what was asked."""
    page, _ = _page(_Order(index, ask, now).groups(_ready(index, ask)), now, limit=1, offset=0)
    return _explained(index, ask, page[0], now) if page else None


def count_ready(index: RoutingIndex, ask: Ask) -> int:
    """How many channels work now and serve what was asked: those that :func:`first_go` chooses from."""
    return _ready(index, ask).bit_count()


def next_best(index: RoutingIndex, ask: Ask, now: datetime, *, without: str, limit: int = 3) -> tuple[Match, ...]:
    """Other channels for the same question, none of them withheld: what to offer beside ``without`` (a slug)."""
    left = _not_withheld(index, _filtered(index, ask)[0])
    page, _ = _page(_Order(index, ask, now).groups(left), now, limit=limit + 1, offset=0)
    others = [position for position in page if index.channels[position].slug != without]
    return tuple(_explained(index, ask, position, now) for position in others[:limit])


def _not_withheld(index: RoutingIndex, left: int) -> int:
    return left & ~index.levels[RoutingLevel.WITHHELD]


def _ready(index: RoutingIndex, ask: Ask) -> int:
    left, _ = _filtered(index, ask)
    left &= index.levels[RoutingLevel.GO]
    return left & (_union(index, ask.needs) | index.general) if ask.needs else left


def _filtered(index: RoutingIndex, ask: Ask) -> tuple[int, tuple[Exclusion, ...]]:
    left = index.everything
    exclusions: list[Exclusion] = []
    for name, kept in _filters(index, ask):
        removed = (left & ~kept).bit_count()
        left &= kept
        if removed:
            exclusions.append(Exclusion(name, removed))
    return left, tuple(exclusions)


def _filters(index: RoutingIndex, ask: Ask) -> Iterator[tuple[Filter, int]]:
    yield Filter.APPROVED, index.approved
    yield Filter.DATES, index.in_season
    if not ask.any_purpose:
        yield Filter.PURPOSE, index.humanitarian
    if ask.emergency:
        yield Filter.EMERGENCY, index.emergencies.allowing(ask.emergency)
    if ask.support:
        yield Filter.SUPPORT, index.support.stated.get(ask.support.value, 0)
    if ask.country:
        yield Filter.COUNTRY, index.countries.allowing(ask.country)
    if ask.method:
        yield Filter.METHOD, index.methods.allowing(ask.method.value)
    if ask.currency:
        yield Filter.CURRENCY, index.currencies.allowing(ask.currency)
    needs = index.directory.vocabulary.needs
    if ask.needs and not any(needs[need].donatable for need in ask.needs):
        yield Filter.DONATABLE, 0


class _Order:
    """The steps of the order: each splits a set into sets, best first."""

    def __init__(self, index: RoutingIndex, ask: Ask, now: datetime) -> None:
        self.index = index
        self.ask = ask
        self.now = now
        self.steps: Sequence[Callable[[int], Iterator[int]]] = (
            self.by_level,
            self.by_needs,
            self.by_naming,
            self.by_receipt,
            self.by_operator,
            self.by_confirmation,
        )

    def groups(self, bits: int, step: int = 0) -> Iterator[int]:
        """Sets of equals, best first, none empty."""
        if step == len(self.steps) or not bits & (bits - 1):
            if bits:
                yield bits
            return
        for part in self.steps[step](bits):
            if part:
                yield from self.groups(part, step + 1)

    def by_level(self, bits: int) -> Iterator[int]:
        for level in RoutingLevel:
            yield bits & self.index.levels[level]

    def by_needs(self, bits: int) -> Iterator[int]:
        counts = [bits]  # counts[n]: channels that serve exactly n of the needs looked at so far
        for need in self.ask.needs:
            serving = self.index.needs.get(need, 0)
            counts = [
                (same & ~serving) | (fewer & serving) for same, fewer in zip([*counts, 0], [0, *counts], strict=True)
            ]
        for served, group in reversed(tuple(enumerate(counts))):
            general = group & self.index.general
            earmarked = group & ~self.index.general
            # Earmarked for what was asked goes before general; earmarked for something else goes after it.
            yield from (earmarked, general) if served else (general, earmarked)

    def by_naming(self, bits: int) -> Iterator[int]:
        named = self.index.named.get(self.ask.emergency, {})
        for role in NAMING_ROLES:
            yield bits & named.get(role, 0)
            bits &= ~named.get(role, 0)
        yield bits

    def by_receipt(self, bits: int) -> Iterator[int]:
        giving = self.index.receipts.get(self.ask.receipt_country, 0)
        yield bits & giving
        yield bits & ~giving

    def by_operator(self, bits: int) -> Iterator[int]:
        yield bits & self.index.own
        yield bits & ~self.index.own

    def by_confirmation(self, bits: int) -> Iterator[int]:
        for month in self.index.confirmed:
            yield bits & month
            bits &= ~month
        yield bits


def _page(groups: Iterator[int], now: datetime, limit: int, offset: int) -> tuple[list[int], int]:
    """The positions on one page, and the size of the group of equals that holds the first place."""
    day = now.astimezone(UTC).date().toordinal()
    page: list[int] = []
    first = 0
    for group in groups:
        size = group.bit_count()
        first = first or size
        if offset >= size:
            offset -= size
            continue
        page += _turn(group, (day + offset) % size, min(size - offset, limit - len(page)))
        offset = 0
        if len(page) >= limit:
            break
    return page, first


def _turn(group: int, start: int, count: int) -> list[int]:
    """``count`` members of a group of equals beginning with the one whose turn it is, round the end."""
    taken: list[int] = []
    for rank in (start, 0):
        for position in bitset.members_from(group, rank):
            if len(taken) == count:
                return taken
            taken.append(position)
    return taken


def _union(index: RoutingIndex, needs: tuple[str, ...]) -> int:
    bits = 0
    for need in needs:
        bits |= index.needs.get(need, 0)
    return bits


def _nearest(index: RoutingIndex, ask: Ask, now: datetime) -> Nearest | None:
    for lifted, wider in _wider(ask):
        left = _not_withheld(index, _filtered(index, wider)[0])
        if left:
            page, _ = _page(_Order(index, wider, now).groups(left), now, limit=1, offset=0)
            best = _explained(index, wider, page[0], now)
            return Nearest(lifted, wider, left.bit_count(), best)
    return None


def _wider(ask: Ask) -> Iterator[tuple[tuple[AskField, ...], Ask]]:
    """Wider questions, the smallest sacrifice first: one part lifted, then more and more of them."""
    asked = [part for part in PART_OF.values() if ask.without(part) != ask]
    for part in asked:
        yield (part,), ask.without(part)
    wider = ask
    for count, part in enumerate(asked, start=1):
        wider = wider.without(part)
        if count > 1:
            yield tuple(asked[:count]), wider


def _explained(index: RoutingIndex, ask: Ask, position: int, now: datetime) -> Match:
    channel = index.channels[position]
    link = index.directory.link_of(channel)
    decision: ChannelLevel = index.decisions[position]
    return Match(
        channel=channel,
        link=link,
        level=decision.level,
        served=sum(need in channel.needs for need in ask.needs),
        is_general=bool(index.general >> position & 1) or not ask.needs,
        reasons=reasons_of(index.directory, ask, channel, decision, now),
        cautions=cautions_of(ask, channel, decision, now),
    )
