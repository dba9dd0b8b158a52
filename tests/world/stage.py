"""What one case of the battery sets up: servers, names, certificates, what was approved and what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link_state import Step
from aidroute.domain.observation import Observation
from tests.world.server import Behaviour, World

NOW = datetime.now(UTC)
APPROVED_AT = NOW - timedelta(days=5)

Check = Callable[["Outcome"], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one address of a case, for the case's further checks."""

    world: World
    observation: Observation
    judgement: Judgement
    step: Step


@dataclass
class Stage:
    """Filled in by a scene. By default: charity.test/donate as it was approved, and nothing has changed."""

    url: str = "http://charity.test/donate"
    urls: tuple[str, ...] = ()
    """Several addresses that must all come to the same end; each is its own approved link."""
    approved: Behaviour | None = None
    """What the address answered when a person approved it; None for the donation page."""
    tenant_prefix: str = ""
    allowed_domains: tuple[str, ...] = ("payment.test",)
    ground: Ground | None = None
    canary_failed: bool = False
    was_quarantined: bool = False
    """A danger was seen yesterday and nobody cleared it."""
    request: dict[str, Any] = field(default_factory=dict)
    """Further arguments of the FetchRequest."""
    fetcher: dict[str, Any] = field(default_factory=dict)
    """Arguments of the Fetcher that differ from the world's."""
    around: Callable[[World], Any] | None = None
    """A context manager, given the world, that is open while the check runs."""
    checks: list[tuple[str, Check]] = field(default_factory=list)
    steps: list[Callable[[World], object]] = field(default_factory=list)

    def serve(self, behaviour: Behaviour, *, host: str = "charity.test", path: str = "/donate") -> None:
        """What the host answers now for this path."""
        self.steps.append(lambda world: world.serve(host, path, behaviour))

    def setup(self, step: Callable[[World], object]) -> None:
        """Anything else to be done to the world before the check."""
        self.steps.append(step)

    def resolve(self, host: str, *addresses: str) -> None:
        """Where this name leads now."""
        self.steps.append(lambda world: world.resolver.answers.update({host: addresses}))

    def check(self, what: str, holds: Check) -> None:
        """Something more that must be true of the outcome."""
        self.checks.append((what, holds))

    def reason(self, *codes: str) -> None:
        """The judgement's reason must be one of these."""
        self.check(f"reason {' or '.join(codes)}", lambda outcome: outcome.judgement.reason in codes)


Scene = Callable[[Stage], None]
SCENES: dict[str, Scene] = {}


def scene(case_id: str) -> Callable[[Scene], Scene]:
    """Register how a case is played."""

    def register(play: Scene) -> Scene:
        if case_id in SCENES:
            raise ValueError(f"two scenes for {case_id}")
        SCENES[case_id] = play
        return play

    return register


def scenes(table: dict[str, Scene]) -> None:
    """Register many short ones."""
    for case_id, play in table.items():
        scene(case_id)(play)


def serving(behaviour: Behaviour, *reasons: str, path: str = "/donate") -> Scene:
    """A scene in which the approved address answers so."""

    def play(stage: Stage) -> None:
        stage.serve(behaviour, path=path)
        if reasons:
            stage.reason(*reasons)

    return play


def variants(*behaviours: Behaviour, reasons: tuple[str, ...] = (), approved: Behaviour | None = None) -> Scene:
    """Several wordings of one thing, each under an address of its own; all must come to the same end."""

    def play(stage: Stage) -> None:
        stage.approved = approved
        stage.urls = tuple(f"http://charity.test/give/{number}" for number in range(len(behaviours)))
        for number, behaviour in enumerate(behaviours):
            stage.serve(behaviour, path=f"/give/{number}")
        if reasons:
            stage.reason(*reasons)

    return play


@contextmanager
def nothing(_world: World) -> Iterator[None]:
    """No surroundings."""
    yield
