"""How the checker is doing, on the terminal."""

import sys
from datetime import datetime
from typing import Any

import click
from rich.table import Table

from aidroute.cli.console import EX_FOUND, ago, in_words, now, opened, out, print_json
from aidroute.services.status_reading import CheckerStanding, read_standing

REASONS = {
    "never_ran": "no checker has run yet; start one with: aidroute run, or: aidroute worker",
    "stopped": "the checker gave no sign of life for minutes; start it with: aidroute run, or: aidroute worker",
    "canary_failed": "our own network is down, so no link is judged; it goes on by itself",
    "mass_failure": "too many links failed at once, so our own network is suspected; it goes on by itself",
    "captive_portal": "links of many organizations led to one foreign place, so our own network is suspected",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(*, as_json: bool) -> None:
    """Tell how the checker is doing: alive or not, links by state, what waits and for how long.

    The exit code is 1 while checks are paused, so that a monitor can use it.

    \b
    aidroute status
    aidroute status --json
    """
    present = now()
    with opened() as database:
        standing = read_standing(database, present)
    if as_json:
        print_json(as_data(standing))
    else:
        _print(standing, present)
    if standing.is_paused:
        sys.exit(EX_FOUND)


def as_data(standing: CheckerStanding) -> dict[str, Any]:
    """The standing as plain JSON; instants are ISO 8601, durations whole seconds."""
    run = standing.last_run
    return {
        "read_at": standing.read_at.isoformat(),
        "is_paused": standing.is_paused,
        "pause_reason": standing.pause_reason,
        "last_seen_at": _iso(standing.last_seen_at),
        "last_run": run
        and {
            "started_at": _iso(run.started_at),
            "ended_at": _iso(run.ended_at),
            "claimed": run.claimed,
            "finished": run.finished,
            "is_conclusive": run.is_conclusive,
        },
        "links": standing.links,
        "links_by_state": {state.value: number for state, number in standing.links_by_state.items()},
        "due": standing.due,
        "queue_age_seconds": round(standing.queue_age.total_seconds()),
        "never_checked": standing.never_checked,
        "without_good_check_for_48_hours": standing.stale,
        "oldest_check_at": _iso(standing.oldest_check_at),
        "checks_in_24_hours": standing.checks_today,
        "notices_waiting": standing.notices_waiting,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _print(standing: CheckerStanding, present: datetime) -> None:
    if standing.is_paused:
        reason = REASONS.get(standing.pause_reason, standing.pause_reason)
        out.print(f"[bold red]Checks are paused[/bold red]: {reason}.", soft_wrap=True)
    else:
        out.print(f"[bold green]Checks go on[/bold green]; last sign of life {ago(standing.last_seen_at, present)}.")
    run = standing.last_run
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("last run", f"{ago(run.started_at, present)}, {run.finished} links" if run else "none yet")
    table.add_row("links", str(standing.links))
    for state, number in standing.links_by_state.items():
        if number:
            table.add_row(f"  {state.value}", str(number))
    queue = f", for {in_words(standing.queue_age)}" if standing.due else ""
    table.add_row("due now", f"{standing.due}{queue}")
    table.add_row("never checked", str(standing.never_checked))
    table.add_row("no good check in 48 h", str(standing.stale))
    table.add_row("oldest check", ago(standing.oldest_check_at, present))
    table.add_row("checks in 24 h", str(standing.checks_today))
    table.add_row("notices waiting", str(standing.notices_waiting))
    out.print(table)
