"""Money led elsewhere: accounts, payees, forms, frames and buttons that nobody approved."""

from __future__ import annotations

import re

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.judgement import Judgement, fired
from aidroute.domain.page_facts import Frame, PageLink
from aidroute.domain.payees import PAYEE_KINDS, swapped_payees
from aidroute.domain.phrases import folded
from aidroute.domain.rules import is_listed
from aidroute.domain.same_account import is_same_account
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.whereabouts import is_own_host

FEW_WORDS = 40
LITTLE_TEXT = 200
BUTTON_WORDS = 6
STORY_WORDS = 2
_PAYEES = tuple(f"{kind}:" for kind in PAYEE_KINDS)
TRACKING = ("utm_", "mtm_")
"""How names begin that statistics use."""
_OWN_APPEAL = re.compile(r"(?:campaign|fund|project)(?:[_.-]?(?:id|no|nr|num|number|code|key|name|slug|uuid))?\Z")
SOFT_KINDS = frozenset({"account", "mail", "way", "letter"})
"""Targets that are found by the words around them, not by a checksum: new ones need a person, swapped ones alarm."""


def new_targets(link: ExaminedLink) -> tuple[str, ...]:
    """Payment targets on the page that no person approved. Needs a baseline: without one nothing is known to be new.

    A payee at an approved service counts when it stands where another one stood.
    """
    new, missing = link.differences.new_payment_targets, link.differences.missing_payment_targets
    approved = link.baseline.payment_targets if link.baseline else ()
    plain = [each for each in new if not each.startswith(_PAYEES) and not _is_allowed(link, each)]
    swapped = swapped_payees(new, missing, "payee")
    return (
        *(each for each in plain if not is_same_account(each, approved)),
        *(each for each in swapped if not _leads_nowhere_else(link, each)),
    )


def moved_targets(link: ExaminedLink) -> tuple[str, ...]:
    """New targets at hosts that a person did approve: the maintainers should hear of them."""
    new = link.differences.new_payment_targets
    return tuple(target for target in new if not target.startswith(_PAYEES) and _is_allowed(link, target))


def is_new_frame(link: ExaminedLink, frame: Frame) -> bool:
    """A frame from a host that is neither the link's, nor was there at approval, nor a video, map or consent box."""
    known = link.baseline.frame_origins if link.baseline else ()
    return bool(frame.host) and frame.host not in known and not is_familiar(link, frame.host)


def _leads_nowhere_else(link: ExaminedLink, payee: str) -> bool:
    """A name that tells visits apart, a mailbox of the own domain, or which of its own appeals an own form gives to."""
    place, _, value = payee.removeprefix("payee:").partition("=")
    host, _, name = place.partition("/")
    if name.startswith(TRACKING):
        return True
    registrable, own = link.rules.hosts.registrable_domain, link.identity.registrable_domain
    if "@" in value:
        return registrable(value.rpartition("@")[2]) == own != ""
    # On a platform the campaign is whose money it is.
    is_shared = bool(link.identity.tenant_prefix) or is_listed(host, link.rules.host_lists.processors)
    return bool(_OWN_APPEAL.match(name)) and not is_shared and registrable(host) == own != ""


def _is_allowed(link: ExaminedLink, target: str) -> bool:
    kind, _, value = target.partition(":")
    if kind in {"paypal", "mail"} and "@" in value:
        # Whoever has the domain has its mailboxes: nothing is led elsewhere.
        host = value.rpartition("@")[2]
        return link.rules.hosts.registrable_domain(host) == link.identity.registrable_domain != ""
    if kind not in {"form", "link"}:
        return False
    host = value.partition("/")[0]
    if not is_own_host(host, link.identity, link.rules):
        return False
    approved = link.baseline.payment_targets if link.baseline else ()
    # On a platform the host says nothing: another path there is another charity.
    return kind == "form" or not any(other.startswith(f"link:{host}/") for other in approved)


def is_familiar(link: ExaminedLink, host: str) -> bool:
    """A host of the link's own, or of a video, map, post or consent service that asks for no money."""
    return is_own_host(host, link.identity, link.rules) or is_listed(host, link.rules.host_lists.embeds)


def swapped_target(link: ExaminedLink) -> Judgement | None:
    """An account, wallet, payee or form that nobody approved, hidden or shown."""
    new = new_targets(link)
    hard = [target for target in new if target.partition(":")[0] not in SOFT_KINDS]
    missing = {target.partition(":")[0] for target in link.differences.missing_payment_targets}
    swapped = [target for target in new if target.partition(":")[0] in SOFT_KINDS & missing]
    found = [*hard, *swapped]
    if not found:
        return None
    rules = [fired("payment_target_changed", target) for target in found[:5]]
    return concluded(Verdict.HIJACK_SUSPECT, "payment_target_changed", *rules)


def swapped_button(link: ExaminedLink) -> Judgement | None:
    """A button that says donate and leads to a host that was not on the page before.

    A longer text counts as a button when the approved place to pay has gone from the page at the same time.
    """
    if link.baseline is None:
        return None
    now = {each.host.removeprefix("www.") for each in link.page.links}
    before = {host.removeprefix("www.") for host in link.baseline.outbound_hosts}
    own = link.identity.registrable_domain
    has_lost_one = any(
        host not in now and is_own_host(host, link.identity, link.rules) and not host.endswith(own) for host in before
    )
    for each in link.page.links:
        is_new = each.host.removeprefix("www.") not in before
        is_strange = each.host and is_new and not is_own_host(each.host, link.identity, link.rules)
        if is_strange and _is_donate_button(link, each, is_only_way=has_lost_one):
            return concluded(Verdict.HIJACK_SUSPECT, "donation_link_changed", snippet=f"{each.text} {each.url}")
    return None


def _is_donate_button(link: ExaminedLink, each: PageLink, *, is_only_way: bool) -> bool:
    """A link that tells its reader to give. One that tells about gifts, in the middle of a story, is none."""
    words = folded(each.text)
    length = len(words.split())
    if is_only_way and link.rules.says_donate(words):
        return True
    if each.is_marked and length <= BUTTON_WORDS and not each.is_within_text:
        return True
    if link.rules.phrase("no_money").find(words) == words.strip():
        return False
    said = link.rules.phrase("donate_button").find(words)
    is_short = length <= BUTTON_WORDS and not (each.is_within_text and length > STORY_WORDS)
    return bool(said) and is_short and (length <= STORY_WORDS + 1 or words.startswith(f" {said}"))


def strange_frame(link: ExaminedLink) -> Judgement | None:
    """A frame from a stranger that people see: over a page that lost its own text, or new beside the old one."""
    page = link.page
    for frame in page.frames:
        if frame.is_hidden or not is_new_frame(link, frame):
            continue
        if link.baseline is not None or (len(page.text) < LITTLE_TEXT and page.word_count < FEW_WORDS):
            return concluded(Verdict.HIJACK_SUSPECT, "foreign_frame", snippet=frame.url)
    return None
