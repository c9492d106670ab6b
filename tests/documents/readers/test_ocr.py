"""Text in pictures: images and scanned pages. Tesseract is optional: without it a Flaw says what to install."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from firsthand.documents.readers import image, ocr
from firsthand.documents.record import Reading

Read = Callable[..., Reading]
WORDS = "The records of the ministry were moved at night."

needs = pytest.mark.skipif(
    shutil.which(ocr.PROGRAM) is None and not os.environ.get("FIRSTHAND_CI"), reason="Tesseract is not installed"
)


def drawn(words: str = WORDS) -> Image.Image:
    picture = Image.new("RGB", (1400, 220), "white")
    ImageDraw.Draw(picture).text((40, 80), words, fill="black", font=ImageFont.load_default(size=48))
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@needs
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "BMP", "GIF"])
def test_an_image(reading: Read, kind: str) -> None:
    found = reading(f"a.{kind.lower()}", saved(drawn(), kind))
    assert found.text
    assert found.text.text == WORDS


@needs
def test_a_scanned_page(reading: Read) -> None:
    found = reading("scan.pdf", saved(drawn(), "PDF", resolution=150))
    assert found.text
    assert found.text.text == WORDS
    assert [(f.kind, f.page) for f in found.flaws] == [("ocr", 1)]


@needs
def test_a_page_with_a_text_layer_is_not_recognised(reading: Read, pdf: Callable[..., bytes]) -> None:
    found = reading("a.pdf", pdf([[(50, 700, 11, "They came at dawn.")]]))
    assert not found.flaws


@needs
def test_a_language_that_is_not_installed(reading: Read) -> None:
    found = reading("a.png", saved(drawn(), "PNG"), ocr="eng+tlh")
    assert [f.kind for f in found.flaws] == ["no-ocr"]
    assert "tlh" in found.flaws[0].message


@needs
def test_a_picture_without_text(reading: Read) -> None:
    assert [f.kind for f in reading("a.png", saved(Image.new("RGB", (400, 400), "grey"), "PNG")).flaws] == ["no-text"]


@needs
def test_no_time_left(reading: Read) -> None:
    assert reading("a.png", saved(drawn(), "PNG"), seconds=0.0).flaws


def test_without_tesseract(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PROGRAM", "no-such-program")
    for name, data in (("a.png", saved(drawn(), "PNG")), ("a.pdf", saved(drawn(), "PDF"))):
        (flaw,) = reading(name, data).flaws
        assert "not installed" in flaw.message
        assert "tesseract-ocr" in flaw.cure


def test_ocr_can_be_left_out(reading: Read) -> None:
    assert [f.kind for f in reading("a.png", saved(drawn(), "PNG"), ocr="").flaws] == ["no-text"]


def test_an_image_that_claims_too_many_pixels(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "PIXELS", 1000)
    assert [f.kind for f in reading("a.png", saved(drawn(), "PNG")).flaws] == ["too-large"]


@needs
def test_exif_tells_when_it_was_taken(reading: Read) -> None:
    exif = Image.Exif()
    exif[0x9003] = "2024:03:01 10:00:00"
    exif[0x0110] = "Kestrel 4"
    found = reading("a.jpg", saved(drawn(), "JPEG", exif=exif, quality=95))
    assert found.text
    assert found.text.found["taken"] == "2024-03-01T10:00:00, exif"
    assert found.text.found["camera"] == "Kestrel 4"
    assert found.text.published is None


@pytest.mark.parametrize("cut", [10, 40, 200])
def test_an_image_cut_off(reading: Read, cut: int) -> None:
    reading("a.png", saved(drawn(), "PNG")[:cut])


SAID = {
    "ara": ("ar", "نقلت سجلات الوزارة ليلا"),
    "chi_sim": ("zh-cn", "部里的档案在夜里被搬走了"),
    "rus": ("ru", "Архив министерства вывезли ночью"),
    "spa": ("es", "Los archivos del ministerio se llevaron de noche"),
    "fra": ("fr", "Les dossiers du ministère ont été déplacés la nuit"),
    "uig": ("ug", "ئىنسانلارنىڭ ھوقۇقى باراۋەر"),
}


@needs
@pytest.mark.parametrize("language", SAID)
def test_other_languages(reading: Read, language: str) -> None:
    code, words = SAID[language]
    finder = shutil.which("fc-match")
    listed = (
        subprocess.run(
            [finder, "-f", "%{file}\n%{lang}", f"serif:lang={code}"], capture_output=True, text=True, check=True
        )
        if finder
        else None
    )
    if listed is None or code not in listed.stdout.split("\n")[-1].split("|"):
        pytest.skip(f"no font here has the letters of {code}")
    picture = Image.new("RGB", (1400, 220), "white")
    font = ImageFont.truetype(listed.stdout.split("\n")[0], 48)
    ImageDraw.Draw(picture).text((40, 70), words, fill="black", font=font)
    found = reading("a.png", saved(picture, "PNG"), ocr=language).text
    assert found
    assert [c for c in found.text if c.isalnum()] == [c for c in words if c.isalnum()]
