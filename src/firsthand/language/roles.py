"""Who does and who undergoes what a word says: read off the dependency paths of a parse (spaCy's English labels).

A word is a spaCy Token. Nothing is guessed: where no path leads to a noun, there is none (the agent of a passive is mostly absent).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from firsthand.language import lexicon

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_INSIDE = (
    "det",
    "amod",
    "compound",
    "nummod",
    "poss",
    "quantmod",
    "nmod",
    "predet",
    "advmod",
    "case",
    "neg",
    "npadvmod",
)
_NOMINAL = ("DET", "NUM", "PRON", "ADJ", "NOUN", "PROPN")
_OPENING = 6
"""How many tokens into a sentence a dateline can reach before its dash."""
_DEPTH = 8
"""How many steps a path may take before it is given up: parses of broken sentences can be deep."""


def passive(verb: Token) -> bool:
    """Whether the grammatical subject of `verb` undergoes it."""
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    if any(c.dep_ == "dobj" or (c.lemma_ == "have" and c.dep_ == "aux") for c in verb.children):
        return False
    wanting = verb.lemma_.lower() in lexicon.load("en", "acts")["light"]["transitive"]
    if verb.tag_ == "VBG":
        return wanting and _owned(verb)
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "relcl", "advcl"):
        return True
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return (verb.tag_ == "VBN" or (verb.tag_ == "VBD" and not _objective(verb))) and passive(verb.head)
    if verb.tag_ == "VBN":  # "had him deported", "with three men held", "three men held in May"
        return (wanting or verb.dep_ != "ROOT") and not _objective(verb)
    return verb.tag_ == "VBD" and wanting and not _objective(verb) and _embedded(verb)


def _owned(gerund: Token) -> bool:
    """Whether a possessor says whose it is and nobody is named behind it: "Ada's jailing is wrong", not "the army's jailing of teachers"."""
    owner = any(c.dep_ == "nsubj" and any(x.tag_ == "POS" for x in c.children) for c in gerund.children)
    return owner and not any(c.dep_ == "prep" and c.lower_ == "of" for c in gerund.children)


def _embedded(verb: Token) -> bool:
    """Whether the clause of a verb in the past tense has another verb, so that it is a participle: "a cook arrested in May has been freed", "saw
    three men arrested". Not "the gunman killed again", nor "the army came and killed"."""
    light, above = lexicon.load("en", "acts")["light"], verb.head
    if verb.dep_ == "ccomp" and above.lemma_ in light["undergone"]:
        return True
    first = next((c.left_edge.i for c in verb.children if c.dep_ in _SUBJECTS), verb.sent.start)
    if first > verb.sent.start and verb.doc[first - 1].pos_ == "VERB" and verb.doc[first - 1].tag_ in ("VBD", "VBZ"):
        return True  # "“We were beaten,” said a cook held in Osk."
    for t in verb.doc[verb.i + 1 : verb.sent.end]:
        if t.dep_ in (*_SUBJECTS, "cc", "mark") or t.text in ";:":
            return False
        if t.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return True
    return False


