"""Linkage: found without labels, with reasons; nobody lost, decisions kept, nothing joined that must not be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.estimates import people

from bench import linkage
from firsthand.errors import WrongUse
from firsthand.estimates import captures, fields
from firsthand.estimates.cluster import clusters
from firsthand.estimates.fields import Kind
from firsthand.estimates.match import calibrate, choose, gather, link

Columns = dict[str, tuple[Kind, Sequence[str | None]]]


def columns(rows: list[list[people.Row]]) -> tuple[Columns, list[int]]:
    flat = [r for of in rows for r in of]
    held: Columns = {
        "name": ("name", [r[0] for r in flat]),
        "born": ("date", [r[1] for r in flat]),
        "place": ("text", [r[2] for r in flat]),
    }
    return held, [i for i, of in enumerate(rows) for _ in of]


def f1(person: Sequence[int], who: Sequence[int]) -> float:
    def joined(of: Sequence[int]) -> set[tuple[int, int]]:
        groups: dict[int, list[int]] = {}
        for i, g in enumerate(of):
            groups.setdefault(g, []).append(i)
        return {(a, b) for g in groups.values() for a in g for b in g if a < b}

    made, truth = joined(person), joined(who)
    return 2 * len(made & truth) / (len(made) + len(truth))


def test_three_lists_of_invented_persons_are_linked_without_labels() -> None:
    rows, who = people.lists(400, (0.5, 0.45, 0.4))
    held, lists = columns(rows)
    found = link(held, lists, ["a", "b", "c"], unique=True)
    truth = [w for of in who for w in of]
    assert f1(found.person.tolist(), truth) > 0.97
    assert found.captures().documented == found.person.max() + 1
    assert (found.recall or 0) > 0.9


def test_the_waterfall_adds_up_to_the_odds() -> None:
    rows, _ = people.lists(150, (0.6, 0.6))
    held, lists = columns(rows)
    found = link(held, lists, ["a", "b"], unique=True)
    for pair in range(0, len(found.share), 7):
        told = found.why(pair)
        s = min(max(found.share[pair], 1e-12), 1 - 1e-12)
        assert sum(r.bits for r in told) == pytest.approx(np.log2(s / (1 - s)), abs=0.06)
        assert {r.aspect for r in told} >= {"name: first part", "name: rest", "born", "place"}


def test_one_person_thrice_on_a_list_is_one_person() -> None:
    rows, _ = people.lists(200, (0.6, 0.6, 0.6), slips=0.0)
    twice = next(r for r in rows[0] if r[1])
    rows[0] += [twice, twice]
    held, lists = columns(rows)
    found, place = gather(held, lists, ["a", "b", "c"])
    person = found.person[place]
    same = [i for i, r in enumerate(r for of in rows for r in of) if r == twice and lists[i] == 0]
    assert len(same) == 3
    assert len({int(person[i]) for i in same}) == 1
    assert len(person) == len(lists)


def test_a_decision_holds() -> None:
    rows, _ = people.lists(150, (0.6, 0.6), slips=0.05)
    held, lists = columns(rows)
    found = link(held, lists, ["a", "b"], unique=True)
    sure = int(np.argmax(found.share))
    pair = (int(found.left[sure]), int(found.right[sure]))
    assert found.person[pair[0]] == found.person[pair[1]]
    other = (0, len(lists) - 1)
    again = link(held, lists, ["a", "b"], unique=True, judged={pair: False, other: True})
    assert again.person[pair[0]] != again.person[pair[1]]
    assert again.person[other[0]] == again.person[other[1]]


def test_decisions_move_the_shares() -> None:
    share = np.linspace(0.02, 0.98, 60)
    sharper = calibrate(share, share, (share > 0.7).astype(np.int64))
    assert sharper[30] < share[30]
    assert (np.diff(sharper) > 0).all()


def test_pairs_for_review_are_the_least_certain() -> None:
    rows, _ = people.lists(300, (0.5, 0.5), slips=0.3)
    held, lists = columns(rows)
    found = link(held, lists, ["a", "b"], unique=True)
    told = found.queue(5)
    far = np.abs(found.share - found.threshold)
    assert len(told) == 5
    assert far[told].max() <= np.sort(far)[min(40, len(far) - 1)]


def test_mixed_scripts_are_linked_by_sound_and_date() -> None:
    latin = ["Muhammad Khaled", "Yusuf Nasser", "Ibrahim Salem", "Hassan Jaber"]
    arabic = ["محمد خالد", "يوسف ناصر", "ابراهيم سالم", "حسن جابر"]
    filler, _ = people.lists(120, (0.7, 0.7), seed=3)
    born = ["1990-02-03", "1985-07-11", "1971-10-30", "2001-01-19"]
    rows: list[list[people.Row]] = [
        [*zip(latin, born, [None] * 4, strict=True), *filler[0]],
        [*zip(arabic, born, [None] * 4, strict=True), *filler[1]],
    ]
    held, lists = columns(rows)
    found = link(held, lists, ["a", "b"], unique=True)
    n = len(rows[0])
    assert [int(found.person[i]) == int(found.person[n + i]) for i in range(4)] == [True] * 4


def test_nothing_in_common_is_no_pair() -> None:
    held: Columns = {"name": ("name", ["Anton Bako", "Berta Rave", None]), "born": ("date", [None, None, "1990"])}
    found = link(held, [0, 1, 1], ["a", "b"], unique=True)
    assert found.captures().documented == 3


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(WrongUse, match="no kind"):
        fields.aspects("x", "colour", ["red"])  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0, 1)), max_size=40), st.floats(0.1, 0.9))
def test_clusters_lose_nobody_and_keep_what_must_be_apart(
    pairs: list[tuple[int, int, float]], threshold: float
) -> None:
    unlike = {(min(a, b), max(a, b)): s for a, b, s in pairs if a != b}
    left, right = (np.array([p[i] for p in unlike], dtype=np.int64) for i in (0, 1))
    share = np.array(list(unlike.values()))
    lists = np.arange(12, dtype=np.int64) % 3
    person = clusters(12, left, right, share, threshold, lists)
    assert len(person) == 12
    assert set(person.tolist()) == set(range(int(person.max()) + 1))
    on = [(int(p), int(x)) for p, x in zip(person, lists, strict=True)]
    assert len(set(on)) == 12
    for (a, b), s in unlike.items():
        assert s > 0 or person[a] != person[b]


def test_average_linkage_does_not_chain() -> None:
    left, right = np.array([0, 1, 2]), np.array([1, 2, 3])
    person = clusters(4, left, right, np.array([0.95, 0.6, 0.95]), 0.5)
    assert person[0] == person[1]
    assert person[2] == person[3]
    assert person[1] != person[2]


def test_the_threshold_expects_the_best() -> None:
    share = np.array([0.99, 0.98, 0.95, 0.4, 0.05, 0.01])
    threshold, expected = choose(share)
    assert 0.4 < threshold < 0.95
    assert expected > 0.85
    assert choose(np.array([])) == (0.5, 0.0)


def test_registers_of_the_evaluation_material(shared: Callable[[str], Path]) -> None:
    """The floor of the smallest set of people with slips; the others are measured by `make quality`."""
    assert linkage.rldata(shared("dev/rldata"))["f1"] >= 96


def test_lists_of_no_rows() -> None:
    assert captures.table({}, ["a", "b"]).documented == 0
