"""Feed: what people decided, the latest first, each with what it was about in words. Nothing that was taken out vanishes: it stands here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from firsthand.allegations.table import ALLEGATIONS, CONTRADICTIONS
from firsthand.findings import crimes
from firsthand.inquiry import gather
from firsthand.inquiry.decisions import decisions
from firsthand.judgements import Judgement

WORDS = 180
"""Characters of what is said that are shown of a statement."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A decision, what it was `about` in words, and whether it `holds`. `document` and `start`: where the statement stands that it is about."""

    judgement: Judgement
    about: str
    holds: bool
    document: str = ""
    start: int = 0


def feed(db: Connection, noun: str, decision: str, first: int, most: int) -> tuple[int, tuple[Entry, ...]]:
    """How many decisions there are about this noun and of this kind ("" for all), and some of them, the latest first."""
    told = decisions(db)
    kept = [j for j in reversed(told.all) if noun in ("", j.noun) and decision in ("", j.decision)]
    some = kept[first : first + most]
    places = _places(db, some)
    names = _names(db, some)
    return len(kept), tuple(
        Entry(
            judgement=j,
            about=" — ".join(names.get(i, i) for i in (j.about, j.other) if i),
            holds=told.standing.get(j.key) == j,
            document=places.get(j.about, ("", 0))[0],
            start=places.get(j.about, ("", 0))[1],
        )
        for j in some
    )


def kinds(db: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nouns that anything was decided about, and the decisions that were made."""
    told = decisions(db).all
    return tuple(sorted({j.noun for j in told})), tuple(sorted({j.decision for j in told}))


def _of(some: Iterable[Judgement], *nouns: str) -> list[str]:
    return list(dict.fromkeys(i for j in some if j.noun in nouns for i in (j.about, j.other) if i))


def _places(db: Connection, some: Sequence[Judgement]) -> dict[str, tuple[str, int]]:
    return {s.id: (s.document, s.content.start) for s in gather.statements(db, _of(some, "statement", "answer"))}


def _names(db: Connection, some: Sequence[Judgement]) -> dict[str, str]:
    found = {s.id: s.content.text[:WORDS] for s in gather.statements(db, _of(some, "statement", "answer"))}
    found |= {c.id: c.explanation for c in CONTRADICTIONS.some(db, _of(some, "contradiction"))}
    found |= {i: s.name for i, s in gather.speakers(db, _of(some, "speaker")).items()}
    found |= {i: o.label for i, o in gather.origins(db, _of(some, "origin", "dependence")).items()}
    paired = gather.paired(db, _of(some, "copy"))
    found |= {c.id: f"{gather.node(c.from_, paired)} — {gather.node(c.to, paired)}" for c in paired.copies}
    ties, contents = gather.ties(db, _of(some, "dependence"))
    found |= {d.id: f"{gather.node(d.child, contents)} — {gather.node(d.parent, contents)}" for d in ties}
    if about := _of(some, "element", "answer"):
        found |= {p.id: p.element.text for p in crimes.places()}
        found |= {a.id: a.label for a in ALLEGATIONS.some(db, about)}
    found |= dict(gather.names(db, [i for i in _of(some, "speaker", "origin", "document") if i not in found]))
    return found
