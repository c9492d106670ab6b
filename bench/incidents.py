"""Incidents: which articles tell of the same one, by the linker; and the fit of the weights by which it matches occasions.

python -m bench.incidents --fit FOLDER      prints the table [weights] of vocabulary/occasions.toml, fitted on FOLDER/articles.jsonl
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import comb
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bench import figures
from firsthand import dates, ids
from firsthand.allegations import acts, tally
from firsthand.allegations.link import link
from firsthand.allegations.match import Matcher, match
from firsthand.allegations.occasions import Occasion, occasions
from firsthand.allegations.record import Act, Linking
from firsthand.documents.record import Text
from firsthand.figures.extract import extract
from firsthand.figures.record import Figure
from firsthand.statements.parse import parse
from firsthand.statements.record import Statement

STEPS, RIDGE = 60, 1e-4
"""Of Newton's method by which the weights are fitted, on standardised fields."""


def score(gold: Mapping[str, str], found: Mapping[str, object]) -> dict[str, float]:
    """Adjusted Rand index (Hubert & Arabie 1985), B-cubed F1 (Bagga & Baldwin 1998) in percent, and the percent of proposed pairs that are false."""
    names = sorted(gold)
    real, made = Counter(gold.values()), Counter(found[n] for n in names)
    both = Counter((gold[n], found[n]) for n in names)
    pairs = [sum(comb(k, 2) for k in c.values()) for c in (real, made, both)]
    chance = pairs[0] * pairs[1] / comb(len(names), 2)
    precise = sum(k * k / made[f] for (_, f), k in both.items()) / len(names)
    whole = sum(k * k / real[g] for (g, _), k in both.items()) / len(names)
    return {
        "ari": (pairs[2] - chance) / ((pairs[0] + pairs[1]) / 2 - chance),
        "b3_f1": 200 * precise * whole / (precise + whole),
        "b3_precision": 100 * precise,
        "b3_recall": 100 * whole,
        "false_merge_rate": 100 * (1 - pairs[2] / max(pairs[1], 1)),
        "pair_recall": 100 * pairs[2] / pairs[0],
    }


def clusters(linking: Linking) -> dict[str, str]:
    """For each document the occasion that the linker finds it to tell of with others, else the incident that it tells of first, else itself."""
    acts = {a.id: a for a in linking.acts}
    same = match(occasions(linking.texts, linking.acts, linking.figures))
    own = {d: ids.name("occasion", *s.documents) for s in same for d in s.documents}
    first: dict[str, tuple[bool, int, str]] = {}
    for a in link(linking):
        if a.level == "incident":
            for act in map(acts.__getitem__, a.acts):
                told = (not a.occasion or own.get(act.document) != a.occasion, act.trigger.start, a.occasion or a.id)
                first[act.document] = min(first.get(act.document, told), told)
    return {t.document: first[t.document][2] if t.document in first else t.document for t in linking.texts}


def dated(article: Mapping[str, Any]) -> Text:
    """The article as a Text, with the day on which it appeared."""
    plain = figures.text(dict(article))
    try:
        day = dt.date.fromisoformat(str(article["date"]))
    except ValueError:
        return plain
    return msgspec.structs.replace(plain, published=dates.day(day.year, day.month, day.day, str(article["date"])))


def extracted(texts: Iterable[Text]) -> Linking:
    """What the linker works on: acts in the articles' own voice and numbers, as in the measure of figures. Nobody is asked who says what."""
    every = list(texts)
    statements: list[Statement] = []
    told: list[Act] = []
    numbers: list[Figure] = []
    for start in range(0, len(every), figures.BATCH):
        for parsed in parse(every[start : start + figures.BATCH]):
            counted = extract(parsed, ())
            found = acts.find(parsed, (), counted)
            statements += found.statements
            told += found.acts
            numbers += counted
    return Linking(texts=tuple(every), statements=tuple(statements), acts=tuple(told), figures=tuple(numbers))


def gva_news(folder: Path) -> dict[str, float]:
    """Articles about incidents of gun violence: those of one incident found together; how many it tells were killed and hurt."""
    articles = [json.loads(row) for row in (folder / "articles.jsonl").open(encoding="utf-8")]
    linking = extracted(map(dated, articles))
    told: defaultdict[str, list[Act]] = defaultdict(list)
    counted: defaultdict[str, list[Figure]] = defaultdict(list)
    for a in linking.acts:
        told[a.document].append(a)
    for f in linking.figures:
        counted[f.document].append(f)
    tallies = (tally.tally(told[a["doc_id"]], counted[a["doc_id"]]) for a in articles)
    together = score({a["doc_id"]: a["incident"] for a in articles}, clusters(linking))
    return {**together, **figures.scored(folder, articles, tallies)}


def fit(found: Sequence[Occasion], gold: Mapping[str, str]) -> dict[str, float]:
    """The weights by logistic regression on the pairs that are looked at."""
    matcher = Matcher(found)
    pairs = matcher.pairs()
    fields = [matcher.fields(p, s) for p, s in pairs.items()]
    names = list(fields[0])
    x = np.array([[f[n] for n in names] for f in fields])
    y = np.array([gold[found[i].document] == gold[found[j].document] for i, j in pairs], dtype=float)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - mean) / spread, np.ones(len(y))]
    held = RIDGE * np.append(np.ones(len(names)), 0.0)
    w = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(z @ w)))
        slope = z.T @ (p - y) / len(y) + held * w
        w -= np.linalg.solve((z.T * (p * (1 - p) / len(y))) @ z + np.diag(held + 1e-9), slope)
    w, bias = w[:-1], float(w[-1])
    raw = w / spread
    return {"bias": bias - float((mean * raw).sum()), **{n: float(v) for n, v in zip(names, raw, strict=True)}}


def main() -> None:
    """Fit the weights and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", type=Path, required=True)
    folder: Path = parser.parse_args().fit
    articles = [json.loads(row) for row in (folder / "articles.jsonl").open(encoding="utf-8")]
    linking = extracted(map(dated, articles))
    gold = {a["doc_id"]: a["incident"] for a in articles}
    made = fit(occasions(linking.texts, linking.acts, linking.figures), gold)
    print("[weights]")
    for name, value in made.items():
        print(f"{name} = {value:.3f}")


if __name__ == "__main__":
    main()
