"""Gather: all that bears on one allegation, one pair of documents or one speaker, as Contents small enough to make a page of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec import structs
from sqlalchemy import Connection, bindparam, select

from firsthand.allegations.record import Allegation, Contradiction, Member
from firsthand.allegations.table import ALLEGATIONS, CONTRADICTIONS, PREDICATIONS
from firsthand.copies.record import Copy
from firsthand.copies.table import COPIES, CREDITS
from firsthand.documents.record import Document, Text
from firsthand.documents.table import DOCUMENTS, TEXTS
from firsthand.errors import NoSuchRecord
from firsthand.figures.record import Figure
from firsthand.figures.table import FIGURES
from firsthand.findings.answer import NOUN, answers
from firsthand.findings.table import ASSESSMENTS, FINDINGS
from firsthand.inquiry.decisions import by_hand, decisions
from firsthand.inquiry.desk import VERSION, now
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.inquiry.tally import Tally
from firsthand.judgements import Judgement, standing
from firsthand.origins.record import Dependence, Origin, Speaker, Trace
from firsthand.origins.table import DEPENDENCES, ORIGINS, SPEAKERS, TRACES
from firsthand.reports.record import Contents
from firsthand.statements.record import Statement
from firsthand.statements.table import STATEMENTS
from firsthand.store import index, work

SIDES = 6
"""Statements shown of one contradiction beside its allegation."""

ROLES = {"supports": 0, "disputes": 1, "mentions": 2}

T = TypeVar("T")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What bears on `allegation`: the records a section is made of (`contents`), and the graph its origins are counted in.

    `allegation` names only those of its `members` that `contents` holds: one part of `pages`. `entries` are the origins of all
    supporting statements, `ties` the dependences that can move their number, `judged` the decisions that hold about any of these.
    """

    allegation: Allegation
    contents: Contents
    members: int
    pages: int
    entries: tuple[str, ...]
    ties: tuple[Dependence, ...]
    judged: Mapping[str, Judgement]
    history: tuple[Judgement, ...]
    parts: tuple[tuple[str, str], ...] = ()

    def tally(self) -> Tally:
        """Its independent origins as decisions stand."""
        return Tally(self.entries, self.contents.origins, self.ties, self.judged)


def allegation(db: Connection, id_: str, most: int = 80, named: str = "", at: int = 1) -> Case:
    """What bears on the allegation with this id, with at most so many of its statements: part `at` of them. Raises NoSuchRecord."""
    found = asked(db, id_)
    gone = decisions(db).rejected
    members = sorted((m for m in found.statements if m.id not in gone), key=lambda m: ROLES[m.role])
    ends = _ends(db, id_, [m.id for m in members if m.role == "supports"])
    chosen, parts = _spread(members, most, ends, at)
    entries = tuple(dict.fromkeys(ends.values()))
    ties = around(db, entries)
    disputes = _short(db, contradictions(db, id_), SIDES)
    replies = answered(db, found)
    said = statements(
        db, [*(m.id for m in chosen), *(s for c in disputes for s in c.statements), *(j.about for j in replies)]
    )
    whole = _contents(db, said, disputes, {*entries, *_nodes(ties)}, found, named)
    told = _about(
        db,
        [
            id_,
            *entries,
            *(s.id for s in said),
            *(d.id for d in ties),
            *(c.id for c in disputes),
            *(c.id for c in whole.copies),
        ],
    )
    mine = {id_, *(j.other for j in replies)}
    told = tuple(j for j in told if j.noun != NOUN or j.other in mine)
    held = {s.id for s in said}
    shown = structs.replace(
        found,
        statements=tuple(m for m in chosen if m.id in held),
        figures=tuple(f.id for f in whole.figures if f.id in found.figures),
    )
    return Case(
        allegation=shown,
        contents=structs.replace(whole, allegations=(shown, *whole.allegations), judgements=told, dependences=ties),
        members=len(members),
        pages=parts,
        entries=entries,
        ties=ties,
        judged=standing(told),
        history=told,
        parts=_below(db, id_),
    )


def asked(db: Connection, id_: str) -> Allegation:
    """The allegation with this id. Raises NoSuchRecord."""
    if found := ALLEGATIONS.get(db, id_):
        return found
    raise NoSuchRecord(
        "this inquiry has no such allegation", "it may have got another id since: see the list of allegations"
    )


