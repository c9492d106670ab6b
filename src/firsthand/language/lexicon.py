"""What the rules know of a language, read from its folder: `language/en/*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

KNOWN = ("en", "es")
"""Languages that have a folder. A text in any other is read and compared, but statements are not extracted from it."""

SURFACE = ("es",)
"""Those of them that have no parser: statements are found by surface rules, figures and acts are not."""


@cache
def load(language: str, name: str) -> dict[str, Any]:
    """The lexicon `name` of `language` as plain tables. Treat the result as read-only: it is shared."""
    data = resources.files("firsthand.language").joinpath(language, f"{name}.toml").read_bytes()
    return tomllib.loads(data.decode("utf-8"))
