"""One sentence pattern per rule, with the spans it must give; the sentences are invented."""

from __future__ import annotations

import pytest
from tests.statements.reading import only, said, statements

CASES = [
    # R1: a verb with a clause, behind, before and around it
    (
        "R1",
        "The ministry said that the prison had been closed.",
        "The ministry",
        "said",
        "that the prison had been closed",
    ),
    ("R1", "The prison had been closed, the ministry said.", "the ministry", "said", "The prison had been closed"),
    ("R1", "“The prison is closed,” the minister said on Tuesday.", "the minister", "said", "“The prison is closed,”"),
    (
        "R1",
        "“The prison is closed,” said Ilan Moro, the minister.",
        "Ilan Moro, the minister",
        "said",
        "“The prison is closed,”",
    ),
    (
        "R1",
        "The Commission finds that soldiers burned the village.",
        "The Commission",
        "finds",
        "that soldiers burned the village",
    ),
    (
        "R1",
        "12. The Commission concluded that the killings were planned.",
        "The Commission",
        "concluded",
        "that the killings were planned",
    ),
    (
        "R1",
        "State Vardenia recommended that the law be repealed.",
        "State Vardenia",
        "recommended",
        "that the law be repealed",
    ),
    (
        "R1",
        "She has repeatedly warned that the camps are full.",
        "She",
        "has repeatedly warned",
        "that the camps are full",
    ),
    # R2
    (
        "R2",
        "According to the report, forty people were killed.",
        "the report",
        "According to",
        "forty people were killed",
    ),
    (
        "R2",
        "Forty people were killed, according to two witnesses.",
        "two witnesses",
        "according to",
        "Forty people were killed",
    ),
    # R3
    (
        "R3",
        "The camps, the envoy noted, were built in a year.",
        "the envoy",
        "noted",
        "The camps | were built in a year",
    ),
    # R4
    ("R4", "The report calls for an independent inquiry.", "The report", "calls for", "an independent inquiry"),
    ("R4", "The report points to patterns of torture.", "The report", "points to", "patterns of torture"),
    # R5
    (
        "R5",
        "The envoy has urged Vardenia to free the prisoners.",
        "The envoy",
        "has urged",
        "Vardenia to free the prisoners",
    ),
    ("R5", "The army declined to comment on the killings.", "The army", "declined", "to comment on the killings"),
    # R6
    (
        "R6",
        "The general was accused of torture by two prisoners.",
        "two prisoners",
        "was accused of",
        "The general | torture",
    ),
    # R7
    (
        "R7",
        "The government denied the allegations of torture.",
        "The government",
        "denied",
        "the allegations of torture",
    ),
    ("R7", "The envoy described the camps as a disgrace.", "The envoy", "described", "the camps as a disgrace"),
    ("R7", "Prisoners accused the guards of beating them.", "Prisoners", "accused", "the guards of beating them"),
    # R8
    (
        "R8",
        "The release followed accusations by two prisoners that guards had beaten them.",
        "two prisoners",
        "accusations",
        "that guards had beaten them",
    ),
    # R13
    (
        "R13",
        "The minister is confident that the court will agree.",
        "The minister",
        "is confident",
        "that the court will agree",
    ),
    # the cue of an infinitive begins with the verb that carries it; "both" and "by" belong to neither side
    (
        "R1",
        "The teacher went on to say that the school had no roof.",
        "The teacher",
        "went on to say",
        "that the school had no roof",
    ),
    (
        "R1",
        "The mill continued to deny that the river was poisoned.",
        "The mill",
        "continued to deny",
        "that the river was poisoned",
    ),
    (
        "R1",
        "Orla Venn and Piet Rook both said the bridge was safe.",
        "Orla Venn and Piet Rook",
        "said",
        "the bridge was safe",
    ),
    ("R6", "The flood was confirmed by the warden.", "the warden", "was confirmed", "The flood"),
    # who made a letter says what stands in it; who received one does not
    (
        "R1",
        "The weavers’ union released a leaflet saying that the looms were unsafe.",
        "The weavers’ union",
        "saying",
        "that the looms were unsafe",
    ),
    (
        "R1",
        "The weavers’ union received a leaflet saying that the looms were unsafe.",
        "a leaflet",
        "saying",
        "that the looms were unsafe",
    ),
    (
        "R9",
        "She held a placard reading “No more tolls for the poor”.",
        "a placard",
        "reading",
        "“No more tolls for the poor”",
    ),
    # a thing that somebody uses or spends speaks not
    ("R7", "The mayor used the fair to denounce the new toll.", "The mayor", "to denounce", "the new toll"),
    ("R7", "The rector spent the morning praising the choir.", "The rector", "praising", "the choir"),
    # decisions and positions
    ("R5", "The town council decided to close the quarry.", "The town council", "decided", "to close the quarry"),
    ("R5", "The council voted to reopen the well.", "The council", "voted", "to reopen the well"),
    ("R4", "The fishermen stood by their account.", "The fishermen", "stood by", "their account"),
    ("R13", "The drivers are angry that the road was closed.", "The drivers", "are angry", "that the road was closed"),
    # whose hope it is says the subject; a reporting clause before an infinitive; a quotation that is gone on with
    (
        "R8",
        "The shepherds left in the hope that the rains would come.",
        "The shepherds",
        "hope",
        "that the rains would come",
    ),
    ("R9", "“Who will pay for the bells?” Rook continued.", "Rook", "continued", "“Who will pay for the bells?”"),
    # "who …" behind a surname is the writer's remark before the cue, part of the speaker behind it
    ("R1", "Venn, who has bred horses for years, said the hay was wet.", "Venn", "said", "the hay was wet"),
    (
        "R1",
        "“The hay is wet,” said Venn, who has bred horses for years.",
        "Venn, who has bred horses for years",
        "said",
        "“The hay is wet,”",
    ),
    # idioms: the noun or particle and the preposition belong to the cue
    ("R4", "The potters took issue with the new tax on clay.", "The potters", "took issue with", "the new tax on clay"),
    ("R4", "The union came out against the sale of the pond.", "The union", "came out against", "the sale of the pond"),
    (
        "R1",
        "The rector made it clear that the choir would stay.",
        "The rector",
        "made it clear",
        "that the choir would stay",
    ),
    # a noun that is said to be a clause
    (
        "R8",
        "Her answer was that the well had been dry for years.",
        "Her",
        "answer was",
        "that the well had been dry for years",
    ),
    (
        "R8",
        "The guild’s main complaint is that nobody mends the road.",
        "The guild’s",
        "main complaint is",
        "that nobody mends the road",
    ),
    # adjectives of what somebody feels or means to do
    ("R13", "The nurses are worried about the price of soap.", "The nurses", "are worried about", "the price of soap"),
    ("R13", "The brewers are eager to reopen the cellar.", "The brewers", "are eager", "to reopen the cellar"),
    # what a survey finds
    (
        "R2",
        "In a survey of beekeepers, half had lost their hives.",
        "a survey of beekeepers",
        "In",
        "half had lost their hives",
    ),
]


