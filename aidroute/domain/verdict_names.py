"""The closed set of verdicts of one check, their classes, and the states a link can be in."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What the facts of one check mean. 'Could not tell' has names of its own."""

    LIVE = "live"
    DEGRADED = "degraded"
    MOVED = "moved"
    TLS_EXPIRING = "tls_expiring"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    INCONCLUSIVE = "inconclusive"
    CONTENT_CHANGED = "content_changed"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    SERVER_ERROR = "server_error"
    PROTOCOL_ERROR = "protocol_error"
    REDIRECT_LOOP = "redirect_loop"
    AUTH_REQUIRED = "auth_required"
    GONE = "gone"
    SOFT_404 = "soft_404"
    DNS_DEAD = "dns_dead"
    TLS_INVALID = "tls_invalid"
    TAKEOVER_RISK = "takeover_risk"
    PARKED = "parked"
    HIJACK_SUSPECT = "hijack_suspect"
    MALICIOUS = "malicious"
    UNSAFE_TARGET = "unsafe_target"
    INVALID_URL = "invalid_url"


class VerdictClass(StrEnum):
    """How much a verdict weighs in the state machine."""

    OK = "ok"
    WARN = "warn"
    UNKNOWN = "unknown"
    BAD_TRANSIENT = "bad_transient"
    BAD_HARD = "bad_hard"
    DANGER = "danger"


CLASS_OF: dict[Verdict, VerdictClass] = {
    Verdict.LIVE: VerdictClass.OK,
    Verdict.DEGRADED: VerdictClass.WARN,
    Verdict.MOVED: VerdictClass.WARN,
    Verdict.TLS_EXPIRING: VerdictClass.WARN,
    Verdict.BLOCKED: VerdictClass.UNKNOWN,
    Verdict.RATE_LIMITED: VerdictClass.UNKNOWN,
    Verdict.INCONCLUSIVE: VerdictClass.UNKNOWN,
    Verdict.CONTENT_CHANGED: VerdictClass.UNKNOWN,
    Verdict.TIMEOUT: VerdictClass.BAD_TRANSIENT,
    Verdict.REFUSED: VerdictClass.BAD_TRANSIENT,
    Verdict.SERVER_ERROR: VerdictClass.BAD_TRANSIENT,
    Verdict.PROTOCOL_ERROR: VerdictClass.BAD_TRANSIENT,
    Verdict.REDIRECT_LOOP: VerdictClass.BAD_HARD,
    Verdict.AUTH_REQUIRED: VerdictClass.BAD_HARD,
    Verdict.GONE: VerdictClass.BAD_HARD,
    Verdict.SOFT_404: VerdictClass.BAD_HARD,
    Verdict.DNS_DEAD: VerdictClass.BAD_HARD,
    Verdict.TLS_INVALID: VerdictClass.BAD_HARD,
    Verdict.TAKEOVER_RISK: VerdictClass.DANGER,
    Verdict.PARKED: VerdictClass.DANGER,
    Verdict.HIJACK_SUSPECT: VerdictClass.DANGER,
    Verdict.MALICIOUS: VerdictClass.DANGER,
    Verdict.UNSAFE_TARGET: VerdictClass.DANGER,
    Verdict.INVALID_URL: VerdictClass.DANGER,
}


class LinkState(StrEnum):
    """The verdicts of a link over time, with hysteresis."""

    UNVERIFIED = "unverified"
    LIVE = "live"
    SUSPECT = "suspect"
    DOWN = "down"
    DEAD = "dead"
    BLOCKED = "blocked"
    UNSTABLE = "unstable"
    QUARANTINED = "quarantined"
    RETIRED = "retired"
