"""A page that answers 200 and is no page: not found, closed, under maintenance, empty; or not what was approved."""

from __future__ import annotations

import re
from dataclasses import replace

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.judgement import FiredRule, Judgement, fired
from aidroute.domain.link import Baseline
from aidroute.domain.page_facts import ContentKind
from aidroute.domain.page_notices import SHORT_TEXT, Loudness, Notice, find_notice
from aidroute.domain.payees import swapped_payees
from aidroute.domain.phrases import folded
from aidroute.domain.standing import FAR_TEXT
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.verdict_payment import new_targets
from aidroute.domain.verdict_redirects import is_path_shorter

THIN_TEXT = 200
"""Characters: less is a weak sign of a page that is none (liveness 1.4)."""
SHORTEST_NAME = 3
SAME_TEXT = 6
"""Bits: the same text under another name. Pages that share a theme and its news are hardly further apart."""

SOFT_KINDS = (
    ("suspended", "suspended"),
    ("default_page", "default_page"),
    ("directory_listing", "directory_listing"),
    ("error_page", "error_page"),
    ("closed", "campaign_closed"),
    ("maintenance", "maintenance"),
    ("not_found", "not_found"),
)
"""Kinds of notices, most telling first, with the reason each gives."""

_SAID_OF_A_PAGE = frozenset(kind for kind, _ in SOFT_KINDS) - {"directory_listing"}
"""Kinds that count on a page with everything else in place, when its headline says so."""

_SAID_OF_OTHERS = frozenset({"closed", "maintenance", "not_found"})
"""Kinds that a working page mentions too: an older appeal, next Sunday, a broken link in a letter."""
LONG_SENTENCE = 18
"""Words: error pages say in fewer what is missing."""
_SENTENCE_END = re.compile(r"[.!?\n\u3002\u0589]")

_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
_DATA_ENDINGS = ("json", "xml", "javascript", "/css", "/csv")
_PAGES = frozenset({ContentKind.HTML, ContentKind.TEXT})


def missing_content(link: ExaminedLink) -> Judgement | None:
    """200 with nothing behind it."""
    if _is_empty(link):
        return concluded(Verdict.SOFT_404, "empty", snippet=f"HTTP {link.status}")
    if link.page.kind not in _PAGES:
        return None
    if link.raw_source.lstrip().startswith("<?php"):
        return concluded(Verdict.SOFT_404, "error_page", snippet=link.raw_source[:80])
    if _asks_for_password(link) or _asks_to_sign_in(link):
        return concluded(Verdict.AUTH_REQUIRED, "login_form", snippet=link.page.title)
    weak: list[FiredRule] = []
    for kind, reason in SOFT_KINDS:
        notice = find_notice(link, kind)
        if notice is None:
            continue
        if _is_proof(link, notice):
            return concluded(Verdict.SOFT_404, reason, fired(reason, notice.said), *weak)
        if not _still_takes_gifts(link, notice):
            weak.append(fired(reason, notice.said))
    return _by_weak_signs(link, weak)


def suspended_page(link: ExaminedLink) -> Judgement | None:
    """A refusal (4xx) that says why: the host closed the account. That is no bot wall."""
    notice = find_notice(link, "suspended") if 400 <= link.status < 500 else None
    if notice is None or notice.loudness < Loudness.SHORT_PAGE:
        return None
    return concluded(Verdict.SOFT_404, "suspended", snippet=notice.said)


def changed_content(link: ExaminedLink) -> Judgement | None:
    """A working page that is not the approved one, and nothing says why."""
    baseline, kind = link.baseline, link.page.kind
    if kind not in _PAGES:
        return _changed_file(link)
    if baseline is None:
        return _unmeasured_data(link)
    was = baseline.content_type.partition(";")[0].strip()
    if was not in _HTML_TYPES and not was.startswith("text/"):
        return concluded(Verdict.CONTENT_CHANGED, "type_changed", snippet=link.observation.body.content_type)
    return _changed_page(link, baseline)


def _unmeasured_data(link: ExaminedLink) -> Judgement | None:
    """What programs read, not people: nobody said that the link leads to such a thing."""
    declared = link.observation.body.content_type.partition(";")[0].strip().lower()
    is_data = declared.endswith(_DATA_ENDINGS) and declared not in _HTML_TYPES and "<html" not in link.raw_source
    return concluded(Verdict.CONTENT_CHANGED, "not_a_page", snippet=declared) if is_data else None


