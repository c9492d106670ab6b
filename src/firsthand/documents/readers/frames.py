"""What a page shows that does not stand in its own mark-up: frames, the page it leads on to, what its scripts make.

Nothing of that is fetched or run. A page that was written into a frame of this one (`srcdoc`, as tools that save pages do) is a part of it.
"""

from __future__ import annotations

import re

from lxml import etree

from firsthand.documents.draft import fit
from firsthand.documents.record import Part

NAMED = 5
"""Files of frames that are named."""

MANY = 200
"""Frames that are taken out: more than a page has."""

LETTERS = 5
"""Letters of a page in a frame, at least."""

_TAG = re.compile(r"<[^<>]*>|&\w+;")
_NO_LETTER = re.compile(r"[\W\d_]+")
_URL = re.compile(r"url\s*=\s*['\"]?([^'\"\s]{1,500})", re.I)


def written(tree: etree._Element) -> tuple[tuple[Part, ...], int]:
    """The pages that are written into frames of this one, but for those of hardly a letter (pictures, counters); how many were left for being too many."""
    found = (frame.get("srcdoc") or "" for frame in tree.iter("iframe"))
    pages = [page for page in found if len(_NO_LETTER.sub("", _TAG.sub(" ", page))) >= LETTERS]
    parts = (
        Part(
            name=f"frame {n}.html",
            data=page.encode("utf-8", "replace"),
            media_type="text/html",
            details={"path": f"frame {n}"},
        )
        for n, page in enumerate(pages[:MANY], 1)
    )
    return tuple(parts), len(pages[MANY:])


def elsewhere(tree: etree._Element) -> tuple[str, str]:
    """Where what a page shows is, if the page itself holds no text, and what helps; both "" where it is not told."""
    files = [
        fit(source).strip()
        for e in tree.iter("frame", "iframe")
        if (source := e.get("src")) and not source.startswith(("about:", "data:", "javascript:"))
    ]
    if files:
        rest = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
        return (
            f"what it shows lies in other files: {', '.join(f[:200] for f in files[:NAMED])}{rest}",
            "collect those too",
        )
    for e in tree.iter("meta"):
        if (e.get("http-equiv") or "").lower() == "refresh" and (m := _URL.search(e.get("content") or "")):
            return f"it only leads on to {fit(m[1])}", "collect the page that it leads to"
    if next(tree.iter("script"), None) is not None:
        return (
            "what it shows is made by its scripts, which are not run",
            "save it from a browser as it is shown (WACZ, MHTML, PDF), and collect that",
        )
    return "", ""
