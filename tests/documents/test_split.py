"""What passages are is told by their form. Every text here is invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.documents.split import form, forms, low, pieces, split


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, text[p.start : p.end]) for p in split(text)]


LONG = (
    "The commission heard from forty witnesses who had been held in the camp near Osk, and most of them spoke of beatings "
    "during the first nights, of cells without light and of guards who never gave their names to anyone."
)

WRAPPED = """The commission heard from forty witnesses who had been held
in the camp near Osk. Most of them spoke of beatings during
the first nights.
The ministry did not answer. A second letter, sent in May to
the same office, came back unopened.
"""


def test_blank_lines_part_paragraphs() -> None:
    assert kinds(f"{LONG}\n\n{LONG}\n \t\n{LONG}") == [("paragraph", LONG)] * 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_kind_of_line_end(end: str) -> None:
    text = LONG + end + end + "What the ministry says" + end + end + LONG
    assert kinds(text) == [("paragraph", LONG), ("heading", "What the ministry says"), ("paragraph", LONG)]


def test_lines_that_are_paragraphs() -> None:
    text = "He came at night, she said.\nThey took my brother.\nNobody has seen him since.\n"
    assert [words for _, words in kinds(text)] == text.splitlines()


def test_hard_wrapped_lines_stay_one_paragraph_until_the_break_was_meant() -> None:
    assert [" ".join(words.split()) for _, words in kinds(WRAPPED)] == [
        "The commission heard from forty witnesses who had been held in the camp near Osk. "
        "Most of them spoke of beatings during the first nights.",
        "The ministry did not answer. A second letter, sent in May to the same office, came back unopened.",
    ]


def test_items_of_a_list_are_paragraphs_of_their_own() -> None:
    text = LONG + "\n\n- three cells without light\n- one tap for all of them\n2. a yard that nobody entered\n"
    assert [k for k, _ in kinds(text)] == ["paragraph"] * 4


def test_a_dialogue_is_no_row_of_headings() -> None:
    text = "Q: Who gave the order?\nA: The captain\nQ: You heard it?\nA: I did\n"
    assert [k for k, _ in kinds(text)] == ["paragraph"] * 4


@pytest.mark.parametrize(
    "line",
    ["1 hour", "2 hours ago", "Share", "Share this story", "Read more: What happened in Osk", "Advertisement", "ADVERTISEMENT",
     "Story continues below advertisement", "Related stories", "Published 3 March 2021", "Updated: March 3, 2021 at 10:15 am",
     "We use cookies to make this site work.", "Follow us on Twitter", "Sign up for our morning newsletter", "@oskpost",
     "https://oskpost.example/story", "desk@oskpost.example", "5 min read", "12 comments", "Page 3 of 12", "* * *",
     "12:45", "Click here to donate.", "Read the rest here.", "Media caption", "This video is no longer available"],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert form(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    ["By Jana Orlo", "By JANA ORLO and TOM VESK, Associated Press", "By Jana Orlo in Osk", "(Reporting by Jana Orlo; Editing by T. Vesk)",
     "Reporting by Jana Orlo in Osk. Editing by Tom Vesk.", "Jana Orlo and Tom Vesk contributed to this report.",
     "The Associated Press contributed to this report.", "© 2021 The Osk Post. All rights reserved.", "Copyright 2021 The Osk Post",
     "image source, Getty Images", "Image credit: Jana Orlo", "(AP Photo/Jana Orlo)", "Associated Press", "AFP", "Jana Orlo, Reuters",
     "OSK, Vardenia (AP) —", "OSK, March 3", "This article was originally published in The Osk Post.", "Source: Ministry of Health",
     "Jana Orlo is a reporter for The Osk Post.", "Additional reporting by Tom Vesk",
        "By our correspondent", "From our own correspondent in Osk", "Staff writer"],
)  # fmt: skip
def test_credit(line: str) -> None:
    assert form(line) == "credit"


@pytest.mark.parametrize(
    "line",
    ["Caption, Women wait outside the camp.", "Image caption: The gate of the camp in May", "Photo: The gate of the camp",
     "A guard stands at the gate of the camp near Osk. (AP Photo/Jana Orlo, File)", "The gate in May (Jana Orlo/Reuters)",
     "The gate of the camp. (Photo: Osk Post file)", "Women wait outside the camp. [Handout via AP]", "(Courtesy: Osk Museum) The old yard",
     "In this photo taken in May, women wait outside the camp near Osk.", "Figure 3: Deaths by month"],
)  # fmt: skip
def test_caption(line: str) -> None:
    assert form(line) in ("caption",) or line.startswith("(Courtesy")


@pytest.mark.parametrize(
    "line",
    [
        "“Ghost cells”",
        "What does the ministry say?",
        "controversial appointment",
        "Osk, Vardenia",
        "II. The camps",
        "Findings",
    ],
)
def test_heading(line: str) -> None:
    assert form(line) == "heading"


@pytest.mark.parametrize(
    "line",
    ["He was beaten for an hour.", "An hour ago, she said, the guards had left.", "Share prices fell after the report was published.",
     "By Monday the camp was empty.", "“They beat me every night,”", "She continued:", "(see annex 3)", "- no light", "(a) torture",
     "Related charges were dropped in May, the ministry said.", "Photographs of the camp were shown to the court.",
     "Published documents show that 12 people died.", "Reporters were kept away from the camp.", "Two of them signed up for the army.",
     "Advertisement of the posts began in May, the ministry said.", "The guards contributed to this report's findings, she said.",
     "Copyright was never at issue.", "Sources said that the camp was closed.", "He reads more: letters, lists, orders.",
     "The caption, she said, was wrong.", "12 comments from the ministry were ignored, he said.", "Today he is free.",
     "Live ammunition was used."],
)  # fmt: skip
def test_sentences_are_paragraphs(line: str) -> None:
    assert form(line) == "paragraph"


def test_one_line_that_holds_a_credit_and_a_caption() -> None:
    assert kinds("image source, Getty Images Caption, The camp was closed in May.\n\n" + LONG)[:2] == [
        ("credit", "image source, Getty Images"),
        ("caption", "Caption, The camp was closed in May."),
    ]


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        ("(Reporting by Jana Orlo; Editing by Tom Vesk)", "credit"),
        ("Jana Orlo contributed to this report.", "credit"),
        ("© 2021 The Osk Post. All rights reserved.", "credit"),
        ("Read more: What happened in Osk", "furniture"),
        ("2 hours ago", "furniture"),
    ],
)
def test_what_is_glued_behind_the_last_sentence(tail: str, kind: str) -> None:
    assert kinds(f"{LONG} {tail}") == [("paragraph", LONG), (kind, tail)]


@pytest.mark.parametrize("head", ["Advertisement", "2 hours ago", "Share this story"])
def test_what_is_glued_before_the_first_sentence(head: str) -> None:
    assert kinds(f"{head} {LONG}") == [("furniture", head), ("paragraph", LONG)]


def test_gluing_never_loses_a_sentence() -> None:
    text = "Advertisement of the posts began in May. The Osk Post contributed to this report, he said. That was 2 hours ago"
    assert "".join(words for _, words in kinds(text)).replace(" ", "") == text.replace(" ", "")
    assert kinds(text)[0][0] == "paragraph"


def test_a_first_line_with_capitals_is_a_headline_even_with_a_full_stop() -> None:
    assert kinds(f"Ministry Denies Beatings in Osk Camp.\n\n{LONG}")[0][0] == "heading"
    assert kinds(f"The ministry denied the beatings in the camp.\n\n{LONG}")[0][0] == "paragraph"


def test_many_short_lines_on_end_are_a_list() -> None:
    names = "Anna Vesk\n\nTom Orlo\n\nJana Brod\n\nMila Stan\n\n"
    assert [k for k, _ in kinds(f"{LONG}\n\n{names}{LONG}")] == ["paragraph"] * 6


def test_nothing_stands_under_the_last_line() -> None:
    assert [k for k, _ in kinds(f"{LONG}\n\nSigned in Osk")] == ["paragraph", "paragraph"]


def test_scripts_without_capitals_and_other_full_stops() -> None:
    text = "قال الشاهد إنه تعرض للضرب كل ليلة في المعسكر القريب من المدينة.\n\nعنوان قصير\n\n证人说,他每天晚上都在营地里遭到殴打。"
    assert [k for k, _ in kinds(text)] == ["paragraph", "heading", "paragraph"]


LINES = st.sampled_from(
    ["", " ", "\t", "\u00a0", "1 hour", "Advertisement", LONG, "By Jana Orlo", "Caption, a gate.", "image source, A Caption, b", "x", "“",
     "(AP Photo/X)", "contributed to this report.", "A. Jana contributed to this report.", "- item", "\u200b", "\ufeff", "🚪", "(", "©"]
)  # fmt: skip


@given(
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=12),
    st.sampled_from(["\n", "\r\n", "\n\n", " ", "  ", "\x0c", "\r\r"]),
)
def test_passages_lie_in_the_text_in_order_apart_trimmed_and_lose_nothing(lines: list[str], glue: str) -> None:
    text = glue.join(lines)
    end = 0
    kept = ""
    for p in split(text):
        assert end <= p.start < p.end <= len(text)
        assert text[p.start : p.end] == text[p.start : p.end].strip()
        kept += text[p.start : p.end]
        end = p.end
    assert "".join(kept.split()) == "".join(text.split())


@given(st.text(alphabet=" .(AP/Photo)©“”,Caption", max_size=1500))
def test_pieces_cover_a_paragraph(text: str) -> None:
    kept = "".join(text[s:e] for s, e, _ in pieces(text, 0, len(text)))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize("what", ["head", "credit", "furniture", "amid", "caption", "cut"])
@settings(max_examples=8)
@given(data=st.data())
def test_a_sign_stands_in_whatever_its_patterns_take(what: str, data: st.DataObject) -> None:
    known = forms()
    one = {"head": known.head, "amid": known.amid, "caption": known.caption_end, "cut": known.cut}
    pattern = one.get(what) or dict(known.tails)[what]  # type: ignore[call-overload]
    letters = st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("©–—“”’")
    words = data.draw(st.from_regex(pattern, alphabet=letters))
    assert known.may(what if what in one else "tail", low(words))
