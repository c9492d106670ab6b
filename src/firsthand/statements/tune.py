"""Fit the reader to marked texts: what stands on the transformer, and the transformer's upper layers with it.

Slopes are computed by hand, layer by layer, and followed by Adam (Kingma & Ba 2015); one seed decides all that is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from firsthand.statements import sight
from firsthand.statements.pieces import Numbers, Vocabulary
from firsthand.statements.reader import MIDDLE, TAGS, Reader, Sheet, Stretch, laid, pooled
from firsthand.statements.transformer import Array, Pass, Weights, backward, embed, forward, heeding, norm_back

WIDTH = 128
"""Of the vectors above the transformer."""
UPPER = 2
"""Layers above the transformer."""
ROUNDS, DEEP_ROUNDS = 2, 1
"""Times that the examples are gone through: first with the transformer as it came, then with its upper layers tuned too."""
WARM = 100
"""Steps in which the step sizes grow to what they are, at the start and where the upper layers join in."""
BATCH = 2500
"""Words, counted once for each cue that they are read from, of one step."""
RATE, PLAIN, DEEP = 1e-3, 1e-2, 0.15
"""Step sizes: of the layers above, of the weights that join features to tags directly, and of the transformer's own, by its width."""
ASKED = 3.0
"""How much the question whether a word is a cue counts beside that of all tags around it."""
SPARED = 0.5
"""The share of words that hardly look like a cue that is gone through in each round."""
SEED = 1

Half = npt.NDArray[np.float16]
Below = tuple[Half, Half]
Groups = list[tuple[str, Array, Array, float]]


@dataclass(frozen=True)
class Lesson:
    """The cues asked of in one stretch: their words `at`, what is `seen` from each, whether they are one (`yes`), and the `tags` of all words.

    `kept` are those that every round goes through.
    """

    stretch: Stretch
    at: Numbers
    seen: npt.NDArray[np.int16]
    yes: npt.NDArray[np.bool_]
    tags: npt.NDArray[np.int8]
    kept: npt.NDArray[np.bool_]


@dataclass
class Adam:
    """Remembered slopes and squared slopes of every weight."""

    mean: Weights = field(default_factory=dict)
    square: Weights = field(default_factory=dict)
    steps: int = 0

    def step(self, groups: Groups, most: float = 1.0) -> None:
        """Move all weights down their slopes, which together are cut to a length of `most`."""
        self.steps += 1
        length = np.sqrt(sum(float(np.vdot(g, g)) for _, _, g, _ in groups))
        cut = np.float32(min(1.0, most / (length + 1e-6)))
        bias1, bias2 = 1 - 0.9**self.steps, np.float32(1 / np.sqrt(1 - 0.98**self.steps))
        for name, w, slope, rate in groups:
            m = self.mean.setdefault(name, np.zeros_like(w))
            v = self.square.setdefault(name, np.zeros_like(w))
            g = slope * cut
            m *= np.float32(0.9)
            m += np.float32(0.1) * g
            g *= g
            g *= np.float32(0.02)
            v *= np.float32(0.98)
            v += g
            np.sqrt(v, out=g)
            g *= bias2
            g += np.float32(1e-6)
            np.divide(m, g, out=g)
            g *= np.float32(rate / bias1)
            w -= g


def tune(
    lessons: Sequence[Lesson], vocabulary: Vocabulary, held: tuple[Weights, list[Weights], int],
    told: Callable[[str], None] | None = None,
) -> Reader:  # fmt: skip
    """A reader of marked texts on the transformer `held` (embeddings, layers, heads)."""
    first, layers, heads = held
    top, upper = _fresh(2 * first["words"].shape[1])
    reader = Reader(vocabulary, first, [{k: w.copy() for k, w in layer.items()} for layer in layers], heads, top, upper)
    below = _frozen(reader, lessons)
    order, chance, adam = np.random.default_rng(SEED), np.random.default_rng(SEED + 1), Adam()
    plan = [deep for deep, rounds in ((False, ROUNDS), (True, DEEP_ROUNDS)) for _ in range(rounds)]
    each = len(_batches(lessons, order))
    total, done = len(plan) * each, 0
    loss, cues = 0.0, 0
    for deep in plan:
        for batch in _batches(lessons, order):
            done += 1
            begun = done - deep * ROUNDS * each
            share = min(1.0, begun / WARM) * max(0.01, 1 - done / (total + 1))
            picked = [(lessons[k], _picked(lessons[k], order), below[k]) for k in batch]
            lost, asked = _step(reader, [r for r in picked if r[1].any()], adam, (share, chance), deep=deep)
            loss, cues = loss + lost, cues + asked
            if told is not None and done % 50 == 0:
                told(f"step {done} of {total}: {loss / max(1, cues):.3f}")
                loss, cues = 0.0, 0
    return reader


