from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.dates import day
from firsthand.documents.read import read
from firsthand.documents.record import Document, Reading

Read = Callable[..., Reading]
SENTENCE = "I was held in the camp near Osk for eleven months, and nobody told my family where I was."


def message(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in {
        "From": "Jana Orlo <jana@example.org>",
        "To": "desk@oskpost.example",
        "Subject": "What I saw",
        **headers,
    }.items():
        mail[name] = value
    return mail


def passages(reading: Reading) -> list[tuple[str, str]]:
    assert reading.text, reading.flaws
    return [(p.kind, reading.text.text[p.start : p.end]) for p in reading.text.passages]


def test_headers_and_body(reading: Read) -> None:
    mail = message(Date="Thu, 4 Mar 2021 23:30:00 -0500")
    mail.set_content(f"{SENTENCE}\n\nPlease do not use my name.\n")
    result = reading("a.eml", mail.as_bytes())
    assert passages(result) == [
        ("header", "From: Jana Orlo <jana@example.org>"),
        ("header", "To: desk@oskpost.example"),
        ("header", "Date: Thu, 04 Mar 2021 23:30:00 -0500"),
        ("header", "Subject: What I saw"),
        ("paragraph", SENTENCE),
        ("paragraph", "Please do not use my name."),
    ]
    text = result.text
    assert text
    assert (text.title, text.author) == ("What I saw", "Jana Orlo <jana@example.org>")
    assert text.published
    assert text.published.start == day(2021, 3, 4).start
    assert text.found["published"] == "mail Date"


def test_attachments_become_parts(reading: Read) -> None:
    mail = message()
    mail.set_content(SENTENCE)
    mail.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="../../list.pdf")
    inner = message(Subject="Forwarded")
    inner.set_content("Inner words.")
    mail.add_attachment(inner)
    result = reading("a.eml", mail.as_bytes())
    assert [(p.name, p.media_type) for p in result.parts] == [
        (".._.._list.pdf", "application/pdf"),
        ("Forwarded.eml", "message/rfc822"),
    ]
    assert result.parts[0].data == b"%PDF-1.4 x"
    assert b"Inner words." in result.parts[1].data
    assert "Inner words." not in (result.text.text if result.text else "")


def test_of_two_forms_of_one_body_the_plain_one(reading: Read) -> None:
    mail = message()
    mail.set_content(SENTENCE)
    mail.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    assert [w for k, w in passages(reading("a.eml", mail.as_bytes())) if k != "header"] == [SENTENCE]


def test_a_body_in_html_only(reading: Read) -> None:
    mail = message()
    mail.set_content(
        f"<html><body><script>never()</script><p>{SENTENCE}</p><p>Second one.</p></body></html>", subtype="html"
    )
    assert [w for k, w in passages(reading("a.eml", mail.as_bytes())) if k != "header"] == [SENTENCE, "Second one."]


@pytest.mark.parametrize("encoding", ["utf-8", "koi8-r", "windows-1251"])
def test_declared_encodings(reading: Read, encoding: str) -> None:
    mail = message(Subject="Показания")
    words = "Меня держали в лагере около Оска одиннадцать месяцев."
    mail.set_content(words, charset=encoding)
    result = reading("a.eml", mail.as_bytes())
    assert result.text
    assert result.text.title == "Показания"
    assert words in result.text.text


def test_nested_a_hundred_levels(reading: Read) -> None:
    head = "From: a@example.org\nSubject: deep\nMIME-Version: 1.0\n"
    body = f"Content-Type: text/plain\n\n{SENTENCE}\n"
    for n in range(100):
        body = f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n{body}\n--b{n}--\n'
    result = reading("a.eml", head + body)
    assert result.text
    assert [f.kind for f in result.flaws] == ["too-many"]


def test_nested_beyond_what_the_library_stands(reading: Read) -> None:
    body = "Content-Type: text/plain\n\nx\n"
    for n in range(3000):
        body = f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n{body}'
    assert reading("a.eml", "From: a@example.org\nSubject: deep\n" + body)


def test_more_parts_than_a_mail_has(reading: Read) -> None:
    parts = "".join("--b\nContent-Type: application/x\n\nx\n" for _ in range(1500))
    result = reading(
        "a.eml", f"From: a@example.org\nSubject: many\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n"
    )
    assert len(result.parts) == 1000
    assert [f.kind for f in result.flaws] == ["too-many"]


