"""Whether an act is said to have happened: polarity and modality, read by climbing from the trigger.

Each word above the trigger may change the reading (De Facto: Saurí & Pustejovsky 2012). The climb ends at the edge of what the statement says.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, NamedTuple

from spacy.tokens import Token

from firsthand.language import lexicon, roles

ORDER = ("law", "hypothetical", "conditional", "future", "question", "possible", "probable", "alleged", "asserted")
"""From what least says that the act happened to what says so outright; the first that applies holds."""
REAL = ("asserted", "probable", "possible", "alleged")
"""Modalities under which an act can make an allegation."""


class Reading(NamedTuple):
    """`polarity` "-": said not to have happened. `reasons`: which words said so."""

    polarity: Literal["+", "-"]
    modality: str
    reasons: tuple[str, ...]


@cache
def _words() -> dict[str, frozenset[str]]:
    raw: dict[str, Any] = lexicon.load("en", "acts")["above"]
    return {k: frozenset(v) for k, v in raw.items()}


def read(trigger: Token, first: int, last: int, own: frozenset[int] = frozenset()) -> Reading:
    """The reading of the act at `trigger`; the climb stays among the tokens `first` to `last` (both included).

    `own`: the tokens that speak of the act, which say nothing else ("has not been seen since" denies nothing).
    """
    found: list[tuple[str, str]] = []
    flips: list[str] = []
    path = _path(trigger, first, last)
    for n, node in enumerate(path):
        below = path[n - 1] if n else None
        if below is not None and below.dep_ == "conj":
            _shared(node, below, found, flips)
            continue
        if below is None or _carrier(node):
            _beside(node, below, found, flips)
        if below is not None:
            _above(node, below, trigger, found, flips)
            if not _passes(node, below):
                break
    if any(t.lemma_.lower() in _words()["no"] for t in path[1:]):
        found = [f for f in found if f[0] != "hypothetical"]  # "failed to prevent it": it happened
        flips = flips if not any(t.lemma_.lower() in _words()["hypothetical"] for t in path[1:]) else []
    norm = _norm(trigger, path)
    if norm:
        found.append(("law", f"“{norm.text}” with “{norm.head.text}” is a rule"))
    if _ordered(path[-1]):
        found.append(("hypothetical", f"“{path[-1].text}” is an order"))
    if path[-1].dep_ in ("relcl", "acl"):
        above = path[-1].head
        if above.lower_ in _words()["anybody"]:
            found.append(("hypothetical", f"“{above.text}” is nobody certain"))
        elif above.lemma_.lower() in _words()["cases"] and above.dep_ == "pobj" and above.head.lower_ == "in":
            found.append(("conditional", f"“in the {above.text}” supposes it"))
    if trigger.sent.text.rstrip(" ”\"'").endswith("?"):
        found.append(("question", "the sentence asks"))
    flips = [w for w in flips if w not in {trigger.doc[i].text for i in own}]
    modality = next((m for m in ORDER if any(m == f for f, _ in found)), "asserted")
    polarity: Literal["+", "-"] = "-" if len(flips) % 2 else "+"
    reasons = [f"{m}: {why}" for m, why in found if m == modality] + [f"negated by “{w}”" for w in flips]
    return Reading(polarity, modality, tuple(dict.fromkeys(reasons)))


def _path(trigger: Token, first: int, last: int) -> list[Token]:
    """The trigger and what it hangs from, up to the edge of the content or of its relative or adverbial clause."""
    path = [trigger]
    token = trigger
    while token.dep_ not in ("ROOT", "relcl", "parataxis") and token.head != token and first <= token.head.i <= last:
        if token.dep_ == "advcl" and token.head.pos_ in ("VERB", "AUX") and token.tag_ not in ("VBG", "VBN"):
            break
        if token.dep_ in ("ccomp", "pcomp", "advcl", "acl") and _asked(token):
            break
        if token.dep_ == "ccomp" and token.i < token.head.i and token.head.lemma_ in _words()["thought"]:
            break  # "we have not seen it, we do not think": two sentences with a comma between them
        subject = (
            token.dep_ in ("nsubj", "csubj") and token.head.lemma_ not in lexicon.load("en", "acts")["light"]["occurs"]
        )
        token = token.head
        path.append(token)
        if subject:
            break  # what is said of the act does not say whether it happened
    return path


@cache
def _light() -> frozenset[str]:
    """Verbs that only carry an act named by a noun ("commit", "suffer", "occur"): what is said of them is said of the act."""
    light = lexicon.load("en", "acts")["light"]
    return frozenset(
        w
        for k in (
            "doers",
            "sufferers",
            "suffer_active",
            "suffer_passive",
            "occurs",
            "holders",
            "equals_subject",
            "revives",
        )
        for w in light[k]
    )


def _carrier(node: Token) -> bool:
    """Whether negation and modals at `node` reach the act below: not those of "may investigate the killings"."""
    lemma = node.lemma_.lower()
    if node.pos_ in ("VERB", "AUX"):
        return lemma in _light() or lemma in _words()["thought"]
    return (
        node.pos_ not in ("NOUN", "PROPN")
        or lemma in lexicon.load("en", "acts")["light"]["shells"]
        or lemma in _words()["lacking"]
    )


def _passes(node: Token, below: Token) -> bool:
    """Whether the climb goes on above `node`: an act that a full verb takes as its object, or whose cause or place it is, is taken for granted."""
    if node.pos_ in ("NOUN", "PROPN") and (below.dep_ in ("compound", "poss", "nmod") or below.lower_ == "of"):
        kinds = ("alleged_nouns", "law_nouns", "risk_nouns", "plans")
        listed = any(node.lemma_.lower() in _words()[k] for k in kinds)
        return listed or _carrier(node) or roles.counted(node) != node or node.like_num
    if node.pos_ not in ("VERB", "AUX") or below.dep_ in ("ccomp", "xcomp", "conj", "pcomp", "acl"):
        return True
    listed = any(
        node.lemma_.lower() in _words()[k]
        for k in ("law", "future", "hypothetical", "alleged", "probable", "possible", "no")
    )
    return listed or _carrier(node)


def _norm(trigger: Token, path: list[Token]) -> Token | None:
    """The auxiliary of a rule ("must not be tortured", "no one may be subjected to torture"); it says nothing of what happened."""
    verb = next((t for t in path if t.pos_ in ("VERB", "AUX")), trigger)
    while (
        verb.dep_ in ("conj", "xcomp")
        and verb in path[:-1]
        and verb.head.pos_ in ("VERB", "AUX")
        and not _own_subject(verb)
    ):
        verb = verb.head  # "should round them up and deport them"
    aux = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in _words()["norms"]), None)
    if aux is None or any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children):
        return None  # "must have been tortured" is a guess about what happened
    if aux.lower_ in _words()["permits"]:
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        everybody = subject is not None and (roles.nobody(subject) or _nobody(subject))
        return aux if everybody else None
    return aux


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _ordered(root: Token) -> bool:
    """Whether the clause is an order: "Do not shoot him"."""
    if root.dep_ != "ROOT" or root.tag_ != "VB":
        return False
    return not any(c.dep_ in ("nsubj", "nsubjpass") or (c.dep_ == "aux" and c.lemma_ != "do") for c in root.children)


def _asked(clause: Token) -> bool:
    """Whether the clause asks how, how many, why, when: that it happened is taken for granted."""
    return any(
        t.tag_ in ("WRB", "WP", "WDT") and t.lower_ != "whether" and t.dep_ not in ("nsubj", "nsubjpass")
        for t in clause.doc[clause.left_edge.i : clause.i]
    )


def _beside(node: Token, below: Token | None, found: list[tuple[str, str]], flips: list[str]) -> None:
    """What stands beside a word of the path: auxiliaries, negations, marks, adverbs, adjectives."""
    words = _words()
    if (
        below is not None
        and below.dep_ in ("nsubj", "csubj", "nsubjpass")
        and node.lemma_ not in lexicon.load("en", "acts")["light"]["occurs"]
    ):
        return
    whole = below is None or _complement(node, below)
    for child in node.children:
        low, lemma = child.lower_, child.lemma_.lower()
        if child.dep_ == "aux" and whole:
            if low in words["possible"] and low != "amount":
                found.append(("possible", f"“{child.text}”"))
            elif low in words["future_aux"]:
                found.append(("future", f"“{child.text}”"))
            elif low in words["conditional_aux"]:
                found.append(("conditional", f"“{child.text}”"))
        if child.dep_ == "mark" and low in words["conditional_marks"]:
            found.append(("conditional", f"“{child.text}”"))
        if child.dep_ in ("amod", "compound") and child.tag_ == "VBG" and lemma in words["future"]:
            found.append(("future", f"“{child.text}”"))
        if child.dep_ in ("advmod", "amod"):
            if low in words["risk_adjectives"]:
                found.append(("hypothetical", f"“{child.text}”"))
            elif low in words["alleged_words"]:
                found.append(("alleged", f"“{child.text}”"))
            elif low in words["possible"] and low != "can":
                found.append(("possible", f"“{child.text}”"))
            elif lemma in words["probable"]:
                found.append(("probable", f"“{child.text}”"))
        if (
            low in words["negators"]
            and child.dep_ in ("neg", "det", "advmod", "preconj")
            and whole
            and not _merely(child)
            and _carries(node, below)
        ):
            flips.append(child.text)
        if below is None and child.dep_ in ("nsubj", "nsubjpass", "dobj") and _nobody(child) and not flips:
            flips.append(child.text)
    if node.dep_ in ("pobj", "pcomp") and _without(node.head):
        flips.append(node.head.text)


def _without(prep: Token) -> bool:
    """ "without", "instead of"."""
    words = _words()
    beside = {prep.head.lower_, *(c.lower_ for c in prep.children)}
    return prep.lower_ in words["negators"] or (prep.lower_ == "of" and bool(beside & words["instead"]))


def _nobody(noun: Token) -> bool:
    """ "no prisoner", "nobody", "none of them"."""
    return noun.lower_ in _words()["none"] or any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)


def _shared(node: Token, below: Token, found: list[tuple[str, str]], flips: list[str]) -> None:
    """What a word shares with the one that it is coordinated with: auxiliaries if it has no subject of its own, "not" only over "or"."""
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in below.children):
        return
    mine: list[str] = []
    _beside(node, None, found, mine)
    if any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in node.children) or node.pos_ not in ("VERB", "AUX"):
        flips.extend(mine)


def _merely(negator: Token) -> bool:
    """ "not only", "no fewer than": no negation."""
    after = negator.nbor() if negator.i + 1 < len(negator.doc) else None
    return after is not None and after.lower_ in _words()["merely"]


def _carries(node: Token, below: Token | None) -> bool:
    """Whether a "not" at `node` goes down to the act: through a verb of thinking or finding, not through one of saying."""
    if below is None or node.pos_ not in ("VERB", "AUX") or below.dep_ != "ccomp":
        return True
    return node.lemma_.lower() in _words()["thought"]


def _complement(node: Token, below: Token) -> bool:
    """Whether what lies below is what `node` speaks of, not an adjunct or a part of its subject's description."""
    return below.dep_ not in ("advcl", "relcl", "npadvmod", "acl") or node.pos_ not in ("VERB", "AUX")


