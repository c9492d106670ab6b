"""Find the numbers that a text reports, and what they count.

The number is read by the grammar of `numbers.py`, what it counts off the parse: the noun that it stands before, its unit by the lexicon,
and the act that the number's own clause speaks of ("30 people were detained"). Dates, ages, times, numbers of articles and paragraphs
are no figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from firsthand import ids
from firsthand.dates import Period
from firsthand.documents.cover import Cover
from firsthand.documents.record import Span
from firsthand.figures.numbers import Found, Interval, scan
from firsthand.figures.record import Figure
from firsthand.language import arguments, lexicon, roles, times, triggers
from firsthand.statements.parse import Parsed, Piece
from firsthand.statements.record import Statement
from firsthand.statements.rules import LONG

COUNTABLE = ("persons", "households", "places", "incidents", "documents", "members")
"""Units of which there are only whole ones: interval ends are drawn in to whole numbers."""

_NOUNS = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X")
_GLUE = re.compile(r"[\w.:/]")
_LABEL = re.compile(r"([^\W\d_]+\.?|[§¶#@])\s*$")
_MONEY = "$£€¥"


@dataclass(frozen=True)
class _Number:
    """A number found in a sentence: its tokens `first` to `last`, the word `head` that it counts (None where it stands alone)."""

    piece: Piece
    sentence: Tokens
    found: Found
    first: Token
    last: Token
    head: Token | None


def extract(parsed: Parsed, statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """All figures of a Text, in order of place; each knows the innermost of `statements` that holds it."""
    out: list[Figure] = []
    if parsed.text.language not in lexicon.KNOWN:
        return ()
    about = triggers.theme(piece.doc for piece in parsed.pieces)
    for piece in parsed.pieces:
        for sentence in piece.doc.sents:
            if len(sentence) > LONG or not _promising(sentence):
                continue
            acts = triggers.find(sentence, about)
            for number in _numbers(piece, sentence):
                figure = _figure(parsed, number, acts)
                if figure is not None:
                    out.append(figure)
    return place(out, statements)


def place(figures: Iterable[Figure], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """The figures, each with the innermost of `statements` that holds it; one that no statement holds keeps what it had."""
    parts = Cover((p.start, p.end, s) for s in statements for p in s.parts)
    return tuple(_within(figure, parts) for figure in figures)


@cache
def _lexicon() -> dict[str, Any]:
    raw = lexicon.load("en", "numbers")
    units = {noun: unit for unit, nouns in raw["units"].items() for noun in nouns}
    inherent = {noun: kind for kind, nouns in raw["inherent"].items() for noun in nouns}
    starters = {
        *raw["words"],
        *raw["scales"],
        *raw["fractions"],
        *(k.split()[-1] for k in raw["vague"]),
        *raw["phrase"]["starters"],
    }
    never = frozenset(w.lower() for w in raw["never"]["before"])
    return {
        **raw,
        "unit": units,
        "kind": inherent,
        "starters": starters,
        "no": never,
        "measures": frozenset(raw["never"]["sports"]),
    }


def _promising(sentence: Tokens) -> bool:
    """Whether the sentence can hold a number at all: most cannot, and are not scanned."""
    starters = _lexicon()["starters"]
    return any(t.lower_ in starters or t.text[0].isdigit() for t in sentence)


def _numbers(piece: Piece, sentence: Tokens) -> Iterator[_Number]:
    """The numbers of a sentence that may count something."""
    text, offset = sentence.text, sentence.start_char
    numbers = list(scan(text))
    dated = [(s, e) for s, e, _ in times.find(text)] if numbers else []
    for found in numbers:
        if any(s < found.core_end and found.core_start < e for s, e in dated) or _part(text, found):
            continue
        span = sentence.doc.char_span(offset + found.core_start, offset + found.core_end, alignment_mode="expand")
        inside = list(span) if span is not None else []
        if not inside or _excluded(inside, found, text):
            continue
        yield _Number(piece, sentence, found, inside[0], inside[-1], _head(inside))


def _part(text: str, found: Found) -> bool:
    """Whether the number is a piece of something longer: "12th", "1990s", "B12", "12:30", "3/4", a telephone number."""
    before, after = text[: found.core_start], text[found.core_end :]
    if before and (
        _GLUE.match(before[-1]) or (before[-1] == "-" and before[-2:-1].isalnum() and text[found.core_start].isdigit())
    ):
        return True
    if text[found.core_start] == "0" and found.core_end - found.core_start > 1 and found.interval.low >= 1:
        return True  # "01": a telephone number, a code
    if after and (after[0].isalnum() or after[0] == "_"):
        return True
    return (
        bool(re.match(r"[:/.,'’]\d|-\d|\s?[ap]\.?m\b|['’]s\b|s\b|\)\s*\d|\s\d", after))
        and text[found.core_start].isdigit()
    )


def _excluded(inside: list[Token], found: Found, text: str) -> bool:
    """Whether the number numbers, dates, ages or names something instead of counting it."""
    words, first, last = _lexicon(), inside[0], inside[-1]
    before = _LABEL.search(first.doc[max(0, first.i - 3) : first.i].text)
    digits = text[found.core_start : found.core_end].isdigit()
    value = found.interval.low
    if _age(inside, text, found) or _cell(first, last):
        return True
    if (
        before
        and before.group(1).lower() in words["no"]
        and (digits or first.tag_ == "CD")
        and not found.interval.hedge
    ):
        return True
    tail = text[found.core_end :].lower().lstrip()
    if any(t.ent_type_ in ("DATE", "TIME") for t in inside) and digits and 1000 <= value < 2200:
        return True
    if first.ent_type_ == "TIME" and "o'clock" in tail[:9]:
        return True
    if any(t.ent_type_ in ("LAW", "PRODUCT", "EVENT", "WORK_OF_ART") for t in inside) and any(
        t.ent_type_ == first.ent_type_ and t.i < first.i for t in first.sent
    ):
        return True
    if first.text.lower() == "one" and first == last:
        return _pronoun(first)
    if found.interval.hedge in ("over", "under", "above", "below") and _head(inside) is None:
        return True  # "children under 12": an age
    return first == last and first.is_sent_start is True and digits and tail[:1] in ".)"


def _age(inside: list[Token], text: str, found: Found) -> bool:
    """ "the 27-year-old", "aged 12", "Ada Rell, 43, was"."""
    tail = text[found.core_end :].lower().lstrip()
    if any(tail.startswith((a, "-" + a.lstrip("-"), "- " + a)) for a in _lexicon()["never"]["age"]):
        return True
    before, first = text[: found.core_start].rstrip(), inside[0]
    apposed = before.endswith(",") and tail[:1] in (",", ")", ".", ";", "") and first == inside[-1]
    return (
        apposed
        and found.interval.low < 120
        and (first.dep_ in ("appos", "npadvmod", "nummod") or first.head.ent_type_ == "PERSON")
    )


def _cell(first: Token, last: Token) -> bool:
    """Whether the number fills a cell of a table by itself, or opens one: a row's number, a date, a code."""
    before = first.i == 0 or first.nbor(-1).text == "|"
    after = last.i + 1 == len(last.doc) or last.nbor().text == "|"
    return (before and after) or (before and first.i > 0) or (after and last.i + 1 < len(last.doc))


