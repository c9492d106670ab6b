"""JUDGE: a person's decision, sent by a form of any page."""

from __future__ import annotations

from firsthand.inquiry.open import Inquiry
from firsthand.web.page import Ask, Change, Done


class Decision(Ask, frozen=True):
    """`decision` about the `noun` called `about` (and `other`), because `why`; `seen` is the last decision that the page showed (see browse.Held)."""

    noun: str
    about: str
    decision: str
    other: str = ""
    why: str = ""
    seen: int | None = None


def judge(inquiry: Inquiry, said: Decision) -> Done:
    """Record the decision."""
    made = inquiry.judge(said.noun, said.about, said.decision, said.why.strip(), said.other, seen=said.seen)
    return Done(judgement=made)


CHANGES = (Change("/judge", judge),)
