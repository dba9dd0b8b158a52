"""Every scene, registered by importing the modules that hold them."""

from __future__ import annotations

from tests.world import (
    scenes_address,
    scenes_content,
    scenes_further_content,
    scenes_further_wire,
    scenes_hostile,
    scenes_network,
    scenes_redirect,
    scenes_status,
)
from tests.world.stage import SCENES, Scene

MODULES = (
    scenes_address,
    scenes_content,
    scenes_further_content,
    scenes_further_wire,
    scenes_hostile,
    scenes_network,
    scenes_redirect,
    scenes_status,
)


def scene_of(case_id: str) -> Scene | None:
    """How a case is played, None when nobody wrote that yet."""
    return SCENES.get(case_id)
