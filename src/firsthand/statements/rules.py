"""The rules that find statements in a parsed passage. Each candidate names its rule and says what the rule saw.

R1  a reporting verb with a clause ("said that …"; the clause before, after or around the verb)
R2  "according to X" and its kin
R3  a reporting clause set beside what is said ("…, X said", "…, X said, …", "As X notes, …") that the parse did not join
R4  a verb with a prepositional complement ("warned of …", "called for …", "pointed to …")
R5  a verb with an infinitive ("vowed to …", "urged X to …")
R6  a passive ("is alleged to …", "was accused of …"): the speaker only where "by" names one
R7  a verb with an object ("denied the claims", "described X as Y", "which X denies", "called it Y")
R8  a noun ("allegations by X that …", "Western calls for …")
R9  a quotation next to a reporting verb
R10 colon ("X: …"; "X said:" and the next passage)
R11 a bare quotation that goes on with the statement of the passage before
R12 is a mark of modality only ("reportedly") and lives in `modality.py`
R13 an adjective ("is confident that …", "is critical of …")

Relations are those of the spaCy English models (ClearNLP labels). `docs/methods/statements.md` gives each rule's measured
precision. The method is that of rule-based attribution over dependencies (Pareti 2015 for the task; CoreNLP's and textacy's
quotation rules as forebears).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from firsthand.statements import adjacent, nominal, verbs
from firsthand.statements.candidate import Candidate, Passage

LONG = 500
"""A "sentence" of more tokens is a list, a table or a text without stops; no parse of it can be trusted, and none is read."""


def find(passage: Passage) -> list[Candidate]:
    """All candidates of a passage, in order of their cues. One cue gives one candidate: that of its surest rule."""
    words = (t for sent in passage.doc.sents if len(sent) <= LONG for t in sent)
    found = [c for t in words for c in [next(_at(t, passage), None)] if c is not None]
    surer = [c for c in found if c.rule != "R9"]
    # a noun that belongs to the cue of a verb ("issued a warning about …") makes no statement of its own
    carried = {i for c in found if c.rule != "R8" and c.cue is not None for i in range(c.cue[0], c.cue[1] + 1)}
    return [
        c for c in found if not (c.rule == "R9" and _taken(c, surer)) and not (c.rule == "R8" and c.verb in carried)
    ]


def _taken(c: Candidate, found: list[Candidate]) -> bool:
    """Whether the quotation of an R9 candidate stands in the content of a statement that a surer rule found beside it, not in it."""
    (first, last), *_ = c.parts
    return any(
        any(a <= first and last <= b for a, b in o.parts) and not any(a <= c.verb <= b for a, b in o.parts)
        for o in found
        if abs(o.verb - c.verb) <= LONG and not first <= o.verb <= last
    )


def _at(t: Token, p: Passage) -> Iterator[Candidate]:
    lemma = t.lemma_.lower()
    if t.lower_ in p.cues.openers:
        yield from adjacent.according(t, p)
    named = t.pos_ == "NOUN" or (t.tag_ == "VBZ" and t.dep_ in ("dobj", "pobj", "nsubj", "attr"))
    slip = (
        named
        and t.dep_ == "ROOT"
        and any(c.dep_ == "nsubj" for c in t.children)
        and any(c.dep_ == "ccomp" for c in t.children)
    )
    named &= not slip  # "“…,” a statement read"
    acts = not named and (slip or t.pos_ in ("VERB", "AUX")) and t.lower_ != "according"
    if acts and (lemma in p.cues.verbs or verbs.idiom(t, p) is not None):
        yield from verbs.read(t, p, p.cues.verbs.get(lemma, {}))
    elif named and lemma in p.cues.nouns:
        yield from nominal.noun(t, p, p.cues.nouns[lemma])
    elif t.dep_ in ("acomp", "attr", "oprd") and lemma in p.cues.adjectives:
        yield from nominal.adjective(t, p, p.cues.adjectives[lemma])
