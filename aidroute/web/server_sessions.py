"""Sessions for maintainers only: the browser gets a random name, everything else stays on the server.

Visitors have no session and no cookie: outside the maintainers' area a session cannot even be written. Before
somebody has signed in, the little that a form needs against forgery travels signed in the cookie itself, so that
nobody can fill the table by asking for the sign-in page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NoReturn

from flask import Flask, Request, Response, request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict

from aidroute.services import session_keeping
from aidroute.services.session_keeping import Kept, Limits
from aidroute.web.reading import now

AREA = "/maintain"
"""The paths that have a session begin with this."""

FORM_VALID_FOR = timedelta(hours=1)
"""How long a sign-in form stays valid."""

_KEPT, _CARRIED = "s.", "c."
_OWNER = "_user_id"
_BROWSER = "browser"
_FORGERY_TOKEN = "csrf_token"  # noqa: S105 - the name of an entry, no secret


class MaintainerSession(CallbackDict[str, Any], SessionMixin):
    """One maintainer's session. ``name`` and ``kept`` are set when the server keeps it already."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, name: str = "", kept: Kept | None = None) -> None:
        def changed(_session: CallbackDict[str, Any]) -> None:
            self.modified = True

        super().__init__(data, changed)
        self.name = name
        self.kept = kept
        self.modified = False
        self.new = kept is None


class NoSession(NullSession):
    """What a visitor's request has: it can be read, and is empty."""

    def _refuse(self, *_args: object, **_named: object) -> NoReturn:
        raise RuntimeError("visitors have no session: nothing about them is kept")

    __setitem__ = __delitem__ = clear = pop = popitem = update = setdefault = _refuse


class ServerSessions(SessionInterface):
    """Opens and saves sessions of the maintainers' area, and gives everybody else none."""

    null_session_class = NoSession

    def __init__(self, limits: Limits, *, is_https: bool) -> None:
        """Sessions end by ``limits``. Over TLS the cookie is bound to this very host (``__Host-``)."""
        self._limits = limits
        self._is_https = is_https

    @property
    def cookie_name(self) -> str:
        """The name of the only cookie aidroute ever sets."""
        return "__Host-aidroute" if self._is_https else "aidroute"

    def open_session(self, app: Flask, request: Request) -> MaintainerSession | None:
        """The session of this request; None, which nothing can be written to, outside the maintainers' area."""
        if request.path != AREA and not request.path.startswith(f"{AREA}/"):
            return None
        cookie = request.cookies.get(self.cookie_name, "")
        if cookie.startswith(_KEPT):
            return self._kept(app, cookie.removeprefix(_KEPT), _browser(request))
        if cookie.startswith(_CARRIED):
            return self._carried(app, cookie.removeprefix(_CARRIED))
        return MaintainerSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed. A sign-in always gets a new name, so that a planted one opens nothing."""
        if not isinstance(session, MaintainerSession):
            return
        response.vary.add("Cookie")
        owner = session.get(_OWNER)
        if owner is None:
            self._save_signed_out(app, session, response)
        elif session.kept is not None and session.kept.uniquifier == owner:
            self._go_on(app, session)
        else:
            self._begin(app, session, owner, response)

    def _kept(self, app: Flask, name: str, browser: str) -> MaintainerSession:
        database = app.extensions["database"]
        kept = session_keeping.open_session(database, name, self._limits, now())
        if kept is None or kept.data.get(_OWNER) != kept.uniquifier:
            return MaintainerSession()
        if kept.data.get(_BROWSER) != browser:
            # The cookie came to another browser: nobody knows who holds it.
            session_keeping.end(database, name)
            return MaintainerSession()
        return MaintainerSession(kept.data, name=name, kept=kept)

    def _carried(self, app: Flask, signed: str) -> MaintainerSession:
        try:
            data = _signer(app).loads(signed, max_age=int(FORM_VALID_FOR.total_seconds()))
        except BadData:
            return MaintainerSession()
        # Nobody is signed in by what the browser carries, whatever it says.
        return MaintainerSession({name: value for name, value in data.items() if name != _OWNER})

    def _save_signed_out(self, app: Flask, session: MaintainerSession, response: Response) -> None:
        if session.kept is not None:
            session_keeping.end(app.extensions["database"], session.name)
            self._forget(response)
        elif session.modified:
            self._set(response, _CARRIED + str(_signer(app).dumps(dict(session))))

    def _go_on(self, app: Flask, session: MaintainerSession) -> None:
        database = app.extensions["database"]
        if session.modified:
            session_keeping.write(database, session.name, dict(session), now())
        elif session.kept is not None:
            session_keeping.touch(database, session.name, session.kept, now())

    def _begin(self, app: Flask, session: MaintainerSession, owner: str, response: Response) -> None:
        database = app.extensions["database"]
        session_keeping.forget_ended(database, self._limits, now())
        data = {name: value for name, value in session.items() if name != _FORGERY_TOKEN}
        data[_BROWSER] = _browser(request)
        name = session_keeping.begin(database, owner, data, now())
        if session.kept is not None:
            session_keeping.end(database, session.name)
        if name is None:
            self._forget(response)
        else:
            self._set(response, _KEPT + name)

    def _set(self, response: Response, value: str) -> None:
        response.set_cookie(self.cookie_name, value, path="/", secure=self._is_https, httponly=True, samesite="Lax")

    def _forget(self, response: Response) -> None:
        response.delete_cookie(self.cookie_name, path="/", secure=self._is_https, httponly=True, samesite="Lax")


def _browser(request: Request) -> str:
    """What a browser calls itself, as a hash. Addresses change on the way to work; this does not."""
    return hashlib.sha256(request.headers.get("User-Agent", "").encode("utf-8", "replace")).hexdigest()[:32]


def _signer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.secret_key or "", salt="aidroute before sign-in")
