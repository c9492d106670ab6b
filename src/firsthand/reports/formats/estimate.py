"""An estimate as one HTML file of the same house as the report: no request, no script. No name of a person stands in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from firsthand.estimates.record import Interval, Panel, Stratum
from firsthand.flaws import Flaw
from firsthand.reports import tally
from firsthand.reports.escape import VISIBLE
from firsthand.reports.formats.html import _environment, _style
from firsthand.reports.phrase import number

MORE = """
svg .column { stroke: var(--accent); stroke-width: 14px; }
svg .tie { stroke: var(--accent); stroke-width: 3px; }
svg .known { stroke: var(--against); stroke-width: 2px; stroke-dasharray: 5 4; }
"""
"""What the drawings of an estimate need beyond the report's style."""


def write(
    name: str,
    panel: Panel,
    *,
    made: str,
    version: str,
    lists: Sequence[Mapping[str, str]] = (),
    strata: Sequence[Stratum] = (),
    by: str = "",
    total: Interval | None = None,
    flaws: Sequence[Flaw] = (),
    steps: Sequence[str] = (),
) -> str:
    """The page. Whatever comes from the lists is escaped."""
    style = Markup(_style() + MORE)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    ranked = sorted(panel.captures.counts.items(), key=lambda x: (-x[1], x[0]))
    patterns = [
        (" and ".join(x for x, on in zip(panel.captures.lists, pattern, strict=True) if on == "1"), count)
        for pattern, count in ranked
    ]
    page = _environment().get_template("estimate.html.j2")
    return page.render(
        name=name,
        panel=panel,
        made=made,
        version=version,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        n=number,
        told=tally.told,
        lists=lists,
        patterns=patterns,
        overlap=tally.overlap(panel.captures),
        methods=tally.methods(panel),
        sensitivity=tally.sensitivity(panel),
        strata=strata,
        by=by,
        sum=total,
        flaws=flaws,
        steps=steps,
    ).translate(VISIBLE)
