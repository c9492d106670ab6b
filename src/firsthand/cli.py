"""One command per stage: parse, ask the inquiry, print. The only place where an error becomes an exit code.

Exit codes: 0 done, 1 the check failed or the run could not go on, 2 wrong use.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text as Words

import firsthand
from firsthand.copies.record import Copy
from firsthand.documents import custody, stamp
from firsthand.documents.record import Document
from firsthand.errors import FirsthandError, NoSuchRecord, WrongUse
from firsthand.inquiry.open import Inquiry, open_inquiry
from firsthand.judgements import DECISIONS
from firsthand.reports.compose import summary
from firsthand.reports.formats import json
from firsthand.reports.record import Contents
from firsthand.statements.model import save
from firsthand.statements.train import examples, fit

WIDE = 120
"""Columns from which a table need not be squeezed to the terminal's width."""

Counts = Mapping[str, tuple[str, int, int]]
"""Of each allegation its label and the bounds on its independent origins."""

Sides = tuple[tuple[int, int], tuple[int, int]]
"""The same words in two texts: start and end in the one, start and end in the other."""

OUT = Console()
ERR = Console(stderr=True)


class Bars:
    """A progress bar per stage, on a terminal only; elsewhere a line per stage that had work."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=ERR, disable=not ERR.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, stage: str, total: int) -> None:
        """A new bar; full at once where there is nothing to do."""
        self._task = self._bars.add_task(stage, total=max(total, 1), completed=0 if total else 1)

    def step(self, units: int = 1) -> None:
        """Move the bar that began last."""
        if self._task is not None:
            self._bars.advance(self._task, units)


inquiry_option = click.option(
    "-o", "--inquiry", "folder", type=click.Path(path_type=Path), default=Path(), help="Folder of the inquiry (here)."
)
PATH = click.Path(path_type=Path)
field_option = click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=VALUE",
    help=f"How the sources were come by: {', '.join(custody.FIELDS)}.",
)
password_option = click.option(
    "--password",
    "passwords",
    multiple=True,
    help='Opens encrypted documents; may be repeated; "-" asks for it, unseen.',
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@contextmanager
def at(
    folder: Path, *, create: bool = False, alone: bool = True, flags: Mapping[str, object] | None = None
) -> Iterator[Inquiry]:
    """The inquiry, with progress bars."""
    with Bars() as bars, open_inquiry(folder, create=create, alone=alone, flags=flags, progress=bars) as inquiry:
        yield inquiry


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(firsthand.__version__, prog_name="firsthand")
def cli() -> None:
    """From a pile of sources to findings that stand.

    The machine proposes, with its reasons; people decide. Nothing leaves this machine.
    """


@cli.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--inquiry",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("inquiry"),
    show_default=True,
    help="Folder of the inquiry; made if missing.",
)
@click.option("--workers", type=click.IntRange(min=0), help="Processes at work at the same time (0: one per core).")
@click.option("--profile", help="Profile of the standard of proof.")
@click.option("--who", help="Name under which acts are logged.")
@field_option
@password_option
def assess(
    sources: tuple[Path, ...], folder: Path, fields: tuple[str, ...], passwords: tuple[str, ...], **flags: object
) -> None:
    """Do the whole line on SOURCES (files or folders): collect, read, compare, extract, trace, link, weigh, report."""
    with at(folder, create=True, flags={**flags, "passwords": _asked(passwords)}) as inquiry:
        done = inquiry.assess(sources, _told(fields))
        contents = inquiry.contents()
    _print_summary(contents)
    if not any(done.values()):
        OUT.print("Nothing to do: every source is known and everything is up to date.")
    else:
        OUT.print(
            Words(
                f"{len(contents.documents)} documents, {done['collect']} new; {len(contents.flaws)} flaws (firsthand show flaws -o {folder})"
            )
        )
    OUT.print(Words(f"Report: {inquiry.report_path}"), soft_wrap=True)
    OUT.print(Words(f"Assessment: {inquiry.assessment_path}"), soft_wrap=True)


@cli.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@inquiry_option
@click.option("--who", help="Name under which acts are logged.")
@field_option
def collect(sources: tuple[Path, ...], folder: Path, who: str | None, fields: tuple[str, ...]) -> None:
    """Seal SOURCES (files or folders) in the inquiry, under their SHA-256."""
    with at(folder, create=True, flags={"who": who}) as inquiry:
        done = inquiry.collect(sources, _told(fields))
    OUT.print(f"{done} new files sealed" if done else "Nothing to do: every source is known.")


def _asked(passwords: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(click.prompt("Password", hide_input=True) if p == "-" else p for p in passwords) or None


def _told(fields: Sequence[str]) -> dict[str, str]:
    given, wrong = custody.told(fields)
    if wrong:
        raise WrongUse(f"--field {wrong} is none", f"give NAME=VALUE, NAME one of: {', '.join(custody.FIELDS)}")
    return given


def _stage(name: str, text: str) -> None:
    @inquiry_option
    def run(folder: Path) -> None:
        with at(folder) as inquiry:
            done = inquiry.run(name)
        OUT.print(f"{name}: {done} done" if done else f"{name}: nothing to do, all is up to date")

    run.__doc__ = text
    cli.command(name)(run)


@cli.command()
@inquiry_option
@password_option
def read(folder: Path, passwords: tuple[str, ...]) -> None:
    """Read text, pages and metadata out of the sealed documents."""
    with at(folder, flags={"passwords": _asked(passwords)}) as inquiry:
        done = inquiry.read()
    OUT.print(f"read: {done} done" if done else "read: nothing to do, all is up to date")


_stage("compare", "Find what copies what, with the matched passages.")
_stage("extract", "Find who says what: statements, figures and acts, at exact places.")
_stage("trace", "Find who the speakers are and where each statement's information enters.")
_stage("link", "Group statements into allegations and find contradictions.")
_stage("weigh", "Count independent origins and weigh each allegation against the standard of proof.")
_stage("report", "Write report.html and assessment.json.")


@cli.command()
@click.argument("document", required=False)
@inquiry_option
@click.option(
    "--quick", is_flag=True, help="Sizes, presence and the custody log alone: no byte of an original is read."
)
@click.option("--head", help="Digest of an entry that the custody log must hold, as you kept it elsewhere.")
@click.option("--roots", type=PATH, help="PEM file of the roots that time stamps must lead to.")
def verify(document: str | None, folder: Path, quick: bool, head: str | None, roots: Path | None) -> None:
    """Re-check everything, or DOCUMENT (id, beginning of it, or name): originals, custody log, time stamps, texts, spans.

    Each thing that does not match is named: what, where, expected, found. Exit code 1 then.
    """
    trusted = stamp.roots(roots) if roots else ()
    with at(folder, alone=False) as inquiry:
        wrong = inquiry.verify(document, quick=quick, head=head, roots=trusted)
        entries = inquiry.custody()
    for w in wrong:
        OUT.print(
            Words(f"{w.message} ({w.where}): expected {_short(w.expected)}, found {_short(w.found)}"), soft_wrap=True
        )
    if wrong:
        raise click.exceptions.Exit(1)
    OUT.print(f"Everything matches: {'sizes and the custody log' if quick else 'digests, custody log, texts, spans'}.")
    stamped = [e for e, _ in stamp.stamps(entries)]
    if stamped and not quick:
        how = "signed under the given roots" if trusted else "signatures not checked: give --roots"
        OUT.print(
            Words(f"Time stamps: {len(stamped)}, the last of {stamped[-1].details['time']} ({how})."), soft_wrap=True
        )
    if entries:
        OUT.print(Words(f"Head of the custody log: {entries[-1].digest} (keep it elsewhere)."), soft_wrap=True)


@cli.command()
@inquiry_option
@click.option("--to", type=PATH, required=True, help="Folder of the bag; new or empty.")
@click.option("--who", help="Name under which acts are logged.")
def seal(folder: Path, to: Path, who: str | None) -> None:
    """Write the inquiry into a BagIt bag: originals, records, custody log, report, and verify.py, which checks it all.

    The bag holds everything, protected sources too: give it only to whom you would give the inquiry itself.
    """
    with at(folder, flags={"who": who}) as inquiry:
        digest = inquiry.seal(to)
    OUT.print(Words(f"Bag: {to}"), soft_wrap=True)
    OUT.print(Words(f"Its tagmanifest has the SHA-256 {digest} (keep it elsewhere)."), soft_wrap=True)
    OUT.print(Words(f"Check it anywhere: python3 {to / 'verify.py'}"), soft_wrap=True)


@cli.command()
@inquiry_option
@click.option("--tsa", "authority", required=True, help="URL of a time-stamping authority (RFC 3161).")
@click.option("--who", help="Name under which acts are logged.")
def timestamp(folder: Path, authority: str, who: str | None) -> None:
    """Have an authority sign that the custody log, as it is, exists now. The only command that uses the network: it sends one digest."""
    with at(folder, flags={"who": who}) as inquiry:
        head = inquiry.head()
        sent = f"To {stamp.host(authority)} goes one SHA-256 digest, that of entry {head.seq} of the custody log, and nothing else:"
        OUT.print(Words(f"{sent} {head.digest}"), soft_wrap=True)
        made = inquiry.stamp(authority)
    OUT.print(Words(f"Stamped at {made.details['time']}; recorded as entry {made.seq}."), soft_wrap=True)


@cli.command()
@click.argument("noun", type=click.Choice(sorted(DECISIONS)))
@click.argument("about")
@click.argument("decision")
@click.option("--with", "--from", "other", default="", help="The second one, where the decision is about two.")
@click.option("--why", default="", help="The reason, in words.")
@click.option("--who", help="Who decides; the login name if not given.")
@click.option("--later", is_flag=True, help="Only record it; the stages follow when they are run.")
@inquiry_option
def judge(noun: str, about: str, decision: str, other: str, folder: Path, **more: Any) -> None:
    """Record a person's DECISION about the NOUN called ABOUT (id, beginning of it, or name), and say what it does to the counts.

    Kept for good; a later one takes its place, "open" takes it back.

    \b
    firsthand judge copy ID rejected --why "both quote the law"
    firsthand judge speaker ID merged --with ID      one person under two names
    firsthand judge speaker ID split --from FILE     somebody else of that name in FILE
    firsthand judge dependence ORIGIN declared --with ORIGIN --why "the same witness"
    firsthand judge origin ID reliable --why "heard twice, by two of us"
    """
    with at(folder, flags={"who": more["who"]}) as inquiry:
        ready = bool(inquiry.counts())
        if ready and not more["later"]:
            inquiry.follow()  # so that what changes afterwards comes of this decision alone
        before = inquiry.counts()
        made = inquiry.judge(noun, about, decision, more["why"], other)
        if ready and not more["later"]:
            inquiry.follow()
        after = inquiry.counts()
    second = f" and {made.other}" if made.other else ""
    OUT.print(Words(f"{made.who} judged {noun} {made.about}{second}: {decision}."), soft_wrap=True)
    for line in _moved(before, after):
        OUT.print(Words(line), soft_wrap=True)
    OUT.print(
        "Write it into the report with: firsthand report"
        if before and not more["later"]
        else "It takes effect with: firsthand trace, link, weigh, report"
    )


def _moved(before: Counts, after: Counts) -> Iterator[str]:
    """What became of each allegation's independent origins, in a line each; one line where nothing moved."""
    moved = 0
    for id_ in dict.fromkeys((*before, *after)):
        old, new = before.get(id_), after.get(id_)
        if old == new:
            continue
        moved += 1
        label = (new or old or ("", 0, 0))[0]
        yield f"{label}: independent origins {_bounds(old)} → {_bounds(new)}"
    if not moved:
        yield "No allegation's independent origins change."


