"""Crimes and their elements: what is alleged says by what, a gap is said to be one, and people have the last word on each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Person, at_work

from firsthand.inquiry.open import open_inquiry


def every(page: Any) -> dict[str, Any]:
    """The elements of a crime's page, by id."""
    acts = [a for a in (page["common"], *page["acts"], *page["silent"]) if a]
    return {e["id"]: e for a in acts for e in a["elements"]}


def test_the_page_says_what_the_matrix_says_and_each_allegation_beside_its_element(reader: Person, made: Path) -> None:
    with open_inquiry(made, alone=False) as inquiry:
        slots = {s.id: s for s in inquiry.whole().elements}
    seen: dict[str, Any] = {}
    first = reader.tell("/crimes.json")
    for tab in first["crimes"]:  # type: ignore[index]
        page = reader.tell(f"/crimes.json?crime={tab['id']}")
        held = every(page)
        assert tab["elements"] == len(held)
        assert tab["filled"] == sum(e["state"] != "nothing" for e in held.values())
        seen |= held
    assert set(seen) == set(slots)
    assert any(e["state"] == "nothing" for e in seen.values())
    for id_, e in seen.items():
        assert (e["state"], e["total"]) == (slots[id_].state, len(slots[id_].fills))
        assert len(e["speaks"]) == min(3, e["total"])
        assert {s["allegation"] for s in e["speaks"]} <= {f.allegation for f in slots[id_].fills}
        assert all(s["because"] for s in e["speaks"])


def test_a_gap_is_named_and_nothing_is_said_to_be_met(reader: Person) -> None:
    html = reader.look("/crimes")
    assert "gap: nothing on file" in html
    assert "Nothing here says that an element is met, or that there was a crime" in html
    assert "was not compared with the Statute" in html
    assert "denies" in html  # what is said against it stands beside it


def test_a_person_takes_an_allegation_out_puts_it_back_and_brings_in_another(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        filled = next(e for e in every(person.tell("/crimes.json")).values() if e["total"] > 1)
        about, allegation = f"/crimes/{filled['id']}", filled["speaks"][0]["allegation"]
        form = {"noun": "element", "about": filled["id"], "other": allegation, "back": about}
        assert person.send("/judge", decision="rejected", seen=0, why="another street", **form)[0] == 200
        page = person.tell(f"{about}.json")
        assert page["element"]["total"] == filled["total"] - 1  # type: ignore[index]
        assert allegation not in [f["speaks"]["allegation"] for f in page["facts"]]  # type: ignore[index]
        assert [f["speaks"]["allegation"] for f in page["out"]] == [allegation]  # type: ignore[index]
        assert allegation not in {
            f.allegation for s in inquiry.whole().elements if s.id == filled["id"] for f in s.fills
        }
        assert person.send("/judge", decision="open", seen=1, **form)[0] == 200
        assert person.tell(f"{about}.json")["element"]["total"] == filled["total"]  # type: ignore[index]
        gap = next(e for e in every(person.tell("/crimes.json")).values() if e["state"] == "nothing" and e["only"])
        label = filled["speaks"][0]["label"]
        near = person.tell(f"/crimes/{gap['id']}.json?find={label.split()[0]}")["near"]  # type: ignore[index]
        form = {"noun": "element", "about": gap["id"], "other": near[0]["id"], "back": about}
        assert person.send("/judge", decision="confirmed", seen=0, **form)[0] == 200
        page = person.tell(f"/crimes/{gap['id']}.json")
        assert (page["element"]["state"], page["element"]["total"]) == ("confirmed", 1)  # type: ignore[index]
        assert "Reader One confirmed" in page["facts"][0]["speaks"]["because"]  # type: ignore[index]
        told = person.tell(f"/allegations/{near[0]['id']}.json")["elements"]  # type: ignore[index]
        assert gap["id"] in [e["id"] for e in told]
        slot = next(s for s in inquiry.whole().elements if s.id == gap["id"])
        assert (slot.state, [f.allegation for f in slot.fills]) == ("confirmed", [near[0]["id"]])


def test_a_finding_speaks_to_what_was_done_and_to_no_more(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        held = every(person.tell("/crimes.json"))
        typed = next(e for e in held.values() if e["speaks"] and e["speaks"][0]["because"] == "its type")
        about = typed["speaks"][0]["allegation"]
        inquiry.conclude(about, "grounds-to-suspect", "It was done.", "two of us read it")
        now = every(person.tell("/crimes.json"))
        assert now[typed["id"]]["state"] == "finding"
        assert now[typed["id"]]["speaks"][0]["finding"]
        slots = {s.id: s.state for s in inquiry.whole().elements}
        assert all(slots[i] == e["state"] for i, e in now.items())


@pytest.mark.parametrize(
    ("address", "status"),
    [("/crimes?crime=arson", 404), ("/crimes/element-0000000000000000", 404), ("/crimes/element", 400)],
)
def test_what_is_no_element_is_not_there(reader: Person, address: str, status: int) -> None:
    assert reader.client.get(address).status == status


def test_persons_who_may_be_charged_can_be_left_out(made: Path) -> None:
    with open_inquiry(made, alone=False, flags={"persons": False}) as inquiry, at_work(inquiry) as person:
        page = person.tell("/crimes.json")
        assert not any(e["person"] for e in every(page).values())
        assert "Elements about persons who may be charged are left out" in person.look("/crimes")
