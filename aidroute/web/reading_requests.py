"""Reading requests that no browser sends: the bytes of an address need not be text."""

from __future__ import annotations

import string
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

import flask

PRINTED = string.punctuation.replace("#", "")
"""What may stand in a query as it is; letters and digits always may."""


class ReadableRequest(flask.Request):
    """A request whose query is always text: bytes outside of ASCII are escaped, as a browser would have sent them."""

    def __init__(self, environ: WSGIEnvironment, populate_request: bool = True, shallow: bool = False) -> None:
        super().__init__(environ, populate_request, shallow)
        if not self.query_string.isascii():
            self.query_string = quote(self.query_string, safe=PRINTED).encode("ascii")