def _bounds(found: tuple[str, int, int] | None) -> str:
    if found is None:
        return "none (no such allegation)"
    _, lo, hi = found
    return str(lo) if lo == hi else f"{lo}–{hi}"


@cli.command()
@click.argument("files", nargs=-1, type=PATH)
@click.option(
    "-o", "--inquiry", "folder", type=PATH, help="Learn from what was decided about the statements of this inquiry too."
)
@click.option("--to", type=PATH, required=True, help="File of the model.")
def train(files: tuple[Path, ...], folder: Path | None, to: Path) -> None:
    """Train the statistical reader on FILES of marked texts and on an inquiry's decisions about statements. Nothing leaves this machine.

    Set `model` in firsthand.toml to the file: what it proposes is added to what the rules find, and says that it is statistical.
    """
    marked = [e for file in files for e in examples(file)]
    if folder is not None:
        with at(folder, alone=False) as inquiry:
            marked += inquiry.lessons()
    model = fit(marked)
    try:
        save(model, to)
    except OSError as error:
        raise WrongUse(f"{to} cannot be written: {error}", "name a file in a folder that you may write to") from error
    OUT.print(Words(f"Trained on {model.made}: {to}"), soft_wrap=True)
    OUT.print(Words(f'Use it: model = "{to}" in firsthand.toml, or FIRSTHAND_MODEL={to}'), soft_wrap=True)


