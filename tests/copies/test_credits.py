"""Who an item says produced it, and who is merely cited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from firsthand.copies import credits
from firsthand.copies.record import Credit
from firsthand.documents.record import Text

BODY = "\n\nThe ministry of the interior said on Monday that the camp had been closed.\n\nNo one was hurt, it said.\n\n"


def find(of: str) -> tuple[Credit, ...]:
    return credits.find(Text(document="d" * 64, text=of, passages=()))


@pytest.mark.parametrize(
    ("line", "name", "form", "whole"),
    [
        ("OSK, Vardenia (AP) — Guards fired at a crowd.", "Associated Press", "dateline", True),
        ("OSK, Oct. 3 (Reuters) - Guards fired at a crowd.", "Reuters", "dateline", True),
        ("Osk (AFP) – Guards fired at a crowd.", "Agence France-Presse", "dateline", True),
        ("(Reporting by Ana Lorn in Osk; Editing by Piet Dahl)", "Reuters", "footer", True),
        ("By The Associated Press", "Associated Press", "byline", True),
        ("Source: Xinhua", "Xinhua", "byline", True),
        ("By Ana Lorn, Associated Press", "Associated Press", "byline", True),
        ("Copyright 2019 The Associated Press. All rights reserved.", "Associated Press", "copyright", True),
        ("This article was originally published by The Osk Courier.", "Osk Courier", "republished", True),
        ("Republished with permission from Vardenia Watch.", "Vardenia Watch", "republished", True),
        ("The Associated Press contributed to this report.", "Associated Press", "contribution", False),
        ("With reporting by AFP.", "Agence France-Presse", "contribution", False),
    ],
)
def test_a_producer_is_credited_at_its_exact_place(line: str, name: str, form: str, whole: bool) -> None:
    of = "Guards fire at crowd" + BODY + line
    (credit,) = find(of)
    assert (credit.name, credit.form, credit.whole) == (name, form, whole)
    assert of[credit.place.start : credit.place.end] == credit.place.text
    assert credit.agency_id == credits.agency_id(name)


@pytest.mark.parametrize(
    "line",
    [
        "She told the Associated Press that she had seen it.",
        "According to a tally by Reuters, forty people died.",
        "A memo seen by Reuters said that the camp was closed.",
        "The Associated Press's tally has risen.",
        "A new report from Bloomberg says that the price rose.",
        "The party (APP) won.",
        "Industry contributed to this outcome, AP reported.",
        "A video was first published by the broadcaster.",
    ],
)
def test_a_source_that_is_merely_cited_is_not_credited(line: str) -> None:
    assert find("Guards fire at crowd" + BODY + line + BODY) == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TOLM, Vardenia, March 9 (Northern Wire) — Rain fell on the quarry road.", "Northern Wire"),
        ("VESK (VNW) – Rain fell.", "VNW"),
        ("By Northern Wire", "Northern Wire"),
        ("By the Lake Press Agency staff", "Lake Press Agency"),
        ("By Radio Sill", "Radio Sill"),
        ("Northern Wire contributed to this report.", "Northern Wire"),
        ("By ILENA VORSTAssociated Press", "Associated Press"),
    ],
)
def test_a_house_that_is_on_no_list_is_known_by_where_its_name_stands(line: str, name: str) -> None:
    (found,) = find(f"Rain at the quarry\n\n{line}\n{BODY}")
    assert found.name == name


@pytest.mark.parametrize(
    "line",
    [
        "By Ilena Vorst",
        "By our correspondent",
        "VESK (Vardenia) — Rain fell.",
        "LONDON (UK) — Rain fell.",
        "VESK, 9:00 (GMT) — Rain fell.",
        "VESK (AR) — Rain fell.",
        "He told Northern Wire (the agency) — twice — that rain fell.",
        "Captain Keln told Northern Wire by telephone.",
        "Ilena Vorst contributed to this report.",
        "The council contributed to the fund.",
    ],
)
def test_a_name_in_another_place_and_another_name_there_are_no_credit(line: str) -> None:
    assert find(f"Rain at the quarry\n\n{line}\n{BODY}") == ()


def test_an_outlet_does_not_credit_itself() -> None:
    of = Text(
        document="a", text="Rain\n\nBy Osk Daily News staff\n\nRain fell.", passages=(), outlet="The Osk Daily News"
    )
    assert credits.find(of) == ()


def test_the_second_name_of_an_agency_leads_to_the_same_stub() -> None:
    (a,), (b,) = find("OSK (AP) — Rain."), find("OSK (The Associated Press) — Rain.")
    assert a.agency_id == b.agency_id


class Article(msgspec.Struct):
    doc_id: str
    text: str
    wire: str | None


def test_wire_stories_are_recognised(shared: Callable[[str], Path]) -> None:
    rows = [
        row
        for part in ("train", "dev")
        for line in shared(f"dev/polnear/{part}.jsonl").read_bytes().splitlines()
        if (row := msgspec.json.decode(line, type=Article))
    ]
    names = {"AP": "Associated Press", "UPI": "United Press International", "AFP": "Agence France-Presse"}
    hit = taken = gold = 0
    for row in rows:
        found = {c.name for c in find(row.text) if c.whole and c.form != "republished"}
        wire = names.get(row.wire or "", "Reuters" if (row.wire or "").lower() == "reuters" else "")
        hit, taken, gold = hit + (wire in found), taken + bool(found), gold + bool(wire)
    assert hit / taken >= 0.97
    assert hit / gold >= 0.95
