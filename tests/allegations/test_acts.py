"""Acts: triggers and what they need, arguments by path, polarity and modality, place, time, the document's own voice."""

from __future__ import annotations

import msgspec
import pytest

from firsthand import dates, ids
from firsthand.allegations.acts import Found, find
from firsthand.allegations.record import Act
from firsthand.documents.record import Passage, PassageKind, Span, Text
from firsthand.figures import extract as figures
from firsthand.language import lexicon
from firsthand.statements import extract as statements
from firsthand.statements.parse import Parsed, parse
from firsthand.statements.record import Stance, Statement
from firsthand.vocabulary import terms


def parsed(*paragraphs: str, kind: PassageKind = "paragraph", published: str | None = None) -> Parsed:
    """A Text of these paragraphs, parsed."""
    text, passages = "", []
    for words in paragraphs:
        passages.append(Passage(len(text), len(text) + len(words), kind))
        text += words + "\n\n"
    on = dates.day(*map(int, published.split("-"))) if published else None
    whole = Text(document="d" * 64, text=text, passages=tuple(passages), language="en", published=on)
    return next(parse([whole]))


def said(p: Parsed, content: str, *, stance: Stance = "alleges", cue: str = "says") -> Statement:
    """A statement whose content is these words of the text."""
    start = p.text.text.index(content)
    span = p.text.span(start, start + len(content))
    at = p.text.text.index(cue)
    return Statement(
        id=ids.name("statement", content), document=p.text.document, start=span.start, end=span.end, speaker=None,
        cue=p.text.span(at, at + len(cue)), content=span, parts=(span,), mode="indirect", stance=stance, rule="test",
    )  # fmt: skip


def found(p: Parsed, *statements: Statement) -> Found:
    return find(p, statements, figures.extract(p, statements))


def acts(*paragraphs: str) -> tuple[Act, ...]:
    return found(parsed(*paragraphs)).acts


def words(span: Span | None) -> str:
    return span.text if span is not None else ""


WHO = [
    # sentence, type, victim, perpetrator
    ("Soldiers killed 30 villagers in the town of Osk.", "killing", "30 villagers", "Soldiers"),
    ("The detainees were beaten by guards in a prison.", "torture", "The detainees", "guards"),
    ("She was abducted by gunmen.", "abduction", "She", "gunmen"),
    ("The prisoners were tortured.", "torture", "The prisoners", ""),
    ("The army's torture of prisoners went on for years.", "torture", "prisoners", "The army"),
    ("Her torture lasted for weeks.", "torture", "Her", ""),
    ("The report describes the torture of farmers by the police.", "torture", "farmers", "the police"),
    ("Dozens of women were subjected to forced sterilisation by the authorities.", "birth-prevention", "Dozens of women", "the authorities"),
    ("Many prisoners suffered sexual violence.", "sexual-violence", "Many prisoners", ""),
    ("The militia committed atrocities against farmers.", "abuses", "farmers", "The militia"),
    ("Abuses committed by soldiers against herders went unpunished.", "abuses", "herders", "soldiers"),
    ("The villagers were driven from their homes by the militia.", "deportation", "The villagers", "the militia"),
    ("They were forced to work in factories.", "forced-labour", "They", ""),
    ("The children were taken from their parents.", "family-separation", "The children", ""),
    ("Thousands of people disappeared in the war.", "disappearance", "Thousands of people", ""),
    ("Some neighbours accused the army of killing farmers.", "killing", "farmers", "the army"),
    ("The government has been accused of jailing a million people.", "detention", "a million people", "The government"),
    ("The council called the army's actions genocide.", "genocide", "", "the army"),
    ("The people whom the police arrested were not seen again.", "detention", "The people", "the police"),
    ("Farmers were deprived of their liberty.", "detention", "Farmers", ""),
    ("The file shows rape, sexual abuse and torture of prisoners.", "sexual-violence", "prisoners", ""),
    ("Twelve detainees died in custody at the hands of the police.", "killing", "Twelve detainees", "the police"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "victim", "perpetrator"), WHO)