def _changed_page(link: ExaminedLink, baseline: Baseline) -> Judgement | None:
    if link.observation.body.disposition.lower().lstrip().startswith("attachment"):
        return concluded(Verdict.CONTENT_CHANGED, "offered_as_file", snippet=link.observation.body.disposition)
    paid = _paid_otherwise(link)
    if paid is not None:
        return paid
    if link.standing.is_gone:
        missing = " ".join(link.differences.missing_markers) or baseline.title
        return concluded(Verdict.CONTENT_CHANGED, "markers_gone", snippet=missing)
    if _is_another_page(link, baseline):
        led_to = f"{link.page.title} {link.observation.final_url}"
        return concluded(Verdict.CONTENT_CHANGED, "another_page", snippet=led_to)
    if link.standing.payment_likeness == 0 and not link.targets:
        gone = link.differences.missing_payment_targets
        return concluded(Verdict.CONTENT_CHANGED, "payment_targets_gone", snippet=" ".join(gone))
    return None


def _paid_otherwise(link: ExaminedLink) -> Judgement | None:
    """What may lead money elsewhere and may as well be the charity's own doing: a person looks first."""
    new, gone = link.differences.new_payment_targets, link.differences.missing_payment_targets
    moved = [target for target in swapped_payees(new, gone, "path") if _is_paid_elsewhere(link, target)]
    if moved:
        return concluded(Verdict.CONTENT_CHANGED, "payment_path_changed", snippet=" ".join(moved))
    added = new_targets(link)
    if added:
        return concluded(Verdict.CONTENT_CHANGED, "new_account_number", snippet=" ".join(added))
    if _hides_account(link, gone):
        return concluded(Verdict.CONTENT_CHANGED, "account_unreadable", snippet=" ".join(gone))
    return None


def _is_another_page(link: ExaminedLink, baseline: Baseline) -> bool:
    """A redirect to another page of the site, which shares its footer but is not about giving: its news, its contact.

    Nothing names the page as before, no form takes gifts, and neither title nor heading speaks of them.
    """
    if not link.has_moved or link.keeps_form or link.observation.final_url == baseline.final_url:
        return False
    names = f"{folded(link.page.title)}{''.join(folded(each) for each in link.page.headings)}"
    shared = {*folded(link.page.title).split(), *folded(link.page.url.replace(".", " ")).split()}
    named = {word for word in folded(baseline.title).split() if len(word) >= SHORTEST_NAME} - shared
    far = link.differences.text_distance
    is_reworded = far is None or far > SAME_TEXT
    speaks_of_gifts = link.rules.says_donate(names) or any(
        link.rules.phrase(kind).find(names) for kind in ("donate_button", "giving_name")
    )
    return bool(named) and is_reworded and not speaks_of_gifts and not named.intersection(names.split())


def _hides_account(link: ExaminedLink, gone: tuple[str, ...]) -> bool:
    """The approved account has gone, the page still says IBAN, and what follows can't be read as one."""
    had = any(target.startswith("iban:") for target in gone)
    has = any(target.startswith("iban:") for target in link.targets)
    return had and not has and " iban " in link.page.words


def _is_paid_elsewhere(link: ExaminedLink, path: str) -> bool:
    """At another host, or on a platform where the path says who is paid; own sites may rename their own pages."""
    host = path.partition(":")[2].partition("/")[0]
    is_own_site = link.rules.hosts.registrable_domain(host) == link.identity.registrable_domain
    return bool(link.identity.tenant_prefix) or not is_own_site


def _is_empty(link: ExaminedLink) -> bool:
    page = link.page
    if link.status in {204, 205} or page.kind is ContentKind.EMPTY:
        return True
    is_bare = not page.text and not page.title and not page.image_count and ">" in link.raw_source
    return (
        page.kind in _PAGES
        and is_bare
        and not (page.frames or page.forms or page.script_origins or page.inline_scripts)
    )


def _asks_for_password(link: ExaminedLink) -> bool:
    """A page that is a sign-in form. Sites that also have one in a corner keep their own text."""
    if link.standing.is_intact or len(link.page.text) > SHORT_TEXT or link.targets:
        return False
    return any(field.startswith("password:") for form in link.page.forms for field in form.fields)


def _asks_to_sign_in(link: ExaminedLink) -> bool:
    notice = None if link.keeps_form else find_notice(link, "sign_in")
    enough = Loudness.HEADING if link.standing.is_intact or link.targets else Loudness.SHORT_PAGE
    return notice is not None and notice.loudness >= enough


