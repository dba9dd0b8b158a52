"""Leading a visitor to a channel: answering a question, and opening one channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aidroute.domain import matching
from aidroute.domain.ask import Ask, parse_ask
from aidroute.domain.channel_level import ChannelLevel
from aidroute.domain.directory import Channel, Link
from aidroute.domain.explaining_matches import Caution, cautions_of
from aidroute.domain.matching import Answer, Match
from aidroute.domain.vocabulary import ChannelStatus, RoutingLevel
from aidroute.services.browsing import View


class UnknownChannel(LookupError):
    """No channel has this slug; ``slug`` is what was asked for."""

    def __init__(self, slug: str) -> None:
        """Keep the slug for the page that offers a search."""
        super().__init__(slug)
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Opening:
    """What a visitor who wants one channel gets: its level, why, and what else there is."""

    channel: Channel
    link: Link | None
    level: RoutingLevel
    cautions: tuple[Caution, ...]
    others: tuple[Match, ...]

    @property
    def address(self) -> str:
        """The stored, approved address; '' for channels nobody is taken to."""
        return self.link.url if self.link else ""


def read_ask(view: View, parameters: Mapping[str, Sequence[str]]) -> Ask:
    """A question from an address's parameters. Raises :class:`aidroute.domain.ask.BadAsk`."""
    return parse_ask(parameters, view.directory.vocabulary, view.directory.emergencies)


def find(view: View, ask: Ask, now: datetime, *, limit: int = matching.PAGE, offset: int = 0) -> Answer:
    """Answer a question from the snapshot; see :func:`aidroute.domain.matching.match`."""
    return matching.match(view.index, ask, now, limit=limit, offset=offset)


def count_ready(view: View, ask: Ask) -> int:
    """How many channels for a question work now."""
    return matching.count_ready(view.index, ask)


def open_channel(view: View, slug: str, now: datetime) -> Opening:
    """What to do with a visitor who asks for one channel by its slug.

    A channel that no person approved, or that was retired, is withheld whatever its link says.
    Raises :class:`UnknownChannel`.
    """
    channel = view.directory.channels.get(slug)
    if channel is None:
        raise UnknownChannel(slug)
    link = view.directory.link_of(channel)
    decision = _decision(view, channel)
    ask = Ask(needs=tuple(sorted(need for need in channel.needs if need in view.directory.vocabulary.needs)))
    others = matching.next_best(view.index, ask, now, without=slug)
    cautions = cautions_of(Ask(), channel, decision, now)
    return Opening(channel, link, decision.level, cautions, others)


NOT_APPROVED = "not_approved"
RETIRED = "retired"


def _decision(view: View, channel: Channel) -> ChannelLevel:
    if channel.status is ChannelStatus.AWAITING:
        return ChannelLevel(RoutingLevel.WITHHELD, (NOT_APPROVED,))
    if channel.status is ChannelStatus.RETIRED:
        return ChannelLevel(RoutingLevel.WITHHELD, (RETIRED,))
    return view.index.decision_of(channel.slug)
