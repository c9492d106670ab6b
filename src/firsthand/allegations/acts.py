"""Find acts: the words of a text that speak of a violation, who did it to whom, where and when, and whether it is said to have happened.

A trigger lexicon with what each word needs around it, arguments by dependency path (the HURIDOCS/Ball model: act, victim, perpetrator,
place, time kept apart). An act belongs to the innermost statement whose words cover its trigger; a sentence that nobody is said to have said is a
statement of the document itself, made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgspec import structs
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand import ids
from firsthand.allegations import predicate, reality, tabulate, testimony, voice
from firsthand.allegations import where as at
from firsthand.allegations.record import Act
from firsthand.documents.cover import Cover
from firsthand.documents.record import Span
from firsthand.figures.record import Figure
from firsthand.language import arguments, lexicon, roles, times, triggers
from firsthand.language.triggers import Theme, Trigger
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.record import Statement
from firsthand.statements.rules import LONG

SPEAKING = ("paragraph", "row", "caption")
"""Kinds of passages whose sentences can speak of an act. Headings repeat what the body says, without its care."""


@dataclass(frozen=True)
class Found:
    """The acts of a Text and the statements in its own voice that had to be made for them, each in order of place."""

    acts: tuple[Act, ...]
    statements: tuple[Statement, ...]


@dataclass
class _Sentence:
    """A sentence on its way: where it is, which statements touch it, its own-voice statement once one is needed."""

    parsed: Parsed
    piece: Piece
    tokens: Tokens
    statements: list[Statement]
    figures: list[Figure]
    triggers: list[Trigger]
    around: at.Scene
    own: Statement | None = None
    acts: list[Act] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return self.parsed.span(self.piece, self.tokens)


def find(parsed: Parsed, statements: Sequence[Statement], figures: Sequence[Figure]) -> Found:
    """The acts of a Text, and the statements in its own voice that speak of an act or hold a figure of persons."""
    acts: list[Act] = []
    own: list[Statement] = []
    if parsed.text.language not in lexicon.KNOWN:
        return Found((), ())
    about = triggers.theme(piece.doc for piece in parsed.pieces)
    scene = at.scene(parsed)
    for row in tabulate.find(parsed):
        acts.extend(row.acts)
        own.append(row.statement)
    rows = {s.start for s in own}
    said = Cover((s.start, s.end, s) for s in statements)
    counted = Cover((f.start, f.start + 1, f) for f in figures)
    told: dict[str, testimony.Setting] = {}
    for piece in parsed.pieces:
        if piece.passage.kind not in SPEAKING or piece.passage.start in rows:
            continue
        place = piece.passage.start, piece.passage.end
        near = said.touching(*place), counted.touching(*place)
        before: list[Act] = []
        told = {teller: s for teller, s in told.items() if not teller}  # who is quoted: within one paragraph
        for tokens in (s for s in piece.doc.sents if len(s) <= LONG):
            sentence = _read(_open(parsed, piece, tokens, near, (about, scene)), before, told)
            told |= _settings(sentence, told)
            before.extend(sentence.acts)
            acts.extend(sentence.acts)
            if sentence.own is not None:
                own.append(voice.settled(sentence.own, sentence.acts))
    return Found(tuple(sorted(acts, key=_at)), tuple(sorted(own, key=lambda s: s.start)))


def _at(act: Act) -> tuple[int, str]:
    return act.trigger.start, act.type


def _read(sentence: _Sentence, before: Sequence[Act], told: Mapping[str, testimony.Setting]) -> _Sentence:
    """The sentence with its acts, and with a statement of its own where something in it needs one.

    `before`: the acts of the paragraph so far. `told`: where and when each who tells of themselves said that they were.
    """
    for trigger in sentence.triggers:
        act = _act(sentence, trigger)
        if act is None:
            continue
        act = _infer(act, before)
        teller = _teller(sentence, act.statement)
        if teller is not None:
            act = testimony.infer(act, told.get(teller, testimony.NOWHERE), sentence.tokens)
        twin = next((n for n, other in enumerate(sentence.acts) if _same(act, other)), None)
        if twin is None:
            sentence.acts.append(act)
        elif _named(act) > _named(sentence.acts[twin]):
            sentence.acts[twin] = act
    if sentence.own is None and any(
        f.counted and f.statement is None and not _covered(sentence, f) for f in sentence.figures
    ):
        sentence.own = _own(sentence, "holds a figure")
    if sentence.own is None and not sentence.statements:
        fact = predicate.checkable(sentence.tokens)
        if fact is not None:
            sentence.own = _own(sentence, f"says what can be checked (“{fact.verb.text}”)", "own-voice/fact")
            if fact.negative:
                sentence.own = structs.replace(sentence.own, stance="denies", polarity="-")
    return sentence


def _named(act: Act) -> int:
    """How many of its arguments an act names."""
    return sum(x is not None for x in (act.victim, act.perpetrator, act.figure))


def _same(act: Act, other: Act) -> bool:
    """Whether two words of one sentence speak of one act: of one type, one reading, and with nobody in whom they differ."""
    if (act.statement, act.type, act.polarity, act.modality) != (
        other.statement,
        other.type,
        other.polarity,
        other.modality,
    ):
        return False
    pairs = ((act.victim, other.victim), (act.perpetrator, other.perpetrator))
    return all(a is None or b is None or a.text == b.text for a, b in pairs) and (
        act.figure is None or other.figure is None or act.figure == other.figure
    )


def _open(
    parsed: Parsed,
    piece: Piece,
    tokens: Tokens,
    found: tuple[Sequence[Statement], Sequence[Figure]],
    whole: tuple[Theme, at.Scene],
) -> _Sentence:
    """`whole`: what the text as a whole is about, and what it says of places."""
    start, end = piece.passage.start + tokens.start_char, piece.passage.start + tokens.end_char
    touching = [s for s in found[0] if s.start < end and start < s.end]
    counted = [f for f in found[1] if start <= f.start < end]
    return _Sentence(parsed, piece, tokens, touching, counted, triggers.find(tokens, whole[0]), whole[1])


def _covered(sentence: _Sentence, figure: Figure) -> bool:
    return _innermost(sentence.statements, figure.start, figure.end) is not None


def _innermost(statements: Sequence[Statement], start: int, end: int) -> tuple[Statement, Span] | None:
    """The smallest statement one of whose parts covers these words, with that part."""
    covering = [(s, p) for s in statements for p in s.parts if p.start <= start and end <= p.end]
    return min(covering, key=lambda c: (sum(p.end - p.start for p in c[0].parts), c[0].id), default=None)


def _presumed(sentence: _Sentence, statement: Statement, word: Token) -> bool:
    """Whether what somebody feels or wants only presumes the act, so that it is told by whoever tells the sentence: "glad that soldiers left" is no
    report of the glad one's, nor is "decided to leave after they burned the house" or "voted against the guards who beat him"."""
    if statement.stance != "other" or statement.evidential not in _lexicon()["attitudes"] or not _past(word):
        return False
    if statement.cue_lemma in _lexicon()["factive"]:
        return True
    offset = sentence.piece.passage.start
    for t in (word, *word.ancestors):
        if statement.cue is not None and statement.cue.start <= offset + t.idx < statement.cue.end:
            return False
        after = t.dep_ == "advcl" and any(c.lower_ in _lexicon()["subordinate"] for c in t.children)
        if t.dep_ == "relcl" or after:
            return True
    return False


