"""Nobody else gets in, nothing foreign changes anything, and every answer carries the policy."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from tests.web.client import HOST, Client

from firsthand.web.guard import Guard, Key


def client(key: Key, host: str = HOST) -> Client:
    def here(_: Request) -> Response:
        return PlainTextResponse("in")

    app = Starlette(routes=[Route("/", here, methods=["GET", "POST", "DELETE"])])
    return Client(Guard(app, key), host)


def entered() -> tuple[Client, Key]:
    key = Key(8123)
    known = client(key)
    assert known.get(f"/enter?token={key.token}").text == "in"
    return known, key


def test_the_token_opens_once() -> None:
    key = Key(8123)
    token = key.token
    assert client(key).get("/").status == 403
    assert client(key).get("/enter?token=wrong").status == 403
    assert client(key).get(f"/enter?token={token}").status == 200
    assert client(key).get(f"/enter?token={token}").status == 403
    assert client(key).get("/enter?token=").status == 403


def test_the_cookie_is_kept_from_scripts_and_from_other_sites() -> None:
    key = Key(8123)
    said = client(key).get(f"/enter?token={key.token}", follow=False).headers["set-cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Strict" in said


@pytest.mark.parametrize(
    "host", ["http://evil.example:8123", "http://127.0.0.1:9", "http://127.0.0.1.evil.example:8123"]
)
def test_a_name_that_is_not_loopback_is_refused(host: str) -> None:
    known, _ = entered()
    known.host = host
    assert known.get("/").status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": HOST, "sec-fetch-site": "cross-site"},
        {"origin": HOST, "sec-fetch-site": "same-site"},
    ],
)
def test_a_change_from_elsewhere_is_refused(headers: dict[str, str]) -> None:
    known, _ = entered()
    assert known.post("/", headers=headers).status == 403


def test_a_change_of_ours_passes_and_other_methods_do_not() -> None:
    known, _ = entered()
    assert known.post("/", headers={"origin": HOST, "sec-fetch-site": "same-origin"}).text == "in"
    assert known.ask("DELETE", "/", headers={"origin": HOST}).status == 403


def test_every_answer_carries_the_policy_refusals_too() -> None:
    known, key = entered()
    for answer in (known.get("/"), client(key).get("/"), known.get("/nothing")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
