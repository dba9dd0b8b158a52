"""Lighthouse's four scores for a page on a phone, from the version that package.json names."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
HERE = Path(__file__).parent
TOOLS = HERE.parent.parent / ".venv" / "page-checks"
TIMES = 3
"""Performance is noisy: the median of three runs counts."""


def install() -> Path | None:
    """The Lighthouse program, installed into the ignored environment folder at the first call; None without npm."""
    program = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if program.exists():
        return program
    if shutil.which("npm") is None:
        return None
    TOOLS.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", TOOLS / "package.json")
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"], cwd=TOOLS, check=True, capture_output=True
    )
    return program


def scores(program: Path, chromium: str, address: str) -> dict[str, int]:
    """Scores (0 to 100) of one address in each category: of one perfect run, else the medians of three."""
    runs = [_run(program, chromium, address)]
    if min(runs[0].values()) < 100:
        runs += [_run(program, chromium, address) for _ in range(TIMES - 1)]
    return {category: round(statistics.median(run[category] for run in runs)) for category in CATEGORIES}


def _run(program: Path, chromium: str, address: str) -> dict[str, float]:
    done = subprocess.run(
        [
            str(program), address, "--quiet", "--output=json", "--output-path=stdout",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    categories = json.loads(done.stdout)["categories"]
    return {name: (categories[name]["score"] or 0) * 100 for name in CATEGORIES}
