"""What our pages are measured against: the same bytes from the barest WSGI application, and a page of the same size
from a plain Flask view. Each is a factory that granian calls.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, render_template_string

FOLDER = "BENCH_FOLDER"
"""The variable that names the folder with the pages as they were fetched: see `tests.bench.web`."""


def same_bytes() -> WSGIApplication:
    """Every fetched page from a dictionary: its bytes, its headers, nothing else."""
    folder = Path(os.environ[FOLDER])
    pages = {}
    for described in folder.glob("*.json"):
        page = json.loads(described.read_text(encoding="utf-8"))
        headers = [(name, value) for name, value in page["headers"] if name not in ("server", "date")]
        pages[page["path"]] = (headers, described.with_suffix(".body").read_bytes())

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        headers, body = pages[environ["PATH_INFO"]]
        start_response("200 OK", headers)
        return [body]

    return application


# Cards and lists of choices as on the results page, as plain data: no translation, no matching, no dates.
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
{% for card in cards %}<article class="card">
<h2><a href="{{ card.path }}">{{ card.name }}</a></h2><p>{{ card.about }}</p>
<ul>{% for reason in card.reasons %}<li>{{ icon }}<span>{{ reason }}</span></li>{% endfor %}</ul>
<dl>{% for label, value in card.facts %}<dt>{{ label }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
<p><a class="button" href="{{ card.path }}">{{ card.action }}</a></p></article>{% endfor %}
<form>{% for name, options in lists %}<label>{{ name }}<select name="{{ name }}">
{% for value, text in options %}<option value="{{ value }}">{{ text }}</option>{% endfor %}
</select></label>{% endfor %}</form>
</main></body></html>"""

CARDS = 20
OPTIONS = {"from": 250, "receipt": 20, "currency": 20}
"""As many choices as the form of the results page has."""


def flask_page() -> Flask:
    """A view that renders a page as large as the fetched results page by a plain template."""
    folder = Path(os.environ[FOLDER])
    size = int((folder / "plain-size").read_text(encoding="utf-8"))
    lists = [
        (name, [(f"{number:03}", f"Choice number {number}") for number in range(count)])
        for name, count in OPTIONS.items()
    ]
    app = Flask("bare")

    def page(filler: int) -> str:
        cards = [
            {
                "path": f"/go/organization-{number}",
                "name": f"Organization {number}",
                "about": "Donation page · Money",
                "action": "Go to their page",
                "reasons": [f"Reason {each} why it is here" for each in range(4)] + ["." * filler],
                "facts": [(f"Fact {each}", f"What is known about it, {each}") for each in range(6)],
            }
            for number in range(CARDS)
        ]
        return render_template_string(PAGE, title="20 channels fit", cards=cards, lists=lists, icon="*")

    with app.app_context():
        filler = max(0, (size - len(page(0).encode())) // CARDS)
    app.add_url_rule("/", view_func=lambda: page(filler))
    return app