@pytest.mark.parametrize(("rule", "words", "speaker", "cue", "content"), CASES, ids=[c[1][:40] for c in CASES])
def test_the_rule_finds_speaker_cue_and_content(rule: str, words: str, speaker: str, cue: str, content: str) -> None:
    assert said(only(words, rule)) == (speaker, cue, content)


def test_a_relative_clause_denies_the_allegations_not_the_noun_before_it() -> None:
    s = only("The report speaks of allegations of abuse against prisoners, which Vardenia denies.", "R7")
    assert said(s) == ("Vardenia", "denies", "allegations of abuse against prisoners")
    assert s.stance == "denies"


def test_two_descriptions_of_one_thing_are_two_statements() -> None:
    found = [
        said(s)
        for s in statements(
            "He was sent to a camp, which the ministry called a school but former detainees described as a prison."
        )
    ]
    assert ("the ministry", "called") in [f[:2] for f in found]
    assert ("former detainees", "described") in [f[:2] for f in found]


def test_an_accusation_names_its_speaker_before_the_clause() -> None:
    s = only(
        "The vote was delayed, prompting accusations from some rights groups that Vardenia was hiding the findings.",
        "R8",
    )
    assert said(s) == ("some rights groups", "accusations", "that Vardenia was hiding the findings")


