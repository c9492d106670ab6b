"""A small inquiry, invented by hand: what a report is made of, with every span found in its text and never typed as a number."""

from __future__ import annotations

from firsthand import dates, ids
from firsthand.allegations.record import Allegation, Contradiction, Member
from firsthand.copies.record import Copy, Credit, Match
from firsthand.documents.record import Document, Passage, Span, Text
from firsthand.figures.record import Figure
from firsthand.findings.record import Assessment, Condition
from firsthand.flaws import flaw
from firsthand.judgements import judgement
from firsthand.origins.record import Count, Dependence, Origin, PairCheck, Speaker, Trace
from firsthand.reports.record import Contents
from firsthand.statements.record import Statement

WIRE = """Detainees beaten in Osk prison, jurists say

OSK, 4 March 2021 (Vardenia Wire) - Detainees in the Osk remand prison were beaten with cables in February, the Commission of Jurists said in a report on Thursday.

"At least 40 men were beaten in cell block C," the commission said.

The Ministry of the Interior denied that anyone was beaten. "No one has been harmed in our custody," its spokeswoman Ilva Tarn said.

The Red Lantern hospital said it could not confirm the injuries.
"""

PAPER = """Jurists: men beaten at Osk

By our own staff

Detainees in the Osk remand prison were beaten with cables in February, according to a report by the Commission of Jurists.

"At least 40 men were beaten in cell block C," the commission said. Dozens of families are waiting outside the gate.

The ministry said it had never seen the report.
"""

TESTIMONY = """Testimony taken on 12 April 2021

I was held in cell block C. The guards beat me with a cable on my back and I saw them beat about fifteen others.

The ministry was given the report a week before it came out; I carried the envelope myself.
"""

NAMES = {"wire.txt": WIRE, "evening paper.html": PAPER, "testimony-07.txt": TESTIMONY}


def text_of(words: str, **fields: object) -> Text:
    """A Text with a passage for each block of lines."""
    passages, at = [], 0
    for block in words.split("\n\n"):
        if block.strip():
            kind = "heading" if not passages else "paragraph"
            passages.append(Passage(at, at + len(block.rstrip("\n")), kind))
        at += len(block) + 2
    digest = ids.digest(words.encode("utf-8", "surrogatepass"))
    return Text(document=digest, text=words, passages=tuple(passages), language="en", **fields)


def document_of(name: str, text: Text) -> Document:
    """The Document that such a text came out of."""
    return Document(
        id=text.document,
        name=name,
        place=f"/secret/place/of/a/source/{name}",
        size=len(text.text.encode("utf-8", "surrogatepass")),
        media_type="text/plain",
        collected="2021-05-01T10:00:00+00:00",
    )


