"""Where the parts of a statement begin and end: speaker, cue and content as token ranges (both ends included).

The conventions are those of the PolNeAR annotators where they serve readers: a speaker is the whole noun phrase with its
appositions; a cue is the verb with its auxiliaries, adverbs and particle; a content keeps its "that" and its quotation marks,
and drops the full stop of the sentence that carries it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from firsthand.statements.cues import cues
from firsthand.statements.grammar import grammar
from firsthand.statements.quotes import Quotation, inside

Range = tuple[int, int]

_AUXILIARY = ("aux", "auxpass", "neg", "prt")
_EDGE = frozenset(",.;:–—-()[]…")
_DASHES = ("–", "—", "-", "--")
_OPEN, _CLOSE = frozenset("“\"«„‘''``"), frozenset("”\"»’''")


def speaker(t: Token, cue: Token) -> Range:
    """The whole noun phrase headed by `t`, without what belongs to the cue."""
    first, last = t.left_edge.i, t.right_edge.i
    for c in (*t.rights, *(k for a in t.rights if a.dep_ == "appos" for k in a.rights)):
        if c.i > t.i and t.doc[c.left_edge.i - 1].text == "," and _told_by_the_way(c, t, before=t.i < cue.i):
            last = min(last, c.left_edge.i - 2)
    if first <= cue.i <= last:
        first, last = _apart(t, cue)
    first = _hyphened(t.doc, first)
    last = min([last, *(c.left_edge.i - 1 for c in t.rights if c.right_edge.i == last and dated(c))])
    doc = t.doc
    while first < t.i and (
        doc[first].dep_ in ("cc", "mark", "punct", "advmod") and doc[first].head.i in (t.i, t.head.i)
    ):
        if doc[first].dep_ == "advmod" and doc[first].head.i == t.i and doc[first].lower_ != "even":
            break
        first += 1
    begins = opening(doc)
    head = begins if t.i < begins <= last else t.i  # the parse may take the place of a dateline for the subject
    first, last = _bare(doc, max(_named(doc, t, first, cue.i), min(begins, head)), last, head)
    while (
        last + 1 < len(doc)
        and doc[last].ent_type_ == "ORG"
        and doc[last + 1].ent_iob_ == "I"
        and doc[last + 1].is_alpha
    ):
        last += 1  # "the Committee to Protect Journalists": a name is not cut
    if last > t.i and doc[last].lower_ in grammar().floating and last + 1 < len(doc) and doc[last + 1].text != ",":
        last -= 1  # "Venn and Roe [both] said"
    commas = any(w.text == "," for w in doc[first : last + 1])
    if commas and last + 1 < len(doc) and doc[last + 1].text == "," and not first <= cue.i <= last + 1:
        last += 1
    dashed = any(w.text in _DASHES for w in doc[t.i + 1 : last + 1])
    if dashed and last + 1 < cue.i and doc[last + 1].text in _DASHES:
        last += 1
    return first, last


def _hyphened(doc: Doc, first: int) -> int:
    """Where a name begins of which the parse kept the part behind a hyphen only ("Pilot Lin Bei-[ra]")."""
    if first < 2 or doc[first - 1].text != "-" or doc[first - 1].whitespace_ or doc[first - 2].pos_ != "PROPN":
        return first
    first -= 2
    while first > 0 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].sent.start == doc[first].sent.start:
        first -= 1
    return first


def _told_by_the_way(c: Token, t: Token, *, before: bool) -> bool:
    """Whether what describes a speaker behind a comma is the writer's remark rather than part of the name.

    "who …" belongs to it except with a verb of reporting, and `before` the cue behind a surname, which was introduced earlier, and
    with "has done"; counted on PolNeAR train: kept in 0 of 11, 24 of 76 and 10 of 23 places; elsewhere in 152 of 215.
    """
    if c.dep_ != "relcl":
        return c.dep_ in ("acl", "advcl") and c.tag_ in ("VBG", "VBN")
    opens = t.doc[c.left_edge.i].lower_
    if opens != "who":
        return opens in grammar().aside
    bare = t.pos_ == "PROPN" and all(k.lower_ in grammar().courtesy for k in t.lefts) and c.left_edge.i == t.i + 2
    done = c.tag_ == "VBN" and any(k.dep_ == "aux" for k in c.children)
    frames = cues().verbs.get(c.lemma_.lower(), {})
    reports = {k.id for f, k in frames.items() if f in ("that", "prep:for", "np")}
    return (before and (bare or done)) or not reports.isdisjoint(("say", "claim", "call", "deny"))


def dated(c: Token) -> bool:
    """Whether a phrase only tells the day or the hour ("on Tuesday"): it belongs to what the subject does, not to its name."""
    return c.dep_ == "prep" and c.lower_ == "on" and any(k.ent_type_ in ("DATE", "TIME") for k in c.children)


def _apart(t: Token, cue: Token) -> Range:
    """The tokens of the phrase on the head's side of the cue, without the clause that holds the cue."""
    clause = cue
    while clause.head.i != t.i and clause.head.i != clause.i:
        clause = clause.head
    edges = [c for c in t.children if c.i != clause.i and (c.i < clause.i) == (t.i < clause.i)]
    return min([t.i, *(c.left_edge.i for c in edges)]), max([t.i, *(c.right_edge.i for c in edges)])