def _past(word: Token) -> bool:
    """Whether a verb says that something was or has been done."""
    return word.tag_ == "VBD" or any(
        c.dep_ in ("aux", "auxpass") and (c.tag_ == "VBD" or c.lemma_ == "have") for c in word.children
    )


def _describing(sentence: _Sentence, word: Token) -> Statement | None:
    """The statement whose speaker the words around `word` describe ("said Ada, who watched them take her brother"): it has this from her."""
    doer = roles.agent(word) if word.pos_ == "VERB" else None
    clauses = [t.head for w in (word, doer) if w for t in (w, *w.ancestors) if t.dep_ in ("relcl", "acl")]
    offset = sentence.piece.passage.start
    for statement in sentence.statements:
        span = statement.speaker
        if span is None or statement.mode == "own":
            continue
        for t in (t for t in sentence.tokens if span.start <= offset + t.idx < span.end):
            if t == word or any(t in (noun, noun.head) or t.head == noun for noun in clauses):
                return statement
    return None


def _accused(sentence: _Sentence, statement: Statement, trigger: Trigger) -> bool:
    """Whether the words for the speaker of a statement say that they are accused of the act themselves."""
    told = reality.read(trigger.head, *_edges(sentence, None), trigger.words)
    doer, offset = arguments.find(trigger).perpetrator, sentence.piece.passage.start
    themselves = doer is None or (
        statement.speaker is not None and offset + roles.phrase(doer, alone=True)[0].idx == statement.speaker.start
    )
    return told.modality == "alleged" and themselves


