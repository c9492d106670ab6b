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
@who_option
@inquiry_option
def adopt(
    allegation: str, standard: str, words: str, why: str, parts: tuple[str, ...], who: str | None, folder: Path
) -> None:
    """Adopt a finding about ALLEGATION (id, beginning of it, or label): its standard, its words, its reasons. Kept for good.

    What the rules propose for it is shown beside it; whoever goes beyond says why. A later finding takes the place of an earlier one.
    """
    chosen = "" if standard == "none" else standard
    with at(folder, flags={"who": who}) as inquiry:
        made = inquiry.conclude(allegation, chosen, words, why, parts or ("act",))
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
@click.argument("origin")
@click.option(
    "--answer", "answers", multiple=True, metavar="CRITERION=yes|no|unknown", help="An answer; may be repeated."
)
@click.option("--why", default="", help="The reason, in words.")
@who_option
@inquiry_option
def appraise(origin: str, answers: tuple[str, ...], why: str, who: str | None, folder: Path) -> None:
    """Assess ORIGIN (id, beginning of it, or label) by named criteria, each yes, no or unknown. Without an answer, the criteria are listed.

    It decides nothing: say afterwards firsthand judge origin ID reliable, authenticated, doubtful, forged or retracted.
    """
    told = {}
    for answer in answers:
        name, mark, value = answer.partition("=")
        if not mark:
            raise WrongUse(f"--answer {answer} is none", "give CRITERION=yes, CRITERION=no or CRITERION=unknown")
        told[name] = value
    if not told:
        with at(folder, alone=False) as inquiry:
            asked = inquiry.criteria(origin)
        say("Answer with --answer CRITERION=yes, no or unknown:")
        for name, question in asked.items():
            say(f"  {name}: {question}")
        return
    with at(folder, flags={"who": who}) as inquiry:
        made = inquiry.appraise(origin, told, why)
    say(f"{made.who} assessed {made.label}:")
    known = criteria.criteria(made.kind)
    for name, value in made.answers:
        speaks = (
            "" if value == "unknown" else " (speaks for it)" if value == known[name]["good"] else " (speaks against it)"
        )
        say(f"  {name}: {known[name]['question']} {value}{speaks}")


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
