"""Permutation tests: uniform where nothing is planted, small where something is; and how reviewers agree."""

from __future__ import annotations

import random

import pytest

from firsthand import dates
from firsthand.allegations.record import Allegation, Member
from firsthand.findings.agree import agree, kappa
from firsthand.findings.pattern import patterns, shuffle
from firsthand.judgements import judgement


def incident(n: int, place: str, month: int, type_: str = "killing") -> Allegation:
    return Allegation(
        id=f"a{n}", type=type_, label="", places=(place, "Vardenia"), period=dates.day(2024, month, 1 + n % 27), level="incident",
        statements=(Member(id=f"s{n}", role="supports"),),
    )  # fmt: skip


def test_a_planted_pattern_is_found() -> None:
    one, two = ["Tolm"] * 12 + ["Osk"] * 12, ["killing"] * 12 + ["detention"] * 12
    found = shuffle("place", one, "type", two, rounds=999)
    assert found is not None
    assert found.p == pytest.approx(1 / 1000)
    assert found.cells[0][:3] in (("Osk", "detention", 12), ("Tolm", "killing", 12))


def test_p_is_about_uniform_where_nothing_is_planted() -> None:
    chance = random.Random(7)
    found = []
    for _ in range(60):
        one = [chance.choice("abc") for _ in range(30)]
        two = [chance.choice("xyz") for _ in range(30)]
        test = shuffle("one", one, "two", two, rounds=199)
        found.append(test.p if test else 1.0)
    assert 0.3 < sum(found) / len(found) < 0.7
    assert sum(p <= 0.05 for p in found) <= 8


def test_too_few_or_all_alike_are_not_tested() -> None:
    assert shuffle("a", ["x", "y"] * 3, "b", ["u", "v"] * 3) is None
    assert shuffle("a", ["x"] * 20, "b", ["u", "v"] * 10) is None
    assert shuffle("a", [""] * 20, "b", ["u", "v"] * 10) is None


def test_incidents_are_counted_once_and_the_caveat_is_there() -> None:
    found = patterns([*(incident(n, "Tolm", 3) for n in range(5)), *(incident(n + 5, "Osk", 4) for n in range(3))], {})
    assert (found.n, found.share) == (8, 5 / 8)
    assert ("place", "Tolm", 5) in found.counted
    assert "more reports do not mean more violence" in found.caveat
    assert found == patterns(
        [*(incident(n, "Tolm", 3) for n in range(5)), *(incident(n + 5, "Osk", 4) for n in range(3))], {}
    )


def test_nothing_on_file_is_no_pattern() -> None:
    found = patterns([], {})
    assert (found.n, found.tests, found.share, found.spread) == (0, (), None, None)


def test_kappa() -> None:
    assert kappa(
        [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    ) == pytest.approx(0.4)
    assert kappa([("yes", "yes")] * 4) is None


def test_two_reviewers() -> None:
    def decided(seq: int, who: str, about: str, decision: str) -> object:
        return judgement(seq=seq, noun="copy", about=about, decision=decision, who=who, when="2024-04-01T09:00:00Z")

    made = [
        decided(1, "A", "c1", "confirmed"), decided(2, "B", "c1", "confirmed"), decided(3, "A", "c2", "confirmed"),
        decided(4, "B", "c2", "rejected"), decided(5, "A", "c3", "rejected"), decided(6, "A", "c2", "rejected"),
        decided(7, "B", "c3", "open"),
    ]  # fmt: skip
    (found,) = agree(made)  # type: ignore[arg-type]
    assert (found.a, found.b, found.n, found.observed, found.kappa, found.apart) == ("A", "B", 2, 1.0, 1.0, ())
