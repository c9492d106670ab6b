"""Pronouns: "we" and "I" in somebody's words, "they", "it", "he" and "she".

Number must agree. A person of the right gender goes first; where two readings remain, nobody is named. In a damaged translation a woman is
"he" and a government is "he" too, and still must get their words: so where a text says "he" of nearly all, the only person who can be meant is
taken though the gender clashes, and the clash is said. A text that has both means what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from firsthand.origins.scene import MANY, Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention
from firsthand.vocabulary import places

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve

WINDOW = 3
"""Sentences that a pronoun may look back."""
FAR = 12
"""Sentences that "he said" may look back if nobody else stands between."""
LONG = 200
"""Of a longer text it is not asked who is the only man or woman named so far."""
CROWDED = 300
"""A sentence with more mentions is none: what a pronoun means in it, or right behind it, is told by nothing."""
COLLECTIVE = ("state", "intergovernmental", "organisation", "media", "document")

_WHO = re.compile(r"who\b", re.I)


def resolve(sieve: Sieve, m: Mention) -> Found | None:
    """Who the pronoun `m` refers to."""
    word, kinds = m.place.text.lower(), words().pronouns
    if word in kinds["relative"]:
        return relative(sieve, m.place.start)
    if word in kinds["i"] | kinds["we"]:
        return _first(sieve, m, several=word in kinds["we"])
    crowded = any(len(sieve.scene.sentence(m.sentence - back)) > CROWDED for back in range(WINDOW + 1))
    if crowded or (m.quoted and not _introduced(sieve, m)):
        return None
    if word in kinds["personal"]:
        return _personal(sieve, m)
    if word in kinds["thing"]:
        return _nearest(sieve, m, _one) or _body_still(sieve, m)
    if word in kinds["many"]:
        return _nearest(sieve, m, lambda o, found: _several(o, found) or sieve.plural(o)) or _nearest(
            sieve, m, _crowd, 1
        )
    return None


def _one(o: Mention, found: Found) -> bool:
    unnamed = (
        found.who.kind in ("group", "unnamed") and o.label == "ORG" and o.form == "definite" and o.number == "sing"
    )
    return (found.who.kind in COLLECTIVE or unnamed) and o.number != "plur"


def _several(o: Mention, found: Found) -> bool:
    return o.number == "plur" and found.who.kind not in ("person", "document")


def _crowd(o: Mention, found: Found) -> bool:
    many = o.number != "sing" and found.who.kind in ("organisation", "group", "unnamed")
    return many or (found.who.kind in ("organisation", "media") and o.label == "ORG" and o.form == "name")


def relative(sieve: Sieve, start: int) -> Found | None:
    """What "who", "which" or "that" at `start` goes back to: the mention right before it."""
    last = sieve.scene.ending(start, 3)
    found = sieve.resolve(last) if last is not None else None
    if found is None or last is None or (_WHO.match(sieve.scene.text.text, start) and found.who.kind == "document"):
        return None
    return Found(found.who, "S9 pronoun", f"it goes back to “{last.place.text}”")


def _introduced(sieve: Sieve, m: Mention) -> bool:
    """Whether something before it in the same quotation can be meant: then the window stays inside."""
    return any(
        o.quoted and o.form != "pronoun" for o in sieve.scene.sentence(m.sentence) if o.place.end <= m.place.start
    )


def _first(sieve: Sieve, m: Mention, *, several: bool) -> Found | None:
    quotation = sieve.scene.quotation(m.place) if m.quoted else None
    if quotation is None:
        if m.quoted or sieve.voice is None:
            return None
        return Found(sieve.voice, "S9 pronoun", f"“{m.place.text}” is whoever writes the document")
    if quotation.speaker is None:
        return None
    speaker = sieve.scene.chief(quotation.speaker)
    found = sieve.resolve(speaker) if speaker is not None and speaker.id != m.id else None
    if found is None:
        return None
    if several and found.who.principal is not None:
        who = found.who.principal
        return Found(who, "S9 pronoun", f"“{m.place.text}” in the words of {found.who.name}, who speaks for {who.name}")
    return Found(found.who, "S9 pronoun", f"“{m.place.text}” in the words of {found.who.name}")


def _subjects(sieve: Sieve, m: Mention, back: int, *, told: bool = False) -> list[tuple[int, Mention, Found]]:
    """What can be meant, best first: of each sentence, nearest first, the subjects from left to right; with `told` also who speaks otherwise, and without
    it no "who" of an earlier sentence ("led before a judge, who …")."""
    out = []
    said = sieve.scene.said_by(m)
    for distance, sentence in enumerate(sieve.scene.window(m, back)):
        for o in sentence:
            touching = m.place.start - o.place.end <= 1
            if said is not None and said.start <= o.place.start < said.end:  # "Roe was beaten, he said": not Roe
                continue
            acts = o.role in ("subject", "agent") or (told and sieve.scene.speaks(m) and sieve.scene.speaks(o))
            aside = not told and distance > 0 and o.place.text.lower() in words().pronouns["relative"]
            if o.quoted == m.quoted and acts and not touching and not aside and _counts(o):
                found = sieve.resolve(o)
                if found is not None:
                    out.append((distance, o, found))
    return out


def _counts(o: Mention) -> bool:
    return not o.place.text.lower().startswith(("how many", "what ", "which "))


def _nearest(sieve: Sieve, m: Mention, fits: Callable[[Mention, Found], bool], back: int = WINDOW) -> Found | None:
    for distance, o, found in _subjects(sieve, m, back, told=True):
        if fits(o, found):
            where = "in the same sentence" if distance == 0 else f"{distance} sentence{'s' * (distance > 1)} before"
            return Found(
                found.who, "S9 pronoun", f"the first subject {where} that agrees in number is “{o.place.text}”"
            )
    return None


def _is_person(o: Mention, found: Found) -> bool:
    if (o.label in ("ORG", "GROUP") and o.form not in ("name", "pronoun")) or found.who.kind == "group":
        return False  # "Roe's team", for which Roe may stand; "both officials, who …"
    singular = o.number != "plur" and not (o.form == "name" and found.who.kind in COLLECTIVE)
    return singular and (
        found.who.kind == "person"
        or (found.who.kind == "unnamed" and o.label not in ("ORG", "GROUP"))
        or o.label == "PERSON"
        or o.place.text.lower() in words().pronouns["personal"]
    )


def _acts_for_state(sieve: Sieve, o: Mention, found: Found) -> bool:
    """Whether a damaged translation could call it “he”: a state by name or its organs, the UN and its like; no seat, no club."""
    governs = found.who.kind in ("state", "intergovernmental") and o.form != "pronoun"
    return governs and (sieve.states.seat(o.place.text) is None)


def _clashes(sieve: Sieve, who: Who, gender: str) -> bool:
    known = sieve.gender.get(who.key.rpartition(":")[2], "")
    return known != "" and gender != "" and known != gender


def _personal(sieve: Sieve, m: Mention) -> Found | None:
    subjects = _subjects(sieve, m, WINDOW)
    if m.role == "possessor" and sieve.scene.speaks(
        m
    ):  # "the judge rejected his claim that": whoever does so is not he
        subjects = [s for s in subjects if s[0]]
    people = [(d, o, f) for d, o, f in subjects if _is_person(o, f)]
    other = {"m": "f", "f": "m"}.get(m.gender, "-")
    agreeing = [
        (d, o, f)
        for d, o, f in people
        if not _clashes(sieve, f.who, m.gender) and not (o.form != "name" and o.gender == other)
    ]
    others = _others(sieve, m)
    if agreeing:
        return _choose(sieve, m, agreeing, others)
    if people:
        if others:
            return None
        sole = _sole(sieve, m)
        if sole is not None or m.gender != "m" or not sieve.all_he:
            return sole
        return _say(people[0], "the only person in reach; the gender does not agree, as in a damaged translation")
    body = next(((d, o, f) for d, o, f in subjects if d == 1 and _acts_for_state(sieve, o, f)), None)
    if body is not None:
        if others or _unknown_between(sieve, m, None):
            return None
        spoke = _still(sieve, m)
        if spoke is not None:
            return spoke
        return _say(body, "no person is in reach; a translation that makes everything “he” may mean the last subject")
    sure = {f.who.key: f for f in others if _agrees(sieve, f.who, m.gender)}
    if len(sure) == 1 and len({f.who.key for f in others}) == 1:
        return Found(others[0].who, "S9 pronoun", f"the only person in reach is {others[0].who.name}")
    still = _still(sieve, m)
    if others:
        return still if still is not None and {f.who.key for f in others} == {still.who.key} else None
    return still or _sole(sieve, m)


def _sole(sieve: Sieve, m: Mention) -> Found | None:
    """The only person named so far who is known to be of this gender, if all others are known to be of the other."""
    if m.quoted or m.role != "subject" or m.sentence > LONG:
        return None
    left: dict[str, Who] = {}
    for n, o in enumerate(sieve.scene.named(m), 1):
        found = sieve.resolve(o) if o.label in ("PERSON", "ORG", "NORP", "") else None
        if found is not None and found.who.kind == "person" and not _clashes(sieve, found.who, m.gender):
            left[found.who.key] = found.who
        if len(left) > 1 or n == MANY:
            return None
    who = next(iter(left.values()), None)
    if who is None or not _agrees(sieve, who, m.gender) or _unknown_between(sieve, m, None):
        return None
    if _described_since(sieve, m, who):
        return None
    return Found(who, "S9 pronoun", f"the only person named before of whom the gender agrees is {who.name}")


def _described_since(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether somebody without a name is spoken of since `who`, in whatever part of a sentence ("guards beat a boy"): then it may be they."""
    for o in sieve.scene.lately(m, LONG):
        found = sieve.resolve(o)
        if found is not None and found.who.key == who.key:
            return False
        other = o.gender in ("m", "f") and m.gender in ("m", "f") and o.gender != m.gender
        if o.form not in ("name", "pronoun") and o.label == "PERSON" and o.number != "plur" and not other:
            return True
    return False


