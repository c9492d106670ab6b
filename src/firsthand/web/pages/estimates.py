"""ESTIMATES: how many persons there are in all, by lists that overlap: what is documented, what each method says, and what it rests on."""

from __future__ import annotations

import msgspec

from firsthand.estimates.record import Study
from firsthand.inquiry import browse
from firsthand.inquiry.browse import Held
from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Page, Part, Shown, part

SIZE = 10
"""Pairs of rows on a page."""


class AskEstimates(Ask, frozen=True):
    """The page `at` of the pairs of rows that may be one person."""

    at: int = 1


class Roll(msgspec.Struct, frozen=True, kw_only=True):
    """A list: its document, its rows, how many of them say nothing, the persons on it, which of its columns each field is.

    `of` are the lists that it was made from: it is no capture of its own.
    """

    name: str
    document: str
    file: str
    rows: int
    aside: int
    persons: int
    columns: tuple[tuple[str, str], ...]
    of: tuple[str, ...]


class Line(msgspec.Struct, frozen=True):
    """A row of a list: its list and line, the words in `document` from `start` on."""

    label: str
    document: str
    start: int
    text: str


class Two(msgspec.Struct, frozen=True, kw_only=True):
    """Two rows that came near: how likely they are one person, whether they were taken for one, the reasons in bits."""

    id: str
    likely: float
    one: bool
    reasons: tuple[str, ...]
    lines: tuple[Line, ...]
    held: Held


class Estimates(Shown, frozen=True):
    """The estimate that the inquiry holds (`study` None: none was made), with its lists, and the pairs of rows that are most in doubt.

    `patterns`: how many persons are on exactly which lists, the most frequent first. `decided`: decisions on pairs that were made since.
    `behind`: the documents of its lists were read anew since.
    """

    study: Study | None
    lists: tuple[Roll, ...]
    patterns: tuple[tuple[tuple[str, ...], int], ...]
    decided: int
    behind: bool
    part: Part
    pairs: tuple[Two, ...]


def estimates(inquiry: Inquiry, ask: AskEstimates) -> Estimates:
    """The last estimate, or that there is none."""
    study = inquiry.ask(browse.study)
    if study is None:
        return Estimates(study=None, lists=(), patterns=(), decided=0, behind=False, part=part(0, 1, SIZE), pairs=())
    total, pairs = inquiry.ask(browse.near, study, (max(ask.at, 1) - 1) * SIZE, SIZE)
    shown = part(total, ask.at, SIZE)
    rows = {r.id: r for r in inquiry.ask(browse.rows, [i for p in pairs for i in p.rows])}
    held = inquiry.ask(browse.held, [p.id for p in pairs])
    names = inquiry.ask(browse.names, [r.document for r in study.rosters])
    captures = study.panel.captures
    ranked = sorted(captures.counts.items(), key=lambda x: (-x[1], x[0]))
    return Estimates(
        study=study,
        lists=tuple(
            Roll(
                name=r.name, document=r.document, file=names.get(r.document, ""), rows=r.rows, aside=r.aside, persons=r.persons,
                columns=tuple(r.columns.items()), of=tuple(study.derived.get(r.name, ())),
            )
            for r in study.rosters
        ),
        patterns=tuple((tuple(name for name, on in zip(captures.lists, p, strict=True) if on == "1"), n) for p, n in ranked),
        decided=inquiry.ask(browse.decided_pairs, study.made),
        behind="estimate" in inquiry.behind(),
        part=shown,
        pairs=tuple(
            Two(
                id=p.id, likely=p.likely, one=p.one, reasons=p.reasons, held=held[p.id],
                lines=tuple(
                    Line(label, rows[i].document, rows[i].place.start, rows[i].place.text)
                    for i, label in zip(p.rows, (p.a, p.b), strict=True)
                    if i in rows
                ),
            )
            for p in pairs
        ),
    )  # fmt: skip


PAGES = (Page("/estimates", "estimates.html.j2", estimates, nav="estimates", key="n"),)
