"""Every kind of public page, as one address each within the shipped directory. A language goes before each.

``{suggestion}`` stands for the number of a suggestion that was sent before.
"""

from __future__ import annotations

KINDS: dict[str, str] = {
    "home": "/",
    "results": "/give?need=food&need=hygiene&from=FR",
    "poster": "/give/poster?need=food&need=hygiene&from=FR",
    "nothing fits": "/give?need=food&currency=CHF&from=AU&method=cheque&support=time",
    "nothing works now": "/give/now?need=food",
    "bad question": "/give?need=gold",
    "country not known": "/give?from=Frnace",
    "caution": "/go/armenian-caritas-site",
    "contact": "/go/queer-sista-platform-email",
    "withheld": "/go/armenian-caritas-through-caritas-ambrosiana",
    "unknown channel": "/go/no-such-channel",
    "organizations": "/organizations",
    "search": "/organizations?q=%D4%BF%D5%A1%D6%80%D5%AB%D5%BF%D5%A1%D5%BD",
    "nobody found": "/organizations?q=qqqqqq",
    "organization": "/organizations/armenian-caritas",
    "assessor": "/organizations/amnesty-international",
    "needs": "/needs",
    "need": "/needs/food",
    "need money does not buy": "/needs/safe-passage",
    "appeals": "/appeals",
    "appeal": "/appeals/queer-sista-platform-letter-2023-09-26",
    "emergencies": "/emergencies",
    "emergency": "/emergencies/nagorno-karabakh-2022-2023",
    "coverage": "/coverage",
    "changes": "/changes",
    "status": "/status",
    "about": "/about",
    "checker": "/bot",
    "report": "/report/armenian-caritas-site",
    "suggest": "/suggest",
    "find outcome": "/reports",
    "outcome": "/reports/{suggestion}",
    "frame": "/embed/give?need=food",
    "not found": "/no-such-page",
}

EXPECTED_STATUS = {"bad question": 422, "country not known": 422, "unknown channel": 404, "not found": 404}
"""Pages that are errors on purpose; every other kind answers 200."""
