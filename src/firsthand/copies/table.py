"""Where Copies and Credits are kept."""

from __future__ import annotations

from firsthand.copies.record import Copy, Credit
from firsthand.store import schema
from firsthand.store.rows import Rows

COPIES = Rows(schema.copies, Copy, lambda c: {"id": c.id, "from_document": c.from_, "to_document": c.to})
CREDITS = Rows(schema.credits_, Credit, lambda c: {"id": c.id, "document": c.document})
