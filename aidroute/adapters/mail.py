"""Sends digests of notices by e-mail, over TLS, through the mail server that the settings name."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import urlsplit

import structlog

TIMEOUT_S = 20.0

log = structlog.get_logger("aidroute.mail")


class MailSecurity(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only to a server on this machine; the settings see to that."""


class MailNotSent(Exception):
    """The server did not take a mail. The text says why and holds no password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and between whom. ``password`` is read anew for each mail and never kept."""

    host: str
    port: int
    security: MailSecurity
    sender: str
    recipients: tuple[str, ...]
    user: str = ""
    password: Callable[[], str] = field(default=lambda: "", repr=False)
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to all recipients. ``name`` is the same when it is sent again."""

    name: str
    subject: str
    text: str


def send_mail(server: MailServer, mail: Mail, base_url: str) -> None:
    """Hand one mail over. Raises ``MailNotSent``; a mail that at least one recipient's server took counts as sent."""
    message = _message(server, mail, base_url)
    try:
        with _connection(server) as connection:
            if server.security is MailSecurity.STARTTLS:
                connection.starttls(context=server.context())
            if server.user:
                connection.login(server.user, server.password())
            refused = connection.send_message(message, server.sender, list(server.recipients))
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # From None: the frames of a login know the password.
        raise MailNotSent(_why(error)) from None
    if refused:
        log.warning("a recipient of notices was refused", count=len(refused))


def _connection(server: MailServer) -> smtplib.SMTP:
    if server.security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=server.context())
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)


def _message(server: MailServer, mail: Mail, base_url: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = ", ".join(server.recipients)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{mail.name}@{urlsplit(base_url).hostname or 'localhost'}>"
    # RFC 3834: nobody's absence note answers this.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: the server said {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"no recipient was accepted ({', '.join(map(str, codes))})"
    return f"{type(error).__name__}: {error}"
