"""One-time links by which a person sets a password: signed, short-lived, and void after the first use.

Nothing is stored for them. The link names the account by its uniquifier, which a new password replaces.
"""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from aidroute.services import signing_in
from aidroute.services.signing_in import Account, checked_hash, end_all
from aidroute.storage.db import Database
from aidroute.storage.user import User

VALID_FOR = timedelta(hours=24)


class LinkVoid(Exception):
    """The link was used, is too old, was never issued, or its account is closed: it does not say which."""


def issue(account: Account, secret: str, now: datetime) -> str:
    """A token for the address of a page that lets this person set a password within 24 hours."""
    message = f"{account.uniquifier}.{int((now + VALID_FOR).timestamp())}"
    return f"{message}.{_signature(message, secret)}"


def account_of(database: Database, token: str, secret: str, now: datetime) -> Account:
    """Whose token this is. Raises LinkVoid."""
    account = signing_in.find(database, uniquifier=_uniquifier(token, secret, now))
    if account is None or not account.person.is_active:
        raise LinkVoid
    return account


def redeem(database: Database, token: str, password: str, *, secret: str, now: datetime) -> Account:
    """Set the password; the token and all sessions of the account end. Raises LinkVoid, WeakPassword."""
    account = account_of(database, token, secret, now)
    password_hash = checked_hash(password, (account.person.name, account.email))
    with database.write() as session:
        # Read again under a lock: of two who use one link at once, one finds it void.
        unused = select(User).where(User.fs_uniquifier == account.uniquifier, User.active)
        user = session.scalar(unused.options(selectinload(User.roles)).with_for_update())
        if user is None:
            raise LinkVoid
        user.password = password_hash
        end_all(session, user)
        session.flush()
        return signing_in.account_of(user)


def _uniquifier(token: str, secret: str, now: datetime) -> str:
    message, _, signature = token.rpartition(".")
    if not token.isascii() or not hmac.compare_digest(signature, _signature(message, secret)):
        raise LinkVoid
    uniquifier, _, expires = message.partition(".")
    if now >= datetime.fromtimestamp(int(expires), UTC):
        raise LinkVoid
    return uniquifier


def _signature(message: str, secret: str) -> str:
    digest = hmac.digest(secret.encode(), b"one-time link\0" + message.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
