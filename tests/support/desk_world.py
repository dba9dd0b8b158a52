"""A small directory with people who keep it: for the tests of proposing, reviewing and the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION
from aidroute.domain.edit import Edit
from aidroute.domain.field_values import Known
from aidroute.domain.review import ADMINISTRATOR, MAINTAINER, Person, Proposal
from aidroute.domain.vocabulary import Need, Vocabulary
from aidroute.services.applying import read_subject
from aidroute.services.proposing import propose
from aidroute.services.reviewing import Review, accept
from aidroute.storage import directory_version
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.emergency import Emergency
from aidroute.storage.link import Link
from aidroute.storage.organization import Organization
from aidroute.storage.user import Role, User

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

KNOWN = Known(
    BrowserHostRules(("test",)),
    Vocabulary(
        {"food": Need("food", "Food"), "hygiene": Need("hygiene", "Hygiene")},
        frozenset({"FR", "AM"}),
        frozenset({"EUR", "AMD"}),
    ),
)

OLD_URL = "https://give.example.org/"
NEW_URL = "https://new.example.org/give"


def add_person(session: Session, name: str, role: str = MAINTAINER, *, active: bool = True) -> Person:
    """An account without a password, and the person it belongs to."""
    kept = session.scalar(select(Role).where(Role.name == role)) or Role(name=role)
    user = User(
        email=f"{name.lower()}@example.org",
        name=name,
        active=active,
        fs_uniquifier=name.lower() * 4,
        created_at=NOW - timedelta(days=30),
        roles=[kept],
    )
    session.add(user)
    session.flush()
    return Person(user.id, name, frozenset({role}), active)


class DeskWorld:
    """One organization with one approved donation page, two maintainers and an administrator."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            self.ani = add_person(session, "Ani")
            self.bob = add_person(session, "Bob")
            self.ada = add_person(session, "Ada", ADMINISTRATOR)
            session.add(Emergency(slug="flood", name={"en": "Flood"}, summary={}, places=[], started_on="2026",
                                  status="active", timeline=[], position=0))  # fmt: skip
            organization = Organization(
                slug="example-fund", name="Example Fund", summary={"en": "Cooks meals."}, kind="national NGO",
                purpose="humanitarian", places=["Goris"], website="", confusable_with=[],
            )  # fmt: skip
            link = Link(
                url=OLD_URL, url_as_typed=OLD_URL, host="give.example.org", registrable_domain="example.org",
                approved_at=NOW - timedelta(days=9), state="live", last_checked_at=NOW, last_ok_at=NOW,
                next_check_at=NOW + timedelta(hours=6), baseline={"title": "Give"}, lease_token="t:1",
                lease_until_at=NOW + timedelta(minutes=1),
            )  # fmt: skip
            session.add_all([organization, link])
            session.flush()
            session.add(
                Channel(
                    slug="example-fund-page",
                    organization_id=organization.id,
                    kind="donation_page",
                    status="approved",
                    link_id=link.id,
                    address="",
                    title={"en": "Give to Example Fund"},
                    support=["money"],
                    needs=["food"],
                    countries=[],
                    currencies=["EUR"],
                    methods=["card"],
                    receipts=[],
                    operator="organization",
                    operator_name="",
                    emergencies=[],
                    note={},
                )
            )
            directory_version.move(session, directory_version.CONTENT, NOW)

    def edit(self, fields: dict[str, Any], *, slug: str = "example-fund-page", subject: str = CHANNEL) -> Edit:
        """An edit of the entry as it is now."""
        with self.database.read() as session:
            version = read_subject(session, subject, slug).version
        return Edit(subject, slug, EDIT, fields, reason="told by phone", based_on=version)

    def propose(self, fields: dict[str, Any], who: Person | None = None, **options: Any) -> Proposal:
        """What Ani (or ``who``) proposes for the entry as it is now."""
        return propose(self.database, who or self.ani, self.edit(fields, **options), KNOWN, NOW)

    def propose_new(self, subject: str, slug: str, fields: dict[str, Any], who: Person | None = None) -> Proposal:
        """A new entry that Ani (or ``who``) proposes."""
        edit = Edit(subject, slug, CREATE, fields, reason="seen in an appeal")
        return propose(self.database, who or self.ani, edit, KNOWN, NOW)

    def accept(self, proposal: Proposal, who: Person | None = None, **changes: str) -> Proposal:
        """Bob (or ``who``) accepts what was proposed."""
        review = Review(proposal.number, changes.get("value_sha256", proposal.value_sha256))
        return accept(self.database, who or self.bob, review, KNOWN, LATER)

    def values(self, slug: str = "example-fund-page", subject: str = CHANNEL) -> dict[str, Any]:
        """The entry as it is stored now."""
        with self.database.read() as session:
            return dict(read_subject(session, subject, slug).values)

    def content_version(self) -> int:
        """The number that moves with every change of content."""
        with self.database.read() as session:
            return directory_version.current(session)[0]


NEW_ORGANIZATION = {"name": "Sample Aid", "kind": "national NGO", "purpose": "humanitarian"}

NEW_CHANNEL: dict[str, Any] = {
    "organization": "example-fund",
    "kind": "donation_page",
    "status": "approved",
    "url": "https://second.example.org/",
    "support": ["money"],
    "operator": "organization",
}

__all__ = ["CHANNEL", "CREATE", "EDIT", "ORGANIZATION", "DeskWorld"]
