"""Occasions: what each document tells of the one occasion that it is about, in a form in which two documents can be compared.

A report of an incident tells it in its first sentences about the act; later ones may speak of others. So the *core* are the first
sentences that name an act of force, with those beside them; the *scene* are all such sentences. Details are rare words: names, numbers
with what they count, unusual words. Names behind a title (the sheriff, the judge) return in reports of other occasions and are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.allegations import tally
from firsthand.allegations.record import Act
from firsthand.dates import Period
from firsthand.documents.record import Text
from firsthand.figures.record import Figure
from firsthand.language import times
from firsthand.language.lexicon import load
from firsthand.vocabulary import places

FORCE = frozenset({"killing", "injury", "attack-civilians", "abduction", "disappearance"})
"""Types of acts that are done on one occasion to certain persons."""
UNREAL = ("future", "hypothetical", "law")
CORE = 4
"""Sentences with an act, from the beginning, that tell what a report is about."""
MANY = 50
"""More killed or hurt than this is told of a war or of years, not of one occasion that two reports describe."""
REACH = 4_000
"""Characters within which a report tells of the occasion that it is about: 99 of 100 news reports of one do. What goes on for longer tells of many."""
READ = ("paragraph", "heading", "caption", "row", "note", "quoted")

TOKEN = re.compile(r"\d[\d,.:-]*\w*|[^\W\d_][\w'’-]*|[^\w\s]")
WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")
DAY = 24 * 60
BOUND = re.compile(r"(?<=[.?!])[\"”’]?\s+(?=[A-Z\"“])")


@dataclass(frozen=True)
class Occasion:
    """What `document` tells of its occasion. `scene` and `core` are details; `ages`, `blocks`, `streets`, `days`, `towns` are those of the
    core, `clock` its times of day in minutes, `words` how often it says which word (in the headline twice), `head` the towns of the headline and the first sentence, `cities` those of them that the gazetteer knows, `day` the first day given.

    `persons` are names with an age, anywhere in the text; `killed` and `injured` what the text as a whole says.
    """

    document: str
    published: dt.date | None
    scene: frozenset[str]
    core: frozenset[str]
    ages: frozenset[str]
    blocks: frozenset[str]
    streets: frozenset[str]
    clock: frozenset[int]
    day: dt.date | None
    days: frozenset[dt.date]
    towns: frozenset[str]
    head: frozenset[str]
    cities: frozenset[str]
    words: Mapping[str, int]
    headline: frozenset[str]
    numbers: frozenset[str]
    persons: frozenset[str]
    killed: int
    injured: int
    many: bool
    """Whether the text tells of three or more places in streets: a survey of several occasions."""
    until: int
    """Where the core ends: acts named before belong to the occasion."""


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(str(load("en", "occasions")[name]).split())


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(str(load("en", "occasions")["forms"][name]))


def occasions(texts: Iterable[Text], acts: Iterable[Act], figures: Iterable[Figure]) -> tuple[Occasion, ...]:
    """The occasion of each text that tells of an act of force, in the order of `texts`."""
    told: defaultdict[str, list[Act]] = defaultdict(list)
    for a in acts:
        if a.type in FORCE and a.modality not in UNREAL:
            told[a.document].append(a)
    counted: defaultdict[str, list[Figure]] = defaultdict(list)
    for f in figures:
        counted[f.document].append(f)
    return tuple(
        made for t in texts if told[t.document] if (made := _occasion(t, told[t.document], counted[t.document]))
    )


def _occasion(text: Text, acts: Sequence[Act], figures: Sequence[Figure]) -> Occasion | None:
    sum_ = tally.tally([a for a in acts if a.reasons], figures)
    if max(sum_) > MANY:
        return None
    scene = list(_sentences(text, sorted(a.trigger.start for a in acts)))
    core, until = _core(scene)
    if until > REACH:
        return None
    words = [text.text[a:b] for a, b, _ in core]
    days = list(_days([text.text[a:b] for a, b, hot in core if hot], text.published))
    head = frozenset(_towns(f"{_headline(text)}. {words[0] if words else ''}"))
    every = [text.text[a:b] for a, b, _ in scene]
    return Occasion(
        document=text.document,
        published=text.published.start if text.published and text.published.precision == "day" else None,
        scene=details(every) | details([_headline(text), *words]),
        core=details([_headline(text), *words]),
        ages=frozenset(_ages([text.title, *words])),
        blocks=frozenset(m[1] for s in (text.title, *words) for m in _form("block").finditer(s)),
        streets=frozenset(m[1].split()[-1].casefold() for s in words for m in _form("street").finditer(s)),
        clock=frozenset(m for s in words for m in _clock(s)),
        day=days[0] if days else None,
        days=frozenset(days),
        towns=frozenset(_towns(text.text[:until])),
        head=head,
        cities=frozenset(t for t in head if city(t)),
        words=Counter(w.casefold() for w in WORD.findall(f"{text.title}\n{text.title}\n{text.text}")),
        headline=frozenset(_subject(_headline(text))),
        numbers=frozenset(re.findall(r"\d+", _headline(text))),
        persons=frozenset(_persons(text.text)),
        killed=sum_.killed,
        injured=sum_.injured,
        many=len({m[1] for s in every for m in _form("block").finditer(s)}) > 2,
        until=until,
    )


def _headline(text: Text) -> str:
    """The headline without the name of the site behind it."""
    title = text.title
    for mark in load("en", "occasions")["site"]:
        title = title.partition(str(mark))[0] or title
    return title


def _subject(headline: str) -> Iterator[str]:
    """The words of a headline that say what it is about, in lower case: headlines are often capitalised throughout."""
    skipped = _list("common") | _list("calendar")
    yield from (w for t in TOKEN.findall(headline) if len(w := _clean(t)) > 2 and w.isalpha() and w not in skipped)


def _sentences(text: Text, spots: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Sentences with an act at one of `spots` (True), and those beside them in the passage, in order."""
    for p in text.passages:
        near = spots[bisect_left(spots, p.start) : bisect_left(spots, p.end)]
        if p.kind not in READ or not near:
            continue
        cuts = [(m.start(), m.end()) for m in BOUND.finditer(text.text, p.start, p.end)]
        starts, ends = [p.start, *(b for _, b in cuts)], [*(a for a, _ in cuts), p.end]
        hot = {n for s in near if s < ends[n := bisect_right(starts, s) - 1]}
        for n in sorted({m for h in hot for m in (h - 1, h, h + 1) if 0 <= m < len(starts)}):
            yield starts[n], ends[n], n in hot


