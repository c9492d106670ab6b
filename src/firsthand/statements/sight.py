"""What the transformer is told of each word beside the word itself: its place in the parse as seen from a cue, and what the rules read.

Names of features, hashed into the rows of a table (Weinberger et al. 2009) whose vectors are added before the upper layers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Token

from firsthand.statements.candidate import Candidate, Passage

ROWS = 4096
WIDE = 12
"""So many features a word has at most."""

_cache: dict[str, int] = {}


def row(name: str) -> int:
    """The row of the table for a feature; row 0 is for none."""
    if name not in _cache:
        _cache[name] = 1 + zlib.crc32(name.encode()) % (ROWS - 1)
    return _cache[name]


def see(t: Token, p: Passage, found: Sequence[Candidate], first: int, end: int) -> npt.NDArray[np.int16]:
    """The features of the tokens from `first` up to `end` as seen from the cue word `t`: (tokens, WIDE), filled up with 0."""
    doc = p.doc
    own = next((c for c in found if c.verb == t.i), None)
    others = [c for c in found if c.verb != t.i]
    branch = _branches(t)
    quoted = p.quotation(t.i)
    out = np.zeros((end - first, WIDE), np.int16)
    roles = {i: r for r, i in _roles(own)} if own is not None else {}
    theirs = {i: r for c in others for r, i in _roles(c)}
    for n in range(first, end):
        x = doc[n]
        names = [f"tag={x.tag_}", f"dep={x.dep_}", f"rule={roles.get(n, 'O') if own is not None else '-'}"]
        names.append(f"other={theirs.get(n, '-')}")
        if n == t.i:
            names += ["cue", f"cue={own.rule if own is not None else '-'}", f"cue={t.dep_}/{t.tag_}"]
        if n in branch:
            up, dep, low = branch[n]
            names += [f"branch={up}/{dep}/{n < t.i}", f"low={min(up, 3)}/{min(low, 4)}"]
        else:
            names.append(f"sentence={'before' if n < t.i else 'after'}")
        q = p.quotation(n)
        if q is not None:
            names += [f"quoted={q is quoted}/{q.holds(t.i)}"]
            names += ["opens"] if n == q.first else ["closes"] if n == q.last else []
        if abs(n - t.i) <= 4:
            names.append(f"far={n - t.i}")
        out[n - first, : len(names)] = [row(name) for name in names[:WIDE]]
    return out


def gathered(seen: npt.NDArray[np.int16], table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The sums of the rows of `table` for the features of each word; row 0 is all zero."""
    rows = seen.reshape(-1, seen.shape[-1])
    out = table[rows[:, 0]]
    for k in range(1, rows.shape[1]):
        out += table[rows[:, k]]
    return out.reshape(*seen.shape[:-1], table.shape[-1])


def _roles(c: Candidate) -> list[tuple[str, int]]:
    """The tokens of a candidate with their role; the cue wins over the speaker, the speaker over the content."""
    out = [("T", i) for a, b in c.parts for i in range(a, b + 1)]
    if c.source is not None:
        out += [("S", i) for i in range(c.source[0], c.source[1] + 1)]
    if c.cue is not None:
        out += [("C", i) for i in range(c.cue[0], c.cue[1] + 1)]
    return out


def _branches(t: Token) -> dict[int, tuple[int, str, int]]:
    """For each word of the sentence: steps from the cue up to where both hang, the relation by which the word's branch hangs there, its depth."""
    chain = [t]
    while chain[-1].head.i != chain[-1].i and len(chain) < 60:
        chain.append(chain[-1].head)
    known: dict[int, tuple[int, str, int]] = {a.i: (min(k, 5), "self", 0) for k, a in enumerate(chain)}
    for x in t.sent:
        path = []
        while x.i not in known:
            path.append(x)
            if x.head.i == x.i:
                break
            x = x.head
        up, dep, low = known.get(x.i, (9, "-", 0))
        for y in reversed(path):
            dep = y.dep_ if dep == "self" else dep
            low += 1
            known[y.i] = (up, dep, low)
    return known
