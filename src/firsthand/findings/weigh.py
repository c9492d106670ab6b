"""Weigh each allegation against a standard of proof: the conditions met and unmet, and what would change the outcome.

The rules propose; a person concludes. No score is computed: a level holds when all its conditions hold, and each is printed with
its reason. Method: conditions of a fact-finding mission as data (`standard.py`), measured by `measure.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from msgspec import structs

from firsthand import ids
from firsthand.allegations import identify
from firsthand.allegations.record import Allegation, Contradiction, Member
from firsthand.findings import answer, standard
from firsthand.findings.change import change
from firsthand.findings.measure import Matter, measure
from firsthand.findings.parts import LABELS, Told, parts
from firsthand.findings.record import Assessment, Condition, Part, Weighing
from firsthand.findings.standard import Profile
from firsthand.judgements import Judgement
from firsthand.origins.record import Count, Dependence, Origin
from firsthand.statements.record import Statement

DEFAULT = "reasonable-grounds-v1"


def weigh(weighing: Weighing, profile: Profile | str = DEFAULT) -> tuple[Assessment, ...]:
    """One Assessment per allegation, in their order. `profile` is one, or the name of one that is shipped.

    Raises BadSettings where the profile does not exist or is malformed.
    """
    scales = Scales(weighing, standard.read(profile) if isinstance(profile, str) else profile)
    return tuple(scales.assess(a) for a in weighing.allegations)


class Scales:
    """The records of a Weighing, indexed; `assess` weighs one allegation."""

    def __init__(self, weighing: Weighing, profile: Profile) -> None:
        self.profile = profile
        self.judged = weighing.judged
        self.statements = {s.id: s for s in weighing.statements if not _rejected(s.id, weighing.judged)}
        self.traces = {t.statement: t for t in weighing.traces}
        self.origins = {o.id: o for o in weighing.origins}
        self.parties = identify.Parties(weighing.speakers)
        self.names = {d.id: d.name for d in weighing.documents}
        self.contradictions: defaultdict[str | None, list[Contradiction]] = defaultdict(list)
        for c in weighing.contradictions:
            self.contradictions[c.allegation].append(c)
        self.near: defaultdict[str, list[Dependence]] = defaultdict(list)
        for d in weighing.dependences:
            self.near[d.child].append(d)
            self.near[d.parent].append(d)
        self.acts = {x.id: x for x in weighing.acts}
        self.known = {a.id for a in weighing.allegations}
        self.answers = [j for j in weighing.judged.values() if j.noun == answer.NOUN]
        self.refusals: defaultdict[str, list[str]] = defaultdict(list)
        for s in self.statements.values():
            if s.stance == "other" and s.cue_lemma in identify.words("refusals", "cues"):
                self.refusals[s.document].append(s.id)

    def assess(self, a: Allegation) -> Assessment:
        """What the profile's rules propose about `a`, and why."""
        matter = self._matter(a)
        entered = [o for o in matter.entries if o in matter.origins]
        count = matter.count(self.judged)
        conditions, level = self._conditions(matter, count)
        levels = self.profile.proposable()
        known = standard.standards()
        supports = {s.document for s in matter.supports}
        return Assessment(
            id=ids.name("assessment", a.id, self.profile.id),
            allegation=a.id,
            profile=self.profile.id,
            standard=levels[level].standard,
            origins=count,
            documents=tuple(sorted(supports)),
            first_hand=sum(matter.origins[o].first_hand for o in entered),
            disputed_by=self._speakers(a, "disputes"),
            doubted_by=self._speakers(a, "mentions", "doubts"),
            conditions=conditions,
            would_change=change(
                matter, self.judged, lambda j: self._level(matter, j), [known[x.standard] for x in levels]
            ),
            parts=tuple(self._part(told, matter) for told in parts(a, matter.supports, self.acts, self.parties)),
            profile_digest=self.profile.digest,
            signed_by=self.profile.signed,
        )

    def _part(self, told: Told, whole: Matter) -> Part:
        """One part of an allegation, weighed by the statements alone that tell of it."""
        matter = replace(whole, supports=told.statements, entries=self._entries(told.statements))
        conditions, level = self._conditions(matter, matter.count(self.judged)) if told.statements else ((), 0)
        levels = self.profile.proposable()
        count = matter.count(self.judged)
        above = levels[level + 1].standard if level + 1 < len(levels) else ""
        return Part(
            name=told.name,
            label=LABELS[told.name],
            standard=levels[level].standard if told.statements else "",
            lo=count.lo,
            hi=count.hi,
            statements=tuple(s.id for s in told.statements),
            says=told.says,
            unmet=tuple(c for c in conditions if not c.met and c.level == above),
        )

    def _entries(self, supports: Iterable[Statement]) -> tuple[str, ...]:
        """The origins at which the information of these statements entered, each once."""
        return tuple(dict.fromkeys(self.traces[s.id].origin for s in supports if s.id in self.traces))

    def _matter(self, a: Allegation) -> Matter:
        members = [m for m in a.statements if m.id in self.statements]
        supports = tuple(self.statements[m.id] for m in members if m.role == "supports")
        entries = self._entries(supports)
        dependences = self._around(entries)
        nodes = {*entries, *(d.child for d in dependences), *(d.parent for d in dependences)}
        return Matter(
            allegation=a,
            supports=supports,
            others=len(members) - len(supports),
            denials=sum(m.role == "disputes" for m in members),
            entries=entries,
            origins={i: self._here(i, supports) for i in sorted(nodes) if i in self.origins},
            dependences=dependences,
            contradictions=self._against(a),
            names=self.names,
            heard=self._heard(a, members, {s.document for s in supports}),
        )

    def _here(self, id_: str, supports: Iterable[Statement]) -> Origin:
        """The origin as it stands to one allegation: who saw something else is no first-hand source of this."""
        told = [t for s in supports if (t := self.traces.get(s.id)) and t.origin == id_]
        origin = self.origins[id_]
        return structs.replace(origin, first_hand=any(t.first_hand for t in told)) if told else origin

    def _against(self, a: Allegation) -> tuple[Contradiction, ...]:
        """The contradictions about `a`; a sweeping denial, told of the pattern above it, stands against an incident too."""
        own = self.contradictions[a.id]
        told = {s for c in own for s in c.statements}
        left = {m.id for m in a.statements if m.role == "disputes"} - told
        above = self.contradictions[a.part_of] if a.part_of else ()
        return (*own, *(c for c in above if c.kind == "denial" and left & set(c.statements)))

    def _around(self, entries: Iterable[str]) -> tuple[Dependence, ...]:
        """The dependences that can matter: what the origins may derive from, and links into that."""
        seen = set(entries)
        todo = sorted(seen)
        found: dict[str, Dependence] = {}
        while todo:
            node = todo.pop()
            for d in self.near.get(node, ()):
                if d.symmetric or d.child == node:
                    found[d.id] = d
                if d.child == node and not d.symmetric and d.parent not in seen:
                    seen.add(d.parent)
                    todo.append(d.parent)
        inside = {**dict.fromkeys(seen)}
        return tuple(d for _, d in sorted(found.items()) if d.child in inside and d.parent in inside)

    def _conditions(self, matter: Matter, count: Count) -> tuple[tuple[Condition, ...], int]:
        measured = measure(matter, count, self.judged, self.profile)
        conditions = [
            Condition(
                name=c.name,
                met=c.holds(measured[c.measure].value),
                because=measured[c.measure].because,
                level=level.standard,
                links=measured[c.measure].links,
            )
            for level in self.profile.levels
            for c in level.conditions
        ]
        conditions += [
            Condition(
                name="never proposed by a rule",
                met=False,
                because="a court decides it, on all the evidence",
                level=x.standard,
            )
            for x in self.profile.levels
            if x.never
        ]
        return tuple(conditions), self._level(matter, self.judged)

    def _level(self, matter: Matter, judged: Mapping[str, Judgement]) -> int:
        """The highest proposable level of which all conditions hold, with those of all levels below; 0 where none does."""
        measured = measure(matter, matter.count(judged), judged, self.profile)
        reached = 0
        for n, level in enumerate(self.profile.proposable()):
            if not all(c.holds(measured[c.measure].value) for c in level.conditions):
                break
            reached = n
        return reached

    def _heard(self, a: Allegation, members: list[Member], documents: set[str]) -> str:
        """How the accused side's answer is on file, "" if it is not."""
        denies = [m for m in members if m.role == "disputes"]
        if denies:
            names = sorted({self.parties.name(self._party(m.id)) or "a speaker who is not named" for m in denies})
            return f"denied by {', '.join(names)}"
        told = [j for j in answer.answers(a, self.answers, self.known) if j.about in self.statements]
        if told:
            last = told[-1]
            who = self.parties.name(self._party(last.about)) or "a speaker who is not named"
            return f"{who} {answer.label(last.decision)}, in the judgement of {last.who}"
        accused = {key for p in a.perpetrators if (key := self.parties.accused(p))}
        spoke = [*(m.id for m in members), *(i for d in sorted(documents) for i in self.refusals[d])]
        for id_ in spoke:
            party = self._party(id_)
            if party and self.parties.key(party) in accused:
                return f"{self.parties.name(party)} was asked or spoke of it, and is on file without a denial"
        return ""

    def _party(self, statement: str) -> str:
        trace = self.traces.get(statement)
        return self.parties.chief(trace.speaker) if trace and trace.speaker else ""

    def _speakers(self, a: Allegation, role: str, stance: str = "") -> tuple[str, ...]:
        said = [self.statements[m.id] for m in a.statements if m.role == role and m.id in self.statements]
        chiefs = {self._party(s.id) for s in said if not stance or s.stance == stance}
        return tuple(sorted(chiefs - {""}))


def _rejected(about: str, judged: Mapping[str, Judgement]) -> bool:
    return about in judged and judged[about].decision == "rejected"


__all__ = ["DEFAULT", "Scales", "Statement", "weigh"]
