"""Accounts from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aidroute.cli.accounts import user
from aidroute.services import one_time_links, signing_in
from aidroute.services.one_time_links import LinkVoid
from aidroute.settings import load_settings
from aidroute.storage.db import Database
from tests.support.maintainers import PASSWORDS

SECRET = "a-secret-for-tests-only-0123456789-abcdef"


class Operator:
    """Somebody at the command line of an installation of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.variables = {
            "AIDROUTE_INSTANCE": str(folder / "instance"),
            "AIDROUTE_DATABASE_URL": url,
            "AIDROUTE_SECRET_KEY": SECRET,
        }
        load_settings(folder / "instance", self.variables)

    def run(self, *arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(user, arguments, input=typed, env=self.variables)


@pytest.fixture
def operator(tmp_path: Path, sqlite_url: str) -> Operator:
    return Operator(tmp_path, sqlite_url)


def token_in(result: Result) -> str:
    (line,) = [each for each in result.stdout.splitlines() if "/maintain/welcome/" in each]
    assert line.startswith("http://127.0.0.1:8000/maintain/welcome/")
    return line.rpartition("/")[2]


def test_a_password_is_asked_for_twice_and_kept(operator: Operator, sqlite_database: Database) -> None:
    typed = f"{PASSWORDS['Ani']}\n{PASSWORDS['Ani']}\n"
    result = operator.run("add", "ani@example.org", "--name", "Ani", typed=typed)
    assert result.exit_code == 0
    assert PASSWORDS["Ani"] not in result.output
    account = signing_in.find(sqlite_database, email="ani@example.org")
    assert account is not None
    assert account.has_password


def test_a_person_added_by_link_sets_their_password_once(operator: Operator, sqlite_database: Database) -> None:
    token = token_in(operator.run("add", "ani@example.org", "--name", "Ani", "--link"))
    now = signing_in.named(sqlite_database, "ani@example.org").created_at
    one_time_links.redeem(sqlite_database, token, PASSWORDS["Ani"], secret=SECRET, now=now)
    with pytest.raises(LinkVoid):
        one_time_links.redeem(sqlite_database, token, PASSWORDS["Bob"], secret=SECRET, now=now)


def test_a_link_leaves_the_password_and_a_reset_takes_it_away(operator: Operator, sqlite_database: Database) -> None:
    operator.run("add", "ani@example.org", "--name", "Ani", "--password", PASSWORDS["Ani"])
    token_in(operator.run("link", "ani@example.org"))
    assert signing_in.named(sqlite_database, "ani@example.org").has_password
    token_in(operator.run("link", "ani@example.org", "--reset"))
    assert not signing_in.named(sqlite_database, "ani@example.org").has_password


def test_there_is_no_link_for_nobody_or_for_a_closed_account(operator: Operator) -> None:
    operator.run("add", "ani@example.org", "--name", "Ani", "--password", PASSWORDS["Ani"])
    operator.run("close", "ani@example.org")
    for email in ("nobody@example.org", "ani@example.org"):
        result = operator.run("link", email)
        assert result.exit_code == 1
        assert "/maintain/welcome/" not in result.output
