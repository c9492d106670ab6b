"""Descriptions: "the ministry's spokesman", "the former detainee", "five residents" — who is meant where no name stands.

A description that says what it is of a body or a state is that body's word; one that was introduced before is whoever was introduced;
what is left are people without a name, known by the words that describe them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firsthand.documents.record import Span
from firsthand.origins import holders, names, openers, recalled
from firsthand.origins.epithets import epithet
from firsthand.origins.names import fold
from firsthand.origins.record import SpeakerKind
from firsthand.origins.scene import Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve

_POSSESSED = re.compile(r"(?:(?:[’']s|(?<=s)[’'])\s+|(?<=\b(?i:his|her|its|our))\s+|(?<=\b(?i:their))\s+)")
_INSIDE = re.compile(r"((?!The\b|A\b|An\b)[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)\s$")
"""The name before the noun of a description."""
_OTHERS = re.compile(r"\s(?:\w+ing|from|at|for)\b")
_GOES_ON = re.compile(r"\s(?:and\s(?:\w+\s){1,3}|(?:of|for|to)\s(?:\w+\s){1,4})?[A-Z]|\sand\s|,\s[A-Z]\w+,")
"""What follows a description that belongs to it, or to the name behind it."""


def _unnamed(said: str) -> str:
    """People without a name, as they are shown: in the text's words, and said to be unnamed."""
    said = _unarticled(said)
    first = said.partition(" ")[0]
    plain = said if first.isupper() or first.lower() not in words().plain else first.lower() + said[len(first) :]
    return f"{plain} (not named)"


def _unarticled(said: str) -> str:
    return re.sub(r"^(?:the|these|those)\s+", "", said, flags=re.I)


def _uncounted(described: str) -> str:
    """The words of a group without how many they are."""
    parts = described.split()
    while len(parts) > 1 and (parts[0] in words().count or parts[0].isdigit()):
        parts = parts[1:]
    return " ".join(parts)


def describe(sieve: Sieve, m: Mention) -> Found | None:
    """Who the description `m` stands for; None where that is not certain enough."""
    known = words()
    if m.head in known.realms and m.form == "definite" and m.owner is None:
        return _realm(sieve, m)
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
    inner = sieve.scene.at(m.owner) if m.owner is not None and m.place.start <= m.owner.start < m.place.end else None
    if (
        inner is not None
        and inner.form == "name"
        and sieve.scene.text_after(inner, len(m.head) + 1).lower() == f" {m.head}"
    ):
        found = sieve.resolve(inner)
        of_news = found is not None and (m.head in words().outlets or found.rule == "S3 name")
        if of_news and found is not None and found.who.kind in ("organisation", "media") and inner.label != "PERSON":
            return Found(found.who, "S6 role", f"“{m.place.text}” is {found.who.name}")
    inside = _INSIDE.search(m.place.text[: -len(m.head)]) if m.place.text.endswith(f" {m.head}") else None
    known = words()
    if inside is not None and m.head in known.bodies | known.firms | known.outlets:
        found = sieve.inside(inside[1], m)  # "the Varda group of Jan Roe"
        if found is not None:
            return Found(found.who, "S6 role", f"“{m.place.text}” is {found.who.name}")
    behind = sieve.scene.starting(m.place.end + 1, m.place.end + 2)  # "Arts organisation Najda"
    touching = (
        [behind.place] if behind is not None and behind.form == "name" and behind.label not in ("NORP", "GPE") else []
    )
    for span in (*m.same_as, *touching):
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
        for other in sieve.scene.worded(m, m.head):
            if other.form in ("name", "definite"):
                found = sieve.resolve(other)
                if found is not None and found.who.kind in ("organisation", "state"):
                    return Found(found.who, "S6 role", f"the last {m.head} named is {found.who.name}")
    return _several(sieve, m) if owner is None else group(sieve, m)


def _realm(sieve: Sieve, m: Mention) -> Found | None:
    """ "The kingdom": the only state named in the document that is one."""
    named = (sieve.states.any(o.place.text) for o in sieve.scene.lately(m) if o.form == "name" and o.label != "PERSON")
    found = {
        state for state in named if state is not None and state[0].removeprefix("state:") in words().realms[m.head]
    }
    if len(found) != 1:
        return None
    key, name = next(iter(found))
    return Found(Who(key, "state", name), "S2 state", f"the only {m.head} named before is {name}")


def _makers(sieve: Sieve, m: Mention) -> Found | None:
    """The authors of a report speak as the report's owner."""
    inner = sieve.scene.at(m.owner) if m.owner is not None else None
    product = sieve.products.of(inner) if inner is not None else None
    if inner is None and _OTHERS.match(sieve.scene.text_after(m, 20)):
        return group(sieve, m)  # "the team defending the town"
    if product is None and (inner is None or inner.form == "pronoun"):
        product = sieve.products.last(m, "report")
    if product is not None:
        return Found(product.who(), "S7 product", f"those who made {product.label()}; {product.why}".rstrip("; "))
    free = m.head in words().independent and inner is not None and inner.form == "name"
    return sieve.owner(m) if inner is not None and not free else group(sieve, m)  # "the UN experts" are not the UN


