"""The report as one HTML file that asks nothing of anybody: no request, no script, its own style admitted by digest."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from firsthand.reports import draw, tally
from firsthand.reports.escape import VISIBLE
from firsthand.reports.lay import words
from firsthand.reports.phrase import moment, number
from firsthand.reports.record import Report

OPEN_UP_TO = 12
"""With more allegations than this each is folded, so that the page stays light to read; all of it is there."""


def write(report: Report) -> str:
    """The page. Whatever comes from the material is escaped; characters that could deceive or break the page are made visible."""
    style = Markup(_style())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    markers = Markers()
    page = _environment().get_template("report.html.j2")
    return page.render(
        report=report,
        style=style,
        policy=policy,
        draw=draw,
        words=words(),
        cite=markers.cite,
        cited=markers.cited,
        open_up_to=OPEN_UP_TO,
        studies=[(counted, tally.view(counted)) for counted in report.studies],
        n=number,
        told=tally.told,
    ).translate(VISIBLE)


class Markers:
    """Gives each footnote marker its own anchor, so that a passage leads back to where it is cited."""

    def __init__(self) -> None:
        self._made = 0
        self._places: dict[int, list[str]] = defaultdict(list)

    def cite(self, number: int) -> str:
        """The anchor of one more marker of the passage `number`."""
        self._made += 1
        self._places[number].append(f"c{self._made}")
        return f"c{self._made}"

    def cited(self, number: int) -> list[str]:
        """The anchors of all its markers so far."""
        return self._places[number]


@cache
def _style() -> str:
    return resources.files("firsthand.reports").joinpath("templates", "report.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    loader = PackageLoader("firsthand.reports", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(capital=_capital, cut=_cut, slug=_slug, moment=moment)
    return made


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _slug(words: str) -> str:
    return re.sub(r"[^a-z]+", "-", words.lower())
