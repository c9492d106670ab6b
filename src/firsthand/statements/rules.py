"""The rules that find statements in a parsed sentence. Each candidate names its rule and says what the rule saw.

R1  a reporting verb with a clause ("said that …"; the clause before, after or around the verb)
R2  "according to X" and its kin
R3  a reporting clause set beside what is said ("…, X said, …") that the parse did not join
R4  a reporting verb with a prepositional complement ("warned of …", "called for …")
R5  a verb with an infinitive ("vowed to …", "urged X to …")
R6  a passive ("is alleged to …", "was accused of …"): the speaker only where "by" names one
R7  a verb with an object ("denied the claims", "described X as Y", "which X denies", "called it Y")
R8  a noun ("allegations by X that …", "calls for …")
R9  a quotation next to a reporting verb
R10 colon and dash ("X: …", "X said:", “…” — X)
R11 a bare quotation that goes on with the previous one
R12 is a mark of modality only ("reportedly") and lives in modality.py
R13 an adjective ("is confident that …", "critical of …")

The relations are those of the spaCy English models (ClearNLP labels). `docs/methods/statements.md` gives each rule's measured precision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from firsthand.statements import spans
from firsthand.statements.cues import Cue, Cues
from firsthand.statements.quotes import Quotation, inside
from firsthand.statements.spans import Range

REACH = 12
"""How many tokens a quotation may stand from its reporting verb (R9)."""

CLAUSES = ("ccomp", "parataxis")
_SUBJECTS = ("nsubj", "csubj")
_ENDS = ("”", '"', "’", "''", "»", ",")
_RELATIVE = ("who", "which", "that", "whom")


@dataclass(frozen=True)
class Candidate:
    """A statement found in a passage, in tokens: `cue`, `source` and `parts` are ranges, `verb` the cue's head word."""

    rule: str
    verb: int
    lemma: str
    cue: Range | None
    source: Range | None
    parts: tuple[Range, ...]
    kind: Cue
    frame: str
    head: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """What the rules look at: the parsed passage, its quotations and the lexicon."""

    doc: Doc
    quoted: Sequence[Quotation]
    cues: Cues
    taken: set[int] = field(default_factory=set)


def find(passage: Passage) -> list[Candidate]:
    """All candidates of a passage, in order of their cues; one cue gives one candidate."""
    out: list[Candidate] = []
    for t in passage.doc:
        found = next(_at(t, passage), None)
        if found is not None:
            out.append(found)
    return out


def _at(t: Token, passage: Passage) -> Iterator[Candidate]:
    lemma = t.lemma_.lower()
    if t.lower_ in ("according", "per", "in", "as"):
        yield from _according(t, passage)
        if t.lower_ == "according":
            return
    if t.pos_ in ("VERB", "AUX") and lemma in passage.cues.verbs:
        yield from _verb(t, passage, passage.cues.verbs[lemma])
    elif t.pos_ == "NOUN" and lemma in passage.cues.nouns:
        yield from _noun(t, passage, passage.cues.nouns[lemma])
    elif t.dep_ in ("acomp", "attr", "oprd") and lemma in passage.cues.adjectives:
        yield from _adjective(t, passage, passage.cues.adjectives[lemma])


# --- who speaks ------------------------------------------------------------------------------------------------------


def subject(t: Token, depth: int = 0) -> tuple[Token | None, str]:
    """Who does `t`: its subject, or the one it takes over from the verb or noun above it; and how that was found."""
    if depth > 4:
        return None, ""
    for c in t.children:
        if c.dep_ in _SUBJECTS and c.pos_ not in ("VERB", "AUX"):
            return c, "subject"
    if passive(t):
        for c in t.children:
            if c.dep_ == "agent":
                return next((p for p in c.children if p.dep_ == "pobj"), None), "by"
        return None, ""
    if t.dep_ == "conj" and t.head.pos_ in ("VERB", "AUX"):
        return _shared(t, depth, "shared with the verb before")
    if t.dep_ in ("xcomp", "advcl", "dep") and t.head.pos_ in ("VERB", "AUX"):
        if t.dep_ == "xcomp":
            for c in t.head.children:
                if c.dep_ in ("dobj", "dative"):
                    return c, "object of the verb above"
        return _shared(t, depth, "shared with the verb above")
    if t.dep_ in ("acl", "relcl") and t.tag_ in ("VBG", "VB"):
        return t.head, "the noun it belongs to"
    if t.dep_ == "pcomp" and t.head.head.pos_ in ("VERB", "AUX"):
        return _shared(t.head, depth, "shared with the verb above")
    return None, ""


