"""Study: estimate from the lists that stand in an inquiry's own documents, and keep all of it among its records.

INQUIRY/estimate/ holds the same files as an estimate from files does: columns.toml and decisions.csv are read there, see estimate.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import structs
from sqlalchemy import Connection

from firsthand import ids
from firsthand.documents.record import Document, Span, Text
from firsthand.documents.table import DOCUMENTS, TEXTS
from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates import check, find
from firsthand.estimates.estimate import Choices
from firsthand.estimates.lists import STAGE, Sheet
from firsthand.estimates.panel import Plan
from firsthand.estimates.record import Listed, Pair, Roster, Study
from firsthand.estimates.table import LISTED, PAIRS, STUDIES
from firsthand.flaws import Flaw, flaw
from firsthand.inquiry import look
from firsthand.inquiry.desk import VERSION, Desk, now
from firsthand.inquiry.estimate import Kept, from_sheets, near
from firsthand.origins.table import DEPENDENCES
from firsthand.store import work

FOLDER = "estimate"


def study(
    desk: Desk, wanted: Sequence[str], choices: Choices, columns: Path | None = None, plan: Plan | None = None
) -> Kept:
    """Estimate from the tables in the documents called `wanted` (all tables of persons, if none is named), and keep it.

    A list that comparing or tracing found to be made from another one is no capture, unless it is declared independent or a person
    rejected that. Raises NoSuchRecord, and what estimate.from_lists raises.
    """
    began = now()
    with desk.store.reading() as db:
        held = tuple(_lists(db, wanted))
        sheets = tuple(sheet for sheet, _ in held)
        if not sheets:
            cure = "name the documents that hold them: firsthand estimate --in INQUIRY DOCUMENT..."
            raise WrongUse("no table of persons was found in the documents", cure)
        judged = _judged(db, sheets)
        tied = find.compiled(sheets, look.copies(db), DEPENDENCES.all(db), choices.independent)
    named = [s.name for s in sheets]
    if len(set(named)) < len(named):
        raise WrongUse(
            f"two lists are called {Counter(named).most_common(1)[0][0]}", "name their documents by id, one of each"
        )
    derived = {**{name: (of,) for name, (of, _) in tied.items()}, **dict(choices.derived or {})}
    chosen = replace(choices, derived=derived)
    kept = from_sheets(
        sheets, named, desk.folder / FOLDER, chosen, columns, flaws=_told(tied), judged=judged, plan=plan
    )
    rows = tuple(_listed(held, kept))
    made = _study(sheets, kept, began)
    rows = tuple(structs.replace(r, study=made.id) for r in rows)
    pairs = tuple(_pairs(rows, kept, made.id))
    with desk.store.writing() as db:
        for old in STUDIES.ids(db):
            LISTED.drop(db, study=old)
            PAIRS.drop(db, study=old)
        STUDIES.replace(db, [made])
        LISTED.put(db, rows)
        PAIRS.put(db, pairs)
        read = work.done(db, "text")
        for document in work.done(db, STAGE):
            work.unmark(db, STAGE, document)
        work.mark_all(db, STAGE, {s.digest: read.get(s.digest, "") for s in sheets})
        desk.log(db, STAGE, made.id, began, len(rows))
    return kept


def _lists(db: Connection, wanted: Sequence[str]) -> Iterable[tuple[Sheet, Text]]:
    """The lists in the documents with these names, or in all; each document is read by itself."""
    documents = DOCUMENTS.all(db)
    chosen: Iterable[Document] = [look.named(documents, "document", w) for w in wanted] if wanted else documents
    for document in sorted({d.id: d for d in chosen}.values(), key=lambda d: (d.name, d.id)):
        text = TEXTS.get(db, document.id)
        for sheet in find.tables(document, text) if text else ():
            if wanted or find.of_persons(sheet):
                yield sheet, text  # type: ignore[misc]


def _judged(db: Connection, sheets: Sequence[Sheet]) -> dict[tuple[str, str], bool]:
    """People's decisions on pairs of rows, by what the rows are called now: a row is known by its document and place."""
    name = {_row(s.digest, start, s.name): f"{s.name}:{i + 2}" for s in sheets for i, (start, _) in enumerate(s.places)}
    held = [j for j in look.standing(db).values() if j.noun == "pair" and j.members and j.others]
    return {
        (name[j.members[0]], name[j.others[0]]): j.decision == "confirmed"
        for j in held
        if j.members[0] in name and j.others[0] in name
    }


def _row(document: str, start: int, roster: str) -> str:
    return ids.name("row", document, start, roster)


def _pairs(rows: Sequence[Listed], kept: Kept, study_: str) -> Iterable[Pair]:
    """The pairs that came near; each is called by its rows, so that what people decide on it stays with it."""
    if kept.result is None:
        return
    known = {f"{r.list}:{r.line}": r.id for r in rows}
    for a, b, share, one, why in near(kept.result):
        both = (known[a], known[b])
        yield Pair(
            id=ids.name("pair", *sorted(both)), study=study_, a=a, b=b, rows=both, likely=float(share), one=one == "yes",
            reasons=tuple(why.split("; ")),
        )  # fmt: skip


def _told(tied: Mapping[str, tuple[str, str]]) -> list[Flaw]:
    return [
        flaw(
            STAGE, "compiled-list", f"{name} was found to be made from {of}, or from what {of} was made from ({why}): it is no capture of its own",
            name=name, cure=f"where that is wrong: --independent {name!r}, or reject the copy (firsthand judge copy)",
        )
        for name, (of, why) in tied.items()
    ]  # fmt: skip


def _listed(held: Sequence[tuple[Sheet, Text]], kept: Kept) -> Iterable[Listed]:
    """Every row of every list: its place, and its person."""
    if kept.result is None:
        return
    roll = kept.result.roll
    person = {(roll.lists[i], roll.line[i]): int(kept.result.person[i]) + 1 for i in range(len(roll.lists))}
    for n, (sheet, text) in enumerate(held):
        for i, (start, end) in enumerate(sheet.places):
            yield Listed(
                id=_row(text.document, start, sheet.name), study="", document=text.document,
                place=Span(start, end, text.text[start:end]), list=sheet.name, line=i + 2, person=person.get((n, i + 2), 0),
            )  # fmt: skip


def _study(sheets: Sequence[Sheet], kept: Kept, began: str) -> Study:
    assert kept.result is not None
    result, choices = kept.result, kept.choices
    aside = Counter(n for n, _ in result.roll.aside)
    columns = kept.mapping.lists if kept.mapping else {}
    made = Study(
        id="",
        made=began,
        version=VERSION,
        seed=choices.seed,
        unique=choices.unique,
        threshold=result.threshold,
        fields=dict(kept.mapping.fields) if kept.mapping else {},
        rosters=tuple(
            Roster(
                name=s.name, document=s.digest, rows=len(s.rows), aside=aside[i], persons=table.on_lists(result.captures, [s.name]),
                columns=dict(columns.get(s.name, {})),
            )
            for i, s in enumerate(sheets)
        ),
        panel=result.panel,
        derived={name: tuple(of) for name, of in (choices.derived or {}).items()},
        independent=tuple(choices.independent),
        decisions=len(choices.judged or {}),
        by=choices.by,
        strata=result.strata,
        together=result.total,
        flaws=result.roll.flaws,
        steps=kept.steps,
    )  # fmt: skip
    return structs.replace(made, id=check.named(made))
