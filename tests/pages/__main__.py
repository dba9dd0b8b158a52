"""`python -m tests.pages [--no-lighthouse] [--languages en,fr] [--only home,results]`: a table, and a line of its sum.

Every page is opened in four manners (light and dark, phone and desktop, with and without JavaScript) with an empty
cache. Bytes are those over the wire with headers: of the page, its style and its icons; scripts that the browser
leaves for after the drawing stand apart, under "later". Lighthouse looks while the browser does, once where everything
is perfect, else the median of three looks counts; pages slower than the goal are looked at again, by the same rule,
when nothing else is done. Error pages get no scores.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, field

from playwright.sync_api import sync_playwright

from tests.pages import lighthouse
from tests.pages.installation import installation, send_suggestion
from tests.pages.kinds import EXPECTED_STATUS, KINDS
from tests.pages.lighthouse import Lighthouse
from tests.pages.looking import MANNERS, Look, look
from tests.support.equipment import find_chromium

MOST_BYTES = 14 * 1024
"""Everything needed to draw a page fits in one initial congestion window (product.md, 'Look')."""
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The goals. Performance is simulated from what the machine does meanwhile, so it may lose two points to noise."""
HEADING = f"{'page':26} {'lang':5} {'bytes':>7} {'later':>6} {'req':>4} {'axe':>4} {'other':>6}  Lighthouse p/a/b/s"


@dataclass
class Sum:
    """What all pages together came to."""

    pages: int = 0
    looks: int = 0
    violations: int = 0
    foreign: int = 0
    errors: int = 0
    cookies: int = 0
    too_wide: int = 0
    wrong_status: int = 0
    heaviest: tuple[int, str] = (0, "")
    scores: dict[str, dict[str, int]] = field(default_factory=dict)
    """What Lighthouse gave, by page and category; a page is looked at again where the machine may have been busy."""

    @property
    def lowest(self) -> dict[str, int]:
        """The lowest score of any page in each category, 100 when none was asked for."""
        return {
            name: min((scores[name] for scores in self.scores.values() if name in scores), default=100)
            for name in lighthouse.CATEGORIES
        }

    @property
    def is_good(self) -> bool:
        """True when every goal holds."""
        faults = self.violations + self.foreign + self.errors + self.cookies + self.too_wide + self.wrong_status
        return (
            not faults
            and self.heaviest[0] <= MOST_BYTES
            and all(score >= LEAST[name] for name, score in self.lowest.items())
        )

    @property
    def slow(self) -> list[str]:
        """Pages whose performance is under the goal."""
        least = LEAST["performance"]
        return [page for page, scores in self.scores.items() if scores["performance"] < least]

    def __str__(self) -> str:
        found = self.lowest
        lowest = "/".join(str(found[name]) for name in lighthouse.CATEGORIES) if self.scores else "not asked"
        return (
            f"pages {self.pages} (opened {self.looks} times), axe violations {self.violations}, lowest Lighthouse "
            f"{lowest} (of {len(self.scores)} pages), heaviest {self.heaviest[0]} bytes ({self.heaviest[1]}), "
            f"foreign requests {self.foreign}, console errors {self.errors}, cookies {self.cookies}, "
            f"too wide {self.too_wide}, wrong status {self.wrong_status}"
        )


def main() -> int:
    """Look at everything; 0 when every goal holds, 1 otherwise, 3 without Chromium."""
    wanted = arguments()
    chromium = find_chromium()
    if chromium is None:
        print("Chromium is needed: `make test` finds or installs it.", file=sys.stderr)
        return 3
    total, began = Sum(), time.monotonic()
    languages = (wanted.languages or "en").split(",")
    with (
        installation(wanted.languages) as base,
        lighthouse.running(chromium if wanted.lighthouse else "") as scorer,
        sync_playwright() as playwright,
    ):
        suggestion = send_suggestion(base, languages[0])
        browser = playwright.chromium.launch(executable_path=chromium, headless=True)
        print(HEADING)
        for language in languages:
            for kind in wanted.only.split(",") if wanted.only else KINDS:
                page = f"{base}/{language}{KINDS[kind].format(suggestion=suggestion)}"
                if scorer and kind not in EXPECTED_STATUS:
                    scorer.begin(page)
                looks = [look(browser, page, manner) for manner in MANNERS]
                print(sum_up(looks, (kind, language), total), end="", flush=True)
                if scorer and kind not in EXPECTED_STATUS:
                    print(measure(scorer, page, total, hides=looks[0].hides), end="", flush=True)
                print()
        browser.close()
        for page in total.slow if scorer else ():
            scorer.begin(page)
            print(f"{page} again, with nothing beside it:{measure(scorer, page, total)}", flush=True)
    print(f"All this took {(time.monotonic() - began) / 60:.0f} minutes.")
    print(total)
    return 0 if total.is_good else 1


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", default="en", help="their codes, with commas between")
    parser.add_argument("--only", default="", type=kinds, help=f"some of: {', '.join(KINDS)}")
    parser.add_argument("--no-lighthouse", dest="lighthouse", action="store_false")
    return parser.parse_args()


def kinds(text: str) -> str:
    """Kinds of pages with commas between. Raises ArgumentTypeError for one that is not known."""
    unknown = set(text.split(",")) - {"", *KINDS}
    if unknown:
        raise argparse.ArgumentTypeError(f"no such kind: {', '.join(sorted(unknown))}")
    return text


def sum_up(looks: list[Look], named: tuple[str, str], total: Sum) -> str:
    """Add what the looks at one page found to ``total``, and give the row's first half."""
    kind, language = named
    heaviest = max(each.needed for each in looks)
    later = max(each.later for each in looks)
    violations = [name for each in looks for name in each.violations]
    other = [fault for each in looks for fault in each.foreign + each.errors]
    total.pages += 1
    total.looks += len(looks)
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
    row = f"{kind:26} {language:5} {heaviest:>7} {later:>6} {looks[0].requests:>4} {len(violations):>4} {len(other):>6}"
    return row + (f"  {sorted(set(faults))}" if faults else "")


def measure(scorer: Lighthouse, page: str, total: Sum, *, hides: bool = False) -> str:
    """Lighthouse's scores of one page as text, kept in ``total``.

    A page that asks search engines to stay away (``hides``) is not scored for being found: it loses those points on
    purpose. A page that was scored before keeps to what was counted then.
    """
    found = scorer.scores(page)
    before = total.scores.get(page)
    counted = list(before) if before else [name for name in lighthouse.CATEGORIES if name != "seo" or not hides]
    total.scores[page] = {name: found.by_category[name] for name in counted}
    scores = "/".join(str(found.by_category[name]) if name in counted else "-" for name in lighthouse.CATEGORIES)
    lost = sorted(audit for category in counted for audit in found.lost[category])
    return f"  {scores}" + (f" {', '.join(lost)}" if lost else "")


if __name__ == "__main__":
    sys.exit(main())