def _named(doc: Doc, t: Token, first: int, cue: int) -> int:
    """Where a speaker begins whose apposition the parse took for the subject: "[Jan Vele, ]the state prosecutor, said"."""
    if first < 2 or doc[first - 1].text != "," or t.tag_ != "NN" or cue < first:
        return first
    low = first - 2
    if doc[low].ent_type_ != "PERSON" or doc[low].sent.start != doc[first].sent.start:
        return first
    while low > 0 and doc[low].ent_iob_ == "I":
        low -= 1
    head = doc[low : first - 1].root
    begins = head.left_edge.i if head.left_edge.i <= low and head.dep_ != "pobj" else low
    return begins if begins == doc[first].sent.start or doc[begins - 1].is_punct else first


def _bare(doc: Doc, first: int, last: int, head: int) -> Range:
    marks = [t.i for t in doc[first : last + 1] if _is_mark(t)]
    lone = marks[0] if len(marks) == 1 else -1
    while first < head and (doc[first].text in _EDGE or doc[first].is_space or first == lone):
        first += 1
    while last > head and (doc[last].text in ",.;:–—-…" or doc[last].is_space or last == lone):
        last -= 1
    return first, last


_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’ -]{2,30}(?:,? [A-Z][\w.]*(?: \d{1,2})?,?){0,3}(?: ?\((?:[A-Z][\w.&-]*[ /]?){1,4}\))? ?(?:—|–|--|-) (?=\S)"
)
_DATED = 24
"""A dateline has at most so many tokens."""


def opening(doc: Doc) -> int:
    """The first token after a dateline ("OSK, May 3 (Agency) — "): 0 where there is none."""
    if len(doc) < 3 or not doc[0].is_upper or len(doc[0]) < 3:
        return 0
    head = doc[:_DATED].text
    found = _DATELINE.match(head)
    return next((t.i for t in doc[:_DATED] if t.idx >= found.end()), 0) if found else 0


def cue(t: Token, preposition: Token | None = None) -> Range:
    """The verb with its auxiliaries, adverbs and particle where they touch it; with `preposition` up to that."""
    doc, known = t.doc, cues()
    first = last = t.i
    own = {c.i for c in t.children if c.dep_ in (*_AUXILIARY, "advmod")}
    while first - 1 in own and doc[first - 1].dep_ != "prt":
        first -= 1
    above = _carried_by(t, first)
    if above is not None:
        first = cue(above)[0]
    if doc[first].dep_ == "advmod" and doc[first].lower_ in known.conjunctive:
        first += 1
    while last + 1 in own and (doc[last + 1].dep_ in ("prt", "neg") or doc[last + 1].lower_ in known.particles):
        last += 1
    if preposition is not None and preposition.i > last:
        last = preposition.i
    if last + 1 < len(doc) and doc[last + 1].text == ":":
        last += 1
    return min(first, t.i), last


def _carried_by(t: Token, first: int) -> Token | None:
    """The verb with which a cue begins that is an infinitive: "is likely to say", "has reason to believe", "went on to say", "continued to deny"."""
    above = t.head
    if above.i == first - 1 and (
        (t.dep_ == "xcomp" and above.dep_ == "acomp")
        or (t.dep_ in ("acl", "relcl") and t.tag_ == "VB" and above.dep_ == "dobj")
    ):
        return above.head
    if t.tag_ != "VB" or t.dep_ not in ("xcomp", "advcl") or above.lemma_.lower() not in cues().carrying:
        return None
    between = t.doc[above.i + 1 : first]
    return above if above.i < first and all(x.dep_ == "prt" or x.lower_ == "on" for x in between) else None


def clause(t: Token) -> Range:
    """The whole subtree of `t`."""
    return t.left_edge.i, t.right_edge.i


def without(whole: Range, holes: Iterable[Range]) -> list[Range]:
    """`whole` minus `holes`, as ranges in order."""
    parts = [whole]
    for a, b in sorted(holes):
        out = []
        for first, last in parts:
            if b < first or a > last:
                out.append((first, last))
                continue
            if first < a:
                out.append((first, a - 1))
            if b < last:
                out.append((b + 1, last))
        parts = out
    return parts


