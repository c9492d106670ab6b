"""From statements to origins: what is one, what is apart, what may depend on what."""

from __future__ import annotations

import pickle
import random

import pytest
from msgspec import structs
from tests.origins.reading import mentions, says, span, text

from firsthand.copies.record import Copy, Credit, Match
from firsthand.documents.record import Text
from firsthand.judgements import judgement
from firsthand.origins.independence import count
from firsthand.origins.record import Origin
from firsthand.origins.trace import Material, Tracing, trace
from firsthand.statements.record import Statement

QUOTE = "They made us kneel and beat us with cables until we could no longer count."


def traced(texts: list[Text], statements: list[Statement], **more: object) -> Tracing:
    return trace(Material((), texts, statements, mentions(texts), **more))  # type: ignore[arg-type]


def origin(found: Tracing, statement: Statement) -> Origin:
    by_id = {t.statement: t for t in found.traces}
    return next(o for o in found.origins if o.id == by_id[statement.id].origin)


def speaker(found: Tracing, statement: Statement) -> str | None:
    id_ = next(t.speaker for t in found.traces if t.statement == statement.id)
    return next((s.name for s in found.speakers if s.id == id_), None)


def story(document: str = "story") -> tuple[Text, list[Statement]]:
    t = text(
        "A report from the United Nations says that villagers were beaten. The report calls for an inquiry.\n"
        "France's ambassador, Jeanne Morel, said that it was a lie. Paris denies everything.\n"
        "Some countries called it a crime. Eve Marn, an analyst, said that it was likely.\n"
        "Mara Dovic, who watched the raid, said that soldiers took her brother.",
        document,
    )
    return t, [
        says(t, "A report from the United Nations", "villagers were beaten"),
        says(t, "The report", "an inquiry", stance="calls-for"),
        says(t, "France's ambassador, Jeanne Morel", "it was a lie", stance="denies"),
        says(t, "Paris", "everything", stance="denies"),
        says(t, "Some countries", "a crime"),
        says(t, "Eve Marn", "it was likely"),
        says(t, "Mara Dovic", "soldiers took her brother"),
    ]


@pytest.mark.parametrize(
    "who", ["who had stayed up to set the dough", "who hid in the mill", "who was awake at the time"]
)
def test_whoever_is_told_to_have_been_there_is_a_witness(who: str) -> None:
    t = text(f"The soldiers came after midnight, said Oskar Venn, {who}.")
    s = says(t, "Oskar Venn", "The soldiers came after midnight")
    assert origin(traced([t], [s]), s).kind == "witness"


def test_kinds_of_origin() -> None:
    t, statements = story()
    found = traced([t], statements)
    kinds = [origin(found, s).kind for s in statements]
    assert kinds == [
        "investigation",
        "investigation",
        "official",
        "official",
        "unattributed",
        "unattributed",
        "witness",
    ]
    assert origin(found, statements[0]).id == origin(found, statements[1]).id
    assert origin(found, statements[2]).id == origin(found, statements[3]).id
    assert [origin(found, s).first_hand for s in statements] == [False] * 6 + [True]
    assert all(t.reasons for t in found.traces)


def test_ambassador_and_seat_are_one_state_in_the_records() -> None:
    t, statements = story()
    found = traced([t], statements)
    assert speaker(found, statements[2]) == "Jeanne Morel"
    assert speaker(found, statements[3]) == "France"
    morel = next(s for s in found.speakers if s.name == "Jeanne Morel")
    assert morel.speaks_for == next(s.id for s in found.speakers if s.name == "France")


def test_references_have_exact_spans_and_reasons() -> None:
    t, statements = story()
    found = traced([t], statements)
    known = {s.id for s in found.speakers}
    assert any(r.speaker in known for r in found.references)
    for r in found.references:
        assert t.text[r.start : r.end].strip()
        assert r.rule
        assert r.because


