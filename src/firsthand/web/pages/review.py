"""REVIEW: what the machine proposes, one after the other, to be judged by keyboard; and one decision about many, with what it touches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from firsthand.errors import DecidedMeanwhile, WrongUse
from firsthand.inquiry import browse, gather, queue
from firsthand.inquiry.browse import Held
from firsthand.inquiry.open import Inquiry
from firsthand.judgements import pair
from firsthand.reports import compose, share
from firsthand.reports.cite import Footnotes
from firsthand.reports.phrase import Phrases
from firsthand.reports.record import Contents, Line, Passage, Sentence, Shared
from firsthand.web.page import Ask, Change, Done, Page, Shown

SIZE = 12
"""Items of one batch; the next is fetched before the last is reached."""
AT_ONCE = 500
"""Statements that one decision may be about."""

Noun = Literal["statement", "dependence", "contradiction", "copy", "speaker"]
Answer = Literal["confirmed", "rejected", "merged", "split", "open"]

ANSWERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "speaker": (("m", "merged"), ("s", "split"), ("u", "open")),
}
"""The keys and decisions of a kind, where they are others than yes, no and not enough to say."""
PLAIN = (("y", "confirmed"), ("n", "rejected"), ("u", "open"))


class AskReview(Ask, frozen=True):
    """Items of the kind `of` (statements can be narrowed), from number `first` on; or only that with the key `about`."""

    of: Noun = "statement"
    rule: str = ""
    document: str = ""
    speaker: str = ""
    stance: str = ""
    first: int = 0
    about: str = ""
    other: str = ""

    @property
    def some(self) -> queue.Some:
        """The narrowing."""
        return queue.Some(rule=self.rule, document=self.document, speaker=self.speaker, stance=self.stance)


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be judged. `question` is what is asked, in words; `lines` the statements, `side` two things to compare.

    `bears` are the allegations it bears on (id, label, role); `edit` leads to where it can be put right by hand, `more` to all about it.
    """

    noun: str
    about: str
    other: str = ""
    held: Held
    title: str
    kind: str = ""
    sentence: Sentence | None = None
    lines: tuple[Line, ...] = ()
    sides: tuple[tuple[Sentence, Sentence], ...] = ()
    reasons: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    bears: tuple[tuple[str, str, str], ...] = ()
    edit: str = ""
    more: str = ""
    answers: tuple[tuple[str, str], ...] = PLAIN


class Review(Shown, frozen=True):
    """A batch of the queue. `waiting`: of each kind how many nobody has looked at."""

    of: str
    some: queue.Some
    waiting: tuple[tuple[str, int], ...]
    total: int
    first: int
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    single: bool


def review(inquiry: Inquiry, ask: AskReview) -> Review:
    """The next items to be judged."""
    noun = ask.about.split("-")[0] if ask.about else ask.of
    if noun not in queue.KINDS:
        raise WrongUse(f"nothing is judged here about a {noun}", "follow a link of the page")
    if ask.about:
        asked: tuple[int, tuple[str, ...]] = 1, (f"{ask.about} {ask.other}".strip(),)
    else:
        asked = inquiry.ask(queue.waiting, noun, ask.some, first=ask.first, most=SIZE)
    total, keys = asked
    items, passages = SHOW[noun](inquiry, keys)
    waiting = tuple(
        (k, total if k == noun and not ask.about else inquiry.ask(queue.waiting, k, most=0)[0]) for k in queue.KINDS
    )
    return Review(
        of=noun, some=ask.some, waiting=waiting, total=total, first=ask.first, items=items, passages=passages, single=bool(ask.about)
    )  # fmt: skip


def _statements(inquiry: Inquiry, keys: Sequence[str]) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    contents = inquiry.ask(gather.said, keys)
    notes, phrases = _phrases(contents)
    held = inquiry.ask(browse.held, keys)
    bears = inquiry.ask(queue.bears, keys)
    made = []
    for s in contents.statements:
        line = phrases.line(s)
        made.append(
            Item(
                noun="statement",
                about=s.id,
                held=held[s.id],
                title=phrases.who(s),
                kind=s.stance,
                lines=(line,),
                bears=bears.get(s.id, ())[:4],
                edit=f"/documents/{s.document}?start={s.content.start}#{s.id}",
            )
        )
    return tuple(made), tuple(notes.passages)


def _dependences(inquiry: Inquiry, keys: Sequence[str]) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    ties, contents = inquiry.ask(gather.ties, keys)
    notes, phrases = _phrases(contents)
    held = inquiry.ask(browse.held, keys)
    bears = inquiry.ask(gather.resting, [n for d in ties for n in (d.child, d.parent)])
    made = []
    for d in ties:
        ends = tuple(gather.node(n, contents) for n in (d.child, d.parent))
        said = [s for s in contents.statements if phrases.traces[s.id].origin in (d.child, d.parent)]
        about = {a: (a, label, "supports") for n in (d.child, d.parent) for a, label in bears.get(n, ())}
        made.append(
            Item(
                noun="dependence",
                about=d.id,
                held=held[d.id],
                title=f"{ends[0]} — {ends[1]}" if d.symmetric else f"{ends[0]} ← {ends[1]}",
                kind=d.kind,
                lines=tuple(phrases.line(s) for s in said[:4]),
                reasons=d.reasons,
                bears=tuple(about.values())[:4],
                more=f"/allegations/{next(iter(about))}?tie={d.id}#tie" if about else "",
            )
        )
    return tuple(made), tuple(notes.passages)


