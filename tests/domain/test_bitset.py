from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain import bitset

POSITIONS = st.sets(st.integers(0, 999))


@given(POSITIONS)
def test_members_are_what_was_put_in_in_ascending_order(positions: set[int]) -> None:
    assert list(bitset.members(bitset.of(positions, 1000))) == sorted(positions)


@given(POSITIONS, st.integers(0, 1100))
def test_skipping_a_rank_leaves_the_members_after_it(positions: set[int], rank: int) -> None:
    assert list(bitset.members_from(bitset.of(positions, 1000), rank)) == sorted(positions)[rank:]
