"""Statements by surface rules, for languages without a parser: words and punctuation alone, from `language/XX/statements.toml`.

ES-1  a speaker, a reporting verb and a clause with "que" ("El alcalde dijo que …", "Dijo el alcalde que …", "Dijo que …")
ES-2  according to ("Según X, …", "…, según X", "de acuerdo con X")
ES-3  a quotation beside a reporting verb (“…”, dijo X; X dijo: «…»; —… —dijo X—)
ES-4  a denial of charges ("negó las acusaciones")

Spans are exact. A speaker is named only where the words beside the verb are a noun phrase by their form; who that is, is found out for
names only. The rules are ids of Spanish; another language brings its own folder.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand import ids
from firsthand.documents.record import Passage, Span, Text
from firsthand.statements.cues import Cue
from firsthand.statements.phrases import (
    BREAK,
    SPEAKER,
    WORD,
    Words,
    backward,
    bare,
    forward,
    is_noun,
    phrase,
    skip,
    subject,
    trim,
    words,
)
from firsthand.statements.record import Mention, Mode, Stance, Statement

NEAR = 200
"""Characters from a quotation within which its reporting verb stands."""
LONG = 4_000
"""A "sentence" of more characters is a list or a text without stops, and is not read."""
SHORT = 3
"""A quotation of fewer words is a title or a scare quote."""

_QUOTED = re.compile(r"«[^«»]+»?|“[^“”]+”?|\"[^\"]+\"?|‹[^‹›]+›?")
_DASHED = re.compile(r"(?:(?<=\n)|^)\s*[—–](?P<said>[^—–\n]+?)[—–](?P<clause>[^—–\n]+?)(?:[—–]|$)")
_INFINITIVE = re.compile(r"[aeií]r(?:se|l[aeo]s?|me|nos)?$")
_STOPS = re.compile(r"[.!?…]+[\"”»)\]]*(?=\s+[\"“«(¿¡—–]?\s*[A-ZÁÉÍÓÚÑ0-9]|\s*$)")


class Found(NamedTuple):
    """A statement as offsets into the text: cue, speaker and the parts of the content."""

    rule: str
    cue: tuple[int, int]
    speaker: tuple[int, int] | None
    parts: tuple[tuple[int, int], ...]
    kind: Cue
    verb: str
    because: str


def extract(text: Text) -> tuple[tuple[Statement, ...], tuple[Mention, ...]]:
    """The statements of a Text in a language with surface rules, and the names of their speakers, in order of place."""
    known = words(text.language)
    out: list[Statement] = []
    for p in text.passages:
        if p.kind in ("paragraph", "row"):
            out.extend(_statement(text, f, known) for f in _passage(text.text, p, known))
    named = {s.speaker.start: s.speaker for s in out if s.speaker is not None}
    labels = [(place, _label(place.text, known)) for _, place in sorted(named.items())]
    return tuple(out), tuple(_mention(text, place, label) for place, label in labels if label)


def _apart(found: Sequence[Found]) -> Iterator[Found]:
    """Without those whose cue stands in the cue or the quotation of another: quotations are the surest."""
    taken: list[Found] = []
    for f in sorted(found, key=lambda f: (f.rule != "ES-3", f.cue)):
        quoted = (part for o in taken if o.rule == "ES-3" for part in o.parts)
        if not any(_meet(f.cue, o.cue) for o in taken) and not any(_meet(f.cue, part) for part in quoted):
            taken.append(f)
    yield from sorted(taken, key=lambda f: f.cue)


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def sentences(text: str, start: int, end: int, known: Words) -> Iterator[tuple[int, int]]:
    """The sentences between two offsets, trimmed; a full stop behind an abbreviation or inside a quotation ends none."""
    quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
    at = start
    for m in _STOPS.finditer(text, start, end):
        before = WORD.findall(text, max(start, m.start() - 12), m.start())
        short = m.group() == "." and before and before[-1] in known.abbreviations
        if not short and not _inside(quoted, m.start(), m.end()):
            yield trim(text, at, m.end())
            at = m.end()
    if text[at:end].strip():
        yield trim(text, at, end)


def _inside(ranges: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the ranges, which are in order and apart, begins before `start` and ends behind `end`."""
    k = bisect_left(ranges, (start, -1)) - 1
    return k >= 0 and end < ranges[k][1]


