"""Situate: which documents speak of the same situation (a place, with those to whom things are done there and those who do them).

What one document says of one region is a Scene. Two scenes are one Situation only if their place agrees and something else does
too (a named group of victims, a party, a smaller place, a day), and nothing conflicts with anything already in it: no chain of
likenesses ever joins two that do not fit. A document that names no place belongs where its text and its victims point, or nowhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, pairwise
from string import capwords

from firsthand.allegations import locate
from firsthand.allegations.compare import Account, singular
from firsthand.allegations.identify import tokens
from firsthand.documents.record import Text
from firsthand.vocabulary import places

HEAD = 400
"""Characters at the beginning of a text in which a report says what it is about."""
TOLD = 100
"""How alike two scenes of one occasion are: more than any that share fields."""
VERBATIM = 60
"""Characters of a statement that two texts do not come to hold by chance."""
BLOCK, HUBS = 120, 12
"""In a block of more scenes than this, later ones are compared with so many of the first, and with the one before."""
SHOWN = 24
"""So many members of each group are looked at where no place is known."""
ELSEWHERE = 10
"""Where more than one in so many acts of a text was done elsewhere, the country that it names most lends nothing."""
OFTEN = 3
"""A place named this often, or the place of this many acts, is what a text is about."""


@dataclass(frozen=True)
class Scene:
    """What `document` tells of `root`: a region's id, a country's id, "named" (places that no gazetteer knows) or "" (no place)."""

    document: str
    root: str
    accounts: tuple[Account, ...]
    seen: frozenset[str]
    about: frozenset[str]
    """Capitalised words of the text, and those of them that stand in its head or return again and again."""
    near: frozenset[str]
    """Places learnt from the texts of the inquiry that stand in this text, `close` those that it is about."""
    close: frozenset[str]
    inferred: frozenset[str]
    """Acts that came here although they name no place, or only a wider one."""
    sources: frozenset[str] = frozenset()
    """Speakers by name who tell of it."""
    subject: str = ""
    """The code of the country that the text mostly speaks of, where the place is not known. It keeps texts apart and lends a name; who may be accused does not follow."""

    @property
    def country(self) -> str:
        """The country's code, "" if none is known."""
        return self.root.partition("-")[0] if self.root not in ("named", "") else ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of places smaller than a region: where acts are told to have been done, and where no gazetteer helps, what the text is about."""
        told = frozenset(a.where.name.casefold() for a in self.accounts if a.where.level in ("city", "site", "named"))
        return told if self.root not in ("", "named") else told | self.close

    @cached_property
    def groups(self) -> frozenset[str]:
        """Named groups of victims, without the people of the country itself and without names of places."""
        parts = {singular(w) for n in self.names for w in n.split()}
        found = {g for a in self.accounts for g in a.groups if g not in parts}
        return frozenset(g for g in found if not self._people(g))

    def _people(self, group: str) -> bool:
        state = places.country(group)
        return state is not None and state.id == self.country

    @cached_property
    def persons(self) -> frozenset[str]:
        """Victims named in full, but for witnesses who speak of themselves."""
        return frozenset(a.person for a in self.accounts if a.person and not a.person.startswith("witness:"))

    @cached_property
    def parties(self) -> frozenset[str]:
        """Parties named as perpetrators."""
        return frozenset(a.party for a in self.accounts if a.party)

    @cached_property
    def occasions(self) -> frozenset[str]:
        """Occasions that other documents tell of too."""
        return frozenset(a.occasion for a in self.accounts if a.occasion)

    @cached_property
    def words(self) -> frozenset[str]:
        """What is told in so many words that two texts with the same ones have them from one another, or from a third."""
        said = (" ".join(a.statement.content.text.casefold().split()) for a in self.accounts)
        return frozenset(w for w in said if len(w) >= VERBATIM)

    @cached_property
    def days(self) -> frozenset[str]:
        """Days that are given."""
        return frozenset(a.act.period.start.isoformat() for a in self.accounts if a.dated and a.act.period)

    def conflicts(self, other: Scene) -> bool:
        """Whether the two cannot be one situation: other places, or other groups of which the one text never heard."""
        if self.occasions & other.occasions:
            return False
        if {self.root, other.root} & {"named", ""}:
            mine, others = self.country or self.subject, other.country or other.subject
            placed = bool(mine and others and mine != others)
        else:
            placed = self.country != other.country or (
                "-" in self.root and "-" in other.root and self.root != other.root
            )
        strange = (
            bool(self.groups and other.groups)
            and not self.groups & other.groups
            and not self.groups & other.seen
            and not other.groups & self.seen
        )
        return placed or strange


@dataclass(frozen=True)
class Situation:
    """`scenes` of one or more documents. `key` names it from its place, `name` is how people read that place."""

    key: str
    name: str
    country: str
    scenes: tuple[Scene, ...]

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """All acts told in it."""
        return tuple(a for s in self.scenes for a in s.accounts)


@dataclass
class Group:
    """Accounts of one allegation while it is being made."""

    type: str
    situation: Situation
    accounts: list[Account]
    key: str
    incident: bool = False
    because: dict[str, str] = field(default_factory=dict)
    parts: list[Group] = field(default_factory=list)
    kinds: dict[tuple[object, ...], Account] = field(default_factory=dict)
    """Of each kind of account one: thousands can be told alike."""


def groups_of(groups: Iterable[Group]) -> list[Group]:
    """`groups` and their parts."""
    return [x for g in groups for x in (g, *groups_of(g.parts))]


def situate(accounts: Sequence[Account], texts: Iterable[Text], sources: Mapping[str, str]) -> tuple[Situation, ...]:
    """The situations that `accounts` speak of. Every account is in exactly one; the order of documents does not matter."""
    told: defaultdict[str, list[Account]] = defaultdict(list)
    for a in accounts:
        told[a.act.document].append(a)
    known = {t.document: t for t in texts if t.document in told}
    learnt = locate.learn(known.values())
    scenes: list[Scene] = []
    agreed = _agreed(accounts)
    for document, those in told.items():
        text = known.get(document) or Text(document=document, text="", passages=())
        scenes += _scenes(text, those, learnt, agreed)
    scenes = [replace(s, sources=frozenset(sources.get(a.statement.id, "") for a in s.accounts) - {""}) for s in scenes]
    return _named(_joined(sorted(scenes, key=lambda s: (s.document, s.root))))


def _agreed(accounts: Iterable[Account]) -> Mapping[str, str]:
    """For each occasion that several documents tell of the place that most of its accounts name."""
    named: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for a in accounts:
        if a.occasion and (root := a.where.region or a.where.country):
            named[a.occasion][root] += 1
    return {o: min(roots, key=lambda r: (-roots[r], "-" not in r, r)) for o, roots in named.items()}


def _scenes(text: Text, accounts: Sequence[Account], learnt: Iterable[str], agreed: Mapping[str, str]) -> list[Scene]:
    main = _main(text, accounts)
    opening = text.text[:HEAD].casefold()
    near = locate.mentioned(text, learnt)
    close = frozenset(n for n, c in near.items() if c >= OFTEN or n in opening)
    said = Counter(singular(w) for w in tokens(text.text) if w[:1].isupper())
    head = {singular(w) for w in tokens(text.text[:HEAD])}
    about = frozenset(w for w, n in said.items() if n >= OFTEN or w in head)
    located = any(a.where.keys for a in accounts)
    sections = locate.sections(text)
    parts: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    inferred = set()
    for a in accounts:
        root = agreed.get(a.occasion, "") or a.where.region or a.where.country
        if a.aside:
            pass  # what the text is about is not where this was done
        elif (section := _section(sections, a)) is not None:
            if not root and section.country:
                root = section.country
                inferred.add(a.act.id)
            elif not root:
                root = "named" if a.where.keys else ""
        elif main and (not root or main.startswith(root + "-")):
            root = main
            inferred.add(a.act.id)
        elif not root:
            root = "named" if located else ""
            if not a.where.keys:
                inferred.add(a.act.id)
        parts[root, a.occasion if a.aside else ""].append(a)
    open_ = {"named", ""} & {root for root, _ in parts}
    subject = locate.subject(text) if open_ and not sections else ""
    elsewhere = sum(len(own) for (r, _), own in parts.items() if r.partition("-")[0] not in ("named", "", subject))
    if ELSEWHERE * elsewhere > len(accounts):
        subject = ""
    return [
        Scene(
            text.document, root, tuple(those), frozenset(said), about, frozenset(near), close, frozenset(inferred),
            subject=subject if root in ("named", "") and not here else "",
        )
        for (root, here), those in parts.items()
    ]  # fmt: skip


def _section(sections: Sequence[locate.Section], a: Account) -> locate.Section | None:
    """The section of a round-up in which the act is told: what the whole text is about says nothing of it."""
    return max((s for s in sections if s.start <= a.act.trigger.start), key=lambda s: s.start, default=None)


def _main(text: Text, accounts: Sequence[Account]) -> str:
    """The place that `text` is about: that of at least half of the acts with a place, and named in its head or again and again.

    One act with a place among many without says nothing about these. A whole country must be the place of half of all acts: it is too wide to be taken for what has no place.
    """
    roots = Counter(r for a in accounts if (r := a.where.region or a.where.country))
    regions = Counter({r: n for r, n in roots.items() if "-" in r})
    top, n = max((regions or roots).items(), key=lambda x: (x[1], x[0]), default=("", 0))
    few = n < OFTEN and 3 * n < len(accounts)
    if not top or few or 2 * n < roots.total() or ("-" not in top and 2 * n < len(accounts)):
        return ""
    names = {w for a in accounts if top in a.where.keys for w in (a.where.name, a.where.outer) if w}
    said = text.text
    if any(w in said[:HEAD] for w in names) or max((said.count(w) for w in names), default=0) >= OFTEN:
        return top
    return ""


def _joined(scenes: list[Scene]) -> list[list[Scene]]:
    """Scenes in groups: strongest likeness first, and never two that conflict in one group."""
    ranked = sorted((-n, i, j) for i, j in _pairs(scenes) if (n := _likeness(scenes[i], scenes[j])))
    kinds = _kinds(scenes)
    home = {i: Together(i, [i], {kinds[i]: scenes[i]}, _open(scenes[i])) for i in range(len(scenes))}
    for _, i, j in ranked:
        left, right = home[i], home[j]
        if left is right or right.name in left.apart or not _fits(left, right, scenes):
            continue
        if len(left.members) < len(right.members):
            left, right = right, left
        left.take(right)
        home.update(dict.fromkeys(right.members, left))
        for other in right.apart:
            home[other].apart = (home[other].apart - {right.name}) | {left.name}
    groups = {g.name: sorted(g.members) for g in home.values()}
    return [[scenes[i] for i in g] for g in sorted(groups.values())]


def _pairs(scenes: Sequence[Scene]) -> set[tuple[int, int]]:
    """Scenes that share a key. In a large block each is compared with the first ones only, or the work would grow with its square."""
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, scene in enumerate(scenes):
        for key in _keys(scene):
            blocks[key].append(i)
    found: set[tuple[int, int]] = set()
    for block in blocks.values():
        found.update(combinations(block[:BLOCK], 2))
        found.update((i, j) for j in block[BLOCK:] for i in block[:HUBS])
        found.update(pairwise(block[BLOCK - 1 :]))
    return found


Kind = tuple[str, str, frozenset[str], frozenset[str], frozenset[str]]
"""All that decides whether a scene conflicts with another: its root, what its text speaks of, its groups, the groups it has heard of, its occasions.
Of each kind one is kept."""


@dataclass
class Together:
    """Scenes that are in one group so far. `apart` are the groups with which something in it conflicts: they only grow."""

    name: int
    members: list[int]
    kinds: dict[Kind, Scene]
    opened: bool
    apart: set[int] = field(default_factory=set)

    def take(self, other: Together) -> None:
        """All of `other` comes in."""
        self.members += other.members
        self.kinds |= other.kinds
        self.opened = self.opened or other.opened
        self.apart |= other.apart


def _kinds(scenes: Sequence[Scene]) -> list[Kind]:
    every = frozenset(g for s in scenes for g in s.groups)
    return [(s.root, s.subject, s.groups, s.seen & every, s.occasions) for s in scenes]


def _open(scene: Scene) -> bool:
    """Whether no gazetteer knows where it is."""
    return scene.root in ("", "named")


def _fits(left: Together, right: Together, scenes: Sequence[Scene]) -> bool:
    """Whether two groups of scenes may be one situation: no two conflict, and where a place is not known, most are alike themselves."""
    if any(left.kinds[a].conflicts(right.kinds[b]) for a in left.kinds for b in right.kinds):
        left.apart.add(right.name)
        right.apart.add(left.name)
        return False
    if not left.opened and not right.opened:
        return True
    pairs = [(scenes[i], scenes[j]) for i in left.members[:SHOWN] for j in right.members[:SHOWN]]
    open_ = [(a, b) for a, b in pairs if _open(a) or _open(b)]
    return 2 * sum(_likeness(a, b) > 0 or _near(a, b) for a, b in open_) >= len(open_)


def _near(a: Scene, b: Scene) -> bool:
    """Whether two texts know two places in common: too little to join them, enough not to keep them apart."""
    return len((a.names | a.near) & (b.names | b.near)) > 1


def _keys(scene: Scene) -> Iterable[tuple[str, str]]:
    """Two scenes that share none of these are never compared."""
    for g in scene.groups:
        yield "group", g
    for n in scene.names | (scene.near if scene.root in ("", "named") else frozenset()):
        yield "name", n
    for p in scene.parties:
        yield scene.root, p
    for d in scene.days:
        yield scene.root, d
    for p in scene.persons:
        yield "person", p
    for o in scene.occasions:
        yield "occasion", o
    for w in scene.words:
        yield "words", w


def _likeness(a: Scene, b: Scene) -> int:
    """In how many fields two scenes agree; 0 where that is not enough for one situation."""
    if a.occasions & b.occasions or a.words & b.words:
        return TOLD
    also = sum(
        bool(x & y) for x, y in ((a.groups, b.groups), (a.parties, b.parties), (a.days, b.days), (a.persons, b.persons))
    )
    shared = len(a.names & b.names)
    if a.root == b.root and a.root not in ("named", ""):
        need = 1 if "-" in a.root else 2
        return 10 * ("-" in a.root) + also + shared if also + shared >= need else 0
    if a.persons & b.persons:
        return also + shared if also + shared > 1 or _mentions(a, b) or _mentions(b, a) else 0
    if {a.root, b.root} <= {"named", ""}:
        wide = len((a.names | a.near) & (b.names | b.near))
        told = also + bool(a.sources & b.sources)
        return told + wide if shared > 1 or wide > 2 or (shared and also) or (wide > 1 and told) else 0
    if not a.groups & b.groups:
        return 0
    if "" in (a.root, b.root):
        return also if _mentions(a, b) or _mentions(b, a) else 0
    return also if a.country == b.country or _mentions(a, b) or _mentions(b, a) else 0


def _mentions(placeless: Scene, placed: Scene) -> bool:
    """Whether the text of a scene without a known place is about the place of the other."""
    if placeless.root not in ("", "named") or placed.root == "":
        return False
    known = {w.casefold() for a in placed.accounts for w in (a.where.name, a.where.outer)}
    known.add(_country(placed.country) if placed.root == placed.country else "")
    return any(name and set(map(singular, name.split())) <= placeless.about for name in known)


def _country(code: str) -> str:
    state = places.code(code)
    return state.name.casefold() if state else ""


def _named(groups: Sequence[Sequence[Scene]]) -> tuple[Situation, ...]:
    """Situations with their keys: the place; where that is not enough also the group, the party or the first document."""
    places_ = [_place(g) for g in groups]
    common = Counter(key for key, _, _ in places_)
    found = [
        key if common[key] == 1 and key else f"{key}|{_apart(g)}"
        for g, (key, _, _) in zip(groups, places_, strict=True)
    ]
    twice = Counter(found)
    return tuple(
        Situation(
            key=key if twice[key] == 1 else f"{key}|{min(s.document for s in g)}",
            name=name,
            country=country,
            scenes=tuple(g),
        )
        for key, g, (_, name, country) in zip(found, groups, places_, strict=True)
    )


def _place(scenes: Sequence[Scene]) -> tuple[str, str, str]:
    """Key, name and country of the place of a situation."""
    roots = Counter(s.root for s in scenes if s.root not in ("", "named"))
    root = max(roots, key=lambda r: ("-" in r, roots[r], r), default="")
    where = [a.where for s in scenes for a in s.accounts if a.where.keys]
    if root:
        names = Counter(w.name if w.keys[0] == root else w.outer for w in where if root in w.keys)
        names.pop("", None)
        return root, _top(names) or _gazetteer(root), root.partition("-")[0]
    told = Counter(w.name for w in where if any(part[:1].isupper() for part in w.name.split()))
    subject = _top(Counter(s.subject for s in scenes if s.subject))
    most = max(told.values(), default=0)
    if subject and 3 * most < sum(len(s.accounts) for s in scenes):
        return subject, _gazetteer(subject), ""  # a name or two say nothing of all that is told without one
    names = told or Counter(capwords(n) for s in scenes for n in s.near)
    shown = told or Counter(capwords(n) for s in scenes for n in s.close)
    return _top(names).casefold() or subject, _top(shown) or _gazetteer(subject), ""


def _gazetteer(root: str) -> str:
    state = places.code(root)
    return state.name if state else ""


def _top(names: Mapping[str, int]) -> str:
    return min(names, key=lambda n: (-names[n], n), default="")


def _apart(scenes: Sequence[Scene]) -> str:
    marks = Counter(g for s in scenes for g in s.groups) or Counter(p for s in scenes for p in s.parties)
    return _top(marks) or min(s.document for s in scenes)
