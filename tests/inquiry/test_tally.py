"""The tally counts part by part what the definition counts at once, and a decision moves only its part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.inquiry.tally import Tally
from firsthand.judgements import Judgement
from firsthand.origins.independence import Graph
from firsthand.origins.record import Dependence, Origin

NODES = [f"o{n}" for n in range(8)] + ["d1", "d2"]
ORIGINS = [
    Origin(id=n, kind=kind, label=n, first_hand=k % 2 == 0)  # type: ignore[arg-type]
    for k, (n, kind) in enumerate(
        zip(NODES[:8], ("witness", "unattributed", "material", "organisation") * 2, strict=True)
    )
]


def decided(noun: str, about: str, decision: str) -> Judgement:
    return Judgement(id="", seq=0, noun=noun, about=about, decision=decision, who="One", when="")


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[str], list[Dependence], dict[str, Judgement]]:
    ties = [
        Dependence(
            id=f"t{n}", child=draw(st.sampled_from(NODES)), parent=draw(st.sampled_from(NODES)), kind="cites",
            symmetric=draw(st.booleans()), status=draw(st.sampled_from(["proposed", "confirmed"])), reasons=("said so",),
        )
        for n in range(draw(st.integers(0, 9)))
    ]  # fmt: skip
    ways = draw(
        st.dictionaries(st.sampled_from([t.id for t in ties] or ["-"]), st.sampled_from(["confirmed", "rejected"]))
    )
    judged = {i: decided("dependence", i, way) for i, way in ways.items()}
    for o in draw(st.lists(st.sampled_from(NODES[:8]), max_size=2, unique=True)):
        judged[o] = decided("origin", o, draw(st.sampled_from(["forged", "reliable"])))
    return draw(st.lists(st.sampled_from(NODES[:8]), min_size=1, unique=True)), ties, judged


@given(cases())
def test_parts_add_up_to_the_whole_and_a_supposed_decision_is_the_decision(
    case: tuple[list[str], list[Dependence], dict[str, Judgement]],
) -> None:
    entries, ties, judged = case
    tally = Tally(entries, ORIGINS, ties, judged)
    assert tally.bounds() == Graph(ORIGINS, ties, judged).bounds(entries)
    for tie in ties:
        for way in ("confirmed", "rejected"):
            then = {**judged, tie.id: decided("dependence", tie.id, way)}
            assert tally.supposed(tie, way) == Graph(ORIGINS, ties, then).bounds(entries)
