"""Join a quotation to what goes on with it: “A,” X said. “B.” — and the next paragraph that only quotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.quotes import Quotation, inside

NAME = 6
"""A quotation of at most so many words, all capitalised, is a title."""

LEAST = 8
"""A quotation of fewer words that opens a sentence may be the title or the words that the sentence speaks of."""

SHORT = 2
"""A following quotation of so few words is a name or a scare quote, not speech that goes on."""


def join(found: Sequence[Candidate], passage: Passage) -> list[Candidate]:
    """`found` with each quoted content extended by the quotations that go on with it in the same passage."""
    doc, quoted = passage.doc, passage.quoted
    own = [c for c in found if not (c.rule == "R9" and _within(c, found))]
    claimed = {q.first for c in own for q in _met(c, quoted) if not q.holds(c.verb)}
    out = []
    for c in sorted(found, key=_end):
        if c.cue is None or passage.quotation(c.verb) is not None:
            out.append(c)
            continue
        parts = list(c.parts)
        ends_quoted = _ends_quoted(c, quoted)
        reach = max(_end(c), _sentence_end(doc, _end(c)))
        for q in quoted[bisect_right(quoted, _end(c), key=lambda q: q.first) :]:
            if q.first in claimed:
                continue
            between = doc[_end(c) + 1 : q.first] if q.first <= reach else doc[reach + 1 : q.first]
            if not ends_quoted and (
                c.kind.id not in ("say", "claim") or not _whole(doc, q) or _worded(doc, reach, c, q)
            ):
                break
            if q.first <= reach and (q.words <= SHORT or _title(doc, q)):
                continue
            if q.first > reach and any(t.text[:1].isalnum() for t in between):
                break
            if not _whole(doc, q) and q.first > reach and not _begins(doc, q):
                break
            low, high = parts[-1]
            after_colon = all(t.text == ":" for t in doc[high + 1 : q.first]) and high + 1 < q.first
            inner = q.first <= reach and low > c.cue[1] and not _parted(c, found, high, q.first)
            if inner or after_colon:
                parts[-1] = (low, q.last)  # the words between two quotations of one sentence are said as well
            else:
                parts.append((q.first, _finished(doc, q) if q.first > reach else q.last))
            ends_quoted = True
            claimed.add(q.first)
            reach = max(reach, _sentence_end(doc, q.last)) if _sentence_end(doc, q.last) <= q.last + 1 else q.last
        if parts != list(c.parts):
            c = replace(c, parts=tuple(parts), reasons=(*c.reasons, "the quotation goes on after the reporting clause"))
        out.append(c)
    return sorted(out, key=lambda c: c.verb)


def quotes_on(c: Candidate, passage: Passage) -> bool:
    """Whether the content ends in a quotation that ends the passage too, so that the next passage may go on with it.

    Not where the cue itself is quoted ("“The council should call for …"): then somebody else speaks.
    """
    if c.cue is None or not _ends_quoted(c, passage.quoted) or passage.quotation(c.verb) is not None:
        return False
    rest = passage.doc[max(b for _, b in c.parts) + 1 :]
    own = [r for r in (c.cue, c.source) if r is not None]
    sentence = max(_sentence_end(passage.doc, b) for _, b in own)
    return not any(t.text[:1].isalnum() and t.i > sentence for t in rest)


def bare(passage: Passage, found: Sequence[Candidate]) -> list[Quotation]:
    """The quotations that make up a whole passage without a reporting clause; none where anything else stands in it."""
    loose = any(t.text[:1].isalnum() and not inside(passage.quoted, t.i) for t in passage.doc)
    if loose or not passage.quoted or any(not inside(passage.quoted, c.verb) for c in found):
        return []
    return list(passage.quoted)


def _parted(c: Candidate, found: Sequence[Candidate], last: int, first: int) -> bool:
    """Whether a reporting clause stands between two quotations: the speaker of `c` or the cue of another."""
    own = c.source is not None and last < c.source[0] < first
    return own or any(last < o.verb < first for o in found)


def _within(c: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the cue of `c` stands in what another is found to say: then the quotation before it is not its own."""
    return any(o is not c and a <= c.verb <= b for o in found for a, b in o.parts)


def _begins(doc: Doc, q: Quotation) -> bool:
    """Whether a quotation opens its sentence and is most of it: the words behind its marks tell the rest of what was said."""
    return bool(doc[q.first + 1].sent.start in (q.first, q.first + 1)) and q.words > LEAST


def _finished(doc: Doc, q: Quotation) -> int:
    """The end of a quotation that goes on after a reporting clause, with the words that end its last sentence outside the marks."""
    if _whole(doc, q):
        return q.last
    last = _sentence_end(doc, q.last)
    while last > q.last and doc[last].is_punct:
        last -= 1
    return last


def _met(c: Candidate, quoted: Sequence[Quotation]) -> list[Quotation]:
    """The quotations that the content touches."""
    low = [bisect_left(quoted, a, key=lambda q: q.last) for a, _ in c.parts]
    high = [bisect_right(quoted, b, key=lambda q: q.first) for _, b in c.parts]
    return [q for i, j in zip(low, high, strict=True) for q in quoted[i:j]]


def _end(c: Candidate) -> int:
    return max(b for r in (c.cue, c.source, *c.parts) if r is not None for b in [r[1]])


def _ends_quoted(c: Candidate, quoted: Sequence[Quotation]) -> bool:
    return any(
        q.first <= b <= q.last and (q.words > SHORT or a >= q.first) for a, b in c.parts for q in _met(c, quoted)
    )


def _sentence_end(doc: Doc, i: int) -> int:
    return int(doc[i].sent.end) - 1


def _worded(doc: Doc, reach: int, c: Candidate, q: Quotation) -> bool:
    """Whether words of the writer's stand between a statement that does not end in a quotation and the quotation behind it."""
    between = doc[_end(c) + 1 : q.first] if q.first <= reach else doc[reach + 1 : q.first]
    return any(t.text[:1].isalnum() for t in between)


def _whole(doc: Doc, q: Quotation) -> bool:
    """Whether the quotation is one or more whole sentences, not words inside a sentence of the writer's."""
    inner = [t.text for t in doc[q.first : q.last + 1]]
    after = doc[q.last + 1].text if q.last + 1 < len(doc) else "."
    closing = any(w in ".?!,…" or w.endswith(("…", ".")) for w in inner[-2:])
    return closing or after in ".?!" or not q.closed


def _title(doc: Doc, q: Quotation) -> bool:
    """Whether the quotation is the name of something: all its words capitalised, small ones apart."""
    words = [t for t in doc[q.first : q.last + 1] if t.text[:1].isalpha()]
    return q.words <= NAME and all(t.text[:1].isupper() or t.pos_ in ("ADP", "DET", "CCONJ") for t in words)
