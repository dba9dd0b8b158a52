"""What the tests need beside Python: where it is, and what happens when it is missing.

A missing program skips its tests, which are counted and named at the end of the run. With CI=true they fail.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"

MARK = "NOT INSTALLED: "


def find_chromium() -> Path | None:
    """The Chromium named by the variable CHROMIUM, else the first on the PATH."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def find_postgresql() -> Path | None:
    """The folder with initdb and pg_ctl: on the PATH, else the newest version where Debian puts it."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


def require(found: Path | None, name: str) -> Path:
    """The path, or the end of this test: skipped, or failed where CI=true."""
    if found:
        return found
    if is_ci():
        pytest.fail(f"{MARK}{name}, and CI=true allows no skipping", pytrace=False)
    pytest.skip(f"{MARK}{name}")


def require_shared(path: str = "") -> Path:
    """A file of the material that is kept beside the repository, or a skipped test where it is not."""
    place = SHARED / path
    if not place.exists():
        pytest.skip(f"the shared material is not beside the repository (looked for ../shared/{path})")
    return place


def is_ci() -> bool:
    """Whether a missing program is a failure."""
    return os.environ.get("CI", "").lower() in ("true", "1", "yes")


def missing_lines(reasons: Iterable[str]) -> list[str]:
    """One line per missing program, with the number of tests that did not run for want of it."""
    counted = Counter(reason.split(MARK, 1)[1].strip() for reason in reasons if MARK in reason)
    return [f"{number} tests did NOT run because {name} is not installed" for name, number in sorted(counted.items())]