def _shared(t: Token, depth: int, how: str) -> tuple[Token | None, str]:
    above = t.head
    if passive(above):
        found = next((c for c in above.children if c.dep_ == "nsubjpass"), None)
        if found is not None:
            return found, how
    found, _ = subject(above, depth + 1)
    return found, how if found is not None else ""


def passive(t: Token) -> bool:
    """Whether the verb stands in the passive."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in t.children):
        return True
    return t.dep_ in ("acl", "advcl") and t.tag_ == "VBN" and not any(c.dep_ in _SUBJECTS for c in t.children)


# --- verbs -----------------------------------------------------------------------------------------------------------


def _verb(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    if passive(t):
        yield from _passive(t, p, frames)
        return
    if _is_to(t) and t.head.lemma_ not in p.cues.onward:
        return
    who, how = subject(t)
    if who is not None and inside(p.quoted, who.i) is not None and inside(p.quoted, t.i) is None:
        who, how = None, ""
    if who is None:
        who, how = _inverted(t, p)
    if who is None or who.lower_ in ("it", "there") and who.dep_ == "expl":
        return
    if inside(p.quoted, t.i) is not None and not _reported(who, frames, p):
        return
    kids = list(t.children)
    if "that" in frames or "quote" in frames:
        yield from _clause(t, p, frames, who, how)
    if "to" in frames:
        yield from _infinitive(t, p, frames, who, how)
    if not frames.keys().isdisjoint(("as", "small", "np", "finding")):
        yield from _object(t, p, frames, who, how)
    for c in kids:
        kind = frames.get(f"prep:{c.lower_}")
        if c.dep_ in ("prep", "dative", "prt") and kind is not None:
            yield from _prepositional(t, c, p, kind, who, how)
    if "that" in frames or "quote" in frames:
        yield from _beside(t, p, frames.get("that") or frames["quote"], who, how)


def _reported(who: Token, frames: dict[str, Cue], p: Passage) -> bool:
    """Whether a cue inside a quotation reports somebody else: "I think" is the quoted speaker's own voice."""
    if who.lower_ in p.cues.own:
        return False
    return bool({k.id for k in frames.values()} & p.cues.nested)


def _make(
    t: Token, p: Passage, kind: Cue, rule: str, frame: str, who: Token | None, parts: Sequence[Range], head: Token,
    reasons: tuple[str, ...], preposition: Token | None = None,
) -> Iterator[Candidate]:  # fmt: skip
    cue = spans.cue(t, preposition)
    source = spans.speaker(who, t) if who is not None else None
    shaped = [spans.content(p.doc, part, p.quoted) for part in parts]
    kept = tuple(s for s in shaped if s is not None)
    if kept and not (source is not None and any(_overlap(source, s) for s in kept if False)):
        yield Candidate(rule, t.i, t.lemma_.lower(), cue, source, kept, kind, frame, head.i, reasons)


def _overlap(a: Range, b: Range) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _clause(t: Token, p: Passage, frames: dict[str, Cue], who: Token, how: str) -> Iterator[Candidate]:
    """R1: the clause is a complement of the verb."""
    for c in t.children:
        if c.dep_ not in CLAUSES or _is_to(c):
            continue
        quoted = inside(p.quoted, c.i)
        kind = frames.get("that") or (frames.get("quote") if quoted and not inside(p.quoted, t.i) else None)
        if kind is None:
            continue
        parts = _around(t, c, who, p)
        seen = (f"“{t.text}” with a clause", f"speaker: {how}")
        yield from _make(t, p, kind, "R1", "that", who, parts, c, seen)


