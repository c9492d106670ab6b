"""Resolve the mentions of one document: a sieve, high precision first; unresolved beats a guess.

The steps, each a rule id of the References it makes:
  S1 body        a name, acronym or office from the list of bodies           S6 role       "the ambassador": the last person so introduced
  S2 state       a country by name; its capital or seat where it acts        S7 product    "the report" and its authors: whose report it is
  S3 name        a full name; a surname or a first name of one person        S8 group      people without a name, by the words that describe them
  S4 acronym     a body's initials or the short form of its name             S9 pronoun    see `pronouns`
  S5 organ       ministry, embassy, spokesman: the state or body of theirs
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from firsthand.documents.record import Span
from firsthand.origins import describe, introduce, names, pronouns
from firsthand.origins.bearers import CROWD, Organisations, People
from firsthand.origins.bodies import bodies
from firsthand.origins.names import fold
from firsthand.origins.products import Products
from firsthand.origins.resolver import Resolver
from firsthand.origins.scene import Found, Scene, Who
from firsthand.origins.states import States
from firsthand.origins.words import words
from firsthand.statements.record import Mention
from firsthand.vocabulary import places

_GOVERNMENT = re.compile(r"^government of (?:the )?(?:(?:\w+ )?(?:republic|kingdom) of (?:the )?)?")
_SHORT = re.compile(r"\b[A-Z]{2,5}\s$")
_AGED = re.compile(r"[Tt]he (\d{1,2})-year-old")
_THE = re.compile(r"\b[Tt]he\s$")
_NEARLY = 6
"""In a damaged translation "he" stands so many times for one "she"."""
_POSSESSED = re.compile(r"[’']s\s")


def _up_to(parts: list[str], ends: Collection[str]) -> list[str]:
    """The first words, up to one of `ends`: "ministry's spokesman" gives "ministry"."""
    for i, part in enumerate(parts):
        if fold(part) in ends or fold(part) == "government":
            return [*parts[:i], re.sub(r"[’']s?$", "", part)]
    return parts


class Sieve:
    """The resolution of one document's mentions.

    `voice` is whoever writes "we" in it, if that is known; `codes` are the code names of witnesses in the whole pile.
    """

    def __init__(
        self, scene: Scene, states: States, voice: Who | None = None, codes: Mapping[str, str] | None = None
    ) -> None:
        self.scene, self.states, self.voice = scene, states, voice
        self.codes = codes or {}
        self._resolver = Resolver(self._resolve)
        self.people = People()
        self.first: dict[tuple[str, ...], int] = {}
        self.count: Counter[tuple[str, ...]] = Counter()
        self.orgs = Organisations()
        self.called: set[str] = set()
        self.roles: defaultdict[str, list[tuple[int, Who]]] = defaultdict(list)
        self.principals: dict[tuple[str, ...], tuple[Who, str]] = {}
        self.witnesses: dict[tuple[str, ...], str] = {}
        self.gender: dict[str, str] = {}
        self.narrow: dict[str, str] = {}
        self.kin: set[tuple[str, ...]] = set()
        self.alias: dict[str, tuple[str, ...]] = {}
        self.short: dict[str, str] = {}
        self.spelled: list[tuple[int, int, str]] = []  # in order of place
        introduce.bracketed(self)
        self.titled = introduce.behind(self)
        introduce.bear(self)
        introduce.addressed(self)
        self.products = Products(scene)  # none are read yet; whoever is resolved on the way may ask for them
        self.place = self._sole_state()
        introduce.roles(self)
        self.products.read(self.resolve)
        self._narrow_families()
        self.forget()
        introduce.genders(self)
        self.forget()

    def resolve(self, m: Mention) -> Found | None:
        """Who `m` refers to; None where that is not certain enough."""
        return self._resolver.resolve(m)

    def forget(self) -> None:
        """Resolve everything anew: more is known of the document than before."""
        self._resolver.forget()

    @cached_property
    def all_he(self) -> bool:
        """Whether the document calls nearly everybody "he", as a damaged translation does; a few are no sign of it."""
        said = Counter(m.gender for m in self.scene.mentions if m.form == "pronoun")
        return said["m"] >= _NEARLY * max(1, said["f"])

    def adjective(self, m: Mention) -> Found | None:
        """ "Vardenian denials": the state whose adjective stands where a speaker is expected."""
        state = self.states.any(m.place.text) if m.form == "name" and m.label != "PERSON" else None
        if state is None or self.states.seat(m.place.text) is not None:
            return None
        return Found(Who(state[0], "state", state[1]), "S2 state", f"“{m.place.text}” stands for {state[1]}")

    def last_two(self, m: Mention) -> Found | None:
        """ "Both": two of whom the same passage or the one before speaks ("two former prisoners")."""
        for other in self.scene.before(m):
            if m.sentence - other.sentence > 2:
                return None
            if re.match(r"(?:the\s+)?two\b", other.place.text, re.I) and other.label in ("PERSON", "GROUP"):
                found = self.resolve(other)
                return (
                    Found(found.who, "S9 pronoun", f"the two are “{other.place.text}”") if found is not None else None
                )
        return None

    # Prepare: who and what is introduced, once, before anything is resolved.

    def _sole_state(self) -> tuple[Who, str] | None:
        """The state that a ministry without a country belongs to."""
        found = self.states.sole(self.scene.mentions)
        if found is None and not any(self.states.any(m.place.text) for m in self.scene.mentions if m.form == "name"):
            within = self.states.within(self.scene.text.text)
            found = (*within, f"{within[1]} is the only state named in the document") if within is not None else None
        return (Who(found[0], "state", found[1]), found[2]) if found is not None else None

    def _narrow_families(self) -> None:
        """ "The UN" is the one office of it that the document names together with the report."""
        there = [bodies()[b.body] for b in self.scene.bodies]
        if not any(
            b.role == "office" and b.part_of for b in there
        ):  # whoever is resolved to an office is so by its name
            return
        named: defaultdict[str, set[str]] = defaultdict(set)
        together: defaultdict[str, set[str]] = defaultdict(set)
        for m in self.scene.mentions:
            found = self.resolve(m)
            who = (found.who.principal or found.who) if found is not None else None
            body = bodies().get(who.key.removeprefix("body:")) if who is not None else None
            if body is None or body.role != "office" or body.part_of is None:
                continue
            named[body.part_of].add(body.id)
            products = (self.products.of(o) for o in self.scene.sentence(m.sentence))
            if any(p is not None and p.family == "report" for p in products):
                together[body.part_of].add(body.id)
        for whole, offices in named.items():
            if len(offices) == 1 and together[whole]:
                self.narrow[whole] = next(iter(offices))
                self.products.narrow(f"body:{whole}", self.body(self.narrow[whole]))

    # Resolve.

    def _resolve(self, m: Mention) -> Found | None:
        if m.form == "pronoun":
            return pronouns.resolve(self, m)
        spelled = self.spelled[bisect_left(self.spelled, (m.place.end,)) - 1 :][:1]
        if spelled and spelled[0][0] < m.place.end <= spelled[0][1]:
            return self.organisation(spelled[0][2])
        if fold(m.place.text) in words().open | words().none:
            return self.last_two(m) if fold(m.place.text) == "both" else None
        body = self.scene.body(m.place)
        if body is not None and (m.form == "name" or body.end == m.place.end or m.place.text.lower() == "the office"):
            return self._of_body(m, body.body, body.head)
        if m.form == "name":
            return self.name(m)
        family = self.products.of(m)
        this = m.place.text.lower().startswith("this ")
        if this and family is not None and family.owner is None and self.voice is not None:
            return Found(self.voice, "S7 product", f"“{m.place.text}” is this document")
        if family is not None:
            why = family.why or ("its owner is not named" if family.owner is None else "")
            return Found(family.who(), "S7 product", f"“{m.place.text}” is {family.label()}; {why}".rstrip("; "))
        return describe.describe(self, m)

    def _of_body(self, m: Mention, body: str, head: bool) -> Found:
        if head:
            person = next((p for s in m.same_as if (p := self.person(self.scene.at(s))) is not None), None)
            if person is not None:
                return Found(self.who(person), "S6 role", f"“{m.place.text}” is {self.people[person]}")
            return Found(self.body(body), "S5 organ", f"“{m.place.text}” leads and speaks for it")
        narrow = self.narrow.get(body)
        if narrow is not None:
            because = "the only office of it that the document names, and with its report"
            return Found(self.body(narrow), "S1 body", because)
        return Found(self.body(body), "S1 body", f"“{m.place.text}” is a name of it")

    def body(self, body: str) -> Who:
        return Who(f"body:{body}", "intergovernmental", bodies()[body].name)

    def who(self, parts: tuple[str, ...]) -> Who:
        """The person of this name, with their principal."""
        name = self.people.get(parts, " ".join(parts))
        principal = self.principals.get(parts)
        return Who("person:" + " ".join(parts), "person", name, principal[0] if principal else None)

    def person(self, m: Mention | None) -> tuple[str, ...] | None:
        """The full name that a name mention stands for, if it is that of one person of the document."""
        if m is None or m.form != "name" or self._articled(m):
            return None
        parts = self.alias.get(fold(m.place.text)) or names.person(m.place.text)
        if parts in self.people:
            return parts
        if len(parts) > 1:
            ends = self.people.ending(parts)
            return ends[0] if len(ends) == 1 and m.label != "GPE" else None
        if len(parts) != 1 or (m.label in ("GPE", "NORP") and self._placed(m)):
            return None
        for which in (-1,) if m.label in ("GPE", "NORP") else (-1, 0, 1):
            found = self.people.bearing(parts[0], which)
            if len(found) > CROWD:
                return None
            found = [p for p in found if not self._other_gender(m, p)]
            if len(found) > 1 and not self.scene.speaks(m) and set(found[1:]) <= self.kin:
                found = found[:1]  # "Roe was held. Her brother Jan Roe … Roe": who was named first, not a relative
            if len(found) > 1:
                found = [p for p in found if self.first.get(p, m.place.start + 1) <= m.place.start] or found
            if len(found) > 1:
                found = self._chief(found, m)
            if len(found) == 1:
                return found[0]
            if found:
                return None
        return None

    def _articled(self, m: Mention) -> bool:
        """ "The Church said": one name behind "the" is no surname, unless it only tells whose something is ("the Roe campaign")."""
        acts = m.role != "other" or self.scene.speaks(m)
        alone = acts and " " not in m.place.text and names.person(m.place.text) not in self.people
        return alone and _THE.search(self.scene.text_before(m, 5)) is not None

    def _chief(self, bearers: list[tuple[str, ...]], m: Mention) -> list[tuple[str, ...]]:
        """Of several who bear a name the one named in full three times as often as all others together, none of them here or in the sentence before."""
        total = sum(self.count[p] for p in bearers)
        chief = [p for p in bearers if self.count[p] >= 3 * (total - self.count[p])]
        near = (o for back in (0, 1) for o in self.scene.sentence(m.sentence - back) if o.form == "name")
        here = {parts for o in near if len(parts := names.person(o.place.text)) > 1}
        others = [p for p in bearers if p not in chief]
        return chief if len(chief) == 1 and here.isdisjoint(others) else bearers

    def _other_gender(self, m: Mention, parts: tuple[str, ...]) -> bool:
        """Whether the title before a surname says that it is not this person ("Mrs Roe", the wife of Jan Roe)."""
        known = self.gender.get(" ".join(parts), "")
        return m.gender in ("m", "f") and known != "" and m.gender != known

    def _placed(self, m: Mention) -> bool:
        """Whether a name that was taken for a place is that of one: a surname often is so taken."""
        if self.states.any(m.place.text) is not None:
            return True
        acts = m.role in ("subject", "agent", "possessor") and not self.scene.visited(m.place.text)
        return places.place(m.place.text) is not None and not acts

    def name(self, m: Mention) -> Found | None:
        if fold(m.place.text) in self.titled or (m.place.text.isupper() and fold(m.place.text) in self.short):
            return self.organisation(m.place.text)
        person = self.person(m)
        if person is not None:
            full = self.people[person]
            because = "the full name" if names.person(m.place.text) == person else f"the only {m.place.text} is {full}"
            return Found(self.who(person), "S3 name", because)
        called = next((p for s in m.same_as if (p := self.person(self.scene.at(s))) is not None), None)
        if called is not None and self.title(m):
            return Found(self.who(called), "S6 role", f"“{m.place.text}” is {self.people[called]}")
        office = self._capital(m)
        if office is not None:
            return office
        state = self._state(m)
        if state is not None:
            return state
        organ = self._named_organ(m)
        if organ is not None:
            return organ
        product = self.products.of(m)
        if product is not None:
            return Found(product.who(), "S7 product", f"a name of {product.label()}")
        if self.plural(m):
            return describe.group(self, m)
        key = fold(m.place.text)
        if m.place.text in self.scene.bracketed and self.orgs.ended(key):
            return self.organisation(m.place.text)  # "Guild of Osk Bakers (Gosba)", whatever the tagger took Gosba for
        if m.label == "PERSON" or words().address.search(self.scene.text_before(m, 10)):
            return self.single(m)
        own = self.own_body(fold(m.place.text))
        if own is not None:
            return own
        if m.label == "NORP" and m.place.text.endswith("s") and self.scene.speaks(m):
            return describe.group(self, m)
        key = fold(m.place.text)
        elsewhere = key in self.called and m.label not in ("GPE", "NORP")
        known = (
            m.label == "ORG"
            or elsewhere
            or self.scene.reports(m)
            or key in self.orgs
            or self._longer(m.place.text, key)
        )
        return self.organisation(m.place.text) if known else None

    def _capital(self, m: Mention) -> Found | None:
        """ "The Lieutenant", taken for a name: the only person so called before."""
        if not self.title(m) or " " in m.place.text or not re.search(r"\b[Tt]he\s$", self.scene.text_before(m, 4)):
            return None
        held = {w.key: w for start, w in self.roles.get(fold(m.place.text), ()) if start < m.place.start}
        who = next(iter(held.values())) if len(held) == 1 else None
        return Found(who, "S6 role", f"the only {fold(m.place.text)} introduced before is {who.name}") if who else None

    def plural(self, m: Mention) -> bool:
        """Whether a name is that of many ("the Norlanders"), whatever the tagger took it for."""
        word = m.place.text
        if m.form != "name" or m.label not in ("PERSON", "NORP", "") or " " in word:
            return False
        many = word.endswith("s") and not word.endswith(("ss", "us", "’s", "'s"))
        return many and re.search(r"\bthe\s+$", self.scene.text_before(m, 6), re.I) is not None

    def own_body(self, key: str) -> Found | None:
        """ "The Office" in a document of that office: the end of the name of whoever writes."""
        voice = self.voice
        if voice is None or voice.kind not in ("organisation", "intergovernmental") or not key:
            return None
        if fold(voice.name) == key or fold(voice.name).endswith(" " + key):
            return Found(voice, "S4 acronym", f"short for {voice.name}, whose document this is")
        return None

    def _state(self, m: Mention) -> Found | None:
        key = fold(m.place.text)
        if m.label == "PERSON" or self.people.bearing(key):
            return None
        state = self.states.name(m.place.text)
        if state is not None:
            return Found(Who(state[0], "state", state[1]), "S2 state", "the name of a state")
        seat = self.states.seat(m.place.text)
        if seat is None or words().before_place.search(self.scene.text_before(m, 24)):
            return None
        longer = _SHORT.search(self.scene.text_before(m, 12))
        if longer is not None:  # "UP Manila": a place in the name of something else
            return self.organisation(f"{longer.group(0)}{m.place.text}")
        if m.role == "other" and not m.place.text.startswith(("Kremlin", "White House")) and not self._acts(m):
            return None
        return Found(
            Who(seat[0], "state", seat[1]), "S2 state", f"the seat of government of {seat[1]}, for the government"
        )

    def _acts(self, m: Mention) -> bool:
        """Whether the same seat acts elsewhere in the document, so that it stands for the government there too."""
        return m.place.text in self.scene.acting

    def _named_organ(self, m: Mention) -> Found | None:
        """ "Foreign Ministry", "Ministry of the Interior": a state's, if it is known whose."""
        lower = fold(m.place.text).split()
        if m.label != "PERSON" and _GOVERNMENT.match(fold(m.place.text)) is not None:
            whose = _GOVERNMENT.sub("", fold(m.place.text))
            named = next((s for w in (whose, whose.rpartition(" ")[2]) if (s := self.states.any(w)) is not None), None)
            return (
                Found(Who(named[0], "state", named[1]), "S5 organ", f"the government of {named[1]}") if named else None
            )
        if m.label == "PERSON" or not any(w in words().ministry for w in lower):
            return None
        if len(lower) < 2:
            return describe.organ(self, m, self.owner(m))
        owner = self.owner(m)
        if owner is not None and owner.who.kind == "state":
            return Found(owner.who, "S5 organ", f"an organ of {owner.who.name}")
        said = m.place.text.split()
        ends = (said[-1], *(" ".join(said[:n]) for n in (1, 2, 3)))
        state = self.states.any(lower[0]) or next((s for w in ends if (s := self.states.any(w)) is not None), None)
        if state is not None:
            return Found(Who(state[0], "state", state[1]), "S5 organ", f"an organ of {state[1]}")
        return self.organ_of_sole(m)

    def organ_of_sole(self, m: Mention, *, elsewhere: bool = False) -> Found:
        """An organ of the state that the document names by far most, if there is one and the organ is not known to be of another (`elsewhere`)."""
        if self.place is not None and not elsewhere:
            return Found(self.place[0], "S5 organ", f"an organ of state; {self.place[1]}")
        name = re.sub(r"^(?:the|an?|its|their)\s+", "", m.place.text, flags=re.I)
        if m.head in words().mouths:
            name = " ".join(_up_to(name.split(), words().ministry))
        key = f"state:@{self.scene.text.document}:{fold(name)}"
        return Found(Who(key, "state", name), "S5 organ", "an organ of a state that the document does not name")

    def single(self, m: Mention) -> Found | None:
        parts = names.person(m.place.text)
        if not parts or self.possessed(m) or self._articled(m):
            return None
        if len(parts) > 1:
            self.people.setdefault(parts, names.bare(m.place.text))
            return Found(self.who(parts), "S3 name", "the full name")
        if m.gender in ("m", "f") and any(self._other_gender(m, p) for p in self.people.bearing(parts[0])):
            who = Who(f"person:@{self.scene.text.document}:{m.gender} {parts[0]}", "person", m.place.text)
            return Found(who, "S3 name", "the title tells them from the other of this surname")
        if parts[0] in self.people.words or self.scene.visited(m.place.text):
            return None
        who = Who(f"person:@{self.scene.text.document}:{parts[0]}", "person", names.bare(m.place.text))
        return Found(who, "S3 name", "one name only: known in this document alone")

    def named(self, text: str) -> Found | None:
        """Whom `text` names where nothing marked it as a name, if the document names them elsewhere."""
        parts = names.person(text)
        found = list(
            dict.fromkeys(
                [
                    *([parts] if parts in self.people else []),
                    *(self.people.bearing(parts[0]) if len(parts) == 1 else ()),
                ]
            )
        )
        if not names.raised(text):
            return None
        if len(found) == 1:
            return Found(self.who(found[0]), "S3 name", f"the only {text} is {self.people[found[0]]}")
        known = not found and (fold(text) in self.orgs or fold(text) in self.called)
        return self.organisation(text) if known else None

    def aged(self, text: str) -> Found | None:
        """ "The 53-year-old": the only person behind whose name the document gives that age."""
        age = _AGED.fullmatch(text.strip(" ,"))
        if age is None:
            return None
        given = re.compile(rf",?\s\(?{age.group(1)}\b(?!\s(?:per|%))")
        people = {p for m in self.scene.mentions if (p := self.person(m)) and given.match(self.scene.text_after(m, 8))}
        who = self.who(next(iter(people))) if len(people) == 1 else None
        return Found(who, "S6 role", f"the only person said to be {age.group(1)} is {who.name}") if who else None

    def title(self, m: Mention) -> bool:
        """Whether a name is an office written with capitals ("Federal Minister")."""
        last = fold(m.place.text).rpartition(" ")[2]
        office = last in words().people or last in words().offices
        return m.form == "name" and office and not words().media.search(m.place.text)

    def possessed(self, m: Mention) -> bool:
        """Whether a name holds a possessor ("Osk’s Jane Roe"): then it is not one name."""
        return _POSSESSED.search(m.place.text) is not None

    def closing(self, said: Span) -> Found | None:
        """ "Republican nominee Jane Roe", "his chief pollster and strategist Jane Roe": the person named at the end of a description."""
        words_ = said.text.partition(",")[0].rstrip()
        m = self.scene.ending(said.start + len(words_), 0)
        if m is None or m.form != "name" or m.place.start <= said.start:
            return None
        before = said.text[: m.place.start - said.start].rstrip()
        kind, person = before.rpartition(" ")[2], self.person(m)
        if words().between.search(before):
            return None
        if person is not None and kind in words().people:
            return Found(self.who(person), "S6 role", f"“{words_}” ends in the name")
        body = self.organisation(m.place.text) if m.label == "ORG" and kind in words().named else None
        return Found(body.who, "S6 role", f"“{words_}” ends in the name") if body is not None else None

    def inside(self, text: str, m: Mention) -> Found | None:
        """The body that the name inside the description `m` gives ("the Varda group"), if the document knows it as one."""
        named = self.scene.ending(m.place.start + m.place.text.rindex(text) + len(text), 0)
        tagged = named is not None and named.label == "ORG" and fold(named.place.text) == fold(text)
        known = fold(text) in self.titled or fold(text) in self.orgs
        return self.organisation(text) if tagged or known else None

    def organisation(self, text: str) -> Found | None:
        """The body that `text` names, in full or in short."""
        key = fold(text)
        if key in words().press:
            return None
        if not key or self.states.any(text) is not None:
            return None
        full, rule, because = key, "S3 name", "the full name"
        if key in self.short:
            full, rule, because = self.short[key], "S4 acronym", f"short for {self.orgs[self.short[key]]}"
        elif key not in self.orgs:
            longer = self._longer(text, key)
            if len(longer) == 1:
                full, rule, because = longer[0], "S4 acronym", f"short for {self.orgs[longer[0]]}"
            elif longer:
                return None
        name = self.orgs.get(full, names.shown(text))
        kind = "media" if full in words().media_names or words().media.search(name) else "organisation"
        return Found(Who(f"org:{full}", "media" if kind == "media" else "organisation", name), rule, because)

    def _longer(self, text: str, key: str) -> list[str]:
        """Names of the document of which `text` is the acronym or the end."""
        acronym = text.replace(".", "")
        if acronym.isupper() and len(acronym) > 2:
            return self.orgs.spelled(acronym, words().letters.get(key))
        if acronym.isupper() and len(acronym) > 1:
            full = words().letters.get(key, "")
            return [full] if full in self.orgs else []  # two letters are the initials of too many
        return self.orgs.longer(key)

    def owner(self, m: Mention) -> Found | None:
        """Who the possessor or complement of `m` is: a name, a state's adjective, or whoever it refers to."""
        if m.owner is None:
            return None
        inner = self.scene.at(m.owner) or self.scene.chief(m.owner)
        found = self.resolve(inner) if inner is not None and inner.id != m.id else None
        if found is not None:
            return found
        state = self.states.any(m.owner.text)
        if state is not None:
            return Found(Who(state[0], "state", state[1]), "S2 state", f"“{m.owner.text}”")
        return None
