"""One person's decision: about what, which way, who, when, why. Appended, never changed.

A later judgement about the same thing does not erase the earlier one: the last one holds, all are kept.

Some decisions are about two things (`other`): these speakers are one, this origin depends on that one. A group (a speaker, an origin)
is known by its members, and which group a member is in can change when rules or documents are added. So a decision about a group keeps
who its members were: "merged" means that they must be together, "split" that they must be apart, however they are grouped later.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firsthand import ids

DECISIONS: dict[str, tuple[str, ...]] = {
    "copy": ("confirmed", "rejected", "open"),
    "dependence": ("confirmed", "rejected", "declared", "open"),
    "speaker": ("merged", "split", "open"),
    "statement": ("confirmed", "rejected", "made", "open"),
    "contradiction": ("confirmed", "rejected", "open"),
    "element": ("confirmed", "rejected", "open"),
    "answer": (
        "bare-denial",
        "reasoned-denial",
        "counter-evidence",
        "deflection",
        "not-us",
        "other-explanation",
        "circumstances",
        "responsibility",
        "claim",
        "investigating",
        "no-comment",
        "open",
    ),
    "pair": ("confirmed", "rejected", "open"),
    "document": ("described", "open"),
    "origin": ("reliable", "doubtful", "authenticated", "forged", "retracted", "merged", "split", "open"),
}
"""What can be decided about each noun. "open" takes an earlier decision back without erasing it. "described": what its pictures show, in `why`."""

OF_TWO = ("element", "answer")
"""Nouns of which every decision is about two: that an allegation (`other`) speaks to this element of a crime; that with this statement those who are
accused answer an allegation (`other`) in this way, an id of the vocabulary `answers`."""

PAIRED = ("merged", "split", "declared")
"""Decisions about two things. "declared" is about two origins: they are not independent, because of what `why` says."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`who` decided on `when` that the record `about` (a `noun`) is `decision`, because `why`.

    `when` is ISO 8601 with zone; `seq` is its place in the inquiry's order of decisions, from 1. `other` is the second record of a
    decision about two ("" otherwise). `members` and `others` are the members that the groups `about` and `other` had when it was
    decided: of an origin the ids of its statements, of a speaker the places of its mentions (see `origins/members.py`); of a pair of rows
    in lists of persons they are the two rows, which "confirmed" says are one person. `made` is the
    record itself, as JSON, where the decision is that there is one ("made").
    """

    id: str
    seq: int
    noun: str
    about: str
    decision: str
    who: str
    when: str
    why: str = ""
    other: str = ""
    members: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    made: str = ""

    @property
    def key(self) -> str:
        """What this is a decision about: the id of the record, or both ids in either order."""
        return pair(self.noun, self.about, self.other) if self.other else self.about


def pair(noun: str, a: str, b: str) -> str:
    """The key of decisions about the two records `a` and `b`, in either order. No record has such an id."""
    return " ".join((noun, *sorted((a, b))))


def judgement(
    *,
    seq: int,
    noun: str,
    about: str,
    decision: str,
    who: str,
    when: str,
    why: str = "",
    other: str = "",
    members: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    made: str = "",
) -> Judgement:
    """A Judgement with its id from its content."""
    told = (other, *members, "/", *others) if other or members or others else ()
    told = (*told, made) if made else told
    return Judgement(
        id=ids.name("judgement", seq, noun, about, decision, who, when, why, *told),
        seq=seq, noun=noun, about=about, decision=decision, who=who, when=when, why=why,
        other=other, members=members, others=others, made=made,
    )  # fmt: skip


def standing(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """For each thing judged the decision that holds now, by its `key`: the last one, unless it is "open"."""
    last: dict[str, Judgement] = {}
    for j in sorted(judgements, key=lambda j: j.seq):
        last[j.key] = j
    return {key: j for key, j in last.items() if j.decision != "open"}
