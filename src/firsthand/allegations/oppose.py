"""Oppose: plain facts of which two documents say the opposite, or give another day. Precision before recall.

*Whether*: the same subject is said to have done and not to have done the same thing to the same object. The subject is the same
where it is the same party or the same certain words, or where both are armed forces at one named place and nothing says that they
differ ("the convoy entered the village", "the Guard did not enter the village"). *When*: the one arrival of such forces that the
documents of a situation tell of, where they give exactly two days for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand import ids
from firsthand.allegations.compare import NEAR
from firsthand.allegations.identify import Parties, Who, tokens, words
from firsthand.allegations.record import Contradiction, Predication
from firsthand.documents.record import Span, Text
from firsthand.language import times
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement

QUOTED = 200
"""Characters of a quotation in an explanation."""
BLOCK = 60
"""A subject and verb said more often than this, about the same kind of object, is a habit of the texts and no checkable fact."""
AFTER = 30
"""Characters after an object in which its name stands: "the village of Tolm"."""
FORCE = "force"

Pair = tuple[Predication, Predication]


@dataclass(frozen=True)
class Facts:
    """The plain facts of an inquiry. `shared` says of each document to which allegations it belongs, `name` who says a statement.

    `by_document` are the statements of each document.
    """

    predications: Sequence[Predication]
    statements: Mapping[str, Statement]
    texts: Mapping[str, Text]
    parties: Parties
    who: Who
    voice: Mapping[str, str]
    shared: Mapping[str, Collection[str]]
    by_document: Mapping[str, Sequence[Statement]]
    name: Callable[[Statement], str]

    def contradictions(self) -> Iterable[Contradiction]:
        """Each fact that cannot be as both sides say, once."""
        seen: set[frozenset[str]] = set()
        for those in self._told().values():
            if len(those) > BLOCK:
                continue
            said = [(p, q) for p in those if p.polarity == "-" for q in those if q.polarity == "+"]
            pairs = [x for x in said if self._apart(*x) and self._same_subject(*x) and self._same_object(*x)]
            if pairs and not frozenset(p.id for x in pairs for p in x) <= {i for s in seen for i in s}:
                seen.add(frozenset(p.id for x in pairs for p in x))
                yield self._whether(pairs)
        yield from self._when()

    # ---- whether ------------------------------------------------------------------------------------------------

    def _told(self) -> Mapping[tuple[str, str, str], list[Predication]]:
        told: defaultdict[tuple[str, str, str], list[Predication]] = defaultdict(list)
        for p in self.predications:
            if p.object_head and self._holds(p) and p.lemma not in words("facts", "empty"):
                for subject in sorted(self._subjects(p)):
                    told[subject, _meaning(p.lemma), p.object_head].append(p)
        return told

    def _subjects(self, p: Predication) -> set[str]:
        """Keys of the subject: the party; its words where they mean a certain one ("the ministry"); forces at a place."""
        said = " ".join(w for w in tokens(p.subject.text.casefold()) if w not in words("parties", "articles"))
        vague = set(said.split()) <= words("victims", "vague")
        exact = "" if vague or not _definite(p.subject) else f"words:{said}"
        return {self._subject(p), exact, FORCE if _place(p) and self._force(p) else ""} - {""}

    def _force(self, p: Predication) -> bool:
        """Whether the subject is armed forces: by its words, or because one of them, or a state, says "we"."""
        said = set(tokens(p.subject.text.casefold()))
        if said & words("facts", "first_person"):
            here = self.parties.get(self.voice.get(p.statement or ""))
            if here is None:
                return False
            called = {w for n in (here.name, *here.aliases) for w in tokens(n.casefold())}
            return bool(called & words("facts", "forces")) or here.kind == "state" or self._commands(p, here.name)
        return bool(said & words("facts", "forces"))

    def _commands(self, p: Predication, name: str) -> bool:
        """Whether the text calls the speaker by a rank: “Colonel Stefan Orlo”."""
        text = self.texts.get(p.document)
        ranks = "|".join(sorted(words("facts", "ranks")))
        return (
            text is not None and re.search(rf"\b(?:{ranks})\.? {re.escape(name)}", text.text, re.IGNORECASE) is not None
        )

    def _same_subject(self, p: Predication, q: Predication) -> bool:
        """Whether the subjects may be one: not where both are known and differ."""
        one, two = self._subject(p), self._subject(q)
        forces = self._force(p) and self._force(q) and _place(p)
        return one == two or not one or not two or (forces and not self._states(one, two))

    def _states(self, one: str, two: str) -> bool:
        """Whether two parties are two states, or belong to two."""
        return one != two and all(k.startswith("country:") for k in (one, two))

    def _subject(self, p: Predication) -> str:
        """The party of the subject; of "we" and "I" it is that of whoever speaks. "" where it is not known."""
        if p.subject.text.casefold() in words("facts", "first_person"):
            return self.parties.key(self.voice.get(p.statement or ""))
        if p.subject.text.casefold() == "i":
            return self.voice.get(p.statement or "") or ""
        found = self.who.speaker(p.document, p.subject)
        if found is not None:
            return self.parties.key(found.id) if found.kind != "unnamed" else ""
        return self.parties.accused(p.subject.text)

    def _holds(self, p: Predication) -> bool:
        s = self.statements.get(p.statement or "")
        if p.statement is not None and s is None:
            return False
        return p.modality == "asserted" and (
            s is None or (s.stance in ("alleges", "denies") and s.modality == "asserted")
        )

    def _apart(self, p: Predication, q: Predication) -> bool:
        """Whether two different voices say it."""
        return p.document != q.document or self.voice.get(p.statement or "") != self.voice.get(q.statement or "")

    def _near(self, p: Predication, q: Predication) -> bool:
        """Whether the documents speak of one situation."""
        return p.document == q.document or bool(set(self.shared[p.document]) & set(self.shared[q.document]))

    def _same_object(self, p: Predication, q: Predication) -> bool:
        """Whether what is denied of the object of `p` is said of that of `q`: a certain thing, as far as known the same one."""
        if p.object is None or q.object is None or not _definite(q.object):
            return False
        names = self._called(p), self._called(q)
        if all(names) and names[0] != names[1]:
            return False
        if not _definite(p.object):
            return self._near(p, q) and p.object.text.split()[0].casefold() in words("facts", "every")
        one, two = self.who.speaker(p.document, p.object), self.who.speaker(q.document, q.object)
        if one is not None and two is not None:
            return self.parties.chief(one.id) == self.parties.chief(two.id)
        return self._near(p, q)

    def _called(self, p: Predication) -> str:
        """The name that stands after the object: “the village of Tolm”."""
        text = self.texts.get(p.document)
        if text is None or p.object is None:
            return ""
        found = re.match(r" (?:of|called|named) ([A-Z][\w'’-]+)", text.text[p.object.end : p.object.end + AFTER])
        return found[1] if found else ""

    def _rank(self, pair: Pair) -> tuple[bool, int, str, int, int]:
        """Two documents before one, both sides in statements before one side, then the order of the texts."""
        p, q = pair
        lacking = sum(self._around(x) is None for x in pair)
        return p.document == q.document, lacking, p.document, p.start, q.start

    def _whether(self, pairs: Sequence[Pair]) -> Contradiction:
        no, yes = min(pairs, key=self._rank)
        named = self._title(no, yes)
        what = f"{yes.lemma} “{yes.object.text}”" if yes.object else yes.lemma
        order = [no, yes, *(p for x in sorted(pairs, key=self._rank) for p in x)]
        return Contradiction(
            id=ids.name("contradiction", "counter-fact", *sorted((no.id, yes.id))),
            kind="counter-fact",
            form="whether",
            statements=tuple(dict.fromkeys(s.id for s in map(self._around, order) if s)),
            explanation=f"Did {named} {what}? {self._quoted(no)}: no; {self._quoted(yes)}: yes.",
            predications=(no.id, yes.id),
            reasons=(
                f"W1 same subject ({named}: “{no.subject.text}”, “{yes.subject.text}”), same act (“{no.verb.text}”, “{yes.verb.text}”), "
                f"same object (“{_text(no.object)}”, “{_text(yes.object)}”), opposite polarity, both put as fact",
            ),
        )

    def _title(self, no: Predication, yes: Predication) -> str:
        """What the subject is called: the party where both are one, else the words of whoever says that it is so."""
        if self._subject(no) != self._subject(yes) and FORCE in self._subjects(no) & self._subjects(yes):
            return _inside(yes.subject.text)
        found = self.who.speaker(yes.document, yes.subject) or self.who.speaker(no.document, no.subject)
        named = self.parties.name(self.parties.chief(found.id)) if found else ""
        return named or self._known.get(self._subject(no), "") or _inside(yes.subject.text)

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """The name of each party that speaks."""
        return {self.parties.key(v): self.parties.name(self.parties.chief(v)) for v in self.voice.values()}

    # ---- when ---------------------------------------------------------------------------------------------------

    def _when(self) -> Iterable[Contradiction]:
        """An arrival of forces for which the documents of a situation give two days, near each other, and no third."""
        told = [(p, day) for p in self.predications if self._arrives(p) and (day := self._day(p))]
        done: set[str] = set()
        for p, _ in told:
            here = [(q, day) for q, day in told if self._near(p, q)]
            days = sorted({day for _, day in here})
            voices = [{(q.document, self.voice.get(q.statement or "")) for q, day in here if day == d} for d in days]
            if p.document in done or len(days) != 2 or days[1] - days[0] > NEAR or voices[0] & voices[1]:
                continue
            done |= {q.document for q, _ in here}
            yield self._days(here, days)

    def _arrives(self, p: Predication) -> bool:
        verbs = load("en", "link")["facts"]["arrivals"]
        return p.polarity == "+" and p.lemma in str(verbs).split() and self._force(p) and self._holds(p)

    def _day(self, p: Predication) -> dt.date | None:
        """The day that the sentence gives next to the verb."""
        text = self.texts.get(p.document)
        if text is None:
            return None
        said, at = _sentence(text.text, p.start, p.end)
        found = [
            (max(at + start - p.end, p.start - at - end), period)
            for start, end, period in times.find(said, text.published)
            if period and period.precision == "day"
        ]
        return min(found, key=lambda f: f[0])[1].start if found else None

    def _days(self, told: Sequence[tuple[Predication, dt.date]], days: Sequence[dt.date]) -> Contradiction:
        sides = [[p for p, day in told if day == d] for d in days]
        first = [min(side, key=lambda p: (self._around(p) is None, p.document, p.start)) for side in sides]
        said = [f"{self._quoted(p)}: on {d.day} {d:%B %Y}" for p, d in zip(first, days, strict=True)]
        return Contradiction(
            id=ids.name("contradiction", "counter-fact", "when", *sorted(p.id for p in first)),
            kind="counter-fact",
            form="when",
            statements=tuple(dict.fromkeys(s.id for side in sides for p in side if (s := self._around(p)))),
            explanation=f"When did they come? {'; '.join(said)}.",
            predications=tuple(p.id for p in first),
            reasons=(
                f"W2 one arrival of forces in this situation, two days for it and no third (“{first[0].subject.text}”, “{first[1].subject.text}”)",
            ),
        )

    # ---- words --------------------------------------------------------------------------------------------------

    def _around(self, p: Predication) -> Statement | None:
        """The statement that says it, or the smallest in whose sentence it stands."""
        if p.statement:
            return self.statements.get(p.statement)
        near = [s for s in self.by_document.get(p.document, ()) if s.start <= p.start and p.end <= s.end]
        return min(near, key=lambda s: (s.end - s.start, s.id), default=None)

    def _quoted(self, p: Predication) -> str:
        s = self.statements.get(p.statement or "")
        text = self.texts.get(p.document)
        said = _sentence(text.text, p.start, p.end)[0] if text else p.verb.text
        if s and s.mode != "own":
            said = said if len(s.content.text) > QUOTED else s.content.text
        return f"{self.name(s) if s else 'a document in its own voice'} (“{short(said)}”)"


def short(text: str) -> str:
    """`text` on one line, cut after a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rsplit(" ", 1)[0] + "…"


