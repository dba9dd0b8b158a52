"""Serving, and checking links beside it."""

import signal
import sys
import threading

import click

from aidroute.background import Background, turn_of
from aidroute.checker import checker_parts
from aidroute.cli.console import EX_FOUND, fail, opened, say
from aidroute.cli.crew import Crew
from aidroute.cli.directory import load_shipped, tell
from aidroute.cli.schema import bring_up_to_date
from aidroute.ground import watch_parts
from aidroute.logs import configure_logs
from aidroute.server import AddressTaken, Beside, serve
from aidroute.services.checking import Checker
from aidroute.services.one_run import RunSummary
from aidroute.services.watching import watch_due
from aidroute.settings import Settings, load_settings
from aidroute.storage.upgrading import is_current


@click.command()
@click.option("--no-load", is_flag=True, help="Leave the directory as it is, even when newer content is shipped.")
def run(*, no_load: bool) -> None:
    """Serve the directory until Ctrl-C, with the link checker inside.

    The database is made or renewed first and the shipped directory loaded, so this one command is enough.

    \b
    aidroute run
    AIDROUTE_PORT=8080 aidroute run
    AIDROUTE_SCHEDULER_INSIDE=no aidroute run    where `aidroute worker` runs beside it
    """
    settings = load_settings()
    configure_logs(settings)
    with opened(settings, must_be_current=False) as database:
        if not is_current(database.write_engine):
            bring_up_to_date(database)
        if not no_load:
            report = load_shipped(database)
            if report.unchanged < report.total:
                tell(report)
        background = Background(settings, database, turn_of(settings, database))
        beside = Beside(background.start, background.stop) if settings.scheduler_inside else Beside()
        say.print(f"aidroute is at [bold]{settings.base_url}[/bold]; stop it with Ctrl-C")
        try:
            serve(settings, beside)
        except AddressTaken as taken:
            fail(f"Not served: {taken}.")


@click.command()
@click.option("--once", is_flag=True, help="Check what is due, ask about its domains, and end.")
@click.option("--slots", type=click.IntRange(1, 1024), help="Checks under way at once, instead of the setting.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Share the slots among.")
def worker(*, once: bool, slots: int | None, processes: int) -> None:
    """Check links beside the server. Any number of workers may run, on any number of machines with PostgreSQL.

    With --once the exit code is 1 when our own network was down, so that nothing was judged.

    \b
    aidroute worker
    aidroute worker --once
    aidroute worker --slots 128 --processes 2
    """
    settings = load_settings()
    slots = slots or settings.worker_slots
    configure_logs(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if once:
        _work_once(settings.model_copy(update={"worker_slots": slots}), stop)
    elif processes > 1:
        _work_together(slots, processes, stop)
    else:
        _work(settings.model_copy(update={"worker_slots": slots}), stop)


def _work_once(settings: Settings, stop: threading.Event) -> None:
    with opened(settings) as database:
        parts = checker_parts(settings, database)
        summary = Checker(parts).run_due(stop)
        if summary.is_conclusive:
            watch_due(database, watch_parts(settings, parts), stop)
    tell_run(summary)
    if not summary.is_conclusive:
        sys.exit(EX_FOUND)


def _work(settings: Settings, stop: threading.Event) -> None:
    with opened(settings) as database:
        background = Background(settings, database, stop_asked=stop)
        background.start()
        say.print(f"Checking links, {settings.worker_slots} at a time; stop it with Ctrl-C")
        # A signal may be noticed by another thread; a wait without an end would then sleep on.
        while not stop.wait(1.0):
            pass
        background.stop()


def _work_together(slots: int, processes: int, stop: threading.Event) -> None:
    with opened():
        pass  # what keeps every process from working is told once, here
    say.print(f"Checking links in {processes} processes, {slots} at a time; stop it with Ctrl-C")
    each = max(1, slots // processes)
    if not Crew(["worker", "--slots", str(each)], processes).run(stop):
        fail("The worker processes die as soon as they are started; see the lines above.")


def tell_run(summary: RunSummary) -> None:
    """Say what one run did."""
    if not summary.is_conclusive:
        say.print(f"Nothing was judged: our own network may be down ({summary.note}).", style="bold red")
    verdicts = ", ".join(f"{number} {verdict.value}" for verdict, number in summary.verdicts.most_common())
    say.print(f"{summary.finished} links checked{': ' + verdicts if verdicts else ''}.")
