"""Who is meant: parties behind speakers and behind the words that name a perpetrator.

A party is what stands behind its organs and spokespeople: "the ministry's spokesman" speaks for a state. Two names are the same
party only where `trace` found it, or where a country's name, adjective or capital says so; otherwise it stays open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from firsthand.documents.record import Span
from firsthand.language.lexicon import load
from firsthand.origins.record import Reference, Speaker, Trace
from firsthand.vocabulary import places

WORD = re.compile(r"[\w]+(?:['’-][\w]+)*")
COUNTRY = "country:"


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A word list of the lexicon `link`."""
    return frozenset(str(load("en", "link")[section][name]).split())


@cache
def form(section: str, name: str) -> re.Pattern[str]:
    """A regular expression of the lexicon `link`; letter case does not matter."""
    return re.compile(str(load("en", "link")[section][name]), re.IGNORECASE)


def tokens(text: str) -> list[str]:
    """The words of `text`, without possessive endings."""
    return [re.sub(r"['’]s?$", "", w) for w in WORD.findall(text)]


class Parties:
    """The speakers of an inquiry, and the party behind each."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._speakers = {s.id: s for s in speakers}
        named: defaultdict[str, set[str]] = defaultdict(set)
        for s in self._speakers.values():
            if s.kind != "unnamed":
                for name in (s.name, *s.aliases):
                    named[_plain(name)].add(self.chief(s.id))
        self._named = {name: next(iter(found)) for name, found in named.items() if name and len(found) == 1}

    def get(self, speaker: str | None) -> Speaker | None:
        """The speaker with this id."""
        return self._speakers.get(speaker or "")

    def chief(self, speaker: str | None) -> str:
        """The id of the speaker for whom `speaker` speaks in the end; "" for nobody."""
        seen: set[str] = set()
        here = self.get(speaker)
        while here is not None and here.speaks_for and here.id not in seen:
            seen.add(here.id)
            here = self.get(here.speaks_for) or here
        return here.id if here else ""

    def name(self, speaker: str | None) -> str:
        """The speaker's name, "" for nobody."""
        here = self.get(speaker)
        return here.name if here else ""

    def key(self, speaker: str | None) -> str:
        """The party behind `speaker`: ``country:`` and its code for a state that the gazetteer knows, else the chief's id."""
        here = self.get(self.chief(speaker))
        if here is None:
            return ""
        state = places.country(here.name) if here.kind == "state" else None
        return COUNTRY + state.id if state else here.id

    def accused(self, text: str) -> str:
        """The party that the words `text` name, "" where they name none (“police”, “the guards”)."""
        plain = _plain(text)
        if plain in self._named:
            return self.key(self._named[plain])
        state = _state(text)
        return COUNTRY + state if state else ""


class Who:
    """Who is meant by the words at a place, as `trace` found it, else as the words say."""

    def __init__(self, parties: Parties, references: Iterable[Reference]) -> None:
        self.parties = parties
        self._ending: defaultdict[tuple[str, int], list[Reference]] = defaultdict(list)
        for r in references:
            self._ending[r.document, r.end].append(r)

    def speaker(self, document: str, span: Span | None) -> Speaker | None:
        """The speaker to whom exactly these words refer (or all but their first words: articles, titles)."""
        if span is None:
            return None
        near = [r for r in self._ending.get((document, span.end), ()) if r.start >= span.start]
        best = min(near, key=lambda r: (r.start, r.speaker), default=None)
        return self.parties.get(best.speaker) if best else None

    def party(self, document: str, span: Span | None) -> str:
        """The party that the words at `span` name, "" where none is known."""
        found = self.speaker(document, span)
        if found is not None and found.kind not in ("unnamed", "document"):
            return self.parties.key(found.id)
        return self.parties.accused(span.text) if span else ""


def voices(traces: Iterable[Trace], parties: Parties) -> dict[str, str]:
    """Who makes each statement, by its id, as far as known.

    Where the words for the speaker were not resolved, but the statement's origin was found and one party alone speaks from it, it is theirs.
    """
    listed = tuple(traces)
    heard: defaultdict[str, set[str]] = defaultdict(set)
    for t in listed:
        if t.speaker:
            heard[t.origin].add(parties.chief(t.speaker))
    found = {t.statement: t.speaker for t in listed if t.speaker}
    for t in listed:
        if not t.speaker and len(heard[t.origin]) == 1:
            found[t.statement] = next(iter(heard[t.origin]))
    return found


def _plain(text: str) -> str:
    left = tokens(text.casefold())
    while left and left[0] in words("parties", "articles"):
        left.pop(0)
    return " ".join(left)


@cache
def _state(text: str) -> str:
    """The code of the state that `text` names, by itself or with words for its organs."""
    skipped = words("parties", "organs") | words("parties", "articles")
    parts = [re.sub(r"['’]s?$", "", w.strip(',;:“”"')) for w in text.split()]
    name = " ".join(w for w in parts if w.casefold() not in skipped)
    found = (places.country(name) or places.capital(name)) if name else None
    return found.id if found else ""
