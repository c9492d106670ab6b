"""What the statistical reader sees of a word, and of each choice, as names of features; and those names as places in a table of weights.

Feature names are hashed into `SIZE` places (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"): a model needs
no list of the words it was made from.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Passage
from firsthand.statements.choices import Choice
from firsthand.statements.mentions import heads
from firsthand.statements.spans import Range
from firsthand.statements.subjects import passive, subject

SIZE = 1 << 20
"""Places of the table of weights of one question."""

Places = npt.NDArray[np.int32]


def places(names: Iterable[str]) -> Places:
    """Where the features so named stand in a table of weights."""
    return np.fromiter((zlib.crc32(n.encode()) & (SIZE - 1) for n in names), np.int32)


def cue(t: Token, p: Passage, ruled: Sequence[Candidate]) -> Iterator[str]:
    """Features of the question whether the word `t` is the cue of a statement; `ruled` is what the rules found in the passage."""
    lemma, doc = t.lemma_.lower(), t.doc
    yield "bias"
    yield f"l={lemma}"
    yield f"l={lemma}/{t.pos_}"
    yield f"w={t.lower_}"
    yield f"t={t.tag_}/{t.dep_}"
    yield f"d={t.dep_}/{t.head.dep_}/{t.head.pos_}"
    yield f"h={t.head.lemma_.lower()}/{t.dep_}"
    yield f"l={lemma}/d={t.dep_}"
    yield f"l={lemma}/t={t.tag_}"
    own = [c for c in ruled if c.verb == t.i]
    rule = own[0].rule if own else ""
    yield f"rule={rule}"
    yield f"rule={rule}/l={lemma}"
    for c in own:
        yield f"rule={rule}/frame={c.frame}/class={c.kind.id}"
        yield f"rule={rule}/source={c.source is not None}"
    inside = [c for c in ruled if c.verb != t.i and any(a <= t.i <= b for a, b in c.parts)]
    yield f"inside={len(inside) > 0}/rule={rule}"
    yield f"inside={len(inside) > 0}/l={lemma}"
    quoted = p.quotation(t.i)
    yield f"quoted={quoted is not None}/rule={rule}"
    yield f"quoted={quoted is not None}/l={lemma}"
    known = p.cues.verbs.get(lemma) or p.cues.nouns.get(lemma) or {}
    for frame, kind in known.items():
        yield f"knows={frame}/{t.pos_}"
        yield f"class={kind.id}/{t.pos_}/{rule}"
    yield from _company(t, lemma)
    for n in (-2, -1, 1, 2):
        if 0 <= t.i + n < len(doc):
            near = doc[t.i + n]
            yield f"{n}={near.lower_}"
            yield f"{n}={near.pos_}/{t.pos_}"
            yield f"{n}={near.lower_}/l={lemma}"
    gap = min((min(abs(q.first - t.i), abs(q.last - t.i)) for q in p.quoted), default=99)
    yield f"gap={min(gap, 6)}/{t.pos_}"
    yield f"gap={min(gap, 3)}/l={lemma}"
    depth = sum(1 for _ in t.ancestors)
    yield f"depth={min(depth, 5)}/{rule}"


def _company(t: Token, lemma: str) -> Iterator[str]:
    """Who and what stands with the word."""
    kids = list(t.children)
    deps = sorted({c.dep_ for c in kids if c.dep_ != "punct"})
    yield f"kids={'+'.join(deps)}"
    who, how = subject(t)
    yield f"who={_kind(who)}"
    yield f"who={_kind(who)}/l={lemma}"
    yield f"how={how}/{t.dep_}"
    if who is not None:
        yield f"whol={who.lemma_.lower()}"
    yield f"passive={passive(t)}/l={lemma}"
    for c in kids:
        yield f"kid={c.dep_}/{t.pos_}"
        yield f"kid={c.dep_}/l={lemma}"
        yield f"kid={c.dep_}/{c.tag_}/l={lemma}"
        if c.dep_ in ("prep", "prt", "mark", "aux", "neg", "dobj", "acomp", "advmod", "det", "poss", "dative"):
            yield f"kid={c.dep_}:{c.lemma_.lower()}"
            yield f"kid={c.dep_}:{c.lemma_.lower()}/l={lemma}"
        if c.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass"):
            yield f"kid={c.dep_}/{_kind(c)}/l={lemma}"
        if c.dep_ in ("ccomp", "xcomp", "acl", "relcl"):
            marks = [k.lower_ for k in c.children if k.dep_ in ("mark", "aux")]
            yield f"kid={c.dep_}/{'+'.join(marks)}"
            yield f"kid={c.dep_}/{c.i > t.i}/l={lemma}"
    if t.dep_ in ("pobj", "dobj", "xcomp", "ccomp", "acl", "relcl", "conj"):
        yield f"above={t.head.lemma_.lower()}/{t.dep_}/l={lemma}"


def _kind(t: Token | None) -> str:
    if t is None:
        return "-"
    return t.ent_type_ or heads().label.get(t.lemma_.lower(), "") or (t.lower_ if t.pos_ == "PRON" else t.pos_)


def extent(t: Token, r: Range, first: Range, rule: Range | None) -> Iterator[str]:
    """Features of the question how far the cue with the word `t` reaches; `first` is the plain reading, `rule` that of the rule."""
    doc, lemma = t.doc, t.lemma_.lower()
    a, b = r
    yield f"left={t.i - a}"
    yield f"right={b - t.i}"
    yield f"plain={r == first}"
    yield f"rule={r == rule if rule is not None else '-'}"
    yield f"plain={r == first}/{r == rule if rule is not None else '-'}"
    yield f"left={t.i - a}/l={lemma}"
    yield f"right={b - t.i}/l={lemma}"
    for i in range(a, b + 1):
        if i != t.i:
            side = "<" if i < t.i else ">"
            yield f"in{side}{doc[i].dep_}"
            yield f"in{side}{doc[i].lower_}"
            yield f"in{side}{doc[i].lower_}/l={lemma}"
            yield f"in{side}{doc[i].tag_}/{doc[i].dep_}"
    before = doc[a - 1] if a > 0 else None
    after = doc[b + 1] if b + 1 < len(doc) else None
    yield f"out<{before.dep_ if before is not None else '-'}/{doc[a].dep_}"
    yield f"out<{before.lower_ if before is not None else '-'}"
    yield f"out>{after.dep_ if after is not None else '-'}/{doc[b].dep_}"
    yield f"out>{after.lower_ if after is not None else '-'}"
    yield f"out>{after.lower_ if after is not None else '-'}/l={lemma}"
    yield f"ends={doc[b].dep_}/{doc[b].pos_}"
    yield f"begins={doc[a].dep_}/{doc[a].pos_}"


def source(t: Token, r: Range | None, n: int, p: Passage, rule: Candidate | None) -> Iterator[str]:
    """Features of the question whether the phrase `r` with the head word `n` names the speaker at the cue word `t`."""
    lemma, doc = t.lemma_.lower(), t.doc
    said = rule.source == r if rule is not None else "-"
    yield f"rule={said}"
    yield f"rule={said}/{rule.rule if rule is not None else ''}"
    yield f"rule={said}/none={r is None}"
    if r is None:
        yield f"none/{t.dep_}/{t.tag_}"
        yield f"none/l={lemma}"
        yield f"none/passive={passive(t)}"
        yield f"none/subject={subject(t)[0] is not None}"
        return
    head = doc[n]
    path = _path(head, t)
    who, how = subject(t)
    yield f"path={path}"
    yield f"path={path}/{t.tag_}"
    yield f"path={path}/passive={passive(t)}"
    yield f"path={path}/l={lemma}"
    yield f"kind={_kind(head)}"
    yield f"kind={_kind(head)}/{n < t.i}"
    yield f"dep={head.dep_}/{n < t.i}"
    yield f"dep={head.dep_}/{t.pos_}"
    yield f"who={who is not None and who.i == n}/{how}"
    between = doc[min(r[1], t.i) + 1 : max(r[0], t.i)]
    yield f"far={min(len(between), 8)}/{n < t.i}"
    verbs = sum(x.pos_ in ("VERB", "AUX") and x.head.i != t.i for x in between)
    yield f"verbs={min(verbs, 3)}/{n < t.i}"
    yield f"names={min(sum(x.pos_ in ('NOUN', 'PROPN', 'PRON') for x in between), 4)}/{n < t.i}"
    yield f"quoted={p.quotation(n) is not None}/{p.quotation(t.i) is not None}"
    yield f"word={head.lemma_.lower()}"
    yield f"size={min(r[1] - r[0], 6)}"
    yield f"after={doc[r[1] + 1].lower_ if r[1] + 1 < len(doc) else '-'}"
    yield f"before={doc[r[0] - 1].lower_ if r[0] else '-'}"
    yield f"ends={doc[r[1]].text if doc[r[1]].is_punct else doc[r[1]].pos_}"


def _path(low: Token, high: Token) -> str:
    """The relations from the one word up to where both hang and down to the other; "…" where that is far."""
    up = [low, *low.ancestors]
    down = [high, *high.ancestors]
    at = {x.i: k for k, x in enumerate(down)}
    for k, x in enumerate(up):
        if x.i in at:
            if k + at[x.i] > 5:
                return "…"
            return ">".join(y.dep_ for y in up[:k]) + "^" + "<".join(y.dep_ for y in down[: at[x.i]])
    return "…"


def content(
    t: Token, c: Choice, cue_: Range, source_: Range | None, p: Passage, rule: Candidate | None
) -> Iterator[str]:
    """Features of the question whether `c` is what is said at the cue word `t`."""
    doc, lemma, sent = t.doc, t.lemma_.lower(), t.sent
    parts = c.parts
    first, last = parts[0][0], parts[-1][1]
    head = doc[c.head]
    said = tuple(spans.merged(rule.parts)) == parts if rule is not None else "-"
    yield f"rule={said}/{rule.rule if rule is not None else ''}"
    if rule is not None:
        yield f"rule={said}/{rule.frame}"
        yield f"rule={said}/l={lemma}"
        shared = sum(
            min(b, y) - max(a, x) + 1 for a, b in parts for x, y in spans.merged(rule.parts) if a <= y and x <= b
        )
        whole = sum(b - a + 1 for a, b in parts)
        yield f"share={4 * shared // max(1, whole + sum(b - a + 1 for a, b in rule.parts) - shared)}"
    yield f"kind={c.kind}"
    yield f"kind={c.kind}/rule={rule.rule if rule is not None else ''}"
    path = _path(head, t)
    yield f"kind={c.kind}/path={path}"
    yield f"path={path}/l={lemma}"
    yield f"path={path}/{t.pos_}/{first > t.i}"
    yield f"kind={c.kind}/l={lemma}"
    yield f"parts={len(parts)}/{lemma if len(parts) > 1 else ''}"
    yield f"first={doc[first].lower_}"
    yield f"first={doc[first].lower_}/l={lemma}"
    yield f"first={doc[first].dep_}/{doc[first].pos_}"
    yield f"last={doc[last].dep_}/{doc[last].pos_}"
    behind = doc[last + 1] if last + 1 < len(doc) else None
    after = (
        behind.lower_ if behind is not None and (behind.is_punct or behind.pos_ in ("CCONJ", "SCONJ", "ADP")) else ""
    )
    yield f"after={after or (behind.pos_ if behind is not None else '-')}"
    yield f"after={after}/{behind.dep_ if behind is not None else '-'}/{c.kind}"
    if behind is not None:
        over = doc[last + 2] if behind.is_punct and last + 2 < len(doc) else behind
        yield f"goes on={behind.text if behind.is_punct else ''}/{over.pos_}/{over.dep_}"
        yield f"goes on={behind.text if behind.is_punct else ''}/{over.lower_}"
        within = any(a <= over.head.i <= b for a, b in parts)
        yield f"goes on={over.dep_}/within={within}"
    before = doc[first - 1] if first else None
    yield f"before={before.lower_ if before is not None and (before.is_punct or before.pos_ in ('ADP', 'SCONJ', 'CCONJ')) else before.pos_ if before is not None else '-'}"
    yield f"touches cue={_touch(parts, cue_)}/{first > t.i}"
    yield f"touches source={_touch(parts, source_) if source_ is not None else '-'}"
    yield f"to end={last >= sent.end - 2}/{first > t.i}"
    yield f"from start={first <= sent.start}/{first > t.i}"
    size = sum(b - a + 1 for a, b in parts)
    yield f"size={size.bit_length()}"
    yield f"size={size.bit_length()}/l={lemma}"
    yield f"verb={any(x.pos_ in ('VERB', 'AUX') for a, b in parts for x in doc[a : b + 1])}/l={lemma}"
    q = p.quotation(first)
    whole_q = q is not None and q.first == first
    yield f"quote={whole_q}/{q is not None and q.last == last}/{doc[last].is_quote}"
    missed = any(not any(a <= z.first <= b for a, b in parts) for z in p.quoted if sent.start <= z.first < sent.end)
    yield f"misses a quotation={missed}/{whole_q}"
    cut = any((z.first < first <= z.last or z.first <= last < z.last) and not z.holds(t.i) for z in p.quoted)
    yield f"cuts a quotation={cut}"
    yield f"head={head.dep_}/{head.pos_}/{t.pos_}"
    yield f"headl={head.lemma_.lower()}/l={lemma}"
    loose = sum(1 for a, b in parts for x in doc[a : b + 1] if not any(g <= x.head.i <= h for g, h in parts))
    yield f"loose={min(loose, 4)}"


def _touch(parts: Sequence[Range], r: Range) -> str:
    gap = min(min(abs(a - r[1]), abs(r[0] - b)) for a, b in parts) - 1
    return str(min(gap, 4))
