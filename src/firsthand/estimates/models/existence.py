"""Whether the maximum-likelihood estimate of a log-linear model exists, and whether the table tells its parameters apart.

A Poisson log-linear model has a maximum of its likelihood if and only if the observed margins lie in the inside of the cone of all margins
that the model can expect: max s so that A'x = A'n and every x ≥ s; it exists when s > 0 (Fienberg and Rinaldo 2012). That depends only on
which cells are empty. Where the cells with persons alone tell the parameters apart it exists for certain, and no linear program is solved.

- S. E. Fienberg and A. Rinaldo, Maximum likelihood estimation in log-linear models, Annals of Statistics 40 (2012) 996–1023.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from firsthand.estimates.models.poisson import Bools, Design, Floats, support

INSIDE = 1e-7
"""The linear program counts persons as present or absent, so that its answer is of the order of 1 or is 0."""
DISTINCT = 1e-8
"""Least eigenvalue of a normal matrix of zeros and ones that is not zero."""

_SOLVED: dict[tuple[bytes, bytes, bytes], bool] = {}
_MOST = 200_000


def usable(of: Design, y: Floats, terms: Bools) -> Bools:
    """For each row: does the estimate of these `terms` from this table exist, and is it unique?"""
    kept, finite = support(of, y, terms)
    sure = _told_apart(of, (y > 0) & kept, finite)
    out = sure.copy()
    for i in np.flatnonzero(~sure):
        out[i] = bool(_told_apart(of, kept[i : i + 1], finite[i : i + 1])[0]) and _exists(
            of, y[i] > 0, kept[i], finite[i]
        )
    return out


def exists(of: Design, y: Floats, terms: Bools) -> Bools:
    """For each row: is there a maximum of the likelihood?"""
    kept, finite = support(of, y, terms)
    return np.array([_exists(of, y[i] > 0, kept[i], finite[i]) for i in range(len(y))])


def _told_apart(of: Design, cells: Bools, terms: Bools) -> Bools:
    size = len(of.terms)
    normal = of.normals(cells.astype(float))
    both = terms[:, :, None] & terms[:, None, :]
    normal = np.where(both, normal, np.eye(size) * (~terms)[:, :, None])
    return np.asarray(np.linalg.eigvalsh(normal)[:, 0] > DISTINCT)


def _exists(of: Design, present: Bools, kept: Bools, terms: Bools) -> bool:
    """The linear program, with x = s + z and z ≥ 0; its answers are kept by the pattern of empty cells."""
    if present[kept].all():
        return True
    key = (of.x.shape[0].to_bytes(4, "big") + terms.tobytes(), kept.tobytes(), present.tobytes())
    if key not in _SOLVED:
        a = of.x[kept][:, terms].T
        equal = np.hstack([a.sum(axis=1, keepdims=True), a])
        goal = np.zeros(equal.shape[1])
        goal[0] = -1.0
        bounds = [(None, None), *((0, None) for _ in range(equal.shape[1] - 1))]
        found = linprog(goal, A_eq=equal, b_eq=a @ present[kept].astype(float), bounds=bounds, method="highs")
        if len(_SOLVED) >= _MOST:
            _SOLVED.clear()
        _SOLVED[key] = found.status == 0 and -float(found.fun) > INSIDE
    return _SOLVED[key]