def _is_to(c: Token) -> bool:
    return c.tag_ == "VB" and any(k.dep_ == "aux" and k.lower_ == "to" for k in c.children)


def _around(t: Token, c: Token, who: Token, p: Passage) -> list[Range]:
    """The clause `c` of verb `t` without the reporting clause that may stand in its middle or behind it."""
    first, last = spans.clause(c)
    if c.i < t.i:
        first = min(first, t.sent.start)
    middle = [who] if who.head.i == t.i else []
    low = min([spans.cue(t)[0], *(spans.speaker(w, t)[0] for w in middle)])
    high = max([spans.cue(t)[1], *(spans.speaker(w, t)[1] for w in middle)])
    for k in t.children:
        if (
            k.i != c.i
            and k.i > t.i
            and (k.dep_ in ("dobj", "dative", "npadvmod", "prep", "advmod", "advcl"))
            and k.left_edge.i <= high + 12
        ):
            if c.i < t.i or k.i < c.left_edge.i:
                high = max(high, k.right_edge.i) if c.i < t.i else high
    if c.i > t.i:
        first = max(first, high + 1) if first <= high < last else first
        return _cut(c, (first, last), p)
    return [r for r in spans.without((first, max(last, low - 1)), [(low, high)]) if r[0] < low or last > high]


def _cut(c: Token, whole: Range, p: Passage) -> list[Range]:
    """Without what goes on reporting and hangs in the clause by a slip of the parse: ", adding that …", "but said that …"."""
    first, last = whole
    for k in c.children:
        onward = k.dep_ == "conj" or (k.dep_ == "advcl" and k.tag_ == "VBG")
        if not onward or k.i < c.i or any(w.dep_ in ("nsubj", "nsubjpass", "aux", "mark") for w in k.children):
            continue
        frames = p.cues.verbs.get(k.lemma_.lower(), {})
        if "that" in frames and frames["that"].id in p.cues.nested and any(w.dep_ in CLAUSES for w in k.children):
            last = min(last, k.left_edge.i - 1)
            while last > first and (p.doc[last].dep_ in ("cc", "punct", "advmod")):
                last -= 1
    return [(first, last)]


def _inverted(t: Token, p: Passage) -> tuple[Token | None, str]:
    """“…,” said X and “…,” X said, where the parse lost the subject: the name between quotation and verb, or right after the verb."""
    doc = t.doc
    if t.i == 0 or inside(p.quoted, t.i) is not None:
        return None, ""
    if doc[t.i - 1].text in _ENDS:
        for c in doc[t.i + 1 : t.i + 8]:
            if (
                c.pos_ in ("PROPN", "NOUN", "PRON")
                and c.dep_ != "compound"
                and c.left_edge.i <= t.i + 1
                and c.head.i <= t.i
            ):
                return c, "the name after the verb"
    before = max((q for q in p.quoted if q.last < t.i), key=lambda q: q.last, default=None)
    if before is None or t.i - before.last > REACH:
        return None, ""
    for c in doc[before.last + 1 : t.i]:
        if c.pos_ in ("PROPN", "NOUN", "PRON") and c.dep_ not in ("compound", "poss", "amod"):
            return c, "the name between quotation and verb"
    return None, ""


def _infinitive(t: Token, p: Passage, frames: dict[str, Cue], who: Token, how: str) -> Iterator[Candidate]:
    """R5: "vowed to …", "urged X to …"."""
    kind = frames["to"]
    if any(c.dep_ == "prep" and f"prep:{c.lower_}" in frames for c in t.children):
        return
    for c in t.children:
        if (c.dep_ == "xcomp" or c.dep_ in CLAUSES) and _is_to(c) and c.i > t.i:
            first = c.left_edge.i
            for o in t.children:
                if o.dep_ in ("dobj", "dative") and t.i < o.i < c.i:
                    first = min(first, o.left_edge.i)
            yield from _make(
                t,
                p,
                kind,
                "R5",
                "to",
                who,
                [(first, c.right_edge.i)],
                c,
                (f"“{t.text}” with an infinitive", f"speaker: {how}"),
            )


