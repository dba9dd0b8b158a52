"""Reads a page as a tree and holds it to what every page of ours keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# Written without a closing tag inside SVG drawings.
DRAWN = frozenset(["path", "circle", "rect", "line", "ellipse", "polyline", "polygon", "use"])
LOADED = {"img": "src", "script": "src", "iframe": "src", "link": "href", "source": "src", "use": "href"}
SECTIONS = frozenset({"style", "script"})
DATA = "application/ld+json"
"""The one kind of script that may stand in a page: no browser runs it."""

CSP_OF_EVERY_PAGE = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "object-src": "'none'",
}


@dataclass
class Node:
    """One element with its children; text stands among them as str."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def one(self, tag: str) -> Node:
        (found,) = self.all(tag)
        return found

    def with_class(self, name: str) -> list[Node]:
        return [node for node in self.walk() if name in node.attributes.get("class", "").split()]

    @property
    def text(self) -> str:
        return " ".join(self.raw_text.split())

    @property
    def raw_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)


class _Reader(HTMLParser):
    """Builds the tree and notes every tag that is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("document", {})
        self.open = [self.root]
        self.problems: list[str] = []
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.problems.append(f"<{tag}> has an attribute twice: {names}")
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.problems.append(f"</{tag}> closes nothing")
        elif self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes <{self.open[-1].tag}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@dataclass
class Page:
    """An answer that is a page."""

    response: TestResponse
    tree: Node

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.tree.one("body").text

    @property
    def heading(self) -> str:
        return self.tree.one("h1").text

    def links(self) -> dict[str, str]:
        """Text of each link to where it leads."""
        return {node.text: node.attributes.get("href", "") for node in self.tree.all("a")}


class Visitor:
    """A browser of sorts: every page it gets is held to the rules of all pages."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options: object) -> Page:
        """The page at a path; fails when there is none or when it breaks a rule."""
        response = self.client.get(path, **options)
        assert response.content_type == "text/html; charset=utf-8", f"{path}: {response.status} {response.content_type}"
        return checked(response)


def checked(response: TestResponse, *, is_signed_in: bool = False) -> Page:
    """The page in an answer, held to the rules of all pages. Only maintainers' pages may know a cookie."""
    html = response.get_data(as_text=True)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = Page(response, reader.root)
    problems = [
        *reader.problems,
        *([f"<{reader.open[-1].tag}> is never closed"] if len(reader.open) > 1 else []),
        *([] if html.lstrip().startswith("<!doctype html>") else ["no doctype"]),
        *_document_problems(page.tree),
        *_identity_problems(page.tree),
        *_label_problems(page.tree),
        *_foreign_problems(page.tree),
        *_header_problems(response),
        *([] if is_signed_in else _cookie_problems(response)),
    ]
    assert problems == [], f"{response.request.path}: {problems}"
    return page


def _document_problems(tree: Node) -> Iterator[str]:
    html = tree.one("html")
    if not html.attributes.get("lang") or html.attributes.get("dir") not in {"ltr", "rtl"}:
        yield "<html> does not say its language and direction"
    if len(tree.all("h1")) != 1:
        yield f"{len(tree.all('h1'))} h1"
    if not tree.one("title").text.strip() or tree.one("title").text.startswith("·"):
        yield "no title"
    if len(tree.all("main")) != 1:
        yield "not one main"
    levels = [int(node.tag[1]) for node in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
    if any(after - before > 1 for before, after in pairwise(levels)):
        yield f"headings skip a level: {levels}"
    for node in tree.walk():
        if "style" in node.attributes or any(name.startswith("on") for name in node.attributes):
            yield f"<{node.tag}> has a style or a script inside the page"
        is_data = node.tag == "script" and node.attributes.get("type") == DATA
        if node.tag in SECTIONS and not node.attributes.get("src") and not is_data:
            yield f"<{node.tag}> stands inside the page"
        if node.tag == "img" and "alt" not in node.attributes:
            yield "<img> without alt"


def _identity_problems(tree: Node) -> Iterator[str]:
    ids = [node.attributes["id"] for node in tree.walk() if "id" in node.attributes]
    if len(set(ids)) < len(ids):
        yield f"an id stands twice: {sorted(each for each in ids if ids.count(each) > 1)}"
    for node in tree.walk():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in node.attributes.get(name, "").split():
                if target not in ids:
                    yield f"<{node.tag} {name}={target}> points at nothing"
        href = node.attributes.get("href", "")
        if node.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"<a href={href}> points at nothing"


def _label_problems(tree: Node) -> Iterator[str]:
    labelled = {node.attributes["for"] for node in tree.all("label") if "for" in node.attributes}
    inside = {id(control) for label in tree.all("label") for control in label.walk()}
    for control in tree.all("input", "select", "textarea"):
        is_hidden = control.attributes.get("type") in {"hidden", "submit"}
        has_name = (
            control.attributes.get("id") in labelled or id(control) in inside or "aria-label" in control.attributes
        )
        if not is_hidden and not has_name:
            yield f"<{control.tag} name={control.attributes.get('name')}> has no label"
    for node in tree.all("a", "button"):
        if not node.text and "aria-label" not in node.attributes:
            yield f"<{node.tag} href={node.attributes.get('href')}> says nothing"


def _foreign_problems(tree: Node) -> Iterator[str]:
    for node in tree.walk():
        loaded = node.attributes.get(LOADED.get(node.tag, ""), "")
        if urlsplit(loaded).netloc and node.attributes.get("rel") not in {"canonical", "alternate"}:
            yield f"<{node.tag}> loads from another host: {loaded}"
        href = node.attributes.get("href", "") if node.tag == "a" else node.attributes.get("action", "")
        scheme = urlsplit(href).scheme
        if scheme not in {"", "http", "https", "mailto", "tel"}:
            yield f"<{node.tag}> leads to a {scheme}: address"
        if scheme in {"http", "https"} and "noreferrer" not in node.attributes.get("rel", ""):
            yield f"<{node.tag}> tells another site where the visitor was: {href}"


def _cookie_problems(response: TestResponse) -> Iterator[str]:
    if response.headers.getlist("Set-Cookie"):
        yield "sets a cookie"
    if "Cookie" in response.headers.get("Vary", ""):
        yield "varies by cookie"


def _header_problems(response: TestResponse) -> Iterator[str]:
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    for name in ("Referrer-Policy", "Permissions-Policy", "Cache-Control", "Cross-Origin-Resource-Policy"):
        if not response.headers.get(name):
            yield f"no {name}"
    said = content_security_policy(response)
    for directive, sources in CSP_OF_EVERY_PAGE.items():
        if said.get(directive) != sources:
            yield f"CSP {directive} is {said.get(directive)}"
    if "unsafe" in response.headers["Content-Security-Policy"] or "frame-ancestors" not in said:
        yield "CSP is loose"


def content_security_policy(response: TestResponse) -> dict[str, str]:
    """The directives of an answer's policy with their sources."""
    directives = [part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, _, sources in directives}
