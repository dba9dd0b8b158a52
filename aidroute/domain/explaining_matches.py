"""Why a channel is in an answer, and what to be careful about: typed codes, put in words by the pages.

A reason is only given when the directory says so; what it does not say becomes a caution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aidroute.domain.ask import Ask
from aidroute.domain.channel_level import ChannelLevel
from aidroute.domain.directory import Channel, Directory
from aidroute.domain.vocabulary import UNEARMARKED, ChannelKind, Operator, Role, RoutingLevel


class ReasonCode(StrEnum):
    """Why a channel is here."""

    SERVES_NEED = "serves_need"
    SERVES_WHERE_MOST_NEEDED = "serves_where_most_needed"
    RECOMMENDED_IN_APPEAL = "recommended_in_appeal"
    OFFERED_BY_ISSUER = "offered_by_issuer"
    DELIVERS_AID_IN_APPEAL = "delivers_aid_in_appeal"
    TAKES_FROM_COUNTRY = "takes_from_country"
    TAKES_METHOD = "takes_method"
    TAKES_CURRENCY = "takes_currency"
    GIVES_RECEIPT = "gives_receipt"
    RUN_BY_ORGANIZATION = "run_by_organization"
    CONFIRMED_BY_PERSON = "confirmed_by_person"
    WORKS_NOW = "works_now"


class CautionCode(StrEnum):
    """What a donor should know before giving. Codes of the link itself come beside these."""

    OFFICIAL_SITE_ONLY = "official_site_only"
    NEED_NOT_SERVED = "need_not_served"
    NEED_NOT_STATED = "need_not_stated"
    COUNTRY_NOT_STATED = "country_not_stated"
    METHOD_NOT_STATED = "method_not_stated"
    CURRENCY_NOT_STATED = "currency_not_stated"
    RECEIPT_NOT_KNOWN = "receipt_not_known"
    RUN_BY_INTERMEDIARY = "run_by_intermediary"
    NEVER_CONFIRMED = "never_confirmed"
    CONFIRMATION_EXPIRED = "confirmation_expired"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``value`` is what it is about (a need, an appeal, a country, a name)."""

    code: ReasonCode
    value: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """One caution; ``code`` is a :class:`CautionCode` or a code of the link's state."""

    code: str
    value: str = ""


NAMED_AS = {
    Role.RECOMMENDED_RECIPIENT: ReasonCode.RECOMMENDED_IN_APPEAL,
    Role.ISSUER: ReasonCode.OFFERED_BY_ISSUER,
    Role.DELIVERER_OF_AID: ReasonCode.DELIVERS_AID_IN_APPEAL,
}


def reasons_of(
    directory: Directory, ask: Ask, channel: Channel, decision: ChannelLevel, now: datetime
) -> tuple[Reason, ...]:
    """Every true reason why ``channel`` answers ``ask``, the ones about the question first."""
    return tuple(_reasons(directory, ask, channel, decision, now))


def cautions_of(ask: Ask, channel: Channel, decision: ChannelLevel, now: datetime) -> tuple[Caution, ...]:
    """Everything a donor should know before giving by ``channel``; what concerns the link comes first."""
    return (
        *(Caution(code) for code in decision.cautions),
        *_channel_cautions(ask, channel),
        *_donor_cautions(ask, channel),
        *_confirmation_cautions(channel, now),
    )


def _reasons(
    directory: Directory, ask: Ask, channel: Channel, decision: ChannelLevel, now: datetime
) -> Iterator[Reason]:
    for need in ask.needs or directory.vocabulary.needs:
        if need in channel.needs and need != UNEARMARKED:
            yield Reason(ReasonCode.SERVES_NEED, need)
    if UNEARMARKED in channel.needs:
        yield Reason(ReasonCode.SERVES_WHERE_MOST_NEEDED)
    yield from _naming(directory, ask, channel)
    yield from _donor_reasons(ask, channel)
    if channel.operator is Operator.ORGANIZATION:
        yield Reason(ReasonCode.RUN_BY_ORGANIZATION)
    if channel.confirmation and not _is_expired(channel, now):
        yield Reason(ReasonCode.CONFIRMED_BY_PERSON)
    if decision.level is RoutingLevel.GO:
        yield Reason(ReasonCode.WORKS_NOW)


def _naming(directory: Directory, ask: Ask, channel: Channel) -> Iterator[Reason]:
    for mention in directory.mentions_of.get(channel.organization, ()):
        code = NAMED_AS.get(mention.role)
        appeal = directory.appeals[mention.appeal]
        if code and ask.emergency in ("", appeal.emergency):
            yield Reason(code, mention.appeal)


def _donor_reasons(ask: Ask, channel: Channel) -> Iterator[Reason]:
    if ask.country in channel.countries:
        yield Reason(ReasonCode.TAKES_FROM_COUNTRY, ask.country)
    if ask.method and ask.method in channel.methods:
        yield Reason(ReasonCode.TAKES_METHOD, ask.method.value)
    if ask.currency in channel.currencies:
        yield Reason(ReasonCode.TAKES_CURRENCY, ask.currency)
    for receipt in channel.receipts:
        if receipt.country == ask.receipt_country:
            yield Reason(ReasonCode.GIVES_RECEIPT, receipt.issuer)


def _channel_cautions(ask: Ask, channel: Channel) -> Iterator[Caution]:
    if channel.kind is ChannelKind.OFFICIAL_SITE:
        yield Caution(CautionCode.OFFICIAL_SITE_ONLY)
    if not channel.needs:
        yield Caution(CautionCode.NEED_NOT_STATED)
    elif UNEARMARKED not in channel.needs:
        for need in ask.needs:
            if need not in channel.needs:
                yield Caution(CautionCode.NEED_NOT_SERVED, need)
    if channel.operator is Operator.INTERMEDIARY:
        yield Caution(CautionCode.RUN_BY_INTERMEDIARY, channel.operator_name)


def _donor_cautions(ask: Ask, channel: Channel) -> Iterator[Caution]:
    if ask.country and not channel.countries:
        yield Caution(CautionCode.COUNTRY_NOT_STATED, ask.country)
    if ask.method and not channel.methods:
        yield Caution(CautionCode.METHOD_NOT_STATED, ask.method.value)
    if ask.currency and not channel.currencies:
        yield Caution(CautionCode.CURRENCY_NOT_STATED, ask.currency)
    if ask.receipt and all(receipt.country != ask.receipt for receipt in channel.receipts):
        yield Caution(CautionCode.RECEIPT_NOT_KNOWN, ask.receipt)


def _confirmation_cautions(channel: Channel, now: datetime) -> Iterator[Caution]:
    if channel.confirmation is None:
        yield Caution(CautionCode.NEVER_CONFIRMED)
    elif _is_expired(channel, now):
        yield Caution(CautionCode.CONFIRMATION_EXPIRED)


def _is_expired(channel: Channel, now: datetime) -> bool:
    expires_at = channel.confirmation.expires_at if channel.confirmation else None
    return expires_at is not None and expires_at <= now