def _still(sieve: Sieve, m: Mention) -> Found | None:
    """ "…", he said — the person who spoke before, over quotations and sentences in which nobody else could be meant."""
    if m.quoted or not sieve.scene.speaks(m):
        return None
    only = ""
    for o in sieve.scene.before(m):
        if m.sentence - o.sentence > FAR:
            return None
        if o.quoted or not sieve.scene.flows(o) or o.number == "plur":
            continue
        found = sieve.resolve(o)
        person = found is not None and found.who.kind == "person"
        if found is not None and person and only in ("", found.who.key):
            if o.role == "subject" or sieve.scene.speaks(o):
                clash = _clashes(sieve, found.who, m.gender)
                return (
                    None
                    if clash
                    else _say((0, o, found), "nobody else is named since the last person who is a subject")
                )
            only = found.who.key  # named by the way, in a heading or a picture's line
        elif person or _may_be_person(sieve, o) or (found is not None and _is_person(o, found)):
            return None
    return None


def _body_still(sieve: Sieve, m: Mention) -> Found | None:
    """ "…", it said — the last body that spoke or acted outside quotations, over a longer quotation."""
    if m.quoted or not sieve.scene.speaks(m):
        return None
    for o in sieve.scene.before(m):
        if m.sentence - o.sentence > FAR:
            return None
        if o.quoted or not sieve.scene.flows(o) or not (o.role == "subject" or sieve.scene.speaks(o)):
            continue
        found = sieve.resolve(o)
        if found is None or not _one(o, found):
            return None
        return Found(found.who, "S9 pronoun", f"the last body that spoke before is “{o.place.text}”")
    return None