def test_nothing_depends_on_the_order_and_records_pickle() -> None:
    texts, statements = zip(*(story(d) for d in ("a", "b")), strict=True)
    flat = [s for group in statements for s in group]
    found = traced(list(texts), flat)
    shuffled = random.Random(7).sample(flat, len(flat))
    assert traced(list(reversed(texts)), shuffled) == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_adding_a_document_changes_no_id() -> None:
    t, statements = story()
    alone = traced([t], statements)
    more = text("Football: Osk won again. The coach said that the team was tired.", "other")
    both = traced([t, more], [*statements, says(more, "The coach", "the team was tired")])
    assert {s.id for s in alone.speakers} <= {s.id for s in both.speakers}
    assert {o.id for o in alone.origins} <= {o.id for o in both.origins}
    assert set(alone.traces) <= set(both.traces)


def account() -> tuple[Text, Statement]:
    t = text(f"STATEMENT OF WITNESS K-04\nI live in Tolm. I was held for six days.\n{QUOTE}", "testimony")
    return t, says(t, None, QUOTE, mode="own", experienced=True)


def quoting() -> tuple[Text, list[Statement]]:
    t = text(
        "Nine Cells\nOsk Shelter Fund, 4 May 2024\nThis report describes a raid. The Osk Shelter Fund interviewed twelve people. "
        f'One of them told the Fund: "{QUOTE}"\nThe Osk Shelter Fund concludes that prisoners were beaten.',
        "report",
    )
    return t, [
        says(t, "One of them", QUOTE, mode="direct"),
        says(t, "The Osk Shelter Fund", "prisoners were beaten", nth=1),
    ]


def copied(a: Text, b: Text, words: str, **about: object) -> Copy:
    one, two = span(a, words), span(b, words)
    match = Match(one.start, one.end, two.start, two.end)
    return Copy(id="copy-x", from_=a.document, to=b.document, kind="quotation", spans=(match,), **about)  # type: ignore[arg-type]


def test_a_report_that_quotes_a_testimony_of_the_pile_adds_no_witness() -> None:
    t, own = account()
    r, said = quoting()
    found = traced([t, r], [own, *said], copies=[copied(t, r, QUOTE)])
    assert origin(found, own).kind == "witness"
    assert origin(found, said[0]).id == origin(found, own).id
    assert origin(found, said[1]).kind == "investigation"
    number = count([origin(found, s).id for s in (own, *said)], found.origins, found.dependences, {})
    assert (number.lo, number.hi) == (1, 2)


def test_a_rejected_copy_shares_nothing() -> None:
    t, own = account()
    r, said = quoting()
    rejected = judgement(
        seq=1, noun="copy", about="copy-x", decision="rejected", who="A", when="2024-01-01T00:00:00+00:00"
    )
    found = traced([t, r], [own, *said], copies=[copied(t, r, QUOTE)], judged={"copy-x": rejected})
    assert origin(found, said[0]).id != origin(found, own).id


def wire(document: str, outlet: str) -> tuple[Text, Statement]:
    t = text(
        "Soldiers burned eleven houses in the village of Tolm on Monday night, and nobody came to help.",
        document,
        outlet=outlet,
    )
    return t, says(t, None, t.text, mode="own")


def test_two_papers_that_share_a_text_share_its_origin() -> None:
    (a, s), (b, t) = wire("a", "The Osk Courier"), wire("b", "Lakeside Post")
    apart = traced([a, b], [s, t])
    assert origin(apart, s).id != origin(apart, t).id
    found = traced([a, b], [s, t], copies=[copied(a, b, a.text)])
    assert origin(found, s).id == origin(found, t).id
    number = count([origin(found, s).id, origin(found, t).id], found.origins, found.dependences, {})
    assert (number.lo, number.hi) == (0, 1)


def test_papers_that_credit_one_agency_have_its_dispatch_as_origin() -> None:
    (a, s), (b, t) = wire("a", "The Osk Courier"), wire("b", "Lakeside Post")
    credits = [
        Credit(id=f"credit-{d.document}", document=d.document, place=span(d, "Soldiers"), name="Northern Wire",
               agency_id="agency-1", form="byline", whole=True, rule="K1")
        for d in (a, b)
    ]  # fmt: skip
    found = traced([a, b], [s, t], credits=credits)
    assert origin(found, s).id == origin(found, t).id
    assert origin(found, s).label == "dispatch of Northern Wire"
    assert {(d.child, d.parent) for d in found.dependences if d.kind == "credit"} == {
        ("a", "agency-1"),
        ("b", "agency-1"),
    }


