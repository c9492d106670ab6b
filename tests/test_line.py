"""Work spread over processes: nothing is lost when one dies, and the version of a stage follows its rules."""

import gc
import multiprocessing
import os
import re
import signal

import pytest

from firsthand import line
from firsthand.documents.record import Passage, Text
from firsthand.statements.parse import parse


def double(n):
    return n * 2


def die_on_three(n):
    if n == 3:
        os._exit(9)
    return n


def test_work_is_done_in_processes_and_here_alike():
    assert sorted(line.spread(double, [1, 2, 3], 2, double)) == sorted(line.spread(double, [1, 2, 3], 1, double))


def test_an_item_that_kills_its_process_takes_nothing_else_down():
    done = dict(line.spread(die_on_three, list(range(6)), 2, lambda item, why: f"{item}: {why}"))
    assert {n: done[n] for n in done if n != 3} == {0: 0, 1: 1, 2: 2, 4: 4, 5: 5}
    assert "died" in done[3]


def die_elsewhere(n):
    if n == 3 and multiprocessing.parent_process() is not None:
        os._exit(9)
    return n


def test_each_is_map_in_other_processes_and_what_a_dead_one_leaves_is_done_here():
    for processes in (1, 2):
        with line.each(processes) as each:
            assert list(each(double, range(5))) == [0, 2, 4, 6, 8]
            assert list(each(die_elsewhere, range(6))) == list(range(6))


def test_the_collector_of_circles_rests_for_a_while_and_goes_on_after_an_error():
    def fail():
        with line.still():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled()


def test_every_stage_but_collect_has_a_version():
    versions = {stage: line.version(stage) for stage in line.STAGES if stage != "collect"}
    assert len(set(versions.values())) == len(versions)


def text(words, language="en"):
    return Text(document=words[:8], text=words, language=language, passages=(Passage(0, len(words), "paragraph"),))


def test_texts_in_a_language_without_rules_are_flaws_and_no_text_is_lost():
    texts = [
        text("The mayor said that the road was closed."),
        text("Der Bürgermeister sagte nichts.", "de"),
        text("Nothing.", ""),
    ]
    done = line.extract(texts)
    assert [e.document for e in done] == [t.document for t in texts]
    assert done[0].statements
    assert [[f.kind for f in e.flaws] for e in done] == [[], ["language"], ["language"]]


def test_spanish_is_read_by_surface_rules_and_a_flaw_says_what_is_not_read():
    (done,) = line.extract([text("El alcalde de Osk dijo que el puente estaba cerrado.", "es")])
    assert [(s.rule, s.content.text) for s in done.statements] == [("ES-1", "que el puente estaba cerrado")]
    assert (done.acts, done.figures) == ((), ())
    assert [f.kind for f in done.flaws] == ["surface"]


def test_a_text_that_fells_a_rule_is_a_flaw_and_the_others_are_extracted(monkeypatch):
    closely = line._closely

    def fall(parsed, model):
        if "cursed" in parsed.text.text:
            raise RecursionError("too deep")
        return closely(parsed, model)

    monkeypatch.setattr(line, "_closely", fall)
    good, bad = line.extract([text("The mayor said that the road was closed."), text("cursed words")])
    assert good.statements
    assert [f.kind for f in bad.flaws] == ["not-extracted"]
    assert "RecursionError" in bad.flaws[0].message


def test_a_text_that_takes_too_long_is_a_flaw_and_the_others_are_extracted(monkeypatch):
    closely = line._closely

    def hang(parsed, model):
        if "endless" in parsed.text.text:
            re.match(r"(a+)+$", "a" * 60 + "b")
        return closely(parsed, model)

    monkeypatch.setattr(line, "_closely", hang)
    next(iter(parse([text("Load the model first.")])))
    before = signal.getsignal(signal.SIGALRM)
    words = ("The mayor said that the road was closed.", "endless words", "The governor denied it.")
    first, bad, last = line.extract([text(w) for w in words], seconds=1)
    assert first.statements
    assert last.statements
    assert [f.kind for f in bad.flaws] == ["not-extracted"]
    assert "more than 1 seconds" in bad.flaws[0].message
    assert (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)) == (before, (0.0, 0.0))


@pytest.mark.parametrize(
    "said",
    [
        "Soldiers killed # people in Osk on 3 March 2020, the mayor said.",
        "The army denied that # people were killed in Osk.",
        "“We saw # men,” said Mara Oll, who was beaten in Osk.",
        "Mara Oll said that Ivo Dren, a baker, had # ovens.",
        "# people lost their houses; nobody was hurt.",
    ],
)
def test_twice_as_many_paragraphs_take_about_twice_the_work(said, steps):
    def work(paragraphs):
        words = [said.replace("#", str(n)) for n in range(20, 20 + paragraphs)]
        starts = [sum(map(len, words[:n])) + 2 * n for n in range(paragraphs)]
        passages = tuple(Passage(s, s + len(w), "paragraph") for s, w in zip(starts, words, strict=True))
        parsed = next(iter(parse([Text(document="doc", text="\n\n".join(words), passages=passages, language="en")])))
        return steps(lambda: line._closely(parsed, None))

    work(2)  # what is read once, is
    assert work(120) < 2.2 * work(60)


def test_a_long_text_has_as_much_time_as_it_has_more_words():
    assert [line.patience(text("a" * n), 120) for n in (0, 1, line.LONG, line.LONG + 1, 10_000_000)] == [
        120, 120, 120, 240, 4800,
    ]  # fmt: skip
    assert line.patience(text("a" * 10_000_000), 0) == 0
