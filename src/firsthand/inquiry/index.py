"""Index: bring the narrow columns and the full-text index up to date with the records, document by document and once for the whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from firsthand import line
from firsthand.allegations.record import Allegation
from firsthand.allegations.table import ALLEGATIONS, CONTRADICTIONS
from firsthand.copies.table import COPIES
from firsthand.documents.record import Document, Text
from firsthand.documents.table import DOCUMENTS, TEXTS
from firsthand.findings.record import Assessment
from firsthand.findings.table import ASSESSMENTS
from firsthand.inquiry import elements, look, queue
from firsthand.inquiry.desk import Desk, digest_of
from firsthand.inquiry.table import FLAWS
from firsthand.origins.table import SPEAKERS, TRACES
from firsthand.reports.compose import ordered
from firsthand.statements.record import Statement
from firsthand.statements.table import STATEMENTS
from firsthand.store import index as kept
from firsthand.store import work

LAYOUT = "3"
"""Changed whenever what is indexed changes: an index of another layout is made anew."""

TOGETHER = 200
"""Documents indexed in one transaction: others may write in between."""

CUT = 320
"""Code points of a statement's words that are kept beside it."""

PASSAGE = 4_000
"""Code points above which a passage is indexed in pieces, so that what is found can be shown."""

BETWEEN = "\u2060"
"""Set between characters of scripts that put no blank between words, so that any run of them is found."""

_RUNS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)

Find = tuple[str, str, str, int, int, str]


def apart(words: str) -> str:
    """The words with the characters of such scripts set apart."""
    return _RUNS.sub(lambda m: f"{BETWEEN}{m[0]}{BETWEEN}", words)


def prepare(desk: Desk) -> None:
    """Make room for the index where there is none, or one of another layout."""
    with desk.store.writing() as db:
        if work.done(db, "index layout").get("") != LAYOUT or not kept.present(db):
            kept.renew(db)
            for document in work.done(db, "index"):
                work.unmark(db, "index", document)
            work.unmark(db, "index whole", "")
            work.mark(db, "index layout", "", LAYOUT)


def index(desk: Desk) -> int:
    """Index what is not indexed yet. The number of documents, and 1 for the whole, that had to be."""
    prepare(desk)
    with desk.store.reading() as db:
        wanted, whole = _wanted(db), _whole(db)
        todo, gone, stale = _stale(db, wanted, whole)
    desk.progress.begin("index", len(todo) + int(stale))
    for batch in _batches([*todo, *gone]):
        with desk.store.writing() as db:
            _documents(db, batch, wanted)
        desk.progress.step(len(batch))
    if stale or todo or gone:
        _all(desk, whole)
        desk.progress.step()
    return len(todo) + len(gone) + int(stale)


def indexed(desk: Desk) -> bool:
    """Whether the index says what the records say."""
    prepare(desk)
    with desk.store.reading() as db:
        return not any(_stale(db, _wanted(db), _whole(db)))


def _stale(db: Connection, wanted: Mapping[str, str], whole: str) -> tuple[list[str], list[str], bool]:
    """The documents to index, those to forget, and whether what is known of the whole is another."""
    done = work.done(db, "index")
    todo = [d for d, key in wanted.items() if done.get(d) != key]
    return todo, [d for d in done if d not in wanted], work.done(db, "index whole").get("") != whole


def _wanted(db: Connection) -> Mapping[str, str]:
    """Of each document the digest of what its rows are made of."""
    texts, extracted = work.done(db, "text"), work.done(db, "extract")
    people: dict[str, list[str]] = defaultdict(list)
    for s in look.made(db):
        people[s.document].append(s.id)
    gone: dict[str, list[str]] = defaultdict(list)
    for s in STATEMENTS.some(db, sorted(look.rejected(db))):
        gone[s.document].append(s.id)
    return {
        d: digest_of(texts.get(d, ""), extracted.get(d, ""), people.get(d, ()), gone.get(d, ()))
        for d in DOCUMENTS.ids(db)
    }


def _whole(db: Connection) -> str:
    keys = [work.done(db, stage).get("", "") for stage in ("compare", "trace", "link", "weigh")]
    keys.append(line.version("weigh"))  # elements of crimes and what speaks to them are of its rooms
    return digest_of(keys, COPIES.count(db), FLAWS.count(db))


def _batches(documents: Sequence[str]) -> Iterator[list[str]]:
    left = iter(documents)
    while batch := list(islice(left, TOGETHER)):
        yield batch


def _documents(db: Connection, ids: Sequence[str], wanted: Mapping[str, str]) -> None:
    """Put the rows of these documents in the place of those that are there."""
    texts = {t.document: t for t in TEXTS.some(db, ids)}
    people: dict[str, list[Statement]] = defaultdict(list)
    for s in look.made(db):
        people[s.document].append(s)
    gone = look.rejected(db)
    for id_ in ids:
        db.execute(delete(kept.statements).where(kept.statements.c.document == id_))
        db.execute(delete(kept.documents).where(kept.documents.c.id == id_))
        for noun in ("text", "statement"):
            kept.forget(db, noun, id_)
        work.unmark(db, "index", id_)
    rows, said, finds = [], [], list[Find]()
    for document in DOCUMENTS.some(db, [i for i in ids if i in wanted]):
        text = texts.get(document.id)
        found = [s for s in (*STATEMENTS.all(db, document=document.id), *people[document.id]) if s.id not in gone]
        rows.append({**_document(document, text), "statements": len(found)})
        said += [_statement(s) for s in found]
        finds += [*_passages(text), *(_said(s) for s in found)] if text else []
        work.mark(db, "index", document.id, wanted[document.id])
    _put(db, kept.documents, rows)
    _put(db, kept.statements, said)
    kept.keep(db, finds)


