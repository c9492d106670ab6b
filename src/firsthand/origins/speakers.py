"""Speakers across documents: who is one and the same, and the records of them.

Merged are: one name of a person in full, unless two principals show two people; one state under all its names; one body under its
name and an acronym that some document explains. Among documents on one matter (`context`) also: a person in two offices; a surname alone, if only
one person there bears it; a name in another spelling. Never unnamed groups of different words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from firsthand import ids
from firsthand.copies.align import alike
from firsthand.origins import names
from firsthand.origins.bearers import CROWD
from firsthand.origins.context import Context
from firsthand.origins.decided import Foes, Together
from firsthand.origins.names import fold
from firsthand.origins.record import Speaker
from firsthand.origins.scene import Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention


def acronyms(mentions: Iterable[Mention]) -> dict[str, str]:
    """Acronyms of bodies that a document explains ("Some Long Name (SLN)"): folded acronym → folded name, where only one fits."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for m in mentions:
        if m.form != "name" or m.label == "PERSON":
            continue
        for same in m.same_as:
            short = same.text.replace(".", "")
            if short.isupper() and len(short) > 1 and names.initials(m.place.text) == short:
                found[fold(short)].add(fold(m.place.text))
    return {short: next(iter(full)) for short, full in sorted(found.items()) if len(full) == 1}


