"""A document read from invented sentences: mentions by the real parser, statements made by hand where a test needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand import ids
from firsthand.documents.record import Passage, Span, Text
from firsthand.line import extract
from firsthand.origins.references import Sieve
from firsthand.origins.scene import Found, Scene
from firsthand.origins.states import States
from firsthand.origins.trace import Material, trace
from firsthand.origins.unidentified import NOTE
from firsthand.statements.mentions import find
from firsthand.statements.parse import parse
from firsthand.statements.record import Mention, Mode, Stance, Statement


def text(body: str, document: str = "doc", **about: str) -> Text:
    """A Text of one paragraph per line."""
    passages, start = [], 0
    for line in body.split("\n"):
        if line.strip():
            passages.append(Passage(start, start + len(line), "paragraph"))
        start += len(line) + 1
    return Text(document=document, text=body, passages=tuple(passages), language="en", **about)  # type: ignore[arg-type]


def span(text: Text, words: str, nth: int = 0) -> Span:
    """The n-th place of `words`."""
    start = -1
    for _ in range(nth + 1):
        start = text.text.index(words, start + 1)
    return Span(start, start + len(words), words)


def says(
    text: Text,
    speaker: str | None,
    content: str,
    *,
    mode: Mode = "indirect",
    stance: Stance = "alleges",
    nth: int = 0,
    experienced: bool = False,
    parent: str | None = None,
    cue: str = "say",
) -> Statement:
    """A Statement of these words of the text."""
    who = span(text, speaker, nth) if speaker else None
    what = span(text, content)
    start, end = min([what.start, *([who.start] if who else [])]), max([what.end, *([who.end] if who else [])])
    return Statement(
        id=ids.name("statement", text.document, start, end, content), document=text.document, start=start, end=end,
        speaker=who, cue=None, content=what, parts=(what,), mode=mode, stance=stance, rule="T0 by hand", cue_lemma=cue,
        experienced=experienced, parent=parent,
    )  # fmt: skip


def mentions(texts: Iterable[Text]) -> list[Mention]:
    """The mentions of these texts."""
    return [m for parsed in parse(texts) for m in find(parsed)]


@dataclass
class Read:
    """A document with its mentions resolved."""

    text: Text
    sieve: Sieve

    def found(self, words: str, nth: int = 0) -> Found | None:
        """Who the n-th occurrence of `words` refers to."""
        m = self.sieve.scene.chief(span(self.text, words, nth))
        assert m is not None, f"no mention in {words!r}: {[x.place.text for x in self.sieve.scene.mentions]}"
        return self.sieve.resolve(m)

    def key(self, words: str, nth: int = 0) -> str | None:
        """The key of who the words refer to."""
        found = self.found(words, nth)
        return found.who.key if found is not None else None


def read(body: str, statements: Iterable[tuple[str, str, Mode]] = ()) -> Read:
    """The document of these sentences, resolved. `statements`: speaker, content, mode."""
    t = text(body)
    made = [says(t, speaker, content, mode=mode) for speaker, content, mode in statements]
    found = mentions([t])
    return Read(t, Sieve(Scene(t, found, made), States([t], found)))


def named(body: str, begins: str) -> str | None:
    """The speaker of the first statement whose speaker's words begin so, by the whole line: None where they are left open, and no more is
    kept than the text's words."""
    t = text(body)
    (found,) = extract([t])
    told = trace(Material((), [t], found.statements, found.mentions))
    by = {x.statement: x.speaker for x in told.traces}
    names = {s.id: s.name for s in told.speakers}
    said = next(s for s in found.statements if s.speaker is not None and s.speaker.text.startswith(begins))
    name = names.get(by[said.id] or "")
    return None if name is not None and name.endswith(f"({NOTE})") else name
