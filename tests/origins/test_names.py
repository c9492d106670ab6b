"""Names compared without what varies."""

from __future__ import annotations

import pytest

from firsthand.origins.names import fold, initials, person


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
