from tests.support.equipment import MARK, missing_lines


def test_tests_that_did_not_run_are_counted_by_program() -> None:
    reasons = [f"Skipped: {MARK}Chromium", f"{MARK}Chromium", f"{MARK}PostgreSQL", "Skipped: no shared material"]
    assert missing_lines(reasons) == [
        "2 tests did NOT run because Chromium is not installed",
        "1 tests did NOT run because PostgreSQL is not installed",
    ]
