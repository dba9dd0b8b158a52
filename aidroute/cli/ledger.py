"""Checking the public ledger."""

import sys

import click

from aidroute.cli.console import EX_FOUND, opened, print_json, say
from aidroute.services import ledger


@click.group()
def audit() -> None:
    """Look after the public ledger of changes."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def audit_verify(*, as_json: bool) -> None:
    """Check every row of the ledger: that none was altered, removed or slipped in.

    Write the last hash down outside this machine: it shows later that nothing before it was exchanged.

    \b
    aidroute audit verify
    aidroute audit verify --json
    """
    with opened() as database:
        report = ledger.verify(database)
    if as_json:
        print_json(
            {
                "holds": report.holds,
                "rows": report.rows,
                "head": report.head,
                "broken_at": report.broken_at,
                "untold": list(report.untold),
            }
        )
    elif report.holds:
        say.print(f"The ledger holds: {report.rows} rows, the last hash is\n{report.head}")
    else:
        if report.broken_at is not None:
            say.print(
                f"The ledger does NOT hold: row {report.broken_at} was altered, or one before it.", style="bold red"
            )
        for number in report.untold:
            say.print(f"Accepted, but not in the ledger: proposal {number}", style="bold red", markup=False)
    if not report.holds:
        sys.exit(EX_FOUND)
