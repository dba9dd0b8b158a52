"""Swindles laid over a page that is otherwise the charity's: commands to run, frights, baits, programs to fetch."""

from __future__ import annotations

import re

from aidroute.domain.examined_link import ExaminedLink
from aidroute.domain.page_targets import PROGRAM, spelled_out

_COMMAND = re.compile(
    r"(?:\b(?:powershell|pwsh|mshta|rundll32|regsvr32|certutil|bitsadmin|msiexec|osascript|cmd(?:\.exe)?\s{1,4}/[ck])\b|"
    r"\b(?:iex|invoke-expression|invoke-webrequest|downloadstring)\b)[^\n]{0,200}?(?:https?:|//|\b\d{1,3}(?:\.\d{1,3}){3}|-e(?:nc)?\b)|"
    r"\b(?:curl|wget)\b[^\n|]{0,200}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|z|da)?sh\b",
    re.IGNORECASE,
)
"""A command line that fetches a program and runs it."""
_COMMANDS = (
    *("powershell", "pwsh", "mshta", "rundll32", "regsvr32", "certutil", "bitsadmin", "msiexec", "osascript", "cmd"),
    *("iex", "invoke-", "downloadstring", "curl", "wget"),
)
"""One of them is in every such line; looking for them first spares the pattern on nearly all pages."""
MOST_TOLD = 40
_NEIGHBOURS = 2
"""Lines on either side in which a warning speaks of the same thing."""


def command_to_run(link: ExaminedLink) -> str:
    """A command line for the visitor's own computer, in the text or in what a script puts into the clipboard."""
    page = link.page
    for text in (page.text, page.hidden_text, spelled_out(page.inline_scripts)):
        plain = text.casefold()
        match = _COMMAND.search(text) if any(command in plain for command in _COMMANDS) else None
        if match:
            return match.group()
    return ""


def swindle_words(link: ExaminedLink) -> tuple[str, str]:
    """Reason and words of what no charity's page says, however much of it is in place; '' when it warns of such pages.

    One plain demand is enough; of frights and baits it takes two, of a false bot check its two steps.
    """
    rules, words = link.rules, link.page.words
    opening, pasting = rules.phrase("fake_check_open").find(words), rules.phrase("fake_check_paste").find(words)
    frights = rules.phrase("scare_page")
    said = rules.phrase("swindle").find(words) or (frights.find(words) if frights.count(words) >= 2 else "")
    if opening and pasting:
        return ("", "") if _is_warning(link, words) else ("fake_check", opening)
    return ("scare_page", said) if said and not _is_warning(link, words) else ("", "")


def new_program(link: ExaminedLink) -> str:
    """A program to fetch that was not there when the page was approved, '' when there is none."""
    new = (each for each in link.differences.new_payment_targets if each.startswith(PROGRAM))
    return next(new, "")


def _is_warning(link: ExaminedLink, words: str) -> bool:
    """The page tells its readers what swindlers do: wherever it speaks of it, in the lines around."""
    lists = [link.rules.phrase(kind) for kind in ("swindle", "fake_check_open", "scare_page")]
    lines = words.split("\n")
    told = [at for at, line in enumerate(lines) if any(listed.find(line) for listed in lists)]
    warned = link.rules.phrase("swindle_warned")
    near = (lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1] for at in told[:MOST_TOLD])
    return bool(told) and all(warned.find("\n".join(each)) for each in near)
