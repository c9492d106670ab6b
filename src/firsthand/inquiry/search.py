"""Search: words, phrases, beginnings and near spellings, in texts, statements, speakers and allegations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from firsthand.inquiry.index import BETWEEN, apart

MOST = 5_000
"""Hits above which none are ranked: whoever finds more has to narrow the search, and ranking them all would take long."""

NEAR = 24
"""Spellings that stand for one word in a fuzzy search."""

AROUND = 110
"""Code points shown on either side of the first word that was found."""

_TERMS = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+\*?")


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """`words` as a person typed them: words that must all be there, "phrases", beginnings*. `fuzzy`: near spellings too.

    `noun` is text, statement, speaker, allegation or document; the others keep what stands in that document, language or stance. "" is any.
    """

    words: str
    noun: str = ""
    document: str = ""
    language: str = ""
    stance: str = ""
    fuzzy: bool = False


class Piece(msgspec.Struct, frozen=True):
    """Some of the words of a hit; `hit` where they are what was asked for."""

    text: str
    hit: bool = False


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: a `noun` with its id; where it stands, if in a document; and its words around what was asked for."""

    noun: str
    id: str
    document: str
    name: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """How many hits there are of each noun (`capped`: more than are counted), some of them, and the words that were searched for."""

    nouns: tuple[tuple[str, int], ...]
    total: int
    capped: bool
    hits: tuple[Hit, ...]
    spelled: tuple[tuple[str, ...], ...]


def search(db: Connection, query: Query, first: int = 0, most: int = 20) -> Found:
    """What has the words of the query, the best first."""
    terms = [spellings(db, term) if query.fuzzy else (term,) for term in parsed(query.words)]
    if not terms or not all(terms):
        return Found(nouns=(), total=0, capped=False, hits=(), spelled=tuple(terms))
    match = " AND ".join("(" + " OR ".join(_quoted(t) for t in same) + ")" for same in terms)
    where, values = _where(query)
    source = f"""FROM index_words w JOIN index_finds f ON f.row = w.rowid
        LEFT JOIN index_statements s ON f.noun = 'statement' AND s.id = f.id
        LEFT JOIN index_documents d ON d.id = f.document WHERE index_words MATCH ?{where}"""
    held = [match, *values]
    counted = db.exec_driver_sql(
        f"SELECT noun, count(*) FROM (SELECT f.noun AS noun {source} LIMIT {MOST + 1}) GROUP BY noun", tuple(held)
    ).all()
    total = sum(n for _, n in counted)
    chosen, more = (" AND f.noun = ?", [query.noun]) if query.noun else ("", [])
    order = "f.row" if total > MOST else "w.rank, f.row"
    rows = db.exec_driver_sql(
        f"""SELECT f.noun, f.id, f.document, coalesce(d.name, ''), f.start, f."end", w.words
        {source}{chosen} ORDER BY {order} LIMIT ? OFFSET ?""",
        (*held, *more, most, first),
    ).all()
    hits = tuple(
        Hit(noun=noun, id=i, document=doc, name=name, start=start, end=end, pieces=around(words, terms))
        for noun, i, doc, name, start, end, words in rows
    )
    kept = sum(n for noun, n in counted if query.noun in ("", noun))
    nouns = tuple(sorted((noun, n) for noun, n in counted))
    return Found(nouns=nouns, total=kept, capped=total > MOST, hits=hits, spelled=tuple(terms))


def _where(query: Query) -> tuple[str, list[str]]:
    asked = (("f.document", query.document), ("d.language", query.language), ("s.stance", query.stance))
    kept = [(column, value) for column, value in asked if value]
    return "".join(f" AND {column} = ?" for column, _ in kept), [value for _, value in kept]


def parsed(words: str) -> list[str]:
    """The terms of a query: words, phrases of several, and beginnings, which end in "*". Nothing in them is syntax."""
    found = []
    for phrase, word in _TERMS.findall(words[:400]):
        inside = _WORD.findall(phrase or word)
        if inside:
            found.append(" ".join(w.rstrip("*") for w in inside[:-1]) + (" " if inside[:-1] else "") + inside[-1])
    return found[:12]


def _quoted(term: str) -> str:
    """A term in the syntax of FTS5."""
    words = apart(term.rstrip("*")).replace('"', " ")
    return f'"{words}"' + ("*" if term.endswith("*") else "")


def spellings(db: Connection, term: str) -> tuple[str, ...]:
    """The term, and the words of the index that are spelled nearly like it: one letter in four other, left out, added or turned round."""
    if " " in term or term.endswith("*") or len(term) < 4:
        return (term,)
    said = fold(term)
    far = max(1, len(said) // 4)
    rows = db.exec_driver_sql(
        "SELECT term FROM index_vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (said[0], chr(ord(said[0]) + 1), len(said) - far, len(said) + far),
    )
    near = process.extract(said, [t for (t,) in rows], scorer=OSA.distance, score_cutoff=far, limit=NEAR)
    return (term, *(t for t, _, _ in near if t != said))


def fold(text: str) -> str:
    """The text as words are compared: small letters without their marks, code point for code point."""
    return "".join((unicodedata.normalize("NFD", c)[:1].casefold() or c)[:1] for c in text)


def around(words: str, terms: Sequence[Sequence[str]]) -> tuple[Piece, ...]:
    """The words around the first of the terms that stands in them, with every term marked."""
    words = " ".join(words.replace(BETWEEN, "").split())
    places = _places(fold(words), [t for same in terms for t in same])
    begin = max(0, places[0][0] - AROUND) if places else 0
    end = min(len(words), (places[0][1] if places else 0) + 2 * AROUND)
    while begin and not words[begin - 1].isspace() and begin > places[0][0] - AROUND - 20:
        begin -= 1
    pieces, at = [Piece("… ")] if begin else [], begin
    for start, stop in places:
        if at <= start and stop <= end:
            pieces += [Piece(words[at:start]), Piece(words[start:stop], True)]
            at = stop
    pieces.append(Piece(words[at:end] + (" …" if end < len(words) else "")))
    return tuple(p for p in pieces if p.text)


def _places(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where terms stand in a folded text, in order, without overlaps."""
    found: list[tuple[int, int]] = []
    for term in terms:
        said = r"[\W_]+".join(map(re.escape, fold(term.rstrip("*")).split()))
        ending = "" if term.endswith("*") else r"(?!\w)"
        found += [m.span() for m in re.finditer(rf"(?<!\w){said}{ending}", text)]
        if not found and (plain := fold(term.rstrip("*"))) in text and not plain.isascii():
            found += [m.span() for m in re.finditer(re.escape(plain), text)]
    kept: list[tuple[int, int]] = []
    for place in sorted(found):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept
