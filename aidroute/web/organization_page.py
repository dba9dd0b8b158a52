"""The page of one organization: who it is, where to give, what is known from where, and what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from markupsafe import Markup

from aidroute.domain.directory import Channel, Citation, Fact, Organization
from aidroute.domain.listing import is_place_to_give
from aidroute.domain.vocabulary import ChannelStatus, Purpose
from aidroute.services import routing
from aidroute.services.browsing import View
from aidroute.services.telling_stories import Story
from aidroute.web import filters
from aidroute.web.appeal_page import reference
from aidroute.web.cards import ChannelCard, card_of_opening, path_of
from aidroute.web.change_lines import ChangeGroup, change_groups
from aidroute.web.content_texts import host_of, is_on_closed_site, spoken, told, told_in_a_row
from aidroute.web.organization_cards import own_name
from aidroute.web.strips import Strip, strip_of
from aidroute.web.translating import gettext as _
from aidroute.web.wording.directory import (
    CONTACT_KINDS,
    NAME_KINDS,
    SAFETY_TOPIC,
    kind_of_organization,
    topic_words,
)
from aidroute.web.wording.words import KINDS, PURPOSES, ROLES

SHOWN_CHANGES = 6


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name with what it is and where it was seen."""

    name: Markup
    kind: str
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Naming:
    """One appeal that names the organization."""

    reference: str
    title: Markup
    path: str
    role: str
    quote: Markup
    note: str
    name_as_written: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Facts on one topic."""

    words: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SeenChannel:
    """A channel that is not offered: seen in a source and not approved, or taken out of the list."""

    title: Markup
    kind: str
    host: Markup
    operator: str
    citation: Citation | None
    note: Markup


@dataclass(frozen=True, slots=True)
class OfferedChannel:
    """A channel that is offered: its card goes by its own title, for the page goes by the organization's name.

    ``strip`` is None for a channel without a link, and while the database is away.
    """

    card: ChannelCard
    strip: Strip | None
    report_path: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Something the organization is easily taken for; ``path`` is '' for what has no page here."""

    name: str
    path: str


