"""Have a time-stamping authority sign that the head of the custody log existed at a time (RFC 3161), and check such a stamp.

What is sent is one SHA-256 digest, that of the last entry of the log: it tells nothing of what the log says, and since each entry holds
the digest of the one before, it stands for all of them. `ask` is the only function of this program that uses the network.
"""

from __future__ import annotations

import base64
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from firsthand.documents.seal import Entry, Mismatch, said
from firsthand.errors import BadSettings, StampFailed

ACT = "stamped"
SECONDS = 30
LARGEST = 1 << 20
"""Bytes of an answer: a stamp with its certificates has some thousands."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Only the host that was named is spoken to."""

    def redirect_request(self, *_: Any) -> None:
        return None


def host(authority: str) -> str:
    """The host of the URL `authority`. Raises BadSettings where it is no URL to which a request can be sent."""
    try:
        parts = urlsplit(authority)
        name, _ = parts.hostname, parts.port
    except ValueError:
        name = None
    if not name or parts.scheme not in ("http", "https"):
        raise BadSettings(f"{authority} is no address of an authority", "give --tsa https://HOST/PATH")
    return name


def ask(authority: str, head: Entry) -> dict[str, str]:
    """Have the authority at this URL stamp the log whose last entry is `head`; the details of the entry that says so.

    Raises StampFailed, BadSettings.
    """
    host(authority)
    request = TimestampRequestBuilder().data(said(head)).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _send(authority, request)
    try:
        response = decode_timestamp_response(answer)
    except ValueError as error:
        raise StampFailed(f"{host(authority)} answered with something that is no time stamp", str(error)) from error
    if response.status != 0:  # granted, and without changes
        why = "; ".join(response.status_string) or f"status {response.status}"
        raise StampFailed(f"{host(authority)} refused to stamp: {why}", "try later, or another authority")
    if wrong := _other(response, head.digest, request.nonce):
        raise StampFailed(f"{host(authority)} stamped something else: {wrong}", "do not use this authority")
    info = response.tst_info
    return {
        "head": head.digest,
        "authority": authority,
        "time": info.gen_time.isoformat(),
        "serial": str(info.serial_number),
        "policy": info.policy.dotted_string,
        "token": base64.b64encode(answer).decode("ascii"),
    }


def _send(authority: str, request: TimeStampRequest) -> bytes:
    message = urllib.request.Request(
        authority, data=request.as_bytes(), headers={"Content-Type": "application/timestamp-query"}, method="POST"
    )
    try:
        with urllib.request.build_opener(_Stay).open(message, timeout=SECONDS) as reply:
            answer: bytes = reply.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        why = getattr(error, "reason", None) or error
        raise StampFailed(f"{host(authority)} did not stamp: {why}", "check the address and the network") from error
    if len(answer) > LARGEST:
        raise StampFailed(f"{host(authority)} answered with more than a stamp", "check the address")
    return answer


def _other(response: TimeStampResponse, head: str, nonce: int | None) -> str:
    """What in the answer is not what was asked; "" if all is."""
    if response.tst_info.message_imprint.message != bytes.fromhex(head):
        return "another digest"
    if nonce is not None and response.tst_info.nonce != nonce:
        return "the answer to another request"
    return ""


def stamps(entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes]]:
    """The entries of stamps with what the authority answered, in DER; no bytes where the entry holds none that can be decoded."""
    for entry in entries:
        if entry.act == ACT:
            try:
                yield entry, base64.b64decode(entry.details.get("token", ""), validate=True)
            except ValueError:
                yield entry, b""


def roots(path: Path) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises BadSettings where there is none."""
    try:
        return list(x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise BadSettings(f"{path} holds no certificate that can be read", "give a PEM file with --roots") from error


def check(entries: Sequence[Entry], trusted: Sequence[x509.Certificate] = ()) -> Iterator[Mismatch]:
    """The stamps in the log that do not stamp it: offline. With `trusted` roots the signatures are checked too.

    A stamp stands for the entries before its own. Certificates need to have been valid at the time that it names.
    """
    before = ""
    for entry in entries:
        if entry.act == ACT:
            answer = next(stamps([entry]))[1]
            wrong = _wrong(answer, before, entry, trusted)
            if wrong:
                yield Mismatch(
                    where=f"entry {entry.seq}",
                    expected=wrong[0],
                    found=wrong[1],
                    message=f"the time stamp of {entry.details.get('authority', '')} does not hold",
                )
        before = entry.digest


def _wrong(answer: bytes, before: str, entry: Entry, trusted: Sequence[x509.Certificate]) -> tuple[str, str] | None:
    """What was expected of a stamp over `before`, and what was found instead."""
    try:
        response = decode_timestamp_response(answer)
        info = response.tst_info
    except ValueError as error:
        return "a time stamp", f"none: {error}"
    if info.message_imprint.message.hex() != before:
        return f"a stamp of {before}", f"a stamp of {info.message_imprint.message.hex()}"
    if info.gen_time.isoformat() != entry.details.get("time"):
        return f"the time {entry.details.get('time')}", f"the time {info.gen_time.isoformat()}"
    if trusted:
        try:
            VerifierBuilder(roots=list(trusted)).build().verify(response, bytes.fromhex(before))
        except (VerificationError, ValueError) as error:
            return "a signature that the given roots stand for", str(error)
    return None
