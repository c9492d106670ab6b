"""Before anything is estimated: which lists are captures of their own, and whether there are enough of them.

A list compiled from another is no second look at the population. Under three lists nothing can be said of how they depend on each other,
and HRDAG's practice holds: no estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.errors import WrongUse
from firsthand.estimates import captures as table
from firsthand.estimates.record import Captures

LEAST_LISTS = 3
"""Under three lists there is no estimate: two say nothing of whether they depend on each other."""
LEAST_SHARED = 20
"""Persons on two lists or more under which there is no estimate."""
CONTAINED = 0.98
"""A list of which so much is on another, too, looks as if one were compiled from the other …"""
LEAST_CONTAINED = 10
"""… where it has at least so many persons."""


@dataclass(frozen=True)
class Prepared:
    """The table that is estimated from, how many persons are documented in all, what was done to the lists, and why nothing can be done."""

    captures: Captures
    documented: int
    notes: tuple[str, ...]
    refused: str


def prepare(
    captures: Captures, derived: Mapping[str, Sequence[str]] | None = None, independent: Sequence[str] = ()
) -> Prepared:
    """Take together what is not independent, leave out what is empty or compiled, and say why where nothing can be estimated.

    `derived` names lists that were compiled from others: from one, and the two are taken as one list; from several, and it is left out.
    `independent` are lists that a person knows to be compiled by themselves although one contains another.
    Raises WrongUse where a list is named that is not there.
    """
    derived = derived or {}
    for name in (*derived, *(s for of in derived.values() for s in of), *independent):
        if name not in captures.lists:
            raise WrongUse(f"there is no list {name!r}", f"the lists are: {', '.join(captures.lists)}")
    documented, notes, held = captures.documented, [], captures
    if not documented:
        return Prepared(captures=captures, documented=0, notes=(), refused="no list holds any person.")
    for name, of in derived.items():
        held, note = _undo(held, name, of)
        notes.append(note)
    for name in held.lists:
        if not table.on_lists(held, [name]):
            notes.append(f"{name} holds no person and is left out.")
            held = table.without(held, name)
    if held.documented < documented:
        notes.append(
            f"{documented - held.documented} of {documented} persons are on no list that is a capture of its own."
        )
    return Prepared(captures=held, documented=documented, notes=tuple(notes), refused=_refusal(held, independent))


def _undo(held: Captures, name: str, of: Sequence[str]) -> tuple[Captures, str]:
    if name not in held.lists:
        return held, f"{name} was taken together with another list already."
    if len(of) == 1:
        parent = next((x for x in held.lists if x == of[0] or of[0] in x.split("+")), "")
        if not parent or parent == name:
            return held, f"{name} cannot be compiled from itself; it is left as it is."
        return (
            table.merged(held, [parent, name], f"{parent}+{name}"),
            f"{name} was compiled from {of[0]}: the two are taken as one list, since no one is on the second by a look of its own.",
        )
    return table.without(
        held, name
    ), f"{name} was compiled from {', '.join(of)}: it is no capture and is left out of the table."


def _refusal(held: Captures, independent: Sequence[str]) -> str:
    if len(held.lists) < LEAST_LISTS:
        return (
            f"nothing is estimated from fewer than three lists that were made independently; here there are {len(held.lists)}. "
            "Two lists cannot show whether they depend on each other, and the estimate rests on that alone."
        )
    contains = contained(held, independent)
    if contains:
        inner, outer, share = contains[0]
        return (
            f"{share:.0%} of the persons on {inner} are on {outer}, too: one of the two looks as if it were compiled from the other, and then "
            f"it is no capture. Say which (derived), or that both were made independently."
        )
    shared = sum(n for p, n in held.counts.items() if p.count("1") > 1)
    if shared < LEAST_SHARED:
        none = " No person is on two lists." if not shared else ""
        return f"only {shared} persons are on two lists or more, and fewer than {LEAST_SHARED} say nothing of those on none.{none}"
    return ""


def contained(captures: Captures, independent: Sequence[str] = ()) -> list[tuple[str, str, float]]:
    """Each list that is nearly all on another: (list, other, share), but for lists known to be independent."""
    out = []
    for name in captures.lists:
        size = table.on_lists(captures, [name])
        for other in captures.lists:
            if other == name or size < LEAST_CONTAINED or {name, other} <= set(independent):
                continue
            share = table.on_lists(captures, [name, other]) / size
            if share >= CONTAINED and name not in independent:
                out.append((name, other, share))
    return out
