"""What was changed, in words: for the public page of changes and for the maintainers' desk."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION, RETIRE
from aidroute.domain.change_sentences import Sentence, SentenceCode

SUBJECTS: Mapping[str, str] = {ORGANIZATION: _("Organization"), CHANNEL: _("Way to give")}

ACTIONS: Mapping[str, str] = {CREATE: _("New entry"), EDIT: _("Change"), RETIRE: _("Taken out of the list")}

FIELDS: Mapping[str, Mapping[str, str]] = {
    ORGANIZATION: {
        "name": _("Name"),
        "names": _("Names in other languages"),
        "summary": _("What it does"),
        "kind": _("Kind of organization"),
        "purpose": _("Purpose"),
        "places": _("Places"),
        "website": _("Website"),
        "website_citation": _("Source of the website"),
        "identifiers": _("Registrations"),
        "contacts": _("Contacts"),
        "confusable_with": _("Easily confused with"),
    },
    CHANNEL: {
        "organization": _("Organization"),
        "kind": _("Kind"),
        "status": _("Status"),
        "url": _("Web address"),
        "tenant_prefix": _("Path that is theirs on a shared platform"),
        "allowed_domains": _("Further domains that may answer for it"),
        "address": _("E-mail address, phone number or place"),
        "title": _("Title"),
        "support": _("What it takes"),
        "needs": _("Needs it serves"),
        "countries": _("Countries of donors"),
        "currencies": _("Currencies"),
        "methods": _("Ways to pay"),
        "receipts": _("Tax receipts"),
        "operator": _("Run by"),
        "operator_name": _("Name of who runs it"),
        "emergencies": _("Only for these emergencies"),
        "valid_from": _("From"),
        "valid_to": _("Until"),
        "citation": _("Source"),
        "note": _("Note"),
    },
}


def field_label(subject_type: str, field: str) -> str:
    """The word for a field; its own name where we have none."""
    return str(FIELDS.get(subject_type, {}).get(field, field))


def change_sentence(said: Sentence) -> str:
    """What happened to one field, without the values: those stand beside it."""
    what = field_label(said.subject_type, said.field)
    match said.code:
        case SentenceCode.CREATED:
            return gettext("Entered in the list")
        case SentenceCode.APPROVED:
            return gettext("Approved: visitors may be led there")
        case SentenceCode.AWAITING:
            return gettext("No longer offered: waits for approval")
        case SentenceCode.RETIRED:
            return gettext("Taken out of the list")
        case SentenceCode.SET:
            return gettext("%(what)s added", what=what)
        case SentenceCode.CLEARED:
            return gettext("%(what)s removed", what=what)
        case SentenceCode.ITEMS_ADDED:
            return gettext("%(what)s: added", what=what)
        case SentenceCode.ITEMS_REMOVED:
            return gettext("%(what)s: taken away", what=what)
        case SentenceCode.ITEMS_EXCHANGED:
            return gettext("%(what)s: added and taken away", what=what)
        case SentenceCode.CHANGED:
            return gettext("%(what)s changed", what=what)