@cli.group()
def show() -> None:
    """Print any noun of the inquiry as a table, or with --json."""


@show.command("text")
@click.argument("document")
@inquiry_option
def show_text(document: str, folder: Path) -> None:
    """Print the text of DOCUMENT (id, beginning of it, or name), exactly: every offset counts its code points."""
    with open_inquiry(folder, alone=False) as inquiry:
        text = inquiry.text(document)
    sys.stdout.buffer.write(text.text.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()


@show.command("custody")
@inquiry_option
@json_option
def show_custody(folder: Path, as_json: bool) -> None:
    """Print the custody chain."""
    with open_inquiry(folder, alone=False) as inquiry:
        entries = inquiry.custody()
    _print_rows([msgspec.to_builtins(e) for e in entries], ["seq", "when", "who", "act", "document"], as_json)


@show.command("runs")
@inquiry_option
@json_option
def show_runs(folder: Path, as_json: bool) -> None:
    """Print the log of runs."""
    with open_inquiry(folder, alone=False) as inquiry:
        runs = inquiry.runs()
    _print_rows([msgspec.to_builtins(r) for r in runs], ["stage", "version", "began", "ended", "units"], as_json)


COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": ("id", "name", "media_type", "language", "title", "published", "length"),
    "copies": ("id", "kind", "from", "to", "share_from", "share_to", "status"),
    "speakers": ("id", "name", "kind", "speaks_for", "aliases"),
    "origins": ("id", "kind", "label", "first_hand"),
    "statements": ("id", "document", "speaker", "cue", "content", "stance", "rule"),
    "figures": ("id", "document", "text", "low", "high", "unit", "of"),
    "allegations": ("id", "type", "label", "victims", "perpetrators", "places"),
    "contradictions": ("id", "kind", "explanation"),
    "assessments": ("allegation", "origins", "standard", "disputed_by"),
    "judgements": ("seq", "when", "who", "noun", "about", "decision", "other", "why"),
    "flaws": ("stage", "kind", "name", "message", "cure"),
}


