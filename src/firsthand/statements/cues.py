"""The lexicon of cues: which words attribute, in which frames, and what they say of the speaker's stance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.language import lexicon
from firsthand.statements.record import Stance

FRAMES = ("that", "quote", "np", "to", "as", "small", "passive", "finding", "speech", "plea", "silent")


@dataclass(frozen=True)
class Cue:
    """A class of cues: its id, how the speaker comes to what is said (`evidential`), what the speaker does with it."""

    id: str
    evidential: str
    stance: Stance


@dataclass(frozen=True)
class Cues:
    """Lemma → frame → class. Frames of verbs are FRAMES and "prep:WORD", of idioms the words behind the verb ("issue with"); of nouns and adjectives "that" and "prep:WORD", of adjectives also "to" (an infinitive).

    `onward`: words after which an infinitive still reports ("went on to say"); `purposes`: classes whose infinitive of purpose
    reports ("met the press to deny"); `siding`: verbs of taking sides on another's claim; `grounds`: nouns whose infinitive reports ("has
    grounds to believe"); `hearing`: verbs whose object is the hearer; `told`: those of them that cannot do without
    it; `resuming`: classes whose verbs, behind a reported clause, go on with the report before it; `ordering`: verbs whose passive with an infinitive tells what is wanted of the hearer; `perceiving`: verbs whose object may be heard to say something; `unsettled`: verbs that report a clause only where they are denied; `quoting`: classes whose verbs may stand beside a quotation;
    `clearing`: what one makes what one says ("made CLEAR that"); `making`, `spending`: verbs whose subject speaks in "RELEASED a letter saying", "SPENT the day praising"; `receiving`: verbs whose object does
    ("RECEIVED a letter saying"); `carrying`: verbs with which the cue of an infinitive begins ("CONTINUED to deny"); `avowed`: what one
    "stands by" in words;
    `onset`: verbs that only open a quotation behind them; `labels`: letters that stand for a speaker before a colon;
    `openers`: first words of the forms of "according to".

    `own`: pronouns whose "I think" inside a quotation is the quoted speaker's own voice; `performed`: classes that are done by
    saying so, even with "we" inside a quotation; `nested`: classes of cues that report somebody else inside a quotation.

    `ways`, `manner`, `towards`, `complements`: prepositions that tell by what way something was said, how a verb is done, what a carried
    noun is about, what is said of an object; `saying`: verbs of saying; `conjunctive`, `particles`: adverbs and particles at a cue.

    `pleas`: what one pleads ("guilty"); `unnamed`: what one asks for who is not to be named; `nobody`: words for a speaker that there is none of; `requests`: what one does not answer ("a request for comment"); `of_things`: verbs that report
    only where their object is no person. `findings`, `speeches`: objects that make "found X" a finding and "issued X" something said; `withheld`: objects that one denies
    by withholding them; `issued`: what is done with a report ("the report that the court published" says nothing of its content);
    `light`: verbs whose subject is who speaks by the noun behind them ("made the promise that"); `uttering`: verbs whose object is the
    way of saying, and what follows that is said ("expressed concern about"); `of_object`: classes whose objects
    take "of", "for", "as" ("accuse X of Y"); `carried`: prepositions whose phrase behind an object still belongs to what is said of it.
    """

    verbs: dict[str, dict[str, Cue]]
    idioms: dict[str, dict[str, Cue]]
    nouns: dict[str, dict[str, Cue]]
    adjectives: dict[str, dict[str, Cue]]
    according: tuple[tuple[str, ...], ...]
    onward: frozenset[str]
    purposes: frozenset[str]
    own: frozenset[str]
    nested: frozenset[str]
    performed: frozenset[str]
    carried: frozenset[str]
    light: frozenset[str]
    issued: frozenset[str]
    findings: frozenset[str]
    pleas: frozenset[str]
    unnamed: frozenset[str]
    nobody: frozenset[str]
    ways: frozenset[str]
    manner: frozenset[str]
    towards: frozenset[str]
    complements: frozenset[str]
    saying: frozenset[str]
    conjunctive: frozenset[str]
    particles: frozenset[str]
    requests: frozenset[str]
    of_things: frozenset[str]
    speeches: frozenset[str]
    uttering: frozenset[str]
    withheld: frozenset[str]
    onset: frozenset[str]
    told: frozenset[str]
    resuming: frozenset[str]
    ordering: frozenset[str]
    making: frozenset[str]
    clearing: frozenset[str]
    carrying: frozenset[str]
    avowed: frozenset[str]
    spending: frozenset[str]
    receiving: frozenset[str]
    perceiving: frozenset[str]
    unsettled: frozenset[str]
    grounds: frozenset[str]
    siding: frozenset[str]
    hearing: frozenset[str]
    quoting: frozenset[str]
    labels: frozenset[str]
    of_object: frozenset[Cue]
    openers: frozenset[str]


@cache
def cues(language: str = "en") -> Cues:
    """The cues of `language`, read once."""
    data = lexicon.load(language, "cues")
    verbs: dict[str, dict[str, Cue]] = {}
    for id_, table in data["verbs"].items():
        cue = Cue(id_, table["evidential"], table["stance"])
        for frame in FRAMES:
            for lemma in table.get(frame, "").split():
                verbs.setdefault(lemma, {}).setdefault(frame, cue)
        for word, lemmas in table.get("prep", {}).items():
            for lemma in lemmas.split():
                verbs.setdefault(lemma, {}).setdefault(f"prep:{word}", cue)
    according = tuple(tuple(form.split()) for form in data["according"]["forms"])
    limits = {key: frozenset(words.split()) for key, words in data["limits"].items()}
    classes = limits.pop("of_object")
    of_object = frozenset(c for frames in verbs.values() for c in frames.values() if c.id in classes)
    openers = frozenset(form[0] for form in according)
    idioms: dict[str, dict[str, Cue]] = {}
    for id_, table in data["idioms"].items():
        for verb, rest in (words.split(maxsplit=1) for words in table["words"]):
            idioms.setdefault(verb, {})[rest] = Cue(id_, table["evidential"], table["stance"])
    nouns, adjectives = _plain(data["nouns"]), _plain(data["adjectives"])
    return Cues(verbs, idioms, nouns, adjectives, according, of_object=of_object, openers=openers, **limits)


def _plain(tables: dict[str, Any]) -> dict[str, dict[str, Cue]]:
    """Tables of nouns and of adjectives: all words of a class share their frames."""
    out: dict[str, dict[str, Cue]] = {}
    for id_, table in tables.items():
        cue = Cue(id_, table["evidential"], table["stance"])
        frames = [
            "that",
            *(f"prep:{p}" for p in table.get("prep", "").split()),
            *(["to"] if table.get("infinitive") else []),
        ]
        for lemma in table["words"].split():
            for frame in frames:
                out.setdefault(lemma, {}).setdefault(frame, cue)
    return out
