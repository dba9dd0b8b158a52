"""What a page is about, for machines: schema.org as JSON-LD. Nothing is said here that the page does not say.

A gift leads to our own address, which looks again; the address of a donation page never stands in the data.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from flask import url_for
from markupsafe import Markup

from aidroute.domain.directory import Appeal, Channel, Directory, NeedStatement, Organization
from aidroute.domain.listing import is_place_to_give
from aidroute.domain.vocabulary import ChannelKind, ChannelStatus, Need, Operator, RoutingLevel, StatementKind
from aidroute.services.browsing import View
from aidroute.web import filters
from aidroute.web.addresses import absolute
from aidroute.web.cards import path_of
from aidroute.web.present import Json
from aidroute.web.wording.words import KINDS, need_label

CONTEXT = "https://schema.org"

NGO_KINDS = frozenset({"international NGO", "national NGO", "Red Cross Red Crescent"})
"""Every other kind is an Organization: whether it is an NGO too is not known."""

ASKING = frozenset({StatementKind.REQUESTED, StatementKind.REPORTED})

# What could end the element or a line of a script. In JSON all of them may be written as escapes.
_SPECIAL = re.compile("[<>&\u2028\u2029]")
_WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def data_block(data: Json) -> Markup:
    """The data as an element for <head>, which no browser runs; '' for none."""
    if not data:
        return Markup("")
    written = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False, separators=(",", ":"))
    escaped = _SPECIAL.sub(lambda match: f"\\u{ord(match.group()):04x}", written)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(escaped))  # noqa: S704 - escaped


def organization_data(view: View, organization: Organization) -> Json:
    """An organization with its names and, where it is a place to give, the ways to give that are open."""
    open_ways = [
        channel
        for channel in view.directory.channels_of.get(organization.slug, ())
        if channel.status is ChannelStatus.APPROVED
        and channel.link is not None
        and view.index.decision_of(channel.slug).level is not RoutingLevel.WITHHELD
    ]
    if not is_place_to_give(view.directory, organization):
        open_ways = []
    names = dict.fromkeys(name.value for name in organization.names if name.value != organization.name)
    return _without_gaps({
        "@type": "NGO" if organization.kind in NGO_KINDS else "Organization",
        "name": organization.name,
        "alternateName": list(names),
        "mainEntityOfPage": absolute(path_of("public.organization", slug=organization.slug)),
        "url": _own_site(view, open_ways),
        "potentialAction": [_donate_action(channel) for channel in open_ways],
    })  # fmt: skip


def need_data(directory: Directory, need: Need) -> Json:
    """A need as a demand, with the appeals that ask for it or report it as lacking; {} when none does."""
    stated = [each for each in directory.statements_on.get(need.slug, ()) if each.kind in ASKING]
    if not stated:
        return {}
    return _without_gaps({
        "@type": "Demand",
        "name": need_label(need.slug, directory.vocabulary.needs),
        "url": absolute(path_of("public.need", slug=need.slug)),
        "subjectOf": [_document(appeal) for appeal in _appeals(directory, stated)],
    })  # fmt: skip


def _own_site(view: View, open_ways: list[Channel]) -> str:
    """The organization's own site where a person approved it and it works now; '' otherwise."""
    for channel in open_ways:
        link = view.directory.link_of(channel)
        is_own = channel.kind is ChannelKind.OFFICIAL_SITE and channel.operator is Operator.ORGANIZATION
        if link and is_own and view.index.decision_of(channel.slug).level is RoutingLevel.GO:
            # A path may lead to a form for gifts, or be what tells this site from others at the same host.
            return link.url if urlsplit(link.url).path in ("", "/") else ""
    return ""


def _donate_action(channel: Channel) -> Json:
    return {
        "@type": "DonateAction",
        "name": filters.in_language(channel.title) or str(KINDS[channel.kind]),
        "target": absolute(url_for("going.channel", slug=channel.slug)),
    }


def _appeals(directory: Directory, stated: list[NeedStatement]) -> list[Appeal]:
    return [directory.appeals[slug] for slug in dict.fromkeys(each.appeal for each in stated)]


def _document(appeal: Appeal) -> Json:
    return _without_gaps({
        "@type": "CreativeWork",
        "name": appeal.title,
        "inLanguage": appeal.language,
        "datePublished": appeal.stated_on if _WHOLE_DATE.fullmatch(appeal.stated_on) else "",
        "url": absolute(path_of("public.appeal", slug=appeal.slug)),
    })  # fmt: skip


def _without_gaps(members: Json) -> Json:
    return {name: value for name, value in members.items() if value}
