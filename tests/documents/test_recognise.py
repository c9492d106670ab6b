"""The language of a text."""

from __future__ import annotations

import pytest

from firsthand.documents import recognise
from firsthand.documents.record import Passage, Text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("The bridge at Osk was closed on Monday, and nobody knew when it would open again.", "en"),
        ("Le pont d'Osk a été fermé lundi, et personne ne savait quand il serait ouvert de nouveau.", "fr"),
        ("Мост в Оске был закрыт в понедельник, и никто не знал, когда его снова откроют.", "ru"),
        ("كان الجسر مغلقا يوم الاثنين ولم يكن أحد يعرف متى سيفتح من جديد أمام الناس.", "ar"),
        ("Köprü pazartesi günü kapatıldı ve her şey için çok geç olan bir gündü, kimse bir şey bilmiyordu.", "tr"),
    ],
)
def test_languages_that_the_detector_knows(words: str, code: str) -> None:
    assert recognise.of(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ሰብ ኩሉ ካብ ዓዱ ወይ ካብ ገዝኡ ብዘይ ሕጊ ክውሰድ የብሉን እዩ። ናይ ሰብ ክብሪ ኣብ ኩሉ ቦታ ምስ ፍትሒ ክሕሎ ኣለዎ እዩ።", "ti"),
        (
            "Herqandaq adem öz öyide bixeter yashash hoquqigha ige we hemme kishi bilen barawer bolghan bir adem üchün qanun barawer.",
            "ug",
        ),
        ("Her адам", ""),
    ],
)
def test_languages_told_by_their_commonest_words(words: str, code: str) -> None:
    assert recognise.of(words) == code


@pytest.mark.parametrize(
    "words",
    [
        "The soldiers beat the teacher in the village.",
        "They were held in Osk.",
        "Nobody knew that the gate was open.",
        "He died and was buried.",
    ],
)
def test_a_short_sentence_in_plain_english(words: str) -> None:
    assert recognise.of(words) == "en"


@pytest.mark.parametrize(
    "words",
    [
        "Hij was in het huis en had honger.",
        "Is hij in Osk of in Vard?",
        "Radio of the Osk",
        "Den lille have er for en by.",
        "On a dit non.",
    ],
)
def test_a_short_sentence_with_words_that_english_has_too(words: str) -> None:
    assert recognise.of(words) != "en"


@pytest.mark.parametrize("words", ["", "12 34 56", "Osk, 12.3.", "… — !" * 50])
def test_too_little_to_tell(words: str) -> None:
    assert recognise.of(words) == ""


ENGLISH = "The bridge at Osk was closed on Monday, and nobody in the town knew when it would be opened to them again."
FRENCH = "Le pont d'Osk a été fermé lundi, et personne dans la ville ne savait quand il serait ouvert de nouveau pour les gens."
RUSSIAN = "Мост в Оске был закрыт в понедельник, и никто в городе не знал, когда его снова откроют для людей."
NAMES = "Maria Lenz, Ahmed Sorani, Petar Ivanov, Lucia Ferrante, Tomas Novak, Ngozi Adeyemi, Ioana Popescu, Fatima Zahra, Jan de Vries"


def test_a_passage_in_another_language_says_so() -> None:
    parts = [ENGLISH, FRENCH, ENGLISH, RUSSIAN, NAMES, "Bonjour à tous.", ENGLISH]
    whole = "\n\n".join(parts)
    starts = [sum(len(p) + 2 for p in parts[:n]) for n in range(len(parts))]
    made = tuple(Passage(s, s + len(p), "paragraph") for s, p in zip(starts, parts, strict=True))
    text = Text(document="0" * 64, text=whole, passages=made, language="en")
    assert [p.language for p in recognise.passages(text)] == ["", "fr", "", "ru", "", "", ""]


def test_no_passage_is_told_apart_where_the_whole_is_unknown() -> None:
    text = Text(document="0" * 64, text=FRENCH, passages=(Passage(0, len(FRENCH), "paragraph"),))
    assert recognise.passages(text) == text.passages


@pytest.mark.parametrize(("letters", "code"), [("ހުރިހާ އިންސާނުންވެސް އުފަންވަނީ މިނިވަންކަމުގައި ", "dv"), ("ᜀᜅ᜔ ᜎᜑᜆ᜔ ᜈ ᜆᜂ ", "")])
def test_a_script_that_few_languages_are_written_in(letters: str, code: str) -> None:
    assert recognise.of(letters * 6) == code
