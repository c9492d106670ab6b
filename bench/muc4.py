"""MUC-4: templates of incidents, with five roles. One template for each type of incident that a text tells of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import told
from bench.told import Told
from firsthand.allegations.persons import each, labelled, within
from firsthand.allegations.reality import REAL
from firsthand.allegations.record import Act
from firsthand.documents.record import Span
from firsthand.language import lexicon

_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")


def muc4(folder: Path) -> dict[str, float]:
    """F1 of template filling: of all fillers with the types of incident, of the types, and of each role."""
    gold = told.file(folder, "roles_dev.jsonl", "roles_test.jsonl")
    texts = [told.text(r["doc_id"], r["text"]) for r in told.rows(gold)]
    predicted = [{"doc_id": t.parsed.text.document, "templates": list(_templates(t))} for t in told.told(texts)]
    score = told.score("muc", gold, predicted)["template"]
    return {"micro_f1": score["micro"]["f1"], **{k: score[k]["f1"] for k in ("incident_type", *_ROLES)}}


def _templates(found: Told) -> Iterator[dict[str, Any]]:
    filled: defaultdict[str, defaultdict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for act in found.acts:
        kind = _kind(act)
        if kind is None or act.polarity == "-" or act.modality not in REAL:
            continue
        roles = filled[kind]
        for role, words in _fillers(found, act):
            roles[role].setdefault(words.casefold().split()[-1], words)
    for kind, roles in filled.items():
        yield {"incident_type": kind, **{r: [[w] for w in roles[r].values()] for r in _ROLES}}


def _kind(act: Act) -> str | None:
    words = told.labels("muc4")
    kind: str | None = words["types"].get(act.type)
    if kind != "attack":
        return kind
    pattern = act.reasons[0].partition("“")[2].partition("”")[0]
    explosive = act.means is not None and act.means.text.split()[-1].casefold().rstrip("s") in _explosives()
    if explosive or pattern in words["words"]["bombing"]:
        return "bombing"
    return "arson" if pattern in words["words"]["arson"] else kind


def _explosives() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["means"]["explosive"])


def _fillers(found: Told, act: Act) -> Iterator[tuple[str, str]]:
    if act.perpetrator is not None and "perpetrator" not in act.pronouns:
        for span in each(found.parsed, act.perpetrator):
            yield from _doers(found, span)
    if act.victim is not None and "victim" not in act.pronouns:
        for words in within(found.parsed, act.victim, whole=True):  # the set keeps victims with a name only
            yield "Victim", words
        for span in each(found.parsed, act.victim):
            if _object(span):
                yield "Target", span.text
    if act.means is not None:
        for span in each(found.parsed, act.means):
            yield "Weapon", span.text


def _doers(found: Told, span: Span) -> Iterator[tuple[str, str]]:
    """A body, or persons; "members of the front" and "front guerrillas" are both."""
    low, heads = span.text.casefold(), told.labels("muc4")["organisations"]["heads"]
    bodies = labelled(found.parsed, span, ("ORG",))
    body = any(low.endswith(h) for h in heads) and " of " not in low
    if not body and span.text not in bodies:
        yield "PerpInd", span.text
        if " of " in low and any(low.endswith(h) for h in heads):
            yield "PerpOrg", span.text[low.index(" of ") + 4 :]
    elif body:
        yield "PerpOrg", span.text
    yield from (("PerpOrg", b) for b in bodies if b in span.text and len(b) > 2)


def _object(span: Span) -> bool:
    return span.text.split()[-1].casefold().rstrip("s") in _objects()


def _objects() -> frozenset[str]:
    units = lexicon.load("en", "numbers")["units"]["places"]
    return frozenset(lexicon.load("en", "acts")["objects"]["nouns"]) | frozenset(units)
