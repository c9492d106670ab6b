"""Read business cards (vCard, RFC 6350), calendars (iCalendar, RFC 5545) and subtitles (WebVTT, SRT)."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from pathlib import Path

from firsthand.documents.draft import Draft, fit
from firsthand.documents.readers import plain
from firsthand.documents.record import Document, How, Reading, Text

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)")
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_SILENT = frozenset(
    {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "PHOTO",
        "LOGO",
        "SOUND",
        "KEY",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "RRULE",
        "TZNAME",
    }
)
_TITLES = frozenset({"FN", "SUMMARY"})
_TIME = re.compile(r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->.*")
_MARKUP = re.compile(r"<[^<>\n]{0,200}>|\{\\[^}\n]{0,40}\}")


def read(path: Path, document: Document, how: How) -> Reading:
    """The fields of a card or calendar, one to a line, their names before them; names and summaries as headings."""
    del how
    text, encoding, guessed = plain.decode(path.read_bytes())
    draft = Draft()
    for name, value in _fields(text):
        if name in _TITLES:
            draft.add(value, "heading")
        elif len(value) > 120:
            draft.write(value)
        else:
            draft.add(f"{name}: {value}", "row", gap="\n")
    found = {"encoding": f"{encoding}, {'guessed' if guessed else 'certain'}"}
    return Reading(text=Text(document=document.id, text=draft.text(), passages=draft.passages(), found=found))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    lines = iter(_FOLD.sub("", text).splitlines())
    for line in lines:
        m = _LINE.match(line.strip())
        if not m or m[1].upper() in _SILENT:
            continue
        name, parameters, value = m[1].upper(), m[2].upper(), m[3]
        if "QUOTED-PRINTABLE" in parameters:
            while value.endswith("="):
                value = value[:-1] + next(lines, "")
            value = quopri.decodestring(value.encode("latin-1", "replace")).decode("utf-8", "replace")
        elif "BASE64" in parameters or "ENCODING=B" in parameters:
            continue
        value = _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
        value = fit(
            ", ".join(v.strip() for v in value.split(";") if v.strip()) if name in ("N", "ADR", "ORG") else value
        ).strip()
        if value:
            yield name, " ".join(value.split()) if len(value) <= 120 else value


def subtitles(path: Path, document: Document, how: How) -> Reading:
    """What is spoken or shown, cue by cue; each with the time at which it begins."""
    del how
    text, encoding, guessed = plain.decode(path.read_bytes())
    draft = Draft()
    for block in re.split(r"(?:\r?\n){2,}", text):
        lines = block.strip().splitlines()
        at = next((n for n, line in enumerate(lines) if _TIME.match(line.strip())), None)
        if at is None:
            if lines and not lines[0].startswith(("WEBVTT", "NOTE", "STYLE", "REGION")):
                draft.add("\n".join(lines), "paragraph")
            continue
        words = _MARKUP.sub("", " ".join(line.strip() for line in lines[at + 1 :]))
        draft.add(f"[{lines[at].partition('-->')[0].strip()}] {words}" if words.strip() else "", "paragraph", gap="\n")
    found = {"encoding": f"{encoding}, {'guessed' if guessed else 'certain'}"}
    return Reading(text=Text(document=document.id, text=draft.text(), passages=draft.passages(), found=found))