def _inside(subject: str) -> str:
    """A subject as it is written inside a sentence: “A convoy” is a convoy."""
    first, _, rest = subject.partition(" ")
    return (
        f"{first.casefold()} {rest}"
        if rest and first.casefold() in words("facts", "every") | words("facts", "definite")
        else subject
    )


def _sentence(text: str, start: int, end: int) -> tuple[str, int]:
    """The sentence around `start`:`end`, and where it begins."""
    left = max((m.end() for m in _BOUND.finditer(text, 0, start + 1) if m.end() <= start), default=0)
    right = _BOUND.search(text, end)
    return text[left : right.start() + 1 if right else len(text)], left


_BOUND = re.compile(r"[.?!][\"”’]?\s+(?=[A-Z0-9\"“])|\n\s*\n")


def _meaning(lemma: str) -> str:
    """The verb that stands for all that say the same."""
    return next((row[0] for row in load("en", "link")["facts"]["synonyms"] if lemma in row), lemma)


def _place(p: Predication) -> bool:
    """Whether the object is a place: only there can forces be told to be the same without a name."""
    return p.object_head in words("places", "before") | words("places", "after") | words("places", "facilities")


def _definite(span: Span) -> bool:
    first = span.text.split()[0]
    return first.casefold() in words("facts", "definite") or first[:1].isupper()


def _text(span: Span | None) -> str:
    return span.text if span else ""
