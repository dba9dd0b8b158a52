"""The desk: what needs a person, the list of entries, and the history."""

from __future__ import annotations

from flask import abort, render_template, request

from aidroute.domain.change import ORGANIZATION
from aidroute.services import desk, ledger, proposing, reviewing, settling
from aidroute.services.channel_lines import channel_lines
from aidroute.services.people import NoSuchSubject
from aidroute.web.login import person
from aidroute.web.maintain.blueprint import database, hosts, maintain
from aidroute.web.maintain.forms import ConfirmForm, SettleForm
from aidroute.web.reading import now, view


@maintain.get("/")
def home() -> str:
    """What needs a person, the most urgent first."""
    return render_template(
        "maintain/desk.html",
        desk=desk.overview(database(), hosts(), now()),
        told=settling.waiting(database()),
        settle=SettleForm(formdata=None),
        who=person(),
    )


@maintain.get("/organizations")
def organizations() -> str:
    """Every organization, to edit it or to add a channel."""
    return render_template("maintain/organizations.html", directory=view().directory)


@maintain.get("/organizations/<slug>")
def organization(slug: str) -> str:
    """One organization with all its channels, as they are stored now."""
    try:
        subject = proposing.entry(database(), ORGANIZATION, slug)
    except NoSuchSubject:
        abort(404)
    return render_template(
        "maintain/organization.html",
        slug=slug,
        values=subject.values,
        confirm=ConfirmForm(formdata=None, version=str(subject.version)),
        channels=channel_lines(database(), slug),
        confirmation=_confirmation(slug),
    )


@maintain.get("/proposals")
def proposals() -> str:
    """The newest proposals, decided ones too."""
    return render_template("maintain/proposals.html", proposals=reviewing.listed(database()))


@maintain.get("/history")
def history() -> str:
    """The ledger, newest first, of all entries or of one."""
    before = request.args.get("before", "")
    subject = request.args.get("entry", "")[:120]
    page = ledger.page(
        database(), older_than=int(before) if before.isascii() and before.isdigit() else None, subject=subject
    )
    return render_template("maintain/history.html", page=page, subject=subject)


def _confirmation(slug: str) -> object:
    shown = view().directory.organizations.get(slug)
    return shown.confirmation if shown else None
