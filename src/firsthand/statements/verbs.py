"""R1, R4, R5 and R7: a verb and what it governs."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from firsthand.statements import adjacent, passives, spans
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.cues import Cue
from firsthand.statements.spans import Range
from firsthand.statements.subjects import (
    CLAUSES,
    RELATIVE,
    SUBJECTS,
    a_person,
    apposed,
    beside,
    infinitive,
    passive,
    reported,
    subject,
    touching,
)

_ADJUNCTS = ("dobj", "dative", "npadvmod", "prep", "advmod", "advcl")
_REACH = ("xcomp", "ccomp", "dobj")
_WHEN = ("DATE", "TIME")
_BESIDE = ("with", "in", "during", "after", "before", "by", "through")
_COMPLEMENTS = ("of", "for", "over", "as")


def read(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """The candidates of a verb cue, surest frame first."""
    if passive(t):
        yield from passives.read(Word(t, p, frames))
        return
    if (infinitive(t) and not _carried_on(t, p, frames)) or t.head.lemma_ == "let":
        return
    who, how = speaker(t, p)
    if who is None or (who.lower_ in ("it", "there") and who.dep_ == "expl"):
        return
    if p.quotation(t.i) is not None and not reported(who, frames, p):
        return
    w = Word(t, p, frames, who, how)
    yield from _silent(w)
    yield from _clause(w)
    yield from _told(w)
    yield from _through(w)
    yield from _infinitive(w)
    yield from _object(w)
    yield from adjacent.beside(w, set_off=True)
    yield from adjacent.quoted(w)
    yield from _prepositional(w)
    yield from adjacent.beside(w)
    yield from _misread(w)


def _carried_on(t: Token, p: Passage, frames: dict[str, Cue]) -> bool:
    """Whether an infinitive reports: "went on to say", "used the visit to urge", and as a purpose "met the press to deny"."""
    if t.head.lemma_.lower() in p.cues.onward | p.cues.grounds:
        return True
    classes = {k.id for f, k in frames.items() if f != "passive"}
    return t.dep_ == "advcl" and not passive(t.head) and not classes.isdisjoint(p.cues.purposes)


def speaker(t: Token, p: Passage) -> tuple[Token | None, str]:
    """Who speaks: the subject, unless it stands in a quotation that the verb does not; else the name beside the quotation."""
    who, how = subject(t)
    if who is not None and p.quotation(who.i) is not None and p.quotation(t.i) is None:
        who, how = None, ""
    if who is None:
        who, how = beside(t, p)
    if who is None and any(c.dep_ == "ccomp" and c.i > t.i for c in t.children):
        who, how = touching(t)
    if who is None and t.dep_ in ("ROOT", *CLAUSES):
        who, how = apposed(t)
    here = p.quotation(t.i)
    if here is not None and who is not None and not here.holds(who.i):
        who, how = None, ""
    if who is not None and who.lower_ == "that" and who.tag_ == "WDT" and t.dep_ == "relcl":
        who, how = t.head, "the noun that the clause describes"
    return who, how


def _silent(w: Word) -> Iterator[Candidate]:
    """R4: "did not respond to a request for comment", "did not return calls"."""
    if "silent" not in w.frames or not any(k.dep_ == "neg" for k in w.t.children):
        return
    for k in w.t.rights:
        asked = [k] if k.dep_ == "dobj" else list(k.children) if k.dep_ == "prep" and k.lower_ == "to" else []
        for o in asked:
            if o.lemma_.lower() in w.p.cues.requests:
                part = (o.left_edge.i, o.right_edge.i)
                yield from w.make("R4", "silent", [part], o, f"“{w.t.text}”, denied", k if k.dep_ == "prep" else None)


# --- R1 --------------------------------------------------------------------------------------------------------------


def _clause(w: Word) -> Iterator[Candidate]:
    for c in w.t.children:
        if c.dep_ not in CLAUSES or infinitive(c) or _elsewhere(w, c):
            continue
        quoted = w.p.quotation(c.i) is not None and w.p.quotation(w.t.i) is None
        frame = "that" if "that" in w.frames else "quote" if quoted and "quote" in w.frames else ""
        if frame:
            parts = _around(w, c)
            if "small" in w.frames and c.i > w.t.i and w.p.quotation(c.i) is not None:
                parts = [*parts[:-1], (adjacent.called(w, parts[-1][0]), parts[-1][1])]
            yield from w.make("R1", frame, parts, c, f"“{w.t.text}” with a clause")


def _elsewhere(w: Word, c: Token) -> bool:
    """Whether a clause before the verb is not what it reports: "…; one of them stated: “…”", "…; X disputes this"."""
    if c.i > w.t.i or w.p.quotation(c.i) is not None:
        return False
    doc = w.p.doc
    if c.dep_ == "parataxis" and "that" in w.p.cues.verbs.get(c.lemma_.lower(), {}):
        return True  # "Instead, [she said], her boss told her …"
    after = doc[w.t.i + 1] if w.t.i + 1 < len(doc) else w.t
    own = any(k.i > w.t.i and (k.dep_ == "dobj" or (k.dep_ in CLAUSES and not infinitive(k))) for k in w.t.children)
    return after.text == ":" or (own and any(x.text == ";" for x in doc[c.i : w.t.i])) or _owns_this(w.t)


def _owns_this(t: Token) -> bool:
    return any(k.dep_ == "dobj" and k.lower_ in ("this", "that", "it") for k in t.children)


def _told(w: Word) -> Iterator[Candidate]:
    """ "told the mission [that he saw …]", where the parse hangs the clause on the hearer."""
    if w.t.lemma_.lower() not in w.p.cues.hearing or "that" not in w.frames:
        return
    for o in w.t.children:
        for c in o.children if o.dep_ in ("dobj", "dative") and o.i > w.t.i else ():
            mark = w.p.doc[c.left_edge.i]
            free = mark.lower_ == "that" and mark.dep_ not in ("nsubj", "nsubjpass", "dobj")
            if c.dep_ in ("relcl", "acl") and free:
                yield from w.make("R1", "that", [spans.clause(c)], c, f"“{w.t.text}” with a hearer and a clause")


def _through(w: Word) -> Iterator[Candidate]:
    """ "said in a statement [that he saw …]", "said last week [that …]", where the parse hangs the clause on the statement or the week."""
    if "that" not in w.frames:
        return
    nouns = [o for k in w.t.children if k.dep_ == "prep" and k.i > w.t.i for o in k.children if o.dep_ == "pobj"]
    times = [k for k in w.t.children if k.dep_ == "npadvmod" and k.i > w.t.i]
    for o in (*(o for o in nouns if o.lemma_.lower() in w.p.cues.nouns), *times):
        for c in o.children:
            mark = w.p.doc[c.left_edge.i]
            if c.dep_ in ("acl", "relcl") and mark.lower_ == "that" and mark.dep_ == "mark":
                yield from w.make("R1", "that", [spans.clause(c)], c, f"“{w.t.text}” with a clause")


def _around(w: Word, c: Token) -> list[Range]:
    """The clause `c` without the reporting clause that may stand in its middle or behind it."""
    first, last = spans.clause(c)
    ranges = [spans.cue(w.t)]
    if w.who is not None and w.who.head.i == w.t.i:
        ranges.append(spans.speaker(w.who, w.t))
    low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
    if c.i > w.t.i:
        first = _dated(w.p, max(first, high + 1) if first <= high < last else first, c)
        return [*_missing(w, c), *_begun(w, c, low), _cut(c, (first, _onward(w, last)), w.p)]
    first = adjacent.opening(w, min(first, w.t.sent.start))
    high = max([high, *(k.right_edge.i for k in w.t.children if k.i > w.t.i and k.dep_ in _ADJUNCTS)])
    return [r for r in spans.without((first, max(last, low - 1)), [(low, high)]) if r[0] < low or last > high]


def _dated(p: Passage, first: int, c: Token) -> int:
    """Where the content of "said [on Thursday] they would appeal" begins: behind the day on which it was said."""
    doc, at = p.doc, first
    if at < c.i and doc[at].lower_ == "on" and doc[at + 1].ent_type_ in _WHEN:
        at += 1
    while at < c.i and doc[at].ent_type_ in _WHEN:
        at += 1
    follows = (
        at > first
        and at < c.i
        and any(k.left_edge.i == at and k.dep_ in (*SUBJECTS, "nsubjpass", "mark") for k in c.children)
    )
    return at if follows else first


def _begun(w: Word, c: Token, low: int) -> list[Range]:
    """The quotation that the reporting clause interrupts: [“If he is dead,”] she asked, “who did it?”."""
    q = w.p.quotation(low - 1) if low else None
    if q is None or q.last != low - 1 or w.p.quotation(c.i) is None or low - 2 < q.first:
        return []
    return [(q.first, q.last)] if w.p.doc[low - 2].text == "," else []


def _onward(w: Word, last: int) -> int:
    """To where the content reaches when the parse made two of one clause: "says [no one there] [is to blame]"."""
    for k in w.t.rights:
        if k.i > last and k.left_edge.i == last + 1 and k.dep_ in CLAUSES and not _reports_on(k, w.p):
            last = k.right_edge.i
    return last


def _missing(w: Word, c: Token) -> list[Range]:
    """The noun that a relative clause says it of: "the report, which X said [had been ready]"."""
    above = w.t.head if w.t.dep_ == "conj" else w.t
    if above.dep_ != "relcl" or any(
        k.dep_ in (*SUBJECTS, "nsubjpass") and k.lower_ not in RELATIVE for k in c.children
    ):
        return []
    relative = [k for k in w.t.subtree if k.lower_ in ("which", "that", "who") and k.i < w.t.i]
    if not relative or (w.who is not None and w.who.i == relative[0].i):
        return []
    return [_antecedent(above, w.p)]


def _cut(c: Token, whole: Range, p: Passage) -> Range:
    """Without what goes on reporting and hangs in the clause by a slip of the parse: ", adding that …", "but said that …"."""
    first, last = whole
    for k in c.children:
        if k.i > c.i and _reports_on(k, p):
            last = min(last, k.left_edge.i - 1)
            while last > first and p.doc[last].dep_ in ("cc", "punct", "advmod"):
                last -= 1
    return first, last


def _reports_on(k: Token, p: Passage) -> bool:
    """Whether a clause that hangs in a content is a new report by the same speaker, or by another after a comma."""
    if k.dep_ != "conj" and not (k.dep_ == "advcl" and k.tag_ == "VBG"):
        return False
    frames = p.cues.verbs.get(k.lemma_.lower(), {})
    frame = next((f for f in ("that", "small") if f in frames and frames[f].id in p.cues.nested), None)
    if frame is None or not any(x.dep_ in (*CLAUSES, "oprd") for x in k.children):
        return False
    if any(x.dep_ in (*SUBJECTS, "nsubjpass") for x in k.children):
        return k.dep_ == "conj" and any(x.text == "," for x in p.doc[k.left_edge.i - 2 : k.left_edge.i])
    return not any(x.dep_ in ("aux", "mark") for x in k.children)


def _misread(w: Word) -> Iterator[Candidate]:
    """R1 where the parse took the clause for an object: what follows "says" and holds a verb of its own."""
    t = w.t
    if t.lemma_ != "say" or t.tag_ not in ("VBD", "VBZ", "VBP") or t.right_edge.i <= t.i + 2:
        return
    after = [c for c in t.rights if c.dep_ in ("dobj", "xcomp", "nsubj", "attr", "dep", "conj") and c.i > t.i]
    part = (t.i + 1, t.right_edge.i)
    finite = any(x.pos_ in ("VERB", "AUX") for x in w.p.doc[part[0] : part[1] + 1])
    if after and after[0].left_edge.i == t.i + 1 and finite and w.who is not None and w.who.i < t.i:
        yield from w.make("R1", "that", [part], after[0], f"“{t.text}” with a clause that the parse took for an object")


# --- R5 --------------------------------------------------------------------------------------------------------------


def _infinitive(w: Word) -> Iterator[Candidate]:
    if "to" not in w.frames or any(f"prep:{c.lower_}" in w.frames for c in w.t.children if c.dep_ == "prep"):
        return
    for c in w.t.children:
        if c.dep_ in ("xcomp", *CLAUSES) and infinitive(c) and c.i > w.t.i and not _unnamed(c, w.p):
            objects = [o.left_edge.i for o in w.t.children if o.dep_ in ("dobj", "dative") and w.t.i < o.i < c.i]
            first = min([c.left_edge.i, *objects])
            yield from w.make("R5", "to", [(first, c.right_edge.i)], c, f"“{w.t.text}” with an infinitive")


def _unnamed(c: Token, p: Passage) -> bool:
    """Whether somebody asks "to remain anonymous", "not to be named"."""
    return any(k.lemma_.lower() in p.cues.unnamed for k in (c, *c.children))


# --- R7 --------------------------------------------------------------------------------------------------------------


def _object(w: Word) -> Iterator[Candidate]:
    if w.frames.keys().isdisjoint(("as", "small", "np", "finding", "speech", "plea")):
        return
    because = f"“{w.t.text}” with an object"
    for c in w.t.children:
        if c.dep_ in CLAUSES and "small" in w.frames and c.i > w.t.i:
            yield from w.make("R7", "small", [spans.clause(c)], c, because)
        gerund = c.tag_ == "VBG" or any(k.tag_ == "VBG" and k.dep_ in ("aux", "auxpass") for k in c.children)
        if c.dep_ in ("xcomp", "pcomp") and gerund and "np" in w.frames and c.i > w.t.i:
            yield from w.make("R7", "np", [spans.clause(c)], c, because)
        if c.dep_ in ("acomp", "oprd", "attr", "dobj") and "plea" in w.frames and c.lemma_.lower() in w.p.cues.pleas:
            first = min([c.left_edge.i, *(k.i for k in w.t.children if k.dep_ == "neg" and k.i > w.t.i)])
            yield from w.make("R7", "plea", [(first, c.right_edge.i)], c, because)
        if c.dep_ != "dobj" or (w.who is not None and c.i == w.who.i):
            continue
        if c.i < w.t.i and c.lower_ not in RELATIVE:
            continue
        if _otherwise(w, c):
            continue
        yield from _opened(w, c)
        yield from _uttered(w, c, because)
        parts, frame = _extent(w, c)
        none = any(k.dep_ == "det" and k.lower_ == "no" for k in c.children)
        if not frame and "finding" in w.frames and c.lemma_.lower() in w.p.cues.findings and c.i > w.t.i and not none:
            parts, frame = [spans.clause(c)], "finding"
        if not frame and "speech" in w.frames and c.i > w.t.i and _utters(w, c):
            parts, frame = [spans.clause(c)], "speech"
        if frame:
            yield from w.make("R7", frame, parts, c, because)
    yield from _bare_as(w, because)
    yield from _reduced(w, because)


def _reduced(w: Word, because: str) -> Iterator[Candidate]:
    """ "a charge [the army denies]": the object is the noun that a relative clause without a pronoun describes."""
    t = w.t
    if not bare(t) or "np" not in w.frames or w.who is None or w.who.head.i != t.i or w.who.lower_ in RELATIVE:
        return
    yield from w.make("R7", "np", [_antecedent(t, w.p)], t.head, because)


def bare(t: Token) -> bool:
    """Whether a clause that describes a noun lacks its object: "a charge the army denies", "a claim that rights groups dispute"."""
    own = any(k.dep_ in ("dobj", "ccomp", "xcomp", "prep") for k in t.children)
    return (
        t.dep_ in ("relcl", "acl", "ccomp")
        and t.head.pos_ == "NOUN"
        and t.right_edge.i == t.i
        and not own
        and t.tag_ != "VBN"
    )


def _opened(w: Word, o: Token) -> Iterator[Candidate]:
    """ "released the following statement: “…”": what is said stands behind the colon, and the object belongs to the cue."""
    after = next((x for x in w.p.doc[o.i + 1 : o.right_edge.i + 3] if x.text == ":"), None)
    q = w.p.quotation(after.i + 1) if after is not None and after.i + 1 < len(w.p.doc) else None
    frame = next((f for f in ("speech", "np") if f in w.frames), "")
    if after is not None and q is not None and q.first == after.i + 1 and frame and o.i > w.t.i:
        yield from w.make("R9", frame, [(q.first, q.last)], w.p.doc[q.first], "a quotation behind a colon", after)


def _uttered(w: Word, o: Token, because: str) -> Iterator[Candidate]:
    """ "expressed concern [that …]", "made no mention of […]": what follows the noun is what is said, and the noun belongs to the cue."""
    frame = next((f for f in ("speech", "np") if f in w.frames), "")
    if not frame or w.t.lemma_.lower() not in w.p.cues.uttering or o.i < w.t.i or o.pos_ != "NOUN":
        return
    if frame == "speech" and o.lemma_.lower() not in w.p.cues.speeches:
        return
    c = next((k for k in o.rights if k.dep_ in ("acl", "ccomp", "prep") and k.lower_ not in _BESIDE), None)
    if c is None or (c.dep_ == "acl" and not infinitive(c) and not any(k.dep_ == "mark" for k in c.children)):
        return
    prepositional = c.dep_ == "prep"
    first = c.i + 1 if prepositional else c.left_edge.i
    yield from w.make("R7", frame, [(first, o.right_edge.i)], c, because, c if prepositional else o)


def _utters(w: Word, o: Token) -> bool:
    """Whether "issued X" reports something said that the noun does not report by itself ("a warning that …" does, R8)."""
    frames = w.p.cues.nouns.get(o.lemma_.lower(), {})
    complete = any(c.dep_ in ("acl", "ccomp", "relcl") or f"prep:{c.lower_}" in frames for c in o.rights)
    return o.lemma_.lower() in w.p.cues.speeches and not (frames and complete)


def _otherwise(w: Word, o: Token) -> bool:
    """Whether the verb does not report with this object or subject: "denied him entry", "the men showed courage"."""
    kind = w.frames.get("np")
    if kind is None:
        return False
    if w.t.lemma_.lower() in w.p.cues.of_things:
        return a_person(o)  # to question a man is to ask him, to defend one may be one's work
    if kind.id == "deny":
        return o.lemma_.lower() in w.p.cues.withheld or a_person(o) or any(c.dep_ == "dative" for c in w.t.children)
    return kind.id == "show" and w.who is not None and a_person(w.who)


def _extent(w: Word, o: Token) -> tuple[list[Range], str]:
    """How far the content reaches that begins with the object `o`, and the frame of the verb that says so."""
    last, frame = o.right_edge.i, ""
    for c in w.t.children:
        if c.i <= max(o.i, w.t.i):
            continue
        if c.dep_ == "prep" and c.lower_ == "as" and "as" in w.frames:
            last, frame = max(last, c.right_edge.i), "as"
        elif c.dep_ in ("oprd", "acomp", "attr") and "small" in w.frames:
            last, frame = max(last, c.right_edge.i), "small"
        elif c.dep_ == "prep" and (
            f"prep:{c.lower_}" in w.frames or (c.lower_ in _COMPLEMENTS and w.frames.get("np") in w.p.cues.of_object)
        ):
            last = max(last, c.right_edge.i)
        elif c.left_edge.i == last + 1 and (c.dep_ in _REACH or (c.dep_ == "prep" and c.lower_ in w.p.cues.carried)):
            last = c.right_edge.i
    if not frame and "as" in w.frames and any(k.dep_ == "prep" and k.lower_ == "as" for k in o.subtree):
        frame = "as"
    frame = frame or ("np" if "np" in w.frames else "")
    if not frame or o.i > w.t.i:
        return [(o.left_edge.i, last)], frame
    about = _antecedent(w.t, w.p) if w.t.dep_ == "relcl" else (o.i, o.i)
    return ([about] if last < w.t.i else [about, (w.t.i + 1, last)]), frame


def _bare_as(w: Word, because: str) -> Iterator[Candidate]:
    """ "… which A called X but B described as Y": the object is the antecedent of the relative clause before."""
    if "as" not in w.frames or any(c.dep_ == "dobj" for c in w.t.children):
        return
    complement = next((c for c in w.t.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > w.t.i), None)
    relative = _relative_before(w.t) if complement is not None else None
    if complement is not None and relative is not None:
        yield from w.make("R7", "as", [_antecedent(relative, w.p), spans.clause(complement)], complement, because)


def _relative_before(t: Token) -> Token | None:
    """The relative clause that `t` goes on with: its own, that of the verb it is joined to, or the one that ends at the "but"."""
    if t.dep_ == "relcl":
        return t
    if t.dep_ != "conj":
        return None
    if t.head.dep_ == "relcl":
        return t.head
    joint = max((c.i for c in t.head.children if c.dep_ == "cc" and c.i < t.i), default=-1)
    ends = (joint - 1, joint - 2)
    for c in t.sent:
        if c.dep_ == "relcl" and c.i < joint and c.right_edge.i in ends:
            objects = [k for k in c.children if k.dep_ == "dobj" and k.lower_ in RELATIVE]
            return c if objects else None
    return None


def _antecedent(relative: Token, p: Passage) -> Range:
    """The noun phrase that a relative clause speaks of, up to the clause. "allegations of abuse, which X denies" are allegations."""
    noun, edge = relative.head, relative.left_edge.i - 1
    above = noun
    while above.dep_ in ("pobj", "conj", "prep", "appos") and above.head.i != above.i:
        above = above.head
        if above.pos_ == "NOUN" and above.doc[edge].text == "," and above.lemma_.lower() in p.cues.nouns:
            noun = above
            break
    return noun.left_edge.i, max(noun.i, min(noun.right_edge.i, edge))


# --- R4 --------------------------------------------------------------------------------------------------------------


def _prepositional(w: Word) -> Iterator[Candidate]:
    yield from _complement(w)
    after = w.p.doc[w.t.i + 1] if w.t.i + 2 < len(w.p.doc) else w.t
    if f"prep:{after.lower_}" in w.frames and after.dep_ != "prep" and w.t.right_edge.i > after.i:
        head = w.p.doc[after.i + 1]
        part = (after.i + 1, w.t.right_edge.i)
        yield from w.make("R4", f"prep:{after.lower_}", [part], head, f"“{w.t.text} {after.text}” as it stands", after)


def _complement(w: Word) -> Iterator[Candidate]:
    for c in w.t.children:
        frame = f"prep:{c.lower_}"
        if c.dep_ not in ("prep", "dative", "prt") or frame not in w.frames:
            continue
        if any(k.dep_ == "dobj" and k.tag_ in ("WP", "WDT") for k in w.t.children):
            continue  # "what the report says about them"
        for o in c.children:
            if o.dep_ in ("pobj", "pcomp", "ccomp") and o.i > c.i and o.ent_type_ not in _WHEN:
                ends = [k.right_edge.i for k in w.t.children if k.dep_ in ("xcomp", "advcl") and infinitive(k)]
                called = [k.right_edge.i for k in w.t.children if k.dep_ == "prep" and k.lower_ == "as" and k.i > o.i]
                last = max([c.right_edge.i, *called, *(ends if "to" in w.frames else [])])
                yield from w.make("R4", frame, [(c.i + 1, last)], o, f"“{w.t.text} {c.text}” with its complement", c)
