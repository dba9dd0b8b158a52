"""An organization in a list: its names, what it helps with, how an appeal names it, and how one can give."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from aidroute.domain.channel_level import ChannelLevel
from aidroute.domain.directory import Channel, Directory, Mention, Organization
from aidroute.domain.explaining_matches import Caution
from aidroute.domain.listing import (
    is_place_to_give,
    needs_served,
    offered_channels,
    strongest_mention,
)
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services.browsing import View
from aidroute.web import filters
from aidroute.web.cards import path_of, state_words
from aidroute.web.content_texts import spoken
from aidroute.web.translating import gettext as _
from aidroute.web.wording.directory import kind_of_organization
from aidroute.web.wording.words import PURPOSES, ROLES, need_label

RANK = {level: position for position, level in enumerate(RoutingLevel)}


@dataclass(frozen=True, slots=True)
class OrganizationCard:
    """One organization in words. ``level`` is a routing level, or 'unknown' when there is no way to give."""

    slug: str
    path: str
    name: Markup
    other_names: tuple[Markup, ...]
    about: str
    needs: str
    naming: str | Markup
    naming_path: str
    gives: bool
    """False for bodies that are only named and no place to give."""
    level: str
    state: str


def organization_card(view: View, slug: str) -> OrganizationCard:
    """The card of one organization of the snapshot."""
    directory = view.directory
    organization = directory.organizations[slug]
    best = _best_channel(view, slug)
    mention = strongest_mention(directory, slug)
    gives = is_place_to_give(directory, organization)
    level, state = _standing(directory, best, gives=gives)
    return OrganizationCard(
        slug=slug,
        path=path_of("public.organization", slug=slug),
        name=own_name(organization),
        other_names=tuple(spoken(value, language) for value, language in names_in_other_scripts(organization)),
        about=about_words(organization),
        needs=", ".join(need_label(need, directory.vocabulary.needs) for need in needs_served(directory, slug)),
        naming=naming_words(directory, mention) if mention else "",
        naming_path=path_of("public.appeal", slug=mention.appeal) if mention else "",
        gives=gives,
        level=level,
        state=state,
    )


def about_words(organization: Organization) -> str:
    """Kind and purpose; a kind that says nothing is left out."""
    words = [] if organization.kind == "other" else [kind_of_organization(organization.kind)]
    return " · ".join([*words, str(PURPOSES[organization.purpose])])


def own_name(organization: Organization) -> Markup:
    """The name an organization goes by, marked with its language where that is known."""
    language = next((name.language for name in organization.names if name.value == organization.name), "")
    return spoken(organization.name, language)


def names_in_other_scripts(organization: Organization) -> list[tuple[str, str]]:
    """One name in each further language, the official one where there is one; abbreviations are left out."""
    found: dict[str, tuple[str, str]] = {}
    ranked = sorted(organization.names, key=lambda name: name.kind != "official")
    for name in ranked:
        if name.language not in {"", "en"} and name.kind != "abbreviation" and name.value != organization.name:
            found.setdefault(name.language, (name.value, name.language))
    return list(found.values())


def naming_words(directory: Directory, mention: Mention) -> Markup:
    """In which role, in which appeal, of what date."""
    appeal = directory.appeals[mention.appeal]
    words = {
        "role": _capital(str(ROLES[mention.role])),
        "title": spoken(appeal.title, appeal.language),
        "date": filters.stated(appeal.stated_on),
    }
    return escape(_("%(role)s in “%(title)s” (%(date)s)")) % words


def _best_channel(view: View, slug: str) -> tuple[Channel, ChannelLevel] | None:
    offered = [(channel, view.index.decision_of(channel.slug)) for channel in offered_channels(view.directory, slug)]
    return min(offered, key=lambda pair: RANK[pair[1].level], default=None)


def _standing(directory: Directory, best: tuple[Channel, ChannelLevel] | None, *, gives: bool) -> tuple[str, str]:
    if not gives:
        return "unknown", _("Not a place to give")
    if best is None:
        return "unknown", _("No approved way to give")
    channel, decision = best
    cautions = tuple(Caution(code) for code in decision.cautions)
    return decision.level.value, state_words(channel, decision.level, cautions, directory.link_of(channel))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
