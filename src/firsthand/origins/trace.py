"""Trace every statement: who says it, through whom it came, and where its information enters.

Document by document the mentions are resolved (`references`); then speakers are merged across documents (`speakers`), each statement
gets a root (`roots`), statements that were copied share one, and what may depend on what is proposed (`dependences`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.copies.record import Copy, Credit
from firsthand.documents.record import Document, Span, Text
from firsthand.judgements import Judgement
from firsthand.origins import decided, describe, labels, members, pronouns, roots, sharing, speakers, voices
from firsthand.origins.dependences import Dependences
from firsthand.origins.names import fold
from firsthand.origins.record import Dependence, Origin, Reference, Speaker, Trace
from firsthand.origins.references import Sieve
from firsthand.origins.roots import Known, Root
from firsthand.origins.scene import Found, Scene, Who
from firsthand.origins.states import States
from firsthand.origins.unidentified import unidentified
from firsthand.origins.voices import Voice
from firsthand.origins.words import words
from firsthand.statements.record import Mention, Statement

_OFFICE = re.compile(r"\s(?:(?:(?:of|for|the|and|to|on|in)\s)*[A-Z][\w.]*\s)*")
"""What may stand between a title and a name."""
_DATED = re.compile(r"[A-Z][\w.,’'/ -]{2,40}?(?:\s\([A-Z][\w/ ]+\)\s?[—–-]{1,2}|\s[—–]|,\s[A-Z]\w+\s-{1,2})\s(?=[A-Z])")
"""A dateline that the words for a speaker begin with ("OSK (Wire) - ", "Osk, Vardenia — ")."""
_TITLE = re.compile(r"\s(?:[A-Z][\w.]*\s)*")
"""The same where the title by itself is somebody: "the lawyer for Roe" is not Roe."""


@dataclass(frozen=True)
class Material:
    """What the stage works on: the records of all documents, and the judgements that hold."""

    documents: Sequence[Document]
    texts: Sequence[Text]
    statements: Sequence[Statement]
    mentions: Sequence[Mention]
    copies: Sequence[Copy] = ()
    credits: Sequence[Credit] = ()
    judged: Mapping[str, Judgement] = field(default_factory=dict)


@dataclass(frozen=True)
class Tracing:
    """Speakers, origins, one trace per statement, the references of resolved mentions, and proposed dependences."""

    speakers: tuple[Speaker, ...]
    origins: tuple[Origin, ...]
    traces: tuple[Trace, ...]
    references: tuple[Reference, ...]
    dependences: tuple[Dependence, ...]


@dataclass(frozen=True)
class Told:
    """A statement with who says it, as far as its own document tells; `called` is who could not be told, by the text's words."""

    statement: Statement
    found: Found | None
    voice: Voice
    called: Who | None = None


def trace(material: Material) -> Tracing:
    """Speakers, origins, traces, references and dependences of an inquiry. Nothing depends on the order of the records."""
    return _Tracer(material).run()


