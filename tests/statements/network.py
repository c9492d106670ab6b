"""A pretrained transformer as small as can be, of random numbers, in the files that one comes in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

WIDTH, HEADS, LAYERS, PLACES = 16, 4, 6, 512
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"-"
NEAR = 8
"""Rows of MPNet's table for distances."""
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), "grumbled", "about", "the")


def lay(folder: Path, *, mpnet: bool = False) -> Path:
    """Write the three files into `folder`: of BERT's form, or of MPNet's."""
    draw = np.random.default_rng(3)

    def some(*shape: int) -> np.ndarray:
        return (draw.normal(size=shape) * 0.3).astype(np.float32)

    held = {
        "embeddings.word_embeddings.weight": some(len(WORDS) + 2 * mpnet, WIDTH),
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
    if mpnet:
        held = {_mpnet(name): a for name, a in held.items() if "token_type" not in name}
        held["mpnet.embeddings.position_embeddings.weight"] = some(2 + PLACES, WIDTH)
        held["mpnet.encoder.relative_attention_bias.weight"] = some(NEAR, HEADS)
    about, body = {}, b""
    for name, array in held.items():
        raw = array.tobytes()
        about[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    head = json.dumps(about).encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + body)
    words = ("<s>", "<pad>", "</s>", *WORDS[1:]) if mpnet else WORDS
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"num_attention_heads": HEADS}))
    return folder


def _mpnet(name: str) -> str:
    """The name that MPNet has for one of BERT's tensors."""
    for theirs, ours in (("attention.output.dense", "attention.attn.o"), ("attention.output.Layer", "attention.Layer")):
        name = name.replace(theirs, ours)
    for part in ("query", "key", "value"):
        name = name.replace(f"attention.self.{part}", f"attention.attn.{part[0]}")
    return f"mpnet.{name}"
