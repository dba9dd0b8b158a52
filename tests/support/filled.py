"""A database with the shipped content and, beside it, made-up organizations whose links work."""

from __future__ import annotations

from datetime import datetime, timedelta

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.services.importing import load
from aidroute.storage import directory_version
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.organization import Organization
from tests.support.shipped import FOLDER

NEEDS = ("food", "hygiene", "medicine", "accommodation")


def fill(database: Database, now: datetime, organizations: int = 40) -> None:
    """Load what ships, and add ``organizations`` that serve food among others, each checked a moment before ``now``."""
    load(database, FOLDER, now, BrowserHostRules(("test",)))
    with database.write() as session:
        for number in range(organizations):
            owner = Organization(
                slug=f"harbour-fund-{number}",
                name=f"Harbour Fund {number}",
                summary={"en": "Cooks meals and hands out soap in a made-up harbour."},
                kind="national NGO",
                purpose="humanitarian",
                places=["Harbour"],
                confusable_with=[],
            )
            link = _link(f"https://fund{number}.example.org/give", now)
            session.add_all([owner, link])
            session.flush()
            session.add(_channel(number, owner, link))
        directory_version.move(session, directory_version.CONTENT, now)


def _link(url: str, now: datetime) -> Link:
    checked_at = now - timedelta(minutes=1)
    return Link(
        url=url,
        url_as_typed=url,
        host=url.split("/")[2],
        registrable_domain="example.org",
        approved_at=now - timedelta(days=30),
        state="live",
        verdict="live",
        state_since_at=now - timedelta(days=20),
        last_checked_at=checked_at,
        last_ok_at=checked_at,
        last_full_get_at=checked_at,
        next_check_at=now + timedelta(hours=6),
    )


def _channel(number: int, owner: Organization, link: Link) -> Channel:
    return Channel(
        slug=f"harbour-fund-{number}-page",
        organization_id=owner.id,
        kind="donation_page",
        status="approved",
        link_id=link.id,
        title={"en": f"Give to Harbour Fund {number}"},
        support=["money"],
        needs=["food", NEEDS[number % len(NEEDS)]],
        countries=["FR", "DE"] if number % 2 else [],
        currencies=["EUR"],
        methods=["card", "bank_transfer"],
        receipts=[{"country": "FR", "issuer": f"Harbour Fund {number} France"}] if number % 3 == 0 else [],
        operator="organization",
        emergencies=[],
        citation={"source": "https://example.org/report", "stated_on": "2026-05-04", "strength": "independent"},
        note={},
    )