def _pronoun(one: Token) -> bool:
    """Whether "one" stands for somebody or something instead of counting it."""
    if one.dep_ == "nummod" and one.head.i > one.i:
        return one.head.lemma_ in _lexicon()["never"]["one"]
    return one.i == 0 or one.nbor(-1).lower_ not in _lexicon()["phrase"]["bounds"]


def _head(inside: list[Token]) -> Token | None:
    """The noun that the number stands before or passes on to by "of"; None where the number stands for itself."""
    tied = _hyphen(inside[-1])
    if tied is not None:
        return tied
    top = next((t for t in inside if t.head not in inside), inside[-1])
    for _ in range(3):
        if (
            top.dep_ in ("nummod", "quantmod", "amod", "compound", "npadvmod", "nmod", "det", "predet", "advmod")
            and top.head.pos_ in _NOUNS
            and top.head.i > inside[0].i
        ):
            top = top.head
        else:
            break
    if top in inside:
        of = next((c for c in top.children if c.dep_ == "prep" and c.lower_ == "of" and c.i > top.i), None)
        inner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if inner is None:
            after = inside[-1].nbor() if inside[-1].i + 1 < len(inside[-1].doc) else None
            return (
                after
                if after is not None
                and after.pos_ in ("NOUN", "PROPN")
                and after.dep_ != "compound"
                and after.lower_ != "%"
                else None
            )
        top = inner
    return roles.counted(top) if top not in inside else None


