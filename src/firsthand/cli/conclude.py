"""What people conclude: findings at a standard, answers about sources; a mission's own profile, signed."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli.options import PATH, at, inquiry_option
from firsthand.cli.output import say
from firsthand.errors import WrongUse
from firsthand.findings import appraise as criteria
from firsthand.findings import sign as signing
from firsthand.findings.parts import LABELS
from firsthand.findings.standard import standards
from firsthand.inquiry.desk import now
from firsthand.vocabulary import terms

who_option = click.option("--who", help="Who concludes; the login name if not given.")


@click.command()
@click.argument("allegation")
@click.option(
    "--standard",
    type=click.Choice([*standards(), "none"]),
    required=True,
    help='At which standard of proof; "none" withdraws.',
)
@click.option("--words", default="", help="The finding, in words.")
@click.option("--why", required=True, help="The reasons.")
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice([*LABELS]),
    help="What it states: the act, and which other parts.",
)
@click.option(
    "--involved",
    multiple=True,
    metavar="NAME=DEGREE",
    help=f"Who answers for it, and how (with --part actor): {', '.join(terms.load('involvement')['degrees'])}.",
)
@who_option
@inquiry_option
def adopt(
    allegation: str,
    standard: str,
    words: str,
    why: str,
    parts: tuple[str, ...],
    folder: Path,
    involved: tuple[str, ...],
    **flags: str | None,
) -> None:
    """Adopt a finding about ALLEGATION (id, beginning of it, or label): its standard, its words, its reasons. Kept for good.

    What the rules propose for it is shown beside it; whoever goes beyond says why. A later finding takes the place of an earlier one.
    """
    chosen = "" if standard == "none" else standard
    named = [(name, degree) for name, _, degree in (i.rpartition("=") for i in involved)]
    with at(folder, flags=flags) as inquiry:
        made = inquiry.conclude(allegation, chosen, words, why, parts or ("act",), involved=named)
    known = standards()
    say(
        f"{made.who} {'adopted' if chosen else 'withdrew'}: {made.label}"
        + (f", {known[chosen].label}." if chosen else ".")
    )
    if chosen:
        say(
            f"The rules propose: {known[made.proposed].label if made.proposed else 'nothing, for a part of which nothing on file tells'}."
        )
        for condition in made.unmet:
            say(f"  not met: {condition}")
    say("Write it into the report with: firsthand report")


@click.command()
@click.argument("about")
@click.option(
    "--answer", "answers", multiple=True, metavar="CRITERION=yes|no|unknown", help="An answer; may be repeated."
)
@click.option(
    "--connection", type=click.Choice([*criteria.connections()]), help="How the source is connected with what it tells."
)
@click.option("--by", type=click.Choice(criteria.PROTOCOLS), help="The protocol by which an allegation is checked.")
@click.option("--why", default="", help="The reason, in words.")
@who_option
@inquiry_option
def appraise(about: str, answers: tuple[str, ...], why: str, folder: Path, **more: str | None) -> None:
    """Assess ABOUT by named criteria, each yes, no or unknown: an origin (id, beginning of it, or label), or with --by an allegation.

    Without an answer, the criteria are listed. It decides nothing: say afterwards firsthand judge origin ID reliable, authenticated,
    doubtful, forged or retracted.
    """
    by = more["by"] or more["connection"] or ""
    told = {}
    for answer in answers:
        name, mark, value = answer.partition("=")
        if not mark:
            raise WrongUse(f"--answer {answer} is none", "give CRITERION=yes, CRITERION=no or CRITERION=unknown")
        told[name] = value
    if not told and not more["connection"]:
        with at(folder, alone=False) as inquiry:
            asked = inquiry.criteria(about, by)
        say("Answer with --answer CRITERION=yes, no or unknown:")
        for name, question in asked.items():
            say(f"  {name}: {question}")
        _notes(more["by"] or "")
        return
    with at(folder, flags={"who": more["who"]}) as inquiry:
        made = inquiry.appraise(about, told, why, by)
    say(f"{made.who} assessed {made.label}:")
    if made.connection:
        say(f"  connection to the facts: {criteria.connections()[made.connection]['label']}")
    known = criteria.criteria(made.kind)
    for name, value in made.answers:
        speaks = (
            "" if value == "unknown" else " (speaks for it)" if value == known[name]["good"] else " (speaks against it)"
        )
        say(f"  {name}: {known[name]['question']} {value}{speaks}")


def _notes(protocol: str) -> None:
    """What a protocol says beside its checks."""
    known = criteria.protocol(protocol) if protocol else {}
    for degree in known.get("degrees", ()):
        say(f"  a mark may be {degree['label']}: {degree['definition']}")
    if "manners" in known:
        say(f"  manners of death: {', '.join(known['manners'])}")
    if "note" in known:
        say(f"  {known['note']}")


@click.command()
@click.argument("profile", type=PATH)
@click.option("--key", type=PATH, required=True, help="PEM file of an Ed25519 private key.")
@click.option("--who", required=True, help="Who signs.")
def sign(profile: Path, key: Path, who: str) -> None:
    """Sign a mission's PROFILE of the standard of proof (a TOML file): writes PROFILE.sig beside it.

    Set `profile` in firsthand.toml to the file. One that was changed after it was signed is refused.
    """
    try:
        data, pem = profile.read_bytes(), key.read_bytes()
        made = signing.sign(data, pem, who, now())
        profile.with_name(profile.name + ".sig").write_bytes(made)
    except OSError as error:
        raise WrongUse(
            f"{error.filename} cannot be read or written: {error.strerror}", "name files that you may use"
        ) from error
    say(f"Signed for {who}: {profile.name}.sig")
