"""ECB+ (Cybulska & Vossen 2014): events told by several articles, gold mentions in gold subtopics.

Two figures. *The wiring*: mentions of one folded trigger are one event; this must give the published baseline. *The linker*: triggers of one
lemma, kept apart where its comparison of fields finds a conflict (days, cities, countries, named victims): no two that conflict in one group.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from firsthand import ids
from firsthand.allegations import compare
from firsthand.allegations.compare import Account
from firsthand.allegations.record import Act
from firsthand.documents.record import Span
from firsthand.language import times
from firsthand.statements.parse import pipeline
from firsthand.statements.record import Statement
from firsthand.vocabulary import places

ENDING = re.compile(r"(ing|ed|es|s|e)$")


def ecbplus(folder: Path) -> dict[str, float]:
    """CoNLL F1 of the linker on the development part, with and without clusters of one, and of the same-trigger rule."""
    path = folder / "dev.jsonl"
    documents = [json.loads(row) for row in path.open(encoding="utf-8")]
    ours = list(_linked(documents))
    return {
        "conll_f1": _score(path, ours),
        "conll_f1_no_singletons": _score(path, ours, "--singletons", "drop"),
        "lemma_conll_f1": _score(path, list(_folded(documents))),
    }


def _events(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (m for m in document["mentions"] if m["kind"] == "EVENT")


def _folded(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """The baseline: one folded trigger in one subtopic is one event."""
    for d in documents:
        for m in _events(d):
            said = (ENDING.sub("", w) if len(w) > 4 else w for w in m["text"].lower().split())
            yield {"mention_id": m["mention_id"], "cluster": f"{' '.join(said)}|{d['subtopic']}"}


def _linked(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    told: defaultdict[str, list[tuple[str, Account]]] = defaultdict(list)
    nlp = pipeline("en")
    for d in documents:
        sentences: defaultdict[int, list[int]] = defaultdict(list)
        for n, sentence in enumerate(d["token_sent"]):
            sentences[sentence].append(n)
        parsed = {s: nlp(Doc(nlp.vocab, words=[d["tokens"][n] for n in those])) for s, those in sentences.items()}
        for m in _events(d):
            account = _account(d, m, parsed[m["sent"]], sentences[m["sent"]])
            told[f"{account.act.type}|{d['subtopic']}"].append((m["mention_id"], account))
    for key, accounts in told.items():
        for n, group in enumerate(_groups(accounts)):
            yield from ({"mention_id": name, "cluster": f"{key}|{n}"} for name in group)


def _account(document: dict[str, Any], mention: dict[str, Any], doc: Doc, place: Sequence[int]) -> Account:
    """The mention as the linker compares it: its lemma as the type; the one day, the one city or country of its sentence."""
    inside = [place.index(n) for n in mention["tokens"] if n in place]
    head = doc[inside[0] : inside[-1] + 1].root
    days = {p.start: p for _, _, p in times.find(doc.text) if p and p.precision == "day"}
    spots = {p.id: p for e in doc.ents if e.label_ == "GPE" and (p := places.place(e.text))}
    spot = next(iter(spots.values())) if len(spots) == 1 else None
    act = Act(
        id=ids.name("act", mention["mention_id"]),
        document=document["doc_id"],
        statement="",
        type=head.lemma_.lower(),
        trigger=Span(0, 1, head.text),
        place=Span(0, 1, spot.name) if spot else None,
        place_id=spot.id if spot else "",
        places=spot.parents if spot else (),
        period=next(iter(days.values())) if len(days) == 1 else None,
    )
    nobody = Statement(
        id="", document=document["doc_id"], start=0, end=1, speaker=None, cue=None, content=act.trigger,
        parts=(), mode="own", stance="alleges", rule="bench",
    )  # fmt: skip
    return Account(act=act, statement=nobody, where=compare.where(act), groups=frozenset(), person="", party="")


def _groups(accounts: Sequence[tuple[str, Account]]) -> list[list[str]]:
    """Mentions of one lemma, no two in a group that conflict; those that say most first."""
    found: list[list[tuple[str, Account]]] = []
    for name, a in sorted(accounts, key=lambda x: (x[1].act.period is None, x[1].act.place is None, x[0])):
        home = next((g for g in found if not any(_conflict(a, b) for _, b in g)), None)
        if home is None:
            found.append(home := [])
        home.append((name, a))
    return [[name for name, _ in g] for g in found]


def _conflict(a: Account, b: Account) -> bool:
    return any(f.value == "conflict" for f in compare.same_incident(a, b)[1])


def _score(gold: Path, predicted: Iterable[dict[str, str]], *more: str) -> float:
    scorer = next(p for above in gold.resolve().parents if (p := above / "score" / "coref.py").is_file())
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "predicted.jsonl"
        made.write_text("".join(json.dumps(p) + "\n" for p in predicted), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(made), "--validated", "--drop-spurious", *more]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["conll_f1"])
