"""Refute: what the gazetteer or the calendar contradicts, and one quotation that two documents render differently.

*Place*: a place said to lie in a part of its country where it does not ("in the far north-east"). *Date*: a day of the week that the date does not
fall on, or a date that no calendar has. Such an error says nothing about the rest of what is told; shared by several documents it says that
one has it from another. *Variant*: two documents quote one speaker, of one allegation, in words that differ in one place: one of them is
not what was said, or each translated for itself. All are proposals for a person to check.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from firsthand import ids
from firsthand.allegations.identify import tokens
from firsthand.allegations.oppose import short
from firsthand.allegations.record import Allegation, Contradiction
from firsthand.documents.record import Text
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement
from firsthand.vocabulary import bearings, places

QUOTED = re.compile(r"“([^“”]{8,300})”|\"([^\"]{8,300})\"|‘([^‘’]{8,300})’(?!\w)")
FEWEST = 3
"""Words of a quotation below which two of them are too short to be one in two renderings."""
MOST = 60
ALIKE = 0.6
"""Part of the words of the longer of two renderings that both have, in order."""


@dataclass(frozen=True)
class Refuter:
    """The texts and statements of an inquiry; by id and `by_document`; `origin` and `party` of each statement, by id."""

    texts: Sequence[Text]
    statements: Mapping[str, Statement]
    by_document: Mapping[str, Sequence[Statement]]
    allegations: Sequence[Allegation]
    origin: Mapping[str, str]
    party: Mapping[str, str]
    names: Mapping[str, str]

    def contradictions(self) -> Iterator[Contradiction]:
        """All of them, in the order of the texts."""
        for text in self.texts:
            if text.language in ("", "en"):
                yield from self._places(text)
                yield from self._dates(text)
        yield from self._variants()

    # ---- place and date -----------------------------------------------------------------------------------------

    def _places(self, text: Text) -> Iterator[Contradiction]:
        for m in _form("place").finditer(text.text):
            state = places.country(m["state"] or m["possessor"] or "")
            place = places.place(m["name"] or m["named"], near=state)
            if state is None or place is None or place.country != state.id or place.kind == "country":
                continue
            direction = re.sub(r"[- ]|ern\b", "", (m["part"] or m["side"]).casefold())
            why = bearings.refuted(place, direction)
            if why:
                yield from self._made("misplaced", text, m, f"“{' '.join(m[0].split())}”: {why}, by the gazetteer.")

    def _dates(self, text: Text) -> Iterator[Contradiction]:
        months = {w: n for n, names in enumerate(load("en", "link")["refute"]["months"], 1) for w in str(names).split()}
        days = [str(d) for d in load("en", "link")["refute"]["days"]]
        for m in _form("date").finditer(text.text):
            month = months[(m["month"] or m["before"]).casefold().strip(".")]
            told = (m["weekday"] or "").casefold()
            number = int(m["day"] or m["after"])
            try:
                day = dt.date(int(m["year"]), month, number)
            except ValueError:
                why = "the calendar has no such day"
            else:
                if not told or days[day.weekday()].startswith(told.rstrip(".")):
                    continue
                why = f"{day.day} {day:%B %Y} was a {days[day.weekday()].capitalize()}"
            yield from self._made("misdated", text, m, f"“{' '.join(m[0].split())}”: {why}.")

    def _made(self, kind: str, text: Text, m: re.Match[str], said: str) -> Iterator[Contradiction]:
        """The contradiction at `m`, where a statement holds these words: else nobody is on file with them."""
        holding = [s for s in self.by_document.get(text.document, ()) if s.start <= m.start() and m.end() <= s.end]
        inner = min(holding, key=lambda s: (s.end - s.start, s.start, s.id), default=None)
        if inner is None:
            return
        yield Contradiction(
            id=ids.name("contradiction", kind, text.document, m.start(), m.end()),
            kind="misplaced" if kind == "misplaced" else "misdated",
            statements=(inner.id,),
            explanation=_capital(f"{self.names.get(text.document) or 'a document'} says {said}"),
            reasons=(
                f"{'G1 the gazetteer' if kind == 'misplaced' else 'K1 the calendar'} against the words of the text",
            ),
        )

    # ---- variants -----------------------------------------------------------------------------------------------

    def _variants(self) -> Iterator[Contradiction]:
        seen: set[frozenset[str]] = set()
        for a in self.allegations:
            told: defaultdict[str, list[tuple[Statement, str]]] = defaultdict(list)
            for m in a.statements:
                s = self.statements.get(m.id)
                if s is not None and self.party.get(s.id):
                    told[self.party[s.id]] += [(s, q) for q in _quotations(s)]
            for said in told.values():
                for (s, one), (t, two) in combinations(said[:MOST], 2):
                    pair = frozenset((one.casefold(), two.casefold()))
                    if (
                        s.document != t.document
                        and pair not in seen
                        and variants(one, two)
                        and not self._both(s, t, one, two)
                    ):
                        seen.add(pair)
                        yield self._variant(a, s, t, one, two)

    def _both(self, s: Statement, t: Statement, one: str, two: str) -> bool:
        """Whether one of the documents has both: then they are two quotations."""
        texts = {x.document: x.text.casefold() for x in self.texts if x.document in (s.document, t.document)}
        return two.casefold() in texts.get(s.document, "") or one.casefold() in texts.get(t.document, "")

    def _variant(self, a: Allegation, s: Statement, t: Statement, one: str, two: str) -> Contradiction:
        who = [self.names.get(x.document) or "one document" for x in (s, t)]
        return Contradiction(
            id=ids.name("contradiction", "variant", *sorted((s.id, t.id)), *sorted((one, two))),
            kind="variant",
            statements=(s.id, t.id),
            explanation=f"{a.label}: the same words are quoted differently: “{short(one)}” ({who[0]}) and “{short(two)}” ({who[1]}).",
            reasons=("V1 one speaker, one allegation, two documents, quotations that differ in one place",),
        )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _quotations(s: Statement) -> Iterator[str]:
    """What a statement gives in quotation marks."""
    for part in s.parts or (s.content,):
        marked = [next(g for g in m.groups() if g) for m in QUOTED.finditer(part.text)]
        if not marked and s.mode == "direct":
            marked = [part.text.strip("“”\"'‘’ ")]
        yield from (" ".join(q.split()).rstrip(",.;:") for q in marked if FEWEST <= len(tokens(q)) <= MOST)


def variants(one: str, two: str) -> bool:
    """Whether two quotations are one in two renderings: alike at the beginning or the end, with other words in one place.

    >>> variants("a pattern of harassment", "a pattern of persecution"), variants("a pattern of harassment", "patterns")
    (True, False)
    """
    a, b = [w.casefold() for w in tokens(one)], [w.casefold() for w in tokens(two)]
    if a == b or min(len(a), len(b)) < FEWEST:
        return False
    head = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    tail = next((n for n, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), 0)
    tail = min(tail, len(a) - head, len(b) - head)
    left, right = a[head : len(a) - tail], b[head : len(b) - tail]
    if not left or not right or abs(len(left) - len(right)) > 2 or len(left) > max(2, len(a) // 4):
        return False  # one is a part of the other, or they go on differently
    return (
        (head + tail) / max(len(a), len(b)) >= ALIKE
        and not (set(left) | set(right)) <= _plain()
        and _tells(a[:head] + a[len(a) - tail :])
    )


def _tells(shared: Iterable[str]) -> bool:
    """Whether what two quotations share says anything: at least one word that is no function word."""
    return bool(set(shared) - _plain())


@cache
def _plain() -> frozenset[str]:
    """Function words: two quotations that differ in these alone are one, and sharing these alone tells nothing."""
    return frozenset(str(load("en", "link")["refute"]["plain"]).split())


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(str(load("en", "link")["refute"][name]), re.VERBOSE)
