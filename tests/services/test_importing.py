from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.change import CHANNEL, EDIT, ORGANIZATION
from aidroute.domain.directory import Directory
from aidroute.domain.edit import Edit
from aidroute.domain.field_values import Known
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.services.applying import read_subject
from aidroute.services.code_lists import country_codes, currency_codes
from aidroute.services.content import BadContent
from aidroute.services.importing import LoadOptions, LoadReport, load
from aidroute.services.ledger import verify
from aidroute.services.proposing import propose
from aidroute.services.reviewing import Review, accept, adopt, reject
from aidroute.services.searching import search
from aidroute.storage import directory_version
from aidroute.storage.change import Change
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.notice import Notice
from aidroute.storage.organization import Organization
from aidroute.storage.proposal import Proposal
from aidroute.storage.snapshot import read_directory
from aidroute.storage.tables import metadata
from tests.support.desk_world import add_person
from tests.support.shipped import FOLDER
from tests.support.small_content import CLUB_FILE, KITCHEN_FILE, LETTER_FILE, SmallContent

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HOSTS = BrowserHostRules(("test",))


class Installation:
    """A database, a content folder, and what can be asked about the two."""

    def __init__(self, database: Database, content: SmallContent) -> None:
        self.database = database
        self.content = content

    def load(self, now: datetime = NOW, **options: Any) -> LoadReport:
        return load(self.database, self.content.folder, now, HOSTS, LoadOptions(**options))

    def directory(self) -> Directory:
        with self.database.read() as session:
            return read_directory(session, country_codes(), currency_codes())

    def version(self) -> int:
        with self.database.read() as session:
            return directory_version.current(session)[0]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with self.database.read() as session:
            return {
                table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
                for table in metadata().sorted_tables
            }

    def waiting(self) -> list[Proposal]:
        with self.database.read() as session:
            return list(session.scalars(select(Proposal).where(Proposal.status == "waiting")))

    def changes(self, after: int = 0) -> list[Change]:
        with self.database.read() as session:
            return list(session.scalars(select(Change).where(Change.sequence > after).order_by(Change.sequence)))

    def known(self) -> Known:
        return Known(HOSTS, self.directory().vocabulary)

    def let_people_accept(self, proposal: Proposal) -> None:
        """One maintainer stands behind it, another accepts."""
        with self.database.write() as session:
            ani, bob = add_person(session, f"Ani{proposal.id}"), add_person(session, f"Bob{proposal.id}")
        review = Review(proposal.number, proposal.value_sha256)
        adopt(self.database, ani, review, LATER)
        accept(self.database, bob, review, self.known(), LATER)


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Installation:
    return Installation(database, SmallContent(tmp_path / "data"))


@pytest.fixture
def loaded(installation: Installation) -> Installation:
    installation.load()
    return installation


# --------------------------------------------------------------------------------------------- the first time


def test_the_first_load_writes_everything(installation: Installation) -> None:
    report = installation.load()
    assert report.was_first
    assert (report.total, len(report.created), report.unchanged, report.proposed) == (9, 9, 0, ())
    directory = installation.directory()
    assert list(directory.organizations) == ["sample-kitchen", "harbour-club", "watchers"]
    assert list(directory.vocabulary.needs) == ["food", "water"]
    page = directory.channels["sample-kitchen-page"]
    assert page.status is ChannelStatus.APPROVED
    link = directory.link_of(page)
    assert link
    assert (link.url, link.status.state) == ("https://kitchen.example.org/give", "unverified")
    assert directory.channels["harbour-club-email"].address == "crew@club.example.org"
    assert [mention.organization for mention in directory.mentions] == ["harbour-club", "sample-kitchen", "watchers"]
    assert directory.statements[0].quote == "they need food"
    assert directory.organizations["sample-kitchen"].facts[0].citations[0].stated_on == "2020-04"
    assert directory.appeals["letter"].publisher_note == "Not stated."


