"""Time stamps, against a real authority: openssl behind a small server on this machine."""

from __future__ import annotations

import base64
import http.server
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from firsthand.documents import stamp
from firsthand.documents.seal import Entry, chain
from firsthand.errors import BadSettings, StampFailed

WHEN = "2026-03-01T12:00:00+00:00"
CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = this
[this]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


class Authority:
    """A time-stamping authority with keys in `folder`, and its address `url` while `served`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.url = ""
        self.asked: list[bytes] = []
        folder.mkdir()
        (folder / "serial").write_text("01\n")
        for part, section in (("root", "root"), ("tsa", "leaf")):
            (folder / f"{part}.cnf").write_text(CONFIGURATION.format(name=f"{name} {part}", folder=folder))
            new = f"req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {part}.key -config {part}.cnf"
            if part == "root":
                self.openssl(f"{new} -x509 -days 30 -extensions {section} -out {part}.pem")
            else:
                self.openssl(f"{new} -out {part}.csr")
                sign = "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -set_serial 7 -days 30 -extfile tsa.cnf"
                self.openssl(f"{sign} -extensions {section} -out {part}.pem")

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def openssl(self, command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=self.folder, check=True, capture_output=True)

    def stamp(self, query: bytes) -> bytes:
        self.asked.append(query)
        (self.folder / "query").write_bytes(query)
        self.openssl("ts -reply -queryfile query -config tsa.cnf -section this -out answer")
        return (self.folder / "answer").read_bytes()


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Authority]:
    folder = tmp_path_factory.mktemp("authorities")
    return {name: Authority(folder / name, name) for name in ("good", "other")}


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[bytes], tuple[int, bytes]]], str]]:
    """`serve(answer)`: the address of a server on this machine that answers so to what is posted."""
    servers = []

    def begin(answer: Callable[[bytes], tuple[int, bytes]]) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                code, data = answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(code)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(data)))
                if code == 302:
                    self.send_header("Location", "http://other.invalid/")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/tsa"

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


def log(n: int = 3) -> list[Entry]:
    entries: list[Entry] = []
    for i in range(n):
        last = entries[-1] if entries else None
        entries.append(chain(last, when=WHEN, who="R. Example", act="received", document="", details={"name": str(i)}))
    return entries


def add(entries: list[Entry], details: dict[str, str]) -> list[Entry]:
    return [*entries, chain(entries[-1], when=WHEN, who="R. Example", act=stamp.ACT, details=details)]


def test_a_log_is_stamped_and_the_stamp_holds_offline(
    authorities: dict[str, Authority], serve: Callable[..., str]
) -> None:
    good, entries = authorities["good"], log()
    url = serve(lambda query: (200, good.stamp(query)))
    details = stamp.ask(url, entries[-1])
    assert details["head"] == entries[-1].digest
    assert details["authority"] == url
    assert details["time"].endswith("+00:00")
    stamped = add(entries, details)
    trusted = stamp.roots(good.roots)
    assert list(stamp.check(stamped)) == []
    assert list(stamp.check(stamped, trusted)) == []
    (good.folder / "kept.tsr").write_bytes(next(stamp.stamps(stamped))[1])
    good.openssl(f"ts -verify -digest {entries[-1].digest} -in kept.tsr -CAfile root.pem")


def test_only_one_digest_is_sent(authorities: dict[str, Authority], serve: Callable[..., str]) -> None:
    good, entries = authorities["good"], log()
    stamp.ask(serve(lambda query: (200, good.stamp(query))), entries[-1])
    query = good.asked[-1]
    assert bytes.fromhex(entries[-1].digest) in query
    assert len(query) < 80
    assert b"Example" not in query


def test_a_stamp_of_something_else_does_not_hold(authorities: dict[str, Authority], serve: Callable[..., str]) -> None:
    good, entries = authorities["good"], log()
    trusted = stamp.roots(good.roots)
    url = serve(lambda query: (200, good.stamp(query)))
    details = stamp.ask(url, entries[-1])
    moved = add(log(4), details)
    (wrong,) = stamp.check(moved, trusted)
    assert wrong.where == "entry 5"
    assert entries[-1].digest in wrong.found
    (wrong,) = stamp.check(add(entries, {**details, "time": "2020-01-01T00:00:00+00:00"}), trusted)
    assert "2020" in wrong.expected
    for token in ("", "no base64!", base64.b64encode(b"0123").decode()):
        (wrong,) = stamp.check(add(entries, {**details, "token": token}), trusted)
        assert wrong.expected == "a time stamp"


def test_a_stamp_of_another_authority_or_with_a_changed_byte_does_not_hold(
    authorities: dict[str, Authority], serve: Callable[..., str]
) -> None:
    good, entries = authorities["good"], log()
    details = stamp.ask(serve(lambda query: (200, good.stamp(query))), entries[-1])
    (wrong,) = stamp.check(add(entries, details), stamp.roots(authorities["other"].roots))
    assert wrong.expected == "a signature that the given roots stand for"
    token = bytearray(base64.b64decode(details["token"]))
    token[-5] ^= 1
    changed = add(entries, {**details, "token": base64.b64encode(token).decode()})
    assert [m.where for m in stamp.check(changed, stamp.roots(good.roots))] == ["entry 4"]


def test_an_answer_to_another_question_is_refused(authorities: dict[str, Authority], serve: Callable[..., str]) -> None:
    good, entries = authorities["good"], log()
    old = good.stamp(
        stamp.TimestampRequestBuilder().data(b"x").hash_algorithm(stamp.HashAlgorithm.SHA256).build().as_bytes()
    )
    with pytest.raises(StampFailed, match="another digest"):
        stamp.ask(serve(lambda _: (200, old)), entries[-1])
    first: list[bytes] = []

    def again(query: bytes) -> tuple[int, bytes]:
        first.append(good.stamp(query))
        return 200, first[0]

    url = serve(again)
    stamp.ask(url, entries[-1])
    with pytest.raises(StampFailed, match="another request"):
        stamp.ask(url, entries[-1])


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [(200, b"<html>", "no time stamp"), (500, b"", "did not stamp"), (302, b"", "did not stamp"), (200, b"", "no time stamp"),
     (200, bytes(stamp.LARGEST + 1), "more than a stamp"), (200, bytes.fromhex("30053003020102"), "refused")],
)  # fmt: skip
def test_an_authority_that_does_not_stamp(serve: Callable[..., str], code: int, data: bytes, said: str) -> None:
    with pytest.raises(StampFailed, match=said) as raised:
        stamp.ask(serve(lambda _: (code, data)), log()[-1])
    assert raised.value.exit_code == 1


def test_nobody_there() -> None:
    with pytest.raises(StampFailed, match="did not stamp"):
        stamp.ask("http://127.0.0.1:9/", log()[-1])


@pytest.mark.parametrize(
    "url", ["", "tsa.example", "ftp://tsa.example/", "file:///etc/passwd", "http://", "http://a:b/", "http://[/"]
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BadSettings):
        stamp.ask(url, log()[-1])


def test_roots_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("nothing")
    for name in ("a.pem", "gone.pem"):
        with pytest.raises(BadSettings, match="no certificate"):
            stamp.roots(tmp_path / name)


def test_a_log_without_stamps_has_nothing_to_check() -> None:
    assert list(stamp.check(log())) == []
    assert next(stamp.stamps([msgspec.structs.replace(log()[0], act=stamp.ACT)]))[1] == b""
