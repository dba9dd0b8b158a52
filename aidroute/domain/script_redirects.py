"""Addresses that a page's own scripts go to by themselves. Scripts are read, never run.

Found are addresses that stand in the source: as literals, joined literals, in variables set to literals, veiled by
escapes, atob, unescape or fromCharCode. A script that fetches its target, or runs only on a click, is not found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from aidroute.domain.script_expressions import Expressions
from aidroute.domain.script_tokens import MAX_LITERAL, QUOTES, is_name, script_tokens, unquoted
from aidroute.domain.script_unpacking import unpacked

MAX_TARGETS = 20
MAX_DEPTH = 3
"""Scripts within scripts: what eval is given."""

_LOCATION = re.compile(
    r"(?:(?:window|document|self|top|parent|this|globalThis|frames|defaultView|opener)\.){0,4}location(?:\.href)?\Z"
)
_HOST = re.compile(r"(?:(?:window|document|self|top|parent|globalThis)\.){0,3}location\.host(?:name)?\Z")
_GO = re.compile(
    r"(?:(?:window|document|self|top|parent|this|globalThis)\.){0,3}location\.(?:replace|assign)\Z|(?:window\.)?navigation\.navigate\Z|window\.navigate\Z"
)
_SETS = re.compile(r"(?:Object\.assign|Reflect\.set|Object\.defineProperty)\Z")
_OPEN = re.compile(r"(?:(?:window|self|top|parent)\.)?open\Z")
_CALLED = re.compile(r"(.*\blocation\.(?:replace|assign))\.(?:call|apply|bind)\Z")
_REFRESH = re.compile(r"\s*[0-9.]{0,6}\s*[;,]\s*url\s*=\s*['\"]?([^'\"]{1,2000})", re.IGNORECASE)
_COVERS = re.compile(r"fixed|100(?:%|vw|vh)|inset", re.IGNORECASE)
_SENDS = re.compile(r"(?:window\.)?fetch\Z|(?:\$|jQuery|axios)\.(?:post|ajax|request)\Z|axios\Z|\w+\.open\Z")
_ADDRESS = re.compile(r"(?:https?:|wss?:)?//", re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(r"(?:https?:)?//[\w.-]{3,}", re.IGNORECASE)
_FILLED_IN = re.compile(r"\bFormData\Z|serialize(?:Array)?\Z|card[-_ ]?(?:no|num)|cvv|cvc", re.IGNORECASE)
_BEACON = re.compile(r"(?:window\.)?navigator\.sendBeacon\Z|WebSocket\Z")
_SOCKET = re.compile(r"\Awss?:", re.IGNORECASE)
"""What is sent through a socket goes to the same host as what is posted there."""
_LISTENS = re.compile(r"(?:.*\.)?on(?:key(?:up|down|press)|input|change)\Z")
_SUBMIT = "\0submit"
"""The context of code that runs when a form is sent."""
_TYPED_IN = re.compile(r"(?:\.value|\bFormData)\Z")
_WHOLE_PAGE = re.compile(
    r"document\.(?:write(?:ln)?|open|body|documentElement)(?:\.(?:inner|outer)HTML|\.replaceWith)?\Z"
)
_EVAL = re.compile(r"(?:window\.|globalThis\.|self\.)?(?:eval|Function|execScript)\Z")
_WRITE = re.compile(r"document\.write(?:ln)?\Z")
_RUNS_AT_ONCE = re.compile(
    r"(?:window\.)?(?:setTimeout|setInterval|requestAnimationFrame|queueMicrotask)\Z|\$\Z|jQuery\Z"
    r"|(?:.*\.)?(?:ready|addEventListener|attachEvent|then)\Z"
)
_ON_LOAD = re.compile(r"(?:.*\.)?(?:onload|onpageshow|onDOMContentLoaded|onreadystatechange)\Z")
_KEYS = frozenset({"keyup", "keydown", "keypress"})
_CLICKS = frozenset(
    {
        *("click", "submit", "change", "input", "keyup", "keydown", "mousedown", "mouseup", "touchstart", "touchend"),
        "message",
    }
)


@dataclass(frozen=True, slots=True)
class ScriptTarget:
    """An address a script goes to. ``is_certain`` is False when the script asks something first."""

    address: str
    is_certain: bool = True


@dataclass(slots=True)
class ScriptFindings:
    """What one script does on load: where it goes, and the markup it writes."""

    targets: list[ScriptTarget] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    """Addresses that it gives to forms, and those it sends what was filled in to."""
    loads: list[str] = field(default_factory=list)
    """Addresses of further scripts that it fetches."""
    clicks: list[str] = field(default_factory=list)
    """Ids of the elements that it clicks."""


def read_script(source: str, depth: int = 0) -> ScriptFindings:
    """What a script does when the page loads, as far as its source says so. Never raises.

    ``depth`` counts the scripts around this one.
    """
    return _Reader(script_tokens(source), depth).read()


class _Reader:
    """One pass over a script's tokens that keeps track of which code runs on load."""

    def __init__(self, tokens: list[str], depth: int) -> None:
        self.tokens = tokens
        self.depth = depth
        self.found = ScriptFindings()
        self.constants: dict[str, str] = {}
        self.expressions = Expressions(tokens, self.constants)
        self.aliases: set[str] = set()
        """Variables that hold the location object."""
        self.blocks: list[str] = []
        """Open braces: run, maybe (a condition), or a function's name, '' for one that nobody here calls."""
        self.called: set[str] = set()
        self.waiting: dict[str, list[ScriptTarget]] = {}

    def read(self) -> ScriptFindings:
        for at, part in enumerate(self.tokens):
            if part == "{":
                self.blocks.append(self._block_at(at))
            elif part == "}":
                if self.blocks:
                    self.blocks.pop()
            elif is_name(part):
                self._name(at, part)
            if len(self.found.targets) >= MAX_TARGETS:
                break
        for name, targets in self.waiting.items():
            if name in self.called:
                self.found.targets.extend(targets)
        return self.found

    def _at(self, at: int) -> str:
        return self.tokens[at] if 0 <= at < len(self.tokens) else ""

    def _name(self, at: int, name: str) -> None:
        following = self._at(at + 1)
        if name in {"import", "from"}:
            self._add(self.found.loads, self.expressions.value(at + 1 + (following == "("))[0])
        first, dot, rest = name.partition(".")
        if first in self.aliases:
            name = f"location{dot}{rest}"
        if following == "=" and _LOCATION.match(name) and self._at(at - 1) not in {"var", "let", "const"}:
            self._goes_to(at, at + 2)
        elif following == "=" and _HOST.match(name):
            self._goes_to(at, at + 2, before="//")
        elif following == "=":
            self._assigned(at, name)
        elif following == "(":
            self._call(at, name)

    def _assigned(self, at: int, name: str) -> None:
        assigned = self._at(at + 2)
        if _LOCATION.match(assigned) and not assigned.endswith(".href"):
            self.aliases.add(name)
            return
        value, is_whole = self.expressions.value(at + 2)
        if not value:
            if _ON_LOAD.match(name):
                self.called.add(assigned)
            return
        if is_whole and len(self.constants) < 500:
            self.constants[name] = value
        last = name.rpartition(".")[2]
        refresh = _REFRESH.match(value) if last == "content" else None
        if refresh and self._context() in {"run", "maybe"}:
            self.found.targets.append(ScriptTarget(refresh.group(1).strip()[:MAX_LITERAL]))
        elif last == "src" and self._makes(at, "script") and not self._makes(at, "img"):
            self._add(self.found.loads, value)
        elif last == "src" and self._is_frame_over_all(at, name):
            self._add(self.found.markup, f'<iframe src="{escape(value)}"></iframe>')
        elif last == "action" and (name != "action" or self._at(at - 1) == "."):
            self._add(self.found.actions, value)
        elif name.endswith(("innerHTML", "outerHTML")):
            self._add(self.found.markup, value)

    def _makes(self, at: int, element: str) -> bool:
        around = self.tokens[max(0, at - 40) : at + 40]
        return any(unquoted(part).lower() == element for part in around if part[:1] in QUOTES)

    def _is_frame_over_all(self, at: int, name: str) -> bool:
        """A frame that a script makes and spreads over the page."""
        around = self.tokens[max(0, at - 40) : at + 40]
        return (
            self._makes(at, "iframe")
            and "." in name
            and any(_COVERS.search(part) for part in around if part[:1] in QUOTES)
        )

    @staticmethod
    def _add(found: list[str], value: str) -> None:
        if value and len(found) < MAX_TARGETS:
            found.append(value)

    def _call(self, at: int, name: str) -> None:
        if name in {"attr", "prop", "click", "load"} and self._at(at - 1) == ".":
            self._on_found_element(at, name)
        elif _EVAL.match(name):
            self._evaluates(at)
        elif name.endswith(".click"):
            self._clicks_made_link(name)
        elif _CALLED.match(name):
            self._goes_to(at, at + 4)
        elif _SETS.match(name) and _LOCATION.match(self._at(at + 2)):
            self._goes_to(at, self._value_of("href", at + 2))
        elif _GO.match(name) or (_OPEN.match(name) and self._opens_here(at)):
            self._goes_to(at, at + 2)
        elif name.rpartition(".")[2] in {"setAttribute", "insertAdjacentHTML"}:
            self._changes_element(at, name)
        elif _WRITE.match(name):
            self._add(self.found.markup, self.expressions.value(at + 2)[0])
        elif _RUNS_AT_ONCE.match(name):
            self._runs(at)
        else:
            self._calls_other(at, name)

    def _calls_other(self, at: int, name: str) -> None:
        if self._tells_what_is_typed(at, name) or (_SENDS.match(name) and self._sends_what_was_filled_in(at)):
            self._add(self.found.actions, self._sent_to(at))
        elif _SENDS.match(name) and any(_WHOLE_PAGE.match(part) for part in self.tokens[at + 1 : at + 60]):
            self._lays_over(self._sent_to(at))
        if self._context() == "run" and self._at(at - 1) != "function":
            self.called.add(name)

    def _tells_what_is_typed(self, at: int, name: str) -> bool:
        """Sends values or keys away without waiting for an answer: a search would want one."""
        around = self.tokens[max(0, at - 24) : at + 40]
        is_beacon = bool(_BEACON.match(name)) or (name == "Image" and self._at(at + 4) == "src")
        is_post = name.endswith(".open") and unquoted(self._at(at + 2)).upper() == "POST"
        if is_post:
            return any(_TYPED_IN.search(part) for part in around)
        listens = any(_LISTENS.match(part) or unquoted(part) in _KEYS for part in around)
        return is_beacon and (listens or any(_TYPED_IN.search(part) for part in self.tokens[at + 1 : at + 24]))

    def _lays_over(self, address: str) -> None:
        """What comes from an address takes the place of the page, as a frame over all of it would."""
        if address:
            self._add(self.found.markup, f'<iframe src="{escape(address)}"></iframe>')

    def _evaluates(self, at: int) -> None:
        """A script handed over as a text, veiled or packed, does what it does where it stands."""
        code = self.expressions.value(at + 2)[0] or unpacked(self.tokens, at)
        if not code or self.depth >= MAX_DEPTH or self._context() not in {"run", "maybe"}:
            return
        inner = read_script(code, self.depth + 1)
        self.found.targets.extend(inner.targets[:3])
        for ours, theirs in ((self.found.markup, inner.markup), (self.found.actions, inner.actions)):
            for each in theirs:
                self._add(ours, each)

    def _changes_element(self, at: int, name: str) -> None:
        what, value = [*self.expressions.arguments(at + 1), "", ""][:2]
        if what.lower() in {"action", "formaction"}:
            self._add(self.found.actions, value)
        elif name.endswith("HTML"):
            self._add(self.found.markup, value)

    def _runs(self, at: int) -> None:
        first, _ = self.expressions.value(at + 2)
        if first and "location" in first:
            inner = read_script(first, self.depth + 1) if self.depth < MAX_DEPTH else ScriptFindings()
            self.found.targets.extend(inner.targets[:3])
        if re.fullmatch(r"[A-Za-z_$][\w$]*", self._at(at + 2) or "-"):
            self.called.add(self._at(at + 2))

    def _on_found_element(self, at: int, name: str) -> None:
        """$(location).attr('href', '...') and getElementById('...').click()."""
        opening = self._opening(at - 2)
        inside = self._at(opening + 1)
        if name == "click" and inside[:1] in QUOTES and self._context() == "run":
            self._add(self.found.clicks, unquoted(inside).lstrip("#"))
        elif name == "load":
            if inside == "document" or unquoted(inside) in {"body", "html"}:
                self._lays_over(self._sent_to(at))
        elif name != "click" and _LOCATION.match(inside) and unquoted(self._at(at + 2)) == "href":
            self._goes_to(at, at + 4)

    def _clicks_made_link(self, name: str) -> None:
        """A link that the script makes and clicks itself."""
        address = self.constants.get(f"{name.rpartition('.')[0]}.href", "")
        if address and self._context() == "run":
            self.found.targets.append(ScriptTarget(address[:MAX_LITERAL]))

    def _value_of(self, key: str, at: int) -> int:
        """Where the value that belongs to ``key`` begins, a few tokens on."""
        for place in range(at, at + 8):
            if unquoted(self._at(place)) == key:
                return place + 2
        return at

    def _sent_to(self, at: int) -> str:
        """The first address among what a call is given: fetch('...'), open('POST', '...'), ajax({url: '...'})."""
        for part in self.tokens[at + 1 : at + 40]:
            if part[:1] in QUOTES and _ADDRESS.match(unquoted(part)):
                address = unquoted(part)[:MAX_LITERAL]
                return _SOCKET.sub("https:", address)
        return ""

    def _sends_what_was_filled_in(self, at: int) -> bool:
        """A form's fields go along. What only counts visits or tells of errors sends none."""
        return any(_FILLED_IN.search(part) for part in self.tokens[at + 1 : at + 80])

    def _opens_here(self, at: int) -> bool:
        return any(unquoted(part) in {"_self", "_top", "_parent"} for part in self.tokens[at : at + 12])

    def _goes_to(self, at: int, value_at: int, before: str = "") -> None:
        address, _ = self.expressions.value(value_at)
        address = before + address if address else self._named_nearby(at, value_at)
        if not address or address.startswith("#"):
            return
        context = self._context()
        previous = self._at(at - 2) if self._at(at - 1) == "(" else self._at(at - 1)
        is_asked = context == "maybe" or previous in {")", "else", "?", "&", "|", ":"}
        target = ScriptTarget(address[:MAX_LITERAL], not is_asked)
        if context in {"run", "maybe"}:
            self.found.targets.append(target)
        elif context == _SUBMIT:
            self._add(self.found.actions, target.address)
        elif context:
            self.waiting.setdefault(context, []).append(target)

    def _named_nearby(self, name_at: int, at: int) -> str:
        """What goes to an address that can't be read, on load and unasked, goes to one that stands beside it."""
        is_own = self._at(at).partition(".")[0] in {"location", "window", "document", "self", "this"}
        # Objects of libraries have locations too.
        if is_own or self._context() != "run" or self._at(name_at).startswith(("this.", "self.")):
            return ""
        around = [*reversed(self.tokens[max(0, at - 60) : at]), *self.tokens[at : at + 12]]
        whole = (unquoted(part) for part in around if part[:1] in QUOTES)
        return next((text for text in whole if _WHOLE_ADDRESS.match(text)), "")

    def _context(self) -> str:
        """'run', 'maybe', the name of the innermost function, or '' inside one without a caller."""
        is_asked = False
        for block in reversed(self.blocks):
            if block == "maybe":
                is_asked = True
            elif block != "run":
                return block
        return "maybe" if is_asked else "run"

    def _block_at(self, at: int) -> str:
        """What the brace at ``at`` opens, from the tokens before it."""
        before = self._at(at - 1)
        if before == "=>":
            start = self._opening(at - 2) if self._at(at - 2) == ")" else at - 2
            return self._function_at(start)
        if before != ")":
            return "run" if before in {";", "}", "{", ""} else "maybe"
        opening = self._opening(at - 1)
        name = self._at(opening - 1)
        if name == "function":
            return self._function_at(opening - 1)
        return name if self._at(opening - 2) == "function" else "maybe"

    def _opening(self, at: int) -> int:
        depth = 0
        for place in range(at, max(-1, at - 200), -1):
            if self.tokens[place] == ")":
                depth += 1
            elif self.tokens[place] == "(":
                depth -= 1
                if depth == 0:
                    return place
        return at

    def _function_at(self, start: int) -> str:
        """'run' for a function expression that runs on load, its variable's name, or '' when nothing here calls it.

        It runs on load when it is called in place or handed to something that calls it soon, not on a click.
        """
        start -= self._at(start - 1) == "async"
        before = self.tokens[max(0, start - 12) : start]
        previous = self._at(start - 1)
        if previous == "=":
            name = self._at(start - 2)
            if name.endswith(".onsubmit"):
                return _SUBMIT
            return "run" if _ON_LOAD.match(name) else name
        is_soon = False
        if previous in {"(", "!", "+", "-", "~", "void"}:
            callee = self._at(start - 2) if previous == "(" else ""
            is_soon = not is_name(callee) or bool(_RUNS_AT_ONCE.match(callee))
        elif previous == ",":
            is_soon = any(_RUNS_AT_ONCE.match(part) for part in before)
        if is_soon and unquoted(before[-2] if previous == "," and len(before) > 1 else "") == "submit":
            return _SUBMIT
        return "run" if is_soon and not any(unquoted(part) in _CLICKS for part in before) else ""
