"""Archives: members as documents; limits; hostile paths; passwords."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import hmac
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.documents.readers import archive
from firsthand.documents.record import Reading

Read = Callable[..., Reading]

SEVEN = base64.b64decode(
    "N3q8ryccAASnr+7OsAAAAAAAAAAuAAAAAAAAAOK0z/L/g+e9FAg6xb0JF92LyA5MLtQNklcb41xzXeimS7MFsavqku51qH7EhshMi7jL57m+KBG+AHWI5hEwHNGDHs1kSxD6bljQdFGlBL9TLEZZ3b1c77UmRjSUNcSKlKpBiIUELaHu6pbu+rbv39xE1xYqZYSS2u48k1PD1mgDFinrOxRK2cnTgr5nwE0SvY+QQnvbp4clBucfpxckNEDbensHS9u7HvOvFtKrLcVjA8TjhBcGQAEJcAAHCwEAASQG8QcBElMPNaHHwDJ0Am8HNsg2etzXFwxqCgG+AyWDAAA="
)
"""A 7z archive made with 7-Zip 16.02, its names encrypted too: note.txt under the password "Osk 1994"."""


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def kinds(reading: Reading) -> list[str]:
    return [f.kind for f in reading.flaws]


def test_members_come_out_under_their_paths(reading: Read) -> None:
    found = reading("pile.zip", zipped({"a/one.txt": b"one", "two.txt": b"two"}))
    assert [(p.name, p.data) for p in found.parts] == [("a/one.txt", b"one"), ("two.txt", b"two")]
    assert found.parts[0].details["path"] == "a/one.txt"
    assert not found.flaws


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\etc\\passwd", "a/../../etc/passwd"])
def test_no_path_leads_out(reading: Read, name: str) -> None:
    found = reading("pile.zip", zipped({name: b"x"}))
    assert [p.name for p in found.parts] == ["etc/passwd"]


def test_links_are_passed_over(reading: Read) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        link = tarfile.TarInfo("way")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        t.addfile(link)
        file = tarfile.TarInfo("a.txt")
        file.size = 3
        t.addfile(file, io.BytesIO(b"abc"))
    found = reading("pile.tar", out.getvalue())
    assert [p.data for p in found.parts] == [b"abc"]
    assert kinds(found) == ["link"]


def test_a_link_in_a_zip(reading: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        link = zipfile.ZipInfo("way")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        z.writestr(link, "/etc/passwd")
    assert kinds(reading("pile.zip", out.getvalue())) == ["link"]


@pytest.mark.parametrize(
    ("name", "pack", "inside"),
    [("a.txt.gz", gzip.compress, "a.txt"), ("a.txt.bz2", bz2.compress, "a.txt"), ("a.txt.xz", lzma.compress, "a.txt"),
     ("odd", gzip.compress, "odd unpacked")],
)  # fmt: skip
def test_one_packed_file(reading: Read, name: str, pack: Callable[[bytes], bytes], inside: str) -> None:
    found = reading(name, pack(b"The bridge was closed."))
    assert [(p.name, p.data) for p in found.parts] == [(inside, b"The bridge was closed.")]


def test_a_packed_tar_is_opened_as_one(reading: Read) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        file = tarfile.TarInfo("a.txt")
        file.size = 3
        t.addfile(file, io.BytesIO(b"abc"))
    assert [p.name for p in reading("pile.tgz", out.getvalue()).parts] == ["a.txt"]


def test_what_unpacks_to_more_than_allowed_ends_with_a_flaw(reading: Read) -> None:
    found = reading("bomb.zip", zipped({"a": bytes(50_000), "b": bytes(50_000), "c": b"x"}), total=80_000)
    assert [p.name for p in found.parts] == ["a"]
    assert kinds(found) == ["too-large"]


def test_the_ratio_counts_where_the_floor_does_not_allow_it(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FLOOR", 1000)
    assert kinds(reading("bomb.gz", gzip.compress(bytes(3_000_000)), ratio=100)) == ["too-large"]
    assert kinds(reading("fine.gz", gzip.compress(bytes(3_000_000)), ratio=2000)) == []


def test_more_members_than_allowed(reading: Read) -> None:
    found = reading("many.zip", zipped({f"{n}.txt": b"x" for n in range(9)}), members=5)
    assert len(found.parts) == 5
    assert kinds(found) == ["too-large"]


def test_an_archive_that_lies_too_deep_is_not_opened(reading: Read) -> None:
    found = reading("in.zip", zipped({"a.txt": b"x"}), level=8, depth=8)
    assert not found.parts
    assert kinds(found) == ["too-deep"]


def test_a_broken_member_takes_no_other_with_it(reading: Read) -> None:
    data = bytearray(zipped({"a.txt": b"a" * 50, "b.txt": b"b" * 50}, zipfile.ZIP_STORED))
    data[data.index(b"aaaa")] = ord("z")
    found = reading("pile.zip", bytes(data))
    assert "b.txt" in [p.name for p in found.parts]
    assert kinds(found) == ["broken-member"]


def test_a_zip_cut_off_gives_what_is_left(reading: Read) -> None:
    data = zipped({"a.txt": b"The bridge was closed.", "b.txt": b"x" * 500}, zipfile.ZIP_STORED)
    found = reading("pile.zip", data[:200])
    assert "broken" in kinds(found)
    if archive.libarchive is not None:
        assert found.parts[0].data == b"The bridge was closed."


def test_names_in_an_old_encoding(reading: Read) -> None:
    out = io.BytesIO()
    words = ("показания свидетелей по делу.txt", "список задержанных лиц.txt", "протокол допроса свидетеля.txt")
    with zipfile.ZipFile(out, "w") as z:
        for n in range(len(words)):
            z.writestr(f"{'x' * (len(words[n]) - 1)}{n}", b"x")
    data = out.getvalue()
    for n, word in enumerate(words):
        data = data.replace(f"{'x' * (len(word) - 1)}{n}".encode(), word.encode("cp1251"))
    assert [p.name for p in reading("pile.zip", data).parts] == list(words)


def test_an_encrypted_7z_opens_with_its_password(reading: Read) -> None:
    if archive.libarchive is None:
        pytest.skip("libarchive is not installed")
    assert kinds(reading("a.7z", SEVEN)) == ["encrypted"]
    assert kinds(reading("a.7z", SEVEN, passwords=("wrong",))) == ["encrypted"]
    found = reading("a.7z", SEVEN, passwords=("wrong", "Osk 1994"))
    assert [(p.name, p.data) for p in found.parts] == [
        ("note.txt", b"The records of the ministry were moved at night.\n")
    ]


def sealed_zip(password: bytes, words: bytes) -> bytes:
    """A ZIP whose only member is under AES-256 as WinZip writes it, made from the specification."""
    salt = bytes(range(16))
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(words) + packer.flush()
    cipher = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor()
    stream = cipher.update(b"".join(n.to_bytes(16, "little") for n in range(1, len(packed) // 16 + 2)))
    body = bytes(a ^ b for a, b in zip(packed, stream, strict=False))
    data = salt + keys[64:] + body + hmac.new(keys[32:64], body, "sha1").digest()[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
    sizes = struct.pack("<III", 0, len(data), len(words))
    local = (
        b"PK\x03\x04"
        + struct.pack("<HHHHH", 51, 1, 99, 0, 33)
        + sizes
        + struct.pack("<HH", 5, len(extra))
        + b"a.txt"
        + extra
    )
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 51, 51, 1, 99, 0, 33) + sizes
    entry += struct.pack("<HHHHHII", 5, len(extra), 0, 0, 0, 0, 0) + b"a.txt" + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local) + len(data), 0)
    return local + data + entry + end


def test_a_zip_under_aes_opens_with_its_password(reading: Read) -> None:
    data = sealed_zip(b"hill", b"The bridge was closed. " * 20)
    assert kinds(reading("a.zip", data)) == ["encrypted"]
    assert kinds(reading("a.zip", data, passwords=("bridge",))) == ["encrypted"]
    assert [p.data for p in reading("a.zip", data, passwords=("bridge", "hill")).parts] == [
        b"The bridge was closed. " * 20
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2000), byte=st.integers(0, 255), cut=st.integers(0, 400))
def test_damage_never_raises(reading: Read, place: int, byte: int, cut: int) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as t:
        file = tarfile.TarInfo("a.txt")
        file.size = 3
        t.addfile(file, io.BytesIO(b"abc"))
    for name, whole in (("a.zip", zipped({"a.txt": b"abc" * 99})), ("a.tgz", out.getvalue()), ("a.7z", SEVEN)):
        data = bytearray(whole[: len(whole) - cut % len(whole)])
        data[place % len(data)] = byte
        reading(name, bytes(data), passwords=("Osk 1994",))
