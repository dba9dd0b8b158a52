"""The question as a form. It is sent by GET, keeps nothing, and shows again whatever was typed.

What is right and wrong is decided in one place, `aidroute.domain.ask`; the form only puts it on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from flask import url_for
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, SelectMultipleField, StringField
from wtforms.fields import Field

from aidroute.domain.ask import ANY_PURPOSE, MAX_VALUE_LENGTH, Ask, AskField, Problem
from aidroute.domain.directory import Directory
from aidroute.web import countries, filters
from aidroute.web.languages import current_language
from aidroute.web.translating import gettext as _
from aidroute.web.translating import lazy_gettext
from aidroute.web.wording.words import ASK_FIELDS, METHODS, SUPPORT, need_label

FIRST_NEEDS = 8
"""Needs shown at once; the others are one tap away. Four rows of two on a narrow phone."""

WIDELY_USED = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "AMD", "GEL", "RUB", "PLN", "SEK", "NOK", "DKK", "CZK", "JPY")
"""Currencies offered beside those that channels name: what donors are likely to hold."""

MOST_PROBLEMS = 5
"""Wrong values told per field: a longer list helps nobody."""

MOST_ALLOWED = 30
"""Allowed words written out; longer lists are lists of codes and stand in the form itself."""


REMEMBERED = 64
"""Lists of choices that are kept: one for each language and state of the directory."""

NO_PREFERENCE = lazy_gettext("No preference")


class AskForm(Form):
    """A visitor's question; the field names are those of the address."""

    need = SelectMultipleField(ASK_FIELDS[AskField.NEED], validate_choice=False)
    country = StringField(ASK_FIELDS[AskField.FROM], name=AskField.FROM.value)
    method = SelectField(ASK_FIELDS[AskField.METHOD], validate_choice=False)
    support = SelectField(ASK_FIELDS[AskField.SUPPORT], validate_choice=False)
    receipt = SelectField(ASK_FIELDS[AskField.RECEIPT], validate_choice=False)
    currency = SelectField(ASK_FIELDS[AskField.CURRENCY], validate_choice=False)
    emergency = SelectField(ASK_FIELDS[AskField.EMERGENCY], validate_choice=False)
    purpose = SelectField(ASK_FIELDS[AskField.PURPOSE], validate_choice=False)

    def field_of(self, part: AskField) -> Field:
        """The field of a part of the question."""
        return self.country if part is AskField.FROM else self[part.value]


@dataclass(frozen=True, slots=True)
class NeedChoice:
    """One need in the form. ``slug`` names its drawing and its place in the page, ``value`` is what is sent."""

    slug: str
    value: str
    label: str
    is_chosen: bool = False


