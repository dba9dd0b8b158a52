"""A page that is no longer the charity's: for sale, defaced, full of spam, leading away, handing out programs."""

from __future__ import annotations

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.judgement import FiredRule, Judgement, fired
from aidroute.domain.page import absolute_redirect, refresh_target
from aidroute.domain.page_facts import ContentKind, Redirect
from aidroute.domain.page_notices import SHORT_TEXT, Loudness, find_notice
from aidroute.domain.phrases import folded
from aidroute.domain.rules import is_listed
from aidroute.domain.standing import title_likeness
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.verdict_payment import is_familiar, strange_frame, swapped_button, swapped_target
from aidroute.domain.verdict_redirects import strange_host
from aidroute.domain.verdict_swindles import command_to_run, new_program, swindle_words
from aidroute.domain.whereabouts import Place, has_segment, read_address

MANY_NEW_HOSTS = 20
SPAM_LINKS = 10
HIDDEN_SPAM_LINKS = 3
"""Hidden links to new hosts that speak of such trades: nobody puts those on a page of their own."""
SIGNATURE_WORDS = 7
LITTLE_TEXT = 200
DIFFERENT_SPAM = 3
OTHER_TITLE = 0.2
"""Share of common words: titles that have less in common are another page's."""
SPAM_SHARE = 0.15
"""Of all words on the page."""


def danger_at_any_status(link: ExaminedLink) -> Judgement | None:
    """The dangers a page carries whatever its status says: browsers show it and follow its redirects."""
    judges = (_download, _swindle, _page_redirect, swapped_target, _parked, _defaced, _spam)
    return next((judgement for judge in judges if (judgement := judge(link)) is not None), None)


def danger_on_page(link: ExaminedLink) -> Judgement | None:
    """The dangers of a page that is shown as the charity's: frames and donate buttons that lead to strangers."""
    return strange_frame(link) or swapped_button(link) or _strange_base(link)


def _strange_base(link: ExaminedLink) -> Judgement | None:
    """A base element moves every link that names no host; to a host that nothing led to before, that is a theft."""
    address = read_address(link.page.base_url, link.rules) if link.page.base_url else None
    if address is None or link.baseline is None or link.place(address) is not Place.FOREIGN:
        return None
    known = {*link.baseline.outbound_hosts, *link.baseline.script_origins}
    if address.host in known or is_familiar(link, address.host):
        return None
    return concluded(Verdict.HIJACK_SUSPECT, "donation_link_changed", snippet=f"<base> {address.url}")


def _swindle(link: ExaminedLink) -> Judgement | None:
    """A false bot check that has visitors run commands, or a page that frightens them: true walls do neither."""
    command = command_to_run(link)
    reason, said = ("fake_check", command) if command else swindle_words(link)
    if said:
        return concluded(Verdict.HIJACK_SUSPECT, reason, snippet=said)
    if link.standing.is_intact:
        return None
    for kind in ("fake_check", "scare_page"):
        notice = find_notice(link, kind)
        if notice is not None and notice.loudness >= Loudness.SHORT_PAGE:
            return concluded(Verdict.HIJACK_SUSPECT, kind, snippet=notice.said)
    return None


def _download(link: ExaminedLink) -> Judgement | None:
    kind = link.page.kind
    was_file = link.baseline is not None and link.baseline.content_type not in {
        "",
        "text/html",
        "application/xhtml+xml",
    }
    if kind is ContentKind.EXECUTABLE or (kind is ContentKind.ARCHIVE and not was_file):
        body = link.observation.body
        return concluded(Verdict.HIJACK_SUSPECT, "download", snippet=body.disposition or body.content_type)
    program = new_program(link)
    return concluded(Verdict.HIJACK_SUSPECT, "download", snippet=program) if program else None


