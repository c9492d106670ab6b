"""Names in several scripts."""

from __future__ import annotations

import pytest

from firsthand.estimates import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Khaled", "محمد خالد"),
        ("Mohamed Khalid", "محمد خالد"),
        ("Mukhammed Khaled", "Мухаммед Халед"),
        ("Abdullah", "عبد الله"),
        ("Ivan Shchukin", "Иван Щукин"),
    ],
)
def test_two_scripts_sound_alike(one: str, other: str) -> None:
    a, b = names.read(one), names.read(other)
    assert a.script != b.script
    assert [names.sound(p) for p in a.parts] == [names.sound(p) for p in b.parts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("هدى", "هدي"),
        ("فاطمة", "فاطمه"),
        ("محمّد", "محمد"),
        ("عبد الرحمن", "عبدالرحمن"),
        ("Dr. José de la Cruz", "jose DELA cruz"),
        ("Łukasz Ćwik", "Lukasz Cwik"),
    ],
)
def test_spellings_of_one_name_are_made_one(one: str, other: str) -> None:
    assert names.read(one).parts == names.read(other).parts


def test_nothing_is_no_name() -> None:
    assert names.read("").parts == ()
    assert names.read("???").parts == ()
    assert names.read("3 4").script == ""


def test_a_chinese_name_sounds_like_its_romanisation() -> None:
    assert names.sound("陈明") == "".join(names.sound(p) for p in ("chen", "ming"))
