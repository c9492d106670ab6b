"""Estimating how many there are in all from lists that overlap: record linkage and multiple systems estimation, with every caveat.

Usable by itself, with NumPy arrays and data frames::

    from firsthand import estimates

    table = estimates.tabulate(frame)               # one row a person, one column of 0 and 1 a list
    table = estimates.tabulate({"110": 27, "101": 12, "011": 30, "100": 98, "010": 81, "001": 120}, ["police", "press", "morgue"])

    estimates.select(table, "bic").total            # log-linear, the model with the least BIC
    estimates.profile(table, [("police", "press")])  # profile likelihood of one model
    estimates.stepwise(table)                       # steps, as Chan, Silverman and Vincent
    estimates.posterior(table, delta=0.5).quantile(0.5)   # all decomposable graphs, as Madigan and York
    estimates.sample(table, seed=1).r_hat           # latent classes, as Manrique-Vallier
    estimates.panel(table, seed=1).conclusion       # all of them, with tests and caveats

`panel` is what to cite: models that fit a table equally well can differ by half, and it says when no single number may stand.
Each module names the papers that its method is from. Errors of use are `firsthand.errors.WrongUse`.
"""

from firsthand.estimates.captures import (
    cells,
    frequencies,
    merged,
    on_lists,
    overlaps,
    tabulate,
    within,
    without,
)
from firsthand.estimates.estimate import Choices, Result, estimate
from firsthand.estimates.fields import Kind
from firsthand.estimates.match import Linkage, Reason, gather, link
from firsthand.estimates.models.bound import chao, lowest
from firsthand.estimates.models.graphs import Posterior, average, decomposable, posterior
from firsthand.estimates.models.latent import Draws, Prior, Sampling, mixture, sample
from firsthand.estimates.models.loglinear import (
    Fitted,
    every,
    fitted,
    heterogeneous,
    independence,
    profile,
    select,
    stepwise,
    totals,
)
from firsthand.estimates.models.resample import bca
from firsthand.estimates.panel import Plan, known_answers, panel
from firsthand.estimates.record import Captures, Caveat, Check, Estimate, Interval, Panel, Stratum, Variant

__all__ = [
    "Captures",
    "Caveat",
    "Check",
    "Choices",
    "Draws",
    "Estimate",
    "Fitted",
    "Interval",
    "Kind",
    "Linkage",
    "Panel",
    "Plan",
    "Posterior",
    "Prior",
    "Reason",
    "Result",
    "Sampling",
    "Stratum",
    "Variant",
    "average",
    "bca",
    "cells",
    "chao",
    "decomposable",
    "estimate",
    "every",
    "fitted",
    "frequencies",
    "gather",
    "heterogeneous",
    "independence",
    "known_answers",
    "link",
    "lowest",
    "merged",
    "mixture",
    "on_lists",
    "overlaps",
    "panel",
    "posterior",
    "profile",
    "sample",
    "select",
    "stepwise",
    "tabulate",
    "totals",
    "within",
    "without",
]