def _document(d: Document, text: Text | None) -> dict[str, object]:
    return {
        "id": d.id,
        "name": d.name,
        "title": text.title if text else "",
        "outlet": text.outlet if text else "",
        "media_type": d.media_type,
        "language": text.language if text else "",
        "published": text.published.start.isoformat() if text and text.published else "",
        "collected": d.collected,
        "size": d.size,
        "length": len(text.text) if text else -1,
        "pages": len(text.pages) if text else 0,
        "part_of": d.part_of or "",
    }


def _statement(s: Statement) -> dict[str, object]:
    return {
        "id": s.id,
        "document": s.document,
        "start": s.content.start,
        "mode": s.mode,
        "stance": s.stance,
        "rule": s.rule,
        "speaker": "",
        "origin": "",
        "said_by": " ".join(s.speaker.text.split()) if s.speaker else "",
        "words": " ".join(s.content.text[: 2 * CUT].split())[:CUT],
    }


def _passages(text: Text) -> Iterator[Find]:
    yield "document", text.document, text.document, 0, 0, apart(f"{text.title} {text.outlet} {text.author}")
    for p in text.passages:
        for at in range(p.start, p.end, PASSAGE):
            end = min(at + PASSAGE, p.end)
            yield "text", text.document, text.document, at, end, apart(text.text[at:end])


def _said(s: Statement) -> Find:
    who = s.speaker.text if s.speaker else ""
    return "statement", s.id, s.document, s.content.start, s.content.end, apart(f"{who} {s.content.text[:PASSAGE]}")


def _all(desk: Desk, whole: str) -> None:
    """What is known of the whole: who said each statement, allegations and their members, speakers, counts of documents."""
    with desk.store.reading() as db:
        traces = TRACES.all(db)
        allegations, assessments = ALLEGATIONS.all(db), ASSESSMENTS.all(db)
        speakers = SPEAKERS.all(db)
        fills = elements.rows(db, ordered(allegations, {a.allegation: a for a in assessments}), assessments)
        against = Counter(c.allegation for c in CONTRADICTIONS.all(db))
        copies = Counter(d for c in COPIES.all(db) for d in {c.from_, c.to})
        flaws = Counter(f.document for f in FLAWS.all(db) if f.document)
    by = {a.allegation: a for a in assessments}
    origin = {t.statement: t.origin for t in traces}
    said = Counter(t.speaker for t in traces)
    for at in range(0, len(traces), 10_000):
        with desk.store.writing() as db:
            values = [{"of": t.statement, "by": t.speaker or "", "at": t.origin} for t in traces[at : at + 10_000]]
            table = kept.statements
            change = update(table).where(table.c.id == bindparam("of"))
            db.execute(change.values(speaker=bindparam("by"), origin=bindparam("at")), values)
    with desk.store.writing() as db:
        _replace(
            db,
            kept.allegations,
            [_allegation(n, a, by.get(a.id), against[a.id]) for n, a in enumerate(ordered(allegations, by))],
        )
        _replace(
            db,
            kept.members,
            [
                {"allegation": a.id, "statement": m.id, "role": m.role, "origin": origin.get(m.id, "")}
                for a in allegations
                for m in a.statements
            ],
        )
        _replace(db, kept.fills, fills)
        _replace(
            db,
            kept.speakers,
            [
                {
                    "id": s.id,
                    "name": s.name,
                    "kind": s.kind,
                    "speaks_for": s.speaks_for or "",
                    "statements": said[s.id],
                    "documents": len(s.documents),
                    "weight": 0,
                }
                for s in speakers
            ],
        )
        d = kept.documents
        db.execute(update(d).values(copies=0, flaws=0))
        for column, counted in (("copies", copies), ("flaws", flaws)):
            numbers = [{"of": k, "n": n} for k, n in counted.items()]
            if numbers:
                db.execute(update(d).where(d.c.id == bindparam("of")).values({column: bindparam("n")}), numbers)
        for noun in ("speaker", "allegation"):
            kept.forget(db, noun)
        kept.keep(db, [("speaker", s.id, "", 0, 0, apart(" · ".join((s.name, *s.aliases)))) for s in speakers])
        kept.keep(
            db,
            [("allegation", a.id, "", 0, 0, apart(_alleged(a))) for a in allegations],
        )
        _replace(db, kept.queue, queue.rows(db))
        work.mark(db, "index whole", "", whole)


def _alleged(a: Allegation) -> str:
    """The label of an allegation, and the names that it leaves out."""
    return " · ".join((a.label, *(n for n in (*a.victims, *a.perpetrators, *a.places) if n not in a.label)))


def _allegation(rank: int, a: Allegation, found: Assessment | None, against: int) -> dict[str, object]:
    roles = Counter(m.role for m in a.statements)
    return {
        "id": a.id,
        "rank": rank,
        "type": a.type,
        "label": a.label,
        "level": a.level,
        "part_of": a.part_of or "",
        "victims": "; ".join(a.victims),
        "perpetrators": "; ".join(a.perpetrators),
        "places": "; ".join(a.places),
        "first": a.period.start.isoformat() if a.period else "",
        "last": a.period.end.isoformat() if a.period else "",
        "lo": found.origins.lo if found else 0,
        "hi": found.origins.hi if found else 0,
        "documents": len(found.documents) if found else 0,
        "first_hand": found.first_hand if found else 0,
        "disputed": len(found.disputed_by) if found else 0,
        "doubted": len(found.doubted_by) if found else 0,
        "standard": found.standard if found else "",
        "supports": roles["supports"],
        "disputes": roles["disputes"],
        "contradictions": against,
    }


def _put(db: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        db.execute(insert(table), rows)


def _replace(db: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    db.execute(delete(table))
    _put(db, table, list(rows))
