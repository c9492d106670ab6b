"""What a document's text says was published or leaked: reports, statements, files; whose they are; which one is meant.

A definite noun ("the report", "the documents") goes back to the last product of its family; the first words that say whose it
is ("a report from the …", "the report, prepared by …", "X said in a report") give its owner.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from firsthand.origins import bodies
from firsthand.origins.names import fold
from firsthand.origins.scene import MANY, Found, Scene, Who
from firsthand.origins.words import words
from firsthand.statements.record import Mention

Resolve = Callable[[Mention], Found | None]

OWNS = ("state", "intergovernmental", "organisation", "media", "person")


@dataclass
class Product:
    """A product named in one document: its family, its owner once known, and the names it bears."""

    number: int
    family: str
    document: str
    first: Mention
    owner: Who | None = None
    names: list[str] = field(default_factory=list)
    why: str = ""

    def who(self) -> Who:
        """The speaker behind the product: its owner, or the document itself where no owner is known."""
        if self.owner is not None:
            return self.owner
        return Who(self.key(), "document", self.label())

    def key(self) -> str:
        """A name that the text gives is known everywhere; a mere description only in its document."""
        for name in self.names:
            told = [w for w in fold(name).split() if words().family.get(w.rstrip("s")) is None]
            if told:
                return f"document:{self.family}:{' '.join(sorted(told))}"
        return f"document:@{self.document}:{self.family}:{fold(self.first.place.text)}:{self.number}"

    def label(self) -> str:
        """The product's name, or the words in which it is first mentioned."""
        return self.names[0] if self.names else self.first.place.text