def _above(node: Token, below: Token, trigger: Token, found: list[tuple[str, str]], flips: list[str]) -> None:
    """What a word above says of the act below it."""
    if node.pos_ in ("VERB", "AUX", "ADJ"):
        _verb_above(node, below, trigger, found, flips)
    elif node.pos_ in ("NOUN", "PROPN") and below.dep_ in ("prep", "acl", "compound", "nmod", "amod", "pobj", "appos"):
        _noun_above(node, below, trigger, found, flips)


def _verb_above(node: Token, below: Token, trigger: Token, found: list[tuple[str, str]], flips: list[str]) -> None:
    words, lemma = _words(), node.lemma_.lower()
    said = f"“{node.text}” above “{trigger.text}”"
    if below.dep_ in ("nsubj", "nsubjpass"):
        if below == trigger and (lemma == "mean" or _defined(node)):
            found.append(("law", said))
        elif below.dep_ == "nsubjpass" and lemma in words["wanted"]:
            found.append(("hypothetical", said))
        elif _untrue(node):
            flips.append(node.text)
            return
        if below.dep_ == "nsubj":
            return
    listed = below.dep_ == "advcl" and f"{lemma} to" in words["hypothetical"] and f"{lemma} to" in _keys(node, below)
    if (below.dep_ not in ("advcl", "npadvmod", "relcl") and not _adjunct(node, below)) or listed:
        paper = below != trigger and below.lemma_.lower() in words["papers"]
        keys = _keys(node, below)
        for kind in ("law", "future", "hypothetical", "alleged", "probable"):
            if keys & words[kind] and not (paper and kind in ("future", "hypothetical")):
                found.append((kind, said))
        if lemma in words["possible"]:
            found.append(("possible", said))
        if lemma in words["no"] or any(f"{lemma} {c.lower_}" in words["no"] for c in node.children):
            flips.append(node.text)
    if lemma == "be" and below.dep_ == "xcomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in below.children):
        found.append(("hypothetical", f"“{node.text} to {below.text}” says what is to be done"))
    elif lemma == "be" and below.dep_ in ("xcomp", "ccomp", "advcl", "attr"):
        plan = next((c for c in node.children if c.dep_ == "nsubj" and c.lemma_.lower() in words["plans"]), None)
        if plan is not None:
            found.append(("hypothetical", f"“{plan.text}” is what it is"))


