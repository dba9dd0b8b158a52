"""From the facts of one check to one of 24 verdicts. Pure: the same facts always mean the same."""

from __future__ import annotations

from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkIdentity
from aidroute.domain.observation import Observation
from aidroute.domain.rules import Rules


def classify(
    observation: Observation, identity: LinkIdentity, rules: Rules, ground: Ground | None = None
) -> Judgement:
    """What one check means for a link a person approved. Never raises; the verdict is one of the closed set."""
    raise NotImplementedError


def with_sibling(judgement: Judgement, observation: Observation, sibling: Observation) -> Judgement:
    """The judgement after a second look: ``sibling`` is a GET of a random path beside the link's.

    When the host gives the same page for any path, the link's page is no page: ``soft_404`` (reason sibling_equal).
    Only to be asked when ``judgement.wants_sibling``; otherwise the judgement comes back as it was.
    """
    raise NotImplementedError
