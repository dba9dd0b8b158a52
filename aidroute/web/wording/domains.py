"""What is said about a link's domain: who is asked, and what of it is followed over time."""

from __future__ import annotations

from collections.abc import Mapping

from aidroute.domain.domain_watch import Source, TurnField
from aidroute.web.translating import lazy_gettext as _

SOURCES: Mapping[Source, str] = {
    Source.REGISTRY: _("the registry"),
    Source.NAME_SERVERS: _("the name servers"),
}

TURN_FIELDS: Mapping[TurnField, str] = {
    TurnField.REGISTRAR: _("registrar"),
    TurnField.NAME_SERVERS: _("name servers"),
    TurnField.REGISTERED_AT: _("registered on"),
}
