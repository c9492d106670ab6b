"""Which state a word names: by the gazetteer, or learnt from the pile itself where the gazetteer does not know it.

A name that the pile calls a state ("the Republic of …", "the Government of …", "the Ministry of the Interior of …") is one to this inquiry: a country that has been
renamed, is not recognised, or is invented for a test.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from firsthand.documents.record import Text
from firsthand.origins.names import fold
from firsthand.origins.words import words
from firsthand.statements.record import Mention
from firsthand.vocabulary import places

_FORMS = "Republic|Kingdom|Federation|Government|Constitution|Emirate"
_CALLED = re.compile(
    rf"\b(?:(?:{_FORMS})|(?:Ministry|Minister)\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:and\s+)?[A-Z]\w+){{0,2}})"
    rf"\s+of\s+(?:the\s+)?(?!(?:{_FORMS})\b)([A-Z]\w{{3,}})\b"
)
_RAISED = re.compile(r"\b[A-Z]\w+\b")
_CAPITALS = re.compile(r"[A-Z]\w+(?:\s+(?:of\s+|the\s+)*[A-Z]\w+)*")
_CODE = 3
"""Letters of a country's code in lists and tables."""
_LEAST = 2
"""How often the pile must name a state that the gazetteer does not know."""
_MANY = 3
_SHARE = 0.75
"""A state is what a document is about if it names it this often, and in this share of all cases in which it names a state."""


class States:
    """The states that an inquiry names. `find` gives (key, name); keys of known countries are ISO codes."""

    def __init__(self, texts: Iterable[Text], mentions: Iterable[Mention]) -> None:
        texts = list(texts)
        people: Counter[str] = Counter()
        for m in mentions:
            if m.form == "name":
                people[m.place.text] += 1 if m.label == "PERSON" else -1
        called = sorted(n for n in {m.group(1) for t in texts for m in _CALLED.finditer(t.text)} if people[n] <= 0)
        self._names: dict[str, str] = {}
        self._adjectives: dict[str, str] = {}
        unknown = [name for name in called if places.country(name) is None and places.place(name) is None]
        if unknown:
            raised = Counter(w for t in texts for w in _RAISED.findall(t.text))
            for name in unknown:
                self._learn(name, raised)

    def _learn(self, name: str, raised: Mapping[str, int]) -> None:
        """Take `name` for a state if the pile names it often enough, with the adjectives that are formed from it. `raised`: how often the pile has each
        word with a capital."""
        counted = {w: n for w, n in raised.items() if w.startswith(name[:-1]) and len(w) <= len(name) + 2}
        if counted.get(name, 0) + sum(n for w, n in counted.items() if self._derived(fold(w), fold(name))) < _LEAST:
            return
        self._names[fold(name)] = name
        self._adjectives.update({fold(w): fold(name) for w in counted if self._derived(fold(w), fold(name))})

    def _derived(self, word: str, name: str) -> bool:
        """Whether `word` looks like the adjective of `name`: "vardenian" of "vardenia"."""
        return word != name and " " not in word and word.startswith(name[:-1]) and len(word) - len(name) <= 3

    def name(self, text: str) -> tuple[str, str] | None:
        """The state that `text` names as such, not by an adjective."""
        key = fold(text)
        if key in self._names:
            return f"state:{key}", self._names[key]
        found = _country(text)
        if found is None or places.people(text):
            return None
        return f"state:{found.id}", found.name

    def any(self, text: str) -> tuple[str, str] | None:
        """The state that `text` names, or of which it is the adjective or the seat."""
        key = self._adjectives.get(fold(text))
        if key is not None:
            return f"state:{key}", self._names[key]
        named = self.name(text)
        if named is not None:
            return named
        found = _country(text) or self._seat(text)
        return (f"state:{found.id}", found.name) if found is not None else None

    def seat(self, text: str) -> tuple[str, str] | None:
        """The state of whose government `text` names the seat."""
        found = self._seat(text)
        return (f"state:{found.id}", found.name) if found is not None else None

    def sole(self, mentions: Iterable[Mention]) -> tuple[str, str, str] | None:
        """The state that these mentions of a document name alone, or by far the most: key, name, and why."""
        counted: Counter[tuple[str, str]] = Counter()
        for m in mentions:
            state = self.any(m.place.text) if m.form == "name" and m.label != "PERSON" else None
            if state is not None:
                counted[state] += 1
        if not counted:
            return None
        (key, name), most = max(counted.items(), key=lambda c: (c[1], c[0]))
        if len(counted) == 1:
            return key, name, f"{name} is the only state that the document names"
        if most >= _MANY and most >= _SHARE * counted.total():
            return key, name, f"{name} is by far the state that the document names most"
        return None

    def within(self, text: str) -> tuple[str, str] | None:
        """The only state whose name or adjective stands in `text`, mentions or not; None where there are several."""
        found: set[tuple[str, str]] = set()
        for run in _CAPITALS.finditer(text):
            parts = run.group(0).split()
            spans = [parts[i : i + n] for n in (3, 2, 1) for i in range(len(parts) - n + 1)]
            found |= {state for span in spans if (state := self.any(" ".join(span))) is not None}
        return next(iter(found)) if len(found) == 1 else None

    def _seat(self, text: str) -> places.Country | None:
        return None if fold(text) in words().shared_seats else places.capital(text)


def _country(text: str) -> places.Country | None:
    """The country of this name; none by a code that nobody writes in a text ("NLD": there it is some party or union)."""
    found = places.country(text)
    code = found is not None and len(text) == _CODE and text.isupper() and text not in found.aliases
    return None if code else found
