"""What was changed, in words: for the public page of changes and for the maintainers' desk."""

from __future__ import annotations

from collections.abc import Mapping

from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION, RETIRE
from aidroute.domain.change_sentences import Sentence, SentenceCode
from aidroute.web.translating import lazy_gettext as _

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
        "facts": _("Facts"),
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
    if said.code in _WHOLE:
        return str(_WHOLE[said.code])
    return str(_PART[said.code]) % {"what": field_label(said.subject_type, said.field)}


_WHOLE: Mapping[SentenceCode, str] = {
    SentenceCode.CREATED: _("Entered in the list"),
    SentenceCode.APPROVED: _("Approved: visitors may be led there"),
    SentenceCode.AWAITING: _("No longer offered: waits for approval"),
    SentenceCode.RETIRED: _("Taken out of the list"),
}
# lazy_gettext fills in names at once when it has any, so the field's word is put in afterwards.
_PART: Mapping[SentenceCode, str] = {
    SentenceCode.SET: _("%(what)s added"),
    SentenceCode.CLEARED: _("%(what)s removed"),
    SentenceCode.CHANGED: _("%(what)s changed"),
    SentenceCode.ITEMS_ADDED: _("%(what)s: added"),
    SentenceCode.ITEMS_REMOVED: _("%(what)s: taken away"),
    SentenceCode.ITEMS_EXCHANGED: _("%(what)s: added and taken away"),
}
