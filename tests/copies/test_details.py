"""Names that two texts spell alike and no other does."""

from __future__ import annotations

import pytest
from tests.copies.stories import STORY, page, text

from firsthand.copies.compare import compare
from firsthand.copies.details import Details


def reasons(changes: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The C8 reasons of copies of the story, in each of which names are respelled as told."""
    texts = []
    for n, of in enumerate(changes):
        told = STORY
        for old, new in (pair.split(">") for pair in of if pair):
            told = told.replace(old, new)
        texts.append(text(f"{n}", f"{told}\n\n{page(n, 10)}"))
    return {
        (c.from_, c.to): reason
        for c in compare(texts, (), {}).copies
        for reason in c.reasons
        if reason.startswith("C8")
    }


def test_a_slip_that_only_two_share_is_told_with_the_usual_spelling() -> None:
    found = reasons([("",), ("",), ("",), ("Rado Keln>Rado Kelm",), ("Rado Keln>Rado Kelm",)])
    assert set(found) == {("3", "4")}
    assert "“kelm” (elsewhere “keln”)" in found["3", "4"]
    assert found["3", "4"].endswith("likelihood ratio strong")


@pytest.mark.parametrize(
    "changes",
    [
        [("",), ("",), ("",), ("Rado Keln>Rado Kelm",), ("Rado Keln>Rado Kell",)],  # two slips, each its own
        [("",), ("",), ("",), *[("Rado Keln>Rado Kelm",)] * 3],  # three have it: a spelling, not a slip
        [("",), ("",), ("Rado Keln>Rado Kelm",), ("Rado Keln>Rado Kelm",)],  # two against two: who is wrong?
        [("",), ("",), ("",), *[("Rado Keln>Rado Morvath",)] * 2],  # another name
        [("",), ("",), ("",), *[("Third Brigade>Third Brigades",)] * 2],  # a plural
    ],
)
def test_what_is_no_shared_slip_is_not_told(changes: list[tuple[str, str]]) -> None:
    assert reasons(changes) == {}


def test_names_in_which_two_differ_speak_against_it() -> None:
    assert Details((("kelm", "keln"),), 0).ratio == pytest.approx(200, rel=0.01)
    assert Details((("kelm", "keln"),), 1).ratio == pytest.approx(40, rel=0.01)
    assert "moderate" in Details((("kelm", "keln"),), 1).reason()
    assert "weak" in Details((("kelm", "keln"),), 3).reason()
    assert Details((), 3).reason() == ""
