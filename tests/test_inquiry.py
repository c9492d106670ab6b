"""What is kept can be checked: verify names whatever was changed, bags and stamps hold what the inquiry holds."""

import io
import sqlite3
import zipfile
from random import Random

import pytest
from tests.documents.readers.test_archive import sealed_zip

from firsthand.documents import custody, stamp
from firsthand.documents.seal import said
from firsthand.errors import CheckFailed, NoSuchRecord
from firsthand.inquiry.open import open_inquiry

STORY = "The mayor of Osk said on Monday that the bridge over the lake had been closed for the whole winter."


def archive(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        for name, text in members.items():
            z.writestr(f"{name}.txt", text)
    return data.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An inquiry that was collected and read once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "sources").mkdir()
    (folder / "sources" / "story.txt").write_text(STORY)
    (folder / "sources" / "other.txt").write_text(
        "A teacher told the committee that the school had been shut by soldiers."
    )
    (folder / "sources" / "pile.zip").write_bytes(archive(inside=STORY + " So it stayed."))
    with open_inquiry(folder / "inquiry", create=True, flags={"who": "R. Example"}) as inquiry:
        inquiry.collect([folder / "sources"], {"address": "https://example.org/pile"})
        inquiry.read()
        inquiry.extract()
    return folder


@pytest.fixture
def inquiry(made, tmp_path):
    """A copy of that inquiry, open."""
    with sqlite3.connect(made / "inquiry" / "inquiry.sqlite") as old:
        (tmp_path / "inquiry").mkdir()
        with sqlite3.connect(tmp_path / "inquiry" / "inquiry.sqlite") as new:
            old.backup(new)
        new.close()
    old.close()
    for path in (made / "inquiry" / "originals").rglob("*"):
        if path.is_file():
            to = tmp_path / "inquiry" / path.relative_to(made / "inquiry")
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(path.read_bytes())
    with open_inquiry(tmp_path / "inquiry") as opened:
        yield opened


def document(inquiry, name):
    return next(d for d in inquiry.contents().documents if d.name == name)


def original(inquiry, name):
    return next((inquiry.folder / "originals").glob(f"??/{document(inquiry, name).id}"))


def tamper(inquiry, *statements):
    """What somebody with the file in hand could do."""
    with sqlite3.connect(inquiry.folder / "inquiry.sqlite") as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
    db.close()


def test_nothing_is_wrong_with_what_was_just_made(inquiry):
    assert inquiry.verify() == ()
    assert inquiry.verify(quick=True) == ()
    assert inquiry.verify("story.txt") == ()
    assert inquiry.verify(head=inquiry.custody()[2].digest) == ()


def test_every_act_is_an_entry_with_every_field(inquiry):
    entries = inquiry.custody()
    acts = [(e.act, e.details.get("name", "")) for e in entries]
    assert sorted(acts[:3]) == [("received", "other.txt"), ("received", "pile.zip"), ("received", "story.txt")]
    assert sum(act == "read" for act, _ in acts) == 4
    inside = next(e for e in entries if e.details.get("name", "").endswith("inside.txt"))
    assert inside.details["how"] == f"taken out of {document(inquiry, 'pile.zip').id}"
    for e in entries:
        assert (e.who, e.when[-6:]) == ("R. Example", "+00:00")
        assert e.details["before"] == e.details["after"] == e.document
        assert e.details["tool"].startswith("firsthand ")
        if e.act == "received":
            assert set(custody.FIELDS) <= set(e.details)
            assert all(e.details.values()), "not recorded, never blank"
    assert entries[0].details["address"] == "https://example.org/pile"
    assert entries[0].details["network"] == "not recorded"
    assert entries[0].details["modified"].endswith("+00:00")


def flip(inquiry):
    path = original(inquiry, "story.txt")
    data = bytearray(path.read_bytes())
    data[7] ^= 1
    path.write_bytes(data)


