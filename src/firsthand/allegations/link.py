"""Link: group acts and the statements that tell of them into allegations.

A general allegation (torture in a region) stands above incidents (the torture of one named person on one day). Each act goes to
the allegation of its type in its situation (`situate.py`); incidents are told apart by hard conflicts and joined only where the
named victim, or place and days, agree (`compare.py`). A statement that was linked wrongly would manufacture corroboration; one
that was not linked only delays it: so what is unknown never joins.

Method: constrained agglomeration with three-valued evidence per field instead of a score; events that differ by their arguments
as in Bugert et al. 2021; acts, incidents and statements kept apart as in the HURIDOCS formats (Ball 1996).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from firsthand import dates, ids
from firsthand.allegations import affairs, compare, cover, deny, describe, occasions
from firsthand.allegations.cased import cased
from firsthand.allegations.compare import Account, Field
from firsthand.allegations.identify import COUNTRY, Parties, Who, voices
from firsthand.allegations.match import match
from firsthand.allegations.record import Act, Allegation, Linking, Member, Role
from firsthand.allegations.role import ALLEGED, NEVER, PASSED, stand
from firsthand.allegations.situate import Group, Situation, groups_of, situate
from firsthand.dates import Period
from firsthand.figures.record import Figure
from firsthand.statements.record import Statement
from firsthand.vocabulary import places, terms

SMALL = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)+")
PERSONS = ("persons", "households", "incidents")
"""Units of figures that can count victims or incidents."""
VERSION = "its own version, told by a party that denies it; whether it admits a part is for a person to decide"
RANK: dict[Role, int] = {"disputes": 2, "supports": 1, "mentions": 0}


def link(linking: Linking) -> tuple[Allegation, ...]:
    """The allegations in what is said: general ones first, in the order in which they first appear. Equal input gives equal ids."""
    return Linker(cased(linking)).allegations()


class Linker:
    """The records of a Linking, indexed."""

    def __init__(self, linking: Linking) -> None:
        self.texts = {t.document: t for t in linking.texts}
        self.small: dict[str, frozenset[str]] = {}
        self.order = {t.document: n for n, t in enumerate(linking.texts)}
        gone = {i for i, j in linking.judged.items() if j.decision == "rejected"}
        self.statements = {s.id: s for s in linking.statements if s.id not in gone}
        self.parties = Parties(linking.speakers)
        self.who = Who(self.parties, linking.references)
        self.voice = voices(linking.traces, self.parties)
        self.figures: defaultdict[str, list[Figure]] = defaultdict(list)
        for f in linking.figures:
            self.figures[f.document].append(f)
            if f.statement:
                self.figures[f.statement].append(f)
        self.counted = {f.id: f for f in linking.figures}
        acts = sorted(
            (a for a in linking.acts if a.statement in self.statements),
            key=lambda a: (a.document, a.trigger.start, a.id),
        )
        told = self._occasions(linking, acts)
        accounts = _surnames([replace(self._account(a), occasion=told(a)) for a in acts])
        self.aside: dict[str, str] = {}
        self.called: dict[str, str] = {}
        accounts = self._affairs(accounts)
        self.situations = situate(accounts, linking.texts, self._sources())
        self.labels = {k: str(t["label"]) for k, t in terms.load("violations")["types"].items()}

    def _account(self, act: Act) -> Account:
        text = self.texts[act.document].text if act.document in self.texts else ""
        opens = compare.opens(text, lambda: self._small(act.document), act.victim)
        return replace(compare.account(act, self.statements[act.statement], self.who), opens=opens)

    def _small(self, document: str) -> frozenset[str]:
        """The words that stand in a text without a capital."""
        if document not in self.small:
            found = (w for p in SMALL for w in p.findall(self.texts[document].text))
            self.small[document] = frozenset(filter(str.islower, found))
        return self.small[document]

    def _occasions(self, linking: Linking, acts: Sequence[Act]) -> Callable[[Act], str]:
        """Which occasion an act belongs to, of those that several documents tell of: by what stands before the core of its document ends."""
        found = occasions.occasions(linking.texts, acts, linking.figures)
        until = {o.document: o.until for o in found}
        self.same = {ids.name("occasion", *s.documents): s for s in match(found)}
        home = {d: key for key, s in self.same.items() for d in s.documents}

        def told(act: Act) -> str:
            inside = act.type in occasions.FORCE and act.trigger.start <= until.get(act.document, -1)
            return home.get(act.document, "") if inside and act.modality not in NEVER else ""

        return told

    def _affairs(self, accounts: Sequence[Account]) -> list[Account]:
        """`accounts`, those of an act that many texts speak of in the same words put together, with the occasion that most of its reports tell of."""
        told = {a.act.id: a for a in accounts}
        for affair in affairs.affairs(accounts, self.figures, self.texts):
            own = Counter(o for i in affair.acts if (o := told[i].occasion))
            most, n = max(own.items(), key=lambda x: (x[1], x[0]), default=("", 0))
            home = most if 2 * n > own.total() else affair.id
            aside = [i for i in affair.acts if told[i].occasion != home]
            told.update({i: replace(told[i], occasion=home, aside=True) for i in aside})
            self.aside.update(dict.fromkeys(aside, affair.because))
            self.called[affair.id] = affair.called
        return list(told.values())

    def _sources(self) -> dict[str, str]:
        """The speakers by name of each statement, without states and media: those from whom several documents may have it."""
        found = {i: self.parties.get(self.voice.get(i)) for i in self.statements}
        return {i: s.id for i, s in found.items() if s and s.kind not in ("state", "media", "unnamed", "group")}

    def allegations(self) -> tuple[Allegation, ...]:
        """All of them."""
        made: list[Allegation] = []
        heard = cover.Heard(self.statements, self.voice, self.parties, self.situations)
        for situation in self.situations:
            groups = [g for type_ in _types(situation) for g in self._groups(situation, type_)]
            covered = heard.covers(situation, groups_of(groups))
            for group in groups:
                made += self._made(group, covered)
        first = {a.id: min((self._at(m) for m in a.statements), default=(0, "", 0, 0)) for a in made}
        made.sort(key=lambda a: (a.part_of is not None, first[a.id], a.id))
        labels = describe.apart([a.label for a in made], [self._tellers(a) for a in made])
        return tuple(msgspec.structs.replace(a, label=b) for a, b in zip(made, labels, strict=True))

    def _tellers(self, a: Allegation) -> list[str]:
        """Those by name who put it forward, in their order; where nobody has a name, the titles of the documents that do."""
        said = [m.id for m in a.statements if m.role == "supports"] or [m.id for m in a.statements]
        known = [s for m in said if (s := self.parties.get(self.parties.chief(self.voice.get(m))))]
        names = [describe.plain(s.name.partition(",")[0]) for s in known if s.kind not in ("unnamed", "group")]
        texts = [self.texts[d] for m in said if (d := self.statements[m].document) in self.texts]
        return list(
            dict.fromkeys(names or (f"“{t.title}”" if t.title else t.outlet for t in texts if t.title or t.outlet))
        )

    # ---- groups -------------------------------------------------------------------------------------------------

    def _groups(self, situation: Situation, type_: str) -> list[Group]:
        """The allegations of one type in one situation: patterns that do not conflict, each with its incidents below it."""
        told = [a for a in situation.accounts if a.act.type == type_]
        put = {a.act.id for a in told if a.act.modality not in NEVER and self._tells(a)}
        made = [a for a in told if a.act.id in put and not a.aside]
        accused = {a.party for a in situation.accounts if a.party}
        turned = [a for a in made if self._turned(a, accused)]
        found: list[Group] = []
        if turned:
            found.append(Group(type_, situation, turned, f"told by the accused|{self._voice(turned[0])}"))
        for pattern in _apart([a for a in made if a not in turned]):
            incidents = self._incidents(situation, type_, pattern)
            inside = {a.act.id for g in incidents for a in g.accounts}
            if all(a.act.id in inside for a in pattern):
                found += incidents
                continue
            found.append(Group(type_, situation, list(pattern), _pattern_key(pattern, made), parts=incidents))
        found += self._beside(situation, type_, [a for a in told if a.act.id in put and a.aside], found)
        self._mention([a for a in told if a.act.id not in put], found)
        return found

    def _beside(
        self, situation: Situation, type_: str, accounts: Iterable[Account], groups: Sequence[Group]
    ) -> list[Group]:
        """Adds what many texts speak of in the same words to the incident that some of them tell; incidents of their own for what none does."""
        home = {a.occasion: g for g in reversed(groups_of(groups)) if g.incident for a in g.accounts if a.occasion}
        found = []
        for a in accounts:
            if a.occasion not in home:
                home[a.occasion] = Group(type_, situation, [], a.occasion, incident=True)
                found.append(home[a.occasion])
            home[a.occasion].accounts.append(a)
            home[a.occasion].because[a.act.id] = f"same incident: {self.aside[a.act.id]}"
        return found

    def _mention(self, accounts: Iterable[Account], groups: Sequence[Group]) -> None:
        """What nobody puts forward is mentioned beside the pattern, or beside the one incident that its document tells of; else nowhere."""
        pattern = next((g for g in reversed(groups) if not g.incident), None)
        for a in accounts:
            near = [g for g in groups if any(b.act.document == a.act.document for b in g.accounts)]
            home = pattern or (near[0] if len(near) == 1 else None)
            if home is not None:
                home.accounts.append(a)

    def _turned(self, a: Account, accused: set[str]) -> bool:
        """Whether one who is accused tells of it without naming itself: more likely what it says that others did."""
        return self._voice(a) in accused - {a.party} and stand(a)[0] == "supports"

    def _voice(self, a: Account) -> str:
        return self.parties.key(self.voice.get(a.statement.id))

    def _tells(self, a: Account) -> bool:
        """Whether somebody puts this forward, denies or doubts it: a demand or a question makes no allegation."""
        s = a.statement
        return s.stance in ("alleges", "denies", "doubts") or bool(s.evaluation)

    def _incidents(self, situation: Situation, type_: str, accounts: Sequence[Account]) -> list[Group]:
        """Incidents of one type: each account joins one that shares a key with it (a victim, a spot and day, an occasion) and does not conflict."""
        found: list[Group] = []
        near: defaultdict[str, list[Group]] = defaultdict(list)
        for a in accounts:
            if not a.incident:
                continue
            keys = _near(a)
            tried = {id(g): g for k in keys for g in near[k]}
            home = next((g for g in tried.values() if self._joins(g, a)), None)
            if home is None:
                home = Group(type_, situation, [], _incident_key(a), incident=True)
                found.append(home)
            home.accounts.append(a)
            home.kinds.setdefault(_kind(a), a)
            for k in keys:
                if not any(g is home for g in near[k]):
                    near[k].append(home)
        twice = Counter(g.key for g in found)
        for g in found:
            g.key = g.key if twice[g.key] == 1 else f"{g.key}|{g.accounts[0].act.id}"
        return found

    def _joins(self, group: Group, a: Account) -> bool:
        """Whether `a` tells of the incident of `group`: as one of its accounts, and against none of them."""
        checks = [compare.same_incident(a, b) for b in group.kinds.values()]
        if not any(same for same, _ in checks) or not all(same or _fits(fields) for same, fields in checks):
            return False
        group.because[a.act.id] = self._same(a, next(fields for same, fields in checks if same))
        return True

    def _same(self, a: Account, fields: Iterable[Field]) -> str:
        said = "same incident: " + ", ".join(f"{f.name} {f.value} ({f.because})" for f in fields)
        return f"{said}; {self.same[a.occasion].because}" if a.occasion else said

    # ---- allegations --------------------------------------------------------------------------------------------

    def _made(self, group: Group, covered: cover.Covered, above: str | None = None) -> list[Allegation]:
        made = self._allegation(group, covered, above)
        if made is None:
            return []
        return [made, *(x for part in group.parts for x in self._made(part, covered, made.id))]

    def _allegation(self, group: Group, covered: cover.Covered, above: str | None) -> Allegation | None:
        members = self._members(group)
        spoken = [(self.statements[i], why) for i, (_, why) in members.items()]
        open_ = any(s.stance == "doubts" or why.endswith((ALLEGED, PASSED)) for s, why in spoken)
        if not open_ and not any(role != "mentions" for role, _ in members.values()):
            return None
        for statement, because in covered.get(id(group), ()):
            if members.get(statement.id, ("mentions", ""))[0] == "mentions":
                members[statement.id] = ("disputes", because)
        self._versions(members)
        listed = tuple(
            Member(id=i, role=role, because=why)
            for i, (role, why) in sorted(members.items(), key=lambda m: self._spot(m[0]))
        )
        told = _told(group, members)
        period, (spots, taken) = _period(told), describe.where(group)
        where = tuple(n for n in spots if self._place(n, group))
        victims = describe.whom(told, self.counted, self._witnesses(told))
        if group.key in self.called:
            victims = describe.known(self.called[group.key], victims)
        named = self.called.get(group.key) or (
            next(iter(victims), "") if group.incident else describe.group(told, self.counted)
        )
        return Allegation(
            id=ids.name("allegation", group.type, group.situation.key, group.key),
            type=group.type,
            label=describe.label(group.type, named, describe.sure(where, taken if group.incident else ()), period),
            victims=victims,
            perpetrators=describe.responsible(told, self.who),
            places=where,
            period=period,
            statements=listed,
            acts=tuple(a.act.id for a in sorted(group.accounts, key=self._order)),
            figures=tuple(f.id for f in self._figures(group, set(members))),
            part_of=above,
            level="incident" if group.incident else "pattern",
            occasion=next((a.occasion for a in group.accounts if a.occasion), "") if group.incident else "",
            reasons=self._reasons(group),
            inferred=tuple(n for n in where if n in taken),
        )

    def _place(self, name: str, group: Group) -> bool:
        """Whether a name that no gazetteer knows can be a place's: one word that the same texts also write in small letters is none."""
        if " " in name or places.place(name) or places.country(name):
            return True
        inside = (self._small(s.document) for s in group.situation.scenes if s.document in self.texts)
        return name[:1].isupper() and not any(name.casefold() in small for small in inside)

    def _versions(self, members: dict[str, tuple[Role, str]]) -> None:
        """What a party that denies it says of the same act is its own version, and no support for what it denies."""
        deniers = {self._party(i) for i, (role, _) in members.items() if role == "disputes"} - {""}
        for i, (role, why) in members.items():
            if role == "supports" and self._party(i) in deniers:
                members[i] = ("mentions", f"{why}: {VERSION}")

    def _party(self, statement: str) -> str:
        return self.parties.key(self.voice.get(statement))

    def _witnesses(self, told: Sequence[Account]) -> dict[str, str]:
        """What those are called who tell of themselves, by document."""
        said = {a.act.document: self.parties.name(self.voice.get(a.statement.id)) for a in told if _witness(a)}
        return {document: name for document, name in said.items() if name}

    def _members(self, group: Group) -> dict[str, tuple[Role, str]]:
        members: dict[str, tuple[Role, str]] = {}
        put = deny.kinds(a for a in group.accounts if stand(a)[0] == "supports")
        for a in group.accounts:
            for s, role, why in self._roles(a):
                aside = deny.unlike(a, put, deny.answers(a, put, self._voice(a))) if role == "disputes" else ""
                role, why = ("mentions", aside) if aside else (role, why)
                told = (
                    f"{self.labels.get(group.type, group.type)}: “{a.act.trigger.text}”; {self._where(group, a)}; {why}"
                )
                told = f"{told}; {group.because[a.act.id]}" if a.act.id in group.because else told
                if s.id not in members or RANK[role] > RANK[members[s.id][0]]:
                    members[s.id] = (role, told)
        return members

    def _roles(self, a: Account) -> Iterable[tuple[Statement, Role, str]]:
        """The statement that tells of the act, and those around it that deny or doubt what it tells."""
        yield a.statement, *stand(a)
        above = self.statements.get(a.statement.parent or "")
        while above is not None:
            inside = above.content.start <= a.act.trigger.start < above.content.end
            if inside and above.stance == "denies" and not deny.about(above, a.act.trigger.start):
                yield above, "disputes", "denies what it reports"
            elif inside and above.stance == "doubts":
                yield above, "mentions", "doubts what it reports: no denial"
            above = self.statements.get(above.parent or "")

    def _where(self, group: Group, a: Account) -> str:
        if any(a.act.id in s.inferred for s in group.situation.scenes):
            return f"place taken from the document: {group.situation.name or 'not named'}"
        return f"place: {a.where.name}" if a.where.keys else "no place named"

    def _figures(self, group: Group, members: set[str]) -> list[Figure]:
        """Figures of victims or incidents in a member, or counted in the same respect in the same situation."""
        found = [self.counted[f] for a in group.accounts if (f := a.act.figure or "") in self.counted]
        found += [f for m in members for f in self.figures[m] if f.counted in ("", group.type)]
        if not group.incident:
            here = {s.document for s in group.situation.scenes}
            found += [f for d in here for f in self.figures[d] if f.counted == group.type]
        return sorted(
            {f.id: f for f in found if f.unit in PERSONS}.values(),
            key=lambda f: (self.order.get(f.document, 0), f.document, f.start),
        )

    def _reasons(self, group: Group) -> tuple[str, ...]:
        n = len({s.document for s in group.situation.scenes})
        what = "one incident" if group.incident else "a pattern: all that is told of this type in one situation"
        scenes = group.situation.scenes
        shared = set.intersection(*(set(s.groups) for s in scenes)) if len(scenes) > 1 else set()
        same = f"; all name {', '.join(sorted(shared))}" if shared else ""
        return (
            f"L1 {what}; situation {group.situation.name or 'without a place'}, told in {n} document{'s' * (n > 1)}{same}",
        )

    def _spot(self, statement: str) -> tuple[int, str, int, int]:
        s = self.statements[statement]
        return self.order.get(s.document, len(self.order)), s.document, s.start, s.end

    def _order(self, a: Account) -> tuple[int, str, int, str]:
        return self.order.get(a.act.document, len(self.order)), a.act.document, a.act.trigger.start, a.act.id

    def _at(self, member: Member) -> tuple[int, str, int, int]:
        return self._spot(member.id)


