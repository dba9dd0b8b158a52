"""The command `aidroute`: the same use cases by hand."""

import sys

import click
from rich.console import Console

from aidroute.resources import version
from aidroute.server import AddressTaken, serve
from aidroute.settings import SettingsError, load_settings
from aidroute.storage.db import Database
from aidroute.storage.upgrading import current_revision, head_revision, is_current, upgrade

# The number that sysexits.h gives to "configuration error".
EX_CONFIG = 78

say = Console(stderr=True, highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="%(version)s")
def cli() -> None:
    """A directory of humanitarian aid channels that leads each visitor to one that works now.

    \b
    aidroute db upgrade     make or renew the database
    aidroute load           load the shipped directory
    aidroute run            serve it, with the link checker inside
    """


@cli.command()
def run() -> None:
    """Serve the directory until Ctrl-C.

    \b
    aidroute run
    AIDROUTE_PORT=8080 aidroute run
    """
    settings = load_settings()
    database = Database.open(settings.database_url)
    ready = is_current(database.write_engine)
    database.close()
    if not ready:
        raise click.ClickException("the database is not at this version's schema; run: aidroute db upgrade")
    say.print(f"aidroute is at [bold]{settings.base_url}[/bold]; stop it with Ctrl-C")
    try:
        serve(settings)
    except AddressTaken as taken:
        raise click.ClickException(str(taken)) from None


@cli.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema; one that is there already is left alone.

    \b
    aidroute db upgrade
    """
    settings = load_settings()
    database = Database.open(settings.database_url)
    try:
        before = current_revision(database.write_engine)
        upgrade(database.write_engine)
    finally:
        database.close()
    if before == head_revision():
        say.print("The database is at the newest schema.")
    else:
        say.print(f"The database went from {before or 'nothing'} to {head_revision()}.")


def main() -> None:
    """Run the command; a start that the settings forbid ends with 78 and says which setting is wrong."""
    try:
        cli(prog_name="aidroute")
    except SettingsError as refused:
        say.print("aidroute does not start:", style="bold red")
        for problem in refused.problems:
            say.print(f"  {problem.setting}: {problem.message}\n    ({problem.origin})", markup=False, soft_wrap=True)
        sys.exit(EX_CONFIG)
