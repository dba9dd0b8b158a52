"""Confirming entries, and the page of evidence about one link."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.review import SubjectMoved
from aidroute.domain.vocabulary import ChannelKind
from aidroute.services import proposing
from aidroute.services.confirming import CLOSED, Look, confirm
from aidroute.services.domain_files import domain_file
from aidroute.services.link_files import link_file
from aidroute.services.mail_checking import standing_of
from aidroute.services.people import NoSuchSubject
from aidroute.web.login import ask_for_password, is_fresh, person
from aidroute.web.maintain.blueprint import database, maintain, show_at_once
from aidroute.web.maintain.forms import ConfirmForm, foreign_names
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _

Page = str | Response | tuple[str, int]


@maintain.get("/channels/<slug>")
def channel(slug: str) -> Page:
    """One channel as it is stored, and everything that is known of its link."""
    try:
        subject = proposing.entry(database(), CHANNEL, slug)
    except NoSuchSubject:
        abort(404)
    try:
        file = link_file(database(), slug)
    except NoSuchSubject:
        file = None
    state = file.status.state.value if file else ""
    is_mail = subject.values["kind"] == ChannelKind.EMAIL.value
    return render_template(
        "maintain/channel.html",
        slug=slug,
        values=subject.values,
        file=file,
        mail=standing_of(database(), str(subject.values["address"])) if is_mail else None,
        domain_file=domain_file(database(), slug, now()) if file else None,
        is_closed=bool(file and file.status.state in CLOSED),
        confirm=ConfirmForm(formdata=None, version=str(subject.version), link_state=state),
    )


@maintain.post("/channels/<slug>/confirm")
def confirm_channel(slug: str) -> Page:
    """I looked at this channel and it is right."""
    return _confirm(CHANNEL, slug, url_for("maintain.channel", slug=slug))


@maintain.post("/organizations/<slug>/confirm")
def confirm_organization(slug: str) -> Page:
    """I looked at this organization and it is right."""
    return _confirm(ORGANIZATION, slug, url_for("maintain.organization", slug=slug))


def _confirm(subject_type: str, slug: str, back: str) -> Page:
    form = ConfirmForm()
    if foreign_names(form, request.form) or not form.validate():
        abort(422)
    if form.releases_link.data and not is_fresh():
        return ask_for_password(back)
    version = form.version.data or ""
    look = Look(
        subject_type,
        slug,
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1,
        link_state=form.link_state.data or "",
        note=form.note.data or "",
        releases_link=bool(form.releases_link.data),
    )
    try:
        done = confirm(database(), person(), look, now())
    except NoSuchSubject:
        abort(404)
    except SubjectMoved as moved:
        page = render_template("maintain/moved.html", subject_type=subject_type, moved=moved, again=back)
        return page, 409
    show_at_once()
    flash(_("Confirmed. The link is checked anew.") if done.released_link else _("Confirmed."))
    return redirect(back)
