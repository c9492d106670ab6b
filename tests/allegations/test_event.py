"""What a text as a whole tells of."""

from __future__ import annotations

from firsthand import dates
from firsthand.allegations.acts import find
from firsthand.allegations.event import Event, each, event, named
from firsthand.documents.record import Passage, Text
from firsthand.figures import extract as figures
from firsthand.statements import extract as statements
from firsthand.statements.parse import Parsed, parse


def _parsed(*paragraphs: str) -> Parsed:
    words, passages = "", []
    for p in paragraphs:
        passages.append(Passage(len(words), len(words) + len(p), "paragraph"))
        words += p + "\n\n"
    text = Text(document="d", text=words, passages=tuple(passages), language="en", published=dates.day(2021, 3, 12))
    return next(parse([text]))


def _event(*paragraphs: str) -> Event:
    parsed = _parsed(*paragraphs)
    said = statements.extract(parsed).statements
    return event(parsed, find(parsed, said, figures.extract(parsed, said)).acts)


def test_who_where_when() -> None:
    found = _event(
        "LAGOS, Nigeria - Police arrested the journalist Adaeze Quistero in Kano on 3 March 2021.",
        "Quistero was beaten by guards. Her colleagues in Ghana protested.",
    )
    assert max(found.types, key=lambda t: found.types[t]) == "detention"
    assert found.victims[0] == "Adaeze Quistero"
    assert found.perpetrators[0][0].text == "Police"
    assert (found.country, found.city) == ("Nigeria", "Kano")
    assert found.period is not None
    assert found.period.precision == "day"
    assert found.inferred == ()


def test_what_is_only_gathered_is_marked() -> None:
    found = _event("LAGOS - The journalist was tortured, her lawyer said.")
    assert found.country == "Nigeria"
    assert set(found.inferred) == {"country", "city", "period"}
    assert found.perpetrators == ()


def test_a_text_without_acts_tells_of_none() -> None:
    found = _event("The weather was mild and the harvest was good.")
    assert found.types == {}
    assert found.victims == ()


def test_names_and_members_of_a_phrase() -> None:
    parsed = _parsed("Gunmen killed Adelmo Quistero and two teachers.")
    act = find(parsed, (), ()).acts[0]
    assert act.victim is not None
    assert named(parsed, act.victim) == ("Adelmo Quistero",)
    assert [s.text for s in each(parsed, act.victim)] == ["Adelmo Quistero", "two teachers"]
