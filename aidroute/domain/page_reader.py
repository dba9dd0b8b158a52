"""Walks once over a page's markup and collects its raw facts, within bounds. Addresses stay as written here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from aidroute.domain.html_tokens import MAX_TOKENS, Kind, Token, resolved, tokens

MAX_TEXT = 120_000
MAX_HIDDEN_TEXT = 40_000
MAX_SCRIPT_TEXT = 48_000
MAX_TITLE = 300
MAX_LINKS = 2_000
MAX_FORMS = 60
MAX_FRAMES = 60
MAX_SCRIPTS = 200
MAX_FIELDS = 60
MAX_LINK_TEXT = 160

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
PAY_SCHEMES = ("bitcoin:", "ethereum:", "litecoin:", "monero:", "tron:", "paypal:", "upi:", "lightning:", "dogecoin:")

_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_CLICK_TARGET = re.compile(
    r"""(?:location[\w.]{0,20}\s{0,9}=|location\.(?:replace|assign)\(|open\()\s{0,9}['"]([^'"]{1,1000})"""
)
_NO_SIZE = re.compile(r"(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)|left\s*:\s*-\d{3,}")


@dataclass(slots=True)
class RawForm:
    """A form as written."""

    action: str
    method: str = "get"
    fields: list[str] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawLink:
    """A link as written, with the text collected so far."""

    href: str
    text: list[str] = field(default_factory=list)
    is_hidden: bool = False


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
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "base": self._on_base,
            "html": self._on_html,
            "meta": self._on_meta,
            "form": self._on_form,
            "a": self._on_link,
            "area": self._on_link,
            "script": self._on_script,
            "img": self._on_image,
            "h1": self._on_heading,
            "svg": self._on_svg,
            "body": self._on_body,
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
        """Markup that a script writes into the page: its frames, links, forms and refreshes count as the page's."""
        for token in tokens(source):
            if token.kind is Kind.START and token.name != "script":
                self._start(token)

    # -- elements -------------------------------------------------------------------------------------------------
    def _start(self, token: Token) -> None:
        name, attributes = token.name, token.attributes
        if name not in INLINE:
            self._break_line()
        if self._unseen_name:
            if name == self._unseen_name:
                self._unseen_depth += 1
        elif name not in VOID and name not in {"body", "html"} and _is_unseen(name, attributes):
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
        elif name == "a":
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
        elif token.name in {"noframes", "xmp", "noembed"}:
            self._add_hidden(token.text)

    def _on_base(self, attributes: dict[str, str]) -> None:
        self.base = self.base or attributes.get("href", "")

    def _on_html(self, attributes: dict[str, str]) -> None:
        self.language = self.language or attributes.get("lang", "")[:16]

    def _on_body(self, attributes: dict[str, str]) -> None:
        if "onload" in attributes:
            self.handlers.append(attributes["onload"])

    def _on_meta(self, attributes: dict[str, str]) -> None:
        # A refresh inside <noscript> never happens in a browser that runs scripts.
        if attributes.get("http-equiv", "").strip().lower() == "refresh" and self._unseen_name != "noscript":
            self.refreshes.append(attributes.get("content", ""))

    def _on_form(self, attributes: dict[str, str]) -> None:
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
        href = attributes.get("href", "")
        self._link = None
        if href and len(self.links) < MAX_LINKS:
            label = attributes.get("aria-label", attributes.get("title", ""))[:MAX_LINK_TEXT]
            self._link = RawLink(href, [label], bool(self._unseen_name))
            self.links.append(self._link)

    def _on_frame(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src") or attributes.get("data") or attributes.get("data-src") or ""
        if attributes.get("srcdoc"):
            self._add_hidden(attributes["srcdoc"])
        if source and len(self.frames) < MAX_FRAMES:
            self.frames.append((source, bool(self._unseen_name) or _has_no_size(attributes)))

    def _on_script(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src", "")
        if source and len(self.script_sources) < MAX_SCRIPTS:
            self.script_sources.append(source)

    def _on_image(self, attributes: dict[str, str]) -> None:
        self.image_count += 1
        if "onerror" in attributes or "onload" in attributes:
            self.handlers.append(attributes.get("onerror", "") + ";" + attributes.get("onload", ""))
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
            is_pay_link = name == "href" and value.strip().lower().startswith(PAY_SCHEMES)
            if is_pay_link or name in SPEAKING_ATTRIBUTES or name.startswith("data-"):
                self._add_hidden(value[:1000])
        if element not in {"a", "area"} and "onclick" in attributes and len(self.links) < MAX_LINKS:
            target = _CLICK_TARGET.search(attributes["onclick"])
            if target:
                self.links.append(RawLink(target.group(1), [attributes.get("value", "")[:MAX_LINK_TEXT]]))

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


def plain_text(pieces: list[str]) -> str:
    """Collected pieces as one line."""
    return " ".join(resolved(" ".join(pieces)).split())[:MAX_LINK_TEXT]


def _is_unseen(name: str, attributes: dict[str, str]) -> bool:
    if name in {"template", "noscript"} or "hidden" in attributes:
        return True
    style = attributes.get("style", "")
    return bool(style) and bool(_HIDING_STYLE.search(style.lower()))


def _has_no_size(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").lower()
    sizes = {attributes.get("width", "").strip(), attributes.get("height", "").strip()}
    return (
        bool(sizes & {"0", "1", "0px", "1px"})
        or "hidden" in attributes
        or bool(_HIDING_STYLE.search(style))
        or bool(_NO_SIZE.search(style))
    )
