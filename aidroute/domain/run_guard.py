"""Is it them, or is it us? When too much fails at once, our own network is the likelier cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from aidroute.domain.verdict_names import Verdict

FEWEST_HOSTS = 20
FAILING_SHARE = 0.30
FEWEST_CAPTURED = 5

NETWORK_VERDICTS = frozenset({Verdict.TIMEOUT, Verdict.REFUSED, Verdict.DNS_DEAD, Verdict.PROTOCOL_ERROR})
"""What a dead uplink, a broken resolver or a filtering gateway look like from here."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """One link's result within a run, as far as the guard needs it."""

    host: str
    organization: str
    verdict: Verdict
    was_live: bool
    """Whether the link was in state live before this run."""
    is_network_failure: bool = False
    """True for verdicts of the network classes and for certificate errors met while the page was fine before."""
    foreign_domain: str = ""
    """Registrable domain the link ended on when that is neither its own nor allowed; '' otherwise."""


@dataclass(frozen=True, slots=True)
class RunFinding:
    """Whether a run's results may move states. ``reason`` is a code for the operator."""

    is_conclusive: bool
    reason: str = ""
    detail: str = ""


def judge_run(results: Iterable[RunResult], *, canary_failed: bool = False) -> RunFinding:
    """Whether a whole run may be believed (liveness 2.2, run guard).

    It may not when the canary failed; when more than 30 % of at least 20 hosts that were live fail with network
    verdicts; or when links of five organizations end on one foreign domain (a captive portal).
    """
    if canary_failed:
        return RunFinding(False, "canary_failed")
    listed = list(results)
    failing: dict[str, bool] = {}
    for result in listed:
        if result.was_live:
            is_failing = result.is_network_failure or result.verdict in NETWORK_VERDICTS
            failing[result.host] = failing.get(result.host, True) and is_failing
    failed = sum(failing.values())
    if len(failing) >= FEWEST_HOSTS and failed > FAILING_SHARE * len(failing):
        return RunFinding(False, "mass_failure", f"{failed} of {len(failing)} hosts")
    captured: dict[str, set[str]] = defaultdict(set)
    for result in listed:
        if result.foreign_domain:
            captured[result.foreign_domain].add(result.organization)
    portal = max(captured, key=lambda domain: (len(captured[domain]), domain), default="")
    if portal and len(captured[portal]) >= FEWEST_CAPTURED:
        return RunFinding(False, "captive_portal", f"{len(captured[portal])} organizations led to {portal}")
    return RunFinding(True)
