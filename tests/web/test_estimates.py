"""Estimates: what is documented and what is modelled, with all that must be said beside it, and pairs of rows to decide."""

from __future__ import annotations

import html
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.estimates import people
from tests.estimates.test_estimate import QUICK
from tests.inquiry.test_study import as_csv, as_page, as_word
from tests.web.conftest import Person, at_work
from tests.web.test_browser import AXE, Window, served

from firsthand.estimates.estimate import Choices
from firsthand.estimates.record import Study
from firsthand.estimates.table import PAIRS, STUDIES
from firsthand.inquiry.open import Inquiry, open_inquiry


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inquiry that holds five lists, one of them most of another, and an estimate from them."""
    folder = tmp_path_factory.mktemp("counted")
    sources = folder / "sources"
    sources.mkdir()
    rows, _ = people.lists(200, (0.5, 0.45, 0.4, 0.4), seed=4, slips=0.3)
    as_csv(sources / "police.csv", rows[0])
    as_csv(sources / "press.csv", rows[1])
    as_csv(sources / "ministry.csv", rows[1][: int(len(rows[1]) * 0.9)])
    as_word(sources / "morgue.docx", rows[2])
    as_page(sources / "committee.html", rows[3])
    with open_inquiry(folder / "osk", create=True, flags={"who": "Reader One"}) as made:
        made.collect([sources])
        made.read()
        made.compare()
        made.estimate([], Choices(seed=2, by="place"), plan=QUICK)
        made.index()
    return folder / "osk"


@pytest.fixture(scope="module")
def inquiry(counted: Path) -> Iterator[Inquiry]:
    with open_inquiry(counted, alone=False, flags={"who": "Reader One"}) as found:
        yield found


@pytest.fixture(scope="module")
def study(inquiry: Inquiry) -> Study:
    (found,) = inquiry.ask(STUDIES.all)
    return found


def test_the_page_says_what_the_study_says_and_leads_to_each_list(inquiry: Inquiry, study: Study) -> None:
    with at_work(inquiry) as person:
        page, shown = person.tell("/estimates.json"), person.look("/estimates")
    assert page["study"]["id"] == study.id  # type: ignore[index]
    lists = page["lists"]  # type: ignore[index]
    assert [(r["name"], r["rows"], r["aside"], r["persons"]) for r in lists] == [
        (r.name, r.rows, r.aside, r.persons) for r in study.rosters
    ]
    assert all(f'href="/documents/{r.document}"' in shown for r in study.rosters)
    assert sum(n for _, n in page["patterns"]) == study.panel.documented  # type: ignore[index]
    made_from = [r["name"] for r in lists if r["of"]]
    assert made_from in (["press"], ["ministry"])
    assert "no capture of its own: made from" in shown


def test_documented_and_estimated_stand_apart_with_every_caveat_and_why_what_is_withheld_is(
    inquiry: Inquiry, study: Study, plain: Callable[[str], str]
) -> None:
    with at_work(inquiry) as person:
        words = html.unescape(plain(person.look("/estimates")))
    panel = study.panel
    assert panel.conclusion in words
    assert f"Documented are persons who are on at least one list: {panel.documented:,}." in words
    assert all(c.text in words for c in panel.caveats)
    assert all(b in words for b in panel.because)
    assert all(f"withheld {e.withheld}" in words for e in (*panel.estimates, *panel.variants) if e.total is None)
    assert all(f"{round(e.total):,}" in words for e in panel.estimates if e.total is not None)
    assert "No sum is given" in words or study.together is not None


def test_a_pair_is_decided_on_the_page_and_counts_when_the_estimate_is_made_again(
    counted: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(counted, tmp_path / "osk"))
    with open_inquiry(folder, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        page = person.tell("/estimates.json")
        doubts = [abs(p["likely"] - page["study"]["threshold"]) for p in page["pairs"]]  # type: ignore[index]
        assert doubts == sorted(doubts)
        first = page["pairs"][0]  # type: ignore[index]
        (pair,) = [p for p in inquiry.ask(PAIRS.all) if p.id == first["id"]]
        assert [line["label"] for line in first["lines"]] == [pair.a, pair.b]
        form = {"noun": "pair", "about": first["id"], "back": "/estimates"}
        status, shown = person.send("/judge", decision="rejected", seen=0, why="brothers", **form)
        assert status == 200
        assert "1 decision on a pair was made since" in shown
        assert "brothers" in shown
        made = inquiry.estimate([], Choices(seed=2), plan=QUICK)
        assert made.choices.judged is not None
        assert False in made.choices.judged.values()
        assert person.tell("/estimates.json")["decided"] == 0  # type: ignore[index]


def test_without_an_estimate_the_page_says_how_to_make_one(reader: Person) -> None:
    assert reader.tell("/estimates.json")["study"] is None  # type: ignore[index]
    shown = reader.look("/estimates")
    assert "No estimate was made in this inquiry." in shown
    assert "firsthand estimate --in INQUIRY" in shown


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (375, "ar"), (375, "en")])
def test_no_barrier_and_nothing_wider_than_the_screen(
    browser: Browser, inquiry: Inquiry, width: int, language: str
) -> None:
    with served(inquiry) as key:
        window = Window(browser, key)
        page = window.page
        page.set_viewport_size({"width": width, "height": 900})
        window.go(f"/estimates?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations']})"
        )
        assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]] == []
        assert window.told == []
        window.context.close()


def test_with_scripts_off_a_pair_can_be_decided(browser: Browser, counted: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(counted, tmp_path / "osk"))
    with open_inquiry(folder, alone=False, flags={"who": "Reader One"}) as inquiry, served(inquiry) as key:
        window = Window(browser, key, java_script_enabled=False)
        page = window.go("/estimates")
        page.get_by_text("Table of the numbers").click()
        assert page.get_by_role("columnheader", name="Setting").is_visible()
        page.locator("article.slip").first.get_by_role("button", name="Yes").click()
        assert page.locator("article.slip").first.get_by_text("confirmed").is_visible()
        window.context.close()
