"""The transformer's layers: as the definition has them, their slopes as small steps give them, its files read and refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import erf
from tests.statements.network import HEADS, LAYERS, NEAR, PLACES, WIDTH, WORDS, lay

from firsthand.statements.train import pretrained
from firsthand.statements.transformer import Pass, Weights, backward, embed, forward, heeding, opened


@pytest.fixture
def held(tmp_path: Path) -> tuple[Weights, list[Weights]]:
    return opened(lay(tmp_path))


def plain(w: Weights, x: np.ndarray, near: np.ndarray | None = None) -> np.ndarray:
    """One sequence through one layer, head by head, as Devlin et al. and Vaswani et al. write it."""

    def norm(y: np.ndarray, name: str) -> np.ndarray:
        return (y - y.mean(-1, keepdims=True)) / y.std(-1, keepdims=True) * w[f"{name}.w"] + w[f"{name}.b"]

    q, k, v = np.split(x @ w["qkv.w"] + w["qkv.b"], 3, axis=1)
    d = WIDTH // HEADS
    mixed = []
    for h in range(HEADS):
        s = np.exp(q[:, h * d : h * d + d] @ k[:, h * d : h * d + d].T / np.sqrt(d) + (0 if near is None else near[h]))
        mixed.append(s / s.sum(1, keepdims=True) @ v[:, h * d : h * d + d])
    middle = norm(x + np.hstack(mixed) @ w["out.w"] + w["out.b"], "norm1")
    up = middle @ w["up.w"] + w["up.b"]
    return norm(middle + (up * 0.5 * (1 + erf(up / np.sqrt(2)))) @ w["down.w"] + w["down.b"], "norm2")


def test_a_layer_is_what_its_definition_says(held: tuple[Weights, list[Weights]]) -> None:
    first, layers = held
    assert len(layers) == LAYERS
    x = embed(first, np.array([[2, 9, 11, 3]], np.int32))
    assert x.shape == (1, 4, WIDTH)
    assert np.allclose(
        forward(layers[0], x, np.zeros((1, 1, 1, 4), np.float32), HEADS)[0], plain(layers[0], x[0]), atol=2e-3
    )


def distance(i: int, j: int) -> int:
    """The row for a word at `j` as seen from `i`, as Raffel et al. (2020) tell it, whose distances MPNet uses."""
    side, far = NEAR // 2, abs(j - i)
    row = far
    if far >= side // 2:
        row = side // 2 + int(np.log(far / (side // 2)) / np.log(128 / (side // 2)) * (side - side // 2))
    return min(row, side - 1) + (side if j > i else 0)


def test_mpnet_heeds_how_far_apart_words_stand(tmp_path: Path) -> None:
    words, (first, layers, heads) = pretrained(lay(tmp_path, mpnet=True))
    assert (len(layers), heads) == (LAYERS, HEADS)
    assert (words.ends, first["places"].shape) == (("<s>", "</s>"), (PLACES, WIDTH))
    x = embed(first, np.array([[0, 9, 11, 20, 8, 7, 6, 30, 2]], np.int32))
    near = np.array([[first["near"][distance(i, j)] for j in range(9)] for i in range(9)]).transpose(2, 0, 1)
    seen = forward(layers[0], x, heeding(first, np.zeros((1, 9), np.float32)), HEADS)[0]
    assert np.allclose(seen, plain(layers[0], x[0], near), atol=2e-3)


def test_places_that_are_filled_up_change_nothing(held: tuple[Weights, list[Weights]]) -> None:
    first, layers = held
    short, long = np.array([[2, 9, 3]], np.int32), np.array([[2, 9, 3, 0, 0]], np.int32)
    open_ = np.array([[0, 0, 0, -1e9, -1e9]], np.float32)
    a = forward(layers[0], embed(first, short), np.zeros((1, 1, 1, 3), np.float32), HEADS)
    b = forward(layers[0], embed(first, long), open_[:, None, None], HEADS)
    assert np.allclose(a, b[:, :3], atol=1e-5)


def test_slopes_are_those_of_small_steps(held: tuple[Weights, list[Weights]]) -> None:
    draw = np.random.default_rng(0)
    w = {name: a.astype(np.float64) for name, a in held[1][0].items()}
    x, along = draw.normal(size=(2, 5, WIDTH)), draw.normal(size=(2, 5, WIDTH))
    open_ = np.where(np.arange(5) < np.array([[5], [3]]), 0, -1e9)
    back = Pass()
    forward(w, x, open_[:, None, None], HEADS, back)
    slope, made = backward(w, along.copy(), back)
    for name, a in {**w, "x": x}.items():
        at = tuple(draw.integers(n) for n in a.shape)
        got = slope[at] if name == "x" else made[name][at]
        held_, found = a[at], []
        for step in (1e-5, -1e-5):
            a[at] = held_ + step
            found.append((forward(w, x, open_[:, None, None], HEADS) * along).sum())
        a[at] = held_
        assert got == pytest.approx((found[0] - found[1]) / 2e-5, rel=1e-4, abs=1e-6), name


def test_embeddings_have_a_row_for_each_piece(held: tuple[Weights, list[Weights]]) -> None:
    assert held[0]["words"].shape == (len(WORDS), WIDTH)


@pytest.mark.parametrize("content", [b"", b"\xff" * 20, b"\x02\x00\x00\x00\x00\x00\x00\x00{}"])
def test_a_file_that_is_no_transformer_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises((ValueError, KeyError)):
        opened(tmp_path)
