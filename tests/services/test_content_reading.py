from __future__ import annotations

from pathlib import Path

import pytest

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.services.content import BadContent, ContentProblem
from aidroute.services.content_entries import entries
from aidroute.services.content_reading import read_content
from tests.support.small_content import (
    CLUB_FILE,
    FILES,
    KITCHEN_FILE,
    LETTER_FILE,
    WATCHERS_FILE,
    SmallContent,
)

HOSTS = BrowserHostRules(("test",))


@pytest.fixture
def content(tmp_path: Path) -> SmallContent:
    return SmallContent(tmp_path / "data")


def problems(content: SmallContent) -> list[ContentProblem]:
    with pytest.raises(BadContent) as raised:
        read_content(content.folder, HOSTS)
    return list(raised.value.problems)


def only_problem(content: SmallContent) -> ContentProblem:
    (problem,) = problems(content)
    return problem


def line_of(name: str, passage: str) -> int:
    return FILES[name][: FILES[name].index(passage)].count("\n") + 1


def test_a_good_folder_is_read_whole(content: SmallContent) -> None:
    read = read_content(content.folder, HOSTS)
    assert [need.slug for need in read.needs] == ["food", "water"]
    assert list(read.organizations) == ["harbour-club", "sample-kitchen", "watchers"]
    assert read.appeals["letter"].mentions[0].organization == "harbour-club"


def test_progress_is_told_file_by_file(content: SmallContent) -> None:
    told: list[tuple[str, int, int]] = []
    read_content(content.folder, HOSTS, lambda *step: told.append(step))
    assert told == [("read", done, len(FILES)) for done in range(1, len(FILES) + 1)]


def test_a_wrong_row_is_told_with_file_line_field_and_reason(content: SmallContent) -> None:
    content.exchange(LETTER_FILE, "kind: requested", "kind: wished")
    problem = only_problem(content)
    assert problem.file == LETTER_FILE
    assert problem.line == line_of(LETTER_FILE, "    kind: requested")
    assert problem.field == "statements[0].kind"
    assert "requested" in problem.reason
    assert str(problem) == f"{problem.file}:{problem.line}: {problem.field}: {problem.reason}"


