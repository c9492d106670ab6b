"""The language of a text."""

from __future__ import annotations

import pytest

from firsthand.documents import recognise


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


@pytest.mark.parametrize("words", ["", "12 34 56", "Osk, 12.3.", "… — !" * 50])
def test_too_little_to_tell(words: str) -> None:
    assert recognise.of(words) == ""
