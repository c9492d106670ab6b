"""Two reports of one occasion are found by what they share; reports of others of the same kind stay apart."""

from __future__ import annotations

import msgspec
import pytest
from tests.allegations.told import BODY, OTHER, Story, linking

from firsthand import dates
from firsthand.allegations.link import link
from firsthand.allegations.match import Matcher, match
from firsthand.allegations.occasions import Occasion, details, occasions
from firsthand.documents.record import Passage, Text


def report(name: str, title: str, body: str, day: int, *, trigger: str = "shot", type_: str = "injury") -> Story:
    """An article that appeared on a day of March 2024 and tells of one act."""
    story = Story(name, f"{title}\n\n{body}")
    story.text = msgspec.structs.replace(story.text, title=title, published=dates.day(2024, 3, day))
    said = story.says(body, BODY if day % 2 else OTHER)
    story.act(type_, trigger, said, period=dates.day(2024, 3, day), reasons=("“shot”",))
    return story


def others() -> list[Story]:
    """Reports of other occasions: rare words are only rare among many."""
    towns = ["Osk", "Ranvik", "Dulm", "Parsa", "Hevin", "Korrel", "Istan", "Bregg", "Lomma", "Saltby", "Varn", "Teskel"]
    return [
        report(
            f"o{n}",
            f"Man hurt in {town}",
            f"A {30 + n}-year-old man was shot near a market in {town} on Tuesday, police said.",
            2 + n,
        )
        for n, town in enumerate(towns)
    ]


ONE = report(
    "one", "Girl, 9, shot on Pellworm Lane in Tolm",
    "Mirna Sattok, 9, was shot in the leg outside the Blue Heron bakery on Pellworm Lane in Tolm on Friday, police said.", 8,
)  # fmt: skip
TWO = report(
    "two", "Nine-year-old shot outside Tolm bakery",
    "A girl identified as Mirna Sattok, 9, was shot outside the Blue Heron bakery on Pellworm Lane in Tolm, her family said.", 9,
)  # fmt: skip
LATER = report(
    "later",
    "Boy, 14, shot in Tolm",
    "Edo Krall, 14, was shot in the arm at the Old Mill stadium in Tolm on Sunday, police said.",
    24,
)


def found(*stories: Story) -> tuple[Occasion, ...]:
    made = linking(*stories, *others())
    return occasions(made.texts, made.acts, made.figures)


def test_two_reports_of_one_occasion() -> None:
    (same,) = match(found(ONE, TWO, LATER))
    assert set(same.documents) == {ONE.id, TWO.id}
    assert "sattok" in same.because


def test_the_order_of_documents_changes_nothing() -> None:
    assert match(found(ONE, TWO, LATER)) == match(tuple(reversed(found(ONE, TWO, LATER))))


def test_another_occasion_of_the_same_kind_in_the_same_town_stays_apart() -> None:
    assert match(found(ONE, LATER)) == ()


def test_the_linker_makes_one_incident_of_them() -> None:
    made = link(linking(ONE, TWO, LATER, *others()))
    (one,) = [a for a in made if a.occasion]
    assert one.level == "incident"
    assert {m.id for m in one.statements} == {s.id for x in (ONE, TWO) for s in x.statements}
    assert any("same incident" in m.because and "sattok" in m.because for m in one.statements)


def test_what_is_only_imagined_is_no_occasion() -> None:
    story = report("imagined", "If it came to it", "Somebody could be shot in Tolm on Friday.", 8)
    story.acts[0] = msgspec.structs.replace(story.acts[0], modality="hypothetical")
    made = linking(story)
    assert occasions(made.texts, made.acts, made.figures) == ()


@pytest.mark.parametrize(
    ("sentence", "there", "absent"),
    [
        ("Mirna Sattok was shot", "name:mirna sattok", "name:sattok mirna"),
        ("Sheriff Olan Brix said so", "word:said", "capital:brix"),
        ("The shots fell on Monday", "word:shots", "capital:monday"),
        ("in the 1400 block of Pellworm Lane", "number:1400 block", "capital:of"),
    ],
)
def test_details(sentence: str, there: str, absent: str) -> None:
    told = details([sentence])
    assert there in told
    assert absent not in told


def test_every_field_has_a_weight_and_every_weight_a_field() -> None:
    matcher = Matcher(found(ONE, TWO))
    pair, shared = next(iter(matcher.pairs().items()))
    assert set(matcher.fields(pair, shared)) | {"bias"} == set(matcher.known["weights"])


def test_no_text_is_no_occasion() -> None:
    assert occasions([Text(document="x", text="", passages=())], (), ()) == ()


def test_rare_words_alone_join_no_texts_of_which_nobody_knows_when_they_were_published() -> None:
    told = [
        report(name, title, words, 8 + n)
        for n, (name, title, words) in enumerate(
            (
                ("one", "Girl shot on Pellworm Lane", "A girl was shot in the leg outside the Blue Heron bakery on Pellworm Lane."),
                ("two", "Shots on Pellworm Lane", "A girl was shot outside the Blue Heron bakery on Pellworm Lane, her aunt said."),
            )
        )
    ]  # fmt: skip
    assert len(match(found(*told))) == 1
    for story in told:
        story.text = msgspec.structs.replace(story.text, published=None)
        story.acts[:] = [msgspec.structs.replace(a, period=None) for a in story.acts]
    assert match(found(*told)) == ()


def test_a_report_that_tells_of_acts_over_many_pages_is_of_no_one_occasion() -> None:
    story = report("long", "Shootings of a year", "A man was shot in the leg.", 8)
    far = story.text.text + "\n\n" + "It rained on the hill. " * 200 + "\n\nA clerk was shot in the hand."
    passages = (*story.text.passages, Passage(len(story.text.text) + 2, len(far), "paragraph"))
    story.text = msgspec.structs.replace(story.text, text=far, passages=passages)
    assert [o.document for o in found(story)][:1] == [story.id]
    said = story.says("A clerk was shot in the hand", BODY)
    story.act("injury", "shot in the hand", said, reasons=("“shot”",))
    assert story.id not in {o.document for o in found(story)}
