"""Descriptions without a name: whose they are, who is meant by them, and where nobody may be named."""

from __future__ import annotations

import pytest
from tests.origins.reading import named, read, says, text
from tests.origins.test_trace import speaker, traced

from firsthand.origins import names


def test_a_family_is_known_by_whose_it_is() -> None:
    doc = read("Talia Moss was held in Osk. Her family was not told. Moss’s family went to court.")
    assert doc.key("Her family") == doc.key("Moss’s family")
    assert doc.found("Her family").who.name == "Talia Moss’s family (not named)"
    assert doc.found("Her family").who.kind == "unnamed"


def test_two_lawyers_of_two_people_are_two() -> None:
    doc = read("Talia Moss’s lawyer left. Ivo Dren’s lawyer stayed.")
    assert doc.key("Talia Moss’s lawyer") != doc.key("Ivo Dren’s lawyer")


def test_a_description_behind_a_name_is_nobody_else() -> None:
    doc = read("Jonas Pell — the mayor’s former chief of staff — left the hall.")
    assert doc.key("the mayor’s former chief") == "person:jonas pell"


def test_a_states_prosecutor_speaks_for_it_without_a_name() -> None:
    doc = read("France's public prosecutor acknowledged the detention.")
    found = doc.found("France's public prosecutor").who
    assert found.kind == "unnamed"
    assert found.principal.key == "state:FR"


def test_a_candidate_of_a_party_is_not_somebody_new() -> None:
    doc = read("Ivo Dren spoke in Osk. The Green presidential candidate left early.")
    assert doc.found("The Green presidential candidate") is None


def test_the_outlet_is_the_one_introduced_as_a_website() -> None:
    doc = read(
        "Officers searched the office of independent news website Osk Mirror on Sunday. The outlet was closed. "
        "The website opened again."
    )
    assert doc.key("The outlet") == doc.key("The website") == "org:osk mirror"


def test_a_company_named_since_may_be_the_company() -> None:
    doc = read("The company Venn Glass grew. Orlo Steel lost its chief. The company was sold.")
    assert doc.key("The company", 1) != "org:venn glass"


def test_a_name_before_its_noun_is_the_body() -> None:
    doc = read("A report by the Mirror newspaper was read. The newspaper was sued.")
    assert doc.key("the Mirror newspaper") == "org:mirror"


def test_the_department_is_the_last_one_named() -> None:
    doc = read("The U.S. Treasury Department listed four men. The department gave no reason. France protested.")
    assert doc.key("The department") == "state:US"


def test_the_chief_of_a_body_is_the_only_one_named() -> None:
    doc = read(
        "Osk Freedom Movement (OFM) leader Ivo Dren was arrested in Osk. Police searched the offices of OFM. "
        "The OFM chief had spoken at a rally."
    )
    assert doc.key("The OFM chief") == "person:ivo dren"


def test_the_judge_is_the_justice_who_was_named() -> None:
    doc = read("Superior Court Justice Robert Lorn heard the case. The judge found the witness weak.")
    assert doc.key("The judge") == "person:robert lorn"


def test_two_judges_stay_open() -> None:
    doc = read("Judge Robert Lorn and Judge Mara Venn heard the case. The judge found the witness weak.")
    assert doc.found("The judge") is None


def test_the_police_are_people_without_a_name() -> None:
    doc = read("According to the police, a case was opened.")
    assert doc.key("the police") == "group:@doc:police"


def test_the_duo_and_the_crowd_are_groups() -> None:
    doc = read("The duo left. The crowd stayed.")
    assert [doc.found(w).who.kind for w in ("The duo", "The crowd")] == ["group", "group"]


def test_who_opens_the_news_without_a_name_is_named_next() -> None:
    t = text(
        "A top UN expert said that Vardenia holds ten lawyers.\n"
        "Lena Moss, the UN’s special rapporteur, said that all must be freed."
    )
    first = says(t, "A top UN expert", "Vardenia holds ten lawyers")
    second = says(t, "Lena Moss", "all must be freed")
    assert speaker(traced([t], [first, second]), first) == "Lena Moss"


def test_another_lawyer_further_down_is_somebody_else() -> None:
    t = text(
        "A lawyer said that Vardenia holds ten people.\nThe street was quiet on Monday.\nNobody came.\nIt rained.\n"
        "Lena Moss, a lawyer, said that all must be freed."
    )
    first = says(t, "A lawyer", "Vardenia holds ten people")
    assert speaker(traced([t], [first, says(t, "Lena Moss", "all must be freed")]), first) == "A lawyer (not named)"


