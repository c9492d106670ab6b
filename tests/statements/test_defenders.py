"""Sentences of the kind that tell of attacks on human rights defenders, read as a careful reader reads them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.statements.reading import text

from firsthand.statements.extract import extract
from firsthand.statements.parse import parse

SENTENCES = tomllib.loads((Path(__file__).parent / "defenders.toml").read_text(encoding="utf-8"))["sentence"]
LEAST = {"f1": 0.95, "speaker": 0.97, "stance": 0.95}


def _words(part: str) -> set[str]:
    return {w.strip("“”\"'’,.:;").lower() for w in part.split()} - {"", "…", "that"}


def _alike(a: str, b: str) -> float:
    one, two = _words(a), _words(b)
    return len(one & two) / len(one | two) if one | two else 0.0


def test_who_says_what_and_how() -> None:
    wanted = found = right = speakers = stances = 0
    for sentence, read in zip(SENTENCES, parse([text(s["text"]) for s in SENTENCES]), strict=True):
        left = list(extract(read).statements)
        wanted, found = wanted + len(sentence["said"]), found + len(left)
        for who, what, stance in sentence["said"]:
            contents = [(_alike(what, " ".join(p.text for p in s.parts)), n) for n, s in enumerate(left)]
            best, n = max(contents, default=(0.0, -1))
            if best < 0.5:
                continue
            s = left.pop(n)
            right += 1
            speakers += _words(s.speaker.text if s.speaker is not None else "") == _words(who)
            stances += s.stance == stance
    assert 2 * right / (wanted + found) >= LEAST["f1"], (right, wanted, found)
    assert speakers >= LEAST["speaker"] * right
    assert stances >= LEAST["stance"] * right