def _surnames(accounts: Sequence[Account]) -> list[Account]:
    """Victims named by a surname alone are the one person with that surname whom the document names in full."""
    full: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for a in accounts:
        if a.person and a.act.victim and len(a.act.victim.text.split()) > 1:
            full[a.act.document, a.act.victim.text.split()[-1]].add(a.person)
    found = []
    for a in accounts:
        persons = full.get((a.act.document, a.act.victim.text), set()) if a.act.victim and not a.person else set()
        found.append(replace(a, person=min(persons), groups=frozenset()) if len(persons) == 1 else a)
    return found


def _types(situation: Situation) -> list[str]:
    return list(dict.fromkeys(a.act.type for a in situation.accounts))


def _apart(accounts: Sequence[Account]) -> list[list[Account]]:
    """Accounts of one type in one situation, apart where two states are accused or the times given lie far apart.

    What names neither goes with the rest of its document, else with the pattern that is told at least twice as often as any other;
    where there is none, nobody can say to which it belongs, and it stays apart.
    """
    found: list[list[Account]] = []
    marks: list[
        dict[tuple[object, ...], Account]
    ] = []  # of each group one account of a kind: thousands can be told alike
    for a in sorted((a for a in accounts if _marked(a)), key=_width):
        home = next((n for n, kinds in enumerate(marks) if not any(_other(a, b) for b in kinds.values())), len(found))
        if home == len(found):
            found.append([])
            marks.append({})
        found[home].append(a)
        marks[home].setdefault(_mark(a), a)
    ranked = sorted(found, key=len, reverse=True)
    main = ranked[0] if ranked and (len(ranked) == 1 or len(ranked[0]) >= 2 * len(ranked[1])) else []
    if not any(main is g for g in found):
        found.append(main)
    told = [{b.act.document for b in g} for g in ranked]
    for a in accounts:
        if not _marked(a):
            near = [g for g, documents in zip(ranked, told, strict=True) if a.act.document in documents]
            (near[0] if len(near) == 1 else main).append(a)
    place = {id(a): n for n, a in enumerate(accounts)}
    return [sorted(g, key=lambda a: place[id(a)]) for g in found if g]


