"""Which results of a run may be written, which must wait, and which are not believed.

A result that could be our own fault (no connection, no name, everybody redirected to one place) is not written when it
comes in: it waits until twenty seconds have passed or the run has nothing left to do. Then the canary is asked, so its
answer is newer than the failure; and by then the other results of the same minute are there to compare with.
Results that only the other side can have made (a page, a 404) are written at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from aidroute.domain.judgement import Judgement
from aidroute.domain.run_guard import NETWORK_VERDICTS, RunFinding, RunResult, judge_run
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.services.check_recording import Finding
from aidroute.services.own_network import OwnNetwork

NEVER_YET = float("-inf")
DOUBT_S = 20.0
COMPARED_S = 60.0

OrganizationsOf = Callable[[Sequence[int]], Mapping[int, str]]
RegistrableDomain = Callable[[str], str]

COULD_BE_OURS = NETWORK_VERDICTS | {Verdict.TLS_INVALID}


@dataclass(frozen=True, slots=True)
class Seen:
    """A result and when it came in, on the monotonic clock."""

    at: float
    finding: Finding
    foreign_domain: str = ""
    organization: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether our own network could have made it."""
        return bool(self.foreign_domain) or self.finding.examined.judgement.verdict in COULD_BE_OURS

    def result(self) -> RunResult:
        """What the run guard compares."""
        was_live = self.finding.link.status.state is LinkState.LIVE
        verdict = self.finding.examined.judgement.verdict
        return RunResult(
            host=self.finding.link.host,
            organization=self.organization,
            verdict=verdict,
            was_live=was_live,
            is_network_failure=verdict in COULD_BE_OURS,
            foreign_domain=self.foreign_domain,
        )


@dataclass(frozen=True, slots=True)
class Sorted:
    """What to do with the results so far. When the run is not conclusive, ``write`` holds frozen findings only."""

    write: list[Finding]
    run: RunFinding


class RunWindow:
    """The results of one run that are still compared with each other."""

    def __init__(
        self, network: OwnNetwork, registrable_domain: RegistrableDomain, organizations_of: OrganizationsOf
    ) -> None:
        """Compare by the domains that ``registrable_domain`` names and the owners that ``organizations_of`` finds."""
        self._network = network
        self._registrable_domain = registrable_domain
        self._organizations_of = organizations_of
        self._recent: deque[tuple[float, RunResult]] = deque()
        """What is compared, without the checks themselves: a busy minute has thousands."""
        self._doubted_at = NEVER_YET
        """When the newest doubtful result came in; before that there is nothing to compare."""
        self._waiting: list[Seen] = []
        self._sure: list[Finding] = []

    @property
    def sure(self) -> int:
        """How many results need not wait."""
        return len(self._sure)

    def add(self, findings: Sequence[Finding], at: float) -> None:
        """Take in results that arrived at ``at``."""
        foreign = {f.link.id: domain for f in findings if (domain := self._foreign_domain(f))}
        owners = self._organizations_of(sorted(foreign)) if foreign else {}
        for finding in findings:
            link_id = finding.link.id
            seen = Seen(at, finding, foreign.get(link_id, ""), owners.get(link_id, finding.link.host))
            self._recent.append((at, seen.result()))
            if seen.is_doubtful:
                self._waiting.append(seen)
                self._doubted_at = at
            else:
                self._sure.append(finding)
                if finding.examined.observation.status:
                    self._network.saw_answer(at)

    def sort(self, at: float, *, is_last: bool) -> Sorted:
        """Hand out what can be written at ``at``; with ``is_last`` everything."""
        while self._recent and self._recent[0][0] < at - COMPARED_S:
            self._recent.popleft()
        ripe = [seen for seen in self._waiting if is_last or seen.at <= at - DOUBT_S]
        is_calm = self._doubted_at < at - COMPARED_S
        run = RunFinding(is_conclusive=True) if is_calm else judge_run(result for _, result in self._recent)
        if run.is_conclusive and ripe and not self._network.was_up_after(max(seen.at for seen in ripe)):
            run = judge_run((), canary_failed=True)
        if not run.is_conclusive:
            return Sorted(self.freeze_all(run.reason), run)
        gone = {id(seen) for seen in ripe}
        self._waiting = [seen for seen in self._waiting if id(seen) not in gone]
        write = self._sure + [seen.finding for seen in ripe]
        self._sure = []
        return Sorted(write, run)

    def freeze_all(self, reason: str) -> list[Finding]:
        """Hand out everything that is held, as not believed."""
        held = self._sure + [seen.finding for seen in self._waiting]
        self._sure, self._waiting = [], []
        return [frozen(finding, reason) for finding in held]

    def _foreign_domain(self, finding: Finding) -> str:
        """Where a link ended that is neither its own domain nor one it may end on."""
        examined, identity = finding.examined, finding.link.identity
        if examined.judgement.verdict is not Verdict.HIJACK_SUSPECT or not examined.final_host:
            return ""
        domain = self._registrable_domain(examined.final_host)
        return "" if domain in {identity.registrable_domain, *identity.allowed_domains} else domain


def frozen(finding: Finding, reason: str) -> Finding:
    """The same check as one that says nothing about its link; what it looked like stays in the proof."""
    examined = finding.examined
    evidence = examined.evidence | {
        "not_believed": {"verdict": examined.judgement.verdict.value, "reason": examined.judgement.reason}
    }
    judgement = Judgement(Verdict.INCONCLUSIVE, reason)
    return replace(finding, examined=replace(examined, judgement=judgement, evidence=evidence, baseline=None))
