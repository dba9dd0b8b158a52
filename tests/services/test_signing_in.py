"""Accounts and one-time links."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from aidroute.domain.password import PasswordProblem
from aidroute.domain.review import ADMINISTRATOR, MAINTAINER
from aidroute.services import one_time_links, session_keeping, signing_in
from aidroute.services.one_time_links import VALID_FOR, LinkVoid
from aidroute.services.people import NotMaintainer
from aidroute.services.session_keeping import Limits
from aidroute.services.signing_in import Account, BadAccount, NewAccount, WeakPassword
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice
from tests.support.desk_world import NOW

GOOD = "three kettles by the window"
SECRET = "a secret for tests only"
LIMITS = Limits(timedelta(hours=2), timedelta(hours=12))


def add(database: Database, name: str = "Ani", role: str = MAINTAINER, password: str | None = GOOD) -> Account:
    return signing_in.add(database, NewAccount(f"{name}@Example.ORG", name, role), password, NOW)


def test_an_account_has_its_address_in_small_letters_and_its_password_as_an_argon2id_hash(database: Database) -> None:
    made = add(database)
    assert (made.email, made.person.name, made.person.roles) == ("ani@example.org", "Ani", {MAINTAINER})
    assert made.password_hash is not None
    assert made.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHasher().verify(made.password_hash, GOOD)
    assert signing_in.find(database, email=" ANI@example.org ") == made


def test_nobody_is_found_for_an_unknown_address(database: Database) -> None:
    assert signing_in.find(database, email="nobody@example.org") is None
    assert signing_in.find(database) is None


@pytest.mark.parametrize(
    ("email", "name", "role", "problem"),
    [
        ("no address", "Bob", MAINTAINER, "bad_email"),
        ("bob@example.org", " ", MAINTAINER, "bad_name"),
        ("bob@example.org", "B" * 200, MAINTAINER, "bad_name"),
        ("bob@example.org", "Bob", "owner", "bad_role"),
        ("ANI@example.org", "Bob", MAINTAINER, "taken"),
        ("bob@example.org", "ANI", MAINTAINER, "taken_name"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    database: Database, email: str, name: str, role: str, problem: str
) -> None:
    add(database, password=None)
    with pytest.raises(BadAccount) as raised:
        signing_in.add(database, NewAccount(email, name, role), None, NOW)
    assert raised.value.problem == problem
    assert len(signing_in.accounts(database)) == 1


def test_a_weak_password_makes_no_account(database: Database) -> None:
    for password, problem in (("password1234", PasswordProblem.COMMON), ("ani@example.org", PasswordProblem.ABOUT_YOU)):
        with pytest.raises(WeakPassword) as raised:
            add(database, password=password)
        assert raised.value.problem is problem
    assert signing_in.accounts(database) == ()


def test_a_new_account_is_told_without_its_address(database: Database) -> None:
    add(database, password=None)
    with database.read() as session:
        told = session.scalars(select(Notice)).one()
    assert told.kind == "account_added"
    assert "example.org" not in f"{told.subject}{told.body}".lower()


def test_closing_an_account_ends_its_sessions_and_opening_it_does_not_bring_them_back(database: Database) -> None:
    made = add(database)
    name = session_keeping.begin(database, made.uniquifier, {"x": 1}, NOW)
    assert name is not None
    closed = signing_in.set_active(database, "ani@example.org", active=False, now=NOW)
    assert not closed.person.is_maintainer
    assert session_keeping.open_session(database, name, LIMITS, NOW) is None
    opened = signing_in.set_active(database, "ani@example.org", active=True, now=NOW)
    assert opened.person.is_maintainer
    assert opened.uniquifier != made.uniquifier
    assert session_keeping.open_session(database, name, LIMITS, NOW) is None


def test_only_an_administrator_closes_accounts_and_never_their_own(database: Database) -> None:
    ani, ada = add(database).person, add(database, "Ada", ADMINISTRATOR).person
    with pytest.raises(NotMaintainer):
        signing_in.set_active(database, "ada@example.org", active=False, now=NOW, by=ani)
    with pytest.raises(BadAccount, match="own_account"):
        signing_in.set_active(database, "ada@example.org", active=False, now=NOW, by=ada)
    assert not signing_in.set_active(database, "ani@example.org", active=False, now=NOW, by=ada).person.is_active
    with pytest.raises(BadAccount, match="unknown"):
        signing_in.set_active(database, "nobody@example.org", active=False, now=NOW)


def test_a_reset_takes_password_and_sessions_away(database: Database) -> None:
    made = add(database)
    name = session_keeping.begin(database, made.uniquifier, {}, NOW)
    assert name is not None
    reset = signing_in.forget_password(database, "ani@example.org", NOW)
    assert not reset.has_password
    assert session_keeping.open_session(database, name, LIMITS, NOW) is None


def test_a_rehash_keeps_sessions(database: Database) -> None:
    made = add(database)
    name = session_keeping.begin(database, made.uniquifier, {}, NOW)
    assert name is not None
    signing_in.keep_rehashed(database, made.uniquifier, "$argon2id$new")
    kept = session_keeping.open_session(database, name, LIMITS, NOW)
    assert kept is not None
    found = signing_in.find(database, uniquifier=kept.uniquifier)
    assert found is not None
    assert found.password_hash == "$argon2id$new"


# ------------------------------------------------------------------------------------------- one-time links


def test_a_one_time_link_sets_a_password_once(database: Database) -> None:
    made = add(database, password=None)
    token = one_time_links.issue(made, SECRET, NOW)
    assert one_time_links.account_of(database, token, SECRET, NOW) == made
    done = one_time_links.redeem(database, token, GOOD, secret=SECRET, now=NOW)
    assert done.has_password
    for again in (GOOD, "another long sentence here"):
        with pytest.raises(LinkVoid):
            one_time_links.redeem(database, token, again, secret=SECRET, now=NOW)


def test_a_weak_password_does_not_use_the_link_up(database: Database) -> None:
    token = one_time_links.issue(add(database, password=None), SECRET, NOW)
    with pytest.raises(WeakPassword):
        one_time_links.redeem(database, token, "password1234", secret=SECRET, now=NOW)
    assert one_time_links.redeem(database, token, GOOD, secret=SECRET, now=NOW).has_password


def test_a_link_that_is_old_forged_foreign_or_of_a_closed_account_is_void(database: Database) -> None:
    made = add(database, password=None)
    token = one_time_links.issue(made, SECRET, NOW)
    uniquifier, expires, signature = token.split(".")
    other = one_time_links.issue(add(database, "Bob", password=None), SECRET, NOW).split(".")[0]
    for forged in (
        "",
        ".",
        "a.b.c",
        "ա.1.x",
        f"{uniquifier}.{int(expires) + 9}.{signature}",
        f"{other}.{expires}.{signature}",
        f"{uniquifier}.{expires}.",
        one_time_links.issue(made, "another secret", NOW),
    ):
        with pytest.raises(LinkVoid):
            one_time_links.account_of(database, forged, SECRET, NOW)
    with pytest.raises(LinkVoid):
        one_time_links.account_of(database, token, SECRET, NOW + VALID_FOR)
    signing_in.set_active(database, made.email, active=False, now=NOW)
    with pytest.raises(LinkVoid):
        one_time_links.account_of(database, token, SECRET, NOW)


def test_a_new_link_does_not_void_an_unused_one_but_its_use_does(database: Database) -> None:
    made = add(database, password=None)
    first, second = (one_time_links.issue(made, SECRET, NOW + timedelta(minutes=at)) for at in (0, 5))
    one_time_links.redeem(database, second, GOOD, secret=SECRET, now=NOW)
    with pytest.raises(LinkVoid):
        one_time_links.redeem(database, first, GOOD, secret=SECRET, now=NOW)
