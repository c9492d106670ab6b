"""The reader: a text is cut without losing a character, what was found in it is beside it, and any place of it can be reached."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import Person, at_work

from firsthand.documents.record import Passage, Text
from firsthand.inquiry.open import open_inquiry
from firsthand.web import paging
from firsthand.web.marks import Mark, inert, pieces

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(st.text(max_size=60), SPANS)
def test_pieces_are_the_text_and_each_mark_covers_its_own(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(a, b), max(a, b), "act", n) for n, (a, b) in enumerate(spans, 1)]
    found = pieces(text, 0, len(text), marks, set())
    assert "".join(p.text for p in found) == inert(text)
    for m in marks:
        covered = {p.start + k for p in found if m.card in p.cards for k in range(len(p.text))}
        assert covered == set(range(m.start, min(m.end, len(text))))
    opened = [n for p in found for n in p.opens]
    assert len(opened) == len(set(opened))


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 3)), max_size=12))
def test_pages_hold_every_character_that_is_no_blank_once_and_in_order(lengths: list[tuple[int, int]]) -> None:
    passages, parts, at = [], [], 0
    for length, gap in lengths:
        parts.append("x" * length + "\n" * gap)
        passages.append(Passage(at, at + length, "paragraph"))
        at += length + gap
    text = Text(document="d", text="".join(parts), passages=tuple(passages))
    cut = paging.blocks(text)
    assert "".join(text.text[b.start : b.end] for b in cut) == text.text.replace("\n", "")
    begins = paging.pages(cut)
    for n, block in enumerate(cut):
        page = paging.holding(cut, begins, block.start)
        assert begins[page - 1] <= n
        assert page == len(begins) or n < begins[page]
    sizes = [sum(b.end - b.start for b in cut[a:b]) for a, b in zip(begins, [*begins[1:], len(cut)], strict=True)]
    assert all(size <= paging.SIZE for size in sizes)


def test_a_find_runs_on_at_either_end_whatever_the_case_and_the_blanks() -> None:
    text = "The  Kiln\nStreet, kiln street and KILN STREET."
    assert [paging.find(text, "kiln street", n).n for n in (1, 2, 3, 4, 0)] == [1, 2, 3, 1, 3]
    assert paging.find(text, "kiln street", 1).start == 5
    assert paging.find(text, " ", 1).total == 0
    assert paging.find(text, "a.b(", 1).total == 0


def test_steering_characters_are_shown_one_for_one() -> None:
    said = "a\u202eb\x1b[0m\u2066c\u0007"
    assert len(inert(said)) == len(said)
    assert not set("\u202e\x1b\u2066\u0007") & set(inert(said))


def test_what_was_found_stands_beside_the_text_with_its_reasons(reader: Person) -> None:
    rows = reader.tell("/documents.json")["rows"]  # type: ignore[index]
    document = next(r["id"] for r in rows if r["name"] == "greywater-review.html")
    shown = reader.tell(f"/documents/{document}.json")
    cards = shown["cards"]  # type: ignore[index]
    assert {"statement", "act", "figure"} <= {c["noun"] for c in cards}
    assert all(c["rule"] and c["reasons"] for c in cards if c["noun"] == "statement")
    assert any(c["told"] for c in cards)
    whole = "".join(p["text"] for b in shown["blocks"] for p in b["pieces"])  # type: ignore[index]
    assert "The soldiers came on 7 March" in whole


def test_an_offset_and_a_find_lead_to_their_page(reader: Person) -> None:
    rows = reader.tell("/documents.json")["rows"]  # type: ignore[index]
    document = rows[0]["id"]
    for query in (
        "start=100",
        "find=the",
        "find=the&n=2",
        "at=1",
        "start=999999999",
        "at=99",
        "find=%00",
        "find=" + "x" * 300,
    ):
        assert reader.client.get(f"/documents/{document}?{query}").status == 200
    for wrong in ("start=x", "at=-", "n=1.5"):
        assert reader.client.get(f"/documents/{document}?{wrong}").status == 400


def test_ids_that_are_none_are_refused(reader: Person) -> None:
    for id_ in ("x", "..", "%2e%2e%2finquiry.sqlite", "a" * 64 + "0", "A" * 64, "statement-0123456789abcdef'--"):
        assert reader.client.get(f"/documents/{id_}").status in (400, 404)
    assert reader.client.get(f"/documents/{'a' * 64}").status == 404
    assert reader.client.get(f"/documents/{'a' * 64}/pages/1").status == 404


def test_a_page_of_a_pdf_is_drawn_and_one_that_is_not_there_is_refused(reader: Person) -> None:
    rows = reader.tell("/documents.json")["rows"]  # type: ignore[index]
    document = next(r["id"] for r in rows if r["name"] == "bar-letter.pdf")
    answer = reader.client.get(f"/documents/{document}/pages/1")
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")
    assert reader.client.get(f"/documents/{document}/pages/0").status == 404
    assert reader.client.get(f"/documents/{document}/pages/900").status == 500
    assert reader.client.get(f"/documents/{document}/pages/x").status == 404


def test_a_statement_by_hand_without_a_script(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader Two"}) as inquiry, at_work(inquiry) as person:
        document = next(d.id for d in inquiry.contents().documents if d.name == "greywater-review.html")
        form = {
            "document": document,
            "said": "because it was his daughter",
            "start": "",
            "speaker": "Oskar Venn",
            "why": "his words",
        }
        status, page = person.send("/mark", **form)
        assert status == 200
        assert "Marked by a person" in page
        assert person.send("/mark", **{**form, "said": "nobody wrote this"})[0] == 400
        assert person.send("/mark", **{**form, "start": "4"})[0] == 400
        assert [j.decision for j in inquiry.contents().judgements] == ["made"]


def test_pictures_wait_for_a_click_and_a_person_says_what_they_show(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        pdf = next(d.id for d in inquiry.contents().documents if d.name.endswith(".pdf"))
        html = person.look(f"/documents/{pdf}")
        assert "It may hold distressing images" in html
        assert html.index('<details class="picture"') < html.index("<img ")  # folded, and loaded lazily
        assert 'loading="lazy"' in html
        form = {"noun": "document", "about": pdf, "decision": "described", "back": f"/documents/{pdf}"}
        assert person.send("/judge", why=" ", seen=0, **form)[0] == 400
        status, page = person.send("/judge", why="A letter on paper with a stamp; no person is seen.", seen=0, **form)
        assert status == 200
        assert "What the pictures show:" in page
        assert "no person is seen" in page
        assert person.send("/judge", why="Another view", seen=0, **form)[0] == 409  # somebody described it meanwhile
        assert "no person is seen" in str(person.tell("/decisions.json"))
