"""Contradict: statements that cannot all hold. Proposals with a sentence a person can check; precision before recall.

Denial: an allegation that one side puts forward and another denies; once per party, however many outlets carry it.
Counter-figure: two numbers of the same thing, in the same respect and time, whose intervals share no value. A population is never
compared with victims, nor a number at one time with a total since a time. Counter-fact: who, where and when as `differ.py` finds, whether as
`oppose.py` does. Misplaced, misdated, variant: what `refute.py` finds.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from typing import Literal

import msgspec

from firsthand import ids
from firsthand.allegations import cover
from firsthand.allegations.compare import Where, singular, where
from firsthand.allegations.deny import PART
from firsthand.allegations.differ import Differ
from firsthand.allegations.identify import Parties, Who, tokens, voices, words
from firsthand.allegations.oppose import QUOTED, Facts, short
from firsthand.allegations.record import Allegation, Contradiction, Linking
from firsthand.allegations.refute import Refuter
from firsthand.allegations.role import TELLS, tells
from firsthand.documents.record import Span
from firsthand.figures.record import Figure
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement
from firsthand.vocabulary import places, terms

NAMES = 3
"""Names of those who put something forward; a list of more is in the section of the allegation."""
AHEAD = 40
"""Characters before a number in which a word says that it counts a list."""
BEHIND = 20
"""Characters after a number in which "of them" says that it is a part."""


WEEKS = timedelta(days=45)
"""A pattern in one place within so many days is taken to be one whole, whose numbers can be set against each other."""

MANY = re.compile(r"^(?:\S+ )?(?:\w+[^s\W]s|people|men|women|children)$")
"""A description of several people: "five residents"."""
Form = Literal["bare", "reasoned", "shown", "part"]
WAYS: Mapping[Form, str] = {
    "bare": "bare denial: no reasons are given",
    "reasoned": "reasoned denial: gives reasons",
    "shown": "denial with material: brings something against it",
    "part": "denial of a part in it, without reasons; that it was done is not denied",
}
Interval = tuple[float, float | None]
Alike = Mapping[tuple[object, ...], list[Figure]]
"""Figures of one interval that are alike in all that is compared of them but who gives them, each kind by itself."""
RIVALS = 40
"""Different numbers of one allegation that are set against each other, and kinds of figures that give each (of other places, other times):
those given most often. Nobody reads more, and every one would be set against every other."""


@dataclass(frozen=True)
class Denial:
    """A statement that disputes an allegation. `width`: 0 of that very act, 1 of a wider one, 2 of all that is alleged; `part`: its part alone."""

    statement: Statement
    width: int
    kinds: set[str]
    part: bool = False

    def text(self) -> str:
        """Its words, of a long one the first."""
        return short(self.statement.content.text)


def _width(because: str) -> int:
    """How wide a denial is, as the reason for its membership says."""
    return 1 if cover.WIDER in because else 2 if because.startswith(cover.COVERS) else 0


def _clearest(d: Denial) -> tuple[int, int, bool, bool, bool, int, str]:
    """The most specific denial first: of that act and few others, in few words; of sweeping ones what is said at most length."""
    s = d.statement
    size, sweeping = len(s.content.text), d.width == 2
    every = tokens(s.content.text.casefold())[:1] in (["all"], ["any"], ["every"])
    rank = (not _accusations(s), not every, -min(size, QUOTED)) if sweeping else (False, False, size)
    return d.width, 0 if sweeping else len(d.kinds), s.stance != "denies", *rank, s.id


def contradict(allegations: Sequence[Allegation], linking: Linking) -> tuple[Contradiction, ...]:
    """The contradictions proposed: denials and counter-figures of each allegation in order, then counter-facts."""
    return Contradictor(allegations, linking).contradictions()


class Contradictor:
    """The records of a Linking, indexed, with the allegations made of them."""

    def __init__(self, allegations: Sequence[Allegation], linking: Linking) -> None:
        self.allegations = allegations
        gone = {i for i, j in linking.judged.items() if j.decision == "rejected"}
        self.statements = {s.id: s for s in linking.statements if s.id not in gone}
        self.parties = Parties(linking.speakers)
        self.who = Who(self.parties, linking.references)
        self.voice = voices(linking.traces, self.parties)
        self.origin = {t.statement: t.origin for t in linking.traces}
        self.acts = {x.id: x for x in linking.acts}
        self.kinds: defaultdict[str, set[str]] = defaultdict(set)
        for act in linking.acts:
            self.kinds[act.statement].add(act.type)
        self.listed = {a.id: frozenset(m.id for m in a.statements) for a in allegations}
        self.by_document: defaultdict[str, list[Statement]] = defaultdict(list)
        for s in self.statements.values():
            self.by_document[s.document].append(s)
        self.figures = {f.id: f for f in linking.figures}
        self.told: defaultdict[str, list[Where]] = defaultdict(list)
        for act in linking.acts:
            if act.figure:
                self.told[act.figure].append(where(act))
        self.texts = {t.document: t for t in linking.texts}
        self.predications = linking.predications
        self.together: defaultdict[str, set[str]] = defaultdict(set)
        for a in allegations:
            for m in a.statements:
                if m.id in self.statements:
                    self.together[self.statements[m.id].document].add(a.id)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """All of them, each once."""
        facts = Facts(
            predications=self.predications,
            statements=self.statements,
            texts=self.texts,
            parties=self.parties,
            who=self.who,
            voice=self.voice,
            shared=self.together,
            by_document=self.by_document,
            name=self._name,
        )
        refuter = Refuter(
            texts=tuple(self.texts.values()),
            statements=self.statements,
            by_document=self.by_document,
            allegations=self.allegations,
            origin=self.origin,
            party={i: self.parties.chief(v) for i, v in self.voice.items()},
            names={d: t.outlet or t.title or _begins(t.text) for d, t in self.texts.items()},
        )
        made = [c for a in self.allegations for c in (*self._denials(a), *self._figures(a))]
        differ = Differ(self.allegations, self.acts, self.statements, self.who, self.voice, self._name)
        every = (*made, *differ.contradictions(), *facts.contradictions(), *refuter.contradictions())
        found = {c.id: c for c in every}
        return tuple(found.values())

    # ---- denial -------------------------------------------------------------------------------------------------

    def _denials(self, a: Allegation) -> Iterable[Contradiction]:
        supports = [self.statements[m.id] for m in a.statements if m.role == "supports" and m.id in self.statements]
        above = self.listed.get(a.part_of or "", frozenset())
        parties: defaultdict[str, list[Denial]] = defaultdict(list)
        for m in a.statements:
            if m.role == "disputes" and m.id in self.statements:
                s = self.statements[m.id]
                parties[self._party(s)].append(Denial(s, _width(m.because), self.kinds[s.id], PART in m.because))
        for party, denials in sorted(parties.items()) if supports else ():
            if not all(d.width and d.statement.id in above for d in denials):  # else it is told of the pattern above
                yield self._denial(a, party, denials, supports)

    def _denial(self, a: Allegation, party: str, denials: list[Denial], supports: list[Statement]) -> Contradiction:
        form, told = _answer(denials)
        who = self._name(denials[0].statement)
        who = who[:1].upper() + who[1:]
        where = len({d.statement.document for d in denials})
        said = (
            f"{who} {_answers()[form]} (“{min(denials, key=_clearest).text()}”, in {where} document{'s' * (where > 1)})"
        )
        return Contradiction(
            id=ids.name("contradiction", "denial", a.id, party or denials[0].statement.id),
            kind="denial",
            statements=tuple(s.id for s in (*supports, *(d.statement for d in denials))),
            explanation=f"{a.label}: {said}; {self._holders(supports)}.",
            allegation=a.id,
            form=form,
            reasons=(f"D1 {WAYS[form]} in {told} statement{'s' * (told > 1)}",),
        )

    def _holders(self, supports: Sequence[Statement]) -> str:
        """Who puts it forward, who reports it and who confirms it, each once: by what they do most plainly."""
        ways: defaultdict[str, list[Statement]] = defaultdict(list)
        named = {n for s in supports if not tells(s) and (n := self._named(s))}
        for s in supports:
            ways["" if self._named(s) in named else tells(s)].append(s)
        return "; ".join(self._side(ways[way], way) for way in TELLS if ways[way])

    def _side(self, supports: Sequence[Statement], way: str) -> str:
        """Those who do it in one way: those with a name, then those who are only described, then that there are others."""
        names = sorted({n for s in supports if (n := self._named(s))})
        others = list(dict.fromkeys(d.casefold() for s in supports if not self._named(s) and (d := self._described(s))))
        shown = names[:NAMES] or others[:1]
        left = len(names) - NAMES
        shown += [f"{left} more"] if left > 0 else []
        if any(not self._named(s) and self._described(s).casefold() not in shown for s in supports):
            shown.append("others who are not named" if shown else "somebody who is not named")
        text = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
        return f"{text} {TELLS[way][len(shown) > 1 or bool(MANY.search(shown[0]))]}"

    def _party(self, s: Statement) -> str:
        """For whom the statement is made."""
        return self.parties.chief(self.voice.get(s.id))

    def _named(self, s: Statement) -> str:
        """The name of whoever says it, "" where only words for people stand there."""
        here = self.parties.get(self._party(s))
        return here.name if here and here.kind not in ("unnamed", "group") else ""

    def _described(self, s: Statement) -> str:
        """The words for a speaker without a name, "" where they only point at somebody."""
        said = " ".join(_words(s.speaker).split()).partition(",")[0]
        pointing = words("victims", "vague") | words("victims", "anybody") | words("victims", "counts") | {"both"}
        return "" if {w.casefold() for w in tokens(said)} <= pointing else said

    def _name(self, s: Statement) -> str:
        if s.mode == "own" and not self._named(s):
            return "a document in its own voice"
        return self._named(s) or self._described(s) or "a speaker who is not named"

    # ---- counter-figure -----------------------------------------------------------------------------------------

    def _figures(self, a: Allegation) -> Iterable[Contradiction]:
        every: defaultdict[Interval, Alike] = defaultdict(lambda: defaultdict(list))
        for f in (self._bounded(self.figures[i]) for i in a.figures if i in self.figures and i in self.told):
            every[f.low, f.high][self._kind(f)].append(f)
        most = sorted(every, key=lambda x: -sum(map(len, every[x].values())))[:RIVALS]
        by = {x: dict(sorted(every[x].items(), key=lambda k: -len(k[1]))[:RIVALS]) for x in every if x in most}
        left = len(every) - len(by)
        aside = f"; of {len(every)} different numbers the {len(by)} given most often are compared" if left else ""
        against: dict[Interval, set[Interval]] = {
            x: {y for y in by if x != y and any(True for _ in self._standing(by[x], by[y], a))} for x in by
        }
        # whoever stands against most of the others first: one number against many is one rival
        while any(against.values()):
            odd = min(against, key=lambda x: (-len(against[x]), x[0], x[1] or math.inf))
            others = sorted(against.pop(odd), key=lambda x: (x[0], x[1] or math.inf))
            for x in against.values():
                x.discard(odd)
            yield self._rival(a, by, (odd, *others), aside)

    def _kind(self, f: Figure) -> tuple[object, ...]:
        """All that is compared of a figure but its interval and who gives it: thousands can be given alike."""
        raised = any(w[:1].isupper() for w in tokens(f.of))
        return f.unit, f.counted, _of(f), f.cumulative, f.period, raised, frozenset(self._spots(f))

    def _spots(self, f: Figure) -> set[str]:
        return {w.keys[0] for w in self.told[f.id] if w.level in ("city", "site", "named")}

    def _giver(self, f: Figure) -> tuple[str, str]:
        """Who gives it: a voice, or a document where none is known."""
        voice = self.voice.get(f.statement or "", "")
        return voice, "" if voice else f.document

    def _standing(self, some: Alike, others: Alike, a: Allegation) -> Iterator[Figure]:
        """Those of `others` against which one of `some` stands that somebody else gives."""
        for kind, gs in others.items():
            # Of one unit, in one respect, of the same people, both a total or neither: else they are not comparable.
            alike = (fs for k, fs in some.items() if k[:4] == kind[:4])
            rivals = [f for fs in alike if self._rivals(fs[0], gs[0], a) for f in fs]
            givers = set(map(self._giver, rivals))
            yield from (g for g in gs if givers - {self._giver(g)})

    def _rivals(self, f: Figure, g: Figure, a: Allegation) -> bool:
        """Whether two figures that two give cannot both be right: who gives two in one voice speaks of two things, or corrects itself; and
        "one" is an example."""
        single = any(x.unit == "incidents" and x.low == x.high == 1 for x in (f, g))
        return not single and comparable(f, g) and _disjoint(f, g) and self._whole(f, g, a)

    def _whole(self, f: Figure, g: Figure, a: Allegation) -> bool:
        """Whether both count the same whole. A pattern holds many occasions, and a number told in it may be that of any one of them:
        there both must be totals since a time, of one named group, of one town or site, or of one time; or it is told of one place in few days."""
        if a.level == "incident" or (f.cumulative and g.cumulative) or _narrow(a):
            return True
        if any(w[:1].isupper() for w in tokens(f.of)) and any(w[:1].isupper() for w in tokens(g.of)):
            return True
        return bool(self._spots(f) & self._spots(g)) or (f.period is not None and g.period is not None)

    def _bounded(self, f: Figure) -> Figure:
        """A number of those whom somebody listed, saw or spoke to, or "of them", is a lower bound: there may be more."""
        text = self.texts.get(f.document)
        ahead = tokens(text.text[max(f.start - AHEAD, 0) : f.start].casefold()) if text else []
        behind = tokens(text.text[f.end : f.end + BEHIND].casefold())[:2] if text else []
        part = set(ahead) & words("figures", "partial") or " ".join(behind) in _parts()
        return msgspec.structs.replace(f, high=None) if part else f

    def _rival(
        self, a: Allegation, by: Mapping[Interval, Alike], intervals: Sequence[Interval], aside: str
    ) -> Contradiction:
        """The first of `intervals` against the others."""
        odd, *others = intervals
        place = {i: n for n, i in enumerate(a.figures)}
        every = sorted((f for fs in by[odd].values() for f in fs), key=lambda f: place[f.id])
        rivals = [sorted(self._standing(by[odd], by[x], a), key=lambda f: place[f.id]) for x in others]
        left, right = every[0], [those[0] for those in rivals]
        figures = [*every, *(f for those in rivals for f in those)]
        said = f"{self._said(left)} against {', '.join(map(self._said, right))}"
        return Contradiction(
            id=ids.name("contradiction", "counter-figure", a.id, *map(str, odd)),
            kind="counter-figure",
            statements=tuple(dict.fromkeys(f.statement for f in figures if f.statement)),
            explanation=f"{a.label}: {said}; no number is both {_interval(left)} and {', or '.join(map(_interval, right))}.",
            figures=tuple(f.id for f in figures),
            allegation=a.id,
            reasons=(
                f"F1 same unit ({left.unit}), same respect ({left.counted or a.type}), times that do not differ, intervals without a common value{aside}",
            ),
        )

    def _said(self, f: Figure) -> str:
        s = self.statements.get(f.statement or "")
        words_ = f.text if f.hedge.casefold() in f.text.casefold() else f"{f.hedge} {f.text}"
        of = "" if f.of.casefold() in words("victims", "pointing") or f.of in f.text else f" {f.of}"
        return f"{self._name(s) if s else 'a document'} says “{words_}{of}”"


def _begins(text: str) -> str:
    """What a text without title or outlet is called: by its first words."""
    return f"the text that begins “{' '.join(text.split()[:6])} …”" if text.split() else ""


def _narrow(a: Allegation) -> bool:
    """Whether a pattern is of one place smaller than a region, within a few weeks."""
    known = places.place(a.places[0]) if a.places else None
    small = bool(a.places) and not places.country(a.places[0]) and (known is None or known.kind == "city")
    return small and a.period is not None and a.period.end - a.period.start <= WEEKS


def comparable(x: Figure, y: Figure) -> bool:
    """Whether two figures count the same thing in the same way, so that their intervals may be set against each other."""
    return not why_not(x, y)


def why_not(x: Figure, y: Figure) -> str:
    """Why two figures must not be compared, "" where they may be."""
    if "population" in (x.counted, y.counted) and x.counted != y.counted:
        return "a population is not a number of victims"
    if x.unit != y.unit:
        return f"one counts {x.unit}, the other {y.unit}"
    if x.counted != y.counted:
        return f"one counts {x.counted or 'in no known respect'}, the other {y.counted or 'in no known respect'}"
    if _of(x) != _of(y):
        return f"one is of {x.of or 'nobody named'}, the other of {y.of or 'nobody named'}"
    if x.cumulative != y.cumulative:
        return "one is a number at one time, the other a total since a time, or it is not known"
    if x.period and y.period and not x.period.overlaps(y.period):
        return f"they are of different times, {x.period} and {y.period}"
    return ""


def _of(f: Figure) -> str:
    """Of whom, in one form: words of number, and what only says that people are meant, left out."""
    return _whom(f.of)


@lru_cache(maxsize=1 << 12)
def _whom(of: str) -> str:
    vague = words("victims", "generic") - words("figures", "kinds")
    return " ".join(sorted(singular(w) for w in tokens(of) if w.casefold() not in vague))


@cache
def _parts() -> frozenset[str]:
    return frozenset(load("en", "link")["figures"]["part"])


def _disjoint(x: Figure, y: Figure) -> bool:
    return (x.high is not None and x.high < y.low) or (y.high is not None and y.high < x.low)


def _interval(f: Figure) -> str:
    return (
        f"{f.low:,.0f} or more"
        if f.high is None
        else f"{f.low:,.0f}"
        if f.low == f.high
        else f"{f.low:,.0f}–{f.high:,.0f}"
    )


def _accusations(s: Statement) -> bool:
    return any(w.casefold() in words("denials", "accusations") for w in tokens(s.content.text))


def _answer(denials: Sequence[Denial]) -> tuple[Form, int]:
    """Of which form a party's denial is, and in how many statements it is so: what is shown before what is reasoned; its part alone last."""
    for form, phrases in (("shown", "shown"), ("reasoned", "reasons")):
        found = [d for d in denials if _gives(d.statement, phrases)]
        if found:
            return form, len(found)  # type: ignore[return-value]
    part = all(d.part for d in denials)
    return "part" if part else "bare", len(denials)


def _gives(s: Statement, phrases: str) -> bool:
    said = s.content.text.casefold()
    return any(phrase in said for phrase in load("en", "link")["denials"][phrases])


@cache
def _answers() -> Mapping[str, str]:
    """What an answer of each form is called, by the vocabulary of answers."""
    return {str(a["form"]): str(a["label"]) for a in terms.load("answers")["answers"].values() if "form" in a}


def _words(span: Span | None) -> str:
    return span.text if span else ""
