"""Spanish by surface rules. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.statements.reading import said, text

from firsthand.statements.extract import extract
from firsthand.statements.parse import parse
from firsthand.statements.phrases import words
from firsthand.statements.record import Statement
from firsthand.statements.surface import sentences


def found(spanish: str) -> tuple[Statement, ...]:
    return extract(next(parse([text(spanish, language="es")]))).statements


def one(spanish: str) -> Statement:
    (s,) = found(spanish)
    return s


INDIRECT = [
    (
        "El alcalde de Osk dijo que el puente estaba cerrado.",
        "El alcalde de Osk",
        "dijo",
        "que el puente estaba cerrado",
    ),
    ("Dijo el ministro que no había presos.", "el ministro", "Dijo", "que no había presos"),
    ("Dijo que volvería.", None, "Dijo", "que volvería"),
    ("Ana Robledo ha denunciado que la golpearon.", "Ana Robledo", "ha denunciado", "que la golpearon"),
    (
        "El director, Tomás Arrieta, aseguró que murieron siete.",
        "El director, Tomás Arrieta,",
        "aseguró",
        "que murieron siete",
    ),
    ("En Osk, los vecinos contaron a la misión que huyeron.", "los vecinos", "contaron", "que huyeron"),
    ("Ayer la comisión concluyó que hubo torturas.", "la comisión", "concluyó", "que hubo torturas"),
    ("Los testigos sostienen que fue el ejército.", "Los testigos", "sostienen", "que fue el ejército"),
    ("Nadie preguntó, pero ella afirmó que lo sabía.", "ella", "afirmó", "que lo sabía"),
    ("La ministra instó a cerrar los campos.", "La ministra", "instó", "a cerrar los campos"),
    ("El informe del Comité indica que faltan pruebas.", "El informe del Comité", "indica", "que faltan pruebas"),
    ("Los soldados añadieron que nadie los vio.", "Los soldados", "añadieron", "que nadie los vio"),
]


@pytest.mark.parametrize(("spanish", "speaker", "cue", "content"), INDIRECT)
def test_a_clause_behind_a_reporting_verb(spanish: str, speaker: str | None, cue: str, content: str) -> None:
    s = one(spanish)
    assert said(s) == (speaker, cue, content)
    assert s.rule == "ES-1"
    assert s.mode == "indirect"


ACCORDING = [
    (
        "Según la comisión, los soldados quemaron doce casas.",
        "la comisión",
        "Según",
        "los soldados quemaron doce casas",
    ),
    ("Los soldados quemaron doce casas, según Vardenia.", "Vardenia", "según", "Los soldados quemaron doce casas"),
    ("De acuerdo con el Sr. Pinto, el agua era mala.", "el Sr. Pinto", "De acuerdo con", "el agua era mala"),
    ("El agua, según la vecina, era mala.", "la vecina", "según", "El agua | era mala"),
    ("A juicio de la fiscal, la orden era ilegal.", "la fiscal", "A juicio de", "la orden era ilegal"),
]


@pytest.mark.parametrize(("spanish", "speaker", "cue", "content"), ACCORDING)
def test_according_to(spanish: str, speaker: str, cue: str, content: str) -> None:
    s = one(spanish)
    assert said(s) == (speaker, cue, content)
    assert s.rule == "ES-2"


DIRECT = [
    (
        "«No vimos a nadie en el camino», afirmó la maestra del pueblo.",
        "la maestra del pueblo",
        "afirmó",
        "«No vimos a nadie en el camino»",
    ),
    (
        "El portavoz declaró: “Nunca hemos detenido a niños”.",
        "El portavoz",
        "declaró",
        "“Nunca hemos detenido a niños”",
    ),
    ("—No vimos nada —dijo la vecina—. Después cerró la puerta.", "la vecina", "dijo", "No vimos nada"),
    ('"Nos sacaron de noche", relató Pedro Luján, pastor.', "Pedro Luján", "relató", '"Nos sacaron de noche"'),
    ("«Nos sacaron de noche», dijo el pastor. «No hubo aviso».", "el pastor", "dijo", "«Nos sacaron de noche»"),
]


@pytest.mark.parametrize(("spanish", "speaker", "cue", "content"), DIRECT)
def test_a_quotation_beside_a_reporting_verb(spanish: str, speaker: str, cue: str, content: str) -> None:
    s = one(spanish)
    assert said(s) == (speaker, cue, content)
    assert (s.rule, s.mode) == ("ES-3", "direct")


STANCES = [
    ("El Gobierno negó las acusaciones.", "denies"),
    ("El ejército negó que disparó.", "denies"),
    ("El ejército no negó que disparó.", "other"),
    ("La policía no confirmó que hubiera heridos.", "doubts"),
    ("Naciones Unidas pidió que se abriera el camino.", "calls-for"),
    ("Nadie dijo que fuera fácil.", "other"),
    ("El juez no dijo que fuera culpable.", "other"),
    ("La unión denunció que faltaba agua.", "alleges"),
]


@pytest.mark.parametrize(("spanish", "stance"), STANCES)
def test_stance(spanish: str, stance: str) -> None:
    assert one(spanish).stance == stance


def test_hedges_polarity_and_evaluation() -> None:
    s = one("Según la fiscal, el agua presuntamente estaba envenenada.")
    assert (s.modality, [h.text for h in s.hedges]) == ("alleged", ["presuntamente"])
    assert one("Dijo el ministro que no había presos.").polarity == "-"
    assert (
        one("El informe concluye que hay motivos razonables para creer que hubo torturas.").evaluation
        == "reasonable grounds"
    )


NOTHING = [
    "La denuncia llegó tarde.",
    "El pueblo que dicen duerme.",
    "Caminaron según podían.",
    "El libro «Sal y agua» dijo poco.",
    "Su declaración fue breve.",
    "Se negó a responder.",
]


@pytest.mark.parametrize("spanish", NOTHING)
def test_what_reports_nothing(spanish: str) -> None:
    assert found(spanish) == ()


def test_names_are_mentioned_and_descriptions_are_not() -> None:
    made = extract(next(parse([text("Ana Robledo dijo que sí. El alcalde dijo que no.", language="es")])))
    assert [(m.place.text, m.label) for m in made.mentions] == [("Ana Robledo", "PERSON")]
    assert [f.kind for f in made.flaws] == ["surface"]


def test_bodies_are_told_from_persons() -> None:
    made = extract(
        next(
            parse(
                [text("El 3 llegó. Comité de Madres dijo que sí. La ONU dijo que no. Osk dijo que no.", language="es")]
            )
        )
    )
    assert [(m.place.text, m.label) for m in made.mentions] == [("Comité de Madres", "ORG")]


def test_abbreviations_and_quotations_end_no_sentence() -> None:
    words_ = "El Sr. Pinto llegó. «No. Nunca.» Se fue."
    parts = [words_[a:b] for a, b in sentences(words_, 0, len(words_), words("es"))]
    assert parts == ["El Sr. Pinto llegó.", "«No. Nunca.»", "Se fue."]


PIECES = [
    "El alcalde ",
    "dijo que ",
    "según ",
    "«",
    "»",
    "“",
    "”",
    "—",
    ", ",
    ". ",
    "negó ",
    "las acusaciones",
    "Ana ",
    "\n",
    "😀",
    "e\u0301 ",
    "no ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(deadline=None)
def test_spans_are_exact_whatever_stands_there(spanish: str) -> None:
    for s in found(spanish):
        spans = (s.content, *s.parts, *s.hedges, *(x for x in (s.cue, s.speaker) if x is not None))
        assert all(spanish[x.start : x.end] == x.text and x.text for x in spans)
        assert s.start == min(x.start for x in spans)


@pytest.mark.parametrize("piece", ["dijo que ", "«", "según ", "El alcalde, ", "—dijo ", "no ", '"a b c" dijo '])
def test_endless_lines_are_survived(piece: str) -> None:
    found(piece * 20_000)
