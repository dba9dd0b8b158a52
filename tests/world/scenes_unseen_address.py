"""Address strings that readers of addresses disagree about, under the address policy of production."""

# ruff: noqa: E501 -- lists of addresses

from __future__ import annotations

from tests.world.pages import good
from tests.world.scenes_address import refused
from tests.world.stage import Scene, Stage, scenes


def at(*hosts: str, scheme: str = "http", rest: str = "/") -> Scene:
    """Addresses with these hosts, none of which may be connected to."""
    return refused(*(f"{scheme}://{host}{rest}" for host in hosts))  # type: ignore[return-value]


def well(*urls: str, host: str = "charity.test", path: str = "/donate") -> Scene:
    """Odd spellings of an address that all mean this good page."""

    def play(stage: Stage) -> None:
        stage.urls = urls
        stage.serve(good(), host=host, path=path)
        stage.approved = good()
        stage.check("nobody else was asked", lambda outcome: {asked.host for asked in outcome.world.asked} <= {host})

    return play


scenes(
    {
        "numbers-octal": at("0177.0.0.1", "0177.0.1", "017700000001", "00000177.0.0.01", "0251.0376.0251.0376"),
        "numbers-hexadecimal": at("0x7f000001", "0x7f.0x0.0x0.0x1", "0X7F.1", "0xA9FEA9FE", "0x0"),
        "numbers-short": at("127.1", "127.0.1", "10.1", "192.168.257", "0", "1"),
        "numbers-whole": at("2130706433", "2852039166", "3232235777", "167772161", "0000002130706433"),
        "numbers-overflowing": at("127.0.0.257", "4294967297", "256.256.256.256", "1.2.3.4.5", "0x100000000"),
        "digits-of-other-scripts": at(
            "１２７.０.０.１",
            "①②⑦.⓪.⓪.①",
            "१२७.०.०.१",
            "١٢٧.٠.٠.١",
            "127。0。0。1",
            "127．0．0．1",
            "𝟭𝟮𝟳.𝟬.𝟬.𝟭",
            "1²7.0.0.1",
        ),
        "names-of-this-machine": at(
            "localhost.",
            "LocalHost",
            "localhost.localdomain",
            "a.localhost",
            "ip6-localhost",
            "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
            "ｌｏｃａｌｈｏｓｔ",
            "loc%61lhost",
            "local\u00adhost",
            "local\u200bhost",
        ),
        "names-of-inner-services": at(
            "metadata",
            "metadata.google.internal",
            "instance-data",
            "kubernetes.default.svc",
            "redis",
            "router.lan",
            "nas.home.arpa",
            "db.corp.internal.",
            "printer.localdomain",
        ),
        "metadata-addresses": at(
            "169.254.169.254", "169.254.170.2", "169.254.169.253", "100.100.100.200", "168.63.129.16", "192.0.0.192",
            "[fd00:ec2::254]", "[fe80::a9fe:a9fe]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]",
        ),
        "six-mapped": at(
            "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]", "[::7f00:1]",
            "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::FFFF:10.0.0.1]", "[2002:a00:1::]", "[64:ff9b:1::a00:1]",
        ),
        "six-special": at(
            "[ff02::1]", "[fe80::1]", "[fc00::1]", "[fdff::1]", "[fec0::1]", "[2001:db8::1]", "[2001:10::1]", "[100::1]",
            "[5f00::1]", "[3fff::1]", "[2001:2::1]", "[::]",
        ),
        "six-zones": at("[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%250]", "[fe80::1%25]"),
        "six-malformed": at(
            "[::1", "::1", "[::1]x", "[::1].charity.test", "[charity.test]", "[1:2:3]", "[::127.0.0.1.1]", "[v1.x]", "[]", "[[::1]]",
        ),
        "four-special": at(
            "0.0.0.0", "0.1.2.3", "10.255.255.255", "172.31.255.255", "192.168.0.1", "127.255.255.254", "198.19.0.1", "233.252.0.1", "255.255.255.255", "127.0.0.1.", "100.64.0.1",
        ),
        "user-parts": at(
            "charity.test@127.0.0.1", "127.0.0.1@charity.test", ":@charity.test", "@charity.test", "a:b@c:d@charity.test",
            "charity.test%40127.0.0.1", "charity.test:80@127.0.0.1:80", "user%3Apw@charity.test",
        ),
        "slashes-and-backslashes": refused(
            "http://charity.test\\@127.0.0.1/",
            "http://127.0.0.1\\@charity.test/",
            "http:\\\\127.0.0.1\\",
            "http://charity.test\\.evil.test/",
            "http:///127.0.0.1/",
            "http:/\\charity.test/",
        ),
        "percent-in-host": at(
            "127%2e0%2e0%2e1", "charity.test%00.evil.test", "charity.test%2f@evil.test", "%6c%6fcalhost",
            "charity.test%20", "%", "charity.test%09",
        ),
        "labels-malformed": at(
            ".charity.test", "charity..test", "-charity.test", "charity-.test", "a" * 64 + ".test", "chari_ty.test..", "..", ".",
            ("a" * 50 + ".") * 6 + "test", "xn--a.test", "xn--.test", "charity.test,evil.test", "charity.test;evil.test",
            "chari ty.test", "charity.test<x>", "charity.test|x", "charity.test^", "`charity.test`", "{charity}.test", "*.charity.test",
        ),
        "letters-that-mislead": at("charity.test\u202e", "\u2066charity.test", "chari\u0000ty.test", "chari\u007fty.test", "charity\u2044test"),
        "ports-odd": at(
            "charity.test:abc", "charity.test:+80", "charity.test:-1", "charity.test:８０", "charity.test:0x50", "charity.test:99999999999",
            "charity.test:80:80", "charity.test:8 0", "charity.test:80\n",
        ),
        "ports-of-services": at(*(f"charity.test:{port}" for port in (21, 22, 25, 110, 3306, 5432, 6379, 8080, 8443, 9200, 11211, 27017))),
        "schemes-further": refused(
            "ftp://charity.test/", "file:///etc/hosts", "gopher://charity.test/", "ws://charity.test/", "JAVASCRIPT:alert(1)", "vbscript:x",
            "view-source:http://charity.test/", "blob:http://charity.test/0", "about:blank", "feed:http://charity.test/", "ldap://charity.test/",
            "http+unix://%2frun%2fdocker.sock/", "dict://127.0.0.1:11211/stat", "bitcoin:1abc", "intent://charity.test#Intent;end",
        ),
        "not-an-address": refused(
            "", " ", "charity.test/donate", "//charity.test/donate", "/donate", "?x", "#x", "http", "http:", "http:/", "http://", "http://?", "http://#",
            "http:///donate", "hxxp://charity.test/", "htt\tp://charity.test/", "://charity.test/", "http//charity.test/", "www.charity.test",
        ),
        "controls-within": refused(
            "http://charity.test/\x7f", "http://charity.test/a\r\nHost: evil.test",
            "http://charity.test/?a\x00b", "\u00a0http://charity.test/", "http://charity.test/\x1b[0m", "http://charity.test/#\n",
        ),
        "delimiters-that-mislead": well("http://charity.test?@evil.test/", "http://charity.test#@evil.test/", "http://charity.test/@evil.test/..", path="/"),
        "good-spellings": well(
            "HTTP://Charity.TEST/donate", "http://charity.test:80/donate", "http://charity.test./donate", "http://charity.test/x/../donate",
            "http://charity.test/./donate", "http://charity.test/donate?", "http://charity.test/donate#",
        ),
        "longest-allowed": well("http://charity.test/donate?" + "a" * (2048 - len("http://charity.test/donate?"))),
    }
)  # fmt: skip
