"""Exports of FollowTheMoney entities."""

from __future__ import annotations

import json
from collections.abc import Callable

from firsthand.documents.record import Reading


def test_documents_with_their_provenance(reading: Callable[..., Reading]) -> None:
    lines = [
        {
            "id": "a1",
            "schema": "PlainText",
            "properties": {
                "fileName": ["note.txt"],
                "bodyText": ["They came at dawn."],
                "sourceUrl": ["https://a.example/n"],
            },
        },
        {"id": "p1", "schema": "Person", "properties": {"name": ["Ira Oran"]}},
    ]
    found = reading("export.ftm.json", "\n".join(map(json.dumps, lines)) + "\nbroken\n")
    (part,) = found.parts
    assert part.data == b"They came at dawn."
    assert part.details["sourceUrl"] == "https://a.example/n"
    assert part.details["entity"] == "a1"
    assert found.text
    assert "Ira Oran" in found.text.text
    assert {f.kind for f in found.flaws} == {"not-taken"}


def test_pages_are_put_together_and_a_mail_is_a_mail(reading: Callable[..., Reading]) -> None:
    lines = [
        {
            "id": "g2",
            "schema": "Page",
            "properties": {"document": ["d1"], "index": ["2"], "bodyText": ["opened again."]},
        },
        {"id": "d1", "schema": "Pages", "properties": {"fileName": ["letter.pdf"], "retrievedAt": ["2024-03-01"]}},
        {
            "id": "g1",
            "schema": "Page",
            "properties": {"document": ["d1"], "index": ["1"], "bodyText": ["The bridge was"]},
        },
        {"id": "g9", "schema": "Page", "properties": {"document": ["gone"], "index": ["1"], "bodyText": ["x"]}},
        {
            "id": "m1",
            "schema": "Email",
            "properties": {
                "subject": ["Brücke"],
                "from": ["Ira <ira@a.example>"],
                "date": ["2024-03-01T10:00:00"],
                "bodyText": ["It is shut."],
            },
        },
    ]
    found = reading("export.ftm.json", "\n".join(map(json.dumps, lines)) + "\n")
    letter, mail = found.parts
    assert letter.data == b"The bridge was\fopened again."
    assert (letter.name, letter.details["retrievedAt"]) == ("letter.pdf.txt", "2024-03-01")
    read = reading(mail.name, mail.data).text
    assert read
    assert (read.title, "It is shut." in read.text, "ira@a.example" in read.text) == ("Brücke", True, True)
    assert [f.message.partition(": ")[2] for f in found.flaws] == [
        "1 pages are of a document that is not in the export"
    ]
