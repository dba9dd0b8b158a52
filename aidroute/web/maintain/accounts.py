"""Accounts: who keeps the list, closing and opening accounts, one's own sessions, and the first password."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from aidroute.services import one_time_links, session_keeping, signing_in
from aidroute.services.one_time_links import LinkVoid
from aidroute.services.people import NotMaintainer
from aidroute.services.signing_in import BadAccount, WeakPassword
from aidroute.web.login import ask_for_password, is_fresh, person
from aidroute.web.maintain.blueprint import database, maintain
from aidroute.web.maintain.forms import AccountForm, SessionsForm, WelcomeForm, foreign_names
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _
from aidroute.web.wording.desk import ACCOUNT_PROBLEMS, PASSWORD_PROBLEMS

Page = str | Response | tuple[str, int]


@maintain.get("/accounts")
def accounts() -> Page:
    """Everybody who keeps the list; administrators may close and open accounts here."""
    return render_template(
        "maintain/accounts.html",
        accounts=signing_in.accounts(database()),
        who=person(),
        form=AccountForm(formdata=None),
    )


@maintain.post("/accounts/close")
def close_account() -> Page:
    """Close an account at once, with all its sessions."""
    return _set_active(active=False)


@maintain.post("/accounts/open")
def open_account() -> Page:
    """Open a closed account again."""
    return _set_active(active=True)


@maintain.post("/sessions/end")
def end_other_sessions() -> Page:
    """End every other session of one's own."""
    form = SessionsForm()
    if foreign_names(form, request.form) or not form.validate():
        abort(422)
    ended = session_keeping.end_others(database(), person().key, session.name)  # type: ignore[attr-defined]
    flash(_("%(num)d other sessions were ended.", num=ended))
    return redirect(url_for("maintain.accounts"))


@maintain.route("/welcome/<token>", methods=["GET", "POST"])
def welcome(token: str) -> Page:
    """Where a one-time link leads: a person sets their password."""
    secret = current_app.config["SETTINGS"].secret_key
    try:
        account = one_time_links.account_of(database(), token, secret, now())
    except LinkVoid:
        return render_template("maintain/link_void.html"), 410
    form = WelcomeForm()
    if request.method == "POST" and not foreign_names(form, request.form) and form.validate():
        trouble = _set_password(form, token, secret)
        if not trouble:
            return redirect(url_for("security.login"))
        form.password.errors = [trouble]
    page = render_template("maintain/welcome.html", account=account, form=form)
    return (page, 422) if request.method == "POST" else page


def _set_password(form: WelcomeForm, token: str, secret: str) -> str:
    """Set it, or say why not."""
    if form.password.data != form.again.data:
        return _("The two are not the same.")
    try:
        one_time_links.redeem(database(), token, form.password.data or "", secret=secret, now=now())
    except WeakPassword as weak:
        return str(PASSWORD_PROBLEMS[weak.problem])
    except LinkVoid:
        abort(410)
    return ""


def _set_active(*, active: bool) -> Page:
    if not person().is_administrator:
        abort(403)
    form = AccountForm()
    if foreign_names(form, request.form) or not form.validate():
        abort(422)
    back = url_for("maintain.accounts")
    if not is_fresh():
        return ask_for_password(back)
    try:
        signing_in.set_active(database(), form.email.data or "", active=active, now=now(), by=person())
    except NotMaintainer:
        abort(403)
    except BadAccount as bad:
        flash(str(ACCOUNT_PROBLEMS.get(bad.problem, ACCOUNT_PROBLEMS["unknown"])))
    return redirect(back)
