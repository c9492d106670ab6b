"""The weights of the statistical reader: four questions, each answered by a log-linear model over hashed features.

Is this word the cue of a statement (yes or no); how far does the cue reach, who is the speaker, what is said (one of the choices
that `choices` gives). Fitted by `train` on local texts; no weights come with the program.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.errors import BadSettings
from firsthand.statements.features import SIZE, Places
from firsthand.statements.pieces import Vocabulary
from firsthand.statements.reader import Reader
from firsthand.statements.transformer import Array

QUESTIONS = ("cue", "extent", "source", "content")
FORMAT = "firsthand-statements-1"
"""Changes whenever features or choices do: weights made for others would be read as nonsense."""
READING = "firsthand-statements-1+reader-1"
"""The same of a model with a reader; changes whenever what `sight` sees or `reader` computes does."""

Weights = npt.NDArray[np.float32]


@dataclass
class Model:
    """`weights` of each question; `lemmas` that were a cue in the texts; `made` tells of what it was made.

    A word is looked at further where it is a cue with probability `likely`; a statement is proposed where that, times the
    probability of its content, is at least `sure`. Both chosen on PolNeAR's development articles. `reader` is there where a
    pretrained transformer was given for training.
    """

    weights: dict[str, Weights] = field(default_factory=lambda: {q: np.zeros(SIZE, np.float32) for q in QUESTIONS})
    lemmas: frozenset[str] = frozenset()
    likely: float = 0.4
    sure: float = 0.4
    made: str = ""
    reader: Reader | None = None

    def chance(self, question: str, at: Places) -> float:
        """The probability of yes."""
        return float(1.0 / (1.0 + np.exp(-np.clip(self.weights[question][at].sum(), -30, 30))))

    def choose(self, question: str, options: Sequence[Places]) -> tuple[int, float]:
        """The place of the best option, and its probability among them."""
        shares = self.shares(question, options)
        best = int(shares.argmax())
        return best, float(shares[best])

    def shares(self, question: str, options: Sequence[Places]) -> Weights:
        """The probability of each option."""
        return softmax(np.array([self.weights[question][at].sum() for at in options], np.float32))


def softmax(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Shares that sum to one."""
    raised = np.exp(scores - scores.max())
    shares: npt.NDArray[np.float32] = raised / raised.sum()
    return shares


def save(model: Model, path: Path) -> None:
    """Write the model as a NumPy archive: for each question the places that have a weight, and their weights."""
    arrays: dict[str, Any] = {}
    for question, weights in model.weights.items():
        at = np.flatnonzero(weights).astype(np.int32)
        arrays[f"{question}_at"], arrays[f"{question}_of"] = at, weights[at].astype(np.float16)
    about = {
        "format": FORMAT if model.reader is None else READING,
        "lemmas": sorted(model.lemmas),
        "likely": model.likely,
        "sure": model.sure,
        "made": model.made,
    }
    if model.reader is not None:
        arrays |= {f"reader {name}": w.astype(np.float16) for name, w in _flat(model.reader).items()}
        arrays["pieces"] = np.frombuffer("\n".join(model.reader.vocabulary.words).encode(), np.uint8)
        arrays["heads"] = np.array(model.reader.heads)
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    with path.open("wb") as out:
        np.savez_compressed(out, **arrays)


def digest(path: Path) -> str:
    """SHA-256 of the model's file: what was extracted with it is extracted anew when it changes. Raises BadSettings."""
    if not path.is_file():  # a device never ends
        raise BadSettings(f"{path} is no model of statements: there is no such file", "make one: firsthand train")
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise _none(path) from error


@cache
def load(path: Path) -> Model:
    """The model in a file that `save` wrote, read once per process. Raises BadSettings where it is none, or of another version."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            about = json.loads(held["about"].tobytes())
            if about["format"] not in (FORMAT, READING):
                raise BadSettings(
                    f"{path} was made for another version of the program", "make it anew: firsthand train"
                )
            weights = {}
            for question in QUESTIONS:
                weights[question] = np.zeros(SIZE, np.float32)
                weights[question][held[f"{question}_at"]] = held[f"{question}_of"]
            reader = _reader(held) if about["format"] == READING else None
    except (OSError, EOFError, KeyError, TypeError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise _none(path) from error
    likely, sure, made = float(about["likely"]), float(about["sure"]), str(about["made"])
    return Model(weights, frozenset(about["lemmas"]), likely, sure, made, reader)


def _flat(reader: Reader) -> dict[str, Array]:
    """The reader's weights by names that tell where each belongs."""
    named = {"first": reader.first, "top": reader.top}
    named |= {f"layers.{n}": w for n, w in enumerate(reader.layers)} | {
        f"upper.{n}": w for n, w in enumerate(reader.upper)
    }
    return {f"{part}/{name}": w for part, weights in named.items() for name, w in weights.items()}


def _reader(held: Mapping[str, Any]) -> Reader:
    """The reader in an archive, the other way round."""
    parts: dict[str, dict[str, Array]] = defaultdict(dict)
    for key in held:
        if key.startswith("reader "):
            part, _, name = key.removeprefix("reader ").partition("/")
            parts[part][name] = np.asarray(held[key], np.float32)
    layers = [parts[f"layers.{n}"] for n in range(sum(part.startswith("layers.") for part in parts))]
    upper = [parts[f"upper.{n}"] for n in range(sum(part.startswith("upper.") for part in parts))]
    words = tuple(held["pieces"].tobytes().decode().split("\n"))
    return Reader(Vocabulary(words), parts["first"], layers, int(held["heads"]), parts["top"], upper)


def _none(path: Path) -> BadSettings:
    """What NumPy says of such a file is kept out: it proposes to run what the file holds."""
    return BadSettings(f"{path} is no model of statements", "make one: firsthand train")
