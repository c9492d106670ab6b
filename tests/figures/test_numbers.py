"""The interval grammar: the table, two hundred and fifty phrases, and the laws that hold for every number."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.figures.numbers import Interval, granule, parse, scan

PHRASES = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
GOLD = [(words, gold) for table in PHRASES.values() for words, gold in table.items()]
FORM = re.compile(r"(?P<share>%?)(?P<left>[\[(])(?P<low>[\d.]+), (?P<high>inf|[\d.]+)(?P<right>[\])])")

counts = st.integers(1, 50_000_000)
hedges = [
    "",
    "about ",
    "more than ",
    "at least ",
    "nearly ",
    "up to ",
    "fewer than ",
    "exactly ",
    "an estimated ",
    "some ",
]


def shown(found: Interval | None) -> str:
    if found is None:
        return "none"
    high = "inf" if found.high is None else f"{found.high:g}" if found.high < 1e6 else str(int(found.high))
    low = f"{found.low:g}" if found.low < 1e6 else str(int(found.low))
    left, right = "(" if found.low_open else "[", ")" if found.high_open or found.high is None else "]"
    return f"{'%' if found.share else ''}{left}{low}, {high}{right}"


def test_at_least_two_hundred_and_fifty_phrases_and_ninety_six_of_a_hundred_right() -> None:
    assert len(GOLD) >= 250
    wrong = [(words, gold, shown(parse(words))) for words, gold in GOLD if shown(parse(words)) != gold]
    assert len(wrong) <= 0.04 * len(GOLD), wrong


def test_every_gold_interval_is_well_formed() -> None:
    for words, gold in GOLD:
        if gold == "none":
            continue
        m = FORM.fullmatch(gold)
        assert m, words
        assert m["high"] == "inf" or float(m["low"]) <= float(m["high"])


@pytest.mark.parametrize(
    ("numeral", "g"),
    [
        (1_000_000, 500_000),
        (1_500_000, 500_000),
        (12_000_000, 1_000_000),
        (1_247, 1),
        (300, 50),
        (25, 5),
        (0, 0),
        (7, 1),
        (1_200_000, 100_000),
    ],
)
def test_granule(numeral: float, g: float) -> None:
    assert granule(numeral) == g


@given(counts, st.sampled_from(hedges))
def test_the_number_itself_or_its_edge_lies_in_the_interval(n: int, hedge: str) -> None:
    for words in (f"{hedge}{n}", f"{hedge}{n:,}"):
        found = parse(words)
        assert found is not None
        assert found.low <= n
        assert found.high is None or n <= found.high


@given(counts)
def test_a_hedge_never_narrows(n: int) -> None:
    plain, about = parse(f"{n:,}"), parse(f"about {n:,}")
    assert plain is not None
    assert about is not None
    assert plain.high is not None
    assert about.high is not None
    assert about.low <= plain.low
    assert plain.high <= about.high


def meet(a: Interval, b: Interval) -> bool:
    """Whether one number can lie in both."""
    highs = [x.high for x in (a, b) if x.high is not None]
    return not highs or max(a.low, b.low) <= min(highs)


@given(counts, counts)
def test_widening_never_creates_a_conflict(a: int, b: int) -> None:
    one, other, wide = parse(f"{a:,}"), parse(f"{b:,}"), parse(f"about {b:,}")
    assert one is not None
    assert other is not None
    assert wide is not None
    assert not meet(one, other) or meet(one, wide)


@given(counts, counts)
def test_a_range_keeps_its_ends(a: int, b: int) -> None:
    low, high = sorted((a, b))
    found = parse(f"between {low:,} and {high:,}")
    assert (found is None) == (low == high)
    assert found is None or (found.low, found.high) == (low, high)


@given(st.text(alphabet="0123456789,.-–% abcdeghilmnorstuvx", max_size=60))
def test_any_words_give_ordered_intervals_at_exact_places(words: str) -> None:
    last = 0
    for found in scan(words):
        assert last <= found.start <= found.core_start < found.core_end <= found.end <= len(words)
        assert found.interval.high is None or found.interval.low <= found.interval.high
        last = found.end


@given(st.text(max_size=80))
def test_no_words_break_the_reader(words: str) -> None:
    list(scan(words))
    parse(words)


def test_scan_finds_each_number_where_it_stands() -> None:
    words = "Of more than 300 people, at least 12 were children and dozens were ill."
    assert [words[f.start : f.end] for f in scan(words)] == ["more than 300", "at least 12", "dozens"]
    assert [words[f.core_start : f.core_end] for f in scan(words)] == ["300", "12", "dozens"]
