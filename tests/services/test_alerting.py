"""Notices go out until they have arrived."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.services.alerting import Message, send_due, sentence
from aidroute.storage import notice
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice
from tests.support.checking import NOW


class Postman:
    def __init__(self) -> None:
        self.taken: list[str] = []
        self.refuses: set[str] = set()

    def __call__(self, message: Message) -> None:
        if message.kind in self.refuses:
            raise OSError("the line is busy")
        self.taken.append(message.kind)


def leave(database: Database, *kinds: str) -> None:
    with database.write() as session:
        for kind in kinds:
            notice.write(session, kind, sentence(kind, "give.example.org"), {"host": "give.example.org"}, NOW)


def test_a_notice_is_sent_once_and_in_the_order_of_its_writing(database: Database) -> None:
    leave(database, "link_down", "link_recovered")
    postman = Postman()
    assert send_due(database, postman, NOW) == 2
    assert send_due(database, postman, NOW + timedelta(days=1)) == 0
    assert postman.taken == ["link_down", "link_recovered"]


def test_one_that_cannot_be_sent_waits_longer_each_time_and_does_not_stop_the_others(database: Database) -> None:
    leave(database, "link_down", "link_recovered")
    postman = Postman()
    postman.refuses = {"link_down"}
    waits = []
    at = NOW
    for _ in range(4):
        send_due(database, postman, at)
        with database.read() as session:
            row = session.scalars(select(Notice).where(Notice.kind == "link_down")).one()
        waits.append((row.send_after_at - at) / timedelta(minutes=1))
        at = row.send_after_at
    assert waits == [1, 2, 4, 8]
    assert row.last_error == "OSError: the line is busy"
    assert postman.taken == ["link_recovered"]
    postman.refuses.clear()
    assert send_due(database, postman, at) == 1
    assert postman.taken == ["link_recovered", "link_down"]


def test_a_crash_while_sending_only_delays_a_notice(database: Database) -> None:
    leave(database, "link_down")

    def crash(_message: Message) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        send_due(database, crash, NOW)
    postman = Postman()
    assert send_due(database, postman, NOW + timedelta(minutes=1)) == 0
    assert send_due(database, postman, NOW + timedelta(minutes=3)) == 1


def test_an_unknown_code_is_said_as_it_is() -> None:
    assert sentence("payment_provider_moved", "give.example.org") == "give.example.org: payment provider moved"
