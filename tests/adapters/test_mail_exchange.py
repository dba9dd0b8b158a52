from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from aidroute.adapters.mail_exchange import NoAnswer, NoSuchDomain, ask_mail_exchange
from aidroute.domain.mail import MailAnswer

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def records(**known: Sequence[str]) -> object:
    def lookup(name: str, record_type: str) -> Sequence[str]:
        assert name == "charity.test"
        return known.get(record_type, ())

    return lookup


def test_the_best_exchanger_stands_first() -> None:
    found = ask_mail_exchange("charity.test", NOW, records(MX=["20 b.test.", "5 A.test.", "100 c.test."]))
    assert (found.answer, found.hosts, found.asked_at) == (MailAnswer.ACCEPTS, ("a.test", "b.test", "c.test"), NOW)


def test_a_null_exchanger_says_no_mail() -> None:
    assert ask_mail_exchange("charity.test", NOW, records(MX=["0 ."], A=["192.0.2.1"])).answer is MailAnswer.REFUSES


@pytest.mark.parametrize("kind", ["A", "AAAA"])
def test_without_exchanger_mail_goes_to_the_domain_itself(kind: str) -> None:
    found = ask_mail_exchange("charity.test", NOW, records(**{kind: ["192.0.2.1"]}))
    assert (found.answer, found.hosts) == (MailAnswer.ACCEPTS, ("charity.test",))


def test_a_domain_without_any_of_them_takes_no_mail() -> None:
    assert ask_mail_exchange("charity.test", NOW, records()).answer is MailAnswer.NO_EXCHANGE


def test_junk_records_are_passed_over() -> None:
    assert ask_mail_exchange("charity.test", NOW, records(MX=["junk", "x y."])).answer is MailAnswer.NO_EXCHANGE


@pytest.mark.parametrize(("error", "answer"), [(NoSuchDomain, MailAnswer.NO_DOMAIN), (NoAnswer, MailAnswer.UNKNOWN)])
def test_a_missing_domain_is_not_a_silent_name_server(error: type[Exception], answer: MailAnswer) -> None:
    def lookup(_name: str, _type: str) -> Sequence[str]:
        raise error

    assert ask_mail_exchange("charity.test", NOW, lookup).answer is answer