def organ(sieve: Sieve, m: Mention, owner: Found | None) -> Found | None:
    """The state or body of whose organ the words speak."""
    if owner is not None and owner.who.kind in ("state", "person", "intergovernmental"):
        who = owner.who.principal or owner.who
        if who.kind == "person":
            return _theirs(sieve, m) if sieve.scene.speaks(m) else None
        return Found(who, "S5 organ", f"“{m.place.text}” is an organ of {who.name}")
    if owner is not None or m.form not in ("definite", "name"):
        return group(sieve, m)
    head = m.head.lower()
    if _several_of(m, head):
        return _several(sieve, m)
    said = (o for o in sieve.scene.worded(m, head) if o.id != m.id)
    whose = _whose(m, head)
    before = (o for o in said if whose <= set(fold(o.place.text).split()))
    earlier = next((f for o in before if (f := sieve.resolve(o)) is not None), None)
    if earlier is not None and earlier.who.kind in ("state", "organisation"):
        return Found(earlier.who, "S5 organ", f"the last {m.head} mentioned")
    if sieve.place is not None and head != "department" and not whose:
        return Found(sieve.place[0], "S5 organ", f"an organ of state; {sieve.place[1]}")
    if m.number == "plur":
        return _several(sieve, m)
    return sieve.organ_of_sole(m, elsewhere=bool(whose)) if len(m.place.text.split()) > 2 else None


def _several_of(m: Mention, head: str) -> bool:
    """ "Both governments", "other ministries": no organ that was named before."""
    return head != "authority" and (m.number == "plur" or fold(m.place.text).split()[0] in words().open)


def _whose(m: Mention, head: str) -> set[str]:
    """The names before the word for an organ, folded: “the Dovic government” is not any government that was spoken of."""
    names = [w for w in m.place.text.split()[1:] if w[:1].isupper()]
    return {f for w in names for f in fold(w).split()} - {head}


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
    single = [o for x in m.same_as if (o := sieve.scene.at(x)) is not None and o.form == "name" and o.label == "PERSON"]
    if single:
        return sieve.resolve(single[0])
    if m.head in words().kin and m.owner is not None and m.form == "definite":
        called = next((o for x in m.same_as if (o := sieve.scene.at(x)) is not None and names.raised(x.text)), None)
        if called is not None and called.form == "name":  # "his daughter Lina", whatever the tagger took Lina for
            return sieve.single(called)
    if m.head in words().mouths and owner is not None and owner.who.kind in (
        "state", "intergovernmental", "organisation", "media",
    ):  # fmt: skip
        return _mouth(sieve, m, owner) or Found(owner.who, "S5 organ", f"“{m.place.text}” speaks for {owner.who.name}")
    if m.form == "definite" and m.place.text.lower().startswith(("the ", "that ", "this ")):
        earlier = [w for start, w in _holders(sieve, m) if start < m.place.start]
        if owner is None and m.owner is not None and m.owner.start == m.place.start:
            earlier = []  # "the country's minister": of a country that could not be told
        if earlier and len({w.key for w in earlier}) == 1:
            if holders.another(sieve, m, earlier[-1]):
                return None
            return Found(earlier[-1], "S6 role", f"the only {m.head} introduced by name before is {earlier[-1].name}")
        if earlier:
            return holders.of_several(sieve, m, earlier)
        found = epithet(sieve, m, owner) if _again(sieve, m) is None else None
        if found is not None:
            return found
        plain = m.place.text.lower() == f"the {m.head}" and m.head in words().strangers
        if plain and m.owner is None and sieve.scene.speaks(m) and _again(sieve, m) is None:
            return _unknown(f"unnamed:@{sieve.scene.text.document}:{fold(m.place.text)}", m.place.text)
    return group(sieve, m)


def _holders(sieve: Sieve, m: Mention) -> list[tuple[int, Who]]:
    """Who is introduced by this noun of a role; by another that may stand for it if nobody is."""
    same = sieve.roles.get(m.head, [])
    return same or sorted(
        (h for w in sorted(words().alike.get(m.head, ())) for h in sieve.roles.get(w, [])), key=lambda h: h[0]
    )


