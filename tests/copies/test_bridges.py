"""What one copy of a story shares with a document outside, and the other copies lack, ties no two stories."""

from __future__ import annotations

from tests.copies.stories import SENDER, misread, report, text

from firsthand.copies.compare import MERGING, compare


def test_a_note_below_one_copy_and_below_a_brief_ties_no_stories() -> None:
    stories = [[text(f"{m}{n}", misread(report(m, 500), 0.003, n)) for n in range(6)] for m in (1, 2)]
    framed = [
        text("1x", f"{report(1, 500)}\n\n{SENDER}"),
        text("2x", " ".join(report(2, 500).split()[:90]) + f"\n\n{SENDER}"),
    ]
    found = compare([*stories[0], *stories[1], *framed], (), {}).copies
    assert {(c.from_[0], c.to[0]) for c in found if c.kind in MERGING} == {("1", "1"), ("2", "2")}
    (between,) = (c for c in found if c.from_[0] != c.to[0])
    assert (between.from_, between.to, between.kind) == ("1x", "2x", "passages")
    assert "of the story of one of the two" in between.reasons[0]
