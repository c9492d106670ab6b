"""What may depend on what: proposed for people to confirm or reject, each with its reason.

copy           a document has words of another
credit         a document names an agency as producer; the dispatch may not be held
cites          what a body or a newsroom tells is partly what somebody else told it
inside         whom a body or a witness heard without naming them: they are known through one teller, who counts once
declared       a person has declared that the two are not independent: the same witness, the same set of interviews …
same-speaker   a person who speaks for a body is also a witness; a whole ("the United Nations") and a part of it; unnamed groups that may be the
               same or be among named ones
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from firsthand import ids
from firsthand.origins import bodies, decided, members
from firsthand.origins.names import fold
from firsthand.origins.record import Dependence, Origin
from firsthand.origins.roots import Known, Root
from firsthand.origins.sharing import Final, rejected, standing
from firsthand.origins.voices import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from firsthand.origins.speakers import Register
    from firsthand.origins.trace import Material, Told

Status = Literal["proposed", "confirmed", "rejected"]

UNNAMED = ids.name("origin", "organisations without a name")
"""The node that stands for whichever organisations an unnamed group may be. It has no Origin record: nobody has heard them."""


class Dependences:
    """The dependences of an inquiry. Each is one record, whoever proposes it; reasons are gathered."""

    def __init__(self, material: Material, register: Register, known: Known) -> None:
        self._material, self._register, self._known = material, register, known
        self._found: dict[str, Dependence] = {}

    def find(
        self,
        told: Mapping[str, Told],
        final: Mapping[str, Final],
        voices: Mapping[str, Voice],
        origins: Iterable[Origin],
        voice_root: Callable[[str], Root],
    ) -> tuple[Dependence, ...]:
        """All of them, in order of id."""
        kinds = {o.id: o for o in origins}
        self._copies(voice_root, kinds)
        self._credits(voice_root, kinds)
        self._cites(told, final, voices, voice_root, kinds)
        self._same_speakers(final, kinds)
        self._wholes(final, kinds)
        self._groups(final, kinds)
        self._inside(told, final, voices, voice_root, kinds)
        self._declared(final, kinds)
        return tuple(self._found[k] for k in sorted(self._found))

    def _add(
        self, child: str, parent: str, kind: str, why: str, symmetric: bool = False, status: Status = "proposed"
    ) -> None:
        if child == parent:
            return
        if symmetric:
            child, parent = sorted((child, parent))
        id_ = ids.name("dependence", child, parent, kind, int(symmetric))
        known = self._found.get(id_)
        reasons = tuple(dict.fromkeys([*(known.reasons if known else ()), why]))[:5]
        decided = self._material.judged.get(id_)
        if decided is not None and decided.decision in ("confirmed", "rejected"):
            status = "confirmed" if decided.decision == "confirmed" else "rejected"
        elif known is not None and known.status == "confirmed":
            status = "confirmed"
        self._found[id_] = Dependence(
            id=id_, child=child, parent=parent, kind=kind, symmetric=symmetric, status=status, reasons=reasons
        )

    def _copies(self, voice_root: Callable[[str], Root], kinds: Mapping[str, Origin]) -> None:
        held = {t.document for t in self._material.texts}
        for c in standing(self._material.copies, self._material.judged):
            decided = self._material.judged.get(c.id)
            confirmed = c.status == "confirmed" or (decided is not None and decided.decision == "confirmed")
            status: Status = "confirmed" if confirmed else "proposed"
            why = "; ".join(c.reasons) or f"{c.kind} of it"
            unknown = c.direction == "unknown" and c.kind != "credit"
            self._add(c.to, c.from_, "credit" if c.kind == "credit" else "copy", why, unknown, status)
            if c.kind in ("credit", "quotation") or c.from_ not in held or c.to not in held:
                continue
            child, parent = voice_root(c.to).id, voice_root(c.from_).id
            if child in kinds and parent in kinds:
                self._add(child, parent, "copy", why, unknown, status)

    def _credits(self, voice_root: Callable[[str], Root], kinds: Mapping[str, Origin]) -> None:
        out = {
            (c.from_, c.to) for c in self._material.copies if c.kind == "credit" and rejected(c, self._material.judged)
        }
        for credit in sorted(self._material.credits, key=lambda c: c.id):
            if (credit.agency_id, credit.document) in out:
                continue
            why = f"“{credit.place.text}” credits {credit.name} ({credit.form}, {credit.rule})"
            own = voice_root(credit.document).id
            dispatch = ids.name("origin", f"agency:{credit.agency_id}")
            self._add(credit.document, credit.agency_id, "credit", why)
            if own in kinds and own != dispatch:
                self._add(own, dispatch if dispatch in kinds else credit.agency_id, "credit", why)

    def _cites(
        self,
        told: Mapping[str, Told],
        final: Mapping[str, Final],
        voices: Mapping[str, Voice],
        voice_root: Callable[[str], Root],
        kinds: Mapping[str, Origin],
    ) -> None:
        for id_ in sorted(final):
            s = told[id_].statement
            inner = final[id_].root.id
            if s.stance != "alleges":
                continue
            if s.parent is not None and s.parent in final:
                outer = final[s.parent].root
                if outer.kind == "investigation":
                    self._add(outer.id, inner, "cites", f"{outer.label} hands on what {final[id_].root.label} said")
            voice = voices[s.document]
            own = voice_root(s.document)
            if voice.kind in ("investigation", "body", "material") and own.id in kinds and s.mode != "own":
                self._add(own.id, inner, "cites", f"{own.label} hands on what {final[id_].root.label} said")

    def _same_speakers(self, final: Mapping[str, Final], kinds: Mapping[str, Origin]) -> None:
        for f in final.values():
            principal = self._register.principal(f.root.who) if f.root.who is not None else None
            if principal is None or f.root.kind != "witness":
                continue
            other = ids.name("origin", self._register.key(principal))
            if other in kinds:
                why = f"{f.root.label} speaks for {self._register.name(principal)}"
                self._add(f.root.id, other, "same-speaker", why, symmetric=True)

    def _inside(
        self,
        told: Mapping[str, Told],
        final: Mapping[str, Final],
        voices: Mapping[str, Voice],
        voice_root: Callable[[str], Root],
        kinds: Mapping[str, Origin],
    ) -> None:
        """A body's own inquiry is opaque, and so is what a witness heard from people whom they do not name: those people are not added
        to the one who tells it. Holds unless a person rejects it."""
        for id_ in sorted(final):
            s, root = told[id_].statement, final[id_].root
            found = told[id_].found
            nameless = found is None or found.who.kind in ("group", "unnamed")
            if (
                voices[s.document].kind not in ("investigation", "body", "witness")
                or root.kind != "unattributed"
                or not nameless
            ):
                continue
            own = voice_root(s.document)
            if s.speaker is not None and own.id in kinds:
                why = f"{root.label}: told only by way of {own.label}, who counts once, however many they heard"
                self._add(root.id, own.id, "inside", why, symmetric=True, status="confirmed")

    def _declared(self, final: Mapping[str, Final], kinds: Mapping[str, Origin]) -> None:
        """What people declare to depend on each other, wherever the statements of the two now end."""
        ends = {id_: f.root.id for id_, f in final.items()}
        for j in decided.about(self._material.judged, "dependence", "declared"):
            a = members.follow(j.about, j.members, kinds, ends)
            b = members.follow(j.other, j.others, kinds, ends)
            if a and b:
                self._add(a, b, "declared", decided.said(j), symmetric=True, status="confirmed")

    def _wholes(self, final: Mapping[str, Final], kinds: Mapping[str, Origin]) -> None:
        """ "The UN" and an office or committee of it: who says the one may mean the other. Two parts are not tied by that."""
        there = {f.root.key: f.root for f in final.values() if f.root.id in kinds}
        for key, part in sorted(there.items()):
            whole = there.get(f"body:{_whole(key, part.label)}")
            if whole is not None and whole.who is not None:
                why = (
                    f"{whole.who.name} is the whole of which {part.label} is part: who names the one may mean the other"
                )
                self._add(part.id, whole.id, "same-speaker", why, symmetric=True)

    def _groups(self, final: Mapping[str, Final], kinds: Mapping[str, Origin]) -> None:
        """Groups without a name may be the same, or be among the organisations named elsewhere.

        Said by way of one node that stands for whoever they are, so that the edges do not grow with the square of the groups: a
        group derives from it, and each named organisation may be it. Two named organisations are not tied by that.
        """
        bodies = {
            f.root.id: f.root for f in final.values() if f.root.kind == "investigation" and f.root.who is not None
        }
        if not any(b.who is not None and b.who.kind == "group" for b in bodies.values()):
            return
        for id_, body in sorted(bodies.items()):
            if id_ not in kinds or body.who is None:
                continue
            if body.who.kind == "group":
                self._add(
                    id_,
                    UNNAMED,
                    "same-speaker",
                    f"who “{body.who.name}” are is not said: they may be any such organisation",
                )
            elif body.who.kind == "organisation":
                why = f"{body.who.name} may be among organisations that others do not name"
                self._add(id_, UNNAMED, "same-speaker", why, symmetric=True)


def _whole(key: str, label: str) -> str:
    """The body of which the origin with this key is part, by the list of bodies or by its name ("United Nations Committee …")."""
    known = bodies.family(key.removeprefix("body:"))
    if known is not None or key.startswith("body:"):
        return known or ""
    return next((b.id for b in bodies.wholes() if fold(label).startswith(f"{fold(b.name)} ")), "")
