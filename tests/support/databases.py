"""Fresh databases for the tests, each a copy of one that was migrated once."""

import shutil
from pathlib import Path

from aidroute.storage.db import Database
from aidroute.storage.upgrading import upgrade


def prepare(url: str) -> None:
    """Give an empty database all the tables, by the migrations."""
    database = Database.open(url)
    try:
        upgrade(database.write_engine)
    finally:
        database.close()


def copy_sqlite(template: Path, folder: Path) -> str:
    """The address of a copy of a SQLite file, all of whose pages are in the file (the last connection is closed)."""
    copy = folder / "aidroute.sqlite"
    shutil.copyfile(template, copy)
    return f"sqlite:///{copy}"
