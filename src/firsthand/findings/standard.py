"""Standards of proof, and the profile that says what each asks for: `vocabulary/standards.toml`, `vocabulary/profiles/*.toml`.

A profile is data. A mission replaces it by its own file; the code knows how to measure, not how much is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from firsthand.errors import BadSettings
from firsthand.vocabulary import terms

Measure = Literal[
    "statements", "origins", "assessed", "named", "kinds", "assured", "consistency", "contradiction", "answer"
]
"""What a condition can ask about; each is explained at the head of the profile shipped."""

COUNTED = frozenset({"statements", "origins", "assessed", "named", "kinds", "assured"})
"""Measures that are numbers; the others are one word of a short list."""


class Standard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A standard of proof. `order` ranks them from the weakest; `verb` is how a sentence at this standard begins.

    `checked` is false where the definition was not yet compared with `source`.
    """

    order: int
    label: str
    verb: str
    definition: str
    source: str
    checked: bool = False


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The condition `name` holds where `measure` is `at_least` this number, or is `one_of` these words."""

    name: str
    measure: Measure
    at_least: int | None = None
    one_of: tuple[str, ...] = ()

    def holds(self, value: int | str) -> bool:
        """Whether the measured `value` meets this requirement."""
        if isinstance(value, int):
            return self.at_least is not None and value >= self.at_least
        return value in self.one_of


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `conditions` under which `standard` is proposed; `never` where no rule may propose it."""

    standard: str
    conditions: tuple[Requirement, ...] = ()
    never: bool = False


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a mission asks of each standard, weakest first. `kinds`: for each kind of origin, the way in which it knows.

    `digest` is the SHA-256 of the file that a mission brought ("" for one that is shipped), `signed` who signed it, and when.
    """

    id: str
    label: str
    source: str
    levels: tuple[Level, ...]
    kinds: dict[str, str] = {}
    digest: str = ""
    signed: str = ""

    def proposable(self) -> tuple[Level, ...]:
        """The levels that a rule may propose, weakest first."""
        return tuple(level for level in self.levels if not level.never)


def standards() -> dict[str, Standard]:
    """All standards of proof by id."""
    return msgspec.convert(terms.load("standards"), dict[str, Standard])


def read(name: str) -> Profile:
    """The profile `name` as shipped. Raises BadSettings where there is none, or it is malformed."""
    try:
        tables = terms.load(f"profiles/{name}")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise BadSettings(f"there is no profile {name!r}", "see the files in vocabulary/profiles") from error
    return profile(tables)


def profile(tables: Mapping[str, Any]) -> Profile:
    """The profile that `tables` (a TOML file, read) describe. Raises BadSettings, naming the place, where it is malformed."""
    try:
        made = msgspec.convert(tables, Profile)
    except msgspec.ValidationError as error:
        raise BadSettings(f"the profile cannot be used: {error}", "compare it with the one shipped") from error
    for wrong in _wrong(made):
        raise BadSettings(f"the profile {made.id} cannot be used: {wrong}", "compare it with the one shipped")
    return made


def _wrong(made: Profile) -> list[str]:
    known = standards()
    order = [known[level.standard].order for level in made.levels if level.standard in known]
    wrong = [f"no standard is called {level.standard!r}" for level in made.levels if level.standard not in known]
    if order != sorted(set(order)):
        wrong.append("its levels are not in the order of the standards")
    if not made.proposable() or made.proposable() != made.levels[: len(made.proposable())]:
        wrong.append("a level that is never proposed stands below one that is")
    for level in made.levels:
        for c in level.conditions:
            if (c.measure in COUNTED) != (c.at_least is not None) or (c.measure in COUNTED) == bool(c.one_of):
                wrong.append(f"{level.standard}, {c.name!r}: {c.measure} needs {_form(c)}")
    return wrong


def _form(c: Requirement) -> str:
    return "at_least (and no one_of)" if c.measure in COUNTED else "one_of (and no at_least)"
