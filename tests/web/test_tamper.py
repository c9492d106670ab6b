"""Whoever tampers gets nothing: with paths, ids, file names, tokens; and a hostile pile is shown on every page without doing anything."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from tests.web.client import HOST
from tests.web.conftest import Person, at_work
from tests.web.test_browser import Window, every, served

from firsthand.inquiry.open import open_inquiry
from firsthand.web.app import CHANGES, PAGES
from firsthand.web.pages import findings, reader
from firsthand.web.work import INCOMING, drop

BENT = (
    "../../../../etc/passwd",
    "..%2f..%2finquiry.sqlite",
    "' OR 1=1 --",
    "allegation-0000000000000000' UNION SELECT record FROM judgements",
    "a" * 65,
    "statement-zzzzzzzzzzzzzzzz",
    "\x00",
    "\u202e",
)

WITH = [p.path for p in PAGES if "{" in p.path] + [*reader.FILES, *findings.FILES]


@pytest.mark.parametrize("path", WITH)
@pytest.mark.parametrize("bent", BENT)
def test_an_id_that_is_none_is_refused_and_shows_nothing(reader: Person, path: str, bent: str) -> None:
    for name in ("{id}", "{about}", "{name}", "{number}"):
        path = path.replace(name, quote(bent))
    answer = reader.client.get(path)
    assert answer.status in (400, 404) or path == "/report/preview"
    assert b"root:" not in answer.body
    assert b"SQLite format" not in answer.body


@pytest.mark.parametrize("path", sorted({c.path for c in CHANGES} | {"/work", "/add"}))
def test_every_change_needs_its_token_its_origin_and_a_person_who_entered(copy: Path, path: str) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        about = inquiry.contents().copies[0].id
        form = {"noun": "copy", "about": about, "decision": "rejected", "do": "assess", "place": "/", "back": "/"}
        token = person.key.form
        before = (inquiry.contents().judgements, inquiry.custody())
        for data, headers, status in (
            (form, {"origin": HOST}, 400),
            ({**form, "token": "guess"}, {"origin": HOST}, 400),
            ({**form, "token": token}, {}, 403),
            ({**form, "token": token}, {"origin": "http://evil.example"}, 403),
            ({**form, "token": token}, {"origin": HOST, "sec-fetch-site": "cross-site"}, 403),
        ):
            assert person.client.post(path, data=data, headers=headers).status == status
        assert person.client.get(path, follow=False).status in (200, 400, 404, 405)  # looking changes nothing
        person.client.cookies.clear()
        assert person.client.post(path, data={**form, "token": token}, headers={"origin": HOST}).status == 403
        assert (inquiry.contents().judgements, inquiry.custody()) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../evil.txt", "evil.txt"),
        ("..\\..\\evil.txt", "evil.txt"),
        ("/etc/passwd", "passwd"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\x00b\x1b.txt", "ab.txt"),
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_a_file_that_is_dropped_stays_where_it_is_put(tmp_path: Path, name: str, kept: str) -> None:
    place = drop(tmp_path, name)
    assert place.name == kept
    assert place.parent.parent == tmp_path / INCOMING
    assert place.resolve().is_relative_to(tmp_path.resolve())


PILE = {
    "<img src=x onerror=window.felled=1>.txt": (
        "Mara V\u0435ll said that officers beat Ion Sarka in Osk in March 2031.\n\n"
        "\u201c</span><script>window.felled=2</script><svg onload=window.felled=3>\u201d, said Ion Sarka, who was beaten in Osk.\n\n"
        "<style>body{display:none}</style> officers killed two men in Osk, Jon <b onmouseover=window.felled=4>Brandt</b> said.\n\n"
        "The ministry\u202e denied that officers \u2066beat\u2069 anybody in Osk, \x1b[31mLena Ost said.\n"
    ),
    "two.html": (
        "<html><head><title>&lt;script&gt;window.felled=5&lt;/script&gt;</title><meta name=author content='\"><script>window.felled=6</script>'>"
        "<script src='http://evil.example/x.js'></script><link rel=stylesheet href='http://evil.example/x.css'></head>"
        "<body onload='window.felled=7'><p style='position:fixed;inset:0'>Mara Vell said that officers beat Ion Sarka in Osk in March 2031.</p>"
        "<img src='http://evil.example/p.png'><iframe src='http://evil.example/'></iframe><form action='http://evil.example/'></form></body></html>"
    ),
    "three.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='window.felled=8'><script>window.felled=9</script><text>Osk</text></svg>",
}


def test_a_hostile_pile_is_inert_on_every_page(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in PILE.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    with open_inquiry(tmp_path / "q", create=True, flags={"workers": 1, "who": "<b>Reader</b>"}) as inquiry:
        inquiry.assess([tmp_path / "in"])
        inquiry.index()
        contents = inquiry.contents()
        assert contents.allegations
        with served(inquiry) as key:
            window = Window(browser, key)
            addresses = [*every(inquiry).values(), *(f"/documents/{d.id}" for d in contents.documents)]
            for address in (
                *addresses,
                "/search?q=felled",
                "/review/all?stance=alleges",
                "/documents?find=%3Cscript%3E",
                "/report/preview",
            ):
                page = window.go(address)
                assert page.evaluate("window.felled") is None, address
                assert page.evaluate("document.body.checkVisibility()"), address
                assert page.locator("script:not([src^='/static/'])").count() == 0, address
            assert [a for a in window.asked if not a.startswith(window.base + "/")] == []
            assert window.told == []
            window.context.close()
