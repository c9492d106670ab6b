"""Hedged numbers in words, read as intervals.

``[hedge] number [scale] [hedge]``, ranges, percentages, "one in n", vague quantities ("dozens"). The meaning of hedges and the granule rule
follow Williams & Power 2013 (readers take unhedged round numbers as approximate). The granule g of a numeral is the place value of its last
non-zero digit; with one significant digit half of that (1 million: 500,000); with a final 5, five times that (1.5 million: 500,000).

====================================  =======================
sharp (1,247)                         [N, N]
round, unhedged (1,200,000)           [N - g/2, N + g/2]
about, some, an estimated N           [N - g, N + g]
more than N; at least N               (N, ∞); [N, ∞)
nearly N; up to N; fewer than N       [N - g, N); (0, N]; (0, N)
between A and B, A to B, A-B          [A, B]
dozens, several, tens of thousands …  as in the lexicon
====================================  =======================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from firsthand.language import lexicon

_TOKEN = re.compile(
    r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|\S",
    re.UNICODE,
)
LARGEST = 1e15
"""No figure counts more than this; longer rows of digits are identifiers."""

_DIGITS = re.compile(r"\d")


class Interval(NamedTuple):
    """From `low` to `high` (None: unbounded); an end that is itself excluded is `open`. `share`: percent of a whole (0-100).

    `hedge` is the words that widen or bound, `rule` the id of the grammar rule.
    """

    low: float
    high: float | None
    low_open: bool = False
    high_open: bool = False
    share: bool = False
    hedge: str = ""
    rule: str = ""


class Found(NamedTuple):
    """A number at `start`:`end` of the words scanned; its numeral without hedges at `core_start`:`core_end`."""

    start: int
    end: int
    core_start: int
    core_end: int
    interval: Interval


class _Token(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Value:
    """`low` = `high` for a numeral; `granule` 0 where sharp. `mantissa` is what stood before the scale words, `scale` their product.
    `closed`: a range whose upper end is said outright ("at least 30 and up to 50")."""

    low: float
    high: float
    granule: float = 0.0
    round: bool = False
    mantissa: float = 0.0
    scale: float = 1.0
    share: bool = False
    vague: bool = False
    closed: bool = False


@dataclass(frozen=True)
class _Words:
    """The lexicon, with phrases as tuples of tokens, longest first."""

    units: dict[str, int]
    scales: dict[str, int]
    glued: frozenset[str]
    vague: tuple[tuple[tuple[str, ...], tuple[float, float]], ...]
    few: tuple[tuple[tuple[str, ...], tuple[float, float]], ...]
    fractions: dict[str, float]
    percent: tuple[tuple[str, ...], ...]
    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: dict[str, list[tuple[tuple[str, ...], str]]]
    openers: frozenset[str]
    link: tuple[tuple[str, ...], ...]
    between: tuple[tuple[str, ...], ...]
    start: tuple[tuple[str, ...], ...]
    ratio: tuple[tuple[str, ...], ...]


def parse(words: str) -> Interval | None:
    """The interval of `words` where they are one number and nothing else, else None.

    >>> parse("more than 1.5 million").low
    1500000.0
    """
    tokens = _tokens(words)
    read = _figure(tokens, 0)
    return read[0].interval if read is not None and read[1] == len(tokens) else None


def scan(words: str) -> Iterator[Found]:
    """Every number in `words`, from left to right, without overlap."""
    tokens = _tokens(words)
    i = 0
    while i < len(tokens):
        opens = tokens[i].text in _words().openers or tokens[i].text[0].isdecimal()
        read = _figure(tokens, i) if opens else None
        if read is None:
            i += 1
        else:
            yield read[0]
            i = read[1]


def granule(numeral: float) -> float:
    """The granule g of a numeral: how coarsely it is rounded (see the module's head). 0 for 0."""
    if not numeral:
        return 0.0
    digits = Decimal(repr(abs(numeral))).normalize().as_tuple()
    place = 10.0 ** int(digits.exponent)
    if len(digits.digits) == 1:
        return place / 2 if place > 1 else place
    return place * 5 if digits.digits[-1] == 5 else place


def _tokens(words: str) -> list[_Token]:
    return [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(words)]


@cache
def _words(language: str = "en") -> _Words:
    raw = lexicon.load(language, "numbers")

    def phrases(items: list[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(t.text for t in _tokens(p)) for p in items}, key=len, reverse=True))

    def pairs(table: dict[str, list[float]]) -> tuple[tuple[tuple[str, ...], tuple[float, float]], ...]:
        return tuple((p, (float(table[" ".join(p)][0]), float(table[" ".join(p)][1]))) for p in phrases(list(table)))

    def kinds(table: dict[str, list[str]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        flat = [(p, kind) for kind, items in table.items() for p in phrases(items)]
        index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for entry in sorted(flat, key=lambda x: len(x[0]), reverse=True):
            index.setdefault(entry[0][0], []).append(entry)
        return index

    before, between, start = kinds(raw["before"]), phrases(raw["range"]["between"]), phrases(raw["range"]["from"])
    vague, few = pairs(raw["vague"]), pairs(raw["few"])
    firsts = {
        *raw["words"],
        *raw["fractions"],
        "a",
        "an",
        *before,
        *(p[0] for p in (*between, *start)),
        *(p[0][0] for p in (*vague, *few)),
    }
    return _Words(
        units=raw["words"],
        scales=raw["scales"],
        glued=frozenset(raw["glued"]["letters"]),
        vague=vague,
        few=few,
        fractions=raw["fractions"],
        percent=phrases(raw["percent"]["words"]),
        before=before,
        after=kinds(raw["after"]),
        openers=frozenset(firsts),
        link=phrases(raw["range"]["link"]),
        between=between,
        start=start,
        ratio=phrases(raw["range"]["ratio"]),
    )


def _at(tokens: list[_Token], i: int, phrase: tuple[str, ...]) -> bool:
    return len(tokens) - i >= len(phrase) and all(tokens[i + n].text == w for n, w in enumerate(phrase))


def _any(tokens: list[_Token], i: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """The length of the longest of `phrases` at `i`, else 0."""
    return next((len(p) for p in phrases if _at(tokens, i, p)), 0)


# ── the grammar: each reader takes a place and gives (what was read, next place) or None ──────────────────────────────


def _figure(tokens: list[_Token], i: int) -> tuple[Found, int] | None:
    """hedge* (range | value) hedge-after?"""
    first, kinds = i, list[str]()
    while hedge := _hedged(tokens, i):
        i += hedge[0]
        kinds.append(hedge[1])
    core = i
    read = _range(tokens, i) or _single(tokens, i)
    if read is None:
        return None
    value, rule, i = read
    core_end = tokens[i - 1].end
    after = _after(tokens, i)
    if after is not None:
        kinds.append(after[0])
        i = after[1]
    while first < core and kinds and kinds[0] == "plain":
        # "only", "another", "the" say nothing about the number: they stay outside the figure
        first += _hedge(tokens, first)
        kinds.pop(0)
    words = " ".join(t.text for t in (*tokens[first:core], *(t for t in tokens[core:i] if t.start >= core_end)))
    interval = _bounded(value, kinds, rule)._replace(hedge=words)
    return Found(tokens[first].start, tokens[i - 1].end, tokens[core].start, core_end, interval), i


def _after(tokens: list[_Token], i: int) -> tuple[str, int] | None:
    for phrase, kind in _words().after.get(tokens[i].text, ()) if i < len(tokens) else ():
        if _at(tokens, i, phrase):
            return kind, i + len(phrase)
    return None


def _hedged(tokens: list[_Token], i: int) -> tuple[int, str] | None:
    """The length and kind of the hedge at `i`, the longest one there."""
    if i >= len(tokens):
        return None
    return next(((len(p), k) for p, k in _words().before.get(tokens[i].text, ()) if _at(tokens, i, p)), None)


def _hedge(tokens: list[_Token], i: int) -> int:
    """The length of the hedge at `i`, else 0."""
    found = _hedged(tokens, i)
    return found[0] if found else 0


def _range(tokens: list[_Token], i: int) -> tuple[_Value, str, int] | None:
    """ "between A and B", "from A to B", "A to B", "A-B", "A or B", "hundreds, if not thousands"."""
    between = _any(tokens, i, _words().between)
    opened = between or _any(tokens, i, _words().start)
    opened += _hedge(tokens, i + opened) if opened else 0
    first = _value(tokens, i + opened)
    if first is None:
        return None
    low, i = first
    if between:
        link = _any(tokens, i, (("and",), ("to",), ("-",), ("–",)))
    else:
        comma = 1 if i < len(tokens) and tokens[i].text == "," else 0
        link = _any(tokens, i + comma, _words().link)
        link += comma if link else 0
    if not link:
        return None
    closed = bool(between) or tokens[i].text == "and" or (link > 1 and tokens[i + link - 1].text in ("as", "to"))
    i += link
    i += _hedge(tokens, i)
    second = _value(tokens, i)
    if second is None:
        return None
    high, i = second
    low = _share_scale(low, high)
    if low.low > high.high or low.low == high.high:
        return None
    share = low.share or high.share
    return _Value(low.low, high.high, vague=True, share=share, closed=closed), "N3 range", i


def _share_scale(low: _Value, high: _Value) -> _Value:
    """In "1 to 2 million" and "10-15 percent" the scale is said once, of both."""
    if high.share and not low.share:
        return replace(low, share=True)
    if high.scale > 1 and low.scale == 1 and low.mantissa < 1000 and low.mantissa <= high.mantissa:
        return replace(low, low=low.low * high.scale, high=low.high * high.scale)
    return low


def _single(tokens: list[_Token], i: int) -> tuple[_Value, str, int] | None:
    """ "one in five", or a value."""
    read = _value(tokens, i)
    if read is None:
        return None
    value, i = read
    ratio = _any(tokens, i, _words().ratio)
    whole = _value(tokens, i + ratio) if ratio and not value.vague and not value.share else None
    if (
        whole is not None
        and not whole[0].share
        and 0 < value.low < whole[0].low
        and not _year(whole[0], tokens[i + ratio])
    ):
        percent = 100 * value.low / whole[0].low
        return _Value(percent, percent, granule=percent / whole[0].low, share=True), "N5 one in n", whole[1]
    rule = "N4 vague quantity" if value.vague else "N2 round" if value.round else "N1 sharp"
    return value, rule, i


def _year(value: _Value, token: _Token) -> bool:
    return 1000 <= value.low < 2200 and token.text.isdecimal() and len(token.text) == 4


def _value(tokens: list[_Token], i: int) -> tuple[_Value, int] | None:
    """A vague quantity, a numeral in digits or words with its scale, a fraction; percent signs are read here."""
    read = _vague(tokens, i) or _portion(tokens, i) or _numeral(tokens, i)
    if read is None:
        return None
    value, i = read
    hyphen = 1 if i < len(tokens) and tokens[i].text == "-" else 0
    percent = _any(tokens, i + hyphen, _words().percent)
    if percent and not value.share:
        return replace(value, share=True), i + hyphen + percent
    return value, i


def _vague(tokens: list[_Token], i: int) -> tuple[_Value, int] | None:
    for phrase, (low, high) in _words().vague:
        if _at(tokens, i, phrase):
            return _Value(low, high, vague=True), i + len(phrase)
    for phrase, (low, high) in _words().few:
        if _at(tokens, i, phrase):
            scale, end = _scales(tokens, i + len(phrase), glued=False)
            if phrase[-1] == "of" and scale == 1:
                end = i + len(phrase) - 1  # "a couple of villages": the "of" belongs to the noun
            return _Value(low * scale, high * scale, vague=True), end
    return None


def _portion(tokens: list[_Token], i: int) -> tuple[_Value, int] | None:
    """ "half", "a third", "two-thirds", "three quarters" of a whole; "half a million" and "a quarter of a million" are numerals."""
    count, start = 1.0, i
    word = tokens[i].text if i < len(tokens) else ""
    if word in ("a", "one") or word in _words().units or word.isdecimal():
        count = 1.0 if word == "a" else float(_words().units.get(word, 0) or (int(word) if word.isdecimal() else 0))
        i += 1
        if i < len(tokens) and tokens[i].text == "-":
            i += 1
    if i >= len(tokens) or tokens[i].text not in _words().fractions:
        return None
    if start == i and not tokens[i].text.startswith("hal"):
        return None  # a bare "third" is an ordinal
    percent = count * _words().fractions[tokens[i].text]
    if percent > 100:
        return None
    i += 1
    j = i + (1 if _at(tokens, i, ("of",)) else 0)
    j += 1 if _at(tokens, j, ("-",)) else 0
    if _at(tokens, j, ("a",)):
        j += 1
        j += 1 if _at(tokens, j, ("-",)) else 0
        scale, end = _scales(tokens, j, glued=False)
        if scale > 1:
            return _rounded(percent / 100, scale), end
    return _Value(percent, percent, granule=5.0, round=True, mantissa=percent, share=True), i


def _numeral(tokens: list[_Token], i: int) -> tuple[_Value, int] | None:
    if i >= len(tokens):
        return None
    word = tokens[i].text
    if _DIGITS.match(word):
        number = float(re.sub(r"[^\d.]", "", word))
        scale, end = _scales(tokens, i + 1, glued=True)
        return (_rounded(number, scale), end) if number * scale <= LARGEST else None
    if (
        word in ("a", "an")
        and i + 1 < len(tokens)
        and tokens[i + 1].text in _words().scales
        and tokens[i + 1].text not in _words().glued
    ):
        return _spelled(tokens, i + 1, 1.0)
    if word in _words().units:
        return _spelled(tokens, i, None)
    return None


def _spelled(tokens: list[_Token], i: int, given: float | None) -> tuple[_Value, int]:
    """ "two hundred and fifty thousand", "twenty-five", "one and a half million": groups of words added and multiplied."""
    total, group, scale, mantissa = 0.0, given or 0.0, 1.0, given or 0.0
    used = given is not None
    while i < len(tokens):
        word = tokens[i].text
        step = 1
        if word in ("-", "and") and used and i + 1 < len(tokens):
            word, step = tokens[i + 1].text, 2
            if tokens[i].text == "and" and _at(tokens, i + 1, ("a", "half")):
                group, i = group + 0.5, i + 3
                continue
            if tokens[i].text == "and" and not (group >= 100 or total):
                break
            if tokens[i].text == "-" and word not in _words().units and word not in _words().scales:
                break
        if word in _words().units and _joins(group, _words().units[word], used):
            group, used = group + _words().units[word], True
        elif word in _words().scales and word not in _words().glued and step == (2 if tokens[i].text == "-" else 1):
            factor = _words().scales[word]
            mantissa = group or 1.0
            if factor == 100 or factor == 12:
                group = (group or 1.0) * factor
            else:
                total, group = total + (group or 1.0) * factor, 0.0
            scale, used = float(factor), True
        else:
            break
        i += step
    value = _rounded(total + group, 1.0)
    if scale == 12:
        value = replace(value, granule=6.0, round=True)  # a dozen is one significant digit of base twelve
    return replace(value, mantissa=mantissa if scale > 1 else value.low, scale=scale), i


def _joins(group: float, unit: int, used: bool) -> bool:
    """Whether a number word goes on from `group`: "twenty" + "five", "hundred" + "fifty"; never "five" + "six"."""
    if not used or group == 0:
        return True
    if unit < 10:
        return (group % 10 == 0 and group % 100 >= 20) or group % 100 == 0
    return group % 100 == 0


def _scales(tokens: list[_Token], i: int, *, glued: bool) -> tuple[float, int]:
    """The product of the scale words from `i` on ("hundred thousand"); letters ("m") only directly after digits."""
    scale = 1.0
    while i < len(tokens):
        j = i + 1 if tokens[i].text == "-" and i + 1 < len(tokens) else i
        word = tokens[j].text
        if word not in _words().scales:
            break
        if word in _words().glued and not (glued and scale == 1.0 and tokens[j].start - tokens[j - 1].end == 0):
            break
        scale *= _words().scales[word]
        i = j + 1
    return scale, i


def _rounded(number: float, scale: float) -> _Value:
    """The value of a numeral with its granule; it is round where its last digits are zeros or a scale word follows."""
    total = round(min(number * scale, LARGEST), 6)
    if scale == 12:
        return _Value(total, total, 6.0, True, number, scale)
    # only what ends in zeros or carries a scale word is read as rounded: 25 and 1,245 are counts
    return _Value(total, total, granule(total), total >= 10 and (scale > 1 or total % 10 == 0), number, scale)


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bounded(value: _Value, kinds: list[str], rule: str) -> Interval:
    """The interval of a value under its hedges; a bound wins over "about", which then only loosens where the bound stands."""
    low, high, share = value.low, value.high, value.share
    about = "about" in kinds
    bound = next((k for k in reversed(kinds) if k in ("more", "least", "nearly", "most", "fewer")), "")
    if value.closed and bound in ("least", "more"):
        bound = ""
    slack = value.granule if about and not value.vague else 0.0
    top = 100.0 if share and high <= 100 else None
    if bound == "more":
        return Interval(low - slack, top, low_open=True, share=share, rule="N6 more than")
    if bound == "least":
        return Interval(low - slack, top, share=share, rule="N7 at least")
    if bound == "nearly" and not value.vague:
        return Interval(max(low - value.granule, 0.0), high, high_open=True, share=share, rule="N8 nearly")
    if bound == "most":
        return Interval(0.0, high + slack, low_open=True, share=share, rule="N9 up to")
    if bound == "fewer":
        return Interval(0.0, high + slack, low_open=True, high_open=True, share=share, rule="N10 fewer than")
    if "exact" in kinds and not value.vague:
        return Interval(low, high, share=share, rule="N1 sharp")
    if value.vague:
        return Interval(low, high, share=share, rule=rule)
    if about:
        return Interval(max(low - value.granule, 0.0), high + value.granule, share=share, rule="N11 about")
    half = value.granule / 2 if value.round else 0.0
    if share:
        return Interval(
            max(low - half, 0.0), min(high + half, 100.0) if high <= 100 else high + half, share=True, rule=rule
        )
    return Interval(low - half, high + half, share=share, rule=rule)
