"""REPORT: everything that an inquiry holds, as it is written out."""

from __future__ import annotations

import msgspec

from firsthand.allegations.record import Act, Allegation, Contradiction
from firsthand.copies.record import Copy, Credit
from firsthand.documents.record import Document, Text
from firsthand.figures.record import Figure
from firsthand.findings.record import Assessment
from firsthand.flaws import Flaw
from firsthand.judgements import Judgement
from firsthand.origins.record import Dependence, Origin, Reference, Speaker, Trace
from firsthand.statements.record import Statement


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """All records of the inquiry `name`, as of `made` (ISO 8601 with zone), by `version` of the program."""

    name: str
    made: str
    version: str
    documents: tuple[Document, ...] = ()
    texts: tuple[Text, ...] = ()
    copies: tuple[Copy, ...] = ()
    credits: tuple[Credit, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    origins: tuple[Origin, ...] = ()
    traces: tuple[Trace, ...] = ()
    references: tuple[Reference, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    acts: tuple[Act, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    flaws: tuple[Flaw, ...] = ()
