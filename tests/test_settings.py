"""Defaults < file < environment < flags; a value that cannot be used is named."""

import pytest

from firsthand import settings
from firsthand.errors import BadSettings


def test_defaults_hold_where_nothing_is_said(tmp_path):
    assert settings.read(tmp_path, {}, {}).workers == 0


def test_each_place_overrules_the_one_before(tmp_path):
    (tmp_path / settings.FILE).write_text("workers = 1\nlimit = 10\n")
    assert settings.read(tmp_path, {}, {}).workers == 1
    assert settings.read(tmp_path, {"FIRSTHAND_WORKERS": "2"}, {}).workers == 2
    assert settings.read(tmp_path, {"FIRSTHAND_WORKERS": "2"}, {"workers": 3}).workers == 3
    assert settings.read(tmp_path, {"FIRSTHAND_WORKERS": "2"}, {"workers": None}).limit == 10


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("workers = 'many'", "workers"),
        ("speed = 9", "speed"),
        ("workers = -1", "workers"),
        ("workers =", "firsthand.toml"),
        ("workers = 1000000", "workers"),
        ("seconds = nan", "seconds"),
        ("seconds = inf", "seconds"),
        ("memory = 99999999999999999999", "memory"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(tmp_path, text, named):
    (tmp_path / settings.FILE).write_text(text)
    with pytest.raises(BadSettings, match=named) as raised:
        settings.read(tmp_path, {}, {})
    assert raised.value.cure
    assert raised.value.exit_code == 2
