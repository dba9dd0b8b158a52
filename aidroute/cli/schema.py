"""Looking after the database's schema."""

import sys

import click

from aidroute.cli.console import EX_FOUND, fail, opened, say
from aidroute.storage.db import Database
from aidroute.storage.upgrading import current_revision, downgrade, head_revision, upgrade


def bring_up_to_date(database: Database) -> None:
    """Bring the database to the newest schema and say what was done."""
    before = current_revision(database.write_engine)
    upgrade(database.write_engine)
    if before == head_revision():
        say.print("The database is at the newest schema.")
    else:
        say.print(f"The database went from {before or 'nothing'} to {head_revision()}.")


@click.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema; one that is there already is left alone.

    \b
    aidroute db upgrade
    """
    with opened(must_be_current=False) as database:
        bring_up_to_date(database)


@db.command("downgrade")
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask.")
def db_downgrade(revision: str, *, yes: bool) -> None:
    """Take the database back to a REVISION of the schema, e.g. before installing an older version.

    What only the newer schema can hold is lost: make a copy first.

    \b
    aidroute db downgrade 0001
    aidroute db downgrade 0001 --yes
    """
    with opened(must_be_current=False) as database:
        before = current_revision(database.write_engine)
        if not yes:
            if not sys.stdin.isatty():
                fail("Nothing was done: say --yes when nobody can be asked.", EX_FOUND)
            click.confirm(f"Take the database from {before or 'nothing'} back to {revision}?", abort=True, err=True)
        downgrade(database.write_engine, revision)
    say.print(f"The database went from {before or 'nothing'} back to {revision}.")
