"""Where a statement's information enters, by who says it: the kind of origin and the key that makes two of them one.

A body's own investigation counts once, whatever it publishes: one origin per body. A state's acts and words are one origin. A witness
is one origin wherever quoted. Whoever is named but not said to have seen or looked for themselves is "unattributed": expert
analysis is not an origin of the facts that it analyses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from firsthand import ids
from firsthand.origins.names import fold
from firsthand.origins.record import Origin, OriginKind
from firsthand.origins.scene import Who
from firsthand.origins.words import words

RANK: dict[OriginKind, int] = {"witness": 0, "material": 1, "official": 2, "investigation": 3, "unattributed": 4}
"""Of two readings of one statement the one nearer to the facts is kept."""


_SHORT = 4
"""Words that a description of an unnamed group has at most that is known by what it does ("local human rights groups"): a longer one tells of people."""


@dataclass(frozen=True)
class Root:
    """An origin before it has a record: `key` makes it one with others; `who` is its speaker."""

    key: str
    kind: OriginKind
    label: str
    who: Who | None = None
    product: str = ""
    first_hand: bool = False
    why: str = ""

    @property
    def id(self) -> str:
        """The id of the Origin: from the key alone, so that it stays when more is learnt about its kind."""
        return ids.name("origin", self.key)


@dataclass
class Known:
    """What the whole pile tells about speakers: who witnessed something (of them `there` who is told to have been there, whatever they
    say), who looked for themselves, who owns a report."""

    witnesses: set[str] = field(default_factory=set)
    there: set[str] = field(default_factory=set)
    looked: dict[str, str] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)


def root(who: Who, key: str, principal: tuple[Who, str] | None, known: Known) -> Root:
    """The origin of what `who` (known across documents as `key`) says, who speaks for `principal` (with its key)."""
    if key in known.witnesses and who.kind in ("person", "unnamed"):
        return Root(
            key, "witness", who.name, who, first_hand=True, why=f"{who.name} speaks of what they saw or lived through"
        )
    if principal is not None:
        inner = root(principal[0], principal[1], None, known)
        return Root(inner.key, inner.kind, inner.label, inner.who, inner.product, inner.first_hand,
                    f"{who.name} speaks for {principal[0].name}; {inner.why}")  # fmt: skip
    if who.kind == "state":
        local = key.startswith("state:@")
        label = who.name if local else f"the government of {who.name}"
        why = f"an organ of a state speaks; {who.name} is all that its document calls it" if local else "a state speaks"
        return Root(key, "official", label, who, "official statements", why=why)
    if who.kind == "organisation" and set(fold(who.name).split()) & words().authorities:
        return Root(key, "official", who.name, who, "official statements", why=f"{who.name}: an authority of a state")
    if who.kind == "document":
        return _document(who, key)
    if who.kind in ("intergovernmental", "organisation", "group"):
        return _body(who, key, known)
    return Root(key, "unattributed", who.name, who, why=_nobody(who))


def _nobody(who: Who) -> str:
    if who.kind in ("group", "unnamed"):
        return f"{who.name}: nobody can be asked, and nothing says that they saw it themselves"
    return f"nothing says that {who.name} saw it or looked into it: from whom {who.name} knows is not told"


def _document(who: Who, key: str) -> Root:
    family = key.split(":")[1 if not key.startswith("document:@") else 2]
    if family in words().material:
        return Root(
            key, "material", who.name, who, who.name, True, f"{who.name}: material that shows what it shows by itself"
        )
    return Root(key, "unattributed", who.name, who, who.name, why=f"whose {who.name} is, is not said")


def _body(who: Who, key: str, known: Known) -> Root:
    why = ""
    if key in known.reports:
        why = f"its own report ({known.reports[key]})" if known.reports[key] else "its own report"
    elif _head(who.name) in words().instruments:
        return Root(key, "unattributed", who.name, who, why=f"{who.name}: a paper of law")
    elif words().investigate.search(who.name) and (who.kind != "group" or len(_described(who).split()) <= _SHORT):
        why = f"“{who.name}”: a body that investigates"
    elif who.kind == "intergovernmental":
        why = "an intergovernmental body says so in its own name"
    elif key in known.looked and who.kind == "organisation":
        why = f"it says that it looked for itself (“{known.looked[key]}”)"
    if not why:
        return Root(key, "unattributed", who.name, who, why=_nobody(who))
    product = "report" if key in known.reports else "own investigation"
    label = f"{who.name}: {product}"
    return Root(key, "investigation", label, who, product, why=why)


def _head(name: str) -> str:
    """The word that says what a name is of: the protocol of "Optional Protocol to the Convention …"."""
    before = takewhile(lambda w: w not in words().below, fold(name).split())
    return next(iter(reversed(list(before))), "")


def _described(who: Who) -> str:
    """The words for a group, without the note that it is not named."""
    return who.name.partition(" (")[0]


def merge(roots: list[tuple[Root, str]]) -> tuple[Origin, list[str]]:
    """One record for roots of the same key, each with its document; the speaker ids are filled in by `trace`."""
    best = min((r for r, _ in roots), key=lambda r: (RANK[r.kind], r.label))
    documents = sorted({d for _, d in roots})
    reasons = sorted({r.why for r, _ in roots if r.why})
    origin = Origin(
        id=best.id,
        kind=best.kind,
        label=best.label,
        product=best.product,
        first_hand=best.first_hand,
        documents=tuple(documents),
        reasons=tuple(reasons),
    )
    return origin, documents
