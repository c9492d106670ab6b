#!/usr/bin/env python3
"""Check this bag: nothing was changed, removed or added since it was written, and the log of custody in it is unbroken.

    python3 verify.py [BAG]

Needs only Python 3.9 or newer and its standard library; runs offline and writes nothing. It checks
  1. every file against manifest-sha256.txt and tagmanifest-sha256.txt, both ways (RFC 8493);
  2. the custody log: each entry holds the SHA-256 of the one before and of itself;
  3. that each document in the log is among the originals, and each original in the log;
  4. that each time stamp is of the log: its token holds the digest of the entry before it. Whether an authority signed it is
     for a tool that knows certificates: openssl ts -verify -digest HEAD -in data/stamps/HEAD.tsr -CAfile ROOTS
Exit code: 0 all holds, 1 something does not (each named: where, expected, found), 2 this is no bag.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Found = tuple[str, str, str]
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "verify.py")


def digest(path: Path) -> str:
    """The SHA-256 of the file, in hex."""
    h = hashlib.sha256()
    with path.open("rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            h.update(chunk)
    return h.hexdigest()


def manifest(path: Path) -> dict[str, str]:
    """Path -> digest, of a manifest."""
    listed = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        value, _, name = line.rstrip("\r").partition(" ")
        if value:
            name = re.sub("%0[Dd]", "\r", re.sub("%0[Aa]", "\n", name.lstrip(" *"))).replace("%25", "%")
            listed[name] = value.lower()
    return listed


def files(bag: Path) -> Iterator[str]:
    """The paths of all files in the bag, as a manifest has them."""
    for folder, _, names in os.walk(bag):
        for name in names:
            yield (Path(folder) / name).relative_to(bag).as_posix()


def differences(bag: Path) -> Iterator[Found]:
    """What is not as the manifests say."""
    listed, tags = manifest(bag / "manifest-sha256.txt"), manifest(bag / "tagmanifest-sha256.txt")
    there = set(files(bag))
    for path, value in sorted({**listed, **tags}.items()):
        if path not in there:  # a path that leads out of the bag is not looked at
            yield path, f"SHA-256 {value}", "no file"
        elif (bag / path).is_symlink():
            yield path, "a file", "a link"
        else:
            found = digest(bag / path)
            if found != value:
                yield path, f"SHA-256 {value}", f"SHA-256 {found}"
    for path in sorted(there - set(listed) - set(tags) - {"tagmanifest-sha256.txt"}):
        yield path, "no such file", "a file that no manifest lists"
    for path in sorted(set(TAGS) - set(tags)):
        yield path, "a line in tagmanifest-sha256.txt", "none"


def entries(bag: Path) -> list[dict[str, Any]]:
    """The log of custody."""
    with (bag / "data" / "custody.jsonl").open(encoding="utf-8") as lines:
        return [dict(json.loads(line)) for line in lines]


def breaks(log: Iterable[dict[str, Any]]) -> Iterator[Found]:
    """Where the log does not hold together."""
    before = ""
    for number, entry in enumerate(log, 1):
        where = f"data/custody.jsonl, line {number}"
        rest = {k: v for k, v in entry.items() if k != "digest"}
        said = json.dumps(rest, sort_keys=True, separators=(",", ":")).encode("ascii")
        own = hashlib.sha256(said).hexdigest()
        if entry.get("seq") != number:
            yield where, f"entry {number}", f"entry {entry.get('seq')}"
        if entry.get("previous") != before:
            yield where, f"previous {before or '(none)'}", f"previous {entry.get('previous')}"
        if entry.get("digest") != own:
            yield where, f"digest {own}", f"digest {entry.get('digest')}"
        if entry.get("act") == "stamped" and not stamped(entry, before):
            yield where, f"a time stamp of {before}", "one of something else"
        before = str(entry.get("digest"))


def stamped(entry: dict[str, Any], before: str) -> bool:
    """Whether the token of a stamp holds the digest that it should stamp."""
    try:
        return bool(before) and bytes.fromhex(before) in base64.b64decode(entry["details"]["token"], validate=True)
    except (ValueError, TypeError, KeyError):
        return False


def strangers(bag: Path, log: Iterable[dict[str, Any]]) -> Iterator[Found]:
    """Documents in the log that are no originals, the other way round, and originals under a digest that is not theirs."""
    received = {str(e.get("document")) for e in log if str(e.get("act", "")).startswith("received")}
    folder = bag / "data" / "originals"
    there = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
    for name in sorted(received - there):
        yield "data/originals", f"document {name}, as in the log", "none"
    for name in sorted(there - received):
        yield f"data/originals/{name}", "an entry that it was received", "none"
    for name in sorted(there & received):
        for path in sorted((folder / name).iterdir()):
            found = digest(path)
            if found != name:
                yield f"data/originals/{name}/{path.name}", f"SHA-256 {name}", f"SHA-256 {found}"


def main(arguments: list[str]) -> int:
    """Check, tell, and give the exit code."""
    bag = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        log = entries(bag)
        wrong = [*differences(bag), *breaks(log), *strangers(bag, log)]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        print(f"this is no bag that can be checked: {error}")
        return 2
    for where, expected, found in wrong:
        print(f"{where}: expected {expected}, found {found}")
    if not wrong:
        print(f"Everything matches: {len(log)} entries in the log, its head is {log[-1]['digest'] if log else 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
