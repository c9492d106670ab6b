"""What an allegation is called: by whom it is said to have happened to, where, when; each label once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.allegations.told import BODY, BRITTANY, OTHER, Story, day, linking

from firsthand import dates
from firsthand.allegations import describe
from firsthand.allegations.link import link
from firsthand.allegations.record import Allegation


def labelled(*victims: str, numbers: tuple[str, ...] = ()) -> Allegation:
    """The general allegation of documents that name these victims, one document each."""
    stories = []
    for n, words in enumerate(victims):
        story = Story(f"{n}", f"{n}: Morvan people live there. {words} were tortured in Brittany.")
        said = story.says(f"{words} were tortured in Brittany", BODY if n % 2 else OTHER)
        more: dict[str, Any] = {"pronouns": ("victim",)} if words in numbers else {}
        story.act("torture", "tortured", said, victim=words, place="Brittany", **BRITTANY, **more)
        group = story.says("Morvan people", BODY)
        story.act("abuses", "live", group, victim="Morvan people", place="Brittany", **BRITTANY)
        stories.append(story)
    return next(a for a in link(linking(*stories)) if a.type == "torture")


@pytest.mark.parametrize(
    ("victims", "label"),
    [
        (("At least 40 weavers", "women", "some weavers"), "of weavers in Brittany"),
        (("her brother",), "ill-treatment in Brittany"),
        (("my uncle", "The prisoners"), "of prisoners in Brittany"),
        (("Anybody", "Fourteen of them"), "ill-treatment in Brittany"),
        (("weavers who had sung", "weavers"), "of weavers in Brittany"),
        (("dozens of villagers", "Sarlat fishers"), "of Sarlat fishers in Brittany"),
    ],
)
def test_a_label_names_the_group_that_most_documents_name(victims: tuple[str, ...], label: str) -> None:
    assert label in labelled(*victims).label


def test_a_pronoun_is_no_name() -> None:
    a = labelled("Many", "weavers", numbers=("Many",))
    assert a.victims == ("weavers",)


def test_those_whom_only_a_denial_names_are_not_in_the_label() -> None:
    one = labelled("weavers")
    assert "resident" not in one.label


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (day("2024-03-06"), "6 March 2024"),
        (dates.month(2024, 3), "March 2024"),
        (dates.year(2024), "2024"),
        (dates.span(day("2024-03-06"), day("2024-03-10")), "March 2024"),
        (dates.span(day("2024-03-06"), day("2024-05-10")), "March–May 2024"),
        (dates.span(dates.year(2017), dates.year(2019)), "2017–2019"),
        (None, ""),
    ],
)
def test_a_time_is_given_no_more_precisely_than_it_was(period: Any, words: str) -> None:
    assert describe.when(period) == words


def test_no_two_labels_are_alike() -> None:
    labels = ["Killing", "Killing", "Killing", "Injury"]
    found = describe.apart(labels, [["Osem Varr"], [], [], ["Osem Varr"]])
    assert found == ["Killing, as told by Osem Varr", "Killing (1 of 2)", "Killing (2 of 2)", "Injury"]


def test_a_register_writes_the_family_name_first() -> None:
    story = Story("one", "15 | Sarlin, Osem | 6 March. Sarlin was held in Brittany.")
    said = story.says("15 | Sarlin, Osem | 6 March", BODY)
    story.act(
        "detention", "6 March", said, victim="Sarlin, Osem", place="Brittany", period=day("2024-03-06"), **BRITTANY
    )
    (a,) = link(linking(story))
    assert a.label == "Detention of Osem Sarlin in Brittany, France, 6 March 2024"
    assert a.victims == ("Osem Sarlin",)


def test_two_people_of_one_family_on_one_day_are_two_incidents() -> None:
    story = Story("one", "Sarlin, Osem and Brev, Jos were held in the Kiln barracks.")
    place = {"place": "the Kiln barracks", "period": day("2024-03-06")}
    said = story.says(story.text.text, BODY)
    story.act("detention", "held", said, victim="Sarlin, Osem", **place)
    story.act("detention", "were", said, victim="Brev, Jos", **place)
    assert {a.label for a in link(linking(story))} >= {
        f"Detention of {name} in the Kiln barracks, 6 March 2024" for name in ("Osem Sarlin", "Jos Brev")
    }


def test_a_place_is_not_said_again_by_the_one_that_holds_it() -> None:
    assert describe.label("torture", "", ("Kiln Street barracks", "Kiln Street", "Osk"), None).endswith(
        "in Kiln Street barracks, Osk"
    )


def test_few_of_many_documents_lend_a_pattern_no_name() -> None:
    assert "Sarlat" in labelled("Sarlat fishers", "people", "men").label
    assert "Sarlat" not in labelled("Sarlat fishers", *["people"] * 5).label


CHAD: dict[str, Any] = {"places": ("Chad",), "place_id": "TD"}


def abroad(place: str | None, **known: Any) -> list[str]:
    """The labels of a text about arrests in Chad that tells of the killing of Anna Duval, said to be done in `place`."""
    killed = f"Anna Duval was killed{f' in {place}' if place else ''} in 2013"
    story = Story("one", f"Chad held weavers in Chad, masons in Chad and carters in Chad. {killed}.")
    for group in ("weavers", "masons", "carters"):
        story.act("detention", "held", story.says(f"{group} in Chad", BODY), victim=group, place="Chad", **CHAD)
    told = {"place": place, **known} if place else {}
    story.act("killing", "killed", story.says(killed, BODY), victim="Anna Duval", **told)
    found = [a for a in link(linking(story)) if a.type == "killing" and a.level == "incident"]
    return [f"{a.label} {a.places} {a.inferred}" for a in found]


def test_the_place_of_an_incident_is_what_is_told_of_it_and_never_a_country_that_the_text_is_about() -> None:
    assert abroad(None) == ["Killing of Anna Duval ('Chad',) ('Chad',)"]
    assert abroad("Chad", **CHAD) == ["Killing of Anna Duval in Chad ('Chad',) ()"]
    assert abroad("Tolm") == ["Killing of Anna Duval in Tolm ('Tolm', 'Chad') ('Chad',)"]
    aleppo = {"places": ("Aleppo Governorate", "Syria"), "place_id": "geonames:170063"}
    assert abroad("Aleppo", **aleppo) == ["Killing of Anna Duval in Aleppo, Syria ('Aleppo', 'Syria') ()"]


def test_whose_brother_is_no_name() -> None:
    story = Story("one", "Ada Venn spoke. His brother was killed by the country.")
    said = story.says("His brother was killed by the country", OTHER)
    story.act("killing", "brother was killed", said, victim="His brother", perpetrator="the country")
    (found,) = link(linking(story))
    assert (found.label, found.victims, found.perpetrators) == ("Killing", (), ())


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("Shepherds were tortured. The shepherds left.", "Torture or ill-treatment of shepherds"),
        ("Shepherds were tortured.", "Torture or ill-treatment of Shepherds"),
        ("Another innkeeper was tortured.", "Torture or ill-treatment of an innkeeper"),
        ("In May the Morvans were tortured. He morvans.", "Torture or ill-treatment of Morvans"),
    ],
)
def test_a_capital_that_only_opens_a_sentence_is_not_kept(body: str, label: str) -> None:
    story = Story("one", body)
    victim = next(v for v in ("Morvans", "Shepherds", "Another innkeeper") if v in body)
    said = story.says(body.split(". ")[0].rstrip("."), BODY)
    story.act("torture", "tortured", said, victim=victim)
    assert [a.label for a in link(linking(story))] == [label]
