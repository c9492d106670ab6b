"""Descriptions: "the ministry's spokesman", "the former detainee", "five residents" — who is meant where no name stands.

A description that says what it is of a body or a state is that body's word; one that was introduced before is whoever was introduced;
what is left are people without a name, known by the words that describe them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.origins.names import fold
from firsthand.origins.scene import Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve


def _unnamed(said: str) -> str:
    """People without a name, as they are shown: in the text's words, and said to be unnamed."""
    said = re.sub(r"^(?:the|these|those)\s+", "", said, flags=re.I)
    first = said.partition(" ")[0]
    plain = said if first.isupper() or first.lower() not in words().plain else first.lower() + said[len(first) :]
    return f"{plain} (not named)"


def _uncounted(described: str) -> str:
    """The words of a group without how many they are."""
    parts = described.split()
    while len(parts) > 1 and (parts[0] in words().count or parts[0].isdigit()):
        parts = parts[1:]
    return " ".join(parts)


def describe(sieve: Sieve, m: Mention) -> Found | None:
    """Who the description `m` stands for; None where that is not certain enough."""
    known = words()
    if m.head in known.makers and m.form == "definite":
        return _makers(sieve, m)
    named = _named(sieve, m)
    if named is not None:
        return named
    owner = sieve.owner(m)
    if m.head in known.organs:
        return organ(sieve, m, owner)
    if m.head in known.forces and m.form == "definite" and m.label != "PERSON":
        return _force(sieve, m, owner)
    if m.label == "PERSON" and m.number != "plur":
        return _role(sieve, m, owner)
    if m.label == "ORG" and m.form == "definite":
        found = _office(sieve, m, owner)
        if found is not None:
            return found
    return group(sieve, m)


def _named(sieve: Sieve, m: Mention) -> Found | None:
    """ "The rights group, X": the body whose name the sentence sets behind the description."""
    if m.label == "PERSON" or m.head not in words().named or m.number == "plur":
        return None
    for span in m.same_as:
        name = sieve.scene.at(span)
        found = sieve.resolve(name) if name is not None and name.form == "name" else None
        found = found or sieve.named(span.text)
        if found is not None and found.who.kind in ("organisation", "intergovernmental", "media"):
            return Found(found.who, "S6 role", f"“{m.place.text}” is {found.who.name}")
    return None


