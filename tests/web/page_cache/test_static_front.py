"""Files that never change, served before Flask."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask

from aidroute.web.assets import Assets, register_assets
from aidroute.web.page_cache.keys import PageNames
from aidroute.web.page_cache.rules import KeepRules
from aidroute.web.page_cache.static_front import StaticFront
from tests.support.wsgi import Got, ask

NAMES = PageNames(KeepRules("https://aid.example.org", ("aid.example.org",), (), frozenset()))
SHEET = "a { color: inherit }\n" * 100


class Served:
    """A folder of static files behind the front, with what reached Flask."""

    def __init__(self, folder: Path) -> None:
        (folder / "icons").mkdir()
        (folder / "site.css").write_text(SHEET, encoding="utf-8")
        (folder / "icons" / "mark.svg").write_text("<svg></svg>", encoding="utf-8")
        (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
        app = Flask("test", static_folder=None)
        app.url_map.merge_slashes = False
        register_assets(app, folder)
        self.assets: Assets = app.extensions["assets"]
        self.reached: list[str] = []
        flask_itself = app.wsgi_app

        def counted(environ, start_response):  # type: ignore[no-untyped-def]
            self.reached.append(environ["PATH_INFO"])
            return flask_itself(environ, start_response)

        def is_immutable(name: str) -> bool:
            found = self.assets.find(name)
            return found is not None and found[1]

        self.front = StaticFront(counted, NAMES, is_immutable)

    def ask(self, name: str, method: str = "GET", **headers: str) -> Got:
        return ask(self.front, f"/static/{name}", method, **headers)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    folder = tmp_path / "static"
    folder.mkdir()
    return Served(folder)


def test_flask_is_asked_once_for_each_form(served: Served) -> None:
    name = served.assets.hashed_name("site.css")
    for _ in range(3):
        br, zipped, plain = (served.ask(name, accept_encoding=accept) for accept in ("br, gzip", "gzip", ""))
        assert brotli.decompress(br.body) == gzip.decompress(zipped.body) == plain.body == SHEET.encode()
        assert len({got.headers["etag"] for got in (br, zipped, plain)}) == 3
        for got in (br, zipped, plain):
            assert got.headers["content-type"] == "text/css; charset=utf-8"
            assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert got.headers["vary"] == "Accept-Encoding"
            assert got.headers["content-length"] == str(len(got.body))
    assert len(served.reached) == 3


def test_it_says_what_flask_says(served: Served) -> None:
    name = served.assets.hashed_name("icons/mark.svg")
    first, second = served.ask(name), served.ask(name)
    assert first == second
    assert first.headers["content-type"].startswith("image/svg+xml")


def test_a_browser_that_has_the_file_is_told_so(served: Served) -> None:
    name = served.assets.hashed_name("site.css")
    etag = served.ask(name, accept_encoding="br").headers["etag"]
    got = served.ask(name, accept_encoding="br", if_none_match=etag)
    assert (got.status, got.body) == (304, b"")
    assert got.headers["etag"] == etag
    assert served.ask(name, accept_encoding="gzip", if_none_match=etag).status == 200


def test_head_has_no_body(served: Served) -> None:
    name = served.assets.hashed_name("site.css")
    assert served.ask(name, "HEAD").body == b""
    assert served.ask(name, "HEAD").headers == served.ask(name).headers


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "icons/../../secret.txt",
        "icons/..%5c..%5csecret.txt",
        "/etc/passwd",
        "site.css%00.png",
        "site.00000000.css",
        "icons/",
        "",
    ],
)
def test_only_the_files_there_are_can_be_had(served: Served, name: str) -> None:
    got = served.ask(name)
    assert got.status == 404
    assert b"secret" not in got.body


def test_a_file_by_its_plain_name_is_flasks_business(served: Served) -> None:
    for _ in range(2):
        assert served.ask("site.css").headers["cache-control"] == "public, max-age=300"
    assert len(served.reached) == 2


@pytest.mark.parametrize("headers", [{"host": "evil.example.org"}, {"host": ""}])
def test_a_foreign_host_is_flasks_business(served: Served, headers: dict[str, str]) -> None:
    name = served.assets.hashed_name("site.css")
    served.ask(name)
    served.ask(name, **headers)
    assert len(served.reached) == 2


def test_other_methods_are_flasks_business(served: Served) -> None:
    name = served.assets.hashed_name("site.css")
    served.ask(name)
    assert served.ask(name, "POST").status == 405
