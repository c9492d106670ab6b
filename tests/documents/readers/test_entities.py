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