def test_a_claim_without_that_is_found() -> None:
    s = only("Vardenia has dismissed claims it is emptying the villages.", "R7")
    assert s.stance == "denies"
    assert s.content.text == "claims it is emptying the villages"


def test_an_object_of_finding_must_be_evidence() -> None:
    assert said(only("The investigators found a pattern of torture."))[2] == "a pattern of torture"
    assert statements("The investigators found a house by the river.") == ()


def test_a_cue_inside_a_quotation_in_the_first_person_is_the_speakers_own_voice() -> None:
    s = only("“I think the guards want to leave,” the doctor said.")
    assert s.speaker is not None
    assert s.speaker.text == "the doctor"


def test_an_infinitive_reports_nothing() -> None:
    assert statements("The court was built to show the power of the king.") == ()


def test_every_statement_names_a_rule_and_reasons() -> None:
    for s in statements("The ministry said the camp was closed. According to the envoy, it was not."):
        assert s.rule
        assert s.reasons


def test_a_quoted_word_inside_a_complement_is_not_the_whole_of_it() -> None:
    s = only("The report points to “credible” allegations of torture.", "R4")
    assert s.content.text == "“credible” allegations of torture"


def test_a_relative_clause_that_reports_takes_its_pronoun_along() -> None:
    s = only("The list, which officials said had been ready for months, was published.", "R1")
    assert said(s) == ("officials", "said", "which | had been ready for months")


def test_words_before_a_quotation_in_its_sentence_belong_to_what_is_said() -> None:
    s = only("The talks “failed because of the army,” the envoy said.", "R1")
    assert s.content.text == "The talks “failed because of the army,”"
    assert s.mode == "mixed"


def test_a_label_before_a_colon_speaks() -> None:
    assert said(only("Maria Lopez: The soldiers came at night and took him.", "R10"))[0] == "Maria Lopez"
    assert said(only("Q: Who came to the house that night?", "R10"))[0] == "Q"


def test_withholding_is_not_denying() -> None:
    assert statements("The guards denied the prisoners entry.") == ()
    assert statements("The ministry denied registration to the group.") == ()


def test_an_attack_on_people_is_no_statement() -> None:
    assert statements("The officers attacked the staff and took the records.") == ()


def test_nobody_claimed_it_is_no_claim() -> None:
    assert only("No group has claimed responsibility for the attack.").stance == "other"


REPORTS = [
    (
        "The Commission has reasonable grounds to believe that the army killed them.",
        "The Commission",
        "that the army killed them",
    ),
    (
        "The Commission received credible reports of enforced disappearances.",
        "The Commission",
        "credible reports of enforced disappearances",
    ),
    ("A witness told the mission that he saw four bodies.", "A witness", "that he saw four bodies"),
    ("Several prisoners described being beaten with cables.", "Several prisoners", "being beaten with cables"),
    (
        "The mission was informed by local officials that the school was a barracks.",
        "local officials",
        "that the school was a barracks",
    ),
]


@pytest.mark.parametrize(("words", "speaker", "content"), REPORTS, ids=[r[0][:40] for r in REPORTS])
def test_the_prose_of_commissions(words: str, speaker: str, content: str) -> None:
    s = only(words)
    assert (s.speaker and s.speaker.text, s.content.text) == (speaker, content)


def test_after_a_colon_comes_what_is_said() -> None:
    found = [
        said(s)
        for s in statements("Two prisoners described the cells; one of them stated: “They hung me up for two days.”")
    ]
    assert ("one of them", "stated:", "“They hung me up for two days.”") in found


def test_this_is_what_is_disputed() -> None:
    found = [said(s) for s in statements("The authorities claim to have released all of them; families dispute this.")]
    assert ("families", "dispute", "this") in found


def test_dismissing_an_officer_is_no_denial_and_an_accused_man_no_accusation() -> None:
    assert statements("The ministry dismissed the officer.") == ()
    assert statements("People accused of theft were held in the hall.") == ()


DAMAGED = [
    # a word order that English does not have, as machine translation leaves it
    ("“They went from home to home,” has told Ana Bell, a teacher of 30 years.", "Ana Bell, a teacher of 30 years"),
    (
        "“They took the keys,” said Ana Bell, a 30-year-old nurse who saw it.",
        "Ana Bell, a 30-year-old nurse who saw it",
    ),
    ("Witness K-12, a farmer, described the second day: “They counted us twice.”", "Witness K-12, a farmer,"),
    ("8. Prisoner B, a clerk, described the last day: “They hit us.”", "Prisoner B, a clerk,"),
]