def merged(parts: Iterable[Range]) -> list[Range]:
    """The parts in order, those that overlap made one."""
    out: list[Range] = []
    for first, last in sorted(parts):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def aside(doc: Doc, head: Token, part: Range, quoted: Sequence[Quotation]) -> Range:
    """`part` without the remark of the writer's behind a comma at its end: ", which …", ", who …", ", a …".

    Counted on PolNeAR train: of clauses with "which" or "who" the annotators leave out 86 of 146, of appositions with "a" 18 of 27;
    other appositions and clauses they mostly keep.
    """
    first, last = part
    end = last
    while end > first and doc[end].is_punct and inside(quoted, end) is None:
        end -= 1
    way = _way(doc, first, end) if inside(quoted, end) is None else 0
    if way > max(head.i, first):
        return first, way - 1
    for k in doc[max(head.i, first) : end + 1]:
        edge = k.left_edge.i
        if not first < edge - 1 or k.right_edge.i < end or doc[edge - 1].text not in (",", *_DASHES):
            continue
        if doc[edge - 1].text != "," and not reports(k):
            continue
        clause = (k.dep_ == "relcl" and doc[edge].lower_ in ("which", "who")) or reports(k)
        named = k.dep_ == "appos" and doc[edge].lower_ in ("a", "an")
        if (clause or named) and edge - 2 >= head.i and inside(quoted, edge) is None and inside(quoted, end) is None:
            return first, edge - 2
    return part


def _way(doc: Doc, first: int, end: int) -> int:
    """Where a phrase begins that ends the content and only tells by what way it was said ("in an interview", "on Twitter"); 0 where there is none.

    Counted on PolNeAR train: the annotators leave it out in 10 of 12 places.
    """
    for c in doc[max(first, end - 5) : end]:
        o = next((k for k in c.children if k.dep_ == "pobj"), None)
        if (
            c.dep_ == "prep"
            and c.lower_ in ("in", "on")
            and o is not None
            and o.i == end
            and o.lower_ in grammar().channels
        ):
            return c.i
    return 0


def reports(k: Token) -> bool:
    """Whether a clause at the end says what somebody says: ", saying that …", ", while others said …"; 19 of 21 are the writer's."""
    frames = cues().verbs.get(k.lemma_.lower(), {})
    if k.dep_ != "advcl" or "that" not in frames or not any(c.dep_ == "ccomp" and c.i > k.i for c in k.children):
        return False
    opens = k.doc[k.left_edge.i].lower_
    owned = any(c.dep_ == "nsubj" for c in k.children)
    return opens in grammar().contrast if owned else k.tag_ == "VBG" and k.left_edge.i == k.i


def content(doc: Doc, part: Range, quoted: Sequence[Quotation], *, joint: bool = False) -> Range | None:
    """`part` with its edges put right: no stray punctuation, quotations whole, with its "But" only where `joint`. None where no word is left."""
    first, last = max(part[0], opening(doc)), part[1]
    while first <= last and _stray(doc, first, quoted, opening=True):
        first += 1
    while last >= first and _stray(doc, last, quoted, opening=False):
        last -= 1
    if (
        not joint
        and first < last
        and doc[first].dep_ == "cc"
        and first == doc[first].sent.start
        and inside(quoted, first) is None
    ):
        first += 1
        while first < last and _stray(doc, first, quoted, opening=True):
            first += 1
    if first > last:
        return None
    for q in quoted:
        if q.first <= first <= q.last and last >= q.last - 2:
            first = q.first
        if first <= q.first <= last <= q.last or (q.first <= last <= q.last and q.first <= first):
            last = q.last if first <= q.first else last
        if q.last == last + 1 or (q.last == last + 2 and doc[last + 1].is_punct and not _is_mark(doc[last + 1])):
            last = q.last if q.first >= first else last
    if not any(t.text[:1].isalnum() for t in doc[first : last + 1]):
        return None
    return first, last


def _is_mark(t: Token) -> bool:
    return t.text in _OPEN or t.text in _CLOSE


def _stray(doc: Doc, i: int, quoted: Sequence[Quotation], *, opening: bool) -> bool:
    t = doc[i]
    if t.is_space:
        return True
    q = inside(quoted, i)
    if q is not None and q.closed:
        return False
    if q is not None and opening and i == q.first:
        return False
    if opening:
        return t.text in _EDGE or t.text in _CLOSE
    return t.text in ",.;:–—-" or t.text in ("(", "[") or (t.dep_ == "cc" and t.head.i < t.i)
