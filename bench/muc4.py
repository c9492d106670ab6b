"""MUC-4: templates of incidents, with five roles. One template for each type of incident that a text tells of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from bench import told
from bench.told import Told
from firsthand.allegations import victims
from firsthand.allegations.persons import each, labelled
from firsthand.allegations.reality import REAL
from firsthand.allegations.record import Act
from firsthand.documents.record import Span
from firsthand.language import lexicon
from firsthand.statements.parse import Piece

NEAR = 250
"""Characters around a bombing within which an attack or what is destroyed is its own ("exploded … destroying two cars")."""
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
    names = victims.names(found.parsed, found.acts)
    fighters, forces = _bodies(found)
    bombs = [a.trigger.start for a in found.acts if _kind(a) == "bombing"]
    for act in found.acts:
        kind = _kind(act)
        if act.type in told.labels("muc4")["near"]["types"] and any(abs(act.trigger.start - b) < NEAR for b in bombs):
            kind = "bombing"
        if kind is None or act.polarity == "-" or act.modality not in REAL:
            continue
        roles = filled[kind]
        for role, words in _fillers(found, act, names.get(act.id, ())):
            roles[role].setdefault(words.casefold().split()[-1], words)
    for kind, roles in filled.items():
        if not roles["PerpOrg"]:
            heads = {w.split()[-1].casefold() for w in roles["PerpInd"].values()}
            body = fighters if heads & _heads("fighters") else forces if heads & _heads("forces") else ""
            roles["PerpOrg"] |= {body: body} if body else {}
        yield {"incident_type": kind, **{r: [[w] for w in roles[r].values()] for r in _ROLES}}


def _heads(name: str) -> frozenset[str]:
    words = told.labels("muc4")["organisations"][name]
    return frozenset(words) | frozenset(w + "s" for w in words)


def _bodies(found: Told) -> tuple[str, str]:
    """The armed group and the armed force of a state that the text names most, "" where it names none. Whoever is only called guerrillas or
    soldiers belongs to these: the set wants their body too. No act is given a doer by this, and no Act has it."""
    count: Counter[str] = Counter()
    for piece in found.parsed.pieces:
        short = {m.casefold() for m in _SHORT.findall(piece.doc.text)}
        count.update(name for token in piece.doc for name in _armed(token, short))
    states = told.labels("muc4")["organisations"]["states"]
    state = {n for n in count if any(n == w or n.endswith(" " + w) for w in states)}
    return _first(count, lambda n: n not in state), _first(count, lambda n: n in state)


_SHORT = re.compile(r"\(\s*([A-Za-z][\w-]{2,5})\s*\)")


def _first(count: Counter[str], fits: Callable[[str], bool]) -> str:
    return next((n for n, _ in count.most_common() if fits(n)), "")


def _armed(token: Token, short: Collection[str]) -> Iterator[str]:
    """The name of an armed body that ends with `token`: its abbreviation, or a noun for such a body with the words before it."""
    if token.lower_ in short:
        yield token.lower_
    ends = [h.split() for h in told.labels("muc4")["organisations"]["armed"]]
    for words in ends:
        first = token.i - len(words) + 1
        if first < 0 or [t.lower_ for t in token.doc[first : token.i + 1]] != words:
            continue
        while first > token.sent.start and token.i - first < 5 and _modifies(token.doc[first - 1]):
            first -= 1
        if first < token.i or token.lower_ in _heads("alone"):
            yield token.doc[first : token.i + 1].text.casefold()
        return


def _modifies(token: Token) -> bool:
    return (
        token.is_alpha and token.dep_ in ("compound", "amod", "nmod", "poss") and token.pos_ in ("PROPN", "ADJ", "NOUN")
    )


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


def _fillers(found: Told, act: Act, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if act.perpetrator is not None and "perpetrator" not in act.pronouns:
        for span in each(found.parsed, act.perpetrator):
            yield from _doers(found, span)
    yield from (("Victim", name) for name in names)  # the set keeps victims with a name only
    if act.victim is not None and "victim" not in act.pronouns:
        for span in each(found.parsed, act.victim):
            if _head(found, span) in _objects():
                yield "Target", _uncounted(found, span)
    if act.means is not None:
        for span in each(found.parsed, act.means):
            yield "Weapon", _uncounted(found, span)


def _doers(found: Told, span: Span) -> Iterator[tuple[str, str]]:
    """A body, or persons; "members of the front" and "front guerrillas" are both."""
    heads = told.labels("muc4")["organisations"]["heads"]
    bodies = {b for b in labelled(found.parsed, span, ("ORG",)) if b in span.text and len(b) > 2}
    words = _uncounted(found, span)
    low = words.casefold()
    if low in told.labels("muc4")["fillers"]["nobody"]:
        return
    if (low.endswith(tuple(heads)) and " of " not in low) or words in bodies:
        yield "PerpOrg", words
        return
    yield "PerpInd", words
    if " of " in low and low.endswith(tuple(heads)):
        bodies.add(words[low.index(" of ") + 4 :])
    bodies |= {b for b in _before(found, span) if b.casefold().endswith(tuple(heads)) or b.isupper()}
    yield from (("PerpOrg", b.removeprefix("the ")) for b in sorted(bodies))


def _before(found: Told, span: Span) -> Iterator[str]:
    """The words before the noun for who did it: "National Police" of "National Police members"."""
    tokens = _tokens(found, span)
    for n in range(1, len(tokens)):
        if tokens[n - 1].dep_ in ("compound", "nmod", "amod") and tokens[0].i < tokens[n].i:
            words = [t for t in tokens[:n] if t.dep_ not in ("det", "nummod", "poss") and t.pos_ != "PUNCT"]
            if words and words[-1].pos_ == "PROPN":
                start = found.parsed.span(_piece(found, span), words[0], words[-1])
                yield start.text


def _piece(found: Told, span: Span) -> Piece:
    return next(p for p in found.parsed.pieces if p.passage.start <= span.start < p.passage.end)


def _tokens(found: Told, span: Span) -> list[Token]:
    piece = _piece(found, span)
    return [t for t in piece.doc if span.start <= piece.passage.start + t.idx < span.end]


def _head(found: Told, span: Span) -> str:
    """The lemma of the noun of a phrase."""
    tokens = _tokens(found, span)
    return next((t.lemma_.lower() for t in tokens if t.head not in tokens or t.head == t), "")


def _uncounted(found: Told, span: Span) -> str:
    """A phrase without what only says how many, as the set writes it."""
    tokens = _tokens(found, span)
    while len(tokens) > 1 and (_counts(tokens[0]) or tokens[0].lower_ in told.labels("muc4")["fillers"]["aside"]):
        tokens = tokens[1:]
    return found.parsed.span(_piece(found, span), tokens[0], tokens[-1]).text if tokens else span.text


def _counts(token: Token) -> bool:
    """Whether a word at the beginning of a phrase only says how many: "at least ten", "the"."""
    return token.dep_ in ("det", "nummod", "quantmod") or (
        token.dep_ in ("advmod", "pobj", "prep") and _counts(token.head)
    )


def _objects() -> frozenset[str]:
    units = lexicon.load("en", "numbers")["units"]["places"]
    return frozenset(lexicon.load("en", "acts")["objects"]["nouns"]) | frozenset(units)
