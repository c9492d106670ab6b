"""What documents on different matters share makes no two of them one story, however long it is; what many houses carry is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.copies.stories import (
    BACKGROUND,
    COOKIES,
    DISCLAIMER,
    PREAMBLE,
    QUESTIONS,
    SENDER,
    STORY,
    misread,
    page,
    report,
    text,
    warrant,
)

from bench import scale, variants
from firsthand.copies.compare import MERGING, compare
from firsthand.documents.record import Text

COMMON = {
    "disclaimer": lambda own: f"{own}\n\n{DISCLAIMER}",
    "sender": lambda own: f"{own}\n\n{SENDER}",
    "preamble": lambda own: f"{PREAMBLE}\n\n{own} {report(sum(map(ord, own)), 160)}",
    "cookies": lambda own: f"{COOKIES}\n\n{own}",
    "background": lambda own: f"{own}\n\n{BACKGROUND}",
    "two at the end": lambda own: f"{own}\n\n{SENDER}\n\n{DISCLAIMER}",
    "both ends": lambda own: f"{COOKIES}\n\n{own}\n\n{BACKGROUND}",
}


def merged(*texts: Text) -> set[tuple[str, str]]:
    found = compare(texts, (), {}).copies
    return {(min(c.from_, c.to), max(c.from_, c.to)) for c in found if c.kind in MERGING}


@pytest.mark.parametrize("many", [5, 24])
@pytest.mark.parametrize("words", [70, 200])
@pytest.mark.parametrize("kind", COMMON)
def test_what_documents_on_other_matters_share_makes_them_no_story(kind: str, words: int, many: int) -> None:
    pile = [text(f"{n:02}", COMMON[kind](report(n, words))) for n in range(many)]
    assert merged(*pile) == set()


@pytest.mark.parametrize("kind", COMMON)
def test_a_copy_is_a_copy_though_many_others_end_or_begin_as_it_does(kind: str) -> None:
    pile = [text(f"{n:02}", COMMON[kind](report(n, 120))) for n in range(9)]
    again = text("again", "FOR YOUR FILE\n\n" + misread(COMMON[kind](report(4, 120)), 0.01))
    assert merged(*pile, again) == {("04", "again")}


@pytest.mark.parametrize("of", [DISCLAIMER, PREAMBLE, BACKGROUND])
def test_the_common_text_by_itself_ties_nobody_but_its_own_copies(of: str) -> None:
    pile = [text(f"{n:02}", f"{report(n, 150)}\n\n{of}") for n in range(9)]
    assert merged(*pile, text("x", of), text("y", of)) == {("x", "y")}


@pytest.mark.parametrize("many", [2, 12])
def test_the_same_questions_with_other_answers_are_no_copies(many: int) -> None:
    pile = [
        text(f"{n:02}", "\n\n".join(f"{q}\n{report(100 * n + k, 30)}" for k, q in enumerate(QUESTIONS)))
        for n in range(many)
    ]
    assert merged(*pile) == set()


@pytest.mark.parametrize("many", [2, 12])
def test_a_form_that_was_filled_in_for_several_people_is_no_copy(many: int) -> None:
    pile = [text(f"{n:02}", warrant(n)) for n in range(many)]
    assert merged(*pile) == set()
    assert merged(*pile, text("again", misread(warrant(1), 0.02))) == {("01", "again")}


@pytest.mark.parametrize("houses", [5, 24])
def test_a_dispatch_is_one_story_though_its_carriers_set_their_notes_below_it(houses: int) -> None:
    pile = [text(f"{n:02}", f"{STORY}\n\n{report(n, 40)}") for n in range(houses)]
    tied = {"00"}
    pairs = merged(*pile)
    for _ in pile:
        tied |= {d for pair in pairs if tied & set(pair) for d in pair}
    assert tied == {t.document for t in pile}


BRIEF = """Four fishermen from the village of Harn were found alive on Saturday on an island in the Lake of Osk, six days after their boat \
sank in a storm, the coast guard said. Arno Velt, 51, and his three sons had lived on birds’ eggs. The regional governor, Lida Marn, \
promised them a new boat."""


@pytest.mark.parametrize("houses", [5, 24])
def test_a_brief_that_many_houses_carry_below_frames_of_their_own_is_one_story(houses: int) -> None:
    pile = [text(f"{n:02}", f"{page(n, 30)}\n\n{BRIEF}") for n in range(houses)]
    assert len({d for pair in merged(*pile) for d in pair}) == houses


@pytest.mark.parametrize("many", [5, 24])
def test_a_brief_note_below_longer_reports_is_furniture(many: int) -> None:
    pile = [text(f"{n:02}", f"{report(n, 90)}\n\n{BRIEF}") for n in range(many)]
    assert compare(pile, (), {}).copies == ()


def test_variants_of_articles_in_many_frames_hang_together_with_their_article_alone(
    shared: Callable[[str], Path],
) -> None:
    data = shared("dev/basil_triples/articles.jsonl").parents[1]
    texts = variants.pile(data, 1600, most=80, frames=12)
    story = {t.document: n % 80 for n, t in enumerate(texts)}
    group = scale.groups(story, merged(*texts))
    assert scale.rand(story, group) >= 0.98
