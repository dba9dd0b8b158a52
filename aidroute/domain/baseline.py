"""What a page looked like when a person approved it: the yardstick for every later check."""

from __future__ import annotations

from aidroute.domain.link import Baseline
from aidroute.domain.observation import Observation
from aidroute.domain.rules import Rules


def capture(observation: Observation, rules: Rules) -> Baseline:
    """The yardstick taken from a good observation. Empty fields could not be read."""
    raise NotImplementedError
