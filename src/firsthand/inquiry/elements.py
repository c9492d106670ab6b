"""Elements: which elements of crimes anything on file may speak to; proposed once after each run, settled by decisions when looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from firsthand.allegations.record import Allegation
from firsthand.allegations.table import ALLEGATIONS
from firsthand.findings import adopt, crimes
from firsthand.findings.crimes import Place
from firsthand.findings.record import Assessment, Fill, Finding
from firsthand.findings.table import FINDINGS
from firsthand.inquiry import gather
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.judgements import Judgement, standing
from firsthand.statements.record import Statement
from firsthand.store.index import allegations, fills, members

FIRST = 3
"""Statements kept with each fill: what it shows at once. The rest stand with the allegation."""


def rows(db: Connection, held: Sequence[Allegation], assessments: Iterable[Assessment]) -> list[dict[str, object]]:
    """What the rules propose for every element, in the order of the allegations `held`, as rows of the index."""
    statements = _supporting(db, held)
    by_type = crimes.typed(held)
    rank = {a.id: n for n, a in enumerate(held)}
    standards = {a.allegation: a.standard for a in assessments}
    made: list[dict[str, object]] = []
    for place in crimes.places():
        found = sorted(crimes.proposed(place, by_type, statements), key=lambda f: rank[f.allegation])
        made += (
            {
                "slot": place.id,
                "n": n,
                "allegation": f.allegation,
                "statements": len(f.statements),
                "first": " ".join(f.statements[:FIRST]),
                "because": f.because,
                "standard": standards.get(f.allegation, ""),
            }
            for n, f in enumerate(found)
        )
    return made


def _supporting(db: Connection, held: Iterable[Allegation]) -> Mapping[str, Statement]:
    wanted = dict.fromkeys(m.id for a in held for m in a.statements if m.role == "supports")
    return {s.id: s for s in gather.statements(db, wanted)}


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """An allegation that may speak to an element: `fill` says why and at which standard, `first` are some of its `statements` that do.

    `decided` is the decision that holds on it; one that says that it does not speak to the element takes it out.
    """

    fill: Fill
    label: str
    lo: int
    hi: int
    documents: int
    disputed: int
    statements: int
    first: tuple[str, ...] = ()
    decided: Judgement | None = None

    @property
    def out(self) -> bool:
        """Whether a person took it out."""
        return self.decided is not None and self.decided.decision == "rejected"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an element: `total` allegations may speak to it, some of them `shown`; those in `out` were taken out by people.

    `state` and `standard` as in findings.record.Slot.
    """

    state: crimes.State
    standard: str
    total: int
    shown: tuple[Filled, ...]
    out: tuple[Filled, ...]


class Bearing(msgspec.Struct, frozen=True):
    """What people decided and concluded that bears on elements: by slot and allegation, and by allegation."""

    decided: Mapping[tuple[str, str], Judgement]
    findings: Mapping[str, Finding]


def bearing(db: Connection) -> Bearing:
    """What bears on elements."""
    judged = standing(JUDGEMENTS.among(db, "about", [p.id for p in crimes.places()])).values()
    kept = list(adopt.standing(FINDINGS.all(db)).values())
    near = {j.other for j in judged} | {f.about for f in kept}
    there = set(db.scalars(select(allegations.c.id).where(allegations.c.id.in_(sorted(near)))))
    for lost in (
        *(j.others for j in judged if j.other not in there),
        *(f.statements for f in kept if f.about not in there),
    ):
        query = select(members.c.allegation).where(members.c.statement.in_(lost[:500])).distinct()
        near |= set(db.scalars(query))
    held = ALLEGATIONS.some(db, sorted(near)) if judged or len(there) < len(near) else ()
    decided = crimes.attached(judged, held)
    now = ((f.about if f.about in there else getattr(adopt.follow(f, held), "id", ""), f) for f in kept)
    return Bearing(decided, {a: f for a, f in now if a})


def filled(db: Connection) -> frozenset[str]:
    """The elements that anything on file may speak to."""
    told = bearing(db).decided
    query = select(fills.c.slot, func.count()).group_by(fills.c.slot)
    counted = Counter({str(slot): int(n) for slot, n in db.execute(query)})
    for (slot, allegation), j in told.items():
        there = db.execute(select(fills.c.row).where(fills.c.slot == slot, fills.c.allegation == allegation)).first()
        counted[slot] += (j.decision == "confirmed") - 1 if there else j.decision == "confirmed"
    return frozenset(slot for slot, n in counted.items() if n > 0)


