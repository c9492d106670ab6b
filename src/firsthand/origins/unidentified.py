"""Who could not be told, by the words that say who speaks: "the victim", "a Twitter user", "Dovic" where two are called so.

Not a person of their own: whether they are somebody who is named elsewhere is open, so where the information enters stays as open as if nobody
had been named, and nothing is counted. It only keeps the text's own words in sight, within one document.
"""

from __future__ import annotations

import re

from firsthand.origins import labels, names
from firsthand.origins.names import fold
from firsthand.origins.scene import Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention, Statement

NOTE = "not identified"
_LABELS = ("PERSON", "ORG", "GROUP")
_MOST = 8
"""Words of a description that are shown."""
_ENDS = re.compile(r"[,;:(“\"]|\s(?:who|which|that|whose)\s")


def unidentified(m: Mention, s: Statement) -> Who | None:
    """The speaker of `s` by its words alone, which begin with the mention `m`; None for pronouns, for "some" and "others", and for things."""
    first = fold(m.place.text).partition(" ")[0]
    if s.speaker is not None and m.form == "pronoun":
        said = " ".join(_ENDS.split(s.speaker.text, maxsplit=1)[0].split()[:_MOST])
        one = said.lower().startswith("one of ")
        theirs = labels.owned(s.speaker, m) and m.place.start == s.speaker.start and _person(said.rpartition(" ")[2])
        return _called(s, said) if one or theirs else None
    if s.speaker is None or fold(m.place.text) in words().open or first in words().none:
        return None
    described = m.label in _LABELS and (m.form == "name" or m.form in ("definite", "indefinite"))
    if not described or m.place.start - s.speaker.start > len("the own ") or m.head in words().family:
        return None
    said = _ENDS.split(s.speaker.text[m.place.end - s.speaker.start :], maxsplit=1)[0]
    if re.match(r"[’']s?\s", said):
        return None  # "the leader’s sentencing"
    shown = " ".join(f"{m.place.text}{said}".split()[:_MOST])
    return _called(s, shown)


def _person(noun: str) -> bool:
    """Whether a noun is one for people."""
    known = words()
    return not {noun.lower(), noun.lower().rstrip("s")}.isdisjoint(
        known.people | known.staff | known.kin | known.repeated
    )


def _called(s: Statement, shown: str) -> Who | None:
    shown = names.shown(re.sub(r"^(?:the|this|that|these|those)\s+", "", shown, flags=re.I))
    return Who(f"unnamed:@{s.document}:?{fold(shown)}", "unnamed", f"{shown} ({NOTE})") if fold(shown) else None