def test_a_union_man_is_his_name() -> None:
    t = text("Mael Le Goran leads the union at the plant. “We wait,” union rep Le Goran said.")
    s = says(t, "union rep Le Goran", "“We wait,”", mode="direct")
    assert speaker(traced([t], [s]), s) == "Mael Le Goran"


def test_a_secretary_of_state_is_no_state() -> None:
    t = text("U.S. Secretary of State Antony Venn said the country was aware of the plot.")
    s = says(t, "U.S. Secretary of State Antony Venn", "the country was aware of the plot")
    assert speaker(traced([t], [s]), s) == "Antony Venn"


def test_a_body_in_its_report_is_the_body() -> None:
    t = text("UNICEF in its report explained that there are risks.")
    s = says(t, "UNICEF in its report", "there are risks")
    assert speaker(traced([t], [s]), s) == "UNICEF"


def test_a_lawsuit_and_a_resolution_are_documents() -> None:
    doc = read("The lawsuit was filed in Osk. A European Parliament resolution was read.")
    assert doc.found("The lawsuit").who.kind == "document"
    assert doc.key("A European Parliament resolution") == "body:ep"


def test_the_rights_group_is_not_the_rebels_named_last() -> None:
    doc = read(
        "Osk Rights Watch said that the fire was started by the Venno Front. The rights group counted forty dead."
    )
    assert doc.key("The rights group") == "org:osk rights watch"


def test_the_government_of_a_republic_is_the_state() -> None:
    doc = read("The Government of the Republic of Belarus closed its embassy.")
    assert doc.key("Government of the Republic of Belarus") == "state:BY"


def test_authorities_of_a_state_that_is_not_known_are_a_group() -> None:
    doc = read("The authorities urged everybody to be cautious.")
    assert doc.found("The authorities").who.kind == "group"


def test_a_ministry_that_the_tagger_took_for_a_name() -> None:
    t = text("Ethiopia's foreign ministry said it knew of forty dead.")
    s = says(t, "Ethiopia's foreign ministry", "it knew of forty dead")
    assert speaker(traced([t], [s]), s) == "Ethiopia"


def test_her_brother_is_the_only_brother_introduced() -> None:
    doc = read("Jun Castel, the brother of a doctor from Osk, wrote a letter. Her brother left the hall.")
    assert doc.key("Her brother") == "person:jun castel"


def test_the_opposition_is_the_name_that_ends_it() -> None:
    t = text("The main opposition OFM Alliance said that thirty of its members were in hiding.")
    s = says(t, "The main opposition OFM Alliance", "thirty of its members were in hiding")
    assert speaker(traced([t], [s]), s) == "OFM Alliance"


def test_a_capital_in_a_longer_name_is_no_government() -> None:
    t = text("The teachers met on Monday. UP Manila said that its doctor was held.")
    s = says(t, "Manila", "its doctor was held")
    assert speaker(traced([t], [s]), s) == "UP Manila"


def test_the_court_that_has_no_name_is_the_court() -> None:
    t = text("The cuts were illegal, the court ruled.")
    s = says(t, "the court", "The cuts were illegal")
    assert speaker(traced([t], [s]), s) == "court (not named)"


def test_the_court_beside_a_named_one_stays_open() -> None:
    t = text(
        "The Supreme Court of Osk sat late. Nobody came.\n" + "It rained.\n" * 14 + "All was lawful, the court ruled."
    )
    s = says(t, "the court", "All was lawful")
    assert speaker(traced([t], [s]), s) in ("court (not identified)", "Supreme Court of Osk")


def test_his_lawyer_is_the_lawyer_who_was_named_not_the_lawyers_lawyer() -> None:
    doc = read("Ivo Dren’s lawyer, Mara Venn, wrote a letter. His lawyer left the hall.")
    assert doc.key("His lawyer") == "person:mara venn"


def test_the_53_year_old_is_who_is_53() -> None:
    t = text("Jonas Pell, 53, was released on Friday with Ivo Dren, 41. The 53-year-old said he was happy.")
    s = says(t, "The 53-year-old", "he was happy")
    assert speaker(traced([t], [s]), s) == "Jonas Pell"


def test_nobody_is_said_to_be_53() -> None:
    t = text("Jonas Pell was released on Friday. The 53-year-old said he was happy.")
    s = says(t, "The 53-year-old", "he was happy")
    assert speaker(traced([t], [s]), s) is None