@pytest.mark.parametrize(("words", "speaker"), DAMAGED, ids=[d[0][:40] for d in DAMAGED])
def test_the_speaker_of_a_quotation(words: str, speaker: str) -> None:
    s = only(words)
    assert s.speaker is not None
    assert s.speaker.text == speaker


def test_a_denial_in_the_first_person_inside_a_quotation_stands_by_itself() -> None:
    found = statements("“The cells are empty,” the colonel said. “We firmly deny that anybody was beaten.”")
    assert [(s.speaker and s.speaker.text, s.stance, s.parent is None) for s in found] == [
        ("the colonel", "alleges", True),
        ("We", "denies", False),
    ]


NOTHING = [
    "The report that the court published in May is long.",
    "The lawyers wrote to the ministry on 2 April.",
    "The police questioned them for two hours.",
]


@pytest.mark.parametrize("words", NOTHING)
def test_what_reports_nothing(words: str) -> None:
    assert statements(words) == ()


@pytest.mark.parametrize("line", ["VARN (Osk Post) — ", "VARN, Osk, May 3 (OP) - ", "VARN — "])
def test_a_dateline_is_neither_said_nor_speaks(line: str) -> None:
    s = only(line + "Soldiers burned the mill, two farmers said.")
    assert said(s) == ("two farmers", "said", "Soldiers burned the mill")
    s = only(line + "Two farmers said that soldiers burned the mill.")
    assert said(s) == ("Two farmers", "said", "that soldiers burned the mill")


def test_capitals_before_a_dash_need_not_be_a_dateline() -> None:
    s = only("The NGO — a small one — said that the mill had burned.")
    assert s.speaker is not None
    assert s.speaker.text.startswith("The NGO")


SPANS = [
    # a clause that the parse hangs on the statement, what follows an object, a remark of the writer's, a relative clause's noun
    ("The envoy said in a statement that the mill had burned.", "The envoy", "that the mill had burned"),
    ("The envoy praised the nurse for her courage.", "The envoy", "the nurse for her courage"),
    ("The envoy says the law bans torture, which is common.", "The envoy", "the law bans torture"),
    ("The paper obtained files that revealed a plan of the army.", "files", "a plan of the army"),
    ("The general was described as a murderer by two farmers.", "two farmers", "The general as a murderer"),
    ("Farmers — and some soldiers — said that the mill had burned.", "Farmers — and some soldiers —", "that the mill had burned"),
    ("The envoy made the claim that the camps had closed.", "The envoy", "that the camps had closed"),
    ("The envoy issued a warning about the floods.", "The envoy", "the floods"),
    ("The envoy issued an apology.", "The envoy", "an apology"),
    ("The envoy said that he was tired. “They never let us in.”", "The envoy", "that he was tired “They never let us in.”"),
    # a noun that the verb carries, a colon behind it; the day of saying; the writer's apposition
    ("The envoy expressed concern about the arrests.", "The envoy", "the arrests"),
    ("The ministry released the following statement: “We regret the loss.”", "The ministry", "“We regret the loss.”"),
    ("Lawyers said on Thursday they would appeal.", "Lawyers", "they would appeal"),
    ("The envoy praised the mayor, a former miner.", "The envoy", "the mayor"),
    # a clause with "as", an interrupted question, a speaker that the parse lost, a verb that is not in the quotation it seems to be in
    ("As reported by local media, the men were shot at close range.", "local media", "the men were shot at close range"),
    ("“If he is dead,” she asked, “who did it?”", "she", "“If he is dead,” “who did it?”"),
    ("The general said, “Let the courts advise the farmers to go.”", "The general", "“Let the courts advise the farmers to go.”"),
    ("Even the mayor said the mill had burned.", "the mayor", "the mill had burned"),
    ("Police have ruled out robbery as a motive.", "Police", "robbery as a motive"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "speaker", "content"), SPANS, ids=[s[0][:40] for s in SPANS])
