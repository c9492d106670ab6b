"""Counting origins: the laws first, then the cases a person would check by hand."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as but

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import ids
from firsthand.judgements import Judgement, judgement
from firsthand.origins.independence import count, heaviest
from firsthand.origins.record import Count, Dependence, Origin, OriginKind

KINDS: tuple[OriginKind, ...] = ("witness", "material", "official", "investigation", "unattributed")
NODES = [f"n{i}" for i in range(9)]


def origin(name: str, kind: OriginKind = "witness") -> Origin:
    return Origin(id=name, kind=kind, label=f"origin {name}", first_hand=kind in ("witness", "material"))


def depends(child: str, parent: str, status: str = "proposed", symmetric: bool = False) -> Dependence:
    return msgspec.convert(
        {
            "id": ids.name("dependence", child, parent, status, int(symmetric)),
            "child": child,
            "parent": parent,
            "kind": "declared" if symmetric else "cites",
            "symmetric": symmetric,
            "status": status,
            "reasons": ["planted"],
        },
        Dependence,
    )


def decided(about: str, decision: str, noun: str = "origin") -> dict[str, Judgement]:
    j = judgement(seq=1, noun=noun, about=about, decision=decision, who="A. Person", when="2024-05-01T00:00:00+00:00")
    return {about: j}


@dataclass(frozen=True)
class World:
    """Supporting origins, all origins, dependences and judgements."""

    support: tuple[str, ...]
    origins: tuple[Origin, ...]
    dependences: tuple[Dependence, ...]
    judged: tuple[tuple[str, str], ...] = ()

    def count(self) -> Count:
        judged: dict[str, Judgement] = {}
        for about, decision in self.judged:
            judged |= decided(about, decision)
        return count(self.support, self.origins, self.dependences, judged)


edges = st.builds(
    depends,
    st.sampled_from(NODES),
    st.sampled_from(NODES),
    st.sampled_from(["proposed", "confirmed", "rejected"]),
    st.booleans(),
)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    # Two nodes stay without an Origin record: document ids and agency stubs.
    origins = tuple(origin(n, draw(st.sampled_from(KINDS))) for n in NODES[:7])
    support = tuple(draw(st.lists(st.sampled_from(NODES), unique=True, max_size=7)))
    dependences = tuple({d.id: d for d in draw(st.lists(edges, max_size=14))}.values())
    out = draw(st.lists(st.sampled_from(NODES[:7]), unique=True, max_size=2))
    return World(support, origins, dependences, tuple((o, "forged") for o in out))


laws = settings(max_examples=150, deadline=None)


@given(worlds())
@laws
def test_p0_the_lower_bound_is_not_above_the_upper(world: World) -> None:
    found = world.count()
    assert 0 <= found.lo <= found.hi
    assert len(found.ids) == found.lo
    assert len(found.ids_hi) == found.hi


@given(worlds(), st.sampled_from(NODES))
@laws
def test_p1_a_confirmed_copy_changes_nothing(world: World, parent: str) -> None:
    if parent not in world.support:
        world = but(world, support=(*world.support, parent))
    copy = but(
        world,
        support=(*world.support, "copy"),
        origins=(*world.origins, origin("copy", "unattributed")),
        dependences=(*world.dependences, depends("copy", parent, "confirmed")),
    )
    before, after = world.count(), copy.count()
    assert (after.lo, after.hi, after.ids) == (before.lo, before.hi, before.ids)


@given(worlds(), st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from(["proposed", "confirmed"]))
@laws
def test_p2_a_dependence_never_raises_either_bound(world: World, a: str, b: str, status: str) -> None:
    before = world.count()
    after = but(world, dependences=(*world.dependences, depends(a, b, status, symmetric=True))).count()
    assert after.lo <= before.lo
    assert after.hi <= before.hi


@given(worlds())
@laws
def test_p3_a_new_unconnected_witness_raises_both_by_one(world: World) -> None:
    before = world.count()
    after = but(world, support=(*world.support, "new"), origins=(*world.origins, origin("new"))).count()
    assert (after.lo, after.hi) == (before.lo + 1, before.hi + 1)


@given(worlds(), st.sampled_from(NODES), st.sampled_from(NODES))
@laws
def test_p4_proposing_a_derivation_never_raises_the_lower_bound(world: World, a: str, b: str) -> None:
    before = world.count()
    after = but(world, dependences=(*world.dependences, depends(a, b))).count()
    assert after.lo <= before.lo
    assert after.hi == before.hi


@given(worlds(), st.randoms())
@laws
def test_the_order_of_the_records_does_not_matter(world: World, random: object) -> None:
    def shuffled(items: Sequence[object]) -> tuple[object, ...]:
        copy = list(items)
        random.shuffle(copy)  # type: ignore[attr-defined]
        return tuple(copy)

    other = World(*(shuffled(x) for x in (world.support, world.origins, world.dependences)), world.judged)  # type: ignore[arg-type]
    assert other.count() == world.count()


@given(worlds(), st.integers(0, 6))
@laws
def test_taking_a_supporting_statement_away_never_raises(world: World, which: int) -> None:
    before = world.count()
    fewer = tuple(s for i, s in enumerate(world.support) if i != which)
    after = but(world, support=fewer).count()
    assert after.lo <= before.lo
    assert after.hi <= before.hi


@given(worlds(), st.sampled_from(NODES[:7]), st.sampled_from(["forged", "retracted", "doubtful"]))
@laws
def test_judging_an_origin_ineligible_never_raises(world: World, about: str, decision: str) -> None:
    before = world.count()
    after = but(world, judged=(*world.judged, (about, decision))).count()
    assert after.lo <= before.lo
    assert after.hi <= before.hi


@given(worlds())
@laws
def test_every_pair_of_the_chosen_set_has_its_check_and_everyone_else_a_reason(world: World) -> None:
    found = world.count()
    passed = {frozenset((c.a, c.b)) for c in found.checks if c.independent}
    assert passed == {frozenset(p) for p in itertools.combinations(found.ids, 2)}
    assert all(c.because for c in found.checks)
    assert not set(found.ids) & {name for name, _ in found.excluded}
    assert all(why for _, why in found.excluded)
    assert pickle.loads(pickle.dumps(found)) == found


@given(st.integers(0, 12), st.data())
@settings(max_examples=150, deadline=None)
def test_the_heaviest_set_is_the_one_that_trying_all_finds(n: int, data: st.DataObject) -> None:
    pairs = list(itertools.combinations(range(n), 2))
    linked = [p for p in pairs if data.draw(st.booleans())]
    weights = [data.draw(st.integers(1, 4)) for _ in range(n)]
    masks = [0] * n
    for a, b in linked:
        masks[a] |= 1 << b
        masks[b] |= 1 << a

    def weight(mask: int) -> int:
        return sum(w for i, w in enumerate(weights) if mask >> i & 1)

    chosen = heaviest(masks, weights)
    assert not any(chosen >> i & 1 and masks[i] & chosen for i in range(n))
    free = (m for m in range(1 << n) if not any(m >> i & 1 and masks[i] & m for i in range(n)))
    assert weight(chosen) == max(weight(m) for m in free)


def test_sixty_origins_in_a_ring_of_triangles() -> None:
    names = [f"o{i:02}" for i in range(60)]
    ring = [depends(names[i], names[(i + k) % 60], symmetric=True) for i in range(60) for k in (1, 2)]
    found = count(names, [origin(n) for n in names], ring, {})
    assert (found.lo, found.hi) == (20, 60)


# The worked example of the method: a wire, three papers that credit it, a scholar, a body that quotes the scholar, a politician,
# a witness and an official yearbook.
def worked() -> World:
    kinds: dict[str, OriginKind] = {
        "wire": "unattributed", "paper1": "unattributed", "paper2": "unattributed", "paper3": "unattributed",
        "scholar": "investigation", "body": "investigation", "politician": "unattributed",
        "witness": "witness", "yearbook": "official", "list": "material",
    }  # fmt: skip
    confirmed = [("paper1", "wire"), ("paper2", "wire"), ("paper3", "wire"), ("wire", "witness"), ("wire", "yearbook"),
                 ("scholar", "yearbook"), ("scholar", "list"), ("body", "scholar")]  # fmt: skip
    edges = [depends(a, b, "confirmed") for a, b in confirmed]
    edges.append(depends("list", "yearbook", symmetric=True))
    return World(tuple(kinds), tuple(origin(n, k) for n, k in kinds.items()), tuple(edges))


def test_the_worked_example_has_two_to_four_origins() -> None:
    found = worked().count()
    assert (found.lo, found.hi) == (2, 4)
    assert found.ids == ("list", "witness")  # of two largest sets the one with more first-hand origins
    assert ("politician", "nobody is named from whom the information comes") in found.excluded
    assert dict(found.excluded)["yearbook"].startswith("not independent of origin list: proposed dependence (declared)")


def test_rejecting_the_proposed_dependence_raises_the_lower_bound() -> None:
    world = worked()
    judged = decided(world.dependences[-1].id, "rejected", "dependence")
    assert count(world.support, world.origins, world.dependences, judged).lo == 3


def test_confirming_the_proposed_dependence_lowers_the_upper_bound() -> None:
    world = worked()
    judged = decided(world.dependences[-1].id, "confirmed", "dependence")
    found = count(world.support, world.origins, world.dependences, judged)
    assert (found.lo, found.hi) == (2, 3)


def test_a_circle_of_citations_is_one_origin() -> None:
    circle = [depends("a", "b", "confirmed"), depends("b", "c", "confirmed"), depends("c", "a", "confirmed")]
    names = [origin(n, "investigation") for n in "abc"]
    found = count("abc", names, circle, {})
    assert (found.lo, found.hi, found.ids) == (1, 1, ("a",))


def test_two_papers_that_credit_a_dispatch_nobody_holds_share_it() -> None:
    papers = [origin("p1", "official"), origin("p2", "official")]
    found = count(["p1", "p2"], papers, [depends("p1", "stub"), depends("p2", "stub")], {})
    assert (found.lo, found.hi) == (1, 2)


@pytest.mark.parametrize(("decision", "chosen"), [("reliable", "w2"), ("open", "w1")])
def test_among_equal_sets_the_one_with_a_reliable_witness_is_taken(decision: str, chosen: str) -> None:
    same = [depends("w1", "w2", symmetric=True)]
    found = count(["w1", "w2"], [origin("w1"), origin("w2")], same, decided("w2", decision))
    assert found.ids == (chosen,)


def test_nothing_that_only_a_forged_report_leads_to_is_counted() -> None:
    edges = [depends("report", "witness", "confirmed")]
    names = [origin("report", "investigation"), origin("witness")]
    assert count(["report"], names, edges, {}).ids == ("witness",)
    found = count(["report"], names, edges, decided("report", "forged"))
    assert (found.lo, found.hi, found.excluded) == (0, 0, (("report", "judged forged"),))


def test_no_origins_at_all() -> None:
    assert count([], [], [], {}) == Count(lo=0, hi=0)
