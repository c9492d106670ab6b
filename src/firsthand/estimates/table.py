"""Where Studies are kept, with the rows of their lists and the pairs that came near."""

from __future__ import annotations

from firsthand.estimates.record import Listed, Pair, Study
from firsthand.store import schema
from firsthand.store.rows import Rows

STUDIES = Rows(schema.studies, Study, lambda s: {"id": s.id})
LISTED = Rows(schema.listed, Listed, lambda r: {"id": r.id, "study": r.study, "document": r.document})
PAIRS = Rows(schema.pairs, Pair, lambda p: {"id": p.id, "study": p.study})