def _is_proof(link: ExaminedLink, notice: Notice) -> bool:
    standing = link.standing
    if standing.is_intact and (link.keeps_form or notice.kind not in _SAID_OF_A_PAGE):
        # A form that takes gifts as approved is the page, whatever a theme wrote over it; not when it says so twice.
        return notice.loudness is Loudness.TITLE and (notice.is_said_twice or standing.title_likeness == 0)
    if notice.loudness is Loudness.TITLE or (standing.is_known and notice.loudness is Loudness.HEADING):
        # A site may keep its account number, its button and its news on its error pages too.
        return True
    if notice.kind == "closed" and _has_lost_form(link):
        return True
    return not standing.is_intact and (notice.loudness >= _enough(link, notice) or standing.is_gone)


def _enough(link: ExaminedLink, notice: Notice) -> Loudness:
    """Where nobody kept a yardstick, a page that takes gifts must say it louder, and one with a form louder still."""
    if link.standing.is_known:
        return Loudness.HEADING if _still_takes_gifts(link, notice) else Loudness.SHORT_PAGE
    if not link.targets:
        return Loudness.SHORT_PAGE
    return Loudness.TITLE if link.keeps_form else Loudness.HEADING


def _still_takes_gifts(link: ExaminedLink, notice: Notice) -> bool:
    """Every approved way to pay is there, the form too: in passing, such a page speaks of other pages and appeals.

    Themes put a small form on their error pages as well, so what is said of a missing page must be a side remark.
    """
    is_whole = link.keeps_form and link.standing.payment_likeness == 1
    if not is_whole or notice.kind not in _SAID_OF_OTHERS:
        return False
    sentences = [folded(each) for each in _SENTENCE_END.split(link.page.text[:SHORT_TEXT])]
    lengths = [len(words.split()) for words in sentences if f" {notice.said} " in words]
    return notice.kind != "not_found" or (bool(lengths) and min(lengths) >= LONG_SENTENCE)


def _has_lost_form(link: ExaminedLink) -> bool:
    before = link.baseline.payment_targets if link.baseline else ()
    return any(target.startswith("form:") for target in before) and not any(
        target.startswith("form:") for target in link.targets
    )


def _by_weak_signs(link: ExaminedLink, weak: list[FiredRule]) -> Judgement | None:
    """Two weak signs make a verdict; one makes a doubt, which a look at a sibling page can settle."""
    if link.standing.is_intact or (link.targets and not link.standing.is_known):
        return None
    signs = list(weak[:1])
    if is_path_shorter(link):
        signs.append(fired("path_shorter", link.observation.final_url))
    if link.ground.end_is_shared and link.has_moved:
        signs.append(fired("shared_end", link.observation.final_url))
    far = link.differences.text_distance
    if far is not None and far >= FAR_TEXT and link.standing.is_gone:
        signs.append(fired("text_unlike", str(far)))
    if len(link.page.text) < THIN_TEXT and not link.page.frames and link.page.text:
        signs.append(fired("thin_text", link.page.text))
    if len(signs) >= 2 and weak:
        return concluded(Verdict.SOFT_404, weak[0].code, *signs)
    if not signs or not link.standing.is_gone:
        return None
    # A shell that scripts fill is the same for every address and proves nothing.
    is_shell = not weak and bool(link.page.script_origins or link.page.inline_scripts)
    return replace(concluded(Verdict.CONTENT_CHANGED, "markers_gone", *signs), wants_sibling=not is_shell)


def _changed_file(link: ExaminedLink) -> Judgement | None:
    baseline, body = link.baseline, link.observation.body
    declared = body.content_type.partition(";")[0].strip().lower()
    if baseline is None:
        is_sheet = link.page.kind is ContentKind.PDF
        return None if is_sheet else concluded(Verdict.CONTENT_CHANGED, "not_a_page", snippet=declared)
    was = baseline.content_type.partition(";")[0].strip()
    if was != declared and not (was == "application/pdf" and link.page.kind is ContentKind.PDF):
        return concluded(Verdict.CONTENT_CHANGED, "type_changed", snippet=f"{was} -> {declared}")
    if baseline.body_sha256 and body.sha256 and baseline.body_sha256 != body.sha256:
        # Nobody reads the account number in a sheet for us, so a new sheet needs a person.
        return concluded(Verdict.CONTENT_CHANGED, "document_changed", snippet=body.sha256)
    return None
