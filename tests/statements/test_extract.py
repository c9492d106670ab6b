"""Laws that hold for every text, and what is not extracted."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.statements.reading import parsed, read, text

from firsthand.statements.extract import extract
from firsthand.statements.parse import parse

WORDS = [
    "The ministry", "said", "that", "soldiers", "killed", "forty people", ",", ".", "“", "”", '"', "denied", "the report", "according to", "she",
    "told", "he", "’s", "which", "was accused of", "called for", "an inquiry", "\n\n", "🙂", "é", ":", "—", "claims", "by", "may", "not",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_spans_are_exact_parts_ordered_and_parents_a_tree(words: list[str]) -> None:
    whole = " ".join(words)
    made = read(whole)
    by_id = {s.id: s for s in made.statements}
    for s in made.statements:
        spans = [x for x in (s.speaker, s.cue, s.content, *s.parts, *s.hedges) if x is not None]
        assert all(whole[x.start : x.end] == x.text and x.text for x in spans)
        assert all(a.end <= b.start for a, b in zip(s.parts, s.parts[1:], strict=False))
        assert s.start <= s.content.start <= s.content.end <= s.end
        assert s.parent is None or s.parent in by_id
        seen = {s.id}
        while s.parent is not None:
            s = by_id[s.parent]
            assert s.id not in seen
            seen.add(s.id)


def test_ids_are_unique_and_the_same_again() -> None:
    words = "The ministry said the camp was closed. The ministry said the camp was closed."
    first, second = read(words), read(words)
    assert first == second
    assert len({s.id for s in first.statements}) == len(first.statements) == 2


def test_the_order_of_texts_does_not_matter() -> None:
    a, b = text("The ministry said the camp was closed."), text("According to the envoy, it was open.")
    one = [extract(p) for p in parse([a, b])]
    two = [extract(p) for p in parse([b, a])]
    assert one == two[::-1]


def test_captions_are_no_statements_but_are_searched_for_names() -> None:
    made = extract(next(parse([text("Vardenia was accused of torture by the envoy.", kind="caption")])))
    assert made.statements == ()
    assert made.mentions


def test_a_heading_that_says_who_says_what_is_a_statement() -> None:
    (s,) = extract(next(parse([text("Venn Says Camp Will Close", kind="heading")]))).statements
    assert (s.speaker and s.speaker.text, s.stance) == ("Venn", "alleges")
    for words in ("Findings", "Calls for reform", "Allegations of torture in Vardenia", "C. Statements of witnesses"):
        assert extract(next(parse([text(words, kind="heading")]))).statements == ()


def test_a_language_without_rules_gives_nothing() -> None:
    made = extract(next(parse([text("Das Ministerium verneinte es.", language="de")])))
    assert (made.statements, made.mentions) == ((), ())


def test_odd_texts_are_survived() -> None:
    for words in ("", "🙂" * 50, "“" * 40, "said " * 200, "X said: " * 30, "\u2028\u00a0."):
        read(words)


def test_a_line_break_inside_a_paragraph_is_no_end() -> None:
    words = "The ministry said that the\ncamp was closed."
    (s,) = extract(parsed(words)).statements
    assert s.content.text == "that the\ncamp was closed"
