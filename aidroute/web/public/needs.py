"""The needs: what appeals ask for, and a page for each."""

from __future__ import annotations

from flask import render_template

from aidroute.web.need_page import NeedPage, need_lines
from aidroute.web.public.blueprint import public
from aidroute.web.public.not_listed import not_listed
from aidroute.web.reading import now, view
from aidroute.web.structured_data import data_block, need_data


@public.get("/needs")
def needs() -> str:
    """Every need, those that appeals name first."""
    named, others = need_lines(view().directory)
    return render_template("public/needs.html", named=named, others=others)


@public.get("/needs/<slug>")
def need(slug: str) -> str | tuple[str, int]:
    """One need: who says it, and which channels serve it."""
    seen = view()
    known = seen.directory.vocabulary.needs.get(slug)
    if known is None:
        return not_listed(slug)
    data = data_block(need_data(seen.directory, known))
    return render_template("public/need.html", page=NeedPage(seen, known, now()), data=data)
