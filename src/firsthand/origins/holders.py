"""Holders: which of those who have a role is meant by its noun alone ("the judge", where there are two)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from firsthand.origins.scene import Found, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention

if TYPE_CHECKING:
    from firsthand.origins.references import Sieve


def another(sieve: Sieve, m: Mention, who: Who) -> bool:
    """Whether somebody without a name was introduced by the same noun as well ("a judge in Osk"): then it may be they, unless only `who` is named near,
    or was the one who spoke in the sentence before.
    """
    other = sieve.scene.opener(m)
    found = sieve.resolve(other) if other is not None else None
    if other is None or found is None or found.who.key == who.key:
        return False
    window = sieve.scene.window(m, 2)
    theirs = [o for sentence in window for o in sentence if o.form != "pronoun" and _is_of(sieve, o, who)]
    if not theirs:
        return True
    spoke = any(o.sentence >= m.sentence - 1 and sieve.scene.speaks(o) for o in theirs)
    return not spoke and any(other is o for sentence in window for o in sentence)


def _is_of(sieve: Sieve, o: Mention, who: Who) -> bool:
    found = sieve.resolve(o)
    return found is not None and found.who.key == who.key


def of_several(sieve: Sieve, m: Mention, several: list[Who]) -> Found | None:
    """ "The journalist", where two are introduced as that: the only one of them who is named in the sentence before or earlier in this one."""
    if m.owner is not None:
        return None
    keys = {w.key for w in several}
    near = [o for sentence in sieve.scene.window(m, 1) for o in sentence if o.form == "name" and o.quoted == m.quoted]
    found = {f.who.key: f.who for o in near if (f := sieve.resolve(o)) is not None and f.who.key in keys}
    if len(found) != 1:
        return None
    who = next(iter(found.values()))
    if m.head in words().offices and not _chief_of(sieve, m, who, keys):
        return None
    return Found(who, "S6 role", f"of those introduced as {m.head} the only one named near is {who.name}")


def _chief_of(sieve: Sieve, m: Mention, who: Who, several: set[str]) -> bool:
    """Of several presidents the one of whom the text speaks: named before twice as often as the others together, and speaking or acting near."""
    named = Counter(
        f.who.key
        for o in sieve.scene.lately(m)
        if o.form == "name" and (f := sieve.resolve(o)) is not None and f.who.key in several
    )
    near = (o for sentence in sieve.scene.window(m, 1) for o in sentence if o.role == "subject")
    acts = any(f.who.key == who.key for o in near if (f := sieve.resolve(o)) is not None)
    return acts and named[who.key] >= 2 * (named.total() - named[who.key])
