"""Words and noun phrases of a language that is read without a parser: told by their form, from `language/XX/statements.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.language import lexicon
from firsthand.statements.cues import Cue

SPEAKER = 14
"""Words that a speaker has at most."""

WORD = re.compile(r"\w+(?:[-'’]\w+)*")
BREAK = re.compile(r"[,;:()—–]")
_TOUCHING = re.compile(r"(\w+)\s+$")


@dataclass(frozen=True)
class Words:
    """The lexicon of one language, ready to use. `verbs`: form → class."""

    verbs: dict[str, Cue]
    auxiliaries: frozenset[str]
    negation: frozenset[str]
    clitics: frozenset[str]
    adverbs: frozenset[str]
    that: frozenset[str]
    behind: frozenset[str]
    breaks: frozenset[str]
    governing: frozenset[str]
    joints: frozenset[str]
    begins: frozenset[str]
    pronouns: frozenset[str]
    nobody: frozenset[str]
    bodies: frozenset[str]
    denied: frozenset[str]
    unverifiable: tuple[str, ...]
    according: re.Pattern[str]
    hedges: dict[str, str]
    evaluations: dict[str, tuple[str, ...]]
    abbreviations: frozenset[str]


@cache
def words(language: str) -> Words:
    """The lexicon of `language`, read once."""
    data = lexicon.load(language, "statements")
    verbs: dict[str, Cue] = {}
    for id_, table in data["verbs"].items():
        cue = Cue(id_, table["evidential"], table["stance"])
        made = [
            stem + end
            for kind, ends in data["endings"].items()
            for stem in table.get(kind, "").split()
            for end in ends.split()
        ]
        for form in (*table.get("forms", "").split(), *made):
            verbs.setdefault(form, cue)
    sets = {key: frozenset(value.split()) for key, value in data["words"].items() if key != "unverifiable"}
    forms = "|".join(re.escape(f) for f in sorted(data["according"]["forms"], key=len, reverse=True))
    return Words(
        verbs=verbs,
        unverifiable=tuple(data["words"]["unverifiable"].split()),
        according=re.compile(rf"\b(?:{forms})\b", re.IGNORECASE),
        hedges={w: level for level, of in data["hedges"].items() for w in of.split()},
        evaluations={label: tuple(phrases) for label, phrases in data["evaluations"].items()},
        abbreviations=frozenset(data["sentences"]["abbreviations"].split()),
        **sets,
    )


def is_noun(tokens: Sequence[re.Match[str]], n: int, known: Words) -> bool:
    """Whether the form is a noun here: behind an article that is no pronoun ("la denuncia", "una declaración")."""
    left = tokens[n - 1][0].lower() if n else ""
    after = tokens[n + 1][0].lower() if n + 1 < len(tokens) else ""
    articles = known.begins - known.pronouns
    return left in articles and after not in known.that and left not in known.nobody


def subject(text: str, tokens: Sequence[re.Match[str]], first: int, known: Words) -> tuple[int, int] | None:
    """The speaker before the cue: the noun phrase that touches it, with an apposition between commas."""
    if first == 0:
        return None
    end = tokens[first - 1].end()
    if "," in text[end : tokens[first].start()]:
        return _apposed(text, tokens, first, known)
    if text[end : tokens[first].start()].strip():
        return None
    return backward(text, tokens, first - 1, known)


def _apposed(text: str, tokens: Sequence[re.Match[str]], first: int, known: Words) -> tuple[int, int] | None:
    """ "El alcalde, Juan Roca, dijo": the phrase before the first comma up to the second."""
    end = tokens[first - 1].end()
    comma = text.find(",", end, tokens[first].start())
    for k in range(first - 1, 0, -1):
        gap = text[tokens[k - 1].end() : tokens[k].start()]
        if first - k > SPEAKER or re.search(r"[.;:()]", gap):
            return None
        if "," in gap:
            whole = backward(text, tokens, k - 1, known)
            return (whole[0], comma + 1) if whole is not None and not _governed(text, whole[0], known) else None
    return None


def backward(text: str, tokens: Sequence[re.Match[str]], at: int, known: Words) -> tuple[int, int] | None:
    """The noun phrase that ends with word `at`: back to a comma, a verb or a word that joins clauses."""
    low = at
    while low > 0 and at - low < SPEAKER:
        before = tokens[low - 1][0].lower()
        gap = text[tokens[low - 1].end() : tokens[low].start()]
        if gap.strip() or (before in known.breaks and before not in known.joints) or before in known.verbs:
            break
        low -= 1
    while low < at and not _opens(tokens[low][0], known):
        low += 1
    return phrase(text, tokens[low].start(), tokens[at].end(), known)


def forward(text: str, behind: Sequence[re.Match[str]], at: int, known: Words) -> tuple[int, int] | None:
    """The noun phrase that begins with word `at`: up to a stop, a verb or a word that begins a clause."""
    if at >= len(behind) or not _opens(behind[at][0], known) or text[behind[at - 1].end() : behind[at].start()].strip():
        return None
    last = at
    while last + 1 < len(behind):
        low = behind[last + 1][0].lower()
        gap = text[behind[last].end() : behind[last + 1].start()]
        if (
            gap.strip()
            or (low in known.breaks and low not in known.joints)
            or low in known.verbs | dict.fromkeys(known.adverbs)
        ):
            break
        last += 1
    while last > at and behind[last][0].lower() in known.joints:
        last -= 1
    return phrase(text, behind[at].start(), behind[last].end(), known)


def phrase(text: str, start: int, end: int, known: Words, *, governed: bool = False) -> tuple[int, int] | None:
    """The words as a speaker, if they are a noun phrase by their form, and no preposition governs them unless `governed`."""
    inside = list(WORD.finditer(text, start, end))
    if not inside or len(inside) > SPEAKER or not _opens(inside[0][0], known):
        return None
    lows = [t[0].lower() for t in inside]
    if len(inside) == 1 and lows[0] in known.begins and lows[0] not in known.pronouns:
        return None
    if any(
        w in known.verbs and not t[0][0].isupper() and not is_noun(inside, n, known)
        for n, (w, t) in enumerate(zip(lows, inside, strict=True))
    ):
        return None
    if not governed and _governed(text, start, known):
        return None
    return start, inside[-1].end()


def _governed(text: str, start: int, known: Words) -> bool:
    """Whether a preposition stands before the phrase that begins here: it is no subject ("En la capital, ayer, dijo")."""
    before = _TOUCHING.search(text, max(0, start - 20), start)
    return before is not None and before[1].lower() in known.governing


def _opens(word: str, known: Words) -> bool:
    return word.lower() in known.begins or (word[0].isupper() and word.lower() not in known.breaks | known.adverbs)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def skip(text: str, start: int, end: int) -> int:
    """`start` behind the punctuation that stands there."""
    while start < end and text[start] in " ,;—–\n\r\t":
        start += 1
    return start


def bare(text: str, start: int, end: int) -> int:
    """`end` without the full stop of the sentence."""
    while end > start and text[end - 1] in " .;:,\n\r\t":
        end -= 1
    return end
