"""Texts made ready: alone or together, here or in another process, the same."""

from __future__ import annotations

import pickle
from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.copies import credits
from firsthand.copies.furniture import Found
from firsthand.copies.item import Item, Items, alone, stand
from firsthand.copies.words import scan
from firsthand.documents.record import Passage, Text

LINES = (
    "OSK (AP) -- Guards shot 14 men.",
    "By the Vardenia Newswire",
    "(Reporting by Ana Vorst; editing\nby Jan Tell)",
    "This story was originally published by the Osk Sentinel.",
    "___",
    "The AP contributed to this report.",
    "so\u00adme said “no” to Reuters.",
    "",
)


def same(a: Item, b: Item) -> bool:
    """Whether all that is known of two items is the same."""
    pairs = (
        (getattr(x, f.name), getattr(y, f.name))
        for x, y in ((a.prints, b.prints), (a.names, b.names))
        for f in fields(x)
    )
    return a.text == b.text and a.credits == b.credits and all(np.array_equal(x, y) for x, y in pairs)


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=6), max_size=5))
def test_texts_are_made_ready_together_as_alone_and_survive_the_way_to_another_process(some: list[list[str]]) -> None:
    texts = [
        Text(
            document=f"d{n}", text="\n".join(lines), passages=(Passage(0, len(lines[0]), "furniture"),) if lines else ()
        )
        for n, lines in enumerate(some)
    ]
    together = alone(texts)
    again: Items = pickle.loads(pickle.dumps(Items(together)))
    bare: Items = pickle.loads(pickle.dumps(together))
    for text, one, other, read in zip(texts, together, again, bare, strict=True):
        (by_itself,) = alone([text])
        assert same(one, other)
        assert read.text.text == read.prints.text == ""
        assert same(one, stand(read, text, Found(one.standing, one.common)))
        assert same(one, by_itself)
        assert one.credits == credits.find(text)
    assert credits.find_all(texts, scan(texts, credits.signs())) == [i.credits for i in together]