def _core(scene: Sequence[tuple[int, int, bool]]) -> tuple[Sequence[tuple[int, int, bool]], int]:
    told = 0
    for n, (_, _, hot) in enumerate(scene):
        told += hot
        if told == CORE:
            return scene[: n + 1], scene[n][1]
    return scene, scene[-1][1] if scene else 0


def details(sentences: Iterable[str]) -> frozenset[str]:
    """The words of `sentences` that may tell an occasion: "name:ilen sarko", "capital:tolm", "number:14 shots", "word:quarry"."""
    found: set[str] = set()
    official: set[str] = set()
    for s in sentences:
        tokens = TOKEN.findall(s)
        n = 0
        while n < len(tokens):
            if tokens[n][0].isupper():
                end = _run(tokens, n)
                _name(tokens[n:end], _clean(tokens[n - 1]) if n else "", found, official)
                n = end
                continue
            if tokens[n][0].isdigit():
                after = tokens[n + 1].casefold() if n + 1 < len(tokens) else ""
                found.add(f"number:{tokens[n].casefold()} {after if after.isalpha() else ''}".rstrip())
            elif len(tokens[n]) > 3:
                found.add(f"word:{tokens[n].casefold()}")
            n += 1
    return frozenset(d for d in found if not (d.startswith("capital:") and d[8:] in official))


