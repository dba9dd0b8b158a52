"""An answer as pages show it: the cards, the question in words, what was left out, and the ways on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from aidroute.domain.ask import Ask
from aidroute.domain.directory import Appeal, Directory
from aidroute.domain.matching import Answer, Match
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.web import filters
from aidroute.web.addresses import absolute, question_path
from aidroute.web.cards import ChannelCard, card_of_match, path_of
from aidroute.web.question_words import Part, parts_of
from aidroute.web.translating import gettext as _
from aidroute.web.translating import ngettext
from aidroute.web.wording.reasons import exclusion_sentence
from aidroute.web.wording.words import LEFT_OPEN, need_label

LAST_PAGE = 10_000
"""A larger page number is not looked for."""

EMBED_HEIGHT = 840


@dataclass(frozen=True, slots=True)
class OtherAction:
    """What an appeal asks for instead of money."""

    text: str
    appeal: str
    appeal_path: str


@dataclass(frozen=True, slots=True)
class BeyondMoney:
    """An asked need that money does not buy."""

    slug: str
    label: str
    actions: tuple[OtherAction, ...]


def page_number(parameters: Mapping[str, str]) -> int:
    """Which page of results is asked for; the first for anything that is no number."""
    text = parameters.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(number, 1), LAST_PAGE)


class AnswerPage:
    """One page of an answer, in words."""

    def __init__(self, directory: Directory, answer: Answer, number: int, *, per_page: int) -> None:
        self._directory = directory
        self.answer = answer
        self.ask: Ask = answer.ask
        self.number = number
        self._per_page = per_page
        offered = [match for match in answer.matches if match.level is not RoutingLevel.WITHHELD]
        self.fitting = [self._card(match) for match in offered if match.fits]
        self.others = [self._card(match) for match in offered if not match.fits]
        self.passed_over = [self._card(match) for match in answer.matches if match.level is RoutingLevel.WITHHELD]

    @cached_property
    def heading(self) -> str:
        """How many channels visitors may be led to."""
        offered = self.answer.offered
        if not offered:
            return _("No channel for all of this")
        return ngettext("%(num)d channel for your question", "%(num)d channels for your question", offered)

    @cached_property
    def parts(self) -> list[Part]:
        """The question, part by part."""
        return parts_of(self.ask, self._directory)

    @property
    def exclusions(self) -> list[str]:
        """What each filter took away."""
        return [exclusion_sentence(exclusion, self.ask) for exclusion in self.answer.exclusions]

    @property
    def nearest(self) -> ChannelCard | None:
        """The best channel of the nearest question that has one."""
        return self._card(self.answer.nearest.best) if self.answer.nearest else None

    @property
    def nearest_path(self) -> str:
        """The nearest question itself."""
        return question_path("public.give", self.answer.nearest.ask) if self.answer.nearest else ""

    @property
    def lifted(self) -> str:
        """What the nearest question leaves out."""
        lifted = self.answer.nearest.lifted if self.answer.nearest else ()
        return ", ".join(str(LEFT_OPEN[field]) for field in lifted)

    @property
    def nearest_total(self) -> int:
        """How many channels the nearest question has."""
        return self.answer.nearest.total if self.answer.nearest else 0

    @property
    def beyond_money(self) -> list[BeyondMoney]:
        """Asked needs that money does not buy, each with what the appeals ask for instead."""
        needs = self._directory.vocabulary.needs
        return [BeyondMoney(slug, need_label(slug, needs), self._actions(slug)) for slug in self.answer.not_donatable]

    @property
    def takes_turns(self) -> bool:
        """Whether the first place is shared, so that the page says who stands first today."""
        return self.answer.equals > 1 and self.answer.offered > 1 and self.number == 1

    @property
    def before(self) -> str:
        """The path of the page before this one, '' for none."""
        return question_path("public.give", self.ask, self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The path of the page after this one, '' for none."""
        has_more = self.number * self._per_page < self.answer.total
        return question_path("public.give", self.ask, self.number + 1) if has_more else ""

    def path(self, endpoint: str) -> str:
        """The same question at another of our addresses."""
        return question_path(endpoint, self.ask)

    def address(self, endpoint: str) -> str:
        """The same, absolute: for printing and for other sites."""
        return absolute(self.path(endpoint))

    @property
    def snippet(self) -> str:
        """What another site pastes to show this answer: a plain frame that may open new tabs and nothing else."""
        return frame_snippet(self.ask)

    def _card(self, match: Match) -> ChannelCard:
        return card_of_match(self._directory, match)

    def _actions(self, need: str) -> tuple[OtherAction, ...]:
        directory = self._directory
        slugs = dict.fromkeys(statement.appeal for statement in directory.statements_on.get(need, ()))
        appeals: list[Appeal] = [directory.appeals[slug] for slug in slugs]
        return tuple(
            OtherAction(filters.in_language(action.text), appeal.title, path_of("public.appeal", slug=appeal.slug))
            for appeal in appeals
            for action in appeal.actions
        )


def frame_snippet(ask: Ask, height: int = EMBED_HEIGHT) -> str:
    """A frame with the answer to a question, for another site: it may open new tabs and nothing else."""
    return (
        f'<iframe src="{_attribute(absolute(question_path("embed.give", ask)))}" '
        f'title="{_attribute(_("Where to give"))}" '
        f'width="100%" height="{height}" loading="lazy" referrerpolicy="no-referrer" '
        f'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
