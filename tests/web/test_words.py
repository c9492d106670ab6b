"""The words of the interface: every phrase in every language, with the same values."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from firsthand.web.words import LANGUAGES, Words, phrases, plural


def forms(phrase: object) -> list[str]:
    return list(phrase.values()) if isinstance(phrase, dict) else [str(phrase)]


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_language_has_every_phrase_with_the_same_values(language: str) -> None:
    own, english = phrases(language), phrases("en")
    assert own.keys() == english.keys()
    for key, phrase in english.items():
        wanted = set(re.findall(r"{(\w+)", " ".join(forms(phrase))))
        assert set(re.findall(r"{(\w+)", " ".join(forms(own[key])))) <= wanted, key
        assert isinstance(phrase, dict) == isinstance(own[key], dict), key


def test_no_phrase_is_asked_for_that_is_not_there() -> None:
    folder = resources.files("firsthand.web").joinpath("templates")
    asked = set()
    for item in [folder, *(f for f in folder.iterdir() if f.is_dir())]:
        for file in item.iterdir():
            if file.is_file():
                asked |= set(re.findall(r'\bt\("([\w.-]+)"[,)]', file.read_text("utf-8")))
    assert asked - phrases("en").keys() == set()


def test_an_unknown_language_is_english_and_arabic_runs_from_the_right() -> None:
    assert Words("xx").language == "en"
    assert Words("ar").direction == "rtl"


@pytest.mark.parametrize(
    ("n", "form"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other"), (103, "few")]
)
def test_plural_forms_of_arabic(n: int, form: str) -> None:
    assert plural("ar", n) == form
