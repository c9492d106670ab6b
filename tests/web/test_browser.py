"""The workbench in a real browser: nothing leaves this machine, what is hostile stays inert, everybody can use it, with scripts or without."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.web.app import PAGES, Workbench
from firsthand.web.guard import Key
from firsthand.web.work import Work

AXE = Path(__file__).parent / "axe" / "axe.min.js"

HOSTILE = (
    "<script>window.felled = 1</script><img src=x onerror='window.felled = 2'>\n\n"
    "<svg onload='window.felled = 3'><style>body{display:none}</style></svg>\n\n"
    "</span></p></article><meta http-equiv=refresh content='0;url=http://evil.example/'>\n\n"
    "{{ 7 * 7 }} {% raw %} javascript:alert(1) \u202eEKAF\u202c \u2066x\u2069 \x1b[31m\n\n"
    "Mara V\u0435ll said that officers beat Ion Sarka in Osk.\n\n" + "x" * 5_000_000 + "\n\nThe end of it.\n"
)


@contextmanager
def served(inquiry: Inquiry, work: Work | None = None) -> Iterator[Key]:
    """The workbench of `inquiry`, served on loopback."""
    config = uvicorn.Config("", host="127.0.0.1", port=0, lifespan="off", log_level="error", ws="none")
    listening = config.bind_socket()
    key = Key(listening.getsockname()[1])
    config = uvicorn.Config(Workbench(inquiry, key, work).app(), lifespan="off", log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield key
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


class Window:
    """A window of the browser at the workbench, with what it asked for and what it complained of."""

    def __init__(self, browser: Browser, key: Key, context: BrowserContext | None = None, **more: Any) -> None:
        self.base = f"http://127.0.0.1:{key.port}"
        self.context = context or browser.new_context(viewport={"width": 1440, "height": 900}, **more)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.told: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("dialog", lambda dialog: self.told.append(dialog.message))
        if context is None:
            self.page.goto(key.address)

    def go(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture(scope="module")
def inquiry(made: Path) -> Iterator[Inquiry]:
    with open_inquiry(made, alone=False, flags={"who": "Reader One"}) as found:
        found.index()
        yield found


@pytest.fixture(scope="module")
def key(inquiry: Inquiry) -> Iterator[Key]:
    with served(inquiry) as found:
        yield found


@pytest.fixture(scope="module")
def window(browser: Browser, key: Key) -> Iterator[Window]:
    found = Window(browser, key)
    yield found
    found.context.close()


def every(inquiry: Inquiry) -> dict[str, str]:
    """An address of every page, of all that there is something for."""
    contents = inquiry.contents()
    held = {
        "/documents/{id}": contents.documents,
        "/allegations/{id}": contents.allegations,
        "/allegations/{id}/answers": contents.allegations,
        "/contradictions/{id}": contents.contradictions,
        "/speakers/{id}": contents.speakers,
        "/copies/{id}": contents.copies,
        "/crimes/{id}": inquiry.whole().elements,
        "/findings/write/{about}": contents.allegations,
    }
    assert set(held) == {p.path for p in PAGES if "{" in p.path}
    found = {p.path: p.path for p in PAGES if "{" not in p.path}
    found |= {path: re.sub(r"{\w+}", rows[0].id, path) for path, rows in held.items() if rows}  # type: ignore[attr-defined]
    told = [c for c in contents.copies if c.kind == "translation"]
    found |= {f"translation {c.id}": f"/documents/{c.from_}?beside={c.id}" for c in told[:1]}
    return {**found, "/search": "/search?q=kiln", "many": "/review/all?stance=denies", "pairs": "/review?of=dependence"}


def test_no_request_leaves_loopback_and_nothing_is_complained_of(window: Window, inquiry: Inquiry) -> None:
    for address in every(inquiry).values():
        window.go(address)
    window.page.wait_for_timeout(1500)  # whatever a page asks for later
    assert [a for a in window.asked if not a.startswith(window.base + "/")] == []
    assert window.told == []


@pytest.mark.parametrize(("width", "scheme", "language"), [(1440, "light", "en"), (390, "dark", "ar")])
def test_pages_have_no_barrier_that_can_be_found_and_fit_the_screen(
    window: Window, inquiry: Inquiry, width: int, scheme: str, language: str
) -> None:
    script = AXE.read_text("utf-8")
    wrong = []
    page = window.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path, address in every(inquiry).items():
        window.go(address + ("&" if "?" in address else "?") + f"lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.evaluate(script)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations']})"
        )
        wrong += [(path, v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]]
    window.go("/?lang=en")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    assert wrong == []


def test_with_scripts_off_everything_can_be_read(browser: Browser, inquiry: Inquiry) -> None:
    with served(inquiry) as key:
        window = Window(browser, key, java_script_enabled=False)
        page = window.go("/documents")
        page.get_by_role("link", name="greywater-review.html").click()
        page.get_by_role("searchbox", name="Find in this document").fill("the")
        page.get_by_role("button", name="Find").click()
        assert page.get_by_role("status").inner_text().startswith("1/")
        page.get_by_role("link", name="Next").click()
        assert page.get_by_role("status").inner_text().startswith("2/")
        marked = page.locator("a.n.statement").first
        number = marked.inner_text()
        marked.click()
        card = page.locator(".card:target")
        assert card.locator(".n").inner_text() == number
        card.get_by_text("Why, and decide").click()
        assert card.locator("li").first.is_visible()
        window.context.close()


def test_from_the_overview_to_the_passage_behind_a_finding_in_three_clicks(window: Window) -> None:
    page = window.go("/")
    page.locator(".allegations tbody a").first.click()
    assert "/allegations/" in page.url
    page.locator("main a[href*='/documents/'][href*='start=']").locator("visible=true").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator("#here, .card:target").first.is_visible()


def test_words_that_are_selected_become_a_persons_statement(browser: Browser, copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader Two"}) as inquiry, served(inquiry) as key:
        window = Window(browser, key)
        text = next(t for t in inquiry.contents().texts if "a Thursday" in t.text)
        page = window.go(f"/documents/{text.document}")
        page.get_by_text("Mark a statement by hand").click()
        page.evaluate(
            """() => {
              const walk = document.createTreeWalker(document.querySelector("article.text"), NodeFilter.SHOW_TEXT);
              for (let t; (t = walk.nextNode());) {
                const at = t.data.indexOf("because it was his daughter");
                if (at < 0) continue;
                getSelection().setBaseAndExtent(t, at, t, at + 27);
                return;
              }
            }"""
        )
        page.wait_for_function("document.querySelector('#by-hand [name=start]').value !== ''")
        page.get_by_label("Who says it").fill("Oskar Venn")
        page.get_by_role("button", name="Record the statement").click()
        page.wait_for_url("**start=*")
        made = next(s for s in inquiry.contents().statements if s.rule == "by-hand")
        assert made.content.text == "because it was his daughter" == text.text[made.content.start : made.content.end]
        card = page.locator(f"#{made.id}")
        assert card.get_by_text("Marked by a person").is_visible()
        assert window.told == []
        window.context.close()


def test_two_windows_deciding_at_once_lose_nothing(browser: Browser, copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, served(inquiry) as key:
        one = Window(browser, key)
        two = Window(browser, key, one.context)
        said = inquiry.contents().statements[0]
        for window in (one, two):
            page = window.go(f"/documents/{said.document}#{said.id}")
            page.locator(f"#{said.id} summary").click()
        one.page.locator(f"#{said.id}").get_by_role("button", name="Yes").click()
        one.page.wait_for_url("**done=*")
        two.page.locator(f"#{said.id}").get_by_placeholder("Why (optional)").fill("it is not said there")
        two.page.locator(f"#{said.id}").get_by_role("button", name="No", exact=True).click()
        assert (
            two.page.get_by_role("alert")
            .inner_text()
            .startswith("meanwhile Reader One decided about the same: confirmed")
        )
        assert [j.decision for j in inquiry.contents().judgements] == ["confirmed"]
        two.page.get_by_role("button", name="Decide all the same").click()
        two.page.wait_for_url("**done=*")
        assert [(j.decision, j.why) for j in inquiry.contents().judgements] == [
            ("confirmed", ""),
            ("rejected", "it is not said there"),
        ]
        one.context.close()


def test_what_is_hostile_is_shown_and_does_nothing(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "<script>window.felled=4<\u2215script>.txt").write_text(HOSTILE, "utf-8")
    with open_inquiry(tmp_path / "q", create=True, flags={"workers": 1, "limit": 20_000_000}) as inquiry:
        inquiry.collect([tmp_path / "in"])
        inquiry.read()
        inquiry.index()
        document = inquiry.contents().documents[0].id
        with served(inquiry) as key:
            window = Window(browser, key)
            for address in (
                f"/documents/{document}",
                f"/documents/{document}?find=the+end",
                "/documents",
                "/search?q=felled",
                "/",
            ):
                page = window.go(address)
                page.wait_for_load_state("networkidle")
                assert page.evaluate("window.felled") is None
                assert page.evaluate("document.body.checkVisibility()")
            page = window.go(f"/documents/{document}")
            shown = page.locator("article.text").inner_text()
            assert "<script>window.felled = 1</script>" in shown
            assert "{{ 7 * 7 }}" in shown
            assert not {"\u202e", "\u2066", "\x1b"} & set(shown)
            assert page.evaluate("document.documentElement.scrollWidth") <= 1440
            assert [a for a in window.asked if not a.startswith(window.base + "/")] == []
            assert window.told == []
            window.context.close()
