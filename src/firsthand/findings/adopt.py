"""Adopt: what a person concludes about an allegation, kept as it was concluded; and what came after.

A finding names its standard, its words and its reasons, and keeps what the rules proposed at that time and which statements were on
file. It is never changed: a later one takes its place. Where a new document touches the allegation, the finding says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from firsthand import ids
from firsthand.allegations.record import Allegation, Contradiction
from firsthand.errors import WrongUse
from firsthand.findings import standard
from firsthand.findings.parts import LABELS
from firsthand.findings.record import Assessment, Finding, Since
from firsthand.statements.record import Statement
from firsthand.vocabulary import terms


def proposed(assessment: Assessment, parts: Iterable[str]) -> str:
    """The standard that the rules propose for a sentence that states all of `parts`: the lowest of theirs; "" where nobody tells of one."""
    known = standard.standards()
    levels = {**{p.name: p.standard for p in assessment.parts}, "act": assessment.standard}
    asked = [levels.get(p, "") for p in parts]
    return "" if "" in asked else min(asked, key=lambda s: known[s].order)


def unmet(assessment: Assessment, parts: Iterable[str], asked: str) -> tuple[str, ...]:
    """The conditions of the standard `asked`, and of those below it, that are not met: of the act, and of each other part."""
    known = standard.standards()
    limit = known[asked].order if asked else -1
    told = {"act": assessment.conditions, **{p.name: p.unmet for p in assessment.parts if p.name != "act"}}
    silent = [p for p in parts if p != "act" and not any(x.name == p and x.statements for x in assessment.parts)]
    found = [f"{LABELS[part]}: nothing on file tells of it" for part in silent if asked]
    found += [
        f"{LABELS[part]}: {c.name} ({c.because})"
        for part in parts
        for c in told.get(part, ())
        if not c.met and c.level in known and known[c.level].order <= limit
    ]
    return tuple(dict.fromkeys(found))


def adopt(draft: Finding, allegation: Allegation, assessment: Assessment, against: Iterable[Contradiction]) -> Finding:
    """The finding `draft` (who, when, standard, words, why, parts, seq) about `allegation`, with what holds at this time.

    Raises WrongUse where it has no words, no reasons or nobody's name, where the standard or a part is unknown, or where it goes beyond
    what the rules propose and the reasons do not say why.
    """
    known = standard.standards()
    if draft.standard and draft.standard not in known:
        raise WrongUse(f"there is no standard {draft.standard!r}", f"standards are: {', '.join(known)}")
    strange = [p for p in draft.parts if p not in LABELS]
    if strange or not draft.parts:
        raise WrongUse(f"an allegation has no part {' '.join(strange)!r}", f"parts are: {', '.join(LABELS)}")
    if not draft.who.strip() or not draft.why.strip() or (draft.standard and not draft.words.strip()):
        raise WrongUse("a finding needs who adopts it, its words and its reasons", "give --words and --why")
    degrees = terms.load("involvement")["degrees"]
    odd = [degree for _, degree in draft.involved if degree not in degrees]
    if odd:
        raise WrongUse(f"there is no degree of involvement {odd[0]!r}", f"degrees are: {', '.join(degrees)}")
    if draft.involved and "actor" not in draft.parts:
        raise WrongUse("who is involved is stated by a finding on who did it", "add --part actor")
    made = msgspec.structs.replace(
        draft,
        about=allegation.id,
        label=allegation.label,
        proposed=proposed(assessment, draft.parts),
        profile=assessment.profile,
        unmet=unmet(assessment, draft.parts, draft.standard),
        statements=tuple(m.id for m in allegation.statements),
        contradictions=tuple(c.id for c in against if c.allegation == allegation.id),
    )
    return msgspec.structs.replace(made, id=ids.name("finding", *_told(made)))


def _told(f: Finding) -> Sequence[str | int]:
    return (
        f.seq,
        f.about,
        f.standard,
        f.words,
        f.who,
        f.when,
        f.why,
        *f.parts,
        *(x for pair in f.involved for x in pair),
    )


def standing(findings: Iterable[Finding]) -> dict[str, Finding]:
    """For each allegation the finding that holds: the last one, unless it withdraws."""
    last: dict[str, Finding] = {}
    for f in sorted(findings, key=lambda f: f.seq):
        last[f.about] = f
    return {about: f for about, f in last.items() if f.standard}


def holding(findings: Iterable[Finding], moved: Iterable[Since]) -> dict[str, Finding]:
    """The findings that hold, by the allegation they are about by now, as `moved` tells."""
    now = {s.finding: s.allegation for s in moved}
    return {now.get(f.id) or about: f for about, f in standing(findings).items()}


def since(
    findings: Iterable[Finding],
    allegations: Sequence[Allegation],
    assessments: Mapping[str, Assessment],
    contradictions: Sequence[Contradiction],
    statements: Mapping[str, Statement],
) -> tuple[Since, ...]:
    """For each of `findings` what came after it. `assessments` by allegation, `statements` by id."""
    return tuple(_since(f, allegations, assessments, contradictions, statements) for f in findings)


def _since(
    f: Finding,
    allegations: Sequence[Allegation],
    assessments: Mapping[str, Assessment],
    contradictions: Sequence[Contradiction],
    statements: Mapping[str, Statement],
) -> Since:
    now = follow(f, allegations)
    if now is None:
        return Since(finding=f.id, allegation="", gone=f.statements)
    members = [m.id for m in now.statements]
    added = tuple(m for m in members if m not in f.statements)
    against = tuple(c.id for c in contradictions if c.allegation == now.id and c.id not in f.contradictions)
    touched = [*added, *(s for c in contradictions if c.id in against for s in c.statements if s not in f.statements)]
    return Since(
        finding=f.id,
        allegation=now.id,
        standard=proposed(assessments[now.id], f.parts) if now.id in assessments else "",
        added=added,
        gone=tuple(s for s in f.statements if s not in members),
        contradictions=against,
        documents=tuple(dict.fromkeys(statements[s].document for s in touched if s in statements)),
    )


def follow(f: Finding, allegations: Sequence[Allegation]) -> Allegation | None:
    """The allegation that a finding is about by now: that of its id, else the one with most of its statements, and at least half."""
    same = next((a for a in allegations if a.id == f.about), None)
    if same is not None or not f.statements:
        return same
    held = Counter({a.id: sum(m.id in f.statements for m in a.statements) for a in allegations})
    best = max(allegations, key=lambda a: (held[a.id], -len(a.statements), a.id), default=None)
    return best if best is not None and 2 * held[best.id] >= len(f.statements) else None
