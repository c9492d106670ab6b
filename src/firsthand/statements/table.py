"""Where Statements and Mentions are kept."""

from __future__ import annotations

from firsthand.statements.record import Mention, Statement
from firsthand.store import schema
from firsthand.store.rows import Rows

STATEMENTS = Rows(schema.statements, Statement, lambda s: {"id": s.id, "document": s.document})
MENTIONS = Rows(schema.mentions, Mention, lambda m: {"id": m.id, "document": m.document})
