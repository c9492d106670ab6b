"""Compare what two acts say, field by field: do they agree, may they, or can they not be about the same thing?

Three values and a reason, never a score: in texts about violations the word that names the act is nearly worthless for telling
incidents apart, and the arguments decide (as on the Gun Violence Corpus: Bugert et al. 2021). What is not said is unknown, and
unknown is neither agreement nor conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from firsthand.allegations.identify import COUNTRY, Who, tokens, words
from firsthand.allegations.record import Act
from firsthand.dates import Period
from firsthand.documents.record import Span
from firsthand.statements.record import Statement
from firsthand.vocabulary import places

LISTED = re.compile(r"([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?), ([A-Z][\w'’-]+(?: [A-Z][\w'’.-]+)?)")
"""A person as registers write one: the family name, a comma, the given names."""
BEFORE = 9  # characters that can part the end of a sentence from the beginning of the next
NEAR = timedelta(days=3)
"""Two days at most this far apart may be given for one incident."""
APART = timedelta(days=366)
"""Months and years that lie further apart than this belong to different patterns."""


@dataclass(frozen=True)
class Field:
    """How two acts compare in one field, and why."""

    name: str
    value: Literal["agree", "unknown", "conflict"]
    because: str


@dataclass(frozen=True)
class Where:
    """A place by its keys from the inside outwards: gazetteer ids where known, else the name in lower case.

    `known` is true where the gazetteer knows it; `level` is then country, region or city, else "site" for a named building, or "named".
    """

    name: str = ""
    keys: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    outer: str = ""
    """The region's name where the place itself is smaller."""
    level: Literal["", "country", "region", "city", "site", "named"] = ""


@dataclass(frozen=True)
class Account:
    """One act as a statement tells it, with what is compared. `groups` are named groups of victims, `person` one named victim.

    `occasion` names the occasion that its document tells of together with others (`match.py`), "" for an act outside it; `aside` is true where
    the document only speaks of it too, in words that many have for it (`affairs.py`).
    """

    act: Act
    statement: Statement
    where: Where
    groups: frozenset[str]
    person: str
    party: str
    occasion: str = ""
    aside: bool = False
    opens: bool = False
    """Whether the first word for the victim has its capital only from the beginning of a sentence."""

    @property
    def dated(self) -> bool:
        """Whether a day is given."""
        return self.act.period is not None and self.act.period.precision == "day"

    @property
    def incident(self) -> bool:
        """Whether it tells of one incident, not of a pattern: one named victim, a day at a place smaller than a region, an occasion told by several."""
        return bool(self.person or self.occasion) or (self.dated and self.where.level in ("city", "site", "named"))


def account(act: Act, statement: Statement, who: Who) -> Account:
    """What `act` says, ready to be compared."""
    person = _person(act, statement, who)
    return Account(
        act=act,
        statement=statement,
        where=where(act),
        groups=frozenset() if person else groups(act.victim),
        person=person,
        party=_party(act, who),
    )


def opens(text: str, small: Callable[[], frozenset[str]], victim: Span | None) -> bool:
    """Whether `victim` begins a sentence of `text` with a word that stands there without a capital too: "Shepherds were held", of shepherds.

    `small` gives the words that stand in the text without a capital.
    """
    if victim is None or not victim.text[:1].isupper():
        return False
    before = text[max(0, victim.start - BEFORE) : victim.start].rstrip(" \t“\"‘'([")
    return (not before or before[-1] in ".!?:;\n•") and victim.text.split()[0].lower() in small()


def _party(act: Act, who: Who) -> str:
    """The party named as perpetrator; a pronoun names none: whoever it stands for was found by a guess."""
    said = {w.casefold() for w in tokens(act.perpetrator.text)} if act.perpetrator else set()
    return "" if said <= words("victims", "vague") else who.party(act.document, act.perpetrator)


