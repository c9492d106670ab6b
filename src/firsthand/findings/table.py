"""Where Assessments are kept."""

from __future__ import annotations

from firsthand.findings.record import Assessment
from firsthand.store import schema
from firsthand.store.rows import Rows

ASSESSMENTS = Rows(schema.assessments, Assessment, lambda a: {"id": a.id, "allegation": a.allegation})
