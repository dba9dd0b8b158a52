"""Settings: where they come from, what is refused, and that the message helps."""

import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from aidroute.settings import Settings, SettingsError, load_settings

SECRET = "k3Vt9QxL0pZr8WmYc2NfHj5BdGs7AeUi"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    return folder


def write(instance: Path, text: str, *, mode: int = 0o600) -> None:
    config = instance / "config.toml"
    config.write_text(f'secret_key = "{SECRET}"\n{text}', encoding="utf-8")
    config.chmod(mode)


def refusal(instance: Path, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(instance, environ or {})
    assert SECRET not in str(caught.value)
    return str(caught.value)


def test_the_first_run_makes_a_config_for_its_owner_alone_with_a_secret_of_its_own(tmp_path: Path) -> None:
    first = load_settings(tmp_path / "one", {})
    other = load_settings(tmp_path / "two", {})
    assert len(first.secret_key) >= 64
    assert first.secret_key != other.secret_key
    assert stat.S_IMODE((tmp_path / "one" / "config.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700


def test_the_second_run_reads_the_same_secret(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}).secret_key == load_settings(tmp_path, {}).secret_key


def test_a_folder_that_came_open_with_a_checkout_is_closed_on_the_first_run(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    load_settings(folder, {})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_config_that_others_can_read_stops_the_start(instance: Path, mode: int) -> None:
    write(instance, "", mode=mode)
    assert "chmod 600" in refusal(instance)


def test_a_folder_that_everybody_can_enter_stops_the_start(instance: Path) -> None:
    write(instance, "")
    instance.chmod(0o705)
    assert "chmod 700" in refusal(instance)


@pytest.mark.parametrize("secret", ["", "changeme", "dev", "a" * 64, "abcabcabc" * 8])
def test_a_guessable_secret_stops_the_start(instance: Path, secret: str) -> None:
    message = refusal(instance, {"AIDROUTE_SECRET_KEY": secret})
    assert message.startswith("secret_key: must be a random text of at least 32 characters")
    assert "variable AIDROUTE_SECRET_KEY" in message


def test_a_missing_secret_stops_the_start_and_says_how_to_make_one(instance: Path) -> None:
    (instance / "config.toml").touch(mode=0o600)
    assert "secret_key: is missing; make one with python3" in refusal(instance)


def test_no_secret_is_written_where_a_variable_gives_one(instance: Path) -> None:
    load_settings(instance, {"AIDROUTE_SECRET_KEY": SECRET})
    assert "secret_key" not in (instance / "config.toml").read_text(encoding="utf-8")


def test_the_secret_and_the_database_password_are_not_shown(instance: Path) -> None:
    write(instance, 'database_url = "postgresql://aid:hunter22@db.example.org/aid"')
    assert SECRET not in repr(load_settings(instance, {}))
    assert "hunter22" not in repr(load_settings(instance, {}))


def test_a_variable_wins_over_the_file(instance: Path) -> None:
    write(instance, "port = 8001\ntick_seconds = 30")
    settings = load_settings(instance, {"AIDROUTE_PORT": "8002", "HOME": "x"})
    assert (settings.port, settings.tick) == (8002, timedelta(seconds=30))


def test_lists_and_switches_can_be_variables(instance: Path) -> None:
    variables = {"AIDROUTE_LANGUAGES": "en, hy,fr", "AIDROUTE_SCHEDULER_INSIDE": "no", "AIDROUTE_TRUSTED_HOSTS": ""}
    write(instance, "")
    settings = load_settings(instance, variables)
    assert settings.languages == ("en", "hy", "fr")
    assert settings.scheduler_inside is False
    assert settings.trusted_hosts == ()


def test_a_bad_value_in_the_file_is_named_with_its_line(instance: Path) -> None:
    write(instance, '# a comment\nport = "many"\n')
    assert "port: Input should be a valid integer" in refusal(instance)
    assert f"{instance / 'config.toml'}, line 3" in refusal(instance)


def test_every_problem_is_told_at_once(instance: Path) -> None:
    write(instance, "port = 0\nprot = 1")
    message = refusal(instance, {"AIDROUTE_LOG_LEVEL": "loud", "AIDROUTE_COLOUR": "red"})
    assert [line.split(":")[0] for line in message.splitlines()] == ["prot", "colour", "port", "log_level"]
    assert "did you mean port?" in message
    assert "variable AIDROUTE_COLOUR" in message


@pytest.mark.parametrize("text", ["port = ", "port = 1\nport = 2", "\x00"])
def test_a_file_that_is_not_toml_is_told_with_its_place(instance: Path, text: str) -> None:
    write(instance, text)
    message = refusal(instance)
    assert message.startswith("config.toml: is not valid TOML: ")
    assert re.search(r"at (line \d|end of document)", message)
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("BASE_URL", "aid.example.org"),
        ("BASE_URL", "http://aid.example.org"),
        ("BASE_URL", "https://aid.example.org/path"),
        ("BASE_URL", "javascript://aid.example.org"),
        ("EMBED_ANCESTORS", "https://a.example.org; script-src *"),
        ("EMBED_ANCESTORS", "a.example.org"),
        ("CANARY_HOSTS", "http://example.org"),
        ("TRUSTED_HOSTS", "aid.example.org:8000"),
        ("LANGUAGES", "english"),
        ("LANGUAGES", ""),
        ("PORT", "70000"),
        ("WORKER_SLOTS", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://db.example.org/aid"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_bad_value_stops_the_start(instance: Path, name: str, bad: str) -> None:
    write(instance, "")
    assert refusal(instance, {f"AIDROUTE_{name}": bad}).startswith(f"{name.lower()}: ")


def test_the_database_is_a_file_in_the_instance_folder_unless_told_otherwise(instance: Path) -> None:
    write(instance, "")
    assert load_settings(instance, {}).database_url == f"sqlite:///{instance}/aidroute.sqlite"
    placed = load_settings(instance, {"AIDROUTE_DATABASE_URL": "sqlite:///other.sqlite"})
    assert placed.database_url == f"sqlite:///{instance}/other.sqlite"


def test_the_base_address_follows_the_port_unless_told_otherwise(instance: Path) -> None:
    write(instance, "port = 8080")
    assert load_settings(instance, {}).base_url == "http://127.0.0.1:8080"
    told = load_settings(instance, {"AIDROUTE_BASE_URL": "https://aid.example.org/"})
    assert (told.base_url, told.is_https) == ("https://aid.example.org", True)


def test_postgresql_is_reached_by_the_driver_that_is_installed(instance: Path) -> None:
    write(instance, 'database_url = "postgresql://aid:pass@db.example.org/aid"')
    assert load_settings(instance, {}).database_url == "postgresql+psycopg://aid:pass@db.example.org/aid"


def test_settings_do_not_change(instance: Path) -> None:
    write(instance, "")
    settings = load_settings(instance, {})
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 9000  # type: ignore[misc]


def test_the_hosts_answered_are_our_own_and_those_set_by_hand(instance: Path) -> None:
    write(instance, 'base_url = "https://aid.example.org"\ntrusted_hosts = ["old.example.org"]')
    settings = load_settings(instance, {})
    assert isinstance(settings, Settings)
    assert settings.allowed_hosts == ("aid.example.org", "127.0.0.1", "localhost", "::1", "old.example.org")


def test_the_instance_folder_can_be_named_by_a_variable(tmp_path: Path) -> None:
    settings = load_settings(None, {"AIDROUTE_INSTANCE": str(tmp_path / "there")})
    assert settings.instance == tmp_path / "there"