def test_where_speaker_and_content_end(words: str, speaker: str, content: str) -> None:
    s = only(words)
    assert (s.speaker and s.speaker.text, " ".join(p.text for p in s.parts)) == (speaker, content)


def test_a_reporting_clause_inside_another_sentence_takes_the_whole() -> None:
    outer, inner = statements("Later, she said, the foreman told her he had locked the gate.")
    assert said(outer)[0] == "she"
    assert said(inner) == ("the foreman", "told", "he had locked the gate")
    assert inner.parent == outer.id


def test_two_sentences_joined_by_a_semicolon_are_two_reports() -> None:
    first, second = statements("Farmers blame the mill for the flood; the mill denies any part in it.")
    assert said(first) == ("Farmers", "blame", "the mill for the flood")
    assert (said(second)[0], second.stance, second.parent) == ("the mill", "denies", None)


def test_seeing_a_report_is_no_finding() -> None:
    (s,) = statements("The ministry, which saw the report in May, denies the killings.")
    assert s.stance == "denies"


def test_wanting_is_neither_alleging_nor_calling_for() -> None:
    assert only("The colonel wants to leave the town.").stance == "other"


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Kroll, who has defended miners since 2011, said the law had changed.", "Kroll"),
        (
            "Mayor Rosa Mirel, who was elected in May, said the law had changed.",
            "Mayor Rosa Mirel, who was elected in May,",
        ),
        ("Venn on Tuesday said the law had changed.", "Venn"),
        ("The Mirel Union issued a statement saying that the law had changed.", "The Mirel Union"),
        ("Moss repeated her claim that the law had changed.", "Moss"),
        ("Jan Vele, the council's director, said the law had changed.", "Jan Vele, the council's director,"),
    ],
)
def test_what_belongs_to_the_name_of_the_speaker(words: str, speaker: str) -> None:
    s = statements(words)[-1]
    assert s.speaker is not None
    assert s.speaker.text == speaker


def test_nobody_says_nothing() -> None:
    assert statements("Nobody from the police would say where the bodies had been taken.") == ()
    assert statements("No one has claimed responsibility for the killing.") == ()


@pytest.mark.parametrize(
    "words",
    [
        "The union said it was appalled by the raid and urged the mayor to resign.",
        "The union believes that he was killed for his work and calls on the mayor to resign.",
    ],
)
def test_what_a_body_goes_on_to_ask_is_asked_by_it(words: str) -> None:
    first, second = statements(words)
    assert (first.speaker, second.speaker) == (first.speaker, first.speaker)
    assert "resign" not in first.content.text
    assert second.stance == "calls-for"


def test_whose_words_are_no_others_in_the_same_sentence() -> None:
    found = statements("The villagers said the soldiers beat them and ordered them to leave.")
    assert {s.speaker.text: s.content.text for s in found if s.speaker} == {
        "The villagers": "the soldiers beat them and ordered them to leave",
        "the soldiers": "them to leave",
    }


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("The court upheld the verdict, finding that Olin had “knowingly harmed public order”.", "that Olin had"),
        ("The chair called for it to be lifted at once.", "it to be lifted at once"),
        ("He argued the plan, which few had read, would fail.", "the plan, which few had read, would fail"),
        (
            "A coalition of 32 civil society organisations on Wednesday called on President Venn to disband the paramilitary units it says are behind the killings.",
            "President Venn to",
        ),
    ],
)
def test_slips_of_the_parse_that_are_mended(words: str, content: str) -> None:
    assert any(content in " ".join(p.text for p in s.parts) for s in statements(words))


HEARERS = [
    ("The police were told to leave the square.", None, "to leave the square", "calls-for"),
    ("He was arrested and told to leave the country.", None, "to leave the country", "calls-for"),
    (
        "He was handcuffed, taken to a barracks and told that he would be shot.",
        None,
        "that he would be shot",
        "alleges",
    ),
    ("Told that the road was mined, the villagers turned back.", None, "that the road was mined", "alleges"),
    ("The men, told that the bridge was closed, went home.", None, "that the bridge was closed", "alleges"),
    ("She was told by the guards that her brother had died.", "the guards", "that her brother had died", "alleges"),
    ("Prisoners were ordered to lie down.", None, "to lie down", "calls-for"),
]


