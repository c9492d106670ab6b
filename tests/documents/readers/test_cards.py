"""Cards, calendars, subtitles, data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from firsthand.documents.record import Reading

Read = Callable[..., Reading]


def shown(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text, reading.flaws
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


def test_a_card(reading: Read) -> None:
    data = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ira Oran\r\nN:Oran;Ira;;;\r\nTEL;TYPE=cell:+000 12\r\nPHOTO;ENCODING=b:AAAA\r\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:Seen=\r\n at dawn\r\nEND:VCARD\r\n"
    )
    found = shown(reading("a.vcf", data))
    assert ("row", "TEL: +000 12") in found
    assert ("row", "N: Oran, Ira") in found
    assert not any("AAAA" in w for _, w in found)


def test_a_calendar_with_folded_lines(reading: Read) -> None:
    data = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Hearing of\r\n  the clerk\r\nLOCATION:Osk\\, room 4\r\nDTSTART:20240301T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    words = [w for _, w in shown(reading("a.ics", data))]
    assert words == ["Hearing of the clerk", "LOCATION: Osk, room 4", "DTSTART: 20240301T100000Z"]


@pytest.mark.parametrize("sign", [".", ","])
def test_subtitles(reading: Read, sign: str) -> None:
    head, name = ("WEBVTT\n\n", "a.vtt") if sign == "." else ("", "a.srt")
    cue = f"1\n00:00:01{sign}000 --> 00:00:04{sign}000\n<i>They came</i>\nat dawn.\n\n"
    assert shown(reading(name, head + cue)) == [("paragraph", f"[00:00:01{sign}000] They came at dawn.")]


def test_json_stays_as_it_is(reading: Read) -> None:
    data = '{\n "name": "Ira",\n "age": 31\n}\n'
    found = reading("a.json", data)
    assert found.text
    assert found.text.text == data
    assert {k for k, _ in shown(found)} == {"row"}


def test_xml_element_by_element(reading: Read) -> None:
    data = "<?xml version='1.0'?><case><name>Ira</name><told>They came at dawn and took everyone who was there.</told></case>"
    assert shown(reading("a.xml", data)) == [
        ("row", "name: Ira"),
        ("paragraph", "They came at dawn and took everyone who was there."),
    ]


def test_xml_with_an_entity_that_grows(reading: Read) -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    reading("a.xml", f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{grown}]><x>&e11;</x>')