# ── one act ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _act(sentence: _Sentence, trigger: Trigger) -> Act | None:
    parsed, piece = sentence.parsed, sentence.piece
    span = parsed.span(piece, trigger.first, trigger.last)
    governing = [x for x in sentence.statements if not _presumed(sentence, x, trigger.head)]
    inner = _innermost(governing, span.start, span.end)
    describing = _describing(sentence, trigger.head) if inner is None else None
    if (
        describing is not None
        and describing.stance in ("denies", "doubts")
        and not _accused(sentence, describing, trigger)
    ):
        describing = None  # who "is accused of it" denies that; who "was held" denies something else
    if inner is None and describing is None and sentence.own is None:
        if not voice.speaks(sentence.piece, sentence.tokens):
            return None
        sentence.own = _own(sentence, "speaks of an act")
    statement = inner[0] if inner is not None else describing or sentence.own
    assert statement is not None
    first, last = _edges(sentence, inner[1] if inner is not None else None)
    reading = reality.read(trigger.head, first, last, trigger.words)
    if reading.polarity == "-" and _spared(trigger):
        return None
    who = arguments.find(trigger)
    if who.perpetrator is not None and _told(sentence, statement, trigger.head, who.perpetrator):
        who = who._replace(perpetrator=None, reasons=tuple(r for r in who.reasons if not r.startswith("perpetrator")))
    victim, doer = (_phrase(sentence, t, trigger) for t in (who.victim, who.perpetrator))
    stop = _cues(sentence)
    where, when = (
        at.find(parsed, piece, trigger, who.victim, stop, sentence.around),
        times.of(sentence.tokens, trigger.head, parsed.text.published, stop),
    )
    if (
        reading.modality in reality.REAL
        and reality.unspecific(trigger.head, who.victim)
        and (not (victim or doer or where or when) or (who.victim is not None and who.victim.lower_ == "you"))
    ):
        reading = reality.Reading(reading.polarity, "hypothetical", ("hypothetical: it is spoken of in general",))
    told = doer or where
    if reading.modality in reality.REAL and not told and (above := reality.aimed(trigger.head, who.victim)):
        why = f"hypothetical: “{above}” tells what is done about such acts, or who deals with them"
        reading = reality.Reading(reading.polarity, "hypothetical", (why,))
    modality = _modality(sentence, statement, trigger, (first, last), reading.modality)
    return Act(
        id=ids.name("act", parsed.text.document, span.start, span.end, trigger.type),
        document=parsed.text.document,
        statement=statement.id,
        type=trigger.type,
        trigger=span,
        polarity=reading.polarity,
        modality=modality,
        victim=victim,
        perpetrator=doer,
        place=where[0] if where else None,
        place_id=where[1].id if where and where[1] else "",
        places=where[1].parents if where and where[1] else (),
        time=_shift(sentence, when) if when else None,
        period=when.period if when else None,
        figure=_figure(sentence, trigger, victim),
        means=_phrase(sentence, arguments.means(trigger, stop), trigger),
        pronouns=_pointing(who),
        many=roles.many(who.victim) if who.victim is not None else 0,
        rule="A2 noun" if trigger.noun else "A1 verb",
        reasons=(
            f"“{trigger.pattern}” speaks of {trigger.type}",
            *(("told in the words that say who speaks",) if describing is not None else ()),
            *who.reasons,
            *reading.reasons,
        ),
    )


def _told(sentence: _Sentence, statement: Statement, word: Token, doer: Token) -> bool:
    """Whether `doer` is only who says it: the speaker, to whom the parse joined what they say that others did ("the group said that soldiers
    took him and still hold him"). Not who "admitted killing" or was "accused of" it."""
    speaker, at = statement.speaker, sentence.piece.passage.start + doer.idx
    if statement.mode == "own" or speaker is None or not speaker.start <= at < speaker.end:
        return False
    cues = _cues(sentence)
    below = next((t for t in (word, *word.ancestors) if t.head.i in cues and t.head != t), None)
    return below is not None and below.dep_ in ("conj", "ccomp", "advcl", "parataxis")


