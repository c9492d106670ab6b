"""WikiEvents, PLOVER and CASE 2021: acts and plain facts of sentences, under the names of other vocabularies of events (`labels.toml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import told
from bench.told import Told
from firsthand.allegations import predicate
from firsthand.allegations.record import Act, Predication
from firsthand.documents.record import Span
from firsthand.language import lexicon
from firsthand.vocabulary.terms import load


def wikievents(folder: Path) -> dict[str, float]:
    """F1 of the words that speak of events: found, and found with the right type. Arguments are not measured: roles differ by type there."""
    gold = told.file(folder, "dev.jsonl", "test.jsonl")
    rows = told.rows(gold)
    found = told.told(told.text(r["doc_id"], r["text"]) for r in rows)
    predicted = [{"doc_id": r["doc_id"], "events": list(_events(r, t))} for r, t in zip(rows, found, strict=True)]
    score = told.score("args", gold, predicted)
    return {name: score[name]["f1"] for name in ("trigger_identification", "trigger_classification")}


def _events(row: dict[str, Any], found: Told) -> Iterator[dict[str, Any]]:
    words = {**told.labels("wikievents"), "empty": tuple(told.labels("wikievents")["empty"]["verbs"])}
    offsets = list(_offsets(row["text"], row["tokens"]))
    for act in found.acts:
        kind = next((k for k, names in words["words"].items() if _pattern(act) in names), words["types"].get(act.type))
        inside = [n for n, (a, b) in enumerate(offsets) if a < act.trigger.end and act.trigger.start < b]
        if kind and inside:
            at = inside[-1] if act.rule == "A2 noun" or _pattern(act).startswith(words["empty"]) else inside[0]
            yield {"type": kind, "trigger": [at, at + 1, row["tokens"][at]], "args": []}  # the set marks one word


def _offsets(text: str, tokens: list[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for token in tokens:
        found = text.find(token, at)
        start = found if found >= 0 else at
        at = start + len(token) if found >= 0 else at
        yield start, at


def _pattern(act: Act) -> str:
    """The entry of the lexicon that led to the act."""
    return act.reasons[0].partition("“")[2].partition("”")[0]


# ── PLOVER ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def plover_gsr(folder: Path) -> dict[str, float]:
    """Accuracy of the type of the event of a sentence, F1 of the words for who does it and to whom."""
    gold = told.file(folder, "dev.jsonl", "test.jsonl")
    texts = [told.text(r["id"], r["text"]) for r in told.rows(gold)]
    score = told.score("plover", gold, [_coded(t) for t in told.told(texts)])
    return {
        "event_accuracy": score["event_accuracy"],
        "source_f1": score["source_tokens"]["f1"],
        "target_f1": score["target_tokens"]["f1"],
    }


def _coded(found: Told) -> dict[str, Any]:
    facts = predicate.find(found.parsed, found.statements)
    told_ = next((f for f in facts if _of(f) is not None), None)
    done = next((a for a in found.acts if _crosswalk(a)), None)
    said = next((s for s in found.statements if s.stance in told.labels("plover_gsr")["stances"]), None)
    event: str | None
    source: Span | None
    target: Span | None
    if told_ is not None:
        event, source, target = _of(told_), told_.subject, told_.object
    elif said is not None:
        event, source, target = told.labels("plover_gsr")["stances"][said.stance], said.speaker, None
    elif done is not None:
        event, source, target = _crosswalk(done), done.perpetrator, done.victim
    else:
        first = facts[0] if facts else None
        event, source, target = None, first.subject if first else None, first.object if first else None
    if target is None and done is not None:
        target = done.victim
    target = target or _second(found, source)
    return {"doc_id": found.parsed.text.document, "event": event, "source": _actor(source), "target": _actor(target)}


def _of(fact: Predication) -> str | None:
    words = told.labels("plover_gsr")
    by_object = next((k for k, heads in words["objects"].items() if fact.object_head in heads), None)
    return by_object or next((k for k, verbs in words["verbs"].items() if fact.lemma in verbs), None)


def _crosswalk(act: Act) -> str | None:
    name = str(load("violations")["types"].get(act.type, {}).get("plover", "")).partition("/")[0]
    return name if name.isupper() else None


def _second(found: Told, source: Span | None) -> Span | None:
    """The next country, people, body or person that the sentence names after who does it."""
    after = source.end if source is not None else 0
    for piece in found.parsed.pieces:
        for e in piece.doc.ents:
            if e.label_ in ("GPE", "NORP", "ORG", "PERSON") and piece.passage.start + e.start_char >= after:
                return found.parsed.span(piece, e)
    return None


def _actor(span: Span | None) -> list[dict[str, str]]:
    return [{"actorText": span.text}] if span is not None else []


# ── CASE ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def case2021_task2(folder: Path) -> dict[str, float]:
    """Accuracy and macro F1 of the type of event that a snippet tells of, by the signs that its acts and plain facts give."""
    gold = told.file(folder, "dev.jsonl", "test.jsonl")
    texts = [told.text(r["doc_id"], r["text"]) for r in told.rows(gold)]
    predicted = [{"doc_id": t.parsed.text.document, "label": _label(t)} for t in told.told(texts)]
    score = told.score("label", gold, predicted)
    return {name: score[name] for name in ("accuracy", "macro_f1", "weighted_f1")}


def _label(found: Told) -> str:
    signs = Counter(_signs(found))
    words: dict[str, list[str]] = told.labels("case2021_task2")
    weighed = {label: sum(signs[s] for s in wanted) for label, wanted in words.items()}
    best = max(weighed, key=lambda label: weighed[label])
    return best if weighed[best] else "OTHER"


def _signs(found: Told) -> Iterator[str]:
    kinds = {w: k for k, names in lexicon.load("en", "acts")["means"].items() for w in names}
    for act in found.acts:
        yield f"type:{act.type}"
        yield f"word:{_pattern(act)}"
        if act.means is not None:
            tool = act.means.text.split()[-1].casefold().rstrip("s")
            yield f"means:{kinds.get(tool, '')}"
            yield f"means:{tool}"
    for statement in found.statements:
        yield f"stance:{statement.stance}"
    for fact in predicate.find(found.parsed, found.statements):
        yield f"does:{fact.lemma}"
        yield f"to:{fact.object_head}"
        yield f"who:{fact.subject.text.split()[-1].casefold().rstrip('s')}"
