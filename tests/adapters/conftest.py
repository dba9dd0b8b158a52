"""A world of servers for every test of the adapters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world.server import World


@pytest.fixture
def world() -> Iterator[World]:
    with World() as running:
        yield running
