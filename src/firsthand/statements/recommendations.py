"""R14: lists of recommendations, each signed by the states that make it: "12.3. Ratify the Convention (Chile, Peru);".

The form of the reports of the Universal Periodic Review, and of other lists so written: numbered items that end in brackets in which
there is nothing but names of states. An item may hold several recommendations, each with its own brackets. A text has such
a list where at least `LIST` items are signed; brackets anywhere else are left alone. What is said is the words between the number
(or the brackets before) and the brackets; each state in the brackets says it: one statement for each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from firsthand import ids
from firsthand.documents.record import Span, Text
from firsthand.statements.record import Mention, Statement
from firsthand.vocabulary.places import country, people

LIST = 3
"""So many signed items make a list."""

ALONE = 4
"""Words before brackets in the middle of a sentence that are a recommendation by themselves; fewer are its beginning only."""

RULE = "R14"
READ = ("paragraph", "row", "heading", "caption")
"""Kinds of passages in which an item may stand: a short one looks like a heading, one with brackets at its end like a caption."""

_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)\]])(?=\s|[A-Z]|$)\s*")
_NOTE = re.compile(r"(?:\*+|\d{1,3})\s*[A-Z“\"']")
_BRACKETS = re.compile(r"\(\s*([^\W\d_](?:[^()]|\([^()]{2,60}\)){1,1500}?)\s*\)")
_AFTER = re.compile(r"\s*\d{0,3}\s*(?:$|[;.,:(]|and\b|or\b|[*†‡])")
_BETWEEN = re.compile(r"(?:\s|\d{1,3}(?=\s*[;.,])|[;.,:*†‡]|\b(?:and|or)\b)*")
_SPACE = re.compile(r"\s*")
_LETTER = re.compile(r"\(?[a-z]\)\s+")
_LETTERED = re.compile(r"[;,]\s*(?:and\s+)?\(([a-z])\)\s+")
_JOINT = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")
_STATE = re.compile(r"([^()]+?)\s*\(\s*[^()]+\bof\s*\)")


@dataclass
class _Item:
    """A numbered item: its words as one string, and where each stretch of them stands in the text (place in the string, in the text)."""

    words: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, start: int, end: int) -> None:
        if self.words:
            self.words += "\n"
        self.places.append((len(self.words), start))
        self.words += text[start:end]

    def at(self, i: int) -> int:
        """The place in the text of character `i` of the words."""
        here, there = self.places[bisect_right(self.places, (i, 1 << 62)) - 1]
        return there + i - here

    def spans(self, start: int, end: int, text: Text) -> tuple[Span, ...]:
        """Words `start`:`end` as spans of the text, one for each passage that they run through."""
        bounds = [p for p, _ in self.places if start < p < end]
        edges = zip([start, *bounds], [*bounds, end], strict=True)
        out = [text.span(self.at(a), self.at(b - 1) + 1) for a, b in edges if self.words[a:b].strip()]
        return tuple(s for s in out if s.text)


@dataclass(frozen=True)
class _Signed:
    """A recommendation in an item: the stretches of its words, and the names of those who sign it."""

    parts: tuple[tuple[int, int], ...]
    names: tuple[tuple[int, int], ...]
    last: bool


def find(text: Text) -> tuple[Statement, ...]:
    """The recommendations of `text`, in order; nothing where it holds no list of signed items."""
    if text.text.count(")") < LIST:
        return ()
    read = [(item, list(_signed(item))) for item in _items(text)]
    if sum(1 for _, found in read if found and found[-1].last) < LIST:
        return ()
    return tuple(s for item, found in read for r in found for s in _statements(item, r, text))


def within(found: Sequence[Statement], recommended: Sequence[Statement]) -> list[Statement]:
    """All in order of place: what was found inside a recommendation is reported in it, and what overlaps its edge was misread."""
    out = list(recommended)
    edges = sorted({(r.content.start, r.content.end): r for r in reversed(recommended)}.items())
    starts = [start for (start, _), _ in edges]
    for s in found:
        at = bisect_right(starts, s.end - 1) - 1
        (start, end), held = edges[at] if at >= 0 else ((0, 0), s)
        if at < 0 or s.start >= max(end, held.end):
            out.append(s)
        elif start <= s.start and s.end <= end:
            out.append(s if s.parent else structs.replace(s, parent=held.id))
    kept = {s.id for s in out}
    return sorted((s for s in out if s.parent is None or s.parent in kept), key=lambda s: (s.start, s.end))


def named(found: Sequence[Mention], recommended: Sequence[Statement], text: Text) -> tuple[Mention, ...]:
    """The mentions of a text with each state that signs as one name: a parser of sentences makes two of "Trinidad and Tobago"."""
    signs = {(s.speaker.start, s.speaker.end): s.speaker for s in recommended if s.speaker is not None}
    if not signs:
        return tuple(found)
    places = sorted(signs)
    kept: list[Mention] = []
    sentence = 0
    last = 0
    for m in sorted(found, key=lambda m: (m.place.start, m.place.end)):
        while last < len(places) and places[last][0] <= m.place.start:
            kept.append(_name(signs[places[last]], text, sentence))
            last += 1
        if not (last and m.place.start < places[last - 1][1]) and not (
            last < len(places) and places[last][0] < m.place.end
        ):
            kept.append(m)
        sentence = m.sentence
    kept += [_name(signs[place], text, sentence) for place in places[last:]]
    return tuple(kept)


def _name(signer: Span, text: Text, sentence: int) -> Mention:
    """The mention of a state that signs: its name without the form of government in brackets."""
    bare = _STATE.fullmatch(signer.text)
    place = text.span(signer.start, signer.start + bare.end(1)) if bare is not None else signer
    passage = bisect_right(text.passages, place.start, key=lambda p: p.start) - 1
    return Mention(
        id=ids.name("mention", text.document, place.start, place.end),
        document=text.document,
        place=place,
        form="name",
        head=place.text.split()[-1],
        label="GPE",
        number="sing",
        sentence=sentence,
        passage=passage,
    )


def _items(text: Text) -> Iterator[_Item]:
    """The numbered items, each with the passages that go on with it; footnotes are passed over."""
    item: _Item | None = None
    for p in text.passages:
        if p.kind not in READ:
            continue
        number = _NUMBER.match(text.text, p.start, p.end)
        if number is not None:
            if item is not None:
                yield item
            item = _Item()
        elif item is None or (item.words and _NOTE.match(text.text, p.start, p.end)):
            continue
        start = number.end() if number is not None else p.start
        if start < p.end:
            item.add(text.text, start, p.end)
    if item is not None:
        yield item


def _signed(item: _Item) -> Iterator[_Signed]:
    """The recommendations in an item: the words before each run of brackets that hold nothing but names of states."""
    words, start = item.words, _skip(item.words, 0)
    before: list[tuple[int, int]] = []  # words that go on behind brackets: "Train the police (Peru) in Osk (Chile)"
    joint: list[_Signed] = []  # "Sign (Peru) / ratify (Chile) the Convention"
    for first, end, names in _runs(words):
        if first < start:
            continue
        stretch = (start, first)
        goes_on = not _AFTER.match(words, end)
        if words.startswith("/", _blank(words, end)) or (joint and goes_on):
            joint.append(_Signed((stretch,), names, last=False))
            start = _blank(words, end) + 1
            if words[start - 1] != "/":
                tail = _tail(words, end)
                yield from (_Signed((*s.parts, tail), s.names, last=tail[1] >= len(words.rstrip(" ;."))) for s in joint)
                start, joint = _skip(words, _between(words, tail[1])), []
        elif not goes_on or len(words[start:first].split()) >= ALONE:
            after = _between(words, end)
            if before or goes_on:
                yield _Signed((*before, stretch), names, last=after >= len(words))
            else:
                yield from (_Signed((part,), names, last=after >= len(words)) for part in _lettered(words, *stretch))
            before = [*before, stretch] if goes_on else []
            start = end if goes_on else _skip(words, after)


def _runs(words: str) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Brackets that hold nothing but names of states, those that stand side by side as one: start, end, names."""
    run: list[tuple[int, int]] = []
    first = end = 0
    for m in _BRACKETS.finditer(words):
        names = _names(m[1], m.start(1))
        if run and (not names or _blank(words, end) != m.start()):
            yield first, end, tuple(run)
            run = []
        if names:
            first, end = (first if run else m.start()), m.end()
            run += names
    if run:
        yield first, end, tuple(run)