def test_who_did_what_to_whom(sentence: str, kind: str, victim: str, perpetrator: str) -> None:
    act = next(a for a in acts(sentence) if a.type == kind)
    assert (words(act.victim), words(act.perpetrator)) == (victim, perpetrator)


REALITY = [
    # sentence, polarity, modality
    ("The police tortured the men.", "+", "asserted"),
    ("The army did not torture anyone.", "-", "asserted"),
    ("No prisoners were tortured.", "-", "asserted"),
    ("There was no evidence of torture.", "-", "asserted"),
    ("The guards stopped short of killing them.", "-", "asserted"),
    ("The ministry failed to prevent the killing of farmers.", "+", "asserted"),
    ("The police did not investigate the killing of farmers.", "+", "asserted"),
    ("The court will investigate the killing of farmers.", "+", "asserted"),
    ("The ministry failed to address the killing of farmers.", "+", "asserted"),
    ("The guards had no plans to publish a list of the killings.", "+", "asserted"),
    ("The army has not committed torture.", "-", "asserted"),
    ("Soldiers may have committed torture.", "+", "possible"),
    ("The torture allegations are false.", "-", "alleged"),
    ("Police may have tortured the men.", "+", "possible"),
    ("Police allegedly tortured the men.", "+", "alleged"),
    ("The soldiers planned the killing of prisoners.", "+", "future"),
    ("The soldiers will kill the prisoners.", "+", "future"),
    ("If soldiers kill the prisoners, the talks will end.", "+", "conditional"),
    ("Were the prisoners tortured?", "+", "question"),
    ("Do not kill them.", "-", "hypothetical"),
    ("Torture means any act by which severe pain is inflicted on a person.", "+", "law"),
    ("Torture is a crime under the penal code.", "+", "law"),
    ("The law prohibits torture.", "+", "law"),
    ("The walls protect the villagers against torture.", "+", "hypothetical"),
    ("The talks were meant to avoid the killing of civilians.", "+", "hypothetical"),
]


@pytest.mark.parametrize(("sentence", "polarity", "modality"), REALITY)
def test_whether_it_is_said_to_have_happened(sentence: str, polarity: str, modality: str) -> None:
    act = next(a for a in acts(sentence) if a.type in ("torture", "killing"))
    assert (act.polarity, act.modality) == (polarity, modality)


NO_ACT = [
    "The detention centre was built in 2012.",
    "The film shows soldiers who kill villagers with arrows.",
    "The militia executed the plan.",
    "The minister held talks with the prisoners.",
    "Torture survivors met in Osk.",
    "The team killed time before the match.",
    "The Committee against Torture met in Osk.",
    "The committee destroyed the evidence of its own mistakes.",
    "She killed herself.",
    "The airline cancelled its flights.",
]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Police officers beat striking dockers on the pier.", "torture"),
        ("Three young men were taken away in an unmarked van.", "detention"),
    ],
)
def test_people_named_by_their_work_and_taken_away(sentence: str, kind: str) -> None:
    assert kind in {a.type for a in acts(sentence)}


@pytest.mark.parametrize("sentence", NO_ACT)
def test_what_is_no_act(sentence: str) -> None:
    assert acts(sentence) == ()


def test_place_and_time_of_the_act() -> None:
    (act,) = acts("Soldiers killed villagers in Lyon in March 2021.")
    assert (words(act.place), act.places[-1]) == ("Lyon", "France")
    assert act.place_id
    assert (words(act.time), str(act.period)) == (
        "in March 2021" if words(act.time).startswith("in") else "March 2021",
        "2021-03",
    )


def test_a_place_that_no_gazetteer_knows_stays_in_words() -> None:
    (act,) = acts("The men were tortured in a prison near Osk.")
    assert (words(act.place), act.place_id, act.places) == ("Osk", "", ())