def _object(t: Token, p: Passage, frames: dict[str, Cue], who: Token, how: str) -> Iterator[Candidate]:
    """R7: the object is what is said, or what something is said of."""
    for c in t.children:
        if c.i < t.i and not (c.dep_ == "dobj" and c.lower_ in _RELATIVE):
            continue
        seen = (f"“{t.text}” with an object", f"speaker: {how}")
        if c.dep_ in CLAUSES and "small" in frames and c.i > t.i:
            yield from _make(t, p, frames["small"], "R7", "small", who, [spans.clause(c)], c, seen)
        if c.dep_ != "dobj" or c.i == who.i:
            continue
        parts, kind, frame = _extent(t, c, frames)
        if kind is None and "finding" in frames and c.lemma_.lower() in p.cues.findings and c.i > t.i:
            parts, kind, frame = [spans.clause(c)], frames["finding"], "finding"
        if kind is not None:
            yield from _make(t, p, kind, "R7", frame, who, parts, c, seen)


def _extent(t: Token, o: Token, frames: dict[str, Cue]) -> tuple[list[Range], Cue | None, str]:
    """How far the content reaches that begins with object `o`, and by which frame of the verb."""
    last, frame = o.right_edge.i, ""
    for c in t.children:
        if c.i <= max(o.i, t.i):
            continue
        if c.dep_ == "prep" and c.lower_ == "as" and "as" in frames:
            last, frame = max(last, c.right_edge.i), "as"
        elif c.dep_ in ("oprd", "acomp", "attr") and "small" in frames:
            last, frame = max(last, c.right_edge.i), "small"
        elif (
            c.dep_ == "prep"
            and c.lower_ in ("of", "for", "over", "as")
            and ("np" in frames)
            and frames["np"].id in ("accuse", "judge")
        ):
            last = max(last, c.right_edge.i)
    frame = frame or ("np" if "np" in frames else "")
    if not frame and "as" in frames and any(k.lower_ == "as" for k in o.subtree if k.dep_ == "prep"):
        frame = "as"
    if not frame:
        return [], None, ""
    if o.i < t.i:
        noun = t.head if t.dep_ == "relcl" else o
        parts = [_noun_before(noun, t) if noun.i != o.i else (o.i, o.i)]
        return (parts if last < t.i else [*parts, (t.i + 1, last)]), frames[frame], frame
    return [(o.left_edge.i, last)], frames[frame], frame


def _noun_before(noun: Token, relative: Token) -> Range:
    """The antecedent of a relative clause: the noun phrase up to the clause."""
    return noun.left_edge.i, max(noun.i, min(noun.right_edge.i, relative.left_edge.i - 1))


def _prepositional(t: Token, c: Token, p: Passage, kind: Cue, who: Token, how: str) -> Iterator[Candidate]:
    """R4: the content follows a preposition of the verb, which belongs to the cue."""
    for o in c.children:
        if o.dep_ in ("pobj", "pcomp", "ccomp") and o.i > c.i:
            seen = (f"“{t.text} {c.text}” with its complement", f"speaker: {how}")
            last = max(
                [
                    c.right_edge.i,
                    *(
                        k.right_edge.i
                        for k in t.children
                        if k.dep_ in ("xcomp", "advcl") and _is_to(k) and "to" in p.cues.verbs[t.lemma_.lower()]
                    ),
                ]
            )
            yield from _make(t, p, kind, "R4", f"prep:{c.lower_}", who, [(c.i + 1, last)], o, seen, c)


