"""Pronouns: number must agree, gender need not, and two readings are none."""

from __future__ import annotations

import pytest
from tests.origins.reading import named, read, says, text
from tests.origins.test_trace import speaker, traced


def test_the_nearest_person_who_is_a_subject() -> None:
    doc = read("Mara Dovic spoke on Friday. She said that the gate was locked.")
    assert doc.key("She") == "person:mara dovic"


def test_a_woman_whom_a_translation_calls_he_still_gets_her_words() -> None:
    doc = read(
        "Mrs Mara Dovic spoke on Friday. He said that the gate was locked." + " He sat, and he ate what he had." * 2
    )
    found = doc.found("He")
    assert found.who.key == "person:mara dovic"
    assert "gender does not agree" in found.because


def test_a_few_he_are_no_damaged_translation() -> None:
    doc = read("Mrs Mara Dovic fell on Friday, rowers said. He said that the rope broke. He left, he said.")
    assert doc.found("He") is None


def test_a_person_of_the_right_gender_goes_first() -> None:
    doc = read("Mr Peter Venn opened the door. Mrs Mara Dovic spoke on Friday. He said that the gate was locked.")
    assert doc.key("He") == "person:peter venn"


def test_he_is_a_government_where_no_person_is_in_reach() -> None:
    doc = read("France asked the editor to wait. He called it a farce.")
    found = doc.found("He")
    assert found is None or found.who.key == "state:FR"


def test_he_is_not_a_government_where_a_man_was_named_too() -> None:
    doc = read("France released Peter Venn on Friday. He said that the cell was cold.")
    assert doc.key("He") in (None, "person:peter venn")


def test_we_in_the_words_of_an_ambassador_is_the_state() -> None:
    doc = read(
        '"We have not seen this report," said France\'s ambassador, Jeanne Morel. "I am tired."',
        [("France's ambassador, Jeanne Morel", '"We have not seen this report,"', "direct"),
         ("Jeanne Morel", '"I am tired."', "direct")],
    )  # fmt: skip
    assert doc.key("We") == "state:FR"
    assert doc.key("I am"[:1], 0) == "person:jeanne morel"


def test_it_is_the_first_subject_that_is_no_person() -> None:
    doc = read("The UN said that it could not be sure. Mara Dovic wept.")
    assert doc.key("it could"[:2]) == "body:un"


def test_they_are_several() -> None:
    doc = read("Former detainees met reporters. They described the cells.")
    assert doc.key("They") == "group:@doc:former detainees"


def test_nobody_is_named_where_nothing_stands_before() -> None:
    doc = read("He said that the gate was locked. They left.")
    assert doc.found("He") is None


def test_a_reporter_who_asks_is_not_the_man_who_answers() -> None:
    doc = read(
        "Mr Peter Venn opened the door. A reporter asked Peter Venn how the night had been. He said that it was cold."
    )
    assert doc.key("He said"[:2]) == "person:peter venn"


def test_a_person_who_could_not_be_told_stops_the_search() -> None:
    doc = read("Mara Dovic and Peter Dovic ran. Anna Venn sat down. Dovic said that the gate was locked. He wept.")
    assert doc.found("He wept"[:2]) is None


def test_who_is_no_list() -> None:
    doc = read("Officers called an acquaintance from Mara Dovic’s contact list, who said that he declined.")
    found = doc.found("who")
    assert found is None or found.who.kind != "document"


def test_he_after_a_club_is_who_spoke_before() -> None:
    t = text("Mara Dovic said that the gate was locked. The Quarry Club was to blame. The night was cold, she said.")
    first, last = says(t, "Mara Dovic", "the gate was locked"), says(t, "she", "The night was cold")
    assert speaker(traced([t], [first, last]), last) == "Mara Dovic"


def test_he_is_no_capital() -> None:
    doc = read("Paris closed the border. He said that it was late.")
    assert doc.found("He") is None


def test_the_body_according_to_which_it_was_said_is_it() -> None:
    t = text("Three men were held, according to Amnesty International. It said that they were beaten.")
    first = says(t, "Amnesty International", "Three men were held")
    assert speaker(traced([t], [first, last := says(t, "It", "they were beaten")]), last) == "Amnesty International"


def test_who_speaks_is_not_told_of_in_their_own_words() -> None:
    t = text(
        "Mara Dren, a lawyer, said the student activist was arrested in Osk. The charge was read to nobody, she said."
    )
    first = says(t, "Mara Dren", "the student activist was arrested in Osk")
    last = says(t, "she", "The charge was read to nobody")
    assert speaker(traced([t], [first, last]), last) == "Mara Dren"


def test_a_family_is_no_he() -> None:
    t = text("Ivo Dren, the counsel, told an outlet the family wept. He added that it would go on.")
    first, last = says(t, "Ivo Dren", "the family wept"), says(t, "He", "it would go on")
    assert speaker(traced([t], [first, last]), last) == "Ivo Dren"


