"""What a maintainer's password must be."""

from pathlib import Path

import pytest

from aidroute.domain.password import PasswordProblem, normalized, problem_of

LIST = Path(__file__).parents[2] / "aidroute" / "data" / "common_passwords.txt"
COMMON = frozenset(line for line in LIST.read_text("utf-8").splitlines() if line and not line.startswith("#"))
ABOUT = ("Ani Petrosyan", "ani.p@example.org")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", PasswordProblem.TOO_SHORT),
        ("Xk9#mQ2$vL7", PasswordProblem.TOO_SHORT),
        ("x" * 129, PasswordProblem.TOO_LONG),
        ("aaaaaaaaaaaa", PasswordProblem.TOO_PLAIN),
        ("abababababab", PasswordProblem.TOO_PLAIN),
        ("1234567890123", PasswordProblem.TOO_PLAIN),
        ("abcdefghijklm", PasswordProblem.TOO_PLAIN),
        ("qwertyuiopasdf", PasswordProblem.TOO_PLAIN),
        ("poiuytrewqlkjh", PasswordProblem.TOO_PLAIN),
        ("password1234", PasswordProblem.COMMON),
        ("P4ssw0rd!2026!", PasswordProblem.COMMON),
        ("Welcome2Armenia", PasswordProblem.COMMON),
        ("aidroute-admin-2026", PasswordProblem.COMMON),
        ("correct horse battery staple", PasswordProblem.COMMON),
        ("Petrosyan-2026", PasswordProblem.ABOUT_YOU),
        ("ani.petrosyan@example.org", PasswordProblem.ABOUT_YOU),
    ],
)
def test_a_password_that_is_easily_guessed_says_why(password: str, problem: PasswordProblem) -> None:
    assert problem_of(password, ABOUT, COMMON) is problem


@pytest.mark.parametrize(
    "password",
    [
        "three kettles by the window",
        "kV7-rune-Tolm-92",
        "սարի տակ երկու ջրաղաց",
        "la girafe mange un violon",
        "xgm3qzkvttpw",
    ],
)
def test_a_long_password_needs_no_signs(password: str) -> None:
    assert problem_of(password, ABOUT, COMMON) is None


def test_one_password_typed_on_two_keyboards_is_one() -> None:
    assert normalized("caf\u00e9") == normalized("cafe\u0301")


def test_the_list_is_in_small_letters_and_has_no_empty_stem() -> None:
    assert len(COMMON) > 80
    assert all(stem == stem.lower().strip() and len(stem) >= 4 for stem in COMMON)
