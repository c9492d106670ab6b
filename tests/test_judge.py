"""`firsthand judge` and `firsthand show copies A B` as a person uses them: what they print, what holds, what is taken back."""

import json
import shutil
import sys

import pytest

from firsthand.cli.program import main
from firsthand.judgements import DECISIONS
from firsthand.vocabulary import terms

WIRE = """OSK (Northern Wire) — Soldiers beat villagers in the barracks of Tolm on 12 March 2024, residents said.

"They beat my brother with cables in the barracks," said Mira Tal, a teacher who watched the soldiers take him. Tal said that two other men were beaten in the same yard.

The interior ministry of Vardenia denied it. "No one was beaten," the ministry's spokesman, Oren Vash, said on Thursday.
"""
PAPER = """Lake Gazette

Vardenian soldiers struck villagers, people say

"They beat my brother with cables in the barracks," said Mira Tal, a teacher who watched the soldiers take him. Tal said that two other men were beaten in the same yard.
"""
TESTIMONY = """STATEMENT OF WITNESS K-04

I am a driver from Tolm. I was held in the barracks of Tolm for nine days. On 12 March 2024 soldiers beat me in the yard. I saw the soldiers beat two other men.
"""
SECOND = """STATEMENT OF WITNESS K-09

My shop stands beside the well. They kept me for four nights in Tolm, at the barracks. A sergeant and two soldiers beat me there with belts on 12 March 2024. Across the corridor I watched soldiers beat a boy.
"""


@pytest.fixture(scope="module")
def assessed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("judged")
    sources = folder / "sources"
    sources.mkdir()
    for name, words in (("wire.txt", WIRE), ("paper.txt", PAPER), ("k04.txt", TESTIMONY), ("k09.txt", SECOND)):
        (sources / name).write_text(words, encoding="utf-8")
    program("assess", sources, "-o", folder / "inquiry")
    return folder


def program(*arguments):
    kept, sys.argv = sys.argv, ["firsthand", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        return end.code or 0
    finally:
        sys.argv = kept
    return 0


@pytest.fixture
def run(assessed, tmp_path, capfd):
    """Run the program on a copy of the inquiry: `run("judge", …)` gives (exit code, output, errors)."""
    shutil.copytree(assessed / "inquiry", tmp_path / "inquiry")

    def run(*arguments):
        capfd.readouterr()
        code = program(*arguments, "-o", tmp_path / "inquiry")
        said = capfd.readouterr()
        return code, said.out, said.err

    return run


def rows(run, noun):
    return json.loads(run("show", noun, "--json")[1])


def bounds(run):
    """The bounds of the allegation that most documents support."""
    most = max(rows(run, "assessments"), key=lambda a: (len(a["documents"]), a["origins"]["hi"]))
    return most["origins"]["lo"], most["origins"]["hi"]


def origin(run, label):
    return next(o for o in rows(run, "origins") if o["label"] == label)


def test_two_origins_made_one_count_once_and_open_takes_it_back(run):
    lo, hi = bounds(run)
    code, out, _ = run("judge", "origin", "K-04", "merged", "--with", "K-09", "--who", "anna", "--why", "the same man")
    assert code == 0
    assert f"→ {lo - 1}" in out
    assert bounds(run) == (lo - 1, hi - 1)
    assert "merged by anna: the same man" in " ".join(origin(run, "K-04")["reasons"])
    code, out, _ = run("judge", "origin", "K-04", "open", "--who", "anna")
    assert code == 0
    assert bounds(run) == (lo, hi)
    assert [j["decision"] for j in rows(run, "judgements")] == ["merged", "open"]


def test_a_merger_is_taken_back_by_the_names_under_which_it_was_made(run):
    one, two = [s["name"] for s in rows(run, "speakers") if s["kind"] == "person"][:2]
    before = len(rows(run, "speakers"))
    assert run("judge", "speaker", one, "merged", "--with", two)[::2] == (0, "")
    assert len(rows(run, "speakers")) == before - 1
    assert run("judge", "speaker", one, "open", "--with", two)[::2] == (0, "")
    assert len(rows(run, "speakers")) == before


def test_a_declared_dependence_keeps_both_origins_and_counts_one(run):
    lo, hi = bounds(run)
    code, _, _ = run("judge", "dependence", "K-04", "declared", "--with", "K-09", "--why", "interviewed together")
    assert code == 0
    assert bounds(run) == (lo - 1, hi - 1)
    assert {"K-04", "K-09"} <= {o["label"] for o in rows(run, "origins")}
    checks = [c for a in rows(run, "assessments") for c in a["origins"]["checks"] if not c["independent"]]
    assert any("interviewed together" in c["because"] for c in checks)


def test_a_merger_of_speakers_survives_another_document_and_a_re_run(run, assessed, tmp_path):
    run("judge", "speaker", "K-04", "merged", "--with", "Mira Tal", "--why", "her code name")
    together = bounds(run)
    named = [s for s in rows(run, "speakers") if "Mira Tal" in (s["name"], *s["aliases"])]
    assert len(named) == 1
    assert len(named[0]["documents"]) == 3
    more = tmp_path / "more"
    shutil.copytree(assessed / "sources", more)
    (more / "later.txt").write_text('A teacher from Tolm, Mira Tal, said on Friday: "They let nobody in."\n')
    assert run("assess", more)[0] == 0
    named = [s for s in rows(run, "speakers") if "Mira Tal" in (s["name"], *s["aliases"])]
    assert len(named) == 1
    assert len(named[0]["documents"]) == 4
    assert bounds(run) == together


def test_somebody_of_the_same_name_in_one_document_is_split_off(run):
    code, _, _ = run("judge", "speaker", "Mira Tal", "split", "--from", "paper.txt", "--why", "another teacher")
    assert code == 0
    named = [s for s in rows(run, "speakers") if s["name"] == "Mira Tal"]
    assert sorted(len(s["documents"]) for s in named) == [1, 1]
    assert any("split by" in r for s in named for r in s["reasons"])


def test_a_rejected_copy_ties_nothing(run):
    one = next(c for c in rows(run, "copies") if c["kind"] != "credit")
    assert any(one["id"] in r for s in rows(run, "statements") for r in s["reasons"])
    assert run("judge", "copy", one["id"], "rejected", "--why", "both quote her")[0] == 0
    assert not any(one["id"] in r for s in rows(run, "statements") for r in s["reasons"])
    assert next(c for c in rows(run, "copies") if c["id"] == one["id"])["status"] == "rejected"
    documents = {one["from"], one["to"]}
    held = json.loads(run("show", "copies", *sorted(documents), "--json")[1])
    assert [c["status"] for c in held["copies"] if c["id"] == one["id"]] == ["rejected"]


def test_a_rejected_statement_is_a_member_of_nothing(run):
    allegation = max(rows(run, "allegations"), key=lambda a: len(a["statements"]))
    said = next(m["id"] for m in allegation["statements"] if m["role"] == "supports")
    assert run("judge", "statement", said, "rejected", "--why", "misread")[0] == 0
    members = {m["id"] for a in rows(run, "allegations") for m in a["statements"]}
    assert said not in members
    assert said not in {s for c in rows(run, "contradictions") for s in c["statements"]}
    assert run("judge", "statement", said, "open")[0] == 0
    assert said in {m["id"] for a in rows(run, "allegations") for m in a["statements"]}


def test_an_assessed_witness_stays_so_under_another_id(run):
    run("judge", "origin", "Mira Tal", "reliable", "--why", "met twice", "--later")
    run("judge", "speaker", "Mira Tal", "merged", "--with", "K-04")
    met = [c for a in rows(run, "assessments") for c in a["conditions"] if "assessed" in c["name"]]
    assert any(c["met"] and "assessed reliable" in c["because"] for c in met)


def test_a_change_of_the_proposed_standard_is_said(run):
    _, out, _ = run("judge", "origin", "K-04", "reliable", "--why", "heard twice")
    assert "the rules propose" in out
    assert "→" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("origin", "K-04", "merged"), "about two"),
        (("origin", "K-04", "reliable", "--with", "K-09"), "about one"),
        (("origin", "K-04", "merged", "--with", "K-04"), "are one origin"),
        (("origin", "K-77", "reliable"), "no origin K-77"),
        (("origin", "K-04", "authenticated"), "no primary material"),
        (("origin", "origin-", "reliable"), "origins are called"),
        (("speaker", "Mira Tal", "rejected"), "can be judged"),
        (("speaker", "Mira Tal", "split", "--from", "k04.txt"), "has nothing in k04.txt"),
        (("speaker", "K-04", "split", "--from", "k04.txt"), "has nothing else in k04.txt"),
        (("speaker", "Mira Tal", "open"), "no decision holds"),
    ],
)
def test_what_cannot_be_decided_is_said_in_two_lines(run, arguments, said):
    code, _, err = run("judge", *arguments)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 2
    assert rows(run, "judgements") == []


