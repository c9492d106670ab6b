"""Openers: who opens the news without a name, and is named in the sentences after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.origins.scene import Found
from firsthand.origins.words import words
from firsthand.statements.record import Mention

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve

_LEAD = 2
"""The sentences with which a document begins, its heading among them, in which somebody may be described before they are named."""


def ahead(sieve: Sieve, m: Mention) -> Found | None:
    """ "A top UN expert", who is named in the next sentence as the UN’s rapporteur: how news begins. Both must be said to speak, or to publish."""
    if not sieve.scene.speaks(m) or m.sentence > _LEAD:
        return None
    owner, kin = sieve.owner(m), words().alike.get(m.head, frozenset((m.head,)))
    found: dict[str, Found] = {}
    for other in (o for n in (1, 2) for o in sieve.scene.sentence(m.sentence + n)):
        if other.form != "definite" or other.number == "plur" or other.head not in kin or other.label != m.label:
            continue
        theirs = sieve.owner(other)
        who = sieve.resolve(other)
        other_owner = owner is not None and theirs is not None and owner.who.key != theirs.who.key
        named = who is not None and who.who.kind in ("person", "organisation", "media") and "@" not in who.who.key
        if who is not None and named and not other_owner:
            found.setdefault(
                who.who.key,
                Found(who.who, "S6 role", f"“{m.place.text}” is named in what follows: “{other.place.text}”"),
            )
    return next(iter(found.values())) if len(found) == 1 else None


def opens(sieve: Sieve, m: Mention) -> Found | None:
    """ "A former soldier has vowed to stay. Jan Roe said …": who opens the news is the first person named after, if both speak and nobody else can be."""
    known = words()
    if not sieve.scene.speaks(m) or m.sentence > _LEAD or m.number == "plur" or m.head in known.no_opener:
        return None
    if m.label == "ORG":
        return _body(sieve, m)
    if any(sieve.person(o) for n in range(m.sentence + 1) for o in sieve.scene.sentence(n) if o.form == "name"):
        return None
    later = (o for n in (1, 2) for o in sieve.scene.sentence(m.sentence + n))
    first = next((o for o in later if o.label == "PERSON" and not o.quoted), None)
    person = sieve.person(first) if first is not None else None
    if first is None or person is None or first.same_as or not sieve.scene.speaks(first) or first.owner is not None:
        return None
    return Found(sieve.who(person), "S6 role", f"who opens the news is named next: {sieve.people[person]}")


def _body(sieve: Sieve, m: Mention) -> Found | None:
    """ "Two were freed, their church organization said. The Osk Mission issued a statement …": the first body named after, if it speaks."""
    if m.head not in words().bodies | words().named or any(
        o.label == "ORG" and o.form == "name" for n in range(m.sentence + 1) for o in sieve.scene.sentence(n)
    ):
        return None
    later = (o for n in (1, 2) for o in sieve.scene.sentence(m.sentence + n))
    first = next((o for o in later if o.label == "ORG" and o.role == "subject" and not o.quoted), None)
    if first is None or first.form != "name" or not sieve.scene.speaks(first):
        return None
    found = sieve.resolve(first)
    if found is None or found.who.kind not in ("organisation", "intergovernmental"):
        return None
    return Found(found.who, "S6 role", f"what opens the news is named next: {found.who.name}")
