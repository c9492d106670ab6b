"""What the speaker does with what is said: puts it forward, denies it, doubts it, wants it done, or none of these."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from firsthand.language import lexicon
from firsthand.statements import modality
from firsthand.statements.candidate import Candidate
from firsthand.statements.cues import cues
from firsthand.statements.grammar import grammar
from firsthand.statements.mentions import heads
from firsthand.statements.record import Stance
from firsthand.statements.subjects import NAMED, a_person

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


def read(c: Candidate, doc: Doc, *, quoted: bool = False) -> tuple[Stance, str]:
    """What the speaker does with the content, and the reason where it differs from that of the cue's class.

    "did not deny" is no denial; "could not verify" is a doubt; "declined to comment" says nothing of the matter; to say that
    the reports are fabricated is to deny them; to say that somebody should do something is to call for it.
    """
    words = _words()
    cue = list(doc[c.cue[0] : c.cue[1] + 1]) if c.cue else []
    around = [*cue, *doc[c.verb].children]
    not_ = any(t.dep_ == "neg" or t.lower_ in ("never", "not", "unable") for t in around)
    not_ |= doc[c.verb].dep_ == "conj" and any(k.lower_ == "nor" for k in doc[c.verb].head.children)
    unable = any(t.lemma_.lower() in words["unable"] for t in around if t.dep_ in ("aux", "acomp"))
    if c.source and doc[c.source[0]].lower_ in grammar().nobody:
        return "other", "nobody says so"
    if c.lemma in words["refusing"]:
        return "other", "a refusal says nothing of the matter"
    if c.kind.id == "plead":
        said = {t.lower_ for a, b in c.parts for t in doc[a : b + 1]}
        innocent = not_ or not said.isdisjoint(("not", "innocent"))
        return ("denies", "pleads not to have done it") if innocent else ("alleges", "")
    if not_ and c.kind.stance == "denies":
        return "other", "a denial that is denied is not made"
    if not_ and c.lemma in words["unverifiable"] and (unable or c.kind.id in ("find", "admit")):
        return "doubts", "could not be confirmed"
    if not_ and c.kind.id == "say":
        return "other", "not said"
    if not_ and c.kind.id == "believe":
        return "doubts", "not believed"
    if c.kind.id == "want" and c.frame == "to" and any(k.dep_ == "nsubj" for k in doc[c.head].children):
        return "calls-for", "somebody else is wanted to do it"
    if c.frame == "np" and _asked(doc[c.head]):
        return "calls-for", f"what is put forward is a “{doc[c.head].text}”"
    if c.kind.id == "doubt" and c.rule == "R4" and _faulted(c, doc, words):
        return "alleges", "finds fault with somebody or with an act, not with a report"
    if c.kind.stance == "alleges":
        return _of_content(c, doc, words, quoted=quoted)
    return c.kind.stance, ""


def _faulted(c: Candidate, doc: Doc, words: dict[str, frozenset[str]]) -> bool:
    """Whether "took issue with", "found fault with" blame a person, a body or an act and speak of no report ("the paper for its report that")."""
    head = doc[c.head]
    named = a_person(head) or head.ent_type_ in NAMED or heads().label.get(head.lemma_.lower()) == "ORG"
    blames = c.lemma in words["blaming"] and (named or head.lemma_.lower() in _acts("nouns"))
    said = (t for a, b in c.parts for t in doc[a : b + 1])
    return blames and not any(t.pos_ == "NOUN" and t.lemma_.lower() in words["reports"] for t in said)


def _asked(noun: Token) -> bool:
    """Whether an object is itself a call with what it calls for: "repeated their call on X to stop", "reiterated its demand for"."""
    kinds = {k.id for k in cues().nouns.get(noun.lemma_.lower(), {}).values()}
    complete = any(k.dep_ in ("acl", "prep", "relcl") or k.dep_ == "xcomp" for k in noun.rights)
    return "call" in kinds and noun.dep_ == "dobj" and complete


def _of_content(c: Candidate, doc: Doc, words: dict[str, frozenset[str]], *, quoted: bool) -> tuple[Stance, str]:
    """The stance that the content itself takes: what it says of reports, what it wants done, what it could not confirm."""
    head = doc[c.head]
    heads = {head.i: head}
    if c.frame in ("that", "quote"):
        roots = (t.sent.root for a, b in c.parts for t in doc[a : b + 1])
        heads |= {r.i: r for r in roots if r.i != c.verb}
    for h in heads.values():
        untrue = _untrue(h, c, doc, words)
        if untrue is not None:
            return "denies", f"“{untrue.text}” denies what is spoken of"
    if c.rule == "R8" and any(k.dep_ == "det" and k.lower_ == "no" for k in doc[c.verb].children):
        return "doubts", "it is said that there is none"
    not_ = any(k.dep_ == "neg" for k in head.children)
    unable = any(k.lower_ in words["unable"] for k in head.children)
    near = _predicate(head)
    known = words["unverifiable"] | words["certain"]
    if not_ and unable and any(k.lemma_.lower() in known for k in near):
        return "doubts", "could not be confirmed"
    duty = next((k for k in head.children if k.dep_ == "aux" and k.lower_ in words["duty"]), None)
    clause = c.rule == "R1" or c.frame in ("that", "quote")  # "made it clear that …" is R1 with the frame "speech"
    if duty is not None and clause:
        return "calls-for", f"“{duty.text}” wants something done"
    if c.frame in ("that", "quote") and quoted and _demands(head, c, doc):
        return "calls-for", f"“{head.text}” asks for something"
    if c.frame in ("that", "quote") and quoted and _orders(head):
        return "calls-for", f"“{head.text}” orders or asks for something"
    if (clause or c.frame == "colon") and _denied(head, c, doc, words, quoted=quoted):
        return "denies", "what would be an act is said not to have been"
    return "alleges", ""


def _demands(head: Token, c: Candidate, doc: Doc) -> bool:
    """Whether "we" or "I" ask for something by saying so, and say nothing else: "we demand that", "we urge them to"."""
    sentences = {doc[i].sent.start for a, b in c.parts for i in range(a, b + 1) if doc[i].text[:1].isalnum()}
    frames = cues().verbs.get(head.lemma_.lower(), {}).values()
    asks = any(k.stance == "calls-for" for k in frames) and head.lemma_ not in grammar().plain
    own = any(k.dep_ == "nsubj" and k.lower_ in grammar().first for k in head.children)
    return len(sentences) == 1 and asks and own and not any(k.tag_ == "MD" or k.dep_ == "neg" for k in head.children)


def _orders(head: Token) -> bool:
    """Whether the clause is an imperative: a bare verb without a subject ("open the gates", "do not touch them")."""
    return head.tag_ == "VB" and not any(
        k.dep_ in _SUBJECTS or k.tag_ in ("MD", "TO") or k.dep_ == "mark" for k in head.children
    )


def _denied(head: Token, c: Candidate, doc: Doc, words: dict[str, frozenset[str]], *, quoted: bool) -> bool:
    """Whether a clause denies an act: "nobody was beaten", "there was no torture", and of the speaker's own side "we never entered it".

    Not where the content asserts another act ("I was never charged. They beat me."): then it is no denial as a whole.
    """
    if any(k.tag_ == "MD" and k.lower_ in words["later"] for k in head.children):
        return False  # what will not be is not denied to have been
    if not modality.negated(head) or not (_harms(head) or (quoted and _own_deed(head, words))):
        return False
    said = (t for a, b in c.parts for t in doc[a : b + 1])
    return not any(
        t.lemma_.lower() in _acts("verbs") and t.pos_ == "VERB" and not _under_no(t, doc[c.verb]) for t in said
    )


def _under_no(t: Token, stop: Token) -> bool:
    """Whether a verb is negated or denied, by itself or by what stands above it."""
    if modality.negated(t) or (t.dep_ == "conj" and modality.negated(t.head)):
        return True
    return modality.read(t, stop).polarity == "-"


def _harms(head: Token) -> bool:
    """Whether the clause speaks of an act: by its verb, or by the noun that there is none of."""
    if head.lemma_.lower() in _acts("verbs") and head.lemma_.lower() not in grammar().light:
        return True
    named = [k for k in head.children if k.dep_ in ("attr", "dobj")] if head.lemma_ in ("be", "have") else []
    return any(k.lemma_.lower() in _acts("nouns") for k in named)


def _own_deed(head: Token, words: dict[str, frozenset[str]]) -> bool:
    """Whether "we" or "I", or those who are ours, are said not to have done something; knowing and feeling are no deeds."""
    if head.pos_ != "VERB" or head.lemma_.lower() in words["inward"] or head.tag_ not in ("VBD", "VBN", "VB"):
        return False
    if any(k.tag_ == "MD" for k in head.children):
        return False
    subject = next((k for k in head.children if k.dep_ == "nsubj"), None)
    return subject is not None and (subject.lower_ == "we" or any(k.lower_ == "our" for k in subject.children))


@cache
def _words() -> dict[str, frozenset[str]]:
    """The words of `modality.toml` that decide a stance."""
    return {key: frozenset(words.split()) for key, words in lexicon.load("en", "modality")["stances"].items()}


@cache
def _acts(kind: str) -> frozenset[str]:
    """Single words that speak of acts (`acts.toml`), "verbs" or "nouns"."""
    sections = (s for s in lexicon.load("en", "acts").values() if isinstance(s, dict) and "owner" in s)
    return frozenset(w for s in sections for w in s.get(kind, []) if " " not in w)


def _predicate(head: Token) -> list[Token]:
    """The head of a clause with what it says of its subject."""
    own = [k for k in head.children if k.dep_ in ("acomp", "attr", "oprd", "dobj", "xcomp", "prep")]
    below = [k for x in own for k in x.children if k.dep_ in ("amod", "pobj", "acomp", "attr", "conj", "prep")]
    return [head, *own, *below]


def _untrue(head: Token, c: Candidate, doc: Doc, words: dict[str, frozenset[str]]) -> Token | None:
    """The word that calls a report untrue, where the clause speaks of reports (or the object is called that)."""
    called = c.frame in ("small", "as")
    near = [t for a, b in c.parts for t in doc[a : b + 1]] if called else _predicate(head)
    if any(k.dep_ == "neg" for k in head.children) or not (called or _speaks_of_reports(head, words)):
        return None
    false = words["false"]
    return next((t for t in near if t.lemma_.lower() in false or t.lower_ in false), None)


def _speaks_of_reports(head: Token, words: dict[str, frozenset[str]]) -> bool:
    reports = words["reports"]
    subjects = [k for k in head.children if k.dep_ in ("nsubj", "nsubjpass", "csubj")]
    return any(k.lemma_.lower() in reports or k.lower_ in reports for s in subjects for k in (s, *s.subtree))
