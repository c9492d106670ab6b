"""Mentions that lead to one another: long chains, circles, and each once."""

from __future__ import annotations

from collections import Counter

from firsthand.documents.record import Span
from firsthand.origins.resolver import DEEP, Resolver
from firsthand.origins.scene import Found, Who
from firsthand.statements.record import Mention

LONG = 50 * DEEP
GUILD = Found(Who("org:guild", "organisation", "Guild"), "T0", "the first is known")


def mention(n: int) -> Mention:
    return Mention(id=str(n), document="doc", place=Span(n, n + 1, "x"), form="definite", head="guild")


def chain(before: dict[int, int], asked: Counter[str]) -> Resolver:
    """Each of these mentions is whoever another is; any other is the guild."""

    def one(m: Mention) -> Found | None:
        asked[m.id] += 1
        return resolver.resolve(mention(before[int(m.id)])) if int(m.id) in before else GUILD

    resolver = Resolver(one)
    return resolver


def test_a_chain_of_thousands_is_followed_to_its_end_without_much_ado() -> None:
    asked: Counter[str] = Counter()
    resolver = chain({n: n - 1 for n in range(1, LONG)}, asked)
    assert resolver.resolve(mention(LONG - 1)) == GUILD
    assert asked.total() <= 2 * LONG + DEEP
    assert resolver.resolve(mention(LONG - 2)) == GUILD
    assert asked.total() <= 2 * LONG + DEEP


def test_what_leads_back_to_itself_is_nobody_however_long_the_circle() -> None:
    for size in (1, 2, DEEP, DEEP + 1, 3 * DEEP, LONG):
        resolver = chain({n: (n - 1) % size for n in range(size)}, Counter())
        assert resolver.resolve(mention(size - 1)) is None


def test_what_was_found_is_forgotten_when_more_is_known() -> None:
    asked: Counter[str] = Counter()
    resolver = chain({1: 0}, asked)
    resolver.resolve(mention(1))
    resolver.forget()
    resolver.resolve(mention(1))
    assert asked == {"0": 2, "1": 2}