def _mouth(sieve: Sieve, m: Mention, owner: Found) -> Found | None:
    """ "The PTM chief": the only named person of the document who has this role for that body."""
    held = {w.key: w for _, w in _holders(sieve, m) if w.principal is not None and w.principal.key == owner.who.key}
    if m.form != "definite" or len(held) != 1:
        return None
    who = next(iter(held.values()))
    return Found(who, "S6 role", f"the only {m.head} of {owner.who.name} who is named is {who.name}")


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
    if (
        owner is not None
        and owner.who.kind in ("intergovernmental", "organisation", "media")
        and m.head in words().units
    ):
        return Found(owner.who, "S5 organ", f"the {m.head} of {owner.who.name}")
    if owner is not None and owner.who.kind in ("state", "group") and m.head in words().pages:
        return Found(owner.who, "S5 organ", f"the {m.head} of {owner.who.name}")
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
    whose = sieve.scene.at(m.owner) if m.owner is not None and m.owner.start == m.place.start else None
    if whose is not None and whose.head not in words().lands:
        return None  # "the prosecutor’s office" is no office that was named
    introduced = _introduced(sieve, m)
    if introduced is not None or m.number == "plur":
        return introduced
    found = recalled.recalled(sieve, m)
    return found or (_only_firm(sieve, m) if m.head in words().companies else None)


def _only_firm(sieve: Sieve, m: Mention) -> Found | None:
    """ "The company": the only body that does something before it, if the end of its name says that it trades ("Orlo Motors", no "Steel Workers Union")."""
    acting: dict[str, Who] = {}
    for other in recalled.before(sieve, m):
        if other.label in ("PERSON", "NORP") or not (other.role in ("subject", "agent") or sieve.scene.speaks(other)):
            continue
        found = sieve.resolve(other)
        if found is None:
            return None  # a name of which is not known whose it is may be the firm's
        if found.who.kind not in ("person", "state", "intergovernmental") and not words().investigate.search(
            found.who.name
        ):
            acting[found.who.key] = found.who
    who = next(iter(acting.values())) if len(acting) == 1 else None
    if who is None or who.kind != "organisation" or fold(who.name).rpartition(" ")[2] not in words().trade:
        return None
    return Found(who, "S6 role", f"the only firm that acts before “{m.place.text}” is {who.name}")


def _introduced(sieve: Sieve, m: Mention) -> Found | None:
    """ "The website", "the outlet": the body that was introduced by this noun, or by another for what brings news; or the last such by its name."""
    known = words()
    kin = known.outlets if m.head in known.outlets else frozenset((m.head,))
    for other in sieve.scene.named(m, kin):
        if other.form == "name" and m.head in known.outlets and (other.role == "subject" or sieve.scene.speaks(other)):
            found = sieve.resolve(other)
            if found is not None and found.who.kind == "media":
                return Found(found.who, "S6 role", f"the last {m.head} named before is {found.who.name}")
        if other.form == "name" or other.number == "plur" or other.head not in kin or other.label != "ORG":
            continue
        found = sieve.resolve(other)
        if found is not None and found.who.kind in ("organisation", "intergovernmental", "media"):
            if m.head not in known.outlets and _named_since(sieve, m, other, found.who):
                return None
            return Found(found.who, "S6 role", f"introduced as “{other.place.text}”: {found.who.name}")
    return None


def _named_since(sieve: Sieve, m: Mention, since: Mention, but: Who) -> bool:
    """Whether another body is named after `since`: then the noun may mean that."""
    for other in sieve.scene.named(m):
        if other.place.end <= since.place.start:
            return False
        found = sieve.resolve(other) if other.form == "name" and other.label == "ORG" else None
        if found is not None and found.who.key != but.key and found.who.kind in ("organisation", "media"):
            return True
    return False


def group(sieve: Sieve, m: Mention) -> Found | None:
    """People without a name: known by the words that describe them, in this document alone unless they are a kind of body."""
    described = fold(m.place.text)
    if m.label == "DOCUMENT" and sieve.scene.speaks(m) and described:
        who = Who(f"document:@{sieve.scene.text.document}:{described}", "document", _unarticled(m.place.text))
        return Found(who, "S7 product", "what says so is known by these words")
    if (m.label not in ("PERSON", "GROUP", "ORG", "NORP") and not sieve.plural(m)) or not m.place.text:
        return None
    if not described or described.partition(" ")[0] in words().none:
        return None
    if m.number == "plur" or m.label == "NORP" or sieve.plural(m):
        return _several(sieve, m)
    if m.form == "definite" and m.owner is not None:
        return _theirs(sieve, m)
    if m.form != "definite" and (m.label == "PERSON" or sieve.scene.speaks(m)):
        said = m.place.text + sieve.scene.complement(m)
        return openers.ahead(sieve, m) or _unknown(f"unnamed:@{sieve.scene.text.document}:{fold(said)}", said)
    again = _again(sieve, m)
    if again is None and (m.label == "GROUP" or _only_such(sieve, m)):
        return _several(sieve, m)
    return again


