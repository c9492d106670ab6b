"""The models against the R packages that they come from, on the same table in the same run: SparseMSE, dga, LCMCR.

    python -m bench.originals

Where Rscript or a package is missing ours alone is timed. Seconds are those of the processor, which other work on the machine does
not change much; ours and the originals take one core. What draws of latent classes are worth is counted alike for both (Vehtari and others
2021: in the middle, and at the ends of the printed interval), with several seeds, since it differs from seed to seed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from firsthand.estimates import captures
from firsthand.estimates.models import chains, graphs, latent, loglinear, resample
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures

OUT = Path("build/originals.json")
KOSOVO = captures.table(
    {
        "0001": 306, "0010": 936, "0011": 123, "0100": 845, "0101": 31, "0110": 217, "0111": 32, "1000": 1131, "1001": 106,
        "1010": 228, "1011": 42, "1100": 177, "1101": 18, "1110": 181, "1111": 27,
    },
    ["EXH", "ABA", "OSCE", "HRW"],
)  # fmt: skip
"""Ball, Betts, Scheuren, Dudukovic and Asher 2002."""
UK = captures.table(
    {
        "00001": 316, "00010": 695, "00011": 8, "00100": 995, "00101": 11, "00110": 76, "01000": 463, "01001": 1, "01010": 19,
        "01100": 62, "01110": 4, "10000": 54, "10010": 3, "10100": 19, "11000": 15, "11010": 1, "11100": 1, "11110": 1,
    },
    ["LA", "NG", "PFNCA", "GO", "GP"],
)  # fmt: skip
"""Silverman 2014, five lists."""

REPLICATES = 100
"""Of the bootstrap, in both; the original takes minutes for a thousand."""
SWEEPS = {"chains": 16, "burn": 10_000, "kept": 1_000, "thin": 20}
"""Of the original's latent classes: as much as it takes for sixteen chains to nearly agree on Kosovo."""
SEEDS = (1, 2, 3, 4, 5)

READ = "d <- as.matrix(read.csv(commandArgs(TRUE)[1])); "
SCRIPTS = {
    "bootstrap": READ
    + "library(SparseMSE); t <- system.time(r <- estimatepopulation(d, nboot={times})); cat(sum(t[1:2]), t[3], r$popest)",
    "graphs": READ
    + "library(dga); k <- ncol(d)-1; data(list=paste0('graphs', k)); Y <- array(0, dim=rep(2, k)); "
    + "for (i in 1:nrow(d)) Y[matrix(d[i, 1:k] + 1, 1)] <- d[i, k + 1]; g <- get(paste0('graphs', k)); "
    + "t <- system.time(w <- bma.cr(Y, 1:40000, 2^-k, g)); p <- cumsum(colSums(w)) / sum(w); cat(sum(t[1:2]), t[3], sum(Y) + which(p >= 0.5)[1])",
    "latent": READ
    + "suppressMessages(library(LCMCR)); k <- ncol(d)-1; f <- as.data.frame(lapply(as.data.frame(d[, 1:k]), factor)); f$Freq <- d[, k + 1]; "
    + "z <- c(); t <- system.time(for (s in 1:{chains}) {{ x <- lcmCR(f, tabular=TRUE, K=10, seed=1000 * {seed} + s, buffer_size=1000, thinning=100); "
    + "z <- rbind(z, lcmCR_PostSampl(x, burnin={burn}, samples={kept}, thinning={thin}, output=FALSE)) }}); "
    + "cat(sum(t[1:2]), t[3], median(z)); cat('\\n'); write.table(z, row.names=FALSE, col.names=FALSE)",
}


