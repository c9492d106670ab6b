from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents import seal
from firsthand.documents.seal import Entry, Vault, broken, chain
from firsthand.errors import StoreFailed

WHEN = "2026-03-01T12:00:00+00:00"
A = hashlib.sha256(b"a").hexdigest()


def log(n: int) -> list[Entry]:
    entries: list[Entry] = []
    for i in range(n):
        last = entries[-1] if entries else None
        entries.append(
            chain(last, when=WHEN, who="R. Example", act="collect", document=A, details={"name": f"{i}.txt"})
        )
    return entries


def test_keep_names_the_bytes_by_their_digest(vault: Vault) -> None:
    assert vault.keep(io.BytesIO(b"a")) == (A, 1)
    with vault.open(A) as stream:
        assert stream.read() == b"a"
    assert vault.path(A) == vault.folder / A[:2] / A
    assert vault.check(A)
    assert list(vault.digests()) == [A]


def test_originals_are_read_only(vault: Vault) -> None:
    vault.keep(io.BytesIO(b"a"))
    assert stat.S_IMODE(vault.path(A).stat().st_mode) == 0o444


def test_sealing_again_never_overwrites(vault: Vault) -> None:
    vault.keep(io.BytesIO(b"a"))
    before = vault.path(A).stat()
    vault.keep(io.BytesIO(b"a"))
    after = vault.path(A).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert [p.name for p in vault.folder.iterdir()] == [A[:2]], "no half-written file is left"


def test_a_stream_that_fails_leaves_nothing(vault: Vault) -> None:
    class Torn(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "the disk that is read from failed")

    with pytest.raises(OSError, match="read from"):
        vault.keep(Torn())
    assert list(vault.folder.iterdir()) == []


def test_a_full_disk_is_the_stores_failure_and_leaves_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(seal.os, "fsync", full)
    with pytest.raises(StoreFailed, match="No space left"):
        vault.keep(io.BytesIO(b"a"))
    assert list(vault.folder.iterdir()) == []
    assert not vault.check(A)


def test_what_is_kept_for_later_is_named_when_it_is_settled(vault: Vault) -> None:
    kept = [vault.keep(io.BytesIO(b), later=True) for b in (b"a", b"b", b"a", b"")]
    assert kept[0] == kept[2] == (A, 1)
    assert list(vault.digests()) == [], "nothing has its name before it is on the disk"
    with vault.open(A) as stream:
        assert stream.read() == b"a", "but it can be looked at"
    vault.settle()
    assert sorted(vault.digests()) == sorted({d for d, _ in kept})
    assert all(vault.check(d) for d, _ in kept)
    assert sorted(p.name for p in vault.folder.iterdir()) == sorted({d[:2] for d, _ in kept}), "nothing else is left"
    vault.settle()


def test_a_disk_that_is_full_when_many_are_settled_keeps_none(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        vault.keep(io.BytesIO(b"%d" % n), later=True)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(seal.os, "fsync", full)
    with pytest.raises(StoreFailed, match="No space left"):
        vault.settle()
    assert list(vault.folder.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_the_stores_failure(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    with pytest.raises(StoreFailed, match="cannot be written"):
        Vault(folder).keep(io.BytesIO(b"a"))


def test_sweep_removes_what_a_killed_run_left(vault: Vault) -> None:
    vault.keep(io.BytesIO(b"a"))
    (vault.folder / "incoming-x1").write_bytes(b"half")
    assert vault.sweep() == 1
    assert vault.sweep() == 0
    assert vault.check(A)


def test_verify_names_each_mismatch(vault: Vault) -> None:
    b, _ = vault.keep(io.BytesIO(b"b"))
    c, _ = vault.keep(io.BytesIO(b"c"))
    assert vault.verify([b, c]) == []
    vault.path(b).chmod(0o644)
    vault.path(b).write_bytes(b"B")
    vault.path(c).unlink()
    (vault.folder / "zz").mkdir()
    (vault.folder / "zz" / "stranger").write_bytes(b"")
    found = vault.verify([b, c])
    assert {m.where: (m.expected, m.found) for m in found} == {
        f"original {b}": (b, hashlib.sha256(b"B").hexdigest()),
        f"original {c}": (c, ""),
        "file zz/stranger": ("", "zz/stranger"),
    }
    assert not vault.check(b)
    assert not vault.check(c)


def test_a_name_that_is_no_digest_opens_nothing(vault: Vault) -> None:
    for name in ("", "../../etc/passwd", "A" * 64, A[:-1]):
        with pytest.raises(ValueError, match="not a SHA-256"):
            vault.path(name)
        assert not vault.check(name)


def test_the_chain_holds() -> None:
    entries = log(5)
    assert [e.seq for e in entries] == [1, 2, 3, 4, 5]
    assert [e.previous for e in entries] == ["", *(e.digest for e in entries[:-1])]
    assert broken(entries) == []
    assert broken([]) == []
    assert broken(entries, head=entries[-1].digest) == []


def test_the_standard_library_can_check_an_entry() -> None:
    entry = msgspec.to_builtins(log(2)[1])
    digest = entry.pop("digest")
    assert hashlib.sha256(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()).hexdigest() == digest


@pytest.mark.parametrize("field", ["when", "who", "act", "document", "details", "previous", "digest", "seq"])
def test_a_changed_field_is_named(field: str) -> None:
    entries = log(4)
    value = {"details": {"name": "x"}, "seq": 7}.get(field, "0" * 64)
    entries[1] = msgspec.structs.replace(entries[1], **{field: value})
    assert broken(entries)[0].where in ("entry 2", "entry 7", "entry 3" if field == "digest" else "entry 2")


def test_a_cut_end_shows_against_a_kept_head() -> None:
    entries = log(4)
    assert broken(entries[:3]) == []
    assert [m.where for m in broken(entries[:3], head=entries[-1].digest)] == ["the end of the log"]


@given(st.data())
def test_no_entry_can_be_removed_or_moved(data: st.DataObject) -> None:
    entries = log(6)
    i = data.draw(st.integers(0, 4))
    assert broken(entries[:i] + entries[i + 1 :])
    j = data.draw(st.integers(i + 1, 5))
    entries[i], entries[j] = entries[j], entries[i]
    assert broken(entries)
