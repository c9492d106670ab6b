"""A statement that a person marks in a text: a judgement that stands beside the machine's statements and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import WrongUse
from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.inquiry.state import RULE, Stated

TEXT = """Night at Kiln Street

Teacher Mara Vell said that officers beat Ion Sarka at the Kiln Street station in March 2031.
Her notes, kept in a drawer: officers beat two other men there in April 2031.
"""
MARKED = "officers beat two other men there in April 2031"


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "night.txt").write_text(TEXT, "utf-8")
    with open_inquiry(tmp_path / "q", create=True, flags={"who": "Reader One", "workers": 1}) as made:
        made.assess([tmp_path / "in"])
        yield made


def test_it_stands_beside_the_machines_and_leads_to_an_origin(inquiry: Inquiry) -> None:
    document = inquiry.contents().documents[0].id
    made = inquiry.state(Stated(document=document, said=MARKED, speaker="Mara Vell", why="it is her list"))
    inquiry.follow()
    contents = inquiry.contents()
    own = next(s for s in contents.statements if s.rule == RULE)
    assert own.id == made.about
    assert own.content.text == MARKED
    assert own.speaker is not None
    assert own.speaker.text == "Mara Vell"
    assert next(t for t in contents.traces if t.statement == own.id).speaker in {
        s.id for s in contents.speakers if "Vell" in s.name
    }
    assert own.id in {m.id for a in contents.allegations for m in a.statements}
    assert inquiry.verify() == ()


def test_it_stays_when_the_text_is_extracted_again_and_goes_when_taken_back(inquiry: Inquiry) -> None:
    document = inquiry.contents().documents[0].id
    made = inquiry.state(Stated(document=document, said=MARKED))
    inquiry.assess([inquiry.folder.parent / "in"])
    assert made.about in {s.id for s in inquiry.contents().statements}
    inquiry.judge("statement", made.about, "rejected")
    inquiry.follow()
    assert made.about not in {t.statement for t in inquiry.contents().traces}
    assert made.about in {s.id for s in inquiry.contents().statements}  # rejected, and still to be seen
    inquiry.judge("statement", made.about, "open")
    assert made.about not in {s.id for s in inquiry.contents().statements}
    assert [j.decision for j in inquiry.contents().judgements] == ["made", "rejected", "open"]


@pytest.mark.parametrize(
    ("said", "start", "speaker"),
    [
        ("", None, ""),
        ("officers beat", None, ""),
        ("never said", None, ""),
        (MARKED, 3, ""),
        (MARKED, None, "Nobody Here"),
    ],
)
def test_words_that_do_not_stand_there_are_refused(
    inquiry: Inquiry, said: str, start: int | None, speaker: str
) -> None:
    document = inquiry.contents().documents[0].id
    with pytest.raises(WrongUse):
        inquiry.state(Stated(document=document, said=said, start=start, speaker=speaker))
    assert inquiry.contents().judgements == ()