def swap_files(inquiry):
    a, b = original(inquiry, "story.txt"), original(inquiry, "other.txt")
    one, two = a.read_bytes(), b.read_bytes()
    a.write_bytes(two)
    b.write_bytes(one)


LOG = "UPDATE custody SET record = CAST(replace(CAST(record AS TEXT), {}, {}) AS BLOB)"
MOVE = (
    "UPDATE custody SET row = -1 WHERE row = 2",
    "UPDATE custody SET row = 2 WHERE row = 3",
    "UPDATE custody SET row = 3 WHERE row = -1",
)

HARM = {
    "a flipped byte": (flip, "original", "was changed", False),
    "a cut file": (lambda i: original(i, "story.txt").write_bytes(b"x"), "original", "was changed", True),
    "a removed file": (lambda i: original(i, "story.txt").unlink(), "original", "is gone", True),
    "an added file": (lambda i: (i.folder / "originals" / "ab.txt").write_text("x"), "file ab.txt", "is not one", True),
    "two files swapped": (swap_files, "original", "was changed", True),
    "a removed entry": (lambda i: tamper(i, "DELETE FROM custody WHERE row = 2"), "entry 3", "does not follow", True),
    "moved entries": (lambda i: tamper(i, *MOVE), "entry", "place in the log", True),
    "a changed entry": (lambda i: tamper(i, LOG.format("'R. Example'", "'X. Example'")), "entry 1", "was changed", True),
    "the log cut off": (lambda i: tamper(i, "DELETE FROM custody WHERE row > 2"), "document", "never received", True),
    "a removed document": (lambda i: tamper(i, "DELETE FROM documents WHERE row = 1"), "entry 1", "no longer among", True),
    "a renamed document": (
        lambda i: tamper(i, "UPDATE documents SET record = CAST(replace(CAST(record AS TEXT), 'story.txt', 'tale.txt') AS BLOB)"),
        "name", "is not the one in the log", True,
    ),
    "a changed text": (
        lambda i: tamper(i, "UPDATE texts SET record = CAST(replace(CAST(record AS TEXT), 'Monday', 'Sunday') AS BLOB)"),
        "text of", "not the one that was read", False,
    ),
    "a removed text": (lambda i: tamper(i, "DELETE FROM texts"), "text of", "not the one that was read", False),
    "a moved span": (
        lambda i: tamper(i, "UPDATE statements SET record = CAST(replace(CAST(record AS TEXT), '\"start\":', '\"start\":1') AS BLOB)"),
        ":", "a span of", False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_verify_names_what_was_changed_expected_and_found(inquiry, harm):
    do, where, how, quick = HARM[harm]
    do(inquiry)
    wrong = inquiry.verify()
    hits = [w for w in wrong if where in w.where and how in w.message]
    assert hits, wrong
    assert all(w.expected != w.found for w in wrong)
    assert bool(inquiry.verify(quick=True)) == quick


def test_a_swapped_digest_is_found_in_the_log_and_among_the_originals(inquiry):
    a, b = document(inquiry, "story.txt").id, document(inquiry, "other.txt").id
    tamper(inquiry, LOG.format(f"'{a}'", f"'{b}'"))
    messages = " ".join(w.message for w in inquiry.verify())
    assert "was changed after it was written" in messages
    assert "story.txt is among the documents and was never received" in messages


def test_an_id_that_is_no_digest_is_named(inquiry):
    held = document(inquiry, "story.txt")
    tamper(
        inquiry, f"UPDATE documents SET record = replace(record, '{held.id}', '../../passwd') WHERE id = '{held.id}'"
    )
    assert "the sealed original of story.txt is gone" in [w.message for w in inquiry.verify()]


def test_one_document_is_checked_by_itself(inquiry):
    flip(inquiry)
    assert [w.where.split()[0] for w in inquiry.verify("story.txt")] == ["original"]
    assert inquiry.verify("other.txt") == ()
    with pytest.raises(NoSuchRecord):
        inquiry.verify("nothing.txt")


def test_a_head_kept_elsewhere_shows_that_the_log_was_cut(inquiry):
    head = inquiry.head().digest
    last = len(inquiry.custody())
    tamper(inquiry, f"DELETE FROM custody WHERE row = {last}")
    assert any("cut off" in w.message for w in inquiry.verify(head=head))


def test_a_changed_original_is_not_read_but_a_flaw(inquiry):
    flip(inquiry)
    with open_inquiry(inquiry.folder, alone=False, flags={"limit": 12345}) as again:
        again.read()
    assert any("was changed since it was sealed" in f.message for f in inquiry.contents().flaws)
    entry = [e for e in inquiry.custody() if e.document == document(inquiry, "story.txt").id][-1]
    assert entry.details["before"] != entry.document
    assert entry.details["text"] == ""


def test_a_bag_is_made_and_recorded_and_a_broken_log_is_not_packed(inquiry, tmp_path):
    inquiry.seal(tmp_path / "bag")
    assert (tmp_path / "bag" / "verify.py").is_file()
    assert inquiry.custody()[-1].act == "sealed into a bag"
    assert inquiry.verify() == ()
    tamper(inquiry, "DELETE FROM custody WHERE row = 2")
    with pytest.raises(CheckFailed, match="log is broken"):
        inquiry.seal(tmp_path / "second")


def test_the_head_is_stamped_and_the_stamp_recorded(inquiry, monkeypatch):
    asked = []

    def ask(authority, head):
        asked.append((authority, head.digest, said(head)))
        return {"head": head.digest, "authority": authority, "time": "2026-03-01T12:00:00+00:00", "token": ""}

    monkeypatch.setattr(stamp, "ask", ask)
    head = inquiry.head()
    made = inquiry.stamp("https://tsa.example/")
    assert asked == [("https://tsa.example/", head.digest, said(head))]
    assert (made.act, made.previous) == ("stamped", head.digest)
    assert any("time stamp" in w.message for w in inquiry.verify()), "a token that is none is found"


def test_a_second_reading_adds_no_entry(inquiry):
    before = len(inquiry.custody())
    assert inquiry.read() == 0
    assert len(inquiry.custody()) == before


def test_what_overran_is_tried_again_under_other_limits_only(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "pile.zip").write_bytes(
        archive(**{f"n{n}": Random(n).randbytes(15_000).hex() for n in range(40)})
    )
    with open_inquiry(tmp_path / "inquiry", create=True, flags={"output": 1 << 20}) as inquiry:
        inquiry.collect([tmp_path / "sources"])
        inquiry.read()
        (flaw,) = (f for f in inquiry.contents().flaws if f.kind == "unreadable")
        assert "more than 1,048,576 bytes" in flaw.message
        assert inquiry.read() == 0
    with open_inquiry(tmp_path / "inquiry", flags={"output": 1 << 23}) as inquiry:
        assert inquiry.read() > 0
        assert not [f for f in inquiry.contents().flaws if f.kind == "unreadable"]
        assert len(inquiry.contents().documents) == 41


def test_what_is_encrypted_is_tried_again_when_a_password_is_given(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "locked.zip").write_bytes(sealed_zip(b"hill", STORY.encode()))
    with open_inquiry(tmp_path / "inquiry", create=True) as inquiry:
        inquiry.collect([tmp_path / "sources"])
        assert inquiry.read() == 1
        assert [f.kind for f in inquiry.contents().flaws] == ["encrypted"]
        assert inquiry.read() == 0
    with open_inquiry(tmp_path / "inquiry", flags={"passwords": ("hill",)}) as inquiry:
        assert inquiry.read() == 2
        assert inquiry.contents().flaws == ()
        assert [t.text for t in inquiry.contents().texts] == [STORY]
        assert inquiry.read() == 0
        assert b"hill" not in (tmp_path / "inquiry" / "inquiry.sqlite").read_bytes()
