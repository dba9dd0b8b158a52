"""Sessions kept on the server."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.services import session_keeping, signing_in
from aidroute.services.session_keeping import Limits
from aidroute.services.signing_in import Account, NewAccount
from aidroute.storage.db import Database
from aidroute.storage.user import SignedInSession
from tests.support.desk_world import NOW

LIMITS = Limits(idle=timedelta(hours=2), longest=timedelta(hours=12))
SOON = NOW + timedelta(seconds=90)


@pytest.fixture
def ani(database: Database) -> Account:
    return signing_in.add(database, NewAccount("ani@example.org", "Ani"), None, NOW)


def begin(database: Database, account: Account) -> str:
    name = session_keeping.begin(database, account.uniquifier, {"flash": ["hi"]}, NOW)
    assert name is not None
    return name


def test_a_session_keeps_its_data_and_whose_it_is(database: Database, ani: Account) -> None:
    kept = session_keeping.open_session(database, begin(database, ani), LIMITS, NOW)
    assert kept is not None
    assert (kept.data, kept.uniquifier, kept.created_at) == ({"flash": ["hi"]}, ani.uniquifier, NOW)


def test_the_table_does_not_hold_the_name(database: Database, ani: Account) -> None:
    name = begin(database, ani)
    with database.read() as session:
        stored = session.scalars(select(SignedInSession.id_sha256)).one()
    assert name not in stored
    assert session_keeping.open_session(database, stored, LIMITS, NOW) is None


def test_names_are_long_and_never_the_same(database: Database, ani: Account) -> None:
    names = {begin(database, ani) for _ in range(20)}
    assert len(names) == 20
    assert min(map(len, names)) >= 43


def test_a_session_ends_after_a_while_without_a_request(database: Database, ani: Account) -> None:
    name = begin(database, ani)
    at = NOW
    for _ in range(3):
        at += timedelta(minutes=119)
        kept = session_keeping.open_session(database, name, LIMITS, at)
        assert kept is not None
        session_keeping.touch(database, name, kept, at)
    assert session_keeping.open_session(database, name, LIMITS, at + timedelta(hours=2)) is None


def test_a_session_ends_after_its_longest_life_whatever_happens(database: Database, ani: Account) -> None:
    name = begin(database, ani)
    almost = NOW + LIMITS.longest - timedelta(seconds=1)
    session_keeping.write(database, name, {}, almost)
    assert session_keeping.open_session(database, name, LIMITS, almost) is not None
    assert session_keeping.open_session(database, name, LIMITS, NOW + LIMITS.longest) is None


def test_somebody_being_here_is_noted_at_most_once_a_minute(database: Database, ani: Account) -> None:
    name = begin(database, ani)
    kept = session_keeping.open_session(database, name, LIMITS, NOW)
    assert kept is not None
    for at, seen in ((NOW + timedelta(seconds=59), NOW), (SOON, SOON)):
        session_keeping.touch(database, name, kept, at)
        again = session_keeping.open_session(database, name, LIMITS, at)
        assert again is not None
        assert again.last_seen_at == seen


def test_an_ended_session_stays_ended_whoever_still_writes_to_it(database: Database, ani: Account) -> None:
    name = begin(database, ani)
    session_keeping.end(database, name)
    session_keeping.write(database, name, {"back": 1}, SOON)
    assert session_keeping.open_session(database, name, LIMITS, SOON) is None


def test_ending_the_others_keeps_mine_and_everybody_elses(database: Database, ani: Account) -> None:
    bob = signing_in.add(database, NewAccount("bob@example.org", "Bob"), None, NOW)
    mine, other, his = begin(database, ani), begin(database, ani), begin(database, bob)
    assert session_keeping.end_others(database, ani.person.key, mine) == 1
    assert session_keeping.open_session(database, mine, LIMITS, NOW) is not None
    assert session_keeping.open_session(database, other, LIMITS, NOW) is None
    assert session_keeping.open_session(database, his, LIMITS, NOW) is not None


def test_a_closed_account_begins_no_session(database: Database, ani: Account) -> None:
    signing_in.set_active(database, ani.email, active=False, now=NOW)
    assert session_keeping.begin(database, ani.uniquifier, {}, NOW) is None


def test_what_ran_out_is_removed(database: Database, ani: Account) -> None:
    begin(database, ani)
    assert session_keeping.forget_ended(database, LIMITS, NOW + timedelta(hours=1)) == 0
    assert session_keeping.forget_ended(database, LIMITS, NOW + timedelta(hours=2)) == 1
