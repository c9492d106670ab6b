"""One number only where the families agree and the test passes; refusal where nothing can be said."""

from __future__ import annotations

import pytest
from tests.estimates.published import KOSOVO, ROME, UK_FIVE

from firsthand.errors import WrongUse
from firsthand.estimates import captures
from firsthand.estimates.models import latent
from firsthand.estimates.panel import Plan, headline, overlap, panel
from firsthand.estimates.record import Captures, Check, Estimate, Family, Interval, Panel

QUICK = Plan(
    replicates=30,
    sampling=latent.Sampling(chains=4, burn_in=30, kept=30, longer=0),
    brief=latent.Sampling(chains=4, burn_in=20, kept=20, longer=0),
)


@pytest.fixture(scope="module")
def kosovo() -> Panel:
    return panel(KOSOVO, 1, plan=QUICK)


def test_kosovo_has_no_single_number(kosovo: Panel) -> None:
    assert kosovo.headline is None
    assert kosovo.documented == 4400
    assert kosovo.conclusion.startswith(
        "At least 4,400 persons are documented; modelling does not support a single figure"
    )


def test_all_eleven_caveats_are_there_with_the_numbers_of_this_table(kosovo: Panel) -> None:
    assert [c.number for c in kosovo.caveats] == list(range(1, 12))
    assert "10,357 to 18,393" in kosovo.caveats[0].text
    assert "4,617 at 1" in kosovo.caveats[6].text


def test_the_test_with_known_answers_knows_how_long_each_list_is(kosovo: Panel) -> None:
    aba = next(c for c in kosovo.checks if c.list == "ABA" and c.family == "log-linear")
    assert (aba.known, round(aba.total or 0), aba.covered) == (1528, 894, False)
    assert len(kosovo.checks) == 12


def test_the_same_seed_gives_the_same_panel(kosovo: Panel) -> None:
    assert panel(KOSOVO, 1, plan=QUICK) == kosovo


def said(family: Family, low: float, high: float, method: str = "") -> Estimate:
    return Estimate(
        id="e",
        method=method or family,
        family=family,
        documented=100,
        total=(low + high) / 2,
        interval=Interval(low, high),
    )


def asked(covered: int, of: int = 12) -> list[Check]:
    families: tuple[Family, ...] = ("log-linear", "graphs", "latent classes")
    return [
        Check(list="A", known=50, family=families[i % 3], total=50, interval=Interval(40, 60), covered=i < covered)
        for i in range(of)
    ]


THREE = [
    said("log-linear", 200, 300, "log-linear, BIC"),
    said("graphs", 210, 340),
    said("latent classes", 180, 320),
    said("bound", 120, 130),
]


def test_one_number_where_the_families_agree_and_the_test_is_passed() -> None:
    one, _ = headline(THREE, asked(11))
    assert one is not None
    assert one.family == "latent classes"  # the widest


@pytest.mark.parametrize(
    ("estimates", "checks", "because"),
    [
        (THREE, asked(10), "10 of 12"),
        (THREE, [], "cannot be made"),
        (THREE, [c for c in asked(12) if c.family != "graphs"], "graphs has too few"),
        ([*THREE[:1], said("graphs", 290, 900), THREE[2]], asked(12), "share 10% of the shorter"),
    ],
)
def test_no_number(estimates: list[Estimate], checks: list[Check], because: str) -> None:
    one, why = headline(estimates, checks)
    assert one is None
    assert any(because in w for w in why), why


def test_pairs_that_share_nobody_are_named() -> None:
    told = panel(UK_FIVE, 1, plan=QUICK)
    assert "LA and GP" in told.caveats[5].text
    assert ("LA", "GP", 0) in told.overlaps


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (captures.table({"10": 40, "01": 30, "11": 25}), "fewer than three lists"),
        (captures.table({"100": 40, "010": 30, "001": 25}), "No person is on two lists"),
        (captures.table({"100": 400, "010": 300, "001": 250, "110": 5}), "only 5 persons"),
        (captures.table({"110": 40, "100": 300, "001": 250, "111": 15, "101": 30}), "compiled from the other"),
        (captures.table({"110": 40, "100": 300, "010": 30}, ("A", "B", "C")), "fewer than three lists"),
        (captures.table({"111": 0}, ("A", "B", "C")), "no list holds any person"),
    ],
)
def test_refused(table: Captures, says: str) -> None:
    told = panel(table, 1, plan=QUICK)
    assert says in told.refused
    assert told.estimates == ()
    assert told.headline is None
    assert told.conclusion.startswith(f"At least {table.documented:,} persons are documented. No estimate")


def test_a_list_compiled_from_another_is_no_capture() -> None:
    told = panel(KOSOVO, 1, derived={"HRW": ["OSCE"]}, plan=QUICK)
    assert told.captures.lists == ("EXH", "ABA", "OSCE+HRW")
    assert told.documented == 4400
    assert "HRW was compiled from OSCE" in told.notes[0]


def test_a_compilation_of_several_lists_is_left_out_and_its_persons_stay_documented() -> None:
    told = panel(KOSOVO, 1, derived={"HRW": ["OSCE", "ABA"]}, plan=QUICK)
    assert told.captures.lists == ("EXH", "ABA", "OSCE")
    assert told.documented == 4400
    assert told.captures.documented == 4400 - 306
    assert "306 of 4400 persons" in told.notes[1]


def test_a_list_that_contains_another_may_be_declared_independent() -> None:
    table = captures.table({"110": 40, "100": 300, "001": 250, "111": 15, "101": 30})
    assert not panel(table, 1, independent=["A", "B"], plan=QUICK).refused


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(WrongUse, match="no list 'morgue'"):
        panel(KOSOVO, 1, derived={"morgue": ["ABA"]})


def test_tables_of_other_thresholds_are_shown_and_named_in_the_caveat() -> None:
    told = panel(ROME, 1, linkages={"0.3": ROME, "0.9": ROME}, plan=QUICK)
    swept = [v for v in told.variants if v.what.startswith("linkage")]
    assert {v.setting for v in swept} == {"0.3", "0.9"}
    assert "Over the thresholds" in told.caveats[2].text


def test_overlap_of_intervals() -> None:
    assert overlap(Interval(0, 10), Interval(5, 100)) == 0.5
    assert overlap(Interval(0, 10), Interval(20, 30)) == 0.0
    assert overlap(Interval(0, None), Interval(20, 30)) == 1.0