def _force(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    """ "The Vardenian army", and "the army" after it: a force of its state, for which it speaks."""
    if owner is not None and owner.who.kind == "state":
        name = " ".join(re.sub(r"^the\s+", "", m.place.text, flags=re.I).split())
        own = f"org:{fold(name)}"
        return Found(
            Who(own, "organisation", sieve.orgs.get(fold(name), name), owner.who),
            "S5 organ",
            f"a force of {owner.who.name}",
        )
    if owner is None:
        for other in sieve.scene.before(m):
            if m.head in fold(other.place.text).split() and other.form in ("name", "definite"):
                found = sieve.resolve(other)
                if found is not None and found.who.kind in ("organisation", "state"):
                    return Found(found.who, "S6 role", f"the last {m.head} named is {found.who.name}")
    return group(sieve, m)


def _makers(sieve: Sieve, m: Mention) -> Found | None:
    """The authors of a report speak as the report's owner."""
    inner = sieve.scene.at(m.owner) if m.owner is not None else None
    product = sieve.products.of(inner) if inner is not None else None
    if product is None and (inner is None or inner.form == "pronoun"):
        product = sieve.products.last(m, "report")
    if product is not None:
        return Found(product.who(), "S7 product", f"those who made {product.label()}; {product.why}".rstrip("; "))
    return sieve.owner(m) if inner is not None else group(sieve, m)


def organ(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    """The state or body of whose organ the words speak."""
    if owner is not None and owner.who.kind in ("state", "person", "intergovernmental"):
        who = owner.who.principal or owner.who
        return Found(who, "S5 organ", f"“{m.place.text}” is an organ of {who.name}") if who.kind != "person" else None
    if owner is not None or m.form not in ("definite", "name"):
        return group(sieve, m)
    if sieve.place is not None:
        return Found(sieve.place[0], "S5 organ", f"an organ of state; {sieve.place[1]}")
    head = m.head.lower()
    ministry = [o for o in sieve.scene.before(m) if head in fold(o.place.text).split() and o.id != m.id]
    earlier = next((f for o in ministry if (f := sieve.resolve(o)) is not None), None)
    if earlier is not None:
        return Found(earlier.who, "S5 organ", f"the last {m.head} mentioned")
    return sieve.organ_of_sole(m) if len(m.place.text.split()) > 2 else None


def organ_within(sieve: Sieve, m: Mention) -> Found | None:
    """ "A ministry spokesman": the organ is a word of the description itsieve."""
    inside = set(fold(m.place.text).split()[:-1]) & {*words().ministry, "government"}
    return sieve.organ_of_sole(m) if inside else None


def _role(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    owner = owner or (organ_within(sieve, m) if m.head in words().mouths else None)
    named = next((n for s in m.same_as if (n := sieve.person(sieve.scene.at(s))) is not None), None)
    if named is not None:
        return Found(sieve.who(named), "S6 role", f"“{m.place.text}” is {sieve.people[named]}")
    surname = _titled(sieve, m)
    if surname is not None:
        return surname
    if m.head in words().mouths and owner is not None and owner.who.kind in (
        "state", "intergovernmental", "organisation", "media",
    ):  # fmt: skip
        return Found(owner.who, "S5 organ", f"“{m.place.text}” speaks for {owner.who.name}")
    if m.form == "definite" and m.place.text.lower().startswith(("the ", "that ", "this ")):
        earlier = [w for start, w in sieve.roles.get(m.head, ()) if start < m.place.start]
        if earlier and len({w.key for w in earlier}) == 1:
            return Found(earlier[-1], "S6 role", f"the only {m.head} introduced before is {earlier[-1].name}")
        if earlier:
            return None
    return group(sieve, m)


def _titled(sieve: Sieve, m: Mention) -> Found | None:
    """ "President Roe" where no first name is known: the surname right behind a title."""
    for same in m.same_as:
        other = sieve.scene.at(same)
        if other is not None and other.form == "name" and other.label == "PERSON" and same.start - m.place.end == 1:
            return sieve.single(other)
    return None


def _office(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    """ "Her office", "the group": the body of which somebody speaks, or the last body that the word fits."""
    own = sieve.own_body(m.head) if owner is None else None
    if own is not None:
        return own
    if owner is not None and owner.who.kind in ("intergovernmental", "organisation") and m.head == "office":
        return Found(owner.who, "S5 organ", f"the office of {owner.who.name}")
    if owner is not None:
        principal = owner.who.principal
        if (
            m.head in ("office", "agency", "organisation", "organization", "group", "team")
            and owner.who.kind == "person"
        ):
            if principal is None:
                return Found(owner.who, "S5 organ", f"the {m.head} of {owner.who.name}, whoever that speaks for")
            return Found(principal, "S5 organ", f"the {m.head} for which {owner.who.name} speaks")
        return None
    fits = [o for o in sieve.scene.before(m) if o.form == "name" and o.label == "ORG" and o.sentence >= m.sentence - 12]
    for other in fits:
        found = sieve.resolve(other)
        fitting = found is not None and (m.head in words().bodies or m.head in fold(found.who.name).split())
        if found is not None and fitting and found.who.kind in ("organisation", "intergovernmental", "media"):
            return Found(found.who, "S6 role", f"the last body named before “{m.place.text}” is {found.who.name}")
    return None


def group(sieve: Sieve, m: Mention) -> Found | None:
    """People without a name: known by the words that describe them, in this document alone unless they are a kind of body."""
    if m.label not in ("PERSON", "GROUP", "ORG", "NORP") or not m.place.text:
        return None
    described = fold(m.place.text)
    if not described or described.partition(" ")[0] in words().none:
        return None
    several = m.number == "plur" or m.label == "NORP"
    if several and m.head not in words().staff:
        # The same words elsewhere may be other people: one only where a copy says so. In one document "five residents", "two of
        # the residents" and "residents" are not told apart: more people who are not named are no more sources.
        kind, key = "group", f"group:@{sieve.scene.text.document}:{_uncounted(described)}"
    elif several or (m.form != "definite" and (m.label == "PERSON" or sieve.scene.speaks(m))):
        kind, key = "unnamed", f"unnamed:@{sieve.scene.text.document}:{described}"
    else:
        return _again(sieve, m)
    name = _unnamed(m.place.text)
    who = Who(key, "group", name) if kind == "group" else Who(key, "unnamed", name)
    return Found(who, "S8 group", "nobody is named: known by these words")


def _again(sieve: Sieve, m: Mention) -> Found | None:
    """ "The former detainee": somebody without a name who was introduced with the same noun."""
    for other in sieve.scene.before(m):
        if other.head == m.head and other.form == "indefinite" and other.number != "plur":
            found = sieve.resolve(other)
            return Found(found.who, "S6 role", f"the {m.head} introduced as “{other.place.text}”") if found else None
    return None
