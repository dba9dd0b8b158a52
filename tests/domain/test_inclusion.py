import pytest

from aidroute.domain.inclusion import GIVING_ROLES, may_hold_channel
from aidroute.domain.vocabulary import Role


@pytest.mark.parametrize("role", sorted(set(Role) - GIVING_ROLES))
def test_being_mentioned_does_not_make_a_place_to_give(role: Role) -> None:
    assert not may_hold_channel([role])


def test_one_fitting_role_among_others_is_enough() -> None:
    assert may_hold_channel([Role.CITED_ASSESSOR, Role.DELIVERER_OF_AID])


def test_who_is_not_named_at_all_is_no_place_to_give() -> None:
    assert not may_hold_channel([])
