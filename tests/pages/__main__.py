"""`python -m tests.pages [--no-lighthouse] [--languages en,fr] [--only home]`: a table, and a line that sums it up."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field

from playwright.sync_api import Browser, sync_playwright

from tests.pages import lighthouse
from tests.pages.installation import installation
from tests.pages.kinds import EXPECTED_STATUS, KINDS
from tests.pages.looking import MANNERS, look
from tests.support.equipment import find_chromium

MOST_BYTES = 14 * 1024
"""Everything needed to draw a page fits in one initial congestion window (product.md, 'Look')."""
NOT_FOUND_BY_SEARCH = {"frame", "poster"}
"""Kinds that ask search engines to stay away: their SEO score says nothing."""


@dataclass
class Sum:
    """What all pages together came to."""

    pages: int = 0
    violations: int = 0
    foreign: int = 0
    errors: int = 0
    cookies: int = 0
    too_wide: int = 0
    wrong_status: int = 0
    heaviest: tuple[int, str] = (0, "")
    lowest: dict[str, int] = field(default_factory=lambda: dict.fromkeys(lighthouse.CATEGORIES, 100))

    @property
    def is_good(self) -> bool:
        """True when every goal holds."""
        faults = self.violations + self.foreign + self.errors + self.cookies + self.too_wide + self.wrong_status
        noisy = {"performance": 98}
        return (
            not faults
            and self.heaviest[0] <= MOST_BYTES
            and all(score >= noisy.get(name, 100) for name, score in self.lowest.items())
        )


def main() -> int:
    """Look at everything; 0 when every goal holds, 1 otherwise, 3 without Chromium."""
    wanted = arguments()
    chromium = find_chromium()
    if chromium is None:
        print("Chromium is needed: `make test` finds or installs it.", file=sys.stderr)
        return 3
    total = Sum()
    with installation(wanted.languages) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True)
        print(f"{'page':26} {'lang':5} {'bytes':>7} {'req':>4} {'axe':>4} {'other':>6}  Lighthouse p/a/b/s")
        for language in (wanted.languages or "en").split(","):
            for kind, path in KINDS.items():
                if wanted.only in ("", kind):
                    print(look_at(browser, base, language, kind, path, total), end="", flush=True)
                    print(measure(chromium, f"{base}/{language}{path}", kind, total, wanted), flush=True)
        browser.close()
    print(
        f"pages {total.pages}, axe violations {total.violations}, lowest Lighthouse "
        f"{'/'.join(str(total.lowest[name]) for name in lighthouse.CATEGORIES)}, "
        f"heaviest {total.heaviest[0]} bytes ({total.heaviest[1]}), foreign requests {total.foreign}, "
        f"console errors {total.errors}, cookies {total.cookies}, too wide {total.too_wide}, "
        f"wrong status {total.wrong_status}"
    )
    return 0 if total.is_good else 1


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default="en")
    parser.add_argument("--only", default="", choices=["", *KINDS])
    parser.add_argument("--no-lighthouse", action="store_true")
    return parser.parse_args()


def look_at(browser: Browser, base: str, language: str, kind: str, path: str, total: Sum) -> str:
    """Open one page in every manner, add what was found to ``total``, and give the row's first half."""
    looks = [look(browser, f"{base}/{language}{path}", manner) for manner in MANNERS]
    heaviest = max(each.bytes_over_the_wire for each in looks)
    violations = [name for each in looks for name in each.violations]
    other = [fault for each in looks for fault in each.foreign + each.errors]
    total.pages += len(looks)
    total.violations += len(violations)
    total.foreign += sum(len(each.foreign) for each in looks)
    total.errors += sum(len(each.errors) for each in looks)
    total.cookies += sum(each.cookies for each in looks)
    total.too_wide += sum(each.overflows for each in looks)
    wrong = [each.status for each in looks if each.status != EXPECTED_STATUS.get(kind, 200)]
    total.wrong_status += len(wrong)
    total.heaviest = max(total.heaviest, (heaviest, f"{kind} {language}"))
    faults = [*violations, *other, *(f"status {status}" for status in wrong)]
    faults += ["too wide"] if any(each.overflows for each in looks) else []
    row = f"{kind:26} {language:5} {heaviest:>7} {looks[0].requests:>4} {len(violations):>4} {len(other):>6}"
    return row + (f"  {sorted(set(faults))}" if faults else "")


def measure(chromium: str, address: str, kind: str, total: Sum, wanted: argparse.Namespace) -> str:
    """Lighthouse's scores of one page as text, kept in ``total``; error pages have none."""
    if wanted.no_lighthouse or kind in EXPECTED_STATUS:
        return ""
    program = lighthouse.install()
    if program is None:
        return "  (no npm)"
    found = lighthouse.scores(program, chromium, address)
    for name, score in found.items():
        if not (name == "seo" and kind in NOT_FOUND_BY_SEARCH):
            total.lowest[name] = min(total.lowest[name], score)
    return "  " + "/".join(str(found[name]) for name in lighthouse.CATEGORIES)


if __name__ == "__main__":
    sys.exit(main())