def _page_redirect(link: ExaminedLink) -> Judgement | None:
    """The page sends its visitors on, all of them or those it picks, by markup, header or script."""
    for redirect in (*_header_redirect(link), *link.page.redirects):
        address = read_address(redirect.url, link.rules)
        if address is None:
            if redirect.host:
                return _to_unreadable(redirect)
        elif has_segment(address, link.rules.paths.parking) and len(link.page.text) < LITTLE_TEXT:
            return concluded(Verdict.PARKED, "parking_lander", snippet=redirect.url)
        elif link.place(address) is Place.FOREIGN:
            return strange_host(link, address, "page_redirect")
        elif link.place(address) is Place.OTHER_TENANT:
            return concluded(Verdict.HIJACK_SUSPECT, "other_tenant", snippet=redirect.url)
    return None


def _header_redirect(link: ExaminedLink) -> tuple[Redirect, ...]:
    """A Refresh header works under any status, also where the fetcher does not follow it."""
    target = refresh_target(link.header("refresh"))
    return (absolute_redirect("meta_refresh", target, link.page.url),) if target else ()


def _to_unreadable(redirect: Redirect) -> Judgement:
    return concluded(Verdict.UNSAFE_TARGET, "page_redirect", snippet=redirect.url)


def _parked(link: ExaminedLink) -> Judgement | None:
    """One strong sign or two weak ones, and never on a page that is all there."""
    if link.standing.is_intact or _takes_gifts_unmeasured(link):
        return None
    strong: list[FiredRule] = []
    weak: list[FiredRule] = []
    mark = next((mark for mark in link.rules.parking_marks if mark in link.raw_source), "")
    if mark:
        strong.append(fired("parking_mark", mark))
    if _offers_own_name(link):
        strong.append(fired("name_for_sale", link.page.text))
    notice = find_notice(link, "for_sale")
    if notice is not None:
        is_loud = notice.loudness >= Loudness.SHORT_PAGE
        (strong if is_loud else weak).append(fired("for_sale", notice.said))
    hosts = [*(each.host for each in link.page.links), *(frame.host for frame in link.page.frames)]
    parking = next((host for host in hosts if is_listed(host, link.rules.host_lists.parking)), "")
    if parking:
        (strong if len(link.page.text) < SHORT_TEXT else weak).append(fired("parking_link", parking))
    if link.standing.is_gone:
        weak.append(fired("markers_gone"))
    if strong or len(weak) >= 3:
        return concluded(Verdict.PARKED, "for_sale" if notice is not None else "parking_page", *strong, *weak)
    return None


def _offers_own_name(link: ExaminedLink) -> bool:
    """'charity.org is for sale': the host's own name beside a word of selling, in a short line."""
    host = link.final.host.removeprefix("www.") if link.final is not None else ""
    name, selling = folded(host), link.rules.phrase("selling")
    lines = f"{folded(link.page.title)}\n{link.page.words}".split("\n")
    is_offered = any(name in f" {line} " and len(line.split()) < 20 and selling.find(line) for line in lines)
    return bool(host) and (is_offered or _is_named_and_sold(link, name))


def _is_named_and_sold(link: ExaminedLink, name: str) -> bool:
    """Nothing but the host's name as a headline, and words of selling under it."""
    if not link.standing.is_gone or len(link.page.text) >= SHORT_TEXT:
        return False
    headlines = (link.page.title, *link.page.headings)
    is_headline = any(name in f" {folded(line)} " and len(line.split()) < 6 for line in headlines)
    lists = (link.rules.phrase("selling"), link.rules.phrase("selling_loosely"))
    return is_headline and any(listed.find(link.page.words) for listed in lists)


def _defaced(link: ExaminedLink) -> Judgement | None:
    signature = _signature(link)
    if signature:
        return concluded(Verdict.HIJACK_SUSPECT, "defaced", snippet=signature)
    notice = find_notice(link, "defaced")
    if notice is None or link.standing.is_intact:
        return None
    if notice.loudness < Loudness.HEADING and _takes_gifts_unmeasured(link):
        return None
    if notice.loudness is Loudness.IN_TEXT and not link.standing.is_gone:
        return None
    return concluded(Verdict.HIJACK_SUSPECT, "defaced", snippet=notice.said)