def _keys(node: Token, below: Token) -> set[str]:
    """How the lists may name a verb or adjective: by itself, with its preposition ("call for"), with a clause ("try to")."""
    lemma = node.lemma_.lower()
    keys = {lemma}
    if below.dep_ == "prep":
        keys.add(f"{lemma} {below.lower_}")
    elif below.dep_ in ("xcomp", "ccomp", "advcl") and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in below.children
    ):
        keys.add(f"{lemma} to")
    return keys


def _noun_above(node: Token, below: Token, trigger: Token, found: list[tuple[str, str]], flips: list[str]) -> None:
    words, lemma = _words(), node.lemma_.lower()
    if below.dep_ == "prep" and below.lower_ not in words["about"]:
        return
    if trigger.head == below and below.lower_ in ("on", "about") and lemma in words["papers"]:
        found.append(("hypothetical", f"“{node.text} {below.lower_}” only says what it is about"))
    kinds = (
        ("alleged", "alleged_nouns"),
        ("law", "law_nouns"),
        ("hypothetical", "risk_nouns"),
        ("hypothetical", "plans"),
    )
    for kind, names in kinds:
        if lemma in words[names]:
            found.append((kind, f"“{node.text}” above “{trigger.text}”"))
    if below.dep_ == "prep" and below.lower_ == "of":
        if lemma in words["lacking"]:
            flips.append(node.text)
        if lemma in words["cases"] and _bare(node) and node.dep_ == "pobj" and node.head.lower_ == "in":
            found.append(("hypothetical", f"“in {node.text} of” names none"))


