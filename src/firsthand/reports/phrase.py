"""Phrase: say in words what a record holds, each sentence with its footnotes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.allegations.record import Predication
from firsthand.dates import Period
from firsthand.documents.record import Span
from firsthand.figures.record import Figure
from firsthand.findings import adopt, appraise
from firsthand.findings.record import Appraisal
from firsthand.judgements import standing
from firsthand.origins.record import Origin
from firsthand.reports.cite import Footnotes
from firsthand.reports.record import Contents, Line, Run, Sentence
from firsthand.reports.room import Room
from firsthand.statements.record import Statement
from firsthand.vocabulary import terms

QUOTED = 420
"""Characters of a quotation shown in a sentence; the passage behind the footnote shows it with what stands around it."""
NOTES = 6
"""Footnotes on one sentence; the statements below it carry the others."""

NOT_WEIGHED = "not weighed"
NOBODY = "speaker not resolved"
ORIGINS = {
    "witness": "first-hand witness",
    "material": "primary material",
    "official": "official act or statement",
    "investigation": "an organisation’s own investigation, which counts once",
    "unattributed": "nobody is named: not counted as certain",
}
MODES = {
    "direct": "quoted in the document",
    "indirect": "in the document’s words",
    "mixed": "partly quoted in the document",
    "own": "the document’s own voice",
}
STANCES = {"denies": "denial", "doubts": "doubt", "calls-for": "demand"}


class Phrases:
    """The records of `contents` by id, and how they are said."""

    def __init__(self, contents: Contents, notes: Footnotes, room: Room = Room()) -> None:  # noqa: B008 (it is frozen)
        self.notes, self.room = notes, room
        self.documents = {d.id: d for d in contents.documents}
        self.texts = {t.document: t for t in contents.texts}
        self.statements = {s.id: s for s in contents.statements}
        self.figures = {f.id: f for f in contents.figures}
        self.speakers = {s.id: s for s in contents.speakers}
        self.origins = {o.id: o for o in contents.origins}
        self.traces = {t.statement: t for t in contents.traces}
        self.predications = {p.id: p for p in contents.predications}
        self.allegations = {a.id: a for a in contents.allegations}
        self.agencies = {c.agency_id: c.name for c in contents.credits}
        self._own: dict[str, list[Statement]] = defaultdict(list)
        for s in contents.statements:
            if s.mode == "own":
                self._own[s.document].append(s)
        self.judged = standing(contents.judgements)
        self.found = adopt.holding(contents.findings, contents.since)
        self.appraised: dict[str, list[Appraisal]] = defaultdict(list)
        for a in appraise.latest(contents.appraisals).values():
            self.appraised[a.about].append(a)

    def speaker(self, id_: str | None) -> str:
        """The speaker's name, or that nobody could be named."""
        return self.speakers[id_].name if id_ in self.speakers else (id_ or NOBODY)

    def connected(self, origin: Origin) -> str:
        """How a source is connected with what it tells: as people said, else as its kind says; "" where nobody said."""
        known = appraise.connections()
        said = [f"{known[a.connection]['label']} ({a.who})" for a in self.appraised[origin.id] if a.connection]
        rule = appraise.connection(origin)
        return listed(said) or (str(known[rule]["label"]) if rule else "")

    def checked(self, allegation: str) -> tuple[tuple[str, str], ...]:
        """What people answered to the checks of a protocol about an allegation: its name, and what is met and what is not."""
        return tuple(
            (str(appraise.protocol(a.kind)["label"]), _checks(a))
            for a in self.appraised[allegation]
            if a.kind in appraise.PROTOCOLS
        )

    def who(self, s: Statement) -> str:
        """Who says `s`: by name where the trace found it, else that it did not, with the document's words."""
        trace = self.traces.get(s.id)
        if trace and trace.speaker:
            return self.speaker(trace.speaker)
        return f"{NOBODY} (“{s.speaker.text}”)" if s.speaker else NOBODY

    def said(self, s: Statement) -> Sentence:
        """Who says what, in the document's words."""
        cue = (Run(", "), Run(s.cue.text, "cue")) if s.cue and s.mode != "own" else ()
        runs = (Run(self.who(s), "name"), *cue, Run(": "), quote(s.parts or (s.content,)))
        return Sentence(runs, (self.notes.statement(s),))

    def line(self, s: Statement) -> Line:
        """The statement with what a reader must know of it."""
        return Line(
            statement=s.id,
            sentence=self.said(s),
            document=self.name(s.document),
            tags=tuple(self._tags(s)),
            rule=s.rule,
            reasons=(*s.reasons, *(self.traces[s.id].reasons if s.id in self.traces else ())),
        )

    def told(self, p: Predication) -> Line:
        """What a document says in a sentence that is no statement of anybody's."""
        s = self.statements.get(p.statement or "")
        if s:
            return self.line(s)
        text = self.texts[p.document]
        sentence = Sentence(
            (Run(self.name(p.document), "name"), Run(": "), quote([text.span(p.start, p.end)])),
            (self.notes.span(p.document, p.start, p.end),),
        )
        return Line(statement=p.id, sentence=sentence, document=self.name(p.document), tags=(MODES["own"],))

    def _tags(self, s: Statement) -> Iterable[str]:
        if s.stance in STANCES:
            yield STANCES[s.stance]
        yield MODES[s.mode]
        if s.modality not in ("", "asserted"):
            yield f"put as {s.modality}"
        if s.polarity == "-":
            yield "with a negation"
        if s.hedges:
            yield "hedged: " + ", ".join(f"“{h.text}”" for h in s.hedges)
        if s.experienced:
            yield "speaks of what they saw or lived through"
        if s.evaluation:
            yield f"evaluation: {s.evaluation}"
        chain = [self.speaker(id_) for id_ in self._chain(s)]
        if chain:
            yield "by way of " + ", then ".join(chain)
        if s.id in self.judged:
            yield f"{self.judged[s.id].decision} by {self.judged[s.id].who}"

    def _chain(self, s: Statement) -> tuple[str, ...]:
        trace = self.traces.get(s.id)
        return tuple(id_ for id_ in trace.chain if id_ != trace.speaker) if trace else ()

    def name(self, document: str) -> str:
        """The file's name, and the outlet and date where the text gives them."""
        d, text = self.documents.get(document), self.texts.get(document)
        said = [text.outlet, when(text.published)] if text else []
        return ", ".join(part for part in (d.name if d else document[:12], *said) if part)

    def holder(self, f: Figure) -> Statement | None:
        """The statement that holds `f`; where nobody is reported to say it, the sentence in the document's own voice around it."""
        if f.statement:
            return self.statements.get(f.statement)
        around = (s for s in self._own[f.document] if s.content.start <= f.start and f.end <= s.content.end)
        return min(around, key=lambda s: (s.content.end - s.content.start, s.id), default=None)

    def figure(self, f: Figure) -> Sentence:
        """Who gives which number of what, in the document's words."""
        s = self.holder(f)
        given = f"{f.hedge} {f.text}" if f.hedge and f.hedge.lower() not in f.text.lower() else f.text
        of = f" ({f.of})" if f.of and f.of.lower() not in given.lower() else ""
        runs = (Run(self.who(s) if s else "no speaker named", "name"), Run(": "), Run(given, "quoted"), Run(of))
        return Sentence(runs, (self.notes.span(f.document, f.start, f.end),))


