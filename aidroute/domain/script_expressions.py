"""What an expression of a script says, as far as it is put together from literals, constants and known decoders."""

from __future__ import annotations

import re

from aidroute.domain.script_tokens import DECODERS, QUOTES, is_name, unquoted

_PLACE = re.compile(r"\$\{\s*([A-Za-z_$][\w$.]*)\s*\}")


class Expressions:
    """Reads values out of a script's tokens; ``constants`` are the variables known so far, filled by who reads on."""

    def __init__(self, tokens: list[str], constants: dict[str, str]) -> None:
        self.tokens = tokens
        self.constants = constants

    def _at(self, at: int) -> str:
        return self.tokens[at] if 0 <= at < len(self.tokens) else ""

    def value(self, at: int) -> tuple[str, bool]:
        """The text an expression starts with, and whether that is all of it."""
        pieces: list[str] = []
        for _ in range(24):
            piece, after = self._term(at)
            if piece is None:
                return "".join(pieces), False
            pieces.append(piece)
            if self._at(after) != "+":
                return "".join(pieces), True
            at = after + 1
        return "".join(pieces), False

    def _term(self, at: int) -> tuple[str | None, int]:
        part = self._at(at)
        if part[:1] in QUOTES and len(part) > 1:
            return self._literal(at)
        if part == "new" and self._at(at + 1).rpartition(".")[2] == "URL":
            return next(iter(self.arguments(at + 2)), None), self.after_call(at + 2)
        if part == "(":
            inner, is_whole = self.value(at + 1)
            return (inner if is_whole else None), self.after_call(at)
        name = part.rpartition(".")[2]
        if self._at(at + 1) == "(" and name in DECODERS:
            return DECODERS[name](self.arguments(at + 1)), self.after_call(at + 1)
        return self.constants.get(part), at + 1

    def _literal(self, at: int) -> tuple[str | None, int]:
        """A literal; one that a method is called on is another text, known only when the method turns it round."""
        text = unquoted(self._at(at))
        if self._at(at)[0] == "`":
            text = _PLACE.sub(lambda match: self.constants.get(match.group(1), "\0"), text).partition("\0")[0]
        if self._at(at + 1) != ".":
            return text, at + 1
        if self._at(at + 2) == "concat":
            after = self.after_call(at + 3)
            is_known = not any(is_name(part) and part not in self.constants for part in self.tokens[at + 4 : after])
            return (text + "".join(self.arguments(at + 3)) if is_known else None), after
        methods = [part for part in self.tokens[at + 2 : at + 16] if part in {"split", "reverse", "join"}]
        return (text[::-1] if methods == ["split", "reverse", "join"] else None), at + 2

    def arguments(self, opening: int) -> list[str]:
        """The texts and numbers among what the call whose bracket opens at ``opening`` is given."""
        found = []
        for part in self.tokens[opening + 1 : opening + 400]:
            if part == ")":
                break
            if part[0] in QUOTES or part[0].isdigit():
                found.append(unquoted(part))
            elif part in self.constants:
                found.append(self.constants[part])
        return found

    def after_call(self, opening: int) -> int:
        """Where the tokens go on after the bracket that opens at ``opening`` has closed."""
        depth = 0
        for place in range(opening, min(len(self.tokens), opening + 400)):
            if self.tokens[place] == "(":
                depth += 1
            elif self.tokens[place] == ")":
                depth -= 1
                if depth == 0:
                    return place + 1
        return opening + 1