def _choose(sieve: Sieve, m: Mention, agreeing: list[tuple[int, Mention, Found]], others: list[Found]) -> Found | None:
    """Of the people who are subjects the first of the nearest sentence, unless somebody else there fits as well or better."""
    nearest = [c for c in agreeing if c[0] == agreeing[0][0]]
    if sieve.scene.speaks(m):
        nearest = [c for c in nearest if sieve.scene.speaks(c[1])] or nearest
    if any(_unknown_between(sieve, m, c) for c in nearest[:1]):
        return None
    distance, other, who = nearest[0][0], nearest[0][1], nearest[0][2].who
    if distance and sieve.scene.speaks(m) and _told_of(sieve, other, who) and _elsewhere(sieve, m, who):
        return None
    sure = [c for c in nearest if _agrees(sieve, c[2].who, m.gender)]
    if not sure and (nearest[0][0] == 0 or nearest[0][2].who.kind == "unnamed"):
        near = _others(sieve, m, 0) if distance == 0 and nearest[0][2].who.kind == "person" else others
        better = {f.who.key: f for f in near if _agrees(sieve, f.who, m.gender)}
        if len(better) == 1:
            found = next(iter(better.values()))
            return Found(found.who, "S9 pronoun", f"{found.who.name} is near, and the gender is known to agree")
        if better:
            return None
    if (
        distance
        and other.form != "pronoun"
        and any(f.who.key != who.key and _agrees(sieve, f.who, m.gender) for f in _others(sieve, m, distance - 1))
    ):
        return None  # "…, said Roe. With her was Jane Moss. She wept."
    fits = sure or nearest
    if fits[0][0] == 0 and len({c[2].who.key for c in fits}) > 1:
        return None
    return _say(fits[0], "the nearest person who is a subject")


