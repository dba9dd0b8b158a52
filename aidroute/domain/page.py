"""What a page says, as plain facts: read once, within fixed bounds, however hostile it is."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import replace
from urllib.parse import quote

from aidroute.domain.observation import Body
from aidroute.domain.page_charset import decode
from aidroute.domain.page_facts import ContentKind, Form, Frame, Page, PageLink, Redirect
from aidroute.domain.page_kind import content_kind
from aidroute.domain.page_pieces import RawForm, plain_text
from aidroute.domain.page_reader import PageReader
from aidroute.domain.phrases import folded
from aidroute.domain.script_redirects import ScriptTarget, read_script
from aidroute.domain.text_print import text_print
from aidroute.domain.urls import Address, InvalidUrl, join

MAX_INPUT = 262_144
MAX_SCRIPT_URLS = 60
MAX_REFRESH_DELAY = 60
"""Seconds: a page that shows itself longer than this before it goes on is read as a page."""
STUB_LENGTH = 200
"""Characters: a page with less text and no form has nothing to say but its redirect."""

_REFRESH = re.compile(
    r"\s*(?P<delay>[0-9]{0,6})[0-9.]*\s*[;,\s]\s*(?:url\s*=\s*)?(?P<url>.*)", re.IGNORECASE | re.DOTALL
)
_HOST = re.compile(r"(?:https?:)?[/\\]{2}(?:[^/?#\\@]{0,200}@)?([^/?#\\]{1,255})", re.IGNORECASE)
_PORT = re.compile(r":[0-9]*\Z")


class _AnyHosts:
    """Host rules that know no suffix list: enough to write down where a page points."""

    def to_ascii(self, host: str) -> str:
        """Lower case; other scripts by the standard library's older IDNA."""
        return host.lower() if host.isascii() else host[:255].encode("idna").decode("ascii").lower()

    def registrable_domain(self, host: str) -> str:
        """The host itself."""
        return host


_ANY_HOSTS = _AnyHosts()


_LAST_READ: ContextVar[tuple[Body, Page] | None] = ContextVar("last_read", default=None)
"""What this thread read last. A check reads its page twice, for a redirect while it is fetched and then to judge it; a
cache for all threads would have forgotten the page in between when hundreds of checks are under way."""


def inspect(body: Body, url: str) -> Page:
    """The facts of ``body`` as served from ``url``. Never raises; at most 0.5 s and 8 MB for 256 KiB of anything."""
    last = _LAST_READ.get()
    if last is not None and last[1].url == url and last[0] == body:
        return last[1]
    page = _inspect(body, url)
    _LAST_READ.set((body, page))
    return page


def _inspect(body: Body, url: str) -> Page:
    if len(body.content) > MAX_INPUT:
        body = replace(body, content=body.content[:MAX_INPUT], is_truncated=True)
    kind = content_kind(body)
    if kind not in {ContentKind.HTML, ContentKind.TEXT}:
        return Page(kind=kind, url=url, is_cut=body.is_truncated)
    source, charset = decode(body)
    reader = PageReader().read(source)
    targets = _script_targets(reader)
    place = _Place(url, reader.base)
    text = reader.text
    words = folded(text)
    is_stub = len(text) < STUB_LENGTH and not reader.forms
    return Page(
        kind=kind,
        url=url,
        charset=charset,
        language=reader.language,
        title=reader.title,
        headings=tuple(reader.headings),
        text=text,
        hidden_text=reader.hidden_text,
        words=words,
        text_simhash=text_print(words.split()),
        forms=tuple(place.form(each.action, each) for each in reader.forms),
        links=tuple(
            PageLink(*place.to(each.href), plain_text(each.text), each.is_hidden, each.is_within_text, each.is_marked)
            for each in reader.links
        ),
        frames=tuple(Frame(*place.to(source), is_hidden) for source, is_hidden in reader.frames),
        script_origins=tuple(dict.fromkeys(filter(None, (place.to(each)[1] for each in reader.script_sources)))),
        script_urls=tuple(place.to(each)[0] for each in reader.script_sources[:MAX_SCRIPT_URLS]),
        inline_scripts=reader.scripts,
        named_values=tuple(reader.named_values),
        script_values=tuple((place.to(source)[0], name, value) for source, name, value in reader.script_values),
        base_url=place.to(reader.base)[0] if reader.base else "",
        redirects=_redirects(reader, targets, place, is_stub=is_stub),
        image_count=reader.image_count,
        is_cut=reader.is_cut or body.is_truncated,
    )


