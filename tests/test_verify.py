"""Every place that a record names is checked: of each kind of record one place is altered, and verify names it."""

import json
import shutil
import sqlite3

import pytest

from firsthand import open_inquiry

WIRE = """OSK, Vardenia (AP) — Soldiers detained about 40 people in Lisbon on 12 March 2024, residents said.

"They took my brother to the barracks and beat him," said Mira Tal, a teacher from Tolm. She said that he came back after nine days.

The interior ministry denied that anyone had been beaten. "No one was harmed," the ministry's spokesman, Oren Vash, said on Thursday.
"""
PAPER = (
    WIRE.replace("OSK, Vardenia (AP) — ", "Again. ").replace("on Thursday", "this week")
    + "\nOne more line follows here.\n"
)
LATIN = "".join(
    f"Nihil novi in hac urbe dictum est, et nemo de re publica locutus est ante diem {n}.\n" for n in range(20)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An inquiry with each kind of record in it."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "sources").mkdir()
    for name, text in (("wire.txt", WIRE), ("paper.txt", PAPER), ("latin.txt", LATIN)):
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    with open_inquiry(folder / "inquiry", create=True, flags={"workers": 1}) as inquiry:
        inquiry.assess([folder / "sources"])
        assert [f.kind for f in inquiry.contents().flaws] == ["language"]
        assert inquiry.verify() == ()
    return folder / "inquiry"


@pytest.fixture
def altered(made, tmp_path):
    """`altered(table, change)`: what verify finds in a copy of the inquiry in which `change` altered one record of `table`; its id."""

    def alter(table, change):
        folder = tmp_path / "inquiry"
        shutil.copytree(made, folder)
        with sqlite3.connect(folder / "inquiry.sqlite") as db:
            for row, blob in db.execute(f"SELECT row, record FROM {table} ORDER BY row").fetchall():
                record = json.loads(blob)
                if change(record):
                    db.execute(f"UPDATE {table} SET record = ? WHERE row = ?", (json.dumps(record).encode(), row))
                    break
            else:
                pytest.fail(f"no record of {table} to alter")
        db.close()
        with open_inquiry(folder, alone=False) as inquiry:
            return inquiry.verify(), record.get("id", "")

    return alter


def shift(*path):
    """Move the start of the span at `path` by one; False where there is none."""

    def change(record):
        for step in path:
            if not (record[step] if isinstance(step, int) else record.get(step)):
                return False
            record = record[step]
        record["start"] += 1
        return True

    return change


def grow(field):
    """Move a number of the record by one."""

    def change(record):
        if record.get(field) is None:
            return False
        record[field] += 1
        return True

    return change


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("statements", shift("speaker")),
        ("statements", shift("cue")),
        ("statements", shift("content")),
        ("statements", shift("parts", 0)),
        ("statements", grow("start")),
        ("statements", grow("end")),
        ("mentions", shift("place")),
        ("mentions", shift("same_as", 0)),
        ("figures", grow("start")),
        ("figures", grow("end")),
        ("acts", shift("trigger")),
        ("acts", shift("victim")),
        ("acts", shift("perpetrator")),
        ("acts", shift("place")),
        ("acts", shift("time")),
        ("predications", shift("subject")),
        ("predications", shift("verb")),
        ("predications", shift("object")),
        ("predications", grow("start")),
        ("credits", shift("place")),
    ],
)
def test_an_altered_span_is_found_and_named(altered, table, change):
    found, id_ = altered(table, change)
    assert [w for w in found if id_ in w.message]


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_reference_to_where_nothing_is_mentioned_is_found(altered, field):
    found, _ = altered('"references"', grow(field))
    assert [w.message for w in found if "stands where nothing is mentioned" in w.message]


@pytest.mark.parametrize("field", ["from_start", "from_end", "to_start", "to_end"])
@pytest.mark.parametrize("by", [-1, 1, 10**9])
def test_an_altered_match_of_a_copy_is_found_on_both_sides(altered, field, by):
    def change(record):
        if record["kind"] == "credit" or not record["spans"] or record["spans"][0][field] + by < 0:
            return False
        record["spans"][0][field] += by
        return True

    found, id_ = altered("copies", change)
    assert found
    assert all(id_ in w.message for w in found)


def test_a_match_moved_to_other_words_is_found(altered):
    """Whole words on both sides, but not the same."""

    def change(record):
        if record["kind"] == "credit" or not record["spans"]:
            return False
        record["spans"][0].update(to_start=0, to_end=len("Soldiers detained"), from_start=0, from_end=len("OSK"))
        return True

    found, _ = altered("copies", change)
    assert found


def test_a_flaw_that_leads_nowhere_is_found(altered):
    def change(record):
        if not record.get("document"):
            return False
        record.update(start=10**6, end=10**6 + 1)
        return True

    found, id_ = altered("flaws", change)
    assert [w.message for w in found] == [f"{id_} lies outside the text"]


def test_a_text_that_was_altered_is_found_with_every_place_in_it(altered):
    def change(record):
        if "Soldiers" not in record["text"]:
            return False
        record["text"] = record["text"].replace("Soldiers", "Strangers")
        return True

    found, _ = altered("texts", change)
    kinds = {w.message.split()[3].split("-")[0] for w in found if w.message.startswith("a span of")}
    assert {"statement", "mention", "figure", "act", "predication"} <= kinds
    assert [w for w in found if w.message == "a text is not the one that was read"]
