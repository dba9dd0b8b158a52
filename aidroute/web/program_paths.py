"""Which of our addresses are read by programs, told by how a path ends: what a browser accepts says little."""

from __future__ import annotations

ENDINGS = (".json", ".csv", ".atom", "/give.svg", "/give.qr.svg", "/oembed")


def is_for_programs(path: str) -> bool:
    """Whether what stands at a path is data or a picture, not a page."""
    return path.endswith(ENDINGS)
