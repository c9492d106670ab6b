"""The field's lists, read from `vocabulary/*.toml`. Code reads them, never repeats them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary `name` as plain tables. Treat the result as read-only: it is shared."""
    data = resources.files("firsthand.vocabulary").joinpath(f"{name}.toml").read_bytes()
    return tomllib.loads(data.decode("utf-8"))
