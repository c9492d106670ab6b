"""Every span is what it says: `text[start:end] == quoted`. Checked when an inquiry is verified and before a report is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from firsthand.documents.record import Span
from firsthand.documents.seal import Mismatch


def within(record: object) -> Iterator[Span]:
    """Every Span that `record` holds, in fields and in tuples of them."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from within(item)
    elif isinstance(record, msgspec.Struct):
        for field in record.__struct_fields__:
            yield from within(getattr(record, field))


def mismatches(records: Iterable[msgspec.Struct], texts: Mapping[str, str]) -> Iterator[Mismatch]:
    """The places named by `records` that are not what their document's text has there. Each record names its `document`.

    Places are the spans in it, and its own `start` and `end`: with its `text` where it has one; and beginning and ending where one of
    its spans does, where it holds spans.
    """
    for record in records:
        document = getattr(record, "document", "")
        text = texts.get(document)
        spans = list(within(record))
        who = getattr(record, "id", type(record).__name__)
        for span in spans:
            yield from _unlike(who, document, text, span)
        start, end = getattr(record, "start", None), getattr(record, "end", None)
        if start is None or end is None:
            continue
        words = getattr(record, "text", None)
        off = list(outside(who, document, text, start, end))
        if off:
            yield from off
        elif words is not None:
            yield from _unlike(who, document, text, Span(start, end, words))
        elif spans and not (start in {s.start for s in spans} and end in {s.end for s in spans}):
            yield Mismatch(
                where=f"{document} {start}:{end}",
                expected=f"{min(s.start for s in spans)}:{max(s.end for s in spans)}, or less",
                found=f"{start}:{end}",
                message=f"{who} does not begin and end where its spans do",
            )


def outside(who: str, document: str, text: str | None, start: int, end: int) -> Iterator[Mismatch]:
    """That `start`:`end`, to which the record `who` leads, is no place in `text`; nothing where it is one."""
    if text is None or not 0 <= start < end <= len(text):
        yield Mismatch(
            where=f"{document} {start}:{end}",
            expected="a place in the text",
            found="no text" if text is None else f"a text of {len(text)} characters",
            message=f"{who} lies outside the text",
        )


def _unlike(who: str, document: str, text: str | None, span: Span) -> Iterator[Mismatch]:
    found = None if text is None else text[span.start : span.end]
    if found != span.text or not 0 <= span.start < span.end:
        yield Mismatch(
            where=f"{document} {span.start}:{span.end}",
            expected=span.text,
            found="no text" if found is None else found,
            message=f"a span of {who} is not what the text has there",
        )
