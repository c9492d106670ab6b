"""Copies that go by way of another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.copies.stories import OTHER, STORY, page

from firsthand import dates
from firsthand.copies.chains import _merged, _without
from firsthand.copies.compare import compare
from firsthand.documents.record import Text
from firsthand.judgements import judgement, standing

FIRST, SECOND, _, _ = STORY.split("\n\n")


def texts(z: str, x: str, y: str) -> tuple[Text, ...]:
    """Three texts, published in this order."""
    return tuple(
        Text(document=d, text=of, passages=(), published=dates.day(2019, 4, 1 + 2 * n))
        for n, (d, of) in enumerate((("z", z), ("x", x), ("y", y)))
    )


def edges(found: tuple[Text, ...], **judged: str) -> set[tuple[str, str]]:
    copies = compare(found, (), {}).copies
    made = [
        judgement(seq=n, noun="copy", about=c.id, decision=judged[c.from_ + c.to], who="q", when="2020-01-01T00:00:00Z")
        for n, c in enumerate(compare(found[:2], (), {}).copies + copies, 1)
        if c.from_ + c.to in judged
    ]
    return {(c.from_, c.to) for c in compare(found, (), standing(made)).copies if c.status != "rejected"}


def test_a_copy_of_a_copy_that_has_its_additions_is_no_copy_of_the_first() -> None:
    found = texts(STORY, f"{STORY}\n\n{OTHER}", f"{STORY}\n\n{OTHER}\n\n{page(1, 20)}")
    assert edges(found) == {("z", "x"), ("x", "y")}
    (last,) = (c for c in compare(found, (), {}).copies if (c.from_, c.to) == ("x", "y"))
    assert any(r.startswith("D4") and "z" in r for r in last.reasons)


def test_without_an_addition_the_way_is_not_known_and_the_edge_stays() -> None:
    assert edges(texts(STORY, STORY + " End.", STORY + " Finis.")) == {("z", "x"), ("z", "y"), ("x", "y")}


def test_what_the_middle_one_lacks_came_from_the_first() -> None:
    assert ("z", "y") in edges(texts(STORY, f"{FIRST}\n\n{SECOND}\n\n{OTHER}", f"{STORY}\n\n{OTHER}"))


def test_a_way_that_somebody_rejected_is_no_way() -> None:
    found = texts(STORY, f"{STORY}\n\n{OTHER}", f"{STORY}\n\n{OTHER}\n\n{page(1, 20)}")
    assert edges(found, xy="rejected") == {("z", "x"), ("z", "y")}


RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda r: (r[0], r[0] + r[1])), max_size=6)


@given(RANGES, RANGES)
def test_what_is_left_of_ranges_is_what_no_other_covers(
    some: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    def places(ranges: list[tuple[int, int]]) -> set[int]:
        return {i for a, b in ranges for i in range(a, b)}

    assert places(_without(_merged(some), _merged(other))) == places(some) - places(other)
