"""Answer: how those who are accused answer an allegation, in the judgement of people (kinds: `vocabulary/answers.toml`)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cache

from firsthand.allegations.record import Allegation
from firsthand.judgements import Judgement, standing
from firsthand.vocabulary import terms

NOUN = "answer"


@cache
def kinds() -> Mapping[str, Mapping[str, object]]:
    """The kinds of answers that people record, by id: `label`, `definition`. That nothing is on file is no answer."""
    known: Mapping[str, Mapping[str, object]] = terms.load("answers")["answers"]
    return {k: v for k, v in known.items() if k != "silent"}


def label(kind: str) -> str:
    """A kind of answer in words."""
    return str(kinds()[kind]["label"])


def answers(about: Allegation, judged: Iterable[Judgement], known: Container[str]) -> tuple[Judgement, ...]:
    """The decisions of people that a statement answers the allegation `about`, oldest first.

    Linking may make an allegation anew, under another id. What was decided about one that is no more (whose id is not among the `known`)
    holds for whichever has any of its statements.
    """
    members = {m.id for m in about.statements}
    return tuple(
        j
        for j in standing(judged).values()
        if j.noun == NOUN and (j.other == about.id or (j.other not in known and members & {*j.others}))
    )
