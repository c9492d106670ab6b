"""What is reported inside what is a tree."""

from __future__ import annotations

from tests.statements.reading import said, statements


def test_a_report_inside_a_report_is_its_child() -> None:
    found = statements("The envoy said that two witnesses told him that soldiers burned the village.")
    outer, inner = found
    assert said(outer)[0] == "The envoy"
    assert said(inner)[0] == "two witnesses"
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_parents_make_no_circle() -> None:
    words = "The doctor said the mayor claimed that prisoners alleged that guards said they were innocent."
    found = {s.id: s for s in statements(words)}
    for s in found.values():
        seen = set()
        while s.parent is not None:
            assert s.id not in seen
            seen.add(s.id)
            s = found[s.parent]


def test_what_a_quoted_person_wants_is_part_of_what_they_say() -> None:
    assert [said(s)[0] for s in statements("The minister said that he wants to reform the police.")] == ["The minister"]