def _fresh(entering: int) -> tuple[Weights, list[Weights]]:
    draw = np.random.default_rng(SEED)

    def normal(rows: int, columns: int, size: float = 1.0) -> Array:
        made: Array = (draw.normal(size=(rows, columns)) * size / np.sqrt(rows)).astype(np.float32)
        return made

    def zeros(*shape: int) -> Array:
        return np.zeros(shape, np.float32)

    d = WIDTH
    table = (draw.normal(size=(sight.ROWS, d)) * 0.1).astype(np.float32)
    table[0] = 0
    top = {"in.w": normal(entering, d), "in.b": zeros(d), "sight": table, "norm.w": 1 + zeros(d), "norm.b": zeros(d)}
    top |= {"tag.w": normal(d, len(TAGS), 0.5), "tag.b": zeros(len(TAGS)), "plain": zeros(sight.ROWS, len(TAGS))}
    top |= {"trans": zeros(len(TAGS), len(TAGS)), "start": zeros(len(TAGS))}
    top |= {"yes.w": normal(d, 1, 0.5), "yes.b": zeros(1), "word": zeros(sight.ROWS, 1)}
    upper = []
    for _ in range(UPPER):
        one = {"qkv.w": normal(d, 3 * d), "qkv.b": zeros(3 * d), "out.w": normal(d, d, 0.5), "out.b": zeros(d)}
        one |= {"norm1.w": 1 + zeros(d), "norm1.b": zeros(d), "norm2.w": 1 + zeros(d), "norm2.b": zeros(d)}
        one |= {"up.w": normal(d, 4 * d), "up.b": zeros(4 * d), "down.w": normal(4 * d, d, 0.5), "down.b": zeros(d)}
        upper.append(one)
    return top, upper


def _frozen(reader: Reader, lessons: Sequence[Lesson]) -> list[Below]:
    """For each stretch what the layers that are not tuned give for its pieces, and what the last gives for its words before any is tuned."""
    out: dict[int, Below] = {}
    order = sorted(range(len(lessons)), key=lambda k: len(lessons[k].stretch.cut.pieces))
    for at in range(0, len(order), 32):
        some = [lessons[k].stretch for k in order[at : at + 32]]
        pieces, open_ = laid(some)
        low = reader.through(embed(reader.first, pieces), open_, reader.layers[:MIDDLE])
        words = pooled(reader.through(low, open_, reader.layers[MIDDLE:]), some)
        for k, s, a, b in zip(order[at : at + 32], some, low, words, strict=True):
            out[k] = a[: len(s.cut.pieces)].astype(np.float16), b[: s.end - s.first].astype(np.float16)
    return [out[k] for k in range(len(lessons))]


def _batches(lessons: Sequence[Lesson], order: np.random.Generator) -> list[list[int]]:
    """The lessons in batches of about one length, in an order that is drawn."""
    sizes = np.array([x.stretch.end - x.stretch.first for x in lessons])
    out: list[list[int]] = []
    held = BATCH
    for k in np.argsort(sizes + order.random(len(sizes)) * 5, kind="stable").tolist():
        cost = int(sizes[k]) * len(lessons[k].at)
        if held + cost > BATCH:
            out.append([])
            held = 0
        out[-1].append(k)
        held += cost
    order.shuffle(out)
    return out


def _picked(lesson: Lesson, order: np.random.Generator) -> npt.NDArray[np.bool_]:
    picked: npt.NDArray[np.bool_] = lesson.kept | (order.random(len(lesson.at)) < SPARED)
    return picked


Row = tuple[Lesson, npt.NDArray[np.bool_], Below]