def _hyphen(last: Token) -> Token | None:
    """What a hyphen ties the number to: the page of "a 48-page report"."""
    if (
        last.i + 2 < len(last.doc)
        and last.nbor().text == "-"
        and last.nbor(2).pos_ in (*_NOUNS, "VERB")
        and not last.whitespace_
    ):
        return last.nbor(2)
    return None


def _figure(parsed: Parsed, number: _Number, acts: list[triggers.Trigger]) -> Figure | None:
    """The Figure at `number`; None where what is counted is no thing to count (points in a match, yards)."""
    unit, why = _unit(number, acts)
    if unit == "":
        return None
    counted, because = _counted(number, acts, unit)
    if unit == "other" and counted and counted != "population":
        unit, why = "persons", "the act is done to persons"
    if unit == "other" and number.head is None:
        return None  # nothing is named that it could count
    start = number.piece.passage.start + number.sentence.start_char + number.found.start
    end = number.piece.passage.start + number.sentence.start_char + number.found.end
    interval = _whole(number.found.interval) if unit in COUNTABLE else number.found.interval
    text = parsed.text.text[start:end]
    period, cumulative = _time(parsed, number)
    return Figure(
        id=ids.name("figure", parsed.text.document, start, end),
        document=parsed.text.document,
        start=start,
        end=end,
        text=text,
        low=interval.low,
        high=interval.high,
        low_open=interval.low_open,
        high_open=interval.high_open,
        unit=unit,
        of=_of(parsed, number).text if number.head is not None else "",
        counted=counted,
        hedge=_hedge(text, interval.hedge),
        period=period,
        cumulative=cumulative,
        rule=interval.rule,
        reasons=tuple(r for r in (why, because) if r),
    )


def _whole(interval: Interval) -> Interval:
    """The same whole numbers, with whole numbers as ends."""
    low = math.ceil(interval.low)
    high = None if interval.high is None else math.floor(interval.high)
    return (
        interval
        if high is not None and high < low
        else interval._replace(low=float(low), high=None if high is None else float(high))
    )


def _hedge(text: str, hedge: str) -> str:
    """The hedge as it stands in the text where it is one stretch, else its words."""
    at = text.lower().find(hedge)
    return text[at : at + len(hedge)] if hedge and at >= 0 else hedge


def _unit(number: _Number, acts: list[triggers.Trigger]) -> tuple[str, str]:
    """What is counted, one of the units, and why; "" where it is a measure."""
    words, head = _lexicon(), number.head
    before = number.first.nbor(-1) if number.first.i > number.sentence.start else None
    if number.found.interval.share:
        return "share", "a share of a whole"
    if (
        any(t.ent_type_ == "MONEY" for t in (number.first, number.last))
        or (before is not None and before.text[-1] in _MONEY)
        or number.first.text[0] in _MONEY
    ):
        return "money", "a sum of money"
    if head is None:
        return ("persons", "the number stands for persons") if _bare(number, acts) else ("other", "")
    lemma = head.lemma_.lower()
    if lemma in words["measures"] or words["unit"].get(lemma) == "time":
        return "", ""
    unit = (
        words["unit"].get(lemma) or words["unit"].get(head.lower_) or words["unit"].get(head.lower_.removesuffix("s"))
    )
    if unit is None and roles.person(head):
        unit = "persons"
    if (
        unit in ("persons", "members")
        and head.dep_ == "compound"
        and head.head.lemma_.lower() in words["unit"]
        and head.head.i > head.i
    ):
        unit = words["unit"][head.head.lemma_.lower()]
    return (unit, f"counts “{head.text}”") if unit else ("other", f"counts “{head.text}”")