class AskPage:
    """The form with its choices for one directory, in one language."""

    def __init__(
        self, directory: Directory, typed: Mapping[str, Sequence[str]], problems: Sequence[Problem] = ()
    ) -> None:
        """``typed`` is the question's parameters, right or wrong; ``problems`` say what is wrong."""
        self.form = AskForm(MultiDict({name: list(values) for name, values in typed.items()}))
        self.problems = tuple(problems)
        self._typed = typed
        self._offer(directory)
        self._mark()
        self.first_needs, self.more_needs = self._needs(directory)

    @property
    def asks_more(self) -> bool:
        """Whether a part that stands under 'more' was filled in, so that it must be seen."""
        return any(self.chosen(part) for part in (*MORE, AskField.METHOD, AskField.SUPPORT))

    @property
    def has_emergencies(self) -> bool:
        """Whether there is more than "any" to choose from, or something was typed."""
        return self._has_emergencies or bool(self.chosen(AskField.EMERGENCY))

    @property
    def summary(self) -> list[tuple[Field, str]]:
        """What is wrong, field by field, in short."""
        shown: list[tuple[Field, str]] = []
        for part in AskField:
            wrong = [problem for problem in self.problems if problem.field is part][:MOST_PROBLEMS]
            shown += [(self.form.field_of(part), problem_in_short(problem)) for problem in wrong]
        return shown

    def chosen(self, part: AskField) -> str:
        """What was typed for a part that takes one value, cut to a sensible length; '' for nothing."""
        values = [value.strip() for value in self._typed.get(part.value, ()) if value.strip()]
        return values[0][:MAX_VALUE_LENGTH] if values else ""

    @property
    def country(self) -> str:
        """The donor's country as the field shows it: its name in the page's language, or what was typed instead."""
        typed = self.chosen(AskField.FROM)
        return filters.country(typed.upper()) if typed.upper() in self._countries else typed

    @property
    def country_suggestions(self) -> Markup:
        """The names to choose from while typing."""
        return countries.suggestions(current_language(), self._countries)

    def options(self, field: Field) -> Markup:
        """The options of a list, the chosen one marked. What is not offered stays too, a wrong value marked as such."""
        part = AskField(field.name)
        chosen = self.chosen(part)
        code = chosen.upper() if part in UPPER_CASE else chosen
        if any(problem.field is part and problem.value == chosen for problem in self.problems):
            return _with_chosen(self._options[part], chosen, _("%(value)s (not known)", value=chosen))
        label = filters.currency(code) if part is AskField.CURRENCY else filters.country(code)
        return _with_chosen(self._options[part], code, label)

    def _offer(self, directory: Directory) -> None:
        language = current_language()
        emergencies = [(slug, _text(each.name, language)) for slug, each in directory.emergencies.items()]
        self._has_emergencies = bool(emergencies)
        self._countries = directory.vocabulary.countries
        self._options: dict[AskField, Markup] = {
            AskField.RECEIPT: receipt_options(language, directory.receipt_countries),
            AskField.CURRENCY: currency_options(language, directory.stated_currencies),
            AskField.EMERGENCY: _options([("", _("Any")), *emergencies]),
            **fixed_options(language),
        }

    def _mark(self) -> None:
        for part in AskField:
            wrong = [problem for problem in self.problems if problem.field is part]
            self.form.field_of(part).errors = [problem_words(problem, self._typed) for problem in wrong[:MOST_PROBLEMS]]

    def _needs(self, directory: Directory) -> tuple[tuple[NeedChoice, ...], tuple[NeedChoice, ...]]:
        known = directory.vocabulary.needs
        typed = {value.strip() for value in self._typed.get(AskField.NEED.value, ())}
        first = needs_most_asked_for(directory)
        first = [*first, *(slug for slug in known if slug in typed and slug not in first)]
        rest = [slug for slug, need in known.items() if need.donatable and slug not in first]

        def choices(slugs: list[str]) -> tuple[NeedChoice, ...]:
            return tuple(NeedChoice(slug, slug, need_label(slug, known), is_chosen=slug in typed) for slug in slugs)

        wrong = [problem.value for problem in self.problems if problem.field is AskField.NEED][:MOST_PROBLEMS]
        unknown = tuple(
            NeedChoice(f"unknown-{number}", value, _("%(value)s (not known)", value=value), is_chosen=False)
            for number, value in enumerate(wrong)
        )
        return choices(first) + unknown, choices(rest)


MORE = (AskField.RECEIPT, AskField.CURRENCY, AskField.EMERGENCY, AskField.PURPOSE)
UPPER_CASE = frozenset({AskField.FROM, AskField.RECEIPT, AskField.CURRENCY})


def needs_most_asked_for(directory: Directory) -> list[str]:
    """The needs to show first: those that the appeals ask for, then the vocabulary's own order."""
    needs = directory.vocabulary.needs
    asked = directory.requested_needs
    ranked = sorted((slug for slug, need in needs.items() if need.donatable), key=lambda slug: slug not in asked)
    first = set(ranked[:FIRST_NEEDS])
    return [slug for slug in needs if slug in first]


def needs_beyond_money(directory: Directory) -> list[NeedChoice]:
    """Needs that appeals name and money does not buy."""
    named = {statement.need for statement in directory.statements}
    known = directory.vocabulary.needs
    return [
        NeedChoice(slug, slug, need_label(slug, known))
        for slug, need in known.items()
        if not need.donatable and slug in named
    ]


def problem_in_short(problem: Problem) -> str:
    """One wrong value, without what it may be: for the list on top of the page."""
    return _("“%(value)s” is not known here.", value=problem.value)


