"""Reading the whole directory: every field comes back, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from aidroute.domain import directory as d
from aidroute.domain.link import LinkStatus
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import (
    ChannelKind,
    ChannelStatus,
    EmergencyStatus,
    Method,
    Need,
    Operator,
    Purpose,
    Role,
    StatementKind,
    Strength,
    Support,
)
from aidroute.storage import directory_version
from aidroute.storage.appeal import Appeal
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.emergency import Emergency
from aidroute.storage.link import Link
from aidroute.storage.link_rows import status_values
from aidroute.storage.mention import Mention
from aidroute.storage.need import Need as NeedRow
from aidroute.storage.need_statement import NeedStatement
from aidroute.storage.organization import Contact, Fact, Identifier, Organization, OrganizationName
from aidroute.storage.snapshot import citation, citation_values, links_moved_since, read_directory

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CITED = {"source": "https://example.org/about", "stated_on": "2023-07", "strength": "own_site", "note": "seen"}
CITATION = d.Citation("https://example.org/about", "2023-07", Strength.OWN_SITE, "seen")


def add_link(session: Session, url: str, status: LinkStatus | None = None, revision: int = 0) -> Link:
    link = Link(
        url=url,
        url_as_typed=url,
        host="give.example.org",
        registrable_domain="example.org",
        next_check_at=NOW,
        revision=revision,
    )
    for name, value in status_values(status or LinkStatus()).items():
        setattr(link, name, value)
    session.add(link)
    session.flush()
    return link


def add_organization(session: Session, slug: str, position: int = 0) -> Organization:
    row = Organization(
        slug=slug,
        position=position,
        name="Kitchen",
        summary={"en": "Cooks."},
        kind="other",
        purpose="humanitarian",
        places=["Goris"],
        website="https://example.org/",
        website_citation=CITED,
        confusable_with=["Kitchens"],
        names=[OrganizationName(position=0, value="Խոհանոց", language="hy", kind="alias", citation=CITED)],
        identifiers=[Identifier(position=0, scheme="AM-TEST", value=slug, citation=CITED)],
        contacts=[Contact(position=0, kind="email", value="a@example.org", citation=CITED)],
        facts=[
            Fact(position=1, topic="tax", is_found=False, citations=[], note="not found"),
            Fact(position=0, topic="location", value="Goris", as_of="2023", citations=[CITED], note=""),
        ],
    )
    session.add(row)
    session.flush()
    return row


def add_channel(session: Session, slug: str, organization: Organization, link: Link, position: int = 0) -> Channel:
    row = Channel(
        slug=slug,
        organization_id=organization.id,
        position=position,
        kind="donation_page",
        status="approved",
        link_id=link.id,
        title={"en": "Give"},
        support=["money"],
        needs=["food"],
        countries=["FR"],
        currencies=["EUR"],
        methods=["card"],
        receipts=[{"country": "FR", "issuer": "Kitchen"}],
        operator="intermediary",
        operator_name="Helper",
        emergencies=["flood"],
        valid_from=date(2020, 1, 1),
        valid_to=date(2030, 1, 1),
        citation=CITED,
        note={"en": "A note."},
    )
    session.add(row)
    session.flush()
    return row


def fill(session: Session, organizations: int = 1) -> None:
    """One emergency with one appeal, and so many organizations with a channel and a link each."""
    need = NeedRow(
        slug="food",
        position=0,
        label="Food",
        description="Meals.",
        cluster="FSC",
        dac=72040,
        reliefweb=4593,
        match="exact",
        donatable=True,
        words=["food"],
        note="n",
    )
    emergency = Emergency(
        slug="flood",
        position=0,
        name={"en": "Flood"},
        summary={"en": "A river rose."},
        places=["Sample"],
        started_on="2020-05",
        status="recovering",
        timeline=[{"happened_on": "2020-05-01", "text": {"en": "It rose."}, "appeals": ["letter"]}],
    )
    session.add_all([need, emergency])
    session.flush()
    appeal = Appeal(
        slug="letter",
        emergency_id=emergency.id,
        position=0,
        title="A letter",
        document_kind="letter",
        language="en",
        stated_on="",
        stated_on_note="undated",
        issuer="",
        issuer_note="not stated",
        publisher="Paper",
        publisher_note="a paper",
        address="https://example.org/letter",
        sha256="0" * 64,
        summary={"en": "Asks."},
        figures=[{"what": "people", "value": "10", "as_of": "2020", "according_to": "Paper", "superseded_by": "12"}],
        actions=[{"kind": "tell", "text": {"en": "Tell others."}}],
    )
    session.add(appeal)
    session.flush()
    session.add(
        NeedStatement(
            appeal_id=appeal.id,
            need_id=need.id,
            position=0,
            kind="reported",
            quote="no food",
            since="2020-05-01",
            note="n",
        )
    )
    for number in range(organizations):
        row = add_organization(session, f"kitchen-{number}", position=organizations - number)
        add_channel(session, f"page-{number}", row, add_link(session, f"https://give.example.org/{number}"))
        session.add(
            Mention(
                appeal_id=appeal.id,
                organization_id=row.id,
                position=number,
                name_as_written="Kitchen",
                role="recommended_recipient",
                quote="the Kitchen",
                note="n",
            )
        )
    session.add(
        Mention(
            appeal_id=appeal.id,
            organization_id=None,
            position=organizations,
            name_as_written="Council",
            role="addressee",
            quote="to the Council",
        )
    )
    directory_version.move(session, directory_version.CONTENT, NOW)


def read(database: Database) -> d.Directory:
    with database.read() as session:
        return read_directory(session, frozenset({"FR"}), frozenset({"EUR"}))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that the reading engine runs meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.read_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.read_engine, "before_cursor_execute", note)


def test_a_thousand_organizations_take_as_many_queries_as_one(database: Database) -> None:
    with database.write() as session:
        fill(session, organizations=1)
    with counted(database) as for_one:
        read(database)
    with database.write() as session:
        for number in range(20):
            row = add_organization(session, f"more-{number}")
            add_channel(session, f"more-{number}", row, add_link(session, f"https://more.example.org/{number}"))
            session.add(Confirmation(organization_id=row.id, confirmed_by="Ani", confirmed_at=NOW))
        session.add_all(
            Organization(
                slug=f"plain-{number}",
                name="Plain",
                summary={},
                kind="other",
                purpose="mixed",
                places=[],
                confusable_with=[],
            )
            for number in range(1_000)
        )
    with counted(database) as for_many:
        assert len(read(database).organizations) == 1_021
    assert len(for_many) == len(for_one)
    assert len([statement for statement in for_one if statement.startswith("SELECT")]) <= 15


def test_an_empty_database_is_an_empty_directory(database: Database) -> None:
    directory = read(database)
    assert (directory.version, directory.links_version) == (0, 0)
    assert not directory.organizations
    assert directory.vocabulary.countries == {"FR"}


def test_every_field_comes_back(database: Database) -> None:
    with database.write() as session:
        fill(session)
    directory = read(database)
    assert directory.vocabulary.needs == {
        "food": Need("food", "Food", "Meals.", "FSC", 72040, 4593, "exact", donatable=True, words=("food",), note="n")
    }
    assert directory.emergencies["flood"] == d.Emergency(
        slug="flood",
        name={"en": "Flood"},
        summary={"en": "A river rose."},
        places=("Sample",),
        started_on="2020-05",
        status=EmergencyStatus.RECOVERING,
        timeline=(d.TimelineEntry("2020-05-01", {"en": "It rose."}, ("letter",)),),
    )
    assert directory.appeals["letter"] == d.Appeal(
        slug="letter",
        emergency="flood",
        title="A letter",
        document_kind="letter",
        language="en",
        stated_on="",
        stated_on_note="undated",
        issuer="",
        publisher="Paper",
        address="https://example.org/letter",
        sha256="0" * 64,
        summary={"en": "Asks."},
        figures=(d.Figure("people", "10", "2020", "Paper", "12"),),
        actions=(d.Action("tell", {"en": "Tell others."}),),
        issuer_note="not stated",
        publisher_note="a paper",
    )
    assert directory.organizations["kitchen-0"] == d.Organization(
        slug="kitchen-0",
        name="Kitchen",
        names=(d.Name("Խոհանոց", "hy", "alias", CITATION),),
        summary={"en": "Cooks."},
        kind="other",
        purpose=Purpose.HUMANITARIAN,
        places=("Goris",),
        website="https://example.org/",
        website_citation=CITATION,
        identifiers=(d.Identifier("AM-TEST", "kitchen-0", CITATION),),
        contacts=(d.Contact("email", "a@example.org", CITATION),),
        facts=(
            d.Fact("location", "Goris", is_found=True, as_of="2023", citations=(CITATION,)),
            d.Fact("tax", "", is_found=False, note="not found"),
        ),
        confusable_with=("Kitchens",),
    )
    (key,) = directory.links
    assert directory.channels["page-0"] == d.Channel(
        slug="page-0",
        organization="kitchen-0",
        kind=ChannelKind.DONATION_PAGE,
        status=ChannelStatus.APPROVED,
        link=key,
        title={"en": "Give"},
        support=frozenset({Support.MONEY}),
        needs=frozenset({"food"}),
        countries=frozenset({"FR"}),
        currencies=frozenset({"EUR"}),
        methods=frozenset({Method.CARD}),
        receipts=(d.Receipt("FR", "Kitchen"),),
        operator=Operator.INTERMEDIARY,
        operator_name="Helper",
        emergencies=frozenset({"flood"}),
        valid_from=date(2020, 1, 1),
        valid_to=date(2030, 1, 1),
        citation=CITATION,
        note={"en": "A note."},
    )
    assert directory.mentions == (
        d.Mention("letter", "kitchen-0", "Kitchen", Role.RECOMMENDED_RECIPIENT, "the Kitchen", "n"),
        d.Mention("letter", None, "Council", Role.ADDRESSEE, "to the Council"),
    )
    assert directory.statements == (
        d.NeedStatement("letter", "food", StatementKind.REPORTED, "no food", "2020-05-01", "n", 0),
    )


def test_entries_come_in_their_listed_order(database: Database) -> None:
    with database.write() as session:
        fill(session, organizations=3)
    assert list(read(database).organizations) == ["kitchen-2", "kitchen-1", "kitchen-0"]


def test_a_links_whole_memory_comes_back(database: Database) -> None:
    status = LinkStatus(
        state=LinkState.SUSPECT,
        verdict=Verdict.GONE,
        held=True,
        reason="status_404",
        state_since_at=NOW - timedelta(days=3),
        last_checked_at=NOW,
        last_ok_at=NOW - timedelta(hours=1),
        last_full_get_at=NOW - timedelta(days=2),
        failing_since_at=NOW - timedelta(minutes=5),
        last_failed_at=NOW,
        consecutive_failures=2,
        consecutive_successes=0,
        success_since_at=None,
        dns_failures=(NOW - timedelta(hours=2), NOW),
        recent_changes=(NOW - timedelta(hours=3),),
        recheck_interval=timedelta(minutes=5),
        verified_until_at=NOW + timedelta(days=14),
        ground_is_clean=False,
        wrong_reports=2,
    )
    with database.write() as session:
        add_link(session, "https://give.example.org/", status, revision=4)
    (link,) = read(database).links.values()
    assert link.status == status
    assert (link.url, link.host, link.registrable_domain, link.revision) == (
        "https://give.example.org/",
        "give.example.org",
        "example.org",
        4,
    )


def test_only_links_that_moved_are_read_again(database: Database) -> None:
    with database.write() as session:
        for revision in (1, 2, 3):
            add_link(session, f"https://give.example.org/{revision}", revision=revision)
    with database.read() as session:
        moved = links_moved_since(session, 1)
    assert sorted(link.revision for link in moved.values()) == [2, 3]
    assert all(link.key == key for key, link in moved.items())


def test_the_newest_confirmation_counts(database: Database) -> None:
    with database.write() as session:
        fill(session, organizations=2)
        page = session.scalars(select(Channel).where(Channel.slug == "page-0")).one()
        owner = session.scalars(select(Organization).where(Organization.slug == "kitchen-1")).one()
        for days in (30, 10, 20):
            at = NOW - timedelta(days=days)
            session.add(Confirmation(channel_id=page.id, confirmed_by="Ani", confirmed_at=at))
        session.add(
            Confirmation(
                organization_id=owner.id, confirmed_by="Bob", confirmed_at=NOW, expires_at=NOW + timedelta(days=5)
            )
        )
    directory = read(database)
    assert directory.channels["page-0"].confirmation == d.Confirmation(NOW - timedelta(days=10))
    assert directory.channels["page-1"].confirmation is None
    assert directory.organizations["kitchen-0"].confirmation is None
    assert directory.organizations["kitchen-1"].confirmation == d.Confirmation(NOW, NOW + timedelta(days=5))


def test_the_newest_confirmation_brings_its_own_expiry(database: Database) -> None:
    with database.write() as session:
        fill(session)
        page = session.scalars(select(Channel)).one()
        old = NOW - timedelta(days=10)
        session.add(
            Confirmation(channel_id=page.id, confirmed_by="Ani", confirmed_at=old, expires_at=NOW + timedelta(days=90))
        )
        session.add(
            Confirmation(channel_id=page.id, confirmed_by="Ani", confirmed_at=NOW, expires_at=NOW + timedelta(days=1))
        )
    assert read(database).channels["page-0"].confirmation == d.Confirmation(NOW, NOW + timedelta(days=1))


def test_versions_are_those_of_the_directory(database: Database) -> None:
    with database.write() as session:
        fill(session)
        directory_version.move(session, directory_version.LINKS, NOW)
        directory_version.move(session, directory_version.LINKS, NOW)
    directory = read(database)
    assert (directory.version, directory.links_version) == (1, 2)


@pytest.mark.parametrize("value", [None, CITATION, d.Citation("A letter", strength=Strength.APPEAL)])
def test_a_citation_goes_in_and_comes_back(value: d.Citation | None) -> None:
    assert citation(citation_values(value)) == value


def test_a_citation_that_says_little_is_weak() -> None:
    assert citation({"source": "somewhere"}) == d.Citation("somewhere", strength=Strength.WEAK)
    assert citation({}) is None
