"""What a page says about itself in its head: title, outlet, author, date of publication, and where each was found.

Schema.org's JSON-LD, Open Graph, Dublin Core and the plain meta elements, in an order of trust per field; what only looks like a
date is left to trafilatura, and what it had to pad is taken at the precision that is sure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree
from trafilatura import metadata
from trafilatura.settings import set_date_params

from firsthand import dates
from firsthand.dates import Period

TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline")
OUTLET = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "citation_journal_title",
)
AUTHOR = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
    "citation_author",
)
DATE = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publication_date", "publish-date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
    "citation_publication_date", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified",
    "last-modified", "lastmod",
)  # fmt: skip
"""Names of meta elements, most trusted first."""

LONGEST = 400
"""Characters: what is longer is no title, name or date."""


class Meta:
    """The fields found so far: `values` and, under the same names, where each was `found`."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.found: dict[str, str] = {}
        self.published: Period | None = None

    def take(self, field: str, value: object, where: str) -> None:
        """Keep `value` unless the field is filled, or it says nothing. A date is kept only if it can be read for sure."""
        words = " ".join(str(value).split()) if isinstance(value, str) else ""
        if field in self.values or not words or len(words) > LONGEST:
            return
        if field == "author" and (words.startswith("http") or "@" in words):
            return
        if field == "published":
            self.published = dates.published(words)
            if self.published is None:
                return
        self.values[field] = words
        self.found[field] = where


def describe(tree: etree._Element) -> Meta:
    """What the page `tree` says about itself."""
    meta = Meta()
    linked = [item for item in _linked(tree) if _is_article(item)]
    named = _named(tree)
    for field, names in (("title", TITLE), ("outlet", OUTLET), ("author", AUTHOR), ("published", DATE)):
        for item in linked:
            meta.take(field, _from_linked(item, field), f"html JSON-LD {_LINKED[field]}")
        for name in names:
            meta.take(field, named.get(name, ""), f"html meta {name}")
    _from_body(tree, meta)
    _modified(meta, [(item.get("dateModified"), "html JSON-LD dateModified") for item in linked])
    _modified(meta, [(named.get(name), f"html meta {name}") for name in MODIFIED])
    return meta


def _modified(meta: Meta, said: list[tuple[object, str]]) -> None:
    """When the page was last changed, by its own account: kept beside the other fields, with where it was found."""
    for value, where in said:
        if (
            "modified" not in meta.found
            and isinstance(value, str)
            and (date := dates.published(" ".join(value.split())[:LONGEST]))
        ):
            meta.found["modified"] = f"{date}, {where}"


def lacking(meta: Meta) -> bool:
    """Whether something is missing that `guess` may find."""
    return not {"author", "published"} <= meta.values.keys()


def guess(tree: etree._Element, meta: Meta) -> None:
    """Fill what is still missing with what trafilatura finds in the page `tree`, as it came; its guesses are marked as such.

    Asked for is author and date alone: trafilatura's own front door looks for seven more things, which takes as long again.
    """
    try:
        head = metadata.extract_meta_json(tree, metadata.examine_meta(tree))
        if "author" not in meta.values:
            meta.take("author", head.author or metadata.extract_author(tree), "html, by trafilatura")
        if "published" not in meta.values:
            url = head.url or metadata.extract_url(tree)
            date = metadata.find_date(tree, **set_date_params(extensive=False), url=url) or ""  # type: ignore[attr-defined]
            for padding in ("-01-01", "-01"):  # it pads what it does not know with ones
                date = date.removesuffix(padding)
            meta.take("published", date, "html, by trafilatura")
    except Exception:  # a guess is no reason to lose the page
        return


_LINKED = {"title": "headline", "outlet": "publisher", "author": "author", "published": "datePublished"}


def _named(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, the inner ones too, a few levels deep."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                todo = [(json.loads(script.text or "", strict=False), 0)]
            except (ValueError, RecursionError):
                continue
            while todo:
                item, depth = todo.pop(0)
                if isinstance(item, dict):
                    yield item
                    item = item.get("@graph", item.get("mainEntity", []))
                if isinstance(item, list | dict) and depth < 5:
                    todo += [(i, depth + 1) for i in (item if isinstance(item, list) else [item])[:100]]


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(n, str) and (n.endswith(("Article", "Posting", "Report")) or n == "WebPage") for n in names)


def _from_linked(item: dict[str, Any], field: str) -> str:
    value = item.get(_LINKED[field])
    if field in ("title", "published"):
        return value if isinstance(value, str) else ""
    several = value if isinstance(value, list) else [value]
    names = [v.get("name") if isinstance(v, dict) else v for v in several]
    return ", ".join(n for n in names if isinstance(n, str))


def _from_body(tree: etree._Element, meta: Meta) -> None:
    """From what the page shows: its marked author and times, its one h1, its title element."""
    for element in tree.iter("a", "span", "time", "div", "p", "address"):
        marked = f"{element.get('itemprop') or ''} {element.get('rel') or ''}".lower().split()
        if "author" in marked:
            meta.take("author", _words(element), "html rel=author")
        if "datepublished" in marked or (element.tag == "time" and element.get("pubdate") is not None):
            meta.take(
                "published", element.get("datetime") or element.get("content") or _words(element), "html datePublished"
            )
    heads = [w for w in map(_words, tree.iter("h1")) if w]
    if len(heads) == 1:
        meta.take("title", heads[0], "html h1")
    for element in tree.iter("title"):
        meta.take("title", _words(element), "html title")
    times = [t for t in tree.iter("time") if t.get("datetime")]
    if times and len({t.get("datetime") for t in times}) == 1:
        meta.take("published", times[0].get("datetime"), "html time")


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
