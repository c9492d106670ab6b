"""Describe: name an allegation as people would: what is said to have been done to whom, where and when.

All words come from statements that put it forward, never from those who deny or only mention it. Pronouns, numbers and "her
brother" name nobody to a reader; of the names for the victims the one that most documents use is taken, named groups first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from firsthand.allegations.compare import Account, plainly, singular
from firsthand.allegations.identify import COUNTRY, Who, tokens, words
from firsthand.allegations.situate import Group
from firsthand.dates import Period
from firsthand.figures.record import Figure
from firsthand.vocabulary import places, terms

SHARE = 4
"""One in so many documents that tell of a pattern must name the people by whom it is called."""
WORD = re.compile(r"[\w'’-]+")


def whom(accounts: Sequence[Account], counted: Mapping[str, Figure], names: Mapping[str, str]) -> tuple[str, ...]:
    """The victims by name or as a group, as said by `accounts`: named ones first, then those that most documents speak of.

    `counted` are the figures by id; `names` are what witnesses who speak of themselves are called, by document.
    """
    said: defaultdict[str, set[str]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    named: set[str] = set()
    for a in accounts:
        text = _called(a, counted, names)
        if text:
            key = a.person or _key(text)
            said[key].add(a.act.document)
            spelt[key][text] += 1
            named |= {key} if a.groups or a.person else set()
    order = {key: n for n, key in enumerate(said)}
    ranked = sorted(said, key=lambda k: (k not in named, -len(said[k]), order[k]))
    return tuple(max(spelt[k], key=lambda t: (_size(k, t), spelt[k][t], t)) for k in ranked)


def _size(key: str, text: str) -> int:
    """Of the forms of one person's name the longest is taken; of a group's all are alike."""
    return len(text.split()) if ":" in key else 0


def group(accounts: Sequence[Account], counted: Mapping[str, Figure]) -> str:
    """The one group that a label of a pattern names: no single person, and named by enough of the documents to stand for all; else ""."""
    told = len({a.act.document for a in accounts})
    unnamed = [a for a in accounts if not a.person]
    for name in whom(unnamed, counted, {}):
        key = _key(name)
        said = {a.act.document for a in unnamed if _key(_called(a, counted, {})) == key or a.groups & _parts(name)}
        if SHARE * len(said) >= told:
            return name
    return ""


def known(called: str, victims: Iterable[str]) -> tuple[str, ...]:
    """Those by whom an act is known, then the others that it is told of, without a word of their name: each said once."""
    return (called, *(v for v in victims if not _parts(called) & _parts(v)))


def _key(name: str) -> str:
    return name.casefold().removeprefix("a ").removeprefix("an ")


def _parts(name: str) -> frozenset[str]:
    """The words of a name, as groups are compared."""
    return frozenset(singular(w) for w in tokens(name))


def _called(a: Account, counted: Mapping[str, Figure], names: Mapping[str, str]) -> str:
    if a.person.startswith("witness:"):
        return names.get(a.act.document, "")
    if a.act.victim is None or "victim" in a.act.pronouns:
        return ""
    if a.person:
        return _person(a, a.act.victim.text)
    figure = counted.get(a.act.figure or "")
    return _people(a, figure.of if figure and figure.of else a.act.victim.text)


def _person(a: Account, text: str) -> str:
    """One person's name without what stands before it: “plotter Osem Varr” is Osem Varr. "" where it says only whose: “his brother”."""
    whole = plainly(_people(a, text)) or text
    if whole.split(" ")[0].casefold() in words("victims", "possessors"):
        return ""
    size = len(a.person.removeprefix("name:").split()) if a.person.startswith("name:") else 0
    return " ".join(whole.split()[-size:]) if size else whole


def _people(a: Account, text: str) -> str:
    """The people that `text` names, without number, article, and what is told of them; "" where it only points at somebody."""
    trigger, victim = a.act.trigger, a.act.victim
    if victim and victim.text == text and a.opens and not a.person:
        text = text[0].lower() + text[1:]
    if (
        victim
        and victim.text.casefold() == text.casefold()
        and victim.start <= trigger.start
        and trigger.end <= victim.end
    ):
        text = text.replace(trigger.text, " ", 1)
    text = _cut().split(" ".join(text.split()), maxsplit=1)[0]
    text = re.sub(r"^[Aa]nother\b", "a", text)  # of whom the text spoke before, the label says nothing
    left = text.split(" ")
    if left[0].casefold() in words("victims", "possessors"):
        return ""
    skipped = words("parties", "articles") | words("victims", "counts") | words("victims", "vague")
    while left and (left[0].casefold() in skipped or left[0][:1].isdigit()):
        left.pop(0)
    kept = {w.casefold() for w in WORD.findall(" ".join(left))}
    if kept <= words("victims", "vague") | words("victims", "anybody"):
        return ""
    first, named = text.split(" ")[0].casefold(), plain(" ".join(left))
    return f"{_article(named)} {named}" if first in ("a", "an") and named else named


