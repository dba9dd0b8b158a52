"""Notices go out until they have arrived."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.services.alerting import Carrier, Message, send_due, sentence
from aidroute.storage import notice
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice
from tests.support.checking import NOW


class Postman:
    """Takes what it is given, unless the line is busy."""

    def __init__(self, name: str = "post") -> None:
        self.name = name
        self.rounds: list[list[str]] = []
        self.is_busy = False

    def __call__(self, messages: Sequence[Message]) -> None:
        if self.is_busy:
            raise OSError("the line is busy")
        self.rounds.append([message.kind for message in messages])

    @property
    def carrier(self) -> Carrier:
        return Carrier(self.name, self)


def leave(database: Database, *kinds: str) -> None:
    with database.write() as session:
        for kind in kinds:
            notice.write(session, kind, sentence(kind, "give.example.org"), {"host": "give.example.org"}, NOW)


def the_notice(database: Database, kind: str = "link_down") -> Notice:
    with database.read() as session:
        return session.scalars(select(Notice).where(Notice.kind == kind)).one()


def test_notices_are_sent_once_together_and_in_the_order_of_their_writing(database: Database) -> None:
    leave(database, "link_down", "link_recovered")
    postman = Postman()
    assert send_due(database, [postman.carrier], NOW) == 2
    assert send_due(database, [postman.carrier], NOW + timedelta(days=1)) == 0
    assert postman.rounds == [["link_down", "link_recovered"]]


def test_one_that_cannot_be_sent_waits_longer_each_time_and_is_never_given_up(database: Database) -> None:
    leave(database, "link_down")
    postman = Postman()
    postman.is_busy = True
    waits = []
    at = NOW
    for _ in range(12):
        send_due(database, [postman.carrier], at)
        waits.append((the_notice(database).send_after_at - at) / timedelta(minutes=1))
        at = the_notice(database).send_after_at
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]
    assert the_notice(database).last_error == "post: OSError: the line is busy"
    postman.is_busy = False
    assert send_due(database, [postman.carrier], at) == 1
    assert postman.rounds == [["link_down"]]


def test_a_carrier_that_fails_is_tried_again_alone(database: Database) -> None:
    leave(database, "link_down")
    mail, hook = Postman("mail"), Postman("webhook")
    hook.is_busy = True
    assert send_due(database, [mail.carrier, hook.carrier], NOW) == 0
    assert the_notice(database).taken_by == ["mail"]
    hook.is_busy = False
    assert send_due(database, [mail.carrier, hook.carrier], NOW + timedelta(minutes=2)) == 1
    assert (mail.rounds, hook.rounds) == ([["link_down"]], [["link_down"]])
    assert the_notice(database).sent_at == NOW + timedelta(minutes=2)


def test_a_notice_that_came_later_goes_on_while_an_older_one_waits(database: Database) -> None:
    leave(database, "link_down")
    postman = Postman()
    postman.is_busy = True
    send_due(database, [postman.carrier], NOW)
    postman.is_busy = False
    leave(database, "link_recovered")
    assert send_due(database, [postman.carrier], NOW + timedelta(seconds=30)) == 1
    assert postman.rounds == [["link_recovered"]]


def test_a_crash_while_sending_only_delays_a_notice(database: Database) -> None:
    leave(database, "link_down")

    def crash(_messages: Sequence[Message]) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        send_due(database, [Carrier("post", crash)], NOW)
    postman = Postman()
    assert send_due(database, [postman.carrier], NOW + timedelta(minutes=1)) == 0
    assert send_due(database, [postman.carrier], NOW + timedelta(minutes=3)) == 1


def test_an_unknown_code_is_said_as_it_is() -> None:
    assert sentence("payment_provider_moved", "give.example.org") == "give.example.org: payment provider moved"
