"""Lay: a Report set out for paper, as one sequence of blocks, so that each paper format is a small writer of blocks.

What the page folds away stands here in full; what it links to stands in footnotes: the words that a sentence rests on when they are first
cited, with their document and place, and the number of their passage from then on. All passages stand at the end, in what surrounds them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from firsthand.reports import draw, tally
from firsthand.reports.phrase import listed, moment, some
from firsthand.reports.record import (
    Adopted,
    Axis,
    Check,
    Counted,
    Decision,
    Dispute,
    Element,
    Fault,
    Graph,
    Group,
    Level,
    Line,
    Passage,
    Report,
    Run,
    Section,
    Sentence,
    Shared,
    Source,
)

QUOTED = 400
"""Characters of a passage that a footnote quotes; all of it stands among the passages."""


class Heading(msgspec.Struct, frozen=True):
    """A heading of level 1 (part) to 3."""

    text: str
    level: int


class Para(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph. `notes` are the passages that it rests on. `indent` counts levels of a list, 0 for none."""

    runs: tuple[Run, ...]
    notes: tuple[int, ...] = ()
    style: Literal["body", "lead", "small", "item", "passage"] = "body"
    indent: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table. `widths` are the shares of the columns."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Para, ...], ...]
    widths: tuple[int, ...]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing (SVG), beside a table or list that says the same; `caption` is what it shows."""

    svg: str
    caption: str


Block = Heading | Para | Grid | Picture


@cache
def words() -> dict[str, Any]:
    """What every report says about itself, by name."""
    return tomllib.loads(resources.files("firsthand.reports").joinpath("words.toml").read_text("utf-8"))


def lay(report: Report) -> Iterator[Block]:
    """The blocks of `report`, in order."""
    yield _plain(f"{words()['proposal']} {words()['finding']}", style="lead")
    yield Heading("Overview", 1)
    yield _plain("; ".join(f"{value:,} {label}" for label, value, _ in report.counts) + ".")
    yield from _overview(report)
    yield Heading("Allegations", 1)
    for section in report.sections:
        yield from _section(section)
    if not report.sections:
        yield _plain("No allegation was found in these documents.")
    if loose := [c for c in report.contradictions if not c.allegation]:
        yield Heading("Contradictions about other facts", 2)
        yield from _each(loose, _dispute)
    if report.crimes:
        yield from _crimes(report)
    if report.studies:
        yield Heading("Estimates from lists of persons", 1)
        yield _plain(words()["estimated"], style="small")
        for counted in report.studies:
            yield from _counted(counted)
    yield Heading("Documents", 1)
    yield _plain(words()["digests"], style="small")
    yield from _each(report.sources, _source)
    yield Heading("Copies and shared passages", 1)
    yield _plain(words()["shared"], style="small")
    yield from _each(report.copies, _shared)
    yield Heading("Flaws", 1)
    yield from _faults(report.faults)
    yield Heading("Judgements", 1)
    yield from _decisions(report.decisions)
    yield from _method(report)
    yield Heading("Passages", 1)
    yield _plain(words()["passages"], style="small")
    yield from _each(report.passages, _passage)


def shown(run: Run) -> str:
    """The words of a run as paper has them: those of the material in quotation marks."""
    if run.kind != "quoted":
        return run.text
    return f"‘{run.text}’" if "“" in run.text or '"' in run.text else f"“{run.text}”"


class Notes:
    """The footnotes of a paper format: the first time that a passage is cited its words, from then on its number."""

    def __init__(self, report: Report) -> None:
        self._passages = {p.number: p for p in report.passages}
        self._cited: set[int] = set()

    def note(self, numbers: Sequence[int]) -> tuple[Run, ...]:
        """The words of one footnote for all these passages."""
        fresh = [n for n in numbers if n not in self._cited]
        known = [n for n in numbers if n in self._cited]
        self._cited.update(fresh)
        parts = [self._told(self._passages[n]) for n in fresh]
        if known:
            label = "Passage" if len(known) == 1 else "Passages"
            parts.append((Run(f"{label} {', '.join(map(str, known))}."),))
        return tuple(run for i, part in enumerate(parts) for run in ((Run(" "),) if i else ()) + part)

    def _told(self, p: Passage) -> tuple[Run, ...]:
        place = Run(f"{where(p)}.")
        quoted = " […] ".join(piece.text for piece in p.pieces if piece.role == "quoted")
        if p.whole or not quoted:
            return Run(f"Passage {p.number}: "), Run(p.name or "document", "name"), place
        cut = quoted if len(quoted) <= QUOTED else quoted[: QUOTED - 1] + "…"
        flat = Run(" ".join(cut.split()), "quoted")
        return Run(f"Passage {p.number}: "), flat, Run(", "), Run(p.name or "document", "name"), place


def where(p: Passage) -> str:
    """The place of a passage in its document, in words, with the beginning of the document's digest."""
    page = f", page {p.page}" if p.page else ""
    place = "as received" if p.whole else f"characters {p.start}–{p.end}"
    return f"{page}, {place}, SHA-256 {p.document[:12]}"


