"""Queue: what the machine proposes and nobody has looked at yet, the most telling first, and what a decision about many at once would touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations, islice

import msgspec
from sqlalchemy import Connection, Select, and_, distinct, func, select

from firsthand.allegations.record import Contradiction
from firsthand.allegations.table import CONTRADICTIONS
from firsthand.copies.record import Copy
from firsthand.copies.table import COPIES
from firsthand.inquiry.decisions import decisions
from firsthand.origins.record import Dependence, Speaker
from firsthand.origins.table import DEPENDENCES, SPEAKERS
from firsthand.store import index, schema
from firsthand.store.index import allegations, members, statements

KINDS = ("statement", "dependence", "contradiction", "copy", "speaker")
"""What is judged in the queue, in the order in which it is offered."""

SHORT = 3
"""Letters of a name's part below which it tells nothing of who is meant."""


class Some(msgspec.Struct, frozen=True, kw_only=True):
    """Which statements of the queue: those found by a `rule`, in a `document`, of a `speaker`, of a `stance`. "" for any."""

    rule: str = ""
    document: str = ""
    speaker: str = ""
    stance: str = ""


ALL = Some()


def waiting(db: Connection, noun: str, some: Some = ALL, first: int = 0, most: int = 20) -> tuple[int, tuple[str, ...]]:
    """How many of a kind nobody has looked at, and the keys of some of them: ids, or the two ids of a pair with a blank between."""
    if noun == "statement" and some != ALL:
        return _narrowed(db, some, first, most)
    q = index.queue.c
    total = _number(db, select(func.count()).where(q.noun == noun))
    seen = looked(db, noun)
    there = select(func.count()).where(q.noun == noun)
    for at in range(0, len(seen), 500):
        total -= _number(db, there.where(q.key.in_(seen[at : at + 500])))
    return total, tuple(_next(db, noun, frozenset(seen), first, most)) if most else ()


def _next(db: Connection, noun: str, seen: Set[str], first: int, most: int) -> Iterator[str]:
    """Those that were not seen, in order, from number `first` on."""
    q = index.queue.c
    rows = db.execution_options(yield_per=200).execute(select(q.key).where(q.noun == noun).order_by(q.n))
    yield from islice((key for (key,) in rows if key not in seen), first, first + most)


def looked(db: Connection, noun: str) -> list[str]:
    """The keys of this kind that somebody has looked at, whatever they decided."""
    told = [j for j in decisions(db).all if j.noun == noun]
    return list(dict.fromkeys(" ".join(sorted((j.about, j.other))) if noun == "speaker" else j.about for j in told))


def rows(db: Connection) -> list[dict[str, object]]:
    """All that is proposed, as rows of the index."""
    return [{"noun": noun, "n": n, "key": key} for noun, rank in RANKED.items() for n, key in enumerate(rank(db))]


def _statements(db: Connection) -> tuple[str, ...]:
    """The statements that bear on an allegation, in the order of the allegations; each once, though it may bear on several."""
    m = members.c
    query = select(m.statement).join(allegations, allegations.c.id == m.allegation).where(m.role != "mentions")
    return tuple(dict.fromkeys(i for (i,) in db.execute(query.order_by(allegations.c.rank, m.row))))


def _narrowed(db: Connection, some: Some, first: int, most: int) -> tuple[int, tuple[str, ...]]:
    """Those that the filter keeps, in the order of the documents."""
    c = statements.c
    asked = ((c.rule, some.rule), (c.document, some.document), (c.speaker, some.speaker), (c.stance, some.stance))
    seen = select(schema.judgements.c.about)
    where = and_(c.id.not_in(seen), *(column == value for column, value in asked if value))
    total = _number(db, select(func.count()).where(where))
    query = select(c.id).where(where).order_by(c.document, c.start, c.id)
    return total, tuple(i for (i,) in db.execute(query.offset(first).limit(most)))


def _number(db: Connection, query: Select[int]) -> int:
    return int(db.execute(query).scalar_one())