def _mark(a: Account) -> tuple[object, ...]:
    """What can set it apart from another pattern: all that `_other` looks at."""
    return a.party, a.act.period, a.groups, compare.groups(a.act.perpetrator)


def _marked(a: Account) -> bool:
    """Whether something is told that can set it apart from another pattern."""
    return any(_mark(a))


def _width(a: Account) -> tuple[int, str, int, str]:
    """The most certain times first; then an order that does not depend on the order of documents."""
    period = a.act.period
    return (period.end - period.start).days if period else 10**6, a.act.document, a.act.trigger.start, a.act.id


def _other(a: Account, b: Account) -> bool:
    """Whether two accounts cannot belong to one pattern."""
    if compare.parties(a.party, b.party).value == "conflict":
        return True
    if compare.groups(a.act.perpetrator) & b.groups or compare.groups(b.act.perpetrator) & a.groups:
        return True  # those who suffer in the one are those who do it in the other
    p, q = a.act.period, b.act.period
    return p is not None and q is not None and max(p.start - q.end, q.start - p.end) > compare.APART


def _pattern_key(pattern: Sequence[Account], all_: Sequence[Account]) -> str:
    """ "" for the only pattern of its type; otherwise what sets it apart: the accused state, or the year in which it begins."""
    if len(pattern) == len(all_):
        return ""
    party = next((a.party for a in pattern if a.party.startswith(COUNTRY)), "")
    years = [a.act.period.start.year for a in pattern if a.act.period]
    return f"{party}|{min(years) if years else ''}"


