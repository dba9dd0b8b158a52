"""A visitor's question in words, part by part, each with the question that lacks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from aidroute.domain.ask import Ask, AskField
from aidroute.domain.directory import Directory
from aidroute.web import filters
from aidroute.web.addresses import question_path
from aidroute.web.translating import gettext as _
from aidroute.web.wording.reasons import method_word
from aidroute.web.wording.words import SUPPORT, need_label


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the question in words; ``icon`` is '' for parts without a drawing."""

    field: AskField
    text: str
    icon: str
    path_without: str


WORDS: Mapping[AskField, Callable[[str, Directory], str]] = {
    AskField.NEED: lambda slug, directory: need_label(slug, directory.vocabulary.needs),
    AskField.FROM: lambda code, _directory: _("from %(country)s", country=filters.country(code)),
    AskField.METHOD: lambda code, _directory: method_word(code),
    AskField.SUPPORT: lambda code, _directory: next(str(word) for each, word in SUPPORT.items() if each.value == code),
    AskField.RECEIPT: lambda code, _directory: _("receipt for %(country)s", country=filters.country(code)),
    AskField.EMERGENCY: lambda slug, directory: filters.in_language(directory.emergencies[slug].name),
    AskField.CURRENCY: lambda code, _directory: filters.currency(code),
    AskField.PURPOSE: lambda _code, _directory: _("any kind of organization"),
}


def parts_of(ask: Ask, directory: Directory) -> list[Part]:
    """Every part of a question, in the order of its address."""
    return [_part(ask, AskField(name), value, directory) for name, value in ask.parameters()]


def _part(ask: Ask, field: AskField, value: str, directory: Directory) -> Part:
    return Part(
        field=field,
        text=WORDS[field](value, directory),
        icon=value if field is AskField.NEED else "",
        path_without=question_path("public.give", _lifted(ask, field, value)),
    )


def _lifted(ask: Ask, field: AskField, value: str) -> Ask:
    if field is AskField.NEED:
        return replace(ask, needs=tuple(need for need in ask.needs if need != value))
    if field is AskField.PURPOSE:
        # Lifting "any purpose" means the humanitarian filter again; Ask.without means the filter itself.
        return replace(ask, any_purpose=False)
    return ask.without(field)