def _plain(
    text: str,
    notes: tuple[int, ...] = (),
    style: Literal["body", "lead", "small", "item", "passage"] = "body",
    indent: int = 0,
) -> Para:
    return Para(runs=(Run(text),), notes=notes, style=style, indent=indent)


def _sentence(s: Sentence, style: Literal["body", "lead", "item"] = "body", indent: int = 0) -> Para:
    return Para(runs=s.runs, notes=s.notes, style=style, indent=indent)


def _each(things: Iterable[Any], set_out: Any) -> Iterator[Block]:
    empty = True
    for thing in things:
        empty = False
        yield from set_out(thing)
    if empty:
        yield _plain("None.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _overview(report: Report) -> Iterator[Block]:
    head = ("Allegation", "Independent origins", "Documents", "First-hand", "Disputed by", "Standard proposed")
    rows = tuple(
        (
            _plain(_capital(s.label), s.lead.notes, indent=int(s.part)),
            *(
                _plain(w)
                for w in (s.origins, s.documents, s.first_hand, s.disputed_by or "no denial found", s.standard)
            ),
        )
        for s in report.sections
    )
    if rows:
        title = "Allegations and what stands behind them"
        yield Grid(title=title, head=head, rows=rows, widths=(34, 12, 11, 10, 18, 15))
        yield _plain(words()["counted"], style="small")
    yield Heading("Contradictions", 2)
    yield from _each(report.contradictions, _brief)


def _brief(c: Dispute) -> Iterator[Block]:
    yield Para(runs=(Run(f"{_capital(c.kind)}, {c.status}: "), *c.sentence.runs), notes=c.sentence.notes, style="item")


def _section(s: Section) -> Iterator[Block]:
    yield Heading(_capital(s.label), 2)
    yield _sentence(s.lead, "lead")
    short = f"{s.origins} independent {'origin' if s.origins == '1' else 'origins'}; {s.documents} {'document' if s.documents == '1' else 'documents'}; {s.first_hand} first-hand; standard proposed by rules: {s.standard}."
    yield _plain(short)
    if s.brief:
        yield _plain(words()["brief"], style="small")
        return
    if s.facts:
        yield _plain("; ".join(f"{label}: {value}" for label, value in s.facts) + ".")
    yield from _reasons(s.reasons)
    if s.finding:
        yield from _adopted(s.finding)
    yield Heading("What supports it", 3)
    yield from _each(s.supports, _group)
    yield Heading("What disputes it", 3)
    yield from _lines(s.disputes, s.left.get("disputes", 0))
    if not s.disputes:
        yield _plain(words()["silence"])
    if s.doubts:
        yield Heading("Doubts, and what could not be confirmed", 3)
        yield from _lines(s.doubts, s.left.get("doubts", 0))
    if s.answers:
        yield Heading("How those who are accused answer", 3)
        yield from _lines(s.answers)
    if s.contradictions:
        yield Heading("Contradictions", 3)
        for c in s.contradictions:
            yield from _brief(c) if c.kind == "denial" else _dispute(c)
    if s.axes:
        yield Heading("Figures", 3)
        yield _plain(words()["figures"], style="small")
        yield from _each(s.axes, _axis)
    if s.graph:
        yield Heading("The origins, and why they count as independent", 3)
        yield from _graph(s.graph)
        yield from (_pair(pair) for pair in s.pairs)
    yield from _weighed(s)
    if s.mentions:
        yield Heading("Statements that only mention it", 3)
        yield from _lines(s.mentions, s.left.get("mentions", 0))


def _adopted(f: Adopted) -> Iterator[Block]:
    yield Heading(f"Finding: {f.standard}", 3)
    yield from (_sentence(sentence, "lead") for sentence in f.sentences)
    yield _plain(f"Adopted by {f.who}, {f.when}. It states {listed(f.parts)}. Why: {f.why}")
    if f.proposed:
        yield _plain(f"The rules proposed for this: {f.proposed}.", style="small")
    for condition in f.unmet:
        yield _plain(f"Not met when it was adopted: {condition}.", style="small")


def _pair(pair: Check) -> Para:
    mark = "independent" if pair.met else "not shown to be independent"
    runs = (Run(pair.name, "name"), Run(f", {mark}: "), *pair.sentence.runs)
    return Para(runs=runs, notes=pair.sentence.notes, style="item")


def _weighed(s: Section) -> Iterator[Block]:
    if s.levels:
        yield Heading("The standard: conditions met and not met", 3)
        yield from _each(s.levels, _level)
    if s.would_change:
        yield Heading("What would change this", 3)
        for change in s.would_change:
            yield _sentence(change, "item")


def _group(g: Group) -> Iterator[Block]:
    count = {"lo": "counted", "hi": "counted in the higher number only", "no": "not counted"}[g.counted]
    kind = f"{g.kind}{', first-hand' if g.first_hand else ''}; {count}{': ' + g.why_not if g.why_not else ''}."
    runs = (Run(f"{g.code} "), Run(_capital(g.label), "name"), Run(f" – {kind} "), *g.summary.runs)
    yield Para(runs=runs, notes=g.summary.notes)
    yield from _lines(g.lines, g.left)
    yield from _reasons(g.reasons)


def _left(n: int, indent: int = 0) -> Iterator[Block]:
    """What is said where a list goes on."""
    if n:
        yield _plain(words()["left"].format(f"{n:,}"), style="small", indent=indent)


def _lines(lines: Iterable[Line], left: int = 0) -> Iterator[Block]:
    for line in lines:
        tags = f" ({'; '.join((line.document, *line.tags))})"
        yield Para(runs=(*line.sentence.runs, Run(tags)), notes=line.sentence.notes, style="item")
        rule = (f"rule {line.rule}",) if line.rule else ()
        yield from _reasons((*rule, *line.reasons), 1)
    yield from _left(left)


def _reasons(reasons: Sequence[str], indent: int = 0) -> Iterator[Block]:
    if reasons:
        yield _plain(f"Found by: {'; '.join(reasons)}.", style="small", indent=indent)


def _dispute(c: Dispute) -> Iterator[Block]:
    yield from _brief(c)
    for line in c.lines:
        yield Para(
            runs=(*line.sentence.runs, Run(f" ({line.document})")), notes=line.sentence.notes, style="item", indent=1
        )
    yield from _left(c.left, 1)
    yield from _reasons(c.reasons, 1)


def _axis(a: Axis) -> Iterator[Block]:
    if len(a.bars) > 1:
        yield Picture(svg=draw.axis(a), caption=_capital(a.title))
    rows = tuple((_plain(_capital(b.label)), _sentence(b.sentence)) for b in a.bars)
    yield Grid(title=_capital(a.title), head=("Origin", "Who, and in which words"), rows=rows, widths=(30, 70))
    yield from _left(a.left)


def _graph(g: Graph) -> Iterator[Block]:
    if drawn := draw.graph(g):
        yield Picture(svg=drawn, caption=words()["graph"])
    labels = {node.code: f"{node.code} {node.label}" for node in g.documents}
    for origin in g.origins:
        held = [labels[link.a] for link in g.links if link.b == origin.code]
        yield _plain(f"{origin.code} {origin.label}, from {', '.join(held)}", style="item")
    for edge, tie in [*((e, "share text with") for e in g.copies), *((e, "depends on") for e in g.dependences)]:
        yield _plain(f"{edge.a} {tie} {edge.b}{' (proposed)' if edge.proposed else ''}", style="item")


def _level(level: Level) -> Iterator[Block]:
    met = sum(c.met for c in level.checks)
    reached = "reached" if level.reached else "not reached"
    title = f"{_capital(level.label)}: {reached}, {met} of {some(len(level.checks), 'condition')} met"
    rows = tuple(
        (_plain(_capital(c.name)), _plain("met" if c.met else "not met"), _sentence(c.sentence)) for c in level.checks
    )
    yield Grid(title=title, head=("Condition", "Met", "Because"), rows=rows, widths=(30, 12, 58))


def _counted(c: Counted) -> Iterator[Block]:
    """An estimate: its conclusion, the lists, what every method says with its tests, other settings, and all that must be said."""
    panel = c.study.panel
    yield _sentence(c.lead, "lead")
    yield from (_sentence(s, "item", 1) for s in c.lists)
    yield from (_plain(why, style="item", indent=1) for why in (*panel.notes, *panel.because))
    yield Picture(svg=str(tally.overlap(panel.captures)), caption="How many persons are on exactly which lists")
    if panel.estimates:
        yield Picture(svg=str(tally.methods(panel)), caption="All methods on one axis, with the documented count")
        rows = [(e.method, tally.told(e.total, e.interval, e.withheld), e.interval.kind if e.interval else "", e.model.replace("·", " · ")) for e in panel.estimates]  # fmt: skip
        yield _grid("What each method says", ("Method", "Persons in all", "Interval", "Model"), rows, (22, 28, 16, 34))
        checks = [(k.list, f"{k.known:,}", k.family, tally.told(k.total, k.interval), "yes" if k.covered else "no") for k in panel.checks]  # fmt: skip
        head = ("List", "Known", "Family", "Estimated from the other lists", "Holds it")
        yield _grid("Test with known answers", head, checks, (30, 12, 20, 26, 12))
        yield Picture(svg=str(tally.sensitivity(panel)), caption="The same under other settings")
        other = [(v.what, v.setting, f"{v.documented:,}", tally.told(v.total, v.interval, v.withheld)) for v in panel.variants]  # fmt: skip
        yield _grid("The same under other settings", ("What", "Set to", "Documented", "Persons in all"), other, (36, 16, 14, 34))  # fmt: skip
    if c.study.strata:
        parts = [(s.name, f"{s.documented:,}", tally.told(s.total, s.interval, s.withheld)) for s in c.study.strata]
        yield _grid(f"By {c.study.by}", (_capital(c.study.by), "Documented", "Persons in all (graphs)"), parts, (34, 16, 50))  # fmt: skip
    for caveat in panel.caveats:
        yield _plain(f"{caveat.number}. {_capital(caveat.name)}. {caveat.text}", style="item", indent=1)
    for said in (*(f"{f.message}. {_capital(f.cure)}." for f in c.study.flaws), *c.study.steps):
        yield _plain(said, style="small")


def _crimes(report: Report) -> Iterator[Block]:
    told = words()["elements"]
    yield Heading("Crimes and elements", 1)
    yield _plain(told["note"] + ("" if report.checked else f" {told['unchecked']}"), style="small")
    for crime in report.crimes:
        yield Heading(crime.label, 2)
        yield _plain(crime.citation, style="small")
        for heading, elements in crime.acts:
            rows = ((e.text, _file(e), _speak(e)) for e in elements)
            yield _grid(heading, ("Element", "On file", "By what, or what to ask"), rows, (42, 20, 38))
        if crime.silent:
            yield _plain(f"{told['silent']} {'; '.join(crime.silent)}.", style="small")


def _file(e: Element) -> str:
    return f"{e.said}; {e.standard}" if e.standard else e.said


def _speak(e: Element) -> str:
    if not e.speaks:
        return f"{words()['elements']['ask']} {e.question}"
    return "; ".join(f"{_capital(label)} ({because})" if because else label for _, label, because in e.speaks)


def _grid(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> Grid:
    return Grid(title=title, head=head, rows=tuple(tuple(_plain(c) for c in row) for row in rows), widths=widths)


def _source(d: Source) -> Iterator[Block]:
    facts = "; ".join(f"{label}: {value}" for label, value in d.facts)
    flaws = f"; {some(d.flaws, 'flaw')}" if d.flaws else ""
    runs = (*(Run(r.text, "name") for r in d.sentence.runs), Run(f" – {facts}{flaws}; SHA-256 {d.document}"))
    yield Para(runs=runs, style="item")


def _shared(c: Shared) -> Iterator[Block]:
    yield Para(runs=(Run(f"{_capital(c.kind)}, {c.status}: "), *c.sentence.runs), notes=c.sentence.notes)
    if c.matches:
        rows = tuple((_sentence(a), _sentence(b)) for a, b in c.matches)
        left = f" ({c.left} more are held in the inquiry)" if c.left else ""
        yield Grid(title=f"Matched words{left}", head=c.names, rows=rows, widths=(50, 50))
    yield from _reasons(c.reasons)


def _faults(faults: Sequence[Fault]) -> Iterator[Block]:
    if not faults:
        yield _plain("Nothing was wrong with the material as far as the program can tell.")
        return
    rows = tuple(
        (
            _plain(f.name or "–", f.notes),
            _plain(f.stage),
            _plain(f"{_capital(f.kind)}: {f.message}{f' ({f.place})' if f.place else ''}"),
            _plain(f.cure or "–"),
        )
        for f in faults
    )
    head = ("Document", "Stage", "What is wrong", "What can be done")
    yield Grid(title="Flaws in the material", head=head, rows=rows, widths=(24, 10, 38, 28))


def _decisions(decisions: Sequence[Decision]) -> Iterator[Block]:
    if not decisions:
        yield _plain("No person has decided anything yet: all that stands here is a proposal.")
        return
    rows = tuple(
        tuple(
            _plain(w)
            for w in (
                d.about,
                d.decision + ("" if d.holds else " (no longer holds)"),
                f"{d.who}, {moment(d.when)}",
                d.why or "no reason given",
            )
        )
        for d in decisions
    )
    head = ("About", "Decision", "Who and when", "Why")
    yield Grid(title="What people decided", head=head, rows=rows, widths=(34, 16, 22, 28))


def _method(report: Report) -> Iterator[Block]:
    yield Heading("Method and limits", 1)
    yield _plain(words()["method"])
    yield Heading("What this report does not show", 2)
    for limit in words()["limits"]:
        yield _plain(limit, style="item")
    if report.ladder:
        yield Heading("The standards of proof, weakest first", 2)
    for label, definition, checked in report.ladder:
        unchecked = "" if checked else f" ({words()['unchecked']})"
        yield Para(runs=(Run(_capital(label), "name"), Run(f": {definition}{unchecked}")), style="item")


def _passage(p: Passage) -> Iterator[Block]:
    runs = [Run(f"{p.number} "), Run(p.name or "document", "name"), Run(f"{where(p)}: ")]
    runs += [Run("… ")] if p.cut_before else []
    end = 0
    for i, piece in enumerate(p.pieces):
        if i and piece.start != end:
            runs.append(Run(f" [… {piece.start - end} characters …] "))
        runs.append(Run(piece.text, "cue" if piece.role == "quoted" else "plain"))
        end = piece.start + len(piece.text)
    runs += [Run(" …")] if p.cut_after else []
    runs += [] if p.pieces else [Run("no text could be read from it")]
    yield Para(runs=tuple(runs), style="passage")