def _spared(trigger: Trigger) -> bool:
    """Whether nobody came to harm: "nobody died", "no one was hurt" tell how something ended and deny nothing."""
    harmed = roles.patient(trigger.head) or roles.subject(trigger.head) if not trigger.noun else None
    ended = trigger.type == "injury" or trigger.pattern in triggers.load().intransitive
    return ended and harmed is not None and (roles.nobody(harmed) or any(c.lower_ == "no" for c in harmed.children))


def _modality(sentence: _Sentence, statement: Statement, trigger: Trigger, edges: tuple[int, int], read: str) -> str:
    """The act's own modality; that of the statement where it has none; "future" for what somebody wants or vows to be done."""
    if read != "asserted":
        return read
    if reality.ruled(statement.cue_lemma):
        return "law"
    first, last = edges
    doc = trigger.head.doc
    above = trigger.head.head
    if trigger.noun and above.i in _cues(sentence) and trigger.head.dep_ == "dobj" and reality.wanted(above):
        return reality.wanted(above)  # "they feared an attack"
    if statement.mode == "own" or statement.stance not in ("calls-for", "other"):
        return statement.modality
    if doc[first].lower_ in ("to", "not"):
        return "future"
    top = _top(trigger.head, first, last)
    wanted = any(c.dep_ == "aux" and c.lower_ == "to" for c in top.children)
    outside = not first <= top.head.i <= last or top.head == top
    return "future" if outside and (wanted or statement.stance == "calls-for") else statement.modality


def _top(word: Token, first: int, last: int) -> Token:
    """The word at the head of what is wanted, as far as the act is itself what is wanted: not "an inquiry into the killing"."""
    while first <= word.head.i <= last and word.head != word:
        revived = word.dep_ == "dobj" and word.head.lemma_ in _lexicon()["revives"]
        if word.dep_ not in ("conj", "xcomp") and not revived:
            break
        word = word.head
    return word


def _edges(sentence: _Sentence, part: Span | None) -> tuple[int, int]:
    """The first and last token of what the statement says; the whole sentence where the document speaks itself."""
    if part is None:
        return sentence.tokens.start, sentence.tokens.end - 1
    offset = sentence.piece.passage.start
    inside = [t.i for t in sentence.tokens if part.start <= offset + t.idx < part.end]
    return inside[0], inside[-1]


def _cues(sentence: _Sentence) -> frozenset[int]:
    """The tokens of the sentence that are cues: verbs of saying, not of doing."""
    offset = sentence.piece.passage.start
    cues = [s.cue for s in sentence.statements if s.cue is not None]
    return frozenset(t.i for t in sentence.tokens for c in cues if c.start <= offset + t.idx < c.end)


def _phrase(sentence: _Sentence, token: Token | None, trigger: Trigger) -> Span | None:
    """The noun phrase of `token` in the text's words, without a possessive ending."""
    if token is None:
        return None
    first, last = roles.phrase(token)
    asks = first.tag_ in ("WRB", "WDT")
    while first.i < token.i and (first.i in trigger.words or (asks and first.lower_ in _lexicon()["asks"])):
        first = first.nbor()  # "how many people": whom the question is about
    before = token.doc[first.i : trigger.last.i + 1] if first.i <= trigger.last.i < token.i else ()
    if before and all(t.i in trigger.words or t.pos_ == "ADV" or t.text == "-" for t in before):
        first = trigger.last.nbor()  # "still-jailed journalist"
    while first.i < last.i and first.lower_ in _lexicon()["empty"] and first.nbor().tag_ not in ("JJR", "RBR"):
        first = first.nbor()  # "no resident", "any woman": whom a denial is about
    span = sentence.parsed.span(sentence.piece, first, last)
    for ending in ("'s", "’s", "'", "’"):
        if span.text.endswith(ending):
            return sentence.parsed.text.span(span.start, span.end - len(ending))
    return span


def _pointing(who: arguments.Arguments) -> tuple[str, ...]:
    """The arguments whose words only point at somebody."""
    return tuple(
        name
        for name, token in (("victim", who.victim), ("perpetrator", who.perpetrator))
        if token and roles.pronoun(token)
    )


def _shift(sentence: _Sentence, when: times.Time) -> Span:
    start = sentence.piece.passage.start + sentence.tokens.start_char
    return sentence.parsed.text.span(start + when.start, start + when.end)


