"""Signing in: Flask-Security's password form, re-authentication and sign-out, over accounts that services keep.

There is no sign-up, no reset by mail, no token and no "remember me": each would be one more door.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, redirect, request, url_for
from flask_security import LoginForm, RoleMixin, Security, UserDatastore, UserMixin, current_user
from flask_security.utils import check_and_update_authn_fresh
from werkzeug.wrappers import Response

from aidroute.domain.password import SHORTEST
from aidroute.domain.review import Person
from aidroute.services import signing_in
from aidroute.services.session_keeping import Limits
from aidroute.services.signing_in import LANES, MEMORY_KIB, ROUNDS, Account
from aidroute.web.server_sessions import AREA, ServerSessions


class MaintainerRole(RoleMixin):
    """A role as Flask-Security wants to see it."""

    def __init__(self, name: str) -> None:
        self.name = name


class Maintainer(UserMixin):
    """An account as Flask-Security wants to see it. Writing to it changes nothing but what ``Accounts.put`` keeps."""

    fs_uniquifier = ""
    """Named in the class as well: Flask-Security looks for it there."""

    def __init__(self, account: Account) -> None:
        self.person = account.person
        self.id = account.person.key
        self.email = account.email
        self.active = account.person.is_active
        self.password = account.password_hash
        self.fs_uniquifier = account.uniquifier
        self.roles = [MaintainerRole(name) for name in sorted(account.person.roles)]


class Accounts(UserDatastore):
    """Finds accounts for Flask-Security, each in a short transaction of its own."""

    def __init__(self, database: Any) -> None:
        super().__init__(Maintainer, MaintainerRole)
        self._database = database

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Maintainer | None:  # noqa: ARG002
        """The account with this ``email`` or ``fs_uniquifier``."""
        email, uniquifier = str(wanted.get("email") or ""), str(wanted.get("fs_uniquifier") or "")
        account = signing_in.find(self._database, email=email, uniquifier=uniquifier)
        return Maintainer(account) if account else None

    def find_role(self, role: str) -> MaintainerRole:
        """The role of this name."""
        return MaintainerRole(role)

    def put(self, model: Maintainer) -> Maintainer:
        """Keep the one thing Flask-Security may change: a hash of the same password under newer parameters."""
        if model.password:
            signing_in.keep_rehashed(self._database, model.fs_uniquifier, model.password)
        return model

    def commit(self) -> None:
        """Nothing is left open."""


class SignInForm(LoginForm):
    """E-mail address and password, and nothing else."""

    remember = None
    """A cookie that signs people in again would live on after sign-out."""


def register_login(app: Flask) -> None:
    """Give the maintainers' area its sessions and its sign-in pages."""
    settings = app.config["SETTINGS"]
    limits = Limits(settings.session_idle, settings.session_lifetime)
    sessions = ServerSessions(limits, is_https=settings.is_https)
    app.session_interface = sessions
    app.config["SESSION_COOKIE_NAME"] = sessions.cookie_name
    app.extensions["session_limits"] = limits
    app.config.update(_configuration(settings.secret_key, settings.fresh_login))
    security = Security(app, Accounts(app.extensions["database"]), login_form=SignInForm)
    security.want_json(lambda _request: False)
    security.unauthn_handler(lambda *_args, **_named: ask_to_sign_in())
    # Only a session signs anybody in: no token in a header or an address.
    security.login_manager.request_loader(lambda _request: None)
    # A session is bound to its browser by ServerSessions.
    security.login_manager.session_protection = None


def person() -> Person:
    """Who is signed in. To be asked only where ``is_signed_in()``."""
    who: Person = current_user.person
    return who


def is_signed_in() -> bool:
    """Whether this request comes from somebody signed in."""
    return bool(current_user.is_authenticated)


def is_fresh() -> bool:
    """Whether the password was entered lately enough for a decision that matters."""
    return bool(check_and_update_authn_fresh(current_app.config["SECURITY_FRESHNESS"], timedelta(0), "session"))


def ask_to_sign_in() -> Response:
    """To the sign-in page, and back here afterwards where a page can be opened again."""
    if request.method != "GET":
        return redirect(url_for("security.login"))
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def ask_for_password(back: str) -> Response:
    """To the page that asks for the password again, and then to the path ``back``."""
    return redirect(url_for("security.verify", next=back))


def _configuration(secret: str, fresh: timedelta) -> Mapping[str, Any]:
    return {
        "SECURITY_URL_PREFIX": AREA,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_VERIFY_URL": "/password",
        "SECURITY_POST_LOGIN_VIEW": f"{AREA}/",
        "SECURITY_POST_LOGOUT_VIEW": f"{AREA}/sign-in",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_PASSWORD_SALT": secret,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": MEMORY_KIB,
            "argon2__time_cost": ROUNDS,
            "argon2__parallelism": LANES,
        },
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_PASSWORD_NORMALIZE_FORM": "NFKD",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_FRESHNESS": fresh,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_STATIC_FOLDER": None,
        # aidroute.web.headers says it.
        "SECURITY_CACHE_CONTROL": None,
    }