def _objective(verb: Token) -> bool:
    """Whether a verb has an object that hangs elsewhere in the parse: before it, on a verb beside it, or lost behind it."""
    beside = (c for c in verb.children if c.dep_ == "conj" and not any(s.dep_ in _SUBJECTS for s in c.children))
    if any(c.dep_ == "dobj" for v in beside for c in v.children):
        return True
    said = verb.head.lemma_ not in lexicon.load("en", "acts")["light"]["undergone"]
    if verb.dep_ == "relcl" or (verb.dep_ == "ccomp" and verb.head.dep_ == "relcl" and said):
        return True  # "the people the army took", "a woman he says he killed"; not "that left a hundred displaced"
    after = verb.doc[verb.i + 1 : min(verb.i + 5, verb.sent.end)]
    lost = after[:1] if after and after[0].pos_ in _NOMINAL else [t for t in after if t.tag_ == "CD"]
    return any(t.ent_type_ not in ("DATE", "TIME") for t in lost)  # "killed at least 17 people"


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The noun that the clause of `verb` is about: its own subject, or the one it takes over from the clause above."""
    seen = _perceived(verb)
    if seen is not None:
        return seen
    own = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if own is not None:
        return _undated(antecedent(own), verb)
    above = verb.head
    if depth >= _DEPTH or above == verb:
        return None
    trailing = _trailed(verb)
    if trailing is not None:
        return subject(trailing, depth + 1)
    if _misread(verb):
        return verb.sent.root if verb.sent.root.pos_ in ("NOUN", "PROPN") and verb.sent.root.i < verb.i else None
    if verb.dep_ in ("acl", "amod"):
        return above if verb.tag_ != "VBG" or verb.dep_ == "acl" else None
    if verb.dep_ == "relcl":
        return (
            above
            if not any(c.dep_ in ("dobj", "pobj") and c.lower_ in _pronouns("relative") for c in verb.subtree)
            else None
        )
    if verb.dep_ in ("conj", "advcl"):
        described = _described(verb) or _complement(verb)
        if described is not None:
            return described
        return subject(above, depth + 1) if above.pos_ in ("VERB", "AUX") else None
    if verb.dep_ == "xcomp" and verb.tag_ in ("VB", "VBG", "VBN"):
        return _controller(above, depth)
    if verb.dep_ == "pcomp" and above.dep_ in ("prep", "agent"):
        return _controller(above.head, depth)
    return None


def _complement(verb: Token) -> Token | None:
    """The soldiers of "learnt that soldiers in the town arrested him", whom parsers take for what was learnt: "that" before a plural begins a clause."""
    between = (
        c for c in verb.head.children if c.dep_ == "dobj" and c.i < verb.i and verb.tag_ in ("VBD", "VBP", "VBZ")
    )
    return next((n for n in between if n.tag_ == "NNS" and any(c.lower_ == "that" for c in n.children)), None)


def _trailed(verb: Token) -> Token | None:
    """The verb whose subject a participle behind a comma goes on with ("attacked the teacher, leaving him …"): parsers hang it on the noun before it."""
    first = verb.left_edge.i
    if verb.tag_ != "VBG" or verb.dep_ != "acl" or first == verb.sent.start or verb.doc[first - 1].text != ",":
        return None
    above = verb.head
    while above.dep_ in ("appos", "conj", "pobj", "prep") and above.head != above:
        above = above.head
    return above.head if above.dep_ == "dobj" and above.head.pos_ == "VERB" else None


def _described(verb: Token) -> Token | None:
    """The noun that a participle behind its comma describes before the clause begins: the meeting of "At its meeting, held in May, the group …"."""
    if verb.tag_ != "VBN" or verb.dep_ != "advcl" or verb.i > verb.head.i or verb.i - verb.sent.start < 2:
        return None
    noun = verb.nbor(-2)
    return noun if verb.nbor(-1).text == "," and noun.pos_ == "NOUN" and not noun.ent_type_ else None


def _perceived(verb: Token) -> Token | None:
    """Who is seen or heard doing it: the officers of "watched officers take him away", which parsers often tear apart."""
    if verb.tag_ != "VB" or any(c.dep_ == "aux" for c in verb.children):
        return None
    before = verb.doc[max(verb.sent.start, verb.i - _DEPTH) : verb.i]
    saw = next((t for t in reversed(before) if t.pos_ == "VERB"), None)
    if saw is None or saw.lemma_ not in lexicon.load("en", "acts")["experience"]["perception"]:
        return None
    return next((c for c in saw.children if c.dep_ == "dobj" and saw.i < c.i < verb.i), None)


def _misread(verb: Token) -> bool:
    """Whether a verb in the past tense was taken for an adjective: "Guards in the town tortured villagers"."""
    return verb.dep_ == "amod" and verb.tag_ == "VBD" and verb.head.i > verb.i


def _undated(noun: Token, verb: Token) -> Token:
    """The subject after the dash of a dateline, where the parser took the dateline for it: "OSK, May 3 (Wire) — Soldiers shot"."""
    if not noun.text.isupper() or noun.i - noun.sent.start > _OPENING:
        return noun
    dash = next((t for t in noun.doc[noun.i + 1 : verb.i] if _dash(t)), None)
    after = (
        [t for t in noun.doc[dash.i + 1 : verb.i] if t.pos_ in ("NOUN", "PROPN", "PRON")] if dash is not None else []
    )
    return next((t for t in after if t.dep_ not in ("compound", "poss", "nmod", "pobj")), noun)


def _dash(token: Token) -> bool:
    """Whether `token` is a dash between words, also one typed as a hyphen."""
    typed = token.text == "-" and token.i > 0 and bool(token.whitespace_ and token.nbor(-1).whitespace_)
    return typed or token.text in ("—", "–", "--")


def _controller(above: Token, depth: int) -> Token | None:
    """Whom a clause without a subject is about: the object of the verb above, else its subject; the possessor of a noun above."""
    if above.pos_ in ("VERB", "AUX"):
        light = lexicon.load("en", "acts")["light"]
        if above.lemma_ in light["tools"] and passive(above):
            return None  # "a law used to silence them": whose use, is not told
        keeps = above.lemma_ in light["keeps"]
        return (None if keeps else _object(above)) or subject(above, depth + 1)
    return next((c for c in above.children if c.dep_ == "poss"), None)


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is its own antecedent."""
    if token.lower_ not in _pronouns("relative"):
        return token
    clause = next((t for t in (token, *token.ancestors) if t.dep_ == "relcl"), None)
    return clause.head if clause is not None else token