def _near(a: Account) -> tuple[str, ...]:
    """What two accounts of one incident have at least one of in common: days a few apart fall into one of two windows."""
    keys = [f"person|{a.person}"] * bool(a.person) + [f"occasion|{a.occasion}"] * bool(a.occasion)
    if a.dated and a.act.period and a.where.keys:
        window = a.act.period.start.toordinal() // (2 * compare.NEAR.days)
        keys += [f"{a.where.keys[0]}|{window + n}" for n in (-1, 0, 1)]
    return tuple(keys)


def _kind(a: Account) -> tuple[object, ...]:
    """All that is compared when it is asked whether two accounts tell of one incident."""
    said = a.act.victim.text.casefold() if a.act.victim else ""
    return a.person, a.groups, a.where, a.act.period, a.party, a.occasion, said


def _incident_key(a: Account) -> str:
    if a.person:
        return a.person
    if a.occasion:
        return a.occasion
    day = a.act.period.start.isoformat() if a.act.period else ""
    return f"{a.where.keys[0] if a.where.keys else ''}|{day}"


def _witness(a: Account) -> bool:
    return a.person.startswith("witness:")


def _told(group: Group, members: Mapping[str, tuple[Role, str]]) -> list[Account]:
    """The accounts that put it forward; where nobody does, all that speak of it as something that happened."""
    said = [a for a in group.accounts if a.act.modality not in NEVER]
    put = [a for a in said if members[a.statement.id][0] == "supports" and stand(a)[0] == "supports"]
    return put or said


def _fits(fields: Iterable[Field]) -> bool:
    return all(f.value != "conflict" for f in fields)


def _period(accounts: Sequence[Account]) -> Period | None:
    told = [a.act.period for a in accounts if a.act.period]
    if not told:
        return None
    if len({(p.start, p.end) for p in told}) == 1:
        return told[0]
    return dates.span(min(told, key=lambda p: p.start), max(told, key=lambda p: p.end))
