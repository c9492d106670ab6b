"""Every key that the pages promise does what it promises, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.test_browser import Window, served

from firsthand import ids
from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.origins.record import Speaker
from firsthand.origins.table import SPEAKERS
from firsthand.store import work
from firsthand.web.app import PAGES

expect.set_options(timeout=20_000)

CHOSEN = ".item[aria-current=true]"


@pytest.fixture
def inquiry(copy: Path) -> Iterator[Inquiry]:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as found:
        yield found


@pytest.fixture
def window(browser: Browser, inquiry: Inquiry) -> Iterator[Window]:
    with served(inquiry) as key:
        found = Window(browser, key)
        yield found
        assert found.told == []
        found.context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def decisions(inquiry: Inquiry, n: int) -> list[tuple[str, str]]:
    """The decisions, when there are so many of them."""
    end = time.monotonic() + 30
    while len(inquiry.contents().judgements) < n and time.monotonic() < end:
        time.sleep(0.05)
    return [(j.noun, j.decision) for j in inquiry.contents().judgements]


def test_g_and_a_letter_go_to_every_room(window: Window) -> None:
    rooms = [p for p in PAGES if p.key]
    page = window.go(rooms[-1].path)  # each key leads away from where it is pressed, so that its page can be waited for
    for room in rooms:
        press(page, "g", room.key)
        page.wait_for_url(re.compile(re.escape(window.base + room.path) + r"(\?.*)?$"))
        page.wait_for_load_state()
        assert page.locator(f".rooms a[data-go={room.key}]").get_attribute("aria-current") == "page"


def test_j_k_and_enter_walk_a_list_and_slash_searches(window: Window) -> None:
    page = window.go("/allegations")
    rows = page.locator("tr[data-row]")
    press(page, "j", "j", "k")
    assert rows.nth(0).get_attribute("aria-current") == "true"
    press(page, "j", "Enter")
    page.wait_for_url("**/allegations/allegation-*")
    page.wait_for_load_state()
    press(page, "/")
    expect(page.locator("#find-all")).to_be_focused()
    page.keyboard.type("jm barracks")  # in a field, keys are letters
    press(page, "Enter")
    page.wait_for_url("**/search?q=jm+barracks")
    page.wait_for_load_state()
    press(page, "/", "Escape")
    expect(page.locator("#find-all")).not_to_be_focused()


def test_the_queue_is_worked_with_y_n_u_z_w_j_k_e_o_and_its_keys_are_told(window: Window, inquiry: Inquiry) -> None:
    page = window.go("/review")
    chosen = page.locator(CHOSEN)
    expect(chosen).to_have_count(1)
    first = chosen.get_attribute("data-about")
    press(page, "w")
    page.keyboard.type("yes and no")  # a reason is no decision
    assert inquiry.contents().judgements == ()
    press(page, "Escape", "y")
    assert decisions(inquiry, 1) == [("statement", "confirmed")]
    assert inquiry.contents().judgements[0].why == "yes and no"
    press(page, "z")
    assert decisions(inquiry, 2)[-1] == ("statement", "open")
    expect(chosen).to_have_attribute("data-about", str(first))
    page.wait_for_load_state("networkidle")
    press(page, "n", "u")
    assert [d for _, d in decisions(inquiry, 4)[2:]] == ["rejected", "open"]
    before = chosen.get_attribute("data-about")
    press(page, "j")
    expect(chosen).not_to_have_attribute("data-about", str(before))
    press(page, "k")
    expect(chosen).to_have_attribute("data-about", str(before))
    press(page, "?")
    expect(page.locator("details.keys")).to_have_attribute("open", "")
    for key in "ynumszjkweo/g?":
        expect(page.locator(".keys-list dt", has_text=re.compile(f"^{re.escape(key)}$"))).to_have_count(1)
    page.wait_for_load_state("networkidle")
    press(page, "e")
    page.wait_for_url("**/documents/**start=**")
    page = window.go("/review?of=copy")
    expect(page.locator(CHOSEN)).to_have_count(1)
    press(page, "o")
    page.wait_for_url("**/copies/copy-*")


SLOWLY = """() => {
  const real = window.fetch;
  window.fetch = (to, how) => how?.method === "POST" ? new Promise((r) => setTimeout(r, 700)).then(() => real(to, how)) : real(to, how);
}"""
"""What is recorded is on its way for a while."""


def test_where_recording_is_slow_the_queue_goes_on_to_its_end(window: Window) -> None:
    page = window.go("/review?of=statement")
    chosen = page.locator(CHOSEN)
    left = int(str(page.locator("#tally").get_attribute("data-left")))
    page.evaluate(SLOWLY)
    seen: list[str | None] = []
    for _ in range(min(left, 30)):
        seen.append(chosen.get_attribute("data-about", timeout=20_000))
        page.keyboard.press("y")
        page.wait_for_function(
            "a => document.querySelector('.item[aria-current=true]')?.dataset.about !== a", arg=seen[-1]
        )
    assert len(set(seen)) == len(seen) > 12


def test_m_and_s_merge_and_keep_apart_two_speakers(window: Window, inquiry: Inquiry) -> None:
    names = ("Ada Ferrum", "Ada Maria Ferrum", "Olm Tarrow", "Judge Olm Tarrow")
    with inquiry._desk.store.writing() as db:
        SPEAKERS.put(db, [Speaker(id=ids.name("speaker", n), name=n, kind="person") for n in names])
        work.unmark(db, "index whole", "")
    inquiry.index()
    page = window.go("/review?of=speaker")
    expect(page.locator(CHOSEN)).to_have_count(1)
    press(page, "m")
    assert decisions(inquiry, 1) == [("speaker", "merged")]
    press(page, "s")
    assert decisions(inquiry, 2)[1] == ("speaker", "split")
    press(page, "z")
    assert decisions(inquiry, 3)[2] == ("speaker", "open")


def test_f_finds_in_a_document_n_goes_on_and_m_marks_by_hand(window: Window, inquiry: Inquiry) -> None:
    document = next(d.id for d in inquiry.contents().documents if d.name == "greywater-review.html")
    page = window.go(f"/documents/{document}")
    press(page, "f")
    page.keyboard.type("the")
    press(page, "Enter")
    page.wait_for_url("**find=the**")
    shown = page.get_by_role("status")
    assert shown.inner_text().startswith("1/")
    for key, number in (("n", "2/"), ("n", "3/"), ("N", "2/")):
        page.wait_for_load_state()
        press(page, key)
        expect(shown).to_have_text(re.compile(f"^{number}"))
    page.wait_for_load_state()
    press(page, "m")
    expect(page.locator("#by-hand")).to_have_attribute("open", "")


def test_c_cites_and_v_shows_the_report(window: Window) -> None:
    page = window.go("/allegations")
    page.locator(".allegations tbody a").first.click()
    page.get_by_role("link", name="Write a finding").click()
    page.wait_for_url("**/findings/write/**")
    page.wait_for_load_state("networkidle")
    press(page, "j", "c")
    expect(page.locator("#words")).to_have_value(re.compile(r"\[statement-[0-9a-f]+\]|statement-"))
    page = window.go("/report")
    with window.context.expect_page() as opened:
        press(page, "v")
    opened.value.wait_for_load_state()
    assert "/report/preview" in opened.value.url
