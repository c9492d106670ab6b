"""Who is taken for a body that looked for itself, and who only for one that says so."""

from __future__ import annotations

import pytest

from firsthand.origins.roots import Known, root
from firsthand.origins.scene import Who


@pytest.mark.parametrize(
    ("name", "kind", "origin"),
    [
        ("Osk Human Rights Centre", "organisation", "investigation"),
        ("local human rights groups (not named)", "group", "investigation"),
        ("carters in need of humanitarian help and their sons (not named)", "group", "unattributed"),
        ("Government of Tolm", "organisation", "official"),
        ("Ministry of Quarries", "organisation", "official"),
        ("Department of Peace Research", "organisation", "investigation"),
        ("Optional Protocol to the Convention on Human Rights", "organisation", "unattributed"),
        ("Tolm Law and Human Rights Institute", "organisation", "investigation"),
    ],
)
def test_the_kind_of_origin(name: str, kind: str, origin: str) -> None:
    known = Known(looked={"key": "establish"})
    assert root(Who("key", kind, name), "key", None, known).kind == origin  # type: ignore[arg-type]


def test_a_government_that_owns_a_report_is_still_a_state() -> None:
    known = Known(reports={"key": "its national report"})
    assert root(Who("key", "organisation", "Government of Tolm"), "key", None, known).kind == "official"
