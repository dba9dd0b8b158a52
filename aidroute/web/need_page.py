"""One need as its page shows it: who says it, which channels serve it, and what helps where money does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from aidroute.domain.ask import Ask
from aidroute.domain.directory import Appeal, Directory, NeedStatement
from aidroute.domain.vocabulary import Need, RoutingLevel, StatementKind
from aidroute.services import routing
from aidroute.services.browsing import View
from aidroute.web import filters
from aidroute.web.addresses import question_path
from aidroute.web.appeal_page import reference
from aidroute.web.cards import ChannelCard, card_of_match, path_of
from aidroute.web.content_texts import spoken, told
from aidroute.web.translating import gettext as _
from aidroute.web.wording.words import STATEMENT_KINDS, need_label

SHOWN_CHANNELS = 10


@dataclass(frozen=True, slots=True)
class Saying:
    """What one appeal says of the need, with every place where it does."""

    reference: str
    path: str
    issuer: str
    places: tuple[tuple[Markup, str, str], ...]
    """Quote, since when ('' for not stated), note."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """What appeals say of one kind: asked for, reported as lacking, ..."""

    words: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class OtherActions:
    """What one appeal asks for beside gifts."""

    reference: str
    path: str
    actions: tuple[Markup, ...]


class NeedPage:
    """One need."""

    def __init__(self, view: View, need: Need, now: datetime) -> None:
        """Read everything about ``need`` from the snapshot."""
        self._directory = view.directory
        self.need = need
        self.slug = need.slug
        self.label = need_label(need.slug, view.directory.vocabulary.needs)
        self.description = told(need.description)
        ask = Ask(needs=(need.slug,))
        answer = routing.find(view, ask, now, limit=SHOWN_CHANNELS)
        named = [match for match in answer.matches if match.served]
        self.cards: list[ChannelCard] = [
            card_of_match(view.directory, match) for match in named if match.level is not RoutingLevel.WITHHELD
        ]
        self.stopped: list[ChannelCard] = [
            card_of_match(view.directory, match) for match in named if match.level is RoutingLevel.WITHHELD
        ]
        self.general: list[ChannelCard] = [
            card_of_match(view.directory, match)
            for match in answer.matches
            if not match.served and match.is_general and match.level is not RoutingLevel.WITHHELD
        ]
        self.give_path = question_path("public.give", ask) if need.donatable else ""

    @property
    def sayings(self) -> list[Sayings]:
        """What appeals say of it, by kind."""
        said = self._directory.statements_on.get(self.slug, ())
        return [
            Sayings(str(STATEMENT_KINDS[kind]), tuple(self._by_appeal(alike)))
            for kind in StatementKind
            if (alike := [each for each in said if each.kind is kind])
        ]

    @property
    def other_actions(self) -> list[OtherActions]:
        """What the appeals that name the need ask for beside gifts."""
        slugs = dict.fromkeys(each.appeal for each in self._directory.statements_on.get(self.slug, ()))
        appeals = [self._directory.appeals[slug] for slug in slugs]
        return [_actions(each) for each in appeals if each.actions]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Codes of the same need in the lists that others use."""
        need = self.need
        return [
            (_("Global cluster"), need.cluster or ""),
            (_("OECD DAC purpose"), str(need.dac or "")),
            (_("ReliefWeb theme"), str(need.reliefweb or "")),
        ]

    def _by_appeal(self, said: list[NeedStatement]) -> Iterator[Saying]:
        for slug in dict.fromkeys(each.appeal for each in said):
            appeal = self._directory.appeals[slug]
            yield Saying(
                reference=reference(appeal),
                path=path_of("public.appeal", slug=slug),
                issuer=appeal.issuer or _("issuer not stated"),
                places=tuple(
                    (
                        spoken(each.quote, appeal.language),
                        filters.stated(each.since) if each.since else "",
                        each.note,
                    )
                    for each in said
                    if each.appeal == slug
                ),
            )


def _actions(appeal: Appeal) -> OtherActions:
    path = path_of("public.appeal", slug=appeal.slug)
    return OtherActions(reference(appeal), path, tuple(told(action.text) for action in appeal.actions))


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need in the list: how many appeals ask for it or report it."""

    slug: str
    label: str
    path: str
    description: Markup
    asked: int
    reported: int
    is_donatable: bool


def need_lines(directory: Directory) -> tuple[list[NeedLine], list[NeedLine]]:
    """The needs that appeals name, in the vocabulary's order, and those that none names."""
    lines = [_line(directory, need) for need in directory.vocabulary.needs.values()]
    return [each for each in lines if each.asked or each.reported], [
        each for each in lines if not each.asked and not each.reported
    ]


def _line(directory: Directory, need: Need) -> NeedLine:
    said = directory.statements_on.get(need.slug, ())
    return NeedLine(
        slug=need.slug,
        label=need_label(need.slug, directory.vocabulary.needs),
        path=path_of("public.need", slug=need.slug),
        description=told(need.description),
        asked=len({each.appeal for each in said if each.kind is StatementKind.REQUESTED}),
        reported=len({each.appeal for each in said if each.kind is StatementKind.REPORTED}),
        is_donatable=need.donatable,
    )
