"""What is said about a link: its state, the verdict of a check, and why a visitor is not simply taken there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aidroute.domain.mail import MailAnswer
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.services.comparing import Part
from aidroute.web.translating import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a link is not 'go': a few words for a badge, and a sentence."""

    short: str
    sentence: str


DOUBTS: Mapping[str, Doubt] = {
    # The visitor decides.
    "never_checked": Doubt(_("Not checked yet"), _("Our checker has not seen this link answer yet.")),
    "stale": Doubt(_("Not checked lately"), _("Our last good check of this link is more than two days old.")),
    "waiting_for_confirmation": Doubt(
        _("Last check found a problem"), _("The last check found something wrong. We look again before we say more.")
    ),
    "held": Doubt(_("Last check unclear"), _("The last check was not clear. We look again before we say more.")),
    "unstable": Doubt(_("Works on and off"), _("This link has worked and failed by turns in the last day.")),
    "blocked_unverified": Doubt(
        _("Could not be checked"),
        _("This site lets no checking program in, and no person has looked at it lately."),
    ),
    "ground_not_clean": Doubt(
        _("Domain not certain"),
        _(
            "Something about this domain changed, such as its registration or its certificate, "
            "or could not be found out lately. Look closely before you give."
        ),
    ),
    "reported_wrong": Doubt(
        _("Reported as wrong"), _("Visitors told us that this link is wrong. A person will look at it.")
    ),
    "not_confirmed_now": Doubt(
        _("Did not answer just now"), _("We looked at this link a moment ago, and it did not answer in time.")
    ),
    "not_open_today": Doubt(
        _("Not open today"), _("This channel is open between certain dates only, and today lies outside them.")
    ),
    "write_first": Doubt(_("Write or call first"), _("This is no web page. Write or call, and ask how to give.")),
    # Nobody is sent.
    "quarantined": Doubt(
        _("Stopped for safety"),
        _("This address may no longer belong to the organization. We send nobody there until a person has looked."),
    ),
    "down": Doubt(_("Not working"), _("This page did not work in our last checks.")),
    "dead": Doubt(_("Gone"), _("This page has been gone for days.")),
    "retired": Doubt(_("Taken out of the list"), _("This channel was taken out of the list.")),
    "forbidden_by_law": Doubt(_("Closed by law"), _("The site says that it may not show this page for legal reasons.")),
    "no_link": Doubt(_("No checked address"), _("We have no checked address for this channel.")),
    "takes_no_mail": Doubt(
        _("Takes no mail"),
        _("The domain of this e-mail address takes no mail now, or does not exist any more."),
    ),
    "mail_returned": Doubt(
        _("Domain was gone"),
        _(
            "The domain of this e-mail address was gone and is there again, perhaps in other hands. "
            "We show the address to nobody until a person has looked."
        ),
    ),
    "not_approved": Doubt(
        _("Not approved yet"), _("This address was seen in a source. No person has approved it yet.")
    ),
}

UNKNOWN_DOUBT = Doubt(
    _("Not certain"), _("Something about this link is not clear to us. Look closely before you give.")
)

STATES: Mapping[LinkState, str] = {
    LinkState.UNVERIFIED: _("not checked yet"),
    LinkState.LIVE: _("works"),
    LinkState.SUSPECT: _("last check unclear"),
    LinkState.DOWN: _("not working"),
    LinkState.DEAD: _("gone"),
    LinkState.BLOCKED: _("lets no checker in"),
    LinkState.UNSTABLE: _("works on and off"),
    LinkState.QUARANTINED: _("stopped for safety"),
    LinkState.RETIRED: _("taken out of the list"),
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.LIVE: _("the page is there and as it was"),
    Verdict.DEGRADED: _("the page is there, but slow or incomplete"),
    Verdict.MOVED: _("the page has moved to another address of the same owner"),
    Verdict.TLS_EXPIRING: _("the page is there; its certificate runs out soon"),
    Verdict.BLOCKED: _("the site lets no checking program in"),
    Verdict.RATE_LIMITED: _("the site asked us to come back later"),
    Verdict.INCONCLUSIVE: _("the check could not tell"),
    Verdict.CONTENT_CHANGED: _("the page changed much since a person approved it"),
    Verdict.TIMEOUT: _("the site did not answer in time"),
    Verdict.REFUSED: _("the site refused the connection"),
    Verdict.SERVER_ERROR: _("the site answered with an error of its own"),
    Verdict.PROTOCOL_ERROR: _("the site's answer could not be read"),
    Verdict.REDIRECT_LOOP: _("the address leads round in a circle"),
    Verdict.AUTH_REQUIRED: _("the page asks for a password"),
    Verdict.GONE: _("the page is gone"),
    Verdict.SOFT_404: _("the site says that the page does not exist"),
    Verdict.DNS_DEAD: _("the domain does not exist any more"),
    Verdict.TLS_INVALID: _("the site cannot prove who it is"),
    Verdict.TAKEOVER_RISK: _("the address points at a place that anybody could take"),
    Verdict.PARKED: _("the domain is parked or for sale"),
    Verdict.HIJACK_SUSPECT: _("the address may belong to somebody else now"),
    Verdict.MALICIOUS: _("the site is on a list of dangerous sites"),
    Verdict.UNSAFE_TARGET: _("the address leads to a place that is not public"),
    Verdict.INVALID_URL: _("the address cannot be used"),
}


PARTS: Mapping[Part, str] = {
    Part.PAYMENT_TARGETS: _("Where it asks for money"),
    Part.FINAL_URL: _("Where the link ends"),
    Part.TITLE: _("Title"),
    Part.TEXT: _("Text"),
    Part.MARKERS: _("Words looked for"),
    Part.FRAMES: _("Frames from"),
    Part.SCRIPTS: _("Scripts from"),
    Part.OUTBOUND_HOSTS: _("Links to"),
    Part.CONTENT_TYPE: _("Kind of file"),
}
"""The parts of a page that are compared with the approved one."""


MAIL_ANSWERS: Mapping[MailAnswer, str] = {
    MailAnswer.ACCEPTS: _("The domain of this address takes mail."),
    MailAnswer.REFUSES: _("The domain of this address says that it takes no mail."),
    MailAnswer.NO_DOMAIN: _("The domain of this address does not exist any more."),
    MailAnswer.NO_EXCHANGE: _("The domain of this address names no mail server."),
    MailAnswer.RETURNED: _("The domain of this address was gone and is there again, perhaps in other hands."),
    MailAnswer.UNKNOWN: _("The domain of this address gave no answer yet."),
}


def doubt(code: str) -> Doubt:
    """The words for a code of a link's state; careful general words for a code we do not know."""
    return DOUBTS.get(code, UNKNOWN_DOUBT)
