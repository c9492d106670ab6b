"""Figures: how many were killed and how many hurt, as the articles about one incident tell it, by the scorer of the evaluation data."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand.allegations import acts, tally
from firsthand.documents.record import Passage, Text
from firsthand.documents.split import split
from firsthand.figures import extract as figures
from firsthand.statements.parse import Parsed, parse

BATCH = 256
"""Articles parsed at a time: parses of all of them at once would fill the memory."""


def gva_news(folder: Path) -> dict[str, float]:
    """Incidents of gun violence: percent with the exact number of killed, of injured, of both."""
    articles = [json.loads(line) for line in (folder / "articles.jsonl").open(encoding="utf-8")]
    return scored(folder, articles, tallies(articles))


def scored(folder: Path, articles: list[dict[str, Any]], found: Iterable[tally.Tally]) -> dict[str, float]:
    """The measures of what was `found` in each of `articles`."""
    told: defaultdict[str, list[tally.Tally]] = defaultdict(list)
    for article, one in zip(articles, found, strict=True):
        told[article["incident"]].append(one)
    made = {name: tally.agree(every) for name, every in told.items()}
    predicted = [{"incident": name, "killed": t.killed, "injured": t.injured} for name, t in made.items()]
    score = _score(folder, predicted)
    return {
        "killed_exact": score["killed"]["exact"],
        "injured_exact": score["injured"]["exact"],
        "both_exact": score["both_exact"],
    }


def tallies(articles: Iterable[dict[str, Any]]) -> Iterator[tally.Tally]:
    """What each article tells."""
    every = list(articles)
    for start in range(0, len(every), BATCH):
        for parsed in parse([text(a) for a in every[start : start + BATCH]]):
            yield _told(parsed)


def _told(parsed: Parsed) -> tally.Tally:
    numbers = figures.extract(parsed, ())
    return tally.tally(acts.find(parsed, (), numbers).acts, numbers)


def text(article: dict[str, Any]) -> Text:
    """The article with its headline as the first passage."""
    title = " ".join(article["title"].split())
    shift = len(title) + 2
    body = (Passage(p.start + shift, p.end + shift, p.kind) for p in split(article["text"]))
    head = (Passage(0, len(title), "heading"),) if title else ()
    return Text(
        document=article["doc_id"],
        text=f"{title}\n\n{article['text']}",
        passages=(*head, *body),
        language="en",
        title=title,
    )


def _score(folder: Path, predicted: list[dict[str, Any]]) -> dict[str, Any]:
    scorer = next(p for above in folder.resolve().parents if (p := above / "score" / "figures.py").is_file())
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "predicted.jsonl"
        made.write_text("".join(json.dumps(p) + "\n" for p in predicted), encoding="utf-8")
        command = [sys.executable, str(scorer), str(folder / "incidents.jsonl"), str(made)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result
