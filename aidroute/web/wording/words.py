"""One word for one thing: the terms of the vocabulary as pages write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from aidroute.domain.ask import AskField
from aidroute.domain.vocabulary import (
    ChannelKind,
    ChannelStatus,
    EmergencyStatus,
    Method,
    Need,
    Operator,
    Purpose,
    Role,
    StatementKind,
    Strength,
    Support,
)
from aidroute.web.translating import lazy_gettext as _

NEEDS: Mapping[str, str] = {
    "accommodation": _("Accommodation"),
    "food": _("Food"),
    "water": _("Water"),
    "hygiene": _("Hygiene"),
    "medicine": _("Medicine"),
    "health-care": _("Health care"),
    "nutrition": _("Nutrition"),
    "essential-goods": _("Essential goods"),
    "fuel": _("Fuel"),
    "electricity": _("Electricity"),
    "evacuation-transport": _("Transport and evacuation"),
    "safe-passage": _("Safe passage"),
    "protection": _("Protection"),
    "family-tracing": _("Family tracing"),
    "communications": _("Communications"),
    "education": _("Education"),
    "livelihood": _("Livelihood"),
    "cash": _("Cash aid"),
    "unearmarked": _("Where most needed"),
}

SUPPORT: Mapping[Support, str] = {
    Support.MONEY: _("Money"),
    Support.GOODS: _("Goods"),
    Support.TIME: _("Time"),
}

KINDS: Mapping[ChannelKind, str] = {
    ChannelKind.DONATION_PAGE: _("Donation page"),
    ChannelKind.OFFICIAL_SITE: _("Official site"),
    ChannelKind.BANK_TRANSFER_PAGE: _("Page with bank details"),
    ChannelKind.EMAIL: _("E-mail"),
    ChannelKind.PHONE: _("Phone"),
    ChannelKind.DROP_OFF: _("Place to bring goods"),
}

CHANNEL_STATUS: Mapping[ChannelStatus, str] = {
    ChannelStatus.APPROVED: _("approved by a person"),
    ChannelStatus.AWAITING: _("seen in a source, not approved yet"),
    ChannelStatus.RETIRED: _("taken out of the list"),
}

METHODS: Mapping[str, str] = {
    Method.CARD: _("Card"),
    Method.BANK_TRANSFER: _("Bank transfer"),
    Method.PAYPAL: _("PayPal"),
    Method.MOBILE_PAYMENT: _("Mobile payment"),
    Method.CHEQUE: _("Cheque"),
    Method.CASH: _("Cash"),
}

OPERATORS: Mapping[Operator, str] = {
    Operator.ORGANIZATION: _("The organization itself"),
    Operator.INTERMEDIARY: _("Somebody who passes gifts on"),
}

PURPOSES: Mapping[Purpose, str] = {
    Purpose.HUMANITARIAN: _("Humanitarian"),
    Purpose.MIXED: _("Humanitarian and other work"),
    Purpose.NOT_HUMANITARIAN: _("Not humanitarian"),
}

ROLES: Mapping[Role, str] = {
    Role.RECOMMENDED_RECIPIENT: _("recommended as a place to give"),
    Role.ISSUER: _("issuer of the appeal"),
    Role.ADDRESSEE: _("asked to act"),
    Role.CITED_ASSESSOR: _("cited for its assessment"),
    Role.DELIVERER_OF_AID: _("named as delivering aid"),
    Role.GOVERNMENT: _("government"),
    Role.OTHER: _("named"),
}

STATEMENT_KINDS: Mapping[StatementKind, str] = {
    StatementKind.REQUESTED: _("asked for"),
    StatementKind.REPORTED: _("reported as lacking"),
    StatementKind.DELIVERED: _("reported as delivered"),
    StatementKind.DO_NOT_SEND: _("asked not to be sent"),
}

EMERGENCY_STATUS: Mapping[EmergencyStatus, str] = {
    EmergencyStatus.ACTIVE: _("active"),
    EmergencyStatus.RECOVERING: _("recovering"),
    EmergencyStatus.CLOSED: _("closed"),
}

STRENGTHS: Mapping[Strength, str] = {
    Strength.OWN_SITE: _("on its own site"),
    Strength.INDEPENDENT: _("an independent source"),
    Strength.WEAK: _("a weak source"),
    Strength.APPEAL: _("the appeal itself"),
}

ASK_FIELDS: Mapping[AskField, str] = {
    AskField.NEED: _("What for?"),
    AskField.FROM: _("Your country"),
    AskField.METHOD: _("Way to pay"),
    AskField.SUPPORT: _("What do you give?"),
    AskField.RECEIPT: _("Tax receipt for"),
    AskField.EMERGENCY: _("Emergency"),
    AskField.CURRENCY: _("Currency"),
    AskField.PURPOSE: _("Kind of organization"),
}


LEFT_OPEN: Mapping[AskField, str] = {
    AskField.NEED: _("what it is for"),
    AskField.FROM: _("where you give from"),
    AskField.METHOD: _("how you give"),
    AskField.SUPPORT: _("what you give"),
    AskField.RECEIPT: _("the receipt"),
    AskField.EMERGENCY: _("the emergency"),
    AskField.CURRENCY: _("the currency"),
    AskField.PURPOSE: _("the kind of organization"),
}
"""Parts of a question as the object of 'to leave open'."""


def register_words(app: Flask) -> None:
    """Give templates the filters kind_words, role_words, ... A code without a word is shown as it is."""
    tables: Mapping[str, Mapping[Any, str]] = {
        "kind_words": KINDS,
        "role_words": ROLES,
        "method_words": METHODS,
        "support_words": SUPPORT,
        "strength_words": STRENGTHS,
        "statement_words": STATEMENT_KINDS,
        "purpose_words": PURPOSES,
        "operator_words": OPERATORS,
        "emergency_words": EMERGENCY_STATUS,
        "channel_status_words": CHANNEL_STATUS,
    }
    for name, table in tables.items():
        app.jinja_env.filters[name] = _looked_up(table)


def _looked_up(table: Mapping[Any, str]) -> Callable[[object], str]:
    return lambda code: str(table.get(code, code))


def need_label(slug: str, needs: Mapping[str, Need]) -> str:
    """The word for a need: ours where there is one, else the directory's own label."""
    if slug in NEEDS:
        return str(NEEDS[slug])
    return needs[slug].label if slug in needs else slug