class Register:
    """The speakers of an inquiry. Fill it with `see`, then `settle`; from then on `key` and `id` tell who is who."""

    def __init__(self, explained: Mapping[str, str]) -> None:
        self._explained = explained
        self._who: dict[str, Who] = {}
        self._principals: defaultdict[str, set[str]] = defaultdict(set)
        self._aliases: defaultdict[str, set[str]] = defaultdict(set)
        self._documents: defaultdict[str, set[str]] = defaultdict(set)
        self._why: defaultdict[str, set[str]] = defaultdict(set)
        self._seen: list[tuple[Who, str, str, str]] = []
        self._organs: defaultdict[frozenset[str], set[str]] = defaultdict(set)
        self._states: dict[str, Who] = {}
        self._apart: dict[tuple[str, str], str] = {}
        self._said_apart: dict[str, str] = {}
        self._offices: dict[tuple[str, str], str] = {}
        self._several: set[str] = set()
        self._context = Context({})
        self._one = Together()
        self.foes: Foes = ()

    def see(self, who: Who, document: str, named: str = "", why: str = "") -> None:
        """Note that `who` appears in `document`, there called `named`."""
        self._seen.append((who, document, named, why))
        if who.principal is not None:
            self._seen.append((who.principal, document, "", ""))

    def organ(self, name: str, state: Who) -> None:
        """Note that `name` is an organ of `state`, so that a document that does not name the state can be told whose it is."""
        told = _organ(name)
        if told and "@" not in state.key:
            self._organs[told].add(state.key)
            self._states[state.key] = state

    def settle(self) -> None:
        """Decide who is one: only after all documents have been seen, so that their order does not matter."""
        self._principals.clear()
        self._tell_apart([(self.own(who, document), document) for who, document, _, _ in self._seen])
        self._gather()

    def _gather(self) -> None:
        for table in (self._aliases, self._documents, self._why):
            table.clear()
        self._who.clear()
        seen = ((self.own(who, document), document, named, why) for who, document, named, why in self._seen)
        for who, document, named, why in seen:
            key = self.key(who)
            known = self._who.get(key)
            if known is None or _tells_more(who, known):
                who = self._states.get(key, who)
                keep = who if known is None or known.principal is None or who.principal is not None else known
                self._who[key] = keep
            self._documents[key].add(document)
            self._aliases[key] |= {n for n in (named, who.name if who.kind not in _NAMELESS else "") if n}
            if why:
                self._why[key].add(why)

    def _tell_apart(self, seen: Iterable[tuple[Who, str]]) -> None:
        """Which offices of one name show two people: those of different bodies, where no documents on one matter tell of both."""
        named: defaultdict[str, set[str]] = defaultdict(set)
        held: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for who, document in seen:
            if "@" not in who.key and who.kind in ("person", "organisation"):
                named[document].add(self._plain(who))
            if who.principal is not None:
                self._principals[self._plain(who)].add(self._plain(who.principal))
                if who.kind == "person":
                    held[self._plain(who)][self._plain(who.principal)].add(document)
        self._context = Context(named)
        self._offices = {
            (person, office): first
            for person, offices in held.items()
            if len(offices) > 1
            for office, first in self._one_of(person, offices).items()
        }
        firsts = {(person, first) for (person, _), first in self._offices.items()}
        self._several = {person for person, n in Counter(person for person, _ in firsts).items() if n > 1}

    def _one_of(self, person: str, offices: Mapping[str, set[str]]) -> dict[str, str]:
        """For each office of a name the first of those that are one person's."""
        first = {office: office for office in offices}
        around = {
            office: {o for d in offices[office] for o in (d, *self._context.around(d, [person]))} for office in offices
        }
        for a in sorted(offices):
            for b in sorted(offices):
                if a < b and first[a] != first[b] and (_kin(a, b) or around[a] & offices[b]):
                    gone, kept = max(first[a], first[b]), min(first[a], first[b])
                    first = {office: kept if f == gone else f for office, f in first.items()}
        return first

    def near(self) -> Together | None:
        """What is one besides what is one already, among documents on one matter: a surname and the only person there who bears it; two spellings
        of one name, of which no document has both. None if nothing is."""
        top = _Top(self._one.of)
        people = {key: self._documents[key] for key, who in sorted(self._who.items()) if who.kind == "person"}
        full = {key for key in people if "@" not in key}
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for key in full:
            bearers[_surname(key)].add(key)
        for key in sorted(people.keys() - full):
            around = {d for document in people[key] for d in self._context.around(document)}
            found = [k for k in sorted(bearers[_surname(key)]) if people[k] & around]
            most = max((len(people[k]) for k in bearers[_surname(key)]), default=0)
            if len(found) == 1 and most < FAMOUS * len(people[found[0]]):
                why = f"“{self._who[key].name}” of another document on the matter: nobody else there bears the name"
                top.join(found[0], key, self.foes, why)
        by_form: defaultdict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
        for key in full:
            for place in ((document, form) for document in people[key] for form in _forms(key)):
                by_form[place].add(key)
        for key in sorted(full):
            around = {d for document in people[key] for d in self._context.around(document, [key])}
            held = (by_form.get((d, form), set()) for d in around for form in _forms(key))
            there = set().union(*(keys for keys in held if len(keys) <= CROWD))
            fits = [k for k in there if not people[key] & people[k] and _spelled(_name(key), _name(k))]
            if len(fits) == 1:
                best, gone = sorted((key, fits[0]), key=lambda k: (-len(people[k]), k))
                why = f"spelled “{self._who[gone].name}” in other documents on the matter"
                top.join(best, gone, self.foes, why)
        return top.together(self._one)

    def split(self, moved: Mapping[tuple[str, str], str], said: Mapping[str, str]) -> None:
        """Let the speakers with these (document, key) be others, under the keys given; settle again. `said`: why, by new key."""
        self._apart, self._said_apart = dict(moved), dict(said)
        self.settle()

    def merge(self, one: Together) -> None:
        """Let speakers of different keys be one; settle again."""
        self._one = one
        self._gather()

    def twins(self, groups: Iterable[Iterable[Who]]) -> Together | None:
        """What is one besides what is one already: in each group, the people who say the same words in copies. None if nothing is.

        Only those whom a document knows by a surname or by a description alone: of one name, or of the same words.
        """
        top = _Top(self._one.of)
        for group in groups:
            whos = sorted({w.key: w for w in group}.values(), key=lambda w: (self.rank(self.key(w)), w.key))
            for i, who in enumerate(whos):
                other = next((o for o in whos[:i] if _may_be(who, o)), None)
                if other is None or "|apart" in who.key + other.key:
                    continue
                top.join(self.key(other), self.key(who), self.foes)
        return top.together(self._one)

    def own(self, who: Who, document: str) -> Who:
        """`who` as met in `document`, after people have split speakers."""
        if not self._apart:
            return who
        principal = self.own(who.principal, document) if who.principal is not None else None
        return replace(who, key=self._apart.get((document, who.key), who.key), principal=principal)

    def rank(self, key: str) -> tuple[bool, bool]:
        """The lower, the better does this key stand for several: a name before a description, a full one before one of a document."""
        known = self._who.get(key)
        return known is None or known.kind in _NAMELESS, "@" in key

    def _plain(self, who: Who) -> str:
        key = who.key
        if key.startswith("state:@"):
            states = self._organs.get(_organ(who.name), set())
            return next(iter(states)) if len(states) == 1 else key
        return f"org:{self._explained[key[4:]]}" if key.startswith("org:") and key[4:] in self._explained else key

    def key(self, who: Who) -> str:
        """The key of the speaker that `who` is. People of one name but of different bodies stay apart."""
        plain = self._plain(who)
        if who.kind == "person" and who.principal is not None and plain in self._several:
            office = self._plain(who.principal)
            plain = f"{plain}|{self._offices.get((plain, office), office)}"
        return self._one.key(plain)

    def merged(self, who: Who) -> Who:
        """`who` as known from all documents: the state of a ministry that its own document does not give a country."""
        return self._states.get(self.key(who)) or self._who.get(self.key(who), who)

    def principal(self, who: Who) -> Who | None:
        """Whom `who` speaks for, as any document tells."""
        known = self._who.get(self.key(who))
        return who.principal or (known.principal if known is not None else None)

    def id(self, who: Who) -> str:
        """The id of the Speaker that `who` is."""
        return _id(self.key(who))

    def name(self, who: Who) -> str:
        """The name under which the speaker is shown."""
        known = self._who.get(self.key(who))
        return known.name if known is not None else who.name

    def records(self, used: Iterable[Who]) -> tuple[Speaker, ...]:
        """The Speakers that were `used`, and those they speak for."""
        wanted: dict[str, Who] = {}
        for who in used:
            wanted[self.key(who)] = who
            principal = self.principal(who)
            if principal is not None:
                wanted.setdefault(self.key(principal), principal)
        return tuple(sorted((self._record(k, w) for k, w in wanted.items()), key=lambda s: s.id))

    def _record(self, key: str, who: Who) -> Speaker:
        principal, name = self.principal(who), self.name(who)
        aliases = {a for a in self._aliases[key] if fold(a) != fold(name)}
        judged = [*self._one.reasons.get(key, ()), *(w for k, w in self._said_apart.items() if key.startswith(k))]
        return Speaker(
            id=_id(key),
            name=name,
            kind=self._who.get(key, who).kind,
            aliases=tuple(sorted(aliases)),
            speaks_for=self.id(principal) if principal is not None else None,
            documents=tuple(sorted(self._documents[key])),
            reasons=(*sorted(self._why[key]), *judged),
        )


