"""Everything a verdict looks at, read once: the facts of a check beside what was approved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from aidroute.domain.baseline import all_targets
from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Differences, FiredRule, Judgement, fired
from aidroute.domain.link import Baseline, LinkIdentity
from aidroute.domain.observation import Hop, Observation
from aidroute.domain.page import inspect
from aidroute.domain.page_facts import Page
from aidroute.domain.rules import Rules
from aidroute.domain.standing import Standing, compare, differences
from aidroute.domain.urls import Address
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.whereabouts import Place, place_of, read_address


@dataclass(frozen=True)
class ExaminedLink:
    """One observation with the link it is about. The page is read only when somebody asks for it."""

    observation: Observation
    identity: LinkIdentity
    rules: Rules
    ground: Ground

    @cached_property
    def requested(self) -> Address | None:
        """The stored address, None when it is none."""
        return read_address(self.observation.requested_url, self.rules)

    @cached_property
    def final(self) -> Address | None:
        """Where the last request went; the stored address when nothing else is known."""
        return read_address(self.observation.final_url, self.rules) or self.requested

    @cached_property
    def visited(self) -> tuple[Address, ...]:
        """Every address that was asked, in order."""
        read = (read_address(hop.url, self.rules) for hop in self.observation.hops)
        return tuple(address for address in read if address is not None)

    @cached_property
    def final_place(self) -> Place:
        """Whose place the last address is."""
        return self.place(self.final) if self.final is not None else Place.OWN

    @cached_property
    def page(self) -> Page:
        """The page of the last answer."""
        return inspect(self.observation.body, self.observation.final_url or self.observation.requested_url)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """Where the page and the addresses that led to it ask for money to go."""
        return all_targets(self.page, self.observation, self.rules)

    @cached_property
    def standing(self) -> Standing:
        """How much of the approved page is there."""
        return compare(self.page, self.targets, self.baseline)

    @cached_property
    def keeps_form(self) -> bool:
        """Whether gifts are taken on the page itself as approved; where nothing was kept, whether they are at all."""
        forms = {target for target in self.targets if target.startswith("form:")}
        return bool(forms.intersection(self.baseline.payment_targets) if self.baseline is not None else forms)

    @cached_property
    def differences(self) -> Differences:
        """What is not as it was."""
        return differences(self.page, self.targets, self.baseline)

    @cached_property
    def raw_source(self) -> str:
        """The page's bytes as lower-case Latin text: for marks that stand in markup."""
        return self.observation.body.content.decode("latin-1").lower()

    @property
    def baseline(self) -> Baseline | None:
        """The page as approved."""
        return self.identity.baseline

    @property
    def status(self) -> int:
        """Status of the last answer, 0 without one."""
        return self.observation.status

    @property
    def redirects(self) -> tuple[Hop, ...]:
        """The hops that sent us on."""
        return tuple(hop for hop in self.observation.hops if hop.location)

    @property
    def has_moved(self) -> bool:
        """True when the last address is not the stored one."""
        return self.requested is not None and self.final is not None and self.requested.url != self.final.url

    def place(self, address: Address) -> Place:
        """Whose place an address is."""
        return place_of(address, self.identity, self.rules)

    def header(self, name: str) -> str:
        """A header of the last answer, '' when it is not there."""
        headers = self.observation.hops[-1].headers if self.observation.hops else ()
        return next((value for key, value in headers if key == name), "")


def concluded(verdict: Verdict, reason: str, *rules: FiredRule, snippet: str = "") -> Judgement:
    """A judgement with at least one fired rule: the reason itself when no rule is named."""
    return Judgement(verdict, reason, rules or (fired(reason, snippet),))
