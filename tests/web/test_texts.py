"""Every text of the pages can be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from tests.support.equipment import REPOSITORY
from tests.support.page_checker import VOID

KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def extracted() -> set[str | tuple[str, ...]]:
    with (REPOSITORY / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    found = extract_from_dir(str(REPOSITORY), methods, options, keywords=KEYWORDS, comment_tags=())
    return {message for filename, _, message, _, _ in found if filename.startswith(("aidroute", "templates"))}


def test_the_texts_of_code_and_templates_are_found() -> None:
    texts = extracted()
    assert len(texts) > 150
    assert "Skip to the content" in texts
    assert "Safe passage" in texts
    assert ("%(num)d minute ago", "%(num)d minutes ago") in texts


def test_singular_and_plural_have_the_same_places_to_fill() -> None:
    pairs = [text for text in extracted() if isinstance(text, tuple)]
    assert pairs
    for one, many in pairs:
        assert set(PLACEHOLDER.findall(one)) == set(PLACEHOLDER.findall(many))


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """An f-string or a sum inside _() would never be found in a catalogue."""
    for path in sorted((REPOSITORY / "aidroute" / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                assert all(
                    isinstance(argument, ast.Constant)
                    for argument in node.args[: 2 if node.func.id == "ngettext" else 1]
                ), f"{path.name}:{node.lineno}"


_COMMENT = re.compile(r"\{#.*?#\}|\{% block main_class %\}.*?\{% endblock %\}", re.DOTALL)
_CODE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
# What stands in <code> is typed or read by programs and is the same in every language.
_ELEMENT = re.compile(r"<(code|pre|kbd)\b.*?</\1>|<[^>]*>", re.DOTALL)
# The name of the site, and marks that stand between words.
SAME_IN_EVERY_LANGUAGE = {"aidroute", "·", "·aidroute", "&middot;"}


def bare_words() -> Iterator[str]:
    for path in sorted((REPOSITORY / "templates").rglob("*.html")):
        html = _CODE.sub(" ", _COMMENT.sub(" ", path.read_text(encoding="utf-8")))
        for text in _ELEMENT.sub("\n", html).splitlines():
            for part in text.split("·"):
                words = part.strip(" .,;:()")
                if re.search(r"[^\W\d_]{3}", words) and words not in SAME_IN_EVERY_LANGUAGE:
                    yield f"{path.name}: {words}"


def test_no_template_has_a_word_outside_gettext() -> None:
    assert VOID  # the checker knows the same elements
    assert list(bare_words()) == []
