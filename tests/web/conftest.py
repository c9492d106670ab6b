"""An inquiry over invented sources, a workbench on it, and a person who has entered."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.web.client import HOST, Client

from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.web.app import Workbench
from firsthand.web.guard import Key


class Person:
    """Somebody at the workbench: looks at pages, and sends the forms that they find there."""

    def __init__(self, client: Client, key: Key) -> None:
        self.client = client
        self.key = key

    def look(self, path: str) -> str:
        """The page, which is there."""
        answer = self.client.get(path)
        assert answer.status == 200, answer.text[:2000]
        return answer.text

    def tell(self, path: str) -> object:
        """The page's record, as JSON."""
        answer = self.client.get(path)
        assert answer.status == 200, answer.text[:2000]
        return answer.json()

    def send(self, path: str, **form: object) -> tuple[int, str]:
        """Send a form of a page of ours, with its token; the status and the page that one comes to."""
        data = {"token": self.key.form, **{k: str(v) for k, v in form.items()}}
        answer = self.client.post(path, data=data, headers={"origin": HOST})
        return answer.status, answer.text


@contextmanager
def at_work(inquiry: Inquiry) -> Iterator[Person]:
    """A person who has entered the workbench of `inquiry`."""
    key = Key(8123)
    client = Client(Workbench(inquiry, key).app())
    assert client.get(f"/enter?token={key.token}", follow=False).status == 303
    yield Person(client, key)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented example inquiry, assessed once."""
    folder = tmp_path_factory.mktemp("made") / "osk"
    with open_inquiry(folder, create=True, flags={"who": "Reader One", "workers": 1}) as inquiry:
        inquiry.assess([Path("examples/sources")])
        inquiry.index()
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to decide in."""
    return Path(shutil.copytree(made, tmp_path / "osk"))


@pytest.fixture(scope="session")
def reader(made: Path) -> Iterator[Person]:
    """Somebody who only looks."""
    with open_inquiry(made, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        yield person


@pytest.fixture
def judge(copy: Path) -> Iterator[Person]:
    """Somebody who decides."""
    with open_inquiry(copy, alone=False, flags={"who": "Reader One"}) as inquiry, at_work(inquiry) as person:
        yield person


@pytest.fixture
def plain() -> Callable[[str], str]:
    """The words of a page, without its marks."""
    return lambda html: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
