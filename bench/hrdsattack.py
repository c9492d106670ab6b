"""HRDsAttack: who attacked human rights defenders, how, where, when: what the text as a whole tells (`firsthand.allegations.event`)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from bench import told
from firsthand import dates
from firsthand.allegations.event import Event, event

_FIELDS = ("country", "region", "city", "year", "month", "day")


def hrdsattack(folder: Path) -> dict[str, float]:
    """F1 of mentions and types, accuracy of the rest over all documents (nothing where nothing is stated counts as right).

    `…_stated`: right among those documents whose annotators give a value; `…_of_all`: the same against all documents, which is how the
    published figures seem to be reckoned.
    """
    gold = told.file(folder, "dev.jsonl", "test.jsonl")
    articles = told.rows(gold)
    texts = [told.text(a["doc_id"], a["text"], a["title"], _day(a["publish_date"])) for a in articles]
    predicted = [
        {"doc_id": t.parsed.text.document, "gold": _named(event(t.parsed, t.acts, t.statements))}
        for t in told.told(texts)
    ]
    score = told.score("hrd", gold, predicted)
    accuracy, stated = score["accuracy"], score["stated_only"]
    return {
        "perpetrator_f1": score["perpetrator_mention"]["f1"],
        "perpetrator_type": accuracy["perpetrator_type"]["acc"],
        "victim_name_f1": score["victim_name_exact"]["f1"],
        "victim_name_fuzzy_f1": score["victim_name_fuzzy"]["f1"],
        "violation_types_f1": score["violation_types"]["f1"],
        **{f: accuracy[f]["acc"] for f in _FIELDS},
        **{f"{f}_stated": stated[f]["of_stated"] for f in _FIELDS},
        **{f"{f}_of_all": stated[f]["of_all"] for f in _FIELDS},
    }


def _day(written: str) -> dates.Period:
    day = dt.date.fromisoformat(written[:10])
    return dates.day(day.year, day.month, day.day)


def _named(found: Event) -> dict[str, Any]:
    """The event in the words of the set."""
    words = told.labels("hrdsattack")
    period, city = found.period, words["city"].get(found.country, found.city)
    stated = period is not None and any(c.isdigit() for c in period.text)
    return {
        "perpetrator_mention": bool(found.perpetrators),
        "perpetrator_type": _actor(found, words),
        "violation_types": _types(found, words),
        "country": words["country"].get(found.country, found.country) or None,
        "region": found.region or None,
        "city": city or None,
        "year": str(period.start.year) if period else None,
        "month": str(period.start.month) if period and period.precision in ("day", "month") else None,
        "day": str(period.start.day) if period and period.precision == "day" and stated else None,
        "victims": [{"name": name} for name in found.victims],
    }


def _types(found: Event, words: dict[str, Any]) -> list[str]:
    weights = {label: sum(found.types.get(t, 0.0) for t in types) for label, types in words["types"].items()}
    most = max(weights.values(), default=0.0)
    if not most:
        return ["unknown"]
    return [k for k, w in weights.items() if w and w >= words["at"][k][0] and w >= words["at"][k][1] * most] or [
        max(weights, key=lambda k: weights[k])
    ]


def _actor(found: Event, words: dict[str, Any]) -> str:
    weights: Counter[str] = Counter()
    for span, weight in found.perpetrators:
        for token in set(span.text.casefold().replace("’s", "").split()):
            weights.update({label: weight for label, heads in words["perpetrators"].items() if token in heads})
    if weights:
        return weights.most_common(1)[0][0]
    most = max(found.types, key=lambda t: found.types[t], default="")
    return str(words["by"].get(most, "state actor"))
