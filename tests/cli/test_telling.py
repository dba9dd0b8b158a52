"""The trial notice of ``aidroute notify``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from aidroute.cli.telling import TRIAL, notify
from tests.support.mail_server import MailServerOnLoopback


def environment(folder: Path, **changes: str) -> dict[str, str]:
    folder.chmod(0o700)
    return {
        "AIDROUTE_INSTANCE": str(folder),
        "AIDROUTE_SECRET_KEY": "k3Vt9QxL0pZr8WmYc2NfHj5BdGs7AeUi",
        **changes,
    }


def with_mail(folder: Path, port: int) -> dict[str, str]:
    return environment(
        folder,
        AIDROUTE_MAIL_HOST="127.0.0.1",
        AIDROUTE_MAIL_PORT=str(port),
        AIDROUTE_MAIL_SECURITY="none",
        AIDROUTE_MAIL_FROM="aidroute@aid.example.org",
        AIDROUTE_MAIL_TO="desk@aid.example.org",
    )


def test_a_trial_notice_is_sent_and_told(tmp_path: Path) -> None:
    with MailServerOnLoopback() as loopback:
        done = CliRunner().invoke(notify, env=with_mail(tmp_path, loopback.port))
    assert (done.exit_code, len(loopback.mails)) == (0, 1)
    assert TRIAL in loopback.mails[0]


@pytest.mark.parametrize("command", ["MAIL", "DATA"])
def test_a_carrier_that_does_not_take_it_ends_the_command_with_1(tmp_path: Path, command: str) -> None:
    with MailServerOnLoopback(refuse={command: 550}) as loopback:
        done = CliRunner().invoke(notify, env=with_mail(tmp_path, loopback.port))
    assert (done.exit_code, loopback.mails) == (1, [])


def test_without_a_carrier_it_says_so_by_its_exit_code(tmp_path: Path) -> None:
    assert CliRunner().invoke(notify, env=environment(tmp_path)).exit_code == 1
