"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("firsthand", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("firsthand")
"""A law holds or does not, however busy the machine is: no example is timed."""

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """`shared("data/dev/NAME")`: a path of the evaluation material beside the checkout; skips the test where it is absent.

    With FIRSTHAND_CI set its absence is a failure: there the floors must be measured.
    """

    def find(name: str) -> Path:
        for path in (SHARED / name, SHARED / "data" / name):
            if path.exists():
                return path
        message = f"evaluation material {name!r} is not beside this checkout"
        if os.environ.get("FIRSTHAND_CI"):
            pytest.fail(message)
        pytest.skip(message)

    return find