def test_two_documents_side_by_side_with_what_they_share(run):
    code, out, _ = run("show", "copies", "wire.txt", "paper.txt")
    assert code == 0
    assert out.count("⟦1 ") == 2
    assert "OSK (Northern Wire)" in out
    held = json.loads(run("show", "copies", "wire.txt", "paper.txt", "--json")[1])
    assert (held["a"]["name"], held["b"]["name"]) == ("wire.txt", "paper.txt")
    spans = [s for c in held["copies"] for s in c["spans"]]
    assert spans
    for s in spans:
        assert WIRE[s["a"]["start"] : s["a"]["end"]] == s["a"]["text"]
        assert PAPER[s["b"]["start"] : s["b"]["end"]] == s["b"]["text"]
    other = json.loads(run("show", "copies", "paper.txt", "wire.txt", "--json")[1])
    assert [s["a"] for c in other["copies"] for s in c["spans"]] == [s["b"] for s in spans]


def test_two_documents_that_share_nothing(run):
    assert "No copy was found" in run("show", "copies", "wire.txt", "k04.txt")[1]
    code, _, err = run("show", "copies", "wire.txt", "nowhere.txt")
    assert (code, "nowhere.txt" in err) == (2, True)


def test_how_those_who_are_accused_answer_is_recorded_and_stands_in_the_report(run, tmp_path):
    allegation = max(rows(run, "allegations"), key=lambda a: len(a["statements"]))
    denial = next(s["id"] for s in rows(run, "statements") if s["stance"] == "denies")
    code, out, _ = run("judge", "answer", denial, "bare-denial", "--with", allegation["id"], "--why", "no reason given")
    assert code == 0
    assert "No allegation's independent origins change" in out
    run("report")
    report = (tmp_path / "inquiry" / "report" / "report.html").read_text(encoding="utf-8")
    assert report.count("How those who are accused answer") == 1
    assert "denies it, in the judgement of" in report
    assert run("verify")[0] == 0
    assert run("judge", "answer", denial, "open", "--with", allegation["id"])[0] == 0
    run("report")
    report = (tmp_path / "inquiry" / "report" / "report.html").read_text(encoding="utf-8")
    assert "How those who are accused answer" not in report


def test_an_answer_needs_its_allegation(run):
    code, _, err = run("judge", "answer", "statement-", "claim")
    assert code == 2
    assert "an answer and an allegation" in err


def test_every_answer_of_the_vocabulary_can_be_recorded_but_silence():
    assert {*DECISIONS["answer"]} == {*terms.load("answers")["answers"], "open"} - {"silent"}
