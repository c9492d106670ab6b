"""Certainty and stance: what the modality reader says of events, and whether an article denies, discusses or tells a claim as so.

Every threshold here was chosen on the open part of the set it is for; the sealed part is another.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from firsthand.documents.record import Passage, Text
from firsthand.documents.split import split
from firsthand.language import lexicon
from firsthand.statements import modality
from firsthand.statements.parse import parse, pipeline

SCALE = {"asserted": 3.0, "probable": 3.0, "alleged": 3.0, "conditional": 3.0, "question": 3.0, "possible": 0.75}
"""Level → value on the scale -3 … 3 of event factuality: the median of the training part, where nine in ten events are 3.0."""

RELATED = 0.26
"""Share of a headline's words, weighted by their rarity, that stand in an article which is about the same thing."""
NEAR = 0.5
"""Sentences that hold this much of what the nearest one holds of the headline are about it."""
OPENING = 4
"""In the first sentences an article says what it thinks of its story."""
FALSE = 3
"""So many sentences anywhere that call something untrue do as well."""
TOLD = 0.4
"""Where fewer of the sentences about the headline are reported or hedged, the article tells the story as so."""

_MARKS = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}
_DEBUNKS = "debunk deny disprove dismiss fabricate misleading prank refute rumor rumour satire satirical"
_REPORTS = "accord claim could may might report rumor rumour say whether"


def meantime_factuality(folder: Path) -> dict[str, float]:
    """MEANTIME: mean absolute error of event factuality on the scale -3 … 3, and the share of events not so that are found."""
    path = next(p for p in (folder / "dev.jsonl", folder / "test.jsonl") if p.is_file())
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    nlp = pipeline("en")
    docs = nlp.pipe(Doc(nlp.vocab, words=[_MARKS.get(t, t) for t in r["tokens"]]) for r in rows)
    predicted = [
        {"sent_id": r["sent_id"], "factuality": {i: _value(doc[int(i)]) for i in r["factuality"]}}
        for r, doc in zip(rows, docs, strict=True)
    ]
    score = _score(folder, "factuality.py", path, predicted)
    return {"mae": score["mae"], "pearson_r": score["pearson_r"], "nonfactual_found": score["nonfactual"]["found"]}


def _value(event: Token) -> float:
    read = modality.read(event)
    return -3.0 if read.polarity == "-" else SCALE[read.modality]


def fnc1(folder: Path) -> dict[str, float]:
    """FNC-1: does an article agree with a headline, deny it, only discuss it, or have nothing to do with it."""
    path = folder / "stances.jsonl"
    pairs = [json.loads(line) for line in path.open(encoding="utf-8")]
    told = [json.loads(line) for line in (folder / "bodies.jsonl").open(encoding="utf-8")]
    articles = dict(zip((b["body_id"] for b in told), map(_article, _parsed(b["text"] for b in told)), strict=True))
    lines = list(dict.fromkeys(p["headline"] for p in pairs))
    headlines = dict(zip(lines, map(_article, _parsed(lines, whole=True)), strict=True))
    found = Counter(w for a in articles.values() for w in a.words)
    rarity = {w: math.log((len(articles) + 1) / (n + 0.5)) for w, n in found.items()}
    rarest = math.log((len(articles) + 1) / 0.5)
    predicted = [
        {
            "pair_id": p["pair_id"],
            "stance": _stance(
                headlines[p["headline"]],
                articles[p["body_id"]],
                {w: rarity.get(w, rarest) for w in headlines[p["headline"]].words},
            ),
        }
        for p in pairs
    ]
    score = _score(folder, "stance.py", path, predicted)
    return {"disagree_f1": score["f1"]["disagree"], "macro_f1": score["macro_f1"], "fnc_score": score["fnc_score"]}


@dataclass(frozen=True)
class _Sentence:
    words: frozenset[str]
    untrue: bool
    reported: bool


@dataclass(frozen=True)
class _Article:
    words: frozenset[str]
    sentences: tuple[_Sentence, ...]
    asks: bool


def _stance(headline: _Article, article: _Article, weight: Mapping[str, float]) -> str:
    shared = sum(w for word, w in weight.items() if word in article.words)
    if shared < RELATED * (sum(weight.values()) or 1.0):
        return "unrelated"
    near = _near(article.sentences, weight)
    hedged = headline.asks or any(s.reported for s in headline.sentences)
    untrue = any(s.untrue for s in article.sentences[:OPENING]) or sum(s.untrue for s in article.sentences) >= FALSE
    if untrue and not hedged and not any(s.untrue for s in headline.sentences):
        return "disagree"
    return "agree" if not hedged and sum(s.reported for s in near) < TOLD * len(near) else "discuss"


def _near(sentences: Sequence[_Sentence], weight: Mapping[str, float]) -> list[_Sentence]:
    held = [sum(w for word, w in weight.items() if word in s.words) for s in sentences]
    least = NEAR * max(held, default=0.0)
    return [s for s, h in zip(sentences, held, strict=True) if h >= least and h > 0]


def _parsed(texts: Iterable[str], *, whole: bool = False) -> Iterable[list[Doc]]:
    made = [
        Text(document=str(n), text=t, passages=(Passage(0, len(t), "paragraph"),) if whole else split(t), language="en")
        for n, t in enumerate(texts)
    ]
    return ([piece.doc for piece in p.pieces] for p in parse(made))


def _article(docs: Sequence[Doc]) -> _Article:
    sentences = tuple(_sentence(s) for doc in docs for s in doc.sents)
    words = frozenset(w for s in sentences for w in s.words)
    return _Article(words, sentences, any("?" in doc.text for doc in docs))


def _sentence(s: Tokens) -> _Sentence:
    untrue, reported = _lexicon()
    lemmas = {t.lemma_.lower() for t in s}
    words = frozenset(t.lemma_.lower() for t in s if t.is_alpha and not t.is_stop and len(t) > 2)
    return _Sentence(words, not untrue.isdisjoint(lemmas), not reported.isdisjoint(lemmas))


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """Words that call a report untrue, and words that report or hedge, from the lexicon of modality."""
    data = lexicon.load("en", "modality")
    levels = ("alleged", "possible", "probable")
    hedges = [*(data["adverbs"][k] for k in levels), data["adjectives"]["alleged"], data["verbs"]["alleged"], _REPORTS]
    return frozenset(f"{data['stances']['false']} {_DEBUNKS}".split()), frozenset(" ".join(hedges).split())


def _score(folder: Path, scorer: str, gold: Path, predicted: Iterable[dict[str, Any]]) -> dict[str, Any]:
    program = next(p for above in folder.resolve().parents for p in [above / "score" / scorer] if p.is_file())
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "predicted.jsonl"
        made.write_text("".join(json.dumps(p) + "\n" for p in predicted), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(program), str(gold), str(made)], capture_output=True, text=True, check=True
        )
    result: dict[str, Any] = json.loads(done.stdout)
    return result