class _Tracer:
    def __init__(self, material: Material) -> None:
        self.material = material
        self.told: dict[str, Told] = {}
        self.voices: dict[str, Voice] = {}
        self.register = speakers.Register(speakers.acronyms(material.mentions))
        self.known = Known()
        self.used: list[Who] = []
        self._references: list[tuple[Mention, Found]] = []
        self._witnesses: list[tuple[Who, str]] = []
        self._owners: dict[str, dict[Who, str]] = {}
        self._one = decided.Together()
        self._names = {d.id: d.name for d in material.documents}
        self._agencies = _agencies(material)

    def run(self) -> Tracing:
        for scene, sieve in self._read():
            self._resolve(scene, sieve)
        self.register.settle()
        self._heed_speakers()
        near = self.register.near()
        if near is not None:
            self.register.merge(near)
        self._learn()
        own = {id_: self._root(told) for id_, told in self.told.items()}
        final = sharing.share(self.material, self.told, own, self.voices, self._voice_root)
        if self._twins(final):
            self._learn()
            own = {id_: self._root(told) for id_, told in self.told.items()}
            final = sharing.share(self.material, self.told, own, self.voices, self._voice_root)
        final = self._heed_origins(final)
        traces = tuple(self._trace(id_, final[id_]) for id_ in sorted(final))
        origins = self._origins(final)
        dependences = Dependences(self.material, self.register, self.known)
        return Tracing(
            speakers=self.register.records(self.used),
            origins=origins,
            traces=traces,
            references=tuple(self._reference(m, f) for m, f in self._references),
            dependences=dependences.find(self.told, final, self.voices, origins, self._voice_root),
        )

    def _read(self) -> Iterable[tuple[Scene, Sieve]]:
        """Each document's scene and sieve, with whoever's voice it is."""
        material = self.material
        states = States(material.texts, material.mentions)
        mentions, statements = _by_document(material.mentions), _by_document(material.statements)
        codes = voices.codes(material.texts)
        for text in sorted(material.texts, key=lambda t: t.document):
            scene = Scene(text, mentions.get(text.document, ()), statements.get(text.document, ()))
            voice = voices.find(scene, states)
            self.voices[text.document] = voice
            yield scene, Sieve(scene, states, voice.who, codes)

    def _resolve(self, scene: Scene, sieve: Sieve) -> None:
        document, voice = scene.text.document, self.voices[scene.text.document]
        if voice.who is not None:
            self.register.see(voice.who, document, "", f"the voice of a document: {voice.why}")
        self._owners[document] = sieve.products.owners()
        self._witnesses += [(sieve.who(p), document) for p in sorted(sieve.witnesses)]
        for m in scene.mentions:
            found = sieve.resolve(m)
            if found is not None:
                self._references.append((m, found))
                if found.rule == "S5 organ" and found.who.kind == "state":
                    self.register.organ(m.place.text, found.who)
                named = scene.body(m.place)
                shown = scene.text.text[named.start : named.end] if named is not None else m.place.text
                self.register.see(found.who, document, speakers.alias(found, shown))
        for s in scene.statements:
            found = self._speaker(scene, sieve, s)
            first = scene.bearer(s.speaker) if found is None and s.speaker is not None else None
            called = unidentified(first, s) if first is not None else None
            self.told[s.id] = Told(s, found, voice, called)
            seen = found.who if found is not None else called
            if seen is not None:
                self.register.see(seen, document)

    def _speaker(self, scene: Scene, sieve: Sieve, s: Statement) -> Found | None:
        """Who says `s`: the chief mention of its speaker's words, or the document's voice where it speaks for itself."""
        if s.speaker is None:
            if s.mode == "own" and s.parent is None and sieve.voice is not None:
                return Found(sieve.voice, "S0 voice", f"the document's own voice: {self.voices[s.document].why}")
            return None
        said = _undated(s.speaker)
        m = scene.bearer(said)
        if m is None and said.start > s.speaker.start:
            return describe.behind_dateline(sieve, scene.bearer(s.speaker), said)
        if m is None and s.speaker.text.lower() in words().pronouns["relative"]:
            return pronouns.relative(sieve, s.speaker.start)
        if m is None:
            return sieve.named(s.speaker.text) or sieve.aged(s.speaker.text) or labels.by_words(s)
        if m.form == "pronoun" and m.place.text.lower() not in words().pronouns["relative"]:
            if m.place.start > s.speaker.start:
                return labels.apposed(sieve, s.speaker)
            if labels.owned(s.speaker, m):
                return None
        begins = labels.begins(scene, sieve, s.speaker, m)
        if begins is not None:
            return begins
        found = sieve.resolve(m)
        if m.form != "name" or found is None:
            found = sieve.closing(s.speaker) or found
        if found is None or sieve.title(m):
            found = self._named_last(scene, sieve, m, s.speaker, _OFFICE) or found
        elif found.rule == "S8 group":
            found = self._named_last(scene, sieve, m, s.speaker, _TITLE) or found
        found = (
            (labels.bracketed(sieve, s.speaker, found) if m.label != "PERSON" else None)
            or labels.named_mouth(scene, sieve, m, s.speaker, found)
            or found
        )
        if found is None and s.rule == "R8" and m.place.text == s.speaker.text:
            found = sieve.adjective(m)
        several = " and " in s.speaker.text and m.place.end < s.speaker.end - 4
        if found is not None and found.rule == "S8 group" and several:
            name = f"{' '.join(s.speaker.text.split())} (not named)"
            return Found(replace(found.who, name=name), found.rule, "several without a name, together")
        return found

    def _named_last(
        self, scene: Scene, sieve: Sieve, m: Mention, words_: Span, between: re.Pattern[str]
    ) -> Found | None:
        """ "Minister of the Interior Jane Roe": the person at the end of words of which the first could not be told."""
        for other in scene.within(m.place.end, words_.end):
            gap = scene.text.text[m.place.end : other.place.start]
            in_charge = gap == " in " and fold(other.place.text).startswith(
                "charge "
            )  # "Special Agent in Charge Jane Roe"
            near = between.fullmatch(gap) or fold(other.place.text) in sieve.alias or in_charge
            found = sieve.resolve(other) if other.form == "name" and near else None
            if found is not None and found.who.kind == "person":
                return Found(found.who, "S6 role", f"“{words_.text}” is {found.who.name}")
        return None

    def _heed_speakers(self) -> None:
        """Apply what people decided about who is one."""
        splits = decided.about(self.material.judged, "speaker", "split")
        merges = decided.about(self.material.judged, "speaker", "merged")
        if not splits and not merges:
            return
        places = {m for j in (*splits, *merges) for m in (*j.members, *j.others)}
        resolved: defaultdict[str, list[tuple[Mention, Found]]] = defaultdict(list)
        for m, f in self._references:
            resolved[m.document].append((m, f))
        found = {p: self._met(p, resolved[members.where(p)[0]]) for p in sorted(places)}
        met = {p: who for p, who in found.items() if who is not None}

        def group(member: str) -> str | None:
            if member not in met:
                return None
            return self.register.key(self.register.own(met[member], members.where(member)[0]))

        moved = decided.apart(splits, group)
        if moved:
            new = {(members.where(m)[0], met[m].key): key for m, (key, _) in moved.items()}
            self.register.split(new, {key: decided.said(j) for key, j in moved.values()})
            self._rewrite()
        self.register.foes = decided.foes(splits, group)
        self.register.merge(decided.together(merges, self.register.foes, group, self.register.rank))

    def _twins(self, final: Mapping[str, sharing.Final]) -> bool:
        """Make one whoever says the same words in a copy, where a document knows them by a surname or a description alone."""
        twins: defaultdict[str, set[Who]] = defaultdict(set)
        for id_, f in final.items():
            found = self.told[id_].found
            if found is not None and f.group:
                twins[f.group].add(found.who)
        one = self.register.twins(twins.values())
        if one:
            self.register.merge(one)
        return one is not None

    def _met(self, member: str, there: Iterable[tuple[Mention, Found]]) -> Who | None:
        """Who is meant at a place: by the mention there, or the one that shares most words with it."""
        document, start, end = members.where(member)
        if end == 0:
            return self.voices[document].who if document in self.voices else None
        near = [
            (max(start, m.place.start) - min(end, m.place.end), m.place.start, f.who)
            for m, f in there
            if m.place.start < end and start < m.place.end
        ]
        return min(near, key=lambda n: n[:2])[2] if near else None

    def _rewrite(self) -> None:
        """Let everything that was found speak of the speakers as they are after splitting."""

        def own(found: Found, document: str) -> Found:
            return replace(found, who=self.register.own(found.who, document))

        self._references = [(m, own(f, m.document)) for m, f in self._references]
        self.told = {
            i: replace(t, found=own(t.found, t.statement.document)) if t.found is not None else t
            for i, t in self.told.items()
        }
        self.voices = {
            d: replace(v, who=self.register.own(v.who, d)) if v.who is not None else v for d, v in self.voices.items()
        }

    def _heed_origins(self, final: Mapping[str, sharing.Final]) -> dict[str, sharing.Final]:
        """Apply what people decided about which origins are one."""
        splits = decided.about(self.material.judged, "origin", "split")
        merges = decided.about(self.material.judged, "origin", "merged")
        now = dict(final)

        def group(member: str) -> str | None:
            if member in now:
                return now[member].root.key
            document = member.rpartition(":")[0]
            return self._voice(document).key if document in self.voices else None

        for m, (key, j) in decided.apart(splits, group).items():
            if m in now:
                root = replace(now[m].root, key=key, why=f"{now[m].root.why}; {decided.said(j)}")
                now[m] = replace(now[m], root=root)
        kinds = {f.root.key: roots.RANK[f.root.kind] for f in now.values()}
        foes = decided.foes(splits, group)
        self._one = decided.together(merges, foes, group, lambda k: (kinds.get(k, 9), "@" in k))
        return {i: replace(f, root=self._judged(f.root)) for i, f in now.items()}

    def _judged(self, root: Root) -> Root:
        """The origin with which people have made this one."""
        key = self._one.key(root.key)
        why = "; ".join((root.why, *self._one.reasons.get(key, ())))
        return replace(root, key=key, why=why) if key in self._one.reasons else root

    def _learn(self) -> None:
        """What the pile as a whole tells about its speakers."""
        for told in self.told.values():
            if told.found is None:
                continue
            key = self.register.key(told.found.who)
            if told.statement.experienced and told.found.who.kind in ("person", "unnamed"):
                self.known.witnesses.add(key)
            if told.statement.cue_lemma in words().looked:
                self.known.looked.setdefault(key, told.statement.cue_lemma)
        self.known.there |= {self.register.key(self.register.own(w, d)) for w, d in self._witnesses}
        for voice in self.voices.values():
            if voice.who is not None and voice.kind == "witness":
                self.known.there.add(self.register.key(voice.who))
            if voice.who is not None and voice.kind in ("investigation", "body"):
                self.known.reports.setdefault(self.register.key(voice.who), "held in this inquiry")
        self.known.witnesses |= self.known.there
        for document, owners in sorted(self._owners.items()):
            for who, why in sorted(owners.items(), key=lambda o: o[0].key):
                self.known.reports.setdefault(self.register.key(self.register.own(who, document)), why)

    def _who_root(self, who: Who) -> Root:
        principal = self.register.principal(who)
        pair = (self.register.merged(principal), self.register.key(principal)) if principal is not None else None
        one = self.register.merged(who)
        named = Who(who.key, one.kind, one.name, principal)
        return roots.root(named, self.register.key(who), pair, self.known)

    def _voice_root(self, document: str) -> Root:
        """The origin of what a document says in its own voice."""
        return self._judged(self._voice(document))

    def _voice(self, document: str) -> Root:
        voice = self.voices[document]
        if voice.who is not None:
            return self._who_root(voice.who)
        if voice.kind == "material":
            return Root(f"document:@{document}:files", "material", voice.label, None, voice.label, True, voice.why)
        credit = self._agencies.get(document)
        if credit is not None:
            return _dispatch(credit)
        label = f"{voice.label or self._names.get(document, 'a document')}, in its own voice"
        return Root(
            f"voice:@{document}", "unattributed", label, None, why="the document does not say from whom it knows"
        )

    def _root(self, told: Told) -> Root:
        """The origin of one statement as its own document tells."""
        s = told.statement
        if told.found is not None:
            return self._who_root(told.found.who)
        if s.mode == "own" and s.experienced and s.parent is None and told.voice.kind == "news":
            label = f"the writer of {told.voice.label or self._names.get(s.document, 'a document')}"
            return Root(
                f"writer:@{s.document}",
                "witness",
                label,
                None,
                "",
                True,
                "the writer speaks of what they saw themselves",
            )
        if s.mode == "own" or s.speaker is None:
            parent = self.told.get(s.parent or "")
            if parent is not None and parent.found is not None:
                return self._who_root(parent.found.who)
            return self._voice_root(s.document)
        parent = self.told.get(s.parent or "")
        if parent is not None:
            return self._root(parent)
        if fold(s.speaker.text) in words().none:
            return self._voice_root(s.document)
        said = " ".join(s.speaker.text.split())
        one = f"{said[:1].upper()}{said[1:]}, so called in one document"
        label = one if " " in said else f"somebody who could not be told (“{said}”)"
        return Root(f"unresolved:@{s.document}:{fold(s.speaker.text)}", "unattributed", label, None,
                    why="who this is could not be told safely")  # fmt: skip

    def _trace(self, id_: str, final: sharing.Final) -> Trace:
        told = self.told[id_]
        found = told.found
        reasons = [f"{found.rule}: {found.because}"] if found is not None else ["speaker unresolved"]
        who = found.who if found is not None else None
        if who is None:
            who = final.speaker or told.called
        if who is not None:
            self.used.append(who)
        reasons += [r for r in (final.root.why, *final.reasons) if r]
        return Trace(
            statement=id_,
            speaker=self.register.id(who) if who is not None else None,
            origin=final.root.id,
            chain=tuple(self._chain(told)),
            first_hand=self._first_hand(told.statement, final.root),
            reasons=tuple(reasons),
        )

    def _first_hand(self, s: Statement, root: Root) -> bool:
        """Whether this statement is first-hand: who saw one thing is no witness of all that they say."""
        if not root.first_hand or root.kind == "material" or root.who is None:
            return root.first_hand
        return s.experienced or self.register.key(root.who) in self.known.there

    def _chain(self, told: Told) -> Iterable[str]:
        """The speakers from the document inwards; the innermost is the statement's own."""
        line: list[Who] = []
        seen: set[str] = set()
        at: Told | None = told
        while at is not None and at.statement.id not in seen:
            seen.add(at.statement.id)
            if at.found is not None:
                line.append(at.found.who)
            at = self.told.get(at.statement.parent or "")
        if told.voice.who is not None:
            line.append(told.voice.who)
        self.used.extend(line)
        return dict.fromkeys(self.register.id(w) for w in reversed(line))

    def _origins(self, final: Mapping[str, sharing.Final]) -> tuple[Origin, ...]:
        grouped: defaultdict[str, list[tuple[Root, str]]] = defaultdict(list)
        for id_, f in final.items():
            grouped[f.root.key].append((f.root, self.told[id_].statement.document))
        for document, voice in self.voices.items():
            if voice.kind != "news":
                own = self._voice_root(document)
                grouped[own.key].append((own, document))
        out = []
        for group in grouped.values():
            origin, _ = roots.merge(group)
            who = next((r.who for r, _ in group if r.who is not None), None)
            if who is not None:
                self.used.append(who)
                origin = _with_speaker(origin, self.register.id(who))
            out.append(origin)
        return tuple(sorted(out, key=lambda o: o.id))

    def _reference(self, m: Mention, found: Found) -> Reference:
        return Reference(
            document=m.document, start=m.place.start, end=m.place.end,
            speaker=self.register.id(found.who), rule=found.rule, because=found.because,
        )  # fmt: skip


