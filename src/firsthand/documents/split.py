"""Split a text into passages: where each paragraph, heading, caption, credit line and piece of furniture stands.

The forms are the language's (`language/en/passages.toml`); what is here is how they are laid over a text. Passages are spans:
one line can hold two of them (a caption behind an image credit, an agency's sign-off behind the last sentence).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.documents.record import Passage, PassageKind
from firsthand.language.lexicon import load

Cut = tuple[int, int, PassageKind]
"""A piece of a paragraph, by its offsets, and what it is."""

LONGEST = 700
"""No form is longer than so many characters: a longer paragraph is one, and only its ends are looked at."""

EDGE = 420
"""So far from either end of a paragraph something glued to it is looked for."""

WIDEST, NARROWEST = 120, 30
"""Lines longer than the first were not wrapped by hand or machine to fit a page; nor were blocks narrower than the second."""

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENDS = re.compile(r"[.!?…:;。！？؟۔।։།။።]['\"”’»)\]]*$")
_ITEM = re.compile(r"\s*(?:[-–—•*·‣◦▪●○►>»]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s|[QA][:.]\s|[A-Z][\w ]{0,24}:\s)")
_STOP = re.compile(r"[.!?”\"’')\]] ?")
_WORD = re.compile(r"\w[\w'’-]*")


GLUED = ("cut", "head", "tail")
"""The kinds of patterns for what is glued to a paragraph."""

SIX = 6
_LOW, _MIX, _DOWN = (
    np.uint64((1 << 8 * SIX) - 1),
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(48),
)  # multiplicative hashing (Knuth, 6.4)


def low(words: str) -> bytes:
    """`words` as they are looked through for signs: a byte for each, A to Z as small letters."""
    return words.encode("latin-1", "replace").lower()


@dataclass(frozen=True)
class Forms:
    """The forms of one language, ready to use. `furniture`, `credit` and `caption_begin` are laid over small letters."""

    furniture: re.Pattern[str]
    caption_begin: re.Pattern[str]
    caption_end: re.Pattern[str]
    caption_close: tuple[str, ...]
    credit: re.Pattern[str]
    amid: re.Pattern[str]
    byline: re.Pattern[str]
    head: re.Pattern[str]
    tails: tuple[tuple[PassageKind, re.Pattern[str]], ...]
    cut: re.Pattern[str]
    heading: dict[str, Any]
    masthead: dict[str, Any]
    dated: re.Pattern[str]
    dateline: re.Pattern[str]
    item: re.Pattern[str]
    signs: dict[str, tuple[bytes, ...]]

    def may(self, what: str, written: bytes) -> bool:
        """Whether something in what is `written` can be what is asked for: then one of its signs stands there. Asked first, since it takes a
        tenth of the time of the patterns."""
        for sign in self.signs[what]:  # noqa: SIM110 - any() takes three times as long for so few
            if sign in written:
                return True
        return False


@cache
def forms(language: str = "en") -> Forms:
    """The forms of `language`, from its `passages.toml`."""
    table = load(language, "passages")
    parts = dict(table["parts"])

    def whole(patterns: Iterable[str], before: str = "", after: str = "", *, case: bool = False) -> re.Pattern[str]:
        joined = "|".join(f"(?:{p})" for p in patterns)
        for _ in range(3):  # a part may use a part
            joined = re.sub(r"<(\w+)>", lambda m: parts.get(m[1], m[0]), joined)
        return re.compile(f"{before}(?:{joined}){after}", 0 if case else re.IGNORECASE)

    return Forms(
        furniture=_small(whole(table["furniture"]["whole"])),
        caption_begin=_small(whole(table["caption"]["begin"])),
        caption_end=whole(table["caption"]["end"], after="$"),
        caption_close=tuple(table["caption"]["close"]),
        credit=_small(whole(table["credit"]["whole"])),
        amid=whole(table["credit"]["amid"]),
        byline=whole(table["credit"]["byline"], case=True),
        head=whole(table["furniture"]["head"], case=True),
        tails=(
            ("credit", whole(table["credit"]["tail"], case=True)),
            ("furniture", whole(table["furniture"]["tail"], case=True)),
        ),
        cut=whole(table["cut"]["before"], case=True),
        heading=table["heading"],
        masthead=table["masthead"],
        dated=whole([table["masthead"]["dated"]]),
        dateline=whole([table["masthead"]["dateline"]]),
        item=re.compile(table["heading"]["not_begin"]),
        signs={what: tuple(map(low, known)) for what, known in table["signs"].items()},
    )


def _small(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The same for small letters: several times faster than to ask in each place for either letter."""
    return re.compile(re.sub(r"\\.|[A-Z]", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), pattern.pattern))