def _checks(a: Appraisal) -> str:
    met = sum(v == appraise.criteria(a.kind)[k]["good"] for k, v in a.answers)
    open_ = " ".join(f"{q}." for q in appraise.against(a))
    return f"{met} of {len(a.answers)} checks met, as {a.who} answered on {moment(a.when)}.{f' Not met: {open_}' if open_ else ''}"


def quote(spans: Sequence[Span]) -> Run:
    """The words at `spans`, cut where they are long."""
    words = " … ".join(" ".join(span.text.split()) for span in spans)
    return Run(words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …", "quoted")


def plain(words: str, notes: Iterable[int]) -> Sentence:
    """Our own words with their notes, the first few of them, each once."""
    return Sentence((Run(words),), tuple(dict.fromkeys(notes))[:NOTES])


def when(period: Period | None) -> str:
    """A period as people write it, never more precise than it was given."""
    if period is None:
        return ""
    if period.precision == "day":
        return f"{period.start.day} {period.start:%B %Y}"
    if period.precision == "month":
        return f"{period.start:%B %Y}"
    if period.precision == "year":
        return str(period.start.year)
    return f"between {period.start.day} {period.start:%B %Y} and {period.end.day} {period.end:%B %Y}"


def number(value: float) -> str:
    """A number with its thousands set apart, without a tail that was not given."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def interval(f: Figure) -> str:
    """The interval of a figure in words."""
    if f.high is None:
        return f"more than {number(f.low)}" if f.low_open else f"{number(f.low)} or more"
    if f.high_open and not f.low:
        return f"less than {number(f.high)}"
    if f.low == f.high:
        return number(f.low)
    above, below = ("above " if f.low_open else ""), ("below " if f.high_open else "")
    return f"{above}{number(f.low)} to {below}{number(f.high)}"


def count(lo: int, hi: int) -> str:
    """ "2" or "1–3"."""
    return str(lo) if lo == hi else f"{lo}–{hi}"


def some(number_: int, noun: str, plural: str = "") -> str:
    """ "1 document", "2 documents"."""
    return f"{number_:,} {noun if number_ == 1 else plural or noun + 's'}"


def words(id_: str) -> str:
    """An id as words: "bodily_harm" → "bodily harm"."""
    return id_.replace("_", " ")


def unit(id_: str) -> str:
    """A counting unit as people write it."""
    return _label(terms.load("units")["units"], id_)


def standard(id_: str) -> str:
    """The standard of proof as people write it, "not weighed" where there is none."""
    return _label(terms.load("standards"), id_) if id_ else NOT_WEIGHED


def act(id_: str) -> str:
    """A type of act as people write it."""
    return _label(terms.load("violations").get("types", {}), id_)


def _label(entries: Mapping[str, Mapping[str, str]], id_: str) -> str:
    return entries[id_]["label"] if id_ in entries else words(id_)


def listed(names: Iterable[str]) -> str:
    """Names as a list in words; "" where there is none."""
    found = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else ""


def moment(iso: str) -> str:
    """A moment for people, to the minute, in UTC; as it stands where it is no ISO 8601 given."""
    try:
        given = dt.datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if given.tzinfo is None:
        return f"{given.day} {given:%B %Y, %H:%M}"
    given = given.astimezone(dt.UTC)
    return f"{given.day} {given:%B %Y, %H:%M} UTC"
