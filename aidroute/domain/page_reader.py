"""Walks once over a page's markup and collects its raw facts, within bounds. Addresses stay as written here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from aidroute.domain.html_tokens import MAX_TOKENS, Kind, Token, tokens
from aidroute.domain.page_pieces import (
    MAX_LINK_TEXT,
    RawForm,
    RawLink,
    data_text,
    has_no_size,
    is_marked_for_gifts,
    is_unseen,
    named_in_address,
)

MAX_TEXT = 120_000
MAX_HIDDEN_TEXT = 40_000
MAX_SCRIPT_TEXT = 48_000
MAX_TITLE = 300
MAX_LINKS = 2_000
MAX_FORMS = 60
MAX_FRAMES = 60
MAX_SCRIPTS = 200
MAX_FIELDS = 60

INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
"""Elements within a line of text. All others, unknown ones too, end it: what they hold stands apart."""
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
SPEAKING_ATTRIBUTES = ("alt", "title", "aria-label", "value", "placeholder", "content", "summary", "label")
ADDRESSED = frozenset({"href", "src", "srcset", "data", "poster", "xlink:href"})
RUNNING_HANDLERS = frozenset({"onload", "onerror", "onpageshow", "onbegin", "ontoggle", "onanimationstart"})
"""Handlers that run without anybody doing anything."""
MAX_HANDLERS = 40
MAX_NAMED_VALUES = 300
MAX_GIVEN_VALUES = 12
MAX_DEPTH = 5
MAX_STYLE_TEXT = 65_536
PAY_SCHEMES = ("bitcoin:", "ethereum:", "litecoin:", "monero:", "tron:", "paypal:", "upi:", "lightning:", "dogecoin:")

_REACHES_OUT = re.compile(r"\b(?:top|parent)\b")
_PAINTED = re.compile(r"""content\s{0,9}:\s{0,9}["']([^"'\\]{4,200})["']""", re.IGNORECASE)
_CLICK_TARGET = re.compile(
    r"""(?:location[\w.]{0,20}\s{0,9}=|location\.(?:replace|assign)\(|open\()\s{0,9}['"]([^'"]{1,1000})"""
)


class PageReader:
    """What one pass over the markup found. ``read`` is called once; the attributes are the result."""

    def __init__(self) -> None:
        self.base = ""
        self.language = ""
        self.title = ""
        self.headings: list[str] = []
        self.forms: list[RawForm] = []
        self.links: list[RawLink] = []
        self.frames: list[tuple[str, bool]] = []
        self.script_sources: list[str] = []
        self.refreshes: list[str] = []
        self.handlers: list[str] = []
        """Scripts in attributes that run on load."""
        self.script_values: list[tuple[str, str, str]] = []
        """Address of a script, name and value of what it is given."""
        self.named_values: list[tuple[str, str]] = []
        """data-* attributes, and those of elements that scripts define (a payment company's button)."""
        self.links_by_id: dict[str, str] = {}
        """Addresses of links that a script could click."""
        self.image_count = 0
        self.is_cut = False
        self._text: list[str] = []
        self._text_length = 0
        self._hidden: list[str] = []
        self._hidden_length = 0
        self._scripts: list[str] = []
        self._scripts_length = 0
        self._heading: list[str] | None = None
        self._form: RawForm | None = None
        self._link: RawLink | None = None
        self._svg_depth = 0
        self._unseen_name = ""
        self._unseen_depth = 0
        self._depth = 0
        """Of markup within markup."""
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "base": self._on_base,
            "html": self._on_html,
            "meta": self._on_meta,
            "form": self._on_form,
            **dict.fromkeys(("a", "area"), self._on_link),
            "script": self._on_script,
            "img": self._on_image,
            "h1": self._on_heading,
            "svg": self._on_svg,
            **dict.fromkeys(("iframe", "frame", "embed", "object"), self._on_frame),
            **dict.fromkeys(("input", "select", "textarea"), self._on_field),
            "button": self._on_button,
        }

    @property
    def text(self) -> str:
        """What is seen, one block per line, spaces collapsed."""
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        return "\n".join(line for line in lines if line)

    @property
    def hidden_text(self) -> str:
        """What stands in attributes and in elements that are not shown."""
        return "\n".join(self._hidden)

    @property
    def scripts(self) -> str:
        """The start of the inline scripts."""
        return "\n".join(self._scripts)

    def read(self, source: str) -> PageReader:
        """Collects the facts of ``source``."""
        for count, token in enumerate(tokens(source), start=1):
            if token.kind is Kind.START:
                self._start(token)
            elif token.kind is Kind.END:
                self._end(token.name)
            elif token.kind is Kind.RAW:
                self._raw(token)
            else:
                self._add_text(token.text)
            if self._text_length >= MAX_TEXT or count >= MAX_TOKENS:
                self.is_cut = True
                break
        return self

    def read_script_markup(self, source: str) -> None:
        """Markup that a script or a srcdoc writes into the page: its frames, links and forms count as the page's."""
        with self._apart():
            for token in tokens(source):
                if token.kind is Kind.START and "srcdoc" not in token.attributes and token.name != "script":
                    self._start(token)
                elif token.kind is Kind.END:
                    self._end(token.name)

    def add_scripted_form(self, action: str) -> None:
        """A script gives a form this action."""
        if len(self.forms) < MAX_FORMS:
            self.forms.append(RawForm(action, "post", ["script:action"]))

    # -- elements -------------------------------------------------------------------------------------------------
    def _start(self, token: Token) -> None:
        name, attributes = token.name, token.attributes
        if name not in INLINE:
            self._break_line()
        if self._unseen_name:
            if name == self._unseen_name:
                self._unseen_depth += 1
        elif name not in VOID and name not in {"body", "html"} and is_unseen(name, attributes):
            self._unseen_name, self._unseen_depth = name, 1
        if attributes:
            self._add_attributes(name, attributes)
        on_start = self._starts.get(name)
        if on_start:
            on_start(attributes)

    def _end(self, name: str) -> None:
        if name not in INLINE:
            self._break_line()
        if name == self._unseen_name:
            self._unseen_depth -= 1
            if self._unseen_depth <= 0:
                self._unseen_name = ""
        if name == "form":
            self._form = None
        elif self._link is not None and name == self._link.element:
            self._link = None
        elif name == "svg":
            self._svg_depth = max(0, self._svg_depth - 1)
        elif name == "h1" and self._heading is not None:
            self._close_heading()

    def _raw(self, token: Token) -> None:
        if token.name == "title":
            if not self.title and not self._svg_depth:
                self.title = " ".join(token.text[: MAX_TITLE * 20].split())[:MAX_TITLE]
        elif token.name == "script":
            room = MAX_SCRIPT_TEXT - self._scripts_length
            if room > 0 and token.text.strip():
                self._scripts.append(token.text[:room])
                self._scripts_length += len(token.text[:room])
        elif token.name == "textarea":
            self._add_text(token.text)
        elif token.name == "style":
            # Text that a style paints is seen and stands in no element.
            for painted in _PAINTED.findall(token.text[:MAX_STYLE_TEXT]):
                self._add_hidden(painted)
        elif token.name == "noscript":
            self._read_noscript(token.text)
        elif token.name in {"noframes", "xmp", "noembed"}:
            self._add_hidden(token.text)

    def _read_noscript(self, source: str) -> None:
        """What only browsers without scripts show: its forms and frames count, its refresh never happens for others."""
        with self._apart():
            for token in tokens(source):
                if token.kind is Kind.START and token.name not in {"meta", "noscript", "script"}:
                    self._start(token)
                elif token.kind is Kind.END:
                    self._end(token.name)
                elif token.kind is Kind.TEXT:
                    self._add_hidden(token.text)

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Markup that the page's own parser never sees: what it opens, closes or hides ends with it.

        A tag manager's hidden frame in a noscript hides nothing of the page around it, and a form goes on after one.
        """
        around = (self._form, self._link, self._heading, self._svg_depth, self._unseen_name, self._unseen_depth)
        self._link = self._heading = None
        yield
        self._form, self._link, self._heading, self._svg_depth, self._unseen_name, self._unseen_depth = around

    def _on_base(self, attributes: dict[str, str]) -> None:
        self.base = self.base or attributes.get("href", "")

    def _on_html(self, attributes: dict[str, str]) -> None:
        self.language = self.language or attributes.get("lang", "")[:16]

    def _on_meta(self, attributes: dict[str, str]) -> None:
        if attributes.get("http-equiv", "").strip().lower() == "refresh":
            self.refreshes.append(attributes.get("content", ""))

    def _on_form(self, attributes: dict[str, str]) -> None:
        if attributes.get("action", "")[:20].strip().lower().startswith("data:text/html"):
            self.read_script_markup(data_text(attributes["action"]))
        self._form = RawForm(attributes.get("action", ""), attributes.get("method", "get").strip().lower() or "get")
        if len(self.forms) < MAX_FORMS:
            self.forms.append(self._form)

    def _on_field(self, attributes: dict[str, str]) -> None:
        name, kind = attributes.get("name", "").lower()[:60], attributes.get("type", "text").strip().lower()[:20]
        action = attributes.get("formaction", "")
        if action and len(self.forms) < MAX_FORMS:
            self.forms.append(RawForm(action, "post", ["submit:" + name], text=[attributes.get("value", "")]))
        if self._form is None or len(self._form.fields) + len(self._form.hidden) >= MAX_FIELDS:
            return
        if kind == "hidden":
            self._form.hidden.append((name, attributes.get("value", "")[:200]))
        else:
            self._form.fields.append(f"{kind}:{name}")
            if kind in {"submit", "button", "image"}:
                self._form.text.append(attributes.get("value", attributes.get("alt", ""))[:MAX_LINK_TEXT])

    def _on_button(self, attributes: dict[str, str]) -> None:
        self._on_field({"type": "submit"} | attributes)

    def _on_link(self, attributes: dict[str, str]) -> None:
        href = attributes.get("href") or attributes.get("xlink:href") or ""
        scheme = href[:20].strip().lower()
        if scheme.startswith("javascript:"):
            self._add_hidden(href[:1000])
            target = _CLICK_TARGET.search(href)
            href = target.group(1) if target else ""
        elif scheme.startswith("data:text/html"):
            self.read_script_markup(data_text(href))
        self._link = None
        if href:
            label = attributes.get("aria-label") or attributes.get("title") or attributes.get("alt") or ""
            self._open_link(href, label, "a")
            self._note_link(href, attributes)

    def _note_link(self, href: str, attributes: dict[str, str]) -> None:
        if self._link is not None:
            self._link.is_marked = is_marked_for_gifts(attributes)
        if attributes.get("id") and len(self.links_by_id) < MAX_FIELDS:
            self.links_by_id.setdefault(attributes["id"], href)

    def _open_link(self, href: str, label: str, element: str) -> None:
        if len(self.links) < MAX_LINKS:
            is_within_text = bool(self._text) and bool(self._text[-1].strip())
            self._link = RawLink(
                href, [label[:MAX_LINK_TEXT]], bool(self._unseen_name), is_within_text, element=element
            )
            self.links.append(self._link)

    def _on_frame(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src") or attributes.get("data") or attributes.get("data-src") or ""
        if attributes.get("srcdoc"):
            self.read_script_markup(attributes["srcdoc"])
            self._add_hidden(attributes["srcdoc"])
            self._read_inner_scripts(attributes["srcdoc"])
        if source[:20].strip().lower().startswith("javascript:"):
            self._add_inner_script(unquote(source.partition(":")[2]))
            return
        if source[:20].strip().lower().startswith("data:text/html"):
            self.read_script_markup(data_text(source))
        elif source and len(self.frames) < MAX_FRAMES:
            self.frames.append((source, bool(self._unseen_name) or has_no_size(attributes)))

    def _read_inner_scripts(self, source: str) -> None:
        for token in tokens(source):
            if token.kind is Kind.RAW and token.name == "script":
                self._add_inner_script(token.text)

    def _add_inner_script(self, script: str) -> None:
        """A script within a frame: what it does to the page around it is the page's doing."""
        if _REACHES_OUT.search(script) and len(self.handlers) < MAX_HANDLERS:
            self.handlers.append(script[: MAX_TITLE * 20])

    def _on_script(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src", "")
        if source and len(self.script_sources) < MAX_SCRIPTS:
            self.script_sources.append(source)
            given = [(name, value) for name, value in attributes.items() if name.startswith("data-")]
            self.script_values.extend((source, name, value[:200]) for name, value in given[:MAX_GIVEN_VALUES])

    def _on_image(self, attributes: dict[str, str]) -> None:
        self.image_count += 1
        if self._link is not None:
            self._link.text.append(attributes.get("alt", "")[:MAX_LINK_TEXT])

    def _on_heading(self, attributes: dict[str, str]) -> None:  # noqa: ARG002 - one shape for all elements
        if self._heading is None and len(self.headings) < 3:
            self._heading = []

    def _on_svg(self, attributes: dict[str, str]) -> None:  # noqa: ARG002 - one shape for all elements
        self._svg_depth += 1

    # -- texts ----------------------------------------------------------------------------------------------------
    def _add_text(self, text: str) -> None:
        if self._unseen_name:
            self._add_hidden(text)
            if self._link is not None and len(self._link.text) < 12:
                self._link.text.append(text[:MAX_LINK_TEXT])
            return
        self._text.append(text)
        self._text_length += len(text)
        if self._heading is not None and len(self._heading) < 50:
            self._heading.append(text[:MAX_TITLE])
        if self._link is not None and len(self._link.text) < 12:
            self._link.text.append(text[:MAX_LINK_TEXT])
        if self._form is not None and len(self._form.text) < 60:
            self._form.text.append(text[:MAX_LINK_TEXT])

    def _add_hidden(self, text: str) -> None:
        piece = text[: MAX_HIDDEN_TEXT - self._hidden_length].strip()
        if piece:
            self._hidden.append(piece)
            self._hidden_length += len(piece) + 1

    def _add_attributes(self, element: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name in ADDRESSED:
                self._add_hidden(named_in_address(value))
            is_pay_link = name == "href" and value.strip().lower().startswith(PAY_SCHEMES)
            if is_pay_link or name in SPEAKING_ATTRIBUTES or name.startswith(("data-", "on")):
                self._add_hidden(value[:1000])
            runs = (
                name in RUNNING_HANDLERS
                or (name == "onclick" and element in {"body", "html"})
                or (name == "onfocus" and "autofocus" in attributes)
            )
            if runs and len(self.handlers) < MAX_HANDLERS:
                self.handlers.append(value)
            if (name.startswith("data-") or "-" in element) and len(self.named_values) < MAX_NAMED_VALUES:
                self.named_values.append((f"{element}:id" if name == "id" else name, value[:200]))
        if element not in {"a", "area"} and "onclick" in attributes and len(self.links) < MAX_LINKS:
            target = _CLICK_TARGET.search(attributes["onclick"])
            if target:
                self._open_link(target.group(1), attributes.get("value", ""), element)

    def _break_line(self) -> None:
        # Unclosed elements that may end without an end tag hide no more than their own block.
        if self._unseen_name in {"p", "li", "td", "dd", "dt", "option"}:
            self._unseen_name = ""
        if self._text and self._text[-1] != "\n":
            self._text.append("\n")
        if self._heading is not None and len(self._heading) >= 50:
            self._close_heading()

    def _close_heading(self) -> None:
        text = " ".join("".join(self._heading or ()).split())[:MAX_TITLE]
        if text:
            self.headings.append(text)
        self._heading = None
