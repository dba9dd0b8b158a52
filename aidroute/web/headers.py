"""What every answer says to the browser, as data: one policy per kind of answer, strict unless named here.

No page has a script or a style inside itself, so no nonce is needed and pages can be cached byte for byte.
Sources: OWASP ASVS 5.0 V3.4; the Content Security Policy and Permissions Policy drafts of the W3C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask, Response, request

STRICT_CSP: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}

# Features that no page of ours uses, so that nothing put into a page can.
NO_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip

ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": NO_FEATURES,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}

HSTS = "max-age=31536000; includeSubDomains"
FRESH_PAGE = "public, max-age=30"
NEVER_KEPT = "no-store"

FOR_FILES = frozenset({"X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Strict-Transport-Security"})
"""What a browser heeds on a stylesheet, a script or a drawing. The others are about documents, and are weight here."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How one kind of answer differs from the strict one. A header set to '' is left out."""

    csp: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cache: str = NEVER_KEPT
    """Cache-Control of an answer with status 200 that has none of its own; every other answer is never kept."""
    is_file: bool = False
    """A part of a page and no page: a found file gets `FOR_FILES` only. One that is not found is an error page."""


WAY_OUT = Policy(headers={"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"})


OPEN_DATA = (
    "public.give_json", "public.give_csv", "public.give_atom", "public.give_badge", "public.give_qr", "public.oembed",
    "public.organizations_json", "public.coverage_json", "public.changes_json", "public.changes_atom",
    "public.status_json",
)  # fmt: skip
"""Answers for programs, which pages of other sites may read too. They hold nothing about any visitor."""

FOR_EVERYBODY = Policy(
    headers={"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}, cache=FRESH_PAGE
)


def policies(embed_ancestors: Sequence[str]) -> dict[str, Policy]:
    """Policies by endpoint or, where no endpoint is named, by blueprint."""
    return {
        "public": Policy(cache=FRESH_PAGE),
        # Where a donor goes must neither be kept by a cache nor told to the site they go to.
        "going": WAY_OUT,
        "public.give_now": WAY_OUT,
        # The one page that other sites may show in a frame.
        "embed": Policy(
            csp={"frame-ancestors": " ".join(embed_ancestors), "form-action": "'none'", "script-src": "'none'"},
            headers={
                "X-Frame-Options": "",
                "Cross-Origin-Resource-Policy": "cross-origin",
                "Cross-Origin-Opener-Policy": "",
                "Referrer-Policy": "no-referrer",
                "X-Robots-Tag": "noindex",
            },
            cache=FRESH_PAGE,
        ),
        # A frame in a sandbox has no origin of its own, so its stylesheet comes from another one.
        "static": Policy(headers={"Cross-Origin-Resource-Policy": "cross-origin"}, is_file=True),
        **dict.fromkeys((*OPEN_DATA, "public.picture"), FOR_EVERYBODY),
        # A form's own page must be able to prove where the form was sent from.
        "maintain": Policy(headers={"Referrer-Policy": "same-origin"}),
        "security": Policy(headers={"Referrer-Policy": "same-origin"}),
    }


def register_headers(app: Flask, *, embed_ancestors: Sequence[str], is_https: bool) -> None:
    """Put the headers on every answer, errors and redirects included."""
    by_name = policies(embed_ancestors)
    always = {**ALWAYS, **({"Strict-Transport-Security": HSTS} if is_https else {})}
    made = {name: _Made.of(policy, always) for name, policy in by_name.items()}
    strict = _Made.of(Policy(), always)

    @app.after_request
    def put_headers(response: Response) -> Response:
        policy = made.get(request.endpoint or "") or made.get(request.blueprint or "") or strict
        if policy.is_file and response.status_code not in (200, 304):
            policy = strict
        for name, value in policy.headers.items():
            response.headers[name] = value
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = policy.cache if response.status_code in (200, 304) else NEVER_KEPT
        return response


@dataclass(frozen=True, slots=True)
class _Made:
    headers: Mapping[str, str]
    cache: str
    is_file: bool

    @classmethod
    def of(cls, policy: Policy, always: Mapping[str, str]) -> _Made:
        csp = "; ".join(f"{directive} {sources}" for directive, sources in {**STRICT_CSP, **policy.csp}.items())
        headers = {**always, **policy.headers, "Content-Security-Policy": csp}
        sent = {name for name, value in headers.items() if value and (name in FOR_FILES or not policy.is_file)}
        return cls({name: headers[name] for name in headers if name in sent}, policy.cache, policy.is_file)
