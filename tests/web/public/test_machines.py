from __future__ import annotations

from tests.support.feeds import read_xml
from tests.web.public.conftest import Listed

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_robots_may_read_pages_and_are_kept_out_of_ways_out_and_forms(shipped: Listed) -> None:
    answer = shipped.client.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    lines = answer.get_data(as_text=True).splitlines()
    assert {"Disallow: /go/", "Disallow: /*/go/", "Disallow: /*/report/", "Disallow: /maintain/"} <= set(lines)
    base = shipped.app.config["SETTINGS"].base_url
    assert lines[-1] == f"Sitemap: {base}/sitemap.xml"


def test_every_page_in_the_sitemap_is_there(shipped: Listed) -> None:
    root = read_xml(shipped.client.get("/sitemap.xml").data)
    base = shipped.app.config["SETTINGS"].base_url
    addresses = [node.text or "" for node in root.iter(f"{SITEMAP}loc")]
    assert f"{base}/en/organizations/armenian-caritas" in addresses
    assert f"{base}/en/appeals/queer-sista-platform-letter-2023-09-26" in addresses
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert shipped.client.get(address.removeprefix(base)).status_code == 200, address


def test_each_page_names_itself_in_every_language(listed_in_two_languages: Listed) -> None:
    root = read_xml(listed_in_two_languages.client.get("/sitemap.xml").data)
    about = [url for url in root.iter(f"{SITEMAP}url") if (url.findtext(f"{SITEMAP}loc") or "").endswith("/about")]
    assert len(about) == 2
    for url in about:
        named = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(LINK)}
        assert {code: address[-9:] for code, address in named.items()} == {"en": "/en/about", "fr": "/fr/about"}


def test_who_asks_for_the_mark_by_the_old_name_gets_it(shipped: Listed) -> None:
    answer = shipped.client.get("/favicon.ico")
    assert answer.status_code == 302
    mark = shipped.client.get(answer.headers["Location"])
    assert mark.status_code == 200
    assert mark.content_type == "image/svg+xml"
