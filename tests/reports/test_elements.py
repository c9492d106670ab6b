"""The crimes against what is on file: gaps are said, what may speak to an element is linked, nothing says that a crime was committed."""

from __future__ import annotations

from firsthand.allegations.record import Allegation
from firsthand.findings.record import Fill, Slot
from firsthand.reports.elements import FEW, matrix

KILLING = Allegation(id="k", type="killing", label="killing of men in Tolm", statements=())


def slot(act: str, state: str, *fills: Fill, crime: str = "Crimes against humanity") -> Slot:
    return Slot(
        id=f"{act}-{state}", crime=crime, act=act, article="7(1)(a)" if act else "Art. 7(1)", label="x", text="Persons were killed",
        question="Who was killed?", citation="", state=state, standard="reported" if fills else "", fills=fills,  # type: ignore[arg-type]
    )  # fmt: skip


def fill(allegation: str = "k") -> Fill:
    return Fill(allegation=allegation, statements=("s",), because="its type", standard="reported")


def test_gaps_are_said_and_what_speaks_to_an_element_is_linked() -> None:
    (crime,) = matrix(
        [slot("", "nothing"), slot("Murder", "alleged", fill()), slot("Enslavement", "nothing")],
        {"k": KILLING},
        {"k": "a1"},
    )
    (common, (gap,)), (murder, (element,)) = crime.acts
    assert common == "What every act of this crime needs"
    assert (gap.state, gap.question, gap.speaks) == ("nothing", "Who was killed?", ())
    assert murder == "Murder (Art. 7(1)(a))"
    assert (element.said, element.speaks) == ("alleged", (("a1", "killing of men in Tolm", "its type"),))
    assert crime.silent == ("Enslavement (Art. 7(1)(a))",)


def test_a_crime_that_nothing_speaks_to_is_not_set_out() -> None:
    assert matrix([slot("", "alleged", fill()), slot("Murder", "nothing")], {"k": KILLING}, {"k": "a1"}) == ()


def test_many_allegations_are_named_in_part_and_the_rest_is_counted() -> None:
    many = {f"k{n}": KILLING for n in range(FEW + 2)}
    (crime,) = matrix([slot("Murder", "alleged", *map(fill, many))], many, dict.fromkeys(many, "a1"))
    assert crime.acts[0][1][0].speaks[-1] == ("", "and 2 more", "")
