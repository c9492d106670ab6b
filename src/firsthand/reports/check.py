"""Check that every place a report would lead to is what stands there: the last gate before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.documents.spans import mismatches
from firsthand.errors import CheckFailed
from firsthand.reports.record import Contents

Place = tuple[str, str, int, int, str | None]
"""Record id, document, start, end, the words that must stand there (None: any)."""


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
    records = [*contents.statements, *contents.acts, *contents.credits, *predications]
    for wrong in mismatches(records, texts):
        document, place = wrong.where.rsplit(" ", 1)
        where = f"{wrong.message}, at {place} of {names.get(document, '?')} ({document[:12]})"
        yield f"{where}: it should be “{_short(wrong.expected)}” but there stands “{_short(wrong.found)}”"
    for record, document, start, end, words in _places(contents):
        where = f"{record} at {start}:{end} of {names.get(document, '?')} ({document[:12]})"
        text = texts.get(document)
        if text is None:
            yield f"{where} points into a document that has no text"
        elif not 0 <= start < end <= len(text):
            yield f"{where} lies outside the text of {len(text)} characters"
        elif words is not None and text[start:end] != words:
            yield f"{where} should be “{_short(words)}” but there stands “{_short(text[start:end])}”"
    yield from _dangling(contents)


def _places(contents: Contents) -> Iterator[Place]:
    for s in contents.statements:
        yield s.id, s.document, s.start, s.end, None
    for figure in contents.figures:
        yield figure.id, figure.document, figure.start, figure.end, figure.text
    for reference in contents.references:
        yield f"the reference to {reference.speaker}", reference.document, reference.start, reference.end, None
    for copy in contents.copies:
        for match in copy.spans:
            if copy.kind != "credit":
                yield copy.id, copy.from_, match.from_start, match.from_end, None
            yield copy.id, copy.to, match.to_start, match.to_end, None


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
