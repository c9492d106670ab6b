"""Who did it and to whom: the arguments of a trigger, by dependency path (Ball 1996: "who did what to whom").

A perpetrator is only what the text names as one: the agent of the verb, a by-phrase, a possessor, the one accused. The agent of a passive
is mostly absent and stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from spacy.tokens import Token

from firsthand.language import lexicon, roles, triggers
from firsthand.language.triggers import Trigger
from firsthand.vocabulary import places


class Arguments(NamedTuple):
    """The head words of victim and perpetrator, None where the text names none, and the path that led to each."""

    victim: Token | None
    perpetrator: Token | None
    reasons: tuple[str, ...]


def find(trigger: Trigger) -> Arguments:
    """The arguments of `trigger` in its sentence."""
    paths = _noun(trigger) if trigger.noun else _verb(trigger)
    victim: tuple[Token, str] | None = None
    doer: tuple[Token, str] | None = None
    for role, token, path in paths:
        if role == "victim" and victim is None and _victim(token, trigger):
            victim = (token, path)
        if role == "perpetrator":
            token = _behind(token)
        if role == "perpetrator" and doer is None and _doer(token) and not _inside(token, trigger):
            doer = (token, path)
    if victim is not None and doer is not None and victim[0] == doer[0]:
        doer = None  # nobody is both: the nearer path is the safer one, and no perpetrator is named by default
    reasons = tuple(f"{role}: {found[1]}" for role, found in (("victim", victim), ("perpetrator", doer)) if found)
    return Arguments(victim[0] if victim else None, doer[0] if doer else None, reasons)


@cache
def _words() -> dict[str, Any]:
    raw = lexicon.load("en", "acts")
    heads = lexicon.load("en", "heads")["heads"]
    return {
        **{k: frozenset(v) for k, v in raw["light"].items()},
        "never": frozenset(raw["places"]["never"]) | {"it", "itself"},
        "placed": frozenset(raw["objects_of"]["places"]),
        "bodies": frozenset(raw["places"]["doers"]) | frozenset(heads["ORG"].split()),
    }


def carriers() -> frozenset[str]:
    """Verbs of which the act named by their object is what happens: "carried out the bombing", "suffered a beating"."""
    words = _words()
    carried: frozenset[str] = words["doers"] | words["sufferers"] | words["suffer_active"]
    return carried


def _inside(token: Token, trigger: Trigger) -> bool:
    return token.i in trigger.words


def _victim(token: Token, trigger: Trigger) -> bool:
    if _inside(token, trigger) or token.lower_ in _words()["never"] or roles.nobody(token):
        return False
    return roles.civil(token) if trigger.type in _words()["placed"] else roles.person(token)


def _behind(token: Token) -> Token:
    """Whose campaign, policy or crackdown did it: a doing does nothing by itself."""
    if token.lemma_.lower() in _words()["shells"]:
        return roles.owner(token) or token
    return token


def _doer(token: Token) -> bool:
    """Whether `token` can do an act: a person, a people, a state, a body; not a law, a report, a day."""
    if token.ent_type_ in ("DATE", "TIME", "LAW", "CARDINAL", "WORK_OF_ART", "MONEY", "PERCENT"):
        return False
    if token.lemma_.lower() in _words()["shells"]:
        return False
    if token.lower_ in ("its", "it", "their", "his", "her", "our", "my"):
        return True
    if token.ent_type_ in ("PERSON", "NORP", "ORG", "GPE"):
        return True
    return roles.person(token) or token.lemma_.lower() in _words()["bodies"]


_Path = tuple[str, Token, str]


def _verb(trigger: Trigger) -> Iterator[_Path]:
    verb = trigger.head
    if trigger.pattern in triggers.load().intransitive:
        found = roles.subject(verb)
        if found is not None:
            yield "victim", found, f"subject of “{verb.text}”"
    else:
        patient, agent = roles.patient(verb) or _made(verb), roles.agent(verb)
        if patient is not None:
            yield (
                "victim",
                patient,
                ("subject of the passive" if roles.passive(verb) else "object of") + f" “{verb.text}”",
            )
        if agent is not None:
            yield "perpetrator", agent, ("by-phrase of" if roles.passive(verb) else "subject of") + f" “{verb.text}”"
        for token in roles.complements(verb, ("against", "on")):
            if patient is None:
                yield "victim", token, f"after a preposition of “{verb.text}”"
        for token in (c for c in trigger.last.children if c.dep_ == "pobj"):
            yield "victim", token, f"after “{trigger.last.text}”"
    yield from _struck(trigger)
    yield from _custody(verb)


def _struck(trigger: Trigger) -> Iterator[_Path]:
    """The things at which a bomb is thrown, or where it goes off: "hurled dynamite at the embassy", "exploded in front of the bank"."""
    words = _words()
    sentence = trigger.head.sent
    inside = [trigger.head.doc[i] for i in sorted(trigger.words) if sentence.start <= i < sentence.end]
    if trigger.pattern not in words["bursting"] and not any(t.lemma_.lower() in _explosives() for t in inside):
        return
    for word in inside:
        for token in roles.complements(word, tuple(words["struck"])):
            for found in (token, *roles.complements(token, ("of",))) if token.lower_ == "front" else (token,):
                if roles.thing(found):
                    yield "victim", found, f"where “{trigger.head.text}” happened"


def _made(verb: Token) -> Token | None:
    """Who is made to do something: the subject of the bare clause below ("they made us kneel")."""
    below = (c for c in verb.children if c.dep_ == "ccomp" and c.tag_ in ("VB", "VBP", "NN"))
    return next((s for c in below for s in c.children if s.dep_ == "nsubj"), None)


def _custody(word: Token) -> Iterator[_Path]:
    """ "at the hands of X", "in the custody of X" below `word`."""
    for prep in word.children:
        if prep.dep_ == "prep" and prep.lower_ in ("at", "in"):
            for noun in (c for c in prep.children if c.dep_ == "pobj" and c.lemma_.lower() in _words()["power"]):
                held = next((c for c in noun.children if c.dep_ in ("poss", "compound")), None)
                if held is not None:
                    yield "perpetrator", held, f"“{prep.text} … {noun.text}”"
                for of in roles.complements(noun, ("of",)):  # "in the custody of X", "in police custody of X"
                    yield "perpetrator" if held is None else "victim", of, f"“{prep.text} the {noun.text} of”"


def chain(noun: Token) -> Iterator[Token]:
    """`noun` and the nouns that pass it on: "torture" in "allegations of torture", "detention" in "a detention campaign"."""
    token = noun
    for _ in range(8):
        yield token
        above = _passes_on(token)
        if above is None:
            return
        token = above


def _passes_on(token: Token) -> Token | None:
    head = token.head
    if token.dep_ in ("conj", "appos") and head.pos_ in ("NOUN", "PROPN"):
        return head
    if (
        token.dep_ in ("compound", "nmod", "amod", "npadvmod")
        and head.i > token.i
        and head.lemma_.lower() in _words()["shells"]
    ):
        return head
    if (
        token.dep_ == "pobj"
        and head.dep_ == "prep"
        and head.head.pos_ in ("NOUN", "PROPN")
        and head.lower_ in ("of", "over", "about", "for", "including", "into", "in", "to")
    ):
        return head.head if head.head.lemma_.lower() in _words()["shells"] or head.lower_ == "including" else None
    if token.dep_ in ("dobj", "pobj") and token.dep_ == "dobj" and head.lemma_ in _words()["holders"]:
        found = roles.subject(head)
        return found if found is not None and found != token and found.pos_ in ("NOUN", "PROPN") else None
    return None


def _noun(trigger: Trigger) -> Iterator[_Path]:
    links = list(chain(trigger.head))
    for noun in links[:1]:
        for token in roles.complements(noun, ("of", "against", "upon", "on", "toward", "towards", "to")):
            if not _inside(token, trigger):
                yield "victim", token, f"of-phrase of “{noun.text}”"
    for noun in links:
        for token in roles.complements(noun, ("by",)):
            yield "perpetrator", token, f"by-phrase of “{noun.text}”"
        yield from _clause_below(noun)
        yield from _custody(noun)
        for token in roles.complements(noun, ("against", "among")):
            yield "victim", token, f"after a preposition of “{noun.text}”"
    yield from _struck(trigger)
    yield from _bearer(trigger.head)
    yield from _modifier(trigger)
    yield from _possessor(trigger, links)
    yield from _equated(trigger.head)
    yield from _clause_above(links[-1])
    for noun in links[1:]:
        yield from _clause_above(noun)


def _modifier(trigger: Trigger) -> Iterator[_Path]:
    """Who attacks in "a guerrilla attack", "an army raid"; words that only judge ("terrorist") are left out."""
    if triggers.load().owners[trigger.type] == "agent":
        for c in trigger.head.children:
            if c.dep_ in ("compound", "nmod") and c.lemma_.lower() in _words()["attackers"] and not _inside(c, trigger):
                yield "perpetrator", c, f"“{c.text} {trigger.head.text}”"


def _bearer(noun: Token) -> Iterator[_Path]:
    """Who has an injury: "six men with broken ribs", "treated them with broken ribs", "was in hospital with a gunshot wound"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("with", "from", "for") or noun.lemma_ not in _words()["borne"]:
        return
    above = noun.head.head
    found = roles.patient(above) or roles.subject(above) if above.pos_ in ("VERB", "AUX") else above
    if found is not None:
        yield "victim", found, f"has “{noun.text}”"


