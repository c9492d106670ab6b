"""A person's decision, and what it does to the counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firsthand.cli.options import at, inquiry_option
from firsthand.cli.output import OUT, say
from firsthand.findings.standard import standards
from firsthand.inquiry.record import Effect
from firsthand.judgements import DECISIONS


@click.command()
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
    firsthand judge element 7(1)(f)/custody confirmed --with ALLEGATION --why "the register shows it"
    firsthand judge answer STATEMENT responsibility --with ALLEGATION --why "the minister's own words"
    firsthand judge origin ID reliable --why "heard twice, by two of us"
    firsthand judge pair "police:12 = press:40" rejected --why "two cousins"
    """
    with at(folder, flags={"who": more["who"]}) as inquiry:
        if more["later"]:
            done = Effect(judgement=inquiry.judge(noun, about, decision, more["why"], other), before={}, after={})
        else:
            done = inquiry.decide(noun, about, decision, more["why"], other)
    made = done.judgement
    second = f" and {made.other}" if made.other else ""
    say(f"{made.who} judged {noun} {made.about}{second}: {decision}.")
    if made.noun == "pair":
        OUT.print("The next estimate keeps to it: firsthand estimate --in INQUIRY")
        return
    if not done.before:
        OUT.print("It takes effect with: firsthand trace, link, weigh, report")
        return
    for id_ in done.moved:
        old, new = done.before.get(id_), done.after.get(id_)
        label = (new or old or ("",))[0]
        if old != new:
            say(f"{label}: independent origins {_bounds(old)} → {_bounds(new)}")
        if done.stood.get(id_) != done.stands.get(id_):
            say(f"{label}: the rules propose {_standard(done.stood.get(id_))} → {_standard(done.stands.get(id_))}")
    if not done.moved:
        OUT.print("No allegation's independent origins change, nor the standard that the rules propose.")
    OUT.print("Write it into the report with: firsthand report")


def _standard(id_: str | None) -> str:
    return standards()[id_].label if id_ else "none (no such allegation)"


def _bounds(found: tuple[str, int, int] | None) -> str:
    if found is None:
        return "none (no such allegation)"
    _, lo, hi = found
    return str(lo) if lo == hi else f"{lo}–{hi}"
