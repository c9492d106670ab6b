from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.dates import day, month
from firsthand.documents.readers import frames
from firsthand.documents.readers.html import page
from firsthand.documents.record import Document, Reading

Read = Callable[..., Reading]

FIRST = "Guards at a camp near Osk beat detainees for months, a commission said on Monday, citing interviews with forty people."
SECOND = "The ministry denied the allegations and called the report biased and unfounded in a statement on Tuesday."
QUOTE = "“They beat us every night,” a former detainee told the commission in a room without windows."

STORY = f"""<!doctype html><html lang="en"><head><title>Beatings | The Osk Post</title>
<meta property="og:title" content="Guards beat detainees, commission says">
<meta property="og:site_name" content="The Osk Post">
<meta property="article:published_time" content="2021-03-04T23:30:00-05:00">
<script>var secret = "never";</script><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Guards beat detainees, commission says</h1><p class="byline">By Jana Orlo</p>
<figure><img src="x.jpg"><figcaption>The camp near Osk in May. Photo: J. Orlo</figcaption></figure>
<p>{FIRST}</p><div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>
<p>{QUOTE}</p><h2>What the ministry says</h2><p>{SECOND}</p>
<table><tr><th>Month</th><th>Deaths</th></tr><tr><td>May</td><td>3</td></tr></table>
<ul><li>cells without light</li><li>one tap for all</li></ul>
<p>(Reporting by Jana Orlo; Editing by T. Vesk)</p></article>
<aside><h3>More stories</h3><a href="/1">Rain in the north</a></aside><footer>© 2021 The Osk Post</footer>
<script>document.write("never")</script></body></html>"""


def passages(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


def test_a_story_is_read_in_its_own_order_each_thing_as_what_it_is(reading: Read) -> None:
    assert passages(reading("story.html", STORY)) == [
        ("heading", "Guards beat detainees, commission says"),
        ("credit", "By Jana Orlo"),
        ("caption", "The camp near Osk in May. Photo: J. Orlo"),
        ("paragraph", FIRST),
        ("furniture", "Share Tweet"),
        ("paragraph", QUOTE),
        ("heading", "What the ministry says"),
        ("paragraph", SECOND),
        ("row", "Month | Deaths"),
        ("row", "May | 3"),
        ("paragraph", "cells without light"),
        ("paragraph", "one tap for all"),
        ("credit", "(Reporting by Jana Orlo; Editing by T. Vesk)"),
    ]


def test_what_the_page_says_about_itself_and_where(reading: Read) -> None:
    text = reading("story.html", STORY).text
    assert text
    assert (text.title, text.outlet, text.author) == (
        "Guards beat detainees, commission says",
        "The Osk Post",
        "Jana Orlo",
    )
    assert text.published
    assert str(text.published) == "2021-03-04", "the day of the zone that the page was written in"
    assert text.found["title"] == "html meta og:title"
    assert text.found["published"] == "html meta article:published_time"
    assert text.found["author"] == "html byline"
    assert text.language == "en"


def test_no_script_style_or_comment_is_text(reading: Read) -> None:
    text = reading(
        "story.html",
        STORY.replace("<article>", "<!-- never --><noscript>never</noscript><template>never</template><article>"),
    )
    assert text.text
    assert "never" not in text.text.text
    assert "color" not in text.text.text


@pytest.mark.parametrize(
    ("linked", "title", "author"),
    [
        (
            '{"@type": "NewsArticle", "headline": "From JSON", "author": [{"name": "Jana Orlo"}, {"name": "T. Vesk"}]}',
            "From JSON",
            "Jana Orlo, T. Vesk",
        ),
        ('{"@graph": [{"@type": ["ReportageNewsArticle"], "headline": "Deep", "author": "A. B."}]}', "Deep", "A. B."),
        ('{"@type": "NewsArticle", "headline": 7, "author": null}', "From the title", ""),
        ("{broken", "From the title", ""),
        ("[" * 5000, "From the title", ""),
    ],
)
def test_json_ld(reading: Read, linked: str, title: str, author: str) -> None:
    markup = f'<html><head><title>From the title</title><script type="application/ld+json">{linked}</script></head><body><p>{FIRST}</p></body></html>'
    text = reading("a.html", markup).text
    assert text
    assert (text.title, text.author) == (title, author)


def test_dates_keep_their_precision(reading: Read) -> None:
    head = '<html><head><meta name="{}" content="{}"></head><body><p>' + FIRST + "</p></body></html>"
    for name, words, expected in (
        ("dc.date", "2021-03", month(2021, 3, "2021-03")),
        ("date", "4 March 2021", day(2021, 3, 4, "4 March 2021")),
        ("date", "soon", None),
    ):
        text = reading(f"{name}{words}.html", head.format(name, words)).text
        assert text
        assert text.published == expected


def test_a_line_break_in_a_paragraph_parts_lines(reading: Read) -> None:
    result = passages(reading("a.html", f"<html><body><article><p>{FIRST}<br>{SECOND}</p></article></body></html>"))
    assert [words for _, words in result] == [FIRST, SECOND]


def test_a_short_page_is_read_whole(reading: Read) -> None:
    result = reading("a.html", "<html><body><div>I was held in Osk.</div></body></html>")
    assert passages(result) == [("paragraph", "I was held in Osk.")]


def test_a_page_in_a_script_without_blanks_is_not_lost(reading: Read) -> None:
    sentence = "သက်သေက ကော်မရှင်ကို ပြောကြားရာတွင် အစောင့်များက ညတိုင်း ရိုက်နှက်ခဲ့ကြောင်း ပြောသည်။"
    markup = (
        "<html><body><h1>Osk</h1>"
        + "".join(f"<section><p>{sentence} {n}</p></section>" for n in range(30))
        + "</body></html>"
    )
    text = reading("a.html", markup).text
    assert text
    assert text.text.count(sentence) == 30


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "koi8-r"])
def test_the_encoding_that_the_page_declares(reading: Read, encoding: str) -> None:
    words = "Свидетель рассказал комиссии, что его держали в лагере около года и каждую ночь избивали."
    markup = f'<html><head><meta charset="{encoding}"></head><body><p>{words}</p></body></html>'
    result = reading("a.html", markup.encode(encoding))
    assert passages(result) == [("paragraph", words)]