def test_a_statement_inside_a_statement_ends_with_the_inner_speaker() -> None:
    t = text("The Osk Shelter Fund says that Mara Dovic, who watched the raid, saw soldiers.")
    outer = says(t, "The Osk Shelter Fund", "Mara Dovic, who watched the raid, saw soldiers")
    inner = says(t, "Mara Dovic", "soldiers", parent=outer.id, experienced=True)
    found = traced([t], [outer, inner])
    line = next(x for x in found.traces if x.statement == inner.id)
    names = {s.id: s.name for s in found.speakers}
    assert [names[i] for i in line.chain] == ["Osk Shelter Fund", "Mara Dovic"]
    assert origin(found, inner).kind == "witness"


def test_unnamed_groups_may_be_among_the_named() -> None:
    t = text("Human rights groups say that villagers were held. The Osk Human Rights Fund found that they were beaten.")
    statements = [
        says(t, "Human rights groups", "villagers were held"),
        says(t, "The Osk Human Rights Fund", "they were beaten", cue="find"),
    ]
    found = traced([t], statements)
    number = count([origin(found, s).id for s in statements], found.origins, found.dependences, {})
    assert (number.lo, number.hi) == (1, 2)


def test_an_unresolved_speaker_stays_unresolved() -> None:
    t = text("He said that the gate was locked.")
    statement = says(t, "He", "the gate was locked")
    found = traced([t], [statement])
    assert speaker(found, statement) is None
    assert origin(found, statement).kind == "unattributed"


def test_an_adjective_before_a_noun_of_saying_is_the_state() -> None:
    t = text("The envoy brushed aside repeated Chinese calls to withhold the report.")
    made = structs.replace(says(t, "Chinese", "to withhold the report"), rule="R8")
    assert speaker(traced([t], [made]), made) == "China"


def test_nothing_at_all() -> None:
    assert traced([], []) == Tracing((), (), (), (), ())


def test_a_document_without_mentions() -> None:
    t = Text(document="odd", text="???\n\n“”", passages=(), language="en")
    assert traced([t], []).traces == ()


def test_whom_a_body_heard_without_naming_them_adds_nothing_to_its_inquiry() -> None:
    t = text(
        "Nine Cells\nOsk Shelter Fund, 4 May 2024\nThis report describes a raid. The Osk Shelter Fund interviewed twelve people. "
        "Three women told the Fund that guards beat them.\nThe Osk Shelter Fund concludes that prisoners were beaten.",
        "report",
    )
    said = [
        says(t, "Three women", "guards beat them"),
        says(t, "The Osk Shelter Fund", "prisoners were beaten", nth=1),
    ]
    found = traced([t], said)
    ends = [origin(found, s).id for s in said]
    assert len(set(ends)) == 2
    number = count(ends, found.origins, found.dependences, {})
    assert (number.lo, number.hi) == (1, 1)
    inside = next(d for d in found.dependences if d.kind == "inside")
    rejected = judgement(seq=1, noun="dependence", about=inside.id, decision="rejected", who="A", when="")
    assert count(ends, found.origins, found.dependences, {inside.id: rejected}).hi == 2


def test_people_without_a_name_are_one_only_where_a_copy_says_so() -> None:
    words = "Residents said that eleven houses burned in Tolm on Monday night, and that nobody came to help them."
    a, b = text(words, "a"), text(words, "b")
    said = [says(t, "Residents", "eleven houses burned in Tolm on Monday night") for t in (a, b)]
    apart = traced([a, b], said)
    assert origin(apart, said[0]).id != origin(apart, said[1]).id
    found = traced([a, b], said, copies=[copied(a, b, words)])
    assert origin(found, said[0]).id == origin(found, said[1]).id
    assert len({t.speaker for t in found.traces}) == 1


