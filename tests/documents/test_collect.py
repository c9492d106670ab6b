from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest

from firsthand import ids
from firsthand.documents import collect as collecting
from firsthand.documents.collect import Found, collect, enclose, find
from firsthand.documents.record import Document, Part
from firsthand.documents.seal import Vault
from firsthand.errors import NoSuchSource, NothingToRead

WHEN = "2026-03-01T12:00:00+00:00"


def found(path: Path) -> Found:
    return Found(path=path, place=str(path), name=path.name)


def test_folders_too_deep_for_a_path_are_a_flaw(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The gate was open.")
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=folder)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    found, flaws = find([tmp_path])
    assert [f.name for f in found] == ["a.txt"]
    assert [f.kind for f in flaws] == ["unreadable"]


def test_find_goes_through_folders_sorted_and_takes_each_file_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "a/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    files, flaws = find([tmp_path, tmp_path / "b.txt"])
    assert [str(f.path.relative_to(tmp_path)) for f in files] == ["a/.hidden", "a/1.txt", "a/2.txt", "b.txt"]
    assert [f.name for f in files] == [".hidden", "1.txt", "2.txt", "b.txt"]
    assert flaws == ()


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSource, match="gone"):
        find([tmp_path / "gone"])


def test_an_empty_folder_holds_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        find([tmp_path])


def test_links_pipes_and_sockets_are_passed_over_with_a_flaw(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    outside = tmp_path / "out.txt"
    outside.write_text("outside")
    (inside / "a.txt").write_text("x")
    (inside / "link.txt").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "dead").symlink_to(inside / "nowhere")
    os.mkfifo(inside / "pipe")
    with socket.socket(socket.AF_UNIX) as s:
        here = Path.cwd()
        os.chdir(inside)  # a socket's path must be short
        try:
            s.bind("socket")
        finally:
            os.chdir(here)
        files, flaws = find([inside])
    assert [f.name for f in files] == ["a.txt"]
    assert sorted((f.kind, f.name) for f in flaws) == [
        ("link", "in/dead"),
        ("link", "in/link.txt"),
        ("link", "in/loop"),
        ("pipe", "in/pipe"),
        ("socket", "in/socket"),
    ]


def test_a_link_that_a_person_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "named").symlink_to(tmp_path / "a.txt")
    files, _ = find([tmp_path / "named"])
    assert [f.name for f in files] == ["named"]


def test_only_a_pipe_is_nothing_to_read_and_says_why(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NothingToRead, match="it is a pipe"):
        find([tmp_path])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_a_flaw(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(0)
    try:
        files, flaws = find([tmp_path])
    finally:
        (tmp_path / "locked").chmod(0o755)
    assert len(files) == 1
    assert [f.kind for f in flaws] == ["unreadable"]


def test_a_name_that_is_no_utf8_can_be_written_anywhere(tmp_path: Path, vault: Vault) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(raw)).write_text("x")
    except OSError:
        pytest.skip("this file system takes no such name")
    files, _ = find([tmp_path])
    document, _ = collect(files[0], vault, WHEN)
    assert document
    assert document.name == "caf\\xe9.txt"
    document.place.encode("utf-8")


def test_collect_seals_the_bytes_as_they_are(tmp_path: Path, vault: Vault) -> None:
    data = b"\xef\xbb\xbfWords\r\nas received\x00"
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    document, flaws = collect(found(path), vault, WHEN)
    assert flaws == ()
    assert document == Document(
        id=ids.digest(data), name="a.txt", place=str(path), size=len(data), media_type="text/plain", collected=WHEN
    )
    with vault.open(ids.digest(data)) as stream:
        assert stream.read() == data


def test_the_same_bytes_are_one_document_whatever_their_name(tmp_path: Path, vault: Vault) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("the same")
    a, _ = collect(found(tmp_path / "a.txt"), vault, WHEN)
    b, _ = collect(found(tmp_path / "b.txt"), vault, WHEN)
    assert a
    assert b
    assert a.id == b.id
    assert len(list(vault.digests())) == 1


def test_a_file_that_vanishes_between_find_and_collect(tmp_path: Path, vault: Vault) -> None:
    document, flaws = collect(found(tmp_path / "gone.txt"), vault, WHEN)
    assert document is None
    assert [f.kind for f in flaws] == ["vanished"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("x")
    path.chmod(0)
    document, flaws = collect(found(path), vault, WHEN)
    assert document is None
    assert [f.kind for f in flaws] == ["unreadable"]
    assert flaws[0].cure


def test_a_pipe_put_in_a_files_place_does_not_hang(tmp_path: Path, vault: Vault) -> None:
    os.mkfifo(tmp_path / "was-a-file")
    document, flaws = collect(found(tmp_path / "was-a-file"), vault, WHEN)
    assert document is None
    assert [f.kind for f in flaws] == ["changed"]


def test_a_folder_put_in_a_files_place(tmp_path: Path, vault: Vault) -> None:
    document, flaws = collect(found(tmp_path), vault, WHEN)
    assert document is None
    assert flaws[0].kind in ("changed", "unreadable")


def test_a_read_that_fails_is_a_flaw(tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")

    def fail(_self: Vault, _stream: io.BufferedReader, *, later: bool) -> tuple[str, int]:
        del later
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Vault, "keep", fail)
    document, flaws = collect(found(tmp_path / "a.txt"), vault, WHEN)
    assert document is None
    assert "Input/output error" in flaws[0].message


def test_a_file_that_changes_meanwhile_is_sealed_and_flawed(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.log"
    path.write_text("one")
    keep = Vault.keep

    def slow(self: Vault, stream: io.BufferedReader, *, later: bool) -> tuple[str, int]:
        result = keep(self, stream, later=later)
        path.write_text("one two")
        return result

    monkeypatch.setattr(collecting.Vault, "keep", slow)
    document, flaws = collect(found(path), vault, WHEN)
    assert document
    assert document.size == 3
    assert [f.kind for f in flaws] == ["changed"]


def test_two_flaws_of_one_file_name_in_two_folders_are_two(tmp_path: Path, vault: Vault) -> None:
    flaws = [collect(found(tmp_path / folder / "gone.txt"), vault, WHEN)[1][0] for folder in ("a", "b")]
    assert flaws[0].id != flaws[1].id
    assert str(tmp_path) not in flaws[0].name + flaws[0].message


def test_a_part_becomes_a_document_that_knows_its_whole(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "mail.eml").write_text("x")
    whole, _ = collect(found(tmp_path / "mail.eml"), vault, WHEN)
    assert whole
    part = enclose(Part(name="note.txt", data=b"%PDF-1.4", media_type="text/plain"), whole, vault, WHEN)
    assert part.part_of == whole.id
    assert part.media_type == "application/pdf", "by its bytes, whatever the mail says"
    assert part.place == f"{whole.place}!note.txt"
    assert vault.check(part.id)


def test_the_inquiry_that_collects_is_no_source_and_another_one_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("x")
    for name in ("mine", "other"):
        (tmp_path / name / "originals" / "ab").mkdir(parents=True)
        (tmp_path / name / "inquiry.sqlite").write_bytes(b"")
        (tmp_path / name / "originals" / "ab" / "abc").write_bytes(b"y")
    found, flaws = find([tmp_path], tmp_path / "mine")
    assert [f.name for f in found] == ["story.txt"]
    assert [(f.kind, f.message.partition(":")[0]) for f in flaws] == [("inquiry", "other")]
