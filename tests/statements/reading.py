"""Read invented text in tests: paragraphs are separated by blank lines."""

from __future__ import annotations

import re

from firsthand.documents.record import Passage, Text
from firsthand.statements.extract import Extraction, extract
from firsthand.statements.parse import Parsed, parse
from firsthand.statements.record import Statement


def text(words: str, *, kind: str = "paragraph", language: str = "en") -> Text:
    """A Text whose passages are the paragraphs of `words`, all of one kind."""
    blocks = re.finditer(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", words, re.DOTALL)
    passages = tuple(Passage(m.start(), m.end(), kind) for m in blocks)  # type: ignore[arg-type]
    return Text(document="d", text=words, passages=passages, language=language)


def parsed(words: str) -> Parsed:
    """`words`, parsed."""
    return next(parse([text(words)]))


def read(words: str) -> Extraction:
    """What is extracted from `words`."""
    return extract(parsed(words))


def statements(words: str) -> tuple[Statement, ...]:
    """The statements in `words`."""
    return read(words).statements


def only(words: str, rule: str | None = None) -> Statement:
    """The one statement in `words` (found by `rule`, where several are)."""
    found = [s for s in statements(words) if rule in (None, s.rule)]
    assert len(found) == 1, [(s.rule, s.cue and s.cue.text, s.content.text) for s in statements(words)]
    return found[0]


def said(s: Statement) -> tuple[str | None, str | None, str]:
    """Speaker, cue and content in words; pieces of the content joined by " | "."""
    return s.speaker and s.speaker.text, s.cue and s.cue.text, " | ".join(p.text for p in s.parts)
