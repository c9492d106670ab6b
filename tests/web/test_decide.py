"""Where people decide: allegations, the queue, copies, contradictions, speakers, findings, the report; by record, and in a real browser."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.web.conftest import Person, at_work
from tests.web.test_browser import Window, served

from firsthand.copies.record import Match
from firsthand.documents.record import Text
from firsthand.inquiry import gather, queue, sift
from firsthand.inquiry.open import open_inquiry
from firsthand.vocabulary.atlas import outlines, position
from firsthand.web import draw
from firsthand.web.pages.copies import aligned


def first(person: Person, words: str) -> str:
    """The address of the first allegation with these words."""
    rows = person.tell(f"/allegations.json?find={words}")["rows"]  # type: ignore[index]
    return f"/allegations/{rows[0]['id']}"


def test_the_filter_stands_in_the_address_and_holds_for_table_timeline_and_map(reader: Person) -> None:
    every = reader.tell("/allegations.json")["part"]["total"]  # type: ignore[index]
    asked = "find=detention&disputed=yes&since=2024-03-01"
    held = reader.tell(f"/allegations.json?{asked}")
    assert 0 < held["part"]["total"] < every  # type: ignore[index]
    assert all("etention" in r["label"] and r["disputed"] for r in held["rows"])  # type: ignore[index]
    for path in ("/timeline", "/map"):
        assert reader.tell(f"{path}.json?{asked}")["sieve"] == held["sieve"]  # type: ignore[index]
        assert f'href="{path}?{asked.replace("&", "&amp;")}"' in reader.look(f"/allegations?{asked}")
    both = sum(reader.tell(f"/allegations.json?needs={v}")["part"]["total"] for v in ("yes", "no"))  # type: ignore[index]
    assert both == every


def test_an_allegation_shows_what_a_decision_on_a_link_would_do_and_then_what_it_did(judge: Person) -> None:
    address = first(judge, "killing")
    page = judge.tell(f"{address}.json")
    moving = next(t for t in page["ties"] if t["status"] == "proposed" and t["confirmed"] != page["now"])  # type: ignore[index]
    shown = judge.look(f"{address}?tie={moving['id']}")
    assert 'id="tie"' in shown
    status, _ = judge.send("/judge", noun="dependence", about=moving["id"], decision="confirmed", seen=0, back=address)
    assert status == 200
    after = judge.tell(f"{address}.json")
    assert after["now"] == moving["confirmed"]  # type: ignore[index]
    assert [d["judgement"]["about"] for d in after["history"]] == [moving["id"]]  # type: ignore[index]


def test_what_is_left_open_was_looked_at_and_leaves_the_queue(judge: Person) -> None:
    before = judge.tell("/review.json")
    about = before["items"][0]["about"]  # type: ignore[index]
    assert judge.send("/judge", noun="statement", about=about, decision="open", seen=0)[0] == 200
    after = judge.tell("/review.json")
    assert after["total"] == before["total"] - 1  # type: ignore[index]
    assert about not in [i["about"] for i in after["items"]]  # type: ignore[index]


@pytest.mark.parametrize("kind", queue.KINDS)
def test_each_kind_of_proposal_has_a_queue(reader: Person, kind: str) -> None:
    page = reader.tell(f"/review.json?of={kind}")
    assert len(page["items"]) == min(page["total"], 12)  # type: ignore[index]
    assert all(i["noun"] == kind for i in page["items"])  # type: ignore[index]


def test_a_decision_about_many_says_what_it_touches_and_is_about_exactly_that(judge: Person) -> None:
    asked = "rule=&document=&speaker=&stance=doubts"
    shown = judge.tell(f"/review/all.json?{asked}")
    form = {"stance": "doubts", "digest": shown["digest"], "why": "read one by one"}  # type: ignore[index]
    assert shown["total"] > 1  # type: ignore[index]
    assert (
        judge.send("/judge", noun="statement", about=shown["items"][0]["about"], decision="rejected", seen=0)[0] == 200
    )  # type: ignore[index]
    status, page = judge.send("/review/decide", decision="confirmed", **form)
    assert status == 409
    assert "other statements than those that were shown" in page
    again = judge.tell(f"/review/all.json?{asked}")
    assert judge.send("/review/decide", decision="confirmed", **{**form, "digest": again["digest"]})[0] == 200  # type: ignore[index]
    assert judge.tell(f"/review/all.json?{asked}")["total"] == 0  # type: ignore[index]


def test_copies_are_set_in_lines_and_no_character_gets_lost() -> None:
    one = Text(document="a", text="Head one.\n\nThe river rose at night. Then it fell.\n\nEnd", passages=())
    other = Text(document="b", text="Another head.\n\nThe river rose at night. It did not fall.", passages=())
    span = Match(11, 36, 15, 40)
    lines, moved = aligned([span], one, other)
    assert moved == 0
    alike = [line for line in lines if line.alike]
    assert [s.text for s in alike[0].one] == ["The river rose at night. "]
    assert [s.text for s in alike[0].one] == [s.text for s in alike[0].other]
    for side, text in (("one", one.text), ("other", other.text)):
        shown = "".join(s.text for line in lines for s in getattr(line, side))
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_matches_that_cross_are_counted_and_not_set_in_lines() -> None:
    one = Text(document="a", text="aaaa bbbb cccc", passages=())
    other = Text(document="b", text="bbbb aaaa cccc", passages=())
    spans = [Match(0, 4, 5, 9), Match(5, 9, 0, 4), Match(10, 14, 10, 14)]
    lines, moved = aligned(spans, one, other)
    assert moved == 1
    assert any(line.alike for line in lines)


def test_a_speaker_who_denies_and_then_puts_forward_says_otherwise(reader: Person) -> None:
    for row in reader.tell("/speakers.json")["rows"]:  # type: ignore[index]
        page = reader.tell(f"/speakers/{row['id']}.json")
        days = [u["day"] for u in page["said"] if u["day"]]  # type: ignore[index]
        assert days == sorted(days)
        for u in page["said"]:  # type: ignore[index]
            assert all(c["was"] != c["now"] for c in u["changes"])


def test_a_place_is_put_where_it_lies_or_nowhere() -> None:
    city, country = position("Nairobi"), position("Kenya")
    assert city is not None
    assert city.exact
    assert abs(city.latitude + 1.28) < 0.1
    assert country is not None
    assert not country.exact
    assert position("Kiln Street") is None
    region = position("California")
    assert region is not None
    assert not region.exact  # an area: the middle of its cities
    assert (abs(region.latitude - 37), abs(region.longitude + 119.5)) < (1, 1)
    assert position("Xinjiang") is None  # a region of which no city is told apart: it is listed beside the map
    assert len(outlines()) > 170
    spot = draw.Spot(name="Nairobi", latitude=city.latitude, longitude=city.longitude, count=2, exact=True, to="/x")
    assert "<circle" in draw.world([spot], [], "map")


def test_a_finding_is_written_seen_and_stands_in_the_report(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        about = first(person, "killing").rsplit("/", 1)[1]
        page = person.tell(f"/findings/write/{about}.json")
        cite = next(iter(page["cites"].values()))  # type: ignore[index]
        words = f"Two men died in the barracks {cite}."
        form = {"about": about, "words": words, "why": "register and witness agree", "act": "on"}
        seen = person.tell(f"/findings/write/{about}.json?words=Two+men+died+{cite}&standard=grounds-to-suspect")
        assert seen["preview"]["sentences"][0]["runs"][0]["text"] == "Two men died"  # type: ignore[index]
        assert person.send("/findings/adopt", standard="grounds-to-suspect", seen=0, **form)[0] == 200
        status, told = person.send("/findings/adopt", standard="reported", seen=0, **form)
        assert status == 409
        assert "concluded about the same" in told
        preview = person.client.get("/report/preview")
        assert "Finding: grounds to suspect" in preview.text
        assert cite not in preview.text
        assert "sandbox" in preview.headers["content-security-policy"]
        assert person.send("/report/write", docx="on", csv="on")[0] == 200
        files = [f["name"] for f in person.tell("/report.json")["files"]]  # type: ignore[index]
        assert {"report.html", "assessment.json", "report.docx"} <= set(files)
        written = person.client.get("/report/files/report.html").text
        made = re.compile(r"Made [^<]*? by")
        assert made.sub("", written) == made.sub("", preview.text)
        assert person.client.get("/report/files/..%2Finquiry.sqlite").status == 404


def test_a_page_of_an_allegation_asks_for_little(reader: Person) -> None:
    for path in ("/allegations", "/review", "/matrix", "/speakers", "/copies", "/contradictions", "/timeline", "/map"):
        assert len(reader.client.get(path).body) < 200_000, path


def test_nothing_that_was_taken_out_vanishes_and_all_of_it_can_be_put_back(judge: Person) -> None:
    item = judge.tell("/review.json")["items"][0]  # type: ignore[index]
    copy = judge.tell("/copies.json")["rows"][0]["id"]  # type: ignore[index]
    for noun, about in (("statement", item["about"]), ("copy", copy)):
        form = {"noun": noun, "about": about, "back": "/decisions"}
        assert judge.send("/judge", decision="rejected", seen=0, why="not so", **form)[0] == 200
    page = judge.tell("/decisions.json?decision=rejected")
    assert [r["entry"]["judgement"]["about"] for r in page["rows"]] == [copy, item["about"]]  # type: ignore[index]
    for row in page["rows"]:  # type: ignore[index]
        assert row["entry"]["holds"]
        assert row["entry"]["about"] != row["entry"]["judgement"]["about"]  # in words
        assert judge.client.get(row["where"]).status == 200
    assert item["about"] in judge.look(page["rows"][1]["where"])  # type: ignore[index]
    for row in page["rows"]:  # type: ignore[index]
        j = row["entry"]["judgement"]
        assert judge.send("/judge", noun=j["noun"], about=j["about"], decision="open", seen=j["seq"])[0] == 200
    after = judge.tell("/decisions.json")
    assert [r["entry"]["holds"] for r in after["rows"]] == [False] * 4  # type: ignore[index]
    assert len(judge.tell("/decisions.json?noun=copy")["rows"]) == 2  # type: ignore[index]


# ---- in a browser ------------------------------------------------------------------------------------------------------


def test_twenty_statements_are_judged_by_keyboard_and_the_next_is_there_at_once(browser: Browser, copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry:
        with served(inquiry) as key:
            window = Window(browser, key)
            page = window.go("/review")
            chosen = page.locator(".item[aria-current=true]")
            expect(chosen).to_have_count(1)
            waits, shown, begun = [], [], time.monotonic()
            for n in range(20):
                about = chosen.get_attribute("data-about")
                shown.append(about)
                at = time.monotonic()
                page.keyboard.press("ynu"[n % 3])
                page.wait_for_function(
                    "a => document.querySelector('.item[aria-current=true]')?.dataset.about !== a", arg=about
                )
                waits.append(time.monotonic() - at)
            took = time.monotonic() - begun
            page.keyboard.press("z")
            page.wait_for_timeout(500)
            page.keyboard.press("?")
            expect(page.locator("details.keys")).to_have_attribute("open", "")
            page.keyboard.press("j")
            page.keyboard.press("k")
            page.wait_for_timeout(1500)
            print(f"20 statements in {took:.1f} s by keyboard; the next item after {max(waits) * 1000:.0f} ms at most")
            assert window.told == []
            window.context.close()
        made = inquiry.contents().judgements
        assert len({j.about for j in made}) == 20
        first = {j.about: j.decision for j in reversed(made)}  # each is sent by itself: they may come in another order
        assert [first[about] for about in shown[:3]] == ["confirmed", "rejected", "open"]
        assert made[-1].decision == "open"  # taken back
        assert made[-1].about == made[-2].about


def test_two_windows_deciding_at_once_lose_nothing_and_say_so(browser: Browser, copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry:
        with served(inquiry) as key:
            one = Window(browser, key)
            other = Window(browser, key, one.context)
            for window in (one, other):
                expect(window.go("/review").locator(".item[aria-current=true]")).to_have_count(1)
            about = one.page.locator(".item[aria-current=true]").get_attribute("data-about")
            one.page.keyboard.press("y")
            one.page.wait_for_timeout(600)
            other.page.keyboard.press("n")
            expect(other.page.locator("#last")).to_contain_text("meanwhile Reader One decided about the same")
            expect(other.page.locator(".item[aria-current=true]")).to_have_attribute("data-about", str(about))
            one.context.close()
        assert [(j.about, j.decision) for j in inquiry.contents().judgements] == [(about, "confirmed")]


def test_a_whole_review_from_the_allegation_to_the_exported_report(browser: Browser, copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, served(inquiry) as key:
        window = Window(browser, key)
        page = window.go("/allegations")
        page.keyboard.press("j")
        page.locator(".allegations tbody a").first.click()
        page.locator(".ties a").first.click()
        expect(page.locator("#tie")).to_be_visible()
        page.locator("#tie button.confirmed").click()
        expect(page.locator(".done")).to_be_visible()
        page.keyboard.press("z")
        page.wait_for_load_state()
        page.locator(".passage-of summary").first.click()
        expect(page.locator(".passage-of blockquote").first).to_be_visible()
        page.get_by_role("link", name="Write a finding").click()
        page.locator("#words").fill("Villagers were held in the barracks.")
        page.locator("[data-cite]").first.click()
        page.locator("textarea[name=why]").fill("several who were there say so")
        page.get_by_role("button", name="Preview").click()
        expect(page.locator("#preview")).to_contain_text("Villagers were held in the barracks")
        page.get_by_role("button", name="Adopt the finding").click()
        page.wait_for_url("**/findings*")
        expect(page.locator("article")).to_contain_text("Villagers were held in the barracks")
        page.keyboard.press("g")
        page.keyboard.press("e")
        page.wait_for_url("**/report")
        page.get_by_role("button", name="Write the report").click()
        expect(page.locator("main")).to_contain_text("written of all that is held now")
        assert "Villagers were held in the barracks" in inquiry.report_path.read_text("utf-8")
        assert window.told == []
        assert [a for a in window.asked if not a.startswith(window.base + "/")] == []
        window.context.close()


def test_narrow_questions_are_answered_from_the_index(made: Path) -> None:
    with open_inquiry(made, alone=False) as inquiry:
        contents = inquiry.contents()
        total, rows = inquiry.ask(sift.found, sift.Sieve(), most=500)
        assert total == len(contents.allegations) == len(rows)
        weighed = {a.allegation: a.origins for a in contents.assessments}
        for row in rows[:6]:
            case = inquiry.ask(gather.allegation, row.id)
            assert case.tally().bounds() == (weighed[row.id].lo, weighed[row.id].hi) == (row.lo, row.hi)
