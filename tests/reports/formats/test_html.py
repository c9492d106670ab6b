"""The page: one file, no request, no script; hostile words stay words."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest
from tests.reports.invented import at, contents, document_of, said, text_of

from firsthand.allegations.record import Allegation, Member
from firsthand.findings.record import Assessment
from firsthand.flaws import flaw
from firsthand.origins.record import Count, Origin, Speaker, Trace
from firsthand.reports import room
from firsthand.reports.compose import compose
from firsthand.reports.formats import html
from firsthand.reports.record import Contents

HOSTILE = '</mark></style><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} " onclick="x'


class Page(HTMLParser):
    """The elements of a page, with their attributes and the open ones checked against the closing ones."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [held[name] or "" for _, held in self.elements if name in held]


def page_of(whole: Contents) -> tuple[str, Page]:
    written = html.write(compose(whole))
    return written, Page(written)


def hostile() -> Contents:
    """One document whose name, title, words and speaker try to become markup, turn the direction and hold control characters."""
    words = f"{HOSTILE} said\u202e it \x00\x1b was so. " + "W" * 5000
    text = text_of(words, title=HOSTILE, outlet=HOSTILE, author=HOSTILE)
    s = said(text, HOSTILE, "said", "it \x00\x1b was so. " + "W" * 5000, reasons=(HOSTILE,), rule=HOSTILE)
    speaker = Speaker(id="speaker-1", name=HOSTILE, kind="person")
    origin = Origin(
        id="origin-1", kind="witness", label=HOSTILE, speaker=speaker.id, first_hand=True, reasons=(HOSTILE,)
    )
    allegation = Allegation(
        id="allegation-1",
        type=HOSTILE,
        label=HOSTILE,
        victims=(HOSTILE,),
        places=(HOSTILE,),
        statements=(Member(id=s.id, role="supports"),),
        reasons=(HOSTILE,),
    )
    return Contents(
        name=HOSTILE,
        made="2021-05-02T09:30:00+00:00",
        version="0.1.0",
        documents=(document_of(f"{HOSTILE}\udcff\u202efdp.exe", text),),
        texts=(text,),
        statements=(s,),
        speakers=(speaker,),
        origins=(origin,),
        traces=(Trace(statement=s.id, speaker=speaker.id, origin=origin.id),),
        allegations=(allegation,),
        assessments=(
            Assessment(
                id="assessment-1",
                allegation=allegation.id,
                profile=HOSTILE,
                standard=HOSTILE,
                origins=Count(lo=1, hi=1, ids=(origin.id,), ids_hi=(origin.id,)),
                documents=(text.document,),
                first_hand=1,
            ),
        ),
        flaws=(flaw("read", "odd", HOSTILE, cure=HOSTILE, document=text.document, name=HOSTILE, start=0, end=9),),
    )


def many(number: int) -> Contents:
    """`number` allegations, each with three statements of three documents and a denial."""
    lines = [
        f"Officer {n} said that prisoner {n} was hit at gate {n}. The ministry denied that case {n} took place."
        for n in range(number)
    ]
    texts = tuple(text_of(f"Paper {k}\n\n" + "\n\n".join(lines)) for k in range(3))
    statements, members, traces = [], [], []
    for n in range(number):
        mine = [said(t, f"Officer {n}", "said", f"that prisoner {n} was hit at gate {n}") for t in texts]
        denial = said(texts[0], "The ministry", "denied", f"that case {n} took place", stance="denies")
        statements += [*mine, denial]
        members.append((*(Member(id=s.id, role="supports") for s in mine), Member(id=denial.id, role="disputes")))
        traces += [Trace(statement=s.id, speaker=None, origin=f"origin-{n}") for s in (*mine, denial)]
    return Contents(
        name="many",
        made="2021-05-02T09:30:00+00:00",
        version="0.1.0",
        documents=tuple(document_of(f"paper-{k}.txt", t) for k, t in enumerate(texts)),
        texts=texts,
        statements=tuple(statements),
        origins=tuple(Origin(id=f"origin-{n}", kind="witness", label=f"Officer {n}") for n in range(number)),
        traces=tuple(traces),
        allegations=tuple(
            Allegation(id=f"allegation-{n}", type="torture", label=f"case {n}", statements=held)
            for n, held in enumerate(members)
        ),
    )


EMPTY = Contents(name="nothing yet", made="2021-05-02T09:30:00+00:00", version="0.1.0")