def _spread(members: Sequence[Member], most: int, ends: Mapping[str, str], at: int) -> tuple[list[Member], int]:
    """Part `at` of the members, and how many parts there are: some of each role, of those that support one of every origin (`ends`) first."""
    if len(members) <= most:
        return list(members), 1
    by: dict[str, list[Member]] = defaultdict(list)
    turn: dict[str, int] = defaultdict(int)
    turns: dict[str, int] = {}
    for m in members:
        by[m.role].append(m)
        turns[m.id] = turn[ends.get(m.id, m.role)]
        turn[ends.get(m.id, m.role)] += 1
    by["supports"].sort(key=lambda m: turns[m.id])
    sizes = {"supports": most // 2, "disputes": most // 3, "mentions": most // 6}
    parts_ = max(-(-len(by[role]) // size) for role, size in sizes.items())
    at = min(max(at, 1), parts_)
    return [m for role, size in sizes.items() for m in by[role][(at - 1) * size : at * size]], parts_


def _ends(db: Connection, allegation_: str, supports: Sequence[str]) -> dict[str, str]:
    """The origin of each supporting statement."""
    m = index.members.c
    query = select(m.statement, m.origin).where(m.allegation == allegation_, m.role == "supports")
    found = {str(s): str(o) for s, o in db.execute(query)}
    if any(s not in found for s in supports):  # the index is a little behind
        found = {t.statement: t.origin for t in TRACES.some(db, supports)}
    return {s: found[s] for s in supports if found.get(s)}


def _below(db: Connection, id_: str) -> tuple[tuple[str, str], ...]:
    a = index.allegations.c
    query = select(a.id, a.label).where(a.part_of == id_).order_by(a.rank)
    return tuple((str(i), str(label)) for i, label in db.execute(query))


def _contents(
    db: Connection,
    said: Sequence[Statement],
    disputes: Sequence[Contradiction],
    nodes: Collection[str],
    about: Allegation | None,
    named: str,
) -> Contents:
    """Contents of these statements and of all that they lead to."""
    traces = TRACES.some(db, [s.id for s in said])
    predications = PREDICATIONS.some(db, [p for c in disputes for p in c.predications])
    figures = FIGURES.some(
        db, dict.fromkeys([*(about.figures[:60] if about else ()), *(f for c in disputes for f in c.figures)])
    )
    inside = dict.fromkeys(
        [*(s.document for s in said), *(p.document for p in predications), *(f.document for f in figures)]
    )
    assessments = ASSESSMENTS.all(db, allegation=about.id) if about else ()
    origins = ORIGINS.some(db, dict.fromkeys([*(t.origin for t in traces), *nodes]))
    near = {t.origin for t in traces}
    speakers = {t.speaker for t in traces} | {i for t in traces for i in t.chain}
    speakers |= {o.speaker for o in origins if o.id in near}
    speakers |= {i for a in assessments for i in (*a.disputed_by, *a.doubted_by)}
    documents = {*inside, *(n for n in nodes if len(n) == 64)}
    return Contents(
        name=named,
        made=now(),
        version=VERSION,
        documents=DOCUMENTS.some(db, sorted(documents)),
        texts=TEXTS.some(db, inside),
        copies=between(db, inside),
        statements=tuple(said),
        figures=figures,
        credits=CREDITS.among(db, "document", inside),
        speakers=SPEAKERS.some(db, sorted(i for i in speakers if i)),
        origins=origins,
        traces=traces,
        predications=predications,
        allegations=ALLEGATIONS.some(db, [about.part_of] if about and about.part_of else []),
        contradictions=tuple(disputes),
        assessments=assessments,
        findings=FINDINGS.all(db, about=about.id) if about else (),
    )


def contradiction(db: Connection, found: Sequence[Contradiction], most: int = 8) -> Contents:
    """What is needed to show these contradictions, with at most so many statements of each."""
    short = _short(db, found, most)
    said = statements(db, dict.fromkeys(s for c in short for s in c.statements))
    whole = _contents(db, said, short, (), None, "")
    allegations_ = ALLEGATIONS.some(db, dict.fromkeys(c.allegation for c in found if c.allegation))
    return structs.replace(whole, allegations=allegations_, judgements=_about(db, [c.id for c in found]))


def _short(db: Connection, found: Sequence[Contradiction], most: int) -> list[Contradiction]:
    return [structs.replace(c, statements=_sides(db, c, most)) for c in found]


def _sides(db: Connection, c: Contradiction, most: int) -> tuple[str, ...]:
    """Some of its statements: of a denial both of those that deny and of those that put it forward."""
    stances = {s.id: s.stance == "denies" for s in statements(db, c.statements)}
    if len(stances) <= most:
        return tuple(stances)
    against = [s for s in c.statements if stances.get(s)]
    forward = [s for s in c.statements if s in stances and not stances[s]]
    return (*against[: most // 2], *forward[: most - min(len(against), most // 2)])


def answered(db: Connection, about: Allegation) -> tuple[Judgement, ...]:
    """What people recorded as answers of those who are accused to this allegation, oldest first."""
    told = [j for j in decisions(db).standing.values() if j.noun == NOUN]
    known = {a.id for a in ALLEGATIONS.some(db, {j.other for j in told})}
    return answers(about, told, known)


def statements(db: Connection, ids: Iterable[str]) -> tuple[Statement, ...]:
    """The statements with these ids, those that people made too."""
    wanted = list(dict.fromkeys(ids))
    found = {s.id: s for s in STATEMENTS.some(db, wanted)}
    if len(found) < len(wanted):
        found |= {s.id: s for s in by_hand(db)}
    return tuple(found[i] for i in wanted if i in found)


def contradictions(db: Connection, about: str) -> tuple[Contradiction, ...]:
    """The contradictions about an allegation."""
    return CONTRADICTIONS.some(db, disputed(db).get(about, ()))


def disputed(db: Connection) -> Mapping[str, list[str]]:
    """Of each allegation the contradictions about it."""
    return kept(db, "contradictions", "link", lambda: _field(db, "contradictions", "allegation"))


def between(db: Connection, documents: Collection[str]) -> tuple[Copy, ...]:
    """The copies among these documents, as people's decisions leave them."""
    held = decisions(db).standing
    found = [c for c in COPIES.among(db, "from_document", documents) if c.to in set(documents)]
    return tuple(structs.replace(c, status=held[c.id].decision) if c.id in held else c for c in found)


def around(db: Connection, nodes: Iterable[str]) -> tuple[Dependence, ...]:
    """The dependences that can matter for these origins: what they may derive from, and links into that."""
    edges = kept(db, "edges", "trace", lambda: _edges(db))
    seen, found = set(nodes), dict[str, None]()
    todo = list(seen)
    while todo:
        node = todo.pop()
        for id_, child, parent, symmetric in edges.get(node, ()):
            found[id_] = None
            if not symmetric and child == node and parent not in seen:
                seen.add(parent)
                todo.append(parent)
    return DEPENDENCES.some(db, sorted(found))


def _edges(db: Connection) -> Mapping[str, list[tuple[str, str, str, bool]]]:
    """Of each node the dependences it is an end of."""
    query = (
        "SELECT id, json_extract(CAST(record AS TEXT), '$.child'), json_extract(CAST(record AS TEXT), '$.parent'),"
        " json_extract(CAST(record AS TEXT), '$.symmetric') FROM dependences"
    )
    found: dict[str, list[tuple[str, str, str, bool]]] = defaultdict(list)
    for id_, child, parent, symmetric in db.exec_driver_sql(query):
        for node in {child, parent}:
            found[node].append((id_, child, parent, bool(symmetric)))
    return dict(found)


def _field(db: Connection, table: str, name: str) -> Mapping[str, list[str]]:
    """The ids of the records of `table` by what they have in the field `name`."""
    query = f"SELECT id, json_extract(CAST(record AS TEXT), '$.{name}') FROM {table} ORDER BY row"
    found: dict[str, list[str]] = defaultdict(list)
    for id_, value in db.exec_driver_sql(query):
        if value is not None:
            found[value].append(id_)
    return dict(found)


_KEPT: dict[tuple[str, str], tuple[object, object]] = {}


def kept(db: Connection, name: str, stage: str, make: Callable[[], T], also: object = None) -> T:
    """What `make` gives, made again only after `stage` was run again or `also` is another: it scans a whole table, and every page asks for it."""
    place = (str(db.engine.url), name)
    key = (work.done(db, stage).get("", ""), also)
    held = _KEPT.get(place)
    if held is None or held[0] != key:
        held = (key, make())
        _KEPT[place] = held
    return held[1]  # type: ignore[return-value]


def warm(db: Connection) -> None:
    """Do now, after a run, what pages would else wait for when they are first asked for."""
    around(db, ())
    disputed(db)
    resting(db, ())
    alike(db)
    clashing(db)


def _nodes(ties: Iterable[Dependence]) -> set[str]:
    return {n for d in ties for n in (d.child, d.parent)}


def _about(db: Connection, ids: Iterable[str]) -> tuple[Judgement, ...]:
    """All decisions about any of these, oldest first."""
    wanted = set(ids)
    return tuple(sorted(JUDGEMENTS.among(db, "about", wanted), key=lambda j: j.seq))


def pair(db: Connection, id_: str) -> tuple[Copy, tuple[Document, ...], Mapping[str, Text], str]:
    """A copy, its documents and their texts, and who is credited where a producer is named that is not held. Raises NoSuchRecord."""
    found = COPIES.get(db, id_)
    if found is None:
        raise NoSuchRecord("this inquiry has no such copy", "see the list of copies")
    documents = DOCUMENTS.some(db, (found.from_, found.to))
    credited = [c.name for c in CREDITS.all(db, document=found.to) if c.agency_id == found.from_]
    texts = {t.document: t for t in TEXTS.some(db, (found.from_, found.to))}
    return found, documents, texts, credited[0] if credited else ""


def traced(db: Connection, ids: Iterable[str]) -> tuple[Mapping[str, Trace], Mapping[str, Origin]]:
    """The traces of these statements, by statement, and their origins, by id."""
    traces = {t.statement: t for t in TRACES.some(db, ids)}
    return traces, {o.id: o for o in ORIGINS.some(db, dict.fromkeys(t.origin for t in traces.values()))}


def said(db: Connection, ids: Iterable[str]) -> Contents:
    """These statements and all that they lead to."""
    return _contents(db, statements(db, ids), (), (), None, "")


def opposed(db: Connection, ids: Iterable[str], most: int = 8) -> Contents:
    """What is needed to show the contradictions with these ids, with at most so many statements of each."""
    return contradiction(db, CONTRADICTIONS.some(db, ids), most)


def shared(db: Connection, ids: Iterable[str]) -> Contents:
    """The copies with these ids, and their documents."""
    found = COPIES.some(db, ids)
    documents = dict.fromkeys(d for c in found for d in (c.from_, c.to))
    return Contents(
        name="",
        made=now(),
        version=VERSION,
        documents=DOCUMENTS.some(db, documents),
        texts=TEXTS.some(db, documents),
        copies=found,
        credits=CREDITS.among(db, "document", documents),
        judgements=_about(db, [c.id for c in found]),
    )


def ties(db: Connection, ids: Iterable[str]) -> tuple[tuple[Dependence, ...], Contents]:
    """The dependences with these ids, and a few statements of each end."""
    found = DEPENDENCES.some(db, ids)
    nodes = _nodes(found)
    entered = select(index.statements.c.id).where(index.statements.c.origin == bindparam("node")).limit(2)
    first = [i for n in sorted(nodes) for (i,) in db.execute(entered, {"node": n})]
    return found, _contents(db, statements(db, first), (), nodes, None, "")


def node(id_: str, contents: Contents) -> str:
    """An origin, a document or an agency by name."""
    names = {o.id: o.label for o in contents.origins} | {d.id: d.name for d in contents.documents}
    return names.get(id_) or next((c.name for c in contents.credits if c.agency_id == id_), id_)


def resting(db: Connection, origins: Iterable[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Of each origin the allegations that rest on it: id and label, in the order of the report."""
    a = index.allegations.c
    rests = kept(db, "resting", "weigh", lambda: _resting(db))
    wanted = {o: rests.get(o, ())[:4] for o in origins}
    ids = {i for held in wanted.values() for i in held}
    labels = {str(i): str(label) for i, label in db.execute(select(a.id, a.label).where(a.id.in_(sorted(ids))))}
    return {o: tuple((i, labels[i]) for i in held if i in labels) for o, held in wanted.items()}


def _resting(db: Connection) -> Mapping[str, tuple[str, ...]]:
    a, m = index.allegations.c, index.members.c
    query = select(m.origin, m.allegation).join(index.allegations, a.id == m.allegation).where(m.role == "supports")
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for origin, allegation_ in db.execute(query.order_by(a.rank)):
        found[origin][allegation_] = None
    return {o: tuple(held) for o, held in found.items()}


def speakers(db: Connection, ids: Iterable[str]) -> Mapping[str, Speaker]:
    """The speakers with these ids."""
    return {s.id: s for s in SPEAKERS.some(db, dict.fromkeys(ids))}


def voices(db: Connection, ids: Iterable[str], most: int) -> Contents:
    """So many statements of each of these speakers, and all that they lead to."""
    c = index.statements.c
    query = select(c.id).where(c.speaker == bindparam("who")).order_by(c.document, c.start).limit(most)
    first = [i for who in ids for (i,) in db.execute(query, {"who": who})]
    return said(db, first)


def origins(db: Connection, ids: Iterable[str]) -> Mapping[str, Origin]:
    """The origins with these ids."""
    return {o.id: o for o in ORIGINS.some(db, ids)}


def alike(db: Connection, kind: str = "") -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The ids of the copies of this kind ("" for all), those that share most first; and how many there are of each kind."""
    held = kept(db, "copies", "compare", lambda: _alike(db))
    counted: dict[str, int] = defaultdict(int)
    for _, k in held:
        counted[k] += 1
    return tuple(i for i, k in held if kind in ("", k)), tuple(sorted(counted.items()))


def _alike(db: Connection) -> tuple[tuple[str, str], ...]:
    found = sorted(COPIES.all(db), key=lambda c: (-max(c.share_from, c.share_to), c.id))
    return tuple((c.id, c.kind) for c in found)


def paired(db: Connection, ids: Iterable[str]) -> Contents:
    """The copies with these ids and the names of their documents, without texts."""
    found = COPIES.some(db, ids)
    documents = dict.fromkeys(d for c in found for d in (c.from_, c.to))
    return Contents(
        name="",
        made="",
        version=VERSION,
        documents=DOCUMENTS.some(db, documents),
        copies=found,
        credits=CREDITS.among(db, "document", [c.to for c in found if c.kind == "credit"]),
    )


def clashing(db: Connection, kind: str = "") -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The ids of the contradictions of this kind ("" for all), opposite facts first; and how many there are of each kind."""
    held = kept(db, "clashing", "link", lambda: _clashing(db))
    counted: dict[str, int] = defaultdict(int)
    for _, k, _ in held:
        counted[k] += 1
    return tuple(i for i, k, _ in held if kind in ("", k)), tuple(counted.items())


def _clashing(db: Connection) -> tuple[tuple[str, str, int], ...]:
    order = {"counter-fact": 0, "counter-figure": 1, "denial": 2}
    found = sorted(CONTRADICTIONS.all(db), key=lambda c: (order[c.kind], -len(c.statements), c.id))
    return tuple((c.id, c.kind, len(c.statements)) for c in found)


def lengths(db: Connection, ids: Iterable[str]) -> dict[str, int]:
    """How many statements each of these contradictions has."""
    return {c.id: len(c.statements) for c in CONTRADICTIONS.some(db, ids)}


def figures(db: Connection, ids: Sequence[str]) -> Mapping[str, list[Figure]]:
    """The figures in each of these statements."""
    wanted = set(ids)
    documents = {s.document for s in statements(db, ids)}
    found: dict[str, list[Figure]] = defaultdict(list)
    for f in FIGURES.among(db, "document", documents):
        if f.statement in wanted:
            found[f.statement].append(f)
    return found


def names(db: Connection, documents: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """These documents by id and name."""
    return tuple((d.id, d.name) for d in DOCUMENTS.some(db, documents))


def decided(db: Connection, id_: str) -> tuple[Judgement, ...]:
    """All decisions about one thing, alone or with another, oldest first."""
    return _about(db, [id_])


def moment(seconds: float) -> str:
    """A moment of the file system, ISO 8601 in UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
