"""Order the candidates of a passage into a tree: what is reported inside what.

The parent of a statement is the smallest content that holds its cue. Inside another statement only cues that report are kept
(`limits.nested` of the lexicon): that the man who is quoted also "wants" or "thinks" something is part of what he says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from firsthand.statements.candidate import Candidate, Passage


def order(found: Sequence[Candidate], passage: Passage) -> list[tuple[Candidate, int | None]]:
    """The candidates that stand, each with the place of its parent in the list that is returned; None at the top."""
    nested = passage.cues.nested
    kept = [c for c in _untangled(_detached(found, passage.doc)) if not _alone(c, found, passage)]
    while True:
        parents = [_parent(outer, kept) for outer in _outer(kept)]
        idle = {
            i
            for i, (c, p) in enumerate(zip(kept, parents, strict=True))
            if p is not None
            and (not _reports(c, kept[p], nested, _gerund(passage.doc[c.verb])) or _anyone(passage.doc[c.verb]))
        }
        if not idle:
            return list(zip(kept, parents, strict=True))
        kept = [c for i, c in enumerate(kept) if i not in idle]


def _gerund(t: Token) -> tuple[int, ...]:
    """The words that a gerund hangs on by a preposition ("accused of insulting")."""
    while t.dep_ == "conj":
        t = t.head
    return (t.head.head.i,) if t.tag_ == "VBG" and t.dep_ == "pcomp" else ()


def _anyone(t: Token) -> bool:
    """Whether the cue speaks of whoever does so ("those who speak out"), not of somebody who did."""
    return t.dep_ == "relcl" and t.head.lower_ in ("those", "anyone", "anybody", "everyone", "everybody", "whoever")


def _reports(c: Candidate, parent: Candidate, nested: frozenset[str], above: tuple[int, ...]) -> bool:
    """Inside another, a quotation beside a verb (R9) or a noun without a speaker (R8) is mostly part of what the other says."""
    beside = c.rule == "R9" and c.parts[0] not in parent.parts  # not "“…,” the paper quoted X as saying"
    if beside or (c.source is None and c.rule == "R8") or (parent.verb in above and parent.kind.id == "accuse"):
        return False  # "accused of insulting the president" reports no insult
    return c.kind.id in nested and parent.cue is not None


def _alone(c: Candidate, found: Sequence[Candidate], passage: Passage) -> bool:
    """Whether "we deny …" stands in a quotation that nobody is found to say: then nobody is known to deny."""
    if c.source is None or passage.doc[c.source[0]].lower_ not in passage.cues.own or passage.quotation(c.verb) is None:
        return False
    return not any(_holds(o, c) for o in found)


def _holds(c: Candidate, other: Candidate) -> bool:
    """Whether the content of `c` holds the cue of `other`."""
    return other is not c and any(a <= other.verb <= b for a, b in c.parts)


def _parent(outer: Sequence[int], found: Sequence[Candidate]) -> int | None:
    return min(outer, key=lambda i: (sum(b - a for a, b in found[i].parts), i), default=None)


def _outer(found: Sequence[Candidate]) -> list[list[int]]:
    """For each candidate, which of the others hold its cue."""
    by_verb = sorted(range(len(found)), key=lambda i: found[i].verb)
    verbs = [found[i].verb for i in by_verb]
    out: list[list[int]] = [[] for _ in found]
    for i, c in enumerate(found):
        for a, b in c.parts:
            for k in by_verb[bisect_left(verbs, a) : bisect_right(verbs, b)]:
                if k != i:
                    out[k].append(i)
    return out


def _untangled(found: Sequence[Candidate]) -> list[Candidate]:
    """Without circles: where two contents hold each other's cue, the one whose speaker comes later keeps the other."""
    out = list(found)
    outer = _outer(out)
    for i, holders in enumerate(outer):
        for k in holders:
            c, o = out[i], out[k]
            if _holds(c, o) and _holds(o, c) and c.verb < o.verb:
                out[i] = _before(c, o) or c
    outer = _outer(out)
    tangled = {i for i, holders in enumerate(outer) for k in holders if i in outer[k] and out[i].verb < out[k].verb}
    return [c for i, c in enumerate(out) if i not in tangled]


def _before(c: Candidate, other: Candidate) -> Candidate | None:
    """`c` with its content ended before the reporting clause of `other`; None where nothing would be left."""
    edge = min(r[0] for r in (other.cue, other.source) if r is not None)
    parts = tuple((a, min(b, edge - 1)) for a, b in c.parts if a < edge)
    parts = tuple((a, b) for a, b in parts if not a <= other.verb <= b)
    return replace(c, parts=parts) if parts else None


def _detached(found: Sequence[Candidate], doc: Doc) -> list[Candidate]:
    """Contents without a relative clause behind a comma that reports by itself (", which X denies"): that is the writer's."""
    out = list(found)
    for inner in found:
        verb = doc[inner.verb]
        edge = verb.left_edge.i
        if verb.dep_ != "relcl" or doc[edge - 1].text != "," or doc[edge].lower_ not in ("which", "who", "whom"):
            continue
        for i, c in enumerate(out):
            if (
                c is not inner
                and any(a < edge - 1 and edge <= b <= verb.right_edge.i + 1 for a, b in c.parts)
                and not _quoted(c, doc, edge)
            ):
                parts = tuple((a, edge - 2) if a < edge - 1 and edge <= b else (a, b) for a, b in c.parts)
                out[i] = replace(c, parts=parts)
    return out


def _quoted(c: Candidate, doc: Doc, edge: int) -> bool:
    """Whether the content goes on with quotation marks where it would be cut."""
    return any(t.is_quote for a, b in c.parts for t in doc[max(a, edge) : b + 1])