def test_the_day_of_saying_is_not_the_day_of_the_act() -> None:
    p = parsed("On 3 May 2021 the council says that soldiers killed villagers.")
    (act,) = found(p, said(p, "that soldiers killed villagers")).acts
    assert act.period is None


def test_place_taken_from_the_sentence_before_is_marked() -> None:
    first, second = acts("Soldiers killed farmers in the village of Tarn. They raped women.")
    assert first.inferred == ()
    assert (words(second.place), second.inferred) == ("Tarn", ("place",))
    assert acts("Soldiers killed farmers in the village of Tarn.", "They raped women.")[1].inferred == ()


def test_innermost_statement_has_the_act() -> None:
    p = parsed("The envoy says that a guard says that soldiers killed villagers.")
    outer, inner = (
        said(p, "that a guard says that soldiers killed villagers"),
        said(p, "that soldiers killed villagers"),
    )
    result = found(p, outer, inner)
    assert [a.statement for a in result.acts] == [inner.id]
    assert result.statements == ()


def test_in_a_denial_the_act_is_inside_what_is_denied() -> None:
    p = parsed("Vardenia denies allegations of torture.")
    statement = said(p, "allegations of torture", stance="denies", cue="denies")
    (act,) = found(p, statement).acts
    assert (act.statement, act.polarity, act.modality) == (statement.id, "+", "alleged")


def test_what_somebody_wants_done_has_not_happened() -> None:
    p = parsed("The general urged his men to kill the prisoners.")
    (act,) = found(p, said(p, "to kill the prisoners", stance="calls-for", cue="urged")).acts
    assert act.modality == "future"


def test_own_voice_statement_one_per_sentence() -> None:
    result = found(parsed("Soldiers killed villagers and raped women. The weather was mild."))
    (own,) = result.statements
    assert (own.mode, own.rule, own.speaker, own.cue, own.stance, own.experienced) == (
        "own",
        "own-voice",
        None,
        None,
        "alleges",
        False,
    )
    assert own.content.text == "Soldiers killed villagers and raped women."
    assert {a.statement for a in result.acts} == {own.id}
    assert own.id == ids.name("statement", own.document, own.start, own.end, "own-voice")


@pytest.mark.parametrize(
    "sentence",
    [
        "I was beaten in the cell.",
        "I saw them shoot him.",
        "They arrested my brother.",
        "They took us to the cellar and beat him.",
    ],
)
def test_first_person_is_experience(sentence: str) -> None:
    (own,) = found(parsed(sentence)).statements
    assert own.experienced


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry did not answer our questions about the beatings.",
        "Residents told us that soldiers killed the men.",
        "We asked the ministry about the killings.",
    ],
)
def test_a_newsroom_that_asks_was_not_there(sentence: str) -> None:
    assert not any(own.experienced for own in found(parsed(sentence)).statements)


def test_third_person_is_not_experience() -> None:
    (own,) = found(parsed("She saw them shoot him.")).statements
    assert not own.experienced


def test_negated_own_voice_denies_and_a_rule_is_no_allegation() -> None:
    assert [s.stance for s in found(parsed("The army did not torture anyone.")).statements] == ["denies"]
    assert [s.stance for s in found(parsed("The law prohibits torture.")).statements] == ["other"]


def test_caption_speaks_heading_and_credit_do_not() -> None:
    sentence = "Soldiers killed villagers in Osk."
    (own,) = found(parsed(sentence, kind="caption")).statements
    assert "caption" in own.reasons
    assert found(parsed(sentence, kind="heading")) == Found((), ())
    assert found(parsed("Photo: Soldiers killed villagers.", kind="credit")) == Found((), ())