def _contradictions(inquiry: Inquiry, keys: Sequence[str]) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    contents = inquiry.ask(gather.opposed, keys)
    notes, phrases = _phrases(contents)
    held = inquiry.ask(browse.held, keys)
    made = []
    for c in contents.contradictions:
        told = compose.dispute(c, phrases)
        above = phrases.allegations.get(c.allegation or "")
        made.append(
            Item(
                noun="contradiction",
                about=c.id,
                held=held[c.id],
                title=c.explanation,
                kind=c.kind,
                lines=told.lines,
                reasons=c.reasons,
                bears=((above.id, above.label, "disputes"),) if above else (),
                more=f"/contradictions/{c.id}",
            )
        )
    return tuple(made), tuple(notes.passages)


def _copies(inquiry: Inquiry, keys: Sequence[str]) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    contents = inquiry.ask(gather.shared, keys)
    notes, phrases = _phrases(contents)
    held = inquiry.ask(browse.held, keys)
    made = []
    for c in contents.copies:
        told: Shared = share.shared(c, contents, phrases)
        made.append(
            Item(
                noun="copy",
                about=c.id,
                held=held[c.id],
                title=f"{told.names[0]} — {told.names[1]}",
                kind=c.kind,
                sentence=told.sentence,
                sides=told.matches[:3],
                reasons=c.reasons,
                more=f"/copies/{c.id}",
            )
        )
    return tuple(made), tuple(notes.passages)


def _speakers(inquiry: Inquiry, keys: Sequence[str]) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    pairs = [tuple(k.split()) for k in keys]
    held = inquiry.ask(browse.held, [pair("speaker", a, b) for a, b in pairs])
    found = inquiry.ask(gather.speakers, [i for p in pairs for i in p])
    contents = inquiry.ask(gather.voices, list(found), 2)
    notes, phrases = _phrases(contents)
    made = []
    for a, b in pairs:
        if a not in found or b not in found:
            continue
        lines = [phrases.line(s) for i in (a, b) for s in contents.statements if phrases.traces[s.id].speaker == i]
        made.append(
            Item(
                noun="speaker",
                about=a,
                other=b,
                held=held[pair("speaker", a, b)],
                title=f"{found[a].name} — {found[b].name}",
                kind=found[a].kind,
                lines=tuple(lines[:4]),
                reasons=tuple(r for i in (a, b) for r in found[i].reasons[:2]),
                facts=tuple((found[i].name, ", ".join(found[i].aliases) or found[i].name) for i in (a, b)),
                answers=ANSWERS["speaker"],
            )
        )
    return tuple(made), tuple(notes.passages)


SHOW = {
    "statement": _statements,
    "dependence": _dependences,
    "contradiction": _contradictions,
    "copy": _copies,
    "speaker": _speakers,
}


def _phrases(contents: Contents) -> tuple[Footnotes, Phrases]:
    notes = Footnotes(contents.documents, contents.texts)
    return notes, Phrases(contents, notes)


class AskAll(Ask, frozen=True):
    """Which statements one decision is to be about."""

    rule: str = ""
    document: str = ""
    speaker: str = ""
    stance: str = ""

    @property
    def some(self) -> queue.Some:
        """The narrowing."""
        return queue.Some(rule=self.rule, document=self.document, speaker=self.speaker, stance=self.stance)


class Bulk(Shown, frozen=True):
    """What one decision about many would touch: the statements (`total`, some of them shown) and the allegations they bear on.

    `digest` stands for exactly these: where they are others by the time of the decision, nothing is recorded.
    """

    some: queue.Some
    total: int
    limit: int
    digest: str
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    touched: tuple[tuple[str, str, int], ...]


def bulk(inquiry: Inquiry, ask: AskAll) -> Bulk:
    """The preview of a decision about many."""
    none: tuple[int, tuple[str, ...]] = 0, ()
    total, ids = none if ask.some == queue.ALL else inquiry.ask(queue.waiting, "statement", ask.some, most=AT_ONCE)
    items, passages = _statements(inquiry, ids[:20])
    return Bulk(
        some=ask.some,
        total=total,
        limit=AT_ONCE,
        digest=_digest(ids),
        items=items,
        passages=passages,
        touched=inquiry.ask(queue.touched, ids),
    )


def _asked(some: queue.Some) -> queue.Some:
    if some == queue.ALL:
        raise WrongUse("one decision about everything is not made", "choose a rule, a document, a speaker or a stance")
    return some


def _digest(ids: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()


class DecideAll(Ask, frozen=True):
    """`decision` about the statements of a preview with this `digest`, because `why`."""

    decision: Literal["confirmed", "rejected"]
    digest: str
    why: str = ""
    rule: str = ""
    document: str = ""
    speaker: str = ""
    stance: str = ""


def decide_all(inquiry: Inquiry, said: DecideAll) -> Done:
    """Record the decision about each of them, exactly those that were shown."""
    some = _asked(queue.Some(rule=said.rule, document=said.document, speaker=said.speaker, stance=said.stance))
    _, ids = inquiry.ask(queue.waiting, "statement", some, most=AT_ONCE)
    if _digest(ids) != said.digest:
        raise DecidedMeanwhile(
            "meanwhile there are other statements than those that were shown",
            "nothing was recorded: look again, then decide",
        )
    made = None
    for id_ in ids:
        made = inquiry.judge("statement", id_, said.decision, said.why.strip(), seen=0)
    return Done(judgement=made, then="/review")


PAGES = (
    Page("/review", "review/queue.html.j2", review, nav="review", key="r"),
    Page("/review/all", "review/all.html.j2", bulk),
)
CHANGES = (Change("/review/decide", decide_all),)
