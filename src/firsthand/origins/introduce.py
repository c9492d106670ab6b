"""Whom a document introduces: the names it gives, who holds which role, for whom they speak, who was there.

Done once for each document, before anything is resolved (`references`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from firsthand.origins import describe, names
from firsthand.origins.names import fold
from firsthand.origins.scene import Found
from firsthand.origins.words import words
from firsthand.statements.record import Mention
from firsthand.vocabulary import places

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve

_NEAR = re.compile(r"[\s,]{1,3}")
_AGAINST = 2
"""So many pronouns, and none that agrees with it, go before a first name."""
_TITLE_OF = re.compile(r"\b[A-Z]\w+\s+(?:of|for)\s+(?:the\s+)?$")
_SMALL = re.compile(r"\s(?:of|for)\s")
_BODIES = ("state", "intergovernmental", "organisation", "media")
_ARTICLE = re.compile(r"\b(?i:an?|the)\s(?:[a-z-]+\s)?$")
_NOUN = re.compile(r"\s(?!and\b|or\b|in\b|of\b|at\b|on\b|to\b|as\b|for\b|with\b|by\b|from\b)[a-z]{4,}")
# A first name, perhaps an initial, and a surname at the end of a longer run of capitals.
_RUN = re.compile(r"[A-Z][\w’'-]+\s(?:[A-Z]\.?\s)?[A-Z][\w’'-]+$")
_BRACKET = re.compile(
    r"(?:\b(?P<lead>[a-z]+)\s)?(?:The\s)?(?P<name>[A-Z][\w’'-]+"
    r"(?:\s(?:(?:of|for|and|the|in|to|on|against|without|&)\s){0,2}[A-Z][\w’'-]+){1,7})\s\((?P<short>[A-Z]{2,8})\)"
)


def bracketed(sieve: Sieve) -> None:
    """ "The advocacy group Reporters for Osk (RFO)": a name explained by its short form, whatever the parse made of it.

    The letters must be the initials, or the noun before must say that a body is named: "Jane Roe (PFO)" is a member of it.
    """
    for found in _BRACKET.finditer(sieve.scene.text.text):
        name, short = found.group("name"), found.group("short")
        lead = found.group("lead")
        if (
            names.initials(name) != short
            and words().letters.get(fold(short)) != fold(name)
            and not (lead and lead in words().named)
        ):
            continue
        if sieve.states.any(name) is None and not sieve.scene.begins_body(found.start("name")):
            sieve.orgs.setdefault(fold(name), names.shown(name))
            sieve.short[fold(short)] = fold(name)
            sieve.spelled.append((found.start("name"), found.end("name"), name))


def bear(sieve: Sieve) -> None:
    """The full names of people, then those of bodies: what is a person's with a title before it is no body's."""
    flowing = [
        m
        for m in sieve.scene.mentions
        if m.form == "name" and sieve.scene.flows(m) and fold(m.place.text) not in sieve.titled
    ]
    rest = [m for m in flowing if not _bears(sieve, m)]
    for m in rest:
        known = sieve.person(m) is not None or sieve.title(m) or sieve.scene.body(m.place) is not None
        if not known and (m.label == "ORG" or m.role in ("subject", "agent") or sieve.scene.speaks(m)):
            sieve.orgs.setdefault(fold(m.place.text), names.shown(m.place.text))


def _bears(sieve: Sieve, m: Mention) -> bool:
    """Take `m` for a person's full name if it is one. True too where it names neither a person nor a body."""
    parts = names.person(m.place.text)
    if m.label == "ORG":
        sieve.called.add(fold(m.place.text))
    if parts and " ".join(parts) in sieve.codes:
        sieve.people.setdefault(parts, sieve.codes[" ".join(parts)])
        return True
    if len(parts) < 2 or sieve.states.any(m.place.text) is not None:
        return True
    dated = names.undated(m.place.text) != m.place.text
    said_of = (
        m.label in ("", "ORG")
        and len(parts) < 4
        and (_has_role(sieve, m) or _of_office(sieve, m, dated=dated) or m.gender in ("m", "f"))
    )
    if _in_noun(sieve, m):
        return True
    if not sieve.possessed(m) and (m.label == "PERSON" or said_of) and not _is_title(sieve, m):
        sieve.people.setdefault(parts, names.bare(m.place.text))
        sieve.first.setdefault(parts, m.place.start)
        sieve.count[parts] += 1
        if m.gender in ("m", "f"):
            sieve.gender.setdefault(" ".join(parts), m.gender)
        return True
    return _behind_office(sieve, m)