def test_a_figure_of_persons_has_a_statement_even_without_an_act() -> None:
    p = parsed("There are about 12 million Vardenians living in the north.")
    figure = figures.extract(p, ())
    result = find(p, (), figure)
    assert result.acts == ()
    assert [f.statement for f in figures.place(figure, result.statements)] == [s.id for s in result.statements]


def test_the_act_knows_its_figure() -> None:
    p = parsed("Soldiers killed 30 villagers.")
    (figure,) = figures.extract(p, ())
    assert [a.figure for a in find(p, (), (figure,)).acts] == [figure.id]


def test_every_span_is_exact_and_records_travel() -> None:
    p = parsed(*(s for s, *_ in (*WHO, *REALITY)), *NO_ACT)
    result = found(p)
    for act in result.acts:
        for span in (act.trigger, act.victim, act.perpetrator, act.place, act.time):
            assert span is None or p.text.text[span.start : span.end] == span.text
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result.acts), type=tuple[Act, ...]) == result.acts
    assert len({a.id for a in result.acts}) == len(result.acts)


def test_another_language_is_left_alone() -> None:
    p = parsed("Soldiers killed villagers.")
    other = Parsed(msgspec.structs.replace(p.text, language="de"), p.pieces)
    assert find(other, (), ()) == Found((), ())


def test_lexicon_and_vocabulary_name_the_same_types() -> None:
    types, families = terms.load("violations")["types"], terms.load("violations")["families"]
    raw = lexicon.load("en", "acts")
    assert {t for t, entry in raw.items() if "owner" in entry} == set(types)
    assert set(lexicon.load("en", "numbers")["inherent"]) <= set(types)
    for entry in types.values():
        assert entry["family"] in families
        assert all(entry[k] for k in ("label", "definition", "citation", "plover", "huridocs"))
    patterns = {p for e in raw.values() if "owner" in e for p in (*e["verbs"], *e["nouns"])}
    assert {key.rpartition("/")[2] for key in raw["hint"]} <= patterns


@pytest.mark.parametrize(
    "sentence",
    [
        "No one may be subjected to torture.",
        "Prisoners must not be tortured.",
        "Nobody shall be subjected to torture.",
        "Detainees should never be tortured.",
    ],
)
def test_a_rule_accuses_nobody(sentence: str) -> None:
    assert {a.modality for a in acts(sentence)} == {"law"}


def test_a_guess_about_the_past_is_no_rule() -> None:
    assert {a.modality for a in acts("The prisoners must have been tortured.")} == {"asserted"}


def test_whom_a_denial_is_about() -> None:
    (act,) = acts("No resident of Osk has been detained.")
    assert (words(act.victim), act.polarity) == ("resident", "-")
    (act,) = acts("Nobody was tortured.")
    assert (act.victim, act.polarity) == (None, "-")


@pytest.mark.parametrize(
    ("sentence", "pointing"),
    [
        ("They were tortured by the guards.", ("victim",)),
        ("Both were tortured.", ("victim",)),
        ("The men were tortured.", ()),
        ("They tortured the men.", ("perpetrator",)),
    ],
)
def test_words_that_only_point_are_marked(sentence: str, pointing: tuple[str, ...]) -> None:
    assert [a.pronouns for a in acts(sentence)] == [pointing]


def test_two_words_for_one_act_are_one_act() -> None:
    assert [words(a.trigger) for a in acts("There were many allegations of torture and ill-treatment.")] == ["torture"]
    assert [words(a.victim) for a in acts("Soldiers killed ten farmers and killed two guards.")] == [
        "ten farmers",
        "two guards",
    ]


def test_what_describes_the_speaker_is_the_speakers() -> None:
    p = parsed("“They had a list,” said Ada Rell, a baker who watched soldiers take her brother away to prison.")
    start = p.text.text.index("Ada Rell")
    quote = msgspec.structs.replace(said(p, "They had a list", cue="said"), speaker=p.text.span(start, start + 8))
    assert [a.statement for a in found(p, quote).acts if a.type == "detention"] == [quote.id]