class OrganizationPage:
    """One organization as its page shows it."""

    def __init__(self, view: View, organization: Organization, story: Story | None, now: datetime) -> None:
        """``story`` is None while the database is away."""
        self._view = view
        self._directory = view.directory
        self._now = now
        self.organization = organization
        self.story = story
        self.plain_name = organization.name
        self.name = own_name(organization)
        self.summary = told(organization.summary)

    @property
    def about(self) -> list[tuple[str, str]]:
        """Kind, purpose and places."""
        organization = self.organization
        return [
            (_("Kind"), kind_of_organization(organization.kind)),
            (_("Purpose"), str(PURPOSES[organization.purpose])),
            (_("Places"), told_in_a_row(organization.places)),
        ]

    @property
    def website(self) -> Markup:
        """The host of its own website as text: a website is shown and never linked, for it is not checked as a gift
        link is.
        """
        return filters.host_for_reading(host_of(self.organization.website))

    @property
    def names(self) -> list[NameLine]:
        """Every name, the official ones first; those of a kind that has no word of ours last."""
        kinds = {kind: place for place, kind in enumerate(NAME_KINDS)}
        ranked = sorted(self.organization.names, key=lambda name: kinds.get(name.kind, len(kinds)))
        return [
            NameLine(spoken(name.value, name.language), str(NAME_KINDS.get(name.kind, name.kind)), name.citation)
            for name in ranked
        ]

    @property
    def contacts(self) -> list[tuple[str, str, Citation | None]]:
        """What kind of contact, as its source prints it, and the source. Shown as text: a contact is no way to give."""
        return [
            (str(CONTACT_KINDS.get(each.kind, each.kind)), each.value, each.citation)
            for each in self.organization.contacts
        ]

    @property
    def why_not_to_give(self) -> str:
        """Why this is no place to give; '' when it is one."""
        if is_place_to_give(self._directory, self.organization):
            return ""
        roles = dict.fromkeys(mention.role for mention in self._directory.mentions_of.get(self.organization.slug, ()))
        named = ", ".join(str(ROLES[role]) for role in roles)
        if self.organization.purpose is Purpose.NOT_HUMANITARIAN and named:
            return _("It is listed because appeals name it (%(roles)s), not because it takes aid.", roles=named)
        if named:
            return _("Appeals name it only in another role: %(roles)s.", roles=named)
        return _("It does not do humanitarian work.")

    @property
    def offered(self) -> list[OfferedChannel]:
        """The approved channels, best first as they are listed."""
        return [self._offered(channel) for channel in self._channels(ChannelStatus.APPROVED)]

    @property
    def awaiting(self) -> list[SeenChannel]:
        """Seen in a source and not confirmed by a person: not offered."""
        return [self._seen(channel) for channel in self._channels(ChannelStatus.AWAITING)]

    @property
    def retired(self) -> list[SeenChannel]:
        """Taken out of the list."""
        return [self._seen(channel) for channel in self._channels(ChannelStatus.RETIRED)]

    @property
    def namings(self) -> list[Naming]:
        """Where it is named."""
        found = []
        for mention in self._directory.mentions_of.get(self.organization.slug, ()):
            appeal = self._directory.appeals[mention.appeal]
            found.append(
                Naming(
                    reference=reference(appeal),
                    title=spoken(appeal.title, appeal.language),
                    path=path_of("public.appeal", slug=appeal.slug),
                    role=str(ROLES[mention.role]),
                    quote=spoken(mention.quote, appeal.language),
                    note=mention.note,
                    name_as_written=mention.name_as_written if mention.name_as_written != self.plain_name else "",
                )
            )
        return found

    @property
    def safety_notes(self) -> tuple[Fact, ...]:
        """What a donor should be careful about."""
        return tuple(fact for fact in self.organization.facts if fact.topic == SAFETY_TOPIC and fact.is_found)

    @property
    def topics(self) -> list[Topic]:
        """Every other fact by its topic, also that something was looked for and not found."""
        grouped: dict[str, list[Fact]] = {}
        for fact in self.organization.facts:
            if fact.topic != SAFETY_TOPIC or not fact.is_found:
                grouped.setdefault(fact.topic, []).append(fact)
        return [Topic(topic_words(topic), tuple(facts)) for topic, facts in grouped.items()]

    @property
    def lookalikes(self) -> list[Lookalike]:
        """What it is easily taken for. An entry that is the slug of an organization here leads to its page."""
        return [self._lookalike(each) for each in self.organization.confusable_with]

    @cached_property
    def _all_changes(self) -> list[ChangeGroup]:
        return change_groups(self._directory, self.story.changes) if self.story else []

    @property
    def changes(self) -> list[ChangeGroup]:
        """The newest changes of its entry and its channels."""
        return self._all_changes[:SHOWN_CHANGES]

    @property
    def has_older_changes(self) -> bool:
        """Whether the ledger tells more than is shown here."""
        return self.story is not None and (self.story.has_older or len(self._all_changes) > SHOWN_CHANGES)

    def is_not_led_to(self, citation: Citation) -> bool:
        """Whether a source is shown as text only: it lies on a site where nobody is led."""
        return is_on_closed_site(self._view, citation.source)

    def _channels(self, status: ChannelStatus) -> list[Channel]:
        return [each for each in self._directory.channels_of.get(self.organization.slug, ()) if each.status is status]

    def _offered(self, channel: Channel) -> OfferedChannel:
        opening = routing.open_channel(self._view, channel.slug, self._now)
        history = self.story.histories.get(channel.link) if self.story and channel.link is not None else None
        card = card_of_opening(self._directory, opening)
        title = filters.in_language(channel.title) or str(KINDS[channel.kind])
        return OfferedChannel(
            card=replace(card, organization=title, organization_path=""),
            strip=strip_of(history) if history else None,
            report_path=path_of("public.report", slug=channel.slug),
        )

    def _lookalike(self, name_or_slug: str) -> Lookalike:
        known = self._directory.organizations.get(name_or_slug)
        if known is None:
            return Lookalike(name_or_slug, "")
        return Lookalike(known.name, path_of("public.organization", slug=known.slug))

    def _seen(self, channel: Channel) -> SeenChannel:
        link = self._directory.link_of(channel)
        return SeenChannel(
            title=told(channel.title),
            kind=str(KINDS[channel.kind]),
            host=filters.host_for_reading(link.host, link.registrable_domain) if link else Markup(""),
            operator=channel.operator_name,
            citation=channel.citation,
            note=told(channel.note),
        )