def _run(tokens: Sequence[str], start: int) -> int:
    """Where the run of capitalised words from `start` ends; a full stop after an initial or a short form does not end it."""
    end = start
    while end < len(tokens):
        short = tokens[end] == "." and end > start and len(tokens[end - 1]) <= 3
        if not (tokens[end][0].isupper() or (short and end + 1 < len(tokens) and tokens[end + 1][0].isupper())):
            break
        end += 1
    return max(end, start + 1)


def _name(tokens: Sequence[str], before: str, found: set[str], official: set[str]) -> None:
    """Add what a run of capitalised words tells."""
    said = [_clean(t) for t in tokens if t[0].isalpha()]
    titled = before in _list("titles")
    while said and said[0] in _list("titles"):
        said, titled = said[1:], True
    if titled:
        official.update(said)
        return
    plain = [w for w in said if w not in _list("common") | _list("calendar")]
    found.update(f"capital:{w}" for w in plain if len(w) > 2)
    full = [w for w in plain if len(w) > 1]
    if len(full) > 1:
        found.add(f"name:{full[0]} {full[-1]}")


def _clean(word: str) -> str:
    return re.sub(r"['’]s$", "", word).casefold()


def _ages(sentences: Iterable[str]) -> Iterator[str]:
    for s in sentences:
        for m in _form("age").finditer(s):
            yield m[1] or m[2]


def _clock(said: str) -> Iterator[int]:
    """The times of day in `said`, in minutes after midnight."""
    for m in _form("clock").finditer(said):
        if m["named"]:
            yield 0 if m["named"].casefold() == "midnight" else DAY // 2
        else:
            yield (int(m["hour"]) % 12 + 12 * (m["half"].casefold() == "p")) * 60 + int(m["minute"] or 0)


def _persons(text: str) -> Iterator[str]:
    for form in load("en", "occasions")["forms"]["aged"]:
        for m in re.finditer(str(form), text):
            said = [w for w in (_clean(t).strip(".") for t in m["name"].split()) if len(w) > 1]
            said = [w for w in said if w not in str(load("en", "occasions")["forms"]["suffixes"]).split()]
            if len(said) > 1 and said[0] not in _list("titles") | _list("common") | _list("calendar"):
                yield f"{said[0]} {said[-1]}"


def _days(sentences: Iterable[str], published: Period | None) -> Iterator[dt.date]:
    """The days given in sentences that tell of the act."""
    for s in sentences:
        for _, _, period in times.find(s, published):
            if period is not None and period.precision == "day":
                yield period.start


def _towns(said: str) -> Iterator[str]:
    """Names of places in `said`, without countries and regions: they are too wide to tell two occasions apart."""
    found = [m[1] for m in _form("dateline").finditer(said[:600])][:1] + [m[1] for m in _form("place").finditer(said)]
    for name in found:
        plain = " ".join(w for w in name.casefold().split() if w not in _list("calendar") | _list("common"))
        if plain and not _wide(plain):
            yield plain


@cache
def city(name: str) -> bool:
    """Whether the gazetteer knows a city of this name."""
    known = places.place(name.title())
    return known is not None and known.kind == "city"


@cache
def _wide(name: str) -> bool:
    if places.country(name):
        return True
    known = places.place(name)
    return known is not None and known.kind in ("country", "region")


def index(found: Sequence[Occasion], common: Mapping[str, int]) -> tuple[Mapping[str, list[int]], Mapping[str, int]]:
    """For each detail that tells anything the occasions that have it, and in how many each stands."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    for n, o in enumerate(found):
        for d in o.scene:
            held[d].append(n)
    told = {d: those for d, those in held.items() if 2 <= len(those) <= common[d.partition(":")[0]]}
    return told, {d: len(those) for d, those in told.items()}
