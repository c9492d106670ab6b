"""What one document holds for the question who is who: mentions by place, sentences, bodies, quotations, its own voice."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge

from firsthand.documents.record import Span, Text
from firsthand.origins import bodies
from firsthand.origins.names import fold
from firsthand.origins.record import SpeakerKind
from firsthand.origins.words import words
from firsthand.statements.record import Mention, Statement

_MADE = re.compile(r"-[a-z]")
"""What makes of a name a word for something else ("Gaza-based")."""
_ALONE = re.compile(r"\(([A-Z][\w-]{1,15})\)")
_KIND = re.compile(r"\s(?!who\b|in\b|of\b|from\b|at\b|and\b|with\b|on\b|for\b|to\b)[\w-]+")
"""What follows a name that only tells which of a kind speaks ("the New Osk senator")."""
_TITLES = re.compile(r"\s(?:[A-Z][\w.-]*\s)*")
_ROLE = re.compile(r"\s(?:(?!(?:and|or|of|for|by|to|in|on|at|from|with)\b)[a-z-]+\s){0,2}([a-z-]+)\s")
"""The same with a role in small letters: "Osk Institute senior fellow Jane Roe"."""
_OFFICE = re.compile(r"\s(?:[A-Z][\w.]*\s)*?([A-Z][\w.]*)\s(?:of|for)\s(?:the\s)?(?:(?:and\s)?[A-Z][\w.]*\s)*")
"""The same with an office of several words: "Vardenian Minister of Trade and Industry Jane Roe"."""

_COMPLEMENT = re.compile(r"\s(?:for|of|with|from|close\sto|familiar\swith)\s[^,;:()“”\"]{2,60}$")
_PLACED = re.compile(r"\b(?:in|at|near|outside|into|from|village of|town of|city of)\s+(?=(\w*))")
FAR = 200
"""Sentences before a mention that are gone back through for who was named: the whole of an article, not of a book."""
MANY = 500
"""So many mentions of one word are gone back through for what it stands for: further back it is told by nothing."""


@dataclass(frozen=True)
class Who:
    """Somebody or something that can speak. `key` is the same wherever it is the same speaker.

    A key with "@" holds only inside the document named in it: a surname alone, an unnamed group.
    `principal` is whom it speaks for.
    """

    key: str
    kind: SpeakerKind
    name: str
    principal: Who | None = None


@dataclass(frozen=True)
class Found:
    """Who a mention refers to, by which rule, and why."""

    who: Who
    rule: str
    because: str


def _back(places: Sequence[int], end: int) -> Iterator[int]:
    """The last of `places` before `end`, MANY at most, last first."""
    at = bisect_left(places, end)
    return (places[i] for i in range(at - 1, max(-1, at - 1 - MANY), -1))


def _small(m: Mention) -> bool:
    """Whether the tagger took a small word for a name ("Norland's foreign ministry")."""
    return m.form == "name" and m.label == "" and m.place.text.islower()


class Scene:
    """One document with its mentions in order of place. Mentions in captions take no part in what follows them."""

    def __init__(self, text: Text, mentions: Iterable[Mention], statements: Iterable[Statement]) -> None:
        self.text = text
        self.mentions: Sequence[Mention] = sorted(mentions, key=lambda m: (m.place.start, -m.place.end))
        self.statements: Sequence[Statement] = sorted(statements, key=lambda s: (s.start, -s.end, s.id))
        self.bodies = bodies.find(text.text) if self.mentions else ()
        self._starts = [m.place.start for m in self.mentions]
        self._at = {(m.place.start, m.place.end): m for m in self.mentions}
        self._body_starts = [b.start for b in self.bodies]
        self._by_sentence: defaultdict[int, list[Mention]] = defaultdict(list)
        for m in self.mentions:
            if self.flows(m):
                self._by_sentence[m.sentence].append(m)
        self._sentences = sorted(self._by_sentence)
        self._visited: dict[str, bool] = {}
        self._direct = [s for s in self.statements if s.mode in ("direct", "mixed")]
        self._parts = sorted((p.start, p.end, i) for i, s in enumerate(self._direct) for p in s.parts)
        self._part_starts = [p[0] for p in self._parts]
        self._told = [s for s in self.statements if s.speaker is not None]
        self._told_starts = [s.start for s in self._told]
        self._cues = {(s.speaker.start, s.speaker.end): s for s in self._told if s.speaker is not None}
        for s in self._told:  # "Jan Roe, who runs a school, said": Jan Roe speaks
            chief = self.bearer(s.speaker) if s.speaker is not None else None
            behind = text.text[chief.place.end : s.speaker.end] if chief is not None and s.speaker is not None else ""
            kind = chief is not None and chief.form == "name" and chief.label != "NORP" and _KIND.match(behind)
            if chief is not None and not kind:
                self._cues.setdefault((chief.place.start, chief.place.end), s)
                for same in chief.same_as if chief.form != "pronoun" else ():
                    self._cues.setdefault((same.start, same.end), s)

    @cached_property
    def bracketed(self) -> frozenset[str]:
        """Single names that stand alone in brackets somewhere ("Guild of Osk Bakers (Gosba)")."""
        return frozenset(_ALONE.findall(self.text.text))

    @cached_property
    def borne(self) -> frozenset[str]:
        """The words of which the names are made, folded."""
        return frozenset(w for m in self.mentions if m.form == "name" for w in fold(m.place.text).split())

    @cached_property
    def acting(self) -> frozenset[str]:
        """The words of mentions that somewhere do or own something."""
        return frozenset(m.place.text for m in self.mentions if m.role in ("subject", "agent", "possessor"))

    @cached_property
    def _by_word(self) -> Mapping[str, list[int]]:
        """Where in `mentions` each word stands, folded."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for i, m in enumerate(self.mentions):
            for word in dict.fromkeys(fold(m.place.text).split()):
                found[word].append(i)
        return found

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """Where something is spoken of as a place, by the word that stands there."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for before in _PLACED.finditer(self.text.text):
            found[before.group(1)].append(before.end())
        return found

    def visited(self, name: str) -> bool:
        """Whether the document speaks of something as a place ("in Marin")."""
        if name not in self._visited:
            here = re.compile(re.escape(name) + r"\b")
            places = self._places.get(re.split(r"\W", name, maxsplit=1)[0], ())
            self._visited[name] = any(here.match(self.text.text, at) for at in places)
        return self._visited[name]

    def begins_body(self, start: int) -> bool:
        """Whether the list of bodies knows the name that begins here."""
        i = bisect_left(self._body_starts, start)
        return self._body_starts[i : i + 1] == [start]

    def flows(self, mention: Mention) -> bool:
        """Whether the mention stands in the running text."""
        passages = self.text.passages
        if not 0 <= mention.passage < len(passages):
            return True
        return passages[mention.passage].kind in ("paragraph", "row")

    def at(self, span: Span) -> Mention | None:
        """The mention at exactly these offsets."""
        return self._at.get((span.start, span.end))

    def chief(self, span: Span) -> Mention | None:
        """The mention that the words of `span` chiefly are: the first in it, of those that begin there the longest.

        A possessor is passed over for what it possesses ("France's Jane Roe" is Jane Roe).
        """
        first: Mention | None = None
        for i in range(bisect_left(self._starts, span.start), bisect_right(self._starts, span.end)):
            m = self.mentions[i]
            if (
                m.place.end > span.end
                or _MADE.match(self.text.text, m.place.end)
                or (first is not None and (m.place.start < first.place.end or _small(m)))
            ):
                continue
            if m.role != "possessor":
                # What follows the first mention otherwise than as its possession is not the head.
                return m if first is None or m.place.start - first.place.end <= 3 else first
            first = first or m
        return first

    def bearer(self, span: Span) -> Mention | None:
        """The person whose name ends a run of capitalised words: "Senate Minority Leader Jane Roe", "New Osk Gov. Jane Roe"."""
        first = self.chief(span)
        if first is None or (first.form == "name" and first.label == "PERSON") or first.form == "pronoun":
            return first
        for i in range(bisect_left(self._starts, first.place.end), bisect_right(self._starts, span.end)):
            m = self.mentions[i]
            between = self.text.text[first.place.end : m.place.start]
            office = _OFFICE.fullmatch(between) or _ROLE.fullmatch(between)
            if not _TITLES.fullmatch(between) and not (office and office.group(1).lower() in words().people):
                continue
            if m.form == "name" and m.label == "PERSON" and m.place.end <= span.end and " " in m.place.text:
                return m
        return first

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that lie in `start`:`end`, in order."""
        found = self.mentions[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [m for m in found if m.place.end <= end]

    def starting(self, start: int, end: int) -> Mention | None:
        """The first and longest mention that begins in `start`:`end`."""
        i = bisect_left(self._starts, start)
        return self.mentions[i] if i < len(self.mentions) and self._starts[i] < end else None

    def ending(self, end: int, gap: int) -> Mention | None:
        """The longest mention that ends at most `gap` code points before `end`."""
        i = bisect_left(self._starts, end)
        near = [m for m in self.mentions[max(0, i - 8) : i] if 0 <= end - m.place.end <= gap]
        return min(near, key=lambda m: (-m.place.end, m.place.start), default=None)

    def before(self, mention: Mention) -> Iterable[Mention]:
        """Mentions that begin before this one, nearest first."""
        for i in range(bisect_left(self._starts, mention.place.start) - 1, -1, -1):
            yield self.mentions[i]

    def worded(self, mention: Mention, word: str) -> Iterator[Mention]:
        """Mentions of this folded word that begin before `mention`, nearest first, MANY at most."""
        end = bisect_left(self._starts, mention.place.start)
        return (self.mentions[i] for i in _back(self._by_word.get(word, []), end))

    def opener(self, mention: Mention) -> Mention | None:
        """The last mention before this one that introduces somebody by the same noun ("a detainee"); of a group also one that tells whose it is."""
        theirs = mention.label == "GROUP"
        found = self._openers[theirs].get(mention.head, [])
        i = bisect_left(found, bisect_left(self._starts, mention.place.start))
        return self.mentions[found[i - 1]] if i else None

    @cached_property
    def _openers(self) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
        """Where each noun introduces somebody; and the same with those of which is said whose they are."""
        alone: defaultdict[str, list[int]] = defaultdict(list)
        every: defaultdict[str, list[int]] = defaultdict(list)
        for i, m in enumerate(self.mentions):
            if m.number != "plur" and m.form == "indefinite":
                alone[m.head].append(i)
            if m.number != "plur" and (m.form == "indefinite" or m.owner is not None):
                every[m.head].append(i)
        return alone, every

    @cached_property
    def _heads(self) -> Mapping[str, list[int]]:
        """Where bodies stand by the noun that describes them; under "" what is named."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for i, m in enumerate(self.mentions):
            if m.form == "name" or m.label == "ORG":
                found["" if m.form == "name" else m.head].append(i)
        return found

    def named(self, mention: Mention, nouns: Iterable[str] = ()) -> Iterator[Mention]:
        """What is named before `mention`, and bodies described by one of `nouns`, nearest first; of each MANY at most."""
        end = bisect_left(self._starts, mention.place.start)
        found = (_back(self._heads.get(noun, []), end) for noun in ("", *nouns))
        return (self.mentions[i] for i in merge(*found, reverse=True))

    def lately(self, mention: Mention, back: int | None = None) -> Iterable[Mention]:
        """The same, no more than `back` sentences before it, FAR if nothing is said."""
        reach = FAR if back is None else back
        for other in self.before(mention):
            if mention.sentence - other.sentence > reach:
                return
            yield other

    def body(self, span: Span) -> bodies.Named | None:
        """The body that the words of `span` name or, ending inside the body's name, begin to name."""
        i = bisect_left(self._body_starts, span.end) - 1
        if i < 0:
            return None
        named = self.bodies[i]
        inside = named.start <= span.start or span.end == named.end or named.start < span.end <= named.end
        return named if inside and span.start < named.end and span.end <= named.end else None

    def sentence(self, number: int) -> list[Mention]:
        """The mentions of a sentence, in order."""
        return self._by_sentence.get(number, [])

    def window(self, mention: Mention, back: int) -> list[list[Mention]]:
        """What stands before `mention` in its sentence, then the `back` sentences before that hold mentions, nearest first."""
        i = bisect_left(self._sentences, mention.sentence)
        here = [m for m in self.sentence(mention.sentence) if m.place.end <= mention.place.start]
        # A paragraph break is crossed, a caption is not counted: only sentences of the running text are in the index.
        near = [self.sentence(self._sentences[j]) for j in range(i - 1, max(-1, i - 1 - back), -1)]
        return [here, *near]

    def quotation(self, place: Span) -> Statement | None:
        """The innermost direct or mixed statement in whose words `place` stands."""
        best: Statement | None = None
        for i in range(bisect_right(self._part_starts, place.start) - 1, -1, -1):
            start, end, which = self._parts[i]
            if place.end <= end:
                found = self._direct[which]
                if found.speaker is not None and found.speaker.start <= place.start and place.end <= found.speaker.end:
                    continue
                if best is None or found.end - found.start < best.end - best.start:
                    best = found
            if place.start - start > 20_000:
                break
        return best

    def telling(self, place: Span) -> Statement | None:
        """A statement with a speaker in the words of which `place` stands, as what is said, not as who says it."""
        for i in range(bisect_right(self._told_starts, place.start) - 1, -1, -1):
            s = self._told[i]
            if place.start - s.start > 20_000:
                break
            if s.speaker is not None and s.content.start <= place.start < s.content.end:
                return s
        return None

    def speaks(self, mention: Mention) -> bool:
        """Whether a statement has this mention as its speaker."""
        return (mention.place.start, mention.place.end) in self._cues

    def complement(self, mention: Mention) -> str:
        """What the words for a speaker add to the mention that they begin with ("a spokesman [for the dockers]", "a source [close to the family]")."""
        found = self._cues.get((mention.place.start, mention.place.end))
        if found is None or found.speaker is None or found.speaker.start != mention.place.start:
            return ""
        added = _COMPLEMENT.match(found.speaker.text[mention.place.end - found.speaker.start :])
        return added.group(0) if added is not None else ""

    def reports(self, mention: Mention) -> bool:
        """Whether the mention is said to report something ("Osk Wire reported")."""
        found = self._cues.get((mention.place.start, mention.place.end))
        return found is not None and found.cue_lemma == "report"

    def stance(self, mention: Mention) -> str:
        """How this mention stands to the words that it is the speaker of; "" where it speaks none."""
        found = self._cues.get((mention.place.start, mention.place.end))
        return found.stance if found is not None else ""

    def said_by(self, mention: Mention) -> Span | None:
        """The words that this mention is the speaker of."""
        found = self._cues.get((mention.place.start, mention.place.end))
        return found.content if found is not None else None

    def text_after(self, mention: Mention, length: int) -> str:
        """The next `length` code points of the mention's passage."""
        end = len(self.text.text)
        if 0 <= mention.passage < len(self.text.passages):
            end = self.text.passages[mention.passage].end
        return self.text.text[mention.place.end : min(end, mention.place.end + length)]

    def text_before(self, mention: Mention, length: int) -> str:
        """The `length` code points before the mention."""
        return self.text.text[max(0, mention.place.start - length) : mention.place.start]