def _dependences(db: Connection) -> tuple[str, ...]:
    """Proposed dependences, those behind most allegations first."""
    query = select(members.c.origin, func.count(distinct(members.c.allegation))).group_by(members.c.origin)
    weight = {o: int(n) for o, n in db.execute(query)}

    def rank(d: Dependence) -> tuple[int, str]:
        return -max(weight.get(d.child, 0), weight.get(d.parent, 0)), d.id

    return tuple(d.id for d in sorted((d for d in DEPENDENCES.all(db) if d.status == "proposed"), key=rank))


def _contradictions(db: Connection) -> tuple[str, ...]:
    """Proposed contradictions: opposite facts, then rival figures, then denials."""
    order = {"counter-fact": 0, "counter-figure": 1, "denial": 2}

    def rank(c: Contradiction) -> tuple[int, int, str]:
        return order[c.kind], -len(c.statements), c.id

    return tuple(c.id for c in sorted((c for c in CONTRADICTIONS.all(db) if c.status == "proposed"), key=rank))


def _copies(db: Connection) -> tuple[str, ...]:
    """Proposed copies, those that share most first."""

    def rank(c: Copy) -> tuple[float, str]:
        return -max(c.share_from, c.share_to), c.id

    return tuple(c.id for c in sorted((c for c in COPIES.all(db) if c.status == "proposed"), key=rank))


def _speakers(db: Connection) -> tuple[str, ...]:
    """Pairs of speakers of which every part of one's name is a part of the other's, those named in most documents first."""
    held = [s for s in SPEAKERS.all(db) if s.kind in ("person", "organisation", "state", "media", "intergovernmental")]
    by_part: dict[str, list[Speaker]] = defaultdict(list)
    for s in held:
        for part in _parts(s):
            by_part[part].append(s)
    found: dict[tuple[str, str], int] = {}
    for alike in by_part.values():
        if len(alike) > 40:  # a part that so many share tells nothing
            continue
        for a, b in combinations(sorted(alike, key=lambda s: s.id), 2):
            if a.kind == b.kind and (_parts(a) <= _parts(b) or _parts(b) <= _parts(a)):
                found[a.id, b.id] = min(len(a.documents), len(b.documents))
    return tuple(f"{a} {b}" for a, b in sorted(found, key=lambda p: (-found[p], p)))


def _parts(s: Speaker) -> frozenset[str]:
    return frozenset(w.casefold() for w in s.name.replace(".", " ").split() if len(w) >= SHORT)


RANKED: Mapping[str, Callable[[Connection], tuple[str, ...]]] = {
    "statement": _statements,
    "dependence": _dependences,
    "contradiction": _contradictions,
    "copy": _copies,
    "speaker": _speakers,
}
"""Of each kind all that is proposed, in order."""


def touched(db: Connection, ids: Iterable[str]) -> tuple[tuple[str, str, int], ...]:
    """The allegations that these statements bear on: id, label, and how many of them."""
    counted: dict[str, int] = defaultdict(int)
    wanted = list(ids)
    for at in range(0, len(wanted), 500):
        query = select(members.c.allegation, func.count()).where(members.c.statement.in_(wanted[at : at + 500]))
        for id_, n in db.execute(query.group_by(members.c.allegation)):
            counted[id_] += int(n)
    query = select(allegations.c.id, allegations.c.label).order_by(allegations.c.rank)
    labels = db.execute(query.where(allegations.c.id.in_(list(counted)[:900])))
    return tuple((i, label, counted[i]) for i, label in labels)


def bears(db: Connection, ids: Sequence[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Of each statement the allegations that it bears on: id, label and role."""
    query = select(members.c.statement, members.c.allegation, allegations.c.label, members.c.role)
    query = query.join(allegations, allegations.c.id == members.c.allegation).where(members.c.statement.in_(list(ids)))
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for statement, id_, label, role in db.execute(query.order_by(allegations.c.rank)):
        found[statement].append((id_, label, role))
    return {i: tuple(held) for i, held in found.items()}
