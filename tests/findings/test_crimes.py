"""The matrix of elements: what may speak to a slot, what never fills one, and which slots stay empty."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from firsthand.allegations.record import Allegation, Member, Role
from firsthand.documents.record import Span
from firsthand.findings.crimes import File, attached, crimes, matrix, places, whole
from firsthand.findings.record import Finding, Slot
from firsthand.judgements import Judgement, judgement, pair
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement
from firsthand.vocabulary import terms


def said(id_: str, text: str) -> Statement:
    span = Span(0, len(text), text)
    return Statement(
        id=id_, document="d", start=0, end=len(text), speaker=None, cue=None, content=span, parts=(span,), mode="indirect",
        stance="alleges", rule="test",
    )  # fmt: skip


def slots(
    type_: str, text: str, role: Role = "supports", judged: Mapping[str, Judgement] | None = None, persons: bool = True
) -> dict[str, Slot]:
    a = Allegation(id="a", type=type_, label="", statements=(Member(id="s", role=role),))
    file = File([a], {"s": said("s", text)}, {}, {}, judged or {})
    return {f"{s.article}/{s.label}": s for s in matrix(file, persons)}


def test_the_vocabulary_is_whole() -> None:
    types, signs = terms.load("violations")["types"], load("en", "elements")
    for crime in crimes().values():
        for e in (*crime.common, *(e for act in crime.acts for e in act.elements)):
            assert set(e.types) <= set(types)
            assert (e.sign in signs) == (e.by == "words")
            assert e.text
            assert e.question
        assert all(set(act.types) <= set(types) for act in crime.acts)
    articles = [act.article for act in crimes()["humanity"].acts]
    assert [a[4:] for a in articles if a.endswith(")")] == [f"({c})" for c in "abcdefhijk"]
    assert len([a for a in articles if "(g)-" in a]) == 6


def test_torture_in_custody_speaks_to_two_elements_of_three() -> None:
    found = slots("torture", "that detainees were beaten until they fainted")
    assert [found[f"7(1)(f)/{e}"].state for e in ("pain", "custody", "sanction")] == ["alleged", "alleged", "nothing"]
    assert "detainees" in found["7(1)(f)/custody"].fills[0].because
    assert found["7(1)(a)/death"].state == "nothing"


@pytest.mark.parametrize("role", ["disputes", "mentions"])
def test_what_does_not_support_never_fills_a_slot(role: Role) -> None:
    assert {s.state for s in slots("torture", "that detainees were beaten", role).values()} == {"nothing"}


def test_a_crime_named_by_a_speaker_fills_none_of_its_elements() -> None:
    found = slots("genocide", "that this is genocide, meant to destroy a people")
    assert not any(s.fills for s in found.values() if s.crime == "Genocide")


def test_a_person_rejects_and_confirms() -> None:
    slot = slots("torture", "that men were beaten")["7(1)(f)/sanction"]
    for decision, state in (("confirmed", "confirmed"), ("rejected", "nothing")):
        j = judgement(
            seq=1, noun="element", about=slot.id, other="a", decision=decision, who="A", when="2024-04-01T09:00:00Z"
        )
        assert j.key == pair("element", slot.id, "a")
        assert slots("torture", "that men were beaten", judged={j.key: j})["7(1)(f)/sanction"].state == state


def test_a_finding_speaks_to_what_was_done_and_not_to_how_widely() -> None:
    a = Allegation(id="a", type="torture", label="", statements=(Member(id="s", role="supports"),))
    f = Finding(
        id="f",
        seq=1,
        about="a",
        label="",
        standard="reasonable-grounds",
        words="They were beaten.",
        who="A",
        when="2024-04-01T09:00:00Z",
        why="Two accounts.",
    )
    file = File([a], {"s": said("s", "that systematic beatings of prisoners were widespread")}, {}, {"a": f}, {})
    found = {f"{s.article}/{s.label}": s for s in matrix(file)}
    assert (found["7(1)(f)/pain"].state, found["7(1)(f)/pain"].standard) == ("finding", "reasonable-grounds")
    assert found["Art. 7(1)/widespread"].state == found["Art. 7(1)/systematic"].state == "alleged"


def test_persons_can_be_left_out() -> None:
    found = slots("killing", "that the general ordered it", persons=False)
    assert not any(s.person for s in found.values())
    assert not any(s.crime == "Modes of liability" for s in found.values())


def test_nothing_is_called_checked() -> None:
    assert not any(s.checked for s in slots("killing", "that men were shot").values())


def test_the_whole_is_the_lowest_and_alternatives_count_once() -> None:
    base = next(iter(slots("killing", "x").values()))

    def slot(standard: str, either: str = "") -> Slot:
        return Slot(**{**{f: getattr(base, f) for f in base.__struct_fields__}, "standard": standard, "either": either})

    assert whole([slot("reasonable-grounds"), slot("reported")]) == "reported"
    assert whole([slot("reasonable-grounds"), slot("")]) == ""
    assert whole([slot("reasonable-grounds"), slot("", "scale"), slot("reported", "scale")]) == "reported"


def test_a_decision_stays_with_an_allegation_that_got_another_id() -> None:
    now = Allegation(
        id="b", type="torture", label="", statements=(Member(id="s", role="supports"), Member(id="t", role="supports"))
    )
    other = Allegation(id="c", type="torture", label="", statements=(Member(id="u", role="supports"),))
    place = next(p for p in places() if p.act and p.act.id == "torture")
    made = judgement(
        seq=1, noun="element", about=place.id, other="a", decision="rejected", who="One", when="2031-01-01T00:00:00Z", others=("s", "t", "v")
    )  # fmt: skip
    assert attached([made], [now, other]) == {(place.id, "b"): made}
    lost = judgement(
        seq=1, noun="element", about=place.id, other="a", decision="rejected", who="One", when="2031-01-01T00:00:00Z", others=("u", "v", "w")
    )  # fmt: skip
    assert attached([lost], [now, other]) == {}


def test_what_is_done_to_anybody_speaks_to_no_crime_against_a_group() -> None:
    found = slots("killing", "that men were shot again and again because houses were destroyed")
    assert found["6(a)/death"].state == found["7(1)(j)/act"].state == found["Art. 6/intent"].state == "nothing"
    assert found["Elements of Crimes, Art. 6/context"].state == "nothing"
    assert found["7(1)(a)/death"].state == "alleged"


def test_one_act_is_no_course_of_conduct() -> None:
    for text, state in (("that a man was shot", "nothing"), ("that men were shot again and again", "alleged")):
        assert slots("killing", text)["Art. 7(2)(a)/multiple"].state == state
