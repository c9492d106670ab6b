"""A pretrained transformer, read and fine-tuned with NumPy alone: layers of BERT's form (Devlin et al. 2019, post-norm), or MPNet's.

MPNet (Song et al. 2020) has BERT's layers; how much one place heeds another also depends on how far apart they stand. A pass forward can
leave behind what the pass backward needs; the pass backward gives the slopes of all weights. Arrays are float32, (sequences, places,
width). `heed` is what is added to how much each place heeds each: (sequences, heads, places, places), or 1 where it is the same for all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Weights = dict[str, Array]

SMALL = 1e-12
"""What keeps a norm from dividing by zero, as in BERT."""
_ROWS = 96
"""Rows that the activation works on at a time: what stays in the cache is three times as fast."""
_BEND, _CUBE = 0.7978845608, 0.044715

_FAR = 128
"""Distances in MPNet: half of its numbers are for short ones, one each; the others for ranges that widen up to here."""

_MPNET = {"attention.attn.o": "attention.output.dense", "attention.LayerNorm": "attention.output.LayerNorm"}
_MPNET |= {
    f"attention.attn.{short}": f"attention.self.{long}"
    for short, long in (("q", "query"), ("k", "key"), ("v", "value"))
}
_PLACES = 2
"""MPNet's first place is this row."""

_NAMES = {
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm2",
}


def opened(folder: Path) -> tuple[Weights, list[Weights]]:
    """The embeddings and the layers of a model in safetensors form (`model.safetensors`). Raises OSError, ValueError, KeyError."""
    held = {_plain(name): a for name, a in _tensors(folder / "model.safetensors").items()}
    first = {
        "words": held["embeddings.word_embeddings.weight"],
        "places": held["embeddings.position_embeddings.weight"],
        "norm.w": held["embeddings.LayerNorm.weight"],
        "norm.b": held["embeddings.LayerNorm.bias"],
    }
    if "encoder.relative_attention_bias.weight" in held:
        first |= {"places": first["places"][_PLACES:], "near": held["encoder.relative_attention_bias.weight"]}
    else:
        first["places"] = first["places"] + held["embeddings.token_type_embeddings.weight"][0]
    layers: list[Weights] = []
    while f"encoder.layer.{len(layers)}.output.dense.weight" in held:
        at = f"encoder.layer.{len(layers)}."
        parts = [f"{at}attention.self.{p}" for p in ("query", "key", "value")]
        made = {
            "qkv.w": np.concatenate([held[f"{p}.weight"].T for p in parts], axis=1),
            "qkv.b": np.concatenate([held[f"{p}.bias"] for p in parts]),
        }
        for long, short in _NAMES.items():
            made[f"{short}.w"] = held[f"{at}{long}.weight"].T if "Norm" not in long else held[f"{at}{long}.weight"]
            made[f"{short}.b"] = held[f"{at}{long}.bias"]
        layers.append({name: np.ascontiguousarray(a) for name, a in made.items()})
    return first, layers


def _plain(name: str) -> str:
    """A tensor's name as BERT calls it."""
    name = name.removeprefix("bert.").removeprefix("mpnet.")
    for theirs, ours in _MPNET.items():
        name = name.replace(f".{theirs}.", f".{ours}.")
    return name


def _tensors(path: Path) -> Weights:
    """A safetensors file: the length of a JSON header, the header, the numbers. Nothing in it is run."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > 10_000_000:
            raise ValueError("no safetensors file")
        about: dict[str, Any] = json.loads(file.read(size))
        body = file.read()
    found = {}
    for name, one in about.items():
        if name != "__metadata__" and one["dtype"] in ("F32", "F16"):
            start, end = one["data_offsets"]
            kind = np.float32 if one["dtype"] == "F32" else np.float16
            found[name] = np.frombuffer(body[start:end], kind).reshape(one["shape"]).astype(np.float32)
    return found


@dataclass
class Pass:
    """What one layer leaves behind for the way back."""

    kept: dict[str, Array] = field(default_factory=dict)


def embed(first: Weights, pieces: npt.NDArray[np.int32]) -> Array:
    """The vectors of word pieces at their places, before the first layer. They are not fine-tuned."""
    x = first["words"][pieces] + first["places"][: pieces.shape[1]]
    return norm(x, first["norm.w"], first["norm.b"])[0]


def heeding(first: Weights, open_: Array) -> Array:
    """What is added to how much each place heeds each; `open_` (sequences, places) is 0 where one holds a piece and very low where it is empty."""
    added: Array = open_[:, None, None, :]
    if "near" not in first:
        return added
    at = np.arange(open_.shape[1])
    near: Array = first["near"][_distances(at[None] - at[:, None], len(first["near"]))].transpose(2, 0, 1)
    return added + near


def _distances(ahead: npt.NDArray[np.intp], kinds: int) -> npt.NDArray[np.intp]:
    """The row of MPNet's table for places that lie so far `ahead` (negative: behind): half of the rows are for those ahead."""
    side, far = kinds // 2, np.abs(ahead)
    short = side // 2
    wide = short + np.log(np.maximum(far, 1) / short) / np.log(_FAR / short) * (side - short)
    return np.where(ahead > 0, side, 0) + np.where(far < short, far, np.minimum(wide.astype(np.intp), side - 1))


