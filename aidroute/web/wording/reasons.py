"""Why a channel is in an answer, what to be careful about, and what the filters took away: codes to sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from aidroute.domain.ask import Ask
from aidroute.domain.directory import Channel, Directory
from aidroute.domain.explaining_matches import Caution, CautionCode, Reason, ReasonCode
from aidroute.domain.matching import Exclusion, Filter
from aidroute.domain.vocabulary import UNEARMARKED, Support
from aidroute.web import filters
from aidroute.web.languages import kept_by_language
from aidroute.web.translating import gettext as _
from aidroute.web.translating import ngettext
from aidroute.web.wording.links import doubt
from aidroute.web.wording.words import METHODS, need_label


@dataclass(frozen=True, slots=True)
class Sentence:
    """One reason in words; ``appeal`` is the slug of the appeal it rests on, '' when it rests on none."""

    text: str
    appeal: str = ""


APPEAL_REASONS: Mapping[ReasonCode, Callable[[str, str], str]] = {
    ReasonCode.RECOMMENDED_IN_APPEAL: lambda issuer, date: (
        _("Recommended in the appeal of %(issuer)s (%(date)s)", issuer=issuer, date=date)
        if issuer
        else _("Recommended in an appeal (%(date)s)", date=date)
    ),
    ReasonCode.OFFERED_BY_ISSUER: lambda _issuer, date: _(
        "Offers to take gifts in its own appeal (%(date)s)", date=date
    ),
    ReasonCode.DELIVERS_AID_IN_APPEAL: lambda issuer, date: (
        _("Named as delivering aid in the appeal of %(issuer)s (%(date)s)", issuer=issuer, date=date)
        if issuer
        else _("Named as delivering aid in an appeal (%(date)s)", date=date)
    ),
}
"""An appeal is named by who issued it and when: its title speaks in its own voice, and stands on its own page."""

PLAIN_REASONS: Mapping[ReasonCode, Callable[[str], str]] = {
    ReasonCode.SERVES_WHERE_MOST_NEEDED: lambda _value: _("Goes where it is most needed"),
    ReasonCode.TAKES_FROM_COUNTRY: lambda code: _("Takes gifts from %(country)s", country=filters.country(code)),
    ReasonCode.TAKES_METHOD: lambda code: _("You can give by: %(method)s", method=method_word(code)),
    ReasonCode.TAKES_CURRENCY: lambda code: _("Takes %(currency)s", currency=filters.currency(code)),
    ReasonCode.GIVES_RECEIPT: lambda issuer: _("Tax receipt from %(issuer)s", issuer=issuer),
    ReasonCode.RUN_BY_ORGANIZATION: lambda _value: _("Run by the organization itself"),
    ReasonCode.CONFIRMED_BY_PERSON: lambda _value: _("A person looked and confirmed it"),
    ReasonCode.WORKS_NOW: lambda _value: _("The link works"),
}

ITSELF = "itself"
"""Stands for the name of who passes gifts on where that is the listed organization itself."""

CAUTIONS: Mapping[str, Callable[[str], str]] = {
    CautionCode.OFFICIAL_SITE_ONLY: lambda _value: _(
        "Official site; donation page not confirmed. Look there for how to give."
    ),
    CautionCode.NEED_NOT_STATED: lambda _value: _("The source does not say what gifts are used for."),
    CautionCode.COUNTRY_NOT_STATED: lambda code: _(
        "The source does not say whether gifts from %(country)s are taken.", country=filters.country(code)
    ),
    CautionCode.METHOD_NOT_STATED: lambda code: _(
        "The source does not say whether you can give by: %(method)s.", method=method_word(code)
    ),
    CautionCode.CURRENCY_NOT_STATED: lambda code: _(
        "The source does not say whether %(currency)s is taken.", currency=filters.currency(code)
    ),
    CautionCode.RECEIPT_NOT_KNOWN: lambda code: _(
        "We know of no tax receipt for %(country)s.", country=filters.country(code)
    ),
    CautionCode.RUN_BY_INTERMEDIARY: lambda name: (
        _("Passes gifts on to others.")
        if name == ITSELF
        else _("Run by %(name)s, which passes gifts on.", name=name)
        if name
        else _("Run by somebody who passes gifts on; the source does not say who.")
    ),
    CautionCode.NEVER_CONFIRMED: lambda _value: _("No person has confirmed this entry yet."),
    CautionCode.CONFIRMATION_EXPIRED: lambda _value: _("The last confirmation by a person has run out."),
}


UNSAID: Mapping[CautionCode, tuple[Callable[[], str], Callable[[str], str]]] = {
    CautionCode.NEED_NOT_STATED: (lambda: _("what gifts are used for"), lambda _value: _("what gifts are used for")),
    CautionCode.COUNTRY_NOT_STATED: (
        lambda: _("from which countries"),
        lambda code: _("whether gifts from %(country)s are taken", country=filters.country(code)),
    ),
    CautionCode.METHOD_NOT_STATED: (
        lambda: _("how to pay"),
        lambda code: _("whether %(method)s is a way to pay", method=method_word(code)),
    ),
    CautionCode.CURRENCY_NOT_STATED: (
        lambda: _("in which currency"),
        lambda code: _("whether %(currency)s is taken", currency=filters.currency(code)),
    ),
}
"""What a source may leave unsaid, in general and for what was asked."""


def unsaid_words(channel: Channel, cautions: tuple[Caution, ...]) -> list[str]:
    """What the source of a channel does not say, as parts of one sentence."""
    takes_money = Support.MONEY in channel.support
    silent = (
        *([] if channel.needs else [CautionCode.NEED_NOT_STATED]),
        *([] if channel.countries else [CautionCode.COUNTRY_NOT_STATED]),
        *([CautionCode.METHOD_NOT_STATED] if takes_money and not channel.methods else []),
        *([CautionCode.CURRENCY_NOT_STATED] if takes_money and not channel.currencies else []),
    )
    words = [*_unsaid(silent, tuple(caution for caution in cautions if caution.code in UNSAID))]
    return [*words, _("whether there are tax receipts")] if takes_money and not channel.receipts else words


@kept_by_language
def _unsaid(silent: tuple[CautionCode, ...], cautions: tuple[Caution, ...]) -> tuple[str, ...]:
    asked = {caution.code: caution.value for caution in cautions}
    return tuple(
        in_particular(asked[code]) if code in asked else in_general()
        for code, (in_general, in_particular) in UNSAID.items()
        if code in silent
    )


def reason_sentences(reasons: tuple[Reason, ...], directory: Directory) -> list[Sentence]:
    """Every reason in words, in its order. The needs that are served make one sentence."""
    needs = directory.vocabulary.needs
    served = [need_label(reason.value, needs) for reason in reasons if reason.code is ReasonCode.SERVES_NEED]
    sentences = [Sentence(_("Helps with: %(needs)s", needs=", ".join(served)))] if served else []
    sentences += [reason_sentence(reason, directory) for reason in reasons if reason.code is not ReasonCode.SERVES_NEED]
    return sentences


def reason_sentence(reason: Reason, directory: Directory) -> Sentence:
    """One reason in words."""
    if reason.code is ReasonCode.SERVES_NEED:
        return Sentence(_("Helps with: %(needs)s", needs=need_label(reason.value, directory.vocabulary.needs)))
    if reason.code in APPEAL_REASONS:
        appeal = directory.appeals[reason.value]
        return _appeal_reason(reason.code, appeal.issuer or appeal.publisher, appeal.stated_on, appeal.slug)
    return _plain_reason(reason)


@kept_by_language
def _appeal_reason(code: ReasonCode, issuer: str, stated_on: str, slug: str) -> Sentence:
    return Sentence(APPEAL_REASONS[code](issuer, filters.stated(stated_on)), appeal=slug)


@kept_by_language
def _plain_reason(reason: Reason) -> Sentence:
    return Sentence(PLAIN_REASONS[reason.code](reason.value))


def caution_sentences(cautions: Iterable[Caution], directory: Directory) -> list[str]:
    """Every caution in words, in its order. The needs that are not served make one sentence, the last."""
    given = list(cautions)
    missing = [caution.value for caution in given if _is_missing_need(caution)]
    sentences = [caution_sentence(caution, directory) for caution in given if not _is_missing_need(caution)]
    if missing:
        needs = ", ".join(need_label(need, directory.vocabulary.needs) for need in missing)
        sentences.append(_("Not known to help with: %(need)s.", need=needs))
    return sentences


def _is_missing_need(caution: Caution) -> bool:
    return caution.code == CautionCode.NEED_NOT_SERVED and caution.value != UNEARMARKED


def caution_sentence(caution: Caution, directory: Directory) -> str:
    """One caution in words: of the channel, or of its link."""
    if caution.code == CautionCode.NEED_NOT_SERVED and caution.value == UNEARMARKED:
        return _("Given for one purpose, not for where it is most needed.")
    if caution.code == CautionCode.NEED_NOT_SERVED:
        need = need_label(caution.value, directory.vocabulary.needs)
        return _("Not known to help with: %(need)s.", need=need)
    return _plain_caution(caution)


@kept_by_language
def _plain_caution(caution: Caution) -> str:
    words = CAUTIONS.get(caution.code)
    return words(caution.value) if words else str(doubt(caution.code).sentence)


def exclusion_sentence(exclusion: Exclusion, ask: Ask) -> str:
    """How many channels one filter took away, and why."""
    return EXCLUSIONS[exclusion.filter](exclusion.removed, ask)


EXCLUSIONS: Mapping[Filter, Callable[[int, Ask], str]] = {
    Filter.APPROVED: lambda count, _ask: ngettext(
        "%(num)d channel is not approved or was taken out",
        "%(num)d channels are not approved or were taken out",
        count,
    ),
    Filter.DATES: lambda count, _ask: ngettext(
        "%(num)d channel is not open today", "%(num)d channels are not open today", count
    ),
    Filter.PURPOSE: lambda count, _ask: ngettext(
        "%(num)d channel is not purely humanitarian", "%(num)d channels are not purely humanitarian", count
    ),
    Filter.EMERGENCY: lambda count, _ask: ngettext(
        "%(num)d channel is for another emergency", "%(num)d channels are for other emergencies", count
    ),
    Filter.SUPPORT: lambda count, _ask: ngettext(
        "%(num)d channel does not take what you give", "%(num)d channels do not take what you give", count
    ),
    Filter.COUNTRY: lambda count, ask: ngettext(
        "%(num)d channel does not take gifts from %(country)s",
        "%(num)d channels do not take gifts from %(country)s",
        count,
        country=filters.country(ask.country),
    ),
    Filter.METHOD: lambda count, ask: ngettext(
        "%(num)d channel cannot be paid by: %(method)s",
        "%(num)d channels cannot be paid by: %(method)s",
        count,
        method=method_word(ask.method or ""),
    ),
    Filter.CURRENCY: lambda count, ask: ngettext(
        "%(num)d channel does not take %(currency)s",
        "%(num)d channels do not take %(currency)s",
        count,
        currency=filters.currency(ask.currency),
    ),
    Filter.DONATABLE: lambda count, _ask: ngettext(
        "%(num)d channel was left out, because money does not buy what you asked for",
        "%(num)d channels were left out, because money does not buy what you asked for",
        count,
    ),
}


def method_word(code: str) -> str:
    """The word for a method, by its code."""
    return str(METHODS.get(code, code))
