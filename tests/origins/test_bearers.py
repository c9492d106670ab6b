"""Names found by their parts: the same as would be found by looking through all of them, and without doing so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.origins.reading import says, text

from firsthand import ids
from firsthand.documents.record import Span
from firsthand.origins import names, products, pronouns, scene
from firsthand.origins.bearers import CROWD, Organisations, People
from firsthand.origins.trace import Material, trace
from firsthand.statements.record import Mention

PARTS = st.lists(st.sampled_from(["mara", "oll", "bin", "venn", "x"]), min_size=1, max_size=4).map(tuple)
WORDS = st.lists(st.sampled_from(["guild", "of", "osk", "millers"]), min_size=1, max_size=5).map(" ".join)


@given(st.lists(PARTS, max_size=12), PARTS)
def test_people_are_found_as_by_looking_through_all_of_them(
    known: list[tuple[str, ...]], asked: tuple[str, ...]
) -> None:
    people = People()
    for parts in known:
        people.setdefault(parts, " ".join(parts).title())
    every = list(dict.fromkeys(known))
    assert list(people) == every
    assert (asked in people) == (asked in every)
    assert people.bearing(asked[0]) == [p for p in every if p[-1] == asked[0]]
    assert people.bearing(asked[0], 0) == [p for p in every if p[0] == asked[0]]
    assert people.bearing(asked[0], 1) == [p for p in every if len(p) > 2 and p[1] == asked[0]]
    if len(asked) > 1:
        assert people.ending(asked) == [p for p in every if len(p) > len(asked) and p[-len(asked) :] == asked][:2]


@given(st.lists(WORDS, max_size=8), WORDS)
def test_bodies_are_found_as_by_looking_through_all_of_them(known: list[str], asked: str) -> None:
    bodies = Organisations()
    for key in known:
        bodies.setdefault(key, key.title())
    every = list(dict.fromkeys(known))
    assert list(bodies) == every
    assert bodies.ended(asked) == any(k.endswith(f" {asked}") for k in every)
    longer = {k for k in every if k != asked and (k.endswith(f" {asked}") or k.startswith(f"{asked} of "))}
    assert len(bodies.longer(asked)) == min(2, len(longer))
    assert longer.issuperset(bodies.longer(asked))
    letters = {k for k in every if names.initials(k.title()) == "GO"}
    assert len(bodies.spelled("GO", None)) == min(2, len(letters))
    assert letters.issuperset(bodies.spelled("GO", None))


def test_the_first_name_given_is_kept_and_a_crowd_is_told_as_one() -> None:
    people = People()
    people.setdefault(("mara", "oll"), "Mara Oll")
    people.setdefault(("mara", "oll"), "MARA OLL")
    assert people["mara", "oll"] == "Mara Oll"
    for n in range(3 * CROWD):
        people.setdefault((f"first{n}", "oll"), "")
    assert len(people.bearing("oll")) == CROWD + 1
    assert people.bearing("nobody") == []


SPEAKERS: dict[str, tuple[str, str]] = {
    "people": ("Mara Oll#", ""),
    "people of one surname": ("Mara# Oll", ""),
    "people and their surname": ("Mara# Oll", "Oll"),
    "surnames alone": ("Oll#", ""),
    "bodies": ("Oll# Guild", ""),
    "one person": ("Mara Oll", ""),
    "he": ("Mara Oll", "he"),
    "he, who is nobody": ("he", ""),
    "it": ("Osk Guild", "it"),
    "they": ("Osk Guild", "they"),
    "ministers": ("Mara# Oll", "the minister"),
    "a detainee": ("the detainee", ""),
    "an army": ("the army", ""),
    "a website": ("the website", ""),
    "a group": ("the group", ""),
    "the report": ("the report", ""),
    "reports": ("a report", ""),
    "named reports": ("Oll# Report", ""),
    "the UN": ("the UN", ""),
}
"""Who speaks in the odd sentences of a text, "#" standing for the number of the sentence, and who in the even ones ("": the same)."""


@pytest.mark.parametrize("who", SPEAKERS)
def test_twice_as_long_a_text_takes_about_twice_the_work(
    who: str, monkeypatch: pytest.MonkeyPatch, steps: Callable[[Callable[[], object]], int]
) -> None:
    for room in (scene, pronouns, products):
        monkeypatch.setattr(room, "MANY", 20)
    for room, far in ((pronouns, "LONG"), (scene, "FAR")):
        monkeypatch.setattr(room, far, 20)
    short, long = (steps(partial(trace, _material(*SPEAKERS[who], n))) for n in (300, 600))
    assert long < 2.3 * short


def _material(odd: str, even: str, sentences: int) -> Material:
    """One document of so many sentences with their speakers."""
    called = [(odd if n % 2 or not even else even).replace("#", str(n)) for n in range(1, sentences + 1)]
    body = text(". ".join(f"{who} said no" for who in called) + ".")
    starts = accumulate((len(f"{who} said no. ") for who in called), initial=0)
    found = [_mention(body.document, who, start, n) for n, (who, start) in enumerate(zip(called, starts, strict=False))]
    return Material((), [body], [says(body, called[0], "no")], found)


def _mention(document: str, words: str, start: int, sentence: int) -> Mention:
    head, name = words.split()[-1], words.split()[-1][0].isupper() and not words.startswith("the ")
    pronoun = words in ("he", "it", "they")
    body = head in ("army", "group", "website", "Guild", "UN")
    return Mention(
        id=ids.name("mention", document, start),
        document=document,
        place=Span(start, start + len(words), words),
        form="pronoun" if pronoun else "name" if name else "definite" if words.startswith("the ") else "indefinite",
        head=head if name else head.lower(),
        label="" if pronoun else "DOCUMENT" if head == "report" else "ORG" if body or head == "Report" else "PERSON",
        number="plur" if words == "they" else "sing",
        gender="m" if words == "he" else "",
        role="subject",
        sentence=sentence,
    )


def test_a_party_is_shortened_without_that_word_too() -> None:
    bodies = Organisations()
    bodies.setdefault("union of old millers party", "Union of Old Millers Party")
    assert bodies.spelled("UOM", None) == ["union of old millers party"]
