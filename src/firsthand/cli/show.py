"""Show any noun as a table or as JSON, a text exactly, two texts side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from firsthand.cli import beside
from firsthand.cli.options import inquiry_option, json_option
from firsthand.cli.output import plain, rows, say, tree
from firsthand.errors import NoSuchRecord
from firsthand.inquiry.open import open_inquiry
from firsthand.reports.formats import json
from firsthand.reports.record import Contents


@click.group()
def show() -> None:
    """Print any noun of the inquiry as a table, or with --json."""


@show.command("text")
@click.argument("document")
@inquiry_option
def show_text(document: str, folder: Path) -> None:
    """Print the text of DOCUMENT (id, beginning of it, or name), exactly: every offset counts its code points.

    On a terminal, characters that steer it are shown as pictures, one for one.
    """
    with open_inquiry(folder, alone=False) as inquiry:
        text = inquiry.text(document).text
    sys.stdout.buffer.write((plain(text) if sys.stdout.isatty() else text).encode("utf-8", "surrogatepass"))
    sys.stdout.flush()


@show.command("custody")
@inquiry_option
@json_option
def show_custody(folder: Path, as_json: bool) -> None:
    """Print the custody chain."""
    with open_inquiry(folder, alone=False) as inquiry:
        entries = inquiry.custody()
    rows([msgspec.to_builtins(e) for e in entries], ["seq", "when", "who", "act", "document"], as_json)


@show.command("runs")
@inquiry_option
@json_option
def show_runs(folder: Path, as_json: bool) -> None:
    """Print the log of runs."""
    with open_inquiry(folder, alone=False) as inquiry:
        runs = inquiry.runs()
    rows([msgspec.to_builtins(r) for r in runs], ["stage", "version", "began", "ended", "units"], as_json)


COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "documents": (
        "what was collected, each under its digest",
        ("id", "name", "media_type", "language", "title", "published", "length"),
    ),
    "copies": (
        "what copies what, quotes or credits what",
        ("id", "kind", "from", "to", "share_from", "share_to", "status"),
    ),
    "speakers": ("who speaks, over all documents", ("id", "name", "kind", "speaks_for", "aliases")),
    "origins": ("where information enters: the unit of corroboration", ("id", "kind", "label", "first_hand")),
    "statements": (
        "who says what, as the machine found it",
        ("id", "document", "speaker", "cue", "content", "stance", "rule"),
    ),
    "figures": ("numbers as they are said", ("id", "document", "text", "low", "high", "unit", "of")),
    "allegations": (
        "what is said to have happened",
        ("id", "type", "label", "victims", "perpetrators", "places"),
    ),
    "contradictions": ("what cannot stand beside what", ("id", "kind", "explanation")),
    "assessments": (
        "what standard each allegation meets, as the machine proposes",
        ("allegation", "origins", "standard", "disputed_by"),
    ),
    "findings": ("what people adopted", ("seq", "when", "who", "label", "standard", "words", "proposed")),
    "since": (
        "what came after a finding was adopted",
        ("finding", "allegation", "standard", "added", "gone", "contradictions"),
    ),
    "appraisals": ("what people found of sources", ("seq", "when", "who", "label", "answers")),
    "elements": (
        "crimes, element by element, with the gaps",
        ("article", "act", "label", "state", "standard"),
    ),
    "patterns": ("what repeats, by type, place and period", ("unit", "n", "share", "spread", "shared", "caveat")),
    "agreements": ("how far two reviewers agree", ("noun", "a", "b", "n", "observed", "kappa")),
    "estimates": ("numbers of persons from lists", ("id", "made", "seed", "documented", "conclusion")),
    "judgements": ("what people decided", ("seq", "when", "who", "noun", "about", "decision", "other", "why")),
    "flaws": ("what could not be read, and the cure", ("stage", "kind", "name", "message", "cure")),
}
"""Each noun: what it is, and the columns of its table."""


STATES = {
    "finding": "adopted",
    "confirmed": "confirmed",
    "alleged": "alleged",
    "nothing": "nothing",
}
SLOTS = (
    "What may speak to which element. It never says that an element is met, or that there was a crime: an act has other elements beside the "
    "one that something speaks to. Adopted: a finding does; confirmed: a person says that an allegation does; alleged: one may, by its type "
    "or words, and nobody has looked; nothing: nothing on file does, which is not: not met.\n"
    "Decide: firsthand judge element ARTICLE/ELEMENT confirmed --with ALLEGATION (or rejected, open), as in 7(1)(f)/custody.\n"
)
CONCLUDED = ("findings", "since", "appraisals", "elements", "patterns", "agreements")
"""What people concluded, and what follows from all records together."""


def _names(contents: Contents) -> dict[str, str]:
    """What a person calls each record that others point to, by its id."""
    return {
        **{c.agency_id: c.name for c in contents.credits},
        **{d.id: d.name for d in contents.documents},
        **{s.id: s.name for s in contents.speakers},
        **{o.id: o.label for o in contents.origins},
        **{a.id: a.label for a in contents.allegations},
    }


def _noun(noun: str) -> Callable[..., None]:
    meaning, columns = COLUMNS[noun]

    @inquiry_option
    @json_option
    @click.argument("ids", nargs=-1)
    def run(ids: tuple[str, ...], folder: Path, as_json: bool) -> None:
        with open_inquiry(folder, alone=False) as inquiry:
            contents = inquiry.whole() if noun in CONCLUDED else inquiry.contents()
            held = json.tree(contents)[noun]
        wanted = [r for r in held if not ids or any(str(r.get("id", "")).startswith(i) for i in ids)]
        if ids and not wanted:
            raise NoSuchRecord(f"this inquiry has none of these {noun}: {' '.join(ids)}", f"see: firsthand show {noun}")
        if noun == "elements" and not as_json:
            say(SLOTS)
            wanted = [{**r, "state": STATES[r["state"]]} for r in wanted]
        if noun == "estimates" and not as_json:
            wanted = [{**r, **{k: r["panel"][k] for k in ("documented", "conclusion")}} for r in wanted]
        rows(wanted, columns, as_json, _names(contents))

    run.__doc__ = f"Print the {noun} ({meaning}): all, or those whose ids begin as given."
    return run


for _name in COLUMNS:
    if _name != "copies":
        show.command(_name, short_help=f"{COLUMNS[_name][0].capitalize()}.")(_noun(_name))


@show.command("copies", short_help=f"{COLUMNS['copies'][0].capitalize()}; two documents side by side.")
@inquiry_option
@json_option
@click.option("--whole", is_flag=True, help="Leave nothing out of two texts side by side.")
@click.argument("ids", nargs=-1)
def show_copies(ids: tuple[str, ...], folder: Path, as_json: bool, whole: bool) -> None:
    """Print the copies: all, or those whose ids begin as given. Of two documents (id, beginning of it, or name): the
    two texts side by side, what they share marked ⟦1 …⟧ on both sides."""
    if len(ids) != 2 or all(i.startswith("copy-") for i in ids):
        _noun("copies")(ids=ids, folder=folder, as_json=as_json)
        return
    with open_inquiry(folder, alone=False) as inquiry:
        a, b, copies = inquiry.between(*ids)
        texts = (inquiry.text(a.id).text, inquiry.text(b.id).text)
    if as_json:
        tree(beside.parts((a, b), copies, texts))
    else:
        beside.show((a, b), copies, texts, whole)