def _step(
    reader: Reader, rows: Sequence[Row], adam: Adam, drawn: tuple[float, np.random.Generator], *, deep: bool
) -> tuple[float, int]:
    """One step over a batch, with the transformer's upper layers or above them; the loss, and of how many cues."""
    if not rows:
        return 0.0, 0
    share, chance = drawn
    low, open_ = _filled([pieces for _, _, (pieces, _) in rows])
    spans = [lesson.stretch for lesson, _, _ in rows]
    below: list[Pass] = []
    if deep:
        x, heed = low, heeding(reader.first, open_)
        for w in reader.layers[MIDDLE:]:
            below.append(Pass())
            x = forward(w, x, heed, reader.heads, below[-1], chance)
        last = pooled(x, spans)
    else:
        last, _ = _filled([words for _, _, (_, words) in rows])
    vectors = np.concatenate([pooled(low, spans), last], axis=-1)
    sheet, yes, tags = _sheet(rows)
    back: Weights = {}
    passes: list[Pass] = []
    scores, said = reader.score(vectors, sheet, back, passes, chance)
    loss, slopes = losses(scores, said, sheet, (yes, tags), reader.top)
    groups, d = _back(reader, vectors, sheet, (back, passes), slopes)
    moved = [
        (f"{n}", w, slopes.get(n, groups.get(n)), RATE if n not in ("plain", "word", "trans", "start") else PLAIN)
        for n, w in reader.top.items()
    ]
    every: Groups = [(n, w, g, r * share) for n, w, g, r in moved if g is not None]
    every += [(f"upper {n}", reader.upper[int(n[0])][n[2:]], g, RATE * share) for n, g in groups.items() if n[1] == "|"]
    if deep:
        slope = _unpooled(d[..., low.shape[-1] :], spans, low.shape[1])
        for k in range(len(reader.layers) - 1, MIDDLE - 1, -1):
            slope, own = backward(reader.layers[k], slope, below.pop())
            rate = DEEP / low.shape[-1] * share
            every += [(f"layer {k} {n}", reader.layers[k][n], g, rate) for n, g in own.items()]
    adam.step(every)
    return loss, len(sheet.at)


def _filled(lower: Sequence[Half]) -> tuple[Array, Array]:
    longest = max(map(len, lower))
    x = np.zeros((len(lower), longest, lower[0].shape[1]), np.float32)
    open_ = np.full((len(lower), longest), -1e9, np.float32)
    for n, row in enumerate(lower):
        x[n, : len(row)] = row
        open_[n, : len(row)] = 0
    return x, open_


def _sheet(rows: Sequence[Row]) -> tuple[Sheet, npt.NDArray[np.bool_], npt.NDArray[np.int8]]:
    longest = max(lesson.stretch.end - lesson.stretch.first for lesson, _, _ in rows)
    total = sum(int(keep.sum()) for _, keep, _ in rows)
    of = np.repeat(np.arange(len(rows), dtype=np.int32), [int(keep.sum()) for _, keep, _ in rows])
    seen, tags = np.zeros((total, longest, sight.WIDE), np.int16), np.zeros((total, longest), np.int8)
    start = 0
    for lesson, keep, _ in rows:
        size, end = lesson.seen.shape[1], start + int(keep.sum())
        seen[start:end, :size], tags[start:end, :size] = lesson.seen[keep], lesson.tags[keep]
        start = end
    at = np.concatenate([lesson.at[keep] for lesson, keep, _ in rows])
    lengths = np.array([lesson.stretch.end - lesson.stretch.first for lesson, _, _ in rows], np.int32)
    return Sheet(of, at, lengths[of], seen), np.concatenate([lesson.yes[keep] for lesson, keep, _ in rows]), tags


def losses(
    scores: Array, said: Array, sheet: Sheet, wanted: tuple[npt.NDArray[np.bool_], npt.NDArray[np.int8]], top: Weights
) -> tuple[float, Weights]:
    """The loss, and its slopes: of the tags where a cue is one, and of the question whether it is. Means over the cues."""
    yes, tags = wanted
    n, pos = len(yes), np.flatnonzero(yes)
    slope = np.zeros_like(scores)
    made: Weights = {}
    loss = 0.0
    if len(pos):
        shares, pairs, total = shares_of(scores[pos], sheet.sizes[pos], top["trans"], top["start"])
        right, counts, weight = _marked(scores[pos], sheet.sizes[pos], tags[pos], top)
        slope[pos] = (shares - right) / n
        made["trans"] = (pairs - counts) / np.float32(n)
        made["start"] = (shares[:, 0] - right[:, 0]).sum(0) / np.float32(n)
        loss = float((total - weight).sum())
    chance = 1 / (1 + np.exp(-np.clip(said, -30, 30)))
    loss -= ASKED * float(np.log(np.where(yes, chance, 1 - chance) + 1e-9).sum())
    made |= {"tags": slope, "yes": (ASKED * (chance - yes) / n).astype(np.float32)}
    return loss, made


