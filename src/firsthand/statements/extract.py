"""Extract statements and mentions from a parsed Text: who says what, at exact offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import structs

from firsthand import ids
from firsthand.documents.record import Span, Text
from firsthand.flaws import Flaw, flaw
from firsthand.language.lexicon import SURFACE
from firsthand.statements import (
    colon,
    mentions,
    modality,
    nesting,
    recommendations,
    rules,
    sequels,
    spans,
    stance,
    surface,
    witness,
)
from firsthand.statements.candidate import Candidate, Passage, Word
from firsthand.statements.cues import cues
from firsthand.statements.model import Model
from firsthand.statements.parse import RUN, Parsed, Piece
from firsthand.statements.propose import propose
from firsthand.statements.quotes import quotations
from firsthand.statements.record import Mention, Mode, Statement

LANGUAGES = ("en",)
"""Languages that statements are extracted from by the rules over the parse."""

SPEAKING = ("paragraph", "row")
"""Kinds of passages whose sentences make statements; captions repeat what the body says, without its care."""

HEADLINE = ("R1", "R2", "R4", "R5", "R7")
"""Rules that are read in a heading, with a speaker who is named: "Venn says camp will close" is a statement, "Findings" and
"Calls for reform" head what follows."""


@dataclass(frozen=True)
class Extraction:
    """The statements of a Text and the mentions in it, each in order of place, and what could not be read."""

    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    flaws: tuple[Flaw, ...] = ()


def extract(parsed: Parsed, model: Model | None = None) -> Extraction:
    """The statements and mentions of a Text; nothing where there are no rules for its language. With a `model` also what it proposes."""
    if parsed.text.language in SURFACE:
        return Extraction(*surface.extract(parsed.text), (_surface(parsed.text),))
    if parsed.text.language not in LANGUAGES:
        return Extraction((), ())
    out: list[Statement] = []
    before = _Before(first=True)
    for piece in parsed.pieces:
        if piece.passage.kind in SPEAKING:
            made, before = _piece(parsed, piece, before, model)
            out.extend(made)
        elif piece.passage.kind == "heading":
            out.extend(_headline(parsed, piece))
    signed = recommendations.find(parsed.text)
    named = recommendations.named(mentions.find(parsed), signed, parsed.text)
    return Extraction(tuple(recommendations.within(out, signed)), named, tuple(_unread(parsed)))


def _unread(parsed: Parsed) -> Iterator[Flaw]:
    """What the rules cannot read: stretches without an end of sentence, and without a blank; one Flaw of a kind for each passage."""
    endless: dict[int, list[Span]] = {}
    solid: dict[int, list[Span]] = {}
    for piece in parsed.pieces:
        p = piece.passage
        if p.kind in SPEAKING:
            long = (parsed.span(piece, sent) for sent in piece.doc.sents if len(sent) > rules.LONG)
            endless.setdefault(piece.index, []).extend(long)
            runs = RUN.finditer(parsed.text.text, p.start, p.end)
            solid.setdefault(piece.index, []).extend(parsed.text.span(*m.span()) for m in runs)
    yield from _flaws(parsed, endless, "no-sentences", f"more than {rules.LONG} words without an end of sentence")
    yield from _flaws(parsed, solid, "no-blanks", "several hundred characters without a blank")


def _flaws(parsed: Parsed, found: dict[int, list[Span]], kind: str, what: str) -> Iterator[Flaw]:
    for places in filter(None, found.values()):
        yield flaw(
            "extract",
            kind,
            f"a stretch of {what} was not read for statements, figures and acts",
            cure="read this passage by hand",
            document=parsed.text.document,
            start=places[0].start,
            end=places[-1].end,
        )


def _surface(text: Text) -> Flaw:
    """What is not done with a text in a language without a parser."""
    return flaw(
        "extract",
        "surface",
        f"statements were extracted from {text.language} by surface rules alone; figures and acts were not",
        cure="read this document by hand for what happened; who says what is marked in it",
        document=text.document,
    )


@dataclass(frozen=True)
class _Before:
    """What the passage before leaves open: a quotation that may go on (`quoting`), or a reporting verb and a colon (`word`). `first`: there is none."""

    quoting: Statement | None = None
    word: Word | None = None
    piece: Piece | None = None
    first: bool = False


def _piece(parsed: Parsed, piece: Piece, before: _Before, model: Model | None) -> tuple[list[Statement], _Before]:
    """The statements of one passage, and what it leaves open for the next."""
    passage = Passage(piece.doc, quotations(piece.doc), cues())
    read = rules.find(passage)
    found = sequels.join(propose(read, passage, model) if model is not None else read, passage)
    label = colon.label(passage)
    if label is not None and not (before.first and colon.dated(passage, label)):
        found = [label, *(c for c in found if c.verb != label.verb)]
    follows = _following(parsed, piece, passage, before, found)
    if follows is not None:
        rest = [_statement(parsed, piece, c, passage) for c in found if c.kind.id in passage.cues.nested]
        return [follows, *(structs.replace(s, parent=follows.id) for s in rest)], _Before(follows, None, piece)
    ordered = nesting.order(found, passage)
    made = [_statement(parsed, piece, c, passage) for c, _ in ordered]
    made = [s if p is None else structs.replace(s, parent=made[p].id) for s, (_, p) in zip(made, ordered, strict=True)]
    top = [(s, c) for s, (c, p) in zip(made, ordered, strict=True) if p is None]
    last = next((s for s, c in reversed(top) if sequels.quotes_on(c, passage)), None)
    return made, _Before(last, colon.open_cue(passage, found), piece)


def _headline(parsed: Parsed, piece: Piece) -> Iterator[Statement]:
    """The statements of a heading that says who says what; it breaks no chain of quotations."""
    passage = Passage(piece.doc, quotations(piece.doc), cues())
    if piece.doc.text.rstrip().endswith("?"):
        return  # "What does the ministry say?"
    found = [c for c in rules.find(passage) if c.rule in HEADLINE and c.source is not None]
    yield from (_statement(parsed, piece, c, passage) for c, parent in nesting.order(found, passage) if parent is None)


def _following(
    parsed: Parsed, piece: Piece, passage: Passage, before: _Before, found: list[Candidate]
) -> Statement | None:
    """The statement of a passage that only quotes, when the passage before leaves one open (R10, R11)."""
    bare = sequels.bare(passage, found)
    if not bare or before.piece is None or (before.word is None and before.quoting is None):
        return None
    doc = piece.doc
    parts = tuple(parsed.span(piece, doc[q.first], doc[q.last]) for q in bare)
    if before.word is not None and before.word.who is not None:
        w, was = before.word, before.piece
        cue, source = spans.cue(w.t), spans.speaker(w.who, w.t) if w.who is not None else (0, 0)
        said = parsed.span(was, was.doc[cue[0]], was.doc[cue[1]])
        who = parsed.span(was, was.doc[source[0]], was.doc[source[1]])
        kind = next(iter(w.frames.values()))
        return _made(
            parsed,
            "R10",
            (who, said),
            parts,
            (kind.evidential, w.t.lemma_.lower()),
            ("the passage before ends in a colon",),
        )
    if before.quoting is not None and before.quoting.speaker is not None:
        seen = ("a bare quotation goes on with the statement before",)
        old = before.quoting
        return _made(parsed, "R11", (before.quoting.speaker, None), parts, (old.evidential, old.cue_lemma), seen)
    return None


def _made(
    parsed: Parsed, rule: str, named: tuple[Span, Span | None], parts: tuple[Span, ...], cue: tuple[str, str], seen: tuple[str, ...]
) -> Statement:  # fmt: skip
    """A direct statement whose speaker is named in the passage before. Without a cue its hull is its content alone."""
    who, said = named
    start = min(who.start, said.start) if said is not None else parts[0].start
    text = parsed.text
    return Statement(
        id=ids.name("statement", text.document, start, parts[-1].end, said.start if said else None, rule),
        document=text.document,
        start=start,
        end=parts[-1].end,
        speaker=who,
        cue=said,
        content=text.span(parts[0].start, parts[-1].end),
        parts=parts,
        mode="direct",
        stance="alleges",
        rule=rule,
        cue_lemma=cue[1],
        evidential=cue[0],
        evaluation=modality.evaluation(" ".join(p.text for p in parts)),
        reasons=seen,
    )


def _statement(parsed: Parsed, piece: Piece, c: Candidate, passage: Passage) -> Statement:
    doc = piece.doc
    parts = tuple(parsed.span(piece, doc[a], doc[b]) for a, b in spans.merged(c.parts))
    speaker = parsed.span(piece, doc[c.source[0]], doc[c.source[1]]) if c.source else None
    cue = parsed.span(piece, doc[c.cue[0]], doc[c.cue[1]]) if c.cue else None
    hull = [s for s in (speaker, cue, *parts) if s is not None]
    start, end = min(s.start for s in hull), max(s.end for s in hull)
    mode = _mode(c, passage)
    does, because = stance.read(c, doc, quoted=mode != "indirect")
    seen = _modality(c, passage)
    return Statement(
        id=ids.name("statement", parsed.text.document, start, end, cue.start if cue else None, c.rule),
        document=parsed.text.document,
        start=start,
        end=end,
        speaker=speaker,
        cue=cue,
        content=parsed.text.span(parts[0].start, parts[-1].end),
        parts=parts,
        mode=mode,
        stance=does,
        rule=c.rule,
        cue_lemma=c.lemma,
        evidential=c.kind.evidential,
        polarity=seen.polarity,
        modality=seen.modality,
        hedges=tuple(parsed.span(piece, doc[i]) for i in seen.hedges),
        evaluation=modality.evaluation(" ".join(x.text for x in (*([cue] if cue else []), *parts))),
        experienced=_lived(c, passage, mode),
        reasons=(*c.reasons, *([because] if because else []), *seen.because),
    )


def _modality(c: Candidate, passage: Passage) -> modality.Modality:
    """Of the content's head. A quotation of several sentences has none as a whole: its sentences are read one by one by `allegations`."""
    doc = passage.doc
    words = [i for a, b in c.parts for i in range(a, b + 1) if doc[i].text[:1].isalnum()]
    single = bool(words) and max(words) < doc[min(words)].sent.end
    return modality.read(doc[c.head], doc[c.verb]) if single else modality.Modality()


def _lived(c: Candidate, passage: Passage, mode: Mode) -> bool:
    doc = passage.doc
    voice = doc[c.source[0] : c.source[1] + 1].root if c.source else None
    words = (t for a, b in c.parts for t in doc[a : b + 1])
    heard = c.kind.id == "hear" and voice is not None and voice.lower_ in ("i", "we") and witness.perceived(doc[c.verb])
    return c.kind.id == "see" or heard or witness.experienced(words, voice, quoted=mode == "direct")


def _mode(c: Candidate, passage: Passage) -> Mode:
    words = [i for a, b in c.parts for i in range(a, b + 1) if passage.doc[i].text[:1].isalnum()]
    quoted = sum(1 for i in words if passage.quotation(i) is not None)
    if quoted == len(words):
        return "direct"
    return "mixed" if quoted else "indirect"
