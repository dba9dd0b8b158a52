"""Between a form and the values of an entry: plain shapes only; what is right is decided by the domain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from wtforms import Field, FieldList, Form, FormField
from wtforms.fields.choices import SelectChoice, SelectFieldBase

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.directory import Directory
from aidroute.domain.edit import FieldProblem
from aidroute.domain.vocabulary import Strength
from aidroute.web.languages import current_language
from aidroute.web.maintain.forms import (
    SPARE_ROWS,
    ChannelForm,
    EntryForm,
    OrganizationForm,
    choices,
    text_name,
    with_texts,
)
from aidroute.web.wording.changes import FIELDS
from aidroute.web.wording.desk import problem_words
from aidroute.web.wording.words import need_label

_FORMS: Mapping[str, type[EntryForm]] = {ORGANIZATION: OrganizationForm, CHANNEL: ChannelForm}
_TEXTS: Mapping[str, tuple[str, ...]] = {ORGANIZATION: ("summary",), CHANNEL: ("title", "note")}
_LINES: Mapping[str, tuple[str, ...]] = {
    ORGANIZATION: ("places", "confusable_with"),
    CHANNEL: ("allowed_domains",),
}
_CODES: Mapping[str, tuple[str, ...]] = {ORGANIZATION: (), CHANNEL: ("countries", "currencies")}
_ROWS: Mapping[str, tuple[str, ...]] = {ORGANIZATION: ("names", "identifiers", "contacts"), CHANNEL: ("receipts",)}
_CITATIONS: Mapping[str, tuple[str, ...]] = {ORGANIZATION: ("website_citation",), CHANNEL: ("citation",)}


def languages() -> tuple[str, ...]:
    """The languages texts can be written in."""
    offered: tuple[str, ...] = current_app.extensions["languages"]
    return offered


def sent_form(subject_type: str, directory: Directory) -> EntryForm:
    """The form of an organization or a channel as it was sent."""
    form = _form_class(subject_type)()
    _offer(form, directory)
    return form


def filled_form(subject_type: str, directory: Directory, values: Mapping[str, Any], version: int) -> EntryForm:
    """The form showing these values, with empty rows under each list."""
    data: dict[str, Any] = {"based_on": str(version)}
    for name, value in values.items():
        if name in _TEXTS[subject_type]:
            data |= {text_name(name, language): value.get(language, "") for language in languages()}
        elif name in _LINES[subject_type]:
            data[name] = "\n".join(value)
        elif name in _CODES[subject_type]:
            data[name] = " ".join(value)
        elif name in _ROWS[subject_type]:
            data[name] = [_row_data(row) for row in value]
        elif name in _CITATIONS[subject_type]:
            data[name] = value or {"strength": Strength.WEAK.value}
        else:
            data[name] = value
    form = _form_class(subject_type)(formdata=None, data=data)
    for name in _ROWS[subject_type]:
        for _ in range(SPARE_ROWS):
            form[name].append_entry()
    _offer(form, directory)
    return form


def typed_values(subject_type: str, form: EntryForm, current: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, in the shapes of ``domain.subjects``. Texts in languages it does not offer stay."""
    values: dict[str, Any] = {}
    for name in FIELDS[subject_type]:
        if name in _TEXTS[subject_type]:
            typed = {language: form[text_name(name, language)].data or "" for language in languages()}
            values[name] = {**current[name], **typed}
        elif name not in form:
            continue
        elif name in _LINES[subject_type]:
            values[name] = [line for line in (form[name].data or "").splitlines() if line.strip()]
        elif name in _CODES[subject_type]:
            values[name] = re.split(r"[\s,;]+", (form[name].data or "").strip())
        elif name in _ROWS[subject_type]:
            values[name] = [_typed_row(row, current[name]) for row in form[name].data]
        elif name in _CITATIONS[subject_type]:
            values[name] = _typed_citation(form[name].data)
        else:
            values[name] = form[name].data or ("" if form[name].data is None else form[name].data)
    return values


def show_problems(form: EntryForm, problems: Iterable[FieldProblem]) -> None:
    """Put each problem beside the field it is about, or above the form."""
    for problem in problems:
        field = form[problem.field] if problem.field in form else _first_text(form, problem.field)
        words = problem_words(problem)
        if field is None:
            form.form_errors.append(words)
        elif isinstance(field, (FieldList, FormField)):
            # Their own errors are computed from their parts.
            field.problem = words
        else:
            field.errors = [*field.errors, words]


def _form_class(subject_type: str) -> type[EntryForm]:
    labels = {name: FIELDS[subject_type][name] for name in _TEXTS[subject_type]}
    return with_texts(_FORMS[subject_type], labels, languages())


def _offer(form: EntryForm, directory: Directory) -> None:
    """The words that only the directory knows."""
    needs = directory.vocabulary.needs
    spoken = current_language()
    offered = {
        "needs": {slug: need_label(slug, needs) for slug in needs},
        "emergencies": {
            slug: each.name.get(spoken) or each.name.get("en", slug) for slug, each in directory.emergencies.items()
        },
    }
    for name, words in offered.items():
        if name in form:
            form[name].choices = choices(words)
    for field in form:
        if isinstance(field, SelectFieldBase):
            _keep_unlisted(field)


def _keep_unlisted(field: SelectFieldBase) -> None:
    """A word that is stored and not in our list stays choosable: looking at a form must not change an entry."""
    chosen = field.data if isinstance(field.data, list) else [field.data]
    listed = {choice.value for choice in field.choices}
    field.choices = [*field.choices, *(SelectChoice(word, word) for word in chosen if word and word not in listed)]


def _row_data(row: Mapping[str, Any]) -> dict[str, Any]:
    citation = row.get("citation") or {}
    plain = {name: value for name, value in row.items() if name != "citation"}
    return plain | {"source": citation.get("source", ""), "stated_on": citation.get("stated_on", "")}


def _typed_row(row: Mapping[str, Any], current: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A row with its citation: the kept one when its value and source were not touched, a weak new one otherwise."""
    plain = {name: value or "" for name, value in row.items() if name not in ("source", "stated_on")}
    if "source" not in row:
        return plain
    for kept in current:
        citation = kept.get("citation") or {}
        same_source = citation.get("source", "") == (row["source"] or "")
        same_date = citation.get("stated_on", "") == (row["stated_on"] or "")
        if kept["value"] == plain["value"] and same_source and same_date:
            return plain | {"citation": kept.get("citation")}
    found = {"source": row["source"] or "", "stated_on": row["stated_on"] or "", "strength": Strength.WEAK.value}
    return plain | {"citation": found if found["source"] or found["stated_on"] else None}


def _typed_citation(data: Mapping[str, Any]) -> dict[str, str] | None:
    typed = {name: str(data.get(name) or "") for name in ("source", "stated_on", "strength", "note")}
    return typed if any(typed[name] for name in ("source", "stated_on", "note")) else None


def _first_text(form: Form, name: str) -> Field | None:
    wanted = text_name(name, languages()[0])
    return next((field for field in form if field.name == wanted), None)
