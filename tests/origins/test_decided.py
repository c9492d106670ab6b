"""What people decided about who is one: what must be apart goes before what must be together."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.judgements import Judgement, judgement, standing
from firsthand.origins import decided, members
from firsthand.origins.record import Origin, Reference, Speaker, Trace


def decide(seq: int, decision: str, about: str, other: str, sides: tuple[str, str]) -> Judgement:
    return judgement(
        seq=seq, noun="speaker", decision=decision, about=about, other=other, who="anna", when="2024-05-01T10:00:00+00:00",
        members=tuple(sides[0].split()), others=tuple(sides[1].split()),
    )  # fmt: skip


def grouped(groups: Mapping[str, str], *made: Judgement) -> tuple[dict[str, str], dict[str, str]]:
    """The key of each member after splitting, and after merging too. `groups`: member → key of the machine."""
    held = standing(made)
    splits, merges = decided.about(held, "speaker", "split"), decided.about(held, "speaker", "merged")
    moved = decided.apart(splits, groups.get)
    after = {m: moved[m][0] if m in moved else key for m, key in groups.items()}
    one = decided.together(merges, decided.foes(splits, after.get), after.get, lambda key: ("@" in key,))
    return after, {m: one.key(key) for m, key in after.items()}


def test_members_of_two_groups_become_one_and_a_full_key_stands_for_them() -> None:
    _, now = grouped({"m1": "@local", "m2": "full"}, decide(1, "merged", "a", "b", ("m1", "m2")))
    assert now == {"m1": "full", "m2": "full"}


def test_who_was_split_off_is_another_and_later_members_stay() -> None:
    split = decide(1, "split", "a", "b", ("m1", "m2"))
    after, _ = grouped({"m1": "roe", "m2": "roe", "new": "roe"}, split)
    assert after["m1"] == after["new"] == "roe"
    assert after["m2"] != "roe"


def test_two_who_are_apart_already_get_no_new_key() -> None:
    after, _ = grouped({"m1": "roe", "m2": "doe"}, decide(1, "split", "a", "b", ("m1", "m2")))
    assert after == {"m1": "roe", "m2": "doe"}


def test_a_chain_of_mergers_does_not_join_what_must_be_apart() -> None:
    made = (
        decide(1, "split", "a", "c", ("m1", "m3")),
        decide(2, "merged", "a", "b", ("m1", "m2")),
        decide(3, "merged", "b", "c", ("m2", "m3")),
    )
    _, now = grouped({"m1": "a", "m2": "b", "m3": "c"}, *made)
    assert now["m1"] == now["m2"] != now["m3"]


def test_members_that_are_gone_change_nothing() -> None:
    assert grouped({"m1": "a"}, decide(1, "merged", "a", "b", ("m1", "gone")))[1] == {"m1": "a"}


def test_a_speakers_members_are_the_places_where_it_is_named() -> None:
    def reference(document: str, start: int, rule: str) -> Reference:
        return Reference(document=document, start=start, end=start + 4, speaker="speaker-1", rule=rule)

    speaker = Speaker(id="speaker-1", name="Jane Roe", kind="person", documents=("a", "b", "c"))
    found = members.of_speaker(
        speaker, [reference("a", 3, "S9 pronoun"), reference("a", 40, "S3 name"), reference("b", 7, "S9 pronoun")]
    )
    assert found == ("a:40-44", "b:7-11", "c:0-0")
    assert members.where("a:40-44") == ("a", 40, 44)


def test_an_origin_is_followed_to_where_most_of_its_statements_end() -> None:
    origin = Origin(id="origin-1", kind="witness", label="Jane Roe", documents=("a", "b"))
    traces = [Trace(statement=s, speaker=None, origin="origin-1") for s in ("s1", "s2", "s3")]
    held = members.of_origin(origin, traces, {"s1": "a", "s2": "a", "s3": "a"})
    assert held == ("s1", "s2", "s3", "b:0-0")
    ends = {"s1": "origin-2", "s2": "origin-3", "s3": "origin-3"}
    assert members.follow("origin-1", held, ["origin-2", "origin-3"], ends) == "origin-3"
    assert members.follow("origin-1", held, ["origin-1"], ends) == "origin-1"
    assert members.follow("origin-1", ("gone",), ["origin-2"], ends) == ""
