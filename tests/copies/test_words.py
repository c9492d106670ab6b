"""Many texts read at once, and one by one, word by word: the same words with the same hashes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.copies.words import _slowly, scan, word_hash
from firsthand.documents.record import Passage, Text

PIECES = st.sampled_from(
    [
        "Osk",
        "guards",
        "it's",
        "'",
        "’",
        " ",
        "\n",
        "O’Vorst",
        "ﬁre",
        "so\u00adme",
        "é",
        "e\u0301",
        "Straße",
        "14",
        "_",
        "拘留",
        "АБ",
        "-",
        "\0",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> list[Text]:
    """Texts of odd pieces, with passages of furniture anywhere in them, also within words."""
    made = []
    for n, pieces in enumerate(draw(st.lists(st.lists(PIECES, max_size=12), max_size=4))):
        of = "".join(pieces)
        cuts = sorted(draw(st.lists(st.integers(0, len(of)), max_size=4)))
        passages = tuple(Passage(a, b, "furniture") for a, b in zip(cuts[::2], cuts[1::2], strict=False))
        made.append(Text(document=f"d{n}", text=of, passages=passages))
    return made


@given(texts())
def test_texts_read_at_once_are_read_as_one_by_one(some: list[Text]) -> None:
    found = scan(some)
    for d, text in enumerate(some):
        words = slice(found.bounds[d], found.bounds[d + 1])
        alone = _slowly(text)
        assert found.starts[words].tolist() == alone.starts.tolist()
        assert found.ends[words].tolist() == alone.ends.tolist()
        assert found.hashes[words].tolist() == alone.hashes.tolist()
        assert [chr(found.letters.codes[at]) for at in found.flat[words]] == [
            (text.text + "\0")[at] for at in alone.starts
        ]


def test_tokens_are_found_wherever_they_stand() -> None:
    some = [
        Text(document="a", text="Vorst's guards", passages=()),
        Text(document="b", text="the VORST wire", passages=()),
    ]
    found = scan(some, np.array([word_hash("vorst")], dtype=np.uint64))
    assert found.tokens.starts.tolist() == [0, len("Vorst's guards") + 1 + 4]
