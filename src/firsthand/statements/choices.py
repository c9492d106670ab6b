"""What could be the cue, the speaker and the content of a statement whose cue word is known: the choices of the statistical reader.

The rules name one reading; here are all that the parse allows, the rules' own among them. Ranges are token ranges, both ends included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.spans import Range
from firsthand.statements.subjects import subject

WIDE = 4
"""A cue reaches at most so many tokens to either side of its word."""
FAR = 60
"""Words farther than this from the cue are not looked at."""
MANY = 90
"""Of a cue at most so many contents are weighed."""
UP = 5
"""So many steps above the cue are climbed for a clause that holds it."""
_NAMING = ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ")
_BREAKS = (",", "–", "—", "-", ";", ":")


class Choice(NamedTuple):
    """A content that could be meant: its `parts`, the `head` word of it, and by what way it was found (`kind`)."""

    parts: tuple[Range, ...]
    head: int
    kind: str


def cues(t: Token) -> list[Range]:
    """The ranges that the cue with the word `t` could have, the rules' own first."""
    doc, sent = t.doc, t.sent
    found = [spans.cue(t), *(spans.cue(t, c) for c in t.children if c.dep_ in ("prep", "agent", "prt") and c.i > t.i)]
    first = [i for i in range(max(sent.start, t.i - WIDE), t.i + 1) if not doc[i].is_punct or i == t.i]
    last = [
        i for i in range(t.i, min(sent.end, t.i + WIDE + 1)) if not doc[i].is_punct or doc[i].text == ":" or i == t.i
    ]
    found += [(a, b) for a in first for b in last if _joined(t, a, b)]
    return list(dict.fromkeys((a, b) for a, b in found if b - a <= 2 * WIDE))


def _joined(t: Token, a: int, b: int) -> bool:
    """Whether all words from `a` to `b` hang on the cue word, or it on them, within two steps."""
    doc = t.doc
    return all(
        i == t.i or doc[i].head.i == t.i or doc[i].head.head.i == t.i or t.head.i == i or doc[i].head.i == t.head.i
        for i in range(a, b + 1)
    )


def sources(t: Token) -> list[tuple[Range | None, int]]:
    """The noun phrases that could name the speaker, each with its head word; (None, cue) for nobody."""
    found: dict[Range, int] = {}
    for n in t.sent:
        if (
            n.pos_ in _NAMING
            and abs(n.i - t.i) <= FAR
            and n.i != t.i
            and n.dep_ not in ("compound", "amod", "det", "nummod")
        ):
            found.setdefault(spans.speaker(n, t), n.i)
    who = next((w for w, _ in (subject(t),) if w is not None), None)
    if who is not None and abs(who.i - t.i) <= FAR:
        found.setdefault(spans.speaker(who, t), who.i)
    return [(None, t.i), *((r, n) for r, n in found.items() if not r[0] <= t.i <= r[1])]


def contents(t: Token, cue: Range, source: Range | None, p: Passage, ruled: Iterable[Candidate]) -> list[Choice]:
    """The contents that the cue could have, the rules' own first."""
    found: dict[tuple[Range, ...], Choice] = {}
    own = {}
    for c in ruled:
        own[tuple(spans.merged(c.parts))] = Choice(tuple(spans.merged(c.parts)), c.head, f"rule {c.rule}")
    holes = [cue] if source is None else [cue, source]
    for kind, head, parts in _raw(t, cue, source, p):
        cut = [r for part in parts for r in spans.without(part, holes)]
        shaped = [s for r in cut for s in [spans.content(p.doc, r, p.quoted)] if s is not None]
        merged = tuple(r for r in spans.merged(shaped) if not any(a <= r[0] and r[1] <= b for a, b in holes))
        if merged and len(merged) <= 3:
            found.setdefault(merged, Choice(merged, head, kind))
            last = merged[-1][1] + 1
            if (
                last < len(p.doc)
                and p.doc[last].text == ","
                and any(x.text == "," for x in p.doc[merged[-1][0] : last])
            ):
                closed = (*merged[:-1], (merged[-1][0], last))
                found.setdefault(closed, Choice(closed, head, f"{kind} with its comma"))
    made = [*own.values(), *(c for key, c in found.items() if key not in own)]
    return made[:MANY]


