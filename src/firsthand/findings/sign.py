"""Sign a profile: an Ed25519 signature over its bytes (RFC 8032), in a small JSON beside the file, so that it can be seen who stands for it.

The signature holds its own public key: it shows that the file was not changed since, and by whose key; whose key it is people know.
"""

from __future__ import annotations

import base64
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from firsthand.errors import BadSettings


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`who` signed on `when` the bytes with this SHA-256; `key` and `signature` in base64."""

    who: str
    when: str
    sha256: str
    key: str
    signature: str


def sign(data: bytes, pem: bytes, who: str, when: str, password: bytes | None = None) -> bytes:
    """The JSON of a signature over `data` with the Ed25519 key in `pem`. Raises BadSettings where it is none, or the password is wrong."""
    try:
        key = load_pem_private_key(pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadSettings(
            f"the key cannot be read: {error}", "make one with: openssl genpkey -algorithm ed25519"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSettings("the key is no Ed25519 key", "make one with: openssl genpkey -algorithm ed25519")
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    made = Signature(
        who=who,
        when=when,
        sha256=hashlib.sha256(data).hexdigest(),
        key=base64.b64encode(public).decode(),
        signature=base64.b64encode(key.sign(_told(data, who, when))).decode(),
    )
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def check(data: bytes, signature: bytes) -> Signature:
    """The signature, if it is one over `data`. Raises BadSettings otherwise."""
    try:
        found = msgspec.json.decode(signature, type=Signature)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(found.key, validate=True))
        key.verify(base64.b64decode(found.signature, validate=True), _told(data, found.who, found.when))
    except (msgspec.DecodeError, ValueError, InvalidSignature) as error:
        raise BadSettings(
            "the signature beside the profile does not fit it",
            "the profile was changed after it was signed: sign it again, or undo the change",
        ) from error
    return found


def _told(data: bytes, who: str, when: str) -> bytes:
    return b"\n".join((b"firsthand profile", who.encode(), when.encode(), data))