def main() -> None:
    """Print and write the table."""
    print(f"{'what':<46}{'ours s':>9}{'R s':>9}{'ratio':>8}   answers (ours, R)")
    rows: list[dict[str, object]] = []
    for what, kind, table, ours in (
        (f"bootstrap of steps, UK, B={REPLICATES}", "bootstrap", UK, _bootstrap),
        ("graphs, Kosovo, 40,000 numbers", "graphs", KOSOVO, _graphs),
        ("graphs, UK, 40,000 numbers", "graphs", UK, _graphs),
    ):
        began = time.process_time()
        answer = ours(table)
        mine = time.process_time() - began
        theirs = _original(kind, table)
        ratio = f"{theirs[0] / mine:>8.1f}" if theirs else f"{'':>8}"
        shown = f"{answer:,.0f}, {theirs[1]:,.0f}" if theirs else f"{answer:,.0f}"
        print(f"{what:<46}{mine:>9.2f}{theirs[0] if theirs else float('nan'):>9.2f}{ratio}   {shown}", flush=True)
        rows.append({"what": what, "ours": mine, "original": theirs[0] if theirs else None})
    for name, table in (("Kosovo", KOSOVO), ("UK", UK)):
        rows += _latent(name, table)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _latent(name: str, table: Captures) -> list[dict[str, object]]:
    """Latent classes with each seed: how long, what the draws are worth, and the seconds for a hundred independent ones."""
    rows: list[dict[str, object]] = []
    print(
        f"latent classes, {name}: seconds, R-hat, worth in the middle and at the ends, seconds for a hundred such, median (interval)"
    )
    for seed in SEEDS:
        began = time.process_time()
        found = latent.sample(table, seed, sampling=latent.Sampling(longer=0))
        rows.append(_worth(name, "ours", seed, time.process_time() - began, found.total))
        theirs = _original("latent", table, seed)
        if theirs is not None and theirs[2] is not None:
            rows.append(_worth(name, "R", seed, theirs[0], theirs[2]))
    for who in ("ours", "R"):
        own = [r for r in rows if r["who"] == who]
        if own:
            means = [float(np.mean([float(str(r[k])) for r in own])) for k in ("seconds", "hundred", "hundred_ends")]
            print(
                f"  {who:<5} mean {means[0]:6.1f} s; for a hundred {means[1]:.2f} s in the middle, {means[2]:.2f} s at the ends"
            )
    return rows


def _worth(name: str, who: str, seed: int, seconds: float, total: NDArray[np.int64]) -> dict[str, object]:
    logs = np.log(total)
    r_hat, bulk, tail = chains.r_hat(logs), chains.bulk(logs), chains.tail(logs)
    low, median, high = np.quantile(total, [0.025, 0.5, 0.975])
    print(
        f"  {who:<5} seed {seed} {seconds:6.1f} s  {r_hat:.3f}  {bulk:6.0f} {tail:6.0f}  {100 * seconds / bulk:6.2f} {100 * seconds / tail:6.2f}"
        f"   {median:,.0f} ({low:,.0f} to {high:,.0f})",
        flush=True,
    )
    return {
        "what": f"latent classes, {name}", "who": who, "seed": seed, "seconds": seconds, "r_hat": r_hat, "bulk": bulk, "tail": tail,
        "hundred": 100 * seconds / bulk, "hundred_ends": 100 * seconds / tail, "median": float(median),
    }  # fmt: skip


def _bootstrap(table: Captures) -> float:
    def steps(y: Floats) -> Floats:
        return loglinear.totals(table, y, "steps")

    resample.bca(table, steps, REPLICATES, 1)
    return loglinear.stepwise(table).total


def _graphs(table: Captures) -> float:
    return graphs.posterior(table, missing=np.arange(1, 40_001)).quantile(0.5)


def _original(kind: str, table: Captures, seed: int = 1) -> tuple[float, float, NDArray[np.int64] | None] | None:
    """Seconds of the processor, answer and draws of the R package; None where it is not there."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    script = SCRIPTS[kind].format(times=REPLICATES, seed=seed, **SWEEPS) if kind != "graphs" else SCRIPTS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        lines = [",".join((*table.lists, "count")), *(",".join((*p, str(n))) for p, n in sorted(table.counts.items()))]
        path.write_text("\n".join(lines) + "\n")
        done = subprocess.run([program, "-e", script, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    first, _, rest = done.stdout.strip().partition("\n")
    processor, _, answer = first.split()[-3:]
    draws = np.array([int(float(v)) for v in rest.split()]).reshape(SWEEPS["chains"], -1) if rest else None
    return float(processor), float(answer), draws


if __name__ == "__main__":
    main()