def _signature(link: ExaminedLink) -> str:
    """'Hacked by ...': who breaks in signs so, in a title, a heading or a line of its own, on a whole page too."""
    signed = link.rules.phrase("defaced_signature")
    before = folded(link.baseline.title) if link.baseline is not None else ""
    if not signed.find(link.page.words) and not signed.find(folded(link.page.title)):
        return ""
    for line in (link.page.title, *link.page.headings, *link.page.text.split("\n")):
        words = folded(line)
        said = signed.find(words) if len(words.split()) <= SIGNATURE_WORDS else ""
        if said and (words.startswith(f" {said}") or words.rstrip().endswith(said)) and not signed.find(before):
            return line
    return ""


def _takes_gifts_unmeasured(link: ExaminedLink) -> bool:
    """Nobody kept a yardstick, but the page has an account or a form: words alone do not condemn it."""
    return not link.standing.is_known and bool(link.targets)


def _spam(link: ExaminedLink) -> Judgement | None:
    """Words of gambling, pills and get-rich pages: only where the approved page is gone, or hidden links swarm."""
    swarm = _spam_links(link)
    if swarm is not None:
        return concluded(Verdict.HIJACK_SUSPECT, "injected_spam", swarm)
    title = folded(link.page.title)
    before = folded(link.baseline.title) if link.baseline is not None else " "
    in_title = link.rules.spam_strong.count(title) + link.rules.spam_weak.count(title)
    in_title -= link.rules.spam_strong.count(before) + link.rules.spam_weak.count(before)
    words = f"{title}{link.page.words}"
    if link.standing.is_gone:
        # What a page tells search engines and shows as pictures counts, where nothing of the approved page is left.
        words += folded(link.page.hidden_text)
    strong, weak = link.rules.spam_strong.count(words), link.rules.spam_weak.count(words)
    if link.standing.is_intact:
        likeness = title_likeness(link.page.title, link.baseline.title if link.baseline else "")
        is_plain = in_title >= 1 and link.rules.spam_strong.count(title) > link.rules.spam_strong.count(before)
        is_new_title = (in_title >= 2 or is_plain) and likeness < OTHER_TITLE
        return concluded(Verdict.HIJACK_SUSPECT, "spam_title", snippet=link.page.title) if is_new_title else None
    is_usurped = in_title > 0 and strong > 0 and strong + weak >= 2
    is_full_of_it = link.standing.is_gone and (strong >= 2 or strong + weak >= 4 or _is_about_spam(link, words))
    if is_usurped or is_full_of_it:
        return concluded(Verdict.HIJACK_SUSPECT, "usurped", snippet=f"{link.page.title} {link.page.text[:160]}")
    return None


def _is_about_spam(link: ExaminedLink, words: str) -> bool:
    """A page that speaks of hardly anything else, in few different words."""
    lists = (link.rules.spam_strong, link.rules.spam_weak)
    different = sum(each.count(words) for each in lists)
    said = sum(each.occurrences(words) for each in lists)
    return different >= DIFFERENT_SPAM and said >= SPAM_SHARE * max(1, len(words.split()))


def _spam_links(link: ExaminedLink) -> FiredRule | None:
    if link.baseline is None:
        return None
    before = set(link.baseline.outbound_hosts)
    new = [
        each for each in link.page.links if each.host and each.host not in before and not is_familiar(link, each.host)
    ]
    if len({each.host for each in new}) < MANY_NEW_HOSTS:
        hidden = [each for each in new[:500] if each.is_hidden and _speaks_spam(link, each.text)]
        is_hidden_farm = len({each.host for each in hidden}) >= HIDDEN_SPAM_LINKS
        return fired("injected_spam", f"{hidden[0].text} {hidden[0].url}") if is_hidden_farm else None
    spam = [each for each in new[:500] if each.is_hidden or _speaks_spam(link, f"{each.text} {each.url}")]
    return fired("injected_spam", f"{spam[0].text} {spam[0].url}") if len(spam) >= SPAM_LINKS else None


def _speaks_spam(link: ExaminedLink, text: str) -> bool:
    words = folded(text)
    return link.rules.spam_strong.count(words) > 0 or link.rules.spam_weak.count(words) > 0