def known(db: Connection, places: Sequence[Place], most: int, first: int = 0) -> Mapping[str, Known]:
    """Of each of these elements what is known of it, with at most so many of the allegations that may speak to it, from number `first` on."""
    told = bearing(db)
    slots = [p.id for p in places]
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    by = select(fills.c.slot, fills.c.standard, func.count()).where(fills.c.slot.in_(slots))
    for slot, standard, n in db.execute(by.group_by(fills.c.slot, fills.c.standard)):
        counted[slot][standard] = int(n)
    some = _filled(db, fills.c.slot.in_(slots) & fills.c.n.between(first, first + most - 1), told, places)
    about = sorted({a for _, a in told.decided} | set(told.findings))
    settled = _filled(db, fills.c.slot.in_(slots) & fills.c.allegation.in_(about), told, places)
    added = _added(db, told, places, settled)
    return {p.id: _known(counted[p.id], some[p.id], [*added[p.id], *settled[p.id]], first == 0, most) for p in places}


def _known(counted: Counter[str], some: Sequence[Filled], settled: Sequence[Filled], leading: bool, most: int) -> Known:
    """From what is proposed (`counted` by standard, and `some` of it) and all of it that people decided or concluded about (`settled`)."""
    out = [f for f in settled if f.out]
    counted = counted - Counter(f.fill.standard for f in out)
    sure = sorted((f for f in settled if not f.out), key=lambda f: (not f.fill.finding, f.fill.status != "confirmed"))
    alleged = [Fill(allegation="", statements=(), because="", standard=s) for s in counted]
    state, standard = crimes.weighed([*(f.fill for f in sure), *alleged])
    first = [
        f.fill.allegation for f in sure[:most]
    ]  # what people decided on stands first, and not again where it would stand
    shown = {f.fill.allegation: f for f in (*(sure[:most] if leading else ()), *some)}
    return Known(
        state=state,
        standard=standard,
        total=counted.total() + sum(not f.statements for f in sure),
        shown=tuple(f for f in shown.values() if not f.out and (leading or f.fill.allegation not in first)),
        out=tuple(out),
    )


def _filled(
    db: Connection, where: ColumnElement[bool], told: Bearing, places: Sequence[Place]
) -> dict[str, list[Filled]]:
    """Proposals of each element, in the order of the allegations."""
    a = allegations.c
    elements = {p.id: p.element for p in places}
    found: dict[str, list[Filled]] = defaultdict(list)
    query = select(fills, a.label, a.lo, a.hi, a.documents.label("files"), a.disputed).join(
        allegations, a.id == fills.c.allegation
    )
    for row in db.execute(query.where(where).order_by(fills.c.slot, fills.c.n)):
        decided = told.decided.get((row.slot, row.allegation))
        finding = told.findings.get(row.allegation) if decided is None or decided.decision != "rejected" else None
        first = tuple(row.first.split())
        fill = Fill(allegation=row.allegation, statements=first, because=row.because, standard=row.standard)
        found[row.slot].append(
            Filled(
                fill=crimes.settled(elements[row.slot], fill, finding, decided),
                label=row.label, lo=row.lo, hi=row.hi, documents=row.files, disputed=row.disputed,
                statements=row.statements, first=first, decided=decided,
            )
        )  # fmt: skip
    return found


def _added(
    db: Connection, told: Bearing, places: Sequence[Place], settled: Mapping[str, Sequence[Filled]]
) -> dict[str, list[Filled]]:
    """What people said speaks to an element though no rule proposed it."""
    found: dict[str, list[Filled]] = defaultdict(list)
    elements = {p.id: p.element for p in places}
    for (slot, allegation), j in told.decided.items():
        there = {f.fill.allegation for f in settled.get(slot, ())}
        if slot not in elements or j.decision != "confirmed" or allegation in there:
            continue
        row = db.execute(select(allegations).where(allegations.c.id == allegation)).one()
        fill = msgspec.structs.replace(crimes.by_hand(allegation, j), standard=row.standard)
        found[slot].append(
            Filled(
                fill=crimes.settled(elements[slot], fill, told.findings.get(allegation), j),
                label=row.label, lo=row.lo, hi=row.hi, documents=row.documents, disputed=row.disputed, statements=0,
                decided=j,
            )
        )  # fmt: skip
    return found


def spoken(db: Connection, allegation: str) -> tuple[tuple[str, str, bool], ...]:
    """The elements that an allegation may speak to: their slot, why, and whether a person confirmed it."""
    query = select(fills.c.slot, fills.c.because).where(fills.c.allegation == allegation)
    found = {str(slot): str(why) for slot, why in db.execute(query)}
    own = {slot: j for (slot, a), j in bearing(db).decided.items() if a == allegation}
    for slot, j in own.items():
        if j.decision == "rejected":
            found.pop(slot, None)
        else:
            found.setdefault(slot, crimes.by_hand(allegation, j).because)
    return tuple((p.id, found[p.id], p.id in own) for p in crimes.places() if p.id in found)