@pytest.mark.parametrize(
    "head",
    [
        "From: =?utf-8?q?broken\nSubject: =?x?y?z?=\nDate: the day after\n",
        "From: <<>>@@\nSubject: \xff\xfe\nDate: Thu, 99 Foo 2021\n",
        "From: a@example.org\nSubject: x\nContent-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n",
        "From: a@example.org\nSubject: x\nContent-Type: multipart/mixed\n",
        'From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n',
        "From: a@example.org\nSubject: x\nContent-Type: ;;;\nContent-Disposition: ;;\n",
        "From: a@example.org\nSubject: x\x00y\nMessage-ID: <[>\n",
    ],
)
def test_broken_headers_are_read_as_far_as_they_go(reading: Read, head: str) -> None:
    result = reading("a.eml", (head + f"\n{SENTENCE}\n").encode("latin-1"))
    assert result.text
    assert result.text.published is None


def test_a_saved_page(reading: Read) -> None:
    page = f'<html><head><meta property="og:site_name" content="The Osk Post"><title>What was seen</title></head><body><p>{SENTENCE}</p></body></html>'
    data = (
        "From: <Saved by a browser>\nSubject: What was seen\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/html; charset=utf-8\nContent-Location: https://oskpost.example/1\n\n{page}\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    result = reading("page.mhtml", data)
    assert result.text
    assert (result.text.outlet, result.text.title) == ("The Osk Post", "What was seen")
    assert len(result.parts) == 1


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes_below_a_mails_head(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("mail") / "a.eml"
    path.write_bytes(b"From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n" + body)
    document = Document(id="0" * 64, name="a.eml", place="", size=1, media_type="message/rfc822", collected="")
    reading = read(document, path)
    assert reading.text
    reading.text.text.encode("utf-8")


def test_mails_hundreds_deep_in_one_another_leave_the_headers(reading: Callable[..., Reading]) -> None:
    begin, end = "From: clerk@osk.example\nSubject: The camp\n", ""
    for n in range(1500):
        begin += (
            f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\nContent-Type: message/rfc822\n\nSubject: {n}\n'
        )
        end = f"\n--b{n}--\n{end}"
    result = reading("deep.eml", f"{begin}\nthe words\n{end}")
    assert result.text
    assert "Subject: The camp" in result.text.text
    assert ("too-deep", True) in [(f.kind, "hundreds deep" in f.message) for f in result.flaws]


@pytest.mark.parametrize("sign", ['"', "(", "<", ",", ";a="])
@pytest.mark.parametrize("name", ["From", "Content-Type", "Content-Disposition"])
def test_a_header_made_to_take_long_is_read_as_it_stands(reading: Callable[..., Reading], name: str, sign: str) -> None:
    result = reading("long.eml", f"Subject: The camp\n{name}: clerk{sign * 3000}\n\nThe words of the mail.\n")
    assert result.text
    assert "Subject: The camp" in result.text.text
    assert name != "From" or f"From: clerk{sign}" in result.text.text


def test_two_forms_that_do_not_say_the_same_are_both_read_and_told_of(reading: Read) -> None:
    mail = message()
    mail.set_content("Your program cannot show this message.")
    mail.add_alternative(f"<html><body><p>{SENTENCE}</p></body></html>", subtype="html")
    result = reading("a.eml", mail.as_bytes())
    assert [w for k, w in passages(result) if k != "header"] == ["Your program cannot show this message.", SENTENCE]
    assert [f.kind for f in result.flaws] == ["versions"]


LONG = "那天夜里，士兵把我们从家里带走，没有人告诉我们要去哪里。我们在矿井旁边的营地里被关了十一个月，每天都要干活，家里人什么也不知道。"


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "gb18030"])
def test_two_forms_of_the_same_whose_lines_break_elsewhere_are_read_once(reading: Read, charset: str) -> None:
    whole = (
        LONG
        if charset != "iso-2022-jp"
        else "兵士たちは夜中に来て、家から私たちを連れて行った。鉱山のそばの収容所に十一か月いた。" * 2
    )
    mail = message()
    mail.set_content("\n".join(whole[n : n + 17] for n in range(0, len(whole), 17)), charset=charset)
    mail.add_alternative(f"<html><body><p>{whole}</p></body></html>", subtype="html", charset=charset)
    result = reading("a.eml", mail.as_bytes())
    assert "".join(w for k, w in passages(result) if k != "header").count(whole[:10]) == whole.count(whole[:10])
    assert not result.flaws


@pytest.mark.parametrize("page", [f"<p>{LONG}</p>", f"{'<b>' * 3000}{SENTENCE}"])
def test_a_page_that_says_more_is_read_in_any_script_and_however_deep(reading: Read, page: str) -> None:
    mail = message()
    mail.set_content("您的程序无法显示这封邮件，请换一个程序。")
    mail.add_alternative(f"<html><body>{page}</body></html>", subtype="html")
    result = reading("a.eml", mail.as_bytes())
    assert passages(result)[-1][1] == (LONG if LONG in page else SENTENCE)
    assert [f.kind for f in result.flaws] == ["versions"]


