"""Names compared without what varies."""

from __future__ import annotations

import pytest

from firsthand.origins.names import bare, fold, initials, person, shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Ålund", "zoe alund"),
        ("Abd el-Rahim", "Abd al Rahim"),
        ("the Osk Circle", "Osk Circle’s"),
        ("O'Dell", "O’Dell"),
    ],
)
def test_fold_makes_these_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_person_is_known_without_title_and_middle_initial() -> None:
    assert person("Dr. Hedda M. Kroll") == person("Hedda Kroll") == ("hedda", "kroll")
    assert person("Mr Sarko") == ("sarko",)


@pytest.mark.parametrize(
    ("name", "short"), [("Vardenian Legal Aid Circle", "VLAC"), ("Union of Free Wells", "UFW"), ("Circle", "")]
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ilena] Vorst", "Ilena Vorst"),
        ("[Ilena] Vorst’s", "Ilena Vorst"),
        ("Osk\n Courier’s", "Osk Courier"),
        ("Council of States’", "Council of States"),
        ("Lake Republic (Union of)", "Lake Republic (Union of)"),
    ],
)
def test_a_name_is_shown_whole_and_without_what_an_editor_set(words: str, name: str) -> None:
    assert shown(words) == name


def test_a_dateline_is_no_part_of_a_name() -> None:
    assert person("OSK -President Emmer Stolin") == ("emmer", "stolin")
    assert bare("OSK -President Emmer Stolin") == "Emmer Stolin"
