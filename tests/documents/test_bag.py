"""A bag: the stock library validates it, and the checker inside finds whatever was changed."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bagit
import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firsthand.documents import bag, custody
from firsthand.documents.bag import Contents, safe
from firsthand.documents.record import Document
from firsthand.documents.seal import Entry, Vault, chain
from firsthand.errors import CheckFailed, StoreFailed, WrongUse

WHEN = "2026-03-01T12:00:00+00:00"
NAMES = ["letter.txt", "../../etc/passwd", "CON.txt", "a%0Ab\n.txt", "دليل.pdf", "x" * 300 + ".html", ".", "sp ace.txt"]


def fill(vault: Vault) -> Contents:
    documents, entries = [], list[Entry]()
    for n, name in enumerate(NAMES):
        digest, size = vault.keep(io.BytesIO(f"bytes of {n}".encode()))
        d = Document(id=digest, name=name, place=f"in/{n}", size=size, media_type="text/plain", collected=WHEN)
        documents.append(d)
        details = custody.received(d, after=d.id, tool="firsthand", told={})
        last = entries[-1] if entries else None
        entries.append(chain(last, when=WHEN, who="R. Example", act="received", document=d.id, details=details))
    records = {"documents": [msgspec.json.encode(d) for d in documents], "flaws": []}
    return Contents(
        name="Osk",
        made=WHEN,
        tool="firsthand 0",
        who="R. Example",
        documents=documents,
        entries=entries,
        records=records,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bag")
    vault = Vault(folder / "inquiry")
    contents = fill(vault)
    (folder / "report.html").write_text("<p>x")
    bag.write(msgspec.structs.replace(contents, reports=[folder / "report.html"]), vault, folder / "bag")
    return folder / "bag"


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "bag"))


def check(folder: Path) -> tuple[int, str]:
    """What the checker says, run as a person would run it, without any package."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py")], capture_output=True, text=True, check=False, env={}
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_stock_library_validates_it(made: Path) -> None:
    b = bagit.Bag(str(made))
    assert b.validate()
    assert b.info["External-Identifier"] == "Osk"
    assert set(b.payload_files()) >= {"data/custody.jsonl", "data/records/documents.jsonl", "data/report/report.html"}


def test_its_own_checker_agrees(made: Path) -> None:
    code, said = check(made)
    assert (code, "Everything matches: 8 entries" in said) == (0, True), said


def test_originals_lie_under_their_digests_and_names(made: Path) -> None:
    names = {p.parent.name: p.name for p in (made / "data/originals").rglob("*") if p.is_file()}
    assert len(names) == len(NAMES)
    assert {"letter.txt", "دليل.pdf", "_CON.txt", "unnamed"} <= set(names.values())


def original(folder: Path) -> Path:
    return next(p for p in sorted((folder / "data/originals").rglob("*")) if p.is_file())


def rewrite(folder: Path, change: Callable[[list[bytes]], object]) -> None:
    """Change the lines of the log, and make the manifests fit, as a careful forger would."""
    log = folder / "data/custody.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    change(lines)
    log.write_bytes(b"".join(lines))
    refit(folder)


def refit(folder: Path) -> None:
    bagit.Bag(str(folder)).save(manifests=True)


def swap(lines: list[bytes]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def forge(lines: list[bytes]) -> None:
    entry = json.loads(lines[3])
    lines[3] = json.dumps({**entry, "who": "Somebody Else"}).encode() + b"\n"


@pytest.mark.parametrize(
    ("change", "where", "fit"),
    [
        (lambda b: original(b).write_bytes(b"Bytes of 0"), "data/originals", False),
        (lambda b: original(b).unlink(), "data/originals", False),
        (lambda b: (b / "data/originals/new").write_text("x"), "no manifest lists", False),
        (lambda b: (b / "extra.txt").write_text("x"), "no manifest lists", True),
        (lambda b: (b / "verify.py").write_text((b / "verify.py").read_text() + "#"), "verify.py", False),
        (lambda b: (b / "bag-info.txt").write_text("A: b\n"), "bag-info.txt", False),
        (lambda b: rewrite(b, lambda log: log.pop(2)), "custody.jsonl, line 3", True),
        (lambda b: rewrite(b, swap), "custody.jsonl, line 2", True),
        (lambda b: rewrite(b, forge), "custody.jsonl, line 4", True),
        (lambda b: (original(b).write_bytes(b"Bytes of 0"), refit(b)), "data/originals", True),
        (lambda b: (shutil.rmtree(original(b).parent), refit(b)), "as in the log", True),
    ],
    ids=["flipped", "removed", "added", "added-outside", "checker", "tag", "log-removed", "log-moved", "log-changed", "swapped", "gone"],
)  # fmt: skip
def test_the_checker_finds_what_was_changed(
    copy: Path, change: Callable[[Path], object], where: str, fit: bool
) -> None:
    change(copy)
    code, said = check(copy)
    assert code == 1
    assert where in said
    if not fit:
        assert not bagit.Bag(str(copy)).is_valid()


def test_what_is_no_bag(tmp_path: Path, made: Path) -> None:
    shutil.copy(made / "verify.py", tmp_path / "verify.py")
    assert check(tmp_path)[0] == 2


def test_a_changed_original_is_not_packed(vault: Vault, tmp_path: Path) -> None:
    contents = fill(vault)
    path = vault.path(contents.documents[0].id)
    path.chmod(0o644)
    path.write_bytes(b"x")
    with pytest.raises(CheckFailed, match="was changed"):
        bag.write(contents, vault, tmp_path / "bag")
    path.unlink()
    with pytest.raises(CheckFailed, match="is gone"):
        bag.write(contents, vault, tmp_path / "bag")
    assert not list(tmp_path.glob("bag*")), "nothing half-written is left"


def test_nothing_is_written_over(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "mine").write_text("x")
    with pytest.raises(WrongUse):
        bag.write(fill(vault), vault, tmp_path / "bag")
    (tmp_path / "bag" / "mine").unlink()
    bag.write(fill(vault), vault, tmp_path / "bag")
    assert check(tmp_path / "bag")[0] == 0


def test_a_disk_that_refuses(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed, match="cannot be written"):
        bag.write(fill(vault), vault, tmp_path / "file" / "bag")


@given(
    st.text(max_size=200)
    | st.text(alphabet=" .aé𐀀", max_size=300)
    | st.builds(
        "{}{}{}".format,
        st.sampled_from(["CON", "aux", "", "x"]),
        st.text(" ._", max_size=300),
        st.text("ab.", max_size=80),
    )
)
@example("CON" + " " * 300 + "x")
@example("𐀀" * 31 + " 𝕩")
def test_every_name_becomes_one_that_any_disk_takes(name: str) -> None:
    made = safe(name)
    assert 0 < len(made.encode()) <= bag.NAMES
    assert made not in (".", "..")
    assert not set(made) & set('/\\<>:"|?*%\n\r\0')
    assert made == made.strip(" .")
    assert safe(made) == made


@pytest.mark.parametrize("ending", ["", ".txt", ". x", " .", "." + "e" * 40, "." + "e" * 200])
def test_names_of_all_lengths(ending: str) -> None:
    for length in [*range(1, 12), *range(bag.NAMES - 8, bag.NAMES + 80)]:
        for stem in ("a" * length, "a " * (length // 2), ("a" * (length - 1)) + " ", "é" * length):
            made = safe(stem + ending)
            assert 0 < len(made.encode()) <= bag.NAMES
            assert made == made.strip(" .")
            assert safe(made) == made
            assert ending != ".txt" or not stem.strip() or made.endswith(".txt")
