"""Whose voice a document is: a witness's, a state's, a body's, a thing's — or a newsroom's, which is nobody's first hand.

Read from what the document says about itself: its title, outlet and author, its first lines, and whether it speaks as "I" or "we".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from firsthand.documents.record import Text
from firsthand.origins import bodies, names
from firsthand.origins.names import fold
from firsthand.origins.scene import Scene, Who
from firsthand.origins.states import States
from firsthand.origins.words import words
from firsthand.statements.record import Mention

VoiceKind = Literal["witness", "official", "investigation", "body", "material", "news"]

HEAD = 400
"""Code points at the beginning of a text in which it says what it is."""
_NAME = re.compile(r"(?!Dear\b)[A-Z][^\W\d]*(?:[ -][^\W\d]+)+")
LETTERHEAD = 1200
"""Code points in which a body that speaks as "we" must have named itself."""


@dataclass(frozen=True)
class Voice:
    """Whose voice a document is, and what says so. `who` is None where the voice has no owner that could be named."""

    kind: VoiceKind
    who: Who | None
    why: str
    label: str = ""


def codes(texts: Iterable[Text]) -> dict[str, str]:
    """Code names of witnesses ("Witness V-07") anywhere in the pile: folded → as written."""
    pattern = re.compile(rf"\b(?i:witness(?:es)?)\s+({words().documents['code']})")
    return {fold(m.group(1)): m.group(1) for t in texts for m in pattern.finditer(t.text)}


def find(scene: Scene, states: States) -> Voice:
    """The voice of a document."""
    text = scene.text
    for judge in (_witness, _material, _official, _body, _organisation):
        voice = judge(scene, states)
        if voice is not None:
            return voice
    return Voice("news", None, "nothing says that it is anything but a report of others", text.outlet or text.title)


def _opening(text: Text) -> str:
    return f"{text.title}\n{text.text[:HEAD]}"


def _witness(scene: Scene, _: States) -> Voice | None:
    known, opening = words().documents, _opening(scene.text)
    declared = re.search(rf"^\W*(?i:{'|'.join(known['witness'])})\b(.{{0,60}})", opening, re.M)
    if not declared or not _speaks_as(scene, "i", 1):
        return _first_person(scene)
    code = re.search(known["code"], declared.group(0))
    name = code.group(0) if code else _titled(declared.group(1))
    key = "person:" + " ".join(names.person(name)) if name else f"person:@{scene.text.document}:witness"
    shown = name or "a witness"
    return Voice("witness", Who(key, "person", shown), f"its first lines say “{declared.group(0).strip()}”", shown)


def _titled(rest: str) -> str:
    """ "of Jane Roe" gives "Jane Roe"."""
    found = re.match(r"\s*(?:of\s+)?((?:[A-Z][\w.’'-]+\s+){1,3}[A-Z][\w’'-]+)\s*$", rest)
    return found.group(1) if found else ""


def _first_person(scene: Scene) -> Voice | None:
    """An account by "I" whose statements are of what its writer lived through."""
    known = words().documents
    sentences = {m.sentence for m in scene.mentions if scene.flows(m)}
    own = sum(s.mode == "own" and s.experienced for s in scene.statements)
    if own == 0 or not _speaks_as(scene, "i", known["first_person_least"], known["first_person"] * len(sentences)):
        return None
    author = scene.text.author
    parts = names.person(author) if author else ()
    key = "person:" + " ".join(parts) if len(parts) > 1 else f"person:@{scene.text.document}:writer"
    shown = author or "the writer"
    return Voice("witness", Who(key, "person", shown), "it is told by “I”, of what that person lived through", shown)


def _speaks_as(scene: Scene, word: str, least: int, share: float = 0) -> bool:
    """Whether in at least this many sentences `word` is the subject outside quotation marks."""
    said = {m.sentence for m in scene.mentions if m.place.text.lower() == word and m.role == "subject" and not m.quoted}
    return len(said) >= max(least, share)


def _material(scene: Scene, _: States) -> Voice | None:
    text = scene.text
    rows = sum(p.kind == "row" for p in text.passages)
    table = bool(text.passages) and rows >= words().documents["rows"] * len(text.passages)
    title = text.title or text.text[:80].strip().split("\n")[0]
    noun = next((w for w in fold(title).split() if w in words().documents["material"].split()), None)
    if not table and (noun is None or not rows):
        return None
    why = "most of it is a table" if table else f"its title calls it a {noun}, and it holds a table"
    return Voice("material", None, why, title)


def _declared(text: Text) -> list[str]:
    """What the document says it is from: outlet, author, sender."""
    senders = re.findall(r"^From:\s*(.+)$", text.text[:LETTERHEAD], re.M)
    cleaned = (w.partition("<")[0].strip(" \"'") for w in (text.outlet, text.author, *senders))
    return list(dict.fromkeys(w for w in cleaned if w))


def _official(scene: Scene, states: States) -> Voice | None:
    text = scene.text
    for said in _declared(text):
        told = set(fold(said).split())
        if told & {*words().ministry, "government"}:
            return _of_state(scene, states, f"it comes from “{said}”", said)
        if told & words().own and not words().media.search(said):
            name = said.partition(",")[0]
            return Voice("official", Who(f"org:{fold(name)}", "organisation", name), f"it comes from “{said}”", name)
    opening = re.search(rf"(?i:{'|'.join(words().documents['official'])})", text.text[:HEAD])
    first = re.search(r"\b(?:Ministry|Government|Embassy|Presidency)\b", text.text[:HEAD])
    if opening and first and scene.starting(0, HEAD):
        return _of_state(scene, states, f"its first lines say “{opening.group(0)}”", first.group(0))
    return None


def _of_state(scene: Scene, states: States, why: str, said: str) -> Voice:
    found = states.sole(scene.mentions)
    if found is not None:
        return Voice("official", Who(found[0], "state", found[1]), f"{why}; {found[2]}", said)
    within = states.within(scene.text.text)
    if within is not None:
        why += f"; {within[1]} is the only state named in it"
        return Voice("official", Who(within[0], "state", within[1]), why, said)
    return Voice("official", Who(f"state:@{scene.text.document}:{fold(said)}", "state", said), why, said)


def _body(scene: Scene, _: States) -> Voice | None:
    text = scene.text
    for said in [*_declared(text), text.title.rpartition("|")[2].strip()]:
        found = bodies.find(said)
        if found and found[-1].end - found[-1].start >= 0.6 * len(said.strip()):
            body = bodies.bodies()[found[-1].body]
            return Voice(
                "body", Who(f"body:{body.id}", "intergovernmental", body.name), f"it comes from “{said}”", body.name
            )
    return None


def _organisation(scene: Scene, _: States) -> Voice | None:
    """A body that speaks as "we", or of "this report", and names itself at the top. As "we" a newspaper speaks too: there the top must say that the
    body states, writes or reports, or whose the document is."""
    text = scene.text
    this = re.search(r"\b(?:This|The present)\s+(?:report|study|statement|letter|submission|paper)\b", text.text)
    if not this and not _speaks_as(scene, "we", 2):
        return None
    counted = Counter(fold(m.place.text) for m in scene.mentions if m.form == "name" and m.role in ("subject", "agent"))
    declared = _declared(text)
    fits = [n for m in scene.mentions if m.place.start < LETTERHEAD and (n := _letterhead(scene, m, declared))]
    if not this:
        fits = [n for n in fits if n in declared or _states(text, n)]
    scores = {n: counted[fold(n)] + counted[fold(n).split()[-1]] + 1000 * (n in declared) for n in dict.fromkeys(fits)}
    name = max(scores, key=lambda n: (scores[n], len(n)), default="")
    if not name or (scores[name] == 0 and name != text.title):
        return None
    why = f"it says “{this.group(0)}”" if this else "it speaks as “we”"
    return Voice(
        "investigation", Who(f"org:{fold(name)}", "organisation", name), f"{why} and names {name} at its top", name
    )


def _states(text: Text, name: str) -> bool:
    """Whether title or top call the document a statement, a letter, a report of this body ("Statement by the …", "We, the …")."""
    kinds = "|".join(words().documents["statements"].split())
    top = f"{text.title}\n{text.text[:LETTERHEAD]}"
    said = rf"(?:\b(?:{kinds})\s+(?:by|from|of)\s|\b[Ww]e,\s|\b[Ww]e at\s)(?:the\s+)?{re.escape(name)}|{re.escape(name)}(?:[’']s?)?\s+(?:{kinds})\b"
    return re.search(said, top) is not None


def _letterhead(scene: Scene, m: Mention, declared: list[str]) -> str:
    """The words of `m` if they can be the name of the body that writes."""
    name = m.place.text
    if m.form != "name" or m.label in ("PERSON", "GPE") or len(name.split()) < 2 or not _NAME.fullmatch(name):
        return ""
    if scene.body(m.place) is not None or (words().media.search(name) and name not in declared):
        return ""
    return name