def test_a_spokesman_speaks_for_the_ministry_of_the_sentence_before() -> None:
    doc = read("The French Interior Ministry rejected the report. Spokesman Ivo Dren said that the men were armed.")
    assert doc.found("Ivo Dren").who.principal.key == "state:FR"


def test_a_spokesman_after_two_bodies_speaks_for_neither() -> None:
    doc = read("France and Germany rejected the report. Spokesman Ivo Dren said that the men were armed.")
    assert doc.found("Ivo Dren").who.principal is None


def test_a_government_called_by_a_name_is_not_any_that_was_spoken_of() -> None:
    doc = read("The French government gave money. The Dren government denied it. The government gave more.")
    assert doc.key("The Dren government") != "state:FR"
    assert doc.key("The French government") == "state:FR"


def test_a_group_by_the_name_before_the_noun() -> None:
    doc = read("The Halvo group of Jan Roe sells cloth. Halvo Motors shrank. The company was closed.")
    assert doc.found("The Halvo group").who.name == "Halvo"
    assert doc.key("Halvo Motors") == doc.key("The company") == "org:halvo motors"


def test_the_group_of_a_person_of_that_name_is_no_body() -> None:
    doc = read("Jonas Pell left Osk. The Pell group of lawyers met. Pell spoke.")
    assert doc.key("Pell", 2) == "person:jonas pell"


def test_his_daughter_by_a_first_name_that_looks_like_a_people() -> None:
    doc = read("At the harvest, his daughter Lina drove the cart and sang.")
    assert doc.found("his daughter").who.name == "Lina"


def test_the_indictment_is_the_paper_so_called_not_the_last_one() -> None:
    doc = read(
        "The indictment names two men. They collected email addresses. A letter was sent. The indictment is long."
    )
    assert doc.key("The indictment", 1) == doc.key("The indictment")


def test_an_agent_in_charge_is_his_name() -> None:
    doc = text("Library Director in Charge Lena Moss said a lamp was lit.")
    said = says(doc, "Library Director in Charge Lena Moss", "a lamp was lit")
    assert speaker(traced([doc], [said]), said) == "Lena Moss"
    assert names.person("Charge Lena Moss") == ("lena", "moss")  # as the tagger may cut it


def test_the_website_of_the_judiciary_is_the_judiciary() -> None:
    doc = read("The judiciary sits in Osk. The judiciary’s website was down.")
    assert doc.key("The judiciary’s website") == doc.key("The judiciary")


@pytest.mark.parametrize(
    "body",
    [
        "The Osk Human Rights Centre said workers were beaten. The firm said that nobody was hurt.",
        "Watch Vardenia reported that workers were beaten. The company said that nobody was hurt.",
        "Watch Vardenia said that workers at Orlo Motors were beaten. The company said that nobody was hurt.",
        "Orlo Motors said workers were well. Hexa Line said they were not. The company said that nobody was hurt.",
        "The Osk Oil Workers Union said workers were beaten. The company said that nobody was hurt.",
        "The Quarry Workers of Osk Congress said workers were beaten. The party said that nobody was hurt.",
    ],
)
def test_a_firm_or_party_is_no_body_of_which_nothing_says_that_it_is_one(body: str) -> None:
    assert named(body, body.rpartition(". ")[2].partition(" said")[0]) in (None, "company (not named)")


def test_the_company_is_the_only_body_that_trades() -> None:
    assert (
        named("Orlo Motors said workers were well. The company said that nobody was hurt.", "The company")
        == "Orlo Motors"
    )


def test_a_spokesman_is_told_by_whom_he_speaks_for() -> None:
    body = "A spokesman for the ferrymen said that the quay was shut. A spokesman for the bakers said that it was open."
    assert named(body, "A spokesman for the f") == "A spokesman for the ferrymen (not named)"
    assert named(body, "A spokesman for the b") == "A spokesman for the bakers (not named)"


def test_a_fellow_of_an_institute_is_his_name() -> None:
    t = text("Lund Institution senior fellow Klara Venn said that the dam was old.")
    s = says(t, "Lund Institution senior fellow Klara Venn", "the dam was old")
    assert speaker(traced([t], [s]), s) == "Klara Venn"


def test_a_dateline_is_no_speaker() -> None:
    t = text("PARIS (Reuters) - Dairy farmers said that milk was cheap.")
    s = says(t, "PARIS (Reuters) - Dairy farmers", "milk was cheap")
    assert speaker(traced([t], [s]), s) == "Dairy farmers (not named)"