def _passage(text: str, p: Passage, known: Words) -> Iterator[Found]:
    quoted = [m.span() for m in _QUOTED.finditer(text, p.start, p.end)]
    spoken = [f for m in _DASHED.finditer(text, p.start, p.end) for f in _dashed(text, m, known)]
    for start, end in sentences(text, p.start, p.end, known):
        if end - start > LONG:
            continue
        inside = quoted[bisect_left(quoted, (start, -1)) : bisect_left(quoted, (end, -1))]
        here = [f for f in spoken if start <= f.cue[0] < end]
        sentence = (start, end)
        for read in (_quotations, _clauses, _according):
            here += read(text, sentence, inside, known)
        yield from _apart(here)


# ---- ES-1, ES-4 -------------------------------------------------------------------------------------------------------


def _clauses(text: str, sentence: tuple[int, int], quoted: Sequence[tuple[int, int]], known: Words) -> Iterator[Found]:
    tokens = list(WORD.finditer(text, *sentence))
    last = -1
    for n, t in enumerate(tokens):
        kind = known.verbs.get(t[0].lower())
        if kind is None or n <= last or _inside(quoted, t.start(), t.start()) or is_noun(tokens, n, known):
            continue
        first = _first(text, tokens, n, known)
        behind = _behind(text, tokens, n, known)
        if behind is not None:
            that, speaker, infinitive = behind
            if speaker is None:
                speaker = subject(text, tokens, first, known)
            begin = tokens[that].start()
            parts = ((begin, _close(text, begin, sentence[1], quoted)),)
            if infinitive and kind.stance != "calls-for":
                continue
            yield Found(
                "ES-1", (tokens[first].start(), t.end()), speaker, parts, kind, t[0].lower(), f"“{t[0]}” with a clause"
            )
            last = that
        elif kind.stance == "denies" and n + 2 < len(tokens) and tokens[n + 2][0].lower() in known.denied:
            begin = tokens[n + 1].start()
            stop = BREAK.search(text, begin, sentence[1])
            parts = (trim(text, begin, bare(text, begin, stop.start() if stop else sentence[1])),)
            speaker = subject(text, tokens, first, known)
            yield Found(
                "ES-4", (tokens[first].start(), t.end()), speaker, parts, kind, t[0].lower(), f"“{t[0]}” with charges"
            )


def _first(text: str, tokens: Sequence[re.Match[str]], n: int, known: Words) -> int:
    """Where the cue begins: its auxiliaries, negation and clitics are part of it."""
    first = n
    while first and tokens[first - 1][0].lower() in known.auxiliaries | known.negation | known.clitics | known.adverbs:
        if BREAK.search(text, tokens[first - 1].end(), tokens[first].start()):
            break
        if tokens[first - 1][0].lower() in known.begins and tokens[first - 1][0][0].isupper():
            break
        first -= 1
    return first


def _behind(
    text: str, tokens: Sequence[re.Match[str]], n: int, known: Words
) -> tuple[int, tuple[int, int] | None, bool] | None:
    """The word with which the clause behind the verb begins, the speaker between them if one stands there, and whether it is an infinitive."""
    for k in range(n + 1, min(n + SPEAKER, len(tokens))):
        between = text[tokens[k - 1].end() : tokens[k].start()]
        low = tokens[k][0].lower()
        if re.search(r"[.;:()]", between):
            return None
        if low in known.that:
            if k == n + 1:
                return k, None, False
            a, b = trim(text, tokens[n + 1].start(), tokens[k - 1].end())
            said = phrase(text, a, b, known) if tokens[n + 1][0].lower() not in known.behind else None
            return k, said, False
        if k == n + 1 and low == "a" and k + 1 < len(tokens) and _INFINITIVE.search(tokens[k + 1][0]):
            return (k, None, True)
        if k > n + 1 and low in known.verbs and "," not in between:
            return None
    return None


