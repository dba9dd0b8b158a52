"""Texts in the language of the request, fast and no worse than Flask-Babel's own."""

from __future__ import annotations

import re
from pathlib import Path

import flask_babel
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string, request

from aidroute.web import translating
from aidroute.web.languages import register_languages
from aidroute.web.translating import gettext, lazy_gettext, ngettext
from tests.support.equipment import REPOSITORY

SAVED = lazy_gettext("Saved for %(name)s", name="Ani")


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An application with a French catalogue of four texts."""
    folder = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="fr")
    catalogue.add("Where to give", "Où donner")
    catalogue.add("Saved for %(name)s", "Gardé pour <b>%(name)s</b>")
    catalogue.add(("%(num)d way", "%(num)d ways"), ("%(num)d voie", "%(num)d voies"))
    catalogue.add("90 %% of it", "90 %% de cela")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    made = Flask("test")
    made.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path / "translations")
    register_languages(made, ("en", "fr"))
    return made


def in_french(app: Flask):  # type: ignore[no-untyped-def]
    return app.test_request_context("/", headers={"Accept-Language": "fr"})


def test_a_text_is_in_the_language_of_the_request(app: Flask) -> None:
    with in_french(app):
        assert gettext("Where to give") == "Où donner"
        assert gettext("Saved for %(name)s", name="Ani") == "Gardé pour <b>Ani</b>"
        assert gettext("not translated") == "not translated"
        assert str(SAVED) == "Gardé pour <b>Ani</b>"
    with app.test_request_context("/"):
        assert gettext("Where to give") == "Where to give"
        assert str(SAVED) == "Saved for Ani"


def test_zero_is_one_in_french_and_many_in_english(app: Flask) -> None:
    with in_french(app):
        assert [ngettext("%(num)d way", "%(num)d ways", n) for n in (0, 1, 2)] == ["0 voie", "1 voie", "2 voies"]
    with app.test_request_context("/"):
        assert [ngettext("%(num)d way", "%(num)d ways", n) for n in (0, 1, 2)] == ["0 ways", "1 way", "2 ways"]


def test_outside_of_a_request_a_text_stands_as_it_was_written() -> None:
    assert gettext("Where to give") == "Where to give"
    assert ngettext("%(num)d way", "%(num)d ways", 2) == "2 ways"
    assert str(SAVED) == "Saved for Ani"


def test_requests_in_two_languages_do_not_mix(app: Flask) -> None:
    app.add_url_rule("/", view_func=lambda: gettext("Where to give"))
    client = app.test_client()
    for _ in range(2):
        assert client.get("/", headers={"Accept-Language": "fr"}).text == "Où donner"
        assert client.get("/", headers={"Accept-Language": "en"}).text == "Where to give"


TEMPLATES = [
    "{{ _('Where to give') }}",
    "{{ _('Saved for %(name)s', name=name) }}",
    "{{ gettext('Saved for %(name)s', name=name) }}",
    "{{ ngettext('%(num)d way', '%(num)d ways', 3) }}",
    "{{ _('90 %% of it') }}",
    "{{ _('100 %% of %(name)s', name=name) }}",
    "{% trans %}Where to give{% endtrans %}",
    "{% trans name=name %}Saved for {{ name }}{% endtrans %}",
    "{% autoescape false %}{{ _('Saved for %(name)s', name=name) }}{% endautoescape %}",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_show_what_flask_babel_would_show(app: Flask, template: str) -> None:
    theirs = Flask("test")
    theirs.config.update(app.config)
    flask_babel.Babel(theirs, locale_selector=lambda: "fr")
    shown = []
    for each in (app, theirs):
        with in_french(each):
            shown.append(render_template_string(template, name="<i>Ani</i>"))
    assert shown[0] == shown[1]
    assert "<i>" not in shown[0] or "autoescape" in template


def test_a_catalogue_is_looked_up_once_for_a_request(app: Flask) -> None:
    looked = []
    app.extensions["babel"].locale_selector = lambda: looked.append(request.path) or "fr"
    with in_french(app):
        for _ in range(3):
            gettext("Where to give")
    assert looked == ["/"]
    assert translating.NO_CATALOGUE.gettext("Where to give") == "Where to give"


def test_no_other_module_asks_flask_babel_for_texts() -> None:
    asking = [
        path.name
        for path in (REPOSITORY / "aidroute").rglob("*.py")
        if re.search(r"flask_babel import .*gettext", path.read_text(encoding="utf-8"))
    ]
    assert asking == []