def _object(verb: Token) -> Token | None:
    return next((antecedent(c) for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"), None)


def patient(verb: Token) -> Token | None:
    """Who or what undergoes `verb`."""
    if _misread(verb):
        return verb.head
    if passive(verb):
        return subject(verb)
    found = _object(verb)
    if found is not None:
        return found
    if verb.dep_ == "relcl" and (
        any(c.dep_ in _SUBJECTS and c.lower_ not in _pronouns("relative") for c in verb.children)
    ):
        return verb.head  # "the people they took"
    shared = [
        t
        for t in verb.children
        if t.dep_ == "conj" and t.pos_ == "VERB" and not any(c.dep_ in _SUBJECTS for c in t.children)
    ]
    return _object(shared[0]) if shared and shared[0].i - verb.i <= 3 else None


def agent(verb: Token) -> Token | None:
    """Who does `verb`: its subject in the active, the by-phrase in the passive, else nobody."""
    if passive(verb):
        by = next((c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
        return _pobj(by) if by is not None else None
    return subject(verb)


def _pobj(prep: Token) -> Token | None:
    return next((antecedent(c) for c in prep.children if c.dep_ == "pobj"), None)


def complements(noun: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
    """The nouns that stand after one of `prepositions` of `noun`, or of what it is coordinated with ("rape and torture of X", not
    "his arrest and the army's torture of X")."""
    group = [noun, *(t for t in noun.conjuncts if t.i < noun.i or not any(c.dep_ == "poss" for c in t.children))]
    for word in group:
        for prep in word.children:
            if prep.dep_ in ("prep", "agent") and prep.lower_ in prepositions:
                found = _pobj(prep)
                if found is not None:
                    yield found


def owner(noun: Token) -> Token | None:
    """The possessor of `noun`, also through what it is coordinated with on the left."""
    for word in (noun, *(c for c in noun.conjuncts if c.i < noun.i)):
        found = next((c for c in word.children if c.dep_ == "poss"), None)
        if found is not None:
            return found
    return None


@cache
def _persons() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    units = lexicon.load("en", "numbers")["units"]
    people = frozenset(units["persons"]) | frozenset(lexicon.load("en", "heads")["heads"]["PERSON"].split())
    return (
        people,
        frozenset([*units["households"], *units["places"], *lexicon.load("en", "acts")["objects"]["nouns"]]),
        frozenset(lexicon.load("en", "numbers")["pass"]["nouns"]),
    )


@cache
def _pronouns(name: str) -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["pronouns"][name])


def pronoun(token: Token) -> bool:
    """Whether `token` only points at somebody: a pronoun, a quantity without a noun, also of pronouns ("four of them")."""
    token = counted(token)
    low = token.lower_
    if low in _pronouns("quantities"):
        of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        inner = _pobj(of) if of is not None else None
        return inner is None or pronoun(inner)
    return low in _pronouns("personal") or low in _pronouns("possessive") or token.like_num or nobody(token)


def nobody(token: Token) -> bool:
    """Whether `token` says that there is nobody: "nobody", "no one", "none"."""
    if token.lower_ == "one":
        return any(c.lower_ == "no" for c in token.children)
    return token.lower_ in _pronouns("nobody")


def kind_of_person(token: Token) -> bool:
    """Whether `token` is a noun for persons: "journalist", "sister", "villagers"."""
    return token.lemma_.lower() in _persons()[0] or token.lower_ in _persons()[0]


def person(token: Token) -> bool:
    """Whether `token` names people: a pronoun, a name, a people, a noun for persons, a bare number of them."""
    token = counted(token)
    lemma = token.lemma_.lower()
    if (
        token.lower_ in _pronouns("personal")
        or token.lower_ in _pronouns("quantities")
        or token.ent_type_ in ("PERSON", "NORP")
    ):
        return True
    if kind_of_person(token) or token.like_num or _aged(token):
        return True
    if lemma in _pronouns("together"):
        return True
    if any(
        any(counted(c).lemma_.lower() in known for known in (_persons()[0], _pronouns("together")))
        for c in token.conjuncts
        if c != token
    ):
        return True
    # a plural with a capital inside a sentence is mostly a people ("a million Vardenians"), if it is no name of a body
    name = (
        token.text[:1].isupper() and token.text.endswith("s") and not token.text.isupper() and not token.is_sent_start
    )
    return (
        name
        and token.pos_ in ("NOUN", "PROPN")
        and token.dep_ != "compound"
        and (token.ent_type_ in ("", "NORP") or not _body(token))
    )


def _aged(token: Token) -> bool:
    """Whether a person is named by age alone: "a 15-year-old", "the 17 year old"."""
    if token.lower_ in ("old", "olds"):
        return "year" in token.doc[max(0, token.i - 3) : token.i].text.lower()
    return token.lower_.endswith(("year-old", "year-olds"))


def _body(token: Token) -> bool:
    """Whether a plural name that the parser calls a body may be one: several words, not counted ("United Nations")."""
    if token.ent_type_ != "ORG":
        return True
    counted_ = any(c.dep_ == "nummod" for c in token.children)
    known = token.lower_.rstrip("s") in _persons()[0]
    alone = not any(t.i != token.i and t.ent_type_ == "ORG" and abs(t.i - token.i) == 1 for t in token.sent)
    return not (counted_ or known or alone)


def civil(token: Token) -> bool:
    """Whether `token` names people or where they live."""
    token = counted(token)
    return person(token) or token.lemma_.lower() in _persons()[1] or token.ent_type_ in ("GPE", "LOC", "FAC")


def thing(token: Token) -> bool:
    """Whether `token` names what people own, use or live in, and no people."""
    return not person(token) and counted(token).lemma_.lower() in _persons()[1]


def counted(token: Token) -> Token:
    """What a noun of quantity counts: for "hundreds" in "hundreds of people", "people"; any other token itself."""
    for _ in range(3):
        quantity = (
            token.like_num
            or token.tag_ == "CD"
            or token.ent_type_ == "CARDINAL"
            or token.lemma_.lower() in _persons()[2]
        )
        of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None) if quantity else None
        inner = _pobj(of) if of is not None else None
        if inner is None:
            return token
        token = inner
    return token


def many(noun: Token) -> int:
    """How many persons `noun` and what it is coordinated with name, where each is one person; 0 where that cannot be said."""
    found = 0
    for word in (noun, *(c for c in noun.conjuncts if c.i > noun.i)):
        plural = (
            word.tag_ in ("NNS", "NNPS", "CD")
            or "Number=Plur" in str(word.morph)
            or word.lower_ in _pronouns("quantities")
        )
        if plural or not person(word):
            return 0
        found += 1
    return found


def phrase(noun: Token, alone: bool = False) -> tuple[Token, Token]:
    """The first and last token of the noun phrase of `noun`: modifiers, what it is coordinated with (not if `alone`), of-phrases of quantities."""
    first = last = noun
    queue = [noun]
    while queue:
        word = queue.pop()
        for child in word.children:
            if _inside(child, word, noun) and not (alone and word == noun and child.dep_ in ("conj", "cc")):
                queue.append(child)
                first, last = min(first, child), max(last, child)
    return first, last


def _inanimate(noun: Token) -> bool:
    """Whether a noun beside one for persons is none itself: "journalists and the army's efforts to hide it", "detainees and facilities"."""
    if noun.pos_ != "NOUN" or kind_of_person(noun) or noun.ent_type_ in ("PERSON", "NORP", "ORG"):
        return False
    lemma, owned = noun.lemma_.lower(), any(c.dep_ == "poss" and c.pos_ != "PRON" for c in noun.children)
    endings, bodies = _abstract()
    return owned or lemma in _persons()[1] or (lemma.endswith(endings) and lemma not in bodies)


@cache
def _abstract() -> tuple[tuple[str, ...], frozenset[str]]:
    """Endings of nouns for what is no person, and nouns for bodies, which may end so too ("authority")."""
    known = lexicon.load("en", "acts")
    bodies = {
        *known["places"]["doers"],
        *known["pronouns"]["together"],
        *lexicon.load("en", "heads")["heads"]["ORG"].split(),
    }
    return tuple(known["pronouns"]["abstract"]), frozenset(bodies)


@cache
def _collectives() -> frozenset[str]:
    return frozenset(lexicon.load("en", "acts")["light"]["collectives"])


def _inside(child: Token, word: Token, noun: Token) -> bool:
    """Whether `child` of `word` belongs to the noun phrase of `noun`."""
    if child.dep_ == "conj":
        named = child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X")
        return named and not (kind_of_person(noun) and _inanimate(child))
    if child.dep_ in ("cc", "preconj"):
        return child.dep_ == "preconj" or any(c.dep_ == "conj" and _inside(c, word, noun) for c in word.children)
    if child.dep_ == "prep":
        return (
            child.lower_ == "of" and word == noun and (counted(word) != word or word.lemma_.lower() in _collectives())
        )
    if child.dep_ == "pobj":
        return word.dep_ == "prep"
    if child.dep_ == "appos":  # "the teacher Ada Baker"
        one = word.tag_ in ("NN", "NNP") and kind_of_person(word)
        return one and child.pos_ == "PROPN" and child.left_edge.i == word.i + 1
    if child.i < word.i and any(_dash(t) for t in child.doc[child.i : word.i]):
        return False  # a dateline
    return child.dep_ in _INSIDE and (child.i < word.i or child.dep_ in ("case", "nummod", "compound"))


def reach(word: Token, stop: frozenset[int] = frozenset()) -> frozenset[int]:
    """The indices of `word` and of what it hangs from, up to the edge of its clause: what is said of these is said of it too.

    `stop`: indices of words that are no part of its clause though they stand above it (the cue of who says so).
    """
    found = [word.i]
    token = word
    while (
        token.dep_ not in ("ROOT", "ccomp", "relcl", "parataxis") and token.head != token and token.head.i not in stop
    ):
        token = token.head
        found.append(token.i)
    return frozenset(found)
