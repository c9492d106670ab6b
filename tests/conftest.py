"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

settings.register_profile("firsthand", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("firsthand")
"""A law holds or does not, however busy the machine is: no example is timed."""

CHROMIUM = Path("/usr/bin/chromium")
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


@pytest.fixture(scope="session")
def steps() -> Callable[[Callable[[], object]], int]:
    """`steps(call)`: how many lines of the program `call` runs, those of loops each time: how its work grows, on whatever machine."""
    return _steps


def _steps(call: Callable[[], object]) -> int:
    ran = 0

    def look(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal ran
        ran += event == "line"
        return look if "/firsthand/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(look)
    try:
        call()
    finally:
        sys.settrace(before)
    return ran


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser. Skips the test where there is none; with FIRSTHAND_CI set that is a failure."""
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is not on this machine: the page was not tried in a browser"
        if os.environ.get("FIRSTHAND_CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()
