"""What an expression of a script says."""

from __future__ import annotations

import pytest

from aidroute.domain.script_expressions import Expressions
from aidroute.domain.script_tokens import script_tokens


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("'a' + 'b' + c", ("abx", True)),
        ("('a' + 'b') + 'c'", ("abc", True)),
        ("'cba'.split('').reverse().join('')", ("abc", True)),
        ("'a'.concat('b', c)", ("abx", True)),
        ("`a${c}`", ("ax", True)),
        ("atob('YWJj')", ("abc", True)),
        ("'a' + unknown", ("a", False)),
        ("unknown()", ("", False)),
    ],
)
def test_an_expression_is_read_as_far_as_it_is_known(source: str, says: tuple[str, bool]) -> None:
    assert Expressions(script_tokens(source), {"c": "x"}).value(0) == says


def test_what_a_call_is_given_and_where_it_ends() -> None:
    expressions = Expressions(script_tokens("f('a', 5, c, (d)) + g"), {"c": "x"})
    assert expressions.arguments(1)[:3] == ["a", "5", "x"]
    assert expressions.tokens[expressions.after_call(1)] == "+"
