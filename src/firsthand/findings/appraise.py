"""Appraise: assess a source by named criteria with the answers yes, no and unknown. No letters, no marks, no sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from firsthand import ids
from firsthand.errors import WrongUse
from firsthand.findings.record import Appraisal
from firsthand.origins.record import Origin
from firsthand.vocabulary import terms

Kind = Literal["witness", "material", "body"]


def kind(origin: Origin) -> Kind:
    """By which criteria an origin is assessed."""
    return {"witness": "witness", "material": "material"}.get(origin.kind, "body")  # type: ignore[return-value]


def criteria(name: Kind) -> Mapping[str, Mapping[str, str]]:
    """The criteria for a kind of source: question, and the answer that speaks for it."""
    found: Mapping[str, Mapping[str, str]] = terms.load("criteria")[name]
    return found


def appraise(origin: Origin, answers: Mapping[str, str], *, seq: int, who: str, when: str, why: str = "") -> Appraisal:
    """The appraisal of `origin` with these answers; criteria that are not answered are unknown. Raises WrongUse for any that does not exist."""
    of = kind(origin)
    known = criteria(of)
    for name, answer in answers.items():
        if name not in known:
            raise WrongUse(f"a {of} is not assessed by {name!r}", f"criteria are: {', '.join(known)}")
        if answer not in ("yes", "no", "unknown"):
            raise WrongUse(f"{answer!r} is no answer", "answer yes, no or unknown")
    told = tuple((name, answers.get(name, "unknown")) for name in known)
    made = msgspec.convert(
        {"id": "", "seq": seq, "about": origin.id, "label": origin.label, "kind": of, "answers": told, "who": who, "when": when, "why": why},
        Appraisal,
    )  # fmt: skip
    return msgspec.structs.replace(
        made, id=ids.name("appraisal", seq, origin.id, who, when, *(f"{k}={v}" for k, v in told))
    )


def against(appraisal: Appraisal) -> tuple[str, ...]:
    """The questions whose answer speaks against the source, or is not known, in words."""
    known = criteria(appraisal.kind)
    return tuple(f"{known[k]['question']} {v}" for k, v in appraisal.answers if v != known[k]["good"])


def latest(appraisals: Iterable[Appraisal]) -> dict[tuple[str, str], Appraisal]:
    """For each origin and each person what they say now."""
    return {(a.about, a.who): a for a in sorted(appraisals, key=lambda a: a.seq)}
