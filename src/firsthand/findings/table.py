"""Where Assessments, Findings and Appraisals are kept."""

from __future__ import annotations

from firsthand.findings.record import Appraisal, Assessment, Finding
from firsthand.store import schema
from firsthand.store.rows import Rows

ASSESSMENTS = Rows(schema.assessments, Assessment, lambda a: {"id": a.id, "allegation": a.allegation})
FINDINGS = Rows(schema.findings, Finding, lambda f: {"id": f.id, "about": f.about})
APPRAISALS = Rows(schema.appraisals, Appraisal, lambda a: {"id": a.id, "about": a.about})
