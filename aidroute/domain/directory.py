"""The directory as one immutable value: who asks for what, who helps, and by which channels.

Pages, matching, exports and the embed all read the same :class:`Directory`. It is built once per
version and never changed; :meth:`Directory.with_links` makes the next one when link states moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from aidroute.domain.link import LinkStatus
from aidroute.domain.mail import MailStanding, mail_domain
from aidroute.domain.vocabulary import (
    ChannelKind,
    ChannelStatus,
    EmergencyStatus,
    Method,
    Operator,
    Purpose,
    Role,
    StatementKind,
    Strength,
    Support,
    Vocabulary,
)

Item = TypeVar("Item")

Texts = Mapping[str, str]
"""One text in several languages, keyed by language code; 'en' is always there when any is."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a claim comes from. ``stated_on`` is as exact as the source: '2023-09-26', '2023-07', '2023' or ''."""

    source: str
    """An address, or a sentence that names the document."""
    stated_on: str = ""
    strength: Strength = Strength.WEAK
    note: str = ""

    @property
    def is_address(self) -> bool:
        """True when the source is a web address: what was read, never a place to give."""
        return self.source.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an organization in one language. ``language`` is '' for abbreviations used everywhere."""

    value: str
    language: str
    kind: str = "official"
    """official, alias, abbreviation, translation or as_written (in an appeal)."""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A registration of an organization: an org-id.guide list code and the number in it."""

    scheme: str
    value: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """An e-mail address or phone number of an organization as its source prints it."""

    kind: str
    value: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about an organization with its source, or the honest note that none was found."""

    topic: str
    """website, donation_page, location, tax, registration, people, need_served, delivery, caution, ..."""
    value: str
    is_found: bool = True
    as_of: str = ""
    citations: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A tax receipt a donor of ``country`` gets, and from whom."""

    country: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Link:
    """One checked URL. ``host`` is what people read; ``registrable_domain`` is whose it is."""

    key: int
    url: str
    host: str
    registrable_domain: str
    status: LinkStatus = field(default_factory=LinkStatus)
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person looked and said: this is right."""

    confirmed_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to give to one organization."""

    slug: str
    organization: str
    kind: ChannelKind
    status: ChannelStatus = ChannelStatus.APPROVED
    link: int | None = None
    """Key of the link for web channels."""
    address: str = ""
    """E-mail address, phone number or postal address for the other kinds."""
    title: Texts = field(default_factory=dict)
    support: frozenset[Support] = frozenset({Support.MONEY})
    needs: frozenset[str] = frozenset()
    """Needs the channel serves; empty means where most needed."""
    countries: frozenset[str] = frozenset()
    """Donor countries it takes gifts from; empty means not stated, so not excluded."""
    currencies: frozenset[str] = frozenset()
    methods: frozenset[Method] = frozenset()
    receipts: tuple[Receipt, ...] = ()
    operator: Operator = Operator.ORGANIZATION
    operator_name: str = ""
    emergencies: frozenset[str] = frozenset()
    """Emergencies the channel is earmarked for; empty means the organization's whole work."""
    valid_from: date | None = None
    valid_to: date | None = None
    citation: Citation | None = None
    confirmation: Confirmation | None = None
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization named in an appeal, with every fact's source."""

    slug: str
    name: str
    names: tuple[Name, ...] = ()
    summary: Texts = field(default_factory=dict)
    kind: str = "other"
    """HDX organization type in words: 'national NGO', 'Red Cross Red Crescent', ..."""
    purpose: Purpose = Purpose.HUMANITARIAN
    places: tuple[str, ...] = ()
    website: str = ""
    website_citation: Citation | None = None
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[Contact, ...] = ()
    facts: tuple[Fact, ...] = ()
    confusable_with: tuple[str, ...] = ()
    confirmation: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An appeal names an organization (or a body we keep no page for) in one role."""

    appeal: str
    organization: str | None
    name_as_written: str
    role: Role
    quote: str = ""
    """A few words, verbatim, so that the place can be found."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NeedStatement:
    """An appeal says something about a need."""

    appeal: str
    need: str
    kind: StatementKind
    quote: str = ""
    since: str = ""
    note: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number an appeal states: shown only with its as-of date and who said it."""

    what: str
    value: str
    as_of: str
    according_to: str
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something other than giving that an appeal asks of its readers, in our words."""

    kind: str
    text: Texts


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A dated event as an appeal tells it, in our neutral words."""

    happened_on: str
    text: Texts
    appeals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergency:
    """The crisis that appeals belong to."""

    slug: str
    name: Texts
    summary: Texts
    places: tuple[str, ...] = ()
    started_on: str = ""
    status: EmergencyStatus = EmergencyStatus.ACTIVE
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Appeal:
    """One published document. ``stated_on`` is '' when it does not say; ``stated_on_note`` then tells what is known."""

    slug: str
    emergency: str
    title: str
    document_kind: str
    language: str
    stated_on: str
    stated_on_note: str
    issuer: str
    publisher: str
    address: str
    sha256: str
    summary: Texts
    figures: tuple[Figure, ...] = ()
    actions: tuple[Action, ...] = ()
    issuer_note: str = ""
    publisher_note: str = ""
    """What is known when the document names none, or more about the one it names."""


@dataclass(frozen=True)
class Directory:
    """Everything a visitor can be shown. Mappings keep their listed order."""

    version: int
    links_version: int
    vocabulary: Vocabulary
    emergencies: Mapping[str, Emergency] = field(default_factory=dict)
    appeals: Mapping[str, Appeal] = field(default_factory=dict)
    organizations: Mapping[str, Organization] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    links: Mapping[int, Link] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    statements: tuple[NeedStatement, ...] = ()
    mail: Mapping[str, MailStanding] = field(default_factory=dict)
    """What is known about mail for the domains of e-mail channels, by domain."""

    def with_links(self, links_version: int, changed: Mapping[int, Link]) -> Directory:
        """The same content with newer link states. Content indexes stay valid, so they are shared."""
        newer = replace(self, links_version=links_version, links={**self.links, **changed})
        for name in _CONTENT_INDEXES:
            if name in self.__dict__:
                newer.__dict__[name] = self.__dict__[name]
        return newer

    def link_of(self, channel: Channel) -> Link | None:
        """The link of a web channel, None for the other kinds."""
        return self.links.get(channel.link) if channel.link is not None else None

    def mail_of(self, channel: Channel) -> MailStanding | None:
        """What is known about mail for an e-mail channel; None for other kinds and while nothing was asked."""
        return self.mail.get(mail_domain(channel.address)) if channel.kind is ChannelKind.EMAIL else None

    @cached_property
    def channels_of(self) -> Mapping[str, tuple[Channel, ...]]:
        """Channels by organization slug."""
        return _grouped(self.channels.values(), lambda channel: channel.organization)

    @cached_property
    def mentions_of(self) -> Mapping[str, tuple[Mention, ...]]:
        """Mentions by organization slug."""
        return _grouped(
            (mention for mention in self.mentions if mention.organization),
            lambda mention: mention.organization or "",
        )

    @cached_property
    def mentions_in(self) -> Mapping[str, tuple[Mention, ...]]:
        """Mentions by appeal slug."""
        return _grouped(self.mentions, lambda mention: mention.appeal)

    @cached_property
    def statements_in(self) -> Mapping[str, tuple[NeedStatement, ...]]:
        """Need statements by appeal slug."""
        return _grouped(self.statements, lambda statement: statement.appeal)

    @cached_property
    def statements_on(self) -> Mapping[str, tuple[NeedStatement, ...]]:
        """Need statements by need slug."""
        return _grouped(self.statements, lambda statement: statement.need)

    @cached_property
    def appeals_of(self) -> Mapping[str, tuple[Appeal, ...]]:
        """Appeals by emergency slug."""
        return _grouped(self.appeals.values(), lambda appeal: appeal.emergency)

    @cached_property
    def stated_currencies(self) -> frozenset[str]:
        """The currencies that any channel says it takes."""
        return frozenset(code for channel in self.channels.values() for code in channel.currencies)

    @cached_property
    def receipt_countries(self) -> frozenset[str]:
        """The countries for which any channel gives a receipt."""
        return frozenset(receipt.country for channel in self.channels.values() for receipt in channel.receipts)

    @cached_property
    def requested_needs(self) -> frozenset[str]:
        """The needs that any appeal asks for."""
        return frozenset(each.need for each in self.statements if each.kind is StatementKind.REQUESTED)


_CONTENT_INDEXES = (
    "channels_of",
    "mentions_of",
    "mentions_in",
    "statements_in",
    "statements_on",
    "appeals_of",
    "stated_currencies",
    "receipt_countries",
    "requested_needs",
)


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(members) for name, members in groups.items()}
