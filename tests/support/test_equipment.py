"""A missing program is never silent: its tests are counted and named, and with CI=true they fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.equipment import MARK, REPOSITORY, missing_lines


def test_tests_that_did_not_run_are_counted_by_program() -> None:
    reasons = [f"Skipped: {MARK}Chromium", f"{MARK}Chromium", f"{MARK}PostgreSQL", "Skipped: no shared material"]
    assert missing_lines(reasons) == [
        "2 tests did NOT run because Chromium is not installed",
        "1 tests did NOT run because PostgreSQL is not installed",
    ]


WITHOUT_CHROMIUM = """
from tests.support.equipment import require

def test_one(): require(None, "Chromium")
def test_two(): require(None, "Chromium")
def test_three(): pass
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ci", "code", "closing"), [("", 0, "1 passed, 2 skipped"), ("true", 1, "2 failed, 1 passed")], ids=["hand", "ci"]
)
def test_without_a_program_tests_are_skipped_loudly_and_in_ci_they_fail(
    tmp_path: Path, ci: str, code: int, closing: str
) -> None:
    (tmp_path / "test_sample.py").write_text(WITHOUT_CHROMIUM, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith(closing)
    assert ("2 tests did NOT run because Chromium is not installed" in done.stdout) == (not ci)
    assert ("NOT EVERYTHING WAS TESTED" in done.stdout) == (not ci)
