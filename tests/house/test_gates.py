"""Lint, types and arrows hold, and the arrows are really held: a wrong import anywhere breaks them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.equipment import REPOSITORY

pytestmark = pytest.mark.gate

BINARIES = Path(sys.executable).parent


def run(*command: str, at: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=280, check=False)


def test_ruff_finds_nothing() -> None:
    done = run(sys.executable, "-m", "ruff", "check", ".")
    assert done.returncode == 0, done.stdout


def test_mypy_finds_nothing() -> None:
    done = run(sys.executable, "-m", "mypy")
    assert done.returncode == 0, done.stdout


def test_no_import_goes_against_an_arrow() -> None:
    done = run(str(BINARIES / "lint-imports"), "--no-logo")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("domain/wrong.py", "import aidroute.storage.db", "Composition above web"),
        ("domain/wrong.py", "import requests", "Only adapters touch the outside world"),
        ("storage/wrong.py", "import aidroute.services", "Composition above web"),
        ("storage/wrong.py", "import aidroute.settings", "they read no settings"),
        ("adapters/wrong.py", "import aidroute.storage.db", "Composition above web"),
        ("services/wrong.py", "import aidroute.adapters", "Services get fetch"),
        ("services/wrong.py", "from flask import g", "Services get fetch"),
        ("services/wrong.py", "import smtplib", "Only adapters touch the outside world"),
        ("web/wrong.py", "import aidroute.storage.db", "never storage"),
        ("web/public/wrong.py", "import aidroute.web.maintain", "No part of the web"),
        ("wrong.py", "", "Composition above web"),
    ],
)
def test_a_wrong_import_inside_a_function_breaks_its_contract(
    module: str, statement: str, contract: str, tmp_path: Path
) -> None:
    without_caches = shutil.ignore_patterns("__pycache__", "versions", "*.yaml", "*.toml")
    shutil.copytree(REPOSITORY / "aidroute", tmp_path / "aidroute", ignore=without_caches)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    wrong = tmp_path / "aidroute" / module
    for part in ("public", "maintain"):
        (tmp_path / "aidroute" / "web" / part).mkdir(exist_ok=True)
        (tmp_path / "aidroute" / "web" / part / "__init__.py").touch()
    wrong.write_text(f"def late():\n    {statement or 'pass'}\n", encoding="utf-8")
    done = run(str(BINARIES / "lint-imports"), "--no-logo", "--no-cache", at=tmp_path)
    broken = "\n".join(line for line in done.stdout.splitlines() if line.endswith("BROKEN"))
    assert done.returncode == 1
    assert contract in broken or contract in done.stdout.split("Broken contracts")[-1]
