"""The forms anybody can send without an account. What was typed stays when something is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Form, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields import Field

from aidroute.domain.visitor_reports import MAX_NOTE, ReportKind, SuggestionKind, WrongReason
from aidroute.services.reporting import Told
from aidroute.services.suggesting import MAX_NAME, MAX_SOURCE, MAX_TEXT, Suggested
from aidroute.web.translating import gettext as _
from aidroute.web.translating import lazy_gettext
from aidroute.web.wording.visitors import SUGGESTION_KINDS, WORKS, WRONG_REASONS


class NotTooLong:
    """A text of at most so many characters."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise when the text is longer, told with both numbers."""
        length = len((field.data or "").replace("\r\n", "\n"))
        if length > self.most:
            raise ValidationError(
                _("This is too long: %(length)s characters; %(most)s are read.", length=length, most=self.most)
            )


class VisitorForm(Form):
    """A form with a field that people do not see and programs like to fill in."""

    homepage = StringField(lazy_gettext("Leave this empty"))

    def validate_homepage(self, field: Field) -> None:
        """Somebody who is a person and whose browser filled it in can empty it and send again: nothing is lost."""
        if field.data:
            raise ValidationError(_("This field must stay empty: it keeps programs out."))


class ReportForm(VisitorForm):
    """What is wrong with a link, or that it works."""

    what = RadioField(lazy_gettext("What did you see?"), validate_choice=False)
    note = TextAreaField(
        lazy_gettext("What else should we know? (you may leave this empty)"), validators=[NotTooLong(MAX_NOTE)]
    )

    def offer(self, *, with_works: bool) -> None:
        """Set the choices; that it works is asked only where we say that it does not."""
        choices = [(reason.value, str(words)) for reason, words in WRONG_REASONS.items()]
        if with_works:
            choices.append((ReportKind.WORKS.value, str(WORKS)))
        self.what.choices = choices

    def validate_what(self, field: Field) -> None:
        """One of what was offered."""
        if field.data not in {value for value, _words in field.choices}:
            raise ValidationError(_("Choose what you saw."))

    def told(self, channel: str, address: str) -> Told:
        """What the visitor tells about a channel; ``address`` is where the request came from."""
        note = self.note.data or ""
        if self.what.data == ReportKind.WORKS.value:
            return Told(channel, ReportKind.WORKS, None, note, address)
        return Told(channel, ReportKind.WRONG, WrongReason(self.what.data), note, address)


class SuggestForm(VisitorForm):
    """Who is missing, what is wrong, what should be taken out."""

    kind = RadioField(lazy_gettext("What do you suggest?"), validate_choice=False)
    organization = StringField(lazy_gettext("Name of the organization"), validators=[NotTooLong(MAX_NAME)])
    source = StringField(
        lazy_gettext("Where can we see it? (an address, or the name of a document)"),
        validators=[NotTooLong(MAX_SOURCE)],
    )
    text = TextAreaField(lazy_gettext("Tell us more"), validators=[NotTooLong(MAX_TEXT)])

    def offer(self) -> None:
        """Set the choices."""
        self.kind.choices = [(kind.value, str(words)) for kind, words in SUGGESTION_KINDS.items()]

    def validate_kind(self, field: Field) -> None:
        """One of what was offered."""
        if field.data not in set(SuggestionKind):
            raise ValidationError(_("Choose what you suggest."))

    def validate_organization(self, field: Field) -> None:
        """Everything is about somebody."""
        if not (field.data or "").strip():
            raise ValidationError(_("Give the name of the organization."))

    def validate_source(self, field: Field) -> None:
        """Who is to be added must be seen somewhere: we list nobody on hearsay."""
        if self.kind.data == SuggestionKind.ORGANIZATION.value and not (field.data or "").strip():
            raise ValidationError(_("Say where we can see it: we list nobody without a source."))

    def validate_text(self, field: Field) -> None:
        """A correction needs words."""
        if (
            self.kind.data in {SuggestionKind.CORRECTION.value, SuggestionKind.REMOVAL.value}
            and not (field.data or "").strip()
        ):
            raise ValidationError(_("Say what should change, and why."))

    def suggested(self, language: str) -> Suggested:
        """What the visitor suggests, on a page in ``language``."""
        return Suggested(
            SuggestionKind(self.kind.data),
            self.organization.data or "",
            self.source.data or "",
            self.text.data or "",
            language,
        )


def all_errors(form: Form) -> Mapping[str, list[Any]]:
    """What is wrong, by field id; empty for a form that was not sent or is right."""
    return {field.id: list(field.errors) for field in form if field.errors}
