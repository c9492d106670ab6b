"""Check that every place a report would lead to is what stands there: the last gate before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

import firsthand.copies.check as copies
from firsthand.documents.spans import mismatches
from firsthand.errors import CheckFailed
from firsthand.reports.record import Contents


def check(contents: Contents) -> None:
    """Raises CheckFailed that names the first thing which does not match, and how many there are."""
    bad = list(faults(contents))
    if bad:
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        raise CheckFailed(
            f"{bad[0]}{more}; no report was written", "see everything that does not match: firsthand verify"
        )


def faults(contents: Contents) -> Iterator[str]:
    """What does not match, each as a sentence that says where."""
    texts = {text.document: text.text for text in contents.texts}
    names = {document.id: document.name for document in contents.documents}
    cited = {id_ for c in contents.contradictions for id_ in c.predications}
    predications = [p for p in contents.predications if p.id in cited]
    records: list[msgspec.Struct] = [*contents.statements, *contents.figures, *contents.acts, *contents.credits]
    records += [*contents.references, *predications]
    for wrong in (*mismatches(records, texts), *copies.mismatches(contents.copies, texts)):
        document, place = wrong.where.rsplit(" ", 1)
        where = f"{wrong.message}, at {place} of {names.get(document, '?')} ({document[:12]})"
        yield f"{where}: it should be “{_short(wrong.expected)}” but there stands “{_short(wrong.found)}”"
    yield from _dangling(contents)


def _dangling(contents: Contents) -> Iterator[str]:
    statements = {s.id for s in contents.statements}
    figures = {f.id for f in contents.figures}
    allegations = {a.id for a in contents.allegations}
    for a in contents.allegations:
        wanted = {m.id for m in a.statements} - statements | set(a.figures) - figures
        yield from (f"{a.id} rests on {id_}, which the inquiry does not hold" for id_ in sorted(wanted))
        if not a.statements:
            yield f"{a.id} rests on no statement"
    for c in contents.contradictions:
        wanted = set(c.statements) - statements
        yield from (f"{c.id} rests on {id_}, which the inquiry does not hold" for id_ in sorted(wanted))
        if not c.statements and not c.predications:
            yield f"{c.id} rests on no statement"
    for assessment in contents.assessments:
        if assessment.allegation not in allegations:
            yield f"{assessment.id} is about {assessment.allegation}, which the inquiry does not hold"


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
