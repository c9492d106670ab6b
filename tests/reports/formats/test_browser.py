"""The page in a browser with scripts off: a mark opens its passage, nothing is asked of the network, it fits a phone and a printer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from tests.reports.formats.test_html import hostile
from tests.reports.invented import contents

from firsthand.reports.compose import compose
from firsthand.reports.formats import html


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for name, whole in (("invented", contents()), ("hostile", hostile())):
        (folder / f"{name}.html").write_text(html.write(compose(whole)), "utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in ("invented", "hostile")}


def show(browser: Browser, where: str, width: int = 1280, scheme: str = "light") -> tuple[Page, list[str], list[str]]:
    """The page, with what it asked for and what the browser complained of."""
    context = browser.new_context(
        viewport={"width": width, "height": 812}, java_script_enabled=False, color_scheme=scheme
    )  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(where)
    return page, asked, told


@pytest.mark.parametrize("name", ["invented", "hostile"])
@pytest.mark.parametrize("width", [1280, 375])
def test_it_asks_for_nothing_and_fits_the_screen(
    browser: Browser, files: dict[str, str], name: str, width: int
) -> None:
    page, asked, told = show(browser, files[name], width)
    assert asked == [files[name]]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_a_mark_opens_its_passage_where_the_reader_is_and_closing_leaves_them_there(
    browser: Browser, files: dict[str, str]
) -> None:
    page, _, _ = show(browser, files["invented"], 375)
    mark = page.locator(".disputes .n").first
    mark.scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    number = mark.inner_text()
    mark.click()
    passage = page.locator(f"#p{number}")
    box = passage.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 812 + 1
    assert passage.locator("mark").inner_text() == "that anyone was beaten"
    assert abs(page.evaluate("window.scrollY") - before) < 2
    passage.get_by_text("Close").click()
    assert passage.evaluate("e => getComputedStyle(e).position") == "static"
    assert abs(page.evaluate("window.scrollY") - before) < 2
    page.context.close()


CONTRAST = """() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
  const light = c => { const l = c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126*l[0] + .7152*l[1] + .0722*l[2]; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let t; (t = walk.nextNode());) {
    const e = t.parentElement;
    if (!t.data.trim() || e.closest('svg') || !e.checkVisibility()) continue;
    let held = e, back;
    do { back = parse(getComputedStyle(held).backgroundColor); held = held.parentElement; } while (back[3] < 1 && held);
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(back)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) bad.push([ratio.toFixed(2), e.className || e.tagName, t.data.trim().slice(0, 40)].join(' '));
  }
  return [...new Set(bad)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_words_stand_out_from_their_ground(browser: Browser, files: dict[str, str], scheme: str) -> None:
    page, _, _ = show(browser, files["invented"], scheme=scheme)
    assert page.evaluate(CONTRAST) == []
    page.context.close()


def test_printed_it_shows_everything_that_is_folded_on_the_screen(browser: Browser, files: dict[str, str]) -> None:
    page, _, _ = show(browser, files["invented"])
    reason = page.locator(".why li").first
    assert not reason.is_visible()
    page.emulate_media(media="print")
    assert reason.evaluate("e => e.getBoundingClientRect().height") > 0
    assert page.locator(".passage blockquote").first.is_visible()
    assert len(page.pdf()) > 10_000
    page.context.close()


def test_it_has_landmarks_and_its_tables_have_headers(browser: Browser, files: dict[str, str]) -> None:
    page, _, _ = show(browser, files["invented"])
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("navigation", name="Contents").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.locator("table:not(:has(thead th[scope=col]))").count() == 0
    assert page.locator("svg[role=img]:not([aria-label])").count() == 0
    page.keyboard.press("Tab")
    assert page.get_by_text("Skip to the overview").evaluate("e => e.getBoundingClientRect().left") >= 0
    page.context.close()
