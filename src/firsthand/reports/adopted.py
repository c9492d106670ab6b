"""Adopted: how a finding that a person adopted stands in a report: its words, each paragraph with the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.findings.parts import LABELS
from firsthand.findings.record import Finding
from firsthand.reports.phrase import Phrases, moment, plain, standard
from firsthand.reports.record import Adopted, Sentence
from firsthand.vocabulary import terms

CITED = re.compile(r"[ \t]*\[(statement-[0-9a-f]{16})\]")
"""How the words of a finding cite a statement: its id in brackets, where the footnote will stand."""


def cite(statement: str) -> str:
    """What is written into the words of a finding to cite this statement."""
    return f"[{statement}]"


def adopted(f: Finding, notes: Sequence[int], phrases: Phrases) -> Adopted:
    """The finding for a report. A paragraph that cites nothing rests on `notes`, those of its allegation."""
    return Adopted(
        id=f.id,
        standard=standard(f.standard) if f.standard else "",
        sentences=tuple(_paragraph(words, notes, phrases) for words in f.words.splitlines() if words.strip()),
        proposed=standard(f.proposed) if f.proposed else "",
        parts=(*(LABELS[p] for p in f.parts if p in LABELS), *(f"{name}: {_degree(d)}" for name, d in f.involved)),
        who=f.who,
        when=moment(f.when),
        why=f.why,
        unmet=f.unmet,
    )


def _degree(id_: str) -> str:
    """In which degree somebody answers for it. Articles of law are left to the elements, which can be switched off."""
    return str(terms.load("involvement")["degrees"].get(id_, {"label": id_})["label"])


def _paragraph(words: str, notes: Sequence[int], phrases: Phrases) -> Sentence:
    cited = [phrases.statements[i] for i in CITED.findall(words) if i in phrases.statements]
    found = [phrases.notes.statement(s) for s in dict.fromkeys(cited)] if cited else list(notes)
    return plain(CITED.sub("", words).strip(), found)