@pytest.mark.parametrize(("words", "speaker", "content", "stance"), HEARERS, ids=[h[0][:40] for h in HEARERS])
def test_whoever_was_told_something_said_nothing(words: str, speaker: str | None, content: str, stance: str) -> None:
    s = only(words, "R6")
    assert (s.speaker and s.speaker.text, s.content.text, s.stance) == (speaker, content, stance)


@pytest.mark.parametrize(
    ("words", "outer", "inner", "content"),
    [
        ("Lena Moss remembered him saying that the camp was empty.", "Lena Moss", "him", "that the camp was empty"),
        ("His sister recalled him saying that he was afraid.", "His sister", "him", "that he was afraid"),
        (
            "It cited Olin's lawyer as saying that his client had been released.",
            "It",
            "Olin's lawyer",
            "that his client had been released",
        ),
        (
            "“They must go on,” the newspaper quoted ministry spokesperson Lena Moss as saying.",
            "the newspaper",
            "ministry spokesperson Lena Moss",
            "“They must go on,”",
        ),
    ],
)
def test_who_is_remembered_or_quoted_as_saying_it_speaks_inside(
    words: str, outer: str, inner: str, content: str
) -> None:
    first, second = sorted(statements(words), key=lambda s: s.parent is not None)
    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.text, second.speaker.text, second.content.text) == (outer, inner, content)
    assert second.parent == first.id


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("It was reported that nine people had been killed.", ["that nine people had been killed"]),
        ("The colonel is said to have fled the country.", ["The colonel", "to have fled the country"]),
        ("Nine people are said to be missing.", ["Nine people", "to be missing"]),
    ],
)
def test_what_is_said_by_nobody_who_is_named(words: str, content: list[str]) -> None:
    s = only(words, "R6")
    assert s.speaker is None
    assert [p.text for p in s.parts] == content


MENDED = [
    (
        "The ban is void and the law unjust, said Lena Moss, the head of the union.",
        "Lena Moss, the head of the union",
        "The ban is void and the law unjust",
    ),
    ("As Moss told the court, the cells had no light.", "Moss", "the cells had no light"),
    (
        "But, as Northern Wire noted, the prison had been closed for years.",
        "Northern Wire",
        "the prison had been closed for years",
    ),
    ("The guards asked the prisoners if they had seen the letter.", "The guards", "if they had seen the letter"),
    (
        "The mayor called the verdict of the court “a grave mistake” for the town.",
        "The mayor",
        "the verdict of the court “a grave mistake” for the town",
    ),
    (
        "Moss told the crowd at a rally for the families that the mine would be closed.",
        "Moss",
        "that the mine would be closed",
    ),
    (
        "Northern Wire could not determine if the strike delayed the ferry.",
        "Northern Wire",
        "if the strike delayed the ferry",
    ),
    ("The embassy in the capital Osk said that it was closed.", "The embassy in the capital", "that it was closed"),
    (
        "“It rains,” Harbour Pilot Oskar Lin Bei-ra said.",
        "Harbour Pilot Oskar Lin Bei-ra",
        "“It rains,”",
    ),
    ("This is the judge they want to hear.", "they", "the judge | to hear"),
    (
        "The Lamp was late, lamenting that the bell was “rung without a rope”.",
        "The Lamp",
        "that the bell was “rung without a rope”",
    ),
    (
        "The toll was fair, according to the Council to Plant Trees.",
        "the Council to Plant Trees",
        "The toll was fair",
    ),
    (
        "Harbour Master Paul Orlo likened what had befallen the mill to something that the frost would do.",
        "Harbour Master Paul Orlo",
        "what had befallen the mill to something that the frost would do",
    ),
    (
        "City Water Board Clerk, Pim Tarro, had on the eve of Roe's trip said she was owed for bread.",
        "City Water Board Clerk, Pim Tarro,",
        "she was owed for bread",
    ),
    (
        "Dren, in office since 1994, claimed to have mapped the coast.",
        "Dren, in office since 1994,",
        "to have mapped the coast",
    ),
    (
        '"Varda has bought a kiln from Osk Motors for the repair of its tiles," a statement read.',
        "a statement",
        '"Varda has bought a kiln from Osk Motors for the repair of its tiles,"',
    ),
    (
        "OSK (Wire) - Regional fishing clubs this week mourned the loss of Jan Roe.",
        "Regional fishing clubs",
        "the loss of Jan Roe",
    ),
    ("She denied her debt in an interview.", "She", "her debt"),
    (
        "She said the well is dry, and the sheep need water.",
        "She",
        "the well is dry, and the sheep need water",
    ),
    ("Beekeepers complained of harsher frost.", "Beekeepers", "harsher frost"),
    (
        "Vardenia's harbour inspector called Monday for a ten-metre wall.",
        "Vardenia's harbour inspector",
        "a ten-metre wall",
    ),
    (
        "Varda Bakers told the Lantern at the time that two of the ovens burned a loaf.",
        "Varda Bakers",
        "that two of the ovens burned a loaf",
    ),
    ("The clerk deposed that nobody robbed him.", "The clerk", "that nobody robbed him"),
    ("Mayor Ivo Dren in a post May 30 accused them of theft.", "Mayor Ivo Dren in a post", "them of theft"),
]