def _in_noun(sieve: Sieve, m: Mention) -> bool:
    """Whether the name only tells which of a kind: "a retired [North Lamp] cook", "the [Jane Roe] trial"."""
    if m.label != "PERSON":
        return False
    opens = _ARTICLE.search(sieve.scene.text_before(m, 24)) is not None
    return opens and m.role == "other" and _NOUN.match(sieve.scene.text_after(m, 14)) is not None


def _is_title(sieve: Sieve, m: Mention) -> bool:
    """ "State Commissioner", before a name: an office with capitals, whatever the tagger took it for."""
    return sieve.title(m) and any((n := sieve.scene.at(s)) is not None and n.form == "name" for s in m.same_as)


def _behind_office(sieve: Sieve, m: Mention) -> bool:
    """ "Director of the" before "Office of Prison Control Jane M Roe": the name that ends an office, and is its head in the parse."""
    name = _RUN.search(m.place.text)
    before = sieve.scene.text_before(m, 30)
    if name is None or m.head != m.place.text.split()[-1] or not _SMALL.search(m.place.text[: name.start()]):
        return False
    title = before.split()[-3:]
    if not _TITLE_OF.search(before) or not any(fold(w) in words().people for w in title):
        return False
    parts = names.person(name.group(0))
    sieve.people.setdefault(parts, names.bare(name.group(0)))
    sieve.alias[fold(m.place.text)] = parts
    return True


def behind(sieve: Sieve) -> frozenset[str]:
    """ "The rights group, X": names of bodies that stand behind what they are, whatever they look like."""
    found = set()
    for m in sieve.scene.mentions:
        if m.form != "name" and m.label != "PERSON" and m.head in words().named and m.number != "plur":
            for span in m.same_as:
                name = sieve.scene.at(span)
                surname = " " not in span.text and name is not None and name.label == "PERSON"
                known = sieve.states.any(span.text) is not None or sieve.scene.body(span) is not None
                if names.raised(span.text) and not surname and not known:
                    found.add(fold(span.text))
                    sieve.orgs.setdefault(fold(span.text), names.shown(span.text))
    found |= _brands(sieve)
    return frozenset(found)


def _brands(sieve: Sieve) -> set[str]:
    """Names right before what they are ("the Varda group"), and longer names that begin with them, whatever the tagger took them for."""
    named = [m for m in sieve.scene.mentions if m.form == "name" and names.raised(m.place.text)]
    people = {fold(m.place.text).rpartition(" ")[2] for m in named if m.label == "PERSON" and " " in m.place.text}
    found: set[str] = set()
    for m in named:
        firm = _firm().match(sieve.scene.text_after(m, 16))
        article = _ARTICLE.search(sieve.scene.text_before(m, 24))
        key = fold(m.place.text)
        known = sieve.states.any(m.place.text) is not None or places.place(m.place.text) is not None
        plain = m.label in ("ORG", "PERSON", "GPE") and not m.place.text.isupper()
        if firm and article and plain and not known and key.rpartition(" ")[2] not in people:
            found.add(key)
            sieve.orgs.setdefault(key, names.shown(m.place.text))
    return found | {k for k in {fold(m.place.text) for m in named} if not found.isdisjoint(_begins(k))}


def _begins(key: str) -> list[str]:
    """The first words of a name, shortest first, without the whole: "osk", "osk daily" of "osk daily news"."""
    parts = key.split()
    return [" ".join(parts[:n]) for n in range(1, len(parts))]


@cache
def _firm() -> re.Pattern[str]:
    kinds = "|".join(sorted(words().firms | words().outlets | {"group"}))
    return re.compile(rf"\s(?:[a-z]+\s)?(?:{kinds})\b")


