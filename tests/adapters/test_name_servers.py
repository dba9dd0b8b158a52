"""Asked of a real name server on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from aidroute.adapters.mail_exchange import DnsRecords, NoAnswer, NoSuchDomain, ask_mail_exchange
from aidroute.adapters.name_servers import name_servers
from aidroute.domain.mail import MailAnswer
from tests.world.name_server import NameServer

ZONE = {
    ("charity.test", "NS"): ("NS2.Host.test.", "ns1.host.test."),
    ("charity.test", "MX"): ("20 backup.host.test.", "10 mail.charity.test."),
    ("quiet.test", "MX"): ("0 .",),
    ("plain.test", "A"): ("192.0.2.7",),
}


@pytest.fixture(scope="module")
def lookup() -> Iterator[DnsRecords]:
    with NameServer(ZONE, broken=("broken.test",), silent=("silent.test",)) as server:
        yield DnsRecords(seconds=0.5, resolver=server.resolver())


def test_name_servers_come_in_one_order_and_spelling(lookup: DnsRecords) -> None:
    assert name_servers("charity.test", lookup) == ("ns1.host.test", "ns2.host.test")


@pytest.mark.parametrize("domain", ["plain.test", "missing.test", "broken.test", "silent.test"])
def test_what_is_not_known_is_nothing(domain: str, lookup: DnsRecords) -> None:
    assert name_servers(domain, lookup) == ()


@pytest.mark.parametrize(
    ("domain", "answer", "hosts"),
    [
        ("charity.test", MailAnswer.ACCEPTS, ("mail.charity.test", "backup.host.test")),
        ("plain.test", MailAnswer.ACCEPTS, ("plain.test",)),
        ("quiet.test", MailAnswer.REFUSES, ()),
        ("missing.test", MailAnswer.NO_DOMAIN, ()),
        ("broken.test", MailAnswer.UNKNOWN, ()),
        ("silent.test", MailAnswer.UNKNOWN, ()),
    ],
)
def test_mail_is_asked_for_as_it_is(
    domain: str, answer: MailAnswer, hosts: tuple[str, ...], lookup: DnsRecords
) -> None:
    found = ask_mail_exchange(domain, datetime.now(UTC), lookup)
    assert (found.answer, found.hosts) == (answer, hosts)


def test_a_missing_name_and_a_missing_record_are_told_apart(lookup: DnsRecords) -> None:
    assert lookup("plain.test", "NS") == []
    with pytest.raises(NoSuchDomain):
        lookup("missing.test", "NS")
    with pytest.raises(NoAnswer):
        lookup("broken.test", "NS")


@pytest.mark.parametrize("name", ["", "a..b", "x" * 70 + ".test", "é.test", "with space.test"])
def test_an_odd_name_is_an_answer_too(name: str, lookup: DnsRecords) -> None:
    assert name_servers(name, lookup) == ()
