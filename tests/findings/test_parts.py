"""What tells of which part: nobody is ever the perpetrator by default, and a pronoun or an inference names nobody."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.allegations.identify import Parties
from firsthand.allegations.record import Act, Allegation, Member
from firsthand.documents.record import Span
from firsthand.findings.parts import LABELS, parts
from firsthand.origins.record import Speaker
from firsthand.statements.record import Statement

WHO = Parties((Speaker(id="guard", name="the Interior Guard", kind="organisation"),))


def said(id_: str, text: str) -> Statement:
    span = Span(0, len(text), text)
    return Statement(
        id=id_, document=f"d-{id_}", start=0, end=len(text), speaker=None, cue=None, content=span, parts=(span,),
        mode="indirect", stance="alleges", rule="test",
    )  # fmt: skip


def act(statement: str, **more: Any) -> Act:
    return Act(
        id=f"act-{statement}", document=f"d-{statement}", statement=statement, type="killing", trigger=Span(0, 6, "killed"), **more
    )  # fmt: skip


def told(*acts: Act, text: str = "Two men were killed.") -> dict[str, tuple[str, ...]]:
    statements = [said(a.statement, text) for a in acts]
    a = Allegation(
        id="a", type="killing", label="Killing", acts=tuple(x.id for x in acts),
        statements=tuple(Member(id=s.id, role="supports") for s in statements),
    )  # fmt: skip
    return {p.name: tuple(s.id for s in p.statements) for p in parts(a, statements, {x.id: x for x in acts}, WHO)}


def test_every_part_is_there_in_order() -> None:
    assert list(told(act("s"))) == list(LABELS)


def test_a_perpetrator_who_is_named() -> None:
    assert told(act("s", perpetrator=Span(0, 14, "Interior Guard")))["actor"] == ("s",)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"perpetrator": Span(0, 4, "they"), "pronouns": ("perpetrator",)},
        {"perpetrator": Span(0, 8, "soldiers"), "inferred": ("perpetrator",)},
        {"perpetrator": Span(0, 8, "somebody")},
        {"perpetrator": Span(0, 8, "soldiers"), "polarity": "-"},
    ],
)
def test_nobody_is_named(more: dict[str, Any]) -> None:
    assert told(act("s", **more))["actor"] == ()


def test_of_two_who_are_named_the_one_whom_more_documents_name() -> None:
    both = (
        act("one", perpetrator=Span(0, 8, "soldiers")),
        act("two", perpetrator=Span(0, 6, "rebels")),
        act("three", perpetrator=Span(0, 6, "rebels")),
    )
    assert told(*both)["actor"] == ("two", "three")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("The colonel knew of the killings.", True),
        ("The men were killed on the orders of nobody we know.", True),
        ("Two men were killed.", False),
    ],
)
def test_who_knew(text: str, known: bool) -> None:
    assert bool(told(act("s"), text=text)["knowledge"]) is known


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["named", "pronoun", "inferred", "none"]), min_size=1, max_size=6))
def test_law_an_actor_is_told_only_where_words_name_one(forms: list[str]) -> None:
    spans: dict[str, dict[str, Any]] = {
        "named": {"perpetrator": Span(0, 8, "soldiers")},
        "pronoun": {"perpetrator": Span(0, 4, "they"), "pronouns": ("perpetrator",)},
        "inferred": {"perpetrator": Span(0, 8, "soldiers"), "inferred": ("perpetrator",)},
        "none": {},
    }
    acts = [act(f"s{n}", **spans[f]) for n, f in enumerate(forms)]
    assert set(told(*acts)["actor"]) == {f"s{n}" for n, f in enumerate(forms) if f == "named"}
    assert all(a == msgspec.structs.replace(a) for a in acts)
