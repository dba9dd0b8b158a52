"""Puts together what takes notices to people outside: mail and a webhook, as the settings say."""

from __future__ import annotations

import json
from collections.abc import Sequence

from aidroute.adapters.fetch import production_fetcher
from aidroute.adapters.mail import Mail, MailSecurity, MailServer, send_mail
from aidroute.adapters.webhook import Hook, Post, deliver
from aidroute.checker import utc_now
from aidroute.domain.digest import Item, delivery_name, digest_subject, digest_text, item
from aidroute.services.alerting import Carrier, Message
from aidroute.settings import Settings


def outside_carriers(settings: Settings) -> tuple[Carrier, ...]:
    """The carriers that the settings ask for; none without any."""
    found = []
    if settings.mail_host:
        found.append(mail_carrier(mail_server(settings), settings.base_url))
    if settings.webhook_url:
        hook = Hook(settings.webhook_url, settings.webhook_secret)
        found.append(webhook_carrier(production_fetcher(settings.base_url).post, hook, settings.base_url))
    return tuple(found)


def mail_server(settings: Settings) -> MailServer:
    """The mail server of this installation."""
    return MailServer(
        host=settings.mail_host,
        port=settings.mail_port,
        security=MailSecurity(settings.mail_security),
        sender=settings.mail_from,
        recipients=settings.mail_to,
        user=settings.mail_user,
        password=settings.read_mail_password,
    )


def mail_carrier(server: MailServer, base_url: str) -> Carrier:
    """Sends the notices of one tick in one mail."""

    def carry(messages: Sequence[Message]) -> None:
        items = _items(messages)
        mail = Mail(delivery_name(items), digest_subject(items), digest_text(items, base_url))
        send_mail(server, mail, base_url)

    return Carrier("mail", carry)


def webhook_carrier(post: Post, hook: Hook, base_url: str) -> Carrier:
    """Hands the notices of one tick to another system as one document."""

    def carry(messages: Sequence[Message]) -> None:
        items = _items(messages)
        notices = [
            {
                "number": each.number,
                "kind": each.kind,
                "subject": each.subject,
                "about": dict(each.facts),
                "created_at": each.created_at.isoformat(),
            }
            for each in items
        ]
        content = json.dumps({"from": base_url, "notices": notices}, ensure_ascii=False).encode()
        deliver(post, hook, delivery_name(items), content, utc_now())

    return Carrier("webhook", carry)


def _items(messages: Sequence[Message]) -> list[Item]:
    return [item(each.number, each.kind, each.subject, each.body, each.created_at) for each in messages]
