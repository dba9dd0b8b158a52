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
    scenes_second_away,
    scenes_second_gone,
    scenes_second_healthy,
    scenes_second_payment,
    scenes_second_taken,
    scenes_second_walls,
    scenes_status,
    scenes_unseen_address,
    scenes_unseen_danger,
    scenes_unseen_further,
    scenes_unseen_gone,
    scenes_unseen_ground,
    scenes_unseen_healthy,
    scenes_unseen_payment,
    scenes_unseen_redirect,
    scenes_unseen_services,
    scenes_unseen_together,
    scenes_unseen_walls,
    scenes_unseen_wire,
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
    scenes_second_away,
    scenes_second_gone,
    scenes_second_healthy,
    scenes_second_payment,
    scenes_second_taken,
    scenes_second_walls,
    scenes_status,
    scenes_unseen_address,
    scenes_unseen_danger,
    scenes_unseen_further,
    scenes_unseen_gone,
    scenes_unseen_ground,
    scenes_unseen_healthy,
    scenes_unseen_payment,
    scenes_unseen_redirect,
    scenes_unseen_services,
    scenes_unseen_together,
    scenes_unseen_walls,
    scenes_unseen_wire,
)


def scene_of(case_id: str) -> Scene | None:
    """How a case is played, None when nobody wrote that yet."""
    return SCENES.get(case_id)
