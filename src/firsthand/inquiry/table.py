"""Where Flaws, Judgements and Runs are kept."""

from __future__ import annotations

from firsthand.flaws import Flaw
from firsthand.inquiry.record import Run
from firsthand.judgements import Judgement
from firsthand.store import schema
from firsthand.store.rows import Rows

FLAWS = Rows(schema.flaws, Flaw, lambda f: {"id": f.id, "stage": f.stage})
JUDGEMENTS = Rows(schema.judgements, Judgement, lambda j: {"id": j.id, "about": j.about})
RUNS = Rows(schema.runs, Run, lambda r: {"id": r.id})