def _article(word: str) -> str:
    """ "a" or "an", by the letter: “an political rival” is what is left where a word between was cut."""
    return "an" if word[:1].casefold() in "aeiou" else "a"


def plain(name: str) -> str:
    """A name without marks that were left at it: “Osem] Varr” is Osem Varr."""
    return " ".join(re.sub(r"[\[\](){}<>|*_“”\"]", " ", name).split()).strip(" ,;:.-–—/")


@cache
def _cut() -> re.Pattern[str]:
    """Where the words for people end and what is told of them begins."""
    return re.compile(rf",? (?:{'|'.join(sorted(words('victims', 'after')))})\b")


def responsible(accounts: Iterable[Account], who: Who) -> tuple[str, ...]:
    """Those whom a text names as having done it, each party once, in the words first used or the party's own name."""
    found: dict[str, str] = {}
    for a in accounts:
        if a.act.perpetrator is None or "perpetrator" in a.act.pronouns:
            continue
        text = a.act.perpetrator.text
        if {w.casefold() for w in WORD.findall(text)} <= words("victims", "vague"):
            continue
        speaker = who.speaker(a.act.document, a.act.perpetrator)
        known = speaker is not None and a.party and speaker.kind not in ("unnamed", "group")
        name = who.parties.name(who.parties.chief(speaker.id)) if speaker and known else text
        found.setdefault(a.party or text.casefold(), _state(a.party) or " ".join(name.split()))
    return tuple(found.values())


def where(group: Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The place of an allegation and what contains it, from the inside outwards; and those of these that were only taken over from the texts.

    That of a pattern is its situation's. Of one incident it is what its own accounts say, if they do: a text about one country may tell
    of what was done in another.
    """
    home, country = group.situation.name, group.situation.country
    told = Counter(a.where.country for a in group.accounts if a.where.country)
    stated = max(told, key=lambda c: (told[c], c == country, c), default="")
    near = [a for a in group.accounts if a.where.country in ("", stated)]
    own = Counter(a.where.name for a in near if a.where.level in ("city", "site", "named"))
    inner = next((n for n, _ in own.most_common(1)), "") if group.incident else ""
    if group.incident and stated and stated != country:
        return _each(inner, _name(stated)), ()
    outer = _each(home, _name(country))
    known = {n for a in group.accounts for n in (a.where.name, a.where.outer)}
    taken = () if told else tuple(n for n in outer if n not in known and n != inner)
    return _each(inner, *outer), taken


def sure(spots: Sequence[str], taken: Sequence[str]) -> Sequence[str]:
    """What the label of an incident says of its place: no whole country that was `taken` from the texts."""
    return [n for n in spots if n not in taken or places.country(n) is None]


def _each(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in names if n))


def _name(country: str) -> str:
    state = places.code(country) if country else None
    return state.name if state else ""


def label(type_: str, victims: str, spots: Sequence[str], period: Period | None) -> str:
    """What an allegation is called: “Torture or ill-treatment of weavers in Tolm, March 2024”."""
    types = terms.load("violations")["types"]
    full = str(types[type_]["label"]) if type_ in types else type_
    cut = next((full.index(m) for m in (", as ", ", not ") if m in full), len(full))
    act, note = full[:cut], full[cut + 2 :]
    by = next((p for p in ("of", "against") if type_ in words("labels", p)), "")
    said = act[:1].upper() + act[1:]
    said += f" {by} {victims}" if by and victims else ""
    kept = [w for n, w in enumerate(spots) if not any(w in inner for inner in spots[:n])]
    said += f" in {', '.join(kept[:2])}" if kept else ""
    return ", ".join(part for part in (said, when(period), note) if part)


def when(period: Period | None) -> str:
    """A time as a label gives it, no more precise than it was given."""
    if period is None:
        return ""
    first, last = period.start, period.end
    if period.precision == "day":
        return f"{first.day} {first:%B %Y}"
    if period.precision != "range":
        return str(period) if period.precision == "year" else f"{first:%B %Y}"
    if first.year != last.year:
        return f"{first.year}–{last.year}"
    return f"{first:%B %Y}" if first.month == last.month else f"{first:%B}–{last:%B %Y}"


def apart(labels: Sequence[str], told: Sequence[Sequence[str]]) -> list[str]:
    """`labels`, each but once: those that are alike say who tells it, or where (`told`, names per label), then are counted."""
    alike = Counter(labels)
    found = [
        f"{label}, as told by {' and '.join(names[:2])}" if alike[label] > 1 and names else label
        for label, names in zip(labels, told, strict=True)
    ]
    alike, seen = Counter(found), Counter[str]()
    for n, text in enumerate(found):
        seen[text] += 1
        if alike[text] > 1:
            found[n] = f"{text} ({seen[text]} of {alike[text]})"
    return found


def _state(party: str) -> str:
    return _name(party.removeprefix(COUNTRY)) if party.startswith(COUNTRY) else ""
