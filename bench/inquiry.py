"""A large inquiry, made up: what the workbench is measured on. No text of anybody's; the words are ours.

python -m bench.inquiry FOLDER [--documents 10000]     make it
python -m bench.inquiry FOLDER --measure               time every page of it, and what the server holds in memory
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import re
import resource
import statistics
import time
from collections.abc import Iterator
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import msgspec
from tests.web.client import Client

from firsthand import dates, ids, judgements
from firsthand.allegations.record import Act, Allegation, Contradiction, Member
from firsthand.allegations.table import ACTS, ALLEGATIONS, CONTRADICTIONS
from firsthand.copies.record import Copy, Match
from firsthand.copies.table import COPIES
from firsthand.documents.record import Document, Passage, Span, Text
from firsthand.documents.seal import chain
from firsthand.documents.table import CUSTODY, DOCUMENTS, TEXTS
from firsthand.figures.record import Figure
from firsthand.figures.table import FIGURES
from firsthand.findings import crimes
from firsthand.findings.record import Assessment, Condition, Finding
from firsthand.findings.table import ASSESSMENTS, FINDINGS
from firsthand.flaws import flaw
from firsthand.inquiry import queue
from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.inquiry.table import FLAWS, JUDGEMENTS
from firsthand.origins.record import Count, Dependence, Origin, Reference, Speaker, Trace
from firsthand.origins.table import DEPENDENCES, ORIGINS, REFERENCES, SPEAKERS, TRACES
from firsthand.statements.record import Mention, Statement
from firsthand.statements.table import MENTIONS, STATEMENTS
from firsthand.store import work
from firsthand.web.app import PAGES, Workbench
from firsthand.web.guard import Key

EACH = 15
"""Statements in a document."""

TYPES = ("detention", "torture", "killing", "injury", "enforced-disappearance", "forced-displacement")
NAMES = [
    f"{a}{b}" for a in ("Ma", "Io", "Te", "Ka", "Lu", "Or", "Ve", "Sa") for b in ("ra", "n", "lo", "vik", "ssa", "dan")
]
HOUSES = [
    f"{a}{b}"
    for a in ("Vel", "Sar", "Bre", "Kro", "Tol", "Dun", "Hask", "Mor", "Pel", "Zan")
    for b in ("l", "ka", "mm", "ve", "nik", "ar", "ov", "ist")
]
TOWNS = [
    f"{a}{b}"
    for a in ("Osk", "Tolm", "Vesk", "Marn", "Lume", "Sill", "Gred", "Pran")
    for b in ("", "-on-Water", " North", "ovo", " Mill", "itz")
]
PLACES = (*TOWNS, "Nairobi", "Kenya", "Lima", "Peru", "Kyiv", "Nepal", "Goma", "Manila")
"""Where allegations lie: mostly in towns of ours, some on the map."""
DONE = ("beat", "took away", "shot at", "held in a cellar", "drove out", "questioned all night", "burned the house of")
WHO = ("soldiers", "men in grey", "officers", "guards of the district", "armed men")
WHOM = (
    "two men",
    "a teacher",
    "the baker's son",
    "villagers",
    "three students",
    "a nurse and her brother",
    "a family of five",
)


def make(folder: Path, documents: int) -> None:
    """Write the inquiry: `documents` documents, 15 statements in each, an allegation for every two."""
    pick = random.Random(7)
    people = [f"{pick.choice(NAMES)} {pick.choice(HOUSES)}" for _ in range(max(50, documents // 5))]
    speakers = [Speaker(id=ids.name("speaker", n, who), name=who, kind="person") for n, who in enumerate(people)]
    origins = [
        Origin(id=ids.name("origin", n), kind="witness", label=s.name, speaker=s.id, first_hand=n % 3 == 0)
        for n, s in enumerate(speakers)
    ]
    allegations = max(10, documents // 2)
    groups: list[list[str]] = [[] for _ in range(allegations)]
    acts: list[list[str]] = [[] for _ in range(allegations)]
    made: list[str] = []
    with open_inquiry(folder, create=True, flags={"who": "Bench"}) as inquiry:
        store = inquiry._desk.store
        sheets = enumerate(_sheets(pick, people, speakers, origins, documents))
        last = None
        while batch := list(islice(sheets, 500)):
            with store.writing() as db:
                for _, sheet in batch:
                    document = sheet["document"]
                    made.append(document.id)
                    DOCUMENTS.put(db, [document])
                    TEXTS.put(db, [sheet["text"]])
                    STATEMENTS.put(db, sheet["statements"])
                    MENTIONS.put(db, sheet["mentions"])
                    REFERENCES.put(db, sheet["references"])
                    FIGURES.put(db, sheet["figures"])
                    ACTS.put(db, sheet["acts"])
                    TRACES.put(db, sheet["traces"])
                    for stage in ("text", "extract"):
                        work.mark(db, stage, document.id, "bench")
                    for act in ("received", "read"):
                        last = chain(
                            last,
                            when=_when(len(made)),
                            who="Bench",
                            act=act,
                            document=document.id,
                            details={"name": document.name},
                        )
                        CUSTODY.append(db, last)
                    for a in sheet["acts"]:
                        at = int(
                            allegations * pick.random() ** 2
                        )  # a few hold thousands of statements, most of them fifteen
                        groups[at].append(a.statement)
                        acts[at].append(a.id)
        with store.writing() as db:
            SPEAKERS.put(db, speakers)
            ORIGINS.put(db, origins)
            _whole(db, pick, made, groups, acts, origins)
            for stage in ("compare", "trace", "link", "weigh"):
                work.mark(db, stage, "", "bench")
        inquiry.index()


def _when(n: int) -> str:
    return (dt.datetime(2031, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=n)).isoformat(timespec="milliseconds")


def _sheets(
    pick: random.Random, people: list[str], speakers: list[Speaker], origins: list[Origin], documents: int
) -> Iterator[dict[str, Any]]:
    """Documents with all that is found in each. The first is a text of 2 MB."""
    for n in range(documents):
        parts: list[str] = [f"Night in {pick.choice(TOWNS)}, report {n}"]
        spans: list[tuple[int, int, int, int, int, int]] = []
        at = len(parts[0]) + 2
        for _ in range(EACH):
            who = pick.randrange(len(people))
            town, victim, done = pick.choice(TOWNS), pick.choice(WHOM), pick.choice(DONE)
            said = f"{pick.choice(WHO)} {done} {victim} in {town} in March 2031, {pick.randrange(2, 90)} in all"
            line = f"{people[who]} said that {said}. The road was closed until noon and nobody was let through."
            cue = at + len(people[who]) + 1
            content = cue + len("said that ")
            spans.append((who, at, cue, content, content + len(said), content + said.index(done)))
            parts.append(line)
            at += len(line) + 2
        if n == 0:
            filler = "The river rose and fell, and the market was held as on every other day. " * 40
            parts += [filler for _ in range(2_000_000 // len(filler) + 1)]
        text = "\n\n".join(parts)
        yield _sheet(n, text, parts, spans, people, speakers, origins)


def _sheet(
    n: int,
    text: str,
    parts: list[str],
    spans: list[tuple[int, int, int, int, int, int]],
    people: list[str],
    speakers: list[Speaker],
    origins: list[Origin],
) -> dict[str, Any]:
    id_ = hashlib.sha256(text.encode()).hexdigest()
    passages, at = [], 0
    for k, line in enumerate(parts):
        passages.append(Passage(at, at + len(line), "heading" if k == 0 else "paragraph"))
        at += len(line) + 2
    day = dates.day(2031, 3, 1 + n % 28)
    statements, acts, figures, traces, mentions, references = [], [], [], [], [], []
    for who, a, cue, start, end, done in spans:
        speaker = Span(a, a + len(people[who]), people[who])
        content = Span(start, end, text[start:end])
        s = Statement(
            id=ids.name("statement", id_, start),
            document=id_,
            start=a,
            end=end,
            speaker=speaker,
            cue=Span(cue, cue + 4, "said"),
            content=content,
            parts=(content,),
            mode="indirect",
            stance="denies" if start % 11 == 0 else "alleges",
            rule="S1",
            cue_lemma="say",
            reasons=("S1: “said” with a clause as its object", "its subject names who speaks"),
        )
        statements.append(s)
        traces.append(
            Trace(statement=s.id, speaker=speakers[who].id, origin=origins[who].id, reasons=("the speaker is named",))
        )
        mentions.append(
            Mention(
                id=ids.name("mention", id_, a), document=id_, place=speaker, form="name", head=people[who].split()[-1]
            )
        )
        references.append(Reference(document=id_, start=a, end=speaker.end, speaker=speakers[who].id, rule="name"))
        word = text[done:end].split()[0]
        acts.append(
            Act(
                id=ids.name("act", s.id, done),
                document=id_,
                statement=s.id,
                type=TYPES[done % len(TYPES)],
                trigger=Span(done, done + len(word), word),
                rule="A1",
                reasons=("A1: a verb of violence",),
            )
        )
        m = re.search(r"\d+ in all", text[start:end])
        if m:
            at = start + m.start()
            number = m[0].split()[0]
            figures.append(
                Figure(
                    id=ids.name("figure", id_, at),
                    document=id_,
                    start=at,
                    end=at + len(number),
                    text=number,
                    low=float(number),
                    high=float(number),
                    unit="persons",
                    statement=s.id,
                    rule="F1",
                )
            )
    return {
        "document": Document(
            id=id_,
            name=f"report-{n:05}.txt",
            place=f"reports/report-{n:05}.txt",
            size=len(text.encode()),
            media_type="text/plain",
            collected=_when(n),
        ),
        "text": Text(
            document=id_,
            text=text,
            passages=tuple(passages),
            language="en",
            title=parts[0],
            outlet=f"Courier {n % 40}",
            published=day,
        ),
        "statements": statements,
        "acts": acts,
        "figures": figures,
        "traces": traces,
        "mentions": mentions,
        "references": references,
    }


def _whole(
    db: Any, pick: random.Random, made: list[str], groups: list[list[str]], acts: list[list[str]], origins: list[Origin]
) -> None:
    """Allegations with assessments, contradictions, copies, dependences, flaws and decisions."""
    allegations, assessments, contradictions = [], [], []
    findings: list[Finding] = []
    for n, members in enumerate(groups):
        kind, town, whom = TYPES[n % len(TYPES)], pick.choice(PLACES), pick.choice(WHOM)
        year, month = pick.randrange(2027, 2032), pick.randrange(1, 13)
        a = Allegation(
            id=ids.name("allegation", n),
            type=kind,
            label=f"{kind.replace('-', ' ').capitalize()} of {whom} in {town}, {year}-{month:02}",
            level="incident" if n % EACH else "pattern",
            part_of=ids.name("allegation", n - n % EACH) if n % EACH else None,
            victims=(whom,),
            perpetrators=(pick.choice(WHO),) if n % 3 else (),
            places=(town,),
            period=dates.month(year, month),
            statements=tuple(
                Member(id=s, role="disputes" if k % 9 == 8 else "supports", because="the same act and place")
                for k, s in enumerate(members)
            ),
            acts=tuple(acts[n]),
        )
        allegations.append(a)
        chosen = tuple(o.id for o in pick.sample(origins, min(4, len(origins))))
        assessments.append(
            Assessment(
                id=ids.name("assessment", n),
                allegation=a.id,
                profile="reasonable-grounds-v1",
                standard="grounds-to-suspect",
                origins=Count(lo=len(chosen) - 1, hi=len(chosen), ids=chosen[:-1], ids_hi=chosen),
                documents=tuple(pick.sample(made, 5)),
                first_hand=2,
                disputed_by=(origins[0].speaker or "",) if n % 4 == 0 else (),
                conditions=(
                    Condition(
                        name="Two origins", met=True, because="three independent origins", level="grounds-to-suspect"
                    ),
                ),
            )
        )
        if n % 4 == 0 and len(members) > 9:
            contradictions.append(
                Contradiction(
                    id=ids.name("contradiction", n),
                    kind="denial",
                    statements=(members[0], members[8]),
                    explanation=f"One says that it happened in {town}, another that it did not",
                    allegation=a.id,
                )
            )
        if n % 20 == 0:
            findings.append(
                Finding(
                    id=ids.name("finding", n), seq=len(findings) + 1, about=a.id, label=a.label, standard="grounds-to-suspect",
                    words="What is alleged is likely to have happened.", who="Bench", when=_when(n), why="read and weighed",
                    statements=tuple(members[:200]),
                )
            )  # fmt: skip
    ALLEGATIONS.put(db, allegations)
    ASSESSMENTS.put(db, assessments)
    FINDINGS.extend(db, findings)
    CONTRADICTIONS.put(db, contradictions)
    pairs = [(made[n], made[n + 1]) for n in range(1, len(made) - 1, 3)]
    COPIES.put(
        db,
        [
            Copy(
                id=ids.name("copy", a, b),
                from_=a,
                to=b,
                kind="passages",
                share_from=0.3,
                share_to=0.3,
                spans=(Match(0, 40, 0, 40),),
                reasons=("C3 passages: 30% of the one stands in the other",),
            )
            for a, b in pairs
        ],
    )
    DEPENDENCES.put(
        db,
        [
            Dependence(
                id=ids.name("dependence", n),
                child=a.id,
                parent=b.id,
                kind="cites",
                reasons=("the one cites the other",),
            )
            for n, (a, b) in enumerate(pairwise(origins))
            if n % 5 != 4  # chains of five, as stories that cite each other are
        ],
    )
    FLAWS.put(
        db,
        [
            flaw("read", "no-text", "no text could be read from it", document=d, name="report")
            for d in made[:: max(1, len(made) // 500)]
        ],
    )
    for n, (one, two) in enumerate(pairs[:500], 1):
        JUDGEMENTS.append(
            db,
            judgements.judgement(
                seq=n, noun="copy", about=ids.name("copy", one, two), decision="confirmed", who="Bench", when=_when(n)
            ),
        )


# ---- measuring ----------------------------------------------------------------------------------------------------------


def addresses(inquiry: Inquiry, pick: random.Random, each: int) -> dict[str, list[str]]:
    """For each page of the workbench some addresses of it."""
    with inquiry._desk.store.reading() as db:
        documents, allegations = DOCUMENTS.ids(db), ALLEGATIONS.ids(db)
        speakers, contradictions = SPEAKERS.ids(db), CONTRADICTIONS.ids(db)
        copies = COPIES.some(db, pick.sample(COPIES.ids(db), min(each, COPIES.count(db))))
    words = [*HOUSES, *TOWNS, "market", "soldiers beat", '"closed until noon"', "the", "teach*"]
    return {
        "/": ["/"] * each,
        "/documents": [
            f"/documents?at={pick.randrange(1, len(documents) // 50 + 2)}&by={by}"
            for by in ("name", "statements")
            for _ in range(each // 2)
        ],
        "/documents/{id}": [f"/documents/{d}" for d in pick.sample(documents, each)],
        "/documents/{id} of 2 MB": [f"/documents/{documents[0]}?at={pick.randrange(1, 280)}" for _ in range(each)],
        "find in 2 MB": [f"/documents/{documents[0]}?find=market&n={pick.randrange(1, 1000)}" for _ in range(each)],
        "/allegations": [f"/allegations?at={pick.randrange(1, 90)}" for _ in range(each)],
        "/allegations narrowed": ["/allegations?find=beat+Osk&needs=yes", "/allegations?type=torture&disputed=yes"]
        * (each // 2),
        "/allegations/{id} largest": [f"/allegations/{a}" for a in allegations[:each]],
        "/allegations/{id} far on": [f"/allegations/{a}?at=5" for a in allegations[:each]],
        "/allegations/{id}": [f"/allegations/{a}" for a in pick.sample(allegations, each)],
        "/contradictions": [f"/contradictions?at={pick.randrange(1, 20)}" for _ in range(each)],
        "/contradictions/{id}": [
            f"/contradictions/{c}" for c in pick.sample(contradictions, min(each, len(contradictions)))
        ],
        "/speakers": [f"/speakers?at={pick.randrange(1, 30)}" for _ in range(each)],
        "/speakers/{id}": [f"/speakers/{s}" for s in pick.sample(speakers, each)],
        "/matrix": ["/matrix"] * each,
        "/copies": ["/copies"] * each,
        "/copies/{id}": [f"/copies/{c.id}" for c in copies],
        "/timeline": ["/timeline", "/timeline?disputed=yes"] * (each // 2),
        "/map": ["/map", "/map?needs=yes"] * (each // 2),
        "/crimes": [f"/crimes?crime={c}" for c in islice(cycle(crimes.crimes()), each)],
        "/crimes/{id}": [
            f"/crimes/{p.id}?at={pick.randrange(1, 9)}" for p in pick.choices(list(crimes.places()), k=each)
        ],
        "/findings": [f"/findings?at={pick.randrange(1, 12)}" for _ in range(each)],
        "/findings/write/{about}": [f"/findings/write/{a}" for a in pick.sample(allegations, each)],
        "/report": ["/report"] * each,
        "/review": [f"/review?of={k}&first={pick.randrange(200)}" for k in islice(cycle(queue.KINDS), each)],
        "/review narrowed": [f"/review?stance={s}" for s in islice(cycle(("denies", "alleges")), each)],
        "/review/all": ["/review/all?stance=denies"] * each,
        "/decisions": [f"/decisions?at={pick.randrange(1, 12)}" for _ in range(each)],
        "/flaws": ["/flaws"] * each,
        "/custody": [f"/custody?at={pick.randrange(1, 400)}" for _ in range(each)],
        "/search": [f"/search?q={pick.choice(words)}" for _ in range(3 * each)],
        "/search fuzzy": [f"/search?q={pick.choice(HOUSES)}i&fuzzy=yes" for _ in range(each)],
    }


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds of the server for a page: of the `first` time after a start, and of the others the median, 95th percentile and worst.

    `processor` is the 95th percentile of processor time, which other work on the machine does not lengthen. `bytes`: of the largest.
    """

    page: str
    first: float
    median: float
    p95: float
    worst: float
    processor: float
    bytes: int
    wrong: int