def split(text: str) -> tuple[Passage, ...]:
    """The passages of a plain text, in order, not overlapping, each trimmed of white space."""
    cuts = parted(text, 0, len(text), glued(text))
    return settle([Passage(start, end, kind) for start, end, kind in cuts], text)


def glued(text: str) -> list[int]:
    """The places in `text` at which a sign of something glued to a paragraph stands: in most paragraphs there is none.

    Where one can begin its first letters tell, for the whole text at once; that takes a fifth of the time of looking for each of them.
    """
    written = low(text)
    begin, long, short = _glue()
    may = np.flatnonzero(begin[_slots(written)]).tolist() if len(written) > SIX else range(len(written))
    found = [at for at in may if written.startswith(long, at)]
    for sign in short:
        at = written.find(sign)
        while at >= 0:
            found.append(at)
            at = written.find(sign, at + 1)
    return sorted(found)


@cache
def _glue() -> tuple[npt.NDArray[np.bool_], tuple[bytes, ...], tuple[bytes, ...]]:
    """The signs of what is glued to a paragraph, those of six letters or more and the shorter; and the slots into which the first six fall."""
    every = list(dict.fromkeys(sign for what in GLUED for sign in forms().signs[what]))
    long = tuple(sign for sign in every if len(sign) >= SIX)
    begin = np.zeros(1 << 16, dtype=np.bool_)
    for sign in long:
        begin[_slots(sign[:SIX])[0]] = True
    return begin, long, tuple(sign for sign in every if len(sign) < SIX)


def _slots(written: bytes) -> npt.NDArray[np.uint64]:
    """Of 65,536 slots the one that the six letters fall into which begin at each place."""
    eights = np.ndarray((len(written),), dtype="<u8", buffer=written + bytes(8), strides=(1,))
    return ((eights & _LOW) * _MIX) >> _DOWN


def parted(text: str, start: int, end: int, signs: Sequence[int]) -> list[Cut]:
    """The pieces of all paragraphs of `start`:`end`; `signs` as `glued` finds them."""
    words = text[start:end]
    plain = (
        words.isprintable() and "  " not in words and words[:1] != " " != words[-1:]
    )  # no white space but single blanks
    if plain and words and bisect_left(signs, start) == bisect_left(signs, end):  # most of what is asked for
        return [(start, end, form(words))]
    every = ((start + first, start + last) for first, last in paragraphs(words))
    return [cut for first, last in every for cut in pieces(text, first, last, signs)]


def pieces(text: str, start: int, end: int, signs: Sequence[int] | None = None) -> Iterator[Cut]:
    """The pieces of the paragraph at `start`:`end`: what is glued to it cut off, each with what its form says it is.

    A "heading" here is a guess by form alone; `settle` looks at its neighbours. `signs`: where some stand in the text, if that is known.
    """
    signs = glued(text) if signs is None else signs
    if bisect_left(signs, start) == bisect_left(signs, end):  # most paragraphs
        start, end = trim(text, start, end)
        if start < end:
            yield start, end, form(_flat(text, start, end)[0] if end - start <= LONGEST else None)
        return
    bounds = [start, *_cuts(text, start, end), end]
    for first, last in itertools.pairwise(bounds):
        first, last = trim(text, first, last)
        while first < last and (length := _head(text, first, last)):
            yield first, first + length, "furniture"
            first, last = trim(text, first + length, last)
        behind: list[Cut] = []
        while first < last and not behind[2:]:
            tail = _tail(text, first, last)
            if tail is None:
                break
            behind.insert(0, tail)
            first, last = trim(text, first, tail[0])
        if first < last:
            yield first, last, form(_flat(text, first, last)[0] if last - first <= LONGEST else None)
        yield from behind