def _possessor(trigger: Trigger, links: list[Token]) -> Iterator[_Path]:
    """The possessor is the victim of "her torture", the perpetrator of "the army's abuses" and of "its detention of villagers"."""
    for n, noun in enumerate(links):
        owner = roles.owner(noun)
        if owner is None or noun.lemma_ in _words()["accounts"] or (n and noun.lemma_ not in _words()["shells"]):
            continue
        undergone = any(roles.person(t) for t in roles.complements(trigger.head, ("of", "against")))
        state = _placed(owner) or owner.lower_ == "its" or owner.lemma_.lower() in _words()["bodies"]
        borne = noun.lemma_ in _words()["borne"]
        theirs = n == 0 and triggers.load().owners[trigger.type] == "victim"
        if not undergone and (borne or theirs) and not state:
            yield "victim", owner, f"possessor of “{noun.text}”"
            continue
        befalls = theirs and not undergone and trigger.type in _words()["befalling"]
        if not befalls and (state or not _shared(noun, owner, undergone)):
            yield "perpetrator", owner, f"possessor of “{noun.text}”"


def _shared(noun: Token, owner: Token, undergone: bool) -> bool:
    """Whether a possessor may as well be who underwent it: that of the noun before ("his death and abuses in the camps"), a name ("Ada Baker's persecution")."""
    person = owner.pos_ == "PROPN" and owner.ent_type_ not in ("ORG", "NORP")
    return owner.head != noun or (not undergone and noun.tag_ == "NN" and person)


