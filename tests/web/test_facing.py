"""A translation beside the text: passages in rows, each once and in order, and the marks of both kept."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import Person

from firsthand.documents.record import Passage
from firsthand.inquiry.open import open_inquiry
from firsthand.web.facing import opposite, rows


def passages(lengths: list[int]) -> list[Passage]:
    return [Passage(a, b, "paragraph") for a, b in pairwise(accumulate(lengths, initial=0))]


LENGTHS = st.lists(st.integers(1, 300), min_size=1, max_size=7)


@given(LENGTHS, LENGTHS, st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=8))
def test_every_passage_stands_in_one_row_and_in_order(
    one: list[int], other: list[int], anchors: list[tuple[int, int]]
) -> None:
    left, right = passages(one), passages(other)
    made = rows(left, right, sorted(anchors))
    assert [n for (a, b), _ in made for n in range(a, b)] == list(range(len(left)))
    assert [n for _, (a, b) in made for n in range(a, b)] == list(range(len(right)))


@given(LENGTHS, st.lists(st.integers(0, 900), max_size=8), st.lists(st.integers(1, 800), max_size=3, unique=True))
def test_pages_face_all_of_the_other_text_and_nothing_twice(
    other: list[int], places: list[int], cuts: list[int]
) -> None:
    right = passages(other)
    anchors = [(p, p) for p in sorted(places)]
    edges = [0, *sorted(cuts), 10_000]
    faced = [
        opposite(right, anchors, a, b, first=n == 0, last=n == len(edges) - 2)
        for n, (a, b) in enumerate(pairwise(edges))
    ]
    assert faced[0][0] == 0
    assert faced[-1][1] == len(right)
    assert all(a[1] == b[0] for a, b in pairwise(faced))


def test_names_join_what_lengths_would_not() -> None:
    left, right = passages([40, 40, 200]), passages([200, 40, 40])
    assert rows(left, right, [(50, 210), (60, 215), (70, 220), (75, 230)])[1:] == (((1, 2), (1, 2)), ((2, 3), (2, 3)))


def test_a_translation_stands_beside_the_original_with_the_marks_of_both(reader: Person, made: Path) -> None:
    with open_inquiry(made, alone=False) as inquiry:
        contents = inquiry.contents()
    copy = next(c for c in contents.copies if c.kind == "translation")
    texts = {t.document: t.text for t in contents.texts}
    page = reader.tell(f"/documents/{copy.to}.json")
    address = {name: at for at, name in page["translations"]}  # type: ignore[index]
    name = next(d.name for d in contents.documents if d.id == copy.from_)
    left, right = copy.from_, copy.to  # the original is on the left, where it is known which it is
    if address[name] != f"/documents/{left}?beside={copy.id}":
        assert copy.direction == "unknown"
        left, right = right, left
    assert address[name] == f"/documents/{left}?beside={copy.id}"
    held = reader.tell(f"/documents/{left}.json?beside={copy.id}")
    alone = reader.tell(f"/documents/{left}.json")
    assert held["blocks"] == alone["blocks"]  # type: ignore[index]
    facing = held["facing"]  # type: ignore[index]
    assert [n for own, _ in facing["rows"] for n in own] == list(range(len(held["blocks"])))  # type: ignore[index]
    shown = "".join(p["text"] for _, blocks in facing["rows"] for b in blocks for p in b["pieces"])
    assert "".join(shown.split()) == "".join(texts[right].split())
    assert {"statement", "figure"} <= {
        k for _, blocks in facing["rows"] for b in blocks for p in b["pieces"] for k in p["kinds"]
    }
    html = reader.look(f"/documents/{left}?beside={copy.id}")
    assert 'class="facing"' in html
    assert f'href="/documents/{right}?start=' in html
    assert reader.client.get(f"/documents/{right}?beside=copy-0000000000000000").status == 404
