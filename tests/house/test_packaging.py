"""The built wheel carries all it needs: installed by itself in an empty environment, it serves a page with its look."""

import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.support.equipment import REPOSITORY
from tests.support.postgresql import free_port

pytestmark = [pytest.mark.packaging, pytest.mark.slow, pytest.mark.timeout(600)]

START_SECONDS = 60
OPENER = build_opener(ProxyHandler({}))


def run(*command: str | Path, at: Path, environ: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [*map(str, command)], cwd=at, capture_output=True, text=True, timeout=400, check=False, env=environ
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--no-build-isolation", "--wheel-dir", folder, REPOSITORY, at=folder,
    )  # fmt: skip
    (built,) = folder.glob("aidroute-*.whl")
    return built


def test_the_wheel_carries_every_template_static_file_migration_and_data_file(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        prefix + str(path.relative_to(REPOSITORY))
        for folder, prefix in (("aidroute", ""), ("templates", "aidroute/"), ("static", "aidroute/"))
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert wanted - packed == set()
    for kind in ("aidroute/templates/", "aidroute/static/", "aidroute/storage/migrations/versions/", "aidroute/data/"):
        assert any(name.startswith(kind) for name in packed), f"nothing under {kind}"


def test_the_wheel_carries_nothing_that_is_not_for_running(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.startswith("aidroute")} == set()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base address of an installation from the wheel alone, with the locked requirements."""
    folder = tmp_path_factory.mktemp("installed")
    binaries = folder / "venv" / "bin"
    run(sys.executable, "-m", "venv", folder / "venv", at=folder)
    pip = (binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    run(*pip, "--require-hashes", "--requirement", REPOSITORY / "requirements.lock", at=folder)
    run(*pip, wheel, at=folder)
    run(binaries / "python", "-m", "pip", "check", at=folder)

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AIDROUTE_"))}
    environ |= {
        "AIDROUTE_INSTANCE": str(folder / "instance"),
        "AIDROUTE_PORT": str(port),
        "AIDROUTE_BASE_URL": address,
        "AIDROUTE_SCHEDULER_INSIDE": "no",
    }
    run(binaries / "aidroute", "db", "upgrade", at=folder, environ=environ)
    run(binaries / "aidroute", "load", at=folder, environ=environ)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([binaries / "aidroute", "run"], cwd=folder, env=environ, stdout=log, stderr=log)
    try:
        wait_until_healthy(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=90)


def wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 5):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            OPENER.open(f"{address}/healthz", timeout=5).close()
        except URLError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"not healthy after {START_SECONDS} s:\n{log.read_text(encoding='utf-8')}")


def test_an_installed_wheel_serves_a_page_with_its_style_sheet(installed: str) -> None:
    with OPENER.open(f"{installed}/en/", timeout=20) as answer:
        page = answer.read().decode()
        assert answer.status == 200
    sheets = re.findall(r'<link[^>]+rel="stylesheet"[^>]*>', page)
    assert sheets
    for sheet in sheets:
        href = re.search(r'href="([^"]+)"', sheet).group(1)
        with OPENER.open(urljoin(f"{installed}/en/", href), timeout=20) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/css")
            assert len(answer.read()) > 100
