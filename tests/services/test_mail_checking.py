"""Whether the domains of e-mail channels still take mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from aidroute.domain.mail import MailAnswer, MailExchange, mail_domain
from aidroute.services.mail_checking import MailParts, check_due, let_return
from aidroute.storage import directory_version
from aidroute.storage.db import Database
from aidroute.storage.mail_check import MailCheck
from aidroute.storage.notice import Notice
from aidroute.storage.snapshot import read_directory
from tests.support.checking import NOW, new_channel, new_organization

Answers = dict[str, MailAnswer]


def parts(answers: Answers, asked: list[str] | None = None, canary: Callable[[], bool] = lambda: True) -> MailParts:
    def ask(domain: str, now: datetime) -> MailExchange:
        if asked is not None:
            asked.append(domain)
        return MailExchange(domain, now, answers[domain], ("mx." + domain,))

    return MailParts(ask, canary, jitter=lambda: 0.0)


@pytest.fixture
def channels(database: Database) -> Database:
    with database.write() as session:
        session.add(new_organization(1))
        session.flush()
        kinds = (
            {"kind": "email", "address": "Give@Example.ORG"},
            {"kind": "email", "address": "help@example.org"},
            {"kind": "email", "address": "old@retired.test", "status": "retired"},
            {"kind": "phone", "address": "+37410000000"},
        )
        session.add_all(new_channel(number, 1, **values) for number, values in enumerate(kinds))
    return database


def row(database: Database) -> MailCheck:
    with database.read() as session:
        return session.scalars(select(MailCheck)).one()


def test_each_domain_is_asked_once_a_day_and_retired_channels_never(channels: Database) -> None:
    asked: list[str] = []
    accepting = parts({"example.org": MailAnswer.ACCEPTS}, asked)
    assert check_due(channels, accepting, NOW) == 1
    assert check_due(channels, accepting, NOW + timedelta(hours=23)) == 0
    assert check_due(channels, accepting, NOW + timedelta(hours=25)) == 1
    assert asked == ["example.org"] * 2


def test_pages_learn_that_a_domain_takes_mail_and_when_it_was_asked(channels: Database) -> None:
    with channels.read() as session:
        before = directory_version.current(session)[0]
    check_due(channels, parts({"example.org": MailAnswer.ACCEPTS}), NOW)
    with channels.read() as session:
        directory = read_directory(session, frozenset(), frozenset())
    assert directory.version > before
    standing = directory.mail_of(directory.channels["c-0"])
    assert standing is not None
    assert (standing.takes_mail, standing.checked_at) == (True, NOW)
    assert directory.mail_of(directory.channels["c-3"]) is None


def test_a_bad_answer_counts_when_it_comes_twice_and_is_told_once(channels: Database) -> None:
    check_due(channels, parts({"example.org": MailAnswer.ACCEPTS}), NOW)
    at = NOW
    seen = []
    for _ in range(3):
        at += timedelta(days=2)
        check_due(channels, parts({"example.org": MailAnswer.NO_DOMAIN}), at)
        seen.append(row(channels).result)
    assert seen == ["accepts", "no_domain", "no_domain"]
    with channels.read() as session:
        assert list(session.scalars(select(Notice.kind))) == ["mail_refused"]


def gone(database: Database) -> datetime:
    """The domain takes mail, then is seen gone twice."""
    for days, answer in ((0, MailAnswer.ACCEPTS), (2, MailAnswer.NO_DOMAIN), (4, MailAnswer.NO_DOMAIN)):
        check_due(database, parts({"example.org": answer}), NOW + timedelta(days=days))
    return NOW + timedelta(days=4)


def test_a_domain_that_was_gone_and_takes_mail_again_waits_for_a_person(channels: Database) -> None:
    at = gone(channels)
    for days in (2, 4):
        check_due(channels, parts({"example.org": MailAnswer.ACCEPTS}), at + timedelta(days=days))
        assert (row(channels).result, row(channels).last_ok_at) == ("returned", NOW)
    with channels.read() as session:
        assert list(session.scalars(select(Notice.kind).order_by(Notice.id))) == ["mail_refused", "mail_returned"]


def test_a_domain_that_refused_mail_and_takes_it_again_is_open_by_itself(channels: Database) -> None:
    for days, answer in enumerate((MailAnswer.REFUSES, MailAnswer.REFUSES, MailAnswer.ACCEPTS)):
        check_due(channels, parts({"example.org": answer}), NOW + timedelta(days=2 * days))
    assert row(channels).result == "accepts"


def test_the_word_of_a_person_lets_a_returned_domain_be_asked_anew(channels: Database) -> None:
    at = gone(channels) + timedelta(days=2)
    with channels.write() as session:
        assert not let_return(session, "give@example.org", at)
    check_due(channels, parts({"example.org": MailAnswer.ACCEPTS}), at)
    with channels.write() as session:
        assert let_return(session, "give@example.org", at)
        assert not let_return(session, "give@example.org", at)
        assert not let_return(session, "somebody@elsewhere.test", at)
    assert row(channels).result == "unknown"
    assert check_due(channels, parts({"example.org": MailAnswer.ACCEPTS}), at) == 1
    assert row(channels).result == "accepts"


def test_no_answer_changes_nothing_and_is_asked_again_soon(channels: Database) -> None:
    check_due(channels, parts({"example.org": MailAnswer.ACCEPTS}), NOW)
    later = NOW + timedelta(days=2)
    check_due(channels, parts({"example.org": MailAnswer.UNKNOWN}), later)
    now = row(channels)
    assert (now.result, now.checked_at, now.failures) == ("accepts", NOW, 0)
    assert now.next_check_at == later + timedelta(hours=1)


def test_without_a_network_no_domain_is_accused(channels: Database) -> None:
    for days in (0, 1, 2):
        no_name = parts({"example.org": MailAnswer.NO_DOMAIN}, canary=lambda: False)
        check_due(channels, no_name, NOW + timedelta(days=days))
    assert (row(channels).result, row(channels).failures, row(channels).checked_at) == ("unknown", 0, None)


@pytest.mark.parametrize(
    ("address", "domain"),
    [("a@B.Example.org", "b.example.org"), ("a@example.org.", "example.org"), ("example.org", ""), ("@x.test", "")],
)
def test_the_domain_of_an_address(address: str, domain: str) -> None:
    assert mail_domain(address) == domain
