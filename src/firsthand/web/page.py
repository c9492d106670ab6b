"""PAGE and CHANGE: what the workbench shows, and what a person can do in it.

A page is a function of the inquiry and of what was asked that returns a record; the record's fields are the page's contract. The
template gets the record as `page`; `.json` after the path answers with the record itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

import msgspec

from firsthand.inquiry.open import Inquiry
from firsthand.judgements import Judgement

Id = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{64}|[a-z-]{1,30}-[0-9a-f]{16})\Z")]
"""The id of a record, as it may come in an address: nothing else is looked up."""


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page is asked: the names in its path and its query, typed. A page that takes more is asked with a record of its own."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a page shows. The fields are the page's contract with its template and with whoever reads its `.json`."""


@dataclass(frozen=True)
class Page:
    """At `path`, `make` makes what is asked, and `template` shows it.

    `nav` is the page's place in the navigation, its words at "nav.NAME" ("" for none); `key` the letter that goes there after "g".
    """

    path: str
    template: str
    make: Callable[[Inquiry, Any], Shown]
    nav: str = ""
    key: str = ""

    @property
    def asks(self) -> type[Ask]:
        """The type of what this page is asked."""
        return _asked(self.make)

    @property
    def shows(self) -> type[Shown]:
        """The type of what this page shows."""
        found: type[Shown] = get_type_hints(self.make)["return"]
        return found


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a change did: the `judgement` that was recorded, if it was one, and where to go (`then`, "": back to where it was asked)."""

    judgement: Judgement | None = None
    then: str = ""


@dataclass(frozen=True)
class Change:
    """A form that is sent to `path` is carried out by `make`. `follows`: what it decides moves what is counted."""

    path: str
    make: Callable[[Inquiry, Any], Done]
    follows: bool = True

    @property
    def asks(self) -> type[Ask]:
        """The type of the form."""
        return _asked(self.make)


def _asked(make: Callable[..., Any]) -> type[Ask]:
    """The type of what is asked: that of the second argument."""
    found: type[Ask] = list(get_type_hints(make).values())[1]
    return found


class Part(msgspec.Struct, frozen=True):
    """The part of a long list that is shown: numbers `first` to `last` of `total`, on page `at` of `pages`, counted from 1."""

    at: int
    pages: int
    first: int
    last: int
    total: int


def part(total: int, at: int, size: int) -> Part:
    """Page `at` of a list of `total`, `size` to a page; the nearest there is."""
    pages = max(1, -(-total // size))
    at = min(max(at, 1), pages)
    return Part(at, pages, min((at - 1) * size + 1, total), min(at * size, total), total)
