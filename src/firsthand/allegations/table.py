"""Where Acts, Predications, Allegations and Contradictions are kept."""

from __future__ import annotations

from firsthand.allegations.record import Act, Allegation, Contradiction, Predication
from firsthand.store import schema
from firsthand.store.rows import Rows

ACTS = Rows(schema.acts, Act, lambda a: {"id": a.id, "document": a.document})
PREDICATIONS = Rows(schema.predications, Predication, lambda p: {"id": p.id, "document": p.document})
ALLEGATIONS = Rows(schema.allegations, Allegation, lambda a: {"id": a.id, "type": a.type})
CONTRADICTIONS = Rows(schema.contradictions, Contradiction, lambda c: {"id": c.id})
