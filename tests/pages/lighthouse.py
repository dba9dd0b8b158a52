"""Lighthouse's four scores for a page on a phone, from the version that package.json names."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
HERE = Path(__file__).parent
TOOLS = HERE.parent.parent / ".venv" / "page-checks"
OWN_FILES = ("package.json", "lighthouse.mjs")
TIMES = 3
"""Performance is noisy: where one look is not perfect, the median of three counts."""
ANSWER_WITHIN_S = 120


@dataclass(frozen=True)
class Scores:
    """Scores of one address, 0 to 100 in each category, and the audits in it that lost points."""

    by_category: dict[str, int]
    lost: dict[str, frozenset[str]]


class Lighthouse:
    """One Lighthouse with one Chromium, asked address by address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self, address: str) -> None:
        """Let it look at ``address`` while something else is done; `scores` is to be asked next."""
        if self._process.stdin is None:
            raise RuntimeError("Lighthouse was started without a way to talk to it")
        self._process.stdin.write(address + "\n")
        self._process.stdin.flush()

    def scores(self, address: str) -> Scores:
        """What it found at the address it began with: in one perfect look, else the medians of three.

        Raises RuntimeError when Lighthouse falls silent.
        """
        looks = [self._answer(address)]
        if min(looks[0]["scores"].values()) < 1:
            looks += [self._look_again(address) for _ in range(TIMES - 1)]
        median = {name: round(100 * statistics.median(look["scores"][name] for look in looks)) for name in CATEGORIES}
        lost = {name: frozenset(audit for look in looks for audit in look["lost"][name]) for name in CATEGORIES}
        return Scores(median, lost)

    def _look_again(self, address: str) -> dict[str, Any]:
        self.begin(address)
        return self._answer(address)

    def _answer(self, address: str) -> dict[str, Any]:
        answer = self._process.stdout
        if answer is None:
            raise RuntimeError("Lighthouse was started without a way to hear it")
        with selectors.DefaultSelector() as waiting:
            waiting.register(answer, selectors.EVENT_READ)
            line = answer.readline() if waiting.select(ANSWER_WITHIN_S) else ""
        if not line:
            raise RuntimeError(f"Lighthouse said nothing about {address}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def running(chromium: str) -> Iterator[Lighthouse | None]:
    """Lighthouse while the block runs, installed into the ignored environment folder at the first call.

    None without npm, and for no ``chromium`` at all.
    """
    if not chromium or not _is_installed():
        yield None
        return
    process = subprocess.Popen(
        ["node", "lighthouse.mjs", *CATEGORIES],
        cwd=TOOLS, env={**os.environ, "CHROME_PATH": chromium}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Lighthouse(process)
    finally:
        process.communicate(timeout=30)


def _is_installed() -> bool:
    if shutil.which("npm") is None:
        return False
    TOOLS.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text("utf-8")
    kept = TOOLS / "package.json"
    is_new = not kept.exists() or kept.read_text("utf-8") != wanted or not (TOOLS / "node_modules").exists()
    for name in OWN_FILES:
        shutil.copy(HERE / name, TOOLS / name)
    if is_new:
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"],
            cwd=TOOLS, check=True, capture_output=True,
        )  # fmt: skip
    return True
