"""Affairs: acts so well known that texts speak of them in passing, in the same particular words and with the same number: “the six Jesuit priests”.

Most of what is written about such an act names neither its day nor its place, so that nothing else would join it. Whether these words
mean one act is asked of the whole inquiry: wherever the people are counted they must be as many, in three documents or more, and a third
of all that tell of them must count them; where places and days are given they must be one. “Six farmers” here and “nine farmers” there
are no affair, nor is what is done to a people. Definite descriptions that are unique in what is spoken of refer (Russell 1905; Hawkins 1978).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand import ids
from firsthand.allegations import compare
from firsthand.allegations.compare import Account, singular
from firsthand.allegations.identify import form, tokens, words
from firsthand.allegations.role import NEVER
from firsthand.dates import Period
from firsthand.documents.cover import Cover
from firsthand.documents.record import Text
from firsthand.figures.record import Figure
from firsthand.vocabulary import places, terms

LOOK = 60
"""Characters before a word in which its article stands."""


@dataclass(frozen=True)
class Affair:
    """The acts with the ids `acts` are one, `because` of how they are told; most texts call the people `called`."""

    id: str
    acts: frozenset[str]
    called: str
    because: str


@dataclass(frozen=True)
class _Told:
    """People as one account calls them: `text`, by `words`, counted as `number` (0: not), `definite` where they are presumed to be known."""

    account: Account
    text: str
    words: frozenset[str]
    number: int
    definite: bool

    @property
    def document(self) -> str:
        return self.account.act.document


def affairs(
    accounts: Iterable[Account], figures: Mapping[str, Sequence[Figure]], texts: Mapping[str, Text]
) -> tuple[Affair, ...]:
    """The affairs of an inquiry; no act is in two. `figures` and `texts` by document. The order of documents does not matter."""
    by_type: defaultdict[str, list[_Told]] = defaultdict(list)
    beside: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    told = sorted(accounts, key=lambda a: (a.act.document, a.act.trigger.start, a.act.id))
    documents = {a.act.document for a in told}
    counted = {d: Cover((f.start, f.start + 1, f) for f in figures.get(d, ())) for d in documents}
    for a in told:
        by_type[a.act.type].extend(_told(a, counted[a.act.document]))
        beside[a.act.document, a.act.type].append(a)
    found: list[Affair] = []
    for type_, groups in sorted(by_type.items()):
        for name, number, members in _named(groups):
            inside = {m.account.act.id for m in members}
            for document in _documents(members):
                text = texts[document].text if document in texts else ""
                inside |= {a.act.id for a in _anaphors(beside[document, type_], inside, text)}
            called = _called(members, number)
            found.append(
                Affair(
                    ids.name("affair", type_, name, number),
                    frozenset(inside),
                    called,
                    _because(called, number, members),
                )
            )
    return tuple(found)


def _told(a: Account, figures: Cover[Figure]) -> Iterator[_Told]:
    """How `a` calls those who suffered it, each group by itself; nothing where it names one person, or only points at somebody."""
    victim = a.act.victim
    if victim is None or a.person or "victim" in a.act.pronouns:
        return
    act = {singular(w) for w in tokens(a.act.trigger.text)}
    plain = frozenset().union(*(words("victims", part) for part in ("generic", "counts", "vague", "common")))
    at = 0
    for part in [*form("affairs", "between").finditer(victim.text), None]:
        end = part.start() if part else len(victim.text)
        said = [w.casefold() for w in tokens(victim.text[at:end])]
        number = next((_exact(f) for f in figures.touching(victim.start + at, victim.start + end)), 0)
        kept = {singular(w) for w in said if w not in plain and not w[:1].isdigit() and places.country(w) is None}
        if kept - act:
            yield _Told(a, victim.text[at:end], frozenset(kept - act), number, said[0] in words("victims", "known"))
        at = part.end() if part else end


def _exact(figure: Figure) -> int:
    """The number of persons, where one is given and no more or less than it; else 0."""
    exact = figure.unit in ("persons", "members") and figure.low == figure.high and not figure.hedge
    return int(figure.low) if exact else 0


def _named(told: Sequence[_Told]) -> Iterator[tuple[str, int, list[_Told]]]:
    """The word by which an affair is known, the number of people, and all that tell of it; the affair first of which most documents tell."""
    holders: defaultdict[str, list[_Told]] = defaultdict(list)
    for t in told:
        for w in t.words:
            holders[w].append(t)
    taken: set[str] = set()
    for word in sorted(holders, key=lambda w: (-len(_documents(holders[w])), w)):
        left = [t for t in holders[word] if t.account.act.id not in taken]
        number, alike = _alike(left)
        if not number:
            continue
        common = _common(alike)
        kinds = {_spot(t) for t in alike}
        members = alike + [t for t in left if _meant(t, common) and all(_agree(_spot(t), k) for k in kinds)]
        taken |= {t.account.act.id for t in members}
        yield word, number, members


def _alike(told: Sequence[_Told]) -> tuple[int, list[_Told]]:
    """The number that all who count these people give, and the accounts that give it; 0 where they are not counted alike or tell of several acts."""
    limits: Mapping[str, float] = terms.load("occasions")["affairs"]
    counted: defaultdict[int, set[str]] = defaultdict(set)
    sure = [t for t in told if _sure(t)]
    for t in sure:
        if t.number > 1:
            counted[t.number].add(t.document)
    most = max(counted, key=lambda n: (len(counted[n]), -n), default=0)
    if len(counted[most]) < limits["documents"] or len(counted[most]) < limits["counted"] * len(_documents(sure)):
        return 0, []
    if len(counted[most]) < limits["agree"] * len(set().union(*counted.values())):
        return 0, []
    those = [t for t in told if t.number == most]
    alike = _together(those)
    whole = len(_documents(alike)) >= limits["agree"] * len(_documents(those))
    return (most, alike) if whole and _particular(alike) else (0, [])


def _sure(t: _Told) -> bool:
    return t.account.act.modality not in NEVER and t.account.act.polarity == "+"


def _spot(t: _Told) -> tuple[compare.Where, Period | None]:
    return t.account.where, t.account.act.period


def _together(told: Sequence[_Told]) -> list[_Told]:
    """The accounts whose places and times can be those of one act, the commonest first."""
    kept: list[tuple[compare.Where, Period | None]] = []
    for spot, _ in sorted(Counter(map(_spot, told)).items(), key=lambda x: (-x[1], str(x[0]))):
        if all(_agree(spot, k) for k in kept):
            kept.append(spot)
    return [t for t in told if _spot(t) in kept]


def _agree(a: tuple[compare.Where, Period | None], b: tuple[compare.Where, Period | None]) -> bool:
    """Whether two places and times can be those of one act."""
    return compare.sites(a[0], b[0]).value != "conflict" and compare.times(a[1], b[1]).value != "conflict"


def _particular(alike: Sequence[_Told]) -> bool:
    """Whether the words say which people: two of them in most accounts, or one and a place or a day on which two documents agree."""
    if 2 * sum(len(t.words) > 1 for t in alike) > len(alike):
        return True
    agreed: Counter[object] = Counter()
    for _, where, period in {(t.document, *_spot(t)) for t in alike}:
        if where.level in ("city", "site", "named"):
            agreed[where.keys[0]] += 1
        if period is not None and period.precision == "day":
            agreed[period.start] += 1
    return max(agreed.values(), default=0) > 1


def _common(alike: Sequence[_Told]) -> frozenset[str]:
    """The words that two documents or more use where they count these people."""
    used = Counter(w for _, said in {(t.document, t.words) for t in alike} for w in said)
    return frozenset(w for w, n in used.items() if n > 1)


def _meant(t: _Told, common: Collection[str]) -> bool:
    """Whether people who are not counted are these: they are presumed to be known, and called by no other word ("the Jesuits", not "Jesuits")."""
    return not t.number and t.definite and t.words <= set(common)


def _anaphors(accounts: Sequence[Account], inside: Collection[str], text: str) -> Iterator[Account]:
    """Where a document tells of no other act of this type: those of its accounts that only point back at it ("the massacre", "they were executed")."""
    others = [a for a in accounts if a.act.id not in inside]
    if all(_silent(a) for a in others):
        yield from (
            a
            for a in others
            if a.act.victim
            or form("affairs", "back").search(text, max(0, a.act.trigger.start - LOOK), a.act.trigger.start)
        )


def _silent(a: Account) -> bool:
    """Whether an account does not say whose fate it tells, nor where or when."""
    unnamed = a.act.victim is None or "victim" in a.act.pronouns
    return unnamed and not a.person and not a.where.keys and a.act.period is None


def _called(members: Sequence[_Told], number: int) -> str:
    """What most texts that count the people call them, without an article."""
    said = Counter(" ".join(t.text.split()) for t in members if t.number == number)
    bare: Counter[str] = Counter()
    for people, n in said.items():
        first, _, rest = people.partition(" ")
        bare[rest if first.casefold() in words("victims", "known") else people] += n
    return max(bare, key=lambda f: (bare[f], f))


def _documents(told: Iterable[_Told]) -> set[str]:
    return {t.document for t in told}


def _because(called: str, number: int, members: Sequence[_Told]) -> str:
    counted = len(_documents(t for t in members if t.number == number))
    agree = terms.load("occasions")["affairs"]["agree"]
    return (
        f"{len(_documents(members))} documents tell it of “{called}” or in part of these words, {counted} of them count {number}; "
        f"of all that count them {agree:.0%} or more do, and give places and days that can be one"
    )