def _figure(sentence: _Sentence, trigger: Trigger, victim: Span | None) -> str | None:
    """The figure that counts those who underwent the act, or its instances."""
    inside = [f for f in sentence.figures if victim is not None and victim.start <= f.start and f.end <= victim.end]
    same = [
        f
        for f in sentence.figures
        if f.counted == trigger.type and f.unit in ("persons", "households", "incidents", "share")
    ]
    at = sentence.piece.passage.start + trigger.head.idx
    nearest = min(inside or same, key=lambda f: abs(f.start - at), default=None)
    return nearest.id if nearest is not None else None


# ── what another sentence adds ─────────────────────────────────────────────────────────────────────────────────────────


def _infer(act: Act, before: Sequence[Act]) -> Act:
    """The act with place and time taken over from the closest sentence before it in the same paragraph, marked as inferred."""
    taken: dict[str, Any] = {}
    if act.place is None:
        nearest = next((a for a in reversed(before) if a.place is not None), None)
        if nearest is not None:
            taken |= {"place": nearest.place, "place_id": nearest.place_id, "places": nearest.places}
    if act.time is None:
        told = next((a for a in reversed(before) if a.period is not None and a.type == act.type), None)
        if told is not None:
            taken |= {"time": told.time, "period": told.period}
    if not taken:
        return act
    return structs.replace(act, **taken, inferred=tuple(k for k in ("place", "time") if k in taken))


def _teller(sentence: _Sentence, statement: str) -> str | None:
    """Who tells in a statement of the sentence what happened to them: the words for a speaker, "" for who wrote the text; None where nobody does."""
    said = next((s for s in sentence.statements if s.id == statement), None)
    if said is None:
        lived = any(t.lower_ in _lexicon()["selves"] and t.text != "US" for t in sentence.tokens)
        return "" if lived else None
    if not said.experienced or said.speaker is None:
        return None
    return said.speaker.text.casefold().split()[-1]  # "Ilen Sarko" is Sarko after that


def _settings(sentence: _Sentence, told: Mapping[str, testimony.Setting]) -> dict[str, testimony.Setting]:
    """Where and when those who tell of themselves are after this sentence."""
    new: dict[str, testimony.Setting] = {}
    if "" in told and _others(sentence):
        new[""] = testimony.NOWHERE
    mine = [a for a in sentence.acts if a.victim is not None and a.victim.text.casefold() in _lexicon()["selves"]]
    for act in mine:
        teller = _teller(sentence, act.statement)
        if teller is not None:
            new[teller] = testimony.after(told.get(teller, testimony.NOWHERE), sentence.tokens, testimony.of(act))
    subject = roles.subject(sentence.tokens.root)
    if not new and not sentence.statements and subject is not None and subject.lower_ in _lexicon()["selves"]:
        return {"": testimony.after(told.get("", testimony.NOWHERE), sentence.tokens, _stay(sentence))}
    if not new and "" in told:
        return {"": testimony.after(told[""], sentence.tokens, testimony.NOWHERE)}
    return new


def _others(sentence: _Sentence) -> bool:
    """Whether somebody else comes in, of whom the next "I" may be: "Ada said", "She told us:"."""
    selves = _lexicon()["selves"]
    quoted = any(s.speaker is not None and s.speaker.text.casefold() not in selves for s in sentence.statements)
    return quoted or sentence.tokens.text.rstrip().endswith(":")


def _stay(sentence: _Sentence) -> testimony.Setting:
    """Where and when a sentence without acts says that its subject was: "In 2018 I worked in Tolm"."""
    root = sentence.tokens.root
    word = Trigger("", root, root, root, False, "", frozenset((root.i,)))
    where = at.find(sentence.parsed, sentence.piece, word, None, frozenset(), sentence.around)
    when = times.of(sentence.tokens, root, sentence.parsed.text.published)
    here, known = where if where is not None else (None, None)
    return testimony.Setting(
        place=here,
        place_id=known.id if known is not None else "",
        places=known.parents if known is not None else (),
        time=_shift(sentence, when) if when else None,
        period=when.period if when else None,
    )


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    raw = lexicon.load("en", "acts")
    return {
        "empty": frozenset(raw["above"]["empty"]),
        "asks": frozenset(raw["above"]["asks"]),
        "revives": frozenset(raw["light"]["revives"]),
        "selves": frozenset(raw["experience"]["selves"]),
        **{name: frozenset(raw["presumed"][name]) for name in ("attitudes", "factive", "subordinate")},
    }


def _own(sentence: _Sentence, why: str, rule: str = "own-voice") -> Statement:
    return voice.own(sentence.parsed, sentence.piece, sentence.tokens, voice.Why(why, rule, tuple(sentence.triggers)))