def shares_of(scores: Array, sizes: Numbers, trans: Array, start: Array) -> tuple[Array, Array, Array]:
    """How probable each tag of each word is, how often each tag is expected to follow each, and the logarithm of the total weight."""
    n, length, tags = scores.shape
    most = scores.max(-1, keepdims=True)
    raised, step = np.exp(scores - most), np.exp(trans)
    live = np.arange(length)[None] < sizes[:, None]
    ahead, size = np.zeros_like(scores), np.ones((n, length), np.float32)
    now = np.exp(start) * raised[:, 0]
    for t in range(length):
        new = (now @ step) * raised[:, t] if t else now
        size[:, t] = np.where(live[:, t], new.sum(-1), 1)
        now = ahead[:, t] = np.where(live[:, t, None], new / size[:, t, None], now)
    behind = np.ones_like(scores)
    pairs = np.zeros((tags, tags), np.float32)
    for t in range(length - 1, 0, -1):
        on = raised[:, t] * behind[:, t] / size[:, t, None] * live[:, t, None]
        pairs += step * (ahead[:, t - 1].T @ on)
        behind[:, t - 1] = np.where(live[:, t, None], on @ step.T, behind[:, t])
    shares = ahead * behind
    shares *= live[..., None] / shares.sum(-1, keepdims=True)
    return shares, pairs, np.log(size).sum(1) + (most[..., 0] * live).sum(1)


def _marked(scores: Array, sizes: Numbers, tags: npt.NDArray[np.int8], top: Weights) -> tuple[Array, Array, Array]:
    """The tags that are right as shares, how often each follows each, and their weight."""
    live = np.arange(scores.shape[1])[None] < sizes[:, None]
    right = np.eye(len(TAGS), dtype=np.float32)[tags] * live[..., None]
    counts = np.einsum("nti,ntj->ij", right[:, :-1], right[:, 1:])
    weight = (scores * right).sum((1, 2)) + top["start"][tags[:, 0]]
    return right, counts, weight + (top["trans"][tags[:, :-1], tags[:, 1:]] * live[:, 1:]).sum(1)


def _back(
    reader: Reader, vectors: Array, sheet: Sheet, kept: tuple[Weights, list[Pass]], slopes: Weights
) -> tuple[Weights, Array]:
    """The slopes of the weights above the transformer ("0|name" those of upper layer 0), and of the vectors that it gave."""
    back, passes = kept
    tags, yes, w = slopes.pop("tags"), slopes.pop("yes")[:, None], reader.top
    n, length, _ = tags.shape
    x, flat, where = back["x"], tags.reshape(-1, tags.shape[-1]), np.arange(n)
    seen = _rows(sheet.seen)
    word = _rows(sheet.seen[where, sheet.at][:, None])
    made: Weights = {"tag.w": x.reshape(-1, x.shape[-1]).T @ flat, "tag.b": flat.sum(0), "plain": seen @ flat}
    made |= {"yes.w": back["here"].T @ yes, "yes.b": yes.sum(0), "word": word @ yes}
    d = tags @ w["tag.w"].T
    d[where, sheet.at] += yes * w["yes.w"][:, 0]
    for k in range(len(passes) - 1, -1, -1):
        d, own = backward(reader.upper[k], d, passes[k])
        made |= {f"{k}|{name}": g for name, g in own.items()}
    d = d.reshape(n * length, -1)
    if "drop" in back:
        d = d * back["drop"]
    d, made["norm.w"], made["norm.b"] = norm_back(d, back["norm"], back["scale"], w["norm.w"])
    made["sight"] = seen @ d
    for name in ("sight", "plain", "word"):
        made[name][0] = 0
    joint = np.zeros((len(vectors), length, d.shape[-1]), np.float32)
    starts = np.flatnonzero(np.diff(sheet.of, prepend=-1))
    joint[sheet.of[starts]] = np.add.reduceat(d.reshape(n, length, -1), starts, axis=0)
    made["in.w"] = vectors.reshape(-1, vectors.shape[-1]).T @ joint.reshape(-1, joint.shape[-1])
    made["in.b"] = joint.sum((0, 1))
    return made, joint @ w["in.w"].T


def _rows(seen: npt.NDArray[np.int16]) -> csr_array:
    """Which word has which feature, as a sparse matrix (features, words)."""
    flat = seen.reshape(-1, seen.shape[-1])
    which, k = np.nonzero(flat)
    return csr_array(
        (np.ones(len(which), np.float32), (flat[which, k].astype(np.int32), which)), shape=(sight.ROWS, len(flat))
    )


def _unpooled(slope: Array, spans: Sequence[Stretch], longest: int) -> Array:
    """The slopes of pieces from those of the means over each word's."""
    out = np.zeros((len(spans), longest, slope.shape[-1]), np.float32)
    for n, s in enumerate(spans):
        last = len(s.cut.pieces) - 1
        sizes = np.diff(np.append(s.cut.at, last))
        held = slope[n, : s.end - s.first] / sizes[:, None].astype(np.float32)
        out[n, s.cut.at[0] : last] = np.repeat(held, sizes, axis=0)
    return out
