"""Room: how much of an inquiry its report sets out, so that it stays a page that a browser opens. What is left is told where it is left.

Nothing is lost by it: the assessment beside the report holds every record, and the workbench shows each allegation whole.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from firsthand.allegations.record import Allegation
from firsthand.reports.record import Contents

FULL = 500
"""Allegations that are set out in full; each takes some 15 kB of the page, and 4 with what is said of a brief one."""
LINES = 2500
"""Statements that are listed in all; each takes 3 to 8 kB of the page, with the passages behind its footnotes."""
LEAST = 3
"""Statements of one list that are shown, however many lists there are."""


class Room(msgspec.Struct, frozen=True):
    """The ids of the allegations that are set out briefly; the most that is shown of any list of statements or figures."""

    brief: frozenset[str] = frozenset()
    most: int = sys.maxsize


def room(contents: Contents, ordered: Iterable[Allegation]) -> Room:
    """The room for each of these allegations, the best supported first: patterns before the incidents that are part of them."""
    ranked = sorted(ordered, key=lambda a: a.part_of is not None)
    full = {a.id for a in ranked[:FULL]}
    origin = {t.statement: t.origin for t in contents.traces}
    sizes = [n for a in ranked[:FULL] for n in _sizes(a, origin)]
    sizes += [len(c.statements) for c in contents.contradictions if not c.allegation or c.allegation in full]
    return Room(frozenset(a.id for a in ranked[FULL:]), most(sizes, LINES))


def _sizes(a: Allegation, origin: Mapping[str, str]) -> Iterable[int]:
    """How long the lists are of which an allegation's section is made."""
    listed = Counter((m.role, origin.get(m.id, "") if m.role == "supports" else "") for m in a.statements)
    return *listed.values(), len(a.figures)


def most(sizes: Iterable[int], lines: int) -> int:
    """How much may be shown of each list so that all together have no more than `lines`: none is cut while longer ones are not."""
    left, lists = lines, sorted(sizes)
    for n, size in enumerate(lists):
        share = left // (len(lists) - n)
        if size > share:
            return max(share, LEAST)
        left -= size
    return sys.maxsize
