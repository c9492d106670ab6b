"""R8 and R13: a noun or an adjective that attributes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.cues import Cue
from firsthand.statements.grammar import grammar
from firsthand.statements.objects import bare
from firsthand.statements.subjects import infinitive, passive, reported, subject

_NAMED = ("NORP", "GPE", "ORG", "PERSON")
_DAYS = ("DATE", "TIME")


def noun(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """R8: a noun with a that-clause, or with a speaker and a prepositional complement ("Western calls for …")."""
    if t.dep_ == "pobj" and t.head.lower_ in grammar().through and t.head.head.lemma_.lower() in p.cues.verbs:
        return  # "said in a statement that …" is the verb's
    who, how = _whose(t, p)
    if p.quotation(t.i) is not None and not reported(who, frames, p):
        return
    w = Word(t, p, frames, who, how)
    because = f"the noun “{t.text}”"
    yield from _is(w, because)
    clause = _that(t, who, p)
    if clause is not None:
        first, last = spans.clause(clause)
        for m in w.make("R8", "that", [(first, last)], clause, because):
            inside = m.source is not None and m.source[0] < first <= m.source[1]
            yield replace(m, source=(m.source[0], first - 1)) if inside and m.source is not None else m
    for c in t.children:
        if (
            c.dep_ in ("acl", "advcl", "relcl")
            and infinitive(c)
            and c.i > t.i
            and frames["that"].id in ("call", "commit")
        ):
            yield from w.make("R8", "that", [spans.clause(c)], c, because)
        if c.dep_ == "prep" and f"prep:{c.lower_}" in frames and who is not None:
            o = next((k for k in c.children if k.dep_ in ("pobj", "pcomp")), None)
            if o is not None and o.i != who.i:
                ends = [k.right_edge.i for k in t.children if k.i > c.i and infinitive(k)]
                yield from w.make("R8", f"prep:{c.lower_}", [(c.i + 1, max([c.right_edge.i, *ends]))], o, because, c)


def _is(w: Word, because: str) -> Iterator[Candidate]:
    """ "Her answer was [that …]": 22 of 24 on PolNeAR train, with a speaker before the noun. The cue is the noun with what describes it, and "was"."""
    be, t = w.t.head, w.t
    owner = next((k for k in t.children if k.dep_ == "poss"), None)
    if (
        t.dep_ != "nsubj"
        or be.lemma_.lower() != "be"
        or be.i < t.i
        or owner is None
        or w.who is None
        or w.who.i != owner.i
    ):
        return
    c = next((k for k in be.rights if k.dep_ == "ccomp" and k.i > be.i), None)
    if c is None:
        return
    touching = all(x.head.i == be.i for x in t.doc[t.i + 1 : be.i])
    last = be.i + (t.doc[be.i + 1].text == ":") if touching else t.i
    for m in w.make("R8", "that", [spans.clause(c)], c, because):
        yield replace(m, cue=(min(owner.right_edge.i + 1, t.i), last))


def _whose(t: Token, p: Passage) -> tuple[Token | None, str]:
    for c in t.children:
        if c.dep_ == "poss" and c.ent_type_ not in _DAYS:  # "Friday’s announcement" is not Friday's
            if c.pos_ == "PRON" and t.dep_ == "dobj" and t.head.lemma_.lower() not in p.cues.siding:
                who, _ = subject(t.head)  # "X repeated her claim that": X
                if who is not None and who.i < t.i:
                    return who, f"who {t.head.text} it"
            return c, "possessor"
    for c in t.children:
        if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from"):
            found = next((o for o in c.children if o.dep_ == "pobj"), None)
            if found is not None:
                return found, f"“{c.lower_}”"
    for c in t.lefts:
        if c.dep_ in ("amod", "compound", "nmod") and c.ent_type_ in _NAMED:
            return c, "the name before the noun"
    if t.dep_ == "dobj" and _light(t.head, p):
        who, _ = subject(t.head)
        return who, f"who {t.head.text} it" if who is not None else ""
    if _held(t, p):
        who, _ = subject(t.head.head)
        return who, f"who {t.head.head.text} {t.head.text} it" if who is not None else ""
    return None, ""


def _held(t: Token, p: Passage) -> bool:
    """Whether a hope or belief is that of whoever acts in it: "left IN the hope that"; not "complied with their demand that"."""
    above = t.head
    kind = p.cues.nouns[t.lemma_.lower()]["that"].id
    acts = (
        t.dep_ == "pobj" and above.lower_ in grammar().minded and above.head.pos_ == "VERB" and above.i > above.head.i
    )
    return acts and kind in ("believe", "commit") and not passive(above.head)


def _light(t: Token, p: Passage) -> bool:
    """Whether a verb only carries the noun behind it ("made the claim that") and reports nothing by itself."""
    lemma = t.lemma_.lower()
    return lemma in p.cues.light and "np" not in p.cues.verbs.get(lemma, {}) and not passive(t)


def _that(t: Token, who: Token | None, p: Passage) -> Token | None:
    """The that-clause of a noun: its own, or one that follows the phrase naming the speaker ("accusations from X that …")."""
    for holder in (t, who) if who is not None and who.i > t.i else (t,):
        for c in holder.children:
            object_ = bare(c) and "np" in p.cues.verbs.get(c.lemma_.lower(), {})
            if c.dep_ in ("acl", "relcl", "ccomp") and c.i > t.i and _marked(c) and not _issued(c, p) and not object_:
                return c
    after = t.doc[t.i + 1] if t.i + 1 < len(t.doc) else t
    clause = after.head if after.lower_ == "that" and after.dep_ == "mark" and after.head.i > after.i else None
    return clause if clause is not None and not _issued(clause, p) else None


def _issued(c: Token, p: Passage) -> bool:
    """Whether a clause says who made or has the report, by a slip of the parse: "the report that the court published in May"."""
    return c.lemma_.lower() in p.cues.issued and not any(k.dep_ in ("dobj", "ccomp", "nsubjpass") for k in c.children)


def _marked(c: Token) -> bool:
    """Whether "that" opens the clause without being its subject or object."""
    return any(k.lower_ == "that" and k.dep_ not in ("nsubj", "nsubjpass", "dobj", "det") for k in c.children)


def adjective(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """R13: "is confident that …", "is critical of …", "is eager to …"."""
    verb = t.head
    who, how = subject(verb)
    if who is None or who.lower_ in grammar().expletive:
        return
    if p.quotation(t.i) is not None and not reported(who, frames, p):
        return
    w = Word(t, p, frames, who, how)
    first = spans.cue(verb)[0]
    for c in [*t.children, *(k for k in verb.children if k.dep_ == "ccomp" and k.i > t.i)]:
        prepositional = c.dep_ == "prep"
        open_ = "to" if c.dep_ == "xcomp" and infinitive(c) else ""
        clause = "that" if c.dep_ in ("ccomp", "acl") and not infinitive(c) else open_
        frame = f"prep:{c.lower_}" if prepositional else clause
        if frame not in frames:
            continue
        start = c.i + 1 if prepositional else c.left_edge.i
        made = w.make(
            "R13", frame, [(start, c.right_edge.i)], c, f"the adjective “{t.text}”", c if prepositional else None
        )
        yield from (replace(m, cue=(first, m.cue[1] if m.cue else t.i)) for m in made)