def test_what_a_report_is_about_is_not_said() -> None:
    assert [a.modality for a in acts("We are preparing a report on the detention of farmers.")] == ["hypothetical"]
    assert [a.modality for a in acts("The report on allegations of torture was long.")] == ["alleged"]


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The guards did not enter the village.", "denies"),
        ("The ministry has not received any letter from the council.", "denies"),
        ("The ministry received our letter on 11 March.", "alleges"),
    ],
)
def test_a_plain_fact_is_a_statement_of_the_document(sentence: str, stance: str) -> None:
    (own,) = found(parsed(sentence)).statements
    assert (own.rule, own.stance) == ("own-voice/fact", stance)


@pytest.mark.parametrize(
    "sentence", ["The weather was mild.", "It may rain.", "Will the council open the gate?", "People like onions."]
)
def test_what_nobody_would_check_is_none(sentence: str) -> None:
    assert found(parsed(sentence)).statements == ()


def test_attempts_have_not_happened() -> None:
    assert {a.modality for a in acts("He was charged with the attempted murder of a farmer.")} == {"hypothetical"}


def test_words_between_quotation_marks_are_never_the_documents_own() -> None:
    p = parsed("“The man was beaten by the guards at night. They killed his brother.”", "The guards beat two men.")
    assert [(s.mode, s.rule, s.speaker) for s in found(p).statements] == [
        ("direct", "quotation", None),
        ("direct", "quotation", None),
        ("own", "own-voice", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "kind", "victim"),
    [
        ("I saw three boys being pushed into a van.", "detention", "three boys"),
        ("Three boys were bundled into an unmarked car by men in plain clothes.", "detention", "Three boys"),
        ("The mayor was led away in handcuffs.", "detention", "The mayor"),
        ("The priest appeared in court in handcuffs.", "detention", "The priest"),
        ("Ilen Sarko has not been seen since.", "disappearance", "Ilen Sarko"),
        ("His brother hasn't been heard from since June 2019.", "disappearance", "His brother"),
        ("She was last seen at a checkpoint.", "disappearance", "She"),
    ],
)
def test_plain_words_for_being_taken_and_not_coming_back(sentence: str, kind: str, victim: str) -> None:
    (act,) = acts(sentence)
    assert (act.type, act.polarity, act.modality, words(act.victim)) == (kind, "+", "asserted", victim)


@pytest.mark.parametrize(
    "sentence",
    [
        "The film shows a man being pushed into a van.",
        "The comet has not been seen since 1910.",
        "The singer has not been seen on stage since 2010.",
        "The goalkeeper was dragged into the car by his coach after the match.",
    ],
)
def test_plain_words_of_other_things_are_no_acts(sentence: str) -> None:
    assert acts(sentence) == ()


def test_what_a_law_defines_is_no_act_when_the_law_speaks() -> None:
    p = parsed("The law defines abduction as pushing a person into a vehicle.")
    said_ = statements.extract(p).statements
    assert {a.modality for a in find(p, said_, ()).acts} <= {"law", "hypothetical"}


@pytest.mark.parametrize(
    ("sentence", "doer"),
    [
        ("President Osten holds the Slate Front responsible for the murder of the judge.", "the Slate Front"),
        ("The Slate Front is responsible for the killing of three villagers.", "The Slate Front"),
        ("The Slate Front is not responsible for the killing of three villagers.", ""),
        ("The judge responsible for the murder trial resigned.", ""),
        ("The police are responsible for the investigation of the murder.", ""),
    ],
)
def test_who_is_responsible_for_an_act_did_it(sentence: str, doer: str) -> None:
    assert {words(a.perpetrator) for a in acts(sentence)} <= {doer}
    assert not doer or acts(sentence)


