"""Weighing: the worked example of the standards profile, each condition, and the laws that must never break."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.allegations.record import Allegation, Contradiction, Member
from firsthand.documents.record import Span
from firsthand.findings import standard
from firsthand.findings.record import Assessment, Weighing
from firsthand.findings.weigh import weigh
from firsthand.judgements import Judgement, judgement
from firsthand.origins.record import Dependence, Origin, Speaker, Trace
from firsthand.statements.record import Statement

SPEAKERS = (
    Speaker(id="state", name="Vardenia", kind="state"),
    Speaker(id="ministry", name="the ministry", kind="state", speaks_for="state"),
    Speaker(id="wire", name="Northern Wire", kind="media"),
)


def statement(name: str, stance: Any = "alleges") -> Statement:
    span = Span(0, 5, "words")
    return Statement(
        id=name, document=f"document of {name}", start=0, end=5, speaker=None, cue=None, content=span, parts=(span,),
        mode="own", stance=stance, rule="test",
    )  # fmt: skip


def decided(**decisions: str) -> dict[str, Judgement]:
    return {
        about: judgement(
            seq=1, noun="origin", about=about, decision=decision, who="somebody", when="2024-01-01T00:00:00Z"
        )
        for about, decision in decisions.items()
    }


def denied(form: Any = "bare", id_: str = "denial") -> Contradiction:
    return Contradiction(
        id=id_, kind="denial", statements=("no",), explanation="The state denies it.", allegation="a", form=form
    )


def matter(
    supports: dict[str, str], origins: Iterable[Origin], *, dependences: Iterable[Dependence] = (), **more: Any
) -> Weighing:
    """An allegation with supporting statements (statement -> origin), and a denial by the ministry where there is one."""
    contradictions: tuple[Contradiction, ...] = more.pop("contradictions", ())
    no = any(c.kind == "denial" for c in contradictions)
    members = [Member(id=s, role="supports") for s in supports] + ([Member(id="no", role="disputes")] if no else [])
    members += [Member(id=s, role="mentions") for s in more.get("mentions", ())]
    said = [*map(statement, supports), *([statement("no", "denies")] if no else []), *more.pop("statements", ())]
    more.pop("mentions", None)
    origins = tuple(origins)
    seen = {o.id for o in origins if o.first_hand}
    return Weighing(
        allegations=(
            Allegation(id="a", type="birth-prevention", label="Forced birth prevention", statements=tuple(members)),
        ),
        statements=tuple(said),
        traces=(
            *(Trace(statement=s, speaker="wire", origin=o, first_hand=o in seen) for s, o in supports.items()),
            Trace(statement="no", speaker="ministry", origin="o-ministry"),
        ),
        origins=origins,
        dependences=tuple(dependences),
        speakers=SPEAKERS,
        contradictions=contradictions,
        **more,
    )


W1 = Origin(id="W1", kind="witness", label="witness W1", first_hand=True)
YEARBOOK = Origin(id="yearbook", kind="material", label="the yearbook", first_hand=True)
LIST = Origin(id="list", kind="material", label="the leaked list", first_hand=True)
NOBODY = Origin(id="nobody", kind="unattributed", label="nobody named")
BODY = Origin(id="body", kind="investigation", label="Quarry Watch (report)")
CLAIM = Origin(id="claim", kind="official", label="a statement by a state")
SAME_OFFICE = Dependence(id="same-office", child="list", parent="yearbook", kind="same-product", symmetric=True)


def worked(**judged: str) -> Weighing:
    """The worked example: nine documents, among them three copies of a wire story, a scholar and those who quote him."""
    supports = {
        "wire on W1": "W1", "wire on the yearbook": "yearbook", "paper 1": "W1", "paper 2": "W1", "paper 3": "yearbook",
        "scholar on the yearbook": "yearbook", "scholar on the list": "list", "society quoting the scholar": "list",
        "member of parliament": "nobody", "testimony of W1": "W1",
    }  # fmt: skip
    return matter(
        supports, (W1, YEARBOOK, LIST, NOBODY), dependences=(SAME_OFFICE,), contradictions=(denied("reasoned"),),
        judged=decided(**{"W1": "reliable", "yearbook": "authenticated", "denial": "rejected", **judged}),
    )  # fmt: skip


def test_the_worked_example() -> None:
    (a,) = weigh(worked())
    assert (a.origins.lo, a.origins.hi) == (2, 4)
    assert set(a.origins.ids) == {"W1", "yearbook"}
    assert a.standard == "reasonable-grounds"
    unmet = {c.name for c in a.conditions if not c.met and c.level == "balance-of-probabilities"}
    assert unmet == {"at least three independent origins", "no open point can lower it"}
    assert any(
        "the leaked list is verified as authentic" in s and "is rejected" in s and "balance of probabilities" in s
        for s in a.would_change
    )
    assert a.first_hand == 3
    assert a.disputed_by == ("state",)


def test_the_worked_example_after_both_decisions() -> None:
    (a,) = weigh(worked(**{"list": "authenticated", "same-office": "rejected"}))
    assert a.standard == "balance-of-probabilities"
    assert a.origins.lo == 3


def test_the_actor_is_weighed_by_what_names_the_actor() -> None:
    """Act proven is not actor proven: only the witness names who did it."""
    (a,) = weigh(matter({"testimony": "W1"}, (W1,), contradictions=(denied(),), judged=decided(W1="reliable")))
    assert a.standard == "grounds-to-suspect"


def level(a: Assessment) -> int:
    return standard.standards()[a.standard].order


@pytest.mark.parametrize(
    ("odd", "origins", "judged", "contradictions", "expected"),
    [
        ("nobody named", (NOBODY,), {}, (), "reported"),
        ("a state says so", (CLAIM,), {}, (), "reported"),
        ("an unassessed witness", (W1,), {}, (), "reported"),
        ("a body that investigated", (BODY,), {}, (), "grounds-to-suspect"),
        ("a reliable witness", (W1,), {"W1": "reliable"}, (), "grounds-to-suspect"),
        ("two origins, nobody assessed", (BODY, YEARBOOK), {}, (denied(),), "grounds-to-suspect"),
        ("two origins, the accused never heard", (BODY, W1), {"W1": "reliable"}, (), "grounds-to-suspect"),
        ("two origins, one assessed, denied", (BODY, W1), {"W1": "reliable"}, (denied(),), "reasonable-grounds"),
        ("reasons nobody answered", (BODY, W1), {"W1": "reliable"}, (denied("reasoned"),), "grounds-to-suspect"),
        ("a witness found doubtful", (BODY, W1), {"W1": "doubtful"}, (denied(),), "grounds-to-suspect"),
        ("a forged paper", (YEARBOOK,), {"yearbook": "forged"}, (), "reported"),
    ],
)
def test_each_cell_of_the_table(
    odd: str,
    origins: tuple[Origin, ...],
    judged: dict[str, str],
    contradictions: tuple[Contradiction, ...],
    expected: str,
) -> None:
    supports = {f"statement {o.id}": o.id for o in origins}
    (a,) = weigh(matter(supports, origins, contradictions=contradictions, judged=decided(**judged)))
    assert a.standard == expected, odd


def test_an_answer_that_a_person_recorded_is_one() -> None:
    weighing = matter({"s body": "body", "s W1": "W1"}, (BODY, W1), judged=decided(W1="reliable"))
    asked = statement("no comment", "other")
    told = judgement(
        seq=9, noun="answer", about="no comment", decision="no-comment", who="Reader One", when="2024-05-02T10:00:00Z",
        other="a", others=("s W1",),
    )  # fmt: skip
    weighing = msgspec.structs.replace(
        weighing,
        statements=(*weighing.statements, asked),
        traces=(*weighing.traces, Trace(statement="no comment", speaker="ministry", origin="o-ministry")),
    )
    unheard, heard, elsewhere = (
        weigh(msgspec.structs.replace(weighing, judged={**weighing.judged, **more}))[0]
        for more in ({}, {told.key: told}, {told.key: msgspec.structs.replace(told, other="b", others=("x",))})
    )
    said = next(c for c in heard.conditions if "in the judgement of Reader One" in c.because)
    assert "refuses to comment" in said.because
    assert said.met
    assert (level(heard) > level(unheard), elsewhere.conditions) == (True, unheard.conditions)


def test_a_machine_alone_never_reaches_reasonable_grounds() -> None:
    many = [Origin(id=f"o{n}", kind="witness", label=f"witness {n}", first_hand=True) for n in range(6)]
    many.append(BODY)
    (a,) = weigh(matter({f"s{o.id}": o.id for o in many}, many, contradictions=(denied(),)))
    assert a.origins.lo == 7
    assert a.standard == "grounds-to-suspect"
    failing = [c for c in a.conditions if c.level == "reasonable-grounds" and not c.met]
    assert [c.name for c in failing] == [
        "at least one first-hand origin assessed reliable, or primary material verified as authentic"
    ]
    assert "still open: witness 0" in failing[0].because
    assert a.would_change[0].startswith("If witness 0 is assessed reliable")


def test_beyond_reasonable_doubt_is_never_proposed() -> None:
    many = [Origin(id=f"o{n}", kind="witness", label=f"witness {n}", first_hand=True) for n in range(6)]
    judged = decided(**{o.id: "reliable" for o in many}, yearbook="authenticated")
    weighing = matter(
        {f"s{o.id}": o.id for o in (*many, YEARBOOK)}, (*many, YEARBOOK), contradictions=(denied(),), judged=judged
    )
    (a,) = weigh(weighing)
    assert a.standard == "balance-of-probabilities"
    assert not next(c for c in a.conditions if c.level == "beyond-reasonable-doubt").met


def test_a_doubt_is_shown_and_is_no_dispute() -> None:
    weighing = matter({"s": "body"}, (BODY,), mentions=("doubt",), statements=(statement("doubt", "doubts"),))
    doubt = Trace(statement="doubt", speaker="wire", origin="o")
    weighing = msgspec.structs.replace(weighing, traces=(*weighing.traces, doubt))
    (a,) = weigh(weighing)
    assert a.doubted_by == ("wire",)
    assert a.disputed_by == ()


def test_only_new_material_would_help_where_no_decision_does() -> None:
    (a,) = weigh(matter({"s": "nobody"}, (NOBODY,)))
    assert a.would_change == ("No two decisions on what is on file would raise it: that needs new material.",)


def test_a_counter_figure_makes_it_partly_consistent() -> None:
    rival = Contradiction(
        id="rival", kind="counter-figure", statements=("s body",), explanation="40 against 11.", allegation="a"
    )
    supports = {"s body": "body", "s W1": "W1"}
    (a,) = weigh(matter(supports, (BODY, W1), contradictions=(denied(), rival), judged=decided(W1="reliable")))
    assert a.standard == "grounds-to-suspect"
    (b,) = weigh(
        matter(supports, (BODY, W1), contradictions=(denied(), rival), judged=decided(W1="reliable", rival="rejected"))
    )
    assert b.standard == "reasonable-grounds"


def test_a_refusal_to_comment_is_an_answer_and_no_denial() -> None:
    refusal = msgspec.structs.replace(statement("refusal", "other"), cue_lemma="decline", document="document of s W1")
    weighing = matter(
        {"s body": "body", "s W1": "W1"}, (BODY, W1), statements=(refusal,), judged=decided(W1="reliable")
    )
    accused = msgspec.structs.replace(weighing.allegations[0], perpetrators=("Vardenia",))
    asked = Trace(statement="refusal", speaker="ministry", origin="o-ministry")
    (a,) = weigh(msgspec.structs.replace(weighing, allegations=(accused,), traces=(*weighing.traces, asked)))
    assert a.standard == "reasonable-grounds"
    assert a.disputed_by == ()


def test_a_denial_of_what_nobody_puts_forward_is_shown() -> None:
    weighing = matter({}, (), contradictions=(denied(),))
    (a,) = weigh(msgspec.structs.replace(weighing, contradictions=()))
    assert a.disputed_by == ("state",)
    assert any("denied, although nobody on file puts it forward" in c.because for c in a.conditions)


# ---- laws -----------------------------------------------------------------------------------------------------------

KINDS = st.sampled_from(["witness", "material", "official", "investigation", "unattributed"])
DECISIONS = st.sampled_from(["", "", "reliable", "authenticated", "doubtful", "forged"])
ORIGINS = st.lists(st.tuples(KINDS, DECISIONS), min_size=1, max_size=6)
PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans(), st.booleans()), max_size=5)


def drawn(kinds: list[tuple[Any, str]], pairs: list[tuple[int, int, bool, bool]]) -> tuple[Weighing, dict[str, Any]]:
    origins = [
        Origin(id=f"o{n}", kind=k, label=f"origin {n}", first_hand=k in ("witness", "material"))
        for n, (k, _) in enumerate(kinds)
    ]
    linked = [
        Dependence(
            id=f"d{i}",
            child=f"o{x}",
            parent=f"o{y}",
            kind="test",
            symmetric=symmetric,
            status="confirmed" if sure else "proposed",
        )
        for i, (x, y, symmetric, sure) in enumerate(pairs)
        if x != y and max(x, y) < len(origins)
    ]
    judged = decided(**{f"o{n}": d for n, (_, d) in enumerate(kinds) if d})
    parts: dict[str, Any] = {
        "supports": {f"s{n}": f"o{n}" for n in range(len(origins))}, "origins": origins, "dependences": linked,
        "contradictions": (denied(),), "judged": judged,
    }  # fmt: skip
    return make(parts), parts


def make(parts: dict[str, Any]) -> Weighing:
    rest = {k: v for k, v in parts.items() if k not in ("supports", "origins")}
    return matter(parts["supports"], parts["origins"], **rest)


@settings(max_examples=80, deadline=None)
@given(ORIGINS, PAIRS, st.integers(0, 5))
def test_law_a_copy_never_raises(kinds: list[Any], pairs: list[Any], which: int) -> None:
    weighing, parts = drawn(kinds, pairs)
    (before,) = weigh(weighing)
    origin = f"o{which % len(kinds)}"
    (after,) = weigh(make({**parts, "supports": {**parts["supports"], "one more paper": origin}}))
    assert level(after) == level(before)
    assert (after.origins.lo, after.origins.hi) == (before.origins.lo, before.origins.hi)


@settings(max_examples=80, deadline=None)
@given(ORIGINS, PAIRS, st.integers(0, 5))
def test_law_authenticating_never_lowers(kinds: list[Any], pairs: list[Any], which: int) -> None:
    weighing, parts = drawn(kinds, pairs)
    (before,) = weigh(weighing)
    n = which % len(kinds)
    good = {"witness": "reliable", "material": "authenticated"}.get(kinds[n][0])
    if good:
        (after,) = weigh(make({**parts, "judged": {**parts["judged"], **decided(**{f"o{n}": good})}}))
        assert level(after) >= level(before)


@settings(max_examples=80, deadline=None)
@given(ORIGINS, PAIRS, st.sampled_from(["bare", "reasoned", "counter-figure", "counter-fact"]))
def test_law_a_new_unresolved_contradiction_never_raises(kinds: list[Any], pairs: list[Any], form: str) -> None:
    weighing, parts = drawn(kinds, pairs)
    (before,) = weigh(weighing)
    new = denied(form, "new") if form in ("bare", "reasoned") else Contradiction(
        id="new", kind=form, statements=("s0",), explanation="They differ.", allegation="a"  # type: ignore[arg-type]
    )  # fmt: skip
    (after,) = weigh(make({**parts, "contradictions": (*parts["contradictions"], new)}))
    assert level(after) <= level(before)


@settings(max_examples=80, deadline=None)
@given(ORIGINS, PAIRS, st.integers(0, 5))
def test_law_removing_a_support_never_raises(kinds: list[Any], pairs: list[Any], which: int) -> None:
    weighing, parts = drawn(kinds, pairs)
    (before,) = weigh(weighing)
    left = dict(parts["supports"])
    left.pop(f"s{which % len(kinds)}")
    (after,) = weigh(make({**parts, "supports": left}))
    assert level(after) <= level(before)


CIRCLE = Speaker(id="circle", name="the Circle", kind="organisation")
OWN = Origin(id="own", kind="investigation", label="the Circle: report", speaker="circle")
WOMEN = Origin(id="women", kind="unattributed", label="three women")
MEN = Origin(id="men", kind="unattributed", label="two men")


def interviewed(supports: dict[str, str], origins: Iterable[Origin]) -> Weighing:
    """What people without a name told the Circle, which may put it forward itself."""
    found = matter(supports, origins)
    chains = {"own": ("circle",), "women": ("circle", "women"), "men": ("circle", "men")}
    traces = tuple(msgspec.structs.replace(t, chain=chains.get(t.origin, ())) for t in found.traces)
    return msgspec.structs.replace(found, traces=traces, speakers=(*SPEAKERS, CIRCLE))


def test_a_figure_of_those_who_deny_makes_the_accounts_no_less_consistent() -> None:
    rival = Contradiction(
        id="f", kind="counter-figure", statements=("s1", "no"), explanation="40 against eleven.", allegation="a"
    )
    (a,) = weigh(matter({"s1": "W1"}, (W1,), contradictions=(denied(), rival)))
    assert next(c for c in a.conditions if c.name == "consistent").met
    among = msgspec.structs.replace(rival, statements=("s1", "s2"))
    (a,) = weigh(matter({"s1": "W1", "s2": "yearbook"}, (W1, YEARBOOK), contradictions=(among,)))
    assert not next(c for c in a.conditions if c.name == "consistent").met


def test_a_sweeping_denial_of_the_pattern_stands_against_its_incident() -> None:
    found = matter({"s1": "W1"}, (W1,), contradictions=(denied("reasoned"),))
    part = msgspec.structs.replace(found.allegations[0], id="b", part_of="a")
    _, b = weigh(msgspec.structs.replace(found, allegations=(found.allegations[0], part)))
    assert not next(c for c in b.conditions if c.name == "nothing unresolved stands against it").met


def test_what_would_change_it_is_said_without_ids() -> None:
    copied = Dependence(
        id="d", child="W1", parent="agency-0123456789abcdef", kind="credit", reasons=("it credits an agency",)
    )
    (a,) = weigh(matter({"s1": "W1", "s2": "own"}, (W1, OWN), dependences=(copied,)))
    said = " ".join((*a.would_change, *(c.because for c in a.conditions)))
    assert "agency-" not in said


@settings(max_examples=80, deadline=None)
@given(ORIGINS, PAIRS)
def test_law_a_denial_without_reasons_lowers_nothing(kinds: list[Any], pairs: list[Any]) -> None:
    _, parts = drawn(kinds, pairs)
    (before,) = weigh(make({**parts, "contradictions": (denied("bare", "first"),)}))
    (after,) = weigh(make({**parts, "contradictions": (denied("bare", "first"), denied("bare", "second"))}))
    assert level(after) == level(before)
    (silent,) = weigh(make({**parts, "contradictions": ()}))
    assert level(after) >= level(silent)


@settings(max_examples=60, deadline=None)
@given(ORIGINS, PAIRS)
def test_law_the_highest_level_is_never_proposed_for_any_part(kinds: list[Any], pairs: list[Any]) -> None:
    weighing, _ = drawn(kinds, pairs)
    (a,) = weigh(weighing)
    assert a.standard != "beyond-reasonable-doubt"
    assert all(p.standard != "beyond-reasonable-doubt" for p in a.parts)
    assert all(standard.standards()[p.standard].order <= level(a) for p in a.parts if p.standard)


def test_conditions_lead_to_what_they_rest_on() -> None:
    (a,) = weigh(worked())
    links = {c.name: c.links for c in a.conditions if c.level == "reasonable-grounds"}
    assert set(links["at least two independent origins"]) == set(a.origins.ids)
    assert links["nothing unresolved stands against it"] == ("denial",)


def test_who_saw_something_else_is_no_first_hand_source_of_this() -> None:
    told = matter({"s": "W1"}, [W1], judged=decided(W1="reliable"))
    elsewhere = msgspec.structs.replace(told, traces=(Trace(statement="s", speaker="wire", origin="W1"),))
    (seen,), (heard,) = weigh(told), weigh(elsewhere)
    assert (seen.first_hand, heard.first_hand) == (1, 0)
    assert any("assessed reliable" in c.because for c in seen.conditions)
    assert not any("assessed reliable)" in c.because for c in heard.conditions)