def test_the_police_force_that_spoke_may_go_on_as_they() -> None:
    t = text("Amnesty International said that the arrest was unlawful. They asked for a trial.")
    first, last = says(t, "Amnesty International", "the arrest was unlawful"), says(t, "They", "a trial")
    assert speaker(traced([t], [first, last]), last) == "Amnesty International"


def test_the_gender_is_not_learnt_from_who_speaks_at_the_end() -> None:
    doc = read("Talia Moss was seen with the father and a friend of his, he said.")
    assert doc.sieve.gender.get("talia moss") != "m"


def test_he_does_not_go_on_with_she() -> None:
    t = text("Peter Dren said that Anna Moss was weak and that she should leave. Moss had to go, he said.")
    first, last = says(t, "Peter Dren", "Anna Moss was weak"), says(t, "he", "Moss had to go", nth=1)
    assert speaker(traced([t], [first, last]), last) in (None, "Peter Dren")


def test_a_woman_is_no_he() -> None:
    t = text("Peter Dren said that the gate was shut. A woman wept. It was late, he added.")
    first, last = says(t, "Peter Dren", "the gate was shut"), says(t, "he", "It was late", nth=1)
    assert speaker(traced([t], [first, last]), last) in (None, "Peter Dren")


def test_mrs_is_not_mr_of_the_same_surname() -> None:
    doc = read("Paul Venn runs a school. Mr Venn left. His wife stayed. Mrs Venn wept.")
    assert doc.key("Mr Venn") == "person:paul venn"
    assert doc.key("Mrs Venn") != "person:paul venn"


def test_he_is_not_a_female_employee() -> None:
    doc = read("Jonas Pell admits that he erred. One female employee left. He had laughed at it.")
    assert doc.key("He") == "person:jonas pell"


def test_he_is_the_only_man_who_was_named_so_far() -> None:
    doc = read(
        "Mr Jonas Pell wrote about labour. Ms Talia Moss was glad. The council met. Nothing was decided. The day was long. "
        "It rained. The rain went on. He wept."
    )
    assert doc.key("He") == "person:jonas pell"


@pytest.mark.parametrize("last", ["Guards beat a boy.", "Guards beat the prisoner.", "The activist wept."])
def test_he_may_be_somebody_without_a_name_who_was_spoken_of_since(last: str) -> None:
    body = "Mr Paul Venn leads the police. It rained. It snowed. It hailed."
    assert named(f"{body} {last} He said that they broke his arm.", "He") is None


def test_a_text_that_has_he_and_she_means_what_it_says() -> None:
    doc = read("Mrs Mara Dovic opened the bakery. She swept the floor. He said that the oven was cold.")
    assert doc.found("He") is None


def test_who_of_an_earlier_sentence_does_not_go_on() -> None:
    doc = read("Carters brought the crate to a customs clerk, who weighed it twice. He said that the lid was loose.")
    assert doc.found("He") is None


def test_a_first_name_tells_who_she_is() -> None:
    doc = read("Natasha Orlo steers a ferry. Ivan Sorn mends its ropes. She said that the tide was late.")
    assert doc.key("She") == "person:natasha orlo"


def test_a_first_name_tells_who_he_is_not() -> None:
    doc = read("Ludmila Orn and her crew painted the hall. Then she rested. He said that the colour was wrong.")
    assert doc.found("He") is None


def test_a_man_without_a_name_is_no_she() -> None:
    doc = read("A man sold lamps and he sang. She said that the wick was short.")
    assert doc.found("She") is None


def test_two_people_without_a_name_are_no_she() -> None:
    doc = read("The orchard has two gardeners who prune. She said that the pears were small.")
    assert doc.found("She") is None


def test_who_rejects_his_claim_is_not_he() -> None:
    doc = read(
        "Ivan Sorn bought the mare. Boris Lamm rejected his claim that she was lame.",
        [("his", "that she was lame", "indirect")],
    )
    assert doc.key("his") == "person:ivan sorn"


def test_she_is_open_where_another_woman_is_named_since() -> None:
    doc = read("Mara Dovic ran the mill. A picture on the wall showed Clara Venn. She said that the flour was wet.")
    assert doc.found("She") is None


_HAIL = (
    'Ivan Sorn said that the bees were gone.\n"Hail fell on the barn. Hail fell on the roof. Hail broke the cart. Hail hit the cows."\n'
    "A field belongs to {}.\nHe said that the rye was low."
)


def test_he_goes_on_past_a_line_that_only_names_him() -> None:
    assert read(_HAIL.format("Ivan Sorn"), [("He", "the rye was low", "indirect")]).key("He") == "person:ivan sorn"


def test_he_is_open_past_a_line_that_names_another_man() -> None:
    assert read(_HAIL.format("Boris Lamm"), [("He", "the rye was low", "indirect")]).key("He") != "person:ivan sorn"
