"""Loading the shipped directory."""

from pathlib import Path

import click

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.cli.console import EX_FOUND, fail, now, opened, out, print_json, progress_bar, say
from aidroute.resources import PACKAGE
from aidroute.services.content import BadContent
from aidroute.services.importing import FieldsOf, LoadOptions, LoadReport
from aidroute.services.importing import load as load_content
from aidroute.storage.db import Database

SHIPPED = PACKAGE / "data"


@click.command()
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another folder of the same form instead of the shipped one.",
)
@click.option("--check", "only_check", is_flag=True, help="Tell what a load would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def load(folder: Path | None, *, only_check: bool, as_json: bool) -> None:
    """Load the shipped directory: the first time all of it, later what changed in the files.

    What people changed here is never overwritten, and a new address for gifts waits for a person. A mistake in
    the files is told with its file, line and field; then nothing is loaded and the exit code is 1.

    \b
    aidroute load
    aidroute load --check
    aidroute load --from ~/my-directory --json
    """
    with opened() as database:
        report = load_shipped(database, folder or SHIPPED, only_check=only_check)
    if as_json:
        print_json(report.as_json())
    else:
        tell(report, only_check=only_check)


def load_shipped(database: Database, folder: Path = SHIPPED, *, only_check: bool = False) -> LoadReport:
    """Load with a progress bar; mistakes in the files end the command with 1."""
    with progress_bar() as bar:
        task = bar.add_task("Loading")

        def on_progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=what.capitalize(), completed=done, total=total)

        options = LoadOptions(only_check=only_check, on_progress=on_progress)
        try:
            report = load_content(database, folder, now(), BrowserHostRules(), options)
        except BadContent as bad:
            bar.stop()
            mistakes = map(str, bad.problems)
            fail("\n".join((f"Nothing was loaded; mistakes in the files: {len(bad.problems)}", *mistakes)), EX_FOUND)
    return report


def tell(report: LoadReport, *, only_check: bool = False) -> None:
    """Say what a load did, or would do."""
    lists: tuple[tuple[str, tuple[FieldsOf, ...]], ...] = (
        ("changed", report.changed),
        ("waiting for a person", report.proposed),
        ("left as changed here", report.kept),
        ("no longer shipped", report.no_longer_shipped),
    )
    for title, listed in lists:
        for each in listed:
            out.print(f"  {title}: {each}", markup=False, soft_wrap=True)
    verb = "would be" if only_check else "were"
    told = f"{len(report.created)} entries {verb} created, {len(report.changed)} changed, {report.unchanged} left alone"
    say.print(f"{told}; {report.total} in all.")
