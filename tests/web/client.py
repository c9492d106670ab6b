"""A browser without a screen: asks the application as a server would, keeps its cookies, follows where it is sent."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from starlette.types import ASGIApp

HOST = "http://127.0.0.1:8123"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8")

    def json(self) -> Any:
        """The record."""
        return json.loads(self.body)


@dataclass
class Client:
    """Asks `app` at `host`."""

    app: ASGIApp
    host: str = HOST
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> Answer:
        """Look at a page."""
        return self.ask("GET", path, **more)

    def post(self, path: str, data: dict[str, str] | None = None, **more: Any) -> Answer:
        """Send a form."""
        return self.ask("POST", path, urlencode(data or {}).encode(), **more)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        follow: bool = True,
        kind: str = "application/x-www-form-urlencoded",
    ) -> Answer:
        """One request, and those that its answer leads to."""
        answer = asyncio.run(self._ask(method, path, body, {"content-type": kind, **(headers or {})}))
        if "set-cookie" in answer.headers:
            name, _, value = answer.headers["set-cookie"].split(";")[0].partition("=")
            self.cookies[name] = value
        if follow and answer.status == 303:
            return self.get(urljoin(path, answer.headers["location"]))
        return answer

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        split = urlsplit(path)
        held = {"host": urlsplit(self.host).netloc, **headers}
        if self.cookies:
            held["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": split.path,
            "raw_path": split.path.encode(),
            "root_path": "",
            "query_string": split.query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in held.items()],
            "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 8123),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        told = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return Answer(sent[0]["status"], told, b"".join(m.get("body", b"") for m in sent[1:]))
