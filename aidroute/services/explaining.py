"""Plain sentences for judgements: what happened, and what a person can do. English source texts.

The command line and the evidence page show them. ``N_`` only marks them for the translators; whoever shows a sentence
translates it.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidroute.domain.explanation import Explanation, WhatToDo, explain
from aidroute.domain.judgement import Judgement


def N_(text: str) -> str:  # noqa: N802 - the name that translation tools look for
    """Mark a text for the translators."""
    return text


@dataclass(frozen=True, slots=True)
class Sentences:
    """What happened, and what to do about it."""

    cause: str
    what_to_do: str


CAUSES = {
    "live": N_("The page answers and is the one that was approved."),
    "live.not_modified": N_("The server says that the page has not changed since it was last read."),
    "live.known_page": N_("The page is, byte for byte, the one that was last read in full and found well."),
    "degraded": N_("The page works, but something about it is not as it should be."),
    "degraded.slow": N_("The page works, but it took more than two seconds to answer."),
    "degraded.long_chain": N_("The page works, but only after more than five redirects."),
    "degraded.shortener": N_("The stored address is a short link. It still leads to the right page."),
    "degraded.foreign_hop": N_(
        "The link passes through somebody else's website before it comes back to the right one."
    ),
    "degraded.chain_incomplete": N_(
        "The server does not send its complete certificate chain. Browsers mend that, others may not."
    ),
    "degraded.address_failing": N_("The site has several servers and at least one of them did not answer."),
    "degraded.cookie_flood": N_("The page works, but it sets an unusual number of cookies."),
    "degraded.redesign": N_("The page takes gifts as before, but its title and text are new."),
    "degraded.new_script_origin": N_("The page loads a script from a host it did not use when it was approved."),
    "degraded.new_payment_script": N_(
        "The page loads a payment company's script that it did not use when it was approved."
    ),
    "degraded.hidden_frame": N_("The page holds an invisible frame from a host it did not use when it was approved."),
    "degraded.payment_provider_moved": N_(
        "The donation form now goes to another payment provider, one that a person approved."
    ),
    "degraded.payment_targets_missing": N_(
        "An account or form that was approved is no longer on the page; the others are."
    ),
    "degraded.new_account_number": N_("The page shows an account number that it did not show when it was approved."),
    "degraded.domain_expiring": N_("The registration of the domain ends soon."),
    "degraded.registrar_changed": N_("The domain moved to another registrar; the page itself is unchanged."),
    "degraded.name_servers_changed": N_(
        "The domain is answered by other name servers than before; the page itself is unchanged."
    ),
    "degraded.parking_name_server": N_(
        "A name server of the domain belongs to a parking service; the page itself is unchanged."
    ),
    "moved": N_("The server says that the page has moved for good, within the same website."),
    "tls_expiring": N_("The certificate of the site ends soon."),
    "blocked": N_("The server refuses to show the page to our checker. That says nothing about the page."),
    "blocked.bot_wall": N_("A bot wall stands before the page. Visitors pass it, our checker does not try to."),
    "blocked.robots": N_("The site asks our checker by name to stay away, and it does."),
    "blocked.undecodable": N_("The server sent the page in a compression we did not ask for."),
    "blocked.client_limit": N_("The answer is larger than what our checker reads."),
    "blocked.client_unsupported": N_("The server speaks only a newer protocol than our checker does."),
    "blocked.status_451": N_("The server refuses the page for legal reasons."),
    "rate_limited": N_("The server asked us to come back later."),
    "inconclusive": N_("The check failed on our side. It says nothing about the link."),
    "inconclusive.canary_failed": N_("Our own connection was down during the check."),
    "inconclusive.no_ipv6_here": N_("The site can only be reached over IPv6, which this installation does not have."),
    "inconclusive.bug": N_("An error inside the checker. It says nothing about the link."),
    "content_changed": N_("The page answers, but it is not the one that was approved."),
    "content_changed.markers_gone": N_("Hardly anything of the approved page is left, and nothing on it says why."),
    "content_changed.payment_targets_gone": N_("Every account and form that was approved has gone from the page."),
    "content_changed.payment_path_changed": N_("The form leads to another page at the same payment service."),
    "content_changed.new_account_number": N_(
        "The page shows an account number that it did not show when it was approved."
    ),
    "content_changed.type_changed": N_("The address now gives another kind of file than when it was approved."),
    "content_changed.document_changed": N_("The document behind the address is not the one that was approved."),
    "content_changed.offered_as_file": N_("The server hands the page out as a file to be saved instead of showing it."),
    "content_changed.not_a_page": N_("The address gives a file and not a page."),
    "timeout": N_("The server did not answer in time."),
    "timeout.slow_body": N_("The server began to send the page and did not finish in time."),
    "timeout.dns_temporary": N_("The name could not be looked up just now; other names could."),
    "timeout.connect_timeout": N_("No connection to the server could be made in time."),
    "refused": N_("The server refused the connection."),
    "server_error": N_("The server reports an error of its own."),
    "server_error.maintenance": N_("The server says that it is being maintained."),
    "protocol_error": N_("What came back was not a correct answer."),
    "protocol_error.bomb": N_("The server sent a small file that unfolds to an enormous one."),
    "protocol_error.no_location": N_("The server redirects, but does not say where to."),
    "protocol_error.bad_location": N_("The server redirects to something that is no address."),
    "protocol_error.broken_body": N_("The connection broke in the middle of the page."),
    "redirect_loop": N_("The redirects lead in a circle, or there are too many of them."),
    "auth_required": N_("The page asks for an account."),
    "auth_required.redirect_to_login": N_("The link leads to a sign-in page."),
    "auth_required.login_form": N_("Where the page was, there is a sign-in form."),
    "gone": N_("The server says that there is no such page."),
    "gone.status_410": N_("The server says that the page was removed for good."),
    "soft_404": N_("The server says that all is well, but the page is not there."),
    "soft_404.empty": N_("The server sends an empty page."),
    "soft_404.not_found": N_("The page itself says that it was not found."),
    "soft_404.not_found_path": N_("The link leads to the site's error page."),
    "soft_404.redirect_to_root": N_("The link leads to the home page; the page itself is no longer there."),
    "soft_404.campaign_closed": N_("The campaign is closed: the page says so, or the platform leads away from it."),
    "soft_404.suspended": N_("The web host has suspended the site."),
    "soft_404.default_page": N_("The server shows the page that comes with it; the site is not set up."),
    "soft_404.directory_listing": N_("The server shows a list of files where the page was."),
    "soft_404.error_page": N_("The page shows an error message."),
    "soft_404.maintenance": N_("The page says that the site is being maintained."),
    "soft_404.sibling_equal": N_("The site shows the same page for addresses that nobody made."),
    "dns_dead": N_("The name of the site no longer exists."),
    "dns_dead.dns_temporary_for_a_day": N_("The name of the site could not be looked up for a whole day."),
    "tls_invalid": N_("The certificate of the site is not valid."),
    "tls_invalid.certificate_expired": N_("The certificate of the site has expired."),
    "tls_invalid.certificate_self_signed": N_("The certificate of the site was made by itself; nobody vouches for it."),
    "tls_invalid.certificate_other_host": N_("The certificate belongs to another site."),
    "tls_invalid.certificate_unknown_authority": N_("Nobody whom browsers trust vouches for the certificate."),
    "tls_invalid.certificate_not_yet_valid": N_("The certificate is not valid yet."),
    "tls_invalid.certificate_revoked": N_("The certificate was withdrawn."),
    "tls_invalid.tls_protocol": N_("The server's encryption is too old, or it does not encrypt at all."),
    "tls_invalid.downgrade": N_("The link is encrypted, but a step on its way or its end is not."),
    "takeover_risk": N_("The name points to a hosting service where nobody claims it. Anybody could."),
    "parked": N_("The domain is parked or for sale."),
    "parked.parking_name_server": N_("The domain is now answered by the name servers of a parking service."),
    "hijack_suspect": N_("The address answers, but it no longer seems to belong to the organization."),
    "hijack_suspect.foreign_domain": N_("The link leads to another owner's domain."),
    "hijack_suspect.other_tenant": N_("The link leads to somebody else's page on the same platform."),
    "hijack_suspect.page_redirect": N_("The page sends its visitors, or some of them, to another owner's domain."),
    "hijack_suspect.payment_target_changed": N_(
        "The page asks for money to an account, wallet or form that nobody approved."
    ),
    "hijack_suspect.donation_link_changed": N_("The donate button leads to a host that was not on the page before."),
    "hijack_suspect.foreign_frame": N_("The page shows another owner's website in a frame."),
    "hijack_suspect.download": N_("The address hands out a program or an archive instead of a page."),
    "hijack_suspect.defaced": N_("The page says that it was broken into."),
    "hijack_suspect.usurped": N_("The page now advertises gambling, pills or the like."),
    "hijack_suspect.spam_title": N_("The title of the page advertises gambling, pills or the like."),
    "hijack_suspect.injected_spam": N_("Many links to unknown websites were put into the page."),
    "hijack_suspect.scare_page": N_("The page frightens visitors into calling or paying somebody."),
    "hijack_suspect.fake_check": N_("The page asks visitors to type commands into their computer."),
    "hijack_suspect.registered_after_approval": N_("The domain was registered anew after the link was approved."),
    "hijack_suspect.domain_lapsed": N_("The owner lost the registration of the domain or is about to."),
    "hijack_suspect.registrar_and_name_servers_changed": N_(
        "The domain has another registrar and other name servers, and the page is not the approved one."
    ),
    "malicious": N_("The address stands on a list of dangerous websites."),
    "unsafe_target": N_("The link leads to a place that no public page may lead to."),
    "unsafe_target.sinkhole": N_("The name of the site points nowhere, as blocked names do."),
    "unsafe_target.redirect_port": N_("The site redirects to a port that web pages do not use."),
    "unsafe_target.own_route": N_("The link leads back to this directory."),
    "invalid_url": N_("The stored address is not one that can be used."),
}
"""By cause code; a code without a sentence of its own has that of its verdict."""

ADVICE = {
    WhatToDo.NOTHING: N_("Nothing needs to be done."),
    WhatToDo.WAIT: N_("Wait: the checks go on and visitors are led again when the link is well."),
    WhatToDo.LOOK_IN_BROWSER: N_(
        "Open the page in a browser. If it is right, confirm it; the confirmation holds for 30 days."
    ),
    WhatToDo.PROPOSE_NEW_ADDRESS: N_("Propose the new address, so that a second person can accept it."),
    WhatToDo.ASK_ORGANIZATION: N_("Look for the new address on the organization's own site, or ask the organization."),
    WhatToDo.ASK_ABOUT_ACCOUNT: N_(
        "Ask the organization over a contact you knew before, never one from the page, whether the change is theirs."
    ),
    WhatToDo.REVIEW_CHANGE: N_("Compare the page with the approved one. If the change is theirs, confirm it."),
    WhatToDo.DECIDE_QUARANTINE: N_(
        "Nobody is sent there until a person decides. Ask the organization over a contact you knew before."
    ),
    WhatToDo.TELL_ABOUT_CERTIFICATE: N_("Tell the organization to renew or repair its certificate."),
    WhatToDo.TELL_ABOUT_DOMAIN: N_(
        "Tell the organization at once: it could lose its domain or has left a name open to others."
    ),
    WhatToDo.CORRECT_ADDRESS: N_("Correct the address."),
    WhatToDo.CHECK_OWN_NETWORK: N_(
        "Nothing about the link. If many checks end like this, look at this server's network."
    ),
}


def explained(judgement: Judgement) -> Sentences:
    """The English sentences for a judgement. Every judgement has them."""
    return sentences_for(explain(judgement.verdict, judgement.reason))


def sentences_for(explanation: Explanation) -> Sentences:
    """The English sentences behind an explanation's codes."""
    verdict = explanation.cause_code.partition(".")[0]
    cause = CAUSES.get(explanation.cause_code) or CAUSES[verdict]
    return Sentences(cause, ADVICE[explanation.what_to_do_code])
