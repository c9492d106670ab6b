"""Findings are kept as they were adopted; what comes later is told beside them."""

from __future__ import annotations

from typing import Any

import pytest

from firsthand.allegations.record import Allegation, Contradiction, Member
from firsthand.errors import WrongUse
from firsthand.findings.adopt import adopt, follow, proposed, since, standing
from firsthand.findings.record import Assessment, Condition, Finding, Part
from firsthand.origins.record import Count

LIMIT = Condition(
    name="at least two independent origins", met=False, because="1 independent origin", level="reasonable-grounds"
)


def allegation(*members: str, id_: str = "a") -> Allegation:
    return Allegation(
        id=id_,
        type="killing",
        label="Killing in Tolm",
        statements=tuple(Member(id=m, role="supports") for m in members),
    )


def weighed(standard: str = "grounds-to-suspect", actor: str = "") -> Assessment:
    part = Part(name="actor", label="who did it", standard=actor, lo=0, hi=0, statements=("s1",) if actor else ())
    return Assessment(
        id="w", allegation="a", profile="p", standard=standard, origins=Count(lo=1, hi=1), conditions=(LIMIT,), parts=(part,)
    )  # fmt: skip


def draft(**more: Any) -> Finding:
    given: dict[str, Any] = {
        "id": "", "seq": 1, "about": "a", "label": "", "standard": "grounds-to-suspect", "words": "Two men were killed.",
        "who": "R. Orlin", "when": "2024-04-01T09:00:00+00:00", "why": "Two accounts.",
    }  # fmt: skip
    return Finding(**{**given, **more})


def test_what_the_rules_proposed_is_kept_with_it() -> None:
    made = adopt(draft(), allegation("s1", "s2"), weighed(), ())
    assert (made.proposed, made.unmet, made.statements) == ("grounds-to-suspect", (), ("s1", "s2"))
    assert made.id.startswith("finding-")


def test_beyond_what_is_proposed_the_unmet_conditions_are_kept() -> None:
    made = adopt(draft(standard="reasonable-grounds"), allegation("s1"), weighed(), ())
    assert made.unmet == ("that it was done: at least two independent origins (1 independent origin)",)


def test_a_sentence_that_states_several_parts_meets_the_lowest() -> None:
    assert proposed(weighed("reasonable-grounds", "reported"), ("act", "actor")) == "reported"
    assert proposed(weighed("reasonable-grounds"), ("act", "actor")) == ""
    made = adopt(draft(parts=("act", "actor")), allegation("s1"), weighed(), ())
    assert made.unmet[0] == "who did it: nothing on file tells of it"


@pytest.mark.parametrize(
    "odd", [{"words": " "}, {"why": ""}, {"who": ""}, {"standard": "certain"}, {"parts": ()}, {"parts": ("weather",)}]
)
def test_what_is_no_finding(odd: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        adopt(draft(**odd), allegation("s1"), weighed(), ())


def test_the_last_one_holds_and_a_withdrawal_takes_it_back() -> None:
    first = adopt(draft(), allegation("s1"), weighed(), ())
    second = adopt(draft(seq=2, standard="reasonable-grounds"), allegation("s1"), weighed(), ())
    gone = adopt(draft(seq=3, standard="", words=""), allegation("s1"), weighed(), ())
    assert standing([second, first]) == {"a": second}
    assert standing([first, second, gone]) == {}


def test_a_new_document_that_touches_a_finding_is_told() -> None:
    made = adopt(draft(), allegation("s1"), weighed(), ())
    (same,) = since([made], [allegation("s1")], {"a": weighed()}, (), {})
    assert not same.news
    against = Contradiction(id="c", kind="denial", statements=("s1", "s2"), explanation="It is denied.", allegation="a")
    (new,) = since([made], [allegation("s1", "s2")], {"a": weighed("reported")}, [against], {})
    assert (new.added, new.contradictions, new.standard, new.news) == (("s2",), ("c",), "reported", True)


def test_a_finding_follows_its_statements_into_another_allegation() -> None:
    made = adopt(draft(), allegation("s1", "s2"), weighed(), ())
    moved = follow(made, [allegation("s3", id_="b"), allegation("s1", "s2", id_="c")])
    assert moved is not None
    assert moved.id == "c"
    assert follow(made, [allegation("s1", "s9", id_="b")]) is not None
    assert follow(made, [allegation("s9", id_="b")]) is None


def test_who_is_involved_and_how_is_stated_of_who_did_it() -> None:
    made = adopt(draft(parts=("act", "actor"), involved=(("The Guard", "ordered"),)), allegation("s1"), weighed(), ())
    assert made.involved == (("The Guard", "ordered"),)
    for odd in (
        {"parts": ("act",), "involved": (("The Guard", "ordered"),)},
        {"parts": ("actor",), "involved": (("The Guard", "guilty"),)},
    ):
        with pytest.raises(WrongUse):
            adopt(draft(**odd), allegation("s1"), weighed(), ())
