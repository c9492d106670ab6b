"""Elements: the crimes of the vocabulary against what is on file, element by element, with the gaps. Never that there was a crime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from firsthand.allegations.record import Allegation
from firsthand.findings.crimes import crimes
from firsthand.findings.record import Slot
from firsthand.reports.lay import words
from firsthand.reports.phrase import standard
from firsthand.reports.record import Crime, Element

FEW = 5
"""Allegations named beside an element."""


def matrix(
    slots: Iterable[Slot], allegations: Mapping[str, Allegation], anchors: Mapping[str, str]
) -> tuple[Crime, ...]:
    """The crimes of which anything on file speaks to an act of theirs, in the order of the vocabulary."""
    found = []
    citations = {c.label: c.citation for c in crimes().values()}
    for crime, held in groupby(slots, key=lambda s: s.crime):
        acts = [
            (act, list(those)) for act, those in groupby(held, key=lambda s: (s.article, s.act) if s.act else ("", ""))
        ]
        told = [(act, those) for act, those in acts if not act[1] or any(s.fills for s in those)]
        if all(not act[1] for act, _ in told):
            continue
        found.append(
            Crime(
                label=crime,
                citation=citations[crime],
                acts=tuple(
                    (_heading(*act), tuple(_element(s, allegations, anchors) for s in those)) for act, those in told
                ),
                silent=tuple(_heading(*act) for act, those in acts if act[1] and not any(s.fills for s in those)),
            )
        )
    return tuple(found)


def _heading(article: str, act: str) -> str:
    return f"{act} (Art. {article})" if act else str(words()["elements"]["common"])


def _element(slot: Slot, allegations: Mapping[str, Allegation], anchors: Mapping[str, str]) -> Element:
    there = [f for f in slot.fills if f.allegation in allegations]
    named = [(anchors[f.allegation], allegations[f.allegation].label, f.because) for f in there[:FEW]]
    return Element(
        text=slot.text,
        state=slot.state,
        said=str(words()["elements"][slot.state]),
        standard=standard(slot.standard) if slot.standard else "",
        speaks=(*named, *_more(len(there) - FEW)),
        question="" if slot.fills else slot.question,
    )


def _more(left: int) -> Sequence[tuple[str, str, str]]:
    return [("", f"and {left} more", "")] if left > 0 else []
