"""Lists of recommendations signed by states. All texts are invented; the signers are real names, as the gazetteer knows no others."""

from __future__ import annotations

from tests.statements.reading import read, statements, text

from firsthand.statements import recommendations

HEAD = "61. The recommendations listed below enjoy the support of Vardenia:\n\n"
LIST = HEAD + (
    "61.1. Ratify the Convention on Wells (Chile);\n\n"
    "61.2. Open the roads to Osk (Norway, Trinidad and Tobago) (Peru);\n\n"
    "61.3. Close the camps (Iran (Islamic Republic of)); release those held there (Spain)4.\n\n"
    "62. The delegation left."
)


def signed(words: str) -> list[tuple[str, str]]:
    """Speaker and content of each recommendation."""
    found = (s for s in statements(words) if s.rule == "R14")
    return [(s.speaker.text, " | ".join(p.text for p in s.parts)) for s in found if s.speaker is not None]


def test_each_state_in_the_brackets_recommends_what_stands_before_them() -> None:
    assert signed(LIST) == [
        ("Chile", "Ratify the Convention on Wells"),
        ("Norway", "Open the roads to Osk"),
        ("Trinidad and Tobago", "Open the roads to Osk"),
        ("Peru", "Open the roads to Osk"),
        ("Iran (Islamic Republic of)", "Close the camps"),
        ("Spain", "release those held there"),
    ]


def test_a_recommendation_calls_for_something_and_says_why_it_was_taken_for_one() -> None:
    s = next(s for s in statements(LIST) if s.rule == "R14")
    assert (s.stance, s.cue, s.mode, s.parent) == ("calls-for", None, "indirect", None)
    assert s.reasons
    assert len({s.id for s in statements(LIST)}) == len(statements(LIST))


def test_spans_are_exact_through_page_furniture_and_footnotes() -> None:
    words = HEAD + (
        "61.1. Ratify the Convention (Chile);\n\n61.2. Open the roads to Osk and to\n\n3 As read during the debate.\n\n"
        "the villages in the north (Peru);\n\n61.3. Close the camps (Spain)."
    )
    found = recommendations.find(text(words))
    assert all(words[p.start : p.end] == p.text for s in found for p in (*s.parts, s.content, s.speaker) if p)
    assert [p.text for p in found[1].parts] == ["Open the roads to Osk and to", "the villages in the north"]


def test_numbers_may_stand_by_themselves() -> None:
    words = "1.\n\nDig wells (Chile);\n\n2.\n\nBuild schools (Peru);\n\n3.\n\nMend the bridge (Spain);"
    assert signed(words) == [("Chile", "Dig wells"), ("Peru", "Build schools"), ("Spain", "Mend the bridge")]


def test_lettered_recommendations_under_one_signature_are_several() -> None:
    words = LIST.replace("Ratify the Convention on Wells", "Dig wells; (b) build schools; and (c) mend the bridge")
    assert signed(words)[:3] == [("Chile", "Dig wells"), ("Chile", "build schools"), ("Chile", "mend the bridge")]


def test_brackets_with_anything_but_states_sign_nothing() -> None:
    words = LIST.replace("the Convention on Wells", "the Convention on Wells (COW), as others did (see Chile)")
    assert signed(words)[0] == ("Chile", "Ratify the Convention on Wells (COW), as others did (see Chile)")


def test_a_state_in_brackets_in_running_prose_signs_nothing() -> None:
    words = "1. He moved to Lima (Peru). 2. She went to Oslo (Norway). The talks in Madrid (Spain) failed."
    assert signed(words) == []
    assert signed("61.1. Dig wells (Chile);\n\n61.2. Build schools (Peru);") == []


def test_people_of_a_country_do_not_sign() -> None:
    assert ("French", "Ratify the Convention on Wells") not in signed(LIST.replace("Chile", "French"))


def test_what_is_reported_inside_a_recommendation_is_its_child() -> None:
    words = LIST.replace(
        "Open the roads", "Investigate all allegations that soldiers burned houses, and open the roads"
    )
    found = read(words).statements
    child = next(s for s in found if s.rule == "R8")
    assert child.parent in {s.id for s in found if s.rule == "R14"}


def test_each_signer_is_mentioned_once_as_one_name() -> None:
    found = read(LIST).mentions
    assert [m.place.text for m in found].count("Trinidad and Tobago") == 1
    assert not any(m.place.text in ("Trinidad", "Tobago") for m in found)
    assert [m.place.start for m in found] == sorted(m.place.start for m in found)


def test_verbs_of_several_states_share_what_follows() -> None:
    words = LIST.replace(
        "Ratify the Convention on Wells (Chile)", "Sign (Chile) / Ratify (Peru) the Convention on Wells"
    )
    assert signed(words)[:2] == [
        ("Chile", "Sign | the Convention on Wells"),
        ("Peru", "Ratify | the Convention on Wells"),
    ]


def test_who_signs_later_says_the_words_before_too() -> None:
    words = LIST.replace("Ratify the Convention on Wells (Chile)", "Open all the roads (Chile) that lead to Osk (Peru)")
    assert signed(words)[:2] == [("Chile", "Open all the roads"), ("Peru", "Open all the roads | that lead to Osk")]


def test_a_footnote_is_no_recommendation() -> None:
    words = LIST.replace("62. The", "4\n\nRecommendation as read: “Free those held there” (Spain).\n\n62. The")
    assert signed(words) == signed(LIST)


def test_a_text_of_nothing_but_brackets_is_survived() -> None:
    assert recommendations.find(text("1. " + "(Chile); " * 20_000)) == ()
    recommendations.find(text("1. " + "(" * 50_000 + "Chile);" * 20_000))
