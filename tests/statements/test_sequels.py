"""Quotations that go on: in the same paragraph, in the next, after a colon."""

from __future__ import annotations

from tests.statements.reading import said, statements


def test_a_quotation_goes_on_after_the_reporting_clause() -> None:
    (s,) = statements("“They took my brother,” the woman said. “He never came back.”")
    assert said(s) == ("the woman", "said", "“They took my brother,” | “He never came back.”")
    assert s.mode == "direct"


def test_a_paragraph_that_only_quotes_goes_on_with_the_speaker_before() -> None:
    words = "“They took my brother,” the woman said.\n\n“He never came back. We searched for a year.”"
    first, second = statements(words)
    assert second.rule == "R11"
    assert second.cue is None
    assert second.speaker == first.speaker
    assert (second.start, second.end) == (second.content.start, second.content.end)


def test_another_paragraph_breaks_the_chain() -> None:
    words = "“They took my brother,” the woman said.\n\nIt rained for a week.\n\n“He never came back.”"
    assert [s.rule for s in statements(words)] == ["R1"]


def test_a_colon_opens_the_next_paragraph() -> None:
    (s,) = statements("The doctor continued:\n\n“We treated forty people that night.”")
    assert s.rule == "R10"
    assert said(s)[0] == "The doctor"
    assert s.content.text == "“We treated forty people that night.”"


def test_adding_a_paragraph_changes_no_statement_before() -> None:
    words = "“They took my brother,” the woman said. “He never came back.”\n\nThe army denied the claims."
    more = words + "\n\n“We know nothing of this,” a general said."
    assert statements(more)[: len(statements(words))] == statements(words)


def test_a_new_attribution_takes_its_own_quotation() -> None:
    found = statements("“They took him,” the woman said. “We did not,” the general said.")
    assert [said(s)[0] for s in found] == ["the woman", "the general"]


def test_a_name_between_quotation_marks_does_not_part_a_quotation() -> None:
    (s,) = statements("“We will rebuild it,” she said on “The Osk Morning Show.” “It belongs to all of us.”")
    assert [p.text for p in s.parts] == ["“We will rebuild it,”", "“It belongs to all of us.”"]


def test_words_that_end_the_sentence_of_a_quotation_that_goes_on_are_said_too() -> None:
    words = "“They lied to us,” Kroll said. “I think they will have to answer for every house they burned” and for the dead."
    (s,) = statements(words)
    assert s.parts[-1].text == "“I think they will have to answer for every house they burned” and for the dead"


def test_words_between_two_quotations_of_a_clause_belong_to_it() -> None:
    (s,) = statements(
        "He said the talks were “a useful part of the work,” and the rebels would need to “lay down their arms.”"
    )
    assert len(s.parts) == 1
    assert s.parts[0].text.endswith("“lay down their arms.”")


def test_nobody_who_is_only_spoken_of_inside_a_quotation_goes_on_in_the_next() -> None:
    words = (
        "The union called on the council to come.\n\n"
        "“The council of elders should call for an end to the felling of the old cedars on the hill.\n\n"
        "“We have waited for nine years, and we shall not wait for a tenth.”"
    )
    assert [s.rule for s in statements(words) if s.content.text.startswith("“We have waited")] == []
