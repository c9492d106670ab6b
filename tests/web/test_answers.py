"""How those who are accused answer: nothing is an answer until a person says so, and what they say stands with the allegation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Person, at_work

from firsthand.inquiry.open import open_inquiry


def largest(person: Person) -> str:
    rows: Any = person.tell("/allegations.json")
    return str(max(rows["rows"], key=lambda r: r["documents"])["id"])


def test_denials_on_file_are_offered_and_none_is_an_answer_by_itself(reader: Person) -> None:
    about = largest(reader)
    page: Any = reader.tell(f"/allegations/{about}/answers.json")
    section: Any = reader.tell(f"/allegations/{about}.json")
    assert page["recorded"] == section["section"]["answers"] == []
    disputes = [line["statement"] for line in section["section"]["disputes"]]
    assert disputes
    assert [r["line"]["statement"] for r in page["replies"]][: len(disputes)] == disputes
    assert "No answer is recorded." in reader.look(f"/allegations/{about}")


def test_an_answer_is_recorded_seen_where_the_allegation_is_and_taken_back(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        about = largest(person)
        page = f"/allegations/{about}/answers"
        told: Any = person.tell(f"{page}.json")
        statement = told["replies"][0]["line"]["statement"]
        form = {"noun": "answer", "about": statement, "other": about, "back": page}
        status, html = person.send("/judge", decision="other-explanation", seen=0, why="a fight among them", **form)
        assert status == 200
        assert "admits the act, explains it otherwise" in html
        told = person.tell(f"{page}.json")
        assert [r["line"]["statement"] for r in told["recorded"]] == [statement]
        assert statement not in [r["line"]["statement"] for r in told["replies"]]
        one: Any = person.tell(f"/allegations/{about}.json")
        assert [a["statement"] for a in one["section"]["answers"]] == [statement]
        assert "a fight among them" in person.look(f"/allegations/{about}")
        others: Any = person.tell("/allegations.json")
        beside = [r["id"] for r in others["rows"] if r["id"] != about][:5]
        assert beside
        for other in beside:
            section: Any = person.tell(f"/allegations/{other}.json")
            assert section["section"]["answers"] == []
            assert not [d for d in section["history"] if d["judgement"]["noun"] == "answer"]
        seen = told["recorded"][0]["judgement"]["seq"]
        assert person.send("/judge", decision="open", seen=seen, **form)[0] == 200
        assert person.tell(f"{page}.json")["recorded"] == []  # type: ignore[index]


def test_another_statement_is_found_by_its_words(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        about = largest(person)
        found: Any = person.tell(f"/allegations/{about}/answers.json?find=letter")
        statement = found["replies"][0]["line"]["statement"]
        form = {"noun": "answer", "about": statement, "other": about, "decision": "circumstances", "seen": 0}
        assert person.send("/judge", **form)[0] == 200
        inquiry.follow()
        one: Any = person.tell(f"/allegations/{about}.json")
        assert [a["statement"] for a in one["section"]["answers"]] == [statement]


@pytest.mark.parametrize("about", ["allegation-0000000000000000", "allegation"])
def test_what_is_no_allegation_has_no_answers(reader: Person, about: str) -> None:
    assert reader.client.get(f"/allegations/{about}/answers").status in (400, 404)
