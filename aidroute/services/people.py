"""Who acts: the account behind a person is read again in the transaction that lets them act."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from aidroute.domain.review import ROLES, Person
from aidroute.storage.user import Role, User


class NotMaintainer(Exception):
    """The account was disabled, lost its role or never had one. ``person`` is who tried."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.name)
        self.person = person


class NoSuchSubject(LookupError):
    """There is no organization or channel with this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def person_of(account: User) -> Person:
    """The person of an account whose roles are loaded."""
    return Person(account.id, account.name, frozenset(role.name for role in account.roles), account.active)


def reread(session: Session, who: Person) -> Person:
    """The person as their account is now, whatever their signed-in session still believes."""
    account = session.scalar(select(User).where(User.id == who.key).options(selectinload(User.roles)))
    return person_of(account) if account else Person(who.key, who.name, is_active=False)


def demand_maintainer(session: Session, who: Person) -> Person:
    """The person as their account is now. Raises NotMaintainer when they may not edit."""
    person = reread(session, who)
    if not person.is_maintainer:
        raise NotMaintainer(person)
    return person


def count_maintainers(session: Session) -> int:
    """How many people could act: with one, nothing that moves money can go live."""
    may_act = select(func.count(User.id.distinct())).join(User.roles).where(User.active, Role.name.in_(ROLES))
    return session.scalar(may_act) or 0
