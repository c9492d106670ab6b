"""A pretrained transformer as small as can be, of random numbers, in the files that one comes in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

WIDTH, HEADS, LAYERS, PLACES = 16, 4, 6, 512
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"-"
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), "grumbled", "about", "the")


def lay(folder: Path) -> Path:
    """Write the three files into `folder`."""
    draw = np.random.default_rng(3)

    def some(*shape: int) -> np.ndarray:
        return (draw.normal(size=shape) * 0.3).astype(np.float32)

    held = {
        "embeddings.word_embeddings.weight": some(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": some(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        "embeddings.LayerNorm.weight": 1 + some(WIDTH),
        "embeddings.LayerNorm.bias": some(WIDTH),
    }
    sizes = {
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (4 * WIDTH, WIDTH),
        "output.dense": (WIDTH, 4 * WIDTH),
    }
    sizes |= {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    for n in range(LAYERS):
        for name, (rows, columns) in sizes.items():
            held[f"encoder.layer.{n}.{name}.weight"] = some(rows, columns)
            held[f"encoder.layer.{n}.{name}.bias"] = some(rows)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            held[f"encoder.layer.{n}.{name}.weight"] = 1 + some(WIDTH)
            held[f"encoder.layer.{n}.{name}.bias"] = some(WIDTH)
    about, body = {}, b""
    for name, array in held.items():
        raw = array.tobytes()
        about[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    head = json.dumps(about).encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + body)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"num_attention_heads": HEADS}))
    return folder