def _noun(noun: str) -> Callable[..., None]:
    @inquiry_option
    @json_option
    @click.argument("ids", nargs=-1)
    def run(ids: tuple[str, ...], folder: Path, as_json: bool) -> None:
        with open_inquiry(folder, alone=False) as inquiry:
            rows = json.tree(inquiry.contents())[noun]
        wanted = [r for r in rows if not ids or any(str(r.get("id", "")).startswith(i) for i in ids)]
        if ids and not wanted:
            raise NoSuchRecord(f"this inquiry has none of these {noun}: {' '.join(ids)}", f"see: firsthand show {noun}")
        _print_rows(wanted, COLUMNS[noun], as_json)

    run.__doc__ = f"Print the {noun}: all, or those whose ids begin as given."
    return run


for _name in COLUMNS:
    if _name != "copies":
        show.command(_name)(_noun(_name))


@show.command("copies")
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
        found = [_shared(c, a.id, texts) for c in copies]
        _print_json({"a": _brief(a, texts[0]), "b": _brief(b, texts[1]), "copies": found})
    else:
        _print_beside((a, b), copies, texts, whole)


def _brief(document: Document, text: str) -> dict[str, Any]:
    return {"id": document.id, "name": document.name, "length": len(text)}


def _sides(copy: Copy, a: str) -> list[Sides]:
    """The matched spans as ((start, end) in document `a`, (start, end) in the other), in the order of `a`."""
    both = [((m.from_start, m.from_end), (m.to_start, m.to_end)) for m in copy.spans]
    return sorted(both if copy.from_ == a else [(y, x) for x, y in both])


def _shared(copy: Copy, a: str, texts: tuple[str, str]) -> dict[str, Any]:
    """A copy with the matched words of both documents."""
    held: dict[str, Any] = msgspec.to_builtins(copy)
    held["spans"] = [
        {side: {"start": s, "end": e, "text": text[s:e]} for side, (s, e), text in zip("ab", pair, texts, strict=True)}
        for pair in _sides(copy, a)
    ]
    return held


GAP = 300
"""Code points of what is not shared that are shown at each end of a gap."""


def _print_beside(
    documents: tuple[Document, Document], copies: Sequence[Copy], texts: tuple[str, str], whole: bool
) -> None:
    a, b = documents
    for c in copies:
        way = (
            "which came first is open" if c.direction == "unknown" else f"from {a.name if c.from_ == a.id else b.name}"
        )
        OUT.print(Words(f"{c.id}  {c.kind}, {c.status}; {way}", style="bold"), soft_wrap=True)
        for reason in c.reasons:
            OUT.print(Words(f"  {reason}"), soft_wrap=True)
    if not copies:
        OUT.print(Words(f"No copy was found between {a.name} and {b.name}."), soft_wrap=True)
        return
    shared = sorted({pair for c in copies for pair in _sides(c, a.id)})
    table = Table(a.name, b.name, show_lines=False, padding=(0, 2), header_style="bold", expand=True)
    table.columns[0].ratio = table.columns[1].ratio = 1
    at = (0, 0)
    for anchor in (*_in_order(shared), None):
        until = (anchor[0][0], anchor[1][0]) if anchor else (len(texts[0]), len(texts[1]))
        table.add_row(*(_marked(texts[i], at[i], until[i], shared, i, whole) for i in (0, 1)))
        if anchor:
            table.add_row(*(_marked(texts[i], *anchor[i], shared, i, True) for i in (0, 1)))
            at = (anchor[0][1], anchor[1][1])
    OUT.print(table)


