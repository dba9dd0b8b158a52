"""The words around what the directory says of organizations and appeals: topics, kinds, and how well it all stands."""

from __future__ import annotations

from collections.abc import Mapping

from aidroute.domain.coverage import Cover
from aidroute.domain.day_strip import DayState
from aidroute.domain.listing import NO_CHANNEL, Facet
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.web.translating import lazy_gettext as _

ORGANIZATION_KINDS: Mapping[str, str] = {
    "donor": _("Donor"),
    "government": _("Government body"),
    "international NGO": _("International NGO"),
    "international organization": _("International organization"),
    "media": _("Media"),
    "national NGO": _("National NGO"),
    "Red Cross Red Crescent": _("Red Cross and Red Crescent Movement"),
    "religious": _("Religious organization"),
    "United Nations": _("United Nations"),
    "other": _("Other kind of organization"),
}

NAME_KINDS: Mapping[str, str] = {
    "official": _("official name"),
    "alias": _("other name"),
    "abbreviation": _("abbreviation"),
    "translation": _("translation"),
    "as_written": _("as written in an appeal"),
}

CONTACT_KINDS: Mapping[str, str] = {"email": _("E-mail"), "phone": _("Phone")}

TOPICS: Mapping[str, str] = {
    "name": _("Name"),
    "website": _("Website"),
    "donation_page": _("Donation page"),
    "other_way_to_give": _("Another way to give"),
    "payment_methods": _("Ways to pay"),
    "currencies": _("Currencies"),
    "tax": _("Tax deduction"),
    "earmarking": _("Choosing what a gift is for"),
    "registration": _("Registration"),
    "register_number": _("Register number"),
    "location": _("Where it is"),
    "headquarters": _("Headquarters"),
    "email": _("E-mail"),
    "people": _("People"),
    "affiliations": _("Works with"),
    "need_served": _("Helps with"),
    "delivery": _("Aid it delivered"),
    "how_it_works": _("How it works"),
    "status": _("Present state"),
    "petition_address": _("Address of the petition"),
    "facebook_page": _("Facebook page"),
    "caution": _("Be careful"),
}

SAFETY_TOPIC = "caution"

DOCUMENT_KINDS: Mapping[str, str] = {
    "letter": _("Letter"),
    "appeal_letter": _("Letter"),
    "petition": _("Petition"),
    "press release": _("Press release"),
    "news report of a petition": _("News report of a petition"),
    "open letter reported by a news agency": _("Open letter, reported by a news agency"),
}

LEVELS: Mapping[str, str] = {
    RoutingLevel.GO: _("Has a link that works now"),
    RoutingLevel.CAUTION: _("Has a link or contact; look before you give"),
    RoutingLevel.WITHHELD: _("Its link is stopped: we send nobody there"),
    NO_CHANNEL: _("No approved way to give"),
}

FACETS: Mapping[Facet, str] = {
    Facet.NEED: _("Helps with"),
    Facet.PLACE: _("Place"),
    Facet.PURPOSE: _("Purpose"),
    Facet.STATE: _("Way to give"),
    Facet.KIND: _("Kind"),
}

COVERS: Mapping[Cover, str] = {
    Cover.WORKS: _("a link works"),
    Cover.UNSURE: _("not certain"),
    Cover.WITHHELD: _("stopped"),
    Cover.NONE: _("no channel"),
}

DAYS: Mapping[DayState, str] = {
    DayState.GOOD: _("worked"),
    DayState.UNKNOWN: _("not known"),
    DayState.UNSURE: _("unclear"),
    DayState.BAD: _("did not work"),
}


def topic_words(topic: str) -> str:
    """The word for a fact's topic; a topic without one is shown as it is written, with spaces."""
    return str(TOPICS[topic]) if topic in TOPICS else topic.replace("_", " ").capitalize()


def document_words(kind: str) -> str:
    """The word for a kind of document."""
    return str(DOCUMENT_KINDS[kind]) if kind in DOCUMENT_KINDS else kind.replace("_", " ").capitalize()


def kind_of_organization(kind: str) -> str:
    """The word for a kind of organization."""
    return str(ORGANIZATION_KINDS.get(kind, kind))
