"""Mailboxes, and mails as Apple's program keeps them."""

from __future__ import annotations

from collections.abc import Callable

from firsthand.documents.record import Reading

Read = Callable[..., Reading]
MAIL = "From: Ira <i@a.example>\nTo: K\nSubject: {}\nDate: Fri, 1 Mar 2024 10:00:00 +0000\n\n{}\n"


def test_each_mail_is_a_document(reading: Read) -> None:
    box = "From i@a.example Fri Mar  1 10:00:00 2024\n" + MAIL.format("The list", ">From there they went on.")
    box += "\nFrom i@a.example Fri Mar  1 11:00:00 2024\n" + MAIL.format("a/b", "From the bridge\nthey came.")
    found = reading("a.mbox", box)
    assert [p.name for p in found.parts] == ["00001 The list.eml", "00002 a b.eml"]
    assert b"\nFrom there they went on." in found.parts[0].data
    assert b"From the bridge" in found.parts[1].data


def test_an_emlx(reading: Read) -> None:
    mail = MAIL.format("The list", "They came at dawn.")
    found = reading("a.emlx", f"{len(mail)}\n{mail}<?xml version='1.0'?><plist/>")
    assert found.text
    assert found.text.title == "The list"
    assert "plist" not in found.text.text


def test_what_a_mail_repeats_of_an_earlier_one(reading: Read) -> None:
    mail = MAIL.format("Re: The list", "Here it is.\n\nOn Friday K wrote:\n> Send me the list.\n> Today.\n\nIra")
    found = reading("a.eml", mail)
    assert found.text
    quoted = [found.text.text[p.start : p.end] for p in found.text.passages if p.kind == "quoted"]
    assert quoted == ["> Send me the list.\n> Today."]


def test_an_endless_line_and_no_mail(reading: Read) -> None:
    reading("a.mbox", "From i@a.example\nFrom: x\nTo: y\n" + "a" * 3_000_000, limit=100_000)