def _told_of(sieve: Sieve, o: Mention, who: Who) -> bool:
    """Whether somebody is only spoken of, in what another says: then it is less likely they who speak next."""
    told = sieve.scene.telling(o.place)
    chief = sieve.scene.bearer(told.speaker) if told is not None and told.speaker is not None else None
    found = sieve.resolve(chief) if chief is not None else None
    return not sieve.scene.speaks(o) and found is not None and found.who.key != who.key


def _elsewhere(sieve: Sieve, m: Mention, but: Who) -> bool:
    """Whether somebody else is named near, in whatever part of a sentence ("a statement signed by General Roe")."""
    for sentence in sieve.scene.window(m, WINDOW):
        for o in sentence:
            found = sieve.resolve(o) if o.form == "name" and o.quoted == m.quoted and o.role != "subject" else None
            if found is not None and found.who.kind == "person" and found.who.key != but.key:
                return True
    return False


def _unknown_between(sieve: Sieve, m: Mention, chosen: tuple[int, Mention, Found] | None) -> bool:
    """Whether a person who could not be told is a subject nearer than the chosen one: then the pronoun may be theirs."""
    since = chosen[1].place.start if chosen is not None else -1
    said = [w for w in (sieve.scene.said_by(m), sieve.scene.said_by(chosen[1]) if chosen is not None else None) if w]
    for sentence in sieve.scene.window(m, chosen[0] if chosen is not None else 1):
        for o in sentence:
            nearer = o.place.start > since and o.quoted == m.quoted and o.role in ("subject", "agent")
            told = any(w.start <= o.place.start < w.end for w in said)  # in what either says, others are spoken of
            if nearer and not told and _may_be_person(sieve, o):
                return True
    return False


def _may_be_person(sieve: Sieve, o: Mention) -> bool:
    """Whether `o` could be a person whom the sieve did not find: a person unresolved, or one word that is no state or body."""
    found = sieve.resolve(o)
    if o.form != "name":
        return found is None and o.label == "PERSON" and o.number != "plur"
    if found is None:
        return o.label != "NORP" and " " not in o.place.text and places.place(o.place.text) is None
    return found.who.kind == "organisation" and " " not in o.place.text and not o.place.text.isupper()


def _agrees(sieve: Sieve, who: Who, gender: str) -> bool:
    return gender != "" and sieve.gender.get(who.key.rpartition(":")[2], "") == gender


def _others(sieve: Sieve, m: Mention, back: int = 1) -> list[Found]:
    """People mentioned otherwise than as subjects, in this sentence or `back` before, whose gender does not clash."""
    out = []
    said = sieve.scene.said_by(m)
    for sentence in sieve.scene.window(m, back):
        for o in sentence:
            if said is not None and said.start <= o.place.start < said.end:
                continue
            found = (
                sieve.resolve(o) if o.label in ("PERSON", "") and o.quoted == m.quoted and o.role != "subject" else None
            )
            if found is not None and found.who.kind == "person" and not _clashes(sieve, found.who, m.gender):
                out.append(found)
    return out


def _say(candidate: tuple[int, Mention, Found], because: str) -> Found:
    return Found(candidate[2].who, "S9 pronoun", f"{because}: “{candidate[1].place.text}”")
