"""Pages and changes: each page's record is a contract, also as JSON; decisions are recorded once, and two windows lose nothing."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from tests.web.client import Client
from tests.web.conftest import Person, at_work

from firsthand.inquiry.open import open_inquiry
from firsthand.web.app import CHANGES, PAGES, Workbench
from firsthand.web.guard import Key
from firsthand.web.page import Ask, Page, Shown
from firsthand.web.work import State, Work

PLAIN = [p for p in PAGES if "{" not in p.path]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
def test_what_a_page_is_asked_and_shows_are_records_that_say_what_they_are(page: Page) -> None:
    assert issubclass(page.asks, Ask)
    assert issubclass(page.shows, Shown)
    assert page.shows.__doc__
    assert not page.nav or page.key


@pytest.mark.parametrize("page", PLAIN, ids=lambda p: p.path)
def test_every_page_is_a_page_and_its_record_in_json(reader: Person, page: Page) -> None:
    html = reader.look(page.path)
    assert html.count("<h1") == 1
    assert "<script" not in re.sub(r'<script src="/static/[\w.]+" type="module"></script>', "", html)
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    said = reader.client.get("/overview.json" if page.path == "/" else f"{page.path}.json")
    assert msgspec.json.decode(said.body, type=page.shows) == msgspec.convert(said.json(), page.shows)


def test_letters_and_paths_are_each_used_once() -> None:
    keys = [p.key for p in PAGES if p.key]
    paths = [p.path for p in PAGES] + [c.path for c in CHANGES]
    assert len(set(keys)) == len(keys)
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents?at=many", 400),
        ("/documents?else=1", 400),
        ("/nothing", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/documents/../../etc/passwd", 404),
        ("/documents?done=judgement-0000000000000000", 200),
    ],
)
def test_addresses_that_are_not_ours_are_refused(reader: Person, path: str, status: int) -> None:
    assert reader.client.get(path).status == status


def test_a_decision_is_recorded_said_and_taken_back(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        about = inquiry.contents().copies[0].id
        form = {"noun": "copy", "about": about, "why": "both quote the law", "back": "/documents"}
        status, page = person.send("/judge", decision="rejected", seen=0, **form)
        assert status == 200
        assert "both quote the law" in page
        made = inquiry.contents().judgements
        assert [(j.about, j.decision, j.who) for j in made] == [(about, "rejected", "Reader One")]
        status, _ = person.send("/judge", decision="open", seen=1, **form)
        assert status == 200
        assert [j.decision for j in inquiry.contents().judgements] == ["rejected", "open"]


def test_two_windows_deciding_at_once_lose_nothing_and_the_second_is_told(copy: Path) -> None:
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        about = inquiry.contents().copies[0].id
        form = {"noun": "copy", "about": about, "seen": 0, "back": "/documents"}
        assert person.send("/judge", decision="confirmed", **form)[0] == 200
        status, page = person.send("/judge", decision="rejected", why="they differ", **form)
        assert status == 409
        assert "meanwhile Reader One decided about the same: confirmed" in page
        assert "they differ" in page  # what was typed is not lost
        assert [j.decision for j in inquiry.contents().judgements] == ["confirmed"]
        again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        assert "seen" not in again
        again.pop("token")
        assert person.send("/judge", **again)[0] == 200
        assert [j.decision for j in inquiry.contents().judgements] == ["confirmed", "rejected"]


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_form_without_its_token_changes_nothing(judge: Person, token: str) -> None:
    judge.key.form, kept = "genuine", judge.key.form
    answer = judge.client.post(
        "/judge",
        data={"token": token, "noun": "copy", "about": "x", "decision": "rejected"},
        headers={"origin": "http://127.0.0.1:8123"},
    )
    judge.key.form = kept
    assert answer.status == 400


@pytest.mark.parametrize("back", ["//evil.example/", "http://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_change_leads_nowhere_but_here(copy: Path, back: str) -> None:
    with open_inquiry(copy, alone=False) as inquiry, at_work(inquiry) as person:
        data = {
            "token": person.key.form,
            "noun": "copy",
            "about": inquiry.contents().copies[0].id,
            "decision": "confirmed",
            "back": back,
        }
        answer = person.client.post("/judge", data=data, headers={"origin": "http://127.0.0.1:8123"}, follow=False)
        assert answer.status == 303
        assert answer.headers["location"].startswith("/?done=")


def test_while_a_run_is_under_way_a_list_says_that_it_may_not_be_whole(made: Path) -> None:
    class Busy(Work):
        state = State(kind="index", stage="index")

    with open_inquiry(made, alone=False, flags={"who": "Reader One"}) as inquiry:
        key = Key(8123)
        client = Client(Workbench(inquiry, key, Busy(made, {})).app())
        client.get(f"/enter?token={key.token}")
        assert "may not be whole yet" in client.get("/allegations").text
        assert "may not be whole yet" not in client.get("/").text
