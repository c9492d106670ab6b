"""Read images: the text in them by OCR, and what their EXIF data say of when and with what they were made."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps, ImageSequence

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import ocr
from firsthand.documents.record import Document, How, Reading, Text
from firsthand.documents.wrong import wrong
from firsthand.flaws import Flaw

KINDS = ("image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp", "image/bmp")

PIXELS = 120_000_000
"""Pixels above which an image is not unpacked."""

FRAMES = 200
SHORTEST = 1000
"""Pixels of the longer side below which an image is enlarged: Tesseract wants letters about 20 pixels high."""

_EXIF = {"DateTimeOriginal": "taken", "DateTime": "modified", "Make": "camera make", "Model": "camera", "Artist": "author",
         "Copyright": "copyright", "ImageDescription": "description", "OffsetTimeOriginal": "zone"}  # fmt: skip


def read(path: Path, document: Document, how: How) -> Reading:
    """The text in an image, page by page where it has several, and its EXIF data in `found`."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is checked below, before anything is unpacked
    with Image.open(path) as picture:
        if picture.width * picture.height > PIXELS:
            return Reading(flaws=(wrong(document, "too-large", f"no text read: more than {PIXELS:,} pixels"),))
        told = _exif(picture)
        if not how.ocr:
            return Reading(
                flaws=(wrong(document, "no-text", "no text read: it is an image", "set `ocr` to its language"),)
            )
        draft = Draft()
        flaws: list[Flaw] = []
        pages = _recognise(picture, document, how, draft, flaws)
    if not len(draft):
        flaws = flaws or [wrong(document, "no-text", "no text read: OCR finds none in the image")]
        return Reading(flaws=tuple(flaws))
    found = {**told, "text": f"OCR, {how.ocr}"}
    if told.get("author"):
        found["author"] = "exif Artist"
    text = Text(
        document=document.id, text=draft.text(), passages=draft.passages(), author=told.get("author", ""), pages=pages, found=found
    )  # fmt: skip
    return Reading(text=text, flaws=tuple(flaws))


def _recognise(
    picture: Image.Image, document: Document, how: How, draft: Draft, flaws: list[Flaw]
) -> tuple[tuple[int, int], ...]:
    starts: list[int] = []
    until = time.monotonic() + how.seconds
    for n, frame in enumerate(ImageSequence.Iterator(picture), 1):
        if n > 1 and picture.format not in ("TIFF",):
            break  # the frames of an animation are one picture
        if n > FRAMES:
            flaws.append(wrong(document, "too-large", f"only its first {FRAMES} pages were read", page=n))
            break
        starts.append(len(draft))
        try:
            seen = ocr.recognise(_prepared(frame), how.ocr, until - time.monotonic())
        except ocr.Missing as missing:
            flaws.append(wrong(document, "no-ocr", f"no text read: it is an image, and {missing}", ocr.INSTALL))
            break
        except (OSError, ValueError, TimeoutError) as error:
            flaws.append(wrong(document, "unreadable", f"no text read from here on: OCR failed: {error}", page=n))
            break
        if seen.words and seen.confidence >= ocr.SURE:
            draft.write(fit(seen.words), page=n)
    return tuple(zip(starts, [*starts[1:], len(draft)], strict=True))


def _prepared(frame: Image.Image) -> Image.Image:
    """The frame upright, without transparency, large enough."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        layer = upright.convert("RGBA")
        upright = Image.new("RGBA", layer.size, "white")
        upright.alpha_composite(layer)
    grey = upright.convert("L")
    longest = max(grey.size)
    if 0 < longest < SHORTEST:
        by = min(4, -(-SHORTEST // longest))
        grey = grey.resize((grey.width * by, grey.height * by), Image.Resampling.LANCZOS)
    return grey


def _exif(picture: Image.Image) -> dict[str, str]:
    """What EXIF says, in our words. A time is the camera's clock, at which it was set."""
    try:
        data = picture.getexif()
        tags: dict[int, Any] = {**data, **data.get_ifd(ExifTags.IFD.Exif)}
    except (OSError, ValueError, SyntaxError, KeyError, TypeError):
        return {}
    named = {ExifTags.TAGS.get(k, ""): v for k, v in tags.items()}
    found = {
        ours: fit(" ".join(str(named[theirs]).replace("\0", " ").split()))[:400]
        for theirs, ours in _EXIF.items()
        if theirs in named
    }
    for key in ("taken", "modified"):
        if m := re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", found.get(key, "")):
            found[key] = f"{m[1]}-{m[2]}-{m[3]}T{m[4]}, exif"
    return {k: v for k, v in found.items() if v}
