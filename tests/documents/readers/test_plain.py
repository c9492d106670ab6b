from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.documents.readers.plain import decode
from firsthand.documents.record import Reading

Read = Callable[..., Reading]
WORDS = (
    "The ministry said on Monday that the camp near Osk was closed.\n\nNobody, said the café’s owner, believed it.\n"
)
RUSSIAN = "Свидетель рассказал комиссии, что его держали в лагере около года и каждую ночь избивали охранники. " * 3


def text(reading: Reading) -> str:
    assert reading.text
    return reading.text.text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_text_is_the_decoded_file_unchanged(reading: Read, end: str) -> None:
    words = WORDS.replace("\n", end) + " \t " + end
    result = reading("a.txt", words.encode())
    assert text(result) == words
    assert result.flaws == ()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252"]
)
def test_encodings(reading: Read, encoding: str) -> None:
    result = reading("a.txt", WORDS.encode(encoding))
    assert text(result) == WORDS
    assert result.flaws == ()


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("قال الشاهد للجنة إن الحراس ضربوه كل ليلة في المعسكر القريب من المدينة. " * 4, "cp1256"),
        ("证人告诉委员会,警卫每天晚上都在营地里殴打他,没有人知道他们的名字。" * 4, "gb18030"),
        (
            "Świadek powiedział komisji, że strażnicy bili go każdej nocy w obozie. Żaden z nich nie podał imienia. "
            * 4,
            "cp1250",
        ),
        ("Le témoin a déclaré à la commission que les gardes l’avaient frappé. Été, hiver: même chose.", "cp1252"),
    ],
)
def test_old_encodings_are_guessed_and_said_to_be(reading: Read, words: str, encoding: str) -> None:
    result = reading("a.txt", words.encode(encoding))
    assert text(result) == words
    assert result.text
    assert result.text.found["encoding"].endswith("guessed")


def test_a_short_western_text_is_no_turkish_one() -> None:
    assert decode("El niño comió aquí.".encode("latin-1"))[0] == "El niño comió aquí."
    assert decode("He said “no” – twice".encode("cp1252"))[:2] == ("He said “no” – twice", "cp1252")


def test_damage_is_a_flaw_with_its_place(reading: Read) -> None:
    data = "A café in Ósk, the señor said. ".encode() * 10 + b"The \xff\xfe word and \x80 this."
    result = reading("a.txt", data)
    words = text(result)
    assert [(f.kind, words[f.start : f.end]) for f in result.flaws if f.start is not None] == [
        ("undecodable", "\ufffd\ufffd"),
        ("undecodable", "\ufffd"),
    ]


def test_many_damaged_places_are_counted(reading: Read) -> None:
    result = reading("a.txt", ("Señor Ósk said so. ".encode() * 20 + b"x\xffy ") * 30)
    assert len(result.flaws) == 21
    assert "10 more places" in result.flaws[-1].message


def test_nul_bytes_stay_where_they_are(reading: Read) -> None:
    words = WORDS + "The letter\x00 went on.\n"
    assert text(reading("a.txt", words.encode())) == words


def test_mixed_encodings_are_read_with_flaws(reading: Read) -> None:
    data = ("Свидетель рассказал. " * 30).encode() + "Señor".encode("latin-1") + (" Свидетель ушёл." * 30).encode()
    result = reading("a.txt", data)
    assert "Свидетель рассказал." in text(result)
    assert [f.kind for f in result.flaws] == ["undecodable"]


def test_right_to_left_text_keeps_its_order(reading: Read) -> None:
    words = "قال الشاهد: «ضربوني كل ليلة» ثم صمت طويلا ولم يقل شيئا آخر.\n\n‏وقالت أخته إنها لم تره منذ ذلك اليوم.\n"
    result = reading("a.txt", words.encode())
    assert text(result) == words
    assert result.text
    assert result.text.language == "ar"


@pytest.mark.parametrize("declared", ["iso-2022-jp", "ISO-2022-JP", "csISO2022JP"])
def test_an_encoding_that_writes_other_letters_in_ascii_is_what_it_is_declared(declared: str) -> None:
    words = "収容所に十一か月いた。"
    assert decode(words.encode("iso-2022-jp"), declared)[0] == words
    assert decode(words.encode("iso-2022-jp")[:-6] + b"\x7f\x7f", declared)[0].endswith("\ufffd")
    assert decode(words.encode(), declared)[0] == words
    assert decode(b"\x1b(B" + words.encode(), "iso-2022-unknown")[0] == "\x1b(B" + words


def test_a_declared_encoding_that_does_not_hold_is_not_followed() -> None:
    assert decode("é".encode(), "ascii")[1] == "utf-8"
    assert decode(b"caf\xe9 au lait", "utf-8")[0] == "café au lait"
    assert decode(b"caf\xe9 au lait", "no-such-encoding")[0] == "café au lait"
    assert decode("Свидетель".encode("cp1251"), "windows-1251") == ("Свидетель", "windows-1251", False)


@given(st.binary(max_size=300))
def test_decoding_never_raises_and_can_be_stored(data: bytes) -> None:
    words, encoding, _ = decode(data)
    words.encode("utf-8")
    assert encoding


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
@pytest.mark.parametrize(
    "words",
    [
        "Die Brücke war am Montag gesperrt, und niemand in der Stadt wusste, wann sie wieder für alle öffnen würde.",
        "Le pont a été fermé lundi à Évreux, et personne ne savait quand il serait de nouveau ouvert aux gens du pays.",
    ],
)
def test_old_encodings_of_the_west(reading: Callable[..., Reading], words: str, encoding: str) -> None:
    found = reading("a.txt", words.encode(encoding)).text
    assert found
    assert found.text == words


def test_lines_of_two_encodings_are_each_read_in_theirs(reading: Read) -> None:
    one, two = "The guard said “no” to all of them that night.", "La señora Oran no volvió a su casa de Osk aquel año."
    data = b"\n".join([*[one.encode()] * 4, *[two.encode("cp1252")] * 4])
    found = reading("a.txt", data)
    assert found.text
    assert found.text.text.splitlines() == [one] * 4 + [two] * 4
    assert found.text.found["encoding"] == "utf-8 and cp1252, guessed"


@pytest.mark.parametrize("encoding", ["gb18030", "shift_jis", "cp1251", "cp1252", "euc_kr"])
def test_no_other_encoding_is_taken_for_two(encoding: str) -> None:
    words = {"gb18030": "他们说他没有回来。", "shift_jis": "彼は戻らなかったと言った。", "cp1251": "Он не вернулся домой.",
             "cp1252": "Él no volvió – “nunca”.", "euc_kr": "그는 돌아오지 않았다고 말했다."}[encoding]  # fmt: skip
    lines = [words[n:] + words[:n] for n in range(len(words))]
    assert "utf-8" not in decode("\n".join(lines).encode(encoding))[1]
