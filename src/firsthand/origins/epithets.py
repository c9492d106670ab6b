"""Epithets: "the accused", "the detainee" — somebody who was named before, by a word for what the text tells that the law did to them.

A noun that nobody was introduced by ("the veteran", "the father of two") is given to nobody: that a person is named near is no sign that
they are meant, and a victim who speaks beside the name of a police chief is not the police chief.
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

_HE, _SHE = re.compile(r"\b(?:he|him|his|himself)\b", re.I), re.compile(r"\b(?:she|her|hers|herself)\b", re.I)


def epithet(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    """Who is meant by a definite noun for somebody held or charged: the only one of whom the text says so; None where others may be meant."""
    if m.head not in words().held or not (m.role == "subject" or sieve.scene.speaks(m)):
        return None
    if owner is not None and owner.who.kind not in ("state", "intergovernmental"):
        return None  # "Roe's prisoner", "the union's detainees"
    held = _held(sieve, m)
    if len(held) != 1:
        return None
    who = next(iter(held.values()))
    if not _fits(sieve, m, who) or _dead(sieve, m, who):
        return None
    return Found(who, "S6 role", f"“{m.place.text}” is the only person who is said to be held or charged: {who.name}")


def _held(sieve: Sieve, m: Mention) -> dict[str, Who]:
    """Those of whom the text says before `m` that they were held or charged; nobody where it says so also of many, or of somebody without a name."""
    out: dict[str, Who] = {}
    for o in sieve.scene.lately(m):
        if o.quoted or not (alone := _undergoes(sieve, m, o)):
            continue
        found = sieve.resolve(o) if alone == "one" and o.form in ("name", "pronoun") else None
        if found is None or found.who.kind != "person":
            return {}
        out[found.who.key] = found.who
        if len(out) > 1:
            break
    return out


def _undergoes(sieve: Sieve, m: Mention, o: Mention) -> str:
    """ "one" where `o` is said to be held, "many" where several are, or where others were introduced by a noun for it; "" otherwise."""
    known = words()
    kinds = known.is_charged if m.head in known.charged else known.is_held
    behind = kinds.match(sieve.scene.text_after(o, 60))
    if behind is not None:
        return "many" if behind["be"] in ("were", "are") or o.number == "plur" else "one"
    if o.form == "name" and known.holds.search(sieve.scene.text_before(o, 40)):
        return "one"
    several = o.head in known.held and (o.number == "plur" or o.form == "indefinite") and not o.same_as
    return "many" if o.form != "name" and several else ""


def _fits(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether a person may be meant: no spokesman of a state, and nobody of another gender than the noun, or all that they say, tells."""
    known = sieve.gender.get(who.key.rpartition(":")[2], "")
    official = who.principal is not None and who.principal.kind == "state"
    said = sieve.scene.said_by(m)
    told = said.text if said is not None else ""
    he, she = bool(_HE.search(told)), bool(_SHE.search(told))
    clash = (known == "m" and she and not he) or (known == "f" and he and not she)
    return not official and not clash and (not m.gender or known == m.gender)


def _dead(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether the text says near a mention of this person that somebody died: then they may not speak."""
    surname = who.key.rpartition(" ")[2]
    for o in sieve.scene.lately(m):
        if o.form == "pronoun" or surname in fold(o.place.text).split():
            near = sieve.scene.text_before(o, 40).rpartition(". ")[2] + sieve.scene.text_after(o, 80).partition(". ")[0]
            found = sieve.resolve(o) if words().dead.search(near) else None
            if found is not None and found.who.key == who.key:
                return True
    return False
