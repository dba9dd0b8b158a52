"""The settings of one installation: typed, frozen, read once at the start.

They come from `instance/config.toml` and from variables named `AIDROUTE_<SETTING>`; a variable wins. Each is
described in docs/operating.md. There is no setting that lets the checker reach private addresses.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from aidroute.resources import default_instance
from aidroute.settings_file import (
    CONFIG_NAME,
    Problem,
    Source,
    private_folder_problem,
    read_config,
    write_first_config,
)

PREFIX = "AIDROUTE_"
INSTANCE_VARIABLE = "AIDROUTE_INSTANCE"
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")

# ASVS 5.0 11.2.3 asks for 128 bits of security; 32 characters of base64 carry 192 bits.
SECRET_MIN_CHARACTERS = 32
SECRET_MIN_DIFFERENT = 10
GENERATE_HINT = "make one with python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"

Port = Annotated[int, Field(ge=1, le=65535)]
Names = tuple[str, ...]


# A large machine that serves something else as well is not filled with our processes, of about 100 MB each.
MOST_WORKERS_BY_DEFAULT = 4


def default_web_workers() -> int:
    """As many server processes as this machine has cores, at most four."""
    return min(os.cpu_count() or 1, MOST_WORKERS_BY_DEFAULT)


class SettingsError(Exception):
    """aidroute must not start: each problem names the setting, what is wrong with it and where it was read."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{each.setting}: {each.message} ({each.origin})" for each in problems))
        self.problems = problems


