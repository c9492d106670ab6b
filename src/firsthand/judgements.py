"""One person's decision: about what, which way, who, when, why. Appended, never changed.

A later judgement about the same thing does not erase the earlier one: the last one holds, all are kept.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand import ids

DECISIONS: dict[str, tuple[str, ...]] = {
    "copy": ("confirmed", "rejected", "open"),
    "dependence": ("confirmed", "rejected", "open"),
    "statement": ("confirmed", "rejected", "open"),
    "contradiction": ("confirmed", "rejected", "open"),
    "origin": ("reliable", "doubtful", "authenticated", "forged", "retracted", "open"),
}
"""What can be decided about each noun. "open" takes an earlier decision back without erasing it."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`who` decided on `when` that the record `about` (a `noun`) is `decision`, because `why`.

    `when` is ISO 8601 with zone; `seq` is its place in the inquiry's order of decisions, from 1.
    """

    id: str
    seq: int
    noun: str
    about: str
    decision: str
    who: str
    when: str
    why: str = ""


def judgement(*, seq: int, noun: str, about: str, decision: str, who: str, when: str, why: str = "") -> Judgement:
    """A Judgement with its id from its content."""
    return Judgement(
        id=ids.name("judgement", seq, noun, about, decision, who, when, why),
        seq=seq, noun=noun, about=about, decision=decision, who=who, when=when, why=why,
    )  # fmt: skip


def standing(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """For each thing judged the decision that holds now: the last one, unless it is "open"."""
    last: dict[str, Judgement] = {}
    for j in sorted(judgements, key=lambda j: j.seq):
        last[j.about] = j
    return {about: j for about, j in last.items() if j.decision != "open"}
