"""Argue: set out one allegation: what supports it, by origin; what disputes it; the figures; the standard, met or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from firsthand.allegations.contradict import comparable
from firsthand.allegations.record import Allegation
from firsthand.figures.record import Figure
from firsthand.findings import answer
from firsthand.findings.record import Assessment, Condition
from firsthand.judgements import Judgement
from firsthand.reports.adopted import adopted
from firsthand.reports.phrase import (
    NOT_WEIGHED,
    NOTES,
    ORIGINS,
    Phrases,
    act,
    count,
    interval,
    listed,
    moment,
    plain,
    some,
    standard,
    unit,
    when,
)
from firsthand.reports.record import (
    Axis,
    Bar,
    Check,
    Contents,
    Dispute,
    Edge,
    Graph,
    Group,
    Level,
    Line,
    Node,
    Run,
    Section,
    Sentence,
)
from firsthand.statements.record import Statement

UNTRACED = ""
"""Stands for the origin of statements that no trace was made for."""


def section(
    a: Allegation,
    anchor: str,
    found: Assessment | None,
    contents: Contents,
    phrases: Phrases,
    contradictions: Sequence[Dispute],
) -> Section:
    """Everything about the allegation `a`. A denial and a doubt always stand beside what supports it."""
    said = {role: _said(a, role, phrases) for role in ("supports", "disputes", "mentions")}
    if a.id in phrases.room.brief:
        return _brief(a, anchor, found, said, phrases)
    groups = _groups(said["supports"], found, phrases)
    beside = _beside(said)
    origins, documents, first_hand, level = _numbers(found, said["supports"])
    denials, doubts, mentions = (_lines(listed_, phrases) for listed_ in beside.values())
    cited = _key_notes(groups, denials, doubts, mentions)
    named = {g.label: g.lines[0].sentence.notes[0] for g in groups}
    named |= {line.sentence.runs[0].text: line.sentence.notes[0] for line in reversed((*denials, *doubts))}

    def cite(words: str) -> list[int]:
        """The notes of those origins and speakers that `words` name; of all that matters where they name none."""
        return [note for name, note in named.items() if name in words] or cited

    return Section(
        anchor=anchor,
        allegation=a.id,
        part=a.part_of in phrases.allegations,
        label=a.label,
        type=act(a.type),
        origins=origins,
        documents=documents,
        first_hand=first_hand,
        standard=level,
        disputed_by=disputed(found, phrases) if found else _unweighed(denials, doubts),
        lead=_lead(a, found, len(groups), cited, phrases),
        facts=_facts(a, phrases),
        supports=groups,
        disputes=denials,
        doubts=doubts,
        answers=tuple(_answers(a, contents.judgements, phrases)),
        mentions=mentions,
        axes=_axes(a, phrases),
        graph=_graph(groups, said["supports"], contents),
        pairs=_pairs(groups, found, cited, phrases),
        levels=_levels(found, cite) if found else (),
        would_change=tuple(plain(w, cite(w)) for w in found.would_change) if found else (),
        contradictions=tuple(contradictions),
        reasons=a.reasons,
        left={role: max(0, len(held) - phrases.room.most) for role, held in beside.items()},
        finding=adopted(phrases.found[a.id], cited, phrases) if a.id in phrases.found else None,
    )


def _beside(said: Mapping[str, Sequence[Statement]]) -> dict[str, list[Statement]]:
    """What stands beside the support: denials, doubts, and what only mentions it."""
    return {
        "disputes": [s for s in said["disputes"] if s.stance != "doubts"],
        "doubts": [s for role in ("disputes", "mentions") for s in said[role] if s.stance == "doubts"],
        "mentions": [s for s in said["mentions"] if s.stance != "doubts"],
    }


def _brief(
    a: Allegation,
    anchor: str,
    found: Assessment | None,
    said: Mapping[str, Sequence[Statement]],
    phrases: Phrases,
) -> Section:
    """The head alone, on the first statement of each side."""
    beside = _beside(said)
    cited = [phrases.notes.statement(held[0]) for held in (said["supports"], beside["disputes"]) if held]
    cited = cited or [phrases.notes.statement(s) for held in said.values() for s in held[:1]]
    entries = {phrases.traces[s.id].origin if s.id in phrases.traces else UNTRACED for s in said["supports"]}
    origins, documents, first_hand, level = _numbers(found, said["supports"])
    denied, doubted = (dict.fromkeys(map(phrases.who, beside[role])) for role in ("disputes", "doubts"))
    return Section(
        anchor=anchor,
        allegation=a.id,
        part=a.part_of in phrases.allegations,
        label=a.label,
        type=act(a.type),
        lead=_lead(a, found, len(entries), cited, phrases),
        disputed_by=disputed(found, phrases) if found else _against(denied, doubted),
        origins=origins,
        documents=documents,
        first_hand=first_hand,
        standard=level,
        brief=True,
    )


def _numbers(found: Assessment | None, supports: Sequence[Statement]) -> tuple[str, str, str, str]:
    """Independent origins, documents, first-hand, and the standard, as the table says them."""
    if found is None:
        return NOT_WEIGHED, str(len({s.document for s in supports})), NOT_WEIGHED, NOT_WEIGHED
    origins = count(found.origins.lo, found.origins.hi)
    return origins, str(len(found.documents)), str(found.first_hand), standard(found.standard)


def disputed(found: Assessment, phrases: Phrases) -> str:
    """Who denies it, and who could not confirm it: two things, kept apart."""
    return _against(map(phrases.speaker, found.disputed_by), map(phrases.speaker, found.doubted_by))


def _unweighed(denials: Sequence[Line], doubts: Sequence[Line]) -> str:
    denied, doubted = ([line.sentence.runs[0].text for line in lines] for lines in (denials, doubts))
    return _against(denied, doubted)


def _against(denied: Iterable[str], doubted: Iterable[str]) -> str:
    parts = (listed(denied), listed(doubted))
    return "; ".join(form.format(part) for form, part in zip(("{}", "doubted by {}"), parts, strict=True) if part)


def _said(a: Allegation, role: str, phrases: Phrases) -> list[Statement]:
    found = [phrases.statements[m.id] for m in a.statements if m.role == role]
    return sorted(found, key=lambda s: (phrases.name(s.document), s.document, s.start, s.id))


def _lines(statements: Sequence[Statement], phrases: Phrases) -> tuple[Line, ...]:
    return tuple(phrases.line(s) for s in statements[: phrases.room.most])


def _answers(a: Allegation, judged: Iterable[Judgement], phrases: Phrases) -> Iterator[Line]:
    """How those who are accused answer, in the judgement of people."""
    for j in answer.answers(a, judged, phrases.allegations):
        if j.about in phrases.statements:
            how = f"{answer.label(j.decision)}, in the judgement of {j.who}, {moment(j.when)}"
            yield msgspec.structs.replace(
                phrases.line(phrases.statements[j.about]), tags=(f"{how}: {j.why}" if j.why else how,)
            )


def _key_notes(groups: Sequence[Group], *others: Sequence[Line]) -> list[int]:
    """One note of each origin that supports, then of the first that disputes, doubts, mentions: what a summary cites."""
    first = [g.lines[0].sentence.notes[0] for g in groups[: NOTES - 2]]
    return first + [lines[0].sentence.notes[0] for lines in others[:2] if lines] or [
        lines[0].sentence.notes[0] for lines in others if lines
    ]


def _lead(a: Allegation, found: Assessment | None, origins: int, cited: Sequence[int], phrases: Phrases) -> Sentence:
    if found is None:
        return plain(f"“{a.label}” is spoken of by {some(origins, 'origin')}; it was not weighed.", cited)
    lo, hi, held = found.origins.lo, found.origins.hi, found.first_hand
    counted = f"{some(lo, 'independent origin')}" if lo == hi else f"Between {lo} and {hi} independent origins"
    denied = listed(phrases.speaker(id_) for id_ in found.disputed_by)
    doubted = listed(phrases.speaker(id_) for id_ in found.doubted_by)
    text = f"{counted} in {some(len(found.documents), 'document')}, {held or 'none'} of them first-hand. "
    text += f"Disputed by {denied}. " if denied else "No denial was found in these documents. "
    text += f"Doubted, or not confirmed, by {doubted}. " if doubted else ""
    return plain(text + f"The rules propose: {standard(found.standard)}.", cited)


def _place(a: Allegation) -> str:
    taken = (
        f" ({listed(a.inferred)}: taken from what the texts speak of, no account of it says so)" if a.inferred else ""
    )
    return listed(a.places) + taken


def _facts(a: Allegation, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    part_of = phrases.allegations[a.part_of].label if a.part_of in phrases.allegations else ""
    facts = (
        ("Act", act(a.type)),
        ("Said to be victims", listed(a.victims) or "not named"),
        ("Said to be responsible", listed(a.perpetrators) or "nobody is named"),
        ("Place", _place(a) or "not named"),
        ("Time", when(a.period) or "not given"),
        ("Part of", part_of),
        *phrases.checked(a.id),
    )
    return tuple(fact for fact in facts if fact[1])


def _groups(statements: Sequence[Statement], found: Assessment | None, phrases: Phrases) -> tuple[Group, ...]:
    by: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        by[phrases.traces[s.id].origin if s.id in phrases.traces else UNTRACED].append(s)
    lo = set(found.origins.ids) if found else set()
    hi = set(found.origins.ids_hi) if found else set()

    def rank(origin: str) -> tuple[int, str, str]:
        known = phrases.origins.get(origin)
        return 0 if origin in lo else 1 if origin in hi else 2, known.label if known else "", origin

    excluded = dict(found.origins.excluded) if found else {}
    return tuple(
        _group(f"O{n}", id_, ("lo", "hi", "no")[rank(id_)[0]], by[id_], excluded, phrases)
        for n, id_ in enumerate(sorted(by, key=rank), 1)
    )


def _group(
    code: str, id_: str, counted: str, statements: Sequence[Statement], excluded: dict[str, str], phrases: Phrases
) -> Group:
    origin = phrases.origins.get(id_)
    lines = _lines(statements, phrases)
    names = list(dict.fromkeys(phrases.name(s.document) for s in statements))
    where = listed(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    label = origin.label if origin else "No origin was traced"
    connected = phrases.connected(origin) if origin else ""
    kind = ORIGINS[origin.kind] if origin else "unknown"
    kind += f"; connection to the facts: {connected}" if connected else ""
    told = f"{some(len(statements), 'statement')} in {some(len(names), 'document')}: {where}."
    return Group(
        code=code,
        origin=id_,
        label=label,
        kind=kind,
        first_hand=bool(origin and origin.first_hand),
        counted=counted,  # type: ignore[arg-type]
        summary=plain(told, [line.sentence.notes[0] for line in lines]),
        lines=lines,
        reasons=origin.reasons if origin else (),
        why_not=excluded.get(id_, ""),
        left=len(statements) - len(lines),
    )


def _axes(a: Allegation, phrases: Phrases) -> tuple[Axis, ...]:
    """Figures share an axis only where each is comparable with every other: of different definitions they never do."""
    series: list[list[Figure]] = []
    kinds: list[dict[object, Figure]] = []  # of each series one of those that are alike in all that is compared
    for f in (phrases.figures[id_] for id_ in a.figures):
        near = (n for n, held in enumerate(kinds) if all(comparable(f, other) for other in held.values()))
        n = next(near, len(series))
        if n == len(series):
            series.append([])
            kinds.append({})
        series[n].append(f)
        kinds[n].setdefault((f.counted, f.unit, f.of, f.cumulative, f.period), f)
    return tuple(
        Axis(
            title=_definition(held[0]),
            unit=held[0].unit,
            bars=tuple(_bar(f, phrases) for f in held[: phrases.room.most]),
            left=max(0, len(held) - phrases.room.most),
        )
        for held in sorted(series, key=len, reverse=True)[: phrases.room.most]
    )


def _definition(f: Figure) -> str:
    what = f"{unit(f.unit)}: {f.of}" if f.of else unit(f.unit)
    return f"{what}, {act(f.counted)}" if f.counted else f"{what}, in which respect is not said"


def _bar(f: Figure, phrases: Phrases) -> Bar:
    s = phrases.holder(f)
    trace = phrases.traces.get(s.id) if s else None
    origin = phrases.origins.get(trace.origin) if trace else None
    sentence = phrases.figure(f)
    return Bar(
        label=origin.label if origin else "no origin traced",
        words=sentence.runs[2].text,
        means=interval(f),
        low=f.low,
        high=f.high,
        sentence=Sentence((*sentence.runs, Run(f" — {interval(f)}")), sentence.notes),
    )


def _graph(groups: Sequence[Group], statements: Sequence[Statement], contents: Contents) -> Graph | None:
    if not groups:
        return None
    names = {d.id: d.name for d in contents.documents}
    ids = list(dict.fromkeys(s.document for s in statements))
    if len(ids) == len(groups) == 1:
        return None  # one line from one document to one origin shows nothing
    codes = {id_: f"D{n}" for n, id_ in enumerate(ids, 1)}
    codes.update({g.origin: g.code for g in groups})
    origin = {t.statement: t.origin for t in contents.traces}
    links = dict.fromkeys(Edge(codes[s.document], codes[origin.get(s.id, UNTRACED)]) for s in statements)
    inside = set(ids)
    copies = (
        Edge(codes[c.from_], codes[c.to], c.status == "proposed")
        for c in contents.copies
        if c.from_ in inside and c.to in inside and c.status != "rejected" and c.kind != "quotation"
    )
    depends = (
        Edge(codes[d.child], codes[d.parent], d.status == "proposed")
        for d in contents.dependences
        if d.child in codes and d.parent in codes and not {d.child, d.parent} & inside and d.status != "rejected"
    )
    return Graph(
        documents=tuple(Node(codes[id_], names.get(id_, id_[:12])) for id_ in ids),
        origins=tuple(Node(g.code, g.label, g.counted == "lo") for g in groups),
        links=tuple(links),
        copies=tuple(dict.fromkeys(copies)),
        dependences=tuple(dict.fromkeys(depends)),
    )


def _pairs(
    groups: Sequence[Group], found: Assessment | None, cited: Sequence[int], phrases: Phrases
) -> tuple[Check, ...]:
    if found is None:
        return ()
    by = {g.origin: g for g in groups}

    def name(id_: str) -> str:
        known = phrases.origins.get(id_)
        label = known.label if known else id_
        return f"{by[id_].code} {label}" if id_ in by else label

    return tuple(
        Check(
            name=f"{name(p.a)} — {name(p.b)}",
            met=p.independent,
            sentence=plain(p.because, [by[i].lines[0].sentence.notes[0] for i in (p.a, p.b) if i in by] or cited),
        )
        for p in found.origins.checks
    )


def _levels(found: Assessment, cite: Callable[[str], Sequence[int]]) -> tuple[Level, ...]:
    """The conditions by the standard that asks for them, weakest first; a level is reached only with all those below it."""
    by: dict[str, list[Condition]] = defaultdict(list)
    for c in found.conditions:
        by[c.level].append(c)
    levels: list[Level] = []
    for id_, conditions in by.items():
        reached = all(c.met for c in conditions) and (not levels or levels[-1].reached)
        checks = tuple(Check(name=c.name, met=c.met, sentence=plain(c.because, cite(c.because))) for c in conditions)
        levels.append(Level(label=standard(id_), reached=reached, checks=checks))
    return tuple(levels)
