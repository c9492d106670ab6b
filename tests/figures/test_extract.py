"""Figures: what a number counts, in which respect, since when; what is no figure."""

from __future__ import annotations

import msgspec
import pytest

from firsthand import dates
from firsthand.documents.record import Passage, Text
from firsthand.figures.extract import extract, place
from firsthand.figures.record import Figure
from firsthand.statements.parse import Parsed, parse
from firsthand.statements.record import Statement


def parsed(words: str) -> Parsed:
    text = Text(
        document="d" * 64,
        text=words,
        passages=(Passage(0, len(words), "paragraph"),),
        language="en",
        published=dates.day(2022, 9, 1),
    )
    return next(parse([text]))


def figures(words: str) -> tuple[Figure, ...]:
    return extract(parsed(words), ())


WHAT = [
    # sentence, words of the figure, unit, of, counted
    ("Soldiers killed 30 villagers.", "30", "persons", "villagers", "killing"),
    ("More than a million Vardenians have been held in camps.", "More than a million", "persons", "Vardenians", "detention"),
    ("An estimated 1 million farmers were swept into a network of prisons and camps.", "An estimated 1 million", "persons", "farmers", "detention"),
    ("There are about 12 million Vardenians living in the north.", "about 12 million", "persons", "Vardenians", "population"),
    ("The 48-page report was late.", "48", "documents", "page", ""),
    ("The 47-member council met.", "47", "members", "member", ""),
    ("Hundreds of people were arrested.", "Hundreds", "persons", "people", "detention"),
    ("The group counted 12 cases of torture.", "12", "incidents", "cases", "torture"),
    ("At least 300 deaths were recorded.", "At least 300", "persons", "deaths", "killing"),
    ("The death toll rose to 340.", "340", "persons", "", "killing"),
    ("Several villages were burned down.", "Several", "places", "villages", ""),
    ("Dozens of women were subjected to forced sterilisation.", "Dozens", "persons", "women", "birth-prevention"),
    ("The state paid $2 million.", "2 million", "money", "", ""),
    ("About 60 percent of the prisoners were ill.", "About 60 percent", "share", "prisoners", ""),
    ("One in five prisoners was ill.", "One in five", "share", "prisoners", ""),
    ("Some 40 families were driven from their homes.", "Some 40", "households", "families", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "unit", "of", "counted"), WHAT)
def test_what_is_counted(sentence: str, words: str, unit: str, of: str, counted: str) -> None:
    (figure,) = figures(sentence)
    assert (figure.text, figure.unit, figure.of, figure.counted) == (words, unit, of, counted)


NO_FIGURE = [
    "The war ended in 2019.",
    "On 12 March 2021 it rained.",
    "The 27-year-old was free.",
    "Ada Rell, 43, was free.",
    "I am 41 years old.",
    "One of them went home.",
    "17 | Hurm, Jos | 1988 | North |",
    "Article 7 forbids it.",
    "See paragraph 12 of the text.",
    "The 12th regiment left.",
    "The talks began at 10:30 a.m. and went on.",
    "The 1990s were calm.",
    "One should not say so.",
    "Guards stood at the No. 3 gate.",
    "He left the room for three days.",
    "Call 555 01 77 for help.",
]


@pytest.mark.parametrize("sentence", NO_FIGURE)
def test_what_is_no_figure(sentence: str) -> None:
    assert figures(sentence) == ()


def test_words_stay_beside_their_interval() -> None:
    (figure,) = figures("Police arrested more than 300 men.")
    assert (figure.text, figure.hedge, figure.low, figure.high, figure.low_open) == (
        "more than 300",
        "more than",
        300,
        None,
        True,
    )
    assert figure.rule == "N6 more than"
    assert figure.reasons


def test_things_have_whole_numbers() -> None:
    (figure,) = figures("Police arrested 10 men.")
    assert (figure.low, figure.high) == (8, 12)


def test_period_and_whether_it_adds_up() -> None:
    (since,) = figures("Police have arrested 120 men since 2017.")
    assert (str(since.period), since.cumulative) == ("2017-01-01/2022-09-01", True)
    (now,) = figures("Police are currently holding 125 men in a camp in 2021.")
    assert now.cumulative is False
    (open_,) = figures("Police arrested 125 men in 2021.")
    assert (str(open_.period), open_.cumulative) == ("2021", None)


def test_innermost_statement_holds_the_figure() -> None:
    p = parsed("The envoy says that a guard says that 30 men were killed.")
    made = []
    for name, content in (("outer", "that a guard says that 30 men were killed"), ("inner", "that 30 men were killed")):
        start = p.text.text.index(content)
        span = p.text.span(start, start + len(content))
        made.append(
            Statement(
                id=name, document=p.text.document, start=span.start, end=span.end, speaker=None, cue=None, content=span,
                parts=(span,), mode="indirect", stance="alleges", rule="test",
            )
        )  # fmt: skip
    (figure,) = extract(p, made)
    assert figure.statement == "inner"
    assert place([figure], []) == (figure,)


def test_spans_are_exact_and_records_travel() -> None:
    p = parsed(" ".join(s for s, *_ in WHAT))
    found = extract(p, ())
    assert len(found) >= len(WHAT) - 1
    for figure in found:
        assert p.text.text[figure.start : figure.end] == figure.text
        assert figure.high is None or figure.low <= figure.high
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=tuple[Figure, ...]) == found
