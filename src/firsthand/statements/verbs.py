"""R1, R4 and R5: a verb and what it governs; its object (R7) is read by `objects`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from firsthand.statements import adjacent, objects, passives, spans
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.cues import Cue
from firsthand.statements.grammar import grammar
from firsthand.statements.spans import Range
from firsthand.statements.subjects import (
    CLAUSES,
    SUBJECTS,
    apposed,
    beside,
    infinitive,
    joined,
    passive,
    reported,
    stray,
    subject,
    touching,
)

_ADJUNCTS = ("dobj", "dative", "npadvmod", "prep", "advmod", "advcl")
_WHEN = ("DATE", "TIME")
_NOW = ("VBZ", "VBP")


def read(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """The candidates of a verb cue, surest frame first."""
    if passive(t):
        yield from passives.read(Word(t, p, frames))
        return
    if (infinitive(t) and not _carried_on(t, p, frames)) or t.head.lemma_ == "let":
        return
    who, how = speaker(t, p)
    if who is None or (who.lower_ in grammar().expletive and who.dep_ == "expl") or _nobody(who, p):
        return
    if who.lower_ == "what" and who.i == t.i - 1 and who.i > 0 and t.doc[who.i - 1].dep_ == "prep":
        return  # "on what charges he was held" is a noun
    if p.quotation(t.i) is not None and not reported(who, frames, p):
        return
    w = Word(t, p, frames, who, how)
    yield from _silent(w)
    yield from _idiom(w)
    yield from _clause(w)
    yield from _told(w)
    yield from _through(w)
    yield from _infinitive(w)
    if (
        who.lower_ != "you" or p.quotation(t.i) is not None
    ):  # "you compare the prices" is anybody: 6 of 22 on PolNeAR train
        yield from objects.read(w)
    yield from adjacent.beside(w, set_off=True)
    yield from adjacent.quoted(w)
    yield from _prepositional(w)
    yield from adjacent.beside(w)
    yield from _misread(w)


def _nobody(who: Token, p: Passage) -> bool:
    """Whether it is said that there is no speaker: "nobody from the police", "no one"."""
    low = who.lower_
    return low in p.cues.nobody or (low == "one" and any(k.lower_ == "no" and k.i == who.i - 1 for k in who.children))


def _carried_on(t: Token, p: Passage, frames: dict[str, Cue]) -> bool:
    """Whether an infinitive reports: "went on to say", "used the visit to urge", and as a purpose "met the press to deny"."""
    if t.head.lemma_.lower() in p.cues.onward | p.cues.grounds:
        return True
    classes = {k.id for f, k in frames.items() if f != "passive"}
    if any(k.dep_ in SUBJECTS for k in t.children):
        return False  # "it was not possible for him to reject it"
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


def idiom(t: Token, p: Passage) -> tuple[Token, Token] | None:
    """The noun or particle and the preposition with which a verb makes an idiom of the lexicon ("took [issue] [with]")."""
    known = p.cues.idioms.get(t.lemma_.lower())
    for k in t.rights if known else ():
        if k.dep_ in ("dobj", "prt", "advmod") and k.i + 1 < len(p.doc):
            c = p.doc[k.i + 1]
            joined_ = c.dep_ == "prep" and c.head.i in (k.i, t.i) and c.right_edge.i > c.i
            if joined_ and known and f"{k.lemma_.lower()} {c.lower_}" in known:
                return k, c
    return None


def _idiom(w: Word) -> Iterator[Candidate]:
    """R4: "took issue with …", "doubled down on …"."""
    found = idiom(w.t, w.p)
    if found is not None:
        k, c = found
        part = (c.i + 1, max(c.right_edge.i, k.right_edge.i))
        known = replace(w, frames=w.p.cues.idioms[w.t.lemma_.lower()])
        seen = f"“{w.t.text} {k.text} {c.text}”"
        yield from known.make("R4", f"{k.lemma_.lower()} {c.lower_}", [part], next(iter(c.rights), c), seen, c)


# --- R1 --------------------------------------------------------------------------------------------------------------


def _clause(w: Word) -> Iterator[Candidate]:
    if w.t.lemma_.lower() in w.p.cues.unsettled and not any(k.dep_ == "neg" for k in w.t.children):
        return
    for c in w.t.children:
        if (c.dep_ not in CLAUSES and not _robbed(c) and not _wondered(w, c)) or infinitive(c) or _elsewhere(w, c):
            continue
        if w.t.lemma_ == "hold" and c.pos_ == "ADJ" and not any(k.dep_ == "aux" or k.pos_ == "AUX" for k in c.children):
            continue  # "hold [the mayor accountable]"
        if w.t.lemma_ == "ask" and any(k.dep_ == "nsubjpass" and k.lemma_.lower() == "name" for k in c.children):
            continue
        quoted = w.p.quotation(c.i) is not None and w.p.quotation(w.t.i) is None
        frame = "that" if "that" in w.frames else "quote" if quoted and "quote" in w.frames else ""
        if frame:
            parts = _around(w, c)
            if "small" in w.frames and c.i > w.t.i and w.p.quotation(c.i) is not None:
                parts = [*parts[:-1], (adjacent.called(w, parts[-1][0]), parts[-1][1])]
            yield from w.make("R1", frame, parts, c, f"“{w.t.text}” with a clause")


def _robbed(c: Token) -> bool:
    """Whether an object is a clause whose verb the parse took for something else: it opens with the "that" of a clause."""
    mark = c.doc[c.left_edge.i]
    return c.dep_ == "dobj" and mark.lower_ == "that" and mark.dep_ == "mark" and mark.i < c.i


def _wondered(w: Word, c: Token) -> bool:
    """Whether a clause with "if" or "whether" is what was asked: "asked the guards if they had a warrant"."""
    mark = w.p.doc[c.left_edge.i]
    asks = "that" in w.frames and w.frames["that"].id == "ask"
    return asks and c.dep_ == "advcl" and c.i > w.t.i and mark.lower_ in grammar().wondering and mark.dep_ == "mark"


def _elsewhere(w: Word, c: Token) -> bool:
    """Whether a clause before the verb is not what it reports: "…; one of them stated: “…”", "…; X disputes this"."""
    if c.i > w.t.i or w.p.quotation(c.i) is not None:
        return False
    doc = w.p.doc
    if c.dep_ == "parataxis" and "that" in w.p.cues.verbs.get(c.lemma_.lower(), {}):
        return True  # "Instead, [she said], her boss told her …"
    after = doc[w.t.i + 1] if w.t.i + 1 < len(doc) else w.t
    low = spans.speaker(w.who, w.t)[0] if w.who is not None and w.who.head.i == w.t.i and w.who.i < w.t.i else w.t.i
    if low > 0 and doc[low - 1].text == ":":
        return True  # "Nothing was found: the report says"
    own = any(k.i > w.t.i and (k.dep_ == "dobj" or (k.dep_ in CLAUSES and not infinitive(k))) for k in w.t.children)
    return after.text == ":" or (own and any(x.text == ";" for x in doc[c.i : w.t.i])) or _owns_this(w.t)


def _owns_this(t: Token) -> bool:
    return any(k.dep_ == "dobj" and k.lower_ in ("this", "that", "it") for k in t.children)


def _told(w: Word) -> Iterator[Candidate]:
    """ "told the mission [that he saw …]", where the parse hangs the clause on the hearer; or on the speaker."""
    c = stray(w.t) if "that" in w.frames and w.who is not None and w.who.i == w.t.head.i else None
    if c is not None:
        yield from w.make("R1", "that", [spans.clause(c)], c, f"“{w.t.text}” with a clause")
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
    if "that" not in w.frames or not any(x.lower_ == "that" for x in w.p.doc[w.t.i + 2 : w.t.right_edge.i]):
        return
    ways = [k for k in w.t.children if k.dep_ == "prep" and k.i > w.t.i and k.lower_ in w.p.cues.ways]
    nouns = [o for k in ways for o in k.children if o.dep_ == "pobj"]
    times = [k for k in w.t.children if k.dep_ == "npadvmod" and k.i > w.t.i]
    below = [o for k in (*w.t.rights,) if k.dep_ in ("prep", "dobj", "dative") for o in k.subtree if _way(w, k, o)]
    for o in (*(o for o in nouns if o.lemma_.lower() in w.p.cues.nouns), *times, *below):
        for c in o.children:
            mark = w.p.doc[c.left_edge.i]
            if c.dep_ in ("acl", "relcl") and mark.lower_ == "that" and mark.dep_ in ("mark", "advmod"):
                yield from w.make("R1", "that", [spans.clause(c)], c, f"“{w.t.text}” with a clause")


def _way(w: Word, k: Token, o: Token) -> bool:
    """Whether a noun `o` in a phrase behind the verb only tells where, when or to whom it was said, and takes no clause by itself."""
    if k.dep_ != "prep" and w.t.lemma_.lower() not in w.p.cues.hearing:
        return False
    apart = o.lemma_.lower() in w.p.cues.nouns or o.lemma_.lower() in grammar().clausal
    return o.pos_ in ("NOUN", "PROPN") and not apart and f"prep:{k.lower_}" not in w.frames


def _around(w: Word, c: Token) -> list[Range]:
    """The clause `c` without the reporting clause that may stand in its middle or behind it."""
    first, last = spans.clause(c)
    ranges = [spans.cue(w.t)]
    if w.who is not None and w.who.head.i == w.t.i:
        ranges.append(spans.speaker(w.who, w.t))
    low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
    if c.i > w.t.i:
        first = _dated(w.p, max(first, high + 1) if first <= high < last else first, c)
        first = _headless(w, c, first, high)
        return [*_missing(w, c), *_begun(w, c, low), _cut(c, (first, _onward(w, c, last)), w.p)]
    first = adjacent.opening(w, min(first, w.t.sent.start))
    high = max([high, *(k.right_edge.i for k in w.t.children if k.i > w.t.i and k.dep_ in _ADJUNCTS)])
    return [r for r in spans.without((first, max(last, low - 1)), [(low, high)]) if r[0] < low or last > high]


def _headless(w: Word, c: Token, first: int, high: int) -> int:
    """Where a content begins that the parse robbed of its subject: "argued [the plan, which few read,] would fail"."""
    doc = w.p.doc
    begins = next(
        (x for x in doc[first : c.i + 1] if x.dep_ not in ("advmod", "neg") and x.head.i != first), doc[first]
    )
    finite = begins.tag_ in ("VBZ", "VBP", "VBD", "MD")
    hears = w.t.lemma_.lower() in w.p.cues.hearing
    if not finite or hears or any(k.dep_ in (*SUBJECTS, "nsubjpass") and k.i > high for k in c.children):
        return first
    between = [k for k in w.t.children if high < k.i < first]
    named = [k for k in between if k.pos_ in ("NOUN", "PROPN", "PRON") and k.dep_ in ("dobj", "nsubj", "oprd", "dep")]
    return named[0].left_edge.i if named and named[0].left_edge.i > high else first


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
    if w.p.doc[c.left_edge.i].dep_ == "mark":
        return []  # "… “too late,” lamenting that it was “lost”": no quotation goes on with "that"
    return [(q.first, q.last)] if w.p.doc[low - 2].text == "," else []


def _onward(w: Word, c: Token, last: int) -> int:
    """To where the content reaches when the parse made two of one clause: "says [no one there] [is to blame]"."""
    for k in w.t.rights:
        torn = k.left_edge.i == last + 1 and k.dep_ in CLAUSES and not _reports_on(k, w.p)
        if k.i > last and (torn or (k.dep_ == "conj" and _present(w, c, k))):
            last = k.right_edge.i
    return last


def _present(w: Word, c: Token, k: Token) -> bool:
    """Whether a clause behind "and" goes on with what was said: "said [the well is dry, and the sheep need water]", both now, told of then.

    Counted on PolNeAR train: 9 of 10; in other tenses 16 of 40.
    """
    behind = w.p.doc[k.i - 1 : k.i] if k.left_edge.i < c.right_edge.i else w.p.doc[c.right_edge.i + 1 : k.left_edge.i]
    joint = not any(x.text[:1].isalnum() and x.dep_ != "cc" for x in behind)
    owned = any(x.dep_ in (*SUBJECTS, "nsubjpass", "expl") for x in k.children)
    return joint and owned and _finite(w.t) in ("VBD",) and _finite(c) in _NOW and _finite(k) in _NOW


def _finite(t: Token) -> str:
    """The tag of the finite word of a verb with its auxiliaries; "" where there is none."""
    words = sorted((*(k for k in t.children if k.dep_ in ("aux", "auxpass")), t), key=lambda x: x.i)
    return next((x.tag_ for x in words if x.tag_ in ("VBD", "VBZ", "VBP")), "")


def _missing(w: Word, c: Token) -> list[Range]:
    """The word that stands for the noun of which a relative clause says it: "the report, [which] X said [had been ready]"."""
    own = any(k.dep_ in (*SUBJECTS, "nsubjpass") and k.lower_ not in grammar().relative for k in c.children)
    above = w.t.head if w.t.dep_ == "conj" else w.t
    below = c.subtree if own else w.t.subtree if above.dep_ == "relcl" else ()
    relative = next(
        (k for k in below if k.lower_ in grammar().relative and k.tag_ in ("WDT", "WP") and k.i < w.t.i), None
    )
    if relative is None or (w.who is not None and w.who.i == relative.i):
        return []
    return [(relative.i, relative.i)]


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
    owned = any(x.dep_ in (*SUBJECTS, "nsubjpass") for x in k.children)
    known = {c.id for c in p.cues.verbs.get(k.lemma_.lower(), {}).values()}
    if k.dep_ == "conj" and not owned and joined(k, known).i != k.head.i:
        return True
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
            first = min([max(c.left_edge.i, spans.cue(w.t)[1] + 1), *objects])
            parts = [*_wanted(w, c), (first, c.right_edge.i)]
            yield from w.make("R5", "to", parts, c, f"“{w.t.text}” with an infinitive")


def _wanted(w: Word, c: Token) -> list[Range]:
    """The noun that an infinitive without an object is about: "[the judge] they want [to hear]"."""
    bare = not any(k.dep_ in ("dobj", "prep", "ccomp", "xcomp", "acomp", "attr") for k in c.children)
    named = any(k.tag_ in ("WDT", "WP", "WRB") for k in w.t.subtree if k.i < w.t.i)
    if w.t.dep_ != "relcl" or not bare or named or w.t.head.pos_ not in ("NOUN", "PROPN", "PRON"):
        return []
    return [(w.t.head.left_edge.i, w.t.left_edge.i - 1)]


def _unnamed(c: Token, p: Passage) -> bool:
    """Whether somebody asks "to remain anonymous", "not to be named", "that the name not be published"."""
    return any(k.lemma_.lower() in p.cues.unnamed for k in (c, *c.children))


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
        mark = w.p.doc[c.left_edge.i]
        purpose = c.dep_ == "advcl" and any(k.dep_ == "aux" and k.lower_ == "to" for k in c.children)
        if purpose and mark.lower_ == "for" and "prep:for" in w.frames and c.i > w.t.i:
            part = (mark.i + 1, c.right_edge.i)  # "called for it to be lifted"
            yield from w.make("R4", "prep:for", [part], c, f"“{w.t.text} for” with its complement", mark)
        frame = f"prep:{c.lower_}"
        if c.dep_ not in ("prep", "dative", "prt") or frame not in w.frames:
            continue
        if any(k.dep_ == "dobj" and k.tag_ in ("WP", "WDT") for k in w.t.children) or _idle(w, c):
            continue  # "what the report says about them"
        for o in c.children:
            if o.dep_ in ("pobj", "pcomp", "ccomp") and o.i > c.i and o.ent_type_ not in _WHEN:
                ends = [k.right_edge.i for k in w.t.children if k.dep_ in ("xcomp", "advcl") and infinitive(k)]
                called = [k.right_edge.i for k in w.t.children if k.dep_ == "prep" and k.lower_ == "as" and k.i > o.i]
                last = max([c.right_edge.i, *called, *(ends if "to" in w.frames else [])])
                yield from w.make("R4", frame, [(c.i + 1, last)], o, f"“{w.t.text} {c.text}” with its complement", c)


def _idle(w: Word, c: Token) -> bool:
    """Whether verb and preposition only look like a report: "stood by [the road]", "called [a cab] for him", "Speaking of rain, …" at the head of a sentence."""
    if w.t.lemma_ == "stand" and c.lower_ == "by":
        return not any(o.lemma_.lower() in w.p.cues.avowed for o in c.children)
    if w.t.lemma_ == "call" and c.lower_ == "for":
        return any(k.dep_ == "dobj" and w.t.i + 1 == k.left_edge.i for k in w.t.children)
    return w.t.lemma_ in ("speak", "talk") and c.lower_ == "of" and w.t.tag_ == "VBG" and w.t.i == w.t.sent.start
