"""The last decision holds; all are kept; "open" takes one back."""

from firsthand.judgements import judgement, standing


def decide(seq, decision, about="copy-1"):
    return judgement(seq=seq, noun="copy", about=about, decision=decision, who="anna", when="2024-05-01T10:00:00+00:00")


def test_the_last_decision_about_a_thing_holds():
    assert standing([decide(1, "confirmed"), decide(2, "rejected")])["copy-1"].decision == "rejected"


def test_order_is_by_number_not_by_arrival():
    assert standing([decide(2, "rejected"), decide(1, "confirmed")])["copy-1"].decision == "rejected"


def test_open_takes_a_decision_back():
    assert standing([decide(1, "confirmed"), decide(2, "open")]) == {}


def test_things_are_judged_apart():
    held = standing([decide(1, "confirmed", "copy-1"), decide(2, "rejected", "copy-2")])
    assert {k: j.decision for k, j in held.items()} == {"copy-1": "confirmed", "copy-2": "rejected"}


def test_the_same_decision_at_another_place_in_the_order_is_another_judgement():
    assert decide(1, "confirmed").id != decide(3, "confirmed").id


def about_two(seq, decision, about, other, noun="speaker"):
    return judgement(
        seq=seq, noun=noun, about=about, other=other, decision=decision, who="anna", when="2024-05-01T10:00:00+00:00"
    )


def test_a_decision_about_two_is_the_same_whichever_is_named_first():
    held = standing([about_two(1, "merged", "a", "b"), about_two(2, "split", "b", "a")])
    assert [j.decision for j in held.values()] == ["split"]


def test_decisions_about_other_pairs_and_about_one_of_them_stand_beside_it():
    made = [
        about_two(1, "merged", "a", "b", "origin"),
        about_two(2, "merged", "a", "c", "origin"),
        decide(3, "confirmed", "a"),
    ]
    made += [about_two(4, "declared", "a", "b", "dependence")]
    assert len(standing(made)) == 4


def test_a_decision_about_two_can_be_taken_back():
    assert standing([about_two(1, "merged", "a", "b"), about_two(2, "open", "b", "a")]) == {}
