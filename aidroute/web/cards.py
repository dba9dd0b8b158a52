"""A channel as pages show it: every word ready, nothing left for a template to decide.

The same card stands in results, in the embed, on an organization's page and beside a channel that is withheld.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app
from markupsafe import Markup

from aidroute.domain.channel_level import WRITE_FIRST
from aidroute.domain.directory import Channel, Citation, Confirmation, Directory, Link, Receipt
from aidroute.domain.explaining_matches import Caution, CautionCode, Reason, ReasonCode
from aidroute.domain.matching import Match
from aidroute.domain.vocabulary import ChannelKind, Method, RoutingLevel, Support
from aidroute.services.routing import Opening
from aidroute.web import filters
from aidroute.web.addresses import cached_path
from aidroute.web.languages import current_language, kept_by_language
from aidroute.web.page_frame import has_page
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _
from aidroute.web.translating import lazy_gettext
from aidroute.web.wording.links import DOUBTS, doubt
from aidroute.web.wording.reasons import (
    ITSELF,
    UNSAID,
    Sentence,
    caution_sentence,
    caution_sentences,
    method_word,
    reason_sentences,
    unsaid_words,
)
from aidroute.web.wording.words import KINDS, SUPPORT, need_label

Row = tuple[str, str | Markup]

KEPT_CARDS = "kept_cards"
MOST_CARDS = 5_000

CONTACT_ACTIONS: Mapping[ChannelKind, str] = {
    ChannelKind.EMAIL: lazy_gettext("Write to them"),
    ChannelKind.PHONE: lazy_gettext("Call them"),
    ChannelKind.DROP_OFF: lazy_gettext("See where to bring goods"),
}

CONTACT_STATES: Mapping[ChannelKind, str] = {
    ChannelKind.EMAIL: lazy_gettext("Write first"),
    ChannelKind.PHONE: lazy_gettext("Call first"),
    ChannelKind.DROP_OFF: lazy_gettext("Ask before you bring anything"),
}

NEVER_CHECKED = "never_checked"
"""The doubt whose badge says all there is to say."""

HAS_WORKED = frozenset({"stale", "not_confirmed_now", "waiting_for_confirmation", "held", "unstable", "down", "dead"})
"""Doubts beside which it helps to know when the link last worked."""

TOLD_ELSEWHERE = frozenset({WRITE_FIRST, NEVER_CHECKED, CautionCode.NEVER_CONFIRMED, *UNSAID})
"""Cautions that a card tells in its badge, in its three dates or in the line of what the source does not say."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the three dates: for people, and for machines ('' when there is none)."""

    text: str
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates that are never mixed."""

    stated: Moment
    checked: Moment
    confirmed: Moment


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, with the path of the appeal it rests on, '' for none."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """One channel, in words."""

    slug: str
    organization: str
    organization_path: str
    about: str
    """What it is and what it takes: 'Donation page · Money'."""
    level: RoutingLevel
    state: str
    """The state of the link in a few words with its time: 'Worked 14 minutes ago'."""
    reasons: tuple[ReasonLine, ...]
    cautions: tuple[str, ...]
    """What to be careful about, in few lines: what the source does not say stands together in one."""
    doubts: tuple[str, ...]
    """Every caution by itself, for the page that explains them; empty for channels that somebody is led to."""
    rows: tuple[Row, ...]
    """Facts that are known, as label and value."""
    dates: Dates
    host: Markup
    """The host it leads to or the domain of the e-mail address, '' where there is none to name."""
    action: str
    """What the one button says."""
    about_whom: str
    """Whom and where the button is about, for those who hear the buttons one after another."""
    path: str
    """Where the one button leads: to ``/go/<channel>``, never to an address from the request."""
    citation: Citation | None
    note: str


def card_of_match(directory: Directory, match: Match) -> ChannelCard:
    """The card of one match. Questions have most of their cards in common, so each is put together once a minute."""
    kept = _kept_cards(directory)
    key = (current_language(), match.channel.slug, match.level, match.reasons, match.cautions)
    card = kept.get(key)
    if card is None:
        is_explained = match.level is RoutingLevel.WITHHELD
        shown = _Shown(
            match.channel, match.link, match.level, match.reasons, _told_apart(directory, match), is_explained
        )
        card = _card(directory, shown)
        if len(kept) < MOST_CARDS:
            kept[key] = card
    return card


def _kept_cards(directory: Directory) -> dict[Hashable, ChannelCard]:
    """The cards of this directory and minute; those of another are let go."""
    minute = int(now().timestamp()) // 60
    known: tuple[Directory, int, dict[Hashable, ChannelCard]] | None = current_app.extensions.get(KEPT_CARDS)
    if known is None or known[0] is not directory or known[1] != minute:
        known = current_app.extensions[KEPT_CARDS] = (directory, minute, {})
    return known[2]


def card_of_opening(directory: Directory, opening: Opening) -> ChannelCard:
    """The card of one channel by itself."""
    shown = _Shown(opening.channel, opening.link, opening.level, (), _told_apart(directory, opening), is_explained=True)
    return _card(directory, shown)


@dataclass(frozen=True, slots=True)
class _Shown:
    channel: Channel
    link: Link | None
    level: RoutingLevel
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]
    is_explained: bool


def _card(directory: Directory, shown: _Shown) -> ChannelCard:
    channel = shown.channel
    return ChannelCard(
        slug=channel.slug,
        organization=directory.organizations[channel.organization].name,
        organization_path=path_of("public.organization", slug=channel.organization),
        about=_about(channel.kind, channel.support),
        level=shown.level,
        state=state_words(channel, shown.level, shown.cautions, shown.link),
        reasons=tuple(map(_line, reason_sentences(_listed(shown.reasons), directory))),
        cautions=tuple(_in_few_lines(directory, shown)),
        doubts=tuple(_one_by_one(directory, shown)) if shown.is_explained else (),
        rows=_rows(directory, channel),
        dates=dates_of(channel.citation, shown.link, channel.confirmation),
        host=_host(channel, shown),
        action=_action(channel, shown),
        about_whom=f"{directory.organizations[channel.organization].name}, {_place(channel, shown.link)}",
        path=path_of("going.channel", slug=channel.slug),
        citation=channel.citation,
        note=filters.in_language(channel.note),
    )


def path_of(endpoint: str, **values: str) -> str:
    """The path of a page, '' when this installation does not serve it."""
    return cached_path(endpoint, **values) if has_page(endpoint) else ""


def dates_of(citation: Citation | None, link: Link | None, confirmation: Confirmation | None) -> Dates:
    """Stated by the source, checked by the machine, confirmed by a person."""
    stated_on = citation.stated_on if citation else ""
    return Dates(
        stated=Moment(filters.stated(stated_on), stated_on if filters.is_machine_date(stated_on) else ""),
        checked=_moment(link.status.last_checked_at if link else None),
        confirmed=_moment(confirmation.confirmed_at if confirmation else None),
    )


def state_words(channel: Channel, level: RoutingLevel, cautions: tuple[Caution, ...], link: Link | None) -> str:
    """The state of a channel in a few words, with its time where there is one."""
    if level is RoutingLevel.CAUTION and channel.kind in CONTACT_STATES:
        return str(CONTACT_STATES[channel.kind])
    if level is RoutingLevel.GO and link:
        return _("Worked %(ago)s", ago=filters.ago(link.status.last_ok_at or link.status.last_checked_at))
    code = next((caution.code for caution in cautions if caution.code in DOUBTS), "")
    short = str(doubt(code).short)
    seen_at = link.status.last_ok_at if link and code in HAS_WORKED else None
    return _("%(state)s; last worked %(ago)s", state=short, ago=filters.ago(seen_at)) if seen_at else short


@kept_by_language
def _about(kind: ChannelKind, support: frozenset[Support]) -> str:
    return f"{KINDS[kind]} · {', '.join(str(SUPPORT[each]) for each in SUPPORT if each in support)}"


def _told_apart(directory: Directory, given: Match | Opening) -> tuple[Caution, ...]:
    """Its cautions; an organization that passes gifts on is not warned of as if it were somebody else."""
    name = directory.organizations[given.channel.organization].name
    own = Caution(CautionCode.RUN_BY_INTERMEDIARY, name)
    return tuple(replace(each, value=ITSELF) if each == own else each for each in given.cautions)


def _host(channel: Channel, shown: _Shown) -> Markup:
    """Where it leads, for reading: the host of a page, the domain of an e-mail address one may write to, else ''."""
    if shown.link:
        return filters.host_for_reading(shown.link.host, shown.link.registrable_domain)
    may_write = channel.kind is ChannelKind.EMAIL and shown.level is not RoutingLevel.WITHHELD
    domain = channel.address.rpartition("@")[2] if may_write else ""
    return filters.host_for_reading(domain) if domain else Markup("")


def _place(channel: Channel, link: Link | None) -> str:
    return filters.ascii_host(link.host) if link else str(KINDS[channel.kind])


def _listed(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Without the reason that the badge already tells."""
    return tuple(reason for reason in reasons if reason.code is not ReasonCode.WORKS_NOW)