class Products:
    """The products of one document, built mention by mention."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._all: list[Product] = []
        self._of: dict[str, Product] = {}
        self._told: defaultdict[str, list[tuple[int, Product]]] = defaultdict(list)
        self._families: defaultdict[str, list[Product]] = defaultdict(list)
        self._called: dict[tuple[str, str], Product] = {}

    def family(self, m: Mention) -> str | None:
        """The family of the product that `m` may name."""
        known = words()
        if m.form == "name":
            last = m.place.text.split()[-1].lower().rstrip("s") if m.place.text.strip() else ""
            if m.label == "PERSON" or len(m.place.text.split()) < 2:
                return None
            found = known.family.get(last)
            return found if found in ("files", "report") else None
        if m.label not in ("DOCUMENT", "ORG") or (m.head in known.only_plural and m.number != "plur"):
            return None
        if m.head in known.only_single and m.number == "plur":
            return None
        return known.family.get(m.head)

    def of(self, m: Mention) -> Product | None:
        """The product that `m` was found to name."""
        return self._of.get(m.id)

    def last(self, before: Mention, family: str) -> Product | None:
        """The last product of `family` mentioned before this mention."""
        i = bisect_left(self._told[family], before.place.start, key=lambda told: told[0])
        return self._told[family][i - 1][1] if i else None

    def owners(self) -> dict[Who, str]:
        """The owners of reports, with the words that say so."""
        return {p.owner: p.why for p in self._all if p.owner is not None and p.family == "report"}

    def narrow(self, whole: str, office: Who) -> None:
        """What is said to be of the whole is the office's: no other part of it is named beside the report."""
        for product in self._all:
            if product.owner is not None and product.owner.key == whole:
                product.owner = office
                product.why += f"; {office.name} is the only part of it that the document names, and with the report"

    def read(self, resolve: Resolve) -> None:
        """Go through all mentions once and tell the products apart."""
        for m in self._scene.mentions:
            family = self.family(m)
            if family is None or not (self._scene.flows(m) or m.role == "subject"):
                continue
            owner, why, part = self._owner(m, resolve)
            if part is not None:
                self._tell(m, part)
                continue
            product = self._same(m, family, owner) or self._new(m, family)
            self._own(product, owner, why)
            if m.form == "name" and m.place.text not in product.names:
                product.names.append(m.place.text)
            latest = self._called.get((family, m.head), product)
            self._called[family, m.head] = max(product, latest, key=lambda p: p.number)
            self._tell(m, product)

    def _tell(self, m: Mention, product: Product) -> None:
        self._of[m.id] = product
        self._told[product.family].append((m.place.start, product))

    def _new(self, m: Mention, family: str) -> Product:
        self._all.append(Product(len(self._families[family]) + 1, family, self._scene.text.document, m))
        self._families[family].append(self._all[-1])
        return self._all[-1]

    def _same(self, m: Mention, family: str, owner: Who | None) -> Product | None:
        """An earlier product that these words go back to."""
        if (
            m.form == "definite" and owner is None and (family, m.head) in self._called
        ):  # "the indictment" is the last one called so, before other papers of its kind
            return self._called[family, m.head]
        for product in islice(reversed(self._families[family]), MANY):
            if owner is not None and product.owner is not None and not _kin(owner, product.owner):
                continue
            if m.form == "name" and product.names and fold(m.place.text) not in map(fold, product.names):
                continue
            again = m.form in ("definite", "name") or self._demonstrative(m)
            if again or (owner is not None and product.owner is not None):
                return product
            return None
        return None

    def _demonstrative(self, m: Mention) -> bool:
        return m.place.text.lower().startswith(("such a", "such", "this", "that", "these", "those"))

    def _own(self, product: Product, owner: Who | None, why: str) -> None:
        if owner is None:
            return
        if product.owner is None or (bodies.family(_body(owner)) == _body(product.owner) != ""):
            product.owner, product.why = owner, why

    def _owner(self, m: Mention, resolve: Resolve) -> tuple[Who | None, str, Product | None]:
        """Whose product `m` is, why, or the product of which it is a part ("the report's findings")."""
        if m.owner is not None:
            inner = self._scene.at(m.owner) or self._scene.chief(m.owner)
            if inner is not None and inner.id in self._of and inner.id != m.id:
                return None, "", self._of[inner.id]
            found = resolve(inner) if inner is not None and inner.id != m.id else None
            if found is not None and found.who.kind in OWNS and not self._about(m, found.who):
                return found.who, f"“{m.place.text}” is said to be of “{m.owner.text}”", None
        after = self._scene.text_after(m, 160)
        for pattern, said in ((words().made_by, "made by"), (words().made_that, "that … published")):
            match = pattern.match(after)
            maker = self._scene.starting(m.place.end + match.end(), m.place.end + match.end() + 8) if match else None
            found = resolve(maker) if maker is not None else None
            if found is not None and found.who.kind in OWNS and maker is not None:
                return found.who, f"the text says that it was {said} “{maker.place.text}”", None
        return self._in(m, resolve)

    def _about(self, m: Mention, who: Who) -> bool:
        """Whether the owner of `m` is what it is about: leaked things of somebody's, "an analysis of" somebody."""
        if words().family.get(m.head) in words().material:
            return True
        between = self._scene.text_after(m, 5).strip().startswith("of")
        return between and who.kind in ("person", "state")

    def _in(self, m: Mention, resolve: Resolve) -> tuple[Who | None, str, Product | None]:
        """ "X has accused Y … in a report": the subject of the sentence owns a report that is new in it."""
        if m.form != "indefinite" or not self._scene.text_before(m, 4).endswith(" in "):
            return None, "", None
        for other in self._scene.sentence(m.sentence):
            if other.role == "subject" and other.place.end < m.place.start and not other.quoted:
                found = resolve(other)
                if found is not None and found.who.kind in OWNS:
                    return found.who, f"“{other.place.text}” says so in it", None
                return None, "", None
        return None, "", None


def _body(who: Who) -> str:
    return who.key.removeprefix("body:") if who.key.startswith("body:") else ""


def _kin(a: Who, b: Who) -> bool:
    """The same, or a body and the whole of which it is part, or one speaks for the other."""
    if a.key == b.key or (a.principal or a).key == (b.principal or b).key:
        return True
    return (
        _body(a) != ""
        and _body(b) != ""
        and (bodies.family(_body(a)) == _body(b) or bodies.family(_body(b)) == _body(a))
    )
