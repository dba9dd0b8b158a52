"""The forms of the maintainers' area. They carry what was typed; whether it can be taken is decided by the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.web.content_texts import language_name
from aidroute.web.translating import lazy_gettext as _
from aidroute.web.wording.changes import FIELDS
from aidroute.web.wording.directory import CONTACT_KINDS, NAME_KINDS, ORGANIZATION_KINDS
from aidroute.web.wording.words import CHANNEL_STATUS, KINDS, METHODS, OPERATORS, PURPOSES, STRENGTHS, SUPPORT

_ORGANIZATION = FIELDS[ORGANIZATION]
_CHANNEL = FIELDS[CHANNEL]

SPARE_ROWS = 2
"""Empty rows under a list, to add to it."""

MOST_ROWS = 60


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Options of a list of words."""
    plain = ((value.value if isinstance(value, StrEnum) else str(value), word) for value, word in words.items())
    return [SelectChoice(value, word) for value, word in plain]


def checkboxes(label: Any, words: Mapping[Any, Any] | None = None) -> SelectMultipleField:
    """Several of a list; the domain judges what is sent."""
    return SelectMultipleField(label, choices=choices(words or {}), validate_choice=False)


def select(label: Any, words: Mapping[Any, Any]) -> SelectField:
    """One of a list; the domain judges what is sent."""
    return SelectField(label, choices=choices(words), validate_choice=False)


class SourcedRow(Form):
    """A row of a list with where it was found."""

    source = StringField(_("Source"))
    stated_on = StringField(_("Source's date"))


class NameRow(SourcedRow):
    """A name in one language."""

    value = StringField(_("Name"))
    language = StringField(_("Language"))
    kind = select(_("Kind"), NAME_KINDS)


class IdentifierRow(SourcedRow):
    """A registration."""

    scheme = StringField(_("Register (org-id.guide code)"))
    value = StringField(_("Number"))


class ContactRow(SourcedRow):
    """An e-mail address or phone number."""

    kind = select(_("Kind"), CONTACT_KINDS)
    value = StringField(_("Address or number"))


class ReceiptRow(Form):
    """A tax receipt."""

    country = StringField(_("Country"))
    issuer = StringField(_("Issued by"))


class CitationForm(Form):
    """Where a claim comes from."""

    source = StringField(_("Source: an address, or a sentence that names the document"))
    stated_on = StringField(_("Its own date, as exact as it is"))
    strength = select(_("How strong"), STRENGTHS)
    note = StringField(_("Remark"))


def rows(label: Any, row: type[Form]) -> FieldList:
    """A list of rows."""
    return FieldList(FormField(row), label=label, max_entries=MOST_ROWS)


class EntryForm(FlaskForm):
    """What every edit says beside the entry itself."""

    based_on = HiddenField()
    reason = TextAreaField(_("Why? Everybody can read this on the page of changes."))


class OrganizationForm(EntryForm):
    """An organization. Texts in several languages are added by ``with_texts``."""

    slug = StringField(_("Name in the address, for example example-fund"))
    name = StringField(_ORGANIZATION["name"])
    names = rows(_ORGANIZATION["names"], NameRow)
    kind = select(_ORGANIZATION["kind"], ORGANIZATION_KINDS)
    purpose = select(_ORGANIZATION["purpose"], PURPOSES)
    places = TextAreaField(_ORGANIZATION["places"])
    website = StringField(_ORGANIZATION["website"])
    website_citation = FormField(CitationForm, label=_ORGANIZATION["website_citation"])
    identifiers = rows(_ORGANIZATION["identifiers"], IdentifierRow)
    contacts = rows(_ORGANIZATION["contacts"], ContactRow)
    confusable_with = TextAreaField(_ORGANIZATION["confusable_with"])


class ChannelForm(EntryForm):
    """One way to give. Texts in several languages are added by ``with_texts``."""

    slug = StringField(_("Name in the address, for example example-fund-page"))
    kind = select(_CHANNEL["kind"], KINDS)
    status = select(_CHANNEL["status"], CHANNEL_STATUS)
    url = StringField(_CHANNEL["url"])
    tenant_prefix = StringField(_CHANNEL["tenant_prefix"])
    allowed_domains = TextAreaField(_CHANNEL["allowed_domains"])
    address = StringField(_CHANNEL["address"])
    support = checkboxes(_CHANNEL["support"], SUPPORT)
    needs = checkboxes(_CHANNEL["needs"])
    countries = StringField(_CHANNEL["countries"])
    currencies = StringField(_CHANNEL["currencies"])
    methods = checkboxes(_CHANNEL["methods"], METHODS)
    receipts = rows(_CHANNEL["receipts"], ReceiptRow)
    operator = select(_CHANNEL["operator"], OPERATORS)
    operator_name = StringField(_CHANNEL["operator_name"])
    emergencies = checkboxes(_CHANNEL["emergencies"])
    valid_from = StringField(_CHANNEL["valid_from"])
    valid_to = StringField(_CHANNEL["valid_to"])
    citation = FormField(CitationForm, label=_CHANNEL["citation"])


class DecisionForm(FlaskForm):
    """A decision about a proposal, naming the very values that were looked at."""

    value_sha256 = HiddenField()
    note = TextAreaField(_("A word about it (everybody can read it)"), validators=[Length(max=1_000)])


class ConfirmForm(FlaskForm):
    """A person looked. The hidden fields say at what."""

    version = HiddenField(validators=[InputRequired()])
    link_state = HiddenField()
    note = StringField(_("What did you look at?"), validators=[Length(max=1_000)])
    releases_link = BooleanField(
        _("I opened the address, it is theirs, and it is well: check it anew and forget how it looked before")
    )


class StopForm(FlaskForm):
    """Taking a channel out of the list."""

    based_on = HiddenField(validators=[InputRequired()])
    reason = StringField(_("Why?"), validators=[Length(max=1_000)])


class SettleForm(FlaskForm):
    """What becomes of a visitor's report or suggestion; the note is for whoever has its number."""

    note = StringField(_("What you found (whoever has the number can read it)"), validators=[Length(max=500)])


class AccountForm(FlaskForm):
    """Which account is meant, and what is to be done with it."""

    email = HiddenField(validators=[InputRequired()])


class SessionsForm(FlaskForm):
    """Nothing but the proof that our own page sent it."""


class WelcomeForm(FlaskForm):
    """A new password, typed twice because nobody sees it."""

    password = PasswordField(_("New password, at least 12 characters"), validators=[InputRequired()])
    again = PasswordField(_("The same again"), validators=[InputRequired()])


def with_texts(form: type[EntryForm], texts: Mapping[str, str], languages: Iterable[str]) -> type[EntryForm]:
    """The form with one text area per field and language; ``texts`` are the fields' labels."""
    areas = {
        text_name(field, language): TextAreaField(f"{label} ({language_name(language)})")
        for field, label in texts.items()
        for language in languages
    }
    return type(form.__name__, (form,), areas)


def text_name(field: str, language: str) -> str:
    """The name of the text area of one language."""
    return f"{field}_{language}"


def foreign_names(form: FlaskForm, sent: Iterable[str]) -> list[str]:
    """Names in a request that this form does not have: somebody tries to set what is not offered."""
    own = set(_names(form))
    return sorted(set(sent) - own)


def _names(form: Iterable[Field]) -> Iterable[str]:
    for field in form:
        if isinstance(field, FieldList):
            for entry in field:
                yield from _names(entry.form)
        elif isinstance(field, FormField):
            yield from _names(field.form)
        else:
            yield field.name
