"""Files and mails that lie inside their signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from firsthand.documents.record import Reading

Read = Callable[..., Reading]
WORDS = b"He was held in the camp near Osk for eleven months."
WHEN = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
ENVELOPED = bytes.fromhex("3017 06092a864886f70d010703 a00a 3008 020100 3100 3000 0000")


def signed(data: bytes, *options: pkcs7.PKCS7Options) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "K. Oran")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    certificate = made.not_valid_before(WHEN).not_valid_after(WHEN + dt.timedelta(1)).sign(key, hashes.SHA256())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary, *options])


def pieced(data: bytes) -> bytes:
    """The same as a program writes it that does not know how long it will be: lengths left open, the content in two pieces."""
    half = len(data) // 2
    strings = b"".join(b"\x04" + bytes([len(d)]) + d for d in (data[:half], data[half:]))
    content = b"\x30\x80" + bytes.fromhex("06092a864886f70d010701") + b"\xa0\x80\x24\x80" + strings + bytes(6)
    inner = b"\x30\x80\x02\x01\x01\x31\x00" + content + b"\x31\x00" + bytes(2)
    return b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + inner + bytes(4)


@pytest.mark.parametrize("make", [signed, pieced])
def test_what_was_signed_is_a_part(reading: Read, make: Callable[[bytes], bytes]) -> None:
    (part,) = reading("statement.txt.p7m", make(WORDS)).parts
    assert (part.name, part.data) == ("statement.txt", WORDS)


def test_a_signed_mail_is_a_mail(reading: Read) -> None:
    (part,) = reading("smime.p7m", signed(b"Content-Type: text/plain\r\n\r\n" + WORDS)).parts
    assert part.name == "smime.eml"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (signed(WORDS, pkcs7.PKCS7Options.DetachedSignature), "no-text"),
        (signed(WORDS)[:200], "broken"),
        (pieced(WORDS)[:60], "broken"),
        (ENVELOPED, "encrypted"),
    ],
)
def test_what_cannot_be_taken_out_is_told_of(reading: Read, data: bytes, kind: str) -> None:
    found = reading("a.p7m", data)
    assert not found.parts
    assert [f.kind for f in found.flaws] == [kind]


def test_lengths_left_open_in_one_another_end_no_reader(reading: Read) -> None:
    deep = b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" * 100_000
    assert [f.kind for f in reading("a.p7m", deep).flaws] == ["unreadable"]