def _in_order(shared: Sequence[Sides]) -> list[Sides]:
    """The longest run of matches (by shared words) that stand in the same order in both texts and do not overlap."""
    best: list[tuple[int, list[Sides]]] = []
    for pair in shared:
        before = [b for b in best if b[1][-1][0][1] <= pair[0][0] and b[1][-1][1][1] <= pair[1][0]]
        weight, chain = max(before, key=lambda b: b[0], default=(0, []))
        best.append((weight + pair[0][1] - pair[0][0], [*chain, pair]))
    return max(best, key=lambda b: b[0], default=(0, []))[1]


def _marked(text: str, start: int, end: int, shared: Sequence[Sides], side: int, whole: bool) -> Words:
    """`text[start:end]` with the matches in it marked by their numbers; a long stretch without any is cut in its middle."""
    out, at = Words(), start
    for number, span in sorted(enumerate((p[side] for p in shared), 1), key=lambda n: n[1]):
        begin, stop = max(span[0], at), min(span[1], end)
        if begin >= stop:
            continue
        out.append(_cut(text[at:begin], whole), "dim").append(f"⟦{number} {text[begin:stop].strip()}⟧", "bold green")
        at = stop
    return out.append(_cut(text[at:end], whole), "dim")


def _cut(text: str, whole: bool) -> str:
    if whole or len(text) <= 2 * GAP + 60:
        return text
    return f"{text[:GAP]} … ({len(text) - 2 * GAP:,} characters) … {text[-GAP:]}"


def _print_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    if as_json:
        _print_json(rows)
        return
    table = Table(*columns, box=None, header_style="bold")
    for row in rows:
        table.add_row(*(Words(_cell(column, row.get(column))) for column in columns))
    OUT.print(table if rows else "none")


def _print_json(value: object) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.flush()


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return f"{value['lo']}–{value['hi']}" if "lo" in value else _short(str(value.get("text", "")))
    if isinstance(value, list):
        return _short(", ".join(_cell(column, v) for v in value))
    if isinstance(value, float):
        return f"{value:,.2f}" if column.startswith("share") else f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
    text = str(value)
    return text[:12] if column in ("document", "from", "to", "id", "other") and len(text) == 64 else _short(text)


def _short(text: str, limit: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _print_summary(contents: Contents) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, expand=OUT.width < WIDE)
    table.add_column("Allegation", overflow="fold", ratio=5, min_width=24)
    for heading in ("Independent\norigins", "Docu-\nments", "First-\nhand"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Disputed by", overflow="fold", ratio=2)
    table.add_column("Standard proposed", overflow="fold", ratio=2)
    overview = summary(contents)
    for row in overview.allegations:
        table.add_row(*(Words(cell) for cell in row))
    OUT.print(table if overview.allegations else "No allegation was found in these sources.")
    if overview.incidents:
        OUT.print(f"and {overview.incidents} single incidents that are part of these; see the report")
    if overview.contradictions:
        OUT.print("\nContradictions", style="bold")
        for explanation in overview.contradictions:
            OUT.print(Words(f"· {explanation}"))
    OUT.print()


def main() -> None:
    """The program. Every error of ours ends here as one line of what and one line of what to do."""
    try:
        sys.exit(cli(standalone_mode=False))  # the code with which a command ended, or None
    except FirsthandError as error:
        _fail(error.what, error.cure, error.exit_code)
    except click.UsageError as error:
        wrong = WrongUse(error.format_message(), f"see: {error.ctx.command_path if error.ctx else 'firsthand'} --help")
        _fail(wrong.what, wrong.cure, wrong.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _fail("stopped", "run the same command again: it goes on where this run stopped", 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _fail(what: str, cure: str, code: int) -> None:
    ERR.print(Words(f"firsthand: {what}"), soft_wrap=True)
    if cure:
        ERR.print(Words(f"  {cure}"), soft_wrap=True)
    sys.exit(code)