def form(flat: str | None) -> PassageKind:
    """What a paragraph is by its form alone. `flat` has single blanks; None stands for one longer than any form."""
    if not flat or len(flat) > LONGEST:
        return "paragraph"
    known = forms()
    written = flat.encode("utf-8", "surrogatepass").lower()
    small = written.decode("utf-8", "surrogatepass")
    if known.furniture.fullmatch(small):
        return "furniture"
    if known.credit.fullmatch(small) or known.byline.fullmatch(flat):
        return "credit"
    if known.may("amid", written) and known.amid.fullmatch(flat):
        return "credit"
    if known.caption_begin.match(small):
        return "caption"
    closed = flat.rstrip(".").endswith(known.caption_close) or (":" in flat and known.may("bare", written))
    if closed and known.may("caption", written) and known.caption_end.search(flat):
        return "caption"
    return "heading" if _heading(flat, known) else "paragraph"


def settle(passages: Sequence[Passage], text: str, sure: frozenset[int] = frozenset()) -> tuple[Passage, ...]:
    """Guessed headings looked at among their neighbours; `sure` are the places of those that the document itself marks.

    A heading stands over something: at the end of the text it is a paragraph, and so are many on end (a list). The first
    line of a text may be longer, and may have a full stop, if it is written as headlines are.
    """
    known = forms()
    kinds: list[PassageKind] = [p.kind for p in passages]
    first = next((i for i, k in enumerate(kinds) if k in ("paragraph", "heading")), None)
    if first is not None and kinds[first] == "paragraph" and len(passages) > first + 1:
        p = passages[first]
        if p.end - p.start <= LONGEST and _headline(_flat(text, p.start, p.end)[0], known):
            kinds[first] = "heading"
    stop = len(kinds)
    while stop and kinds[stop - 1] in ("furniture", "credit"):
        stop -= 1
    i = 0
    while i < len(kinds):
        run = i
        while run < len(kinds) and kinds[run] == "heading" and run not in sure:
            run += 1
        if run - i >= known.heading["run"]:
            for n in range(i + (i == first), run):
                kinds[n] = "paragraph"
        elif run == stop and run > i and len(kinds) > 1:
            for n in range(i, run):
                kinds[n] = "paragraph"
        i = max(run, i + 1)
    return tuple(
        p if p.kind == k else Passage(p.start, p.end, k, p.page, p.language)
        for p, k in zip(passages, kinds, strict=True)
    )


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a plain text: blank lines part them; so does each line break where lines were not wrapped."""
    if len(text.splitlines()) == 1:
        start, end = trim(text, 0, len(text))
        if start < end:
            yield start, end
        return
    blocks = list(_blocks(text))
    wrapped = _wrapped(text, blocks)
    for block in blocks:
        yield from _joined(text, block, wrapped)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """`start`:`end` without the white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Lines that no blank line parts, each trimmed."""
    block: list[tuple[int, int]] = []
    after = 0
    for line in _LINE.finditer(text):
        start, end = trim(text, *line.span())
        if block and (start == end or sum(1 for _ in _BREAK.finditer(text, after, line.start())) > 1):
            yield block
            block = []
        if start < end:
            block.append((start, end))
        after = line.end()
    if block:
        yield block


def _wrapped(text: str, blocks: Iterable[list[tuple[int, int]]]) -> int:
    """The width to which the lines of `text` were wrapped; 0 where each line is a paragraph of its own.

    In wrapped text a line seldom ends where a sentence does; where most do, lines are paragraphs.
    """
    widths: list[int] = []
    broken = whole = 0
    for block in blocks:
        if len(block) > 1 and NARROWEST <= max(e - s for s, e in block) <= WIDEST:
            widths += [e - s for s, e in block]
            broken += len(block) - 1
            whole += sum(1 for s, e in block[:-1] if _ENDS.search(text, max(s, e - 8), e))
    if whole * 2 > broken or not widths:
        return 0
    return sorted(widths)[int(len(widths) * 0.95)]


def _joined(text: str, block: list[tuple[int, int]], wrapped: int) -> Iterator[tuple[int, int]]:
    """The lines of one block put together into paragraphs."""
    start, last = block[0]
    long = max(e - s for s, e in block) > WIDEST
    for s, e in block[1:]:
        if _goes_on(text, start, last, s, 0 if long else wrapped):
            last = e
        else:
            yield start, last
            start, last = s, e
    yield start, last


def _goes_on(text: str, start: int, end: int, then: int, wrapped: int) -> bool:
    """Whether the line that ends at `end` goes on in the one that begins at `then`.

    In wrapped text it does unless the next word would have had room: then the break was meant.
    """
    if _ITEM.match(text, then):
        return False
    ended = bool(_ENDS.search(text, max(start, end - 8), end))
    small = text[then].islower()
    if not wrapped:
        return small and not ended and len(text[start:end].split(maxsplit=3)) > 2
    near = max(start, end - 4 * WIDEST)  # farther back no line begins that had room
    line = max(text.rfind("\n", near, end) + 1, text.rfind("\r", near, end) + 1, near)
    word = text[then : then + wrapped].split(maxsplit=1)[0]
    room = (end - line) + 1 + len(word) <= wrapped - 3
    return not room or (small and not ended)


def _cuts(text: str, start: int, end: int) -> list[int]:
    if end - start > 4 * LONGEST:
        return []
    if not forms().may("cut", low(text[start:end])):
        return []
    flat, places = _flat(text, start, end)
    return [places[m.end()] for m in forms().cut.finditer(flat)]


def _head(text: str, start: int, end: int) -> int:
    """How many characters of furniture stand glued before the first sentence."""
    if not forms().may("head", low(text[start : min(end, start + EDGE)])):
        return 0
    flat, places = _flat(text, start, min(end, start + EDGE))
    m = forms().head.match(flat)
    return places[m.end() - 1] + 1 - start if m and m.end() else 0


def _tail(text: str, start: int, end: int) -> Cut | None:
    """What stands glued behind the last sentence, if anything does."""
    from_ = max(start, end - EDGE)
    if not forms().may("tail", low(text[from_:end])):
        return None
    flat, places = _flat(text, from_, end)
    behind = [m.end() for m in _STOP.finditer(flat)]  # where a sentence ended; asked there alone, not at each character
    for kind, pattern in forms().tails:
        at = next((n for n in behind if n < len(flat) and pattern.fullmatch(flat, n)), None)
        if at is not None:
            first, last = trim(text, places[at], end)
            return first, last, kind
    return None


def _flat(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """The stretch with each run of white space as one blank, and the place in `text` of each of its characters."""
    stretch = text[start:end]
    if stretch.isprintable() and "  " not in stretch:  # no white space but single blanks: most stretches
        return stretch, range(start, end + 1)
    if " ".join(stretch.split()) == stretch[stretch[:1] == " " : len(stretch) - (stretch[-1:] == " ")]:
        return stretch, range(start, end + 1)
    flat: list[str] = []
    places: list[int] = []
    for i, c in enumerate(stretch):
        if c.isspace():
            if flat and flat[-1] == " ":
                continue
            c = " "
        flat.append(c)
        places.append(start + i)
    return "".join(flat), [*places, end]


def _heading(flat: str, known: Forms) -> bool:
    """Whether it can be a heading: short, no full stop, no item of a list, no line of a dialogue."""
    rules = known.heading
    stops = str(rules["not_end"])
    if len(flat) > rules["characters"]:
        return False
    words = len(flat.split())
    if words > rules["words"] or not any(c.isalpha() for c in flat):
        return False
    if flat[0] in "“‘«„\"'":
        return bool(words <= rules["quoted"]) and flat.rstrip("”’»\"'")[-1:] not in stops
    if known.item.match(flat):
        return False
    if flat[-1] in "?؟？":
        return bool(words <= rules["question"])
    return flat[-1] not in stops and flat.rstrip("”’»\"')]")[-1:] not in f"{stops}?؟？"


def _headline(flat: str, known: Forms) -> bool:
    """Whether a text's first line is its headline: no full stop, or capitals as in headlines."""
    rules = known.heading
    if len(flat.split()) > rules["first"] or known.item.match(flat) or flat[-1] in ":;,":
        return False
    if flat.rstrip("”’»\"')]")[-1:] not in rules["not_end"]:
        return True
    words = [w for w in _WORD.findall(flat) if len(w) >= 4]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) >= rules["capitals"] * len(words)