def test_both_governments_are_no_government_named_before() -> None:
    body = "The French government met the German government. Both governments said that the bridge was safe."
    assert named(body, "Both") in (None, "Both governments (not named)", "both governments (not named)")


def test_the_president_of_whom_the_text_speaks() -> None:
    body = (
        "President Paul Venn met President Jan Orlo on Monday. Venn said that the harvest was poor. Venn asked for seed. "
        "Venn left early. The president said that rain was late."
    )
    assert named(body, "The president") == "Paul Venn"
    body = "President Paul Venn met President Jan Orlo on Monday. The president said that rain was late."
    assert named(body, "The president") is None


def test_the_minister_of_a_country_that_is_not_told_is_nobody_named() -> None:
    body = (
        "Canada’s fisheries minister, Marc Dufour, said that nets were torn. Norway agreed, "
        "with the country’s fisheries minister saying that cod was scarce."
    )
    assert named(body, "the country’s") != "Marc Dufour"


def test_his_victim_is_not_the_one_introduced_before() -> None:
    body = "Ivo Dren’s victim, Mara Venn, was a baker. Years later he struck again. His victim said that it was dark."
    assert named(body, "His victim") != "Mara Venn"


def test_the_kingdom_is_the_only_one_that_is_named() -> None:
    body = "Saudi Arabia sold dates to France. The kingdom said that prices were fair."
    assert named(body, "The kingdom") == "Saudi Arabia"
    body = "Saudi Arabia sold dates to Morocco. The kingdom said that prices were fair."
    assert named(body, "The kingdom") is None


def test_two_letters_are_not_the_initials_of_any_name() -> None:
    body = "The Growing Meadows club planted oaks. GM said that the plant would close."
    assert named(body, "GM") in (None, "GM")


def test_a_team_that_works_for_others_made_no_report() -> None:
    body = "The report of the Quarry Board was long. The team defending the village said that the dust was thick."
    assert named(body, "The team") in (None, "team defending the village (not named)")


def test_an_organ_of_another_province_is_another() -> None:
    body = (
        "The Tolna province water department closed the canal. "
        "The Brenn province water department said that the canal was full."
    )
    assert "Tolna" not in (named(body, "The Brenn") or "")


def test_a_judge_without_a_name_may_be_the_judge() -> None:
    body = (
        "Judge Paul Venn owns a vineyard.\n" + "It rained.\n" * 4 + "A judge in Osk fined the miller.\n"
        "The mill stood still.\n" * 4 + "The judge said that the weir was old."
    )
    assert named(body, "The judge") != "Paul Venn"


def test_the_lieutenant_with_a_capital_is_the_one_who_was_named() -> None:
    body = "Lt. Paul Venn swam ashore. The Lieutenant said that the sea was calm."
    assert named(body, "The L") == "Paul Venn"


def test_her_superiors_are_not_she() -> None:
    t = text("Mara Venn painted the gate. Her superiors said that it was green.")
    s = says(t, "Her superiors", "it was green")
    assert speaker(traced([t], [s]), s) in ("Her superiors (not named)", "Mara Venn’s superiors (not named)")


def test_one_of_them_is_not_all_of_them() -> None:
    t = text(
        "Two brewers opened a shop. One of them, Ivo Dren, said that hops were dear. One of them said that it closed."
    )
    ivo, other = says(t, "One of them, Ivo Dren,", "hops were dear"), says(t, "One of them", "it closed", nth=1)
    found = traced([t], [ivo, other])
    assert speaker(found, ivo) == "Ivo Dren"
    assert speaker(found, other) == "One of them (not identified)"


def test_a_director_named_behind_where_she_works() -> None:
    t = text(
        "Quarry Watch sent a letter. Quarry Watch’s director in Norway, Tiril Osvald, said that the pit was flooded."
    )
    s = says(t, "Quarry Watch’s director in Norway, Tiril Osvald,", "the pit was flooded")
    assert speaker(traced([t], [s]), s) == "Tiril Osvald"


def test_the_judge_is_open_where_one_without_a_name_is_near_too() -> None:
    body = "A judge in Osk fined the miller. Judge Mara Dovic {}. The judge said that the sacks were wet."
    assert named(body.format("lives in Reed"), "The judge") is None
    assert named(body.format("said that it rained"), "The judge") == "Mara Dovic"