class Settings(BaseModel):
    """One installation's settings. Times are whole units named in the setting; use the timedelta properties."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    instance: Path
    secret_key: str = Field(repr=False)

    base_url: str = ""
    host: str = "127.0.0.1"
    port: Port = 8000
    web_workers: Annotated[int, Field(ge=1, le=64)] = Field(default_factory=default_web_workers)
    web_threads: Annotated[int, Field(ge=1, le=64)] = 4
    page_cache_megabytes: Annotated[int, Field(ge=0, le=4096)] = 64
    trusted_hosts: Names = ()
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    embed_ancestors: Names = ("*",)

    database_url: str = Field(default="", repr=False)
    languages: Annotated[Names, Field(min_length=1)] = ("en", "hy", "ru", "fr")

    scheduler_inside: bool = True
    click_checks: bool = True
    tick_seconds: Annotated[int, Field(ge=1, le=300)] = 15
    worker_slots: Annotated[int, Field(ge=1, le=1024)] = 32
    canary_hosts: Names = ("example.org", "example.com")
    threat_list: str = ""
    threat_list_days: Annotated[int, Field(ge=0, le=365)] = 3
    contact: str = ""

    mail_host: str = ""
    mail_port: Port = 587
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    mail_to: Names = ()
    mail_user: str = ""
    mail_password: str = Field(default="", repr=False)
    mail_password_file: str = ""
    webhook_url: str = Field(default="", repr=False)
    webhook_secret: str = Field(default="", repr=False)

    session_idle_minutes: Annotated[int, Field(ge=5, le=24 * 60)] = 60
    session_hours: Annotated[int, Field(ge=1, le=24 * 30)] = 12
    fresh_login_minutes: Annotated[int, Field(ge=1, le=60)] = 15

    log_format: Literal["auto", "json", "console"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def tick(self) -> timedelta:
        """How often the scheduler looks for due links."""
        return timedelta(seconds=self.tick_seconds)

    @property
    def threat_list_path(self) -> Path | None:
        """Where the threat list is, None without one."""
        return self.instance / self.threat_list if self.threat_list else None

    @property
    def threat_list_renewed_every(self) -> timedelta | None:
        """How old the threat list may be; None for one that is kept by hand and never grows old."""
        return timedelta(days=self.threat_list_days) if self.threat_list_days else None

    def read_mail_password(self) -> str:
        """The password for the mail server, read anew so that a changed file counts at once. Raises ``OSError``."""
        if not self.mail_password_file:
            return self.mail_password
        return (self.instance / self.mail_password_file).read_text(encoding="utf-8").strip()

    @property
    def session_idle(self) -> timedelta:
        """A maintainer's session ends after this long without a request."""
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def session_lifetime(self) -> timedelta:
        """A maintainer's session ends after this long whatever happens."""
        return timedelta(hours=self.session_hours)

    @property
    def fresh_login(self) -> timedelta:
        """A decision that matters needs a password entered this recently."""
        return timedelta(minutes=self.fresh_login_minutes)

    @property
    def is_https(self) -> bool:
        """Whether visitors reach this installation over TLS."""
        return self.base_url.startswith("https://")

    @property
    def allowed_hosts(self) -> Names:
        """The Host headers that are answered: the base address's, the loopback names, and those set by hand."""
        own = urlsplit(self.base_url).hostname or ""
        return tuple(dict.fromkeys((own, *LOOPBACK_HOSTS, *self.trusted_hosts)))

    @field_validator("secret_key")
    @classmethod
    def _secret_is_strong(cls, value: str) -> str:
        if len(value) < SECRET_MIN_CHARACTERS or len(set(value)) < SECRET_MIN_DIFFERENT:
            raise ValueError(f"must be a random text of at least {SECRET_MIN_CHARACTERS} characters; {GENERATE_HINT}")
        return value

    @field_validator("base_url")
    @classmethod
    def _base_url_is_an_origin(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be a scheme, a host and nothing more, like https://aid.example.org")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
            raise ValueError("must begin with https:// unless it is this machine: visitors click donation links here")
        return value.rstrip("/")

    @field_validator("mail_from")
    @classmethod
    def _sender_is_an_address(cls, value: str) -> str:
        return _mail_address(value) if value else value

    @field_validator("mail_to")
    @classmethod
    def _recipients_are_addresses(cls, value: Names) -> Names:
        return tuple(map(_mail_address, value))

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_encrypted(cls, value: str) -> str:
        if value and not (value.startswith("https://") and urlsplit(value).hostname):
            raise ValueError("must be an address that begins with https://")
        return value

    @field_validator("languages")
    @classmethod
    def _languages_are_codes(cls, value: Names) -> Names:
        for code in value:
            if not (code.isascii() and code.isalpha() and code.islower() and 2 <= len(code) <= 3):
                raise ValueError(f"{code!r} is not a language code like 'en'")
        return tuple(dict.fromkeys(value))

    @field_validator("embed_ancestors")
    @classmethod
    def _ancestors_are_origins(cls, value: Names) -> Names:
        for each in value:
            parts = urlsplit(each)
            is_origin = (
                parts.scheme in ("http", "https") and parts.netloc and each == f"{parts.scheme}://{parts.netloc}"
            )
            if not (each == "*" or is_origin) or not each.isascii() or set(each) & set(" ;,'\"\\"):
                raise ValueError(f"{each!r} is neither '*' nor an origin like https://club.example.org")
        return value

    @field_validator("trusted_hosts", "canary_hosts")
    @classmethod
    def _hosts_are_names(cls, value: Names) -> Names:
        for each in value:
            if not each.isascii() or not each.replace("-", "").replace(".", "").isalnum():
                raise ValueError(f"{each!r} is not a host name: no scheme, no port, no path")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_supported(cls, value: str) -> str:
        if not value:
            return value
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError("cannot be read; write sqlite:///name.sqlite or postgresql://user@host/name") from None
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            return value
        raise ValueError("must be a SQLite file (sqlite:///name.sqlite) or a PostgreSQL database (postgresql://...)")

    @model_validator(mode="after")
    def _notices_can_go_out(self) -> Self:
        if self.mail_host and not (self.mail_from and self.mail_to):
            raise ValueError("mail_host needs mail_from and mail_to as well")
        if self.mail_host and self.mail_security == "none" and self.mail_host not in LOOPBACK_HOSTS:
            raise ValueError("mail_security may only be none when mail_host is this machine")
        if self.mail_host and self.mail_password_file:
            _check_password_file(self.instance / self.mail_password_file)
        if self.webhook_url and len(self.webhook_secret) < SECRET_MIN_CHARACTERS:
            raise ValueError(
                f"webhook_url needs a webhook_secret of {SECRET_MIN_CHARACTERS} characters; {GENERATE_HINT}"
            )
        return self

    @model_validator(mode="after")
    def _complete(self) -> Self:
        # The model is frozen for everybody but its own making.
        url = make_url(self.database_url or "sqlite:///aidroute.sqlite")
        if url.get_backend_name() == "sqlite" and url.database:
            placed = url.set(database=str(self.instance / url.database))
            object.__setattr__(self, "database_url", placed.render_as_string(hide_password=False))
        if not self.base_url:
            object.__setattr__(self, "base_url", f"http://127.0.0.1:{self.port}")
        return self


def _mail_address(value: str) -> str:
    name, at, host = value.rpartition("@")
    is_plain = value.isascii() and value.isprintable() and not set(value) & set(' ,;<>"\\()[]:')
    if not (name and at and host.strip(".") and is_plain):
        raise ValueError(f"{value!r} is not a plain e-mail address like desk@aid.example.org")
    return value


def _check_password_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError:
        raise ValueError(f"mail_password_file {path.name} cannot be read") from None
    if mode & 0o077:
        raise ValueError(f"mail_password_file {path.name} can be read by others; chmod 600")


NAMES = tuple(name for name in Settings.model_fields if name != "instance")


def load_settings(instance: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of the installation whose own files are in `instance`.

    Without `instance` the variable AIDROUTE_INSTANCE names it, else it is `instance` in the checkout or, once
    installed, in the current directory. On the first run the folder and its config.toml with a generated secret
    are created, readable by nobody else. Raises SettingsError, which names every problem found.
    """
    variables = os.environ if environ is None else environ
    folder = (instance or Path(variables.get(INSTANCE_VARIABLE) or default_instance())).absolute()
    config = folder / CONFIG_NAME
    if not config.exists():
        write_first_config(folder, with_secret=PREFIX + "SECRET_KEY" not in variables)
    refused = private_folder_problem(folder)
    if refused:
        raise SettingsError((refused,))
    source = read_config(config)
    if source.problems:
        raise SettingsError(tuple(source.problems))
    _add_variables(source, variables)
    return _build(folder, source)


def _add_variables(source: Source, variables: Mapping[str, str]) -> None:
    for variable, text in sorted(variables.items()):
        if not variable.startswith(PREFIX) or variable == INSTANCE_VARIABLE:
            continue
        name = variable.removeprefix(PREFIX).lower()
        field = Settings.model_fields.get(name)
        is_list = field is not None and isinstance(field.default, tuple)
        value = tuple(part.strip() for part in text.split(",") if part.strip()) if is_list else text
        source.add(name, value, f"variable {variable}")


def _build(folder: Path, source: Source) -> Settings:
    problems = [source.unknown(name, NAMES) for name in source.values if name not in NAMES]
    known = {name: value for name, value in source.values.items() if name in NAMES}
    try:
        settings = Settings.model_validate({**known, "instance": folder})
    except ValidationError as error:
        problems += [_problem(details, source, folder) for details in error.errors()]
        raise SettingsError(tuple(problems)) from None
    if problems:
        raise SettingsError(tuple(problems))
    return settings


def _problem(details: ErrorDetails, source: Source, folder: Path) -> Problem:
    name = str(details["loc"][0]) if details["loc"] else "settings"
    message = details["msg"].removeprefix("Value error, ")
    if details["type"] == "missing":
        message = f"is missing; {GENERATE_HINT}"
    return Problem(name, message, source.origins.get(name, str(folder / CONFIG_NAME)))
