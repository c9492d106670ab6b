"""Openers: who opens the news without a name, and is named in the sentences after it by the same noun or one that may stand for it.

That somebody is named next is no sign by itself: a farmer speaks, and then the police chief who is named. Such readings stay apart.
"""

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