def where(act: Act) -> Where:
    """The place of `act`, with what contains it as far as the gazetteer or the act knows."""
    if act.place is None and not act.place_id:
        return Where()
    name = act.place.text if act.place else act.places[0] if act.places else act.place_id
    outer = [(p, places.place(p)) for p in act.places]
    keys = [act.place_id or name.casefold(), *(p.id if p else n.casefold() for n, p in outer)]
    if act.place_id.startswith("geonames:"):
        level: Literal["country", "region", "city", "site", "named"] = "city"
    elif act.place_id:
        level = "region" if "-" in act.place_id else "country"
    else:
        level = "site" if _site(name) else "named"
    region = next((k for k in keys if _region(k)), "")
    state = act.place_id if level == "country" else region.partition("-")[0]
    state = state or next((p.country for _, p in reversed(outer) if p), "")
    inside = next((n for n, p in outer if p and p.id == region), "")
    return Where(name, tuple(dict.fromkeys(keys)), state, region, inside, level)


def _region(key: str) -> bool:
    return key[:2].isupper() and key[2:3] == "-"


def _site(name: str) -> bool:
    parts = name.split()
    return any(w.casefold() in words("places", "facilities") for w in parts) and any(
        w[:1].isupper() and w.casefold() not in words("places", "facilities") for w in parts
    )


def groups(victim: Span | None) -> frozenset[str]:
    """The named groups in the words for the victims: “Uyghurs and other Muslim minorities” has two, “the prisoners” none.

    A bare name without a plural or an article (“Scott”) may be one person's and is no group.
    """
    if victim is None or LISTED.fullmatch(victim.text):
        return frozenset()
    said = tokens(victim.text)
    if len(said) == 1 and not said[0].endswith("s"):
        return frozenset()
    return frozenset(singular(w) for w in said if _proper(w))


def _proper(word: str) -> bool:
    """Whether a capitalised word is a name: not a number, and no word that only says that people are meant."""
    return word[:1].isupper() and word.casefold() not in words("victims", "generic") | words("victims", "counts")


def singular(word: str) -> str:
    """`word` in lower case without a plural ending."""
    plain = word.casefold()
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain


def _person(act: Act, statement: Statement, who: Who) -> str:
    """A key for the one person who is the victim, "" where the victim is a group or nobody is named."""
    if act.victim is None:
        return ""
    if act.victim.text.casefold() in words("victims", "first_person"):
        return f"witness:{statement.document}" if statement.mode == "own" and statement.experienced else ""
    found = who.speaker(act.document, act.victim)
    if found is not None and found.kind == "person":
        return found.id
    full = "" if act.figure else name(act.victim.text)
    return f"name:{full}" if full else ""


def name(text: str) -> str:
    """The full name of one person at the end of `text`, in lower case; "" where it names a group, or nobody in full.

    “unarmed teenager Ilen Sarko” names one, and so does “Sarko, Ilen”; “ethnic Morvan weavers”, “Scott” and “Slate Union members” do not.
    """
    listed = LISTED.fullmatch(text)
    if listed:
        return plainly(text).casefold()
    parts = [p.strip(',.;:“”"') for p in text.split()]
    tail = len(parts)
    while tail and (
        parts[tail - 1][:1].isupper() or (tail < len(parts) and parts[tail - 1] in words("victims", "particles"))
    ):
        tail -= 1
    ahead, full = [p.casefold() for p in parts[:tail]], [p.casefold() for p in parts[tail:]]
    while full and full[0] in words("victims", "generic"):
        full.pop(0)
    people = any(places.country(p) for p in full) or (full and full[-1].endswith("s"))
    if (
        not 2 <= len(full) <= 4
        or people
        or set(ahead) & words("victims", "plural")
        or any(p.endswith("s") for p in ahead)
    ):
        return ""
    return " ".join(full)


def plainly(text: str) -> str:
    """A name as people say it: “Sarko, Ilen” is Ilen Sarko."""
    listed = LISTED.fullmatch(text)
    return f"{listed[2]} {listed[1]}" if listed else text


