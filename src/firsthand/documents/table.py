"""Where Documents, Texts and custody entries are kept."""

from __future__ import annotations

from firsthand.documents.record import Document, Text
from firsthand.documents.seal import Entry
from firsthand.store import schema
from firsthand.store.rows import Rows

DOCUMENTS = Rows(schema.documents, Document, lambda d: {"id": d.id, "part_of": d.part_of})
TEXTS = Rows(schema.texts, Text, lambda t: {"id": t.document})
CUSTODY = Rows(schema.custody, Entry, lambda e: {"id": e.digest, "document": e.document})
