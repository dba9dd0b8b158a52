"""What templates of the maintainers' area call to write values, hosts and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent
from flask import Flask

from aidroute.domain import urls
from aidroute.domain.change_sentences import shown_lines
from aidroute.domain.domain_watch import Source
from aidroute.domain.look_alikes import shown_host
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.visitor_reports import WrongReason
from aidroute.domain.vocabulary import ChannelKind, ChannelStatus
from aidroute.web.languages import current_language
from aidroute.web.maintain.blueprint import hosts
from aidroute.web.translating import lazy_gettext as _
from aidroute.web.translating import looked_up
from aidroute.web.wording.changes import ACTIONS, SUBJECTS, field_label
from aidroute.web.wording.desk import REFUSALS, ROLES, STATUSES, risk_words
from aidroute.web.wording.domains import SOURCES, TURN_FIELDS
from aidroute.web.wording.links import MAIL_ANSWERS, PARTS, STATES, VERDICTS
from aidroute.web.wording.values import in_words
from aidroute.web.wording.visitors import REPORT_KINDS, SUGGESTION_KINDS, WRONG_REASONS
from aidroute.web.wording.words import CHANNEL_STATUS, KINDS

WHAT_TO_DO: dict[LinkState, str] = {
    LinkState.QUARANTINED: _(
        "Open the address on a safe device. Is it still theirs? If so, release it; if not, propose another or stop it."
    ),
    LinkState.DEAD: _("Look for the organization's new address and propose it, or stop the channel."),
    LinkState.DOWN: _("Nothing yet: the checker looks again. After some days, look for another address."),
    LinkState.UNSTABLE: _("Nothing yet: visitors are shown a caution until it is steady."),
    LinkState.BLOCKED: _("Open the address yourself. If it is well, confirm it: your word counts for 30 days."),
}


@dataclass(frozen=True, slots=True)
class HostInSight:
    """A host as a second person must see it: the true ASCII form, whose it is, and its own script beside it."""

    host: str
    domain: str
    own_script: str


def register_showing(app: Flask) -> None:
    """Give templates what they call."""
    app.jinja_env.globals.update(
        host_in_sight=host_in_sight,
        value_lines=value_lines,
        field_label=field_label,
        risk_words=risk_words,
        subject_word=lambda code: str(SUBJECTS.get(code, code)),
        action_word=lambda code: str(ACTIONS.get(code, code)),
        refusal_words=lambda code: str(REFUSALS[code]),
        role_words=lambda roles: ", ".join(str(ROLES.get(role, role)) for role in sorted(roles)),
        status_word=lambda code: str(STATUSES[code]),
        kind_word=lambda code: str(KINDS[ChannelKind(code)]),
        channel_status_word=lambda code: str(CHANNEL_STATUS[ChannelStatus(code)]),
        state_word=lambda code: str(STATES[LinkState(code)]),
        verdict_word=lambda code: str(VERDICTS[Verdict(code)]) if code else "",
        told_words=told_words,
        source_word=lambda code: str(SOURCES[Source(code)]),
        turn_word=lambda field: str(TURN_FIELDS[field]),
        part_word=lambda part: str(PARTS[part]),
        sentence=looked_up,
        percent_word=lambda number: format_percent(number / 100, locale=current_language()),
        mail_words=lambda answer: str(MAIL_ANSWERS[answer]),
        what_to_do=lambda state: str(WHAT_TO_DO.get(LinkState(state), "")),
    )


def value_lines(value: Any, subject_type: str = "", field: str = "") -> tuple[str, ...]:
    """A value as lines to compare, with our words where it is one of a closed list."""
    return shown_lines(in_words(subject_type, field, value))


def told_words(kind: str, reason: str) -> str:
    """What a visitor says, in our words."""
    if reason:
        return str(WRONG_REASONS[WrongReason(reason)])
    known = {str(code): str(word) for words in (REPORT_KINDS, SUGGESTION_KINDS) for code, word in words.items()}
    return known.get(kind, kind)


def host_in_sight(address: Any) -> HostInSight | None:
    """The host of a web or e-mail address; None for anything else."""
    text = str(address or "")
    host = _web_host(text) or (text.rpartition("@")[2].lower() if "@" in text and " " not in text else "")
    if not host:
        return None
    shown = shown_host(host)
    return HostInSight(host, hosts().registrable_domain(host), shown if shown != host else "")


def _web_host(text: str) -> str:
    try:
        return urls.parse(text, hosts()).host
    except urls.InvalidUrl:
        return ""
