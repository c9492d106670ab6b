"""Decisions are read once, then only what was appended; a file that was put back is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import StoreFailed
from firsthand.inquiry.decisions import decisions
from firsthand.inquiry.open import open_inquiry
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.judgements import Judgement, judgement, standing
from firsthand.store.open import Store


def made(seq: int, about: str, decision: str) -> Judgement:
    return judgement(seq=seq, noun="statement", about=about, decision=decision, who="One", when="2031-01-01T00:00:00Z")


def rolled_back(store: Store, one: Judgement) -> None:
    with store.writing() as db:
        JUDGEMENTS.append(db, one)
        assert not decisions(db).rejected
        raise StoreFailed("no", "never")


def test_what_is_appended_is_seen_and_what_was_rolled_back_is_not(tmp_path: Path) -> None:
    with open_inquiry(tmp_path / "q", create=True) as inquiry:
        store = inquiry._desk.store
        first, second, third = made(1, "s", "rejected"), made(2, "s", "open"), made(2, "t", "rejected")
        with store.writing() as db:
            JUDGEMENTS.append(db, first)
        assert inquiry.ask(decisions).rejected == {"s"}
        with pytest.raises(StoreFailed):
            rolled_back(store, second)
        assert inquiry.ask(decisions).all == (first,)
        with store.writing() as db:
            JUDGEMENTS.append(db, third)
        found = inquiry.ask(decisions)
        assert found.all == (first, third)
        assert found.standing == standing(found.all)
        assert found.rejected == {"s", "t"}
