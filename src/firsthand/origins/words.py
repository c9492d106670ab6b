"""The lexicon of speakers (`language/en/speakers.toml`), read once into sets and patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.language import lexicon
from firsthand.origins.names import fold


@dataclass(frozen=True)
class Words:
    """Lemmas and phrases by what they say about a speaker. `family` maps a product's noun to its family, `offices` a title to the noun of its office,
    `alike` the noun of a role to those that may stand for it, `given` a first name to the gender that it tells."""

    mouths: frozenset[str]
    staff: frozenset[str]
    organs: frozenset[str]
    own: frozenset[str]
    ministry: frozenset[str]
    rule: frozenset[str]
    generic: frozenset[str]
    forces: frozenset[str]
    named: frozenset[str]
    letters: dict[str, str]
    bodies: frozenset[str]
    missions: frozenset[str]
    boards: frozenset[str]
    bands: frozenset[str]
    armed: frozenset[str]
    looking: frozenset[str]
    firms: frozenset[str]
    companies: frozenset[str]
    trade: frozenset[str]
    family: dict[str, str]
    material: frozenset[str]
    only_plural: frozenset[str]
    only_single: frozenset[str]
    makers: frozenset[str]
    independent: frozenset[str]
    made_by: re.Pattern[str]
    made_that: re.Pattern[str]
    investigate: re.Pattern[str]
    instruments: frozenset[str]
    below: frozenset[str]
    authorities: frozenset[str]
    witness: frozenset[str]
    was_there: re.Pattern[str]
    looked: frozenset[str]
    media: re.Pattern[str]
    media_names: frozenset[str]
    press: frozenset[str]
    before_place: re.Pattern[str]
    shared_seats: frozenset[str]
    realms: dict[str, frozenset[str]]
    open: frozenset[str]
    none: frozenset[str]
    count: frozenset[str]
    plain: frozenset[str]
    pronouns: dict[str, frozenset[str]]
    owners: frozenset[str]
    address: re.Pattern[str]
    people: frozenset[str]
    between: re.Pattern[str]
    offices: dict[str, str]
    alike: dict[str, frozenset[str]]
    kin: frozenset[str]
    repeated: frozenset[str]
    outlets: frozenset[str]
    units: frozenset[str]
    pages: frozenset[str]
    lands: frozenset[str]
    held: frozenset[str]
    charged: frozenset[str]
    strangers: frozenset[str]
    is_held: re.Pattern[str]
    is_charged: re.Pattern[str]
    dead: re.Pattern[str]
    given: dict[str, str]
    holds: re.Pattern[str]
    documents: dict[str, Any]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _alike(rows: list[str]) -> dict[str, frozenset[str]]:
    """For each word those of all rows in which it stands."""
    out: dict[str, frozenset[str]] = {}
    for row in map(_set, rows):
        out.update({w: out.get(w, frozenset()) | row for w in row})
    return out


@cache
def words(language: str = "en") -> Words:
    """The lexicon of `language`."""
    data = lexicon.load(language, "speakers")
    voice, products, media = data["voice"], data["products"], data["media"]
    families = ("report", "statement", "files", "testimony", "article")
    made = "|".join(products["made_by"].split())
    held = "|".join(data["persons"]["held_by_law"].split())
    charged = "|".join(data["persons"]["charged_by_law"].split())
    return Words(
        mouths=_set(voice["mouths"]),
        staff=_set(voice["staff"]) | _set(data["unnamed"]["words"]),
        organs=_set(voice["organs"]),
        own=_set(voice["own"]),
        ministry=frozenset(voice["ministry"]),
        rule=frozenset(voice["rule"]),
        generic=_set(voice["generic"]),
        forces=_set(voice["forces"]),
        named=_set(voice["named"]),
        letters={k: fold(v) for k, _, v in (p.strip().partition("=") for p in voice["letters"].split("|"))},
        bodies=_set(voice["bodies"]),
        missions=_set(voice["missions"]),
        boards=_set(voice["boards"]),
        bands=_set(voice["bands"]),
        armed=_set(voice["armed"]),
        looking=_set(voice["looking"]),
        firms=_set(voice["firms"]),
        companies=_set(voice["companies"]),
        trade=_set(voice["trade"]),
        family={w: family for family in reversed(families) for w in products[family].split()},
        material=frozenset(products["material"]),
        only_plural=_set(products["only_plural"]),
        only_single=_set(products["only_single"]),
        makers=_set(products["makers"]),
        independent=_set(products["independent"]),
        made_by=re.compile(
            rf"[,\s]*(?:(?:which|that)\s+was\s+)?(?:\w+ly\s+)?(?:{made})\s+(?:[\w’']+\s+){{0,3}}?by\s+", re.I
        ),
        made_that=re.compile(rf"\s+(?:that|which)\s+(?=(?:the\s+)?[A-Z].{{2,60}}?\s(?:{made})\b)"),
        investigate=re.compile(rf"\b(?:{_any(data['unnamed']['investigate'])})\b", re.I),
        instruments=_set(data["unnamed"]["instruments"]),
        below=_set(data["unnamed"]["below"]),
        authorities=_set(voice["authorities"]),
        witness=_set(data["witness"]["roles"]),
        was_there=re.compile(
            rf"(?:\s*,(?!\s*(?:and|but)\b)(?:(?!\b(?:{'|'.join(data['witness']['verbs'].split())})\b)[^,.;:”\"]){{0,70}})?"
            rf"\s*,?\s*\bwho\s+(?:had\s+|has\s+)?(?:{'|'.join(data['witness']['did'].split())})\b"
        ),
        looked=_set(data["unnamed"]["looked"]),
        media=re.compile(rf"\b(?:{_any(media['words'])})\b", re.I),
        press=frozenset(media["press"]),
        media_names=frozenset(fold(n) for n in media["names"]),
        before_place=re.compile(rf"\b(?:{_any(data['place']['prepositions'])})\s+$", re.I),
        realms={k: _set(codes) for k, _, codes in (r.partition("=") for r in data["place"]["realms"])},
        shared_seats=frozenset(fold(n) for n in data["place"]["shared"]),
        open=_set(data["quantifiers"]["open"]),
        none=frozenset(fold(n) for n in data["quantifiers"]["none"]),
        count=_set(data["quantifiers"]["count"]),
        plain=_set(data["quantifiers"]["count"]) | _set(data["quantifiers"]["plain"]),
        pronouns={kind: _set(those) for kind, those in data["pronouns"].items()},
        owners=_set(data["pronouns"]["owners"]),
        address=re.compile(rf"\b(?:{_any(data['persons']['address'])})\.?\s+$", re.I),
        people=_set(lexicon.load(language, "heads")["heads"]["PERSON"]) | _set(voice["nominees"]),
        between=re.compile(rf"\b(?:{_any(voice['between'].split())})\b|(?<=\s)[A-Z]\S* and\b|\band [A-Z]"),
        offices={
            **{w: w for w in data["persons"]["offices"].split()},
            **dict(p.split("=") for p in data["persons"]["short"].split()),
        },
        alike=_alike(data["persons"]["alike"]),
        kin=_set(data["persons"]["kin"]),
        repeated=_set(data["persons"]["repeated"]),
        outlets=_set(media["nouns"]),
        units=_set(voice["units"]) | _set(voice["pages"]),
        pages=_set(voice["pages"]),
        lands=_set(voice["lands"]),
        held=_set(data["persons"]["held"]) | _set(data["persons"]["charged"]),
        charged=_set(data["persons"]["charged"]),
        strangers=_set(data["persons"]["strangers"]),
        is_held=_undergone(held),
        is_charged=_undergone(f"{held}|{charged}"),
        holds=re.compile(
            rf"(?<!was\s)(?<!were\s)(?<!been\s)(?<!being\s)\b(?:{held})\s+(?:(?!(?:{'|'.join(data['persons']['breaks'].split())})\b|\w+ing\b)[\w’'-]+\s+){{0,3}}$"
        ),
        dead=re.compile(rf"\b(?:{'|'.join(data['persons']['dead'].split())})\b", re.I),
        given={
            n: g for g, those in (("f", "women"), ("m", "men")) for n in _set(lexicon.load(language, "given")[those])
        },
        documents=data["documents"],
    )


def _undergone(verbs: str) -> re.Pattern[str]:
    """What stands behind a name of which it is told that the law did one of `verbs` to it; `be` is the verb that tells one from many."""
    return re.compile(
        rf"(?:,[^,.;:”\"]{{0,40}},)?\s(?P<be>was|were|is|are|has\s+been|had\s+been|remains?|faces?|appeared|pleaded)\s+(?:\w+ly\s+)?(?:{verbs})\b"
    )
