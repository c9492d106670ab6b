"""Guard: only the person who opened the workbench gets in, only their own pages change anything, and nothing leads out.

Any page of any site can send requests to a loopback port. So nobody is let in without the one-time token that the program printed, a
host name that is not loopback is refused (DNS rebinding), and a change must come from a page of ours: same origin, with the form's token.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page of ours may load: its own files and nothing else; no script and no style that stands in the page."""

PAPER = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; sandbox"
"""The policy of a page that was made elsewhere (a report): styles of its own, and nothing that runs."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with "no-referrer" a browser sends no origin with our own forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
    "x-frame-options": "DENY",
}

OPEN = "/static/"
"""What may be read without having entered: the files of the program itself."""


@dataclass
class Key:
    """The secrets of one run on `port`: the one-time `token` to enter with, the `session` that entering gives, the `form` token of changes."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    form: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which this run may be addressed."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def cookie(self) -> str:
        """The name of the cookie: ports of one machine share their cookies, so each run has its own."""
        return f"firsthand-{self.port}"

    @property
    def address(self) -> str:
        """Where a person enters, once."""
        return f"http://{self.hosts[0]}/enter?token={self.token}"

    def genuine(self, token: str) -> bool:
        """Whether a form was ours."""
        return secrets.compare_digest(token.encode(), self.form.encode())


class Guard:
    """The outermost layer of the application: refuses, or lets pass with the headers of POLICY and HEADERS."""

    def __init__(self, app: ASGIApp, key: Key) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                more = {"content-security-policy": POLICY, **HEADERS}
                message["headers"] += [(n.encode(), v.encode()) for n, v in more.items() if n.encode() not in held]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] == "/enter" and not self._foreign(headers):
            await self._enter(scope, sealed)
        elif wrong := self._refused(scope, headers):
            await _answer(sealed, 403, wrong)
        else:
            await self._app(scope, receive, sealed)

    def _foreign(self, headers: dict[str, str]) -> str:
        return "" if headers.get("host") in self._key.hosts else "This address is not the workbench's."

    def _refused(self, scope: Scope, headers: dict[str, str]) -> str:
        """Why this request is refused, "" if it is not."""
        if wrong := self._foreign(headers):
            return wrong
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return "This is not done here."
        if scope["path"].startswith(OPEN):
            return ""
        if not self._known(headers.get("cookie", "")):
            return "You have not entered: open the address that the program printed, or run it again."
        if scope["method"] == "POST":
            ours = f"http://{headers['host']}"
            if headers.get("origin") != ours or headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return "This change did not come from a page of the workbench. Nothing was changed."
        return ""

    def _known(self, cookies: str) -> bool:
        try:
            held = SimpleCookie(cookies).get(self._key.cookie)
        except CookieError:
            return False
        return held is not None and secrets.compare_digest(held.value.encode(), self._key.session.encode())

    async def _enter(self, scope: Scope, send: Send) -> None:
        """Let the person in who has the token; it opens once."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if (
            scope["method"] == "GET"
            and self._key.token
            and secrets.compare_digest(given.encode(), self._key.token.encode())
        ):
            self._key.token = ""
            cookie = f"{self._key.cookie}={self._key.session}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(send, 303, "", [("location", "/"), ("set-cookie", cookie)])
        else:
            await _answer(send, 403, "This address opens once, and was used or is not whole. Run the program again.")


async def _answer(send: Send, status: int, said: str, more: Iterable[tuple[str, str]] = ()) -> None:
    headers = [("content-type", "text/plain; charset=utf-8"), *more]
    start = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": said.encode()})