@pytest.mark.parametrize("whole", [contents(), hostile(), EMPTY], ids=["invented", "hostile", "empty"])
def test_the_page_asks_nothing_of_anybody_and_every_link_leads_somewhere(whole: Contents) -> None:
    written, page = page_of(whole)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "base",
        "video",
        "audio",
        "image",
        "use",
    }
    assert not [
        name
        for _, held in page.elements
        for name in held
        if name.startswith("on") or name in ("src", "style", "srcset", "action")
    ]
    assert not re.search(r"url\(|@import|@font-face", written.split("</style>")[0].split("<style>")[1])
    ids = Counter(page.values("id"))
    assert [i for i, n in ids.items() if n > 1] == []
    targets = page.values("href")
    assert all(t.startswith("#") for t in targets)
    assert {t[1:] for t in targets} - set(ids) <= {"-"}


def test_the_policy_admits_just_this_style() -> None:
    written, page = page_of(contents())
    policy = next(held["content"] for _, held in page.elements if held.get("http-equiv") == "Content-Security-Policy")
    style = written.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        policy == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_hostile_words_stay_words() -> None:
    written, page = page_of(hostile())
    assert "49" not in [w.strip() for w in page.words]
    assert sum(HOSTILE in words for words in page.words) >= 8
    assert not set(written) & {chr(c) for c in (*range(9), 0x0B, *range(0x0E, 0x20), 0x202E)}
    assert "⟨U+202E⟩fdp.exe" in written
    assert "␀␛" in written
    written.encode("utf-8")


def test_every_sentence_has_its_marker_on_the_page() -> None:
    written, page = page_of(contents())
    opened = written.count('<span class="s">')
    assert opened > 30
    assert (
        len(
            re.findall(
                r'<span class="s">(?:(?!</sup>|<span class="s">).)*<sup class="notes"><a class="n"', written, re.S
            )
        )
        == opened
    )
    markers = [held for _, held in page.elements if held.get("class") == "n" and "href" in held]
    assert len({held["id"] for held in markers}) == len(markers)


def test_each_passage_names_document_digest_and_offsets_and_marks_the_words() -> None:
    whole = contents()
    written, _ = page_of(whole)
    wire = whole.texts[0]
    denied = at(wire, "that anyone was beaten")
    block = next(b for b in written.split('class="passage"') if f"characters {denied.start}–{denied.end}" in b)
    assert "<bdi>wire.txt</bdi>" in block
    assert f"<b>{wire.document[:12]}</b>{wire.document[12:]}" in block
    assert "<mark>that anyone was beaten</mark>" in block
    assert '<u class="cue">denied</u>' in block


def test_the_place_of_collection_is_not_on_the_page() -> None:
    assert "/secret" not in page_of(contents())[0]


def test_headings_go_down_one_step_at_a_time() -> None:
    _, page = page_of(contents())
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_without_allegations_the_report_says_so() -> None:
    whole = msgspec.structs.replace(contents(), allegations=(), assessments=(), contradictions=())
    assert "No allegation was found in these documents." in page_of(whole)[0]
    assert "No allegation was found in these documents." in page_of(EMPTY)[0]


def test_five_hundred_allegations_are_folded_and_stay_light() -> None:
    written, page = page_of(many(500))
    assert len(written.encode()) < 5_000_000
    folded = [held for tag, held in page.elements if tag == "details" and held.get("class") == "whole"]
    assert len(folded) == 500
    assert not any("open" in held for held in folded)


def test_of_more_allegations_the_head_is_set_out_and_the_page_says_where_the_rest_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "FULL", 10)
    written, page = page_of(many(30))
    folded = [held for tag, held in page.elements if tag == "details" and held.get("class") == "whole"]
    assert len(folded) == 10
    assert written.count("assessment.json beside this report") == 20
    assert all(f'<article class="allegation" id="a{n}"' in written for n in range(1, 31))


def test_of_more_statements_than_a_page_holds_the_first_are_listed_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = many(1)
    words = ("prisoner 0 was hit", "was hit at gate 0", "prisoner 0", "gate 0")
    more = tuple(said(t, "Officer 0", "said", w) for t in one.texts for w in words)
    (known,) = one.allegations
    members = (*known.statements, *(Member(id=s.id, role="supports") for s in more))
    long = msgspec.structs.replace(
        one,
        statements=(*one.statements, *more),
        traces=(*one.traces, *(Trace(statement=s.id, speaker=None, origin="origin-0") for s in more)),
        allegations=(msgspec.structs.replace(known, statements=members),),
    )
    assert "not set out here" not in page_of(long)[0]
    monkeypatch.setattr(room, "LINES", 5)
    written, _ = page_of(long)
    assert "15 statements in 3 documents" in written
    assert "… and 11 more, which are not set out here" in written


def test_the_same_report_gives_the_same_page() -> None:
    assert page_of(contents())[0] == page_of(contents())[0]
