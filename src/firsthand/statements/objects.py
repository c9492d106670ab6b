"""R7: a verb and its object ("denied the claims", "described X as Y", "which X denies", "called it Y")."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.grammar import grammar
from firsthand.statements.spans import Range
from firsthand.statements.subjects import CLAUSES, REACH, a_person, infinitive

_REACH = ("xcomp", "ccomp", "dobj")


def read(w: Word) -> Iterator[Candidate]:
    """The candidates of a verb with an object."""
    if w.frames.keys().isdisjoint(("as", "small", "np", "finding", "speech", "plea")):
        return
    because = f"“{w.t.text}” with an object"
    for c in w.t.children:
        if c.dep_ in CLAUSES and "small" in w.frames and c.i > w.t.i:
            yield from w.make("R7", "small", [spans.clause(c)], c, because)
        if c.dep_ == "ccomp" and "np" in w.frames and "that" not in w.frames and c.i > w.t.i and _what(c):
            yield from w.make("R7", "np", [(c.left_edge.i, w.t.right_edge.i)], c, because)
        gerund = c.tag_ == "VBG" or any(k.tag_ == "VBG" and k.dep_ in ("aux", "auxpass") for k in c.children)
        if c.dep_ in ("xcomp", "pcomp", *_heard(w)) and gerund and "np" in w.frames and c.i > w.t.i:
            yield from w.make("R7", "np", [spans.clause(c)], c, because)
        if c.dep_ in ("acomp", "oprd", "attr", "dobj") and "plea" in w.frames and c.lemma_.lower() in w.p.cues.pleas:
            first = min([c.left_edge.i, *(k.i for k in w.t.children if k.dep_ == "neg" and k.i > w.t.i)])
            yield from w.make("R7", "plea", [(first, c.right_edge.i)], c, because)
        if c.dep_ != "dobj" or (w.who is not None and c.i == w.who.i):
            continue
        if c.i < w.t.i and c.lower_ not in grammar().relative:
            continue
        if _otherwise(w, c):
            continue
        yield from _through(w, c, because)
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
    yield from _cleared(w)
    yield from _named(w, because)
    yield from _bare_as(w, because)
    yield from _reduced(w, because)


def _cleared(w: Word) -> Iterator[Candidate]:
    """R1: "made clear [that …]", "made it known [that …]": 24 of 32 on PolNeAR train."""
    near = (k for k in w.t.rights if k.lower_ in w.p.cues.clearing and k.i - w.t.i <= 3)
    clear = next(near, None) if "speech" in w.frames and w.t.lemma_.lower() in w.p.cues.light else None
    if clear is None:
        return
    below = (*clear.rights, *w.t.rights)
    told = (k for k in below if k.left_edge.i > clear.i and not infinitive(k))
    c = next((k for k in told if k.dep_ in CLAUSES or (k.dep_ == "advcl" and not _conditional(k))), None)
    if c is not None:
        yield from w.make("R1", "speech", [spans.clause(c)], c, f"“{w.t.text} … {clear.text}” with a clause", clear)


def _conditional(c: Token) -> bool:
    """Whether a word other than "that" opens a clause ("if they win", "after it fell")."""
    return any(k.dep_ in ("mark", "advmod") and k.i == c.left_edge.i and k.lower_ != "that" for k in c.children)


def _what(c: Token) -> bool:
    """Whether a clause stands for a thing: "condemned [what had happened]"."""
    opens = c.doc[c.left_edge.i]
    return opens.lower_ == "what" and opens.tag_ == "WP" and opens.i > c.head.i


def _heard(w: Word) -> tuple[str, ...]:
    """Relations of a clause with a participle that is an object: "remembered [him saying that …]"."""
    return CLAUSES if w.t.lemma_.lower() in w.p.cues.perceiving else ()


def _reduced(w: Word, because: str) -> Iterator[Candidate]:
    """ "a charge [the army denies]": the object is the noun that a relative clause without a pronoun describes."""
    t = w.t
    if (
        not bare(t)
        or "np" not in w.frames
        or w.who is None
        or w.who.head.i != t.i
        or w.who.lower_ in grammar().relative
    ):
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


def _through(w: Word, o: Token, because: str) -> Iterator[Candidate]:
    """ "“…,” the paper [quoted the mayor as saying]": the quotation belongs to what is cited, and the mayor said it (a statement inside)."""
    as_ = next((k for k in w.t.rights if k.dep_ == "prep" and k.lower_ == "as" and k.i > o.i), None)
    said = next((k for k in as_.children if k.dep_ == "pcomp" and k.tag_ == "VBG"), None) if as_ is not None else None
    if (
        said is None
        or as_ is None
        or "np" not in w.frames
        or said.right_edge.i > said.i
        or said.lemma_ not in w.p.cues.verbs
    ):
        return
    before = max((q for q in w.p.quoted if q.last < w.t.i), key=lambda q: q.last, default=None)
    if before is not None and w.t.i - before.last <= REACH:
        parts = [(before.first, before.last), (o.left_edge.i, said.i)]
        yield from w.make("R7", "np", parts, w.p.doc[before.first], because)


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
    if w.p.quotation(o.i) is not None:
        return  # "voiced “deep concern” at it": the words are the speaker's
    if frame == "speech" and o.lemma_.lower() not in w.p.cues.speeches:
        return
    after = [
        *o.rights,
        *(k for k in w.t.children if k.left_edge.i == o.right_edge.i + 1 and k.lower_ in w.p.cues.towards),
    ]
    c = next((k for k in after if k.dep_ in ("acl", "ccomp", "prep") and k.lower_ not in w.p.cues.manner), None)
    if c is None or (c.dep_ == "acl" and not infinitive(c) and not any(k.dep_ == "mark" for k in c.children)):
        return
    prepositional = c.dep_ == "prep"
    first = c.i + 1 if prepositional else c.left_edge.i
    part = (first, max(c.right_edge.i, o.right_edge.i))
    yield from w.make("R7", frame, [part], c, because, c if prepositional else o)


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
    hearers = (k for c in w.t.children if c.dep_ in ("dative", "prep") and c.lower_ == "to" for k in c.children)
    given = any(a_person(k) for k in hearers)  # "showing photographs to reporters"
    return kind.id == "show" and w.who is not None and (a_person(w.who) or given)


def _extent(w: Word, o: Token) -> tuple[list[Range], str]:
    """How far the content reaches that begins with the object `o`, and the frame of the verb that says so."""
    last, frame = o.right_edge.i, ""
    carried = w.p.cues.carried | (w.p.cues.towards if w.t.lemma_.lower() in w.p.cues.uttering else frozenset())
    for c in w.t.children:
        if c.i <= max(o.i, w.t.i):
            continue
        if c.dep_ == "prep" and c.lower_ == "as" and "as" in w.frames:
            last, frame = max(last, c.right_edge.i), "as"
        elif "small" in w.frames and (c.dep_ in ("oprd", "acomp", "attr") or _called(c, last)):
            last, frame = max(last, c.right_edge.i), "small"
        elif c.dep_ == "prep" and (
            f"prep:{c.lower_}" in w.frames
            or (c.lower_ in w.p.cues.complements and w.frames.get("np") in w.p.cues.of_object)
        ):
            last = max(last, c.right_edge.i)
        elif c.left_edge.i == last + 1 and c.tag_ == "VBG" and w.t.lemma_.lower() in w.p.cues.perceiving:
            last = c.right_edge.i  # "remembered him saying that …"
        elif c.left_edge.i == last + 1 and c.dep_ == "advcl" and infinitive(c):
            last = c.right_edge.i  # "proposed a court to try them": 17 of 18 on PolNeAR train
        elif c.left_edge.i == last + 1 and (c.dep_ in _REACH or (c.dep_ == "prep" and c.lower_ in carried)):
            last = c.right_edge.i
    if not frame and "as" in w.frames and any(k.dep_ == "prep" and k.lower_ == "as" for k in o.subtree):
        frame = "as"
    frame = frame or ("np" if "np" in w.frames else "")
    if not frame or o.i > w.t.i:
        return [(o.left_edge.i, last)], frame
    about = _antecedent(w.t, w.p) if w.t.dep_ == "relcl" else (o.i, o.i)
    return ([about] if last < w.t.i else [about, (w.t.i + 1, last)]), frame


def _called(c: Token, last: int) -> bool:
    """Whether an adjective right behind the object is what it is called: "branded the plans [very worrying]"."""
    return c.dep_ == "advcl" and c.pos_ == "ADJ" and c.left_edge.i == last + 1 and c.right_edge.i == c.i


def _named(w: Word, because: str) -> Iterator[Candidate]:
    """ "called [the verdict a “grave mistake”]", where the parse took both for one object: a quotation of a few words ends it."""
    t, p = w.t, w.p
    if "small" not in w.frames or p.quotation(t.i) is not None:
        return
    o = next((c for c in t.rights if c.dep_ == "dobj" and c.i > t.i), None)
    if (
        o is None
        or o.left_edge.i != t.i + 1
        or any(c.dep_ in ("oprd", "acomp", "attr", "xcomp", "ccomp") for c in t.rights)
    ):
        return
    q = next((q for q in p.quoted if t.i < q.first <= t.right_edge.i), None)
    if q is None or q.first > o.right_edge.i + 2 or any(x.text in ".;:" for x in p.doc[t.i : q.first]):
        return
    behind = p.doc[q.last + 1 : o.right_edge.i + 1]
    last = q.last if any(x.is_punct for x in behind) else max(q.last, o.right_edge.i)
    yield from w.make("R7", "small", [(o.left_edge.i, last)], o, because)


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
            objects = [k for k in c.children if k.dep_ == "dobj" and k.lower_ in grammar().relative]
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
