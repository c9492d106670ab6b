"""Where Speakers, Origins, Traces, References and Dependences are kept."""

from __future__ import annotations

from firsthand import ids
from firsthand.origins.record import Dependence, Origin, Reference, Speaker, Trace
from firsthand.store import schema
from firsthand.store.rows import Rows

SPEAKERS = Rows(schema.speakers, Speaker, lambda s: {"id": s.id})
ORIGINS = Rows(schema.origins, Origin, lambda o: {"id": o.id})
TRACES = Rows(schema.traces, Trace, lambda t: {"id": t.statement})
REFERENCES = Rows(
    schema.references,
    Reference,
    lambda r: {"id": ids.name("reference", r.document, r.start, r.end), "document": r.document},
)
DEPENDENCES = Rows(schema.dependences, Dependence, lambda d: {"id": d.id})