def measure(folder: Path, each: int) -> tuple[list[Timed], int]:
    """Every page, and the memory that the server held at most, in MB."""
    key = Key(8123)
    found = []
    with open_inquiry(folder, alone=False, flags={"who": "Bench"}) as inquiry:
        bench = Workbench(inquiry, key)
        began = time.perf_counter()
        bench.warm()
        print(f"made ready at the start, beside the first pages: {1000 * (time.perf_counter() - began):.0f} ms")
        client = Client(bench.app())
        client.get(f"/enter?token={key.token}", follow=False)
        asked = addresses(inquiry, random.Random(3), each)
        left_out = [p.path for p in PAGES if p.path not in asked]
        assert not left_out, left_out
        for page, places in asked.items():
            found.append(_timed(client, page, places))
            t = found[-1]
            print(
                f"{t.page:28} {t.first:7.0f} {t.median:7.0f} {t.p95:7.0f} {t.worst:7.0f} {t.processor:7.0f} {t.bytes // 1000:6}"
                + (f"  {t.wrong} wrong" if t.wrong else ""),
                flush=True,
            )
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(client: Client, page: str, asked: list[str]) -> Timed:
    clock, busy, sizes, wrong = [], [], [], 0
    for address in (asked[0], *asked):
        began, used = time.perf_counter(), time.process_time()
        answer = client.get(address)
        clock.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - used))
        sizes.append(len(answer.body))
        wrong += answer.status != 200
    times = sorted(clock[1:])
    at = int(0.95 * (len(times) - 1))
    return Timed(
        page=page, first=round(clock[0], 1), median=round(statistics.median(times), 1), p95=round(times[at], 1),
        worst=round(times[-1], 1), processor=round(sorted(busy[1:])[at], 1), bytes=max(sizes), wrong=wrong,
    )  # fmt: skip


def main() -> None:
    """Make it, or measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--each", type=int, default=20, help="addresses of each page")
    parser.add_argument("--to", type=Path, default=Path("build/workbench.json"))
    said = parser.parse_args()
    if not said.measure:
        make(said.folder, said.documents)
        return
    print(f"{'milliseconds':28} {'first':>7} {'median':>7} {'p95':>7} {'worst':>7} {'cpu p95':>7} {'kB':>6}")
    found, memory = measure(said.folder, said.each)
    print(f"memory of the server at most: {memory} MB")
    said.to.parent.mkdir(exist_ok=True)
    said.to.write_bytes(msgspec.json.format(msgspec.json.encode({"pages": found, "memory MB": memory})))


if __name__ == "__main__":
    main()
