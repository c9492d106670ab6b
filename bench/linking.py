"""Time and memory of linking and of contradictions on growing piles of invented statements: does the work grow with the pile, or with its square?

    python -m bench.linking [STATEMENTS ...]        25000 50000 100000 if none is given

A third of the documents tell of one pattern in one region (the worst case for linking: everything resembles everything), the others of
incidents, one to five documents each. Records are made, not parsed: extraction has a bench of its own.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from resource import RUSAGE_SELF, getrusage

from firsthand import dates, ids
from firsthand.allegations.contradict import contradict
from firsthand.allegations.link import link
from firsthand.allegations.record import Act, Linking
from firsthand.documents.record import Passage, Span, Text
from firsthand.origins.record import Speaker, Trace
from firsthand.statements.record import Statement

SIZES = (25_000, 50_000, 100_000)
EACH = 10
"""Statements per document."""
REGIONS = [
    ("FR-BRE", "Brittany", "France"),
    ("ES-GA", "Galicia", "Spain"),
    ("IT-82", "Sicily", "Italy"),
    ("PL-SL", "Silesia", "Poland"),
]
GROUPS = ["Morvan weavers", "Tarn dockers", "Vescan herders", "Orlin masons"]
TYPES = [("injury", "shot"), ("killing", "killed"), ("detention", "held"), ("torture", "beaten")]
SYLLABLES = [
    "ka",
    "ro",
    "mi",
    "ten",
    "sal",
    "vor",
    "du",
    "pel",
    "an",
    "is",
    "tor",
    "ve",
    "lun",
    "gra",
    "ber",
    "ost",
    "nim",
    "fel",
]


def pile(size: int, seed: int = 11) -> Linking:
    """A pile of about `size` statements; the same seed gives the same pile."""
    chance = random.Random(seed)
    texts: list[Text] = []
    statements: list[Statement] = []
    acts: list[Act] = []
    speakers = [
        Speaker(id=f"speaker-{n}", name=f"{_word(chance).title()} Watch", kind="organisation") for n in range(200)
    ]
    traces: list[Trace] = []
    while len(statements) < size:
        alike = chance.random() < 1 / 3
        what = None if alike else _incident(chance)
        for _ in range(1 if alike else chance.randint(1, 5)):
            sentences = [_pattern(chance) if what is None else _told(chance, what, n) for n in range(EACH)]
            name = ids.digest(f"{len(texts)}".encode())
            body = "\n\n".join(said for said, *_ in sentences)
            day = dates.day(2024, 1 + chance.randrange(12), 1 + chance.randrange(28)) if what is None else what[3]
            at, passages = 0, []
            speaker = chance.choice(speakers)
            for said, type_, trigger, victim, place in sentences:
                passages.append(Passage(at, at + len(said), "paragraph"))
                s, a = _records(name, at, said, type_, trigger, victim, place, None if what is None else what[3])
                statements.append(s)
                acts.append(a)
                traces.append(Trace(statement=s.id, speaker=speaker.id, origin=f"origin-{speaker.id}"))
                at += len(said) + 2
            texts.append(
                Text(
                    document=name,
                    text=body,
                    passages=tuple(passages),
                    language="en",
                    title=sentences[0][0][:60],
                    published=day,
                )
            )
    return Linking(
        texts=tuple(texts), statements=tuple(statements), acts=tuple(acts), traces=tuple(traces), speakers=tuple(speakers)
    )  # fmt: skip


Told = tuple[str, str, str, str, tuple[str, str, str]]
What = tuple[str, str, tuple[str, str, str], dates.Period, tuple[str, str]]


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3)))


def _incident(chance: random.Random) -> What:
    person = f"{_word(chance).title()} {_word(chance).title()}"
    street = f"{_word(chance).title()} Lane"
    return (
        person,
        street,
        chance.choice(REGIONS),
        dates.day(2024, 1 + chance.randrange(12), 1 + chance.randrange(28)),
        chance.choice(TYPES),
    )


def _told(chance: random.Random, what: What, n: int) -> Told:
    person, street, region, _, (type_, trigger) = what
    said = f"{person}, {20 + n}, was {trigger} on {street} in {region[1]} near the {_word(chance)} {_word(chance)}."
    return said, type_, trigger, person, region


def _pattern(chance: random.Random) -> Told:
    group, region, (type_, trigger) = GROUPS[0], REGIONS[0], chance.choice(TYPES)
    return (
        f"{group} were {trigger} in {region[1]} again and again, {_word(chance)} {_word(chance)} said.",
        type_,
        trigger,
        group,
        region,
    )


def _records(
    document: str,
    at: int,
    said: str,
    type_: str,
    trigger: str,
    victim: str,
    place: tuple[str, str, str],
    day: dates.Period | None,
) -> tuple[Statement, Act]:
    def span(words: str) -> Span:
        start = at + said.index(words)
        return Span(start, start + len(words), words)

    whole = Span(at, at + len(said), said)
    s = Statement(
        id=ids.name("statement", document, at), document=document, start=at, end=at + len(said), speaker=None, cue=None,
        content=whole, parts=(whole,), mode="indirect", stance="alleges", rule="bench",
    )  # fmt: skip
    a = Act(
        id=ids.name("act", document, at), document=document, statement=s.id, type=type_, trigger=span(trigger), victim=span(victim),
        place=span(place[1]), place_id=place[0], places=(place[2],), period=day, reasons=("“bench”",),
    )  # fmt: skip
    return s, a


def once(size: int) -> Iterator[str]:
    """The measurement, in this process."""
    linking = pile(size)
    began, worked = time.perf_counter(), time.process_time()
    found = link(linking)
    linked = time.perf_counter() - began
    contradict(found, linking)
    every = time.perf_counter() - began
    busy = time.process_time() - worked
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1e6
    yield f"{len(linking.statements):>8,} statements  {len(linking.texts):>7,} documents  {len(found):>7,} allegations"
    yield f"   link {linked:6.1f} s   with contradictions {every:6.1f} s ({busy:.1f} s of one core)   peak {peak:.2f} GB"


def main() -> None:
    """Each size in a process of its own, so that its memory is its own."""
    if sys.argv[1:2] == ["--once"]:
        print("\n".join(once(int(sys.argv[2]))))
        return
    for size in [int(a) for a in sys.argv[1:]] or SIZES:
        subprocess.run([sys.executable, "-m", "bench.linking", "--once", str(size)], check=True)


if __name__ == "__main__":
    main()
