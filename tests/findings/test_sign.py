"""A mission's profile, signed; answers about sources."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from firsthand.allegations.record import Allegation
from firsthand.errors import BadSettings, WrongUse
from firsthand.findings.appraise import against, appraise, criteria, latest
from firsthand.findings.sign import check, sign
from firsthand.origins.record import Origin

KEY = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
WHEN = "2024-04-01T09:00:00+00:00"


def test_what_was_signed_is_recognised() -> None:
    found = check(b"id = 'x'\n", sign(b"id = 'x'\n", KEY, "The mission", WHEN))
    assert (found.who, found.when) == ("The mission", WHEN)


def test_a_change_of_the_file_the_name_or_the_signature_is_noticed() -> None:
    made = sign(b"id = 'x'\n", KEY, "The mission", WHEN)
    for data, signature in (
        (b"id = 'y'\n", made),
        (b"id = 'x'\n", made.replace(b"The mission", b"The missing")),
        (b"id = 'x'\n", b"{}"),
    ):
        with pytest.raises(BadSettings):
            check(data, signature)


@pytest.mark.parametrize(
    "key",
    [b"no key", generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())],
)
def test_another_kind_of_key(key: bytes) -> None:
    with pytest.raises(BadSettings):
        sign(b"x", key, "The mission", WHEN)


WITNESS = Origin(id="o", kind="witness", label="witness V-1", first_hand=True)


def test_what_is_not_answered_is_unknown() -> None:
    made = appraise(WITNESS, {"present": "yes", "coached": "no"}, seq=1, who="A", when=WHEN)
    assert dict(made.answers) == {**dict.fromkeys(criteria("witness"), "unknown"), "present": "yes", "coached": "no"}
    assert not any("position to see" in q or "dictated" in q for q in against(made))


@pytest.mark.parametrize("odd", [{"handsome": "yes"}, {"present": "perhaps"}])
def test_what_is_no_answer(odd: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        appraise(WITNESS, odd, seq=1, who="A", when=WHEN)


def test_the_last_answers_of_each_person_count() -> None:
    one, two = (appraise(WITNESS, {"present": a}, seq=n, who="A", when=WHEN) for n, a in enumerate(("yes", "no"), 1))
    assert latest([two, one]) == {("o", "witness", "A"): two}


def test_how_a_source_is_connected_is_kept_with_the_answers() -> None:
    made = appraise(WITNESS, {}, seq=1, who="A", when=WHEN, by="eyewitness")
    assert made.connection == "eyewitness"
    with pytest.raises(WrongUse):
        appraise(WITNESS, {}, seq=1, who="A", when=WHEN, by="friend")


def test_a_protocol_is_for_its_own_types_of_allegations() -> None:
    torture = Allegation(id="a", type="torture", label="Torture in Tolm")
    made = appraise(torture, {"consent": "yes"}, seq=1, who="A", when=WHEN, by="istanbul")
    assert (made.about, made.kind, dict(made.answers)["mind"]) == ("a", "istanbul", "unknown")
    for odd in ("minnesota", "", "eyewitness"):
        with pytest.raises(WrongUse):
            appraise(torture, {}, seq=1, who="A", when=WHEN, by=odd)