def test_every_mistake_in_every_file_is_told_at_once(content: SmallContent) -> None:
    content.exchange(LETTER_FILE, "kind: requested", "kind: wished")
    content.exchange(KITCHEN_FILE, "position: 1", "position: first")
    content.exchange(KITCHEN_FILE, "kind: other", "kind: guild")
    content.exchange(WATCHERS_FILE, "position: 3", "position: 3\nrank: 9")
    content.write("organizations/extra.yaml", "name: [open\n")
    assert [(each.file, each.field) for each in problems(content)] == [
        (LETTER_FILE, "statements[0].kind"),
        ("organizations/extra.yaml", ""),
        (KITCHEN_FILE, "position"),
        (KITCHEN_FILE, "kind"),
        (WATCHERS_FILE, "rank"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "word"),
    [
        (KITCHEN_FILE, "topic: tax", "topic: tax\n    sorce: x", "facts[1].sorce", "not known"),
        (KITCHEN_FILE, ", strength: own_site}\nfacts", "}\nfacts", "website_citation.strength", "missing"),
        (KITCHEN_FILE, "stated_on: 2020-04", "stated_on: 2020-13", "facts[0].citations[0].stated_on", "date"),
        (KITCHEN_FILE, "value: Hot meals", "value: 12", "facts[0].value", "text"),
        (KITCHEN_FILE, "    found: false", "    found: false\n    value: none", "facts[1]", "found: false"),
        (KITCHEN_FILE, "value: Hot meals", "value: ''", "facts[0]", "needs a value"),
        (KITCHEN_FILE, "name: Sample Kitchen\n", "name: 'Sample  Kitchen'\n", "name", "spaces"),
        (KITCHEN_FILE, "Cooks meals.", "Cooks\u200b meals.", "summary.en", "hidden"),
        (KITCHEN_FILE, "summary: {en: Cooks meals.}", "summary: {fr: Cuisine.}", "summary", "English"),
        (KITCHEN_FILE, "language: en", "language: English", "names[0].language", "form"),
        (LETTER_FILE, "stated_on: 2020-05-03", "stated_on: 03.05.2020", "stated_on", "date"),
        (LETTER_FILE, "publisher_note: Not stated.\n", "", "", "publisher_note"),
        (LETTER_FILE, "as_of: 2020-05-03, ", "", "figures[0].as_of", "missing"),
        (LETTER_FILE, "quote: they need food", f"quote: {'word ' * 13}", "statements[0].quote", "12 words"),
        (LETTER_FILE, "role: cited_assessor", "role: friend", "mentions[2].role", "one of"),
        ("needs.yaml", "cluster: FSC", "cluster: food", "needs[0].cluster", "form"),
    ],
)
def test_what_a_file_may_not_say(content: SmallContent, name: str, old: str, new: str, field: str, word: str) -> None:
    content.exchange(name, old, new)
    problem = only_problem(content)
    assert (problem.file, problem.field) == (name, field)
    assert word in problem.reason


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "word"),
    [
        (LETTER_FILE, "need: food", "need: shelter", "statements[0].need", "no need shelter"),
        (LETTER_FILE, "emergency: flood", "emergency: fire", "emergency", "no emergency fire"),
        (LETTER_FILE, "organization: watchers", "organization: nobody", "mentions[2].organization", "no organization"),
        ("emergencies/flood.yaml", "[letter]", "[note]", "timeline[0].appeals[0]", "no appeal note"),
        ("needs.yaml", "slug: water", "slug: food", "needs[1].slug", "twice"),
        (
            KITCHEN_FILE,
            "needs: [food]\n    operator",
            "needs: [water]\n    operator",
            "channels[0].needs[0]",
            "no fact",
        ),
        (
            KITCHEN_FILE,
            "needs: [food]\n    citations",
            "needs: [tea]\n    citations",
            "facts[0].needs[0]",
            "no need tea",
        ),
        (CLUB_FILE, "emergencies: [flood]", "emergencies: [fire]", "channels[0].emergencies[0]", "no emergency"),
        (KITCHEN_FILE, "slug: sample-kitchen-page", "slug: harbour-club-email", "channels[0]", "stands already"),
        (CLUB_FILE, "    operator_name: Harbour Club\n", "", "channels[0].operator_name", "name"),
        (CLUB_FILE, "address: crew@club.example.org", "address: crew", "channels[0].address", "e-mail"),
        (CLUB_FILE, "value: crew@club.example.org", "value: crew@localhost", "contacts", "e-mail"),
        (KITCHEN_FILE, "support: [money]", "support: [gold]", "channels[0].support", "allowed"),
        (KITCHEN_FILE, "support: [money]", "support: [money]\n    countries: [XX]", "channels[0].countries", "allowed"),
        (
            KITCHEN_FILE,
            "support: [money]",
            "support: [money]\n    currencies: [EURO]",
            "channels[0].currencies",
            "allow",
        ),
        (KITCHEN_FILE, "support: [money]", "support: [money]\n    methods: [shells]", "channels[0].methods", "allowed"),
        (KITCHEN_FILE, "status: approved", "status: trusted", "channels[0].status", "allowed"),
        (KITCHEN_FILE, "purpose: humanitarian", "purpose: good", "purpose", "allowed"),
        (
            KITCHEN_FILE,
            "status: approved",
            "status: approved\n    valid_from: 2020-31-01",
            "channels[0].valid_from",
            "date",
        ),
    ],
)
def test_files_must_fit_together(content: SmallContent, name: str, old: str, new: str, field: str, word: str) -> None:
    content.exchange(name, old, new)
    found = {each.field: each for each in problems(content)}
    assert field in found, found
    assert found[field].file == name
    assert word in found[field].reason


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://user@kitchen.example.org/give",
        "https://127.0.0.1/give",
        "https://2130706433/",
        "http://localhost/give",
        "https://kitchen.internal/give",
        "https://kitchen.example.org:8443/give",
        "https://kitchen.example.org\\@thief.test/",
        "https://kitch\u200ben.example.org/",
        "//kitchen.example.org/",
        "ftp://kitchen.example.org/",
        "https://kitchen/",
        "",
    ],
)
def test_an_address_nobody_may_be_sent_to_is_refused(content: SmallContent, url: str) -> None:
    content.exchange(KITCHEN_FILE, "url: https://kitchen.example.org/give", f"url: {url!r}".replace("'", '"'))
    problem = only_problem(content)
    assert (problem.file, problem.field) == (KITCHEN_FILE, "channels[0].url")
    assert problem.line == line_of(KITCHEN_FILE, "    url:")


