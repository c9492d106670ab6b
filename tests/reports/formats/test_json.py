"""assessment.json: as its schema says, the same bytes each time, nothing that gives a source away."""

from __future__ import annotations

import json as plain
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from tests.reports.formats.test_html import EMPTY, hostile
from tests.reports.invented import contents

from firsthand.reports.formats import json
from firsthand.reports.record import Contents

SCHEMA: dict[str, Any] = plain.loads(
    resources.files("firsthand.reports").joinpath("assessment.schema.json").read_text("utf-8")
)
LISTS = "documents copies speakers origins statements figures allegations contradictions assessments judgements findings flaws"


@pytest.mark.parametrize("whole", [contents(), hostile(), EMPTY], ids=["invented", "hostile", "empty"])
def test_it_is_as_the_schema_says(whole: Contents) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(plain.loads(json.write(whole)))


def test_the_demanded_lists_are_there() -> None:
    written = plain.loads(json.write(contents()))
    assert set(LISTS.split()) <= set(written)
    assert (written["format"], written["version"]) == ("firsthand-assessment", 1)


def test_every_field_that_is_written_is_documented() -> None:
    names = [
        (list_["items"]["$ref"].rsplit("/", 1)[1], noun)
        for noun, list_ in SCHEMA["properties"].items()
        if "$ref" in list_.get("items", {})
    ]
    written = json.tree(contents())
    guide = (Path(__file__).parents[3] / "docs" / "reference" / "assessment.md").read_text("utf-8")
    assert set(written) == set(SCHEMA["properties"])
    for definition, noun in names:
        documented = set(SCHEMA["$defs"][definition]["properties"])
        part = guide.split(f"\n## {noun}\n")[1].split("\n## ")[0]
        assert {field for field in documented if f"| `{field}` |" not in part} == set()
        for record in written[noun]:
            if definition not in ("act", "predication"):  # their fields are those of the records
                assert set(record) <= documented, noun


def test_spans_are_exact() -> None:
    whole = contents()
    texts = {t.document: t.text for t in whole.texts}
    for s in json.tree(whole)["statements"]:
        for span in (s["speaker"], s["cue"], s["content"], *s["parts"], *s["hedges"]):
            if span:
                assert texts[s["document"]][span["start"] : span["end"]] == span["text"]


def test_a_speaker_is_named_by_the_trace_or_left_open() -> None:
    by = {s["content"]["text"]: s for s in json.tree(contents())["statements"]}
    assert by["that anyone was beaten"]["speaker"]["id"] == "speaker-ministry"
    assert by["it had never seen the report"]["speaker"]["id"] is None
    assert by["it had never seen the report"]["speaker"]["text"] == "The ministry"
    assert by["Dozens of families are waiting outside the gate"]["speaker"] is None


def test_the_same_contents_give_the_same_bytes_with_sorted_keys() -> None:
    data = json.write(contents())
    assert data == json.write(contents())
    assert list(plain.loads(data)) == sorted(plain.loads(data))


def test_the_place_of_collection_is_left_out() -> None:
    assert b"/secret" not in json.write(contents())


def test_a_name_that_is_no_utf8_is_still_written() -> None:
    assert plain.loads(json.write(hostile()))["documents"][0]["name"].endswith("\ufffd\u202efdp.exe")


def test_a_cited_predication_is_written_and_no_other() -> None:
    whole = contents()
    assert json.tree(msgspec.structs.replace(whole, predications=()))["predications"] == []
