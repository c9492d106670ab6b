"""Where Figures are kept."""

from __future__ import annotations

from firsthand.figures.record import Figure
from firsthand.store import schema
from firsthand.store.rows import Rows

FIGURES = Rows(schema.figures, Figure, lambda f: {"id": f.id, "document": f.document})