@pytest.mark.parametrize(("words", "speaker", "content"), MENDED, ids=[m[0][:40] for m in MENDED])
def test_speaker_and_content_where_the_parse_slipped(words: str, speaker: str, content: str) -> None:
    s = only(words)
    assert (s.speaker and s.speaker.text, " | ".join(p.text for p in s.parts)) == (speaker, content)


def test_a_subject_with_a_clause_of_its_own_may_lose_its_verb() -> None:
    found = statements("Sitto, who said he visited and never saw it, called on the state to keep the camp open.")
    assert [(s.speaker and s.speaker.text, s.content.text) for s in found if s.cue_lemma == "call"] == [
        ("Sitto", "the state to keep the camp open")
    ]


def test_a_report_that_ends_what_somebody_said_is_theirs() -> None:
    found = statements("Mr Dren added that dozens of unions support it, saying: “This must end.”")
    assert [(s.speaker and s.speaker.text, s.content.text) for s in found] == [
        ("Mr Dren", "that dozens of unions support it"),
        ("Mr Dren", "“This must end.”"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "VERDICT: MISLEADING! The photo is old.",
        "He was charged with theft.",
        "She was writing little notes.",
        "Despite filing a complaint, he was detained.",
        "It was not possible for the smith to refuse the characterization.",
    ],
)
def test_what_only_looks_like_a_report(words: str) -> None:
    assert statements(words) == ()


def test_a_report_at_the_end_of_a_content_is_a_statement_by_itself() -> None:
    found = statements("The mayor said that peace had come, while farmers said that nothing had changed.")
    assert [(s.speaker and s.speaker.text, s.content.text, s.parent) for s in found] == [
        ("The mayor", "that peace had come", None),
        ("farmers", "that nothing had changed", None),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Watch Vardenia wants the UN to investigate his death.",
        "Deputies reiterate their call on the authorities to stop the trial.",
    ],
)
def test_wanting_somebody_else_to_act_is_a_call(words: str) -> None:
    assert only(words).stance == "calls-for"


def test_a_report_by_the_same_verb_behind_a_thing_is_the_same_speakers() -> None:
    found = statements("The council said the bridge had fallen in May and said that the mayor knew of it.")
    assert [(s.speaker and s.speaker.text, s.content.text) for s in found] == [
        ("The council", "the bridge had fallen in May"),
        ("The council", "that the mayor knew of it"),
    ]


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        ("A neighbour said the man came out crying and said that his brother was shot.", "the man"),
        ("Roe said Dren admitted the theft and said he was sorry.", "Dren"),
        ("The ministry said two men had come to the embassy and said they were beaten in custody.", "two men"),
        ("The ministry said the beekeeper came home and added that he was beaten in custody.", "the beekeeper"),
    ],
)
def test_who_is_reported_to_act_and_can_speak_says_what_follows(words: str, inner: str) -> None:
    last = max((s for s in statements(words) if s.cue_lemma in ("say", "add")), key=lambda s: s.content.start)
    assert last.speaker is not None
    assert last.speaker.text == inner


def test_who_does_not_support_a_claim_did_not_make_it() -> None:
    found = statements("The baker would not support her claim that a goat sang.")
    assert ("her", "that a goat sang") in [(s.speaker and s.speaker.text, s.content.text) for s in found]