def test_undecodable_bytes_are_a_flaw(reading: Read) -> None:
    data = f"<html><body><p>{FIRST} Señor Ósk ".encode() + b"\xff" + f" said so. {'é' * 20}</p></body></html>".encode()
    assert [f.kind for f in reading("a.html", data).flaws] == ["undecodable"]


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 50_000 + "I was held in Osk for a year and nobody came." + "</div>" * 50_000,
    "deep-inline": "<html><body><p>" + "<b>" * 20_000 + "I was held in Osk for a year and nobody came.",
    "nul": f"<html><body><p>{FIRST}\x00{SECOND}</p>",
    "halves": f"<html><body><p>&#xD800; {FIRST} &#xDFFF;</p>",
    "control": f"<html><body><p>\x01\x02{FIRST}\x1f</p>",
    "entity": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>{FIRST} &x;</p></body></html>',
    "laughs": '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>I was held. &b;</p></body></html>',
    "unclosed": f"<html><body><p>{FIRST}<table><tr><td>x<p>{SECOND}<script>never",
    "attributes": "<html><body><p " + " ".join(f"a{i}='x'" for i in range(5000)) + f">{FIRST}</p>",
    "tables": "<html><body>" + "<table><tr><td>" * 200 + "I was held in Osk for a year." + "</td></tr></table>" * 200,
    "rows": "<html><body><table>" + "<tr><td>I was held</td><td>in Osk</td></tr>" * 3000 + "</table>",
    "framed": "<html><frameset><frame src='http://example.invalid/'></frameset></html>",
    "no-body": "<html>",
    "lone": "<html><body><p>" + "<" * 5000,
    "private-use": f"<html><body><p>\ue000{FIRST}\ue001</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(reading: Read, name: str) -> None:
    result = reading(f"{name}.html", HOSTILE[name])
    if result.text:
        assert "never" not in result.text.text
        assert "root:" not in result.text.text
    if "held in Osk" in HOSTILE[name] and name != "rows":
        assert result.text
        assert "held in Osk" in result.text.text


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "table",
        "tr",
        "td",
        "script",
        "br",
        "h1",
        "figcaption",
        "li",
        "a",
        "!--",
        "/p",
        "/div",
        "/table",
        "html",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(st.one_of(TAGS.map(lambda t: f"<{t}>"), st.text(max_size=20)), max_size=40))
def test_any_soup_is_read_or_refused_without_raising(soup: list[str]) -> None:
    document = Document(id="0" * 64, name="a.html", place="", size=1, media_type="text/html", collected="")
    text = page("".join(soup).encode("utf-8", "replace"), document).text
    assert text
    end = 0
    for p in text.passages:
        assert end <= p.start < p.end <= len(text.text)
        end = p.end