def _line(sentence: Sentence) -> ReasonLine:
    return ReasonLine(sentence.text, path_of("public.appeal", slug=sentence.appeal) if sentence.appeal else "")


def _moment(instant: datetime | None) -> Moment:
    return Moment(filters.ago(instant), filters.machine_instant(instant)) if instant else Moment(_("never"))


def _in_few_lines(directory: Directory, shown: _Shown) -> Iterator[str]:
    yield from caution_sentences((each for each in shown.cautions if each.code not in TOLD_ELSEWHERE), directory)
    yield from _unsaid(shown)


def _one_by_one(directory: Directory, shown: _Shown) -> Iterator[str]:
    for caution in shown.cautions:
        if caution.code not in UNSAID:
            yield caution_sentence(caution, directory)
    yield from _unsaid(shown)


def _unsaid(shown: _Shown) -> Iterator[str]:
    unsaid = ", ".join(unsaid_words(shown.channel, shown.cautions))
    if unsaid:
        yield _("The source does not say: %(list)s.", list=unsaid)


def _rows(directory: Directory, channel: Channel) -> tuple[Row, ...]:
    known = directory.vocabulary.needs
    needs = ", ".join(need_label(need, known) for need in known if need in channel.needs)
    return _known_rows(needs, channel.countries, channel.methods, channel.currencies, channel.receipts)


@kept_by_language
def _known_rows(
    needs: str,
    countries: frozenset[str],
    methods: frozenset[Method],
    currencies: frozenset[str],
    receipts: tuple[Receipt, ...],
) -> tuple[Row, ...]:
    rows = (
        (_("Gives to"), needs),
        (_("Countries of donors"), ", ".join(sorted(map(filters.country, countries)))),
        (_("Way to pay"), ", ".join(method_word(method) for method in sorted(methods))),
        (_("Currency"), ", ".join(sorted(currencies))),
        (_("Receipt"), ", ".join(f"{filters.country(receipt.country)} ({receipt.issuer})" for receipt in receipts)),
    )
    return tuple((label, value) for label, value in rows if value)


def _action(channel: Channel, shown: _Shown) -> str:
    if shown.level is RoutingLevel.WITHHELD:
        return _("See why we send nobody there")
    if channel.kind in CONTACT_ACTIONS:
        return str(CONTACT_ACTIONS[channel.kind])
    if shown.level is RoutingLevel.CAUTION:
        return _("Look before you give")
    if channel.kind is ChannelKind.OFFICIAL_SITE:
        return _("Visit the official site")
    return _("Give here")
