from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from aidroute.storage.link import CheckRun
from tests.support.directories import NOW
from tests.support.equipment import REPOSITORY
from tests.web.public.conftest import Listed
from tests.web.public.test_give_json import members

KEYED_BY_SLUG = ("counts.", "needs.organizations.", "general.", "links_by_state.", "changes.after.", "changes.before.")


@pytest.mark.parametrize("name", ["organizations", "coverage", "changes", "status"])
def test_every_member_is_described_in_the_documentation(listed: Listed, name: str) -> None:
    with listed.database.write() as session:
        run = {"started_at": NOW, "seen_at": NOW, "worker": "w", "claimed": 3, "finished": 3, "is_conclusive": True}
        session.execute(insert(CheckRun), [{**run, "note": ""}])
    described = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    shape: Any = listed.client.get(f"/en/{name}.json").json
    shown = {each for each in members(shape) if not each.startswith(KEYED_BY_SLUG)}
    assert len(shown) > 5
    assert sorted(each for each in shown if f"`{each}`" not in described) == []


def test_an_unknown_value_is_null_and_never_left_out(listed: Listed) -> None:
    freedom_house = next(
        each
        for each in listed.client.get("/en/organizations.json?q=freedom house").json["organizations"]
        if each["slug"] == "freedom-house"
    )
    assert freedom_house["best_level"] is None
    assert freedom_house["is_place_to_give"] is False
    assert freedom_house["needs"] == []
