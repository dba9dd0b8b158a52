"""Every scene, registered by importing the modules beside this one that hold them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.world.stage import SCENES, Scene

MODULES = tuple(
    import_module(f"{__package__}.{path.stem}") for path in sorted(Path(__file__).parent.glob("scenes_*.py"))
)


def scene_of(case_id: str) -> Scene | None:
    """How a case is played, None when nobody wrote that yet."""
    return SCENES.get(case_id)
