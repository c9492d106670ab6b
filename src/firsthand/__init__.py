"""Firsthand: from a pile of sources to findings that stand.

The front door for programs that use it::

    from firsthand import open_inquiry

    with open_inquiry(Path("tolm"), create=True) as inquiry:
        inquiry.assess([Path("sources")])
        for allegation in inquiry.contents().allegations:
            print(allegation.label)

Nothing inside imports it. The inquiry and all its stages are loaded when they are asked for: a process that reads one document
needs none of them.
"""

from __future__ import annotations

import importlib
import os
from importlib import metadata
from typing import TYPE_CHECKING, Any

from firsthand.allegations.record import Act, Allegation, Contradiction, Member, Predication
from firsthand.copies.record import Copy, Credit, Match
from firsthand.dates import Period
from firsthand.documents.record import Document, Passage, Span, Text
from firsthand.documents.seal import Entry, Mismatch
from firsthand.errors import (
    BadSettings,
    CannotGoOn,
    CheckFailed,
    FirsthandError,
    InquiryBusy,
    InquiryTooNew,
    NoSuchRecord,
    NoSuchSource,
    NotAnInquiry,
    NothingToRead,
    StampFailed,
    StoreFailed,
    WrongUse,
)
from firsthand.figures.record import Figure
from firsthand.findings.record import Assessment, Condition
from firsthand.flaws import Flaw
from firsthand.inquiry.record import Effect, Progress, Run
from firsthand.judgements import Judgement
from firsthand.origins.record import Count, Dependence, Origin, Reference, Speaker, Trace
from firsthand.reports.record import Contents
from firsthand.settings import Settings
from firsthand.statements.record import Mention, Statement

if TYPE_CHECKING:
    from firsthand.inquiry.open import Inquiry, open_inquiry

__all__ = [
    "Act",
    "Allegation",
    "Assessment",
    "BadSettings",
    "CannotGoOn",
    "CheckFailed",
    "Condition",
    "Contents",
    "Contradiction",
    "Copy",
    "Count",
    "Credit",
    "Dependence",
    "Document",
    "Effect",
    "Entry",
    "Figure",
    "FirsthandError",
    "Flaw",
    "Inquiry",
    "InquiryBusy",
    "InquiryTooNew",
    "Judgement",
    "Match",
    "Member",
    "Mention",
    "Mismatch",
    "NoSuchRecord",
    "NoSuchSource",
    "NotAnInquiry",
    "NothingToRead",
    "Origin",
    "Passage",
    "Period",
    "Predication",
    "Progress",
    "Reference",
    "Run",
    "Settings",
    "Span",
    "Speaker",
    "StampFailed",
    "Statement",
    "StoreFailed",
    "Text",
    "Trace",
    "WrongUse",
    "open_inquiry",
]

# Work is spread over processes; threads of the matrix library inside each would only wait for one another. Read when NumPy is loaded, so set first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def __getattr__(name: str) -> Any:
    if name in ("Inquiry", "open_inquiry"):
        return getattr(importlib.import_module("firsthand.inquiry.open"), name)
    if name == "__version__":
        return metadata.version("firsthand")
    raise AttributeError(f"module 'firsthand' has no attribute {name!r}")