def test_the_first_load_is_in_the_ledger_and_the_ledger_holds(loaded: Installation) -> None:
    changes = loaded.changes()
    assert {change.reason for change in changes} == {"shipped with aidroute"}
    assert {change.proposed_by for change in changes} == {"shipped content"}
    told = {(change.subject_slug, change.field): change.after for change in changes}
    assert told["sample-kitchen-page", "url"] == "https://kitchen.example.org/give"
    assert told["letter", "created"]["title"] == "A letter"
    assert verify(loaded.database).holds


def test_loading_confirms_and_checks_nothing(loaded: Installation) -> None:
    directory = loaded.directory()
    assert all(each.confirmation is None for each in directory.channels.values())
    assert all(each.status.last_checked_at is None for each in directory.links.values())


def test_new_links_are_checked_soon_and_not_all_at_once(loaded: Installation) -> None:
    with loaded.database.read() as session:
        due = session.scalars(select(Link.next_check_at)).all()
    assert all(NOW <= at <= NOW + timedelta(seconds=20) for at in due)


def test_two_channels_with_one_address_share_a_link(installation: Installation) -> None:
    installation.content.exchange(
        CLUB_FILE,
        "    kind: email\n    status: approved\n    address: crew@club.example.org\n",
        "    kind: donation_page\n    status: approved\n    url: https://KITCHEN.example.org/give\n",
    )
    installation.load()
    directory = installation.directory()
    assert len(directory.links) == 1
    assert directory.channels["harbour-club-email"].link == directory.channels["sample-kitchen-page"].link


def test_what_was_loaded_is_found_by_name(loaded: Installation) -> None:
    assert search(loaded.database, loaded.directory(), "harbor club") == ["harbour-club"]


def test_everything_that_ships_loads_and_is_read_back(database: Database) -> None:
    first = load(database, FOLDER, NOW, HOSTS)
    second = load(database, FOLDER, LATER, HOSTS)
    assert (first.total, first.unchanged, second.unchanged) == (45, 0, 45)
    with database.read() as session:
        directory = read_directory(session, country_codes(), currency_codes())
    assert (len(directory.appeals), len(directory.organizations), len(directory.channels)) == (5, 14, 6)
    assert (len(directory.mentions), len(directory.statements)) == (57, 52)
    assert verify(database).holds


def test_progress_is_told(installation: Installation) -> None:
    told: list[tuple[str, int, int]] = []
    installation.load(on_progress=lambda *step: told.append(step))
    assert told[-1] == ("write", 9, 9)
    assert ("read", 6, 6) in told


# --------------------------------------------------------------------------------------------------- again


def test_a_second_load_changes_nothing_at_all(loaded: Installation) -> None:
    with loaded.database.write() as session:
        page = session.scalars(select(Channel).where(Channel.slug == "sample-kitchen-page")).one()
        session.add(Confirmation(channel_id=page.id, confirmed_by="Ani", confirmed_at=NOW))
        link = session.scalars(select(Link)).one()
        link.state, link.last_ok_at, link.next_check_at = "live", NOW, LATER
    before = loaded.dump()
    report = loaded.load(LATER + timedelta(days=30))
    assert loaded.dump() == before
    assert (report.unchanged, report.total, report.was_first) == (9, 9, False)
    assert not any((report.created, report.changed, report.proposed, report.kept, report.no_longer_shipped))


def test_a_wrong_row_loads_nothing(loaded: Installation) -> None:
    before = loaded.dump()
    loaded.content.exchange(KITCHEN_FILE, "Cooks meals.", "Cooks better meals.")
    loaded.content.exchange(LETTER_FILE, "need: food", "need: shelter")
    with pytest.raises(BadContent) as raised:
        loaded.load(LATER)
    assert [each.field for each in raised.value.problems] == ["statements[0].need"]
    assert loaded.dump() == before


def test_a_wrong_row_leaves_an_empty_directory_empty(installation: Installation) -> None:
    installation.content.exchange(LETTER_FILE, "need: food", "need: shelter")
    with pytest.raises(BadContent):
        installation.load()
    assert not any(rows for name, rows in installation.dump().items() if name != "alembic_version")