# ---- ES-2 -------------------------------------------------------------------------------------------------------------


def _according(
    text: str, sentence: tuple[int, int], quoted: Sequence[tuple[int, int]], known: Words
) -> Iterator[Found]:
    start, end = sentence
    kind = Cue("say", "say", "alleges")
    for m in known.according.finditer(text, start, end):
        if _inside(quoted, m.start(), m.start()):
            continue
        stop = BREAK.search(text, m.end(), end)
        close = bare(text, m.end(), stop.start() if stop else end)
        speaker = phrase(text, *trim(text, m.end(), close), known, governed=True)
        if speaker is None:
            continue
        before = trim(text, start, m.start())
        before = (before[0], before[0] + len(text[slice(*before)].rstrip(" ,;—–")))
        after = (skip(text, speaker[1], end), bare(text, speaker[1], end))
        parts = tuple(r for r in (before, after) if WORD.search(text, *r))
        if parts:
            yield Found("ES-2", m.span(), speaker, parts, kind, m[0].lower(), f"“{m[0]}”")


# ---- ES-3 -------------------------------------------------------------------------------------------------------------


def _quotations(
    text: str, sentence: tuple[int, int], quoted: Sequence[tuple[int, int]], known: Words
) -> Iterator[Found]:
    for q in quoted:
        if len(WORD.findall(text, *q)) < SHORT:
            continue
        after = re.compile(r"[,.]?\s*").match(text, q[1])
        behind = list(WORD.finditer(text, after.end() if after else q[1], min(sentence[1], q[1] + NEAR)))[:SPEAKER]
        parted = any(mark in text[q[1] - 2 : q[1] + 1] for mark in ",!?…")
        found = _inverted(text, behind, known) if parted else None
        if found is not None and not BREAK.search(text, after.end() if after else q[1], found[0][0]):
            cue, speaker, kind, verb = found
            rest = [r for r in quoted if r[0] >= max(cue[1], speaker[1] if speaker else 0)]
            joined = tuple(r for r in rest[:1] if not WORD.search(text, speaker[1] if speaker else cue[1], r[0]))
            yield Found("ES-3", cue, speaker, (q, *joined), kind, verb, "a quotation and a reporting verb behind it")
            continue
        lead = list(WORD.finditer(text, max(sentence[0], q[0] - NEAR), q[0]))
        colon = text[lead[-1].end() : q[0]].strip() if lead else ""
        for n in range(len(lead) - 1, max(-1, len(lead) - SPEAKER), -1):
            kind_ = known.verbs.get(lead[n][0].lower())
            if kind_ is not None and colon == ":" and not is_noun(lead, n, known):
                first = _first(text, lead, n, known)
                named = phrase(text, lead[n + 1].start(), lead[-1].end(), known) if n + 1 < len(lead) else None
                speaker = named or subject(text, lead, first, known)
                yield Found(
                    "ES-3",
                    (lead[first].start(), lead[n].end()),
                    speaker,
                    (q,),
                    kind_,
                    lead[n][0].lower(),
                    "a reporting verb, a colon and a quotation",
                )
                break


def _inverted(
    text: str, behind: Sequence[re.Match[str]], known: Words
) -> tuple[tuple[int, int], tuple[int, int] | None, Cue, str] | None:
    """The reporting verb right behind a quotation, and the speaker behind that."""
    for n, t in enumerate(behind[:4]):
        low = t[0].lower()
        kind = known.verbs.get(low)
        if kind is not None and not t[0][0].isupper():
            first = _first(text, behind, n, known)
            before = backward(text, behind, first - 1, known) if first else None
            if first and before is None:
                return None
            return (behind[first].start(), t.end()), before or forward(text, behind, n + 1, known), kind, low
        if low in known.breaks and low not in known.auxiliaries:
            return None
    return None