def _only_such(sieve: Sieve, m: Mention) -> bool:
    """ "The court", where the document gives none a name: by that noun, in this document alone. "The company": where no body is named before."""
    if (
        m.label == "ORG"
        and sieve.scene.speaks(m)
        and len(m.place.text.split()) > 2
        and not _INSIDE.search(m.place.text[: -len(m.head)])
    ):  # "the opposition council": told by more than its noun
        return m.head not in sieve.scene.borne
    firm = m.head in words().firms | words().bodies and not any(
        o.label == "ORG" and o.form == "name" for o in sieve.scene.lately(m)
    )
    if (
        m.label != "ORG"
        or not (m.head in words().own or firm)
        or not sieve.scene.speaks(m)
        or sieve.scene.body(m.place) is not None
    ):
        return False
    return m.head not in sieve.scene.borne


def _unknown(key: str, name: str, principal: Who | None = None) -> Found:
    kind: SpeakerKind = "group" if key.startswith("group:") else "unnamed"
    return Found(Who(key, kind, _unnamed(name), principal), "S8 group", "nobody is named: known by these words")


def _several(sieve: Sieve, m: Mention) -> Found:
    """People by what they are called. The same words elsewhere may be other people: one only where a copy says so. In one document "five
    residents", "two of the residents" and "residents" are not told apart: more people who are not named are no more sources.
    """
    described = fold(m.place.text)
    if m.head in words().staff:
        return _unknown(f"unnamed:@{sieve.scene.text.document}:{described}", m.place.text)
    return _unknown(f"group:@{sieve.scene.text.document}:{_uncounted(described)}", m.place.text)


def behind_dateline(sieve: Sieve, m: Mention | None, said: Span) -> Found | None:
    """ "OSK (Wire) - Dairy farmers", taken for one description: the people without a name at its end."""
    if m is None or m.form == "name" or m.number != "plur" or m.label not in ("PERSON", "GROUP", "NORP"):
        return None
    return _unknown(f"group:@{sieve.scene.text.document}:{_uncounted(fold(said.text))}", said.text)


def _theirs(sieve: Sieve, m: Mention) -> Found | None:
    """ "Her family", "Roe’s lawyer": somebody without a name who is known by whose they are."""
    said = m.place.text
    titles = (
        said[: m.owner.start - m.place.start].split()
        if m.owner is not None and m.owner.start >= m.place.start
        else ["-"]
    )
    inside = all(w.istitle() and w != "The" for w in titles) and m.label in (
        "PERSON",
        "GROUP",
        "ORG",
    )  # "President Roe's party"
    what = _POSSESSED.match(said, m.owner.end - m.place.start) if inside and m.owner is not None else None
    inner = sieve.scene.at(m.owner) if m.owner is not None else None
    ours = m.owner is not None and m.owner.text.lower() in words().pronouns["we"] | words().pronouns["i"]
    if what is None or ours or _GOES_ON.match(sieve.scene.text_after(m, 60)) or _follows_name(sieve, m):
        return _again(sieve, m)
    owner = sieve.owner(m)
    held = {w.key: w for start, w in sieve.roles.get(m.head, ()) if start < m.place.start}
    one = m.head in words().kin or (inner is not None and inner.form == "pronoun" and m.head not in words().repeated)
    if len(held) == 1 and one:
        who = next(iter(held.values()))
        return Found(who, "S6 role", f"the only {m.head} introduced before is {who.name}")
    if owner is None and inner is not None and inner.form == "pronoun" and not sieve.scene.speaks(m):
        return None
    if m.label == "ORG" and not sieve.scene.speaks(m):
        return _again(sieve, m)
    if owner is None:
        return _unknown(f"unnamed:@{sieve.scene.text.document}:{fold(said)}", said)
    principal = (owner.who.principal or owner.who) if m.head in words().own and owner.who.kind == "state" else None
    rest = said[what.end() :]
    name = f"{owner.who.name}’s {rest}" if owner.who.kind == "person" else said
    return _unknown(f"unnamed:@{sieve.scene.text.document}:{fold(rest)} of {owner.who.key}", name, principal)


def _follows_name(sieve: Sieve, m: Mention) -> bool:
    """ "Jane Roe — the mayor’s former chief —": said of the name before it."""
    last = sieve.scene.ending(m.place.start, 4)
    between = sieve.scene.text.text[last.place.end : m.place.start] if last is not None else ""
    return last is not None and last.form == "name" and re.fullmatch(r"\s?[,—–(-]\s?", between) is not None


def _again(sieve: Sieve, m: Mention) -> Found | None:
    """ "The former detainee": somebody without a name who was introduced with the same noun."""
    other = sieve.scene.opener(m)
    found = sieve.resolve(other) if other is not None else None
    if found is None or other is None:
        return None
    return Found(found.who, "S6 role", f"the {m.head} introduced as “{other.place.text}”")