def test_only_checking_tells_and_writes_nothing(installation: Installation) -> None:
    before = installation.dump()
    assert len(installation.load(only_check=True).created) == 9
    assert installation.dump() == before
    installation.load()
    installation.content.exchange(
        KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/"
    )
    before = installation.dump()
    report = installation.load(only_check=True)
    assert [str(each) for each in report.proposed] == ["channel sample-kitchen-page: url"]
    assert installation.dump() == before


def test_a_changed_text_applies_is_recorded_and_moves_the_version_once(loaded: Installation) -> None:
    last, version = len(loaded.changes()), loaded.version()
    loaded.content.exchange(KITCHEN_FILE, "Cooks meals.", "Cooks warm meals.")
    loaded.content.exchange(LETTER_FILE, "Readers are asked to tell others.", "Readers are asked to tell all.")
    report = loaded.load(LATER)
    assert [str(each) for each in report.changed] == ["organization sample-kitchen: summary", "appeal letter: actions"]
    assert report.unchanged == 7
    assert loaded.version() == version + 1
    assert loaded.directory().organizations["sample-kitchen"].summary["en"] == "Cooks warm meals."
    first, second = loaded.changes(last)
    assert (first.field, first.before, first.after) == (
        "summary",
        {"en": "Cooks meals."},
        {"en": "Cooks warm meals."},
    )
    assert (second.subject_type, second.field) == ("appeal", "actions")
    with loaded.database.read() as session:
        versions = dict(session.execute(select(Organization.slug, Organization.version)).all())
    assert versions["sample-kitchen"] > versions["watchers"]
    assert verify(loaded.database).holds


def test_mentions_statements_names_and_facts_are_exchanged_whole(loaded: Installation) -> None:
    loaded.content.exchange(
        LETTER_FILE, "  - need: food\n", "  - {need: water, kind: reported, quote: no water}\n  - need: food\n"
    )
    loaded.content.exchange(LETTER_FILE, "    quote: as Watchers say", "    quote: say the Watchers")
    loaded.content.exchange(KITCHEN_FILE, "  - topic: tax\n    found: false\n", "")
    loaded.content.exchange(
        KITCHEN_FILE,
        "names:\n",
        "names:\n  - {value: Խոհանոց, language: hy, kind: alias, citation: {source: The letter, strength: appeal}}\n",
    )
    loaded.load(LATER)
    directory = loaded.directory()
    assert [(each.need, each.kind) for each in directory.statements] == [("water", "reported"), ("food", "requested")]
    assert directory.mentions[2].quote == "say the Watchers"
    assert len(directory.organizations["sample-kitchen"].facts) == 1
    assert [name.value for name in directory.organizations["sample-kitchen"].names] == ["Խոհանոց", "Sample Kitchen"]
    assert loaded.load(LATER).unchanged == 9


def test_a_retired_channel_is_retired_at_once_and_its_link_rests(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "status: approved", "status: retired")
    report = loaded.load(LATER)
    assert [str(each) for each in report.changed] == ["channel sample-kitchen-page: status"]
    directory = loaded.directory()
    assert directory.channels["sample-kitchen-page"].status is ChannelStatus.RETIRED
    (link,) = directory.links.values()
    assert link.status.state == "retired"


def test_what_is_no_longer_shipped_stays_and_is_told(loaded: Installation) -> None:
    text_of_club = (loaded.content.folder / CLUB_FILE).read_text(encoding="utf-8")
    loaded.content.write(CLUB_FILE, text_of_club[: text_of_club.index("channels:")])
    report = loaded.load(LATER)
    assert [str(each) for each in report.no_longer_shipped] == ["channel harbour-club-email"]
    assert "harbour-club-email" in loaded.directory().channels