def test_more_people_without_a_name_in_one_document_are_no_more_sources() -> None:
    t = text(
        "Five residents said that houses burned. Two of the residents said that men fled. Residents said that it was cold."
    )
    said = [
        says(t, "Five residents", "houses burned"),
        says(t, "the residents", "men fled"),
        says(t, "Residents", "it was cold"),
    ]
    assert len({origin(traced([t], said), s).id for s in said}) == 1


def test_a_surname_in_a_copy_is_the_full_name_of_the_other() -> None:
    a = text("Mara Dovic, who watched the raid, said that soldiers took her brother from the house at night.", "a")
    b = text("Ms Dovic said that soldiers took her brother from the house at night. Dovic said that it was cold.", "b")
    said = [says(a, "Mara Dovic", "soldiers took her brother from the house at night"),
            says(b, "Ms Dovic", "soldiers took her brother from the house at night"), says(b, "Dovic", "it was cold", nth=1)]  # fmt: skip
    found = traced([a, b], said, copies=[copied(a, b, "said that soldiers took her brother from the house at night")])
    assert len({t.speaker for t in found.traces}) == 1
    assert {origin(found, s).kind for s in said} == {"witness"}


def test_statements_of_a_translation_are_one_where_names_and_numbers_agree() -> None:
    a = text("Residents said that at least 11 houses of Tolm burned on 4 March. It rained.", "a")
    b = text("The inhabitants tell that no fewer than 11 homes of Tolm went up on 4 March. Rain fell.", "b")
    said = [says(a, "Residents", "at least 11 houses of Tolm burned on 4 March"),
            says(b, None, "no fewer than 11 homes of Tolm went up on 4 March", mode="indirect")]  # fmt: skip
    spans = tuple(
        Match(x.start, x.end, y.start, y.end) for x, y in ((span(a, w), span(b, w)) for w in ("11", "Tolm", "4 March"))
    )
    copy = Copy(id="copy-t", from_="a", to="b", kind="translation", spans=spans)
    found = traced([a, b], said, copies=[copy])
    assert origin(found, said[0]).id == origin(found, said[1]).id


@pytest.mark.parametrize(
    ("body", "who", "said", "name"),
    [
        ("A civic rights group said that men were held.", "A civic rights group", "men were held", "A civic rights group (not named)"),
        ("Neither side said that men were held.", "Neither side", "men were held", None),
        ("According to the Paris-based Centre for Quarry Rights, men were held.", "the Paris-based Centre for Quarry Rights", "men were held", "Centre for Quarry Rights"),
        ("Vera Lind retired. Columnist and former diplomat Vera Lind said that men were held.", "Columnist and former diplomat Vera Lind", "men were held", "Vera Lind"),
        ("Vera Lind retired. A lawyer for Vera Lind said that men were held.", "A lawyer for Vera Lind", "men were held", "A lawyer for Vera Lind (not named)"),
        ("Demonstrators said that men were held.", "Demonstrators", "men were held", "Demonstrators (not named)"),
    ],
)  # fmt: skip
def test_who_the_words_for_a_speaker_stand_for(body: str, who: str, said: str, name: str | None) -> None:
    t = text(body)
    s = says(t, who, said)
    assert speaker(traced([t], [s]), s) == name


def test_whoever_spoke_goes_on_over_quotations() -> None:
    t = text(
        "Mara Dovic said that the gate was locked.\n"
        "“The guards had the keys. The guards were asleep. Nobody woke them. Nobody came.”\n"
        "“It was cold. There was no water. We had nothing.”\n"
        "“The night was long,” she added."
    )
    first, last = says(t, "Mara Dovic", "the gate was locked"), says(t, "she", "The night was long", mode="direct")
    assert speaker(traced([t], [first, last]), last) == "Mara Dovic"


def test_who_is_only_spoken_of_does_not_speak_next_if_another_could() -> None:
    t = text(
        "The statement was signed by General Peter Venn. According to Quarry Watch, Jan Sitto was taken away. "
        "He said that all was lawful."
    )
    told, said = says(t, "Quarry Watch", "Jan Sitto was taken away"), says(t, "He", "all was lawful")
    assert speaker(traced([t], [told, said]), said) is None