def problem_words(problem: Problem, typed: Mapping[str, Sequence[str]]) -> str | Markup:
    """One wrong value, in words, with what it may be. ``typed`` is the whole question, for a link that mends it."""
    if problem.value in problem.allowed or (problem.field in UPPER_CASE and problem.value.upper() in problem.allowed):
        return _("Only one value can be asked for here; “%(value)s” is a second one.", value=problem.value)
    if problem.field in (AskField.FROM, AskField.RECEIPT):
        return _country_problem(problem, typed)
    if problem.field is AskField.CURRENCY:
        return _(
            "“%(value)s” is no currency we know. Use a three-letter code such as EUR, or choose below.",
            value=problem.value,
        )
    if problem.field is AskField.NEED:
        return _("“%(value)s” is not known here. Choose below.", value=problem.value)
    allowed = ", ".join(problem.allowed[:MOST_ALLOWED])
    return _("“%(value)s” is not known here. Allowed: %(allowed)s.", value=problem.value, allowed=allowed)


def _country_problem(problem: Problem, typed: Mapping[str, Sequence[str]]) -> str | Markup:
    meant = countries.meant(problem.value, problem.allowed)
    if not meant:
        return _(
            "“%(value)s” is no country we know. Write its name, or its two-letter code such as FR.", value=problem.value
        )
    mended = Markup('<a href="{}">{}</a>').format(_path_with(typed, problem.field, meant), filters.country(meant))
    words = escape(_("“%(value)s” is no country we know. Did you mean %(country)s?"))
    return words % {"value": problem.value, "country": mended}


def _path_with(typed: Mapping[str, Sequence[str]], part: AskField, value: str) -> str:
    """The path of the same question with another value in one part. What could be no value of ours is left out."""
    kept: dict[str, Any] = {
        each.value: [text for text in typed.get(each.value, ()) if text.strip() and len(text) <= MAX_VALUE_LENGTH]
        for each in AskField
    }
    return url_for("public.give", **{**kept, part.value: [value]})


def typed_parameters(ask: Ask) -> dict[str, list[str]]:
    """A question as the form takes it."""
    typed: dict[str, list[str]] = {}
    for name, value in ask.parameters():
        typed.setdefault(name, []).append(value)
    return typed


# The lists that follow are most of a form's weight, so they are made once for each language (their first argument).


@lru_cache(maxsize=REMEMBERED)
def receipt_options(language: str, codes: frozenset[str]) -> Markup:
    """The countries for which somebody gives a receipt, in the alphabetical order of a language."""
    names = {code: filters.countries(language).get(code, code) for code in codes}
    return _options([("", lazy_gettext("My own country")), *filters.in_reading_order(names)])


@lru_cache(maxsize=REMEMBERED)
def currency_options(_language: str, stated: frozenset[str]) -> Markup:
    """The widely used currencies and those that channels name, by their codes."""
    codes = sorted({*WIDELY_USED, *stated})
    return _options([("", NO_PREFERENCE), *((code, filters.currency(code)) for code in codes)])


@cache
def fixed_options(_language: str) -> Mapping[AskField, Markup]:
    """The lists that are the same in every directory."""
    return {
        AskField.METHOD: _options([("", NO_PREFERENCE), *((code, str(word)) for code, word in METHODS.items())]),
        AskField.SUPPORT: _options([("", NO_PREFERENCE), *((each.value, str(word)) for each, word in SUPPORT.items())]),
        AskField.PURPOSE: _options([("", _("Humanitarian only")), (ANY_PURPOSE, _("Any kind"))]),
    }


def _options(pairs: Sequence[tuple[str, Any]]) -> Markup:
    return Markup("").join(Markup('<option value="{}">{}</option>').format(value, str(text)) for value, text in pairs)


def _with_chosen(options: Markup, chosen: str, label: str) -> Markup:
    if not chosen:
        return options
    plain = f'<option value="{escape(chosen)}"'
    html = str(options)
    if plain in html:
        return Markup(html.replace(plain, f"{plain} selected", 1))  # noqa: S704 - both parts are escaped
    return options + Markup('<option value="{}" selected>{}</option>').format(chosen, label)


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")
