from __future__ import annotations

import pytest
from sqlalchemy import func, select

from aidroute.domain.field_values import BadValue
from aidroute.domain.visitor_reports import Outcome, SuggestionKind
from aidroute.services.reporting import UnknownNumber
from aidroute.services.settling import Settlement, settle, waiting
from aidroute.services.suggesting import (
    MAX_TEXT,
    SUGGESTION_CAME,
    Suggested,
    outcome_of_suggestion,
    take_suggestion,
)
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice
from aidroute.storage.organization import Organization
from aidroute.storage.suggestion import Suggestion
from tests.support.desk_world import NOW, DeskWorld

MISSING = Suggested(SuggestionKind.ORGANIZATION, "Harbour Club", "https://example.org/news", "It helps.", "en")


@pytest.fixture
def world(database: Database) -> DeskWorld:
    return DeskWorld(database)


def test_a_suggestion_waits_for_a_person_and_publishes_nothing(world: DeskWorld) -> None:
    version = world.content_version()
    number = take_suggestion(world.database, MISSING, NOW)
    assert outcome_of_suggestion(world.database, number).outcome is Outcome.WAITING
    assert world.content_version() == version
    with world.database.read() as session:
        assert session.scalar(select(func.count(Organization.id))) == 1
        assert session.scalars(select(Notice.kind)).all() == [SUGGESTION_CAME]
    assert [(each.number, each.about) for each in waiting(world.database)] == [(number, "Harbour Club")]


def test_a_text_that_is_too_long_is_refused_and_nothing_is_stored(world: DeskWorld) -> None:
    with pytest.raises(BadValue):
        take_suggestion(world.database, Suggested(SuggestionKind.CORRECTION, "A", text="x" * (MAX_TEXT + 1)), NOW)
    with world.database.read() as session:
        assert session.scalar(select(func.count(Suggestion.id))) == 0


def test_marks_that_hide_or_turn_letters_are_taken_out(world: DeskWorld) -> None:
    take_suggestion(world.database, Suggested(SuggestionKind.CORRECTION, "Har\u202ebour\x00 \u200bClub"), NOW)
    with world.database.read() as session:
        assert session.scalars(select(Suggestion.organization)).one() == "Harbour Club"


def test_a_maintainer_answers_and_the_number_shows_it(world: DeskWorld) -> None:
    number = take_suggestion(world.database, MISSING, NOW)
    settle(world.database, world.bob, Settlement(number, Outcome.REJECTED, "No appeal names it."), NOW)
    told = outcome_of_suggestion(world.database, number)
    assert (told.outcome, told.decision_note) == (Outcome.REJECTED, "No appeal names it.")
    assert waiting(world.database) == []
    with pytest.raises(UnknownNumber):
        outcome_of_suggestion(world.database, "S-22222-22222")
