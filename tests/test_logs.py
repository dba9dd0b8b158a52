"""Logs: one line per event, nobody recognisable in them, nothing from outside that forges a line."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from aidroute.logs import configure_logs, person_hash
from aidroute.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def settings_with(folder: Path, **changes: str) -> Settings:
    return load_settings(folder, {f"AIDROUTE_{name.upper()}": value for name, value in changes.items()})


@pytest.fixture
def out(tmp_path: Path) -> io.StringIO:
    stream = io.StringIO()
    configure_logs(settings_with(tmp_path, log_format="json"), stream)
    return stream


def test_an_event_is_one_json_object_with_its_time_and_place(out: io.StringIO) -> None:
    structlog.get_logger("aidroute.checking").info("checked", links=3)
    event = json.loads(out.getvalue())
    assert (event["event"], event["links"]) == ("checked", 3)
    assert (event["level"], event["logger"]) == ("info", "aidroute.checking")
    assert event["timestamp"].endswith("Z")


def test_other_libraries_write_the_same_lines(out: io.StringIO) -> None:
    logging.getLogger("apscheduler").warning("job %s was late", "tick")
    event = json.loads(out.getvalue())
    assert (event["event"], event["logger"], event["level"]) == ("job tick was late", "apscheduler", "warning")


def test_an_exception_is_in_the_line(out: io.StringIO) -> None:
    try:
        raise ValueError("broken for ann@example.org")
    except ValueError:
        logging.getLogger("x").exception("failed")
    event = json.loads(out.getvalue())
    assert "ValueError: broken for person-" in event["exception"]
    assert "ann@example.org" not in out.getvalue()


@pytest.mark.parametrize(
    "personal",
    ["ann.b+c@mail.example.org", "203.0.113.7", "2001:db8::7", "2001:db8:0:1:2:3:4:5", "::ffff:203.0.113.7"],
    ids=["email", "v4", "v6", "full-v6", "mapped-v4"],
)
@pytest.mark.parametrize("shape", ["{}", "from {} at once", "x={}", "({})", "<{}>", "{},"])
def test_nobody_is_written_in_clear(out: io.StringIO, personal: str, shape: str) -> None:
    text = shape.format(personal)
    structlog.get_logger().warning(text, who=text, several=[text], deep={"one": {"two": text}})
    assert personal not in out.getvalue()
    assert json.loads(out.getvalue())["who"].count("person-") == 1


def test_an_address_that_is_not_a_text_is_hidden_too(out: io.StringIO) -> None:
    structlog.get_logger().warning("x", where=Path("/mail/ann@example.org"))
    assert "ann@" not in out.getvalue()


@pytest.mark.parametrize(
    "text",
    ["14:32:05", "2026-11-21T18:41:18Z", "127.0.0.1:8000", "[::1]:8000", "3.11.7", "at 8:30, or: 9", "a::x", "a @ b"],
)
def test_what_is_no_person_stays(out: io.StringIO, text: str) -> None:
    structlog.get_logger().warning("x", value=text)
    assert json.loads(out.getvalue())["value"] == text


def test_the_address_of_a_checked_server_stays(out: io.StringIO) -> None:
    structlog.get_logger().warning("checked", peer="203.0.113.7")
    assert json.loads(out.getvalue())["peer"] == "203.0.113.7"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["a", "1.", "a@", "a.", "1:", "f", "é@a."])
def test_a_long_text_costs_one_pass(out: io.StringIO, unit: str) -> None:
    structlog.get_logger().warning("x", value=unit * 200_000)
    assert json.loads(out.getvalue())["event"] == "x"


def test_the_same_person_has_the_same_mark_and_another_key_another() -> None:
    assert person_hash("k1", "Ann@example.org") == person_hash("k1", "ann@example.org")
    assert person_hash("k1", "ann@example.org") != person_hash("k2", "ann@example.org")
    assert person_hash("k1", "ann@example.org") != person_hash("k1", "bob@example.org")


FORGED = "name\r\n2026 [info] all well\x1b[31m\u2028\u202e\x9b1m"


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_no_value_forges_a_line_or_moves_the_cursor(tmp_path: Path, log_format: str) -> None:
    stream = io.StringIO()
    configure_logs(settings_with(tmp_path, log_format=log_format), stream)
    structlog.get_logger().warning("user " + FORGED, name=FORGED, **{"key\n" + FORGED[:4]: 1})
    written = stream.getvalue()
    assert written.count("\n") == 1
    assert written.endswith("\n")
    assert not set(written[:-1]) & set("\r\x1b\u2028\u202e\x9b")


def test_a_message_inside_a_traceback_cannot_look_like_a_line_of_ours(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings_with(tmp_path, log_format="console"), stream)
    try:
        raise ValueError(FORGED)
    except ValueError:
        logging.getLogger("x").exception("failed")
    first, *rest = stream.getvalue().rstrip("\n").split("\n")
    assert "failed" in first
    assert all(line.startswith("  | ") for line in rest)


def test_lines_below_the_level_are_left_out(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings_with(tmp_path, log_level="error"), stream)
    structlog.get_logger("x").warning("quiet")
    logging.getLogger("y").warning("quiet")
    assert stream.getvalue() == ""
