"""Bot walls at any status, and services that answer for names nobody claims."""

from __future__ import annotations

import re

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.judgement import FiredRule, Judgement, fired
from aidroute.domain.page_notices import Loudness, find_notice
from aidroute.domain.phrases import folded
from aidroute.domain.rules import Takeover, Wall, is_listed
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.whereabouts import has_segment

WALL_TEXT = 1500
"""Characters: what a wall or a service's error page may say at most."""
CHALLENGE_TEXT = 160
TYPED_FIELDS = frozenset({"text", "email", "password", "tel", "number", "search", "url", "textarea"})
MOST_WALL_LINKS = 8
MOST_OTHER_WORDS = 30
BARE_TEXT = 30
"""Characters: a page with less says nothing, so the script it loads is all it is."""
FORBIDDEN_BY_LAW = 451
"""Not the server's own choice: no word of a wall makes it one (RFC 7725)."""
_MISSING = frozenset({404, 410})

_SETS_COOKIE = re.compile(r"document\.cookie\s{0,4}=")
_RELOADS = re.compile(r"location\.reload\s{0,4}\(|location(?:\.href)?\s{0,4}=|\.submit\s{0,4}\(")


def declared_wall(link: ExaminedLink) -> Judgement | None:
    """A header says that the answer is a challenge: no healthy page carries one."""
    headers = [fired(f"wall_{wall.vendor}_header", said) for wall in link.rules.walls if (said := _header(link, wall))]
    return concluded(Verdict.BLOCKED, "bot_wall", *headers) if headers else None


def bot_wall(link: ExaminedLink) -> Judgement | None:
    """The answer is a question to a browser, whatever its status says. One strong sign or two weak ones.

    The script of a wall on a page that is all there is a guard at an open door.
    """
    is_whole = 200 <= link.status < 300 and link.standing.is_intact
    if (
        link.status == FORBIDDEN_BY_LAW
        or is_whole
        or len(link.page.text) > WALL_TEXT
        or link.targets
        or _does_more_than_ask(link)
    ):
        return None
    strong, weak = _wall_signs(link)
    if link.status in _MISSING:
        # Healthy servers put their wall's script on their own short error pages too: somebody must say more.
        weak = [rule for rule in weak if rule.code != "wall_no_text"]
        strong = strong if weak else []
    is_enough = strong or len({_family(rule) for rule in weak}) >= 2
    return concluded(Verdict.BLOCKED, "bot_wall", *strong, *weak) if is_enough else None


def wall_path(link: ExaminedLink) -> Judgement | None:
    """A redirect on the own host to where a wall asks its question, whatever is answered there."""
    requested, final = link.requested, link.final
    if requested is None or final is None or not link.has_moved:
        return None
    step = has_segment(final, link.rules.paths.wall)
    is_asked = bool(step) and not has_segment(requested, link.rules.paths.wall)
    return concluded(Verdict.BLOCKED, "bot_wall", snippet=final.url) if is_asked else None


def unclaimed_service(link: ExaminedLink) -> Judgement | None:
    """A hosting service says that nobody claims this name there: whoever claims it next is the charity's page."""
    if len(link.page.text) > WALL_TEXT * 2 or (200 <= link.status < 300 and link.standing.is_intact):
        return None
    for takeover in link.rules.takeovers:
        said = _says(link, takeover)
        if said:
            rule = fired(f"unclaimed_{takeover.service}", said)
            return concluded(Verdict.TAKEOVER_RISK, "unclaimed_service", rule)
    return None


def _says(link: ExaminedLink, takeover: Takeover) -> str:
    if takeover.statuses and link.status not in takeover.statuses:
        return ""
    # Such messages run over several blocks of a page.
    words = f" {' '.join(f'{folded(link.page.title)} {link.page.words}'.split())} "
    if takeover.is_all and len(words.split()) > MOST_OTHER_WORDS:
        return ""
    return next((text for text in takeover.says if f" {text} " in words), "")


def _wall_signs(link: ExaminedLink) -> tuple[list[FiredRule], list[FiredRule]]:
    strong: list[FiredRule] = []
    weak: list[FiredRule] = []
    title = folded(link.page.title)
    for wall in link.rules.walls:
        mark = next((mark for mark in wall.marks if mark in link.raw_source), "")
        hint = next((hint for hint in wall.hints if hint in link.raw_source), "")
        named = next((text for text in wall.titles if f" {text} " in title), "")
        if mark:
            strong.append(fired(f"wall_{wall.vendor}", mark))
        if hint:
            weak.append(fired(f"wall_{wall.vendor}_hint", hint))
        if named:
            weak.append(fired(f"wall_{wall.vendor}_title", named))
    if len(link.page.text) < BARE_TEXT and any(rule.code.endswith("_hint") for rule in weak):
        weak.append(fired("wall_no_text", link.page.text))
    return strong, weak + _general_signs(link)


def _does_more_than_ask(link: ExaminedLink) -> bool:
    """A wall asks one thing. A page with fields to fill in or with many places to go is a page with a guard."""
    typed = [field for form in link.page.forms for field in form.fields if field.partition(":")[0] in TYPED_FIELDS]
    strange = {each.host for each in link.page.links if each.host} - {link.final.host if link.final else ""}
    return len(typed) > 1 or len(strange) > MOST_WALL_LINKS


def _family(rule: FiredRule) -> str:
    """What a weak sign reads: a vendor's script and the host it comes from are one sign, not two."""
    return "script" if rule.code.endswith(("_hint", "_captcha")) else rule.code


def _header(link: ExaminedLink, wall: Wall) -> str:
    for wanted in wall.headers:
        name, _, part = wanted.partition(":")
        value = link.header(name.strip()).lower()
        if value and part.strip() in value:
            return f"{name.strip()}: {value}"
    return ""


def _general_signs(link: ExaminedLink) -> list[FiredRule]:
    """What walls of vendors that are on no list have in common."""
    page = link.page
    if link.status == 429:
        return []
    signs = []
    notice = find_notice(link, "wall")
    if notice is not None:
        signs.append(fired("wall_notice", notice.said))
        if notice.loudness >= Loudness.HEADING:
            signs.append(fired("wall_notice_loud", page.title))
        if not _takes_words_for_walls(link) and link.rules.phrase("wall").count(page.words) > 1:
            signs.append(fired("wall_notices", page.text))
    hosts = {*page.script_origins, *(frame.host for frame in page.frames)}
    captcha = next((host for host in hosts if is_listed(host, link.rules.host_lists.captchas)), "")
    if captcha:
        signs.append(fired("wall_captcha", captcha))
    if len(page.text) < CHALLENGE_TEXT and _is_cookie_challenge(page.inline_scripts):
        signs += [fired("wall_cookie_challenge", page.inline_scripts), fired("wall_no_text", page.text)]
    return signs


def _takes_words_for_walls(link: ExaminedLink) -> bool:
    """Nobody kept the approved page, and the answer is a success: a story about robots says such things too."""
    return not link.standing.is_known and 200 <= link.status < 300


def _is_cookie_challenge(script: str) -> bool:
    """A page with nothing but a script that sets a cookie and asks again."""
    return bool(_SETS_COOKIE.search(script)) and bool(_RELOADS.search(script))
