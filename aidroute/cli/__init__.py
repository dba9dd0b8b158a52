"""The command `aidroute`: the same use cases by hand.

Exit codes, the same for every command:

    0   done, and good
    1   done, and something was found: a link that is not good, mistakes in files, a ledger that does not hold
    2   the command was not understood
    3   not available: the database cannot be read, or the address to listen on is taken
    78  a setting is missing or wrong (the number that sysexits.h gives to configuration errors)
"""

import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import SQLAlchemyError

from aidroute.cli.accounts import user
from aidroute.cli.checks import check
from aidroute.cli.console import EX_CONFIG, EX_UNAVAILABLE, say
from aidroute.cli.directory import load
from aidroute.cli.ledger import audit
from aidroute.cli.schema import db
from aidroute.cli.serving import run, worker
from aidroute.cli.standing import status
from aidroute.cli.telling import notify
from aidroute.resources import version
from aidroute.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(version(), message="%(version)s")
def cli() -> None:
    """A directory of humanitarian aid channels that leads each visitor to one that works now.

    \b
    aidroute run                        make what is missing, serve it, check links
    aidroute check https://give.test/   why a visitor would or would not be led there
    aidroute status                     how the checker is doing

    \b
    Exit codes: 0 good, 1 something was found, 2 not understood, 3 not available, 78 a setting is wrong.
    """


for command in (run, worker, load, check, status, notify, db, user, audit):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; whatever keeps it from running is told in a sentence and by the exit code.

    Without ``arguments`` those of the process are taken. Ends with SystemExit.
    """
    try:
        cli(arguments, prog_name="aidroute")
    except SettingsError as refused:
        say.print("aidroute does not start:", style="bold red")
        for problem in refused.problems:
            say.print(f"  {problem.setting}: {problem.message}\n    ({problem.origin})", markup=False, soft_wrap=True)
        sys.exit(EX_CONFIG)
    except SQLAlchemyError as error:
        # The first line names the fault; the others would show the statement, and the address the password.
        reason = str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
        say.print(f"The database is not available: {reason}", style="bold red", markup=False, soft_wrap=True)
        sys.exit(EX_UNAVAILABLE)
