"""The whole of it in a real browser: from an empty folder, by way of the example's sources, to an exported report that leads back to its bytes."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.web.test_browser import Window, served

from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.web.work import Work

SOURCES = sorted(p for p in Path("examples/sources").rglob("*") if p.is_file())
CHOSEN = ".item[aria-current=true]"


def idle(work: Work, runs: int = 0, seconds: float = 240) -> None:
    """Wait until so many runs have ended and none is under way."""
    end = time.monotonic() + seconds
    while (work.state.kind or work.state.ended < runs) and time.monotonic() < end:
        time.sleep(0.1)
    assert (work.state.kind, work.state.what) == ("", "")


def test_a_review_from_an_empty_folder_to_the_exported_report(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "osk"
    work = Work(folder, {"who": "Reader One", "workers": 1})
    with open_inquiry(folder, create=True, alone=False, flags={"who": "Reader One"}) as inquiry:
        try:
            with served(inquiry, work) as key:
                window = Window(browser, key)
                _filled(window.go("/"), work)
                _kept(inquiry)
                _followed(window.go("/"))
                _judged(window.go("/review"))
                idle(work)
                _concluded(window.go("/"))
                _exported(window, inquiry)
                assert window.told == []
                assert [a for a in window.asked if not a.startswith(window.base + "/")] == []
                window.context.close()
        finally:
            work.close()
        assert inquiry.verify() == ()


def _filled(page: Page, work: Work) -> None:
    """Nothing is there; files are chosen, the line is run, its progress is told on the page."""
    expect(page.get_by_text("Nothing is alleged yet. Add sources above.")).to_be_visible()
    page.get_by_label("Files", exact=True).set_input_files(SOURCES)
    page.get_by_role("button", name="Add and assess").click()
    expect(page.locator(".progress")).to_be_visible()
    expect(page.locator("[data-stage]")).to_have_text(
        re.compile(r"Extract|Trace|Link|Weigh|Report|Index"), timeout=120_000
    )
    idle(work, 1)
    expect(page.locator(".allegations tbody tr").first).to_be_visible(timeout=20_000)  # by itself, without a click
    assert page.locator(".line li").first.inner_text().split() == [str(len(SOURCES)), "documents"]


def _kept(inquiry: Inquiry) -> None:
    """What was added lies under seal with how it came, and nowhere else."""
    assert inquiry.report_path.is_file()
    received = [e.details for e in inquiry.custody() if e.act == "received"]
    assert {p.name for p in SOURCES} == {d["name"] for d in received}
    assert {d["context"] for d in received} == {"dropped into the workbench"}
    assert not (inquiry.folder / "incoming").exists()


def _followed(page: Page) -> None:
    """From the overview to the passage behind what is alleged: two clicks."""
    page.locator(".allegations tbody a").first.click()
    page.locator("main a[href*='/documents/'][href*='start=']").locator("visible=true").first.click()
    page.wait_for_url("**/documents/**")
    expect(page.locator("#here, .card:target").first).to_be_in_viewport()


def _judged(page: Page) -> None:
    chosen = page.locator(CHOSEN)
    expect(chosen).to_have_count(1)
    begun = time.monotonic()
    for n in range(20):
        about = chosen.get_attribute("data-about")
        page.keyboard.press("yyu"[n % 3])
        page.wait_for_function(
            "a => document.querySelector('.item[aria-current=true]')?.dataset.about !== a", arg=about
        )
    print(
        f"20 proposals judged by keyboard in {time.monotonic() - begun:.1f} s (of an answer at once: reading takes longer)"
    )
    page.wait_for_load_state("networkidle")
    expect(page.locator("#last")).to_be_empty()


def _concluded(page: Page) -> None:
    """A finding with a citation by a click, seen as it will be exported, then adopted."""
    page.locator(".allegations tbody a").first.click()
    page.get_by_role("link", name="Write a finding").click()
    page.locator("#words").fill("Villagers were held in the barracks of Kiln Street.")
    page.locator("[data-cite]").first.click()
    page.locator("textarea[name=why]").fill("several who were there say so")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Villagers were held in the barracks of Kiln Street")
    expect(page.locator("#preview sup a").first).to_be_visible()
    page.get_by_role("button", name="Adopt the finding").click()
    page.wait_for_url("**/findings*")


def _exported(window: Window, inquiry: Inquiry) -> None:
    page = window.go("/report")
    with window.context.expect_page() as opened:
        page.get_by_role("link", name="Preview exactly").click()
    expect(opened.value.locator("body")).to_contain_text("Villagers were held in the barracks of Kiln Street")
    page.get_by_label("DOCX").check()
    page.get_by_role("button", name="Write the report").click()
    expect(page.locator("main")).to_contain_text("written of all that is held now", timeout=60_000)
    written = inquiry.report_path.read_text("utf-8")
    assert "Villagers were held in the barracks of Kiln Street" in written
    with page.expect_download() as taken:
        page.get_by_role("link", name="report.docx").click()
    assert taken.value.path().read_bytes()[:2] == b"PK"
