"""Role: how a statement that speaks of an act stands to it. Who only passes on, asks about, fears or forbids puts nothing forward."""

from __future__ import annotations

import re

from firsthand.allegations import cover, deny
from firsthand.allegations.compare import Account
from firsthand.allegations.identify import tokens, words
from firsthand.allegations.record import Act, Role
from firsthand.language.lexicon import load
from firsthand.statements.record import Statement

NEVER = ("future", "hypothetical", "law")
"""Modalities of acts that nobody says to have happened: they are at most mentioned."""
OPEN = ("question", "conditional")
REACH = 16
"""Words at most between the beginning of what is denied and the act, for it to be the act that is denied."""
PASSED = "was told of it by others, and passes it on"
ALLEGED = "says that it is alleged, and not by whom"


TELLS = {
    "confirms": ("confirms it", "confirm it"),
    "reports": ("reports it", "report it"),
    "": ("puts it forward", "put it forward"),
}
"""What somebody does who supports an allegation, in the words for one and for several."""


def tells(s: Statement) -> str:
    """Whether a supporting statement confirms or reports, by the word with which it is given; "" where it puts something forward."""
    return next((way for way in ("confirms", "reports") if s.cue_lemma in words("telling", way)), "")


def _described(s: Statement, act: Act) -> bool:
    """Whether an act outside what is denied only tells who denies: "the cook, whose arrest was seen, denies the charges". Not what they are said
    to have done or are accused of: "the army, accused of torture, denied it"."""
    if any(p.start <= act.trigger.start < p.end for p in s.parts):
        return False
    doer, speaker = act.perpetrator, s.speaker
    themselves = doer is not None and speaker is not None and doer.start == speaker.start
    return not themselves and (act.modality != "alleged" or doer is not None)


def _nobody(a: Account) -> bool:
    """Whether directly before the act stands that nobody suffered it."""
    return a.act.modality == "asserted" and _precedes("nobody", a)


def _precedes(pattern: str, a: Account) -> bool:
    return re.search(str(load("en", "link")["victims"][pattern]), _before(a), re.IGNORECASE) is not None


def _before(a: Account) -> str:
    """What the statement says before it names the act."""
    return a.statement.content.text[: max(a.act.trigger.start - a.statement.content.start, 0)]


def _said(pattern: str, a: Account) -> bool:
    """Whether the cue and what stands before the act match the pattern for what is only passed on."""
    before = f"{a.statement.cue_lemma} {_before(a)}"
    return re.search(str(load("en", "link")["passing"][pattern]), before, re.IGNORECASE) is not None


def _known(a: Account) -> bool:
    """Whether the act is only spoken of as known ("the arrests show that …"): nothing of who, where or when is told here."""
    act, s = a.act, a.statement
    new = {"victim", "perpetrator", "place", "time"} - {*act.inferred, *act.pronouns}
    told = any(getattr(act, part) is not None for part in new) or act.figure is not None
    behind = s.content.text[max(a.act.trigger.end - s.content.start, 0) :]
    if re.match(r"\s(?:of|by|against)\b", behind):
        return False
    return not told and not s.experienced and not s.evaluation and not tells(s) and _said("known", a)


def _passed(a: Account) -> str:
    """Why the statement only passes on or speaks about an act, "" where it does not."""
    s, passing = a.statement, load("en", "link")["passing"]
    text = s.content.text.lstrip("“\"'‘ ")
    if _said("received", a):
        return PASSED
    if _said("topic", a) or s.cue_lemma in words("passing", "feared"):
        return "speaks about it, or fears it, without saying that it happened"
    if text.startswith(str(passing["quoted"])):
        return "quotes it from a letter to which it answers"
    if _known(a):
        return "speaks of it as known, and tells nothing of it"
    if re.match(rf"(?:{passing['asked']})\b", text, re.IGNORECASE):
        return "leaves it open, as what is asked"
    if s.mode == "own" and re.search(str(passing["unconfirmed"]), text, re.IGNORECASE):
        return "says that it could not be confirmed: no denial"
    return ""


def stand(a: Account) -> tuple[Role, str]:
    """How the statement that tells of an act stands to it, and why."""
    s, act = a.statement, a.act
    if act.modality in NEVER:
        return "mentions", {"law": "speaks of a rule or definition", "future": "speaks of what may come"}.get(
            act.modality, "speaks of what is only imagined"
        )
    if _precedes("forbidden", a):
        return "mentions", "speaks of a rule or definition"
    if cover.dismisses(s, act):
        return "disputes", "denies it"
    if s.stance == "denies":
        if _described(s, act):
            return "mentions", "names it only to say who speaks, and denies something else"
        if len(tokens(_before(a))) > REACH:
            return "mentions", "denies something else, and names it far behind"
        return deny.stand(a)
    if s.stance == "doubts":
        return "mentions", "doubts it, or could not confirm it: no denial"
    if s.evaluation.startswith("not"):
        return "mentions", f"evaluates it as {s.evaluation}"
    if s.stance == "calls-for" and not s.evaluation:
        return "mentions", "calls for something about it"
    if s.stance == "other" and not s.evaluation:
        return "mentions", "speaks of it without putting it forward"
    if act.modality in OPEN or s.modality in OPEN:
        return "mentions", "asks about it, or speaks of it on a condition"
    if act.polarity == "-" or _nobody(a):
        return ("mentions", PASSED) if _said("received", a) else deny.stand(a)
    passed = "" if s.evaluation else _passed(a)
    if passed:
        return "mentions", passed
    if act.modality == "alleged" and not s.evaluation:
        return "mentions", ALLEGED
    said = f"evaluates it as {s.evaluation}" if s.evaluation else TELLS[tells(s)][0]
    return "supports", said if act.modality == "asserted" else f"{said} ({act.modality})"
