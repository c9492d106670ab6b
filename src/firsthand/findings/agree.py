"""Agree: how far two reviewers decided alike about the same records.

Cohen's kappa (1960), unweighted: (po - pe) / (1 - pe), with po the part on which they agree and pe what two people with these
habits would agree on by chance. On few records it says little; it is shown with their number and never as a mark of anybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from firsthand.findings.record import Agreement
from firsthand.judgements import Judgement


def agree(judgements: Iterable[Judgement]) -> tuple[Agreement, ...]:
    """For each noun and each two people who both decided about some records of it, how far they agree: the last word of each counts."""
    last: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for j in sorted(judgements, key=lambda j: j.seq):
        last[j.noun][j.who, j.key] = j.decision
    found = []
    for noun, said in sorted(last.items()):
        people = sorted({who for who, _ in said})
        for a, b in combinations(people, 2):
            both = sorted(k for who, k in said if who == a and said.get((b, k), "open") != "open" != said[a, k])
            if both:
                found.append(_agreement(noun, a, b, both, [(said[a, k], said[b, k]) for k in both]))
    return tuple(found)


def _agreement(noun: str, a: str, b: str, keys: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Agreement:
    return Agreement(
        noun=noun,
        a=a,
        b=b,
        n=len(pairs),
        observed=sum(x == y for x, y in pairs) / len(pairs),
        kappa=kappa(pairs),
        apart=tuple(k for k, (x, y) in zip(keys, pairs, strict=True) if x != y),
    )


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' answers to the same things; None where chance alone makes them agree on all.

    >>> kappa([("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no")])
    0.5
    """
    n = len(pairs)
    one, two = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    observed = sum(x == y for x, y in pairs) / n
    chance = sum(one[x] * two[x] for x in one) / n**2
    return None if chance == 1 else (observed - chance) / (1 - chance)