def test_a_report_is_plain_json(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/")
    assert loaded.load(LATER).as_json() == {
        "total": 9,
        "unchanged": 8,
        "was_first": False,
        "created": [],
        "changed": [],
        "proposed": ["channel sample-kitchen-page: url (P-2026-00001)"],
        "kept": [],
        "no_longer_shipped": [],
    }


# --------------------------------------------------------------------------------------- where a gift goes


def test_a_changed_address_waits_until_two_people_agree(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/")
    version = loaded.version()
    report = loaded.load(LATER)
    (proposal,) = loaded.waiting()
    assert report.proposed[0].proposal == proposal.number
    assert (proposal.proposed_by, proposal.proposed_by_id, proposal.is_payment_bearing) == (
        "shipped content",
        None,
        True,
    )
    assert proposal.fields == {"url": "https://new.example.org/"}
    directory = loaded.directory()
    (link,) = directory.links.values()
    assert link.url == "https://kitchen.example.org/give"
    assert loaded.version() == version, "a proposal changes nothing that visitors see"

    loaded.let_people_accept(proposal)
    directory = loaded.directory()
    now_led = directory.link_of(directory.channels["sample-kitchen-page"])
    assert now_led
    assert now_led.url == "https://new.example.org/"
    assert loaded.load(LATER).unchanged == 9


def test_people_are_told_that_a_proposal_waits(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/")
    loaded.load(LATER)
    with loaded.database.read() as session:
        (notice,) = session.scalars(select(Notice)).all()
    assert (notice.kind, notice.body["subject_slug"]) == ("proposal_waiting", "sample-kitchen-page")


def test_a_waiting_or_rejected_proposal_is_not_made_again(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/")
    loaded.load(LATER)
    assert loaded.load(LATER).proposed == ()
    (proposal,) = loaded.waiting()
    with loaded.database.write() as session:
        ani = add_person(session, "Ani")
    reject(loaded.database, ani, Review(proposal.number, proposal.value_sha256), LATER)
    assert loaded.load(LATER).unchanged == 9
    assert loaded.waiting() == []


def test_a_new_channel_in_a_running_directory_waits_until_two_people_agree(loaded: Installation) -> None:
    loaded.content.add(
        KITCHEN_FILE,
        """\
  - slug: sample-kitchen-second
    kind: bank_transfer_page
    status: approved
    url: https://second.example.org/
    title: {en: By bank}
    support: [money]
    operator: organization
    citation: {source: "https://kitchen.example.org/give", strength: own_site}
""",
    )
    loaded.load(LATER)
    assert "sample-kitchen-second" not in loaded.directory().channels
    (proposal,) = loaded.waiting()
    assert proposal.action == "create"
    loaded.let_people_accept(proposal)
    channel = loaded.directory().channels["sample-kitchen-second"]
    assert (channel.organization, channel.kind) == ("sample-kitchen", "bank_transfer_page")
    assert loaded.load(LATER).unchanged == 10
    assert verify(loaded.database).holds


def test_a_new_organization_waits_only_with_its_contacts_and_website(loaded: Installation) -> None:
    loaded.content.write(
        "organizations/tea-house.yaml",
        """\
position: 4
name: Tea House
kind: other
purpose: humanitarian
summary: {en: Brings tea.}
names:
  - {value: Tea House, language: en, kind: official, citation: {source: The letter, strength: appeal}}
website: https://tea.example.org/
website_citation: {source: The letter, strength: appeal}
""",
    )
    loaded.content.exchange(
        LETTER_FILE,
        "statements:\n",
        "  - {name_as_written: Tea House, role: other, organization: tea-house, quote: Tea House}\nstatements:\n",
    )
    report = loaded.load(LATER)
    assert [str(each) for each in report.created] == ["organization tea-house"]
    assert loaded.directory().organizations["tea-house"].website == ""
    assert loaded.directory().mentions[-1].organization == "tea-house"
    (proposal,) = loaded.waiting()
    assert proposal.fields == {"website": "https://tea.example.org/"}
    loaded.let_people_accept(proposal)
    assert loaded.directory().organizations["tea-house"].website == "https://tea.example.org/"
    assert loaded.load(LATER).unchanged == 10


def test_a_fact_that_newly_names_an_address_waits_and_can_be_accepted(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "value: Hot meals", "value: Hot meals, see https://thief.example.net/give")
    loaded.load(LATER)
    assert loaded.directory().organizations["sample-kitchen"].facts[0].value == "Hot meals"
    (proposal,) = loaded.waiting()
    assert set(proposal.fields) == {"facts"}
    assert proposal.is_payment_bearing
    loaded.let_people_accept(proposal)
    assert "thief" in loaded.directory().organizations["sample-kitchen"].facts[0].value


def test_an_older_proposal_is_taken_over_into_the_newer_one(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/")
    loaded.load(LATER)
    loaded.content.exchange(
        KITCHEN_FILE, "    operator: organization\n", "    operator: intermediary\n    operator_name: Somebody\n"
    )
    loaded.content.exchange(KITCHEN_FILE, "Give a meal", "Give meals")
    loaded.load(LATER)
    (proposal,) = loaded.waiting()
    assert set(proposal.fields) == {"url", "operator", "operator_name"}
    with loaded.database.read() as session:
        statuses = dict(session.execute(select(Proposal.number, Proposal.status)).all())
    assert statuses == {"P-2026-00001": "withdrawn", "P-2026-00002": "waiting"}
    loaded.let_people_accept(proposal)
    assert loaded.directory().channels["sample-kitchen-page"].operator_name == "Somebody"


def test_a_text_that_applies_at_once_does_not_strand_what_waits(loaded: Installation) -> None:
    loaded.content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: https://new.example.org/")
    loaded.load(LATER)
    loaded.content.exchange(KITCHEN_FILE, "Give a meal", "Give meals")
    loaded.load(LATER)
    (proposal,) = loaded.waiting()
    assert proposal.fields == {"url": "https://new.example.org/"}
    loaded.let_people_accept(proposal)
    (link,) = [each for each in loaded.directory().links.values() if each.status.state != "retired"]
    assert link.url == "https://new.example.org/"


# ----------------------------------------------------------------------------------------- people's own edits


def edit_by_hand(installation: Installation, subject: str, slug: str, fields: dict[str, Any]) -> None:
    with installation.database.write() as session:
        ani = add_person(session, "Ani")
        version = read_subject(session, subject, slug).version
    propose(installation.database, ani, Edit(subject, slug, EDIT, fields, "", version), installation.known(), LATER)


def test_an_edit_made_here_outlives_every_load(loaded: Installation) -> None:
    edit_by_hand(loaded, ORGANIZATION, "sample-kitchen", {"summary": {"en": "Cooks for all."}})
    loaded.content.exchange(KITCHEN_FILE, "purpose: humanitarian", "purpose: mixed")
    report = loaded.load(LATER)
    assert [str(each) for each in report.changed] == ["organization sample-kitchen: purpose"]
    kitchen = loaded.directory().organizations["sample-kitchen"]
    assert (kitchen.summary["en"], kitchen.purpose) == ("Cooks for all.", "mixed")


def test_when_both_changed_a_field_a_person_decides(loaded: Installation) -> None:
    edit_by_hand(loaded, CHANNEL, "sample-kitchen-page", {"title": {"en": "Our title"}})
    loaded.content.exchange(KITCHEN_FILE, "Give a meal", "Give meals")
    loaded.load(LATER)
    assert loaded.directory().channels["sample-kitchen-page"].title["en"] == "Our title"
    (proposal,) = loaded.waiting()
    assert (proposal.fields, proposal.is_payment_bearing) == ({"title": {"en": "Give meals"}}, False)


# -------------------------------------------------------------------------------------------------- in company


def test_two_loads_at_once_write_everything_once(installation: Installation) -> None:
    reports: list[LoadReport] = []
    gate = threading.Barrier(2)

    def run() -> None:
        gate.wait(10)
        reports.append(installation.load())

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(len(report.created) for report in reports) == [0, 9]
    with installation.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Channel)) == 2
    assert verify(installation.database).holds


def test_a_load_that_fails_half_way_leaves_nothing(installation: Installation) -> None:
    class Stop(Exception):
        """The operator's machine went down."""

    def stop(step: str, done: int, _total: int) -> None:
        if (step, done) == ("write", 7):
            raise Stop

    with pytest.raises(Stop):
        installation.load(on_progress=stop)
    with installation.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Organization)) == 0
        assert directory_version.current(session) == (0, 0)
