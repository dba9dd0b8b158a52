"""Adding and changing organizations and channels. Every edit is a proposal; the service decides whether it waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION, RETIRE
from aidroute.domain.edit import BadEdit, Edit
from aidroute.domain.field_values import suggested_slug
from aidroute.domain.review import Proposal, SubjectMoved
from aidroute.domain.subjects import empty_values
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.services import desk, proposing
from aidroute.services.applying import Subject
from aidroute.services.people import NoSuchSubject
from aidroute.web.login import person
from aidroute.web.maintain.blueprint import database, known, maintain, show_at_once
from aidroute.web.maintain.form_values import filled_form, sent_form, show_problems, typed_values
from aidroute.web.maintain.forms import EntryForm, StopForm, foreign_names
from aidroute.web.reading import now, view
from aidroute.web.translating import gettext as _
from aidroute.web.wording.desk import problem_words

Page = str | Response | tuple[str, int]

NEW_ORGANIZATION: Mapping[str, Any] = {"kind": "national NGO", "purpose": "humanitarian"}
NEW_CHANNEL: Mapping[str, Any] = {
    "kind": "donation_page",
    "status": "approved",
    "support": ["money"],
    "operator": "organization",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form is about. ``organization`` is the owner of a channel; ``slug`` is '' for a new entry."""

    subject_type: str
    slug: str
    organization: str
    current: Mapping[str, Any]
    version: int = 0

    @property
    def is_new(self) -> bool:
        """True for something that is not in the directory yet."""
        return not self.slug

    @property
    def template(self) -> str:
        """The template of its form."""
        return f"maintain/{self.subject_type}_form.html"


@maintain.route("/organizations/new", methods=["GET", "POST"])
def new_organization() -> Page:
    """A new organization."""
    return _edit(Entry(ORGANIZATION, "", "", {**empty_values(ORGANIZATION), **NEW_ORGANIZATION}))


@maintain.route("/organizations/<slug>/edit", methods=["GET", "POST"])
def edit_organization(slug: str) -> Page:
    """A change of an organization."""
    subject = _subject(ORGANIZATION, slug)
    return _edit(Entry(ORGANIZATION, slug, slug, subject.values, subject.version))


@maintain.route("/organizations/<slug>/channels/new", methods=["GET", "POST"])
def new_channel(slug: str) -> Page:
    """A new channel of an organization."""
    _subject(ORGANIZATION, slug)
    return _edit(Entry(CHANNEL, "", slug, {**empty_values(CHANNEL), **NEW_CHANNEL, "organization": slug}))


@maintain.route("/channels/<slug>/edit", methods=["GET", "POST"])
def edit_channel(slug: str) -> Page:
    """A change of a channel."""
    subject = _subject(CHANNEL, slug)
    return _edit(Entry(CHANNEL, slug, subject.values["organization"], subject.values, subject.version))


@maintain.post("/channels/<slug>/stop")
def stop_channel(slug: str) -> Page:
    """Take a channel out of the list: one person may, at once."""
    subject = _subject(CHANNEL, slug)
    form = StopForm()
    if foreign_names(form, request.form) or not form.validate():
        abort(422)
    fields = {"status": ChannelStatus.RETIRED.value}
    edit = Edit(CHANNEL, slug, RETIRE, fields, form.reason.data or "", _number(form.based_on.data))
    entry = Entry(CHANNEL, slug, subject.values["organization"], subject.values, subject.version)
    try:
        made = proposing.propose(database(), person(), edit, known(), now())
    except BadEdit as bad:
        flash(" ".join(map(problem_words, bad.problems)))
        return redirect(_page_of(entry.organization))
    except SubjectMoved as moved:
        return _moved(entry, moved)
    return _done(made, entry)


def _edit(entry: Entry) -> Page:
    if request.method != "POST":
        form = filled_form(entry.subject_type, view().directory, entry.current, entry.version)
        return _show(entry, form)
    form = sent_form(entry.subject_type, view().directory)
    foreign = foreign_names(form, request.form)
    if foreign:
        form.form_errors.append(_("This request names fields that our form does not have. Nothing was saved."))
        return _show(entry, form), 422
    form.validate()
    try:
        made = proposing.propose(database(), person(), _asked(entry, form), known(), now())
    except BadEdit as bad:
        show_problems(form, bad.problems)
        return _show(entry, form), 422
    except SubjectMoved as moved:
        return _moved(entry, moved)
    return _done(made, entry)


def _asked(entry: Entry, form: EntryForm) -> Edit:
    values = typed_values(entry.subject_type, form, entry.current)
    if not entry.is_new:
        fields = {name: value for name, value in values.items() if value != entry.current.get(name)}
        return Edit(entry.subject_type, entry.slug, EDIT, fields, form.reason.data or "", _number(form.based_on.data))
    slug = (form["slug"].data or "").strip() or _own_slug(entry, values)
    if entry.subject_type == CHANNEL:
        values["organization"] = entry.organization
    return Edit(entry.subject_type, slug, CREATE, values, form.reason.data or "")


def _own_slug(entry: Entry, values: Mapping[str, Any]) -> str:
    """A name for the address when none was typed: from the organization's name, or owner and kind of the channel."""
    if entry.subject_type == ORGANIZATION:
        return suggested_slug(values["name"])
    return f"{entry.organization}-{values['kind'].replace('_', '-')}"


def _show(entry: Entry, form: EntryForm) -> str:
    return render_template(
        entry.template,
        entry=entry,
        form=form,
        stop=None if entry.is_new or entry.subject_type != CHANNEL else StopForm(formdata=None, based_on=entry.version),
        is_lone=desk.is_lone(database()),
    )


def _moved(entry: Entry, moved: SubjectMoved) -> Page:
    """409 with a diff: somebody was quicker."""
    again = url_for(f"maintain.edit_{entry.subject_type}", slug=entry.slug)
    page = render_template("maintain/moved.html", subject_type=entry.subject_type, moved=moved, again=again)
    return page, 409


def _done(made: Proposal, entry: Entry) -> Response:
    show_at_once()
    if made.is_waiting:
        return redirect(url_for("maintain.proposal", number=made.number))
    flash(_("Saved, and recorded in the history."))
    return redirect(_page_of(entry.organization or made.subject_slug))


def _page_of(organization: str) -> str:
    return url_for("maintain.organization", slug=organization)


def _subject(subject_type: str, slug: str) -> Subject:
    try:
        return proposing.entry(database(), subject_type, slug)
    except NoSuchSubject:
        abort(404)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
