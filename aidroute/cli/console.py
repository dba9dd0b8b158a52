"""What all commands print with, and how they open what they work on."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from aidroute.settings import Settings, load_settings
from aidroute.storage.db import Database
from aidroute.storage.upgrading import is_current

EX_FOUND = 1
EX_UNAVAILABLE = 3
EX_CONFIG = 78

say = Console(stderr=True, highlight=False)
"""For people: what is going on. Results go to `out`, so that they can be piped."""
out = Console(highlight=False)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def fail(message: str, code: int = EX_UNAVAILABLE) -> NoReturn:
    """End with a sentence on standard error."""
    say.print(message, style="bold red", markup=False, soft_wrap=True)
    sys.exit(code)


def print_json(data: Any) -> None:
    """Print data for machines: one document, on standard output, without colours."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def opened(settings: Settings | None = None, *, must_be_current: bool = True) -> Iterator[Database]:
    """The installation's database while the block runs. Ends the command when its schema is not this version's."""
    # Alembic would tell in ten lines what the commands tell in one.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    database = Database.open((settings or load_settings()).database_url)
    try:
        if must_be_current and not is_current(database.write_engine):
            fail("The database is not at this version's schema; run: aidroute db upgrade")
        yield database
    finally:
        database.close()


def progress_bar() -> Progress:
    """A progress bar on standard error that is not there at all unless that is a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=say,
        transient=True,
        disable=not say.is_terminal,
    )


def in_words(duration: timedelta) -> str:
    """A duration as people say it: '14 minutes', '3 days'."""
    seconds = max(0, round(duration.total_seconds()))
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {word}{'s' if number != 1 else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"


def ago(at: datetime | None, present: datetime) -> str:
    """An instant as people say it: 'never', '14 minutes ago', 'in 2 hours'."""
    if at is None:
        return "never"
    return f"{in_words(present - at)} ago" if at <= present else f"in {in_words(at - present)}"
