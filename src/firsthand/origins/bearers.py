"""The names of one document, found by their parts: a text may name a hundred thousand, and each mention asks who bears its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from firsthand.origins import names

LONGEST = 12
"""Words that the short form of a name has at most, of a person's or of a body's."""
CROWD = 200
"""Where more people bear a name, it tells nobody from the others."""

Parts = tuple[str, ...]


class People(Mapping[Parts, str]):
    """Full names by their folded parts, in the order in which they were introduced."""

    def __init__(self) -> None:
        self._names: dict[Parts, str] = {}
        self._bearing: defaultdict[tuple[int, str], list[Parts]] = defaultdict(list)
        self._ending: defaultdict[Parts, list[Parts]] = defaultdict(list)
        self.words: set[str] = set()

    def __getitem__(self, parts: Parts) -> str:
        return self._names[parts]

    def __contains__(self, parts: object) -> bool:
        return parts in self._names

    def __iter__(self) -> Iterator[Parts]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def setdefault(self, parts: Parts, name: str) -> None:
        """Introduce somebody, unless the name is known."""
        if parts in self._names or not parts:
            return
        self._names[parts] = name
        self.words.update(parts)
        self._bearing[-1, parts[-1]].append(parts)
        self._bearing[0, parts[0]].append(parts)
        if len(parts) > 2:
            self._bearing[1, parts[1]].append(parts)
        for n in range(2, min(len(parts), LONGEST)):
            self._ending[parts[-n:]].append(parts)

    def bearing(self, part: str, which: int = -1) -> list[Parts]:
        """Whose name has this part as its last (-1), its first (0), or its second, not the last (1); of a crowd as many as show that it is one."""
        return self._bearing[which, part][: CROWD + 1] if (which, part) in self._bearing else []

    def ending(self, parts: Parts) -> list[Parts]:
        """Whose full name ends in these parts, two or more ("Le Goff", "bin Farhan"): two at most."""
        return self._ending[parts][:2] if parts in self._ending else []


class Organisations(Mapping[str, str]):
    """Names of bodies as shown, by their folded form."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._short: defaultdict[str, list[str]] = defaultdict(list)
        self._ends: set[str] = set()
        self._initials: defaultdict[str, list[str]] = defaultdict(list)

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __contains__(self, key: object) -> bool:
        return key in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def setdefault(self, key: str, name: str) -> None:
        """Introduce a body, unless the name is known."""
        if key in self._names:
            return
        self._names[key] = name
        self._initials[names.initials(name)].append(key)
        if key.endswith(" party"):
            self._initials[names.initials(name[: -len(" party")])].append(key)
        parts = key.split(" ")
        ends = {" ".join(parts[-n:]) for n in range(1, min(len(parts), LONGEST + 1))}
        begins = {
            " ".join(parts[:n])
            for n, word in enumerate(parts[: LONGEST + 1])
            if word == "of" and 0 < n < len(parts) - 1
        }
        self._ends |= ends
        for short in (ends | begins) - {key}:
            self._short[short].append(key)

    def ended(self, key: str) -> bool:
        """Whether a longer name ends in these words."""
        return key in self._ends

    def longer(self, key: str) -> list[str]:
        """The names that end in these words, or begin with them before "of": two at most."""
        return self._short[key][:2] if key in self._short else []

    def spelled(self, letters: str, full: str | None) -> list[str]:
        """The names of which these are the initials, and the name that is `full`, if there is such: two at most."""
        found = self._initials[letters][:2] if letters in self._initials else []
        return sorted({*found, *([full] if full in self._names else [])})[:2]
