"""Epithets: "the veteran", "the accused", "the father of two" — somebody who was named before, by a word that says something new of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.origins.names import fold
from firsthand.origins.scene import Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve

_WINDOW = 4
"""Sentences before it in which an epithet looks for who is meant."""
FAR = 200
"""Sentences before it of which is asked who was held, and of whom most is told: the whole of an article, not of a book."""
_OF = re.compile(r"\sof\s(?:\w+-)?(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b")
"""What follows the noun for a parent whose children are counted."""


def epithet(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    """Who is meant by a definite noun that nobody was introduced by: the only person near it, or the only one who is held or charged."""
    known = words()
    parent = m.head in known.kin and _OF.match(sieve.scene.text_after(m, 16)) is not None
    held = m.head in known.held
    called = not known.epithets.isdisjoint(fold(m.place.text).split() if " and " in m.place.text else (m.head,))
    if not (parent or held or called) or not (m.role == "subject" or sieve.scene.speaks(m)):
        return None
    if owner is not None and owner.who.kind not in ("state", "intergovernmental") and not parent:
        return None  # "Roe's student", "the union's activist"
    if _several(sieve, m):
        return None
    near = _near(sieve, m)
    undergone = {f.who.key: f for f in _held(sieve, m)} if held else {}
    if len(undergone) == 1:
        return _is(m, next(iter(undergone.values())).who, "the only person who is said to be held or charged")
    if held and undergone:
        near = [(o, f) for o, f in near if f.who.key in undergone]
    if len({f.who.key for _, f in near}) == 1:
        return _is(m, near[0][1].who, "the only person named near")
    here = [(o, f) for o, f in near if o.sentence == near[0][0].sentence]
    if len({f.who.key for _, f in here}) == 1 and sieve.scene.speaks(m) and _spoke(sieve, *here[0]):
        return _is(m, here[0][1].who, "the last person who spoke")
    last = [(o, f) for o, f in here if o.role == "subject"]
    if len({f.who.key for _, f in last}) == 1 and _chief(sieve, m) == last[0][1].who.key:
        return _is(m, last[0][1].who, "the last person who is a subject, of whom most is told")
    return None


def _is(m: Mention, who: Who, because: str) -> Found:
    return Found(who, "S6 role", f"“{m.place.text}” is {because}: {who.name}")


def _spoke(sieve: Sieve, o: Mention, found: Found) -> bool:
    """Whether the sentence of `o` says that this person speaks, by the name or another word for them."""
    told = (x for x in sieve.scene.sentence(o.sentence) if sieve.scene.speaks(x))
    return any((f := sieve.resolve(x)) is not None and f.who.key == found.who.key for x in told)


def _several(sieve: Sieve, m: Mention) -> bool:
    """Whether people without a name were introduced by this noun: then it may be one of them."""
    return any(
        o.head == m.head and o.form != "name" and (o.number == "plur" or o.form == "indefinite") and not o.same_as
        for o in sieve.scene.lately(m, 3 * _WINDOW)
    )


def _fits(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether a person may be meant: no spokesman of a state, and nobody of the other gender."""
    known = sieve.gender.get(who.key.rpartition(":")[2], "")
    official = who.principal is not None and who.principal.kind == "state"
    return who.kind == "person" and not official and not (m.gender and known and known != m.gender)


def _near(sieve: Sieve, m: Mention) -> list[tuple[Mention, Found]]:
    """The people named or meant by a pronoun in the window, nearest first, what others are quoted with apart."""
    out = []
    said = sieve.scene.said_by(m)
    for o in sieve.scene.lately(m, _WINDOW):
        inside = said is not None and said.start <= o.place.start < said.end
        if (o.form == "pronoun" and o.role != "subject") or o.form not in ("name", "pronoun"):
            continue
        if o.quoted != m.quoted or inside or not sieve.scene.flows(o):
            continue
        found = sieve.resolve(o)
        if found is not None and _fits(sieve, m, found.who):
            out.append((o, found))
    return out


def _held(sieve: Sieve, m: Mention) -> list[Found]:
    """Those of whom the text says before `m` that they were arrested, charged, tried."""
    known = words()
    out = []
    for o in sieve.scene.lately(m, FAR):
        if o.form == "name" and not o.quoted:
            behind = known.is_held.match(sieve.scene.text_after(o, 60))
            if behind is not None or known.holds.search(sieve.scene.text_before(o, 40)):
                found = sieve.resolve(o)
                if found is not None and _fits(sieve, m, found.who):
                    out.append(found)
    return out


def _chief(sieve: Sieve, m: Mention) -> str:
    """The key of the person who is named most often before `m`; "" where two are named as often."""
    count: dict[str, int] = {}
    for o in sieve.scene.lately(m, FAR):
        found = sieve.resolve(o) if o.form == "name" and len(fold(o.place.text)) > 2 else None
        if found is not None and found.who.kind == "person":
            count[found.who.key] = count.get(found.who.key, 0) + 1
    most = sorted(count.values(), reverse=True)[:2]
    return max(count, key=count.__getitem__) if most and (len(most) == 1 or most[0] > most[1]) else ""