def _placed(owner: Token) -> bool:
    """Whether the name is that of a country or city, which stands for those who rule it: parsers take names of persons for places, too."""
    whole = " ".join(t.text for t in owner.doc[roles.phrase(owner)[0].i : owner.i + 1])
    return owner.ent_type_ == "GPE" and any(places.country(n) or places.place(n) for n in (owner.text, whole))


def _clause_below(noun: Token) -> Iterator[_Path]:
    """ "abuses committed by soldiers against villagers", "abuses they face"."""
    words = _words()
    for verb in noun.children:
        if verb.dep_ not in ("acl", "relcl") or verb.pos_ not in ("VERB", "AUX"):
            continue
        if verb.lemma_ in words["doers"]:
            doer = roles.agent(verb)
            if doer is not None and doer != noun:
                yield "perpetrator", doer, f"does “{verb.text} {noun.text}”"
            for token in roles.complements(verb, ("against", "on", "upon")):
                yield "victim", token, f"after a preposition of “{verb.text}”"
        elif verb.lemma_ in words["suffer_active"]:
            sufferer = (
                roles.agent(verb)
                if roles.passive(verb)
                else next((c for c in verb.children if c.dep_ == "nsubj"), None)
            )
            if sufferer is not None and sufferer != noun:
                yield "victim", sufferer, f"“{verb.text}” it"