def literal_redirect(body: Body, url: str) -> tuple[str, str] | None:
    """(kind, absolute URL) where the page sends a browser by itself, None when it does not.

    ``kind`` is ``meta_refresh`` or ``script``, as in ``Hop.kind``. Scripts are read, never run: only addresses that
    stand in code that runs on load are found.
    """
    certain = [redirect for redirect in inspect(body, url).redirects if redirect.is_certain]
    return (certain[0].kind, certain[0].url) if certain else None


def refresh_target(value: str) -> str | None:
    """The address in a Refresh header or meta refresh ('5; url=/next'), None when it only reloads or waits long."""
    match = _REFRESH.match(value[:4096])
    if match is None or int(match.group("delay") or 0) > MAX_REFRESH_DELAY:
        return None
    target = match.group("url").strip()
    if target[:1] in {"'", '"'}:
        target = target[1:].partition(target[0])[0].strip()
    return target or None


def absolute_redirect(kind: str, target: str, url: str) -> Redirect:
    """Where ``target``, as written at ``url``, leads."""
    return Redirect(kind, *_Place(url, "").to(target))


class _Place:
    """Where a page's relative addresses lead: its own URL, or its base element."""

    def __init__(self, url: str, base: str) -> None:
        self.url = url
        self.at: Address | None = None
        try:
            self.at = join(Address("", "https", "", 443, "/", "", ""), url, _ANY_HOSTS)
            if base:
                self.at = join(self.at, base, _ANY_HOSTS)
        except (InvalidUrl, UnicodeError):
            pass

    def to(self, written: str) -> tuple[str, str]:
        """(absolute URL, host) of an address as written; the host is '' for what is no web address."""
        if self.at is not None:
            try:
                address = join(self.at, written, _ANY_HOSTS)
            except (InvalidUrl, UnicodeError):
                pass
            else:
                return address.url, address.host
        match = _HOST.match(written.strip())
        # Numeric and odd hosts are no addresses for us, but a form that posts there is all the more of interest.
        host = _PORT.sub("", match.group(1)).lower() if match else ""
        return quote(written.strip()[:2048], safe=":/?#[]@!$&'()*+,;=%~"), host

    def form(self, action: str, raw: RawForm) -> Form:
        """A form with its action made absolute; an empty action is the page itself."""
        url, host = self.to(action or self.url)
        return Form(
            action=url,
            host=host,
            method=raw.method,
            fields=tuple(raw.fields),
            hidden=tuple(raw.hidden),
            text=plain_text(raw.text),
        )


def _script_targets(reader: PageReader) -> list[ScriptTarget]:
    findings = [read_script(source) for source in (reader.scripts, *reader.handlers[:20]) if source.strip()]
    for markup in [piece for found in findings for piece in found.markup][:10]:
        reader.read_script_markup(markup)
    for action in [action for found in findings for action in found.actions][:10]:
        reader.add_scripted_form(action)
    for source in [address for found in findings for address in found.loads][:10]:
        reader.script_sources.append(source)
    clicked = [reader.links_by_id[name] for found in findings for name in found.clicks if name in reader.links_by_id]
    return [target for found in findings for target in found.targets] + [ScriptTarget(href) for href in clicked]


def _redirects(
    reader: PageReader, targets: list[ScriptTarget], place: _Place, *, is_stub: bool
) -> tuple[Redirect, ...]:
    found = [Redirect("script", *place.to(each.address), each.is_certain or is_stub) for each in targets]
    refreshes = [target for value in reader.refreshes[:5] if (target := refresh_target(value))]
    found += [Redirect("meta_refresh", *place.to(target)) for target in refreshes]
    here = place.to(place.url)[0]
    elsewhere = [each for each in found if each.url != here and (each.host or ":" in each.url)]
    return tuple(sorted(elsewhere, key=lambda each: not each.is_certain))