def test_when_a_page_was_changed_and_where_that_stands(reading: Callable[..., Reading]) -> None:
    linked = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2024-03-02T10:00:00Z"}</script>'
    )
    meta = '<meta property="article:published_time" content="2024-03-01"><meta property="article:modified_time" content="2024-04"/>'
    for head, said in (
        (meta + linked, "2024-03-02, html JSON-LD dateModified"),
        (meta, "2024-04, html meta article:modified_time"),
    ):
        text = reading(
            "a.html", f"<html><head>{head}</head><body><p>The bridge at Osk was closed.</p></body></html>"
        ).text
        assert text
        assert text.found["modified"] == said
        assert str(text.published) == "2024-03-01"


def test_the_headline_stands_above_the_first_heading_of_the_text(reading: Callable[..., Reading]) -> None:
    prose = "".join(
        f"<p>The bridge at Osk was closed on day {n}, and nobody in the town knew when it would open.</p>"
        for n in range(9)
    )
    menu = "<nav><h2>Sections</h2><ul><li><a href='/a'>News</a></li></ul></nav>"
    text = reading(
        "a.html", f"<html><body>{menu}<h1>Osk and its bridge</h1><header><h2>Preface</h2></header>{prose}</body></html>"
    ).text
    assert text
    assert text.title == "Osk and its bridge"
    headings = [text.text[p.start : p.end] for p in text.passages if p.kind == "heading"]
    assert headings == ["Osk and its bridge", "Preface"]


def test_what_stands_in_a_shadow_root_is_read_and_other_templates_are_not(reading: Read) -> None:
    said, inert = (
        "She named three of the men who had held her there.",
        "This is for a script to fill in one day, perhaps.",
    )
    shadow = f"<x-story><template shadowrootmode='open'><p>{said}</p></template></x-story><template><p>{inert}</p></template>"
    found = reading("a.html", f"<html><body><article><p>{FIRST}</p>{shadow}<p>{SECOND}</p></article></body></html>")
    assert found.text
    assert said in found.text.text
    assert inert not in found.text.text


def test_a_page_written_into_a_frame_is_a_part(reading: Read) -> None:
    frames = "<iframe srcdoc='&lt;p&gt;They were taken to the mine by night.&lt;/p&gt;'></iframe><iframe srcdoc='&lt;p&gt;Ad'></iframe>"
    found = reading("a.html", f"<html><body><p>{FIRST}</p>{frames}</body></html>")
    assert [(p.name, p.data) for p in found.parts] == [
        ("frame 1.html", b"<p>They were taken to the mine by night.</p>")
    ]


def test_a_page_in_chinese_written_into_a_frame_is_a_part(reading: Read) -> None:
    found = reading(
        "a.html", f"<html><body><p>{FIRST}</p><iframe srcdoc='&lt;p&gt;他们在夜里被带到矿井。'></iframe></body></html>"
    )
    assert [p.data.decode() for p in found.parts] == ["<p>他们在夜里被带到矿井。"]


def test_frames_that_are_too_many_are_told_of(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MANY", 2)
    many = '<iframe srcdoc="They were held."></iframe>' * 5
    found = reading("a.html", f"<html><body><p>{FIRST}</p>{many}</body></html>")
    assert len(found.parts) == 2
    assert [(f.kind, "3 pages" in f.message) for f in found.flaws] == [("too-many", True)]


def test_a_page_whose_frame_was_taken_out_is_not_said_to_be_made_by_scripts(reading: Read) -> None:
    found = reading("a.html", f'<html><body><script>count()</script><iframe srcdoc="{FIRST}"></iframe></body></html>')
    assert len(found.parts) == 1
    (flaw,) = found.flaws
    assert (flaw.kind, "written into its frames" in flaw.message) == ("no-text", True)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<frameset><frame src='a.html'><frame src='b.html'></frameset>", "in other files: a.html, b.html"),
        ("<head><meta http-equiv='Refresh' content='0; URL=https://osk.example/story'></head>", "leads on to https://osk.example/story"),
        ("<body><div id='root'></div><script>show()</script></body>", "made by its scripts"),
    ],
)  # fmt: skip
def test_a_page_without_text_says_where_it_is(reading: Read, page: str, why: str) -> None:
    found = reading("a.html", f"<html>{page}</html>")
    assert found.text is None
    (flaw,) = found.flaws
    assert (flaw.kind, why in flaw.message, bool(flaw.cure)) == ("no-text", True, True)
