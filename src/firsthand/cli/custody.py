"""What keeps an inquiry sound: verify, seal, timestamp."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli.options import PATH, at, inquiry_option, who_option
from firsthand.cli.output import OUT, say, short
from firsthand.documents import stamp


@click.command()
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
        entries, behind = inquiry.custody(), () if quick else inquiry.behind()
    for w in wrong:
        say(f"{w.message} ({w.where}): expected {short(w.expected)}, found {short(w.found)}")
    if wrong:
        raise click.exceptions.Exit(1)
    OUT.print(f"Everything matches: {'sizes and the custody log' if quick else 'digests, custody log, texts, spans'}.")
    if behind:
        cures = {"firsthand estimate --in INQUIRY" if b == "estimate" else "firsthand assess": b for b in behind}
        say(
            f"To be done again: {', '.join(behind)}. What they made rests on earlier texts and was not compared: {', '.join(cures)}."
        )
    stamped = [e for e, _ in stamp.stamps(entries)]
    if stamped and not quick:
        how = "signed under the given roots" if trusted else "signatures not checked: give --roots"
        say(f"Time stamps: {len(stamped)}, the last of {stamped[-1].details['time']} ({how}).")
    if entries:
        say(f"Head of the custody log: {entries[-1].digest} (keep it elsewhere).")


@click.command()
@inquiry_option
@click.option("--to", type=PATH, required=True, help="Folder of the bag; new or empty.")
@who_option
def seal(folder: Path, to: Path, who: str | None) -> None:
    """Write the inquiry into a BagIt bag: originals, records, custody log, report, and verify.py, which checks it all.

    The bag holds everything, protected sources too: give it only to whom you would give the inquiry itself.
    """
    with at(folder, flags={"who": who}) as inquiry:
        digest = inquiry.seal(to)
    say(f"Bag: {to}")
    say(f"Its tagmanifest has the SHA-256 {digest} (keep it elsewhere).")
    say(f"Check it anywhere: python3 {to / 'verify.py'}")


@click.command()
@inquiry_option
@click.option("--tsa", "authority", required=True, help="URL of a time-stamping authority (RFC 3161).")
@who_option
def timestamp(folder: Path, authority: str, who: str | None) -> None:
    """Have an authority sign that the custody log, as it is, exists now. The only command that uses the network: it sends one digest."""
    with at(folder, flags={"who": who}) as inquiry:
        head = inquiry.head()
        sent = f"To {stamp.host(authority)} goes one SHA-256 digest, that of entry {head.seq} of the custody log, and nothing else:"
        say(f"{sent} {head.digest}")
        made = inquiry.stamp(authority)
    say(f"Stamped at {made.details['time']}; recorded as entry {made.seq}.")