@lru_cache(maxsize=1 << 16)
def _id(key: str) -> str:
    return ids.name("speaker", key)


FAMOUS = 5
"""So many times as many documents name another bearer of the surname: then he may be meant here too."""


class _Top:
    """Keys that are made one."""

    def __init__(self, of: Mapping[str, str]) -> None:
        self._top = dict(of)
        self._why: list[tuple[str, str]] = []

    def find(self, key: str) -> str:
        """The key that stands for `key`."""
        while self._top.get(key, key) != key:
            self._top[key] = key = self._top.get(self._top[key], self._top[key])
        return key

    def join(self, best: str, gone: str, foes: Foes, why: str = "") -> None:
        """Let `best` stand for `gone` too, unless people keep them apart."""
        best, gone = self.find(best), self.find(gone)
        if best != gone and not any((best in a and gone in b) or (best in b and gone in a) for a, b in foes):
            self._top[gone] = best
            self._why.append((best, why))

    def together(self, before: Together) -> Together | None:
        """What is one now, with the reasons of `before` and those given; None if that is what was one before."""
        of = {key: self.find(key) for key in sorted(self._top)}
        reasons = {key: list(some) for key, some in before.reasons.items()}
        for key, why in self._why:
            if why and why not in reasons.setdefault(self.find(key), []):
                reasons[self.find(key)].append(why)
        return Together(of, reasons) if of != before.of else None


def _name(key: str) -> tuple[str, ...]:
    """The parts of the name in the key of a person."""
    return tuple(key.rpartition(":")[2].partition("|")[0].split())


def _forms(key: str) -> tuple[tuple[str, ...], ...]:
    """What two spellings of one name have in common: the first letters of their parts, or their first and last part."""
    parts = _name(key)
    return (tuple(p[0] for p in parts), (*parts[:1], *parts[-1:]))


def _surname(key: str) -> str:
    return _name(key)[-1] if _name(key) else ""


def _spelled(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names may be one in two spellings: first and last part the same or much alike, others of one of them left out."""
    if len(a) < 2 or len(b) < 2 or a == b:
        return False
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return (short[0], short[-1]) == (long[0], long[-1]) and len(short) == 2
    return all(x == y or (x[0] == y[0] and alike(x, y)) for x, y in zip(a, b, strict=True))


def _kin(a: str, b: str) -> bool:
    """Whether the name of one body is the beginning or the end of the other's."""
    short, long = sorted((a.rpartition(":")[2], b.rpartition(":")[2]), key=len)
    return a.split(":")[0] == b.split(":")[0] == "org" and (long.startswith(short + " ") or long.endswith(" " + short))


_NAMELESS = ("group", "unnamed")


def _may_be(local: Who, other: Who) -> bool:
    """Whether `local`, known in its document alone, can be `other`: the last part of the name, or the same words."""
    if "@" not in local.key:
        return False
    mine, theirs = local.key.rpartition(":")[2], other.key.rpartition(":")[2]
    if local.kind in _NAMELESS:
        return other.kind == local.kind and mine == theirs
    return local.kind == other.kind == "person" and theirs.split("|")[0].split()[-1:] == [mine]


def _tells_more(who: Who, known: Who) -> bool:
    """Whether `who` is the better record of one speaker: named rather than described, with a principal, or with the longer name."""
    if (who.kind in _NAMELESS) != (known.kind in _NAMELESS):
        return known.kind in _NAMELESS
    return (known.principal is None and who.principal is not None) or len(who.name) > len(known.name)


def _organ(name: str) -> frozenset[str]:
    """What tells one organ of a state from another: "Ministry of the Interior" and "Interior Ministry" give {"interior"}."""
    parts = set(fold(name.partition(",")[0]).split())
    return frozenset(parts - words().generic) if parts & words().ministry else frozenset()


def alias(found: Found, said: str) -> str:
    """`said` if it names the speaker, "" if it merely points there ("it", "its authors")."""
    return said if found.rule in ("S1 body", "S2 state", "S3 name", "S4 acronym", "S5 organ") else ""