def _bare(number: _Number, acts: list[triggers.Trigger]) -> bool:
    """Whether a number without a noun stands for persons: the one who does or undergoes an act, or "others"."""
    top = next((t for t in (number.first, number.last) if t.dep_ in ("nsubj", "nsubjpass", "dobj")), None)
    if top is None:
        return False
    return any(top in (roles.patient(t.head), roles.subject(t.head)) for t in acts if not t.noun)


def _of(parsed: Parsed, number: _Number) -> Span:
    """The counted noun phrase in the text's words, without the number."""
    assert number.head is not None
    first, last = roles.phrase(number.head)
    doc = number.head.doc
    if first.i <= number.last.i < number.head.i:
        first = doc[number.last.i + 1]
    while first.i < number.head.i and (
        first.is_punct or first.like_num or first.lower_ in _lexicon()["phrase"]["fillers"]
    ):
        first = first.nbor()
    return parsed.span(number.piece, first, max(first, last))


def _counted(number: _Number, acts: list[triggers.Trigger], unit: str) -> tuple[str, str]:
    """In which respect: the act whose victims (or instances) the number counts, "population", or ""."""
    words, head = _lexicon(), number.head
    own = {t.i for t in (number.first, number.last)} | ({head.i} if head is not None else set())
    for act in acts:
        if act.noun and act.head.i in own:
            return act.type, f"counts instances: “{act.pattern}”"
        if act.noun and head is not None and head.lemma_ in words["phrase"]["instances"] and act.head in head.subtree:
            return act.type, f"counts instances: “{head.text} of {act.pattern}”"
    toll = _toll(number)
    if toll:
        return toll, "the subject of the clause is a toll"
    if unit in ("persons", "other"):
        for act in acts:
            undergoer = arguments.find(act).victim
            if undergoer is not None and (undergoer.i in own or _measures(undergoer, own)):
                return act.type, f"those who underwent “{act.pattern}”"
        if head is not None and (kind := words["kind"].get(head.lemma_.lower()) or words["kind"].get(head.lower_)):
            return kind, f"the noun “{head.text}” says so"
        return _population(number)
    return "", ""


def _measures(undergoer: Token, own: set[int]) -> bool:
    """Whether the undergoer is a quantity of what the number stands before ("hundreds of" people), or coordinated with it."""
    return roles.counted(undergoer).i in own or any(c.i in own for c in undergoer.conjuncts)


def _population(number: _Number) -> tuple[str, str]:
    words, head = _lexicon()["population"], number.head
    if head is not None and head.lemma_.lower() in words["nouns"]:
        return "population", f"the noun “{head.text}” says so"
    if head is None:
        return "", ""
    verbs = {t for t in head.subtree if t.dep_ in ("relcl", "acl") and t.lemma_ in words["verbs"] and t.lemma_ != "be"}
    above = head.head
    if above.lemma_ in words["verbs"] and (above.lemma_ != "be" or any(c.dep_ == "expl" for c in above.children)):
        verbs |= {t for t in above.subtree if t.lemma_ in words["verbs"] and t.lemma_ != "be" and t.pos_ == "VERB"}
    return ("population", "those who live there") if verbs else ("", "")


def _toll(number: _Number) -> str:
    """The act whose toll a bare number is ("the death toll rose to 300")."""
    if number.head is not None:
        return ""
    tolls = _lexicon()["tolls"]["persons"]
    verb = next((t for t in number.first.ancestors if t.pos_ in ("VERB", "AUX")), None)
    subject = roles.subject(verb) if verb is not None else None
    if subject is None:
        return ""
    words = " ".join(t.lower_ for t in subject.subtree)
    return next((kind for name, kind in tolls.items() if name in words), "")


def _time(parsed: Parsed, number: _Number) -> tuple[Period | None, bool | None]:
    """The period that the number's clause gives, and whether it counts since its beginning."""
    found = times.of(number.sentence, number.first, parsed.text.published)
    return (found.period, found.since) if found is not None else (None, None)


def _within(figure: Figure, parts: Cover[Statement]) -> Figure:
    """The figure with the innermost statement whose parts cover it."""
    inside = parts.over(figure.start, figure.end)
    if not inside:
        return figure
    best = min(inside, key=lambda s: sum(p.end - p.start for p in s.parts))
    return msgspec.structs.replace(figure, statement=best.id)