def test_two_forms_of_the_same_are_read_once_and_pictures_beside_them_are_parts(reading: Read) -> None:
    mail = message()
    mail.set_content(SENTENCE)
    mail.add_alternative(f"<html><body><p>{SENTENCE}</p><img src='cid:gate'></body></html>", subtype="html")
    page = mail.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG x", maintype="image", subtype="png", cid="<gate>", filename="gate.png")
    result = reading("a.eml", mail.as_bytes())
    assert [w for k, w in passages(result) if k != "header"] == [SENTENCE]
    assert not result.flaws
    assert [p.name for p in result.parts] == ["gate.png"]


MIXED = 'multipart/mixed; boundary="b"\n\n--b\nContent-Type: multipart/encrypted; boundary="c"\n\n'
FOOT = "\n--b\n\nYou get this mail from the list of the Osk desk.\n--b--\n"


@pytest.mark.parametrize(
    ("kind", "body", "locked"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", "MIIB", "S/MIME"),
        ("application/pkcs7-mime; smime-type=signed-data", "MIIB", ""),
        ('multipart/encrypted; boundary="b"', "--b\n\nVersion: 1\n--b--\n", "PGP"),
        ("text/plain", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "PGP"),
        ("text/plain", "You wrote:\n> -----BEGIN PGP MESSAGE-----\n> hQEMA\nI cannot open it.\n", ""),
        ("application/pkcs7-mime; smime-type=compressed-data", "MIIB", ""),
        ("application/pkcs7-mime; smime-type=certs-only", "MIIB", ""),
        ("application/pkcs7-mime", "MIIB", ""),
        ("application/pkcs7-mime\nContent-Transfer-Encoding: base64", "MBcGCSqGSIb3DQEHA6AKMAgCAQAxADAAAAA=", "S/MIME"),
        (f"{MIXED}--c\n\nVersion: 1\n--c--\n{FOOT}", "", "PGP"),
        (f"{MIXED}{FOOT}".replace('multipart/encrypted; boundary="c"', 'application/pkcs7-mime; smime-type="Enveloped-Data"'), "", "S/MIME"),
    ],
)  # fmt: skip
def test_mail_that_only_a_key_opens(reading: Read, kind: str, body: str, locked: str) -> None:
    flaws = reading("a.eml", f"From: jana@example.org\nSubject: x\nContent-Type: {kind}\n\n{body}").flaws
    assert [f"({locked})" in f.message for f in flaws if f.kind == "encrypted"] == [True] * bool(locked)


HEAD = "From: jana@example.org\nSubject: x\n"


@pytest.mark.parametrize(
    ("rest", "words", "told"),
    [
        ('Content-Type: multipart/mixed; boundary="b"\n\nNo part begins here at all.\n', "No part begins here at all.", "broken"),
        ('Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nThis part never ends.\n', "This part never ends.", "broken"),
        ("Content-Transfer-Encoding: base64\n\nVGhleSBjYW1lIGF0IGRhd24gYW5kIGxlZnQu!!I\n", "They came at dawn and left.", "broken"),
        ("From: other@example.org\n\nThey came at dawn.\n", "They came at dawn.", "versions"),
        (f'Content-Type: multipart/mixed; boundary="b"\n\n{"aside " * 30}\n--b\n\nThe part.\n--b--\n', "The part.", "not-read"),
        ('Content-Type: multipart/mixed; boundary="b"\n\nThis is a mail in parts.\n--b\n\nThe part.\n--b--\n', "The part.", ""),
    ],
)  # fmt: skip
def test_mails_that_are_not_as_they_say(reading: Read, rest: str, words: str, told: str) -> None:
    found = reading("a.eml", HEAD + rest)
    assert passages(found)[-1][1] == words
    assert [f.kind for f in found.flaws] == [told] * bool(told)


def test_pages_written_into_the_page_of_a_mail_are_parts(reading: Read) -> None:
    mail = message()
    frame = "<iframe srcdoc='&lt;p&gt;They were taken to the mine by night.&lt;/p&gt;'></iframe>"
    mail.set_content(f"<html><body><p>{SENTENCE}</p>{frame}</body></html>", subtype="html")
    mail.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="list.pdf")
    assert [p.name for p in reading("a.eml", mail.as_bytes()).parts] == ["frame 1.html", "list.pdf"]


def test_what_a_server_tells_of_a_delivery_is_a_part(reading: Read) -> None:
    status = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; jana@example.org\nAction: failed\n"
    body = f'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\n{status}\n--b--\n'
    (part,) = reading("a.eml", HEAD + body).parts
    assert part.name == "delivery-status.txt"
    assert b"Action: failed" in part.data
