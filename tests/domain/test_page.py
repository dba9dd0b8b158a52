"""Reading pages: facts of ordinary ones, bounds on hostile ones."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidroute.domain.observation import Body
from aidroute.domain.page import MAX_INPUT, inspect, literal_redirect, refresh_target
from aidroute.domain.page_facts import ContentKind, Page

URL = "https://charity.test/donate"


def read(html: str | bytes, content_type: str = "text/html; charset=utf-8") -> Page:
    content = html.encode() if isinstance(html, str) else html
    return inspect(Body(content=content, content_type=content_type), URL)


def test_title_headings_text_and_language_are_read() -> None:
    page = read(
        "<html lang=hy><head><title> Give &amp;\n help </title></head><body><h1>One <em>two</em></h1>"
        "<p>First.</p><div>Sec<b>ond</b>.</div><script>var x = 'no'</script><style>p{}</style></body>"
    )
    assert (page.title, page.language, page.headings) == ("Give & help", "hy", ("One two",))
    assert page.text == "One two\nFirst.\nSecond."
    assert page.kind is ContentKind.HTML


def test_a_title_is_cut_at_300_characters() -> None:
    assert len(read("<title>" + "x" * 1_000_000).title) == 300


def test_an_icons_title_is_not_the_pages() -> None:
    assert read("<svg><title>Arrow</title></svg><title>Charity</title>").title == "Charity"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display: none'>secret</div>",
        "<div style='DISPLAY:NONE'><div>secret</div></div>",
        "<p hidden>secret</p>",
        "<template>secret</template>",
        "<noscript>secret</noscript>",
        "<span style='visibility:hidden'>secret</span>",
        "<span style='font-size:0'>secret</span>",
        '<img alt="secret">',
        '<input value="secret">',
        '<i data-copy="secret"></i>',
    ],
)
def test_what_a_reader_does_not_see_stands_apart(hidden: str) -> None:
    page = read(f"<p>before</p>{hidden}<p>after</p>")
    assert page.text == "before\nafter"
    assert "secret" in page.hidden_text


def test_an_unclosed_hidden_paragraph_hides_only_itself() -> None:
    assert read("<p hidden>secret<p>seen</p>").text == "seen"


HIDDEN_FRAME = (
    '<iframe src="https://tags.test/ns" height="0" width="0" style="display:none;visibility:hidden"></iframe>'
)


def test_a_tag_managers_hidden_frame_in_a_noscript_hides_nothing_of_the_page() -> None:
    page = read(f"<noscript>{HIDDEN_FRAME}</noscript><h1>Donate</h1><p>Account 123</p><noscript><h1>No</h1></noscript>")
    assert (page.text, page.headings, page.hidden_text) == ("Donate\nAccount 123", ("Donate",), "No")
    assert [(frame.url, frame.is_hidden) for frame in page.frames] == [("https://tags.test/ns", True)]


def test_a_frame_beside_a_hidden_one_in_a_noscript_is_not_hidden() -> None:
    page = read(f'<noscript>{HIDDEN_FRAME}<iframe src="https://other.test/x"></iframe></noscript>')
    assert [frame.is_hidden for frame in page.frames] == [True, False]


def test_what_a_script_writes_hides_nothing_of_the_page_around_it() -> None:
    page = read("""<iframe srcdoc="<div style='display:none'><h1>x"></iframe><h1>Donate</h1><p>seen</p>""")
    assert (page.text, page.headings) == ("Donate\nseen", ("Donate",))


def test_a_form_goes_on_after_a_noscript_within_it() -> None:
    page = read("<form action='/pay'><noscript>On<form action='/x'></form></noscript><input name=amount></form>")
    assert page.forms[0].fields == ("text:amount",)
    after = read("<form action='/pay'><noscript><input name=amount></noscript></form><input name=card>")
    assert after.forms[0].fields == ("text:amount",)


def test_an_unclosed_comment_or_attribute_swallows_the_rest_as_browsers_do() -> None:
    assert read("<p>seen</p><!-- <p>not seen</p>").text == "seen"
    assert read("<p>seen</p><a href='x>not seen").text == "seen"


def test_forms_links_frames_and_scripts_are_absolute_after_base() -> None:
    page = read(
        '<base href="https://other.test/x/"><form action="pay" method="POST"><input name="Amount">'
        '<input type="hidden" name="id" value="7"><button formaction="//third.test/">Give</button></form>'
        '<a href="../a">A <b>b</b></a><iframe src="f"></iframe><script src="s.js"></script>'
        "<script src='//cdn.test/x.js'></script>"
    )
    assert [(form.action, form.host) for form in page.forms] == [
        ("https://other.test/x/pay", "other.test"),
        ("https://third.test/", "third.test"),
    ]
    assert (page.forms[0].method, page.forms[0].fields, page.forms[0].hidden) == (
        "post",
        ("text:amount", "submit:"),
        (("id", "7"),),
    )
    assert (page.links[0].url, page.links[0].text) == ("https://other.test/a", "A b")
    assert page.frames[0].url == "https://other.test/x/f"
    assert page.script_origins == ("other.test", "cdn.test")


def test_a_form_without_action_posts_to_the_page() -> None:
    assert read("<form><input name=a></form>").forms[0].action == URL


def test_a_form_to_a_bare_address_keeps_its_host() -> None:
    assert read('<form action="http://203.0.113.9:81/p">').forms[0].host == "203.0.113.9"


def test_only_the_first_base_counts() -> None:
    assert read('<base href="/one/"><base href="https://evil.test/"><a href="x">x</a>').links[0].host == "charity.test"


@pytest.mark.parametrize(
    ("tag", "is_hidden"),
    [
        ('<iframe src="//a.test/" width="0" height="0">', True),
        ('<iframe src="//a.test/" style="display:none">', True),
        ('<div hidden><iframe src="//a.test/"></iframe></div>', True),
        ('<iframe src="//a.test/" style="position:absolute; left:-9999px">', True),
        ('<iframe src="//a.test/" width="100%">', False),
    ],
)
def test_a_frame_nobody_sees_is_told_apart(tag: str, *, is_hidden: bool) -> None:
    assert read(tag).frames[0].is_hidden is is_hidden


# ---- characters

TEXT = "Նվիրաբերություն Пожертвование é"


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/html"),
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("utf-8-sig", "text/html; charset=windows-1251"),
        ("utf-16", "text/html; charset=utf-8"),
        ("utf-16-le", "text/html; charset=iso-8859-1"),
        ("utf-16-be", "text/html"),
    ],
)
def test_characters_are_read_as_they_are_and_not_as_they_are_called(encoding: str, content_type: str) -> None:
    html = f"<html><head><title>{TEXT}</title></head><body>{'plain text ' * 40}</body></html>"
    assert read(html.encode(encoding), content_type).title == TEXT


@pytest.mark.parametrize(
    ("codec", "label", "text"),
    [
        ("cp1251", "windows-1251", "Пожертвование"),
        ("koi8-r", "KOI8-R", "Пожертвование"),
        ("cp1254", "iso-8859-9", "Bağış yapın"),
        ("iso8859-2", "iso-8859-2", "Wpłać darowiznę"),
        ("cp1256", "windows-1256", "تبرع"),
        ("gb18030", "gb2312", "捐款"),
    ],
)
def test_older_encodings_are_read_by_header_or_meta(codec: str, label: str, text: str) -> None:
    assert read(f"<title>{text}</title>".encode(codec), f"text/html; charset={label}").title == text
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}"><title>{text}</title>'
    assert read(meta.encode(codec), "text/html").title == text


@pytest.mark.parametrize("label", ["punycode", "idna", "zlib", "rot13", "utf-7", "nonsense", "x" * 500])
def test_an_encoding_that_is_none_is_not_looked_up(label: str) -> None:
    assert read(b"<title>ok \xe9</title>", f"text/html; charset={label}").title == "ok é"


def test_a_page_cut_in_the_middle_of_a_character_is_still_utf8() -> None:
    assert read(("<title>é</title>" + "é" * 10).encode()[:-1]).charset == "utf-8"


# ---- kinds of content


@pytest.mark.parametrize(
    ("content", "content_type", "disposition", "kind"),
    [
        (b"", "text/html", "", ContentKind.EMPTY),
        (b" \n\t", "text/html", "", ContentKind.EMPTY),
        (b"%PDF-1.7", "text/html", "", ContentKind.PDF),
        (b"\x89PNG\r\n\x1a\n", "text/html", "", ContentKind.IMAGE),
        (b"RIFF0000WEBPVP8", "image/webp", "", ContentKind.IMAGE),
        (b"MZ\x90", "text/html", "", ContentKind.EXECUTABLE),
        (b"PK\x03\x04", "application/octet-stream", "", ContentKind.ARCHIVE),
        (b"abc", "application/x-msdownload", "", ContentKind.EXECUTABLE),
        (b"<html>", "text/html", "attachment; filename=a.exe", ContentKind.EXECUTABLE),
        (b"<html>", "text/html", "attachment; filename=a.tar.gz", ContentKind.ARCHIVE),
        (b"<html>", "text/html", 'inline; filename="index.html"', ContentKind.HTML),
        (b"%PDF-1.4", "application/pdf", "attachment; filename=sheet.pdf", ContentKind.PDF),
        (b"hello", "text/plain", "", ContentKind.TEXT),
        (b"<!doctype html><p>x", "text/plain", "", ContentKind.HTML),
        (b'{"a": 1}', "application/json", "", ContentKind.TEXT),
        (b"\x00\x01", "application/octet-stream", "", ContentKind.OTHER),
        (b"MZ museum <html><body>of Mozhaisk", "text/html", "", ContentKind.HTML),
        (b"hello", "", "", ContentKind.HTML),
    ],
)
def test_bytes_are_what_their_start_their_name_and_their_type_say(
    content: bytes, content_type: str, disposition: str, kind: ContentKind
) -> None:
    body = Body(content=content, content_type=content_type, disposition=disposition)
    assert inspect(body, URL).kind is kind


# ---- redirects


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("0; url=/give", "/give"),
        ("0;URL='/give'", "/give"),
        ('5 ; Url = "/give" x', "/give"),
        ("3, /give", "/give"),
        ("0;/give", "/give"),
        (".5;url=/give", "/give"),
        ("5", None),
        ("900;url=/give", None),
        ("0;url=", None),
        ("", None),
        ("x", None),
    ],
)
def test_a_refresh_says_where_to(value: str, target: str | None) -> None:
    assert refresh_target(value) == target


def test_a_literal_redirect_says_how_and_where() -> None:
    meta = Body(content=b'<meta http-equiv="refresh" content="0;url=/give">', content_type="text/html")
    script = Body(content=b"<script>location.href='//evil.test/x'</script>", content_type="text/html")
    assert literal_redirect(meta, URL) == ("meta_refresh", "https://charity.test/give")
    assert literal_redirect(script, URL) == ("script", "https://evil.test/x")
    assert literal_redirect(Body(content=b"<p>x</p>", content_type="text/html"), URL) is None
    assert literal_redirect(Body(content=b"%PDF", content_type="application/pdf"), URL) is None


def test_a_page_that_reloads_itself_does_not_redirect() -> None:
    again = Body(content=b'<meta http-equiv="refresh" content="30;url=/donate">', content_type="text/html")
    assert literal_redirect(again, URL) is None


# ---- hostile pages


def filled(piece: str) -> bytes:
    return (piece * (MAX_INPUT // len(piece) + 1)).encode()[:MAX_INPUT]


def _noise() -> bytes:
    source = random.Random(7)
    return "".join(source.choice("<>/\"'= abdiv!-&#;scriptl") for _ in range(MAX_INPUT)).encode()


HOSTILE = {
    "title of a megabyte": b"<title>" + b"x" * 1_000_000,
    "nested elements": filled("<div>"),
    "unclosed comments": filled("<!-- "),
    "empty comments": filled("<!-->"),
    "attributes": b"<a " + filled("a "),
    "quoted attributes": b"<a " + filled("a='b' "),
    "unclosed quotes": filled('<a b="'),
    "both quotes": filled("<a b='<a b=\""),
    "less-than signs": filled("<"),
    "ampersands": filled("&"),
    "huge reference": b"&#" + b"9" * MAX_INPUT,
    "many references": filled("&#x41;"),
    "links": filled('<a href="/x?y=1">d</a>'),
    "foreign links": filled('<a href="https://ex.test/d">donate</a>'),
    "forms": filled("<form><input name=a>"),
    "scripts": filled("<script></script>"),
    "unclosed script comments": b"<script>" + filled("/* "),
    "braces": b"<script>" + filled("{("),
    "assignments": b"<script>" + filled("location=(a+"),
    "decoders": b"<script>" + filled("location=atob("),
    "quotes in scripts": b"<script>" + filled('"\\'),
    "writes": b"<script>" + filled("document.write('<a href=x>');"),
    "handlers": filled('<img onerror="location=x">'),
    "accounts": filled("GB82WEST1234569876543 "),
    "wallets": filled("1BoatSLRHtKNngkdXEeobR76b53LETtpyU "),
    "Cyrillic": "слово ".encode() * (MAX_INPUT // 11),
    "emoji": "😀a".encode() * (MAX_INPUT // 5),
    "combining marks": ("a" + "\u0301" * 130_000).encode(),
    "zeros": b"\0" * MAX_INPUT,
    "noise": _noise(),
    "refreshes": filled('<meta http-equiv=refresh content="0;url=/x">'),
    "unseen": filled("<div hidden>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_within_half_a_second(name: str) -> None:
    body = Body(content=HOSTILE[name], content_type="text/html")
    began = time.thread_time()
    inspect(body, URL)
    assert time.thread_time() - began < 0.5


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_within_eight_megabytes(name: str) -> None:
    body = Body(content=HOSTILE[name], content_type="text/html")
    tracemalloc.start()
    try:
        inspect(body, URL)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


PIECES = (
    *("<", ">", "</", "<!--", "-->", "<script>", "</script>", "<a href='", "'", '"', "=", "&#x", ";", "<title>", "a"),
    *("<form action=//x", " ", "{", "}", "location=", "atob(", ")", "<meta http-equiv=refresh content='0;", "http://["),
    *("<base href=", "\x00", "é", "\ud7ff", "<iframe src=", "<svg>", "<div hidden>", "function", "=>", "`${", "\\"),
)
MARKUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(MARKUP | st.text(max_size=200), st.sampled_from(["text/html", "text/html; charset=utf-16", "image/png", ""]))
@settings(max_examples=200)
def test_no_page_is_an_error(markup: str, content_type: str) -> None:
    page = read(markup.encode("utf-8", "replace"), content_type)
    assert len(page.title) <= 300


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_no_bytes_are_an_error(content: bytes) -> None:
    body = Body(content=content, content_type="text/html")
    assert inspect(body, URL).kind in ContentKind
    literal_redirect(body, URL)
