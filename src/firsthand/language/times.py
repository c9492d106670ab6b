"""Times as English gives them, read as Periods with their true precision.

Explicit dates come before relative ones; a relative one ("last Thursday") is only read where the day of writing is known.
"since 2017" runs to the day of writing; without one, and for "before", "after", "by", the words are found and no Period is given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand import dates
from firsthand.dates import Period
from firsthand.language import lexicon, roles


class Time(NamedTuple):
    """The period that a clause gives, at `start`:`end` of the sentence's text, and whether something counts since its beginning."""

    period: Period | None
    start: int
    end: int
    since: bool | None


_DATELINE = re.compile(r"[A-Z][A-Z .'-]+\b[^—–]{0,60}?\s[—–-]{1,2}\s")


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Period | None], Period | None]


def find(text: str, on: Period | None = None) -> Iterator[tuple[int, int, Period | None]]:
    """Every expression of time in `text` with its place; its Period where one can be said. `on`: the day of writing."""
    yield from _found(text, on)


@lru_cache(maxsize=16)
def _found(text: str, on: Period | None) -> tuple[tuple[int, int, Period | None], ...]:
    """What `find` gives. Kept for a while: each act and each number of a sentence asks for the times of all of it."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, Period | None]] = []
    for form in _forms():
        for m in form.pattern.finditer(text):
            if any(m.start() < e and s < m.end() for s, e in taken):
                continue
            taken.append(m.span())
            found.append((*m.span(), _read(form, m, on)))
    return tuple(sorted(found, key=lambda f: f[0]))


def period(words: str, on: Period | None = None) -> Period | None:
    """The Period of `words` where they hold exactly one expression of time.

    >>> str(period("between 2017 and 2019"))
    '2017-01-01/2019-12-31'
    """
    found = list(find(words, on))
    return found[0][2] if len(found) == 1 else None


def of(sentence: Tokens, word: Token, on: Period | None, stop: frozenset[int] = frozenset()) -> Time | None:
    """The time that the clause of `word` gives: of the expressions attached to `word` or to a verb above it, the nearest one.

    `stop`: indices of tokens that are no verbs of this clause though they stand above it (the cue of who says so).
    """
    reach = roles.reach(word, stop)
    best: tuple[int, Time] | None = None
    dateline = _DATELINE.match(sentence.text)
    for start, end, when in find(sentence.text, on):
        if dateline and end <= dateline.end():
            continue  # the day of writing
        span = sentence.doc.char_span(sentence.start_char + start, sentence.start_char + end, alignment_mode="expand")
        inside = [t for t in span or () if t.idx >= sentence.start_char + start]
        if not inside:
            continue
        top = next((t for t in inside if t.head not in inside), inside[0])
        if not any(a.i in reach for a in _above(top, stop)):
            continue
        since = True if re.match(r"since\b", sentence.text[start:end], re.IGNORECASE) else _since(sentence)
        distance = abs(top.i - word.i)
        if best is None or distance < best[0]:
            best = (distance, Time(when, start, end, since))
    return best[1] if best is not None else None


def _since(sentence: Tokens) -> bool | None:
    words = lexicon.load("en", "times")["stock"]
    text = f" {' '.join(t.lower_ for t in sentence)} "
    if any(f" {w} " in text for w in words["at"]):
        return False
    return True if any(f" {w} " in text for w in words["since"]) else None


def _above(top: Token, stop: frozenset[int]) -> list[Token]:
    """What a time expression hangs from: through prepositions and nouns up to the first verb."""
    found = []
    token = top
    for _ in range(4):
        if token.head == token:
            break
        token = token.head
        if token.i in stop:
            break
        found.append(token)
        if token.pos_ in ("VERB", "AUX"):
            break
    return found


# ── the forms, most specific first ───────────────────────────────────────────────────────────────────────────────────


def _read(form: _Form, m: re.Match[str], on: Period | None) -> Period | None:
    try:
        found = form.read(m, on)
    except (ValueError, OverflowError):
        return None  # the calendar has no such day
    return (
        found if found is None else Period(start=found.start, end=found.end, precision=found.precision, text=m.group())
    )


@cache
def _months() -> dict[str, int]:
    raw = lexicon.load("en", "times")["months"]
    return {**{n: i + 1 for names in (raw["names"], raw["short"]) for i, n in enumerate(names)}, **raw["also"]}


@cache
def _forms() -> tuple[_Form, ...]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    sure = "|".join(
        m for m in sorted(_months(), key=len, reverse=True) if m not in lexicon.load("en", "times")["months"]["common"]
    )
    weekday = "|".join(lexicon.load("en", "times")["weekdays"]["names"])
    count = r"\d{1,3}|" + "|".join(lexicon.load("en", "times")["numbers"]["words"])
    year = r"(?:1[5-9]|20|21)\d\d"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    unit = r"(?P<unit>day|week|month|year|decade)s?"
    part = r"(?:(?:early|mid|late|the\s+end\s+of|the\s+beginning\s+of|the\s+middle\s+of|the\s+start\s+of)[\s-]+(?:in\s+)?)?"
    full = rf"(?:{day}\s+(?:of\s+)?(?:{month})\.?,?\s+{year}|(?:{month})\.?\s+{day},?\s+{year}|{year}-\d\d-\d\d)"
    loose = rf"(?:{full}|(?:{month})\.?,?\s+(?:of\s+)?{year}|{year}|{day}\s+(?:of\s+)?(?:{month})\b|(?:{month})\.?\s+{day}\b(?!,?\s*\d)|(?:{month})\b)"
    prep = r"(?:in|since|during|of|by|until|till|before|after|from|through|throughout|to|for|around|circa|last|this|next|and|between|back\s+in)"
    table: list[tuple[str, Callable[[re.Match[str], Period | None], Period | None]]] = [
        (rf"\bbetween\s+{part}(?P<a>{loose})\s+and\s+{part}(?P<b>{loose})\b", _span),
        (rf"\bfrom\s+{part}(?P<a>{loose})\s+(?:to|until|till|through|up\s+to)\s+{part}(?P<b>{loose})\b", _span),
        (rf"\b(?P<a>{year})\s?[-–/]\s?(?P<b>{year}|\d\d)\b(?!-\d)", _span),
        (rf"\bsince\s+(?:at\s+least\s+)?{part}(?P<a>{loose})\b", _since_date),
        (rf"\b(?:before|after|until|till|by|prior\s+to|up\s+to|through)\s+{part}(?P<a>{loose})\b", _none),
        (rf"\b(?:on\s+)?(?:(?:{weekday}),?\s+)?(?P<a>{full})\b", _plain),
        (rf"\b{part}(?P<a>(?:{month})\.?,?\s+(?:of\s+)?{year})\b", _plain),
        (rf"\b(?:on\s+)?(?:(?:{weekday}),?\s+)?(?P<a>{day}\s+(?:of\s+)?(?:{month})\b|(?:{month})\.?\s+{day}\b(?!,?\s*\d))", _plain),
        (r"\b(?:the\s+)?(?:early\s+|mid-?\s?|late\s+)?(?P<decade>(?:1[5-9]|20)\d0)s\b", _decade),
        (rf"\b(?:in|over|during|for|within)\s+the\s+(?:past|last|previous|preceding)\s+(?P<n>{count})?\s*(?:of\s+)?{unit}\b", _past),
        (rf"\b(?P<n>{count})\s+(?:of\s+)?{unit}\s+(?:ago|earlier)\b", _ago),
        (r"\b(?:(?:earlier|later|late|early)\s+)?(?P<which>last|this|next)\s+(?P<unit>week|month|year)\b", _which),
        (rf"\b(?P<last>last\s+|this\s+past\s+)?(?:on\s+)?(?P<weekday>{weekday})\b", _weekday),
        (r"\b(?P<word>yesterday|today|tonight|last\s+night)\b", _near),
        (rf"\b{prep}\s+{part}(?P<a>{year})\b(?!\s*(?:people|men|women|persons|%|percent|per\s+cent))(?!,\d)", _plain),
        (rf"(?<=[(,])\s*(?P<a>{year})(?=\s*[),.;])", _plain),
        (rf"\b(?:early|mid|late)[\s-](?P<a>{year})\b", _plain),
        (rf"\b(?:in|since|during|of|by|until|last|this|early|late|mid)[\s-]+(?:early\s+|late\s+|mid-?)?(?P<a>{month})\b(?!\s+\d)", _plain),
        (rf"\b(?P<a>{sure})\b(?!\s+\d)", _plain),
    ]  # fmt: skip
    return tuple(_Form(re.compile(p, re.IGNORECASE), read) for p, read in table)


def _date(words: str, on: Period | None) -> Period | None:
    """One date: a day, month or year; without a year the last such day or month up to `on`."""
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    name = next((w for w in re.findall(r"[a-z]+", words.lower()) if w in _months()), None)
    if name is None:
        return dates.day(numbers[0], numbers[1], numbers[2]) if len(numbers) >= 3 else dates.year(numbers[0])
    year_ = next((n for n in numbers if n >= 1000), None)
    day_ = next((n for n in numbers if n < 1000), None)
    number = _months()[name]
    if year_ is not None:
        return dates.day(year_, number, day_) if day_ else dates.month(year_, number)
    if on is None:
        return None
    made = [dates.day(y, number, day_) if day_ else dates.month(y, number) for y in (on.end.year, on.end.year - 1)]
    return made[0] if made[0].start <= on.end else made[1]


def _plain(m: re.Match[str], on: Period | None) -> Period | None:
    return _date(m["a"], on)


def _none(m: re.Match[str], on: Period | None) -> Period | None:  # noqa: ARG001 - one signature for all forms
    return None


def _span(m: re.Match[str], on: Period | None) -> Period | None:
    a, b = m["a"], m["b"]
    if b.isdecimal() and len(b) == 2:
        b = a[:2] + b
    years = re.findall(r"\d{4}", b)
    if years and not re.search(r"\d{4}", a):
        a = f"{a} {years[0]}"  # "from January to March 2020": the year is said once, of both
    first, last = _date(a, on), _date(b, on)
    if first is None or last is None or last.end < first.start:
        return None
    return dates.span(first, last)


def _since_date(m: re.Match[str], on: Period | None) -> Period | None:
    first = _date(m["a"], on)
    return dates.span(first, on) if first is not None and on is not None and first.start <= on.end else None


def _decade(m: re.Match[str], on: Period | None) -> Period | None:  # noqa: ARG001
    first = int(m["decade"])
    return dates.span(dates.year(first), dates.year(first + 9))


def _number(words: str | None) -> int | None:
    if not words:
        return 1
    known: dict[str, int] = lexicon.load("en", "times")["numbers"]["words"]
    number = int(words) if words.isdecimal() else known[words.lower()]
    return number or None


def _back(day: dt.date, number: int, unit: str) -> dt.date:
    """The day this many units before `day`; the 28th where the month is shorter."""
    if unit in ("day", "week"):
        return day - dt.timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - number * {"month": 1, "year": 12, "decade": 120}[unit]
    return dt.date(months // 12, months % 12 + 1, min(day.day, 28))


def _past(m: re.Match[str], on: Period | None) -> Period | None:
    number = _number(m["n"])
    if on is None or number is None:
        return None
    first = _back(on.start, number, m["unit"].lower())
    return Period(start=first, end=on.end, precision="range")


def _ago(m: re.Match[str], on: Period | None) -> Period | None:
    number, unit = _number(m["n"]), m["unit"].lower()
    if on is None or number is None or m.group().lower().endswith("earlier"):
        return None
    there = _back(on.start, number, unit)
    if unit == "day":
        return dates.day(there.year, there.month, there.day)
    return dates.year(there.year) if unit in ("year", "decade") else dates.month(there.year, there.month)


def _which(m: re.Match[str], on: Period | None) -> Period | None:
    if on is None or m["which"].lower() == "next":
        return None
    unit = m["unit"].lower()
    there = on.start if m["which"].lower() == "this" else _back(on.start, 1, unit)
    if unit == "year":
        return dates.year(there.year)
    if unit == "month":
        return dates.month(there.year, there.month)
    monday = there - dt.timedelta(days=there.weekday())
    return Period(start=monday, end=monday + dt.timedelta(days=6), precision="range")


def _weekday(m: re.Match[str], on: Period | None) -> Period | None:
    if on is None or on.precision != "day":
        return None
    names: list[str] = lexicon.load("en", "times")["weekdays"]["names"]
    back = (on.start.weekday() - names.index(m["weekday"].lower())) % 7
    if m["last"] and not back:
        back = 7
    there = on.start - dt.timedelta(days=back)
    return dates.day(there.year, there.month, there.day)


def _near(m: re.Match[str], on: Period | None) -> Period | None:
    if on is None or on.precision != "day":
        return None
    back = 1 if m["word"].lower().startswith(("yesterday", "last")) else 0
    there = on.start - dt.timedelta(days=back)
    return dates.day(there.year, there.month, there.day)
