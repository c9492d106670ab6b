"""Cased: texts that stand in capitals as they would in print, so that names can be told from other words and a label does not shout.

Cables and dispatches came so. What is compared and what a label says is taken from this reading; what is quoted is not: spans keep their
places, and every statement its own words.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

from msgspec import structs

from firsthand.allegations.record import Act, Linking
from firsthand.documents.record import Span, Text
from firsthand.figures.record import Figure
from firsthand.statements.parse import pipeline
from firsthand.statements.recase import recase, vocabulary

_LETTERS = (ascii_uppercase.encode(), ascii_lowercase.encode())
MOST = 0.5
"""A text with more than this share of its letters in capitals stands in capitals."""


def cased(linking: Linking) -> Linking:
    """`linking` with its texts in capitals, and the words of the acts in them, in the case of print; the same object if there are none."""
    texts = {t.document: _print(t) for t in linking.texts if t.language == "en" and _capitals(t.text)}
    if not texts:
        return linking
    linked = {t.document: t.text for t in linking.texts}
    return structs.replace(
        linking,
        texts=tuple(texts.get(t.document, t) for t in linking.texts),
        acts=tuple(_act(a, texts[a.document].text) if a.document in texts else a for a in linking.acts),
        figures=tuple(
            _figure(f, linked[f.document], texts[f.document].text) if f.document in texts else f
            for f in linking.figures
        ),
    )


def _capitals(words: str) -> bool:
    """Whether a text in English stands in capitals. Asked of every text of an inquiry, so of bytes at once."""
    raw = words.encode("utf-8", "ignore")
    large, small = (len(raw) - len(raw.translate(None, letters)) for letters in _LETTERS)
    return large > MOST * (large + small)


def _print(text: Text) -> Text:
    known = vocabulary(pipeline("en"))
    words = list(text.text)
    for p in text.passages:
        words[p.start : p.end] = recase(text.text[p.start : p.end], known)
    return structs.replace(text, text="".join(words))


def _act(act: Act, words: str) -> Act:
    found = {name: getattr(act, name) for name in ("trigger", "victim", "perpetrator", "place", "time", "means")}
    return structs.replace(
        act, **{n: Span(s.start, s.end, words[s.start : s.end]) for n, s in found.items() if s is not None}
    )


def _figure(figure: Figure, text: str, words: str) -> Figure:
    at = text.find(figure.of, figure.start) if figure.of else -1
    return structs.replace(figure, of=words[at : at + len(figure.of)]) if at >= 0 else figure