@pytest.mark.parametrize(
    "body",
    [
        "Oskar Venn, a superintendent, said that the story was of the activists who were arrested.",
        "The aide of Oskar Venn, Peter Lodd, who fled in March, is in Osk. Oskar Venn said that it was so.",
    ],
)
def test_a_clause_about_somebody_else_makes_no_witness(body: str) -> None:
    t = text(body)
    s = says(
        t,
        "Oskar Venn",
        "the story was of the activists" if "story" in body else "it was so",
        nth=body.count("Oskar Venn") - 1,
    )
    assert origin(traced([t], [s]), s).kind != "witness"


def test_whom_a_pronoun_speaks_of_is_not_who_it_stands_for() -> None:
    t = text("Jan Sitto spoke on Monday. Peter Lodd and Paul Venn were beaten, he said.")
    first, said = says(t, "Jan Sitto", "spoke"), says(t, "he", "Peter Lodd and Paul Venn were beaten")
    assert speaker(traced([t], [first, said]), said) == "Jan Sitto"


@pytest.mark.parametrize(
    "office", ["Federal Minister for Information and Trade", "Special Assistant to the Chief Minister on Information"]
)
def test_an_office_in_capitals_is_the_person_named_behind_it(office: str) -> None:
    t = text(f"{office} Oskar Venn said that nobody was held.")
    s = says(t, f"{office} Oskar Venn", "nobody was held")
    assert speaker(traced([t], [s]), s) == "Oskar Venn"


def test_a_whole_and_its_part_may_be_one_source_two_parts_are_two() -> None:
    t = text(
        "The United Nations said that men were held. The UN Human Rights Office found that women were held. "
        "UNICEF found that children were held. United Nations Quarry Committee members counted nine arrests."
    )
    said = [
        says(t, "The United Nations", "men were held"),
        says(t, "The UN Human Rights Office", "women were held"),
        says(t, "UNICEF", "children were held"),
    ]
    found = traced([t], said)
    whole, office, fund = (origin(found, s) for s in said)
    if whole.id != office.id:
        assert count([whole.id, office.id], found.origins, found.dependences, {}).lo == 1
    assert count([office.id, fund.id], found.origins, found.dependences, {}).lo == 2


def test_the_media_are_no_body_that_investigates() -> None:
    t = text("Media reports said that men were held. The press said that women were held.")
    said = [says(t, "Media reports", "men were held"), says(t, "The press", "women were held")]
    assert [origin(traced([t], said), s).kind for s in said] == ["unattributed", "unattributed"]


def test_who_could_not_be_told_is_kept_by_the_words_and_counts_as_nobody() -> None:
    t = text(
        "Mara Venn and Lena Venn sold the boat. Venn said that it leaked. The farmer said that it sank. He said that it was old."
    )
    venn, farmer, he = (
        says(t, "Venn", "it leaked", nth=2),
        says(t, "The farmer", "it sank"),
        says(t, "He", "it was old"),
    )
    found = traced([t], [venn, farmer, he])
    assert [speaker(found, s) for s in (venn, farmer, he)] == ["Venn (not identified)", "farmer (not identified)", None]
    origins = {o.id: o for o in found.origins}
    for x in found.traces:
        assert origins[x.origin].kind == "unattributed"
        assert "who this is could not be told safely" in x.reasons
        assert not x.first_hand


def test_who_could_not_be_told_is_no_witness_of_their_own() -> None:
    t = text("Mara Venn was beaten, she said. The victim said that she was kicked too.")
    said = says(t, "The victim", "she was kicked too", experienced=True)
    found = traced([t], [said])
    assert speaker(found, said) in (None, "victim (not identified)")
    assert not next(x for x in found.traces if x.statement == said.id).first_hand


def test_who_could_not_be_told_is_nobody_of_another_document() -> None:
    bodies = ["The farmer said that the boat sank.", "The farmer said that the boat leaked."]
    texts = [text(body, document=f"doc{n}") for n, body in enumerate(bodies)]
    said = [says(t, "The farmer", c) for t, c in zip(texts, ("the boat sank", "the boat leaked"), strict=True)]
    found = traced(texts, said)
    assert len({x.speaker for x in found.traces}) == 2
