"""Accounts of the people who keep the list: added by the operator by hand, opened by a password, closed at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, selectinload

from aidroute.domain.field_values import BadValue, clean_line
from aidroute.domain.password import PasswordProblem, normalized, problem_of
from aidroute.domain.review import MAINTAINER, ROLES, Person
from aidroute.services.people import NotMaintainer, person_of, reread
from aidroute.storage import notice
from aidroute.storage.db import Database
from aidroute.storage.user import Role, SignedInSession, User

MEMORY_KIB, ROUNDS, LANES = 65_536, 3, 4
"""Argon2id as RFC 9106 advises for servers with little memory to spare: 64 MiB, 3 rounds, 4 lanes."""

MAX_NAME = 120


class BadAccount(ValueError):
    """The account cannot be made or found.

    ``problem`` is bad_email, bad_name, bad_role, taken (the address), taken_name, own_account or unknown.
    """

    def __init__(self, problem: str, text: str = "") -> None:
        super().__init__(f"{problem}: {text}")
        self.problem = problem
        self.text = text


class WeakPassword(ValueError):
    """The password is not taken; ``problem`` says why."""

    def __init__(self, problem: PasswordProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``uniquifier`` stands for it in sessions and one-time links; a new one ends them all."""

    person: Person
    email: str
    uniquifier: str
    password_hash: str | None
    created_at: datetime

    @property
    def has_password(self) -> bool:
        """False until the person has used their one-time link."""
        return self.password_hash is not None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who is to be added, and in which role."""

    email: str
    name: str
    role: str = MAINTAINER


def add(database: Database, wanted: NewAccount, password: str | None, now: datetime) -> Account:
    """Add a person. Without a password they set one by a one-time link (``one_time_links.issue``).

    Raises BadAccount for an address or a name that cannot be taken, WeakPassword.
    """
    email, name = _email(wanted.email), _name(wanted.name)
    if wanted.role not in ROLES:
        raise BadAccount("bad_role", wanted.role)
    password_hash = checked_hash(password, (name, email)) if password is not None else None
    with database.write() as session:
        if session.scalar(select(User.id).where(User.email == email)):
            raise BadAccount("taken", email)
        if name.casefold() in {other.casefold() for other in session.scalars(select(User.name))}:
            # The ledger tells people apart by name.
            raise BadAccount("taken_name", name)
        user = User(
            email=email,
            name=name,
            password=password_hash,
            fs_uniquifier=new_uniquifier(),
            created_at=now,
            roles=[_role(session, wanted.role)],
        )
        session.add(user)
        notice.write(session, "account_added", f"{name} was added as {wanted.role}", {"name": name}, now)
        session.flush()
        return account_of(user)


def accounts(database: Database) -> tuple[Account, ...]:
    """Every account, by name."""
    with database.read() as session:
        users = session.scalars(select(User).options(selectinload(User.roles)).order_by(User.name, User.id))
        return tuple(map(account_of, users))


def find(database: Database, *, email: str = "", uniquifier: str = "") -> Account | None:
    """The account with this e-mail address (in any case) or this uniquifier, None when there is none."""
    wanted = User.fs_uniquifier == uniquifier if uniquifier else User.email == email.strip().lower()
    with database.read() as session:
        user = session.scalar(select(User).where(wanted).options(selectinload(User.roles)))
        return account_of(user) if user else None


def named(database: Database, email: str) -> Account:
    """The open account with this e-mail address. Raises BadAccount."""
    account = find(database, email=email)
    if account is None or not account.person.is_active:
        raise BadAccount("unknown", email)
    return account


def set_active(database: Database, email: str, *, active: bool, now: datetime, by: Person | None = None) -> Account:
    """Close an account, which ends all its sessions at once, or open it again.

    ``by`` is the administrator who asks; None is the operator at the command line. Raises BadAccount for an unknown
    address and for one's own account, NotMaintainer when ``by`` is no administrator.
    """
    with database.write() as session:
        if by is not None and not reread(session, by).is_administrator:
            raise NotMaintainer(by)
        user = _locked(session, email)
        if by is not None and user.id == by.key:
            raise BadAccount("own_account", email)
        user.active = active
        end_all(session, user)
        words = f"the account of {user.name} was {'opened' if active else 'closed'}"
        notice.write(session, "account_opened" if active else "account_closed", words, {"name": user.name}, now)
        session.flush()
        return account_of(user)


def forget_password(database: Database, email: str, now: datetime) -> Account:
    """Take a password away and end all sessions: the person sets a new one by a one-time link. Raises BadAccount."""
    with database.write() as session:
        user = _locked(session, email)
        user.password = None
        end_all(session, user)
        notice.write(session, "account_reset", f"{user.name} was given a one-time link", {"name": user.name}, now)
        session.flush()
        return account_of(user)


def keep_rehashed(database: Database, uniquifier: str, password_hash: str) -> None:
    """Keep the same password under today's cost parameters. Sessions go on."""
    with database.write() as session:
        user = session.scalar(select(User).where(User.fs_uniquifier == uniquifier).with_for_update())
        if user:
            user.password = password_hash


def checked_hash(password: str, about: tuple[str, ...]) -> str:
    """The hash to keep for a password. Raises WeakPassword."""
    problem = problem_of(password, about, common_passwords())
    if problem:
        raise WeakPassword(problem)
    return PasswordHasher(ROUNDS, MEMORY_KIB, LANES).hash(normalized(password))


def end_all(session: Session, user: User) -> None:
    """End every session and void every one-time link of an account, in the transaction that is open."""
    user.fs_uniquifier = new_uniquifier()
    session.execute(delete(SignedInSession).where(SignedInSession.user_id == user.id))


def account_of(user: User) -> Account:
    """An account as a value; its roles must be loaded."""
    return Account(person_of(user), user.email, user.fs_uniquifier, user.password, user.created_at)


def new_uniquifier() -> str:
    """256 random bits, as 64 characters."""
    return secrets.token_hex(32)


@cache
def common_passwords() -> frozenset[str]:
    """Stems of passwords that are tried first."""
    lines = files("aidroute").joinpath("data/common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _email(text: str) -> str:
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise BadAccount("bad_email", text) from error


def _name(text: str) -> str:
    try:
        name = clean_line(text, MAX_NAME)
    except BadValue as error:
        raise BadAccount("bad_name", text[:MAX_NAME]) from error
    if not name:
        raise BadAccount("bad_name", text)
    return name


def _role(session: Session, name: str) -> Role:
    return session.scalar(select(Role).where(Role.name == name)) or Role(name=name)


def _locked(session: Session, email: str) -> User:
    wanted = select(User).where(func.lower(User.email) == email.strip().lower()).options(selectinload(User.roles))
    user = session.scalar(wanted.with_for_update())
    if user is None:
        raise BadAccount("unknown", email)
    return user