def test_a_cited_assessor_can_never_hold_a_channel(content: SmallContent) -> None:
    content.add(
        WATCHERS_FILE,
        """channels:
  - slug: watchers-page
    kind: donation_page
    status: approved
    url: https://watchers.example.org/give
    title: {en: Give}
    support: [money]
    operator: organization
    citation: {source: "https://watchers.example.org/", strength: own_site}
""",
    )
    problem = only_problem(content)
    assert (problem.file, problem.field) == (WATCHERS_FILE, "channels")
    assert "cited_assessor" in problem.reason


@pytest.mark.parametrize("role", ["cited_assessor", "government", "addressee", "other"])
def test_no_role_that_is_only_a_mention_opens_a_channel(content: SmallContent, role: str) -> None:
    content.exchange(LETTER_FILE, "role: recommended_recipient", f"role: {role}")
    assert only_problem(content).field == "channels"


@pytest.mark.parametrize("role", ["recommended_recipient", "issuer", "deliverer_of_aid"])
def test_one_role_that_fits_is_enough(content: SmallContent, role: str) -> None:
    content.exchange(LETTER_FILE, "role: recommended_recipient", f"role: {role}")
    assert read_content(content.folder, HOSTS)


def test_an_organization_that_no_appeal_names_is_refused(content: SmallContent) -> None:
    content.exchange(LETTER_FILE, "    organization: watchers\n", "")
    problem = only_problem(content)
    assert problem.file == WATCHERS_FILE
    assert "no appeal names" in problem.reason


def test_a_broken_file_is_the_only_thing_told_about_what_it_holds(content: SmallContent) -> None:
    content.exchange(LETTER_FILE, "title: A letter", "title: A: letter")
    assert [each.file for each in problems(content)] == [LETTER_FILE]


def test_a_broken_vocabulary_is_told_alone(content: SmallContent) -> None:
    content.write("needs.yaml", "needs: [\n")
    assert [each.file for each in problems(content)] == ["needs.yaml"]


@pytest.mark.parametrize("name", ["Sample.yaml", "sample kitchen.yaml", "sample.yml", "sample-.yaml"])
def test_a_file_whose_name_is_no_slug_is_not_passed_over(content: SmallContent, name: str) -> None:
    content.write(f"organizations/{name}", KITCHEN_FILE)
    assert f"organizations/{name}" in [each.file for each in problems(content)]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadContent) as raised:
        read_content(tmp_path / "nowhere", HOSTS)
    assert {each.file for each in raised.value.problems} == {"needs.yaml", "emergencies", "appeals", "organizations"}


def test_an_address_is_kept_in_its_one_spelling(content: SmallContent) -> None:
    content.exchange(
        KITCHEN_FILE, "url: https://kitchen.example.org/give", "url: HTTPS://Kitchen.Example.ORG:443/a/../give"
    )
    read = read_content(content.folder, HOSTS)
    (page,) = [each for each in entries(read, HOSTS) if each.slug == "sample-kitchen-page"]
    assert page.fields["url"] == "https://kitchen.example.org/give"