def test_damage_is_an_act_where_it_is_done_to_things() -> None:
    (act,) = acts("The explosion caused damage to the embassy building and to two houses.")
    assert (act.type, words(act.victim)) == ("destruction", "the embassy building")
    assert acts("He said that the attack did damage to the economy.") == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Police fired tear gas at the marchers in Osk.", "expression"),
        ("Soldiers used water cannon to clear the square.", "expression"),
        ("The ministry revoked the licence of the newspaper.", "expression"),
        ("The government shut down two radio stations by decree.", "expression"),
        ("Riot police dispersed a rally of teachers.", "expression"),
        ("The reporter received death threats by telephone.", "reprisal"),
        ("The editor was summoned for questioning.", "reprisal"),
        ("Two nurses were fired for speaking to a journalist.", "reprisal"),
    ],
)
def test_keeping_people_from_gathering_and_speaking(sentence: str, kind: str) -> None:
    assert kind in {a.type for a in acts(sentence) if a.modality == "asserted"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The striker was suspended for two matches.",
        "The film was banned from the march of the season's premieres.",
        "The engine was shut down at the station.",
        "The firm fired ten clerks for lack of work.",
    ],
)
def test_closing_and_dismissing_of_other_kinds_are_no_acts(sentence: str) -> None:
    assert acts(sentence) == ()


def test_who_says_it_did_not_do_it() -> None:
    p = parsed("Lake Watch says that soldiers took the baker, and holding farmers near Osk since May.")
    doc = p.pieces[0].doc
    holding = next(t for t in doc if t.text == "holding")
    holding.head, holding.dep_ = next(t for t in doc if t.text == "says"), "conj"  # as parsers join it
    told = said(p, "soldiers took the baker, and holding farmers near Osk since May")
    told = msgspec.structs.replace(told, speaker=p.text.span(0, len("Lake Watch")))
    held = [a for a in find(p, [told], ()).acts if a.trigger.text == "holding"]
    assert [(a.victim.text if a.victim else "", a.perpetrator) for a in held] == [("farmers", None)]


@pytest.mark.parametrize(
    ("sentence", "content", "evidential", "cue", "own"),
    [
        ("The mayor was upset that soldiers had killed ten nuns.", "that soldiers had killed ten nuns", "believe", "upset", True),
        ("The mayor was sure that soldiers had killed ten nuns.", "that soldiers had killed ten nuns", "believe", "sure", False),
        ("The cook chose to leave after soldiers killed two nuns.", "to leave after soldiers killed two nuns", "want", "chose", True),
        ("The abbot supports the nuns who were beaten by guards.", "the nuns who were beaten by guards", "want", "supports", True),
        ("The abbot wants guards to beat the nuns.", "guards to beat the nuns", "want", "wants", False),
    ],
)  # fmt: skip
def test_what_an_attitude_only_presumes_is_told_by_the_document(
    sentence: str, content: str, evidential: str, cue: str, own: bool
) -> None:
    p = parsed(sentence)
    felt = said(p, content, stance="other", cue=cue)
    felt = msgspec.structs.replace(felt, evidential=evidential, cue_lemma="upset" if cue == "upset" else cue)
    (act,) = find(p, [felt], ()).acts
    assert (act.statement != felt.id) is own


@pytest.mark.parametrize(
    ("sentence", "content", "own"),
    [
        ("Ada Venn, a cook whom guards beat in Osk, denies the charges.", "the charges", True),
        ("The guards, accused of beating a cook in Osk, deny the allegations.", "the allegations", False),
    ],
)
def test_what_tells_who_denies_is_no_part_of_the_denial_but_where_they_are_accused_of_it(
    sentence: str, content: str, own: bool
) -> None:
    p = parsed(sentence)
    denial = said(p, content, stance="denies", cue="den")
    denial = msgspec.structs.replace(denial, speaker=p.text.span(0, sentence.rindex(",")))
    (act,) = find(p, [denial], ()).acts
    assert (act.statement != denial.id) is own