def _undated(said: Span) -> Span:
    """The words for a speaker without a dateline."""
    dated = _DATED.match(said.text)
    return Span(said.start + dated.end(), said.end, said.text[dated.end() :]) if dated is not None else said


def _dispatch(credit: Credit) -> Root:
    label = f"dispatch of {credit.name}"
    return Root(f"agency:{credit.agency_id}", "unattributed", label, None, "dispatch",
                why=f"“{credit.place.text}”: the document credits {credit.name} ({credit.form})")  # fmt: skip


def _agencies(material: Material) -> dict[str, Credit]:
    """The agency that made each document as a whole: of several the one whose name stands in the words that credit it."""
    out = {(c.from_, c.to) for c in material.copies if c.kind == "credit" and sharing.rejected(c, material.judged)}
    found: dict[str, Credit] = {}
    for c in sorted(material.credits, key=lambda c: (fold(c.name) in fold(c.place.text), c.id)):
        if c.whole and (c.agency_id, c.document) not in out:
            found[c.document] = c
    return found


def _with_speaker(origin: Origin, speaker: str) -> Origin:
    return Origin(**{f: getattr(origin, f) for f in origin.__struct_fields__ if f != "speaker"}, speaker=speaker)


def _by_document(records: Iterable[Mention] | Iterable[Statement]) -> dict[str, list]:  # type: ignore[type-arg]
    out: defaultdict[str, list] = defaultdict(list)  # type: ignore[type-arg]
    for r in records:
        out[r.document].append(r)
    return out
