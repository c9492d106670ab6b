"""What is due: from what each stage works, and which stages that has changed for since they were done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from firsthand import line
from firsthand.allegations.table import ACTS, PREDICATIONS
from firsthand.copies.table import CREDITS
from firsthand.estimates.lists import STAGE
from firsthand.estimates.table import LISTED
from firsthand.figures.table import FIGURES
from firsthand.inquiry import look
from firsthand.inquiry.desk import Desk, digest_of
from firsthand.origins.table import REFERENCES
from firsthand.statements.model import digest
from firsthand.statements.table import MENTIONS, STATEMENTS
from firsthand.store import work
from firsthand.store.rows import Rows

EXTRACTED: tuple[Rows[Any], ...] = (STATEMENTS, MENTIONS, FIGURES, ACTS, PREDICATIONS)
"""What `extract` makes."""


def compared(db: Connection) -> str:
    """The digest of all that texts are compared from."""
    return digest_of(line.version("compare"), work.done(db, "text"))


def extracted(desk: Desk, db: Connection) -> dict[str, str]:
    """For each document with a text the digest of all that its statements are extracted from."""
    trained = (digest(Path(desk.settings.model)),) if desk.settings.model else ()
    return {d: digest_of(line.version("extract"), of, *trained) for d, of in work.done(db, "text").items() if of}


def traced(db: Connection) -> str:
    """The digest of all that speakers and origins are traced from."""
    return digest_of(line.version("trace"), work.done(db, "compare"), work.done(db, "extract"), look.standing(db))


@dataclass(frozen=True)
class Behind:
    """Which stages have to be done again, because what they work on was: documents to extract, whether to compare and to trace, documents
    whose lists were estimated from. What they made names places of earlier texts until then, which is no mismatch."""

    extract: frozenset[str] = frozenset()
    compare: bool = False
    trace: bool = False
    estimate: frozenset[str] = frozenset()

    def of(self, rows: Rows[Any], document: str) -> bool:
        """Whether these rows rest on an earlier text, or on earlier mentions, of `document`."""
        if rows is REFERENCES:
            return self.trace
        if rows is LISTED:
            return document in self.estimate
        return self.compare if rows is CREDITS else rows in EXTRACTED and document in self.extract


def behind(desk: Desk, db: Connection) -> Behind:
    """Which stages are behind. One that was never done has made nothing, and is not."""
    keys, done = extracted(desk, db), work.done(db, "extract")
    old = frozenset(d for d, key in done.items() if keys.get(d) != key)
    compare = work.done(db, "compare").get("", compared(db)) != compared(db)
    trace = work.done(db, "trace").get("", traced(db)) != traced(db)
    read = work.done(db, "text")
    lists = frozenset(d for d, key in work.done(db, STAGE).items() if read.get(d) != key)
    return Behind(old, compare, bool(work.done(db, "trace")) and (trace or compare or bool(old)), lists)
