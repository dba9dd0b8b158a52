"""Our texts in the language of the page: import `gettext`, `ngettext` and `lazy_gettext` from here.

Flask-Babel finds the catalogue, once for each request. Asking it anew for every sentence took half of the time that a
page of results needs, since a page has hundreds of them.
"""

from __future__ import annotations

from typing import Any

from babel.support import NullTranslations
from flask import Flask, g, has_app_context
from flask_babel import LazyString, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

NO_CATALOGUE = NullTranslations()

MOST_MARKED = 20_000
"""Texts kept ready for templates: all of them in a dozen languages, with a bound for texts put together in one."""

_MARKED: dict[tuple[NullTranslations, str], Markup] = {}


def gettext(text: str, **values: Any) -> str:
    """The text in the language of this request, with ``%(name)s`` replaced by values; as it stands outside of one."""
    translated: str = _catalogue().gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The form of the text that goes with the number, which is also ``%(num)d``."""
    translated: str = _catalogue().ngettext(one, many, num)
    return translated % {"num": num, **values}


def looked_up(text: str) -> str:
    """A text that is kept elsewhere and marked for the translators there; as it stands when nobody translated it."""
    return str(_catalogue().gettext(text)) if text else ""


def lazy_gettext(text: str, **values: Any) -> LazyString:
    """The text in the language of the request in which it is shown, not in which it was written down."""
    return LazyString(gettext, text, **values)


def register_texts(app: Flask) -> None:
    """Give templates `_`, `gettext` and `ngettext`. To be called after Flask-Babel was set up, which gives its own."""
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_number_in_template)


def _catalogue() -> NullTranslations:
    try:
        catalogue: NullTranslations = g.catalogue
    except AttributeError:
        catalogue = g.catalogue = get_translations()
    except RuntimeError:
        if has_app_context():
            raise
        return NO_CATALOGUE
    return catalogue


# As Jinja's own: a catalogue is ours, so its markup stands; what is put into a text is escaped.


@pass_eval_context
def _in_template(context: EvalContext, text: str, **values: Any) -> str:
    if not context.autoescape:
        translated: str = _catalogue().gettext(text)
        return translated % values if values or "%" in translated else translated
    catalogue = _catalogue()
    marked = _MARKED.get((catalogue, text)) or _mark(catalogue, text)
    return marked % values if values or "%" in marked else marked


def _mark(catalogue: NullTranslations, text: str) -> Markup:
    marked = Markup(catalogue.gettext(text))  # noqa: S704 - from our own catalogue
    if len(_MARKED) < MOST_MARKED:
        _MARKED[catalogue, text] = marked
    return marked


@pass_eval_context
def _number_in_template(context: EvalContext, one: str, many: str, num: int, **values: Any) -> str:
    translated: str = _catalogue().ngettext(one, many, num)
    if context.autoescape:
        translated = Markup(translated)  # noqa: S704 - from our own catalogue
    return translated % {"num": num, **values}