def test_a_thing_adds_nothing() -> None:
    found = statements("In a note, the choir said the feast was cancelled and added that the tables had never come.")
    assert [(s.speaker and s.speaker.text, s.content.text) for s in found] == [
        ("the choir", "the feast was cancelled"),
        ("the choir", "that the tables had never come"),
    ]


def test_a_call_behind_a_quotation_is_not_the_quotation() -> None:
    found = statements(
        "Noting that ‘the rising price and shortage of paper harm that craft,’ Talia Moss called on the "
        "guild to ‘promptly open its stores.’"
    )
    assert ("called on", "the guild to ‘promptly open its stores.’") in [
        (s.cue and s.cue.text, s.content.text) for s in found
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Armed men attacked the village at dawn.",
        "Raiders attacked the mill for two nights.",
        "The garrison's attack on the mill lasted two nights.",
        "The shepherds stood by the ford.",
        "The nuns stood by the shepherds.",
        "The bishop embraced the widows.",
        "The shepherds pushed against the gate and pushed on the door.",
        "The council voted against the toll.",
        "The troops took part in a parade at the port.",
        "The general ordered the arrest of three bakers.",
    ],
)
def test_an_act_is_no_statement(words: str) -> None:
    assert not statements(words)


def test_the_infinitive_behind_a_reporting_clause_is_said_too() -> None:
    found = only("Nobody has any plans, the brewers say, to leave the valley.")
    assert [p.text for p in found.parts] == ["Nobody has any plans", "to leave the valley"]


def test_a_hearer_behind_a_comma_is_no_speaker() -> None:
    assert said(only("Ana Rook, 58, told the Osk Herald that the boats were gone."))[0] == "Ana Rook, 58,"


def test_who_is_concerned_that_something_was_done_alleges_it_and_who_is_concerned_about_it_does_not() -> None:
    assert only("The nurses are concerned that the well was poisoned.").stance == "alleges"
    assert only("The nurses are concerned about the well.").stance == "other"


def test_a_name_that_the_tagger_takes_for_a_verb_still_speaks() -> None:
    assert said(only("Rook then said the boats were gone.")) == ("Rook", "then said", "the boats were gone")


def test_who_dwells_on_a_matter_alleges_nothing() -> None:
    assert {s.stance for s in statements("The charity focused on the shepherds whom the army had shot.")} == {"other"}


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("The garrison cast doubt on the report that it shot the shepherds.", "doubts"),
        ("The garrison took exception to the claim that it shot the shepherds.", "doubts"),
        ("The governor took issue with the paper for its report that a baker was shot.", "doubts"),
        ("The nurses took issue with the army for shooting the shepherds.", "alleges"),
        ("The nurses found fault with the arrest of the baker.", "alleges"),
        ("The garrison made it clear that it shot nobody.", "denies"),
    ],
)
def test_a_report_that_is_found_fault_with_is_doubted(words: str, stance: str) -> None:
    assert statements(words)[0].stance == stance


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("The wardens put out a recording of the prisoner admitting that he robbed the mill.", "the prisoner"),
        ("The radio broadcast a speech by Marshal Rook denying that his men robbed the mill.", "Marshal Rook"),
        ("The herald ran a letter from the shepherds saying that the wells were dry.", "the shepherds"),
        ("The wardens released a video accusing the baker of theft.", "a video"),
        ("The choir released a letter accusing the baker of theft.", "The choir"),
        ("The marshal gave an interview saying that the wells were dry.", "The marshal"),
    ],
)
def test_whose_words_are_passed_on_speaks_not_who_passes_them_on(words: str, speaker: str) -> None:
    inner = max(statements(words), key=lambda s: s.cue.start if s.cue else 0)
    assert inner.speaker is not None
    assert inner.speaker.text == speaker


@pytest.mark.parametrize(
    "words",
    [
        "Orlo Aid estimated by March 4, that the frost had ruined ninety orchards.",
        "The guild estimated by Friday that the frost had ruined ninety orchards.",
    ],
)
def test_the_day_by_which_something_was_estimated_is_no_speaker(words: str) -> None:
    assert said(only(words)) == (words.split(" estimated")[0], "estimated", "that the frost had ruined ninety orchards")
