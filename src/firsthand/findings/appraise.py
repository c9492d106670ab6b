"""Appraise: assess a source by named criteria, and the work on a death or on torture by the checks of a protocol.

Answers are yes, no and unknown. No letters, no marks, no sum. What a person says of a source's connection with the facts stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from firsthand import ids
from firsthand.allegations.record import Allegation
from firsthand.errors import WrongUse
from firsthand.findings.record import Appraisal
from firsthand.origins.record import Origin
from firsthand.vocabulary import terms

Kind = Literal["witness", "material", "body", "istanbul", "minnesota"]
PROTOCOLS: tuple[Kind, ...] = ("istanbul", "minnesota")
"""Kinds of appraisal that are about an allegation: Istanbul Protocol (OHCHR 2022), Minnesota Protocol (OHCHR 2016)."""


def kind(origin: Origin) -> Kind:
    """By which criteria an origin is assessed."""
    return {"witness": "witness", "material": "material"}.get(origin.kind, "body")  # type: ignore[return-value]


def criteria(name: Kind) -> Mapping[str, Mapping[str, str]]:
    """The criteria for a kind of source, or the checks of a protocol: question, and the answer that speaks for it."""
    found: Mapping[str, Mapping[str, str]] = (
        protocol(name)["checks"] if name in PROTOCOLS else terms.load("criteria")[name]
    )
    return found


def protocol(name: str) -> Mapping[str, Any]:
    """A protocol with its label, its checks, and the types of allegations that it is for."""
    found: Mapping[str, Any] = terms.load("protocols")[name]
    return found


def connections() -> Mapping[str, Mapping[str, Any]]:
    """How a source can be connected with what it tells."""
    found: Mapping[str, Mapping[str, Any]] = terms.load("connections")["connections"]
    return found


def connection(origin: Origin) -> str:
    """The connection that follows from the kind of an origin, "" where only a person can say it."""
    return next((name for name, c in connections().items() if origin.kind in c.get("origins", ())), "")


def suited(allegation: Allegation, name: Kind) -> None:
    """Raises WrongUse where the protocol is not for allegations of this type."""
    types = protocol(name)["types"]
    if allegation.type not in types:
        raise WrongUse(
            f"the {protocol(name)['label']} is not for an allegation of {allegation.type}",
            f"it is for: {', '.join(types)}",
        )


def appraise(
    about: Origin | Allegation,
    answers: Mapping[str, str],
    *,
    seq: int,
    who: str,
    when: str,
    why: str = "",
    by: str = "",
) -> Appraisal:
    """The appraisal of an origin, or of an allegation `by` a protocol, with these answers; what is not answered is unknown.

    `by` of an origin is its connection with the facts. Raises WrongUse for a criterion, an answer, a connection or a protocol that does not exist.
    """
    whole = isinstance(about, Allegation)
    if by not in (PROTOCOLS if whole else ("", *connections())):
        raise WrongUse(f"there is no {by!r}", f"name one of: {', '.join(PROTOCOLS if whole else connections())}")
    of: Kind = by if isinstance(about, Allegation) else kind(about)  # type: ignore[assignment]
    if isinstance(about, Allegation):
        suited(about, of)
    known = criteria(of)
    for name, answer in answers.items():
        if name not in known:
            raise WrongUse(f"a {of} is not assessed by {name!r}", f"criteria are: {', '.join(known)}")
        if answer not in ("yes", "no", "unknown"):
            raise WrongUse(f"{answer!r} is no answer", "answer yes, no or unknown")
    told = tuple((name, answers.get(name, "unknown")) for name in known)
    connected = "" if whole else by
    made = msgspec.convert(
        {"id": "", "seq": seq, "about": about.id, "label": about.label, "kind": of, "answers": told, "who": who, "when": when, "why": why,
         "connection": connected},
        Appraisal,
    )  # fmt: skip
    marks = (*(f"{k}={v}" for k, v in told), *([connected] if connected else []))
    return msgspec.structs.replace(made, id=ids.name("appraisal", seq, about.id, who, when, *marks))


def against(appraisal: Appraisal) -> tuple[str, ...]:
    """The questions whose answer speaks against the source, or is not known, in words."""
    known = criteria(appraisal.kind)
    return tuple(f"{known[k]['question']} {v}" for k, v in appraisal.answers if v != known[k]["good"])


def latest(appraisals: Iterable[Appraisal]) -> dict[tuple[str, str, str], Appraisal]:
    """For each origin, and each allegation by each protocol, what each person says now: by the id, the kind and the person."""
    return {(a.about, a.kind, a.who): a for a in sorted(appraisals, key=lambda a: a.seq)}
