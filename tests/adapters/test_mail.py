"""Mail handed to a real server on loopback."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from aidroute.adapters.mail import Mail, MailNotSent, MailSecurity, MailServer, send_mail
from tests.support.mail_server import MailServerOnLoopback
from tests.world.certificates import Wish, shared_authority

PASSWORD = "correct horse battery"
MAIL = Mail("0123456789abcdef", "харбор is down (and 1 more)", "[7] it is down\n.\n    host: give.example.org\n")
BASE_URL = "https://aid.example.org"


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=shared_authority().ca_file)


def encrypting(name: str = "localhost") -> ssl.SSLContext:
    return shared_authority().server_context(Wish((name,)))


def server(port: int, **changes: object) -> MailServer:
    plain: dict[str, object] = {
        "host": "localhost",
        "port": port,
        "security": MailSecurity.STARTTLS,
        "sender": "aidroute@aid.example.org",
        "recipients": ("one@aid.example.org", "two@aid.example.org"),
        "user": "desk",
        "password": lambda: PASSWORD,
        "context": trusting,
    }
    return MailServer(**(plain | changes))  # type: ignore[arg-type]


def read(text: str) -> EmailMessage:
    message = email.message_from_string(text, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(("security", "from_start"), [(MailSecurity.STARTTLS, False), (MailSecurity.TLS, True)])
def test_a_mail_goes_over_tls_to_all_recipients_after_signing_in(security: MailSecurity, from_start: bool) -> None:
    with MailServerOnLoopback(encrypting(), from_start, ("desk", PASSWORD)) as loopback:
        send_mail(server(loopback.port, security=security), MAIL, BASE_URL)
    message = read(loopback.mails[0])
    assert message["Subject"] == MAIL.subject
    assert message["To"] == "one@aid.example.org, two@aid.example.org"
    assert message["Message-ID"] == "<0123456789abcdef@aid.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().strip() == MAIL.text.strip()
    assert sum(line.upper().startswith("RCPT") for line in loopback.heard) == 2


def test_a_server_on_this_machine_may_take_mail_in_the_clear() -> None:
    with MailServerOnLoopback() as loopback:
        send_mail(server(loopback.port, security=MailSecurity.NONE, user=""), MAIL, BASE_URL)
    assert len(loopback.mails) == 1


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (lambda: MailServerOnLoopback(encrypting("other.test"), False, ("desk", PASSWORD)), {}),
        (
            lambda: MailServerOnLoopback(encrypting(), False, ("desk", PASSWORD)),
            {"context": ssl.create_default_context},
        ),
        (lambda: MailServerOnLoopback(None, False, ("desk", PASSWORD)), {}),
    ],
    ids=["a certificate of somebody else", "an authority nobody trusts", "no encryption offered"],
)
def test_nothing_is_said_to_a_server_that_is_not_the_right_one(
    make: Callable[[], MailServerOnLoopback], changes: dict[str, object]
) -> None:
    with make() as loopback, pytest.raises(MailNotSent):
        send_mail(server(loopback.port, **changes), MAIL, BASE_URL)
    assert loopback.mails == []
    assert not any(line.upper().startswith(("AUTH", "MAIL")) for line in loopback.heard)


def test_a_wrong_password_is_told_without_the_password() -> None:
    refusing = MailServerOnLoopback(encrypting(), False, ("desk", "another one"))
    with refusing as loopback, pytest.raises(MailNotSent) as caught:
        send_mail(server(loopback.port), MAIL, BASE_URL)
    assert "535" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    assert caught.value.__cause__ is None
    assert PASSWORD not in repr(server(1))


def test_one_refused_recipient_does_not_have_the_others_told_twice() -> None:
    with MailServerOnLoopback(encrypting(), False, ("desk", PASSWORD), {"two@": 550}) as loopback:
        send_mail(server(loopback.port), MAIL, BASE_URL)
    assert len(loopback.mails) == 1


@pytest.mark.parametrize(
    "refuse", [{"one@": 550, "two@": 450}, {"DATA": 451}, {"MAIL": 421}, {"EHLO": 500, "HELO": 500}]
)
def test_a_mail_that_nobody_took_is_not_sent(refuse: dict[str, int]) -> None:
    refusing = MailServerOnLoopback(encrypting(), False, ("desk", PASSWORD), refuse)
    with refusing as loopback, pytest.raises(MailNotSent):
        send_mail(server(loopback.port), MAIL, BASE_URL)
    assert loopback.mails == []


def test_a_server_that_is_away_is_told_as_that() -> None:
    with MailServerOnLoopback() as loopback:
        port = loopback.port
    with pytest.raises(MailNotSent):
        send_mail(server(port), MAIL, BASE_URL)
