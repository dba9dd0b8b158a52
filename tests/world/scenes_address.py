"""URL strings, under the address policy of production; nobody may be connected to."""

from __future__ import annotations

from aidroute.adapters.addresses import PublicAddresses
from aidroute.adapters.fetch import WEB_PORTS
from tests.world.stage import Stage, scenes


def refused(*urls: str) -> object:
    def play(stage: Stage) -> None:
        stage.urls = urls
        stage.fetcher = {"address_policy": PublicAddresses(), "ports": WEB_PORTS}
        stage.check("no connection", lambda outcome: sum(outcome.world.accepted.values()) == 0)

    return play


SPECIAL = (
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "0.0.0.0",
    "100.100.100.200",
    "168.63.129.16",
)

scenes(
    {
        "ssrf-loop": refused(
            "http://127.0.0.1/",
            "http://localhost/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://017700000001/",
            "http://LOCALHOST./",
            "http://127.0.0.1./",
        ),
        "ssrf-v6": refused(
            "http://[::1]/",
            "http://[::]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fec0::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::127.0.0.1]/",
        ),
        "ssrf-nat64-6to4": refused("http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/"),
        "ssrf-special": refused(*(f"http://{address}/" for address in SPECIAL)),
        "ssrf-port": refused("http://charity.test:22/", "http://charity.test:25/", "http://charity.test:6379/"),
        "url-creds": refused("http://user:pw@charity.test/", "http://user@charity.test/", "http://:pw@charity.test/"),
        "url-control": refused(
            "http://charity.test/a\tb",
            "http://charity.test/a\nb",
            "http://charity.test/a\0b",
            "http://charity.test/a b",
            "http://char\tity.test/",
            "\nhttp://charity.test/",
            "http://charity.test/ ",
        ),
        "url-port": refused("http://charity.test:0/", "http://charity.test:65536/", "http://charity.test:80:443/"),
        "url-single-label": refused(
            "http://intranet/",
            "http://printer.local/",
            "http://db.internal/",
            "http://abcdefghij.onion/",
        ),
        "url-scheme": refused(
            "mailto:help@charity.test",
            "tel:+37410000000",
            "sms:+37410000000",
            "data:text/html,hello",
            "javascript:alert(1)",
        ),
        "url-long": refused("http://charity.test/" + "a" * (2049 - len("http://charity.test/"))),
    }
)