def forward(
    w: Weights, x: Array, heed: Array, heads: int, back: Pass | None = None, chance: np.random.Generator | None = None
) -> Array:
    """One layer. With `back` it keeps what `backward` needs; with `chance` a tenth of what it adds is dropped (Srivastava et al. 2014)."""
    n, length, width = x.shape
    q, k, v = _split((x.reshape(-1, width) @ w["qkv.w"] + w["qkv.b"]).reshape(n, length, 3, heads, -1))
    scores: Array = q @ k.swapaxes(-1, -2)
    scores *= np.float32(1 / np.sqrt(width / heads))
    scores += heed
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(-1, keepdims=True)
    mixed: Array = np.ascontiguousarray((scores @ v).transpose(0, 2, 1, 3)).reshape(-1, width)
    added: Array = mixed @ w["out.w"] + w["out.b"]
    drop1 = drop(added, chance)
    middle, c1, s1 = norm(x.reshape(-1, width) + added, w["norm1.w"], w["norm1.b"])
    raised: Array = middle @ w["up.w"] + w["up.b"]
    bent = _bend(raised)
    added = bent @ w["down.w"] + w["down.b"]
    drop2 = drop(added, chance)
    y, c2, s2 = norm(middle + added, w["norm2.w"], w["norm2.b"])
    if back is not None:
        back.kept = {"x": x, "q": q, "k": k, "v": v, "a": scores, "mixed": mixed, "c1": c1, "s1": s1, "middle": middle}
        back.kept |= {"raised": raised, "bent": bent, "c2": c2, "s2": s2}
        back.kept |= {"drop1": drop1, "drop2": drop2} if drop1 is not None and drop2 is not None else {}
    return y.reshape(x.shape)


def backward(w: Weights, slope: Array, back: Pass) -> tuple[Array, Weights]:
    """The slopes of a layer's input and of its weights, from the slope of what it gave."""
    held = back.kept
    shape = slope.shape
    n, length, width = shape
    made: Weights = {}
    d, made["norm2.w"], made["norm2.b"] = norm_back(slope.reshape(-1, width), held["c2"], held["s2"], w["norm2.w"])
    inner: Array = d * held["drop2"] if "drop2" in held else d
    made["down.w"], made["down.b"] = held["bent"].T @ inner, inner.sum(0)
    raised = _bend_back(held["raised"], inner @ w["down.w"].T)
    made["up.w"], made["up.b"] = held["middle"].T @ raised, raised.sum(0)
    d += raised @ w["up.w"].T
    d, made["norm1.w"], made["norm1.b"] = norm_back(d, held["c1"], held["s1"], w["norm1.w"])
    inner = d * held["drop1"] if "drop1" in held else d
    made["out.w"], made["out.b"] = held["mixed"].T @ inner, inner.sum(0)
    heads = held["q"].shape[1]
    mixed: Array = np.ascontiguousarray((inner @ w["out.w"].T).reshape(n, length, heads, -1).transpose(0, 2, 1, 3))
    a = held["a"]
    dv = a.swapaxes(-1, -2) @ mixed
    da = mixed @ held["v"].swapaxes(-1, -2)
    da -= (da * a).sum(-1, keepdims=True)
    da *= a
    da *= np.float32(1 / np.sqrt(width / heads))
    dq, dk = da @ held["k"], da.swapaxes(-1, -2) @ held["q"]
    joint = np.stack([dq, dk, dv], axis=0).transpose(1, 3, 0, 2, 4).reshape(-1, 3 * width)
    made["qkv.w"], made["qkv.b"] = held["x"].reshape(-1, width).T @ joint, joint.sum(0)
    d += joint @ w["qkv.w"].T
    return d.reshape(shape), made


def _split(x: Array) -> Sequence[Array]:
    """Queries, keys and values, each (sequences, heads, places, width of a head)."""
    return [np.ascontiguousarray(x[:, :, k].transpose(0, 2, 1, 3)) for k in range(3)]


def drop(x: Array, chance: np.random.Generator | None, share: float = 0.1) -> Array | None:
    if chance is None:
        return None
    kept = (chance.random(x.shape, np.float32) >= share).astype(np.float32) / np.float32(1 - share)
    x *= kept
    return kept


def norm(x: Array, w: Array, b: Array) -> tuple[Array, Array, Array]:
    x = x - x.mean(-1, keepdims=True)
    scale = 1 / np.sqrt(np.einsum("...i,...i->...", x, x)[..., None] / x.shape[-1] + np.float32(SMALL))
    x *= scale
    return x * w + b, x, scale


def norm_back(slope: Array, x: Array, scale: Array, w: Array) -> tuple[Array, Array, Array]:
    dw, db = np.einsum("ij,ij->j", slope, x), slope.sum(0)
    d = slope * w
    mean = d.mean(-1, keepdims=True)
    along = np.einsum("ij,ij->i", d, x)[:, None] / np.float32(x.shape[-1])
    d -= mean
    d -= x * along
    d *= scale
    return d, dw, db


def _bend(x: Array) -> Array:
    """GELU (Hendrycks & Gimpel 2016) by its tanh."""
    y = np.empty_like(x)
    for at in range(0, len(x), _ROWS):
        a, b = x[at : at + _ROWS], y[at : at + _ROWS]
        np.multiply(a, a, out=b)
        b *= np.float32(_BEND * _CUBE)
        b += np.float32(_BEND)
        b *= a
        np.tanh(b, out=b)
        b += np.float32(1)
        b *= a
        b *= np.float32(0.5)
    return y


def _bend_back(x: Array, slope: Array) -> Array:
    for at in range(0, len(x), _ROWS):
        a, s = x[at : at + _ROWS], slope[at : at + _ROWS]
        square = a * a
        t = np.tanh(a * (square * np.float32(_BEND * _CUBE) + np.float32(_BEND)))
        rise = square
        rise *= np.float32(3 * _BEND * _CUBE)
        rise += np.float32(_BEND)
        rise *= a
        rise *= 1 - t * t
        rise += 1 + t
        s *= rise
        s *= np.float32(0.5)
    return slope