def at(text: Text, words: str, nth: int = 0) -> Span:
    """Where `words` stand in the text, the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.text.index(words, start + 1)
    return Span(start, start + len(words), words)


def _near(text: Text, words: str, span: Span) -> Span:
    before, after = text.text.rfind(words, 0, span.start), text.text.find(words, span.end)
    start = after if before < 0 or (after >= 0 and after - span.end < span.start - before - len(words)) else before
    assert start >= 0, words
    return Span(start, start + len(words), words)


def said(text: Text, speaker: str, cue: str, *parts: str, **fields: object) -> Statement:
    """A statement with its spans; "" for a speaker or a cue that is not named."""
    pieces = tuple(at(text, part) for part in parts)
    who, how = (_near(text, words, pieces[0]) if words else None for words in (speaker, cue))
    spans = [*pieces, *(span for span in (who, how) if span)]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    content = Span(pieces[0].start, pieces[-1].end, text.text[pieces[0].start : pieces[-1].end])
    given = {"mode": "indirect", "stance": "alleges", "rule": "S1-subject-verb-content", **fields}
    return Statement(
        id=ids.name("statement", text.document, start, content.start, content.end),
        document=text.document,
        start=start,
        end=end,
        speaker=who,
        cue=how,
        content=content,
        parts=pieces,
        **given,
    )


def contents() -> Contents:
    """Three documents, one allegation with a denial, a doubt and figures, one contradiction about another fact, one flaw, one judgement."""
    wire = text_of(
        WIRE,
        title="Detainees beaten in Osk prison, jurists say",
        outlet="Vardenia Wire",
        published=dates.day(2021, 3, 4),
    )
    paper = text_of(PAPER, title="Jurists: men beaten at Osk", outlet="Evening Paper", published=dates.month(2021, 3))
    witness = text_of(TESTIMONY)
    texts = (wire, paper, witness)
    documents = tuple(document_of(name, text) for name, text in zip(NAMES, texts, strict=True))

    jurists = Speaker(id="speaker-jurists", name="Commission of Jurists", kind="organisation")
    ministry = Speaker(id="speaker-ministry", name="Ministry of the Interior", kind="state")
    hospital = Speaker(id="speaker-hospital", name="Red Lantern hospital", kind="organisation")
    seven = Speaker(id="speaker-seven", name="the author of testimony-07.txt", kind="person")
    outlet = Speaker(id="speaker-wire", name="Vardenia Wire", kind="media")

    beaten = "Detainees in the Osk remand prison were beaten with cables in February"
    quoted = "At least 40 men were beaten in cell block C"
    wire_says = said(wire, "the Commission of Jurists", "said", beaten, reasons=("“said” with a subject after it",))
    wire_quotes = said(wire, "the commission", "said", quoted, mode="direct")
    paper_says = said(paper, "the Commission of Jurists", "according to", beaten)
    paper_quotes = said(paper, "the commission", "said", quoted, mode="direct")
    testimony = said(
        witness,
        "",
        "",
        "The guards beat me with a cable on my back and I saw them beat about fifteen others",
        mode="own",
        experienced=True,
        rule="own-voice",
    )
    denial = said(
        wire,
        "The Ministry of the Interior",
        "denied",
        "that anyone was beaten",
        stance="denies",
        rule="S1-subject-verb-content",
    )
    spokeswoman = said(
        wire,
        "its spokeswoman Ilva Tarn",
        "said",
        "No one has been harmed in our custody",
        mode="direct",
        stance="denies",
        polarity="-",
    )
    doubt = said(wire, "The Red Lantern hospital", "said", "it could not confirm the injuries", stance="doubts")
    unseen = said(paper, "The ministry", "said", "it had never seen the report", stance="denies", polarity="-")
    given = said(
        witness, "", "", "The ministry was given the report a week before it came out", mode="own", rule="own-voice"
    )
    waiting = said(
        paper, "", "", "Dozens of families are waiting outside the gate", mode="own", stance="other", rule="own-voice"
    )
    statements = (
        wire_says,
        wire_quotes,
        paper_says,
        paper_quotes,
        testimony,
        denial,
        spokeswoman,
        doubt,
        unseen,
        given,
        waiting,
    )

    report = Origin(
        id="origin-report",
        kind="investigation",
        label="the report of the Commission of Jurists",
        speaker=jurists.id,
        product="report",
        documents=(wire.document, paper.document),
        reasons=("T4 product: “a report” of the commission within ten days in both documents",),
    )
    person = Origin(
        id="origin-seven",
        kind="witness",
        label="the author of testimony-07.txt",
        speaker=seven.id,
        first_hand=True,
        documents=(witness.document,),
    )
    official = Origin(
        id="origin-ministry",
        kind="official",
        label="Ministry of the Interior",
        speaker=ministry.id,
        documents=(wire.document,),
    )
    nobody = Origin(
        id="origin-nobody", kind="unattributed", label="nobody named in evening paper.html", documents=(paper.document,)
    )

    def trace(s: Statement, speaker: Speaker | None, origin: Origin, *chain: str) -> Trace:
        return Trace(statement=s.id, speaker=speaker.id if speaker else None, origin=origin.id, chain=chain)

    traces = (
        trace(wire_says, jurists, report, outlet.id),
        trace(wire_quotes, jurists, report, outlet.id),
        trace(paper_says, jurists, report, outlet.id),
        trace(paper_quotes, jurists, report, outlet.id),
        trace(testimony, seven, person),
        trace(denial, ministry, official),
        trace(spokeswoman, ministry, official),
        trace(doubt, hospital, nobody),
        trace(unseen, None, nobody),
        trace(given, seven, person),
        trace(waiting, None, nobody),
    )
    forty, fifteen, dozens = (
        _figure(wire, "40", 40, None, "men", "At least", wire_quotes),
        _figure(witness, "fifteen", 13, 17, "men", "about", testimony),
        _figure(paper, "Dozens", 24, 99, "families", "", waiting),
    )
    allegation = Allegation(
        id="allegation-beaten",
        type="torture",
        label="torture or ill-treatment of detainees in Osk",
        victims=("detainees", "men in cell block C"),
        perpetrators=("the guards",),
        places=("Osk", "Vardenia"),
        period=dates.month(2021, 2, "in February"),
        statements=(
            *(Member(id=s.id, role="supports", because="same act, same place") for s in statements[:5]),
            *(Member(id=s.id, role="disputes", because="denies the same act") for s in statements[5:8]),
            Member(id=waiting.id, role="mentions"),
        ),
        figures=(forty.id, fifteen.id, dozens.id),
        reasons=("L2 same type, same place, periods that overlap",),
    )
    shared = Copy(
        id="copy-wire-paper",
        from_=wire.document,
        to=paper.document,
        kind="passages",
        direction="known",
        share_from=0.41,
        share_to=0.58,
        spans=tuple(
            Match(at(wire, words).start, at(wire, words).end, at(paper, words).start, at(paper, words).end)
            for words in (beaten, quoted)
        ),
        reasons=("C3 passages: 20 words in a row stand in both", "C7 direction: the wire is dated first"),
    )
    credit = Credit(
        id="credit-wire",
        document=wire.document,
        place=at(wire, "Vardenia Wire"),
        name="Vardenia Wire",
        agency_id="agency-vardenia-wire",
        form="dateline",
        whole=True,
        rule="K1-dateline",
    )
    credited = Copy(
        id="copy-credit",
        from_="agency-vardenia-wire",
        to=wire.document,
        kind="credit",
        direction="known",
        reasons=("K1 dateline",),
    )
    unread = Document(
        id=ids.digest(b"no text"),
        name="scan.pdf",
        place="/secret/place/of/a/source/scan.pdf",
        size=90210,
        media_type="application/pdf",
        collected="2021-05-01T10:00:00+00:00",
    )
    return Contents(
        name="Osk remand prison",
        made="2021-05-02T09:30:00+00:00",
        version="0.1.0",
        documents=(*documents, unread),
        texts=texts,
        copies=(shared, credited),
        credits=(credit,),
        statements=statements,
        figures=(forty, fifteen, dozens),
        speakers=(jurists, ministry, hospital, seven, outlet),
        origins=(report, person, official, nobody),
        traces=traces,
        dependences=(
            Dependence(
                id="dependence-1",
                child=report.id,
                parent=person.id,
                kind="declared",
                reasons=("the report names “a man held in block C”",),
            ),
        ),
        allegations=(allegation,),
        contradictions=(
            Contradiction(
                id="contradiction-report",
                kind="counter-fact",
                statements=(unseen.id, given.id),
                explanation="One says that the ministry had never seen the report; another that the ministry was given it before it came out.",
                reasons=("X3 same subject and object, one negated",),
            ),
            Contradiction(
                id="contradiction-denial",
                kind="denial",
                statements=(wire_says.id, denial.id),
                explanation="The Commission of Jurists says that detainees were beaten; the Ministry of the Interior denies it.",
                allegation=allegation.id,
            ),
        ),
        assessments=(_assessment(allegation, report, person, texts, ministry, hospital),),
        judgements=(
            judgement(
                seq=1,
                noun="statement",
                about=wire_says.id,
                decision="confirmed",
                who="A. Reader",
                when="2021-05-02T08:00:00+00:00",
                why="The report says so on its first page.",
            ),
        ),
        flaws=(
            flaw(
                "read",
                "no-text",
                "the pages hold pictures and no text",
                cure="Have the text read from the pictures, then collect that file too.",
                document=unread.id,
                name="scan.pdf",
            ),
            flaw("collect", "vanished", "the file was gone when it was to be copied", name="notes.docx"),
        ),
    )


def _figure(
    text: Text, words: str, low: float, high: float | None, of: str, hedge: str, statement: Statement
) -> Figure:
    span = at(text, words)
    return Figure(
        id=ids.name("figure", text.document, span.start),
        document=text.document,
        start=span.start,
        end=span.end,
        text=words,
        low=low,
        high=high,
        unit="persons" if of == "men" else "households",
        of=of,
        counted="torture" if of == "men" else "",
        hedge=hedge,
        statement=statement.id,
        rule="N2",
    )


def _assessment(
    allegation: Allegation,
    report: Origin,
    person: Origin,
    texts: tuple[Text, ...],
    ministry: Speaker,
    hospital: Speaker,
) -> Assessment:
    check = PairCheck(
        a=report.id,
        b=person.id,
        independent=False,
        because="It is proposed, and no person has settled, that the report rests on this same witness.",
    )
    return Assessment(
        id="assessment-1",
        allegation=allegation.id,
        profile="reasonable-grounds-v1",
        standard="grounds-to-suspect",
        origins=Count(lo=1, hi=2, ids=(person.id,), ids_hi=(person.id, report.id), checks=(check,)),
        documents=tuple(t.document for t in texts),
        first_hand=1,
        disputed_by=(ministry.id,),
        doubted_by=(hospital.id,),
        conditions=(
            Condition(
                name="at least one origin",
                met=True,
                because="the author of testimony-07.txt",
                level="grounds-to-suspect",
            ),
            Condition(
                name="at least two independent origins",
                met=False,
                because="the two may be one: see the pair below",
                level="reasonable-grounds",
            ),
        ),
        would_change=(
            "Reject the proposed dependence of the report on the witness: two independent origins would be certain.",
        ),
    )
