"""An estimate as one HTML file of the same house as the report: no request, no script. No name of a person stands in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from markupsafe import Markup

from firsthand.estimates.record import Interval, Panel, Stratum
from firsthand.flaws import Flaw
from firsthand.reports import tally
from firsthand.reports.escape import VISIBLE
from firsthand.reports.formats.html import _environment, _style
from firsthand.reports.phrase import number


def write(
    name: str,
    panel: Panel,
    *,
    made: str,
    version: str,
    lists: Sequence[tally.Row] = (),
    strata: Sequence[Stratum] = (),
    by: str = "",
    total: Interval | None = None,
    flaws: Sequence[Flaw] = (),
    steps: Sequence[str] = (),
) -> str:
    """The page. Whatever comes from the lists is escaped."""
    style = Markup(_style())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _environment().get_template("estimate.html.j2")
    return page.render(
        name=name,
        made=made,
        version=version,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        n=number,
        told=tally.told,
        e=tally.View(
            panel=panel,
            lists=tuple(lists),
            strata=tuple(strata),
            by=by,
            sum=total,
            flaws=tuple(flaws),
            steps=tuple(steps),
        ),
    ).translate(VISIBLE)
