"""Judge: what can be decided about what, by which names people call it, and which members of a group a decision is kept for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from firsthand import judgements
from firsthand.allegations.table import ALLEGATIONS, CONTRADICTIONS
from firsthand.copies.table import COPIES
from firsthand.documents.table import DOCUMENTS
from firsthand.errors import DecidedMeanwhile, NoSuchRecord, WrongUse
from firsthand.estimates.table import PAIRS
from firsthand.findings import crimes
from firsthand.inquiry import look
from firsthand.inquiry.decisions import decisions
from firsthand.inquiry.desk import Desk, now
from firsthand.inquiry.table import JUDGEMENTS
from firsthand.judgements import Judgement
from firsthand.origins import members
from firsthand.origins.record import Origin
from firsthand.origins.table import DEPENDENCES, ORIGINS, REFERENCES, SPEAKERS, TRACES
from firsthand.statements.table import STATEMENTS
from firsthand.store.rows import Rows

JUDGED: Mapping[str, Rows[Any]] = {
    "copy": COPIES,
    "dependence": DEPENDENCES,
    "speaker": SPEAKERS,
    "statement": STATEMENTS,
    "origin": ORIGINS,
    "contradiction": CONTRADICTIONS,
    "pair": PAIRS,
    "document": DOCUMENTS,
}
"""Where the things lie about which a person can decide."""


class Sides(NamedTuple):
    """What a decision is about: the ids of one record or two, and the members that they have as groups."""

    about: str
    other: str = ""
    members: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def judge(
    desk: Desk, noun: str, about: str, decision: str, why: str = "", other: str = "", *, seen: int | None = None
) -> Judgement:
    """Append a person's decision about the record `about`, or about it and `other`.

    Records are named by id, the beginning of it, or the name that they are shown under. "split" takes off a speaker or an origin
    what stands in the document `other` (of an origin also one statement), or keeps two that are apart from ever being made one.
    `seen` is the number of the last decision about the same that whoever decides has seen (0: none; None: it does not matter). Who says
    what they have seen may also leave open what nobody decided on: looked at, and not enough to say.
    Raises NoSuchRecord, WrongUse for a decision that `noun` does not have or that lacks its other side, and DecidedMeanwhile.
    """
    _decidable(noun, decision, other)
    if decision == "described" and not why.strip():
        raise WrongUse(
            "a description has no words", "say what is to be seen, plainly enough that nobody has to look: --why"
        )
    with desk.store.writing() as db:
        if noun in judgements.OF_TWO:
            sides = _taken_back(db, noun, about, other, decision) or BOTH[noun](db, about, other)
        elif decision == "open":
            sides = _opened(db, noun, about, other, looked=seen is not None)
        else:
            sides = _sides(db, noun, about, decision, other)
        made = judgements.judgement(
            seq=JUDGEMENTS.count(db) + 1,
            noun=noun,
            decision=decision,
            about=sides.about,
            other=sides.other,
            members=sides.members,
            others=sides.others,
            who=desk.settings.who,
            when=now(),
            why=why,
        )
        if seen is not None:
            _unchanged(db, made, seen)
        JUDGEMENTS.append(db, made)
    return made


def _element(db: Connection, about: str, other: str) -> Sides:
    """An element of a crime, and the allegation that speaks to it, known by its statements."""
    every = list(crimes.places())
    found = [p for p in every if p.name == about] or [p for p in every if about and p.id.startswith(about)]
    if len(found) != 1:
        raise NoSuchRecord(f"there is no element {about}", "see: firsthand show elements")
    allegation = ALLEGATIONS.get(db, other) or look.named(ALLEGATIONS.all(db), "allegation", other)
    return Sides(found[0].id, allegation.id, others=tuple(m.id for m in allegation.statements))


def _answer(db: Connection, about: str, other: str) -> Sides:
    """A statement of those who are accused, and the allegation that it answers, known by its statements."""
    allegation = ALLEGATIONS.get(db, other) or look.named(ALLEGATIONS.all(db), "allegation", other)
    return Sides(_called(db, "statement", about).id, allegation.id, others=tuple(m.id for m in allegation.statements))


BOTH: Mapping[str, Callable[[Connection, str, str], Sides]] = {"element": _element, "answer": _answer}
"""The two sides of a decision that is always about two."""


def _taken_back(db: Connection, noun: str, about: str, other: str, decision: str) -> Sides | None:
    """What is left open again, where these two were decided on, though one of them be no more."""
    told = decisions(db).standing.get(judgements.pair(noun, about, other))
    return Sides(told.about, told.other, others=told.others) if told and decision == "open" else None


def _opened(db: Connection, noun: str, about: str, other: str, *, looked: bool) -> Sides:
    """What is left open: the decision that holds, or what was `looked` at and is named by its id."""
    if looked and all(JUDGED[noun].get(db, id_) for id_ in (about, other) if id_):
        return Sides(about, other)
    held = _held(db, noun, about, other)
    return Sides(held.about, held.other)


def _unchanged(db: Connection, made: Judgement, seen: int) -> None:
    """Raises DecidedMeanwhile where what `made` is about was decided after the decision number `seen`."""
    told = [j for j in JUDGEMENTS.among(db, "about", {made.about, made.other} - {""}) if j.key == made.key]
    last = max(told, key=lambda j: j.seq, default=None)
    if last and last.seq != seen:
        why = f" ({last.why})" if last.why else ""
        raise DecidedMeanwhile(
            f"meanwhile {last.who} decided about the same: {last.decision}{why}, on {last.when}",
            "nothing was recorded: look again, then decide",
        )


def _held(db: Connection, noun: str, about: str, other: str) -> Judgement:
    """The standing decision that is to be taken back: about these, or about `about` and whatever else if there is but one."""
    exact = judgements.pair(noun, about, other) if other else about
    if found := [
        j for j in judgements.standing(JUDGEMENTS.among(db, "about", {about, other})).values() if j.key == exact
    ]:
        return found[0]
    own = list(JUDGED[noun].all(db))
    rows = [*own, *(ORIGINS.all(db) if noun == "dependence" else ()), *DOCUMENTS.all(db)]

    def means(said: str, id_: str, kept: Sequence[str]) -> bool:
        if not id_ or id_.startswith(said) or any(r.id == id_ and said in look.names(r) for r in rows):
            return bool(id_)
        # a group that has another id since then is known by its members
        called = [r for r in own if said in (*look.names(r), *getattr(r, "aliases", ()))] if kept else ()
        return any({*kept} & {*_members(db, noun, r)} for r in called)

    held = [j for j in judgements.standing(JUDGEMENTS.all(db)).values() if j.noun == noun]
    if other:
        found = [
            j
            for j in held
            if (means(about, j.about, j.members) and means(other, j.other, j.others))
            or (means(about, j.other, j.others) and means(other, j.about, j.members))
        ]
    else:
        found = [j for j in held if not j.other and means(about, j.about, j.members)]
        found = found or [j for j in held if means(about, j.about, j.members) or means(about, j.other, j.others)]
    if len(found) == 1:
        return found[0]
    both = f"{about} and {other}" if other else about
    how_many = f"{len(found)} decisions hold" if found else "no decision holds"
    raise NoSuchRecord(
        f"{how_many} about the {noun} {both}", "see: firsthand show judgements (name both ids of a decision about two)"
    )


def _sides(db: Connection, noun: str, about: str, decision: str, other: str) -> Sides:
    """The ids that a decision is about, and their members."""
    if decision == "declared":
        noun = "origin"
    first = _called(db, noun, about)
    if noun == "pair":
        return Sides(first.id, members=first.rows[:1], others=first.rows[1:])
    if noun == "origin":
        _counts(first, decision)
    if noun not in ("speaker", "origin"):
        return Sides(first.id)
    whole = _members(db, noun, first)
    if not other:
        return Sides(first.id, members=whole)
    if decision == "split":
        part = _part(db, noun, other, whole)
        if part is not None:
            id_, off = part
            return Sides(first.id, id_, tuple(m for m in whole if m not in off), off)
    second = _called(db, noun, other)
    if second.id == first.id:
        raise WrongUse(f"{about} and {other} are one {noun}", f"name two, see: firsthand show {noun}s")
    return Sides(first.id, second.id, whole, _members(db, noun, second))


def _counts(origin: Origin, decision: str) -> None:
    """Raises WrongUse for an assessment that would count for nothing: the profile asks for reliable witnesses and authentic material."""
    if decision == "reliable" and not (origin.kind == "witness" and origin.first_hand):
        raise WrongUse(
            f"{origin.label} is no first-hand witness: that it is reliable would count for nothing",
            "judge reliable the witnesses whose accounts are on file, material authenticated; answers about a body: firsthand appraise",
        )
    if decision == "authenticated" and origin.kind != "material":
        raise WrongUse(
            f"{origin.label} is no primary material: that it is authentic would count for nothing",
            "judge material authenticated, a first-hand witness reliable",
        )


def _called(db: Connection, noun: str, said: str) -> Any:
    """The record called `said`: by its id at once, else by the names of all."""
    if found := JUDGED[noun].get(db, said):
        return found
    rows = look.every(db) if noun == "statement" else JUDGED[noun].all(db)
    return look.named(rows, noun, said)


def _members(db: Connection, noun: str, record: Any) -> tuple[str, ...]:
    if noun == "speaker":
        return members.of_speaker(record, REFERENCES.all(db))
    return members.of_origin(record, TRACES.all(db), {s.id: s.document for s in STATEMENTS.all(db)})


def _part(db: Connection, noun: str, said: str, whole: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Those of the members `whole` that stand in the document called `said`, or are that statement; None if it is neither."""
    documents = [d for d in DOCUMENTS.all(db) if d.name == said or d.id.startswith(said)]
    if len(documents) == 1:
        inside = {s.id for s in STATEMENTS.all(db, document=documents[0].id)}
        off = tuple(m for m in whole if m in inside or m.startswith(f"{documents[0].id}:"))
        id_ = documents[0].id
    elif said in whole and noun == "origin":
        off, id_ = (said,), said
    else:
        return None
    if not off or len(off) == len(whole):
        which = "nothing" if not off else "nothing else"
        raise WrongUse(f"this {noun} has {which} in {said}", f"see where it appears: firsthand show {noun}s --json")
    return id_, off


def _decidable(noun: str, decision: str, other: str) -> None:
    """Raises WrongUse for a decision that cannot be made about `noun`, or that names one thing too few or too many."""
    if noun not in (*JUDGED, *judgements.OF_TWO):
        raise WrongUse(f"nothing is judged about a {noun}", f"judge one of: {', '.join((*JUDGED, *judgements.OF_TWO))}")
    known = [
        d for d in judgements.DECISIONS[noun] if d != "made"
    ]  # for that, the record itself is needed: see state.py
    if decision not in known:
        raise WrongUse(f"no {noun} can be judged {decision!r}", f"decide one of: {', '.join(known)}")
    if noun in judgements.OF_TWO:
        if not other:
            raise WrongUse(f"this is about an {noun} and an allegation", "name the allegation: --with ID")
        return
    if decision in judgements.PAIRED and not other:
        raise WrongUse(f"{decision!r} is about two", "name the second one: --with ID (or --from DOCUMENT, for split)")
    if other and decision not in (*judgements.PAIRED, "open"):
        raise WrongUse(f"{decision!r} is about one {noun}", "leave --with out")