def _clause_above(noun: Token) -> Iterator[_Path]:
    """The verb that the act is object or complement of: "subjected to", "suffered", "committed", "accused of"."""
    words = _words()
    direct = noun.dep_ in ("dobj", "nsubjpass")
    verb = (
        noun.head if direct else noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ in ("prep", "agent") else None
    )
    if verb is not None and verb.lower_ in words["answerable"] and noun.head.lower_ == "for":
        yield from _answerable(verb, noun)
    if verb is not None and verb.lemma_ == "responsibility" and noun.head.lower_ == "for":
        yield from _responsible(verb)
    if verb is not None and verb.lemma_.lower() in words["authors"] and noun.head.lower_ == "of":
        yield from _author(verb, noun)
    if verb is None or verb.pos_ not in ("VERB", "AUX"):
        return
    lemma = verb.lemma_
    if (
        not direct
        and lemma in words["parts"]
        and noun.head.lower_ == "in"
        and noun.lemma_ not in words["shells"] | words["either"]
    ):
        found = roles.patient(verb) or roles.subject(verb)
        if found is not None:
            yield "perpetrator", found, f"“{verb.text} in {noun.text}”"
    if lemma == "carry" and not any(c.dep_ == "prt" for c in verb.children):
        return  # to carry a body is not to carry out a killing
    if direct and lemma in words["doers"]:
        doer = roles.agent(verb)
        if doer is not None and doer != noun:
            yield "perpetrator", doer, f"does “{verb.text} {noun.text}”"
        for token in roles.complements(verb, ("against", "on", "upon")):
            yield "victim", token, f"after a preposition of “{verb.text}”"
    if direct and noun.dep_ == "dobj" and lemma in words["suffer_active"]:
        found = roles.subject(verb)
        if found is not None:
            yield "victim", found, f"“{verb.text} {noun.text}”"
    if not direct and lemma in words["suffer_passive"] and noun.head.lower_ in ("to", "through"):
        found, doer = roles.patient(verb), roles.agent(verb)
        if found is not None:
            yield "victim", found, f"“{verb.text} to {noun.text}”"
        if doer is not None:
            yield "perpetrator", doer, f"“{verb.text} to {noun.text}”"
    operation = noun.head.lower_ == "in" and noun.lemma_.lower() in words["operations"]
    if (
        not direct
        and not operation
        and lemma in words["accuse"]
        and noun.head.lower_ in ("of", "for", "over", "in", "with")
    ):
        found = roles.patient(verb)
        if found is not None:
            yield "perpetrator", found, f"“{verb.text} {noun.head.text} {noun.text}”"


def _responsible(noun: Token) -> Iterator[_Path]:
    """Who "claimed responsibility for" it."""
    verb = noun.head
    if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in _words()["claims"]:
        claimer = roles.agent(verb)
        if claimer is not None and claimer != noun:
            yield "perpetrator", claimer, f"“{verb.text} {noun.text}”"


