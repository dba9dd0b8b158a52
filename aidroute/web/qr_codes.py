"""An address of ours as a QR code, drawn as one path: no style, no script, no picture from elsewhere."""

from __future__ import annotations

from itertools import groupby

import segno
from markupsafe import Markup

BORDER = 4
"""Light modules around the code, as ISO/IEC 18004 asks for."""


def qr_drawing(address: str, label: str) -> Markup:
    """The code as SVG with ``label`` as its name. It is dark on light in every colour scheme: many readers need that.

    Only for addresses of ours, which end in a check; a donation page's own address never becomes a code.
    """
    matrix = segno.make_qr(address, error="m").matrix
    size = len(matrix) + 2 * BORDER
    path = "".join(_runs(row, y) for y, row in enumerate(matrix, BORDER))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"'
        ' shape-rendering="crispEdges"><rect width="{0}" height="{0}" fill="#fff"/>'
        '<path d="{2}" fill="#000"/></svg>'
    ).format(size, label, path)


def _runs(row: bytearray, y: int) -> str:
    drawn, x = [], BORDER
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            drawn.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(drawn)
