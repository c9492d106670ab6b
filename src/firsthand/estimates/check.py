"""Check a study that was kept: whether its rows, its table and its own digest still are what they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from msgspec import structs

from firsthand import ids
from firsthand.documents.seal import Mismatch
from firsthand.estimates.match import tabulate
from firsthand.estimates.prepare import prepare
from firsthand.estimates.record import Listed, Study


def named(study: Study) -> str:
    """The id that a study has by all it holds but when and by which version it was made."""
    read = msgspec.json.decode(
        msgspec.json.encode(study), type=Study
    )  # a 5 kept as a number with a point comes back as 5.0
    plain = structs.replace(read, id="", made="", version="")
    return ids.name("study", ids.digest(msgspec.json.encode(plain, order="deterministic")))


def mismatches(study: Study, rows: Sequence[Listed]) -> Iterator[Mismatch]:
    """What of `study` no longer fits itself or its `rows`: nothing is estimated again, all is counted again."""
    if study.id != named(study):
        yield _wrong(study, "id", study.id, named(study), "was changed after it was made")
    names = [r.name for r in study.rosters]
    for roster in study.rosters:
        own = [r for r in rows if r.list == roster.name]
        persons = len({r.person for r in own} - {0})
        for what, told, found in (
            ("rows", roster.rows, len(own)),
            ("rows set aside", roster.aside, sum(r.person == 0 for r in own)),
            ("persons", roster.persons, persons),
        ):
            if told != found:
                yield _wrong(
                    study, f"{roster.name}: {what}", str(told), str(found), f"counts other {what} than are kept"
                )
    held = [(r.person - 1, names.index(r.list)) for r in rows if r.person > 0 and r.list in names]
    if not held:
        return
    person, where = np.array(held, dtype=np.int64).T
    table = prepare(
        tabulate(np.unique(person, return_inverse=True)[1].astype(np.int64), where, names),
        study.derived,
        study.independent,
    )
    if dict(table.captures.counts) != dict(study.panel.captures.counts):
        yield _wrong(
            study,
            "capture table",
            str(dict(study.panel.captures.counts)),
            str(dict(table.captures.counts)),
            "has another table than its rows give",
        )


def _wrong(study: Study, what: str, expected: str, found: str, message: str) -> Mismatch:
    return Mismatch(
        where=f"{study.id} {what}", expected=expected, found=found, message=f"the study {study.id} {message}"
    )