def _has_role(sieve: Sieve, m: Mention) -> bool:
    """Whether the sentence says of the name that it is a person's ("…, spokesperson of …")."""
    roles = [sieve.scene.at(s) for s in m.same_as] + [sieve.scene.ending(m.place.start, 1)]
    return any(r is not None and r.label == "PERSON" and r.form != "name" for r in roles)


def _of_office(sieve: Sieve, m: Mention, *, dated: bool) -> bool:
    """Whether an office stands in or before the name: "Minister of the" before "Interior Jane Roe"; or a dateline and an office in it."""
    parts = names.person(m.place.text)
    shorter = len(parts) < len(fold(names.undated(m.place.text)).split())
    return shorter and len(parts) == 2 and (dated or _TITLE_OF.search(sieve.scene.text_before(m, 30)) is not None)


def roles(sieve: Sieve) -> None:
    """ "China director at X, Jane Roe": who holds which role, and for whom they speak."""
    for m in sieve.scene.mentions:
        if (m.form == "name" and not sieve.title(m)) or (m.form != "name" and m.label != "PERSON"):
            continue
        named = next((n for s in m.same_as if (n := sieve.person(sieve.scene.at(s))) is not None), None)
        if named is None:
            continue
        if m.gender in ("m", "f"):
            sieve.gender.setdefault(" ".join(named), m.gender)
        if m.head in words().witness:
            sieve.witnesses[named] = f"“{m.place.text}”"
        _speaks_for(sieve, named, m)
        sieve.roles[m.head.lower()].append((m.place.start, sieve.who(named)))
        if m.head in words().kin and m.owner is not None:
            sieve.kin.add(named)
    _lead(sieve)
    _titles(sieve)
    sieve.forget()
    _was_there(sieve)


def _was_there(sieve: Sieve) -> None:
    for m in sieve.scene.mentions:
        person = sieve.person(m)
        there = words().was_there.match(sieve.scene.text_after(m, 120)) if person is not None else None
        between = sieve.scene.within(m.place.end, m.place.end + there.end()) if there is not None else ()
        if any(o.form == "name" and sieve.person(o) not in (None, person) for o in between):
            continue
        if person is not None and there is not None:
            sieve.witnesses.setdefault(person, f"“{there.group(0).strip(' ,')}”")


def _speaks_for(sieve: Sieve, parts: tuple[str, ...], m: Mention) -> None:
    head = sieve.scene.body(m.place)
    if head is not None and head.head:
        sieve.principals[parts] = (sieve.body(head.body), f"“{m.place.text}” leads it")
        return
    former = m.place.text.lower().startswith("a former")
    if m.head.lower() in words().mouths and parts not in sieve.principals and not former:
        owner = sieve.owner(m) or describe.organ_within(sieve, m)
        if owner is None and m.head.lower().startswith("spokes") and m.owner is None:
            owner = _spoken_for(sieve, m)
        if owner is not None and owner.who.kind in _BODIES:
            sieve.principals[parts] = (owner.who.principal or owner.who, f"“{m.place.text}”")


def _spoken_for(sieve: Sieve, m: Mention) -> Found | None:
    """ "The ministry rejected it. Spokesman Roe said": the only body that is a subject in the sentence before."""
    before = [o for o in sieve.scene.window(m, 1)[-1] if o.sentence == m.sentence - 1 and o.role == "subject"]
    found = [f for o in before if (f := sieve.resolve(o)) is not None]
    bodies = {(f.who.principal or f.who).key: f for f in found if f.who.kind in _BODIES}
    return next(iter(bodies.values())) if len(bodies) == 1 and len(found) == len(before) else None


def _lead(sieve: Sieve) -> None:
    """A head's title right before or after a name: "the UN High Commissioner for …, Jane Roe"."""
    text = sieve.scene.text.text
    for named in sieve.scene.bodies:
        gap = _NEAR.match(text, named.end)
        m = sieve.scene.starting(named.end, gap.end() + 1) if gap is not None else None
        parts = sieve.person(m) if m is not None else None
        if parts is not None and parts not in sieve.principals:
            title = text[named.start : named.end]
            sieve.principals[parts] = (sieve.body(named.body), f"“{title}” leads it")
            sieve.roles[title.split()[-1].lower()].append((named.start, sieve.who(parts)))
            for word in ("commissioner", "chief", "head"):
                if word in title.lower():
                    sieve.roles[word].append((named.start, sieve.who(parts)))


