"""What maintainers are told: why a value is not taken, what to look at twice, why a decision is not theirs."""

from __future__ import annotations

from collections.abc import Mapping

from aidroute.domain.edit import FieldProblem
from aidroute.domain.field_values import ValueProblem
from aidroute.domain.host_names import UrlProblem
from aidroute.domain.password import PasswordProblem
from aidroute.domain.review import ADMINISTRATOR, MAINTAINER, ProposalStatus, Refusal
from aidroute.domain.risks import Risk, RiskCode
from aidroute.web.translating import gettext
from aidroute.web.translating import lazy_gettext as _

PROBLEMS: Mapping[str, str] = {
    ValueProblem.UNKNOWN_FIELD: _("This cannot be set here."),
    ValueProblem.FIXED: _("This is said once, when the entry is made. Make a new entry instead."),
    ValueProblem.MISSING: _("Please fill this in."),
    ValueProblem.WRONG_SHAPE: _("This was not sent as our form sends it."),
    ValueProblem.TOO_LONG: _("This is too long."),
    ValueProblem.TOO_MANY: _("These are too many."),
    ValueProblem.UNKNOWN_WORD: _("We do not know this one: choose from the list, or write its usual code."),
    ValueProblem.BAD_SLUG: _("Use small Latin letters, digits and single hyphens."),
    ValueProblem.NOT_A_RECIPIENT: _("Appeals name this organization, but not as one that takes gifts."),
    ValueProblem.TAKEN_SLUG: _("This name is taken, or a proposal with it is waiting."),
    ValueProblem.BAD_DATE: _("Write the date like 2026-03-31."),
    ValueProblem.BAD_DATE_ORDER: _("This lies before the beginning."),
    ValueProblem.BAD_PATH: _("A path begins with a slash and has no spaces: /their-name"),
    ValueProblem.BAD_DOMAIN: _("Write a domain as somebody registered it: example.org, not www.example.org, not org."),
    ValueProblem.BAD_EMAIL: _("This is no e-mail address we can read."),
    ValueProblem.BAD_PHONE: _("Write digits, spaces and a plus sign: +000 00 000000"),
    ValueProblem.BAD_LANGUAGE: _("Write the language as a code like en, hy, ru or fr."),
    ValueProblem.BAD_PORT: _("The address names a port. Only the usual one is checked and shown."),
    ValueProblem.NO_REASON: _("Say why: the other person and every visitor of the page of changes read it."),
    ValueProblem.NO_OPERATOR_NAME: _("Say who passes the gifts on."),
    ValueProblem.URL_NOT_FOR_KIND: _("This kind has no web address. Leave it empty, or choose another kind."),
    ValueProblem.ADDRESS_NOT_FOR_KIND: _("A web page needs no other address. Leave it empty, or choose another kind."),
    ValueProblem.NOTHING_CHANGED: _("Nothing was changed, so there is nothing to save."),
    UrlProblem.SCHEME: _("The address must begin with https:// (or http://)."),
    UrlProblem.USERINFO: _("The address has a name before an @ sign: that is a way to hide where it leads."),
    UrlProblem.IP_LITERAL: _("The address is a bare number of a machine. Use the name of the site."),
    UrlProblem.LOCALHOST: _("The address leads to this machine itself."),
    UrlProblem.INVISIBLE_CHARACTER: _("The address has an invisible character in it. Type it by hand."),
    UrlProblem.CONTROL_CHARACTER: _("The address has a space or a line break in it."),
    UrlProblem.BACKSLASH: _("The address has a backslash in it."),
    UrlProblem.NOT_PUBLIC: _("The site's name has no ending that anybody can register."),
    UrlProblem.TOO_LONG: _("The address is longer than 2048 characters."),
}

RISKS: Mapping[RiskCode, str] = {
    RiskCode.DOMAIN_CHANGES: _("Gifts would go to another owner's domain than before"),
    RiskCode.NEW_DOMAIN: _("This organization has no other address on this domain"),
    RiskCode.NOT_ENCRYPTED: _("The address is not encrypted (http)"),
    RiskCode.LOOK_ALIKE: _("Looks like another domain in the directory"),
    RiskCode.PUNYCODE: _("The name is written in another script; this is its true form"),
    RiskCode.MIXED_SCRIPTS: _("The name mixes letters of several scripts"),
    RiskCode.ALLOWS_DOMAIN: _("Another domain may answer for this address"),
    RiskCode.OPERATOR_CHANGES: _("Somebody else would run it"),
    RiskCode.CONTACT_CHANGES: _("Visitors would write to or call another place"),
    RiskCode.TEXT_NAMES_TARGET: _("A text names an address, an account or a number"),
    RiskCode.BECOMES_APPROVED: _("Visitors would be led there from now on"),
}

REFUSALS: Mapping[Refusal, str] = {
    Refusal.NOT_ALLOWED: _("Your account may not decide proposals."),
    Refusal.ALREADY_DECIDED: _("This proposal was decided already."),
    Refusal.OWN_PROPOSAL: _("This is your own proposal and decides where money goes. Another person must accept it."),
    Refusal.NOBODY_PROPOSED: _(
        "No maintainer stands behind this proposal yet. One of you checks it and takes it over; another one accepts it."
    ),
    Refusal.NOT_YOURS: _("Only the person who proposed it can take it back. You can reject it."),
    Refusal.ALREADY_PROPOSED: _("A maintainer stands behind this proposal already."),
}

STATUSES: Mapping[ProposalStatus, str] = {
    ProposalStatus.WAITING: _("waits for another person"),
    ProposalStatus.ACCEPTED: _("accepted"),
    ProposalStatus.REJECTED: _("rejected"),
    ProposalStatus.WITHDRAWN: _("taken back"),
}

PASSWORD_PROBLEMS: Mapping[PasswordProblem, str] = {
    PasswordProblem.TOO_SHORT: _("Use at least 12 characters. Four plain words are easy to keep in mind."),
    PasswordProblem.TOO_LONG: _("Use at most 128 characters."),
    PasswordProblem.TOO_PLAIN: _("This repeats a few characters or follows the keyboard. Choose other words."),
    PasswordProblem.COMMON: _("Passwords like this are tried first. Choose other words."),
    PasswordProblem.ABOUT_YOU: _("This is made of your name or address. Choose other words."),
}

ACCOUNT_PROBLEMS: Mapping[str, str] = {
    "own_account": _("You cannot close your own account. Ask another administrator."),
    "unknown": _("There is no such account any more."),
}


ROLES: Mapping[str, str] = {MAINTAINER: _("Maintainer"), ADMINISTRATOR: _("Administrator")}


def problem_words(problem: FieldProblem) -> str:
    """Why a value is not taken, with the part that is meant."""
    words = str(PROBLEMS.get(problem.code) or _("We cannot read this."))
    return gettext("%(what)s: %(why)s", what=problem.text, why=words) if problem.text else words


def risk_words(risk: Risk) -> str:
    """One mark in words, without the text it is about."""
    return str(RISKS[risk.code])