def times(a: Period | None, b: Period | None) -> Field:
    """Compare two periods: the same days agree, days further apart than `NEAR`, or longer times further apart than `APART`, conflict."""
    if a is None or b is None:
        return Field("time", "unknown", "no time given for one of them")
    gap = max(a.start - b.end, b.start - a.end)
    said = f"{a} and {b}"
    if a.precision == b.precision == "day":
        return Field("time", "agree" if gap <= NEAR else "conflict", f"{said}: {max(gap.days, 0)} days apart")
    if gap <= timedelta():
        return Field("time", "agree", f"{said} overlap")
    return Field("time", "conflict" if gap > APART else "unknown", f"{said} do not overlap")


def sites(a: Where, b: Where) -> Field:
    """Compare two places: the same agrees; two countries, or two units of equal rank in the gazetteer, conflict; nested ones are unknown."""
    said = f"{a.name} and {b.name}"
    if not a.keys or not b.keys:
        return Field("place", "unknown", "no place given for one of them")
    if a.keys[0] == b.keys[0]:
        return Field("place", "agree", a.name)
    if a.keys[0] in b.keys or b.keys[0] in a.keys:
        return Field("place", "unknown", f"one contains the other: {said}")
    if a.country and b.country and a.country != b.country:
        return Field("place", "conflict", f"{said} lie in different countries")
    if a.region and b.region and a.region != b.region:
        return Field("place", "conflict", f"{said} lie in different regions")
    if a.level == b.level == "city":
        return Field("place", "conflict", f"{said} are different cities")
    return Field("place", "unknown", f"how {said} lie to each other is not known")


def victims(a: Account, b: Account) -> Field:
    """Compare the victims: one named person against another conflicts; named groups agree where they share a name."""
    if a.person and b.person:
        return Field("victims", "agree" if a.person == b.person else "conflict", f"{_words(a)} and {_words(b)}")
    if a.groups & b.groups:
        return Field("victims", "agree", f"both name {', '.join(sorted(a.groups & b.groups))}")
    return Field("victims", "unknown", "the victims of one of them are not named, or differently")


def parties(a: str, b: str) -> Field:
    """Compare perpetrators: the same party agrees, two states conflict; anything else is open."""
    if not a or not b:
        return Field("perpetrator", "unknown", "no perpetrator named for one of them")
    if a == b:
        return Field("perpetrator", "agree", "the same party")
    states = a.startswith(COUNTRY) and b.startswith(COUNTRY)
    return Field("perpetrator", "conflict" if states else "unknown", "two different parties are named")


def occasions(a: str, b: str) -> Field:
    """Compare the occasions: whether the two documents tell of one was found from the details that they share."""
    if not a or not b:
        return Field("occasion", "unknown", "one of them is told by its document alone")
    return Field(
        "occasion",
        "agree" if a == b else "conflict",
        "the documents tell of one" if a == b else "two that are told apart",
    )


def same_incident(a: Account, b: Account) -> tuple[bool, tuple[Field, ...]]:
    """Whether two accounts of one type tell of the same incident: no conflict, and the named victim, or place and days, or the occasion agree.

    Of one occasion many details agree already: a day or a place that was read otherwise in one of them sets no two apart.
    """
    fields = (
        victims(a, b),
        sites(a.where, b.where),
        times(a.act.period, b.act.period),
        parties(a.party, b.party),
        occasions(a.occasion, b.occasion),
    )
    value = {f.name: f.value for f in fields}
    if value["occasion"] == "agree" and value["victims"] != "conflict":
        return True, fields
    if "conflict" in value.values():
        return False, fields
    who = bool(a.person) and a.person == b.person
    spot = value["place"] == "agree" and a.where.level in ("city", "site", "named") and a.dated and b.dated
    return who or (spot and not _strangers(a, b)), fields


def _strangers(a: Account, b: Account) -> bool:
    """Whether both name who suffered it, and no name is in both: one day in one place can hold many incidents."""
    one, two = _names(a), _names(b)
    return bool(one and two) and not one & two


def _names(a: Account) -> set[str]:
    if a.act.victim is None:
        return {a.person} - {""}
    return {w.casefold() for w in tokens(a.act.victim.text) if _proper(w)} | ({a.person} - {""})


def _words(a: Account) -> str:
    return a.act.victim.text if a.act.victim else "no victim"
