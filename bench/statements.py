"""Attribution: what `statements` finds, by the scorer of the evaluation data.

PolNeAR annotates no attribution inside another, and writes a bare paragraph that goes on with a quotation as one more piece
of it; so statements with a parent are left out and an R11 statement is scored as a piece of the one it goes on with.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand.documents.record import Passage, Text
from firsthand.documents.split import split
from firsthand.statements.extract import extract
from firsthand.statements.parse import parse
from firsthand.statements.record import Statement

ROLES = ("source", "cue", "content")
_NO_SPACE_BEFORE = frozenset(".,;:!?)]%”’") | {
    "'s",
    "’s",
    "n't",
    "n’t",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "’re",
    "’ve",
    "’ll",
    "’d",
    "’m",
    "...",
}
_NO_SPACE_AFTER = frozenset("([$“‘#")


def polnear(folder: Path) -> dict[str, float]:
    """PolNeAR articles: exact F1 per role, tokens of content, attributions as a whole."""
    path = _file(folder, "dev.jsonl")
    gold = [json.loads(line) for line in path.open(encoding="utf-8")]
    texts = [_text(g["doc_id"], g["text"]) for g in gold]
    found = [_attributions(extract(parsed).statements) for parsed in parse(texts)]
    predicted = [{"doc_id": g["doc_id"], "attributions": a} for g, a in zip(gold, found, strict=True)]
    score = _score(folder, path, predicted, ())
    exact = {f"{role}_exact_f1": score[role]["exact"]["f1"] for role in ROLES}
    token = score["content"]["token"]
    whole = attribution_f1(zip(gold, found, strict=True))
    return {**exact, "content_token_p": token["p"], "content_token_f1": token["f1"], "attribution_f1": whole}


def polnear_bio(folder: Path) -> dict[str, float]:
    """The same as BIO tags over given tokens: exact F1 per role. The sentences of an article are read together."""
    path = _file(folder, "valid.jsonl")
    gold = [json.loads(line) for line in path.open(encoding="utf-8")]
    articles: dict[str, list[dict[str, Any]]] = {}
    for g in gold:
        articles.setdefault(g["article"], []).append(g)
    laid = [_lay_out(name, sentences) for name, sentences in articles.items()]
    predicted: list[dict[str, Any]] = []
    for (_, places), sentences, parsed in zip(laid, articles.values(), parse([t for t, _ in laid]), strict=True):
        statements = _attributions(extract(parsed).statements)
        predicted += [
            {"doc_id": g["doc_id"], "labels": _tags(spans, statements)}
            for g, spans in zip(sentences, places, strict=True)
        ]
    score = _score(folder, path, predicted, ("--format", "bio"))
    return {f"{role}_exact_f1": score[role]["exact"]["f1"] for role in ROLES}


def attribution_f1(pairs: Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]) -> float:
    """Percent F1 of attributions one to one: contents overlap/union ≥ .5, and the sources share a token (or both lack one)."""
    right = made = wanted = 0
    for gold, found in pairs:
        text = gold["text"]
        theirs = [{role: _chars(a[role], text) for role in ROLES} for a in gold["attributions"]]
        ours = [{role: _chars(a[role], text) for role in ROLES} for a in found]
        made, wanted = made + len(ours), wanted + len(theirs)
        right += len(_matched(theirs, ours))
    return round(200 * right / (made + wanted), 2) if made + wanted else 0.0


def _matched(theirs: list[dict[str, frozenset[int]]], ours: list[dict[str, frozenset[int]]]) -> set[int]:
    where: dict[int, list[int]] = {}
    for j, o in enumerate(ours):
        for i in o["content"]:
            where.setdefault(i, []).append(j)
    scored = []
    for k, g in enumerate(theirs):
        shared = Counter(j for i in g["content"] for j in where.get(i, ()))
        for j, n in shared.items():
            same = bool(g["source"] & ours[j]["source"]) or not (g["source"] or ours[j]["source"])
            union = len(g["content"]) + len(ours[j]["content"]) - n
            if same and n / union >= 0.5:
                scored.append((-n / union, k, j))
    left: set[int] = set()
    taken: set[int] = set()
    for _, k, j in sorted(scored):
        if k not in left and j not in taken:
            left.add(k)
            taken.add(j)
    return left


def _attributions(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for s in statements:
        if s.parent is not None or s.mode == "own":
            continue
        content = [[p.start, p.end] for p in s.parts]
        if s.rule == "R11" and out:
            out[-1]["content"] += content
            continue
        source = [[s.speaker.start, s.speaker.end]] if s.speaker is not None else []
        cue = [[s.cue.start, s.cue.end]] if s.cue is not None else []
        out.append({"id": s.id, "source": source, "cue": cue, "content": content})
    return out


def _chars(spans: Iterable[list[int]], text: str) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end) if not text[i].isspace())


def _text(name: str, words: str) -> Text:
    return Text(document=name, text=words, passages=split(words), language="en")


def _lay_out(name: str, sentences: list[dict[str, Any]]) -> tuple[Text, list[list[tuple[int, int]]]]:
    """The article as running text in one passage, and for each sentence where its tokens stand."""
    text, places, before = "", [], ""
    for g in sentences:
        spans = []
        for token in g["tokens"]:
            if text and token not in _NO_SPACE_BEFORE and before not in _NO_SPACE_AFTER:
                text += " "
            spans.append((len(text), len(text) + len(token)))
            text, before = text + token, token
        places.append(spans)
    return Text(document=name, text=text, passages=(Passage(0, len(text), "paragraph"),), language="en"), places


def _tags(spans: list[tuple[int, int]], statements: list[dict[str, Any]]) -> list[str]:
    labels = ["O"] * len(spans)
    for role in reversed(ROLES):
        for a in statements:
            for start, end in a[role]:
                inside = [i for i, (s, e) in enumerate(spans) if start <= s and e <= end]
                for k, i in enumerate(inside):
                    labels[i] = f"{'B' if k == 0 else 'I'}-{role}"
    return labels


def _file(folder: Path, name: str) -> Path:
    """The open part of a set, or its sealed part where only that lies in the folder."""
    return next(p for p in (folder / name, folder / "test.jsonl", *sorted(folder.glob("*.jsonl"))) if p.is_file())


def _score(folder: Path, gold: Path, predicted: Iterable[dict[str, Any]], options: tuple[str, ...]) -> dict[str, Any]:
    scorer = next(p for p in _scorers(folder) if p.is_file())
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "predicted.jsonl"
        made.write_text("".join(json.dumps(p) + "\n" for p in predicted), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(made), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _scorers(folder: Path) -> Iterator[Path]:
    for above in folder.resolve().parents:
        yield above / "score" / "attribution.py"