def _raw(t: Token, cue: Range, source: Range | None, p: Passage) -> Iterator[tuple[str, int, list[Range]]]:
    doc, sent = p.doc, t.sent
    end = cue[1]
    low = min(cue[0], source[0]) if source is not None and source[1] + 3 >= cue[0] and source[0] < cue[0] else cue[0]
    high = max(end, source[1]) if source is not None and source[0] <= end + 3 and source[0] > end else end
    near = range(max(sent.start, t.i - FAR), min(sent.end, t.i + FAR))
    holders = {a.i for a in t.ancestors}
    for n in near:
        c = doc[n]
        if n in holders or n == t.i or c.is_punct or cue[0] <= n <= end or (source and source[0] <= n <= source[1]):
            continue
        steps = _steps(c, t)
        if steps > 3:
            continue
        yield from _subtree(c, t, end, steps)
    yield "rest", t.i, [(high + 1, sent.end - 1)]
    yield "right", t.i, [(high + 1, t.right_edge.i)]
    for i in list(near):
        if doc[i].text in _BREAKS and i > high + 1:
            yield "to a break", t.i, [(high + 1, i - 1)]
        elif doc[i].text in _BREAKS and i < low - 1:
            yield "from a break", t.i, [(i + 1, low - 1)]
    for k in t.children:
        if high < k.right_edge.i < sent.end - 2 and low > sent.start:
            yield "around an adjunct", t.i, [(sent.start, low - 1), (k.right_edge.i + 1, sent.end - 1)]
    yield "before", t.i, [(sent.start, low - 1)]
    yield "around", t.i, [(sent.start, low - 1), (high + 1, sent.end - 1)]
    above = t
    for _ in range(UP):
        if above.head.i == above.i:
            break
        above = above.head
        a, b = above.left_edge.i, above.right_edge.i
        yield "above", above.i, [(a, low - 1), (high + 1, b)]
        yield "above before", above.i, [(a, low - 1)]
    for q in p.quoted:
        if q.last >= sent.start - 1 and q.first < sent.end and abs(q.first - t.i) < 4 * FAR:
            yield "quotation", q.first, [(q.first, q.last)]
            start = max(sent.start, 0)
            if start < q.first and q.last < low:
                yield "to a quotation", q.first, [(start, q.last)]
            if q.last < low and q.first < sent.start:
                yield "quotation and clause", q.first, [(q.first, low - 1)]
            if q.first > high:
                yield "with a quotation", q.first, [(high + 1, q.last)]
                if q.first > sent.start and low > sent.start:
                    yield "around to a quotation", q.first, [(sent.start, low - 1), (high + 1, q.last)]
    if t.dep_ in ("relcl", "acl"):
        noun = t.head
        edge = min(t.left_edge.i, low) - 1
        yield "noun", noun.i, [(noun.left_edge.i, max(edge, noun.i))]
        yield "noun and rest", noun.i, [(noun.left_edge.i, max(edge, noun.i)), (high + 1, t.right_edge.i)]
        yield "bare noun", noun.i, [(noun.left_edge.i, noun.i)]
    for s in t.children:
        if s.dep_ in ("nsubjpass", "nsubj") and not (source and source[0] <= s.i <= source[1]):
            for c in t.children:
                if c.i > t.i and c.dep_ in ("xcomp", "prep", "oprd", "ccomp", "advcl", "attr"):
                    yield "subject and complement", c.i, [spans.clause(s), spans.clause(c)]


def _subtree(c: Token, t: Token, end: int, steps: int) -> Iterator[tuple[str, int, list[Range]]]:
    """The words that hang on `c`: all, from behind the cue, and without what follows behind a comma or a conjunction."""
    first, last = spans.clause(c)
    if first <= t.i <= last:
        return
    yield "clause", c.i, [(first, last)]
    if steps <= 2 and c.i > t.i and first > end + 1:
        yield "up to clause", c.i, [(end + 1, last)]
    if steps <= 2:
        for k in c.rights:
            cut = k.left_edge.i - 1
            while cut > c.i and (c.doc[cut].text in _BREAKS or c.doc[cut].dep_ == "cc"):
                cut -= 1
            if cut >= c.i and k.dep_ in (
                "advcl",
                "conj",
                "relcl",
                "acl",
                "prep",
                "npadvmod",
                "parataxis",
                "dep",
                "ccomp",
                "punct",
            ):
                yield f"clause before {k.dep_}", c.i, [(first, cut)]


def _steps(c: Token, t: Token) -> int:
    """How far below the cue word `c` hangs; 9 where it does not."""
    n = 0
    while c.i != t.i:
        if c.head.i == c.i or n > 3:
            return 9
        c, n = c.head, n + 1
    return n