def _bare(noun: Token) -> bool:
    """Whether nothing before a noun says which or how many."""
    return not any(
        c.dep_ in ("det", "poss", "nummod", "predet") or (c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN")
        for c in noun.children
    )


def wanted(word: Token) -> str:
    """What a word says of an act that is its object: "hypothetical" of a fear or a call, "future" of a plan; "" where it says nothing."""
    return next((k for k in ("hypothetical", "future") if word.lemma_.lower() in _words()[k]), "")


def ruled(cue: str) -> bool:
    """Whether what stands under this cue is a rule or definition: "the code defines torture as …"."""
    return cue.lower() in _words()["law"]


def unspecific(trigger: Token, victim: Token | None) -> bool:
    """Whether the words for an act may speak of it in general: "they differed on slavery", "arrests often follow", "you get shot".

    Not so where somebody is said to have done, suffered or alleged it, or where a noun above says that it was told or done.
    """
    if victim is not None and victim.lower_ == "you":
        return trigger.tag_ in ("VBP", "VBZ", "VB") or any(c.tag_ in ("VBP", "VBZ") for c in trigger.children)
    if (
        trigger.pos_ in ("VERB", "AUX")
        or not _bare(trigger)
        or any(c.dep_ in ("relcl", "acl", "appos") for c in trigger.children)
    ):
        return False
    light = lexicon.load("en", "acts")["light"]
    doing = _light() | frozenset(light["accuse"]) | frozenset(light["equals_object"])
    below = trigger
    for _ in range(6):
        token = below.head
        lemma = token.lemma_.lower()
        if token.pos_ in ("NOUN", "PROPN") and lemma in light["topics"]:
            return True
        if token.pos_ in ("NOUN", "PROPN") and lemma in light["shells"]:
            return False
        if token.pos_ in ("VERB", "AUX"):
            if lemma == "be" and below.dep_ not in ("attr", "nsubj"):
                return True
            if below.dep_ == "nsubj" and lemma in light["equals_subject"]:
                return True  # "waterboarding is torture" says what it is
            past = token.tag_ in ("VBD", "VBN") or any(
                c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in token.children
            )
            return not (lemma in doing or (past and lemma not in light["talks"]))
        below = token
    return True


def aimed(trigger: Token, victim: Token | None) -> str:
    """The word above a general noun for acts ("violence against women", "trafficking") that says what is done about such acts, or who deals with them.

    "A plan against trafficking", "steps to tackle violence against women", "the law on discrimination", "the Committee against Torture":
    none says that anything happened. Nothing is said so of one who names whom it befell.
    """
    if trigger.pos_ in ("VERB", "AUX") or not _bare(trigger) or (victim is not None and not _general(victim)):
        return ""
    words, below = _words(), trigger
    for _ in range(6):
        node = below.head
        lemma = node.lemma_.lower()
        if node == below:
            return ""
        if node.pos_ in ("VERB", "AUX") and node.lower_ not in words["concerning"]:
            aim = below.dep_ == "dobj" and lemma in words["aims"] and not _undone(node)
            return node.text if aim else _recommended(node)
        if node.pos_ in ("NOUN", "PROPN"):
            through = below.lower_ if below.dep_ in ("prep", "acl") else ""
            if lemma in words["ends"] or (through in words["concerning"] and lemma in words["measures"]):
                return node.text
            if lemma in lexicon.load("en", "acts")["light"]["shells"] and through not in words["concerning"]:
                return ""
        below = node
    return ""


def _undone(verb: Token) -> bool:
    """Whether what is done about acts is said not to be done: "failed to tackle violence", "did nothing to address it". Then there was some."""
    words = _words()
    for above in (verb, *verb.ancestors):
        beside = {c.lower_ for c in above.children}
        if above.lemma_.lower() in words["no"] or beside & (words["negators"] | words["none"]):
            return True
    return False


def _recommended(verb: Token) -> str:
    """The verb that recommends what stands at `verb`: "Norway recommended (a) to register cases of violence", "urged it to review …"."""
    for above in (verb, *verb.ancestors):
        if above.lemma_.lower() in _words()["recommends"]:
            return above.text
        if above.dep_ not in ("xcomp", "ccomp", "conj", "advcl", "pcomp", "prep", "acl"):
            return ""
    return ""


def _general(victim: Token) -> bool:
    """Whether the words for those who suffer name nobody: "women", "persons with disabilities", not "the women", "two women", "Roma women"."""
    said = ("det", "poss", "nummod", "relcl", "acl", "appos", "predet")
    return victim.tag_ in ("NNS", "NN") and not any(
        t.dep_ in said or t.ent_type_ or t.pos_ == "PROPN" for t in victim.subtree if t != victim
    )


def _adjunct(node: Token, below: Token) -> bool:
    """A prepositional phrase that says where, when or how: what the verb above wants does not reach the act in it."""
    return below.dep_ == "prep" and below.lower_ in _words()["circumstances"] and node.lemma_ not in _words()["alleged"]


def _defined(node: Token) -> bool:
    """Whether the clause says what the law holds of the act: "torture is a crime", "is an offence under …"."""
    kinds = _words()["law_nouns"] | _words()["verdicts"]
    return node.lemma_ == "be" and any(c.dep_ in ("attr", "acomp") and c.lemma_.lower() in kinds for c in node.children)


def _untrue(node: Token) -> bool:
    """Whether `node` calls its subject untrue: "is false", "was fabricated"."""
    untrue = _words()["untrue"]
    return node.lemma_.lower() in untrue or any(
        c.dep_ in ("acomp", "attr", "oprd") and (c.lemma_.lower() in untrue or c.lower_ in untrue)
        for c in node.children
    )