def _titles(sieve: Sieve) -> None:
    """ "President Roe": who is meant by "the president" after that."""
    for m in sieve.scene.mentions:
        if m.form != "name" or m.label != "PERSON" or not sieve.scene.flows(m):
            continue
        said = sieve.scene.text_before(m, 24).rpartition("\n")[2]
        before = fold(f"{said} {m.place.text}").split()
        size = len(names.person(m.place.text))
        office = words().offices.get(before[-size - 1]) if 0 < size < len(before) else None
        found = sieve.name(m) if office else None
        if office and found is not None and found.who.kind == "person":
            sieve.roles[office].append((m.place.start, found.who))


def addressed(sieve: Sieve) -> None:
    """The gender of a person by the title before the surname: who is first so called ("Mr Roe", later "Mrs Roe")."""
    for m in sieve.scene.mentions:
        parts = names.person(m.place.text) if m.form == "name" and m.gender in ("m", "f") else ()
        bearers = sieve.people.bearing(parts[0]) if len(parts) == 1 else []
        if len(bearers) == 1:
            sieve.gender.setdefault(" ".join(bearers[0]), m.gender)


def genders(sieve: Sieve) -> None:
    """The gender of a person by pronouns in sentences that name nobody else before them, if most agree; else by the first name, where it tells one.

    Against a first name one pronoun is too little, and so is what others say: "Ada Roe left when he came home" speaks of somebody else.
    """
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    plain: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for m in sieve.scene.mentions:
        if m.form == "pronoun" and m.gender in ("m", "f") and not m.quoted:
            who = _alone_before(sieve, m)
            if who is not None:
                told[" ".join(who)][m.gender] += 1
                plain[" ".join(who)][m.gender] += sieve.scene.telling(m.place) is None
    for parts in sieve.people:
        name = " ".join(parts)
        by_name = words().given.get(parts[0], "")
        said = _mostly(told[name])
        against = plain[name].total() == plain[name][said] >= _AGAINST
        gender = said if said and (not by_name or said == by_name or against) else by_name
        if gender:
            sieve.gender.setdefault(name, gender)
    _unnamed_genders(sieve)


def _mostly(counted: Counter[str]) -> str:
    """The gender of most pronouns; "" where there is none, or as many of each."""
    (gender, most), *rest = counted.most_common() or [("", 0)]
    return gender if not rest or most > rest[0][1] else ""


def _alone_before(sieve: Sieve, m: Mention) -> tuple[str, ...] | None:
    """The only person named before a pronoun in its sentence, as a subject or an owner, where nobody without a name can be meant either."""
    said = sieve.scene.said_by(m)
    before = [n for n in sieve.scene.sentence(m.sentence) if n.place.end <= m.place.start]
    if any(n.form not in ("name", "pronoun") and n.gender == m.gender and not _is_named(sieve, n) for n in before):
        return None  # "Roe spent hours with the father and a friend of his"
    here = [n for n in before if n.form == "name" and not (said and said.start <= n.place.start < said.end)]
    people = {p for n in here if (p := sieve.person(n)) is not None}
    acts = {p for n in here if n.role in ("subject", "possessor") and (p := sieve.person(n)) is not None}
    return next(iter(acts)) if len(people) == len(acts) == 1 else None


def _unnamed_genders(sieve: Sieve) -> None:
    """ "A man", "her husband": somebody without a name is a man or a woman by the noun."""
    for m in sieve.scene.mentions:
        if m.form not in ("name", "pronoun") and m.label == "PERSON" and m.number != "plur" and m.gender in ("m", "f"):
            found = sieve.resolve(m)
            if found is not None and found.who.kind == "unnamed":
                sieve.gender.setdefault(found.who.key.rpartition(":")[2], m.gender)


def _is_named(sieve: Sieve, m: Mention) -> bool:
    """Whether the sentence gives the name of who is described."""
    return any((o := sieve.scene.at(s)) is not None and o.form == "name" for s in m.same_as)
