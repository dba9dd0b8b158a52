"""The closed lists of words aidroute uses, and the needs vocabulary. One word for one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Support(StrEnum):
    """What a channel takes: how somebody can give."""

    MONEY = "money"
    GOODS = "goods"
    TIME = "time"


class ChannelKind(StrEnum):
    """What a channel is. Only kinds with a web address are ever routed to."""

    DONATION_PAGE = "donation_page"
    OFFICIAL_SITE = "official_site"
    BANK_TRANSFER_PAGE = "bank_transfer_page"
    EMAIL = "email"
    PHONE = "phone"
    DROP_OFF = "drop_off"

    @property
    def is_web(self) -> bool:
        """True when a channel of this kind is a web address that is checked and routed to."""
        return self in WEB_KINDS


WEB_KINDS = frozenset({ChannelKind.DONATION_PAGE, ChannelKind.OFFICIAL_SITE, ChannelKind.BANK_TRANSFER_PAGE})


class Method(StrEnum):
    """How money moves."""

    CARD = "card"
    BANK_TRANSFER = "bank_transfer"
    PAYPAL = "paypal"
    MOBILE_PAYMENT = "mobile_payment"
    CHEQUE = "cheque"
    CASH = "cash"


class Operator(StrEnum):
    """Who runs a channel: the organization itself, or somebody who passes gifts on to it."""

    ORGANIZATION = "organization"
    INTERMEDIARY = "intermediary"


class Purpose(StrEnum):
    """What an organization works for, as far as donors may want to filter on it."""

    HUMANITARIAN = "humanitarian"
    MIXED = "mixed"
    NOT_HUMANITARIAN = "not_humanitarian"


class Role(StrEnum):
    """The role in which an appeal mentions an organization."""

    RECOMMENDED_RECIPIENT = "recommended_recipient"
    ISSUER = "issuer"
    ADDRESSEE = "addressee"
    CITED_ASSESSOR = "cited_assessor"
    DELIVERER_OF_AID = "deliverer_of_aid"
    GOVERNMENT = "government"
    OTHER = "other"


class StatementKind(StrEnum):
    """What an appeal says about a need."""

    REQUESTED = "requested"
    REPORTED = "reported"
    DELIVERED = "delivered"
    DO_NOT_SEND = "do_not_send"


class EmergencyStatus(StrEnum):
    """Where an emergency stands."""

    ACTIVE = "active"
    RECOVERING = "recovering"
    CLOSED = "closed"


class Strength(StrEnum):
    """How well a fact is supported by its source."""

    OWN_SITE = "own_site"
    """A page on the organization's own domain says so."""
    INDEPENDENT = "independent"
    """An independent third party (press, partner, reference work) says so."""
    WEAK = "weak"
    """Only code lists, wiki mirrors or snippets say so."""
    APPEAL = "appeal"
    """The appeal itself says so."""


class ChannelStatus(StrEnum):
    """Whether visitors may be offered a channel."""

    APPROVED = "approved"
    AWAITING = "awaiting"
    """Seen in a source, not yet approved by a person: shown as such, never offered."""
    RETIRED = "retired"


class RoutingLevel(StrEnum):
    """How far a visitor is taken: there at once, shown why we are unsure, or not sent at all."""

    GO = "go"
    CAUTION = "caution"
    WITHHELD = "withheld"


UNEARMARKED = "unearmarked"
"""Slug of the need 'where most needed': a channel serving it is a general one."""


@dataclass(frozen=True, slots=True)
class Need:
    """A term of the needs vocabulary with its crosswalks to the field's code lists.

    ``donatable`` is False for needs that appeals name but money does not buy (safe passage):
    they are shown with their other actions and never routed.
    """

    slug: str
    label: str
    description: str = ""
    cluster: str | None = None
    dac: int | None = None
    reliefweb: int | None = None
    match: str = "close"
    donatable: bool = True
    words: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a question may be asked in: needs in their listed order, country and currency codes."""

    needs: Mapping[str, Need] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes, upper case."""
    currencies: frozenset[str] = frozenset()
    """ISO 4217 codes, upper case."""
