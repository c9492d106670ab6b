"""Intergovernmental bodies by name, acronym and the title of whoever leads them."""

from __future__ import annotations

import pytest

from firsthand.origins.bodies import bodies, family, find


@pytest.mark.parametrize(
    ("text", "body", "head"),
    [
        ("The UN said so.", "un", False),
        ("the U.N. human rights office", "ohchr", False),
        ("a report by the Office of the United Nations High Commissioner for Human Rights", "ohchr", False),
        ("OHCHR has no comment", "ohchr", False),
        ("U.N. human rights chief Jane Roe", "ohchr", True),
        ("the UN High Commissioner for Refugees", "unhcr", True),
        ("the UN’s refugee agency", "unhcr", False),
        ("the European Union", "eu", False),
        ("judges of the International Criminal Court", "icc", False),
    ],
)
def test_the_longest_name_is_found(text: str, body: str, head: bool) -> None:
    found = find(text)
    assert [(n.body, n.head) for n in found] == [(body, head)]


@pytest.mark.parametrize(
    "text", ["who said so", "The human rights office in town", "a refugee agency", "UNICORN", "the unit"]
)
def test_no_body_without_its_family(text: str) -> None:
    assert find(text) == ()


def test_every_body_has_a_family_that_exists() -> None:
    for body in bodies().values():
        assert body.part_of is None or body.part_of in bodies()
        assert body.role in ("family", "office", "organ")
    assert family("ohchr") == "un"
    assert family("nobody") is None
