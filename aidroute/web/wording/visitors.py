"""The words around what visitors tell us: reports, suggestions, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping

from aidroute.domain.visitor_reports import Outcome, ReportKind, SuggestionKind, WrongReason
from aidroute.web.translating import lazy_gettext as _

WRONG_REASONS: Mapping[WrongReason, str] = {
    WrongReason.NOT_THEIRS: _("The page belongs to somebody else"),
    WrongReason.OTHER_ACCOUNT: _("The account or the payee is not theirs"),
    WrongReason.BROKEN: _("The page does not open, or is not there"),
    WrongReason.NO_GIFTS: _("There is no way to give there"),
    WrongReason.OTHER: _("Something else"),
}

WORKS = _("It works for me")

REPORT_KINDS: Mapping[ReportKind, str] = {
    ReportKind.WRONG: _("A link is wrong"),
    ReportKind.WORKS: _("A link works after all"),
}

SUGGESTION_KINDS: Mapping[SuggestionKind, str] = {
    SuggestionKind.ORGANIZATION: _("An organization is missing"),
    SuggestionKind.CORRECTION: _("Something in an entry is wrong or missing"),
    SuggestionKind.REMOVAL: _("An entry should be taken out"),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.WAITING: _("Waiting for a maintainer to look at it"),
    Outcome.ACCEPTED: _("A maintainer looked and agrees"),
    Outcome.REJECTED: _("A maintainer looked and does not agree"),
}
