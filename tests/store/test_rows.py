"""Records come back as they went in; what is append-only stays."""

import sqlite3

import pytest

from firsthand.errors import InquiryTooNew, NotAnInquiry, StoreFailed
from firsthand.flaws import Flaw, flaw
from firsthand.judgements import Judgement, judgement
from firsthand.store import schema, work
from firsthand.store.open import open_store
from firsthand.store.rows import Rows

FLAWS = Rows(schema.flaws, Flaw, lambda f: {"id": f.id, "stage": f.stage})
JUDGEMENTS = Rows(schema.judgements, Judgement, lambda j: {"id": j.id, "about": j.about})


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path / "inquiry.sqlite", create=True)


def some(n):
    return [flaw("read", "empty", f"number {i}", name="“ a\u202eb.txt") for i in range(n)]


def test_records_come_back_in_the_order_of_writing(store):
    with store.writing() as db:
        FLAWS.put(db, some(1200), unit="x")
    with store.reading() as db:
        assert list(FLAWS.all(db)) == some(1200)
        assert FLAWS.count(db) == 1200
        assert FLAWS.get(db, some(3)[2].id) == some(3)[2]
        wanted = [f.id for f in reversed(some(1200))]
        assert [f.id for f in FLAWS.some(db, [*wanted, "flaw-none"])] == wanted


@pytest.mark.parametrize("blob", [b"\x00", b'{"id": 5}', b'{"id": "\xff"}', b""])
def test_a_damaged_record_is_told_with_its_noun(store, blob):
    with store.writing() as db:
        FLAWS.put(db, some(1))
        db.execute(schema.flaws.update().values(record=blob))
    for look in (FLAWS.all, lambda db: FLAWS.some(db, [some(1)[0].id])):
        with pytest.raises(StoreFailed, match="flaws is damaged"), store.reading() as db:
            look(db)


def test_a_record_with_the_same_id_takes_the_old_ones_place(store):
    with store.writing() as db:
        FLAWS.put(db, some(2), unit="x")
        FLAWS.put(db, some(2), unit="y")
        assert FLAWS.count(db) == 2
        assert FLAWS.all(db, unit="x") == ()


def test_a_transaction_that_fails_leaves_nothing(store):
    def die_in_the_middle():
        with store.writing() as db:
            FLAWS.put(db, some(2), unit="x")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        die_in_the_middle()
    with store.reading() as db:
        assert FLAWS.count(db) == 0


@pytest.mark.parametrize("act", ["UPDATE judgements SET about = 'other'", "DELETE FROM judgements"])
def test_judgements_cannot_be_changed_or_removed(store, act):
    made = judgement(
        seq=1, noun="copy", about="copy-1", decision="confirmed", who="anna", when="2024-05-01T10:00:00+00:00"
    )
    with store.writing() as db:
        JUDGEMENTS.append(db, made)
    with pytest.raises(StoreFailed, match="append-only"), store.writing() as db:
        db.exec_driver_sql(act)
    with store.reading() as db:
        assert JUDGEMENTS.all(db) == (made,)


def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "inquiry.sqlite"
    with open_store(path, create=True).writing() as db:
        db.exec_driver_sql(f"PRAGMA user_version={schema.VERSION + 1}")
    with pytest.raises(InquiryTooNew, match=str(schema.VERSION + 1)):
        open_store(path)


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be looked at as one" * 10])
def test_a_file_that_is_not_ours_is_refused(tmp_path, content):
    path = tmp_path / "inquiry.sqlite"
    path.write_bytes(content)
    if content:
        with pytest.raises(NotAnInquiry):
            open_store(path)
        assert path.read_bytes() == content
    else:  # an empty file is what a kill between making and filling leaves: it is filled
        open_store(path)


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "inquiry.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(NotAnInquiry):
        open_store(path)


def test_no_store_where_none_is(tmp_path):
    with pytest.raises(NotAnInquiry):
        open_store(tmp_path / "inquiry.sqlite")


def test_work_done_is_remembered_by_the_digest_of_its_inputs(store):
    with store.writing() as db:
        work.mark(db, "read", "a", "k1")
        work.mark(db, "read", "b", "k1")
        work.mark(db, "read", "a", "k2")
        work.unmark(db, "read", "b")
        assert work.done(db, "read") == {"a": "k2"}
        assert work.done(db, "extract") == {}