def _author(author: Token, noun: Token) -> Iterator[_Path]:
    """Who is called the perpetrator or mastermind of it."""
    found = roles.subject(author.head) if author.dep_ == "attr" else author.head if author.dep_ == "appos" else None
    if found is not None and found != noun:
        yield "perpetrator", found, f"“{author.text} of {noun.text}”"


def _answerable(word: Token, noun: Token) -> Iterator[_Path]:
    """Who "is responsible for" it, whom somebody "holds responsible for" it, "those responsible for" it."""
    found = next((c for c in word.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    above = word.head
    if found is None and above.pos_ in ("VERB", "AUX"):
        found = roles.patient(above) if above.lemma_ in _words()["blames"] else None
        if above.lemma_ == "be":
            found = roles.subject(above)
    elif found is None and above.pos_ in ("NOUN", "PROPN", "PRON") and word.dep_ in ("amod", "acl", "relcl"):
        found = above
    if found is not None and found != noun and not any(c.dep_ == "neg" for c in above.children):
        yield "perpetrator", found, f"“{word.text} for {noun.text}”"


def means(trigger: Trigger, stop: frozenset[int]) -> Token | None:
    """With what an act was done: the nearest word for a weapon or tool that is used in its clause. `stop`: as in `roles.reach`."""
    reach = roles.reach(trigger.head, stop) | {t.i for t in chain(trigger.head)}
    found = [t for t in trigger.head.sent if t.lemma_.lower() in _tools() and _used(t, trigger, reach)]
    return min(found, key=lambda t: (abs(t.i - trigger.head.i), t.i), default=None)


def _used(tool: Token, trigger: Trigger, reach: frozenset[int]) -> bool:
    """Whether a tool is that of the act: modifies its noun, does it, or stands after a preposition or a verb of using."""
    head, words = tool.head, lexicon.load("en", "acts")["means"]
    if tool.ent_type_ in ("ORG", "PERSON"):
        return False
    if tool.i in trigger.words:  # "threw grenades", "a dynamite attack"
        return tool != trigger.head and tool.dep_ in ("dobj", "nsubjpass", "compound", "nmod", "pobj")
    if tool.dep_ in ("compound", "nmod", "nsubj", "nsubjpass"):
        return head.i in trigger.words or (head.i in reach and tool.dep_ in ("nsubj", "nsubjpass"))
    if tool.dep_ == "pobj" and head.lower_ in words["prepositions"]:
        return head.head.i in reach or head.head.i in trigger.words
    if tool.dep_ == "dobj" and head.lemma_ in words["uses"]:
        return head.i in reach or bool(reach & {t.i for t in head.ancestors}) or trigger.head in head.subtree
    return tool.dep_ == "conj" and head.lemma_.lower() in _tools() and _used(head, trigger, reach)


@cache
def _explosives() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["means"]["explosive"])


@cache
def _tools() -> frozenset[str]:
    words = lexicon.load("en", "acts")["means"]
    return frozenset(w for kind, names in words.items() if kind not in ("prepositions", "uses") for w in names)


def equated(noun: Token) -> Token | None:
    """What is said to be `noun`: the actions in "called the actions genocide" and in "the actions amount to genocide"."""
    words, direct = _words(), noun.dep_ in ("dobj", "attr", "oprd")
    verb = noun.head if direct else noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("as", "to") else None
    if verb is None or verb.pos_ not in ("VERB", "AUX"):
        return None
    if verb.lemma_ in words["equals_subject"]:
        found = roles.subject(verb)
    elif verb.lemma_ in words["equals_object"]:
        found = roles.patient(verb)
    else:
        return None
    return next(roles.complements(found, ("of",)), found) if found is not None and found != noun else None


def _equated(noun: Token) -> Iterator[_Path]:
    thing = equated(noun)
    owner = roles.owner(thing) if thing is not None else None
    if owner is not None and thing is not None:
        yield "perpetrator", owner, f"possessor of “{thing.text}”, which is called so"
