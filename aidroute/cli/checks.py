"""Checking one address by hand, with every rule that fired; or all links."""

import sys
import threading
from collections.abc import Mapping
from typing import Any

import click
from rich.table import Table

from aidroute.checker import checker_parts, utc_now
from aidroute.cli.console import EX_FOUND, opened, out, print_json, progress_bar, say
from aidroute.cli.explained import as_data, print_look
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.ground import domain_asking
from aidroute.services.check_recording import Finding
from aidroute.services.checking import Checker
from aidroute.services.looking import asked_anew, known_of, look
from aidroute.services.one_run import RunSummary
from aidroute.services.status_reading import read_standing
from aidroute.settings import Settings, load_settings
from aidroute.storage.upgrading import is_current

SERVER_PAUSE_S = 1.5


@click.command()
@click.argument("url", required=False)
@click.option("--all", "every", is_flag=True, help="Check every link of the directory now.")
@click.option("--explain", is_flag=True, help="Show each hop, each rule that fired, and what to do.")
@click.option("--ground", is_flag=True, help="Ask the domain's registry and name servers now, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def check(url: str | None, *, every: bool, explain: bool, ground: bool, as_json: bool) -> None:
    """Check a URL now, as the checker would, and write nothing down; or, with --all, check every link.

    An address that is in the directory is judged by what was approved. The exit code is 0 when a visitor would be
    led there, else 1; with --all it is 1 when some link is not good. What only our own network could have done is
    told as inconclusive.

    \b
    aidroute check https://give.example.org/
    aidroute check https://give.example.org/ --explain --ground
    aidroute check https://give.example.org/ --json
    aidroute check --all
    """
    if every == bool(url):
        raise click.UsageError("Give one URL, or --all.")
    if every and ground:
        raise click.UsageError("--ground is for one URL; the checker asks about all domains by itself.")
    settings = load_settings()
    if url is not None:
        _check_one(settings, url, explain=explain, ground=ground, as_json=as_json)
    else:
        _check_all(settings, as_json=as_json)


def _check_one(settings: Settings, url: str, *, explain: bool, ground: bool, as_json: bool) -> None:
    with opened(settings, must_be_current=False) as database:
        parts = checker_parts(settings, database)
        # Without a database of this version the address is judged by itself: the command works before any set-up.
        stored = database if is_current(database.write_engine) else None
        known = known_of(stored, url, parts.examiner.rules, utc_now())
        with say.status("Looking..."):
            if ground and known.identity.registrable_domain:
                known = asked_anew(known, domain_asking(settings)(known.identity.registrable_domain, utc_now()))
            found = look(parts.examiner, known, utc_now(), parts.canary)
    if as_json:
        print_json(as_data(found))
    else:
        print_look(found, in_full=explain or ground)
    if found.decision.level is not RoutingLevel.GO:
        sys.exit(EX_FOUND)


def _check_all(settings: Settings, *, as_json: bool) -> None:
    with opened(settings) as database:
        summary = check_everything(Checker(checker_parts(settings, database)))
        standing = read_standing(database, utc_now())
    states = {state: number for state, number in standing.links_by_state.items() if number}
    if as_json:
        print_json(_all_as_data(summary, states))
    else:
        _print_all(summary, states)
    if set(states) - {LinkState.LIVE, LinkState.RETIRED} or not summary.is_conclusive:
        sys.exit(EX_FOUND)


def check_everything(checker: Checker) -> RunSummary:
    """Make every link due and check until no more can be claimed, with a progress bar."""
    total = checker.make_all_due()
    whole = RunSummary()
    stop = threading.Event()
    with progress_bar() as bar:
        task = bar.add_task("Checking", total=total)

        def on_checked(_finding: Finding) -> None:
            bar.advance(task)

        # A second run takes what had to wait for a server's pause; when it finds nothing, others have the rest.
        while whole.is_conclusive and not stop.wait(SERVER_PAUSE_S if whole.claimed else 0.0):
            part = checker.run_due(stop, on_checked)
            _add(whole, part)
            if not part.claimed:
                break
    return whole


def _add(whole: RunSummary, part: RunSummary) -> None:
    whole.claimed += part.claimed
    whole.finished += part.finished
    whole.lost += part.lost
    whole.flips += part.flips
    whole.notices += part.notices
    whole.verdicts.update(part.verdicts)
    whole.is_conclusive, whole.note = part.is_conclusive, part.note


def _all_as_data(summary: RunSummary, states: Mapping[LinkState, int]) -> dict[str, Any]:
    return {
        "checked": summary.finished,
        "is_conclusive": summary.is_conclusive,
        "note": summary.note,
        "verdicts": {verdict.value: number for verdict, number in summary.verdicts.most_common()},
        "links_by_state": {state.value: number for state, number in states.items()},
        "changes_of_state": summary.flips,
    }


def _print_all(summary: RunSummary, states: Mapping[LinkState, int]) -> None:
    if not summary.is_conclusive:
        say.print(f"Nothing was judged: our own network may be down ({summary.note}).", style="bold red")
    table = Table("verdict", "links", title=f"{summary.finished} links checked", title_justify="left")
    for verdict, number in summary.verdicts.most_common():
        table.add_row(verdict.value, str(number))
    out.print(table)
    told = ", ".join(f"{number} {state.value}" for state, number in states.items())
    out.print(f"Now: {told or 'no links'}; {summary.flips} changed.")