def _dashed(text: str, m: re.Match[str], known: Words) -> Iterator[Found]:
    """ "—No vimos nada —dijo la vecina—": a line of dialogue."""
    clause = list(WORD.finditer(text, *m.span("clause")))[:SPEAKER]
    found = _inverted(text, clause, known)
    if found is not None and len(WORD.findall(m["said"])) >= 1:
        cue, speaker, kind, verb = found
        yield Found(
            "ES-3", cue, speaker, (trim(text, *m.span("said")),), kind, verb, "a line of dialogue and a reporting verb"
        )


# ---- records ----------------------------------------------------------------------------------------------------------


def _close(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> int:
    """Where a content that begins at `start` ends: without the full stop, unless a quotation holds that."""
    return end if any(b == end for _, b in quoted) else bare(text, start, end)


def _statement(text: Text, f: Found, known: Words) -> Statement:
    parts = tuple(text.span(a, b) for a, b in f.parts)
    speaker = text.span(*f.speaker) if f.speaker is not None else None
    cue = text.span(*f.cue)
    hull = [s for s in (speaker, cue, *parts) if s is not None]
    start, end = min(s.start for s in hull), max(s.end for s in hull)
    said = " ".join(p.text for p in parts)
    stance, because = _stance(f, cue, speaker, known)
    hedges = tuple(
        text.span(*m.span()) for a, b in f.parts for m in WORD.finditer(text.text, a, b) if m[0].lower() in known.hedges
    )
    levels = [known.hedges[h.text.lower()] for h in hedges]
    level = next((x for x in ("alleged", "possible", "probable") if x in levels), "asserted")
    plain = re.match(r"(?:que\s+)?no\b", parts[0].text, re.IGNORECASE) is not None
    label = next((k for k, of in known.evaluations.items() if any(p in said.lower() for p in of)), "")
    return Statement(
        id=ids.name("statement", text.document, start, end, cue.start, f.rule),
        document=text.document,
        start=start,
        end=end,
        speaker=speaker,
        cue=cue,
        content=text.span(parts[0].start, parts[-1].end),
        parts=parts,
        mode=_mode(said, f.rule),
        stance=stance,
        rule=f.rule,
        cue_lemma=f.verb,
        evidential=f.kind.evidential,
        polarity="-" if plain else "+",
        modality=level,
        hedges=hedges,
        evaluation=label,
        reasons=(f.because, "by the form of the words, without a parser", *because),
    )


def _mode(said: str, rule: str) -> Mode:
    if rule == "ES-3":
        return "direct"
    return "mixed" if _QUOTED.search(said) else "indirect"


def _stance(f: Found, cue: Span, speaker: Span | None, known: Words) -> tuple[Stance, tuple[str, ...]]:
    negated = any(w.lower() in known.negation for w in WORD.findall(cue.text))
    if speaker is not None and WORD.findall(speaker.text)[0].lower() in known.nobody:
        return "other", ("nobody says so",)
    if negated and f.kind.stance == "denies":
        return "other", ("a denial that is denied is not made",)
    if negated and f.verb.startswith(known.unverifiable):
        return "doubts", ("could not be confirmed",)
    if negated:
        return "other", ("not said",)
    return f.kind.stance, ()


def _label(words_: str, known: Words) -> str:
    """What a speaker's words name, if they are a name by their form: a person (two capitals or more), a body; "" where they are none."""
    inside = WORD.findall(words_)
    proper = all(w[0].isupper() or w.lower() in known.joints for w in inside)
    if not proper or inside[0].lower() in known.begins | known.pronouns:
        return ""
    if any(w.lower() in known.bodies for w in inside) or (len(inside) == 1 and len(words_) > 1 and words_.isupper()):
        return "ORG"
    return "PERSON" if sum(w[0].isupper() for w in inside) > 1 else ""


def _mention(text: Text, place: Span, label: str) -> Mention:
    passage = next(n for n, p in enumerate(text.passages) if p.start <= place.start < p.end)
    return Mention(
        id=ids.name("mention", text.document, place.start, place.end),
        document=text.document,
        place=place,
        form="name",
        head=WORD.findall(place.text)[-1],
        label=label,
        role="subject",
        passage=passage,
    )
