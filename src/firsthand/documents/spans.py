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
    """The spans of `records` that are not what their document's text has there. Each record names its `document`."""
    for record in records:
        document = getattr(record, "document", "")
        text = texts.get(document)
        for span in within(record):
            found = None if text is None else text[span.start : span.end]
            if found != span.text or not 0 <= span.start < span.end:
                yield Mismatch(
                    where=f"{document} {span.start}:{span.end}",
                    expected=span.text,
                    found="no text" if found is None else found,
                    message=f"a span of {getattr(record, 'id', type(record).__name__)} is not what the text has there",
                )
