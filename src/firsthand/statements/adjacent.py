"""R2, R3 and R9: what is attributed stands beside the cue, and the parse need not have joined the two."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.cues import Cue
from firsthand.statements.grammar import grammar
from firsthand.statements.quotes import Quotation
from firsthand.statements.spans import Range
from firsthand.statements.subjects import REACH, SUBJECTS, infinitive

_BREAKS = (",", "–", "—", "-")
_GOVERNS = ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis")
_ONWARD = ("conj", "advcl", "xcomp", "acl")
_OWN = ("ccomp", "parataxis", "dobj", "xcomp")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_SAYS = Cue("say", "say", "alleges")


def quoted(w: Word) -> Iterator[Candidate]:
    """R9: the quotation next to the verb."""
    frame = _frame(w)
    q = _nearest(w, _low(w)) if frame else None
    if q is not None and q.first < w.t.i and w.t.lemma_.lower() in w.p.cues.onset and not _ends(w, q):
        return
    if q is not None and not _governed(w, q):
        first = (
            opening(w, q.first) if q.last < w.t.i else called(w, q.first) if "small" in w.frames else begun(w, q.first)
        )
        yield from w.make("R9", frame, [(first, q.last)], w.p.doc[q.first], "a quotation beside the verb")


def _ends(w: Word, q: Quotation) -> bool:
    """Whether nothing but the speaker stands between a quotation and a verb that ends its sentence or clause: "“…?” Venn continued."."""
    after = w.p.doc[w.t.i + 1].text if w.t.i + 1 < len(w.p.doc) else "."
    return _low(w) - q.last <= 1 and after in (".", ",", ":")


def called(w: Word, first: int) -> int:
    """Where the content begins of "called [the situation “grave”]": with what is called so, if nothing but that stands between."""
    between = w.p.doc[w.t.i + 1 : first]
    named = len(between) > 0 and not any(x.is_punct or x.pos_ in ("VERB", "AUX") or x.dep_ == "prep" for x in between)
    return w.t.i + 1 if named and w.p.quotation(first) is not None else first


def begun(w: Word, first: int) -> int:
    """Where a content begins whose first words stand outside the marks: "told them [that “we close the book”]", "said [it was “not there yet”]"."""
    between = w.p.doc[w.t.i + 1 : first]
    mark = next((x for x in between if x.lower_ == "that" and x.tag_ == "IN"), None)
    if mark is not None:
        return mark.i
    verb = next((x for x in between if x.tag_ in _FINITE), None)
    subject = verb.left_edge.i if verb is not None and not any(x.is_punct for x in between) else first
    named = verb is not None and any(c.dep_ in (*SUBJECTS, "nsubjpass") and c.i > w.t.i for c in verb.children)
    return subject if named and w.t.i < subject < first else first


def _governed(w: Word, q: Quotation) -> bool:
    """Whether the quotation stands in a complement that the verb takes by a preposition ("points to “credible” reports")."""
    touching = w.p.doc[w.t.i + 1] if w.t.i + 1 < len(w.p.doc) else w.t
    own = touching.head.i == w.t.i and w.t.lemma_.lower() not in w.p.cues.saying
    if f"prep:{touching.lower_}" in w.frames and (q.first > w.t.i or own):
        return True  # "“…,” he noted, and called on them to go": what is called for stands behind the verb
    held = [c for c in w.t.children if c.dep_ == "prep" and f"prep:{c.lower_}" in w.frames]
    return any(c.i < q.first and q.last <= c.right_edge.i for c in held)


def beside(w: Word, *, set_off: bool = False) -> Iterator[Candidate]:
    """R3: the sentence without the reporting clause; with `set_off` only where commas stand on both sides of it."""
    frame = _frame(w) or ("that" if "that" in w.frames and _closed(w) else "")
    if w.t.dep_ == "relcl" or (
        set_off and (w.t.i + 1 >= len(w.p.doc) or w.p.doc[w.t.i + 1].text not in _BREAKS or w.t.dep_ != "parataxis")
    ):
        return
    if (
        frame
        and w.who is not None
        and not any(c.dep_ in _OWN and not _hearer(w, c) and not (set_off and _parted(c)) for c in w.t.children)
    ):
        high = spans.speaker(w.who, w.t)[1] if w.who.i > w.t.i else 0
        yield from _beside(w, frame, _low(w), max(w.t.i, high))


def _parted(c: Token) -> bool:
    """Whether an infinitive behind the comma belongs to the sentence around: "has no plans, aides say, [to leave]"."""
    return c.dep_ == "xcomp" and c.i > c.head.i and infinitive(c) and c.doc[c.left_edge.i - 1].text in _BREAKS


def _hearer(w: Word, c: Token) -> bool:
    """Whether an object is who was told, not what was told ("…, X told the court.", "As X told the court, …")."""
    return c.dep_ == "dobj" and c.i > w.t.i and w.t.lemma_.lower() in w.p.cues.hearing


def _closed(w: Word) -> bool:
    """Whether nothing but a stop or a break follows the verb ("…, the poll found.", "The threats, she believes, come …")."""
    doc, after = w.p.doc, w.t.i + 1
    return w.p.quotation(w.t.i) is None and after < len(doc) and doc[after].text in (*_BREAKS, ".")


def _frame(w: Word) -> str:
    if w.who is None or w.p.quotation(w.t.i) is not None:
        return ""
    return next((f for f in ("quote", "that") if f in w.frames and w.frames[f].id in w.p.cues.quoting), "")


def _low(w: Word) -> int:
    """Where the reporting clause begins."""
    if w.who is None or w.who.head.i != w.t.i:
        return w.t.i
    return min(w.t.i, spans.speaker(w.who, w.t)[0])


def opening(w: Word, first: int) -> int:
    """Where a content before its cue begins: words of the sentence before its quotation are part of it ("The talks “failed,” X said")."""
    q = w.p.quotation(first)
    start = w.p.doc[q.first].sent.start if q is not None else first
    if q is None or q.last >= w.t.i or start >= q.first or q.first - start > REACH:
        return first
    before = w.p.doc[start : q.first]
    if any(x.text in ":.?!" or w.p.quotation(x.i) is not None or x.lemma_.lower() in w.p.cues.saying for x in before):
        return first
    return start if w.p.doc[q.first - 1].text != "," else first


def _nearest(w: Word, low: int) -> Quotation | None:
    best, gap = None, REACH + 1
    onward = w.t.dep_ in _ONWARD and w.who is not None and w.who.head.i != w.t.i and w.who.i < w.t.i
    for q in w.p.quoted:
        if onward and w.who is not None and q.last < low and w.who.i < q.first:
            continue  # what stands before "…, adding “…”" was said with the verb before
        distance = low - q.last if q.last < low else q.first - w.t.i
        between = w.p.doc[min(q.last, w.t.i) + 1 : max(q.first, w.t.i)]
        if (q.last < low and q.last < w.t.sent.start - 1) or any(b.text in ".?!" for b in between):
            continue
        if 0 < distance < gap and (q.words > 2 or distance <= 2):
            best, gap = q, distance
    return best


def _beside(w: Word, frame: str, low: int, high: int) -> Iterator[Candidate]:
    """ "…, X said", "…, X said, …", "As X notes, …"."""
    doc, sent = w.p.doc, w.t.sent
    with_as = next((c.i for c in w.t.children if c.dep_ in ("mark", "advmod") and c.lower_ == "as"), None)
    if with_as is not None:
        low, high = with_as, w.t.right_edge.i
    before = doc[low - 1].text if low > sent.start else ""
    after = doc[high + 1].text if high + 1 < sent.end else "."
    opens = with_as is not None and all(x.is_punct or x.dep_ == "cc" for x in doc[sent.start : low])
    if before not in _BREAKS and not opens:
        return
    if after not in (*_BREAKS, ".") and (with_as is not None or w.t.dep_ not in ("ROOT", "ccomp", "parataxis")):
        return
    if after not in _BREAKS:
        high = sent.end - 1
    parts = spans.without((sent.start, sent.end - 1), [(low, high)])
    if with_as is not None and len(parts) > 1 and _joint(w.p, parts[0]):
        parts = parts[1:]
    head = next((x for a, b in parts for x in doc[a : b + 1] if x.pos_ in ("VERB", "AUX")), None)
    unquoted = "that" not in w.frames and not any(w.p.quotation(i) for a, b in parts for i in (a, b))
    if (
        head is not None and not unquoted
    ):  # "…, officers laughed": without marks only verbs of saying report what stands beside
        yield from w.make("R3", frame, parts, head, "a reporting clause set beside what is said")


def _joint(p: Passage, part: Range) -> bool:
    """Whether a part is nothing but the word that joins the sentence to the one before ("But, according to X, …")."""
    words = [x for x in p.doc[part[0] : part[1] + 1] if not x.is_punct]
    return all(x.dep_ == "cc" for x in words)


def according(t: Token, p: Passage) -> Iterator[Candidate]:
    """R2: the content is the clause that carries the phrase, without it."""
    doc = p.doc
    form = next((f for f in p.cues.according if tuple(x.lower_ for x in doc[t.i : t.i + len(f)]) == f), None)
    form = form or ((t.lower_,) if _surveyed(t) else None)
    end = t.i + len(form) - 1 if form is not None else t.i
    if form is None or end + 1 >= len(doc):
        return
    who = next((c for c in doc[end].children if c.dep_ == "pobj"), doc[end + 1])
    while who.dep_ == "compound":
        who = who.head
    if who.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ") or who.i <= end:
        return
    first, last = spans.speaker(who, doc[end])
    source = _ended((max(first, end + 1), max(last, end + 1)), t)
    governor = t.head
    while governor.dep_ not in _GOVERNS and governor.head.i != governor.i:
        governor = governor.head
    whole: Range = (t.sent.start, t.sent.end - 1)
    last = source[1] + 2 >= t.sent.end
    while last and governor.dep_ == "conj":
        governor = (
            governor.head
        )  # "rose in 2005 but fell in 2014, according to X": X says both (also with two subjects: 20 of 28)
    closing = last and governor.dep_ == "advcl" and governor.tag_ == "VBG"
    if governor.dep_ in ("conj", "advcl", "relcl") and t.i > governor.i and not closing:
        whole = (governor.left_edge.i, max(governor.right_edge.i, source[1]))
    shaped = (spans.content(doc, part, p.quoted) for part in spans.without(whole, [(t.i, source[1])]))
    parts = tuple(s for s in shaped if s is not None)
    if len(parts) > 1 and _joint(p, parts[0]):
        parts = parts[1:]
    if len(parts) > 1 and not any(x.tag_ in _FINITE for x in doc[parts[-1][0] : parts[-1][1] + 1]):
        parts = parts[:-1]  # what follows the speaker at the end of a sentence tells more of the speaker
    if parts:
        words = " ".join(form)
        yield Candidate("R2", t.i, words, (t.i, end), source, parts, _SAYS, "according", governor.i, (f"“{words}”",))


def _surveyed(t: Token) -> bool:
    """Whether a sentence begins with what a survey found: "In a poll of teachers, half said …" (20 of 24 on PolNeAR train)."""
    o = next((k for k in t.children if k.dep_ == "pobj"), None)
    opens = t.dep_ == "prep" and t.i == t.sent.start and o is not None and o.lemma_.lower() in grammar().surveys
    return opens and o is not None and o.right_edge.i + 1 < len(t.doc) and t.doc[o.right_edge.i + 1].text == ","


def _ended(source: Range, t: Token) -> Range:
    """The speaker of "According to X, Y did …" without Y, where the parse took Y for an apposition of X."""
    first, last = source
    doc, after = t.doc, source[1] + 1
    opens = all(x.is_punct or x.dep_ in ("cc", "advmod") for x in doc[t.sent.start : t.i])
    if not opens or after >= t.sent.end or doc[after].tag_ not in _FINITE:
        return source
    commas = [x.i for x in doc[first : last + 1] if x.text == ","]
    return (first, commas[0] - 1) if commas and commas[0] > first else source
