"""Polarity, modality, hedges, evaluation, stance, first hand."""

from __future__ import annotations

import pytest
from tests.statements.reading import only, parsed, statements

from firsthand.statements import modality

STANCES = [
    ("The army denied the killings.", "denies"),
    ("The army did not deny the killings.", "other"),
    ("The army rejected the allegations.", "denies"),
    ("The paper could not verify the claims.", "doubts"),
    ("The paper was unable to confirm the deaths.", "doubts"),
    ("The army declined to comment on the killings.", "other"),
    ("The report calls for an inquiry.", "calls-for"),
    ("The envoy said the court should open an inquiry.", "calls-for"),
    ("The ministry said the reports were fabricated.", "denies"),
    ("The ministry says the allegations are completely false.", "denies"),
    ("The ministry said the reports were not false.", "alleges"),
    ("The general called it a farce.", "denies"),
    ("The report said it could not be sure how many people were held.", "doubts"),
    ("“We have no prisoners,” the spokesman said. “These reports are lies.”", "denies"),
    ("The general vowed to punish the guards.", "other"),
    ("Witnesses said soldiers burned the village.", "alleges"),
    # what would be an act is said not to have been
    ("“Nobody was beaten, nobody was killed and nobody died,” the spokesman said.", "denies"),
    ("“We never entered the town,” the colonel said. “My men were asleep.”", "denies"),
    ("The guard told them that there was no torture in the building.", "denies"),
    # who was never charged may have been beaten: that is no denial; nor is what one did not hear or get
    ("“I was never charged. They beat me with cables,” the man said.", "alleges"),
    ("“We did not sleep,” the woman said.", "alleges"),
    ("The nurse said that none of them had received medicine.", "alleges"),
    ("The coach said that the team had taken no risks.", "alleges"),
    # orders and requests
    ("“Open the gates,” the deputy said.", "calls-for"),
    ("“If there is nothing to hide, show us the cells,” the lawyer said.", "calls-for"),
    # nobody is named who could not verify it
    ("The deaths could not be independently verified.", "doubts"),
    ("The claims have not been substantiated.", "doubts"),
]


@pytest.mark.parametrize(("words", "stance"), STANCES, ids=[s[0] for s in STANCES])
def test_stance(words: str, stance: str) -> None:
    top = [s for s in statements(words) if s.parent is None]
    assert [s.stance for s in top] == [stance]


LEVELS = [
    ("The guard told them that there were no prisoners in the house.", "-", "asserted", []),
    ("The envoy said soldiers may have killed forty people.", "+", "possible", ["may"]),
    ("The envoy said soldiers killed nobody.", "-", "asserted", []),
    ("The envoy said no prisoner was beaten.", "-", "asserted", []),
    ("The envoy said soldiers allegedly killed forty people.", "+", "alleged", ["allegedly"]),
    ("The envoy said the army failed to protect the village.", "+", "asserted", []),
    ("The envoy said the prisoners were never released.", "-", "asserted", []),
]


@pytest.mark.parametrize(("words", "polarity", "level", "hedges"), LEVELS, ids=[s[0] for s in LEVELS])
def test_modality_of_the_content(words: str, polarity: str, level: str, hedges: list[str]) -> None:
    s = only(words)
    assert (s.polarity, s.modality, [h.text for h in s.hedges]) == (polarity, level, hedges)


EVENTS = [
    ("The army failed to protect the village.", "protect", "-", "asserted"),
    ("There were reports of torture in the prison.", "torture", "+", "alleged"),
    ("The prisoners were released without torture.", "torture", "-", "asserted"),
    ("The alleged killing shocked the town.", "killing", "+", "alleged"),
    ("If soldiers killed him, they will be punished.", "killed", "+", "conditional"),
    ("Did the soldiers kill him?", "kill", "+", "question"),
    ("The prisoners seem to have been beaten.", "beaten", "+", "probable"),
]


@pytest.mark.parametrize(("words", "event", "polarity", "level"), EVENTS, ids=[e[0] for e in EVENTS])
def test_any_predicate_can_be_read(words: str, event: str, polarity: str, level: str) -> None:
    (piece,) = parsed(words).pieces
    head = next(t for t in piece.doc if t.text == event)
    found = modality.read(head)
    assert (found.polarity, found.modality) == (polarity, level)


def test_the_future_is_marked() -> None:
    (piece,) = parsed("The court will try the general.").pieces
    assert modality.read(next(t for t in piece.doc if t.text == "try")).future


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("The Commission has reasonable grounds to believe that the army did it", "reasonable grounds"),
        ("it found credible allegations of torture", "credible"),
        ("there was no evidence of torture", "not established"),
        ("the army did it", ""),
    ],
)
def test_evaluation(words: str, label: str) -> None:
    assert modality.evaluation(words) == label