def _passive(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """R6: what is said is the subject with its complement, or the clause after "it is said"."""
    if "passive" not in frames:
        return
    kind = frames["passive"]
    who, _ = subject(t)
    about = next((c for c in t.children if c.dep_ == "nsubjpass"), None)
    if about is None and t.dep_ == "acl":
        about = t.head
    seen = (f"“{t.text}” in the passive", "speaker named by “by”" if who is not None else "no speaker is named")
    for c in t.children:
        if c.i < t.i:
            continue
        told = c.dep_ in CLAUSES and not _is_to(c)
        if told:
            yield from _make(t, p, kind, "R6", "passive", who, [spans.clause(c)], c, seen)
        elif c.dep_ in ("xcomp", "oprd") or (c.dep_ == "prep" and c.lower_ in ("of", "as", "for", "with")):
            if about is None or about.lower_ == "it":
                continue
            subj = spans.speaker(about, t)
            yield from _make(t, p, kind, "R6", "passive", who, [subj, spans.clause(c)], c, seen)


def _beside(t: Token, p: Passage, kind: Cue, who: Token, how: str) -> Iterator[Candidate]:
    """R3 and R9: a reporting clause beside what is said that the parse did not join to it."""
    low = min(t.i, spans.speaker(who, t)[0]) if who.head.i == t.i else t.i
    if t.dep_ in CLAUSES or t.dep_ in ("advcl", "ROOT", "conj", "dep"):
        quoted = _nearest(t, low, p)
        if quoted is not None:
            seen = ("a quotation beside the verb", f"speaker: {how}")
            yield from _make(t, p, kind, "R9", "quote", who, [(quoted.first, quoted.last)], p.doc[quoted.first], seen)
    if not any(c.dep_ in (*CLAUSES, "dobj", "xcomp") for c in t.children) and inside(p.quoted, t.i) is None:
        yield from _set_beside(t, p, kind, who, how, low)


def _set_beside(t: Token, p: Passage, kind: Cue, who: Token, how: str, low: int) -> Iterator[Candidate]:
    """R3: "…, X said", "…, X said, …", "As X notes, …": the sentence without the reporting clause."""
    doc, sent = p.doc, t.sent
    high = max([t.i, spans.speaker(who, t)[1] if who.i > t.i else 0])
    with_as = next((c.i for c in t.children if c.dep_ in ("mark", "advmod") and c.lower_ == "as"), None)
    if with_as is not None:
        low, high = with_as, t.right_edge.i
    before = doc[low - 1].text if low > sent.start else ""
    after = doc[high + 1].text if high + 1 < sent.end else "."
    if before not in (",", "–", "—", "-") and not (with_as is not None and low == sent.start):
        return
    if after not in (",", ".", "–", "—", "-") and not (with_as is None and t.dep_ in ("ROOT", "ccomp", "parataxis")):
        return
    if after not in (",", "–", "—", "-"):
        high = sent.end - 1
    parts = [r for r in spans.without((sent.start, sent.end - 1), [(low, high)])]
    if not any(w.pos_ in ("VERB", "AUX") for a, b in parts for w in doc[a : b + 1]):
        return
    seen = ("a reporting clause set beside what is said", f"speaker: {how}")
    head = next(w for a, b in parts for w in doc[a : b + 1] if w.pos_ in ("VERB", "AUX"))
    yield from _make(t, p, kind, "R3", "parataxis", who, parts, head, seen)


def _nearest(t: Token, low: int, p: Passage) -> Quotation | None:
    if inside(p.quoted, t.i) is not None:
        return None
    best, gap = None, REACH + 1
    for q in p.quoted:
        d = low - q.last if q.last < low else q.first - t.i
        between = p.doc[min(q.last, t.i) + 1 : max(q.first, t.i)]
        if q.last < low and q.last < t.sent.start - 1 or any(b.text in ".?!" for b in between):
            continue
        if 0 < d < gap and (q.words > 2 or d <= 2):
            best, gap = q, d
    return best


# --- according to, nouns, adjectives -----------------------------------------------------------------------------------


def _according(t: Token, p: Passage) -> Iterator[Candidate]:
    """R2: the content is the clause that carries the phrase, without it."""
    doc = p.doc
    form = next(
        (f for f in (*p.cues.according, ("per",)) if tuple(w.lower_ for w in doc[t.i : t.i + len(f)]) == f), None
    )
    if form is None or (form == ("per",) and (t.dep_ != "prep" or t.nbor(-1 if t.i else 0).like_num)):
        return
    end = t.i + len(form) - 1
    who = next((c for c in doc[end].children if c.dep_ == "pobj"), None) or (
        doc[end + 1] if end + 1 < len(doc) else None
    )
    if who is None or who.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"):
        return
    while who.dep_ == "compound":
        who = who.head
    source = spans.speaker(who, doc[end])
    source = (max(source[0], end + 1), source[1])
    governor = t.head
    while (
        governor.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis") and governor.head.i != governor.i
    ):
        governor = governor.head
    sent = t.sent
    whole = (sent.start, sent.end - 1)
    if governor.dep_ in ("conj", "advcl", "relcl") and t.i > governor.i:
        whole = (governor.left_edge.i, max(governor.right_edge.i, source[1]))
    parts = []
    for part in spans.without(whole, [(t.i, max(source[1], end))]):
        shaped = spans.content(doc, part, p.quoted)
        if shaped is not None:
            parts.append(shaped)
    if parts:
        kind = Cue("say", "say", "alleges")
        lemma = "according to" if form == ("according", "to") else " ".join(form)
        yield Candidate(
            "R2", t.i, lemma, (t.i, end), source, tuple(parts), kind, "according", governor.i, (f"“{lemma}”",)
        )


def _noun(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """R8: a noun with a that-clause, or with a speaker and a prepositional complement."""
    who = next((c for c in t.children if c.dep_ == "poss"), None)
    how = "possessor"
    for c in t.children:
        if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from") and who is None:
            who, how = next((o for o in c.children if o.dep_ == "pobj"), None), c.lower_
    before = [c for c in t.lefts if c.dep_ in ("amod", "compound") and c.ent_type_ in ("NORP", "GPE", "ORG")]
    if who is None and before:
        who, how = before[0], "the name before the noun"
    for c in t.children:
        if (
            c.dep_ in ("acl", "ccomp", "relcl")
            and c.i > t.i
            and (
                any(k.dep_ == "mark" and k.lower_ == "that" for k in c.children)
                or (_is_to(c) and c.dep_ == "acl" and frames["that"].id in ("call", "commit"))
            )
        ):
            yield from _nominal(t, p, frames["that"], who, [spans.clause(c)], c, how)
        kind = frames.get(f"prep:{c.lower_}")
        if c.dep_ == "prep" and kind is not None and who is not None:
            o = next((k for k in c.children if k.dep_ in ("pobj", "pcomp")), None)
            if o is not None and o.i != who.i:
                yield from _nominal(t, p, kind, who, [(c.i + 1, c.right_edge.i)], o, how, c)


def _nominal(
    t: Token,
    p: Passage,
    kind: Cue,
    who: Token | None,
    parts: list[Range],
    head: Token,
    how: str,
    preposition: Token | None = None,
) -> Iterator[Candidate]:
    seen = (f"the noun “{t.text}”", f"speaker: {how}" if who is not None else "no speaker is named")
    for c in _make(t, p, kind, "R8", "noun", who, parts, head, seen, preposition):
        if who is not None:
            yield replace(c, source=spans.speaker(who, t))
        else:
            yield c


def _adjective(t: Token, p: Passage, frames: dict[str, Cue]) -> Iterator[Candidate]:
    """R13: "is confident that …", "is critical of …"."""
    verb = t.head
    who, how = subject(verb)
    if who is None or who.lower_ in ("it", "there"):
        return
    first = spans.cue(verb)[0]
    seen = (f"the adjective “{t.text}”", f"speaker: {how}")
    for c in [*t.children, *(k for k in verb.children if k.dep_ == "ccomp" and k.i > t.i)]:
        kind = (
            frames.get(f"prep:{c.lower_}")
            if c.dep_ == "prep"
            else frames.get("that")
            if c.dep_ in ("ccomp", "acl") and not _is_to(c)
            else None
        )
        if kind is None:
            continue
        start = c.i + 1 if c.dep_ == "prep" else c.left_edge.i
        for made in _make(
            t, p, kind, "R13", "adjective", who, [(start, c.right_edge.i)], c, seen, c if c.dep_ == "prep" else None
        ):
            yield replace(made, cue=(first, made.cue[1] if made.cue else t.i))
