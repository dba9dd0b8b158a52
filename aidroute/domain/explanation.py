"""Why a judgement came out as it did and what a person can do, as codes; ``services.explaining`` has the sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aidroute.domain.verdict_names import Verdict


class WhatToDo(StrEnum):
    """What a maintainer can do about a judgement."""

    NOTHING = "nothing"
    WAIT = "wait"
    """The checks go on by themselves."""
    LOOK_IN_BROWSER = "look_in_browser"
    """Machines can't see it: a person looks and confirms."""
    PROPOSE_NEW_ADDRESS = "propose_new_address"
    ASK_ORGANIZATION = "ask_organization"
    ASK_ABOUT_ACCOUNT = "ask_about_account"
    """Ask over a channel known before, never over the page itself."""
    REVIEW_CHANGE = "review_change"
    """Compare with the approved page, then approve the new one or quarantine."""
    DECIDE_QUARANTINE = "decide_quarantine"
    TELL_ABOUT_CERTIFICATE = "tell_about_certificate"
    TELL_ABOUT_DOMAIN = "tell_about_domain"
    CORRECT_ADDRESS = "correct_address"
    CHECK_OWN_NETWORK = "check_own_network"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Keys of two sentences: what happened, what to do."""

    cause_code: str
    """'<verdict>.<reason>', or '<verdict>' without a reason."""
    what_to_do_code: WhatToDo


_BY_VERDICT = {
    Verdict.LIVE: WhatToDo.NOTHING,
    Verdict.DEGRADED: WhatToDo.NOTHING,
    Verdict.MOVED: WhatToDo.PROPOSE_NEW_ADDRESS,
    Verdict.TLS_EXPIRING: WhatToDo.TELL_ABOUT_CERTIFICATE,
    Verdict.BLOCKED: WhatToDo.LOOK_IN_BROWSER,
    Verdict.RATE_LIMITED: WhatToDo.WAIT,
    Verdict.INCONCLUSIVE: WhatToDo.CHECK_OWN_NETWORK,
    Verdict.CONTENT_CHANGED: WhatToDo.REVIEW_CHANGE,
    Verdict.TIMEOUT: WhatToDo.WAIT,
    Verdict.REFUSED: WhatToDo.WAIT,
    Verdict.SERVER_ERROR: WhatToDo.WAIT,
    Verdict.PROTOCOL_ERROR: WhatToDo.ASK_ORGANIZATION,
    Verdict.REDIRECT_LOOP: WhatToDo.ASK_ORGANIZATION,
    Verdict.AUTH_REQUIRED: WhatToDo.ASK_ORGANIZATION,
    Verdict.GONE: WhatToDo.ASK_ORGANIZATION,
    Verdict.SOFT_404: WhatToDo.ASK_ORGANIZATION,
    Verdict.DNS_DEAD: WhatToDo.ASK_ORGANIZATION,
    Verdict.TLS_INVALID: WhatToDo.TELL_ABOUT_CERTIFICATE,
    Verdict.TAKEOVER_RISK: WhatToDo.TELL_ABOUT_DOMAIN,
    Verdict.PARKED: WhatToDo.DECIDE_QUARANTINE,
    Verdict.HIJACK_SUSPECT: WhatToDo.DECIDE_QUARANTINE,
    Verdict.MALICIOUS: WhatToDo.DECIDE_QUARANTINE,
    Verdict.UNSAFE_TARGET: WhatToDo.DECIDE_QUARANTINE,
    Verdict.INVALID_URL: WhatToDo.CORRECT_ADDRESS,
}

_BY_REASON = {
    "shortener": WhatToDo.PROPOSE_NEW_ADDRESS,
    "domain_expiring": WhatToDo.TELL_ABOUT_DOMAIN,
    "registrar_changed": WhatToDo.LOOK_IN_BROWSER,
    "name_servers_changed": WhatToDo.LOOK_IN_BROWSER,
    "foreign_hop": WhatToDo.REVIEW_CHANGE,
    "redesign": WhatToDo.REVIEW_CHANGE,
    "new_script_origin": WhatToDo.REVIEW_CHANGE,
    "payment_provider_moved": WhatToDo.REVIEW_CHANGE,
    "payment_targets_missing": WhatToDo.REVIEW_CHANGE,
    "new_account_number": WhatToDo.ASK_ABOUT_ACCOUNT,
    "payment_target_changed": WhatToDo.ASK_ABOUT_ACCOUNT,
    "donation_link_changed": WhatToDo.ASK_ABOUT_ACCOUNT,
    "document_changed": WhatToDo.REVIEW_CHANGE,
    "maintenance": WhatToDo.WAIT,
    "no_ipv6_here": WhatToDo.LOOK_IN_BROWSER,
    "redirect_port": WhatToDo.ASK_ORGANIZATION,
}


def explain(verdict: Verdict, reason: str = "") -> Explanation:
    """The keys of a verdict's plain-language explanation. Every verdict has one, whatever its reason."""
    cause = f"{verdict.value}.{reason}" if reason else verdict.value
    return Explanation(cause, _BY_REASON.get(reason, _BY_VERDICT[verdict]))