def _tail(words: str, start: int) -> tuple[int, int]:
    """The words from `start` to the end of the recommendation."""
    end = words.find(";", start)
    return start, len(words.rstrip(" .")) if end < 0 else end


def _lettered(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands before brackets, parted at "; (b)": (a), (b), (c) in their order are recommendations of their own."""
    at, letter = start, "b"
    for m in _LETTERED.finditer(words, start, end):
        if m[1] == letter:
            yield at, m.start()
            at, letter = m.end(), chr(ord(letter) + 1)
    if words[at:end].strip():
        yield at, end


def _blank(words: str, at: int) -> int:
    """The place of the first character from `at` on that is no white space."""
    m = _SPACE.match(words, at)
    return m.end() if m is not None else at


def _between(words: str, at: int) -> int:
    """Where the next recommendation begins behind brackets."""
    m = _BETWEEN.match(words, at)
    return m.end() if m is not None else at


def _skip(words: str, at: int) -> int:
    m = _LETTER.match(words, at)
    return m.end() if m is not None else at


def _names(inside: str, at: int) -> list[tuple[int, int]]:
    """Where the names of states stand in the words between brackets, which stand at `at`; none where anything else is there too."""
    cuts = [(0, 0), *(m.span() for m in _JOINT.finditer(inside)), (len(inside), len(inside))]
    out, i = [], 0
    while i < len(cuts) - 1:
        start = cuts[i][1]
        k = next((k for k in range(min(i + 3, len(cuts) - 1), i, -1) if _state(inside[start : cuts[k][0]])), 0)
        if not k:
            return []
        out.append((at + start, at + cuts[k][0]))
        i = k
    return out


def _state(words: str) -> bool:
    """Whether the words are the name of one state: "Peru", "Bolivia (Plurinational State of)"."""
    flat = " ".join(words.split())
    bare = _STATE.fullmatch(flat)
    name = bare[1] if bare is not None else flat
    return country(name) is not None and not people(name)


def _statements(item: _Item, found: _Signed, text: Text) -> Iterator[Statement]:
    parts = tuple(s for a, b in found.parts for s in item.spans(a, b, text))
    if not parts or not any(c.isalpha() for p in parts for c in p.text) or _NOTE.match(item.words, found.parts[0][0]):
        return
    for a, b in found.names:
        speaker = text.span(item.at(a), item.at(b - 1) + 1)
        yield Statement(
            id=ids.name("statement", text.document, parts[0].start, speaker.end, None, RULE),
            document=text.document,
            start=parts[0].start,
            end=max(speaker.end, parts[-1].end),
            speaker=speaker,
            cue=None,
            content=text.span(parts[0].start, parts[-1].end),
            parts=parts,
            mode="indirect",
            stance="calls-for",
            rule=RULE,
            cue_lemma="recommend",
            evidential="call",
            reasons=("an item of a list, signed in brackets", "speaker: the state in the brackets"),
        )
