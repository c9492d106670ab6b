"""Acts under the names of other vocabularies: floors below which no change may fall, on the open parts."""

from collections.abc import Callable
from pathlib import Path

from bench import events, told
from firsthand.allegations.record import Act
from firsthand.vocabulary.terms import load

Shared = Callable[[str], Path]


def test_words_that_speak_of_events(shared: Shared) -> None:
    found = events.wikievents(shared("data/dev/wikievents"))
    assert found["trigger_identification"] >= 46
    assert found["trigger_classification"] >= 41


def test_who_did_what_to_whom_in_a_sentence(shared: Shared) -> None:
    found = events.plover_gsr(shared("data/dev/plover_gsr"))
    assert found["event_accuracy"] >= 60
    assert found["source_f1"] >= 60
    assert found["target_f1"] >= 25


def test_kind_of_event_of_a_snippet(shared: Shared) -> None:
    assert events.case2021_task2(shared("data/dev/case2021_task2"))["accuracy"] >= 47


def test_labels_only_name_what_the_program_finds() -> None:
    types = set(load("violations")["types"])
    for name in ("muc4", "wikievents"):
        assert set(told.labels(name)["types"]) <= types
    assert {t for names in told.labels("hrdsattack")["types"].values() for t in names} <= types
    assert {"means", "perpetrator", "victim"} <= set(Act.__struct_fields__)
