"""Labels: what the words that say who speaks tell by themselves — a body at their head, letters or a name at their end."""

from __future__ import annotations

import re

from firsthand.documents.record import Span
from firsthand.origins import names
from firsthand.origins.names import fold
from firsthand.origins.references import Sieve
from firsthand.origins.scene import Found, Scene, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention, Statement
from firsthand.vocabulary import places

_LETTERS = re.compile(r"\(([A-Z]{2,8})\),?$")
_AT = re.compile(r"(?:\s(?:in|for)\s(?:the\s)?([A-Z]\w+(?:\s[A-Z]\w+)*))?,\s")
_WHERE = re.compile(r"\s(?:in|on|at|through|via)\s")
"""What may follow the name of a body without making of it somebody else ("UNICEF in its report")."""


def by_words(s: Statement) -> Found | None:
    """ "According to the harbour log": whatever it is, the text gives it as a source; known by its words in this document alone."""
    said = " ".join(s.speaker.text.split()) if s.speaker is not None else ""
    last = said.rpartition(" ")[2].lower().rstrip("s")
    if s.rule != "R2" or not said[:1].isalpha() or len(said) < 6 or last in words().people | words().staff:
        return None
    who = Who(f"document:@{s.document}:{fold(said)}", "document", said)
    return Found(who, "S7 product", "what the text gives as its source is known by these words")


def bracketed(sieve: Sieve, said: Span, found: Found | None) -> Found | None:
    """ "The town board for bridges (TBB)": the letters in the bracket that ends the words, where nothing else names the body."""
    letters = _LETTERS.search(said.text)
    unnamed = found is None or (
        found.who.kind in ("unnamed", "group") and not found.who.name.startswith(letters[1] if letters else "")
    )
    return sieve.organisation(letters[1]) if letters is not None and unnamed else None


def named_mouth(scene: Scene, sieve: Sieve, m: Mention, said: Span, found: Found | None) -> Found | None:
    """ "The spokesman for the dockers, Jan Roe,": the person whose name ends the words."""
    if found is None or found.rule != "S5 organ" or m.head not in words().mouths or m.form == "name":
        return None
    for other in reversed(scene.within(m.place.end, said.end)):
        apart = scene.text.text[other.place.start - 2 : other.place.start] == ", "
        ends = not scene.text.text[other.place.end : said.end].strip(" ,")
        if other.form != "name" or not apart or not ends:
            continue
        person = sieve.person(other) or _mistaken(sieve, m, other)
        if person is not None:
            return Found(sieve.who(person), "S6 role", f"“{m.place.text}” is {sieve.people[person]}")
    return None


def _mistaken(sieve: Sieve, m: Mention, name: Mention) -> tuple[str, ...] | None:
    """The parts of a person's name that was taken for a place or a body: set right behind a noun for one person, or behind where they work ("director
    in Norway, Tiril Osvald"), and nothing in it is known as a place or as a noun for a body."""
    where = _AT.fullmatch(sieve.scene.text.text[m.place.end : name.place.start])
    parts = names.person(name.place.text)
    if where is None or not 1 < len(parts) < 4 or not names.raised(name.place.text):
        return None
    if where[1] is not None and not _place(sieve, where[1]):
        return None
    if any(_place(sieve, w) or fold(w) in words().named for w in (name.place.text, *name.place.text.split())):
        return None
    sieve.people.setdefault(parts, names.bare(name.place.text))
    return parts


def _place(sieve: Sieve, name: str) -> bool:
    return sieve.states.any(name) is not None or places.place(name) is not None


def apposed(sieve: Sieve, said: Span) -> Found | None:
    """ "One of them, Jan Roe,": the full name that ends the words; never whoever "them" are."""
    m = sieve.scene.ending(said.start + len(said.text.rstrip(" ,")), 0)
    alone = m is not None and m.form == "name" and said.text[: m.place.start - said.start].endswith(", ")
    person = sieve.person(m) if alone else None
    return Found(sieve.who(person), "S6 role", f"“{said.text}” ends in the name") if person is not None else None


def owned(said: Span, m: Mention) -> bool:
    """ "Her superiors": somebody who is known by whose they are, not the owner. "His own" and "he himself" are the person."""
    rest = said.text[m.place.end - said.start :].split()
    owns = m.place.text.lower() in words().owners
    return owns and bool(rest) and rest[0] not in ("own", "and") and rest[0][:1].isalpha()


def begins(scene: Scene, sieve: Sieve, said: Span, m: Mention) -> Found | None:
    """ "UNICEF in its report": the body whose name begins the words, before the mention `m` that was found in them."""
    first = scene.body(Span(said.start, said.start + 1, said.text[:1]))
    if first is None or first.head or first.end > m.place.start or not _WHERE.match(scene.text.text, first.end):
        return None
    return Found(sieve.body(first.body), "S1 body", "its name begins the words that say who speaks")
