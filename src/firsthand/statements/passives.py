"""R6: a verb in the passive; the speaker only where "by" names one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Word
from firsthand.statements.grammar import grammar
from firsthand.statements.modality import unverifiable
from firsthand.statements.subjects import CLAUSES, NAMED, a_person, infinitive, reported, subject


def read(w: Word) -> Iterator[Candidate]:
    """The candidates of a verb in the passive."""
    yield from _as_reported(w)
    yield from _ordered(w)
    if "passive" not in w.frames:
        return
    who, how = subject(w.t)
    if w.p.quotation(w.t.i) is not None and not reported(who, w.frames, w.p):
        return
    if who is None and w.t.dep_ == "acl":
        return  # "people accused of theft": a description, not a report
    if who is None and w.frames["passive"].id == "say" and any(c.dep_ == "neg" for c in w.t.children):
        return  # "the family was not informed of the reasons": nobody said anything
    w = replace(w, who=who, how=how)
    about = next((c for c in w.t.children if c.dep_ == "nsubjpass"), w.t.head if w.t.dep_ == "acl" else None)
    if about is not None and w.frames["passive"].id == "deny" and about.lemma_.lower() in w.p.cues.withheld:
        return  # "access was denied"
    because = f"“{w.t.text}” in the passive"
    yield from _by_whom(w, because)
    alone = w.frames["passive"].id != "believe"  # "the report, seen by the paper" is no belief
    if alone and who is not None and about is not None and not any(_holds(c) for c in w.t.children if c.i > w.t.i):
        yield from w.make("R6", "passive", [spans.speaker(about, w.t)], about, because)
    unable = w.t.lemma_.lower() in unverifiable() and any(c.dep_ == "neg" for c in w.t.children)
    unable = unable and w.frames["passive"].id in ("find", "admit")
    if who is None and about is not None and unable and about.lower_ not in grammar().expletive | grammar().relative:
        yield from w.make("R6", "passive", [spans.speaker(about, w.t)], about, because)
    for c in w.t.children:
        if c.i < w.t.i:
            continue
        if c.dep_ in CLAUSES and not infinitive(c):
            yield from w.make("R6", "passive", [spans.clause(c)], c, because)
        elif _holds(c) and not (c.dep_ == "oprd" and w.frames["passive"].id == "find"):
            named = about is not None and about.lower_ != "it"
            if named and about is not None:
                yield from _of_subject(w, about, c, because)


def _ordered(w: Word) -> Iterator[Candidate]:
    """ "were told [to leave]", "was asked [to sign]": what is wanted of the hearer, who says nothing; the speaker where "by" names one."""
    if "to" not in w.frames or w.t.lemma_.lower() not in w.p.cues.ordering or w.p.quotation(w.t.i) is not None:
        return
    who, how = subject(w.t)
    for c in w.t.children:
        if c.dep_ in ("xcomp", *CLAUSES) and infinitive(c) and c.i > w.t.i:
            yield from replace(w, who=who, how=how).make(
                "R6", "to", [spans.clause(c)], c, f"“{w.t.text}” in the passive"
            )


def _by_whom(w: Word, because: str) -> Iterator[Candidate]:
    """ "was told by the guards [that he was free]", where the parse hangs the clause on whoever said so."""
    for c in w.who.children if w.who is not None and w.who.i > w.t.i else ():
        mark = w.p.doc[c.left_edge.i]
        free = mark.dep_ not in ("nsubj", "nsubjpass") and (mark.dep_ != "dobj" or w.t.lemma_.lower() in w.p.cues.told)
        if c.dep_ in ("relcl", "acl", "ccomp") and mark.lower_ == "that" and free:
            for m in w.make("R6", "passive", [spans.clause(c)], c, because):
                yield replace(m, source=(m.source[0], mark.i - 1)) if m.source is not None else m


def _holds(c: Token) -> bool:
    """Whether a child of a passive verb is what is said of its subject."""
    return c.dep_ in (*CLAUSES, "xcomp", "oprd") or (c.dep_ == "prep" and c.lower_ in grammar().said_of)


def _of_subject(w: Word, about: Token, c: Token, because: str) -> Iterator[Candidate]:
    """ "X is accused of Y", "X is seen as Y": what is said is X and Y, without who says it behind "by"; "of" belongs to the cue."""
    first, last = spans.clause(c)
    agent = next((k for k in c.subtree if k.lower_ == "by" and k.i > c.i and k.right_edge.i == last), None)
    if agent is not None:
        last = agent.i - 1
        named = next((k for k in agent.children if k.dep_ == "pobj"), None)
        if w.who is None and named is not None and (a_person(named) or named.ent_type_ in NAMED):
            w = replace(w, who=named, how="by")
    of = c if c.lower_ in grammar().charged else None
    yield from w.make("R6", "passive", [spans.speaker(about, w.t), (first + (of is not None), last)], c, because, of)


def _as_reported(w: Word) -> Iterator[Candidate]:
    """R3: "As reported by X, …": the sentence without the clause."""
    doc, t = w.p.doc, w.t
    first, last = spans.clause(t)
    who, how = subject(t)
    frame = next((f for f in ("that", "passive") if f in w.frames), "")
    if who is None or not frame or doc[first].lower_ != "as" or t.dep_ != "advcl" or w.p.quotation(t.i) is not None:
        return
    parts = spans.without((t.sent.start, t.sent.end - 1), [(first, last)])
    head = t.head if not first <= t.head.i <= last else None
    if head is not None:
        w = replace(w, who=who, how=how)
        yield from w.make("R3", frame, parts, head, "a reporting clause set beside what is said")
