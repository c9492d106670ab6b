"""Who does what a verb says: its subject, or the one it takes over from the verb or noun above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from firsthand.statements import spans
from firsthand.statements.candidate import Passage
from firsthand.statements.cues import Cue, cues
from firsthand.statements.grammar import grammar
from firsthand.statements.mentions import heads

REACH = 12
"""How many tokens a reporting verb may stand from its quotation (measured on PolNeAR train: farther ones are mostly others')."""

SUBJECTS = ("nsubj", "csubj")
MARKS = ("”", '"', "’", "''", "»")
ENDS = (*MARKS, ",")
NAMED = ("PERSON", "ORG", "GPE", "NORP")
_DAYS = ("DATE", "TIME")
_NAMING = ("PROPN", "NOUN", "PRON")
_DEPTH = 4
CLAUSES = ("ccomp", "parataxis")
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def subject(t: Token, depth: int = 0) -> tuple[Token | None, str]:
    """The word that does `t`, and how it was found; (None, "") where nobody is named."""
    if depth > _DEPTH:
        return None, ""
    own = [
        c
        for c in t.children
        if c.dep_ in SUBJECTS and (c.pos_ not in ("VERB", "AUX") or c.ent_type_ in NAMED or _noun(c) or _lone(c))
    ]
    if (
        own and not _addressed(t)
    ):  # "[the ban is void,] said X": the parse may take both for subjects; "the mayor in a post May 30 said": the day is none
        return _speaking(own, t), "subject"
    lost = next((k for c in t.children if c.dep_ == "aux" for k in c.children if k.dep_ in SUBJECTS), None)
    if lost is not None and not _addressed(t):
        return lost, "subject"  # "X had at the time said": the parse may hang X on "had"
    if passive(t):
        agent = next((c for c in t.children if c.dep_ == "agent"), None)
        found = next((p for p in agent.children if p.dep_ == "pobj"), None) if agent is not None else None
        if found is not None and found.ent_type_ in _DAYS:
            return None, ""  # "is expected by Friday"
        return found, "by" if found is not None else ""
    return _above(t, depth)


def _speaking(own: Sequence[Token], t: Token) -> Token:
    """Of several subjects the nearest, if a clause or a break parts it from the first ("the embassy in the capital Osk said" has none)."""
    named = [c for c in own if c.ent_type_ not in _DAYS] or list(own)
    near = min(named, key=lambda c: abs(c.i - t.i))
    first = named[0]
    between = t.doc[first.i : near.i]
    apart = near.i > t.i or any(x.is_punct or x.pos_ in ("VERB", "AUX") for x in between)
    apart &= not _lists(first, near)
    apart |= first.lower_ in grammar().relative
    return near if apart else first


def _lists(first: Token, near: Token) -> bool:
    """Whether the nearer subject only ends a list of names in what is told of the first: "a man who knew Osk, [the Mail and Orlo], said"."""
    edge = near.left_edge.i
    before = near.doc[edge - 2] if edge > first.i + 2 and near.doc[edge - 1].text == "," else first
    told = any(a.dep_ == "relcl" and a.i > first.i for a in before.ancestors) and first.is_ancestor(before)
    return told and before.pos_ == near.pos_ == "PROPN" and any(c.dep_ == "conj" for c in near.rights)


def _noun(t: Token) -> bool:
    """Whether a word tagged as a verb is a noun all the same: it has an article or an owner."""
    return any(k.dep_ in ("det", "poss", "amod") and k.i < t.i for k in t.children)


def _lone(t: Token) -> bool:
    """Whether a word tagged as a verb is a name: capitalised, with nothing that hangs on it ("Rook then said")."""
    return bool(t.is_title) and t.tag_ in ("VB", "VBP") and next(t.children, None) is None


def joined(t: Token, classes: Iterable[str]) -> Token:
    """The verb that a conjunct without a subject goes on with: mostly the one it hangs on, in "X said it was appalled and urged Y" `said`.

    That is told by what the verb does (`classes`: of its cues); counted on PolNeAR train in `docs/methods/statements.md`.
    """
    above = t.head
    cue = above.head
    if t.dep_ != "conj" or above.dep_ not in CLAUSES or above.i < cue.i or cue.pos_ != "VERB":
        return above
    aux = [k for k in t.children if k.dep_ in ("aux", "auxpass")]
    refuses = bool(aux) and "say" in classes and any(k.dep_ == "neg" for k in t.children)
    alike = not aux and t.tag_ == cue.tag_
    resumes = alike and not cues().resuming.isdisjoint(classes) and _itself(above, cue)
    now = alike and t.tag_ in ("VBZ", "VBP") and "call" in classes and _past(above)
    adds = alike and "say" in classes and _thing(above) and any(k.dep_ == "ccomp" and k.i > t.i for k in t.children)
    return cue if refuses or resumes or now or adds else above


def _thing(clause: Token) -> bool:
    """Whether the subject of a clause is a thing that says nothing ("said [the bridge had fallen] and said that …")."""
    subject = next((k for k in clause.children if k.dep_ in (*SUBJECTS, "nsubjpass")), None)
    if subject is None or subject.pos_ != "NOUN" or subject.lemma_.lower().endswith(tuple(grammar().doers)):
        return False
    return not _can_speak(subject)


def _past(clause: Token) -> bool:
    """Whether the clause tells of the past ("X believes that he was killed and calls on Y": who calls is who believes)."""
    return any(k.tag_ == "VBD" for k in (clause, *(k for k in clause.children if k.dep_ in ("aux", "auxpass"))))


def _itself(clause: Token, cue: Token) -> bool:
    """Whether the clause speaks of its speaker by a pronoun that agrees ("it was appalled", of a body)."""
    said = next((k for k in clause.children if k.dep_ in (*SUBJECTS, "nsubjpass")), None)
    speaks = next((k for k in cue.children if k.dep_ in SUBJECTS), None)
    if said is None or speaks is None or said.lower_ not in grammar().subjects:
        return False
    several = speaks.tag_ in ("NNS", "NNPS") or any(k.dep_ == "conj" for k in speaks.children)
    return (said.lower_ in grammar().several) == several or said.lower_ == speaks.lower_


def _above(t: Token, depth: int) -> tuple[Token | None, str]:
    verb = t.head.pos_ in ("VERB", "AUX")
    if t.dep_ == "conj" and verb:
        known = {k.id for k in cues().verbs.get(t.lemma_.lower(), {}).values()}
        return _shared(joined(t, known), depth, "shared with the verb before")
    if _told(t):
        return t.head, "the noun it belongs to"
    if _ending(t):
        return _shared(t.head.head, depth, "shared with the verb above")
    held = _received(t) or _heard_in(t)
    if held is not None:
        return held, "what the clause describes"
    if t.dep_ in ("xcomp", "advcl", "dep") and verb:
        given = [c for c in t.head.children if c.dep_ in ("dobj", "dative") and c.i < t.i]
        heard = (
            given
            and t.tag_ == "VBG"
            and t.head.lemma_.lower() in cues().perceiving
            and given[-1].i == t.left_edge.i - 1
        )
        if (t.dep_ == "xcomp" or heard) and given and (heard or not infinitive(t) or _can_speak(given[0])):
            return given[0], "object of the verb above"  # not "used [the visit] to urge"
        return _shared(t.head, depth, "shared with the verb above")
    if t.dep_ == "xcomp" and t.head.dep_ == "acomp":
        return _shared(t.head.head, depth, "shared with the verb above")
    if t.dep_ in ("acl", "relcl") and infinitive(t) and t.head.dep_ == "dobj":
        return _shared(t.head.head, depth, "shared with the verb above")
    if t.dep_ in ("acl", "relcl") and t.tag_ in ("VBG", "VB"):
        maker = _carrier(t)
        if maker is not None:
            found, _ = _shared(maker, depth, "")  # "issued a statement saying": who issued it
            if found is not None:
                return found, f"who {maker.text} the {t.head.text}"
        return t.head, "the noun it belongs to"
    if t.dep_ == "pcomp" and t.head.lower_ == "as":
        above = t.head.head  # "quoted X as saying": X
        named = (
            above
            if above.dep_ == "dobj"
            else next((c for c in above.children if c.dep_ in ("dobj", "nsubjpass")), None)
        )
        if named is not None and named.i < t.i:
            return named, "object of the verb above"
    if t.dep_ == "pcomp" and t.head.head.pos_ in ("VERB", "AUX"):
        return _shared(t.head.head, depth, "shared with the verb above")
    return None, ""


def _carrier(t: Token) -> Token | None:
    """The verb whose subject speaks: "issued a statement saying", "spent the day praising", "met the press, telling". The noun before does not.

    Only with verbs of making and of spending time: who received a letter saying something did not say it.
    """
    noun = t.head
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.dep_ not in ("dobj", "pobj", "attr") or above.pos_ not in ("VERB", "AUX") or above.i > noun.i:
        return None
    if t.tag_ == "VBG" and t.doc[t.left_edge.i - 1].text == ",":
        return above
    if _can_speak(noun) and heads().label.get(noun.lemma_.lower()) != "DOCUMENT":
        return None
    lemma = above.lemma_.lower()
    if noun.dep_ == "dobj" and lemma in cues().making and not passive(above):
        return above
    return above if lemma in cues().spending and t.tag_ == "VBG" else None


def _heard_in(t: Token) -> Token | None:
    """Who speaks in what somebody else passes on: "aired a speech BY X denying", "published a letter FROM X saying"; of a recording that names nobody it does.

    Never who made it public. "A statement from its office" is the maker's own.
    """
    above = t.head if t.dep_ in ("advcl", "xcomp", "dep") else t.head.head
    noun = t.head if t.dep_ in ("acl", "relcl") else next((k for k in above.rights if k.dep_ == "dobj"), None)
    if noun is not None and noun.dep_ == "pobj" and noun.head.head.dep_ == "dobj":
        noun, above = noun.head.head, noun.head.head.head
    if noun is None or noun.dep_ != "dobj" or above.lemma_.lower() not in cues().making - grammar().granting:
        return None
    if t.tag_ != "VBG" or passive(above) or not above.i < noun.i < t.i or t.doc[t.left_edge.i - 1].text == ",":
        return None
    lemma = noun.lemma_.lower()
    recorded, delivered = lemma in grammar().recordings, lemma in grammar().delivered
    through = grammar().recorded if recorded else grammar().spoken if delivered else grammar().authored
    behind = (k for x in (noun, above) for k in x.rights if noun.i < k.i < t.i and k.lower_ in through)
    named = (k for prep in behind for k in prep.children if k.dep_ == "pobj" and _utterer(k))
    return next(named, noun if recorded else None)


def _utterer(t: Token) -> bool:
    """Whether a word names a person or a body that is not the maker's own ("from [its office]")."""
    if t.ent_type_ in _DAYS or t.ent_type_ == "GPE":
        return False
    body = t.ent_type_ in NAMED or heads().label.get(t.lemma_.lower()) == "ORG"
    return a_person(t) or (body and not any(k.dep_ == "poss" and k.tag_ == "PRP$" for k in t.children))


def _received(t: Token) -> Token | None:
    """What says something in "received [a letter] saying", "held [a sign] reading", where the parse hangs the participle on the verb."""
    if t.dep_ != "advcl" or t.tag_ != "VBG" or t.head.lemma_.lower() not in cues().receiving:
        return None
    noun = next((k for k in t.head.rights if k.dep_ == "dobj" and k.right_edge.i == t.left_edge.i - 1), None)
    speaks = noun is not None and _can_speak(noun) and heads().label.get(noun.lemma_.lower()) != "DOCUMENT"
    return noun if noun is not None and not speaks else None


def _ending(t: Token) -> bool:
    """Whether a report ends what somebody is reported to say: "X added that many support it, saying: “…”" is said by X."""
    clause = t.head
    behind = clause.dep_ in CLAUSES and clause.i > clause.head.i and t.doc[t.left_edge.i - 1].text == ","
    return t.tag_ == "VBG" and behind and spans.reports(t)


def _shared(above: Token, depth: int, how: str) -> tuple[Token | None, str]:
    if passive(above):
        found = next((c for c in above.children if c.dep_ == "nsubjpass"), None)
        if found is not None:
            return found, how
    found, _ = subject(above, depth + 1)
    return found, how if found is not None else ""


def passive(t: Token) -> bool:
    """Whether the verb stands in the passive."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in t.children):
        return True
    if _addressed(t):
        return True
    own = any(c.dep_ in (*SUBJECTS, "aux") for c in t.children)
    if t.dep_ == "conj" and t.tag_ == "VBN" and not own and t.head.tag_ == "VBN":
        return passive(t.head)  # "was stopped and told that"
    return (
        not _told(t)
        and t.dep_ in ("acl", "advcl")
        and t.tag_ == "VBN"
        and not any(c.dep_ in SUBJECTS for c in t.children)
    )


def _addressed(t: Token) -> bool:
    """Whether a verb that must name whom it addresses names nobody: "was taken away and told that …", "Told to leave, they …"."""
    if t.tag_ not in ("VBN", "VBD") or t.i + 1 >= len(t.doc):
        return False
    behind = t.doc[t.i + 1]
    if behind.lower_ not in ("that", "to") or t.lemma_.lower() not in cues().told:
        return False
    opens = (behind.lower_ == "that" and behind.tag_ == "IN") or behind.tag_ == "TO"
    return opens and not any(
        c.dep_ in ("dobj", "dative", "nsubj") and c.lower_ not in grammar().relative for c in t.children if c.i > t.i
    )


def stray(t: Token) -> Token | None:
    """The clause with "that" which the parse hangs beside a verb that it took for a participle: "X estimated by May 3, [that …]"."""
    later = (c for c in t.head.rights if t.dep_ == "acl" and c.i > t.i and c.dep_ in ("acl", "relcl"))
    opened = ((c, t.doc[c.left_edge.i]) for c in later)
    return next((c for c, mark in opened if mark.lower_ == "that" and mark.dep_ == "mark"), None)


def _told(t: Token) -> bool:
    """Whether the parse took a finite verb for a participle, in a sentence that then has none: "A coalition on Friday called on X to …"."""
    if t.dep_ != "acl" or t.tag_ != "VBN" or t.head.dep_ != "ROOT" or t.head.pos_ not in ("NOUN", "PROPN"):
        return False
    by = [c for c in t.children if c.dep_ == "agent" or c.lower_ == "by"]
    timed = bool(by) and all(k.ent_type_ in _DAYS for c in by for k in c.children)  # "X reported by Friday that …"
    if (by and not timed) or any(c.tag_ in _FINITE and c.dep_ != "relcl" for c in t.head.children):
        return False
    dated = t.i + 1 < len(t.doc) and t.doc[t.i + 1].ent_type_ in _DAYS  # "An inspector called Monday for …"
    return (
        dated
        or (timed and stray(t) is not None)
        or any((c.dep_ in ("ccomp", "xcomp") or infinitive(c)) and c.i > t.i for c in t.children)
    )


def infinitive(t: Token) -> bool:
    """Whether the verb is an infinitive with "to", also that of the past ("claimed to have won")."""
    aux = {k.lower_ for k in t.children if k.dep_ == "aux"}
    return "to" in aux and (t.tag_ == "VB" or (t.tag_ == "VBN" and "have" in aux))


def beside(t: Token, p: Passage) -> tuple[Token | None, str]:
    """“…,” said X and “…,” X said, where the parse lost the subject: the name after the verb or between it and the quotation."""
    doc = t.doc
    if t.i == 0 or p.quotation(t.i) is not None:
        return None, ""
    first = spans.cue(t)[0]
    before_ = doc[first - 1].text if first else ""
    if before_ in ENDS:
        for c in doc[t.i + 1 : t.i + 8]:
            lost = c.i == t.i + 1 and c.shape_[:2] == "Xx" and before_ in MARKS
            named = lost or (c.pos_ in _NAMING and (before_ in MARKS or _can_speak(c)))
            if named and not _taken(c, t, before_) and t.i < c.left_edge.i <= t.i + 1:
                return c, "the name after the verb"
    before = max((q for q in p.quoted if q.last < t.i), key=lambda q: q.last, default=None)
    if before is None or t.i - before.last > REACH:
        return None, ""
    for c in doc[before.last + 1 : t.i]:
        lost = c.head.i == t.i and c.shape_[:2] == "Xx"  # a surname that the parse took for something else
        if lost or (c.pos_ in _NAMING and c.dep_ not in ("compound", "poss", "amod", "npadvmod")):
            return c, "the name between quotation and verb"
    return None, ""


def _taken(c: Token, t: Token, before: str) -> bool:
    """Whether a word behind the verb is no speaker: part of a name; and behind a comma alone the subject of another clause, or an object."""
    if c.dep_ in ("compound", "poss", "nmod") or before != ",":
        return c.dep_ in ("compound", "poss", "nmod")
    other = c.dep_ in ("nsubj", "nsubjpass") and c.head.i != t.i
    more = any(k.i > c.i and not k.is_punct for k in t.children)
    return other or (more and apposed(t)[0] is not None)


def _can_speak(t: Token) -> bool:
    """Whether a noun names somebody or something that speaks; "described the first night" does not."""
    return t.pos_ in ("PROPN", "PRON") or t.ent_type_ in NAMED or t.lemma_.lower() in heads().label


def touching(t: Token) -> tuple[Token | None, str]:
    """The name or number right before a finite verb, where the parse gave the verb no subject ("4 in 10 say …")."""
    if t.i == t.sent.start or t.tag_ not in ("VBD", "VBZ", "VBP"):
        return None, ""
    before = t.doc[t.i - 1]
    lost = before.i == t.sent.start and before.head.i == t.i and before.dep_ in ("advmod", "prep", "compound")
    if not lost and (before.pos_ not in (*_NAMING, "NUM") or before.dep_ in ("dobj", "pobj")):
        return None, ""
    return before, "the words before the verb"


def apposed(t: Token) -> tuple[Token | None, str]:
    """The noun phrase that ends right before a finite verb, where the parse hung it on something else: "As [part of his plea], X, 44, said"."""
    if t.i == t.sent.start or t.tag_ not in ("VBD", "VBZ", "VBP"):
        return None, ""
    last = t.i - 1
    while last > t.sent.start and (t.doc[last].is_punct or t.doc[last].dep_ in ("advmod", "npadvmod", "aux", "neg")):
        last -= 1
    found = t.doc[last]
    while not _apart(found, last):
        if found.head.i == found.i or not t.sent.start <= found.head.i < t.i:
            return None, ""
        found = found.head
    return found, "the words before the verb"


def _apart(x: Token, last: int) -> bool:
    """Whether `x` heads a noun phrase that reaches to `last` and begins where a sentence or a part of it does."""
    edge = x.left_edge.i
    begins = edge == x.sent.start or x.doc[edge - 1].is_punct
    return (
        x.pos_ in _NAMING
        and begins
        and x.right_edge.i >= last
        and x.dep_ not in ("compound", "poss", "amod", "npadvmod")
    )


def a_person(t: Token) -> bool:
    """Whether a word names a person or several."""
    return (
        t.ent_type_ == "PERSON"
        or t.lower_ in grammar().personal
        or heads().label.get(t.lemma_.lower()) in ("PERSON", "GROUP")
    )


def reported(who: Token | None, frames: dict[str, Cue], p: Passage) -> bool:
    """Whether a cue inside a quotation reports: somebody else, or what "we" do by saying it ("we deny that …", not "I think")."""
    if who is None:
        return False
    return bool({k.id for k in frames.values()} & (p.cues.performed if who.lower_ in p.cues.own else p.cues.nested))
